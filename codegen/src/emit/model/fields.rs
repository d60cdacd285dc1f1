//! Fields of structs, and what a `Debug` tells of them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::{deprecated, docs, ident};
use crate::ir::Field;

pub(super) fn field_item(field: &Field, scope: &mut Scope) -> TokenStream {
    let (rust, ty, text) = (ident(&field.rust()), scope.field(field), docs(&rustdoc::field(field)));
    let old = deprecated(field.deprecated.as_ref());
    quote!(#text #old pub #rust: #ty,)
}

/// Deprecated fields are still read and written by the generated code itself.
pub(in crate::emit) fn allow_deprecated(fields: &[Field]) -> TokenStream {
    if fields.iter().any(|field| field.deprecated.is_some()) {
        quote!(#[allow(deprecated)])
    } else {
        TokenStream::new()
    }
}

/// What a `Debug` tells of a field.
pub(super) fn shown(field: &Field) -> TokenStream {
    let (label, value) = (&field.rust(), ident(&field.rust()));
    if field.sensitive && field.nullable {
        return quote!(.field(#label, &payspec_core::redact::patch(&self.#value)));
    }
    match (field.sensitive, field.required) {
        (false, _) => quote!(.field(#label, &self.#value)),
        (true, true) => quote!(.field(#label, &payspec_core::redact::value(&self.#value))),
        (true, false) => quote!(.field(#label, &payspec_core::redact::option(&self.#value))),
    }
}
