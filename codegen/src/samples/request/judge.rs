//! Rules of the IR as those of payspec-core, which judges requests with them.

use std::collections::BTreeSet;
use std::sync::{LazyLock, Mutex, PoisonError};

use payspec_core::rules;
use serde_json::Value;

use crate::ir::{self, Check, Operation, Profile, Rule, Test};

/// What a request does not keep.
pub(super) enum Demand<'o> {
    /// A rule.
    Rule(&'o Rule),
    /// A use case that applies by itself.
    Profile(&'o Profile),
    /// The object at this place needs a member; the request itself, if there are no steps.
    Filled(Vec<String>),
}

/// The rules of an operation, those that only warn too, and the profiles that apply by themselves.
pub(super) struct Judge<'o> {
    rules: Vec<(&'o Rule, rules::Rule)>,
    profiles: Vec<(&'o Profile, rules::Profile)>,
}

impl<'o> Judge<'o> {
    pub(super) fn of(operation: &'o Operation) -> Self {
        let rules = operation.all_rules().chain(operation.all_warnings());
        let profiles = operation.profiles.iter().filter(|profile| profile.when.is_some());
        Self {
            rules: rules.map(|rule| (rule, of_core(rule))).collect(),
            profiles: profiles.map(|profile| (profile, profile_of_core(profile))).collect(),
        }
    }

    /// The first thing that a request does not keep.
    pub(super) fn broken(&self, judged: &Value) -> Option<Demand<'o>> {
        let rules = self.rules.iter().find_map(|(rule, of_core)| {
            let kept = rules::check(std::slice::from_ref(of_core), &[], None, judged);
            kept.is_err().then_some(Demand::Rule(rule))
        });
        rules.or_else(|| {
            self.profiles.iter().find_map(|(profile, of_core)| {
                let kept = rules::check(&[], std::slice::from_ref(of_core), None, judged);
                kept.is_err().then_some(Demand::Profile(profile))
            })
        })
    }
}

fn of_core(rule: &Rule) -> rules::Rule {
    let Rule { name, when, check, .. } = rule;
    let when = when.as_ref().map(condition);
    rules::Rule { name: kept(name), when, check: check_of_core(check), because: "", evidence: None }
}

fn profile_of_core(profile: &Profile) -> rules::Profile {
    rules::Profile {
        name: kept(&profile.name),
        when: profile.when.as_ref().map(condition),
        requires: all_kept(&profile.requires),
        forbids: all_kept(&profile.forbids),
        because: "",
        evidence: None,
    }
}

fn condition(condition: &ir::Condition) -> rules::Condition {
    let is = match &condition.test {
        Test::Present => rules::Test::Present,
        Test::Absent => rules::Test::Absent,
        Test::OneOf(values) => rules::Test::OneOf(all_kept(values)),
        Test::NoneOf(values) => rules::Test::NoneOf(all_kept(values)),
    };
    rules::Condition { field: kept(&condition.field), is }
}

/// A value of a check.
macro_rules! value {
    (Texts $value:ident) => {
        all_kept($value)
    };
    (Path $value:ident) => {
        kept($value)
    };
    (Key $value:ident) => {
        kept($value)
    };
    (Text $value:ident) => {
        kept($value)
    };
    (Phrase $value:ident) => {
        kept($value)
    };
    ($kind:ident $value:ident) => {
        *$value
    };
}

macro_rules! define_check_of_core {
    (
        presence { $($(#[$presence_docs:meta])* $presence_key:ident $Presence:ident;)* }
        plain { $($(#[$plain_docs:meta])* $plain_key:ident $Plain:ident;)* }
        values { $($(#[$docs:meta])* $key:ident $Value:ident { $($(#[$field_docs:meta])* $field:ident $(as $name:literal)?: $kind:ident,)* })* }
        implied { $($(#[$implied_docs:meta])* $Implied:ident { $($(#[$of_docs:meta])* $of:ident: $of_kind:ident,)* })* }
    ) => {
        fn check_of_core(check: &Check) -> rules::Check {
            match check {
                $(Check::$Presence(fields) => rules::Check::$Presence(all_kept(fields)),)*
                $(Check::$Plain { field } => rules::Check::$Plain { field: kept(field) },)*
                $(Check::$Value { $($field),* } => rules::Check::$Value { $($field: value!($kind $field)),* },)*
                $(Check::$Implied { $($of),* } => rules::Check::$Implied { $($of: value!($of_kind $of)),* },)*
            }
        }
    };
}

payspec_core::rule_checks!(define_check_of_core);

/// A text for as long as the program runs: the rules of core are constants. Each is kept once, and there are only so many
/// in a spec.
fn kept(text: &str) -> &'static str {
    static KEPT: LazyLock<Mutex<BTreeSet<&'static str>>> = LazyLock::new(Mutex::default);
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(text) {
        return known;
    }
    let text: &'static str = Box::leak(text.into());
    all.insert(text);
    text
}

/// The same for several.
fn all_kept(texts: &[String]) -> &'static [&'static str] {
    static KEPT: LazyLock<Mutex<BTreeSet<&'static [&'static str]>>> = LazyLock::new(Mutex::default);
    let texts: Vec<&'static str> = texts.iter().map(|text| kept(text)).collect();
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.get(texts.as_slice()) {
        return known;
    }
    let texts: &'static [&'static str] = Box::leak(texts.into_boxed_slice());
    all.insert(texts);
    texts
}
