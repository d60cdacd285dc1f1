//! The figures of one API.

use std::collections::BTreeMap;

use payspec_core::EvidenceLevel;

use crate::ir::{Api, Field, Kind, Module, Operation, Output};

/// How many things are known how, in the order of [`EvidenceLevel::ALL`].
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Levels([usize; EvidenceLevel::ALL.len()]);

impl Levels {
    pub(super) fn of(levels: impl Iterator<Item = EvidenceLevel>) -> Self {
        let mut found = Self::default();
        for level in levels {
            found.0[level as usize] += 1;
        }
        found
    }

    pub(super) fn all(self) -> usize {
        self.0.iter().sum()
    }

    pub(super) fn count(self, level: EvidenceLevel) -> usize {
        self.0[level as usize]
    }

    /// Each level with how many things are known so.
    pub(super) fn each(self) -> impl Iterator<Item = (EvidenceLevel, usize)> {
        EvidenceLevel::ALL.into_iter().zip(self.0)
    }
}

/// One file of the spec that has operations or events.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) operations: Levels,
    pub(super) paths: Levels,
    pub(super) events: usize,
    pub(super) with_sample: usize,
}

/// One API.
#[derive(Debug)]
pub(super) struct Figures {
    pub(super) rows: Vec<Row>,
    pub(super) operations: Levels,
    pub(super) paths: Levels,
    /// Operations on one object, asked for by its id, and those of them whose response is not compared with it.
    pub(super) by_id: usize,
    pub(super) not_compared: Vec<String>,
    pub(super) events: Levels,
    pub(super) deprecated_events: usize,
    pub(super) without_sample: Vec<String>,
    /// Samples; the tests decode each and write it back.
    pub(super) samples: usize,
    pub(super) objects: usize,
    pub(super) fields: usize,
    pub(super) ids: usize,
    /// Enums, with their words.
    pub(super) enums: (usize, usize),
    /// Objects that are one of several kinds, with their kinds.
    pub(super) unions: (usize, usize),
    /// Formats of files with their columns.
    pub(super) files: (usize, usize),
    /// Code tables with their rows.
    pub(super) tables: Vec<(String, usize)>,
    /// Parameters and fields that requests need, by how that is known; those in the path apart.
    pub(super) required: Levels,
    pub(super) rules: usize,
    pub(super) profiles: usize,
    pub(super) windows: usize,
    pub(super) limits: usize,
}

impl Figures {
    pub(super) fn of(api: &Api) -> Self {
        let samples = &api.samples;
        let modules = &api.modules;
        let rows = modules.iter().filter(|module| !module.operations.is_empty() || !module.events.is_empty());
        let enums = || modules.iter().flat_map(|module| &module.enums).filter(|declared| declared.on_wire);
        let objects = || modules.iter().flat_map(|module| &module.objects);
        let unions = || modules.iter().flat_map(|module| &module.unions);
        let formats = || modules.iter().flat_map(|module| &module.files);
        let tables = modules.iter().flat_map(|module| {
            let own = module.tables.iter().map(|table| (table.name.clone(), table.rows.len()));
            own.chain(module.extensions.iter().map(|shared| (shared.name.clone(), shared.codes.len())))
        });
        let by_id: Vec<&Operation> = operations(api).filter(|operation| is_by_id(api, operation)).collect();
        let is_compared = |operation: &&&Operation| operation.success.ids.iter().any(|id| id.parameter.is_some());
        Self {
            rows: rows.map(|module| row(module, samples)).collect(),
            operations: Levels::of(operations(api).map(|operation| operation.evidence.level)),
            paths: Levels::of(operations(api).map(|operation| operation.path_evidence.level)),
            by_id: by_id.len(),
            not_compared: by_id
                .iter()
                .filter(|operation| !is_compared(operation))
                .map(|operation| operation.id.clone())
                .collect(),
            events: Levels::of(
                api.events()
                    .map(|event| event.docs.evidence.as_ref().map_or(EvidenceLevel::Inferred, |known| known.level)),
            ),
            deprecated_events: api.events().filter(|event| event.deprecated.is_some()).count(),
            without_sample: api
                .events()
                .filter(|event| !samples.contains_key(&event.wire))
                .map(|event| event.wire.clone())
                .collect(),
            samples: samples.len(),
            objects: objects().count(),
            fields: objects().map(|object| object.fields.len()).sum(),
            ids: modules.iter().map(|module| module.ids.len()).sum(),
            enums: (enums().count(), enums().map(|declared| declared.values.len()).sum()),
            unions: (unions().count(), unions().map(|union| union.variants.len()).sum()),
            files: (formats().count(), formats().map(|file| file.columns.len()).sum()),
            tables: tables.collect(),
            required: Levels::of(required(api)),
            rules: operations(api).map(|operation| operation.all_rules().count() + operation.preconditions.len()).sum(),
            profiles: operations(api).map(|operation| operation.profiles.len()).sum(),
            windows: api.windows.len(),
            limits: api.limits.len(),
        }
    }
}

/// All operations of an API.
pub(super) fn operations(api: &Api) -> impl Iterator<Item = &Operation> {
    api.modules.iter().flat_map(|module| &module.operations)
}

/// How it is known of each parameter and each field of an object that requests need it.
fn required(api: &Api) -> impl Iterator<Item = EvidenceLevel> {
    let of_operations = operations(api).flat_map(|operation| &operation.params);
    let of_objects = api.modules.iter().flat_map(|module| &module.objects).flat_map(|object| &object.fields);
    of_operations.chain(of_objects).filter_map(|field| Some(field.required_evidence.as_ref()?.level))
}

/// Whether an operation answers with one object that it was asked for by its id, in the path or to refetch an event.
fn is_by_id(api: &Api, operation: &Operation) -> bool {
    let refetches = api.modules.iter().flat_map(|module| &module.objects).filter_map(|object| object.refetch.as_ref());
    let is_refetching = refetches.into_iter().any(|refetch| refetch.operation == operation.type_name);
    let is_id = |field: &Field| matches!(field.ty.kind, Kind::Id(_)) && !field.ty.list;
    matches!(&operation.output, Output::Body(body) if !body.list)
        && operation.params.iter().any(|field| is_id(field) && (field.in_path || is_refetching))
}

fn row(module: &Module, samples: &BTreeMap<String, String>) -> Row {
    Row {
        name: module.name.clone(),
        operations: Levels::of(module.operations.iter().map(|operation| operation.evidence.level)),
        paths: Levels::of(module.operations.iter().map(|operation| operation.path_evidence.level)),
        events: module.events.len(),
        with_sample: module.events.iter().filter(|event| samples.contains_key(&event.wire)).count(),
    }
}
