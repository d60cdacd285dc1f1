//! What objects of responses keep of what cannot be read.

use proc_macro2::TokenStream;
use quote::quote;

use super::converted;
use super::fields::allow_deprecated;
use crate::emit::scope::Scope;
use crate::emit::tokens::ident;
use crate::ir::Field;

/// The member under which a reader hands over what it has set aside (`payspec_core::json`). No API has one of that name.
pub(super) const ASIDE: &str = "\u{0}unreadable";

/// The field that keeps it.
pub(super) fn field(scope: &mut Scope) -> TokenStream {
    let ty = scope.core("UnreadableMembers");
    quote!(unreadable: #ty,)
}

/// How it is read.
pub(super) fn reading() -> TokenStream {
    quote!(#ASIDE = unreadable: unreadable)
}

/// The same field in the form in which a union is written, whose members are put together by the runtime.
pub(super) fn union_field(scope: &mut Scope) -> TokenStream {
    let ty = scope.core("UnreadableMembers");
    quote! {
        #[serde(rename = #ASIDE, skip_serializing_if = "UnreadableMembers::is_empty")]
        unreadable: #ty,
    }
}

pub(super) fn shown() -> TokenStream {
    quote!(.field("unreadable", &self.unreadable))
}

/// The field of what was not read.
pub(super) fn nothing() -> TokenStream {
    quote!(unreadable: UnreadableMembers::default())
}

pub(super) fn accessor(rust: &str, scope: &mut Scope) -> TokenStream {
    let (name, ty) = (ident(rust), scope.core("UnreadableMembers"));
    quote! {
        impl #name {
            /// Returns the members that could not be read and so read as absent, as JSON by their names on the wire.
            pub fn unreadable(&self) -> &#ty {
                &self.unreadable
            }
        }
    }
}

/// Writes the fields, and what could not be read as it came, where the type keeps it.
pub(super) fn writer(rust: &str, fields: &[Field], keeps: bool) -> TokenStream {
    let name = ident(rust);
    let members = fields.iter().filter(|field| !field.in_path).map(member);
    let allow = allow_deprecated(fields);
    let (unreadable, nothing) = if keeps {
        (quote!(&self.unreadable), None)
    } else {
        (quote!(&nothing), Some(quote!(let nothing = payspec_core::UnreadableMembers::default();)))
    };
    quote! {
        #allow
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                #nothing
                let mut object = payspec_core::__private::ObjectWriter::<S>::new(serializer, #unreadable)?;
                #(#members)*
                object.end()
            }
        }
    }
}

fn member(field: &Field) -> TokenStream {
    if field.is_written_apart() {
        return converted::member(field);
    }
    let (wire, rust) = (&field.wire, ident(&field.rust()));
    if field.nullable {
        return quote!(if !self.#rust.is_absent() { object.member(#wire, &self.#rust)?; });
    }
    if field.required {
        return quote!(object.member(#wire, &self.#rust)?;);
    }
    if !field.also.is_empty() {
        let also = &field.also;
        return quote!(object.under_any_of(&[#wire, #(#also),*], self.#rust.as_ref())?;);
    }
    quote!(object.optional(#wire, self.#rust.as_ref())?;)
}
