//! What a crate needs to be published, next to its code: the first table of its manifest, its README and its licences.
//!
//! Crates are published where people have an umbrella crate to add. Those that the generator is tested with are not.

use super::{Content, Output, sdk};
use crate::ir::Api;
use crate::{names, print, report};

/// What crates require of each other: the version that all packages of the workspace share, and no other. Generated code
/// uses what the runtimes hide from their docs, and that may change with any version.
pub(super) const VERSION: &str = concat!("=", env!("CARGO_PKG_VERSION"));

/// The repository that packages name. It stands in the manifest of the workspace.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The licences. A package holds its own copies, because nothing outside of its folder is packaged.
const LICENSES: [(&str, &str); 2] = [
    ("LICENSE-APACHE", include_str!("../../../LICENSE-APACHE")),
    ("LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
];

/// What docs.rs documents: everything, whatever is on by default, with the feature that each item needs.
pub(super) const DOCUMENTED: &str =
    "[package.metadata.docs.rs]\nall-features = true\nrustdoc-args = [\"--cfg\", \"docsrs\"]\n\n";

/// What makes rustdoc show the features: the first line of code of a published crate.
pub(super) const SHOWS_FEATURES: &str = "#![cfg_attr(docsrs, feature(doc_cfg))]\n\n";

/// The words by which a package is found. Both lists are bounded by what the registry accepts.
pub(super) struct FoundBy {
    keywords: Vec<String>,
    categories: &'static [&'static str],
}

impl FoundBy {
    /// Those of a crate of an API.
    pub(super) fn product(api: &str, product: &str) -> Self {
        let (what, categories): (&[&str], &[&str]) = match product {
            "model" => (&["api", "types"], &["api-bindings", "finance"]),
            "client" => (&["api", "client"], &["api-bindings", "finance", "web-programming::http-client"]),
            "webhook" => (&["webhook", "events"], &["api-bindings", "finance", "web-programming"]),
            "files" => (&["csv", "accounting"], &["finance", "parser-implementations"]),
            _ => (&["api", "sdk"], &["api-bindings", "finance"]),
        };
        // A longer word is refused by the registry.
        let api = Some(api).filter(|api| api.len() <= 20);
        let keywords = ["payments"].into_iter().chain(api).chain(what.iter().copied()).map(str::to_owned).collect();
        Self { keywords, categories }
    }

    /// Those of the crate that people add.
    pub(super) fn umbrella() -> Self {
        let keywords = ["payments", "api", "client", "webhook", "fintech"].map(str::to_owned).into();
        Self { keywords, categories: &["api-bindings", "finance", "web-programming::http-client"] }
    }

    /// Those of the crate of a library.
    pub(super) fn library(name: &str) -> Self {
        let name = Some(name).filter(|name| name.len() <= 20);
        let keywords = ["payments", "codes"].into_iter().chain(name).map(str::to_owned).collect();
        Self { keywords, categories: &["finance", "data-structures"] }
    }
}

/// The table `[package]` of a manifest. A crate that is found by nothing is not published.
pub(super) fn table(name: &str, description: &str, found_by: Option<&FoundBy>) -> String {
    let head = format!(
        "[package]\nname = \"{name}\"\ndescription = \"{description}\"\nversion.workspace = true\nedition.workspace = true\n\
         rust-version.workspace = true\nlicense.workspace = true\n"
    );
    let Some(FoundBy { keywords, categories }) = found_by else {
        return format!("{head}publish = false\n\n");
    };
    let list =
        |words: &mut dyn Iterator<Item = &str>| words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    format!(
        "{head}repository.workspace = true\ndocumentation = \"https://docs.rs/{name}\"\nreadme = \"README.md\"\n\
         keywords = [{}]\ncategories = [{}]\ninclude.workspace = true\n\n",
        list(&mut keywords.iter().map(String::as_str)),
        list(&mut categories.iter().copied()),
    )
}

/// The licences in the folder of a crate.
pub(super) fn licenses(folder: &str, source: &str) -> impl Iterator<Item = Output> {
    LICENSES.into_iter().map(move |(file, text)| Output {
        path: format!("{folder}/{file}"),
        source: source.to_owned(),
        content: Content::Text(text.to_owned()),
    })
}

/// Whether a file is one of the licences.
pub(super) fn is_license(file: &str, text: &str) -> bool {
    LICENSES.contains(&(file, text))
}

/// The README and the licences of the crates of an API.
pub(super) fn emit(api: &Api, crates_dir: &str, outputs: &mut Vec<Output>) {
    for product in ["model"].into_iter().chain(sdk::products(api)).chain((!api.ours).then_some("sdk")) {
        let folder = format!("{crates_dir}/{}/{product}", api.name);
        outputs.extend(licenses(&folder, &api.source));
        outputs.push(Output {
            path: format!("{folder}/README.md"),
            source: api.source.clone(),
            content: Content::Text(readme(api, product)),
        });
    }
}

/// The page of a crate of an API on the registry, for whoever has found it there: which crate to add instead.
fn readme(api: &Api, product: &str) -> String {
    if api.ours {
        return readme_of_ours(api, product);
    }
    let (name, title, module) = (&api.name, &api.title, names::snake(&api.name));
    let (what, feature, place) = match product {
        "model" => (
            "objects, ids, enums and code tables, and the parameters of operations with their rules; no I/O",
            "",
            "::model",
        ),
        "client" => ("an async and a blocking client", "", ""),
        "webhook" => ("the events of its webhooks, decoded", "", "::webhook"),
        "files" => ("the rows of the files that its portal exports and imports", "files", "::files"),
        _ => ("client, model and webhooks in one crate", "", ""),
    };
    let features = [name.as_str(), feature].into_iter().filter(|one| !one.is_empty()).map(|one| format!("\"{one}\""));
    let features = features.collect::<Vec<_>>().join(", ");
    let events = match api.events().count() {
        0 => String::new(),
        1 => " and 1 event".to_owned(),
        count => format!(" and {count} events"),
    };
    let operations = api.counts().operations;
    let plural = if operations == 1 { "" } else { "s" };
    format!(
        "{}\n# {name}-{product}\n\n{title} for Rust: {what}. Part of [payspec]({REPOSITORY}).\n\n\
         **Add the crate [`payspec`](https://crates.io/crates/payspec) with the feature `{name}` instead.** It has this crate as\n\
         `payspec::{module}{place}`:\n\n```toml\n[dependencies]\npayspec = {{ version = \"{}\", features = [{features}] }}\n```\n\n\
         Unofficial: payspec is not affiliated with {title}.\n\n\
         The code is generated from a description of the API with {operations} operation{plural}{events}. Evidence of the operations:\n\
         {}; [what that means, and the evidence of each]({REPOSITORY}/blob/HEAD/docs/coverage.md).\n\n\
         Licensed under either of [Apache-2.0](LICENSE-APACHE) or [MIT](LICENSE-MIT) at your option.\n",
        print::markdown_header(&api.source),
        env!("CARGO_PKG_VERSION"),
        report::evidence_of_operations(api),
    )
}

/// The same for a crate of an API of our own, which is added itself.
fn readme_of_ours(api: &Api, product: &str) -> String {
    let (name, title) = (&api.name, &api.title);
    let what = match product {
        "model" => "objects, and the parameters of operations with their rules; no I/O",
        "client" => "an async and a blocking client",
        "webhook" => "the events of its webhooks, decoded",
        _ => "the rows of the files that it exports and imports",
    };
    format!(
        "{}\n# {name}-{product}\n\n{title} for Rust: {what}. Part of [payspec]({REPOSITORY}).\n\n\
         The code is generated from a description of the API, {source}.\n\n\
         Unofficial: payspec is not affiliated with the vendors of the APIs that it describes.\n\n\
         Licensed under either of [Apache-2.0](LICENSE-APACHE) or [MIT](LICENSE-MIT) at your option.\n",
        print::markdown_header(&api.source),
        source = format_args!("`spec/{name}` of the repository"),
    )
}
