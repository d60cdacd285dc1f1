//! The manifests of the generated crates.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::model::OPERATIONS;
use super::package::{self, DOCUMENTED, FoundBy, VERSION};
use super::tokens::ident;
use super::{Content, Output, library};
use crate::ir::Api;
use crate::names;

/// What stands before and after the title of an API in the description of its model.
const OF_MODEL: &str = "types, parameters and rules of ";
const AFTER_TITLE: &str = ". Generated from a spec; knows nothing of HTTP.";

/// The title of an API, as the manifest of its model has it, and whether the API is ours.
pub(super) fn title(manifest: &str) -> Option<(&str, bool)> {
    let line = manifest.lines().find_map(|line| line.strip_prefix("description = \""))?;
    let line = line.strip_suffix('"')?.strip_suffix(AFTER_TITLE)?;
    [false, true].into_iter().find_map(|ours| Some((line.strip_prefix(&about(ours, OF_MODEL))?, ours)))
}

/// The first words of a text about an API: a vendor has no part in what it is about, unless it is ours.
fn about(ours: bool, text: &str) -> String {
    let mut letters = text.chars();
    match letters.next().filter(|_| ours) {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => format!("Unofficial: {text}"),
    }
}

pub(super) fn emit(api: &Api, crates_dir: &str, umbrella: Option<&str>, outputs: &mut Vec<Output>) {
    let title = &api.title;
    let about = |text: String| about(api.ours, &text);
    manifest(
        api,
        crates_dir,
        umbrella,
        outputs,
        "model",
        &about(format!("{OF_MODEL}{title}{AFTER_TITLE}")),
        &["payspec-core", "serde", "serde_json"],
    );
    let model = format!("{}-model", api.name);
    manifest(
        api,
        crates_dir,
        umbrella,
        outputs,
        "client",
        &about(format!("an async and a blocking client of {title}. Generated from a spec.")),
        &[&model, "payspec-core", "payspec-http"],
    );
    if api.webhooks.is_some() {
        manifest(
            api,
            crates_dir,
            umbrella,
            outputs,
            "webhook",
            &about(format!("decodes the webhooks of {title} into typed events. Generated from a spec.")),
            &[&model, "payspec-webhook", "serde"],
        );
    }
    if api.has_files() {
        manifest(
            api,
            crates_dir,
            umbrella,
            outputs,
            "files",
            &about(format!("rows of the files that the portal of {title} exports and imports. Generated from a spec.")),
            &[&model, "payspec-core", "payspec-files"],
        );
    }
}

/// What the feature [`JIFF`] gives, as a comment of manifests.
pub(super) const JIFF_DOCS: &str = "# Conversions between dates and jiff types.\n";

/// The feature of the model that decodes requests.
pub(super) const SERVER: &str = "server";

/// What it gives, as a comment of manifests.
pub(super) const SERVER_DOCS: &str =
    "# For servers (sandboxes, test servers): decoding requests into the parameters of operations.\n";

/// The feature of all crates that puts types of jiff into their public API.
pub(super) const JIFF: &str = "jiff";

/// The feature that has what tests of a program need.
pub(super) const TESTING: &str = "testing";

/// What it gives, as a comment of manifests.
pub(super) const TESTING_DOCS: &str = "# Test helpers: responses and deliveries as the API sends them.\n";

/// The features with the extractors of frameworks.
pub(super) const RECEIVERS: [&str; 4] = ["axum", "actix", "tower", "http"];

/// What they give, as a comment of manifests.
pub(super) const RECEIVERS_DOCS: &str =
    "# Extractors of axum 0.8 and actix-web 4, layers for tower, and functions for other servers.\n";

/// The features of a crate. Some are choices of the runtimes, so that users need not name them for these.
fn features(api: &Api, product: &str) -> String {
    let name = &api.name;
    let jiff = match product {
        "model" => format!("{JIFF_DOCS}{JIFF} = [\"payspec-core/{JIFF}\"]\n"),
        _ => format!("{JIFF_DOCS}{JIFF} = [\"{name}-model/{JIFF}\"]\n"),
    };
    let own = match product {
        "model" => format!(
            "# The parameters of operations with their rules, and the calls that refetch the objects of events. Enabled by\n\
             # clients; programs that only read deliveries or files do not compile it.\n\
             {OPERATIONS} = [\"payspec-core/{OPERATIONS}\"]\n\
             {SERVER_DOCS}{SERVER} = [\"{OPERATIONS}\", \"payspec-core/{SERVER}\"]\n\
             {TESTING_DOCS}{TESTING} = [\"{OPERATIONS}\", \"payspec-core/{TESTING}\"]\n"
        ),
        "webhook" => {
            let receivers = RECEIVERS.map(|feature| format!("{feature} = [\"payspec-webhook/{feature}\"]\n")).concat();
            format!(
                "# `refetch()` of events: the parameters of the operation that reads the object again. Enabled by clients.\n\
             {OPERATIONS} = [\"{name}-model/{OPERATIONS}\", \"payspec-webhook/{OPERATIONS}\"]\n\
             {RECEIVERS_DOCS}{receivers}\
             {TESTING_DOCS}{TESTING} = [\"payspec-webhook/{TESTING}\"]\n"
            )
        }
        "client" => "# The TLS cryptography, instead of ring.\n\
             aws-lc-rs = [\"payspec-http/aws-lc-rs\"]\n\
             # A span per call and an event per attempt.\n\
             tracing = [\"payspec-http/tracing\"]\n"
            .to_owned(),
        _ => String::new(),
    };
    format!("[features]\n{own}{jiff}\n")
}

fn manifest(
    api: &Api,
    crates_dir: &str,
    umbrella: Option<&str>,
    outputs: &mut Vec<Output>,
    product: &str,
    description: &str,
    dependencies: &[&str],
) {
    let name = format!("{}-{product}", api.name);
    // Crates of the same API are named by path, so that a new API needs no line in the workspace's manifest.
    let with = if product == "client" { format!(", features = [\"{OPERATIONS}\"]") } else { String::new() };
    let signature = api.webhooks.as_ref().and_then(|webhooks| webhooks.signature.as_ref());
    let verifies = signature.map(|signature| if signature.rsa().is_some() { "rsa" } else { "signature" });
    let signs = api.auth.iter().any(|auth| auth.signing.as_ref().is_some_and(|signing| !signing.is_custom()));
    let line = |dependency: &&str| match dependency.strip_prefix(&format!("{}-", api.name)) {
        Some(product) => format!("{dependency} = {{ path = \"../{product}\", version = \"{VERSION}\"{with} }}\n"),
        // What verifies signatures is large, so it is there only for deliveries that are signed.
        None if *dependency == "payspec-webhook" && verifies.is_some() => {
            let feature = verifies.unwrap_or_default();
            format!("{dependency} = {{ workspace = true, features = [\"{feature}\"] }}\n")
        }
        // The cryptography of signatures is there only for requests that are signed as described.
        None if *dependency == "payspec-http" && signs => {
            format!("{dependency} = {{ workspace = true, features = [\"signing\"] }}\n")
        }
        None => format!("{dependency}.workspace = true\n"),
    };
    let mut dependencies: String = dependencies.iter().map(line).collect();
    if product == "model" {
        dependencies.extend(api.libraries().into_iter().map(|name| library::dependency(name, "../..", "")));
    }
    let features = features(api, product);
    let found_by = umbrella.map(|_| FoundBy::product(&api.name, product));
    let text = format!(
        "{}{features}[dependencies]\n{dependencies}\n{}{DOCUMENTED}[lints]\nworkspace = true\n",
        package::table(&name, description, found_by.as_ref()),
        examples(&api.name, crates_dir, umbrella.filter(|_| !api.ours), product == "files"),
    );
    outputs.push(Output {
        path: format!("{crates_dir}/{}/{product}/Cargo.toml", api.name),
        source: api.source.clone(),
        content: Content::Toml(text),
    });
    outputs.push(Output {
        path: format!("{crates_dir}/{}/{product}/src/lib.rs", api.name),
        source: api.source.clone(),
        content: Content::Scaffold(first_page(&api.name, (&api.title, api.ours), product, umbrella.is_some())),
    });
}

/// The crate that people add, where there is one.
fn added<'u>(crates_dir: &str, umbrella: Option<&'u str>) -> Option<&'u str> {
    umbrella?.strip_prefix(crates_dir)?.strip_prefix('/')
}

/// Where users find the client of an API: the API's module of the crate that they add, or the crate of the client.
pub(super) fn users_path(api: &str, crates_dir: &str, umbrella: Option<&str>) -> TokenStream {
    let name = names::snake(api);
    match added(crates_dir, umbrella) {
        Some(umbrella) => {
            let (umbrella, module) = (ident(&names::snake(umbrella)), ident(&name));
            quote!(#umbrella::#module)
        }
        None => ident(&format!("{name}_client")).into_token_stream(),
    }
}

/// What the examples of documentation are compiled with: the crate that people add.
pub(super) fn examples(api: &str, crates_dir: &str, umbrella: Option<&str>, files: bool) -> String {
    let Some(name) = added(crates_dir, umbrella) else { return String::new() };
    let files = if files { ", \"files\"" } else { "" };
    format!("[dev-dependencies]\n{name} = {{ path = \"../../{name}\", features = [\"{api}\"{files}] }}\n\n")
}

/// The crate's first page, for a person to go on with.
pub(super) fn first_page(api: &str, (title, ours): (&str, bool), product: &str, is_published: bool) -> String {
    let what = match product {
        "model" => "types and parameters",
        "client" => "async and blocking client",
        "files" => "files of the portal",
        _ => "webhooks",
    };
    let features = if is_published { package::SHOWS_FEATURES } else { "" };
    let about = about(ours, &format!("the {what} of {title}"));
    format!(
        "//! {about}.\n//!\n//! Generated from `spec/{api}`, except this page: document here what users should know.\n\n\
         {features}#[rustfmt::skip]\nmod generated;\n\npub use generated::*;\n"
    )
}
