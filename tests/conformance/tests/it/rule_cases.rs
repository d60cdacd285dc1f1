//! Every rule, warning and profile of every operation, kept and broken by name: so that one which can never be broken,
//! or which refuses everything, is found. The requests are files, `spec/<api>/cases`.

use std::collections::BTreeSet;

use payspec_core::{
    BodyFormat, Check, Condition, Fields, Form, OperationSpec, Profile, Rule, Test, Violation, Violations, check,
    check_preconditions,
};
use serde_json::Value;

mod cases;
mod derived;

use self::cases::{Cases, ProfileCases, all, apis, operations, spec};

/// The parameters as they are sent, which is how rules see them.
fn sent(spec: &OperationSpec, request: &Value) -> Box<dyn Fields> {
    if spec.body != BodyFormat::Json {
        return Box::new(form(spec, request));
    }
    let mut sent = request.clone();
    sent.as_object_mut().expect("a request is a map").retain(|name, _| !is_known_object(spec, name));
    Box::new(sent)
}

/// As a form: `name[key]=v`, `name[]=v`, `name[]={json}`.
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
    spec.preconditions.iter().any(|rule| rule.object == name)
}

/// The names of everything that a request breaks.
fn broken(spec: &OperationSpec, chosen: Option<&Profile>, request: &Value) -> BTreeSet<&'static str> {
    let sent = sent(spec, request);
    let mut results = vec![check(spec.rules, spec.profiles, chosen, &*sent), check(spec.warnings, &[], None, &*sent)];
    for (name, known) in request.as_object().expect("a request is a map") {
        if is_known_object(spec, name) {
            results.push(check_preconditions(spec.preconditions, name, known, &*sent));
        }
    }
    let violations: Vec<Violation> =
        results.into_iter().filter_map(Result::err).flat_map(Violations::into_iter).collect();
    violations.iter().map(Violation::rule).collect()
}

/// Rules that come by themselves with what is required, with the forms of dates and with the formats of texts.
fn is_implied(rule: &Rule) -> bool {
    match rule.check {
        Check::Requires(_) => rule.when.is_none(),
        Check::Date { .. } | Check::Format { .. } => true,
        _ => false,
    }
}

/// Bounds of a length or a number: the test goes beyond them itself, so they need no cases.
fn is_limit(rule: &Rule) -> bool {
    rule.when.is_none()
        && match rule.check {
            Check::Length { max, .. } => max.is_some(),
            Check::Range { .. } => true,
            _ => false,
        }
}

fn rules(spec: &OperationSpec) -> Vec<Rule> {
    let of_request = spec.rules.iter().chain(spec.warnings).copied();
    of_request.chain(spec.preconditions.iter().map(|rule| rule.rule)).collect()
}

/// What is wrong with the cases, all at once: whoever changes the spec wants to see every case to write.
fn assert_none(problems: &[String]) {
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// What one list of names has and the other has not.
fn differences(of: &str, there_are: &BTreeSet<&str>, with_cases: &BTreeSet<&str>) -> Vec<String> {
    let missing = there_are.difference(with_cases).map(|name| format!("{of}: {name} has no case"));
    let gone = with_cases.difference(there_are).map(|name| format!("{of}: {name} has cases and does not exist"));
    missing.chain(gone).collect()
}

#[test]
fn every_rule_and_profile_has_its_cases_and_the_reverse() {
    let mut problems = Vec::new();
    for api in apis() {
        let cases = all(api);
        problems.extend(api.operations.iter().flat_map(|spec| without_case(spec, cases.get(spec.id))));
        let needless = cases.keys().filter(|id| has_no_rules(spec(api, id)));
        problems.extend(needless.map(|id| format!("{id}: there are cases and no rules")));
    }
    assert_none(&problems);
}

/// Formats of texts need no file: their test makes its own requests.
fn has_no_rules(spec: &OperationSpec) -> bool {
    rules(spec).iter().all(is_format) && spec.profiles.is_empty()
}

fn is_format(rule: &Rule) -> bool {
    matches!(rule.check, Check::Format { .. })
}

/// What is missing among the cases of an operation, or too much.
fn without_case(spec: &OperationSpec, cases: Option<&Cases>) -> Vec<String> {
    let Some(cases) = cases else {
        // What comes by itself with the parameters needs none; where there is a file, the test tries that too.
        let is_missing = !spec.profiles.is_empty() || !rules(spec).iter().all(is_implied);
        return is_missing.then(|| format!("{}: there is no file of cases", spec.id)).into_iter().collect();
    };
    let (rules, profiles) = (rules(spec), spec.profiles.iter().map(|profile| profile.name).collect());
    let has_cases = |rule: &Rule| cases.breaks.contains_key(rule.name);
    let needs_cases = |rule: &&Rule| !is_implied(rule) && (!is_limit(rule) || has_cases(rule));
    let there_are = rules.iter().filter(needs_cases).map(|rule| rule.name).collect();
    let broken = cases.breaks.iter().filter(|(_, cases)| !cases.is_empty()).map(|(name, _)| name.as_str()).collect();
    let is_whole = |cases: &ProfileCases| !cases.keeps.is_empty() && !cases.breaks.is_empty();
    let tried = cases.profiles.iter().filter(|(_, cases)| is_whole(cases)).map(|(name, _)| name.as_str()).collect();
    let mut problems = differences(spec.id, &there_are, &broken);
    problems.extend(differences(spec.id, &profiles, &tried));
    problems
}

#[test]
fn what_keeps_the_rules_passes() {
    let mut problems = Vec::new();
    for (spec, cases) in operations() {
        for request in cases.right() {
            let found = broken(spec, None, &request);
            if !found.is_empty() {
                problems.push(format!("{}: {request} breaks {found:?}", spec.id));
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn what_breaks_a_rule_breaks_that_rule_and_no_other() {
    let mut problems = Vec::new();
    for (spec, cases) in operations() {
        for (name, patches) in &cases.breaks {
            for patch in patches {
                let found = broken(spec, None, &cases.patched(patch));
                if found != BTreeSet::from([name.as_str()]) {
                    problems.push(format!("{}: {patch} breaks {found:?} and was to break {name}", spec.id));
                }
            }
        }
    }
    assert_none(&problems);
}

#[test]
fn a_profile_lets_its_use_case_pass_and_nothing_else() {
    let mut problems = Vec::new();
    for (spec, cases) in operations() {
        for (name, cases_of) in &cases.profiles {
            // Another test checks that there is one.
            let Some(profile) = spec.profile(name) else { continue };
            // One with a condition comes by itself.
            let chosen = Some(profile).filter(|profile| profile.when.is_none());
            let right = cases_of.keeps.iter().map(|patch| (patch, BTreeSet::new()));
            let wrong = cases_of.breaks.iter().map(|patch| (patch, BTreeSet::from([name.as_str()])));
            for (patch, expected) in right.chain(wrong) {
                let request = cases.patched(patch);
                let found = broken(spec, chosen, &request);
                if found != expected {
                    problems.push(format!("{} as {name}: {patch} breaks {found:?}, not {expected:?}", spec.id));
                }
                if !profile.when.is_none_or(|when| holds(when, &*sent(spec, &request))) {
                    problems.push(format!("{}: {name} does not apply to {patch}", spec.id));
                }
            }
        }
    }
    assert_none(&problems);
}

/// Whether a condition holds for a request: then a rule that demands what nobody gives is broken.
fn holds(when: Condition, fields: &dyn payspec_core::Fields) -> bool {
    let impossible = Check::Requires(&["what nobody gives"]);
    check(&[Rule { name: "", when: Some(when), check: impossible, because: "", evidence: None }], &[], None, fields)
        .is_err()
}

/// Whether a field is given.
fn is_given(field: &'static str, request: &Value) -> bool {
    holds(Condition { field, is: Test::Present }, request)
}

/// Whether a rule has something to say about a request: it applies, and a field that it judges is there.
fn speaks_to(rule: &'static Rule, object: Option<&str>, request: &Value) -> bool {
    let applies = rule.when.is_none_or(|when| holds(when, request));
    match &rule.check {
        // What forbids the field of its own condition only applies to a request that breaks it. It speaks to one where
        // the field has another value, or where the object that must not have the field is there.
        Check::Forbids(fields) => match rule.when.filter(|when| fields.contains(&when.field)) {
            Some(when) if when.is == Test::Present => {
                object.is_some_and(|object| request.get(object).is_some_and(Value::is_object))
            }
            Some(_) => fields.iter().any(|field| is_given(field, request)),
            None => applies,
        },
        Check::ExactlyOneOf(fields)
        | Check::AtLeastOneOf(fields)
        | Check::AtMostOneOf(fields)
        | Check::AllOrNone(fields)
        | Check::Requires(fields) => applies && fields.iter().any(|field| is_given(field, request)),
        check => applies && check.fields().into_iter().all(|field| is_given(field, request)),
    }
}

#[test]
fn every_rule_speaks_to_a_request_that_keeps_it() {
    let mut problems = Vec::new();
    for (spec, cases) in operations() {
        let right = cases.right();
        let own = spec.rules.iter().chain(spec.warnings).map(|rule| (rule, None));
        let against = spec.preconditions.iter().map(|against| (&against.rule, Some(against.object)));
        for (rule, object) in own.chain(against) {
            // As JSON, so that the objects next to the request can be looked into as well.
            let is_spoken_to = is_format(rule) || right.iter().any(|request| speaks_to(rule, object, request));
            if !is_spoken_to {
                problems.push(format!("{}: no request that keeps {} has what it judges", spec.id, rule.name));
            }
        }
    }
    assert_none(&problems);
}
