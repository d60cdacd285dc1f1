//! Which operations and events contain a type.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::change::Users;
use crate::ir::{Api, Kind, Object, Output};

/// The users of each declared type of an API, by its name.
#[derive(Debug, Default)]
pub(super) struct Usage {
    by_type: BTreeMap<String, Rc<Users>>,
}

impl Usage {
    pub(super) fn of(api: &Api) -> Self {
        let contents = contents(api);
        let mut users: BTreeMap<&str, Users> = BTreeMap::new();
        for module in &api.modules {
            for operation in &module.operations {
                let sent = operation.params.iter().filter_map(|field| field.ty.kind.declared());
                for name in reached(&contents, sent) {
                    users.entry(name).or_default().sent_by.insert(operation.id.clone());
                }
                for name in reached(&contents, returned(&operation.output)) {
                    users.entry(name).or_default().returned_by.insert(operation.id.clone());
                }
            }
            for event in &module.events {
                let other = event.alternative.as_ref().map(|other| other.payload.as_str());
                for name in reached(&contents, std::iter::once(event.payload.as_str()).chain(other)) {
                    users.entry(name).or_default().events.insert(event.wire.clone());
                }
            }
        }
        Self { by_type: users.into_iter().map(|(name, users)| (name.to_owned(), Rc::new(users))).collect() }
    }

    /// The users of a type.
    pub(super) fn get(&self, name: &str) -> Rc<Users> {
        self.by_type.get(name).cloned().unwrap_or_default()
    }
}

/// The declared types that each declared type contains.
fn contents(api: &Api) -> BTreeMap<&str, Vec<&str>> {
    let mut contents: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for module in &api.modules {
        for object in &module.objects {
            contents.insert(&object.name, fields(object));
        }
        for union in &module.unions {
            let own = union.fields.iter().filter_map(|field| field.ty.kind.declared());
            let variants = union.variants.iter().flat_map(|variant| fields(&variant.object));
            contents.insert(&union.name, own.chain(variants).collect());
        }
        for table in &module.tables {
            contents.insert(&table.name, table.columns.iter().filter_map(|column| column.kind.declared()).collect());
        }
    }
    contents
}

fn fields(object: &Object) -> Vec<&str> {
    object.fields.iter().filter_map(|field| field.ty.kind.declared()).collect()
}

/// The types that a successful response contains at its top.
fn returned(output: &Output) -> impl Iterator<Item = &str> {
    let types: Vec<&Kind> = match output {
        Output::Empty => Vec::new(),
        Output::Body(ty) | Output::Search(ty) => vec![&ty.kind],
        Output::ByStatus(by) => by.variants.iter().filter_map(|variant| Some(&variant.body.as_ref()?.kind)).collect(),
    };
    types.into_iter().filter_map(Kind::declared)
}

/// What is reached from some types, themselves included.
fn reached<'a>(contents: &BTreeMap<&'a str, Vec<&'a str>>, from: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut open: Vec<&str> = from.collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if seen.insert(name) {
            open.extend(contents.get(name).into_iter().flatten());
        }
    }
    seen
}
