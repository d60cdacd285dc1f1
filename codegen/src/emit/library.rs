//! The crate of a library: code tables that several APIs share. Its manifest, its first page and its tests are
//! people's.

use super::package::{self, FoundBy, VERSION};
use super::{Content, Output, model};
use crate::ir::Library;
use crate::names;

/// The folder of libraries' crates, next to those of APIs.
pub(super) const FOLDER: &str = "runtime";

/// All files of one library, below `crates_dir`.
pub(super) fn emit(library: &Library, crates_dir: &str, is_published: bool) -> Vec<Output> {
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
    push("Cargo.toml", Content::Scaffold(manifest(&library.name, is_published)));
    push("src/lib.rs", Content::Scaffold(first_page(&library.name, is_published)));
    if is_published {
        push("README.md", Content::Scaffold(readme(&library.name)));
        outputs.extend(package::licenses(&folder, &library.source));
    }
    outputs
}

/// The line of a manifest that depends on a library's crate. `up` leads to the folder of the crates.
pub(super) fn dependency(library: &str, up: &str, options: &str) -> String {
    let package = names::library_package(library);
    format!("{package} = {{ path = \"{up}/{FOLDER}/{library}\", version = \"{VERSION}\"{options} }}\n")
}

pub(super) fn manifest(name: &str, is_published: bool) -> String {
    let found_by = is_published.then(|| FoundBy::library(name));
    format!(
        "{}[dependencies]\npayspec-core.workspace = true\n\n{}[lints]\nworkspace = true\n",
        package::table(
            &names::library_package(name),
            "Code tables that payment APIs share. Part of payspec.",
            found_by.as_ref()
        ),
        if is_published { package::DOCUMENTED } else { "" },
    )
}

/// The crate's page on the registry, for a person to go on with.
pub(super) fn readme(name: &str) -> String {
    format!(
        "# {}\n\nCode tables that payment APIs share: {name}. Part of payspec, unofficial Rust crates for payment APIs,\n\
         whose crate to add is [`payspec`](https://crates.io/crates/payspec).\n\n\
         Licensed under either of [Apache-2.0](LICENSE-APACHE) or [MIT](LICENSE-MIT) at your option.\n",
        names::library_package(name)
    )
}

/// The crate's first page, for a person to go on with.
pub(super) fn first_page(name: &str, is_published: bool) -> String {
    let features = if is_published { package::SHOWS_FEATURES } else { "" };
    format!(
        "//! Code tables that payment APIs share: {name}.\n//!\n//! Generated from the spec's folder `{name}`, except this page: document here \
         what users should know.\n\n{features}#[rustfmt::skip]\nmod generated;\n\npub use generated::*;\n"
    )
}
