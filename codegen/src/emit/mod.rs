//! Fifth stage: the IR becomes items of Rust. Pure functions, one module per product.

pub mod calls;
mod cargo;
mod client;
mod files;
pub mod library;
mod model;
mod reexports;
mod scope;
mod sdk;
mod tokens;
pub mod umbrella;
mod webhook;

use proc_macro2::TokenStream;

use crate::ir::Api;

/// A file to be.
#[derive(Debug)]
pub struct Output {
    /// The path from the root of the repository.
    pub path: String,
    /// The spec file to edit, from the root of the repository.
    pub source: String,
    /// What is in it.
    pub content: Content,
}

/// What is in a file.
#[derive(Debug)]
pub enum Content {
    /// Items of Rust, printed one by one.
    Rust(Vec<TokenStream>),
    /// A TOML file.
    Toml(String),
    /// Any other text, complete with its header.
    Text(String),
    /// A file that is made once and belongs to people from then on.
    Scaffold(String),
    /// A file of people in which marked regions are ours; made whole where there is none.
    Shared(String),
}

/// All files of one API, below `crates_dir`. `umbrella` is the folder of the crate that people add, which examples use.
pub fn api(api: &Api, crates_dir: &str, umbrella: Option<&str>) -> Vec<Output> {
    let mut outputs = Vec::new();
    model::emit(api, crates_dir, &mut outputs);
    client::emit(api, crates_dir, &mut outputs);
    webhook::emit(api, crates_dir, &mut outputs);
    files::emit(api, crates_dir, &mut outputs);
    cargo::emit(api, crates_dir, umbrella, &mut outputs);
    sdk::emit(api, crates_dir, umbrella, &mut outputs);
    outputs
}

/// The path of a generated Rust file.
fn path(api: &Api, crates_dir: &str, product: &str, file: &str) -> String {
    format!("{crates_dir}/{}/{product}/src/generated/{file}.rs", api.name)
}
