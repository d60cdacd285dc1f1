//! The crate of a library: code tables that several APIs share. Its manifest, its first page and its tests are people's.

use super::{Content, Output, model};
use crate::ir::Library;
use crate::names;

/// The folder of libraries' crates, beside those of APIs.
pub(super) const FOLDER: &str = "runtime";

/// All files of one library, below `crates_dir`.
pub(super) fn emit(library: &Library, crates_dir: &str) -> Vec<Output> {
    let folder = format!("{crates_dir}/{FOLDER}/{}", library.name);
    let mut outputs: Vec<Output> = model::of_library(library)
        .into_iter()
        .map(|(name, source, items)| Output {
            path: format!("{folder}/src/generated/{name}.rs"),
            source,
            content: Content::Rust(items),
        })
        .collect();
    let mut push = |file: &str, content: Content| {
        outputs.push(Output { path: format!("{folder}/{file}"), source: library.source.clone(), content });
    };
    push("Cargo.toml", Content::Scaffold(manifest(&library.name)));
    push("src/lib.rs", Content::Scaffold(first_page(&library.name)));
    outputs
}

/// The line of a manifest that depends on a library's crate. `up` leads to the folder of the crates.
pub(super) fn dependency(library: &str, up: &str, options: &str) -> String {
    let package = names::library_package(library);
    format!("{package} = {{ path = \"{up}/{FOLDER}/{library}\", version = \"0.1.0\"{options} }}\n")
}

pub(super) fn manifest(name: &str) -> String {
    format!(
        "[package]\nname = \"{}\"\ndescription = \"Code tables that payment APIs share. Part of payspec.\"\n\
         version.workspace = true\nedition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n\
         publish.workspace = true\n\n[dependencies]\npayspec-core.workspace = true\n\n[lints]\nworkspace = true\n",
        names::library_package(name)
    )
}

/// The crate's first page, for a person to go on with.
pub(super) fn first_page(name: &str) -> String {
    format!(
        "//! Code tables that payment APIs share: {name}.\n//!\n//! Generated from the spec's folder `{name}`, except this page: document here \
         what users should know.\n\n#[rustfmt::skip]\nmod generated;\n\npub use generated::*;\n"
    )
}
