//! A comparison with everything that is printed of it.

use super::allow::{Approval, Approvals, State};
use super::change::{Change, Class};
use super::rule::Effects;
use super::version::{self, Proposal};

/// A comparison.
#[derive(Debug)]
pub struct Report<'a> {
    /// The older side.
    pub before: &'a str,
    /// The newer side.
    pub after: &'a str,
    /// The changes, and the approval of each.
    pub changes: Vec<(&'a Change, Option<&'a Approval>)>,
    /// Approvals without an effect.
    pub idle: Vec<(&'a Approval, State)>,
    /// The version that a release needs.
    pub proposal: Option<Proposal>,
    /// Lines for the changelog.
    pub changelog: String,
}

/// How many breaks there are in each column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Columns {
    /// Changes.
    pub all: usize,
    /// Those that break requests.
    pub wire: usize,
    /// Those that break reading.
    pub decode: usize,
    /// Those that break code.
    pub rust: usize,
}

impl<'a> Report<'a> {
    /// Puts a report together. `today` and the dates of approvals are in ISO 8601.
    pub fn new(
        (before, after): (&'a str, &'a str),
        changes: &'a [Change],
        approvals: &'a Approvals,
        (version, today): (Option<&str>, &str),
    ) -> Self {
        Self {
            before,
            after,
            changes: changes.iter().map(|change| (change, approvals.of(change, today))).collect(),
            idle: approvals.idle(changes, today),
            proposal: version.and_then(|version| version::proposal(changes, version)),
            changelog: version::changelog(changes),
        }
    }

    /// Breaks that nobody approved.
    pub fn unapproved(&self) -> impl Iterator<Item = &'a Change> {
        self.changes
            .iter()
            .filter(|(change, approval)| change.class == Class::Break && approval.is_none())
            .map(|(c, _)| *c)
    }

    /// The changes of a class.
    pub fn of(&self, class: Class) -> impl Iterator<Item = (&'a Change, Option<&'a Approval>)> {
        self.changes.iter().copied().filter(move |(change, _)| change.class == class)
    }

    /// How many changes of a class there are in each column.
    pub fn columns(&self, class: Class) -> Columns {
        self.of(class).fold(Columns::default(), |sum, (change, _)| {
            let Effects { wire, decode, rust } = change.effects;
            Columns {
                all: sum.all + 1,
                wire: sum.wire + usize::from(wire),
                decode: sum.decode + usize::from(decode),
                rust: sum.rust + usize::from(rust),
            }
        })
    }
}

/// All classes, worst first.
pub const CLASSES: [Class; 5] = [Class::Break, Class::Correction, Class::Added, Class::Changed, Class::Evidence];
