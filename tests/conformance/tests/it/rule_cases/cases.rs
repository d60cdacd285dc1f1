//! The files of cases.

use std::collections::BTreeMap;

use payspec_conformance::ApiClient;
use payspec_core::OperationSpec;
use serde::Deserialize;
use serde_json::Value;

use payspec_test_support::files::root;

/// All APIs.
pub(super) fn apis() -> impl Iterator<Item = &'static ApiClient> {
    payspec_conformance::APIS.iter().copied()
}

/// What a file holds; `spec/CASES.md` says how to write one. Requests are patches of the first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cases {
    pub(super) request: Value,
    #[serde(default)]
    pub(super) keeps: Vec<Value>,
    #[serde(default)]
    pub(super) breaks: BTreeMap<String, Vec<Value>>,
    #[serde(default)]
    pub(super) profiles: BTreeMap<String, ProfileCases>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileCases {
    pub(super) keeps: Vec<Value>,
    pub(super) breaks: Vec<Value>,
}

impl Cases {
    pub(super) fn patched(&self, patch: &Value) -> Value {
        let mut request = self.request.clone();
        merge(&mut request, patch);
        request
    }

    /// The requests that keep every rule.
    pub(super) fn right(&self) -> Vec<Value> {
        let of_profiles = self.profiles.values().flat_map(|profile| &profile.keeps);
        let patched = self.keeps.iter().chain(of_profiles).map(|patch| self.patched(patch));
        std::iter::once(self.request.clone()).chain(patched).collect()
    }
}

/// A JSON merge patch (RFC 7386).
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(changes) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let members = target.as_object_mut().expect("made an object above");
    for (name, change) in changes {
        if change.is_null() {
            members.remove(name);
        } else {
            merge(members.entry(name).or_insert(Value::Null), change);
        }
    }
}

/// The cases of all operations of an API that have some, by operation.
pub(super) fn all(api: &ApiClient) -> BTreeMap<String, Cases> {
    let folder = root().join(format!("spec/{}/cases", api.spec.name));
    // An API without rules has no cases.
    let paths = std::fs::read_dir(&folder).into_iter().flatten();
    let paths = paths.map(|entry| entry.expect("a readable folder").path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| {
            let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).expect("a readable file");
            let cases = serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, cases)
        })
        .collect()
}

pub(super) fn spec(api: &ApiClient, id: &str) -> &'static OperationSpec {
    api.operations
        .iter()
        .find(|spec| spec.id == id)
        .unwrap_or_else(|| panic!("{}: there is no operation {id}", api.spec.name))
}

/// The operations of all APIs, with their cases.
pub(super) fn operations() -> Vec<(&'static OperationSpec, Cases)> {
    apis().flat_map(|api| all(api).into_iter().map(|(id, cases)| (spec(api, &id), cases))).collect()
}
