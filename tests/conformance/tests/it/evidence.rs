//! Every type of the description says how it is known. The generator asks this of operations, events and files; here
//! it is asked of what they are made of.

use std::collections::BTreeMap;

use payspec_codegen::load;
use payspec_codegen::source::Sources;
use payspec_core::EvidenceLevel;
use serde_json::Value;

use payspec_test_support::files::root;

/// Sections of types. An id is known where it is used: by the evidence of the object or parameter that has it.
const SECTIONS: [&str; 4] = ["enums", "objects", "unions", "tables"];

#[test]
fn every_type_says_how_it_is_known() {
    let mut sources = Sources::new();
    load::folders(root(), "spec", &mut sources).expect("the spec is readable");
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unknown = Vec::new();
    let read = |text: &str, path: &str| -> Value {
        serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}"))
    };
    // What is ours is what the spec says.
    let is_ours = |file: &Value| file.pointer("/api/ours") == Some(&Value::Bool(true));
    let sections = sources.iter().filter(|(_, source)| source.path.ends_with("/api.yaml"));
    let ours = sections.filter(|(_, source)| is_ours(&read(&source.text, &source.path)));
    let ours: Vec<&str> = ours.filter_map(|(_, source)| source.path.strip_suffix("api.yaml")).collect();
    assert_eq!(ours, ["spec/control/"]);
    let is_vendors = |path: &str| !ours.iter().chain(&["spec/iso/"]).any(|folder| path.starts_with(folder));
    for (_, source) in sources.iter().filter(|(_, source)| is_vendors(&source.path)) {
        let file = read(&source.text, &source.path);
        for section in SECTIONS {
            for (name, of) in file.get(section).and_then(Value::as_object).into_iter().flatten() {
                if of.get("evidence").is_some() {
                    *known.entry(section).or_default() += 1;
                } else {
                    unknown.push(format!("{}: {name}", source.path));
                }
            }
        }
    }
    assert_eq!(unknown, [""; 0]);
    assert_eq!(known.into_keys().collect::<Vec<_>>(), ["enums", "objects", "tables", "unions"]);
}

/// Data, so that a program can tell what is inferred: not a sentence at the end of the reason.
#[test]
fn rules_and_profiles_carry_the_evidence_of_the_spec() {
    let mut sources = Sources::new();
    load::folders(root(), "spec", &mut sources).expect("the spec is readable");
    let mut compared = 0;
    for api in payspec_conformance::APIS {
        let folder = format!("spec/{}/", api.spec.name);
        for (_, source) in sources.iter().filter(|(_, source)| source.path.starts_with(&folder)) {
            let file: Value = serde_yaml::from_str(&source.text).expect("it is YAML");
            let Some(resource) = file.pointer("/resource/name").and_then(Value::as_str) else { continue };
            for (verb, operation) in file.get("operations").and_then(Value::as_object).into_iter().flatten() {
                let id = format!("{resource}.{verb}");
                let spec = api.operations.iter().find(|spec| spec.id == id).expect("it is generated");
                let rules = spec.rules.iter().chain(spec.warnings);
                let rules = rules.chain(spec.preconditions.iter().map(|against| &against.rule));
                let rules = rules.map(|rule| (rule.name, rule.because, rule.evidence));
                let profiles = spec.profiles.iter().map(|profile| (profile.name, profile.because, profile.evidence));
                let known: BTreeMap<_, _> =
                    rules.chain(profiles).map(|(name, why, known)| (name, (why, known))).collect();
                let written = operation.get("rules").and_then(Value::as_array).into_iter().flatten();
                let written = written.filter_map(|rule| Some((rule.get("name")?.as_str()?, rule)));
                let profiles = operation.get("profiles").and_then(Value::as_object).into_iter().flatten();
                for (name, rule) in written.chain(profiles.map(|(name, profile)| (name.as_str(), profile))) {
                    let (why, known) = known.get(name).unwrap_or_else(|| panic!("{id}: {name}"));
                    assert_eq!(rule["because"].as_str().map(str::trim), Some(*why), "{id}: {name}");
                    let level = rule.pointer("/evidence/level").and_then(Value::as_str);
                    let shipped = known.map(|known| match known.level {
                        EvidenceLevel::Documented => "documented",
                        EvidenceLevel::Sample => "sample",
                        EvidenceLevel::PublicClient => "public-client",
                        EvidenceLevel::Named => "named",
                        EvidenceLevel::Inferred => "inferred",
                    });
                    assert_eq!(shipped, level, "{id}: {name}");
                    let note = rule.pointer("/evidence/note").and_then(Value::as_str).unwrap_or_default();
                    assert_eq!(known.map_or("", |known| known.note).trim(), note.trim(), "{id}: {name}");
                    compared += usize::from(level.is_some());
                }
            }
        }
    }
    assert!(compared > 200, "{compared}");
}
