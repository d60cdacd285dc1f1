//! Collects the changes of a comparison, each with its place on both sides.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::rc::Rc;

use heck::ToKebabCase as _;
use payspec_core::EvidenceLevel;

use super::change::{Change, Class, Users, class, fingerprint};
use super::rule::{Effects, Rule};
use super::table::operations as rules;
use crate::ir::Evidence;

/// Keys that lead to a value in a file: those of maps, and `name=x` for the item of a list whose `name` is `x`.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    pub(super) file: Rc<str>,
    pub(super) keys: Vec<String>,
}

impl Way {
    pub(super) fn of(file: &str, keys: &[&str]) -> Self {
        Self { file: file.into(), keys: keys.iter().map(|key| (*key).to_owned()).collect() }
    }
}

/// What is being compared: where it stands on both sides, who uses it, and how it was known.
#[derive(Debug, Clone)]
pub(super) struct Spot<'a> {
    pub(super) subject: Rc<str>,
    pub(super) before: Way,
    pub(super) after: Way,
    /// The nearest evidence on both sides.
    pub(super) known: (Option<&'a Evidence>, Option<&'a Evidence>),
    /// Requests contain it.
    pub(super) sent: bool,
    /// Responses, deliveries or files that are read contain it.
    pub(super) read: bool,
    pub(super) users: Rc<Users>,
}

impl<'a> Spot<'a> {
    /// Something that is in both directions and in no operation.
    pub(super) fn of(subject: impl Into<Rc<str>>, before: Way, after: Way) -> Self {
        let users = Rc::new(Users::default());
        Self { subject: subject.into(), before, after, known: (None, None), sent: true, read: true, users }
    }

    /// A key below it, of the same name on both sides.
    pub(super) fn at(&self, keys: &[&str]) -> Self {
        self.at_each(keys, keys)
    }

    /// A key below it, with another name on each side.
    pub(super) fn at_each(&self, before: &[&str], after: &[&str]) -> Self {
        let mut spot = self.clone();
        spot.before.keys.extend(before.iter().map(|key| (*key).to_owned()));
        spot.after.keys.extend(after.iter().map(|key| (*key).to_owned()));
        spot
    }

    /// With evidence of its own, where it has any.
    pub(super) fn known(mut self, before: Option<&'a Evidence>, after: Option<&'a Evidence>) -> Self {
        self.known = (before.or(self.known.0), after.or(self.known.1));
        self
    }

    fn is_inferred(&self) -> bool {
        self.known.0.is_some_and(|known| known.level == EvidenceLevel::Inferred)
    }
}

/// A change without its lines yet.
pub(super) struct Found {
    pub(super) change: Change,
    pub(super) before: Way,
    pub(super) after: Way,
}

/// The changes of one API so far.
pub(super) struct Finder {
    pub(super) api: String,
    pub(super) found: Vec<Found>,
    seen: std::collections::BTreeSet<String>,
    /// Types that have another name: the new one by the old one.
    pub(super) renamed: BTreeMap<String, String>,
}

impl Finder {
    pub(super) fn new(api: &str) -> Self {
        Self {
            api: api.to_owned(),
            found: Vec::new(),
            seen: std::collections::BTreeSet::new(),
            renamed: BTreeMap::new(),
        }
    }

    /// Reports a change from one fact to another, either of which may be nothing.
    pub(super) fn add(
        &mut self,
        rule: &'static Rule,
        spot: &Spot<'_>,
        message: impl Into<String>,
        (old, new): (impl Into<String>, impl Into<String>),
    ) {
        let (old, new) = (old.into(), new.into());
        let Effects { wire, decode, rust } = rule.effects;
        let effects = Effects { wire: wire && spot.sent, decode: decode && spot.read, rust };
        let class = class(rule, effects, spot.is_inferred());
        let keys = if spot.before.keys.len() > spot.after.keys.len() { &spot.before.keys } else { &spot.after.keys };
        let parts = [self.api.as_str(), rule.id, &spot.subject].into_iter().chain(keys.iter().map(String::as_str));
        let fingerprint = fingerprint(parts.chain([old.as_str(), new.as_str()]));
        let reason = || spot.known.0.map_or_else(String::new, |known| known.note.clone());
        let change = Change {
            rule,
            class,
            effects,
            api: self.api.clone(),
            subject: spot.subject.to_string(),
            message: message.into(),
            old,
            new,
            fingerprint,
            users: Users::clone(&spot.users),
            inferred: (class == Class::Correction).then(reason),
            before: None,
            after: None,
        };
        // One fact that several places of the IR have is one change.
        if self.seen.insert(change.fingerprint.clone()) {
            self.found.push(Found { change, before: spot.before.clone(), after: spot.after.clone() });
        }
    }

    /// Reports something new.
    pub(super) fn added(&mut self, rule: &'static Rule, spot: &Spot<'_>, what: &str) {
        self.add(rule, spot, format!("{what} was added"), ("", what));
    }

    /// Reports something that is gone.
    pub(super) fn removed(&mut self, rule: &'static Rule, spot: &Spot<'_>, what: &str) {
        self.add(rule, spot, format!("{what} was removed"), (what, ""));
    }

    /// Reports two facts that are not the same.
    pub(super) fn differs<T: PartialEq + Shown + ?Sized>(
        &mut self,
        rule: &'static Rule,
        spot: &Spot<'_>,
        what: &str,
        old: &T,
        new: &T,
    ) -> bool {
        if old == new {
            return false;
        }
        let (old, new) = (old.shown(), new.shown());
        let message = format!("{what} changed from {} to {}", quoted(&old), quoted(&new));
        self.add(rule, spot, message, (old, new));
        true
    }

    /// Reports a word that is there on one side only.
    pub(super) fn toggled(
        &mut self,
        (on, off): (&'static Rule, &'static Rule),
        spot: &Spot<'_>,
        (before, after): (bool, bool),
        (now, no_longer): (&str, &str),
    ) {
        match (before, after) {
            (false, true) => self.add(on, spot, now, ("false", "true")),
            (true, false) => self.add(off, spot, no_longer, ("true", "false")),
            _ => {}
        }
    }

    /// Reports evidence that rose or fell. Where neither side has its own, the thing around it is reported.
    pub(super) fn evidence<'a>(
        &mut self,
        (raised, lowered): (&'static Rule, &'static Rule),
        spot: &Spot<'a>,
        what: &str,
        (before, after): (Option<&'a Evidence>, Option<&'a Evidence>),
    ) {
        if before.is_none() && after.is_none() {
            return;
        }
        let level = |own: Option<&Evidence>, around: Option<&Evidence>| own.or(around).map(|known| known.level);
        let (old, new) = (level(before, spot.known.0), level(after, spot.known.1));
        let rank = |level: Option<EvidenceLevel>| {
            let best_first = EvidenceLevel::ALL.iter().position(|other| Some(*other) == level);
            // What has no evidence of its own is part of a document.
            best_first.unwrap_or(0)
        };
        if rank(old) == rank(new) {
            return;
        }
        let rule = if rank(new) < rank(old) { raised } else { lowered };
        let name = |level: Option<EvidenceLevel>| level.map_or("documented", EvidenceLevel::as_str);
        let verb = if rule == raised { "rose" } else { "fell" };
        let (old, new) = (name(old), name(new));
        self.add(rule, &spot.at(&["evidence"]), format!("evidence of {what} {verb} from {old} to {new}"), (old, new));
    }

    /// The same for the evidence of a fact itself.
    pub(super) fn own_evidence<'a>(
        &mut self,
        spot: &Spot<'a>,
        what: &str,
        known: (Option<&'a Evidence>, Option<&'a Evidence>),
    ) {
        self.evidence((rules::EVIDENCE_RAISED, rules::EVIDENCE_LOWERED), spot, what, known);
    }

    /// The name that a type has after the change.
    pub(super) fn now<'n>(&'n self, name: &'n str) -> &'n str {
        self.renamed.get(name).map_or(name, String::as_str)
    }
}

/// A value in a message.
fn quoted(text: &str) -> String {
    if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") }
}

/// A fact as people write it.
pub(super) trait Shown {
    fn shown(&self) -> String;
}

impl Shown for str {
    fn shown(&self) -> String {
        self.to_owned()
    }
}

impl Shown for String {
    fn shown(&self) -> String {
        self.clone()
    }
}

impl<T: Shown> Shown for Option<T> {
    fn shown(&self) -> String {
        self.as_ref().map_or_else(String::new, Shown::shown)
    }
}

impl<T: Shown> Shown for Vec<T> {
    fn shown(&self) -> String {
        self.iter().map(Shown::shown).collect::<Vec<_>>().join(", ")
    }
}

impl<T: Shown, U: Shown> Shown for (T, U) {
    fn shown(&self) -> String {
        format!("{}={}", self.0.shown(), self.1.shown())
    }
}

/// A word of a closed list, as a spec writes it.
pub(super) fn word(value: &impl Debug) -> String {
    format!("{value:?}").to_kebab_case()
}

/// The same of one that may be missing.
pub(super) fn word_of(value: Option<&impl Debug>) -> String {
    value.map(word).unwrap_or_default()
}

/// Two lists, matched by a name.
pub(super) struct Pairs<'a, T> {
    pub(super) removed: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
    pub(super) both: Vec<(&'a T, &'a T)>,
}

/// Matches two lists by a name, in the order of the second.
pub(super) fn pairs<'a, T, K: Ord>(
    before: impl IntoIterator<Item = &'a T>,
    after: impl IntoIterator<Item = &'a T>,
    name: impl Fn(&'a T) -> K,
) -> Pairs<'a, T> {
    let mut old: BTreeMap<K, &'a T> = before.into_iter().map(|item| (name(item), item)).collect();
    let mut pairs = Pairs { removed: Vec::new(), added: Vec::new(), both: Vec::new() };
    for item in after {
        match old.remove(&name(item)) {
            Some(known) => pairs.both.push((known, item)),
            None => pairs.added.push(item),
        }
    }
    pairs.removed = old.into_values().collect();
    pairs
}
