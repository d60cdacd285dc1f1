//! Files as they come from disk, in whatever state an editor or a merge left them.

use std::fs;

use payspec_codegen::diag::{Sink, render};
use payspec_codegen::run::{self, Project};
use payspec_codegen::source::Sources;
use payspec_codegen::{load, parse};

use crate::shop::ORDER;
use crate::support::API;

/// What a run says about one file with these bytes.
fn said(bytes: &[u8]) -> String {
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(root.path().join("spec/shop")).expect("a writable folder");
    fs::write(root.path().join("spec/shop/refund.yaml"), bytes).expect("a writable folder");
    let (mut sources, sink) = (Sources::new(), Sink::new());
    for folder in load::folders(root.path(), "spec", &mut sources).expect("a readable folder") {
        assert_eq!((folder.name.as_str(), folder.path.as_str()), ("shop", "spec/shop"));
        for file in folder.files {
            parse::document(&sources, file, &sink);
        }
    }
    render::all(&sink.into_sorted(), &sources, false)
}

const GOOD: &str = "resource:\n  name: refund\n  plural: refunds\n  docs: Money that goes back.\n";

#[test]
fn what_editors_of_all_kinds_write_is_read() {
    let windows = GOOD.replace('\n', "\r\n");
    let marked = format!("\u{feff}{GOOD}");
    for text in [GOOD, &windows, &marked, GOOD.trim_end()] {
        assert!(said(text.as_bytes()).starts_with("0 problems"), "{text:?}: {}", said(text.as_bytes()));
    }
}

#[test]
fn bytes_that_are_no_text_are_reported_with_their_place() {
    let mut bytes = GOOD.as_bytes().to_vec();
    let at = GOOD.find("back").expect("it is there");
    bytes[at] = 0xE9;
    let said = said(&bytes);
    assert!(said.contains("not valid UTF-8") && said.contains("spec/shop/refund.yaml:4:25"), "{said}");
}

#[test]
fn an_empty_file_a_merge_conflict_and_a_tab_are_reported_with_their_place() {
    for (text, place) in [
        ("", "refund.yaml:1:1"),
        ("# only a comment\n", "refund.yaml:1:1"),
        ("<<<<<<< ours\nresource: {}\n=======\n", "refund.yaml:"),
        ("resource:\n\tname: refund\n", "refund.yaml:2:"),
    ] {
        let said = said(text.as_bytes());
        assert!(said.contains("E0001") && said.contains(place), "{text:?}: {said}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let error = load::folders(root.path(), "spec", &mut Sources::new()).expect_err("no such folder");
    assert!(error.to_string().contains("spec"), "{error}");
}

#[test]
fn a_file_outside_a_folder_and_an_empty_folder_are_named() {
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(root.path().join("spec/shop")).expect("a writable folder");
    let run = || load::folders(root.path(), "spec", &mut Sources::new()).expect_err("not a spec").to_string();
    assert!(run().contains("spec/shop has no spec file"), "{}", run());
    fs::write(root.path().join("spec/loose.yaml"), GOOD).expect("a writable folder");
    assert!(run().contains("spec/loose.yaml is not in the folder"), "{}", run());
}

/// Samples and cases lie next to the descriptions, may be YAML, and describe nothing. Deeper, the names are ordinary.
#[test]
fn samples_and_cases_are_no_descriptions() {
    let root = tempfile::tempdir().expect("a temporary folder");
    let write = |path: &str, text: &str| {
        let path = root.path().join("spec/shop").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a writable folder");
        fs::write(path, text).expect("a writable folder");
    };
    write("refund.yaml", GOOD);
    write("cases/refund.create.yaml", "request: { amount: 1 }\nkeeps: [{}]\n");
    write("samples/webhooks/refunded.yaml", "- 1\n");
    write("resources/samples/card.yaml", GOOD);
    let mut sources = Sources::new();
    let folders = load::folders(root.path(), "spec", &mut sources).expect("a readable folder");
    let read: Vec<&str> =
        folders.iter().flat_map(|folder| &folder.files).map(|file| &*sources.file(*file).path).collect();
    assert_eq!(read, ["spec/shop/refund.yaml", "spec/shop/resources/samples/card.yaml"]);
}

/// Their crates would have one name, and cargo loads no workspace with two packages of one name.
#[test]
fn two_projects_with_an_api_of_one_name_are_refused() {
    let root = tempfile::tempdir().expect("a temporary folder");
    for folder in ["spec/shop", "shown/shop"] {
        fs::create_dir_all(root.path().join(folder)).expect("a writable folder");
        for (file, text) in [("api.yaml", API), ("order.yaml", ORDER)] {
            fs::write(root.path().join(folder).join(file), text).expect("a writable folder");
        }
    }
    let projects = [Project::plain("spec", "crates"), Project::plain("shown", "shown-crates")];
    assert!(run::generate(root.path(), &projects[..1]).is_ok());
    let error = run::generate(root.path(), &projects).map(drop).expect_err("two are called shop");
    let said = error.to_string();
    assert!(said.contains("spec/shop and shown/shop would create crates of the same names"), "{said}");
    let error = run::validate(root.path(), &projects).map(drop).expect_err("they are also without crates");
    assert_eq!(error.to_string(), said);
}
