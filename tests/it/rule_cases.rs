//! Every rule and profile of every operation, kept and broken by name: so that one which can never be broken, or which
//! refuses everything, is found. The requests are files, `tests/corpus/centralpay/rules`.

use std::collections::{BTreeMap, BTreeSet};

use centralpay_model::API;
use payspec_core::{Check, Condition, Form, OperationSpec, Profile, Rule, Violation, Violations, check, check_against};
use serde::Deserialize;
use serde_json::Value;

use crate::support::files::root;

/// What a file holds; its README says how to write one. Requests are patches of the first.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    request: Value,
    #[serde(default)]
    keeps: Vec<Value>,
    #[serde(default)]
    breaks: BTreeMap<String, Vec<Value>>,
    #[serde(default)]
    profiles: BTreeMap<String, ProfileCases>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileCases {
    keeps: Vec<Value>,
    breaks: Vec<Value>,
}

impl Cases {
    fn patched(&self, patch: &Value) -> Value {
        let mut request = self.request.clone();
        merge(&mut request, patch);
        request
    }

    /// The requests that keep every rule.
    fn right(&self) -> Vec<Value> {
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

/// The cases of all operations that have some, by operation.
fn all() -> BTreeMap<String, Cases> {
    let folder = root().join("tests/corpus/centralpay/rules");
    let paths = std::fs::read_dir(&folder).expect("the corpus is part of the repository");
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

fn spec(id: &str) -> &'static OperationSpec {
    API.operations.iter().find(|spec| spec.id == id).unwrap_or_else(|| panic!("there is no operation {id}"))
}

/// The operations with their cases.
fn operations() -> Vec<(&'static OperationSpec, Cases)> {
    all().into_iter().map(|(id, cases)| (spec(&id), cases)).collect()
}

/// The parameters as they are sent: `name[key]=v`, `name[]=v`, `name[]={json}`.
fn form(spec: &OperationSpec, request: &Value) -> Form {
    let mut form = Form::new();
    for (name, value) in request.as_object().expect("a request is a map") {
        if !is_known_object(spec, name) {
            push(&mut form, name, value);
        }
    }
    form
}

fn push(form: &mut Form, name: &str, value: &Value) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| push(form, &format!("{name}[{key}]"), value)),
        Value::Array(items) => items.iter().for_each(|item| {
            form.push(format!("{name}[]"), text(item));
        }),
        value => {
            form.push(name, text(value));
        }
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Whether a member of a case is no parameter, but an object that rules hold the request against.
fn is_known_object(spec: &OperationSpec, name: &str) -> bool {
    spec.rules_against.iter().any(|rule| rule.object == name)
}

/// The names of everything that a request breaks.
fn broken(spec: &OperationSpec, chosen: Option<&Profile>, request: &Value) -> BTreeSet<&'static str> {
    let form = form(spec, request);
    let mut results = vec![check(spec.rules, spec.profiles, chosen, &form)];
    for (name, known) in request.as_object().expect("a request is a map") {
        if is_known_object(spec, name) {
            results.push(check_against(spec.rules_against, name, known, &form));
        }
    }
    let violations: Vec<Violation> =
        results.into_iter().filter_map(Result::err).flat_map(Violations::into_iter).collect();
    violations.iter().map(Violation::rule).collect()
}

/// Rules that come by themselves with what is required and with the forms of dates.
fn is_implied(rule: &Rule) -> bool {
    match rule.check {
        Check::Requires(_) => rule.when.is_none(),
        Check::Date { .. } => true,
        _ => false,
    }
}

fn rules(spec: &OperationSpec) -> Vec<Rule> {
    spec.rules.iter().copied().chain(spec.rules_against.iter().map(|rule| rule.rule)).collect()
}

#[test]
fn every_rule_and_profile_has_its_cases_and_the_reverse() {
    let cases = all();
    for spec in API.operations {
        let Some(cases) = cases.get(spec.id) else {
            assert!(rules(spec).is_empty() && spec.profiles.is_empty(), "{} has rules and no cases", spec.id);
            continue;
        };
        let names: BTreeSet<&str> = rules(spec).iter().filter(|rule| !is_implied(rule)).map(|rule| rule.name).collect();
        let broken: BTreeSet<&str> = cases.breaks.keys().map(String::as_str).collect();
        assert_eq!(broken, names, "rules of {}: those with cases, those there are", spec.id);
        assert!(cases.breaks.values().all(|cases| !cases.is_empty()), "{}: a rule without a case", spec.id);

        let names: BTreeSet<&str> = spec.profiles.iter().map(|profile| profile.name).collect();
        let tried: BTreeSet<&str> = cases.profiles.keys().map(String::as_str).collect();
        assert_eq!(tried, names, "profiles of {}: those with cases, those there are", spec.id);
        let is_whole = |cases: &ProfileCases| !cases.keeps.is_empty() && !cases.breaks.is_empty();
        assert!(cases.profiles.values().all(is_whole), "{}: a profile without a case", spec.id);
    }
    for id in cases.keys() {
        assert!(!rules(spec(id)).is_empty() || !spec(id).profiles.is_empty(), "{id} has cases and no rules");
    }
}

#[test]
fn what_keeps_the_rules_passes() {
    for (spec, cases) in operations() {
        for request in cases.right() {
            assert_eq!(broken(spec, None, &request), BTreeSet::new(), "{}: {request}", spec.id);
        }
    }
}

#[test]
fn what_breaks_a_rule_breaks_that_rule_and_no_other() {
    for (spec, cases) in operations() {
        for (name, patches) in &cases.breaks {
            for patch in patches {
                let found = broken(spec, None, &cases.patched(patch));
                assert_eq!(found, BTreeSet::from([name.as_str()]), "{}: {patch}", spec.id);
            }
        }
    }
}

#[test]
fn a_profile_lets_its_use_case_pass_and_nothing_else() {
    for (spec, cases) in operations() {
        for (name, cases_of) in &cases.profiles {
            let profile = spec.profile(name).expect("compared with the profiles there are");
            // One with a condition comes by itself.
            let chosen = Some(profile).filter(|profile| profile.when.is_none());
            for patch in &cases_of.keeps {
                let request = cases.patched(patch);
                assert_eq!(broken(spec, chosen, &request), BTreeSet::new(), "{} as {name}: {patch}", spec.id);
                let applies = profile.when.is_none_or(|when| holds(when, &form(spec, &request)));
                assert!(applies, "{}: {name} does not apply to {patch}", spec.id);
            }
            for patch in &cases_of.breaks {
                let found = broken(spec, chosen, &cases.patched(patch));
                assert_eq!(found, BTreeSet::from([name.as_str()]), "{} as {name}: {patch}", spec.id);
            }
        }
    }
}

/// Whether a condition holds for a request: then a rule that demands what nobody gives is broken.
fn holds(when: Condition, fields: &dyn payspec_core::Fields) -> bool {
    let impossible = Check::Requires(&["what nobody gives"]);
    check(&[Rule { name: "", when: Some(when), check: impossible, because: "" }], &[], None, fields).is_err()
}

/// Whether one of the fields is given: then a rule that forbids it is broken.
fn is_given(fields: &'static [&'static str], request: &dyn payspec_core::Fields) -> bool {
    fields.iter().any(|field| {
        let forbidden = Check::Forbids(std::slice::from_ref(field));
        check(&[Rule { name: "", when: None, check: forbidden, because: "" }], &[], None, request).is_err()
    })
}

/// Whether a rule has something to say about a request: it applies, and a field that it judges is there.
fn speaks_to(rule: &'static Rule, request: &dyn payspec_core::Fields) -> bool {
    let applies = rule.when.is_none_or(|when| holds(when, request));
    match &rule.check {
        // What forbids the field of its own condition only speaks to a request when it is broken.
        Check::Forbids(fields) => {
            let itself = rule.when.map(|when| when.field).filter(|field| fields.contains(field));
            if itself.is_some() { is_given(fields, request) } else { applies }
        }
        Check::ExactlyOneOf(fields)
        | Check::AtLeastOneOf(fields)
        | Check::AtMostOneOf(fields)
        | Check::AllOrNone(fields)
        | Check::Requires(fields) => applies && is_given(fields, request),
        Check::NotAbove { field, other } => {
            applies && is_given(std::slice::from_ref(field), request) && is_given(std::slice::from_ref(other), request)
        }
        Check::Range { field, .. }
        | Check::MultipleOf { field, .. }
        | Check::Length { field, .. }
        | Check::MaxItems { field, .. }
        | Check::Pattern { field, .. }
        | Check::OneOf { field, .. }
        | Check::NoneOf { field, .. }
        | Check::UniqueBy { field, .. }
        | Check::Luhn { field }
        | Check::Date { field, .. } => applies && is_given(std::slice::from_ref(field), request),
    }
}

#[test]
fn every_rule_speaks_to_a_request_that_keeps_it() {
    for (spec, cases) in operations() {
        let right = cases.right();
        let rules = spec.rules.iter().chain(spec.rules_against.iter().map(|against| &against.rule));
        for rule in rules {
            // As JSON, so that the objects beside the request can be looked into as well.
            let is_spoken_to = right.iter().any(|request| speaks_to(rule, request));
            assert!(is_spoken_to, "{}: no request that keeps {} has what it judges", spec.id, rule.name);
        }
    }
}

/// The objects that hold the field which a path leads to, through lists too.
fn holders<'v>(value: &'v mut Value, path: &[&str]) -> Vec<&'v mut serde_json::Map<String, Value>> {
    match (value, path) {
        (Value::Array(items), path) => items.iter_mut().flat_map(|item| holders(item, path)).collect(),
        (Value::Object(members), [name]) => {
            if members.contains_key(*name) {
                vec![members]
            } else {
                Vec::new()
            }
        }
        (Value::Object(members), [name, rest @ ..]) => {
            members.get_mut(*name).map(|value| holders(value, rest)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The first request that has a field, with something else in that field.
fn with(right: &[Value], field: &str, text: &str) -> Option<Value> {
    let path: Vec<&str> = field.split('.').collect();
    right.iter().find_map(|request| {
        let mut request = request.clone();
        let holders = holders(&mut request, &path);
        let is_there = !holders.is_empty();
        for members in holders {
            members.insert(path[path.len() - 1].to_owned(), text.into());
            // An object of nothing but blanks is none, so no rule would look into it.
            members.insert("somethingElse".to_owned(), "given".into());
        }
        is_there.then_some(request)
    })
}

#[test]
fn what_is_required_cannot_be_blank_and_a_date_must_be_one() {
    for (spec, cases) in operations() {
        let right = cases.right();
        for rule in spec.rules.iter().filter(|rule| is_implied(rule)) {
            let (fields, text) = match &rule.check {
                Check::Date { field, .. } => (std::slice::from_ref(field), "tomorrow"),
                Check::Requires(fields) => (*fields, ""),
                _ => unreachable!("nothing else is implied"),
            };
            for field in fields {
                let wrong = with(&right, field, text)
                    .unwrap_or_else(|| panic!("{}: no request that keeps the rules has `{field}`", spec.id));
                let found = broken(spec, None, &wrong);
                assert!(found.contains(rule.name), "{}: {} is not among {found:?}: {wrong}", spec.id, rule.name);
            }
        }
    }
}
