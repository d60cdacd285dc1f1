//! What a successful response must show: the object that was asked for, or nothing where nothing is described.

use super::{Context, types};
use crate::ir::{Field, Kind, Output, Success, SuccessId};
use crate::raw::api::Resource;
use crate::raw::types::Object;
use crate::symbols::Decl;

/// Derives it from the body of the success and the parameters in the path. `is_judged` tells whether codes of the
/// response decide on its success, which is proof enough.
pub(super) fn of(
    context: &Context<'_>,
    resource: Option<&Resource>,
    params: &[Field],
    output: &Output,
    is_judged: bool,
) -> Success {
    let Output::Body(ty) = output else {
        return Success { has_body: !matches!(output, Output::Empty), id: None, any_of: Vec::new() };
    };
    let object = match &ty.kind {
        Kind::Object(name) if !ty.list => context.symbols.object(name).map(|object| (name, object)),
        _ => None,
    };
    let Some((name, object)) = object else { return Success { has_body: true, id: None, any_of: Vec::new() } };
    let own = resource.filter(|resource| resource.object.as_ref().is_some_and(|own| own.value == *name));
    let own = own.and_then(|resource| Some(resource.id.as_ref()?.value.as_str()));
    let is_certain = object.fields.iter().any(|(_, field)| field.guaranteed);
    Success {
        has_body: true,
        id: id(context, own, params, object),
        any_of: if is_certain || is_judged { Vec::new() } else { all_names(object) },
    }
}

/// The member that identifies the object: best one that the path names as well, its own before those it refers to. One
/// that not every response has is of use only where the path says what it must be.
fn id(context: &Context<'_>, own: Option<&str>, params: &[Field], object: &Object) -> Option<SuccessId> {
    let mut candidates: Vec<Candidate> = object
        .fields
        .iter()
        .filter_map(|(wire, field)| {
            let Kind::Id(ty) = types::kind(&context.symbols, &field.kind)?.kind else { return None };
            let in_path = params.iter().rev().find(|param| param.in_path && param.ty.kind == Kind::Id(ty.clone()));
            let names =
                std::iter::once(&wire.value).chain(field.also.iter().map(|also| &also.value)).cloned().collect();
            let is_own = own == Some(wire.as_str());
            let is_meant = in_path.is_some_and(|param| is_own || param.wire == wire.value);
            let path_parameter = in_path.map(|param| param.wire.clone());
            // What is read by its id has one, wherever else it may do without.
            let guaranteed = field.guaranteed || is_meant;
            guaranteed.then_some(Candidate { names, ty, path_parameter, is_own, guaranteed })
        })
        .collect();
    // The sort is stable: of two equals the one that is written first counts.
    candidates.sort_by_key(|candidate| (candidate.path_parameter.is_none(), !candidate.is_own));
    let Candidate { names, ty, path_parameter, guaranteed, .. } = candidates.into_iter().next()?;
    let ignore_case =
        matches!(context.symbols.get(&ty).map(|symbol| symbol.decl), Some(Decl::Id(id)) if id.ignore_case);
    Some(SuccessId { names, path_parameter, guaranteed, ignore_case })
}

struct Candidate {
    names: Vec<String>,
    ty: String,
    path_parameter: Option<String>,
    is_own: bool,
    guaranteed: bool,
}

fn all_names(object: &Object) -> Vec<String> {
    let of = |(wire, field): (&crate::raw::Sp<String>, &crate::raw::Sp<crate::raw::field::Field>)| {
        std::iter::once(wire.value.clone()).chain(field.also.iter().map(|also| also.value.clone())).collect::<Vec<_>>()
    };
    object.fields.iter().flat_map(|(wire, field)| of((wire, field))).collect()
}
