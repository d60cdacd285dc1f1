//! The fuzz targets, their seeds and their manual belong together. (They are built with a nightly compiler, so not here.)

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use payspec_test_support::files::root;

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("a readable folder").path());
    paths.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect()
}

#[test]
fn every_target_has_seeds_a_command_and_a_promise() {
    let fuzz = root().join("tests/fuzz");
    let targets = names(&fuzz.join("fuzz_targets"));
    assert!(targets.len() >= 7, "{targets:?}");
    assert_eq!(names(&fuzz.join("seeds")), targets);
    let read = |name: &str| fs::read_to_string(fuzz.join(name)).expect("it is part of the repository");
    let (manual, manifest) = (read("README.md"), read("Cargo.toml"));
    let commands =
        manual.lines().filter_map(|line| line.strip_prefix("cargo +nightly fuzz run --fuzz-dir tests/fuzz "));
    let commands: BTreeSet<String> = commands.filter_map(|rest| Some(rest.split(' ').next()?.to_owned())).collect();
    assert_eq!(commands, targets);
    for target in &targets {
        assert!(!names(&fuzz.join("seeds").join(target)).is_empty(), "{target} has no seed");
        assert!(manual.contains(&format!("| `{target}` |")), "{target} is not told");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{target}.rs\"")), "{target} is not built");
    }
}
