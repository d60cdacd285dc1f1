//! Every type of the description says how it is known. The generator asks this of operations, events and files; here
//! it is asked of what they are made of.

use std::collections::BTreeMap;

use payspec_codegen::load;
use payspec_codegen::source::Sources;
use serde_json::Value;

use crate::support::files::root;

/// Sections of types. An id is known where it is used: by the evidence of the object or parameter that has it.
const SECTIONS: [&str; 5] = ["enums", "statuses", "objects", "unions", "tables"];

#[test]
fn every_type_says_how_it_is_known() {
    let mut sources = Sources::new();
    load::folders(root(), "spec", &mut sources).expect("the spec is readable");
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (_, source) in sources.iter().filter(|(_, source)| !source.path.starts_with("spec/iso/")) {
        let file: Value = serde_yaml::from_str(&source.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
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
    assert_eq!(known.into_keys().collect::<Vec<_>>(), ["enums", "objects", "statuses", "tables", "unions"]);
}
