//! The types of events.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rustdoc;
use crate::emit::tokens::{deprecated, docs, ident};
use crate::ir::Api;
use crate::names::FALLBACK_VARIANT;

pub(super) fn items(api: &Api) -> Vec<TokenStream> {
    let fallback = ident(FALLBACK_VARIANT);
    let variants = api.events().map(|event| {
        let (variant, text, old) =
            (ident(&event.rust()), docs(&rustdoc::event(event)), deprecated(event.deprecated.as_ref()));
        let wire = docs(&format!("\nWire value: `{}`.", event.wire));
        quote!(#text #wire #old #variant,)
    });
    let pairs = api.events().map(|event| {
        let (variant, wire) = (ident(&event.rust()), &event.wire);
        quote!(#variant = #wire)
    });
    let allow = if api.events().any(|event| event.deprecated.is_some()) {
        quote!(#[allow(deprecated)])
    } else {
        TokenStream::new()
    };
    let text = docs(&format!("The types of events that {} delivers by webhook.", api.title));
    vec![
        quote! {
            #text
            #allow
            #[derive(Clone, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum EventType {
                #(#variants)*
                /// An event type unknown to this version; its text is preserved.
                #fallback(payspec_core::UnknownValue),
            }
        },
        quote!(payspec_core::open_enum!(EventType { #(#pairs),* });),
    ]
}
