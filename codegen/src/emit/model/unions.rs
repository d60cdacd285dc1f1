//! Unions: an enum of the variants, a struct for each, and around those that responses bring a struct of what all
//! variants have.

use proc_macro2::TokenStream;
use quote::quote;

use super::fields::{allow_deprecated, field_item, shown};
use super::{objects, reading, sent_unions, unreadable};
use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::{deprecated, docs, ident};
use crate::ir::{Tagging, Union, Variant};
use crate::names::FALLBACK_VARIANT;

pub(super) fn items(union: &Union, scope: &mut Scope) -> Vec<TokenStream> {
    if union.is_only_sent() {
        return sent_unions::items(union, scope);
    }
    scope.define(&union.name);
    scope.define(&union.variants_enum());
    let mut items = vec![struct_item(union, scope)];
    if has_secrets(union) {
        items.push(debug_item(union));
    }
    items.push(constructor(union));
    items.push(unreadable::accessor(&union.name, scope));
    let text = format!("The variants of [`{}`]. More may be added at any time.", union.name);
    let fallback = "A variant unknown to this version; its content is preserved.";
    items.push(variants_item(union, &union.variants_enum(), &text, (FALLBACK_VARIANT, fallback)));
    for variant in &union.variants {
        items.extend(objects::items_with_docs(&variant.object, &rustdoc::of_variant(union, variant), scope));
    }
    items.push(reading::union(union));
    items.push(wire_form(union));
    items.extend(beside(union, "union"));
    if union.in_request {
        items.extend(sent_unions::of_both_ways(union, scope));
    }
    items
}

fn has_secrets(union: &Union) -> bool {
    union.fields.iter().any(|field| field.sensitive)
}

fn struct_item(union: &Union, scope: &mut Scope) -> TokenStream {
    let (name, enumeration, text) =
        (ident(&union.name), ident(&union.variants_enum()), docs(&rustdoc::of(&union.docs)));
    let debug = if has_secrets(union) { TokenStream::new() } else { quote!(Debug,) };
    let told = match &union.tagging {
        Tagging::Inside(tag) => format!("`{tag}`"),
        Tagging::Beside(tag) => format!("`{tag}` next to it"),
        Tagging::Member => "the name of its member".to_owned(),
    };
    let told = docs(&format!("The variant with its specific fields, identified by {told}."));
    let fields: Vec<_> = union.fields.iter().map(|field| field_item(field, scope)).collect();
    let allow = allow_deprecated(&union.fields);
    quote! {
        #text
        #allow
        #[derive(#debug Clone, PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #told
            pub variant: #enumeration,
            unreadable: UnreadableMembers,
        }
    }
}

/// A `Debug` that hides what the spec calls sensitive; the variants hide theirs.
fn debug_item(union: &Union) -> TokenStream {
    let (name, label) = (ident(&union.name), &union.name);
    let fields = union.fields.iter().map(shown);
    let kept = unreadable::shown();
    let allow = allow_deprecated(&union.fields);
    quote! {
        #allow
        impl std::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#label) #(#fields)* .field("variant", &self.variant) #kept .finish()
            }
        }
    }
}

fn constructor(union: &Union) -> TokenStream {
    let (name, enumeration) = (ident(&union.name), ident(&union.variants_enum()));
    let fields = union.fields.iter().map(|field| ident(&field.rust()));
    let nothing = unreadable::nothing();
    let allow = allow_deprecated(&union.fields);
    quote! {
        #allow
        impl #name {
            /// Creates an instance of this variant with no other fields set.
            pub fn new(variant: impl Into<#enumeration>) -> Self {
                Self { #(#fields: None,)* variant: variant.into(), #nothing }
            }
        }
    }
}

/// The enum of the variants, under a name and with a text; the last one is for those that are not described.
pub(super) fn variants_item(
    union: &Union,
    name: &str,
    text: &str,
    (fallback, of_fallback): (&str, &str),
) -> TokenStream {
    let (enumeration, fallback) = (ident(name), ident(fallback));
    let (text, of_fallback) = (docs(text), docs(of_fallback));
    let variants = union.variants.iter().map(|variant| {
        let (rust, own) = (ident(&variant.rust()), own_type(variant));
        let (text, old) = (docs(&rustdoc::variant(union, variant)), deprecated(variant.deprecated.as_ref()));
        quote!(#text #old #rust(#own),)
    });
    let allow = allow_old_kinds(union);
    quote! {
        #text
        #allow
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #enumeration {
            #(#variants)*
            #of_fallback
            #fallback(payspec_core::UnknownVariant),
        }
    }
}

fn own_type(variant: &Variant) -> TokenStream {
    let own = ident(&variant.object.name);
    if variant.boxed { quote!(Box<#own>) } else { quote!(#own) }
}

/// Deprecated variants are still read and written by the generated code itself.
fn allow_old_kinds(union: &Union) -> TokenStream {
    if union.variants.iter().any(|variant| variant.deprecated.is_some()) {
        quote!(#[allow(deprecated)])
    } else {
        TokenStream::new()
    }
}

/// How a union is written: its common fields by a function that nobody else sees, and the runtime's macro for the rest.
fn wire_form(union: &Union) -> TokenStream {
    let (name, enumeration) = (ident(&union.name), ident(&union.variants_enum()));
    let (tagging, variants) = (tagging(union), variants_with_tags(union));
    let (common, allow) = (unreadable::common_writer(&union.name, &union.fields), allow_deprecated(&union.fields));
    quote! {
        #allow
        const _: () = {
            #common
            payspec_core::tagged_union!(#name, #name::common_members, #enumeration, #tagging, { #(#variants),* });
        };
    }
}

/// What a union needs whose variant is told by a member next to it.
pub(super) fn beside(union: &Union, kind: &str) -> Option<TokenStream> {
    let (name, kind) = (ident(&union.name), ident(kind));
    matches!(union.tagging, Tagging::Beside(_)).then(|| quote!(payspec_core::union_beside!(#name, #kind);))
}

/// What tells the variant, as the macros of the runtime take it.
pub(super) fn tagging(union: &Union) -> TokenStream {
    match &union.tagging {
        Tagging::Inside(tag) => quote!(Inside(#tag)),
        Tagging::Beside(_) => quote!(Beside),
        Tagging::Member => quote!(Member),
    }
}

/// The variants with their tags, as the macros of the runtime take them.
pub(super) fn variants_with_tags(union: &Union) -> Vec<TokenStream> {
    let variants = union.variants.iter().map(|variant| {
        let (rust, own, tag) = (ident(&variant.rust()), ident(&variant.object.name), &variant.tag);
        quote!(#rust(#own) = #tag)
    });
    variants.collect()
}
