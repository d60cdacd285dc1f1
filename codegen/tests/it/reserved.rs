//! The names that no API and no library can have are those that are taken: by features of the umbrella crate and by
//! folders of crates.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use payspec_codegen::names::{RESERVED_APIS, RESERVED_LIBRARIES, is_identifier, snake};

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
