//! A new API is its files of YAML and nothing else: what is generated for it is complete and compiles.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use payspec_codegen::run::{Project, generate};
use payspec_codegen::sync::Plan;

use crate::manual;

const PROJECT: Project = Project::plain("spec", "crates");

fn repository() -> PathBuf {
    crate::support::folder().join("..").canonicalize().expect("the repository is there")
}

/// The real manifest with the paths of the handwritten crates made absolute, and the generated crates as members.
fn manifest(root: &Path) -> String {
    let text = fs::read_to_string(repository().join("Cargo.toml")).expect("the repository has a manifest");
    let (_, rest) = text.split_once("[workspace.package]").expect("the manifest has its sections");
    let crates = format!("path = \"{}/crates/", repository().display());
    format!("[workspace]\nresolver = \"3\"\nmembers = [\"{}/crates/*/*\"]\n\n[workspace.package]{rest}", root.display())
        .replace("path = \"crates/", &crates)
}

#[test]
fn the_manuals_example_becomes_crates_that_compile() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let root = root.path();
    for (path, text) in manual::example() {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a writable folder");
        fs::write(path, text).expect("a writable folder");
    }
    let generated = generate(root, &[PROJECT]).expect("the example is right");
    let plan = Plan::make(root, &generated.files, &generated.crates_dirs).expect("a readable folder");
    plan.apply(root).expect("a writable folder");
    fs::write(root.join("Cargo.toml"), manifest(root)).expect("a writable folder");
    fs::copy(repository().join("Cargo.lock"), root.join("Cargo.lock")).expect("the repository has a lock file");

    // The dependencies have been checked already, where clippy ran before: their folder is used again.
    let target = env::var_os("CARGO_PROJECT_DIR").map_or_else(|| repository().join("target"), PathBuf::from);
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--workspace", "--target-dir"])
        .arg(target)
        .current_dir(root)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
