//! A change, and how it is recognised again.

use std::collections::BTreeSet;

use super::rule::{Effects, Harmless, Rule};

/// What a change is to users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Something that worked no longer does.
    Break,
    /// It would be a break, but what changed was inferred: the spec was wrong, so it did not work before.
    Correction,
    /// Something new.
    Added,
    /// Something differs, and nothing breaks.
    Changed,
    /// A fact is the same, and its evidence rose or fell.
    Evidence,
}

impl Class {
    /// The class in one word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Break => "break",
            Self::Correction => "correction",
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Evidence => "evidence",
        }
    }
}

/// The operations and events that a change concerns, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Users {
    /// Operations whose requests contain what changed.
    pub sent_by: BTreeSet<String>,
    /// Operations whose responses contain it.
    pub returned_by: BTreeSet<String>,
    /// Events that contain it.
    pub events: BTreeSet<String>,
}

impl Users {
    /// All operations, each once.
    pub fn operations(&self) -> BTreeSet<&str> {
        self.sent_by.iter().chain(&self.returned_by).map(String::as_str).collect()
    }
}

/// Some lines of a spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The file, from the root of the repository.
    pub file: String,
    /// The number of the first line, from 1.
    pub line: usize,
    /// The column of the first character, from 1.
    pub column: usize,
    /// Whole lines, without what all of them are indented by.
    pub lines: Vec<String>,
    /// Whether the lines are what changed; otherwise they are what it is in.
    pub is_exact: bool,
}

/// A change of a spec.
#[derive(Debug, Clone)]
pub struct Change {
    /// What kind of change it is.
    pub rule: &'static Rule,
    /// What it is to users.
    pub class: Class,
    /// What breaks, of what the rule says: a field that no request sends breaks no request.
    pub effects: Effects,
    /// The API or library.
    pub api: String,
    /// What changed: `refund.create`, `object Refund`.
    pub subject: String,
    /// How it changed, as a clause: "parameter `reason` is now required".
    pub message: String,
    /// The fact before the change, in short; empty if there was none.
    pub old: String,
    /// The fact after the change.
    pub new: String,
    /// Twelve hexadecimal digits by which the change is approved. Lines and files are no part of them.
    pub fingerprint: String,
    /// The operations and events that it concerns.
    pub users: Users,
    /// How the fact was known, if it was inferred: the reason that the spec gave.
    pub inferred: Option<String>,
    /// The lines before the change.
    pub before: Option<Excerpt>,
    /// The lines after it.
    pub after: Option<Excerpt>,
}

impl Change {
    /// Subject and message as one sentence without a full stop.
    pub fn sentence(&self) -> String {
        format!("{}: {}", self.subject, self.message)
    }
}

/// The class of a change.
pub(super) fn class(rule: &Rule, effects: Effects, is_inferred: bool) -> Class {
    match (effects.any(), is_inferred, rule.harmless) {
        (true, true, _) => Class::Correction,
        (true, false, _) => Class::Break,
        (false, _, Harmless::Added) => Class::Added,
        (false, _, Harmless::Changed) => Class::Changed,
        (false, _, Harmless::Evidence) => Class::Evidence,
    }
}

/// Twelve hexadecimal digits of the parts: FNV-1a of 64 bits, folded to 48 as its authors recommend.
pub(super) fn fingerprint<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{:012x}", (hash >> 48) ^ (hash & 0xffff_ffff_ffff))
}
