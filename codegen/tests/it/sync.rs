//! The disk against what should be on it: every kind of difference is seen, told and fixed, and nothing else touched.

use std::fs;
use std::path::Path;

use payspec_codegen::print::{File, Owner, header};
use payspec_codegen::sync::{Plan, SyncError};

const MODULE: &str = "crates/shop/model/src/generated/refund.rs";
const OLD: &str = "crates/shop/model/src/generated/voucher.rs";
const STRAY: &str = "crates/shop/model/src/generated/notes.rs";
const LIB: &str = "crates/shop/model/src/lib.rs";

fn generated(body: &str) -> String {
    format!("{}\n{body}\n", header("//", "spec/shop/refund.yaml"))
}

fn wanted() -> Vec<File> {
    vec![
        File { path: MODULE.to_owned(), text: generated("pub struct Refund;"), owner: Owner::Generator },
        File { path: "spec/DIAGNOSTICS.md".to_owned(), text: "# Diagnostics\n".to_owned(), owner: Owner::Generator },
        File { path: LIB.to_owned(), text: "//! A page to go on with.\n".to_owned(), owner: Owner::People },
    ]
}

fn plan(root: &Path) -> Plan {
    Plan::make(root, &wanted(), &["crates"]).expect("a readable folder")
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a writable folder");
    fs::write(path, text).expect("a writable folder");
}

/// A repository with one file of each kind: stale, missing, orphaned, foreign, handwritten.
fn repository() -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    put(root.path(), MODULE, &generated("pub struct Rebate;"));
    put(root.path(), OLD, &generated("pub struct Voucher;"));
    put(root.path(), STRAY, "// by hand\n");
    put(root.path(), LIB, "mod generated;\n");
    root
}

#[test]
fn every_difference_is_reported() {
    let root = repository();
    let plan = plan(root.path());
    assert!(!plan.is_clean());
    let report = plan.report();
    for line in [
        "stale: crates/shop/model/src/generated/refund.rs",
        "-pub struct Rebate;",
        "+pub struct Refund;",
        "missing: spec/DIAGNOSTICS.md",
        "orphaned: crates/shop/model/src/generated/voucher.rs",
        "foreign: crates/shop/model/src/generated/notes.rs",
    ] {
        assert!(report.contains(line), "{line} is not in:\n{report}");
    }
    assert!(!report.contains("lib.rs"), "a handwritten file is nobody's business:\n{report}");
}

#[test]
fn comparing_writes_nothing_and_writing_leaves_foreign_files_to_a_person() {
    let root = repository();
    let on_disk = |path: &str| fs::read_to_string(root.path().join(path)).ok();
    let plan_before = plan(root.path());
    assert_eq!(on_disk(MODULE), Some(generated("pub struct Rebate;")));
    plan_before.apply(root.path()).expect("a writable folder");
    assert_eq!(on_disk(MODULE), Some(generated("pub struct Refund;")));
    assert_eq!(on_disk(OLD), None, "an orphan goes");
    assert_eq!(on_disk(STRAY).as_deref(), Some("// by hand\n"));
    assert_eq!(on_disk(LIB).as_deref(), Some("mod generated;\n"));

    let plan_after = plan(root.path());
    assert_eq!((plan_after.same, plan_after.stale.len(), plan_after.orphaned.len()), (3, 0, 0));
    assert_eq!(plan_after.foreign, [STRAY]);
    assert!(!plan_after.is_clean(), "somebody has to move the foreign file");
}

#[test]
fn a_page_that_people_go_on_with_is_made_once() {
    let root = tempfile::tempdir().expect("a temporary folder");
    plan(root.path()).apply(root.path()).expect("a writable folder");
    let page = root.path().join(LIB);
    assert_eq!(fs::read_to_string(&page).ok().as_deref(), Some("//! A page to go on with.\n"));
    put(root.path(), LIB, "//! What users should know.\n");
    assert!(plan(root.path()).is_clean());
}

#[test]
fn only_changed_bytes_are_written() {
    let root = repository();
    plan(root.path()).apply(root.path()).expect("a writable folder");
    let written = || fs::metadata(root.path().join(MODULE)).and_then(|meta| meta.modified()).expect("it is there");
    let before = written();
    plan(root.path()).apply(root.path()).expect("a writable folder");
    assert_eq!(written(), before);
}

#[test]
fn a_file_made_twice_is_refused() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let twice: Vec<File> = wanted().into_iter().chain(wanted()).collect();
    let error = Plan::make(root.path(), &twice, &["crates"]).expect_err("two emitters, one file");
    assert!(matches!(&error, SyncError::Twice(path) if path == MODULE), "{error}");
}

#[test]
fn a_long_difference_is_shortened() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let long: String = (0..500).map(|n| format!("line {n}\n")).collect();
    let files = [File { path: "spec/long.md".to_owned(), text: long, owner: Owner::Generator }];
    let report = Plan::make(root.path(), &files, &["crates"]).expect("a readable folder").report();
    assert!(report.lines().count() < 80 && report.contains("more lines"), "{report}");
}
