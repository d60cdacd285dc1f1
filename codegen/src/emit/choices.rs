//! The choices of a sandbox as a table of the program, which names them in its responses. Only those that a test proves are
//! in effect, so code can name no other.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use super::{Content, Output};
use crate::ir::Api;
use crate::ir::behaviours::{Behaviours, Choice};
use crate::names;

/// The files of all APIs that have choices, below the folder of the crate.
pub(super) fn emit(apis: &[Api], crate_dir: &str) -> Vec<Output> {
    let tables: Vec<(String, &Behaviours)> =
        apis.iter().filter_map(|api| Some((names::snake(&api.name), api.behaviours.as_ref()?))).collect();
    let modules = tables.iter().map(|(name, _)| ident(name)).map(|module| quote!(pub(crate) mod #module;));
    let output = |file: &str, source: &str, items: Vec<TokenStream>| Output {
        path: format!("{crate_dir}/src/generated/{file}.rs"),
        source: source.to_owned(),
        content: Content::Rust(items),
    };
    let mut outputs = vec![output("mod", "spec", modules.collect())];
    outputs.extend(tables.iter().map(|(name, table)| output(name, &table.source, items(table))));
    outputs
}

fn items(table: &Behaviours) -> Vec<TokenStream> {
    let in_effect: Vec<&Choice> = table.chosen.iter().filter(|choice| choice.test.is_some()).collect();
    let constant = |choice: &Choice| ident(&names::snake(&choice.key).to_uppercase());
    let mut items = vec![quote!(
        use crate::engine::chosen::Chosen;
    )];
    items.extend(in_effect.iter().map(|choice| {
        let (name, key) = (constant(choice), &choice.key);
        quote!(pub(crate) const #name: &str = #key;)
    }));
    let rows = in_effect.iter().map(|choice| {
        let (name, does, because) = (constant(choice), &choice.does, &choice.because);
        quote!(Chosen { key: #name, does: #does, because: #because })
    });
    items.push(quote! {
        /// All choices that are in effect.
        pub static CHOSEN: &[Chosen] = &[#(#rows),*];
    });
    items
}
