//! The names that no API and no library can have are those that are taken: by features of the umbrella crate and by
//! folders of crates.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use payspec_codegen::names::{
    RESERVED_APIS, RESERVED_LIBRARIES, RESERVED_MODULES, RESERVED_TYPES, is_identifier, snake,
};

fn root() -> std::path::PathBuf {
    crate::support::folder().parent().expect("the crate lies in the repository").to_owned()
}

fn folders(path: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(path).expect("the folder is in the repository");
    let paths = entries.map(|entry| entry.expect("an entry of the folder can be read").path());
    let folders = paths.filter(|path| path.is_dir());
    folders.filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned())).collect()
}

/// The features of the umbrella crate.
fn features() -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join("crates/payspec/Cargo.toml")).expect("the crate has a manifest");
    let (_, features) = manifest.split_once("\n[features]\n").expect("the crate has features");
    let features = features.split("\n[").next().unwrap_or_default().lines();
    features.filter_map(|line| Some(line.split_once(" = ")?.0.to_owned())).collect()
}

#[test]
fn names_that_are_taken_are_reserved() {
    let described = folders(&root().join("spec"));
    let taken = |folder: &str| folders(&root().join(folder)).into_iter().chain(features());
    let missing = |taken: &mut dyn Iterator<Item = String>, reserved: &[&str], described: &BTreeSet<String>| {
        taken.filter(|name| !described.contains(name) && !reserved.contains(&name.as_str())).collect::<BTreeSet<_>>()
    };
    // A library that is shared is a folder of the spec as well, and its name is a feature.
    let libraries: BTreeSet<String> =
        described.iter().filter(|name| root().join("crates/runtime").join(name).is_dir()).cloned().collect();
    let apis: BTreeSet<String> = described.difference(&libraries).cloned().collect();
    assert_eq!(missing(&mut taken("crates"), RESERVED_APIS, &apis), BTreeSet::new(), "add them to `RESERVED_APIS`");
    assert_eq!(
        missing(&mut taken("crates/runtime"), RESERVED_LIBRARIES, &described),
        BTreeSet::new(),
        "add them to `RESERVED_LIBRARIES`"
    );
}

#[test]
fn names_that_are_reserved_are_taken() {
    let features = features();
    for (reserved, folder) in [(RESERVED_APIS, "crates"), (RESERVED_LIBRARIES, "crates/runtime")] {
        let folders = folders(&root().join(folder));
        let modules = folders.iter().chain(&features).map(|name| snake(name)).collect::<BTreeSet<_>>();
        for name in reserved.iter().filter(|name| is_identifier(&snake(name)) && **name != "generated") {
            assert!(modules.contains(&snake(name)), "`{name}` is free: neither a feature nor a folder of {folder}");
        }
    }
}

/// What the crates of an API re-export stands next to the modules of its files and, in a model, next to its types.
#[test]
fn names_that_are_re_exported_are_reserved() {
    let crates = root().join("tests/language/crates");
    let mut missing = BTreeSet::new();
    for api in folders(&crates) {
        for product in ["client", "files", "model"] {
            let path = crates.join(&api).join(product).join("src/generated/mod.rs");
            let Ok(text) = fs::read_to_string(path) else { continue };
            for uses in text.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next()) {
                let is_list = uses.contains("::{");
                let (krate, list) =
                    if is_list { uses.split_once("::{") } else { uses.rsplit_once("::") }.unwrap_or(("", uses));
                // What stands in the crate itself is declared by the spec, or `*`.
                let list = if krate.starts_with("payspec_") {
                    list
                } else {
                    uses.split_once(" as ").map_or("", |uses| uses.1)
                };
                let names = list.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| !name.is_empty());
                missing.extend(names.map(|name| if name == "self" { krate } else { name }).filter_map(|name| {
                    let is_module = name.starts_with(|c: char| c.is_ascii_lowercase());
                    let is_free = match product {
                        _ if is_module => !RESERVED_MODULES.contains(&name),
                        "model" => !RESERVED_TYPES.contains(&name),
                        _ => false,
                    };
                    is_free.then(|| format!("{product}: {name}"))
                }));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?} are not reserved");
}
