//! Responses that the API says once for all operations are constants.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::scope::Scope;
use crate::emit::tokens::{ident, variant};
use crate::ir::{Api, Operation, Response};

/// The shared responses of an API, by status.
pub(super) struct Shared<'a>(BTreeMap<u16, &'a Response>);

impl<'a> Shared<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let operations = api.modules.iter().flat_map(|module| &module.operations);
        let shared = operations.flat_map(|operation| &operation.responses).filter(|response| response.shared);
        Self(shared.map(|response| (response.status, response)).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'a Response> {
        self.0.values().copied()
    }

    /// The constants; none where nothing is shared.
    pub(super) fn items(&self) -> Vec<TokenStream> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let constants = self.0.values().map(|response| {
            let value = literal(response, &ident("ResponseSpec"), || ident("ErrorKind"));
            let name = ident(&name(response));
            quote!(pub(super) const #name: ResponseSpec = #value;)
        });
        let uses = quote!(
            use payspec_core::{ErrorKind, ResponseSpec};
        );
        std::iter::once(uses).chain(constants).collect()
    }
}

/// The responses of an operation. The names of those that are shared are added to `used`.
pub(super) fn list(operation: &Operation, scope: &mut Scope, used: &mut BTreeSet<String>) -> TokenStream {
    let responses: Vec<TokenStream> = operation
        .responses
        .iter()
        .map(|response| {
            if response.shared {
                let name = name(response);
                used.insert(name.clone());
                let name = ident(&name);
                return quote!(#name);
            }
            literal(response, &scope.core("ResponseSpec"), || scope.core("ErrorKind"))
        })
        .collect();
    quote!(&[#(#responses),*])
}

/// The name of the constant of a shared response.
fn name(response: &Response) -> String {
    format!("RESPONSE_{}", response.status)
}

/// `kinds` gives the name of `ErrorKind`, which a success does not use.
fn literal(response: &Response, spec: &Ident, kinds: impl FnOnce() -> Ident) -> TokenStream {
    let (status, meaning) = (Literal::u16_unsuffixed(response.status), &response.docs.text);
    match response.outcome.error() {
        None => quote!(#spec::success(#status, #meaning)),
        Some(error) => {
            let (kinds, error) = (kinds(), variant(error));
            quote!(#spec::error(#status, #kinds::#error, #meaning))
        }
    }
}
