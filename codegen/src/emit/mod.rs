//! Fifth stage: the IR becomes files. Each target is a pure function of it.

mod calls;
mod cargo;
mod choices;
mod client;
mod constant;
mod documents;
mod env;
mod event_members;
mod example;
mod files;
pub(crate) mod leftover;
mod library;
mod model;
mod package;
mod program;
mod reexports;
pub(crate) mod required;
mod rust_names;
mod rustdoc;
mod sandbox;
mod scope;
mod sdk;
mod tokens;
mod umbrella;
mod webhook;
mod wording;

pub use self::documents::Documents;
use crate::ir::{Api, Library};
use crate::report;
use crate::target::{Content, Output, Target};

/// Crates of Rust.
pub struct Rust {
    /// Where the crates of each API go.
    pub crates_dir: &'static str,
    /// The crate that people add, which examples use. Where there is one, the crates are published.
    pub umbrella: Option<&'static str>,
}

impl Target for Rust {
    fn emit(&self, api: &Api) -> Vec<Output> {
        let Self { crates_dir, umbrella } = *self;
        // Crates of what is ours are published like the others, and users reach them by their own names.
        let added = umbrella.filter(|_| !api.ours);
        let mut outputs = Vec::new();
        model::emit(api, crates_dir, &mut outputs);
        client::emit(api, crates_dir, added, &mut outputs);
        webhook::emit(api, crates_dir, &mut outputs);
        files::emit(api, crates_dir, &mut outputs);
        cargo::emit(api, crates_dir, umbrella, &mut outputs);
        if !api.ours {
            sdk::emit(api, crates_dir, umbrella, &mut outputs);
        }
        if umbrella.is_some() {
            package::emit(api, crates_dir, &mut outputs);
        }
        outputs
    }

    fn emit_library(&self, library: &Library) -> Vec<Output> {
        library::emit(library, self.crates_dir, self.umbrella.is_some())
    }

    fn emit_together(&self, apis: &[Api]) -> Vec<Output> {
        let added: Vec<&Api> = apis.iter().filter(|api| !api.ours).collect();
        self.umbrella.map(|folder| umbrella::emit(&added, folder)).unwrap_or_default()
    }
}

/// Calls of every operation, for the tests that run over all APIs.
pub struct Calls {
    /// The crate of the tests.
    pub crate_dir: &'static str,
}

impl Target for Calls {
    fn emit_together(&self, apis: &[Api]) -> Vec<Output> {
        calls::emit(apis, self.crate_dir)
    }
}

/// What a sandbox models of each API: a page, the table of its choices for the program, and the members of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sandbox {
    /// The page.
    pub page: &'static str,
    /// The crate of the sandbox.
    pub crate_dir: &'static str,
}

impl Target for Sandbox {
    fn emit_together(&self, apis: &[Api]) -> Vec<Output> {
        let text = report::behaviours::markdown(apis);
        let page = Output { path: self.page.to_owned(), source: "spec".to_owned(), content: Content::Text(text) };
        [page].into_iter().chain(sandbox::emit(apis, self.crate_dir)).collect()
    }
}

/// What the program needs to show the data of any API.
pub struct Program {
    /// The crate of the program.
    pub crate_dir: &'static str,
}

impl Target for Program {
    fn emit_library(&self, library: &Library) -> Vec<Output> {
        program::emit_library(library, self.crate_dir)
    }

    fn emit_together(&self, apis: &[Api]) -> Vec<Output> {
        program::emit(apis, self.crate_dir)
    }
}

/// The path of a generated Rust file.
fn path(api: &Api, crates_dir: &str, product: &str, file: &str) -> String {
    format!("{crates_dir}/{}/{product}/src/generated/{file}.rs", api.name)
}
