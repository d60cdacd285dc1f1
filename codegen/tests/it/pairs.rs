//! Small spec, generated Rust: a pair for each construct of the language.
//!
//! `tests/pairs/<construct>.yaml` is the spec, and `<construct>.snap` next to it what of the generated Rust shows the
//! construct. Comments on top of the spec say which: `# shows: <crate>/<file>` for all items of a file, or with `:
//! <name>, <name>` some of them. What every pair needs stands in `pairs/prelude`; `# with: <file>` adds one more file
//! of it. All that is generated, shown or not, is compiled by the build script of `tests/language`.
//!
//! After a change that is meant: `INSTA_UPDATE=always cargo test -p payspec-codegen --test it pairs::`.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::language::{Constructs, Language};
use crate::pair::{self, Pair};

fn folder() -> PathBuf {
    crate::support::folder().join("tests/pairs")
}

pub(crate) fn pairs() -> Vec<Pair> {
    pair::all(&folder())
}

/// What each pair shows, by its name.
fn shown() -> Vec<(String, String)> {
    let (mut shown, mut wrong) = (Vec::new(), Vec::new());
    for pair in pairs() {
        match pair.shown() {
            Ok(text) => shown.push((pair.name, text)),
            Err(error) => wrong.push(error),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    shown
}

/// Lines that one pair may show, so that it is read at a look.
const LINES: usize = 60;

/// Read every change of these snapshots as somebody would who has never seen generated code.
#[test]
fn snapshots() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    // All that a change shows in is shown in one run.
    let mut changed = shown();
    changed.retain(|(name, shown)| {
        let compared =
            catch_unwind(AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(name.clone(), shown))));
        compared.is_err()
    });
    let names: Vec<String> = changed.into_iter().map(|(name, _)| name).collect();
    assert!(names.is_empty(), "these show something else now: {names:?}");
}

#[test]
fn every_pair_is_small() {
    let lines = shown().into_iter().map(|(name, shown)| (name, shown.trim_end().lines().count()));
    let wrong: Vec<_> = lines.filter(|(_, lines)| !(1..=LINES).contains(lines)).collect();
    assert!(wrong.is_empty(), "these show more than {LINES} lines, or none: {wrong:?}");
}

/// A construct that is new to the language gets a pair.
#[test]
fn every_construct_is_in_a_pair() {
    let language = Language::new();
    let mut used: Constructs = pairs().iter().flat_map(|pair| language.used_in(&pair.text)).collect();
    for prelude in files(&folder().join("prelude")) {
        used.extend(language.used_in(&fs::read_to_string(prelude).expect("a prelude can be read")));
    }
    let missing: Vec<String> = language.all().difference(&used).cloned().collect();
    assert!(missing.is_empty(), "no spec of tests/pairs uses {missing:#?}");
}

#[test]
fn nothing_is_left_over() {
    let pairs = pairs();
    let names: BTreeSet<String> = pairs.iter().map(|pair| pair.name.clone()).collect();
    let with: BTreeSet<&str> =
        pairs.iter().flat_map(|pair| pair.says("with")).chain(["api.yaml", "units.yaml"]).collect();
    for path in files(&folder()) {
        let stem = path.file_stem().expect("a file has a name").to_string_lossy();
        assert!(names.contains(&*stem), "no pair makes {}", path.display());
    }
    for path in files(&folder().join("prelude")) {
        let name = path.file_name().expect("a file has a name").to_string_lossy();
        assert!(with.contains(&*name), "no pair needs {}", path.display());
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is in the repository");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    paths.filter(|path| path.is_file()).collect()
}
