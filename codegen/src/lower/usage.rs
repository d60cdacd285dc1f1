//! Which objects requests send, and which fields stand behind a pointer.

use std::collections::{HashMap, HashSet};

use crate::ir::{Api, Field, Kind, Object};
use crate::types::Builtin;

/// An object larger than this, in bytes on a 64-bit machine, is boxed inside another.
const BOX_ABOVE: usize = 128;

/// Marks objects by their use and decides on boxes.
pub(super) fn mark(api: &mut Api) {
    let objects: HashMap<String, Vec<Field>> = api
        .modules
        .iter()
        .flat_map(|module| &module.objects)
        .map(|object| (object.rust.clone(), object.fields.clone()))
        .collect();
    let mut sent = HashSet::new();
    let mut in_lists = HashSet::new();
    for operation in api.modules.iter().flat_map(|module| &module.operations) {
        reach(&operation.params, &objects, &mut sent, &mut in_lists);
    }
    mark_wire_enums(api);
    let mut sizes = HashMap::new();
    for name in objects.keys() {
        size_of(name, &objects, &mut sizes, &mut Vec::new());
    }
    for object in api.modules.iter_mut().flat_map(|module| &mut module.objects) {
        object.in_request = sent.contains(&object.rust);
        object.in_json_list = in_lists.contains(&object.rust);
        set_boxes(object, &sizes);
    }
    for operation in api.modules.iter_mut().flat_map(|module| &mut module.operations) {
        for field in &mut operation.params {
            field.boxed = boxes(field, &sizes);
        }
    }
}

/// An enum that no field has is ours alone, a column of a table: its words are never seen on the wire.
fn mark_wire_enums(api: &mut Api) {
    let fields = api.modules.iter().flat_map(|module| {
        let objects = module.objects.iter().flat_map(|object| &object.fields);
        objects.chain(module.operations.iter().flat_map(|operation| &operation.params))
    });
    let names: HashSet<String> = fields.filter_map(|field| field.ty.kind.declared().map(str::to_owned)).collect();
    for declared in api.modules.iter_mut().flat_map(|module| &mut module.enums) {
        declared.on_wire = names.contains(&declared.rust);
    }
}

fn reach(
    fields: &[Field],
    objects: &HashMap<String, Vec<Field>>,
    sent: &mut HashSet<String>,
    in_lists: &mut HashSet<String>,
) {
    for field in fields {
        let Kind::Object(name) = &field.ty.kind else { continue };
        if field.ty.list {
            in_lists.insert(name.clone());
        }
        if sent.insert(name.clone())
            && let Some(inner) = objects.get(name)
        {
            reach(inner, objects, sent, in_lists);
        }
    }
}

fn set_boxes(object: &mut Object, sizes: &HashMap<String, usize>) {
    for field in &mut object.fields {
        field.boxed = boxes(field, sizes);
    }
}

/// Optional objects only: a required one is always there, so a pointer would save nothing.
fn boxes(field: &Field, sizes: &HashMap<String, usize>) -> bool {
    match &field.ty.kind {
        Kind::Object(name) => !field.ty.list && !field.required && sizes.get(name).is_none_or(|size| *size > BOX_ABOVE),
        _ => false,
    }
}

/// An estimate that is good enough to choose boxes; an object inside itself counts as large.
fn size_of(
    name: &str,
    objects: &HashMap<String, Vec<Field>>,
    sizes: &mut HashMap<String, usize>,
    above: &mut Vec<String>,
) -> usize {
    if let Some(size) = sizes.get(name) {
        return *size;
    }
    if above.iter().any(|outer| outer == name) {
        return BOX_ABOVE + 1;
    }
    above.push(name.to_owned());
    let fields = objects.get(name).map(Vec::as_slice).unwrap_or_default();
    let size = fields.iter().map(|field| field_size(field, objects, sizes, above)).sum();
    above.pop();
    sizes.insert(name.to_owned(), size);
    size
}

fn field_size(
    field: &Field,
    objects: &HashMap<String, Vec<Field>>,
    sizes: &mut HashMap<String, usize>,
    above: &mut Vec<String>,
) -> usize {
    if field.ty.list {
        return 24;
    }
    match &field.ty.kind {
        Kind::Builtin(Builtin::Boolean) => 1,
        Kind::Builtin(Builtin::Amount | Builtin::Integer) | Kind::Id(_) => 16,
        Kind::Builtin(Builtin::Json) => 32,
        Kind::Builtin(_) | Kind::Enum(_) | Kind::Table(_) => 24,
        Kind::Object(inner) => match size_of(inner, objects, sizes, above) {
            size if size > BOX_ABOVE => 8,
            size => size,
        },
    }
}
