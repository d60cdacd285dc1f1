//! What is published: each crate below `crates/` is a package that stands alone, with what a registry and docs.rs show of it.
//!
//! Nothing else is published. What a release does beyond this, compiling each package, is in RELEASE.md.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use payspec_test_support::files::root;
use serde_json::{Value, json};

use crate::dependency_rule::{metadata, text};

/// The categories of crates.io that packages may have. The registry ignores others without a word.
const CATEGORIES: [&str; 6] = [
    "api-bindings",
    "data-structures",
    "finance",
    "parser-implementations",
    "web-programming",
    "web-programming::http-client",
];

const LICENSES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// What lets rustdoc show which feature an item needs.
const SHOWS_FEATURES: &str = "#![cfg_attr(docsrs, feature(doc_cfg))]";

/// Our own packages, published or not.
fn ours(metadata: &Value) -> impl Iterator<Item = &Value> {
    metadata["packages"].as_array().expect("packages").iter().filter(|package| package["source"].is_null())
}

/// Those that are published: the registries of the others are none.
fn published(metadata: &Value) -> Vec<&Value> {
    ours(metadata).filter(|package| package["publish"].is_null()).collect()
}

fn folder(package: &Value) -> PathBuf {
    Path::new(text(package, "manifest_path")).parent().expect("a manifest is in a folder").to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn words<'a>(package: &'a Value, key: &str) -> Vec<&'a str> {
    package[key].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn the_crates_below_crates_are_published_and_no_others() {
    let metadata = metadata();
    let root = root().canonicalize().expect("the root is there");
    let mut count = 0;
    for package in ours(&metadata) {
        let folder = folder(package);
        let is_published = package["publish"].is_null();
        assert_eq!(is_published, folder.starts_with(root.join("crates")), "{}", folder.display());
        count += usize::from(is_published);
    }
    assert!(count > 20, "only {count} are published");
}

/// The registry rejects packages without a description; the other fields help users find and judge them.
#[test]
fn every_package_says_what_it_is() {
    let metadata = metadata();
    let packages = published(&metadata);
    for package in &packages {
        let (name, folder) = (text(package, "name"), folder(package));
        assert!((20..=160).contains(&text(package, "description").len()), "{name}: its description");
        assert_eq!(text(package, "license"), "MIT OR Apache-2.0", "{name}");
        assert_eq!(text(package, "documentation"), format!("https://docs.rs/{name}"), "{name}");
        for same in ["repository", "version", "rust_version", "edition"] {
            assert!(!text(package, same).is_empty(), "{name} has no {same}");
            assert_eq!(package[same], packages[0][same], "{name}: all have the same {same}");
        }
        let (keywords, categories) = (words(package, "keywords"), words(package, "categories"));
        assert!((1..=5).contains(&keywords.len()) && keywords.contains(&"payments"), "{name}: {keywords:?}");
        for keyword in &keywords {
            let is_valid = keyword.len() <= 20
                && keyword.starts_with(|c: char| c.is_ascii_alphanumeric())
                && keyword.chars().all(|c| c.is_ascii_alphanumeric() || "_-+".contains(c));
            assert!(is_valid, "{name}: crates.io refuses the keyword {keyword}");
        }
        assert_eq!(keywords.iter().collect::<BTreeSet<_>>().len(), keywords.len(), "{name}: {keywords:?}");
        let unknown: Vec<_> = categories.iter().filter(|category| !CATEGORIES.contains(category)).collect();
        assert!((1..=5).contains(&categories.len()) && unknown.is_empty(), "{name}: {categories:?}");

        let docs = &package["metadata"]["docs"]["rs"];
        assert_eq!(docs["rustdoc-args"], json!(["--cfg", "docsrs"]), "{name}");
        // What core has for the generator is left out.
        let is_whole = docs["all-features"] == true || name == "payspec-core" && words(docs, "features").len() > 2;
        assert!(is_whole, "{name}: docs.rs documents {docs}");
        let page = read(&folder.join("src/lib.rs"));
        assert!(page.lines().any(|line| line == SHOWS_FEATURES), "{name}: src/lib.rs lacks {SHOWS_FEATURES}");

        assert_eq!(text(package, "readme"), "README.md", "{name}");
        let readme = read(&folder.join("README.md"));
        assert!(readme.lines().any(|line| line == format!("# {name}")), "{name}: the heading of its README");
        assert!(readme.contains("nofficial"), "{name}: its README does not say that it is unofficial");
        for target in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let is_there = target.starts_with("https://") || LICENSES.contains(&target);
            assert!(is_there, "{name}: its README leads to {target}, which is not in the package");
        }
        for license in LICENSES {
            let path = folder.join(license);
            assert!(
                !path.is_symlink(),
                "{}: where links are not supported it would be its target's name",
                path.display()
            );
            assert!(read(&path) == read(&root().join(license)), "{} is another text", path.display());
        }
    }
}

/// Generated code uses what the runtimes hide, so a package works with this very version of the others.
#[test]
fn packages_require_their_own_version_of_each_other() {
    let metadata = metadata();
    let packages = published(&metadata);
    let names: BTreeSet<&str> = packages.iter().map(|package| text(package, "name")).collect();
    let mut count = 0;
    for package in &packages {
        let of_ours = package["dependencies"].as_array().expect("dependencies").iter();
        // What is needed for tests is not published: it has no version, and cargo leaves it out.
        for needed in of_ours.filter(|needed| !needed["path"].is_null() && text(needed, "kind") != "dev") {
            let (name, needs) = (text(package, "name"), text(needed, "name"));
            assert!(names.contains(needs), "{name} needs {needs}, which is not published");
            assert_eq!(text(needed, "req"), format!("={}", text(package, "version")), "{name} on {needs}");
            count += 1;
        }
    }
    assert!(count > 40, "only {count} dependencies");
}

/// The sources of a package.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    paths.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

/// The files that a source names: `include_str!("deliveries.txt")`, `#[path = ".."]`.
fn named(source: &str) -> impl Iterator<Item = &str> {
    ["include_str!(\"", "include_bytes!(\"", "include!(\"", "#[path = \""]
        .into_iter()
        .flat_map(|opening| source.split(opening).skip(1).filter_map(|rest| rest.split('"').next()))
}

#[test]
fn no_source_of_a_package_names_a_file_outside_of_it() {
    assert_eq!(named("x(include_str!(\"a.txt\"), #[path = \"b.rs\"]").collect::<Vec<_>>(), ["a.txt", "b.rs"]);
    let (metadata, mut count) = (metadata(), 0);
    for package in published(&metadata) {
        let folder = folder(package).join("src");
        for path in sources(&folder).into_iter().filter(|path| path.extension().is_some_and(|ext| ext == "rs")) {
            let beside = path.parent().expect("a file is in a folder");
            for file in named(&read(&path)) {
                let found = beside.join(file).canonicalize();
                let found = found.unwrap_or_else(|error| panic!("{}: {file}: {error}", path.display()));
                assert!(found.starts_with(&folder), "{} includes {file}, which is not packaged", path.display());
                count += 1;
            }
        }
    }
    assert!(count > 4, "fixtures are included");
}

/// Cargo makes all packages, without compiling them. It needs no network: what the lock file names is there already.
#[test]
fn cargo_makes_all_packages() {
    let metadata = metadata();
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    // What an earlier run made proves nothing.
    let _ = fs::remove_dir_all(&target);
    let output = Command::new(env!("CARGO"))
        .args([
            "package",
            "--workspace",
            "--allow-dirty",
            "--no-verify",
            "--offline",
            "--exclude-lockfile",
            "--target-dir",
        ])
        .arg(&target)
        .current_dir(root())
        .output()
        .expect("cargo runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    for package in published(&metadata) {
        let file = format!("package/{}-{}.crate", text(package, "name"), text(package, "version"));
        assert!(target.join(&file).is_file(), "{file} was not made\n{told}");
    }
}
