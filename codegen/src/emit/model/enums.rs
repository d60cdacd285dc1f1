//! Open enums and statuses.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rustdoc;
use crate::emit::scope::Scope;
use crate::emit::tokens::{deprecated, docs, ident};
use crate::ir::{Enum, EnumValue};
use crate::names::FALLBACK_VARIANT;

pub(super) fn items(declared: &Enum, scope: &mut Scope) -> Vec<TokenStream> {
    scope.define(&declared.name);
    let name = ident(&declared.name);
    let text = docs(&rustdoc::of(&declared.docs));
    let fallback = ident(FALLBACK_VARIANT);
    let variants = declared.values.iter().map(|value| {
        let (variant, text, old) =
            (ident(&value.rust()), docs(&rustdoc::of(&value.docs)), deprecated(value.deprecated.as_ref()));
        let wire = if declared.on_wire { docs(&on_the_wire(value)) } else { TokenStream::new() };
        quote!(#text #wire #old #variant,)
    });
    let pairs = declared.values.iter().map(|value| {
        let (variant, wire, also) = (ident(&value.rust()), &value.wire, &value.also);
        quote!(#variant = #wire #(| #also)*)
    });
    let allow = allow(declared);
    let mut items = vec![
        quote! {
            #text
            #allow
            #[derive(Clone, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                /// A value unknown to this version; its text is preserved.
                #fallback(payspec_core::UnknownValue),
            }
        },
        quote!(payspec_core::open_enum!(#name { #(#pairs),* });),
    ];
    if declared.is_status {
        items.push(moves(declared));
    }
    items
}

fn on_the_wire(value: &EnumValue) -> String {
    let mut text = format!("\nWire value: `{}`", value.wire);
    for (index, also) in value.also.iter().enumerate() {
        text.push_str(&format!("{} `{also}`", if index == 0 { ", also" } else { "," }));
    }
    text.push('.');
    text
}

/// Items that name every value name the old ones too.
fn allow(declared: &Enum) -> TokenStream {
    let has_old = declared.values.iter().any(|value| value.deprecated.is_some());
    if has_old { quote!(#[allow(deprecated)]) } else { TokenStream::new() }
}

fn moves(declared: &Enum) -> TokenStream {
    let allow = allow(declared);
    let name = ident(&declared.name);
    let variants = |wanted: fn(&EnumValue) -> bool| {
        let names = declared.values.iter().filter(move |value| wanted(value)).map(|value| ident(&value.rust()));
        quote!(#(Self::#names)|*)
    };
    let (initial, last) = (variants(|value| value.initial), variants(|value| value.last));
    let is = |set: TokenStream| if set.is_empty() { quote!(false) } else { quote!(matches!(self, #set)) };
    let (is_initial, is_final) = (is(initial), is(last));
    let arms = declared.values.iter().filter(|value| !value.to.is_empty()).map(|value| {
        let from = ident(&value.rust());
        let to = value.to.iter().map(|to| ident(&declared.variant_of(to)));
        quote!(Self::#from => &[#(Self::#to),*],)
    });
    let arms: Vec<_> = arms.collect();
    let successors = if arms.is_empty() { quote!(&[]) } else { quote!(match self { #(#arms)* _ => &[] }) };
    quote! {
        #allow
        impl #name {
            /// Returns `true` if an object can start in this status.
            pub fn is_initial(&self) -> bool {
                #is_initial
            }
            /// Returns `true` if no status follows this one.
            pub fn is_final(&self) -> bool {
                #is_final
            }
            /// Returns the statuses that may follow; empty for a status unknown to this version.
            pub fn successors(&self) -> &'static [Self] {
                #successors
            }
            /// Returns `true` if the transition to another status is allowed.
            pub fn can_become(&self, other: &Self) -> bool {
                self.successors().contains(other)
            }
        }
    }
}
