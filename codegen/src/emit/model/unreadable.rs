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
            /// Returns the members that could not be decoded and are treated as absent, as JSON by wire name.
            pub fn unreadable(&self) -> &#ty {
                &self.unreadable
            }
        }
    }
}

/// Writes the fields, and what could not be read as it came, where the type keeps it. serde's derive is not used: it would be
/// compiled with every program that only receives.
pub(super) fn writer(rust: &str, fields: &[Field], keeps: bool) -> TokenStream {
    let name = ident(rust);
    let written = || fields.iter().filter(|field| !field.in_path);
    if written().all(|field| !field.is_written_apart() && field.also.is_empty()) {
        let members = written().map(|field| {
            let (wire, rust, write) = (&field.wire, ident(&field.rust()), ident(plain_writer(field)));
            quote!(#wire = #rust: #write)
        });
        let keeps = keeps.then(|| quote!(keeps unreadable));
        return quote!(payspec_core::write_object!(#name { #(#members),* } #keeps););
    }
    let members = written().map(member);
    let allow = allow_deprecated(fields);
    let object = if keeps { quote!(new(serializer, &self.unreadable)) } else { quote!(sent(serializer)) };
    quote! {
        #allow
        impl serde::Serialize for #name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = payspec_core::__private::ObjectWriter::<S>::#object?;
                #(#members)*
                object.end()
            }
        }
    }
}

/// Writes the common fields of a union; its runtime puts them together with those of its variant.
pub(super) fn common_writer(rust: &str, fields: &[Field]) -> TokenStream {
    let (name, members) = (ident(rust), fields.iter().map(member));
    quote! {
        impl #name {
            fn common_members<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = payspec_core::__private::ObjectWriter::<S>::sent(serializer)?;
                #(#members)*
                if !self.unreadable.is_empty() {
                    object.member(#ASIDE, &self.unreadable)?;
                }
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
    if !field.also.is_empty() && !field.nullable && !field.required {
        let also = &field.also;
        return quote!(object.under_any_of(&[#wire, #(#also),*], self.#rust.as_ref())?;);
    }
    let write = ident(plain_writer(field));
    quote!(object.#write(#wire, &self.#rust)?;)
}

/// The method of the runtime that writes a field as it is.
fn plain_writer(field: &Field) -> &'static str {
    match (field.nullable, field.required) {
        (true, _) => "patch",
        (false, true) => "member",
        (false, false) => "optional",
    }
}
