//! Objects with fields that stand under several names.
//!
//! They are read by a struct that nobody else sees: when that fails, the runtime is told which names are of one field. So
//! reading costs nothing more where nothing is odd.

use proc_macro2::TokenStream;
use quote::quote;

use super::fields::{Serde, allow_deprecated, field_item};
use super::unreadable;
use crate::emit::scope::Scope;
use crate::emit::tokens::ident;
use crate::ir::{Field, Kind};
use crate::types::Builtin;

/// Whether a field has another name.
pub(super) fn has_some(fields: &[Field]) -> bool {
    fields.iter().any(|field| !field.also.is_empty())
}

/// The struct that is read, and how the object is made of it.
pub(super) fn reader(rust: &str, fields: &[Field], serde: Serde, scope: &mut Scope) -> TokenStream {
    let name = ident(rust);
    let (names, allow) = (names(fields), allow_deprecated(fields));
    let fields = fields.iter().map(|field| {
        let plain = Field { docs: crate::ir::Docs::default(), deprecated: None, ..field.clone() };
        field_item(&plain, Serde::Kept, scope)
    });
    let fields: Vec<_> = fields.collect();
    let kept = if serde == Serde::Kept { unreadable::field(scope) } else { TokenStream::new() };
    quote! {
        #allow
        const _: () = {
            #[derive(Deserialize)]
            #[serde(remote = #rust)]
            struct __Read {
                #(#fields)*
                #kept
            }

            impl<'de> Deserialize<'de> for #name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let read = __Read::deserialize(deserializer);
                    if read.is_err() {
                        payspec_core::__private::note_names(#names);
                    }
                    read
                }
            }
        };
    }
}

/// All names of the fields that have several.
pub(super) fn names(fields: &[Field]) -> TokenStream {
    let fields = fields.iter().filter(|field| !field.also.is_empty()).map(|field| {
        let (wire, also) = (&field.wire, &field.also);
        let is_text = field.ty.kind == Kind::Builtin(Builtin::String) && !field.ty.list;
        quote!(payspec_core::__private::SeveralNames { names: &[#wire, #(#also),*], is_text: #is_text })
    });
    quote!(&[#(#fields),*])
}
