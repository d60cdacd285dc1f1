//! Fields of structs: how serde reads and writes them, and what a `Debug` tells.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::{deprecated, docs, ident};
use crate::ir::{Field, Kind};
use crate::types::Builtin;

/// What serde does with a struct.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::emit) enum Serde {
    /// Nothing: it travels as a form.
    None,
    /// It is sent as JSON.
    Write,
    /// It is sent and read.
    Both,
    /// It is read, keeps what of it cannot be read, and is written with that.
    Kept,
}

impl Serde {
    pub(super) fn reads(self) -> bool {
        matches!(self, Self::Both | Self::Kept)
    }

    /// The same, where a struct of its own is read.
    pub(super) fn without_reading(self) -> Self {
        match self {
            Self::Kept | Self::None => Self::None,
            Self::Both | Self::Write => Self::Write,
        }
    }
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

pub(super) fn serde_attribute(field: &Field, serde: Serde) -> TokenStream {
    if serde == Serde::None {
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
    if serde.reads() {
        parts.extend(field.also.iter().map(|other| quote!(alias = #other)));
        if !field.required {
            parts.push(quote!(default));
        }
        if let Some(helper) = lenient(field) {
            let path = format!("payspec_core::lenient::{helper}");
            parts.push(quote!(deserialize_with = #path));
        }
    }
    if serde == Serde::Kept {
        // What is only read says nothing of writing.
    } else if field.nullable {
        parts.push(quote!(skip_serializing_if = "Patch::is_absent"));
    } else if !field.required {
        parts.push(quote!(skip_serializing_if = "Option::is_none"));
    }
    if parts.is_empty() { TokenStream::new() } else { quote!(#[serde(#(#parts),*)]) }
}

/// How a field forgives what servers get wrong. One that is always there has nothing to forgive, but the form of a list.
fn lenient(field: &Field) -> Option<&'static str> {
    if field.ty.list {
        return Some(list(field));
    }
    match &field.ty.kind {
        Kind::Object(_) | Kind::Union(_) if field.required => Some("required_object"),
        _ if field.required => None,
        Kind::Object(_) | Kind::Union(_) if field.boxed => Some("boxed"),
        Kind::Object(_) | Kind::Union(_) => Some("object"),
        Kind::Builtin(Builtin::String) => Some("text"),
        Kind::Builtin(Builtin::Integer) => Some("integer"),
        Kind::Builtin(Builtin::Boolean) => Some("boolean"),
        kind if is_value(kind) => Some("value"),
        _ => None,
    }
}

/// How a list is read: its items as leniently as single values.
fn list(field: &Field) -> &'static str {
    let pick = |optional, required| if field.required { required } else { optional };
    match &field.ty.kind {
        _ if field.nested => pick("nested_list", "nested_items"),
        Kind::Builtin(Builtin::String) => pick("text_list", "texts"),
        Kind::Builtin(Builtin::Integer) => pick("integer_list", "integers"),
        Kind::Builtin(Builtin::Boolean) => pick("boolean_list", "booleans"),
        kind if is_value(kind) => pick("value_list", "values"),
        _ => pick("list", "items"),
    }
}

/// Whether an empty text is no value of a type, and so stands for none.
fn is_value(kind: &Kind) -> bool {
    match kind {
        Kind::Builtin(builtin) => matches!(
            builtin,
            Builtin::Amount | Builtin::Date | Builtin::DateTime | Builtin::Decimal | Builtin::Metadata
        ),
        Kind::Object(_) | Kind::Union(_) => false,
        _ => true,
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
