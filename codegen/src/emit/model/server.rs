//! The server side of operations: how their params are read. A file next to each file of params, behind the feature
//! [`SERVER`].

use proc_macro2::TokenStream;
use quote::quote;

use super::{converted, reading, with_uses};
use crate::emit::cargo::SERVER;
use crate::emit::scope::Scope;
use crate::emit::tokens::{ident, variant};
use crate::ir::{Api, Module, Operation};

/// The module next to the params that reads them.
pub(super) fn name(module: &Module) -> String {
    format!("{}_server", module.name)
}

/// What stands before the declaration of the module.
pub(super) fn behind() -> TokenStream {
    quote!(#[cfg(feature = #SERVER)])
}

/// The file with the list of operations.
pub(super) const LIST: &str = "server_operations";

/// Calls a visitor with each operation; nothing where there are none.
pub(super) fn list(api: &Api) -> Vec<TokenStream> {
    let operations = || api.modules.iter().flat_map(|module| &module.operations);
    if operations().next().is_none() {
        return Vec::new();
    }
    let mut scope = Scope::default();
    let names: Vec<_> = operations().map(|operation| scope.local(&operation.type_name)).collect();
    let item = quote! {
        /// Calls a visitor with each operation, for example to build a table of routes and handlers.
        pub fn visit_operations(visitor: &mut impl payspec_core::server::OperationVisitor) {
            #(visitor.operation::<#names>();)*
        }
    };
    with_uses(&scope, vec![item])
}

/// What servers need next to the params; nothing where there are no operations.
pub(super) fn reexport(api: &Api) -> Option<TokenStream> {
    api.modules.iter().any(|module| !module.operations.is_empty()).then(|| {
        let behind = behind();
        quote!(#behind pub use payspec_core::server;)
    })
}

pub(super) fn items(api: &Api, module: &Module) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let items = module.operations.iter().map(|operation| item(api, operation, &mut scope)).collect();
    with_uses(&scope, items)
}

fn item(api: &Api, operation: &Operation, scope: &mut Scope) -> TokenStream {
    let (name, fields) = (&operation.type_name, &operation.params);
    let lists = variant(api.lists);
    let params = scope.local(name);
    if converted::has_some(fields) {
        let all = fields.iter().map(|field| ident(&field.rust()));
        let converts = quote!(payspec_core::convert_params!(#params, #lists { #(#all),* } from __Read, convert););
        return converted::reader_of(name, fields, false, &converts, scope);
    }
    reading::params(name, fields, &lists)
}
