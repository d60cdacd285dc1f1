//! Fifth stage: the IR becomes files. Each target is a pure function of it.

mod calls;
mod cargo;
mod client;
mod constant;
mod files;
mod library;
mod model;
mod reexports;
mod rust_names;
mod rustdoc;
mod scope;
mod sdk;
mod tokens;
mod umbrella;
mod webhook;
mod wording;

use proc_macro2::TokenStream;

use crate::ir::{Api, Library};
use crate::run::Project;

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

/// The targets of a project. A new one is registered here.
pub fn targets(project: &Project) -> Vec<Box<dyn Target>> {
    let Project { crates_dir, umbrella, suite, coverage, .. } = *project;
    let mut targets: Vec<Box<dyn Target>> = vec![Box::new(Rust { crates_dir, umbrella })];
    targets.extend(suite.map(|crate_dir| Box::new(Calls { crate_dir }) as Box<dyn Target>));
    targets.extend(coverage.map(|pages| Box::new(pages) as Box<dyn Target>));
    targets
}

/// Crates of Rust.
struct Rust {
    /// Where the crates of each API go.
    crates_dir: &'static str,
    /// The crate that people add, which examples use.
    umbrella: Option<&'static str>,
}

impl Target for Rust {
    fn emit(&self, api: &Api) -> Vec<Output> {
        let Self { crates_dir, umbrella } = *self;
        let mut outputs = Vec::new();
        model::emit(api, crates_dir, &mut outputs);
        client::emit(api, crates_dir, &mut outputs);
        webhook::emit(api, crates_dir, &mut outputs);
        files::emit(api, crates_dir, &mut outputs);
        cargo::emit(api, crates_dir, umbrella, &mut outputs);
        sdk::emit(api, crates_dir, umbrella, &mut outputs);
        outputs
    }

    fn emit_library(&self, library: &Library) -> Vec<Output> {
        library::emit(library, self.crates_dir)
    }

    fn emit_together(&self, apis: &[Api]) -> Vec<Output> {
        self.umbrella.map(|folder| umbrella::emit(apis, folder)).unwrap_or_default()
    }
}

/// Calls of every operation, for the tests that run over all APIs.
struct Calls {
    /// The crate of the tests.
    crate_dir: &'static str,
}

impl Target for Calls {
    fn emit_together(&self, apis: &[Api]) -> Vec<Output> {
        calls::emit(apis, self.crate_dir)
    }
}

/// The path of a generated Rust file.
fn path(api: &Api, crates_dir: &str, product: &str, file: &str) -> String {
    format!("{crates_dir}/{}/{product}/src/generated/{file}.rs", api.name)
}
