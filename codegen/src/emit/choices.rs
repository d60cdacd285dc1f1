//! The choices of a sandbox that a test proves, as constants and a list: the program can name only these in its responses.
//! A choice without a test may be in effect too, but responses do not name it.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use crate::ir::behaviours::{Behaviours, Choice};
use crate::names;

/// The items of the file of an API.
pub(super) fn items(table: &Behaviours) -> Vec<TokenStream> {
    let proved: Vec<&Choice> = table.chosen.iter().filter(|choice| choice.test.is_some()).collect();
    let constant = |choice: &Choice| ident(&names::snake(&choice.key).to_uppercase());
    let mut items = vec![quote!(
        use crate::engine::chosen::Chosen;
    )];
    items.extend(proved.iter().map(|choice| {
        let (name, key) = (constant(choice), &choice.key);
        quote!(pub(crate) const #name: &str = #key;)
    }));
    let rows = proved.iter().map(|choice| {
        let (name, does, because) = (constant(choice), &choice.does, &choice.because);
        quote!(Chosen { key: #name, does: #does, because: #because })
    });
    let list = ident(&names::CHOICES.to_uppercase());
    items.push(quote! {
        /// All choices that a test proves.
        pub static #list: &[Chosen] = &[#(#rows),*];
    });
    items
}
