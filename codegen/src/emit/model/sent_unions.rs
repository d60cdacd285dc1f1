//! Unions that requests send: an enum of the variants where no response brings them, and otherwise what callers need
//! next to the struct that is read.

use proc_macro2::TokenStream;
use quote::quote;

use super::fields::allow_deprecated;
use super::objects::{self, encode_call, setters};
use super::unions::{beside, tagging, variants_item, variants_with_tags};
use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::ident;
use crate::ir::Union;
use crate::names::{FALLBACK_VARIANT, OTHER_VARIANT};

/// What is said of the variant for what is not described.
const OTHER: &str = "An undeclared variant, created with `other`.";

/// A union that only requests send.
pub(super) fn items(union: &Union, scope: &mut Scope) -> Vec<TokenStream> {
    scope.define(&union.name);
    let (name, text) = (ident(&union.name), rustdoc::union(union));
    let mut items = vec![variants_item(union, &union.name, &text, (OTHER_VARIANT, OTHER))];
    for variant in &union.variants {
        items.extend(objects::items_with_docs(&variant.object, &rustdoc::of_variant(union, variant), scope));
    }
    let (tagging, variants) = (tagging(union), variants_with_tags(union));
    items.push(quote!(payspec_core::sent_union!(#name, #tagging, { #(#variants),* });));
    items.extend(beside(union, "variants"));
    items
}

/// What a union needs that responses bring and requests send.
pub(super) fn of_both_ways(union: &Union, scope: &mut Scope) -> Vec<TokenStream> {
    let (name, enumeration, fallback) = (ident(&union.name), ident(&union.variants_enum()), ident(FALLBACK_VARIANT));
    let (encode, form) = (scope.core("EncodeForm"), scope.core("Form"));
    let calls: Vec<_> = union.fields.iter().map(|field| encode_call(field, scope)).collect();
    let allow = allow_deprecated(&union.fields);
    let variants = union.variants.iter().map(|variant| {
        let (rust, tag) = (ident(&variant.rust()), &variant.tag);
        quote!(#rust = #tag)
    });
    let own = union.variants.iter().map(|variant| ident(&variant.object.name));
    let mut items = vec![
        quote!(payspec_core::union_in_form!(#enumeration, #fallback, { #(#variants),* });),
        quote!(payspec_core::union_of_both_ways!(#name, #enumeration, #fallback, { #(#own),* });),
        quote! {
            #allow
            impl #encode for #name {
                fn encode_form(&self, form: &mut #form) {
                    #(#calls)*
                    self.variant.encode_form(form);
                }
            }
        },
    ];
    items.extend(setters(&union.name, &union.fields, scope));
    items
}
