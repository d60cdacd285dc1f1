//! The specs that changes are made to, and edits of them.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use payspec_codegen::diff::{self, Change, DiffError, Side};
use payspec_codegen::run::Cache;
use payspec_codegen::source::SourceFile;

/// The base is read once for all cases.
static CACHE: LazyLock<Cache> = LazyLock::new(Cache::default);

/// Files by path from the root of a repository.
pub(super) type Files = Vec<(String, String)>;

fn read(folder: &Path, path: &str, files: &mut Files) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.map(|entry| entry.expect("an entry can be read").path()) {
        let name = entry.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let path = format!("{path}/{name}");
        if entry.is_dir() {
            read(&entry, &path, files);
        } else {
            files.push((path, fs::read_to_string(&entry).expect("a spec is text")));
        }
    }
}

/// The base of all cases.
pub(super) fn base() -> Files {
    let mut files = Vec::new();
    read(&crate::support::folder().join("tests/spec-diff/base"), "spec", &mut files);
    files.sort();
    files
}

/// One side of a comparison.
pub(super) fn side(name: &str, files: &Files) -> Side {
    let files = files.iter().map(|(path, text)| SourceFile { path: path.clone(), text: text.clone() });
    Side::in_memory(name, "spec", files)
}

/// The changes from some files to others; what is wrong with them, if they cannot be compared.
pub(super) fn changes(before: &Files, after: &Files) -> Result<Vec<Change>, String> {
    let (before, after) = (side("before", before), side("after", after));
    diff::compare_again(&before, &after, &CACHE).map_err(|error| match error {
        DiffError::Spec(found) => payspec_codegen::diag::render::all(&found, &after.sources, false),
        older @ DiffError::Language(_) => older.to_string(),
    })
}

/// Files with one text in the place of another, which they have once. `! <folder>` leaves out a folder.
pub(super) fn edited(files: &Files, old: &str, new: &str) -> Result<Files, String> {
    if let Some(folder) = old.strip_prefix("! ") {
        return Ok(files.iter().filter(|(path, _)| !path.starts_with(folder)).cloned().collect());
    }
    let places: usize = files.iter().map(|(_, text)| text.matches(old).count()).sum();
    if places != 1 {
        return Err(format!("the base has this text {places} times:\n{old}"));
    }
    Ok(files.iter().map(|(path, text)| (path.clone(), text.replacen(old, new, 1))).collect())
}
