//! The manifests of the generated crates.

use super::{Content, Output};
use crate::ir::Api;

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
        &format!("Unofficial: an async client of {title}. Generated from a spec."),
        &[&model, "payspec-core", "payspec-http", "serde_json"],
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
}

fn manifest(
    api: &Api,
    crates_dir: &str,
    outputs: &mut Vec<Output>,
    product: &str,
    description: &str,
    dependencies: &[&str],
) {
    let name = format!("{}-{product}", api.name);
    let dependencies: String =
        dependencies.iter().map(|dependency| format!("{dependency}.workspace = true\n")).collect();
    let text = format!(
        "[package]\nname = \"{name}\"\ndescription = \"{description}\"\nversion.workspace = true\nedition.workspace = true\n\
         rust-version.workspace = true\nlicense.workspace = true\npublish.workspace = true\n\n\
         [dependencies]\n{dependencies}\n[lints]\nworkspace = true\n"
    );
    outputs.push(Output {
        path: format!("{crates_dir}/{name}/Cargo.toml"),
        source: api.source.clone(),
        content: Content::Toml(text),
    });
}
