//! A fast path without allocation: most rules of most requests concern fields that are not given, or of which exactly
//! the right ones are. Only rules that it cannot decide are evaluated in full.
//!
//! It may accept a rule only if full evaluation finds no violation; a property test compares the two.

use super::fields::{FieldNode, Kind};
use super::{Check, Condition, Rule, Test, values};

/// The top-level value under a name.
enum Seen<'n> {
    Nothing,
    Text(&'n str),
    /// Anything but a plain text: a list, an object, JSON in a text, an empty text, a repeated name.
    Other,
}

/// Returns `true` if a rule certainly holds.
pub(super) fn is_kept(rule: &Rule, root: &FieldNode<'_>) -> bool {
    let Kind::Map(members) = &root.0 else { return false };
    // A form with only numbers as names is a list.
    if members.is_empty() || members.iter().all(|(name, _)| name.bytes().all(|byte| byte.is_ascii_digit())) {
        return false;
    }
    match rule.when.map(|condition| holds(condition, root)) {
        Some(Some(false)) => return true,
        Some(None) => return false,
        Some(Some(true)) | None => {}
    }
    // Inside an object that is not given, nothing is required. Of a rule with a condition, full evaluation determines
    // which object that is.
    let is_outside = |given: usize, fields: &[&str]| given == 0 && rule.when.is_none() && are_of_one_object(fields);
    match rule.check {
        Check::ExactlyOneOf(fields) => given(fields, root).is_some_and(|given| given == 1 || is_outside(given, fields)),
        Check::AtLeastOneOf(fields) => given(fields, root).is_some_and(|given| given > 0 || is_outside(given, fields)),
        Check::AtMostOneOf(fields) => given(fields, root).is_some_and(|given| given < 2),
        Check::AllOrNone(fields) => given(fields, root).is_some_and(|given| given == 0 || given == fields.len()),
        Check::Requires(fields) => {
            given(fields, root).is_some_and(|given| given == fields.len() || is_outside(given, fields))
        }
        Check::Forbids(fields) => given(fields, root).is_some_and(|given| given == 0),
        Check::NotAbove { field, other } => given(&[field, other], root).is_some_and(|given| given == 0),
        check => check.only_field().is_some_and(|field| match seen(field, root) {
            Seen::Nothing => true,
            Seen::Text(text) => values::passes(&check, text),
            Seen::Other => false,
        }),
    }
}

/// Returns whether a condition holds, or `None` if the fast path cannot tell.
pub(super) fn holds(condition: Condition, root: &FieldNode<'_>) -> Option<bool> {
    match (condition.is, seen(condition.field, root)) {
        (_, Seen::Other) => None,
        (Test::Present, found) => Some(matches!(found, Seen::Text(_))),
        (Test::Absent, found) => Some(matches!(found, Seen::Nothing)),
        (Test::OneOf(_), Seen::Nothing) => Some(false),
        (Test::OneOf(values), Seen::Text(text)) => Some(values.contains(&text)),
        (Test::NoneOf(_), Seen::Nothing) => Some(true),
        (Test::NoneOf(values), Seen::Text(text)) => Some(!values.contains(&text)),
    }
}

/// Returns the number of given fields, or `None` if the fast path cannot tell.
fn given(fields: &[&str], root: &FieldNode<'_>) -> Option<usize> {
    let mut given = 0;
    for field in fields {
        match seen(field, root) {
            Seen::Nothing => {}
            Seen::Text(_) => given += 1,
            Seen::Other => return None,
        }
    }
    Some(given)
}

/// Returns `true` if the fields are all inside the same top-level object.
fn are_of_one_object(fields: &[&str]) -> bool {
    let mut objects = fields.iter().map(|field| field.split_once('.').map(|(object, _)| object));
    let Some(Some(first)) = objects.next() else { return false };
    objects.all(|object| object == Some(first))
}

fn seen<'n>(path: &str, root: &'n FieldNode<'n>) -> Seen<'n> {
    let Kind::Map(members) = &root.0 else { return Seen::Other };
    // Most fields are not given, so lengths are compared first, and the path is not split.
    let is_first = |name: &str| {
        let ends_there = path.len() == name.len() || path.as_bytes().get(name.len()) == Some(&b'.');
        ends_there && path.starts_with(name) && !name.contains('.')
    };
    let mut found = members.iter().filter(|(name, _)| is_first(name));
    match (found.next(), found.next()) {
        (None, _) => Seen::Nothing,
        (Some((name, FieldNode(Kind::Text(text)))), None)
            if name.len() == path.len()
                && !text.text.is_empty()
                && !text.text.trim_ascii_start().starts_with(['{', '[']) =>
        {
            Seen::Text(&text.text)
        }
        _ => Seen::Other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::check::check_rule;
    use super::super::fields::Fields as _;
    use super::super::scope::Place;
    use super::*;
    use crate::{CompactDate, Form, TextFormat};

    const FIELDS: [&[&str]; 6] = [&["a"], &["a", "b"], &["a", "c.d"], &["c.d", "c.e"], &["a", "b", "c.d"], &["l"]];

    /// A value that has some of the formats but not others.
    macro_rules! sample {
        (other Path $field:ident) => {
            "b"
        };
        ($name:ident Path $field:ident) => {
            $field
        };
        ($name:ident Key $field:ident) => {
            "x"
        };
        ($name:ident Text $field:ident) => {
            "^x$"
        };
        ($name:ident Phrase $field:ident) => {
            "an x"
        };
        ($name:ident Texts $field:ident) => {
            &["x"]
        };
        ($name:ident Integer $field:ident) => {
            5
        };
        (min IntegerBound $field:ident) => {
            Some(5)
        };
        (max IntegerBound $field:ident) => {
            Some(9)
        };
        (min Count $field:ident) => {
            2
        };
        (max Count $field:ident) => {
            1
        };
        (min CountBound $field:ident) => {
            Some(1)
        };
        (max CountBound $field:ident) => {
            Some(2)
        };
        ($name:ident DateForm $field:ident) => {
            CompactDate::Day
        };
        ($name:ident TextForm $field:ident) => {
            TextFormat::Phone
        };
    }

    macro_rules! define_samples {
        (
            presence { $($(#[$presence_docs:meta])* $presence_key:ident $Presence:ident;)* }
            plain { $($(#[$plain_docs:meta])* $plain_key:ident $Plain:ident;)* }
            values { $($(#[$docs:meta])* $key:ident $Value:ident { $($(#[$field_docs:meta])* $name:ident $(as $written:literal)?: $kind:ident,)* })* }
            implied { $($(#[$implied_docs:meta])* $Implied:ident { $($(#[$of_docs:meta])* $of:ident: $of_kind:ident,)* })* }
        ) => {
            /// Returns every check, on fields at the top, in objects and in lists.
            fn checks() -> Vec<Check> {
                let mut checks = Vec::new();
                for fields in FIELDS {
                    checks.extend([$(Check::$Presence(fields)),*]);
                }
                for field in ["a", "c.d", "l", "l.x"] {
                    checks.extend([
                        $(Check::$Plain { field },)*
                        $(Check::$Value { $($name: sample!($name $kind field)),* },)*
                        $(Check::$Implied { $($of: sample!($of $of_kind field)),* },)*
                    ]);
                }
                checks
            }
        };
    }

    rule_checks!(define_samples);

    fn conditions() -> Vec<Option<Condition>> {
        let tests = [Test::Present, Test::Absent, Test::OneOf(&["x", "1"]), Test::NoneOf(&["x", "1"])];
        let fields = ["a", "b", "c.d", "l"];
        let all = fields.into_iter().flat_map(|field| tests.into_iter().map(move |is| Some(Condition { field, is })));
        std::iter::once(None).chain(all).collect()
    }

    fn forms() -> impl Strategy<Value = Form> {
        let name = prop_oneof![
            Just("a"),
            Just("b"),
            Just("c[d]"),
            Just("c[e]"),
            Just("c"),
            Just("l[]"),
            Just("l[x]"),
            Just("0"),
            Just("z"),
        ];
        let value = prop_oneof![
            Just(""),
            Just("x"),
            Just("1"),
            Just("7"),
            Just("{}"),
            Just("[]"),
            Just("{\"d\":\"x\"}"),
            Just("[{\"x\":1}]"),
            Just("{oh"),
            Just("20240105"),
            Just("4000000000000002"),
        ];
        proptest::collection::vec((name, value), 0..5).prop_map(Form::from_pairs)
    }

    /// Most requests lack most objects, so this must not need full evaluation.
    #[test]
    fn rules_about_an_object_that_is_not_given_are_kept() {
        let form = Form::from_pairs([("a", "x"), ("cd", "x")]);
        let node = form.node();
        let fields = &["c.d", "c.e"];
        for check in [Check::Requires(fields), Check::ExactlyOneOf(fields), Check::AtLeastOneOf(fields)] {
            assert!(is_kept(&Rule::new("r", check), &node), "{check:?}");
        }
        assert!(!is_kept(&Rule::new("r", Check::Requires(&["c.d", "b"])), &node));
    }

    proptest! {
        #[test]
        fn what_a_look_calls_kept_is_kept(form in forms()) {
            let node = form.node();
            for check in checks() {
                for when in conditions() {
                    let rule = Rule { name: "r", when, check, because: "why", evidence: None };
                    if is_kept(&rule, &node) {
                        let mut found = Vec::new();
                        check_rule(&rule, Place::root(&node, form.style()), &mut found);
                        prop_assert!(found.is_empty(), "{:?} over {:?}", rule, form.pairs());
                    }
                }
            }
        }
    }
}
