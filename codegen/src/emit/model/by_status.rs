//! What an operation returns whose successes have different bodies: an enum with a variant for each.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::scope::Scope;
use crate::emit::tokens::{docs, ident};
use crate::ir::{BodyVariant, ByStatus, Operation};

pub(super) fn items(operation: &Operation, by_status: &ByStatus, scope: &mut Scope) -> Vec<TokenStream> {
    scope.define(&by_status.name);
    let name = ident(&by_status.name);
    let text = docs(&format!("The result of a successful [`{}`], depending on the status.", operation.type_name));
    let (mut variants, mut read) = (Vec::new(), Vec::new());
    for variant in &by_status.variants {
        let (rust, text) = (ident(variant.rust()), docs(&docs_of(variant)));
        let statuses = variant.statuses.iter().map(|(status, _)| Literal::u16_unsuffixed(*status));
        if let Some(body) = &variant.body {
            let ty = scope.kind(&body.kind);
            variants.push(quote!(#text #rust(Box<#ty>),));
            read.push(quote!(#rust(#ty) = #(#statuses)|*));
        } else {
            variants.push(quote!(#text #rust,));
            read.push(quote!(#rust = #(#statuses)|*));
        }
    }
    vec![
        quote! {
            #text
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
            }
        },
        quote!(payspec_core::response_by_status!(#name { #(#read),* });),
    ]
}

/// When a body comes: one sentence for each status.
fn docs_of(variant: &BodyVariant) -> String {
    match &variant.statuses[..] {
        [(status, said)] => format!("{said}\n\nStatus {status}."),
        several => {
            let lines = several.iter().map(|(status, said)| format!("- {status}: {said}"));
            format!("For several statuses:\n\n{}", lines.collect::<Vec<_>>().join("\n"))
        }
    }
}
