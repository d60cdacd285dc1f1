//! Random changes of the real specs: what breaks something is found, what changes documentation is not reported. This
//! is a sample of what `cargo xtask bench-diff` runs.

use payspec_codegen::diff::trial::{self, Results, Sort};
use payspec_codegen::source::SourceFile;

/// The specs whose changes are compared fastest.
const APIS: [&str; 3] = ["cinetpay", "primer", "control"];

fn run(sort: Sort, count: usize) -> Results {
    let mut files: Vec<SourceFile> = Vec::new();
    for (path, text) in APIS.iter().flat_map(|api| crate::support::spec_of(api)) {
        if files.iter().all(|file| file.path != path) {
            files.push(SourceFile { path, text });
        }
    }
    let results = trial::run("spec", &files, sort, (count, 1));
    assert_eq!(results.count(), count, "{:?}", results.tried);
    assert!(results.wrong.is_empty(), "{}", results.wrong.join("\n"));
    results
}

#[test]
fn changes_that_break_something_are_found() {
    let results = run(Sort::Breaking, 40);
    assert!(results.tried.len() > 12, "{:?}", results.tried);
}

#[test]
fn changes_of_documentation_are_not_reported() {
    let results = run(Sort::Documentation, 25);
    assert!(results.tried.len() > 4, "{:?}", results.tried);
}
