//! Fields of structs: how serde reads and writes them, and what a `Debug` tells.

use proc_macro2::TokenStream;
use quote::quote;

use super::converted;
use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::{deprecated, docs, ident};
use crate::ir::Field;

/// What serde does with a struct.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Serde {
    /// Nothing: it travels as a form.
    None,
    /// It is sent as JSON.
    Write,
    /// It keeps what of it cannot be read, and is written with that by generated code.
    Kept,
}

pub(super) fn field_item(field: &Field, serde: Serde, scope: &mut Scope) -> TokenStream {
    let (rust, ty, text) = (ident(&field.rust()), scope.field(field), docs(&rustdoc::field(field)));
    let (attribute, old) = (serde_attribute(field, serde), deprecated(field.deprecated.as_ref()));
    quote!(#text #old #attribute pub #rust: #ty,)
}

/// Deprecated fields are still read and written by the generated code itself.
pub(in crate::emit) fn allow_deprecated(fields: &[Field]) -> TokenStream {
    if fields.iter().any(|field| field.deprecated.is_some()) {
        quote!(#[allow(deprecated)])
    } else {
        TokenStream::new()
    }
}

fn serde_attribute(field: &Field, serde: Serde) -> TokenStream {
    if serde != Serde::Write {
        return TokenStream::new();
    }
    if field.in_path {
        return quote!(#[serde(skip)]);
    }
    let mut parts = Vec::new();
    if field.wire != field.rust() {
        let wire = &field.wire;
        parts.push(quote!(rename = #wire));
    }
    if field.nullable {
        parts.push(quote!(skip_serializing_if = "Patch::is_absent"));
    } else if !field.required {
        parts.push(quote!(skip_serializing_if = "Option::is_none"));
    }
    if let Some(writer) = converted::unix_writer(field) {
        parts.push(quote!(serialize_with = #writer));
    }
    if parts.is_empty() { TokenStream::new() } else { quote!(#[serde(#(#parts),*)]) }
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
