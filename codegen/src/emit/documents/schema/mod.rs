//! JSON Schemas (2020-12) of everything that a spec declares: said once for OpenAPI documents and for files of schemas.
//!
//! ```text
//! declared   objects, unions, enums, ids, tables -> schemas by name
//! field      a field -> the schema of its value
//! rules      a rule -> a constraint, as far as JSON Schema can express it
//! ```
//!
//! Requests and responses differ: a request needs what is required, and a response has what is guaranteed. An object
//! that travels both ways has two schemas, and that for requests is called `<Name>-Input`.

mod declared;
pub(super) mod field;
pub(super) mod rules;

use crate::ir::{Api, Kind, Object, Union};

use super::node::Members;

/// Which way a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// In a request.
    Input,
    /// In a response or a delivery.
    Output,
}

/// Where schemas are, and so how others refer to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Among the components of one document.
    Components,
    /// In files beside each other; ids, enums and tables in one of them.
    Files,
}

/// The file with the ids, enums and tables of an API.
pub(super) const VALUES: &str = "values";

/// The schemas of an API.
#[derive(Debug, Clone, Copy)]
pub(super) struct Schemas<'a> {
    pub(super) api: &'a Api,
    pub(super) place: Place,
}

/// The end of the name of a schema for requests, where responses have the object too. It holds a letter that no name of a spec
/// has.
const INPUT: &str = "-Input";

impl<'a> Schemas<'a> {
    pub(super) fn object(&self, name: &str) -> Option<&'a Object> {
        self.api.modules.iter().flat_map(|module| &module.objects).find(|object| object.name == name)
    }

    pub(super) fn union(&self, name: &str) -> Option<&'a Union> {
        self.api.modules.iter().flat_map(|module| &module.unions).find(|union| union.name == name)
    }

    /// The schema of a declared type, by reference.
    pub(super) fn refer(&self, kind: &Kind, way: Way) -> Members {
        let name = kind.declared().unwrap_or_default();
        let is_structured = matches!(kind, Kind::Object(_) | Kind::Union(_) | Kind::Expandable(_));
        let target = if is_structured { self.name(name, way) } else { name.to_owned() };
        Members::new().with("$ref", self.address(&target, is_structured))
    }

    /// The name of the schema of an object or union.
    pub(super) fn name(&self, name: &str, way: Way) -> String {
        let in_response = self.object(name).map(|object| object.in_response);
        let in_response = in_response.or_else(|| self.union(name).map(|union| union.in_response)).unwrap_or_default();
        if way == Way::Input && in_response { format!("{name}{INPUT}") } else { name.to_owned() }
    }

    fn address(&self, name: &str, is_structured: bool) -> String {
        match (self.place, is_structured) {
            (Place::Components, _) => format!("#/components/schemas/{name}"),
            (Place::Files, true) => format!("{name}.json"),
            (Place::Files, false) => format!("{VALUES}.json#/$defs/{name}"),
        }
    }
}
