//! For programs. `docs/spec-diff.md` documents the shape.

use serde::Serialize;

use super::super::allow::State;
use super::super::change::{Change, Class, Excerpt};
use super::super::report::{Columns, Report};

/// Raised when a member changes its meaning or is removed.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Whole<'a> {
    version: u32,
    before: &'a str,
    after: &'a str,
    summary: Summary,
    proposed_version: Option<Version<'a>>,
    changelog: &'a str,
    changes: Vec<One<'a>>,
    idle_approvals: Vec<Idle<'a>>,
}

#[derive(Serialize)]
struct Summary {
    r#break: Counts,
    correction: Counts,
    added: Counts,
    changed: Counts,
    evidence: Counts,
    unapproved: usize,
}

#[derive(Serialize)]
struct Counts {
    all: usize,
    wire: usize,
    decode: usize,
    rust: usize,
}

#[derive(Serialize)]
struct Version<'a> {
    from: &'a str,
    to: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct One<'a> {
    rule: &'a str,
    class: &'a str,
    breaks: Vec<String>,
    api: &'a str,
    subject: &'a str,
    message: &'a str,
    old: &'a str,
    new: &'a str,
    fingerprint: &'a str,
    operations: Vec<&'a str>,
    events: Vec<&'a str>,
    inferred: Option<&'a str>,
    approval: Option<Approved<'a>>,
    before: Option<Place<'a>>,
    after: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Approved<'a> {
    reason: &'a str,
    expires: &'a str,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    lines: &'a [String],
}

#[derive(Serialize)]
struct Idle<'a> {
    fingerprint: &'a str,
    state: &'a str,
    line: usize,
    reason: &'a str,
    expires: &'a str,
}

/// The whole report as one object.
pub fn json(report: &Report<'_>) -> String {
    let counts = |class| {
        let Columns { all, wire, decode, rust } = report.columns(class);
        Counts { all, wire, decode, rust }
    };
    let whole = Whole {
        version: VERSION,
        before: report.before,
        after: report.after,
        summary: Summary {
            r#break: counts(Class::Break),
            correction: counts(Class::Correction),
            added: counts(Class::Added),
            changed: counts(Class::Changed),
            evidence: counts(Class::Evidence),
            unapproved: report.unapproved().count(),
        },
        proposed_version: report.proposal.as_ref().map(|version| Version {
            from: &version.from,
            to: &version.to,
            why: version.why,
        }),
        changelog: &report.changelog,
        changes: report
            .changes
            .iter()
            .map(|(change, approval)| One {
                approval: approval.map(|approval| Approved { reason: &approval.reason, expires: &approval.expires }),
                ..one(change)
            })
            .collect(),
        idle_approvals: report
            .idle
            .iter()
            .map(|(approval, state)| Idle {
                fingerprint: &approval.fingerprint,
                state: match state {
                    State::Expired => "expired",
                    State::Unused => "unused",
                },
                line: approval.line,
                reason: &approval.reason,
                expires: &approval.expires,
            })
            .collect(),
    };
    // Texts and numbers always have a JSON form.
    format!("{}\n", serde_json::to_string_pretty(&whole).unwrap_or_default())
}

fn one(change: &Change) -> One<'_> {
    One {
        rule: change.rule.id,
        class: change.class.name(),
        breaks: change.effects.names().map(str::to_lowercase).collect(),
        api: &change.api,
        subject: &change.subject,
        message: &change.message,
        old: &change.old,
        new: &change.new,
        fingerprint: &change.fingerprint,
        operations: change.users.operations().into_iter().collect(),
        events: change.users.events.iter().map(String::as_str).collect(),
        inferred: change.inferred.as_deref(),
        approval: None,
        before: change.before.as_ref().map(place),
        after: change.after.as_ref().map(place),
    }
}

fn place(excerpt: &Excerpt) -> Place<'_> {
    let Excerpt { file, line, column, lines, is_exact: _ } = excerpt;
    Place { file, line: *line, column: *column, lines }
}
