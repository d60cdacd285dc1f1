//! The editor's schemas accept every spec file and every table of a sandbox, and refuse what the generator refuses while
//! reading.

use std::path::Path;

use payspec_codegen::run::PROJECTS;
use payspec_codegen::{load, source::Sources};
use serde_json::Value;

use payspec_test_support::files::root;

const SPECS: &str = "spec/format.schema.json";
const SANDBOXES: &str = "spec/sandbox.schema.json";

fn schema(path: &str) -> jsonschema::Validator {
    let text = std::fs::read_to_string(root().join(path)).expect("the schema is committed");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema is a schema")
}

/// A file with the schema that it fits.
struct SpecFile {
    path: String,
    text: String,
    schema: &'static str,
}

fn spec_files() -> Vec<SpecFile> {
    let mut sources = Sources::new();
    let mut files = Vec::new();
    for project in PROJECTS {
        let folders = load::folders(root(), project.spec_dir, &mut sources).expect("the specs are readable");
        for folder in folders {
            files.extend(folder.files.into_iter().map(|file| (file, SPECS)));
            files.extend(folder.behaviours.map(|file| (file, SANDBOXES)));
        }
    }
    assert!(files.iter().any(|(_, schema)| *schema == SANDBOXES), "no folder has the table of a sandbox");
    let described = files.into_iter().map(|(file, schema)| (sources.file(file), schema));
    described.map(|(file, schema)| SpecFile { path: file.path.clone(), text: file.text.clone(), schema }).collect()
}

#[test]
fn every_spec_file_fits_its_schema() {
    let schemas = [SPECS, SANDBOXES].map(|path| (path, schema(path)));
    for SpecFile { path, text, schema } in spec_files() {
        let (_, schema) = schemas.iter().find(|(path, _)| *path == schema).expect("it is one of the two");
        let value: Value = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let problems: Vec<String> =
            schema.iter_errors(&value).map(|error| format!("{} {error}", error.instance_path())).collect();
        assert!(problems.is_empty(), "{path}:\n{}", problems.join("\n"));
    }
}

#[test]
fn every_spec_file_names_its_schema_for_the_editor() {
    for SpecFile { path, text, schema } in spec_files() {
        let first = text.lines().next().unwrap_or_default();
        let named =
            first.strip_prefix("# yaml-language-server: $schema=").unwrap_or_else(|| panic!("{path} has no modeline"));
        let folder = root().join(&path).parent().map(Path::to_owned).expect("a file is in a folder");
        let named = folder.join(named).canonicalize().unwrap_or_else(|error| panic!("{path}: {named}: {error}"));
        assert_eq!(named, root().join(schema).canonicalize().expect("the schema is committed"), "{path}");
    }
}

/// The generator's own cases of mistakes that a reader of single files can see.
#[test]
fn the_schema_refuses_unknown_and_missing_keys_words_and_texts_that_say_nothing() {
    let schema = schema(SPECS);
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

#[test]
fn the_schema_of_sandboxes_refuses_unknown_and_missing_keys_and_texts_that_say_nothing() {
    let schema = schema(SANDBOXES);
    let row = r#"{"page":"Orders","lines":"L1","behaviour":"An order is kept."}"#;
    let choice = r#"{"behaviour":"Old orders come first.","why":"Nobody says otherwise."}"#;
    let fits = |row: &str, choice: &str| {
        let table = format!(r#"{{"behaviours":{{"kept":{row}}},"chosen":{{"order":{choice}}}}}"#);
        schema.is_valid(&serde_json::from_str(&table).unwrap_or_else(|error| panic!("{error}: {table}")))
    };
    assert!(fits(row, choice));
    for (from, to) in [(r#""lines":"L1","#, ""), ("lines", "line"), ("An order is kept.", ""), (r#""Orders""#, "[]")] {
        assert!(row.contains(from) && !fits(&row.replace(from, to), choice), "the schema accepts `{from}` as `{to}`");
    }
    for (from, to) in [(r#","why":"Nobody says otherwise.""#, ""), ("why", "because")] {
        assert!(
            choice.contains(from) && !fits(row, &choice.replace(from, to)),
            "the schema accepts `{from}` as `{to}`"
        );
    }
}
