//! What an object says of its refusal.

use proc_macro2::TokenStream;
use quote::quote;

use super::tables::cell_type;
use crate::emit::scope::Scope;
use crate::emit::tokens::{ident, option};
use crate::ir::{Object, Refusal, Step};
use crate::names;

pub(super) fn item(object: &Object, refusal: &Refusal, scope: &mut Scope) -> TokenStream {
    let (name, table, kind) = (ident(&object.name), scope.local(&refusal.table), scope.core("Refusal"));
    let code = reference(&refusal.code, &quote!(as_ref));
    let (advice_type, advice) = match &refusal.advice {
        Some(advice) => {
            let (ty, column) = (cell_type(&advice.kind, scope), ident(&advice.rust()));
            let row = if advice.is_own {
                let row = scope.local(&names::row(&refusal.table));
                quote!(#row::of(self.refusal_code()?)?)
            } else {
                quote!(self.refusal_code()?.row()?)
            };
            (ty, if advice.optional { quote!(#row.#column.as_ref()) } else { quote!(Some(&#row.#column)) })
        }
        None => (quote!(std::convert::Infallible), quote!(None)),
    };
    let message = match &refusal.message {
        Some(message) => reference(message, &quote!(as_deref)),
        None => option::<TokenStream>(None),
    };
    let allow = if refusal.is_deprecated {
        quote!(#[allow(deprecated)])
    } else {
        super::fields::allow_deprecated(&object.fields)
    };
    quote! {
        #allow
        impl #kind for #name {
            type Code = #table;
            type Advice = #advice_type;

            fn refusal_code(&self) -> Option<&Self::Code> {
                #code
            }

            fn refusal_advice(&self) -> Option<&'static Self::Advice> {
                #advice
            }

            fn refusal_message(&self) -> Option<&str> {
                #message
            }
        }
    }
}

/// A field that may be missing, or one that never is; nothing where one that leads to it is missing.
fn reference(way: &[Step], borrow: &TokenStream) -> TokenStream {
    let Some((last, way)) = way.split_last() else { return quote!(None) };
    let way = way.iter().map(|step| {
        let name = ident(&step.field.rust());
        if step.certain { quote!(.#name) } else { quote!(.#name.as_ref()?) }
    });
    let field = ident(&last.field.rust());
    if last.certain { quote!(Some(&self #(#way)* .#field)) } else { quote!(self #(#way)* .#field.#borrow()) }
}
