//! How the objects of events are read again.

use crate::ir;
use crate::raw::event::Event;
use crate::raw::operation::Operation;
use crate::raw::{Document, Named, Sp};
use crate::symbols::RawSet;
use crate::types::Builtin;

use super::operation::params_name;

/// The operation that reads an object again, and where its parameters come from.
pub(crate) struct Way<'a> {
    /// The operation.
    pub(crate) operation: &'a Operation,
    params: String,
    /// Each parameter with the field of the object that has its value.
    pub(crate) with: Vec<(&'a str, &'a str)>,
    /// The same for objects that `with` finds nothing in.
    pub(crate) or_with: Vec<(&'a str, &'a str)>,
}

/// How an event's object is read again: as the event says, or as its resource is read by its id.
pub(crate) fn way<'a>(set: &'a RawSet, event: &'a Event) -> Option<Way<'a>> {
    if let Some(said) = &event.confirm {
        let (params, operation) = find(set, &said.operation)?;
        return Some(Way { operation, params, with: pairs(&said.with), or_with: pairs(&said.or_with) });
    }
    by_its_resource(set, event.payload.as_ref()?)
}

/// How the resource of an object reads it by its id.
fn by_its_resource<'a>(set: &'a RawSet, payload: &Sp<String>) -> Option<Way<'a>> {
    let of_payload = |document: &&Document| {
        let object = document.resource.as_ref().and_then(|resource| resource.object.as_ref());
        object.is_some_and(|object| object.value == payload.value)
    };
    let document = set.files.iter().map(|(_, document)| document).find(of_payload)?;
    let resource = document.resource.as_ref()?;
    let id = resource.id.as_ref()?;
    let operation = document.operations.get("get")?;
    let id_type = &document.objects.get(&payload.value)?.fields.get(id)?.kind.value;
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

/// The operation of a `resource.verb`.
pub(crate) fn find<'a>(set: &'a RawSet, id: &str) -> Option<(String, &'a Sp<Operation>)> {
    let (resource, verb) = id.split_once('.')?;
    let of_resource =
        |document: &&Document| document.resource.as_ref().is_some_and(|known| known.name.value == resource);
    let document = set.files.iter().map(|(_, document)| document).find(of_resource)?;
    let operation = document.operations.get(verb)?;
    Some((params_name(operation, verb, resource), operation))
}

/// Adds to each object of an event how it is read again.
pub(super) fn add(api: &mut ir::Api, set: &RawSet) {
    let mut found = Vec::new();
    for (_, event) in set.files.iter().flat_map(|(_, document)| document.events.iter()) {
        let Some(payload) = &event.payload else { continue };
        let confirm = way(set, event).and_then(|way| lower(api, &payload.value, &way));
        found.extend(confirm.map(|confirm| (payload.value.clone(), confirm)));
        if let Some(other) = event.alternative.as_ref().map(|alternative| &alternative.payload) {
            let confirm = by_its_resource(set, other).and_then(|way| lower(api, other, &way));
            found.extend(confirm.map(|confirm| (other.value.clone(), confirm)));
        }
    }
    for object in api.modules.iter_mut().flat_map(|module| &mut module.objects) {
        if let Some(at) = found.iter().position(|(name, _)| *name == object.rust) {
            object.confirm = Some(found.swap_remove(at).1);
        }
    }
}

fn lower(api: &ir::Api, payload: &str, way: &Way<'_>) -> Option<ir::Confirm> {
    let lowered =
        api.modules.iter().flat_map(|module| &module.operations).find(|operation| operation.rust == way.params)?;
    let given = [&way.with, &way.or_with].into_iter().filter(|with| !with.is_empty());
    let ways = given.map(|with| lower_way(api, payload, lowered, with)).collect::<Option<_>>()?;
    Some(ir::Confirm { operation: way.params.clone(), ways })
}

fn lower_way(api: &ir::Api, payload: &str, operation: &ir::Operation, with: &[(&str, &str)]) -> Option<ir::Way> {
    let value = |wire: &str| with.iter().find(|(parameter, _)| *parameter == wire).map(|(_, field)| *field);
    let (mut required, mut optional) = (Vec::new(), Vec::new());
    for param in &operation.params {
        match value(&param.wire) {
            Some(path) if param.required => required.push(place(api, payload, path)?),
            Some(path) => optional.push((param.rust.clone(), place(api, payload, path)?)),
            None if param.required => return None,
            None => {}
        }
    }
    Some(ir::Way { required, optional })
}

fn place(api: &ir::Api, object: &str, path: &str) -> Option<ir::Place> {
    let mut object = object.to_owned();
    let mut steps = Vec::new();
    let mut is_text = false;
    for segment in path.split('.') {
        let declared = api.modules.iter().flat_map(|module| &module.objects).find(|known| known.rust == object)?;
        let field = declared.fields.iter().find(|field| field.wire == segment)?;
        steps.push(ir::Step { rust: field.rust.clone(), certain: field.required });
        is_text = !field.ty.list && matches!(field.ty.kind, ir::Kind::Id(_) | ir::Kind::Builtin(Builtin::String));
        object = field.ty.kind.declared().unwrap_or_default().to_owned();
    }
    Some(ir::Place { steps, path: path.to_owned(), is_text })
}
