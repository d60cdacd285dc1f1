//! Where identifiers stand on the wire, and the object that each is known from.

use std::collections::HashMap;

use crate::ir::{Api, Field, Kind};

/// What uses an identifier, in the order of the spec.
#[derive(Default)]
struct Uses {
    /// Wire names.
    names: Vec<String>,
    /// The object that it identifies, or else the first that has it.
    object: Option<String>,
    identifies: bool,
}

/// Adds to each identifier its names on the wire and the object it is known from.
pub(super) fn describe(api: &mut Api) {
    let uses = uses(api);
    for id in api.modules.iter_mut().flat_map(|module| &mut module.ids) {
        let Some(found) = uses.get(&id.name) else { continue };
        id.names.clone_from(&found.names);
        id.object.clone_from(&found.object);
    }
}

fn uses(api: &Api) -> HashMap<String, Uses> {
    let mut uses: HashMap<String, Uses> = HashMap::new();
    let mut add = |object: Option<&str>, field: &Field| {
        let Kind::Id(id) = &field.ty.kind else { return };
        let found = uses.entry(id.clone()).or_default();
        if !found.names.contains(&field.wire) {
            found.names.push(field.wire.clone());
        }
        let Some(object) = object else { return };
        if found.object.is_none() || field.required && !found.identifies {
            found.object = Some(object.to_owned());
            found.identifies = field.required;
        }
    };
    for module in &api.modules {
        for object in &module.objects {
            object.fields.iter().for_each(|field| add(Some(&object.name), field));
        }
        for union in &module.unions {
            let own = union.variants.iter().flat_map(|variant| &variant.object.fields);
            union.fields.iter().chain(own).for_each(|field| add(Some(&union.name), field));
        }
        let params = module.operations.iter().flat_map(|operation| &operation.params);
        params.for_each(|field| add(None, field));
    }
    uses
}
