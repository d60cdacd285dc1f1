//! Documents for other tools, of every API of the repository: those of the product and those that the language is tested with.

mod openapi;
mod schemas;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use payspec_codegen::emit::Documents;
use payspec_codegen::ir::Api;
use payspec_codegen::run::{PROJECTS, validate};
use payspec_codegen::target::{Content, Target};
use serde_json::Value;

const FOLDERS: Documents = Documents { openapi_dir: "openapi", schemas_dir: "schemas" };

/// An API with its documents.
struct Documented {
    api: &'static Api,
    openapi: Value,
    /// The schemas, by their paths below the folder of the API.
    schemas: BTreeMap<String, Value>,
}

fn all() -> &'static [Documented] {
    static ALL: OnceLock<Vec<Documented>> = OnceLock::new();
    ALL.get_or_init(|| {
        let root = crate::support::folder().join("..");
        let apis = validate(&root, PROJECTS).expect("the specs are right");
        let apis: &'static [_] = Box::leak(apis.into_boxed_slice());
        apis.iter().flat_map(|(_, apis)| apis).map(documented).collect()
    })
}

fn documented(api: &'static Api) -> Documented {
    let (mut openapi, mut schemas) = (Value::Null, BTreeMap::new());
    for output in FOLDERS.emit(api) {
        let Content::Text(text) = output.content else { panic!("{} is a text", output.path) };
        if output.path.starts_with("openapi/") {
            openapi = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", output.path));
        } else {
            let value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", output.path));
            let path =
                output.path.strip_prefix(&format!("schemas/{}/", api.name)).expect("it is below the API").to_owned();
            assert!(schemas.insert(path, value).is_none(), "{} is emitted twice", output.path);
        }
    }
    Documented { api, openapi, schemas }
}

/// Calls a function with every value of a document and its JSON pointer.
fn walk(value: &Value, at: &mut String, visit: &mut impl FnMut(&str, &Value)) {
    visit(at, value);
    let mut step = |name: &str, inner: &Value, at: &mut String| {
        let before = at.len();
        at.push('/');
        at.push_str(&name.replace('~', "~0").replace('/', "~1"));
        walk(inner, at, visit);
        at.truncate(before);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(name, inner)| step(name, inner, at)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, inner)| step(&index.to_string(), inner, at)),
        _ => {}
    }
}

/// No document has words that only users of Rust understand.
#[test]
fn no_document_names_things_of_rust() {
    for Documented { api, openapi, schemas } in all() {
        for value in std::iter::once(openapi).chain(schemas.values()) {
            walk(value, &mut String::new(), &mut |at, value| {
                let Some(text) = value.as_str() else { return };
                for word in ["crate::", "super::", "Option<", "Vec<", "`new`", "#["] {
                    assert!(!text.contains(word), "{} {at}: {word} in {text:?}", api.name);
                }
                let is_path = |(at, _): (usize, &str)| {
                    text[..at].ends_with(char::is_alphanumeric) && text[at + 2..].starts_with(char::is_alphanumeric)
                };
                assert!(!text.match_indices("::").any(is_path), "{} {at}: a path of Rust in {text:?}", api.name);
            });
        }
    }
}
