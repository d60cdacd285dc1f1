//! How the object of an event is read again: by which operation, with which of its fields.

use super::operations::{find, params_name};
use crate::raw::event::Event;
use crate::raw::operation::Operation;
use crate::raw::{Document, Named, Sp};
use crate::symbols::RawSet;

/// The operation that reads an object again, and where its parameters come from.
pub(crate) struct Way<'a> {
    /// The operation.
    pub(crate) operation: &'a Operation,
    /// The params type in Rust.
    pub(crate) params: String,
    /// Each parameter with the field of the object that has its value.
    pub(crate) with: Vec<(&'a str, &'a str)>,
    /// The same for objects that `with` finds nothing in.
    pub(crate) or_with: Vec<(&'a str, &'a str)>,
}

/// How an event's object is read again: as the event says, or as its resource is read by its id.
pub(crate) fn way<'a>(set: &'a RawSet, event: &'a Event) -> Option<Way<'a>> {
    if let Some(said) = &event.refetch {
        let (params, operation) = find(set, &said.operation)?;
        return Some(Way { operation, params, with: pairs(&said.with), or_with: pairs(&said.or_with) });
    }
    by_its_resource(set, event.payload.as_ref()?)
}

/// How the resource of an object reads it by its id.
pub(crate) fn by_its_resource<'a>(set: &'a RawSet, payload: &Sp<String>) -> Option<Way<'a>> {
    let of_payload = |document: &&Document| {
        let object = document.resource.as_ref().and_then(|resource| resource.object.as_ref());
        object.is_some_and(|object| object.value == payload.value)
    };
    let document = set.files.iter().map(|(_, document)| document.as_ref()).find(of_payload)?;
    let resource = document.resource.as_ref()?;
    let id = resource.id.as_ref()?;
    let operation = document.operations.get("get")?;
    // Types are visible in all files of an API, whichever has the resource.
    let object = set.files.iter().find_map(|(_, document)| document.objects.get(&payload.value))?;
    let id_type = &object.fields.get(id)?.kind.value;
    let mut required = operation.params.iter().filter(|(_, field)| field.required);
    let (parameter, field) = required.next()?;
    if required.next().is_some() || field.kind.value != *id_type {
        return None;
    }
    let params = params_name(operation, "get", &resource.name);
    Some(Way { operation, params, with: vec![(parameter.as_str(), id.as_str())], or_with: Vec::new() })
}

fn pairs(with: &Named<String>) -> Vec<(&str, &str)> {
    with.iter().map(|(parameter, field)| (parameter.as_str(), field.as_str())).collect()
}
