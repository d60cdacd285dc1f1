//! Rules, warnings, preconditions and profiles.

use super::super::finder::{Finder, Pairs, Spot, pairs};
use super::super::rule::Rule as Kind;
use super::super::table::rules as table;
use crate::ir::{Check, Condition, Operation, Precondition, Profile, Rule, Test};

/// Those of an operation. Rules of the objects that it sends are compared with the objects.
pub(super) fn of_operation<'a>(finder: &mut Finder, spot: &Spot<'a>, old: &'a Operation, new: &'a Operation) {
    lists(finder, spot, (&old.rules, &old.warnings), (&new.rules, &new.warnings));
    preconditions(finder, spot, &old.preconditions, &new.preconditions);
    profiles(finder, spot, &old.profiles, &new.profiles);
}

/// The rules and warnings of an operation, an object or a file.
pub(super) fn lists<'a>(
    finder: &mut Finder,
    spot: &Spot<'a>,
    (old, old_warnings): (&'a [Rule], &'a [Rule]),
    (new, new_warnings): (&'a [Rule], &'a [Rule]),
) {
    let Pairs { mut removed, mut added, both } = pairs(own(old), own(new), |rule| rule.name.as_str());
    let warnings = pairs(own(old_warnings), own(new_warnings), |rule| rule.name.as_str());
    let (mut gone, mut fresh) = (warnings.removed, warnings.added);
    for rule in take_common(&mut removed, &mut fresh) {
        finder.add(
            table::NOW_WARNS,
            &at(spot, rule),
            format!("rule `{}` only warns now", rule.name),
            ("rule", "warning"),
        );
    }
    for rule in take_common(&mut gone, &mut added) {
        let message = format!("warning `{}` now refuses requests", rule.name);
        finder.add(table::NOW_REFUSES, &at(spot, rule), message, ("warning", "rule"));
    }
    for (was, is) in renamed(&mut removed, &mut added) {
        let here = spot.at_each(&["rules", &format!("name={}", was.name)], &["rules", &format!("name={}", is.name)]);
        let message = format!("rule `{}` is now called `{}`", was.name, is.name);
        finder.add(table::RULE_RENAMED, &here, message, (was.name.as_str(), is.name.as_str()));
    }
    for rule in removed {
        finder.removed(table::RULE_REMOVED, &at(spot, rule), &format!("rule `{}`", rule.name));
    }
    for rule in added {
        let here = at(spot, rule).known(None, rule.evidence.as_ref());
        finder.added(table::RULE_ADDED, &here, &format!("rule `{}`", rule.name));
    }
    for (was, is) in both {
        one(finder, spot, was, is);
    }
    for rule in gone {
        finder.removed(table::WARNING_REMOVED, &at(spot, rule), &format!("warning `{}`", rule.name));
    }
    for rule in fresh {
        finder.added(table::WARNING_ADDED, &at(spot, rule), &format!("warning `{}`", rule.name));
    }
    for (was, is) in warnings.both {
        if !is_same(&was.check, &is.check) || was.when != is.when {
            let message = format!("warning `{}` is about other requests", was.name);
            finder.add(table::WARNING_CHANGED, &at(spot, was), message, (brief(was), brief(is)));
        }
    }
}

/// Rules that a spec writes. Those that follow from a `format` or from accepted codes are compared there.
fn own(rules: &[Rule]) -> impl Iterator<Item = &Rule> {
    let is_implied = |rule: &&Rule| matches!(rule.check, Check::Format { .. });
    rules.iter().filter(move |rule| !is_implied(rule) && !is_of_declaration(rule))
}

/// Whether the rule follows from the declaration of a field or table.
fn is_of_declaration(rule: &Rule) -> bool {
    match &rule.check {
        Check::OneOf { field, .. } => rule.name == crate::names::accepted_rule(field),
        Check::Date { field, .. } => rule.name == crate::names::form_rule(field),
        _ => rule.name == crate::ir::rule::REQUIRED,
    }
}

fn at<'a>(spot: &Spot<'a>, rule: &Rule) -> Spot<'a> {
    spot.at(&["rules", &format!("name={}", rule.name)])
}

/// Rules of the same name in two lists, taken out of both.
fn take_common<'a>(first: &mut Vec<&'a Rule>, second: &mut Vec<&'a Rule>) -> Vec<&'a Rule> {
    let names: Vec<String> = second.iter().map(|rule| rule.name.clone()).collect();
    let common: Vec<&Rule> = first.iter().copied().filter(|rule| names.contains(&rule.name)).collect();
    first.retain(|rule| !names.contains(&rule.name));
    second.retain(|rule| common.iter().all(|other| other.name != rule.name));
    common
}

/// Rules that check the same under another name.
fn renamed<'a>(removed: &mut Vec<&'a Rule>, added: &mut Vec<&'a Rule>) -> Vec<(&'a Rule, &'a Rule)> {
    let mut found = Vec::new();
    removed.retain(|was| {
        let Some(place) = added.iter().position(|is| (&is.check, &is.when) == (&was.check, &was.when)) else {
            return true;
        };
        found.push((*was, added.remove(place)));
        false
    });
    found
}

/// What a rule says, as a fact of the change.
fn brief(rule: &Rule) -> String {
    format!(
        "{}{}",
        rule.check.written(),
        rule.when.as_ref().map(|when| format!(" when {}", test(when))).unwrap_or_default()
    )
}

fn one<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a Rule, is: &'a Rule) {
    let Rule { name, when, check, because: _, evidence } = was;
    let here = at(spot, was).known(evidence.as_ref(), is.evidence.as_ref());
    if !is_same(check, &is.check) {
        let (rule, what) = compared(check, &is.check);
        let message = format!("rule `{name}` {what}");
        finder.add(rule, &here, message, (check.written(), is.check.written()));
    }
    if *when != is.when {
        let (rule, what) = match condition(when.as_ref(), is.when.as_ref()) {
            Size::More => (table::CONDITION_WIDENED, "applies to more requests"),
            Size::Less => (table::CONDITION_NARROWED, "applies to fewer requests"),
            Size::Same | Size::Other => (table::CONDITION_CHANGED, "applies to other requests"),
        };
        let shown = |when: &Option<Condition>| when.as_ref().map(test).unwrap_or_default();
        finder.add(rule, &here.at(&["when"]), format!("rule `{name}` {what}"), (shown(when), shown(&is.when)));
    }
    finder.own_evidence(&here, &format!("rule `{name}`"), (evidence.as_ref(), is.evidence.as_ref()));
}

/// Whether two checks accept the same. What a pattern means is said to people only.
fn is_same(was: &Check, is: &Check) -> bool {
    match (was, is) {
        (Check::Pattern { field, pattern, .. }, Check::Pattern { field: other, pattern: now, .. }) => {
            (field, pattern) == (other, now)
        }
        _ => was == is,
    }
}

/// How much one of two accepts, compared with the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    Same,
    Less,
    More,
    Other,
}

impl Size {
    /// Both bounds together.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, Self::Same) | (Self::Same, one) => one,
            (one, two) if one == two => one,
            _ => Self::Other,
        }
    }

    fn of_set(was: &[String], is: &[String]) -> Self {
        let (has_lost, has_more) = (was.iter().any(|one| !is.contains(one)), is.iter().any(|one| !was.contains(one)));
        match (has_lost, has_more) {
            (false, false) => Self::Same,
            (true, false) => Self::Less,
            (false, true) => Self::More,
            (true, true) => Self::Other,
        }
    }

    fn reversed(self) -> Self {
        match self {
            Self::Less => Self::More,
            Self::More => Self::Less,
            other => other,
        }
    }

    /// The two bounds of a range, where a missing one accepts everything.
    fn of_range<T: Ord + Copy>(
        (low, high): (Option<T>, Option<T>),
        (new_low, new_high): (Option<T>, Option<T>),
    ) -> Self {
        let bound = |order: std::cmp::Ordering| match order {
            std::cmp::Ordering::Equal => Self::Same,
            std::cmp::Ordering::Greater => Self::Less,
            std::cmp::Ordering::Less => Self::More,
        };
        // A missing lower bound is below all others, which is the order of `None`; a missing upper bound is above.
        let lower = bound(new_low.cmp(&low));
        let upper = match (high, new_high) {
            (None, None) => Self::Same,
            (None, Some(_)) => Self::Less,
            (Some(_), None) => Self::More,
            (Some(old), Some(new)) => bound(old.cmp(&new)),
        };
        lower.and(upper)
    }
}

/// The rule for a check that differs, and what to say of it.
fn compared(was: &Check, is: &Check) -> (&'static Kind, &'static str) {
    use Check::{
        AtLeastOneOf, AtMostOneOf, Forbids, Length, MaxItems, MinItems, MultipleOf, NoneOf, OneOf, Pattern, Range,
        Requires,
    };
    let choose =
        |size: Size, less: &'static Kind, more: &'static Kind, (few, many): (&'static str, &'static str)| match size {
            Size::More => (more, many),
            Size::Other => (less, "accepts other values, and no longer some of the old ones"),
            Size::Less | Size::Same => (less, few),
        };
    match (was, is) {
        (Range { field, min, max }, Range { field: other, min: low, max: high }) if field == other => choose(
            Size::of_range((*min, *max), (*low, *high)),
            table::RANGE_TIGHTENED,
            table::RANGE_LOOSENED,
            ("accepts fewer numbers", "accepts more numbers"),
        ),
        (MultipleOf { field, of }, MultipleOf { field: other, of: now }) if field == other => choose(
            if *now != 0 && of % now == 0 { Size::More } else { Size::Less },
            table::RANGE_TIGHTENED,
            table::RANGE_LOOSENED,
            ("accepts fewer multiples", "accepts more multiples"),
        ),
        (Length { field, min, max }, Length { field: other, min: low, max: high }) if field == other => choose(
            Size::of_range((*min, *max), (*low, *high)),
            table::LENGTH_TIGHTENED,
            table::LENGTH_LOOSENED,
            ("accepts fewer lengths", "accepts more lengths"),
        ),
        (MinItems { field, min }, MinItems { field: other, min: low }) if field == other => choose(
            if low < min { Size::More } else { Size::Less },
            table::ITEMS_TIGHTENED,
            table::ITEMS_LOOSENED,
            ("demands more items", "demands fewer items"),
        ),
        (MaxItems { field, max }, MaxItems { field: other, max: high }) if field == other => choose(
            if high > max { Size::More } else { Size::Less },
            table::ITEMS_TIGHTENED,
            table::ITEMS_LOOSENED,
            ("accepts fewer items", "accepts more items"),
        ),
        (OneOf { field, values }, OneOf { field: other, values: now }) if field == other => choose(
            Size::of_set(values, now),
            table::VALUES_TIGHTENED,
            table::VALUES_LOOSENED,
            ("accepts fewer values", "accepts more values"),
        ),
        (NoneOf { field, values }, NoneOf { field: other, values: now }) if field == other => choose(
            Size::of_set(values, now).reversed(),
            table::VALUES_TIGHTENED,
            table::VALUES_LOOSENED,
            ("rejects more values", "rejects fewer values"),
        ),
        (Pattern { field, .. }, Pattern { field: other, .. }) if field == other => {
            (table::PATTERN_CHANGED, "has another pattern")
        }
        (Requires(fields), Requires(now))
        | (Forbids(fields), Forbids(now))
        | (AtMostOneOf(fields), AtMostOneOf(now)) => choose(
            Size::of_set(fields, now).reversed(),
            table::PRESENCE_TIGHTENED,
            table::PRESENCE_LOOSENED,
            ("is about more fields", "is about fewer fields"),
        ),
        (AtLeastOneOf(fields), AtLeastOneOf(now)) => choose(
            Size::of_set(fields, now),
            table::PRESENCE_TIGHTENED,
            table::PRESENCE_LOOSENED,
            ("is satisfied by fewer fields", "is satisfied by more fields"),
        ),
        _ => (table::RULE_REPLACED, "checks something else"),
    }
}

/// A condition, as a fact of the change.
fn test(when: &Condition) -> String {
    let Condition { field, test } = when;
    match test {
        Test::Present => format!("{field} is present"),
        Test::Absent => format!("{field} is absent"),
        Test::OneOf(values) => format!("{field} is {}", values.join(",")),
        Test::NoneOf(values) => format!("{field} is not {}", values.join(",")),
    }
}

/// To how many requests a rule applies, compared with before.
fn condition(was: Option<&Condition>, is: Option<&Condition>) -> Size {
    match (was, is) {
        (None, None) => Size::Same,
        (None, Some(_)) => Size::Less,
        (Some(_), None) => Size::More,
        (Some(was), Some(is)) if was.field != is.field => Size::Other,
        (Some(was), Some(is)) => match (&was.test, &is.test) {
            (Test::OneOf(was), Test::OneOf(is)) => Size::of_set(was, is),
            (Test::NoneOf(was), Test::NoneOf(is)) => Size::of_set(was, is).reversed(),
            (Test::OneOf(_), Test::Present) => Size::More,
            (Test::Present, Test::OneOf(_)) => Size::Less,
            _ => Size::Other,
        },
    }
}

fn preconditions(finder: &mut Finder, spot: &Spot<'_>, old: &[Precondition], new: &[Precondition]) {
    let Pairs { removed, added, both } = pairs(old, new, |one| (one.rule.name.as_str(), one.object.as_str()));
    let name = |one: &Precondition| format!("precondition `{}` on `{}`", one.rule.name, one.object);
    for one in removed {
        finder.removed(table::PRECONDITION_REMOVED, &at(spot, &one.rule), &name(one));
    }
    for one in added {
        finder.added(table::PRECONDITION_ADDED, &at(spot, &one.rule), &name(one));
    }
    for (was, is) in both {
        let here = at(spot, &was.rule).known(was.rule.evidence.as_ref(), is.rule.evidence.as_ref());
        if (&was.rule.check, &was.rule.when) != (&is.rule.check, &is.rule.when) {
            let message = format!("{} demands something else", name(was));
            finder.add(table::PRECONDITION_CHANGED, &here, message, (brief(&was.rule), brief(&is.rule)));
        }
    }
}

fn profiles(finder: &mut Finder, spot: &Spot<'_>, old: &[Profile], new: &[Profile]) {
    let Pairs { removed, added, both } = pairs(old, new, |profile| profile.name.as_str());
    let at = |profile: &Profile| spot.at(&["profiles", &profile.name]);
    for profile in removed {
        finder.removed(table::PROFILE_REMOVED, &at(profile), &format!("profile `{}`", profile.name));
    }
    for profile in added {
        finder.added(table::PROFILE_ADDED, &at(profile), &format!("profile `{}`", profile.name));
    }
    for (was, is) in both {
        let Profile { name, docs: _, when, requires, forbids, because: _, evidence } = was;
        let here = at(was).known(evidence.as_ref(), is.evidence.as_ref());
        let size = Size::of_set(requires, &is.requires).and(Size::of_set(forbids, &is.forbids));
        let facts = |requires: &[String], forbids: &[String]| {
            format!("requires {} forbids {}", requires.join(","), forbids.join(","))
        };
        let facts = (facts(requires, forbids), facts(&is.requires, &is.forbids));
        match size {
            Size::Same => {}
            Size::Less => finder.add(table::PROFILE_LOOSENED, &here, format!("profile `{name}` demands less"), facts),
            Size::More => finder.add(table::PROFILE_TIGHTENED, &here, format!("profile `{name}` demands more"), facts),
            Size::Other => {
                finder.add(table::PROFILE_TIGHTENED, &here, format!("profile `{name}` demands other fields"), facts);
            }
        }
        if *when != is.when {
            let shown = |when: &Option<Condition>| when.as_ref().map(test).unwrap_or_default();
            let message = format!("profile `{name}` applies by itself to other requests");
            finder.add(table::PROFILE_CONDITION_CHANGED, &here.at(&["when"]), message, (shown(when), shown(&is.when)));
        }
        finder.own_evidence(&here, &format!("profile `{name}`"), (evidence.as_ref(), is.evidence.as_ref()));
    }
}
