//! The manifests of the generated crates.

use super::{Content, Output};
use crate::ir::Api;
use crate::names;

pub(super) fn emit(api: &Api, crates_dir: &str, outputs: &mut Vec<Output>) {
    let title = &api.title;
    manifest(
        api,
        crates_dir,
        outputs,
        "model",
        &format!("Unofficial: types, parameters and rules of {title}. Generated from a spec; knows nothing of HTTP."),
        &["payspec-core", "serde", "serde_json"],
    );
    let model = format!("{}-model", api.name);
    manifest(
        api,
        crates_dir,
        outputs,
        "client",
        &format!("Unofficial: an async and a blocking client of {title}. Generated from a spec."),
        &[&model, "payspec-core", "payspec-http"],
    );
    if api.webhooks.is_some() {
        manifest(
            api,
            crates_dir,
            outputs,
            "webhook",
            &format!("Unofficial: decodes the webhooks of {title} into typed events. Generated from a spec."),
            &[&model, "payspec-webhook", "serde"],
        );
    }
    if api.has_files() {
        manifest(
            api,
            crates_dir,
            outputs,
            "files",
            &format!(
                "Unofficial: rows of the files that the portal of {title} exports and imports. Generated from a spec."
            ),
            &[&model, "payspec-core", "payspec-files"],
        );
    }
}

/// The choices of the runtime, so that users need not name it for them.
const FEATURES: &str = "[features]\n\
    # The cryptography under TLS, instead of ring.\n\
    aws-lc-rs = [\"payspec-http/aws-lc-rs\"]\n\
    # A span per call and an event per attempt.\n\
    tracing = [\"payspec-http/tracing\"]\n\n";

fn manifest(
    api: &Api,
    crates_dir: &str,
    outputs: &mut Vec<Output>,
    product: &str,
    description: &str,
    dependencies: &[&str],
) {
    let name = format!("{}-{product}", api.name);
    // Crates of the same API are named by path, so that a new API needs no line in the workspace's manifest.
    let line = |dependency: &&str| match dependency.strip_prefix(&format!("{}-", api.name)) {
        Some(product) => format!("{dependency} = {{ path = \"../{product}\" }}\n"),
        None => format!("{dependency}.workspace = true\n"),
    };
    let dependencies: String = dependencies.iter().map(line).collect();
    let features = if product == "client" { FEATURES } else { "" };
    let text = format!(
        "[package]\nname = \"{name}\"\ndescription = \"{description}\"\nversion.workspace = true\nedition.workspace = true\n\
         rust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n\n\
         {features}[dependencies]\n{dependencies}\n[lints]\nworkspace = true\n"
    );
    outputs.push(Output {
        path: format!("{crates_dir}/{}/{product}/Cargo.toml", api.name),
        source: api.source.clone(),
        content: Content::Toml(text),
    });
    outputs.push(Output {
        path: format!("{crates_dir}/{}/{product}/src/lib.rs", api.name),
        source: api.source.clone(),
        content: Content::Scaffold(first_page(api, product)),
    });
}

/// The manifest of the crate that runs its tests over all APIs.
pub(super) fn suite(apis: &[Api], crate_dir: &str) -> Output {
    let clients: String = apis.iter().map(|api| client_dependency(api, crate_dir)).collect();
    let text = format!(
        "[package]\nname = \"payspec-conformance\"\ndescription = \"What every API promises, tested over all of them. Never published.\"\n\
         version.workspace = true\nedition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n\
         publish = false\n\n[dependencies]\n{clients}payspec-core.workspace = true\npayspec-http.workspace = true\n\
         serde_json.workspace = true\n\n[dev-dependencies]\nhttp.workspace = true\ninsta.workspace = true\n\
         tokio = {{ workspace = true, features = [\"macros\", \"rt\"] }}\n\n[lints]\nworkspace = true\n"
    );
    Output { path: format!("{crate_dir}/Cargo.toml"), source: "spec".to_owned(), content: Content::Toml(text) }
}

fn client_dependency(api: &Api, crate_dir: &str) -> String {
    let up = "../".repeat(crate_dir.split('/').count());
    format!("{0}-client = {{ path = \"{up}crates/{0}/client\" }}\n", api.name)
}

/// The crate's first page, for a person to go on with.
fn first_page(api: &Api, product: &str) -> String {
    let what = match product {
        "model" => "types and parameters",
        "client" => "async and blocking client",
        "files" => "files of the portal",
        _ => "webhooks",
    };
    let model = match product {
        "model" => String::new(),
        _ => format!("pub use {}_model as model;\n", names::snake(&api.name)),
    };
    let runtime = match product {
        // What people need to read and write files; the rest is for generated code.
        "files" => format!("pub use payspec_files::{{\n    {},\n}};\n", names::RESERVED_ROWS.join(",\n    ")),
        _ => String::new(),
    };
    format!(
        "//! Unofficial: the {what} of {}.\n//!\n//! Generated from `spec/{}`, but for this page: say here what users should know.\n\n\
         mod generated;\n\npub use generated::*;\n{model}{runtime}",
        api.title, api.name
    )
}
