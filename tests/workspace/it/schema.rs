//! The editor's schema accepts every spec file, and refuses what the generator refuses while reading.

use std::path::Path;

use payspec_codegen::run::PROJECTS;
use payspec_codegen::{load, source::Sources};
use serde_json::Value;

use payspec_test_support::files::root;

fn schema() -> jsonschema::Validator {
    let text = std::fs::read_to_string(root().join("spec/format.schema.json")).expect("the schema is committed");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

/// The descriptions. What a sandbox models is written in a format of its own, which the generator alone checks.
fn spec_files() -> Vec<(String, String)> {
    let mut sources = Sources::new();
    let mut files = Vec::new();
    for project in PROJECTS {
        let folders = load::folders(root(), project.spec_dir, &mut sources).expect("the specs are readable");
        files.extend(folders.into_iter().flat_map(|folder| folder.files));
    }
    let descriptions = files.into_iter().map(|file| sources.file(file));
    descriptions.map(|file| (file.path.clone(), file.text.clone())).collect()
}

#[test]
fn every_spec_file_fits_the_schema() {
    let schema = schema();
    for (path, text) in spec_files() {
        let value: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let problems: Vec<String> =
            schema.iter_errors(&value).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert!(problems.is_empty(), "{path}:\n{}", problems.join("\n"));
    }
}

#[test]
fn every_spec_file_names_its_schema_for_the_editor() {
    for (path, text) in spec_files() {
        let first = text.lines().next().unwrap_or_default();
        let named =
            first.strip_prefix("# yaml-language-server: $schema=").unwrap_or_else(|| panic!("{path} has no modeline"));
        let folder = root().join(&path).parent().map(Path::to_owned).expect("a file is in a folder");
        assert!(folder.join(named).is_file(), "{path}: {named} is not there");
    }
}

/// The generator's own cases of mistakes that a reader of single files can see.
#[test]
fn the_schema_refuses_unknown_and_missing_keys_words_and_texts_that_say_nothing() {
    let schema = schema();
    let mut refused = 0;
    for name in ["unknown-key", "missing-key", "unknown-word", "wrong-kind", "empty-docs"] {
        let path = root().join("codegen/tests/diagnostics").join(name).with_extension("md");
        let cases = std::fs::read_to_string(&path).expect("the cases are part of the repository");
        for case in cases.split("````yaml\n").skip(1) {
            let (spec, _) = case.split_once("````\n").expect("a block ends");
            let value: Value = serde_yaml::from_str(spec).unwrap_or_else(|error| panic!("{name}: {error}\n{spec}"));
            assert!(!schema.is_valid(&value), "the schema accepts a case of {name}\n{spec}");
            refused += 1;
        }
    }
    assert!(refused >= 4, "only {refused} cases were found");
}
