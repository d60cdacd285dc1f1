//! The showcase APIs are right, and with the public ones they use all there is.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use payspec_codegen::names::RESERVED_TYPES;
use payspec_codegen::types::Builtin;

use crate::language::{Constructs, Language};
use crate::support::{Run, public_api, public_apis, showcase, spec_of};

#[test]
fn has_no_diagnostics() {
    let run = Run::over(showcase());
    assert!(run.diagnostics.is_empty(), "{}", run.rendered());
}

#[test]
fn uses_every_construct_of_the_language() {
    let language = Language::new();
    let public = public_apis().iter().flat_map(|api| public_api(api)).collect::<Vec<_>>();
    // The one API of our own says so.
    let own = spec_of("control");
    let used: Constructs =
        showcase().iter().chain(&public).chain(&own).flat_map(|(_, text)| language.used_in(text)).collect();
    let missing: Vec<String> = language.all().difference(&used).cloned().collect();
    assert!(missing.is_empty(), "neither the showcases nor the public APIs use {missing:#?}");
}

#[test]
fn uses_every_type_and_shape() {
    let text: String = showcase().into_iter().map(|(_, text)| text).collect();
    for (name, _) in Builtin::ALL {
        // A file stands only for the body of an answer.
        let key = if name == "bytes" { "body" } else { "type" };
        let written = [",", "\n", " }"].map(|end| format!("{key}: {name}{end}"));
        assert!(written.iter().any(|written| text.contains(written)), "{name}");
    }
    for shape in ["type: list<", "body: list<", "body: search<"] {
        assert!(text.contains(shape), "{shape}");
    }
}

/// A spec that declares a type of such a name would make two of one name in a file.
#[test]
fn no_type_may_have_the_name_of_what_its_module_imports() {
    let crates = crate::support::folder().join("../tests/language/crates");
    let folder = |name: &str| crates.join(name).join("src/generated");
    let mut imported = BTreeSet::new();
    for path in ["showcase/model", "showcase/files"].iter().flat_map(|name| rust_files(&folder(name))) {
        // This one holds no type of a spec.
        if path.ends_with("api_spec.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a generated file is text");
        for uses in text.split("use payspec_core::").skip(1).filter_map(|rest| rest.split(';').next()) {
            let names = uses
                .split(|c: char| !c.is_alphanumeric())
                .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
            imported.extend(names.map(str::to_owned));
        }
    }
    assert!(imported.contains("Violations") && imported.len() > 20, "{imported:?}");
    imported.retain(|name| !RESERVED_TYPES.contains(&name.as_str()));
    assert!(imported.is_empty(), "{imported:?} are not reserved");
}

fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("the showcase is generated");
    entries.map(|entry| entry.expect("an entry of the folder can be read").path()).collect()
}
