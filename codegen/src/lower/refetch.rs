//! How the objects of events are read again.

use crate::ir;
use crate::resolve::refetch::{Way, by_its_resource, way};
use crate::symbols::RawSet;

/// Adds to each object of an event how it is read again.
pub(super) fn add(api: &mut ir::Api, set: &RawSet) {
    let mut found = Vec::new();
    for (_, event) in set.files.iter().flat_map(|(_, document)| document.events.iter()) {
        let Some(payload) = &event.payload else { continue };
        let refetch = way(set, event).and_then(|way| lower(api, &payload.value, &way));
        found.extend(refetch.map(|refetch| (payload.value.clone(), refetch)));
        if let Some(other) = event.alternative.as_ref().map(|alternative| &alternative.payload) {
            let refetch = by_its_resource(set, other).and_then(|way| lower(api, other, &way));
            found.extend(refetch.map(|refetch| (other.value.clone(), refetch)));
        }
    }
    for object in api.modules.iter_mut().flat_map(|module| &mut module.objects) {
        if let Some(at) = found.iter().position(|(name, _)| *name == object.name) {
            object.refetch = Some(found.swap_remove(at).1);
        }
    }
}

fn lower(api: &ir::Api, payload: &str, way: &Way<'_>) -> Option<ir::Refetch> {
    let lowered =
        api.modules.iter().flat_map(|module| &module.operations).find(|operation| operation.type_name == way.params)?;
    let given = [&way.with, &way.or_with].into_iter().filter(|with| !with.is_empty());
    let ways = given.map(|with| lower_way(api, payload, lowered, with)).collect::<Option<_>>()?;
    Some(ir::Refetch { operation: way.params.clone(), ways })
}

fn lower_way(api: &ir::Api, payload: &str, operation: &ir::Operation, with: &[(&str, &str)]) -> Option<ir::Way> {
    let value = |wire: &str| with.iter().find(|(parameter, _)| *parameter == wire).map(|(_, field)| *field);
    let (mut required, mut optional) = (Vec::new(), Vec::new());
    for param in &operation.params {
        match value(&param.wire) {
            Some(path) if param.required => required.push(place(api, payload, path)?),
            Some(path) => optional.push((ir::FieldName::of(param), place(api, payload, path)?)),
            None if param.required => return None,
            None => {}
        }
    }
    Some(ir::Way { required, optional })
}

fn place(api: &ir::Api, object: &str, path: &str) -> Option<ir::Place> {
    let mut object = object.to_owned();
    let mut steps = Vec::new();
    let mut ty = None;
    for segment in path.split('.') {
        let declared = api.modules.iter().flat_map(|module| &module.objects).find(|known| known.name == object)?;
        let field = declared.fields.iter().find(|field| field.wire == segment)?;
        steps.push(ir::Step { field: ir::FieldName::of(field), certain: field.required });
        ty = Some(field.ty.clone());
        object = field.ty.kind.declared().unwrap_or_default().to_owned();
    }
    Some(ir::Place { steps, path: path.to_owned(), ty: ty? })
}
