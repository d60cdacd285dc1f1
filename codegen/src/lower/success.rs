//! What a successful response must show: the object that was asked for, or nothing where nothing is described.

use super::{Context, types};
use crate::ir::{Field, Kind, Output, Success, SuccessId};
use crate::raw::api::Resource;
use crate::raw::field::Field as RawField;
use crate::raw::operation::Operation;
use crate::raw::outcome::Outcome;
use crate::raw::types::Object;
use crate::raw::{Path, Sp};
use crate::resolve::operations::{NO_ECHO, changes_state};
use crate::symbols::Decl;
use crate::types::parse;

/// Derives it from the body of the success, the parameters in the path, and those that the response echoes.
pub(super) fn of(
    context: &Context<'_>,
    resource: Option<&Resource>,
    operation: &Operation,
    params: &[Field],
    output: &Output,
) -> Success {
    let Output::Body(ty) = output else {
        return Success { has_body: !matches!(output, Output::Empty), ids: Vec::new(), any_of: Vec::new() };
    };
    let object = match &ty.kind {
        Kind::Object(name) if !ty.list => context.symbols.object(name).map(|object| (name, object)),
        _ => None,
    };
    let Some((name, object)) = object else { return Success { has_body: true, ids: Vec::new(), any_of: Vec::new() } };
    let own = resource.filter(|resource| resource.object.as_ref().is_some_and(|own| own.value == *name));
    let own = own.and_then(|resource| Some(resource.id.as_ref()?.value.as_str()));
    let is_certain = object.fields.iter().any(|(_, field)| field.guaranteed);
    // Codes of the response that decide on its success are proof enough.
    let is_judged = operation.success_codes.is_some();
    let repeated = operation.echoes.iter().filter(|(_, path)| path.value != NO_ECHO);
    let echoes = repeated.filter_map(|(param, path)| echo(context, operation, object, param, path));
    Success {
        has_body: true,
        ids: id(context, own, params, object).into_iter().chain(echoes).collect(),
        any_of: if is_certain || is_judged { Vec::new() } else { all_names(object) },
    }
}

/// The member that identifies the object: best one that the path names as well, by the same name before others, and its own
/// before those it refers to. One that not every response has is of use only where the path says what it must be.
fn id(context: &Context<'_>, own: Option<&str>, params: &[Field], object: &Object) -> Option<SuccessId> {
    let mut candidates: Vec<Candidate> = object
        .fields
        .iter()
        .filter_map(|(wire, field)| {
            let Kind::Id(ty) = types::kind(&context.symbols, &field.kind)?.kind else { return None };
            let in_path = params.iter().rev().find(|param| param.in_path && param.ty.kind == Kind::Id(ty.clone()));
            let is_own = own == Some(wire.as_str());
            let is_named = in_path.is_some_and(|param| param.wire == wire.value);
            let is_meant = is_named || is_own && in_path.is_some();
            let id = SuccessId {
                within: Vec::new(),
                names: names(wire, field),
                parameter: in_path.map(|param| param.wire.clone()),
                // What is read by its id has one, wherever else it may do without.
                guaranteed: field.guaranteed || is_meant,
                ignore_case: ignores_case(context, &ty),
            };
            id.guaranteed.then_some(Candidate { id, is_named, is_own })
        })
        .collect();
    // The sort is stable: of two equals the one that is written first counts.
    candidates.sort_by_key(|candidate| (candidate.id.parameter.is_none(), !candidate.is_named, !candidate.is_own));
    candidates.into_iter().next().map(|candidate| candidate.id)
}

struct Candidate {
    id: SuccessId,
    /// It has the name of the parameter in the path.
    is_named: bool,
    is_own: bool,
}

/// The member that identifies an item of a search, by all of its names: the id of the resource whose object it is, or one
/// that every such object has.
pub(super) fn item_id(context: &Context<'_>, output: &Output) -> Vec<String> {
    let Output::Search(ty) = output else { return Vec::new() };
    let Kind::Object(name) = &ty.kind else { return Vec::new() };
    let Some(object) = context.symbols.object(name) else { return Vec::new() };
    let is_id = |field: &RawField| {
        types::kind(&context.symbols, &field.kind).is_some_and(|ty| !ty.list && matches!(ty.kind, Kind::Id(_)))
    };
    let own = context.object_ids.get(name.as_str()).and_then(|id| Some((*id, object.fields.get(id)?)));
    let mut guaranteed = object.fields.iter().filter(|(_, field)| field.guaranteed && is_id(field));
    let own = own.or_else(|| guaranteed.next().map(|(wire, field)| (wire.as_str(), field)));
    own.map(|(wire, field)| names(wire, field)).unwrap_or_default()
}

/// The path from the top of the response to the items of a search: in its envelope, at the path that is given.
pub(super) fn items(operation: &Operation, output: &Output, envelope: Option<&Path>) -> Option<String> {
    let Output::Search(_) = output else { return None };
    let mut successes = operation.responses.iter().filter(|(_, response)| response.outcome.value == Outcome::Success);
    let inside = successes.find_map(|(_, response)| response.items.as_ref());
    let steps: Vec<&str> = envelope.into_iter().chain(inside).map(|path| path.value.as_str()).collect();
    (!steps.is_empty()).then(|| steps.join("."))
}

/// A parameter whose value stands at the end of a path through the object.
fn echo<'a>(
    context: &Context<'a>,
    operation: &Operation,
    object: &'a Object,
    param: &Sp<String>,
    path: &Sp<String>,
) -> Option<SuccessId> {
    let mut steps: Vec<&str> = path.split('.').collect();
    let last = steps.pop()?;
    let inside = |object: &'a Object, step: &&str| {
        context.symbols.object(parse(&object.fields.get(step)?.kind)?.name).map(|object| &object.value)
    };
    let field = steps.iter().try_fold(object, inside)?.fields.get(last)?;
    Some(SuccessId {
        within: steps.into_iter().map(str::to_owned).collect(),
        names: names(last, field),
        parameter: Some(param.value.clone()),
        // What is read by its id has one, wherever else it may do without.
        guaranteed: field.guaranteed || !changes_state(operation),
        ignore_case: ignores_case(context, &field.kind),
    })
}

fn names(wire: &str, field: &RawField) -> Vec<String> {
    std::iter::once(wire).chain(field.also.iter().map(|also| also.as_str())).map(str::to_owned).collect()
}

fn ignores_case(context: &Context<'_>, ty: &str) -> bool {
    matches!(context.symbols.get(ty).map(|symbol| symbol.decl), Some(Decl::Id(id)) if id.ignore_case)
}

fn all_names(object: &Object) -> Vec<String> {
    object.fields.iter().flat_map(|(wire, field)| names(wire, field)).collect()
}
