//! Operation specs: what the runtime needs to know of an operation, as constant data.

use payspec_core::BodyFormat;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::shared_rules::SharedRules;
use crate::emit::constant::Constant;
use crate::emit::scope::Scope;
use crate::emit::tokens::{ident, option};
use crate::ir::{Operation, OwnPaging, Rule};
use crate::names;

/// The static that holds the spec.
pub(super) fn name(operation: &Operation) -> Ident {
    ident(&names::constant(&names::snake(&operation.type_name), None))
}

/// The static, with the list of its responses. What is as in `OperationSpec::EMPTY` is not written.
pub(super) fn item(
    operation: &Operation,
    responses: TokenStream,
    shared: &SharedRules<'_>,
    scope: &mut Scope,
) -> TokenStream {
    let name = name(operation);
    let spec = scope.core("OperationSpec");
    let body = (operation.body != BodyFormat::None).then(|| operation.body.constant(scope));
    let path_evidence = Some(&operation.path_evidence).filter(|path| **path != operation.evidence);
    let parts = [
        ("id", operation.id.constant(scope)),
        ("method", operation.method.constant(scope)),
        ("path", operation.path.constant(scope)),
        ("body", body.unwrap_or_default()),
        ("request_wrap", operation.request_wrap.constant(scope)),
        ("response_wrap", operation.response_wrap.constant(scope)),
        ("query", operation.query.constant(scope)),
        ("service", of_api("SERVICES", operation.service, scope)),
        ("auth", of_api("AUTH", operation.auth, scope)),
        ("idempotency_key", operation.idempotency_key.constant(scope)),
        ("changes_state", operation.changes_state.constant(scope)),
        ("paging", paging(operation, scope)),
        ("item_id", operation.item_id.constant(scope)),
        ("items", operation.items.constant(scope)),
        ("headers", operation.headers.constant(scope)),
        ("responses", responses),
        ("success", operation.success.constant(scope)),
        ("success_by_status", success_by_status(operation, scope)),
        ("reasons", operation.reasons.constant(scope)),
        ("success_codes", operation.success_codes.constant(scope)),
        ("rules", shared.list(operation.all_rules(), scope)),
        ("warnings", shared.list(operation.all_warnings(), scope)),
        ("known_values", known_values(operation, scope)),
        ("preconditions", operation.preconditions.constant(scope)),
        ("profiles", operation.profiles.constant(scope)),
        ("evidence", operation.evidence.constant(scope)),
        ("path_evidence", path_evidence.constant(scope)),
    ];
    let is_said = |value: &TokenStream| !matches!(&*value.to_string(), "" | "None" | "false" | "& []");
    let (said, left): (Vec<_>, Vec<_>) = parts.into_iter().partition(|(_, value)| is_said(value));
    let said = said.into_iter().map(|(name, value)| {
        let name = ident(name);
        quote!(#name: #value,)
    });
    let rest = if left.is_empty() { TokenStream::new() } else { quote!(..#spec::EMPTY) };
    quote!(pub(super) static #name: #spec = #spec { #(#said)* #rest };)
}

/// One of several that the API has in a static.
fn of_api(list: &str, index: Option<usize>, scope: &mut Scope) -> TokenStream {
    option(index.map(|index| {
        let (list, index) = (scope.local(list), Literal::usize_unsuffixed(index));
        quote!(&#list[#index])
    }))
}

fn success_by_status(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let by_status = operation.success_by_status.iter().map(|(status, success)| {
        let (status, success) = (Literal::u16_unsuffixed(*status), success.constant(scope));
        quote!((#status, #success))
    });
    let by_status: Vec<_> = by_status.collect();
    quote!(&[#(#by_status),*])
}

fn paging(operation: &Operation, scope: &mut Scope) -> TokenStream {
    option(operation.paging.as_ref().map(|whose| {
        let paging = match whose {
            OwnPaging::Shared => {
                let shared = scope.local("PAGING");
                quote!(#shared)
            }
            OwnPaging::Own(own) => own.constant(scope),
        };
        quote!(&#paging)
    }))
}

pub(in crate::emit) fn rules<'r>(rules: impl Iterator<Item = &'r Rule>, scope: &mut Scope) -> TokenStream {
    rules.collect::<Vec<_>>().constant(scope)
}

/// The parameters with the lists of their values, which stand with their types.
fn known_values(operation: &Operation, scope: &mut Scope) -> TokenStream {
    let known = operation.known_values.iter().map(|known| {
        let of = &known.of;
        let list = if known.has_own_list { scope.local(&names::codes_module(of)) } else { scope.local(of) };
        let (kind, field) = (scope.core("KnownValues"), &known.field);
        let sensitive = known.sensitive.then(|| quote!(.sensitive()));
        let also = &known.also;
        let also = (!also.is_empty()).then(|| quote!(.or(&[#(#also),*])));
        quote!(#kind::new(#field, #of, #list::WIRE_VALUES) #also #sensitive)
    });
    let known: Vec<_> = known.collect();
    quote!(&[#(#known),*])
}
