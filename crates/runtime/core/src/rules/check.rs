//! Rule evaluation: which rules apply, and the checks of which fields are given.

use super::fields::Fields;
use super::message::{self, Finding};
use super::quick;
use super::scope::{Path, Place, split};
use super::values::check_values;
use super::{Check, Condition, Profile, Rule, Test, Violation, Violations};

/// Checks parameters against rules and profiles, and returns all violations.
///
/// A profile applies if its condition holds, and `chosen` applies in addition, whatever its condition. The fields that
/// a profile requires are looked up from the top.
pub fn check(
    rules: &[Rule],
    profiles: &[Profile],
    chosen: Option<&Profile>,
    fields: &dyn Fields,
) -> Result<(), Violations> {
    let node = fields.node();
    let root = || Place::root(&node, fields.style());
    let mut violations = Vec::new();
    for rule in rules.iter().filter(|rule| !quick::is_kept(rule, &node)) {
        check_rule(rule, root(), &mut violations);
    }
    drop_what_follows(&mut violations);
    let mut violations: Vec<_> = violations.into_iter().map(|(_, violation)| violation).collect();
    let by_itself = profiles.iter().filter(|profile| {
        let holds = profile.when.is_some_and(|condition| {
            quick::holds(condition, &node).unwrap_or_else(|| holds(condition, &split(condition.field), &root()))
        });
        holds && chosen.is_none_or(|chosen| chosen.name != profile.name)
    });
    for profile in by_itself.chain(chosen) {
        check_profile(profile, chosen, &root(), &mut violations);
    }
    Violations::from_vec(violations).map_or(Ok(()), Err)
}

/// A required text that is empty is reported as missing only, not also as malformed.
fn drop_what_follows(violations: &mut Vec<(Check, Violation)>) {
    let is_missing = |check: &Check| matches!(check, Check::Requires(_));
    let missing = violations.iter().filter(|(check, _)| is_missing(check));
    let missing: Vec<String> = missing.flat_map(|(_, violation)| violation.fields().to_vec()).collect();
    violations.retain(|(check, violation)| {
        check.is_of_presence() || !matches!(violation.fields(), [field] if missing.contains(field))
    });
}

pub(super) fn check_rule(rule: &Rule, root: Place<'_>, violations: &mut Vec<(Check, Violation)>) {
    let mut paths: Vec<Path<'_>> = rule.check.fields().into_iter().map(split).collect();
    paths.extend(rule.when.map(|condition| split(condition.field)));
    let (scopes, depth) = root.scopes(&paths);
    // Relative to the object that the rule applies to; a path is never shorter than its scope's.
    let paths: Vec<&[&str]> = paths.iter().map(|path| &path[depth..]).collect();
    for scope in scopes {
        let mut paths = paths.as_slice();
        let mut suffix = String::new();
        if let (Some(condition), Some((path, others))) = (rule.when, paths.split_last()) {
            if !holds(condition, path, &scope) {
                continue;
            }
            suffix = message::applies_when(condition, &names(&scope.find(path)));
            paths = others;
        }
        let broken = paths.iter().flat_map(|path| scope.find(path)).find(|place| place.is_unreadable);
        let findings = match (&broken, rule.check) {
            (Some(broken), _) => vec![message::broken_json(broken)],
            (None, check) if check.is_of_presence() => check_presence(&check, paths, &scope),
            (None, check) => check_values(&check, paths, &scope),
        };
        violations.extend(findings.into_iter().map(|finding| {
            let message = format!("{}{suffix}", finding.message);
            (rule.check, Violation::new(finding.fields, rule.name, message, rule.because).known_by(rule.evidence))
        }));
    }
}

fn holds(condition: Condition, path: &[&str], scope: &Place<'_>) -> bool {
    let places = scope.find(path);
    match condition.is {
        Test::Present => places.iter().any(Place::is_given),
        Test::Absent => !places.iter().any(Place::is_given),
        Test::OneOf(values) => has_one_of(places, values),
        Test::NoneOf(values) => !has_one_of(places, values),
    }
}

fn has_one_of(places: Vec<Place<'_>>, values: &[&str]) -> bool {
    places.into_iter().flat_map(Place::texts).any(|(_, text)| values.contains(&text))
}

fn check_profile(profile: &Profile, chosen: Option<&Profile>, root: &Place<'_>, violations: &mut Vec<Violation>) {
    let is_chosen = chosen.is_some_and(|chosen| std::ptr::eq(chosen, profile));
    let suffix = match profile.when {
        Some(condition) if !is_chosen => {
            let places = root.find(&split(condition.field));
            message::applies_when(condition, &names(&places))
        }
        _ => String::new(),
    };
    let mut report = |finding: Finding| {
        let message = format!("{}{suffix}", finding.message);
        violations
            .push(Violation::new(finding.fields, profile.name, message, profile.because).known_by(profile.evidence));
    };
    let places = |fields: &[&'static str]| -> Vec<Place<'_>> {
        let paths = fields.iter().map(|field| split(field));
        paths.flat_map(|path| root.find(&path)).collect()
    };
    let missing = places(profile.requires);
    for place in missing.iter().filter(|place| !place.is_given()) {
        report(message::missing(place.name()));
    }
    let given = places(profile.forbids);
    for place in &given {
        if place.is_unreadable {
            report(message::broken_json(place));
        } else if place.is_given() {
            report(message::forbidden(place.name()));
        }
    }
}

fn check_presence(check: &Check, paths: &[&[&str]], scope: &Place<'_>) -> Vec<Finding> {
    // A field counts as given if it is given in one place, and as complete if it is given in all of them.
    let fields: Vec<Vec<Place<'_>>> = paths.iter().map(|path| scope.find(path)).collect();
    let is_given = |places: &Vec<Place<'_>>| places.iter().any(Place::is_given);
    let given: Vec<String> = fields
        .iter()
        .filter(|places| is_given(places))
        .filter_map(|places| places.iter().find(|place| place.is_given()))
        .map(Place::name)
        .collect();
    let all = || -> Vec<String> {
        let first = fields.iter().filter_map(|places| places.first());
        first.map(Place::name).collect()
    };
    match check {
        Check::ExactlyOneOf(_) if given.is_empty() => vec![message::none_given(all(), "exactly")],
        Check::AtLeastOneOf(_) if given.is_empty() => vec![message::none_given(all(), "at least")],
        Check::ExactlyOneOf(_) if given.len() > 1 => vec![message::given_together(given, "exactly")],
        Check::AtMostOneOf(_) if given.len() > 1 => vec![message::given_together(given, "at most")],
        Check::AllOrNone(_) if !given.is_empty() && given.len() < fields.len() => {
            let missing = fields.iter().filter(|places| !is_given(places));
            let missing = missing.filter_map(|places| places.first());
            vec![message::incomplete(missing.map(Place::name).collect(), &given)]
        }
        Check::Requires(_) => {
            let missing = fields.iter().flatten().filter(|place| !place.is_given());
            missing.map(|place| message::missing(place.name())).collect()
        }
        Check::Forbids(_) => {
            let given = fields.iter().flatten().filter(|place| place.is_given());
            given.map(|place| message::forbidden(place.name())).collect()
        }
        _ => Vec::new(),
    }
}

fn names(places: &[Place<'_>]) -> Vec<String> {
    places.iter().map(Place::name).collect()
}
