//! What the program of the sandbox knows of each API, below the folder of its crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use super::{Content, Output, choices, event_members};
use crate::ir::Api;
use crate::names;

/// The files of all APIs that have a sandbox.
pub(super) fn emit(apis: &[Api], crate_dir: &str) -> Vec<Output> {
    let mut files: Vec<(String, &str, Vec<TokenStream>)> = Vec::new();
    for api in apis {
        let Some(table) = &api.behaviours else { continue };
        let name = names::snake(&api.name);
        files.push((name.clone(), &table.source, choices::items(table)));
        let events = event_members::items(api);
        if !events.is_empty() {
            files.push((format!("{name}_events"), &api.source, events));
        }
    }
    let modules = files.iter().map(|(name, ..)| ident(name)).map(|module| quote!(pub(crate) mod #module;));
    let modules = ("mod".to_owned(), "spec", modules.collect());
    let output = |(name, source, items): (String, &str, Vec<TokenStream>)| Output {
        path: format!("{crate_dir}/src/generated/{name}.rs"),
        source: source.to_owned(),
        content: Content::Rust(items),
    };
    std::iter::once(modules).chain(files).map(output).collect()
}
