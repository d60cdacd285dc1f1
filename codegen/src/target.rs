//! What specs become.

use proc_macro2::TokenStream;

use crate::ir::{Api, Library};

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

/// Something that descriptions become. Targets run at the same time.
pub trait Target: Sync {
    /// What becomes of one API.
    fn emit(&self, _: &Api) -> Vec<Output> {
        Vec::new()
    }

    /// What becomes of one library.
    fn emit_library(&self, _: &Library) -> Vec<Output> {
        Vec::new()
    }

    /// What becomes of all APIs of a project together.
    fn emit_together(&self, _: &[Api]) -> Vec<Output> {
        Vec::new()
    }
}
