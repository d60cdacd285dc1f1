//! Drafts of specs, made of the documents of vendors.

mod damaged;
mod facts;
mod keywords;
mod refused;
mod told;

use std::fs;

use payspec_codegen::import::{Draft, draft};

use crate::support::{Run, folder, spec_of};

/// A document of the tests, which describes an API that does not exist.
fn document(name: &str) -> String {
    fs::read_to_string(folder().join("tests/import").join(name)).expect("the document is in the repository")
}

/// The files of a draft as a folder of specs, with the libraries that it may use.
fn folder_of(name: &str, draft: &Draft) -> Vec<(String, String)> {
    let is_description = |path: &str| path != "NOTES.md" && !path.starts_with("cases/");
    let files = draft.files.iter().filter(|(path, _)| is_description(path));
    let files = files.map(|(path, text)| (format!("spec/{name}/{path}"), text.clone()));
    files.chain(spec_of("no-api")).collect()
}

/// A document of a medium API becomes a draft that needs no edit to be generated; `tests/workspace/new_api` compiles it.
#[test]
fn a_document_becomes_a_draft_without_a_mistake() {
    for (name, file, operations) in [("tidewater", "tidewater.yaml", 43), ("gannet", "gannet.json", 15)] {
        let draft = draft(name, file, &document(file)).expect("it is an OpenAPI document");
        let run = Run::over(folder_of(name, &draft));
        assert!(run.diagnostics.is_empty(), "{name}:\n{}", run.rendered());
        assert_eq!(draft.counts.operations, operations, "{name}");
    }
}

/// What people go on with: the first page of a draft, a resource, and what is left to decide.
#[test]
fn a_draft_reads_like_a_spec() {
    let draft = draft("gannet", "gannet.json", &document("gannet.json")).expect("a document");
    for name in ["api.yaml", "charge.yaml", "NOTES.md"] {
        let (_, text) = draft.files.iter().find(|(path, _)| path == name).expect("it has such a file");
        insta::assert_snapshot!(name, text);
    }
}
