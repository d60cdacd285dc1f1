//! Markdown, for a comment on a pull request.

use super::super::allow::{Approval, State};
use super::super::change::{Change, Class};
use super::super::report::{CLASSES, Columns, Report};
use super::{Lines, different, some, uses};

/// The whole report.
pub fn markdown(report: &Report<'_>) -> String {
    let mut text = String::from("## What this change of the specs means\n\n");
    if report.changes.is_empty() && report.idle.is_empty() {
        text.push_str(&format!("Nothing that users notice, compared with {}.\n", code(report.before)));
        return text;
    }
    text.push_str(&table(report));
    if let Some(proposal) = &report.proposal {
        text.push_str(&format!(
            "\nNext version: **{}** after {}, because {}.\n",
            proposal.to, proposal.from, proposal.why
        ));
    }
    for (title, class) in [("Breaks", Class::Break), ("Corrections", Class::Correction)] {
        section(&mut text, title, report.of(class));
    }
    for (title, class) in [("Added", Class::Added), ("Changed", Class::Changed), ("Evidence", Class::Evidence)] {
        list(&mut text, title, report.of(class).map(|(change, _)| change));
    }
    if !report.idle.is_empty() {
        text.push_str("\n### Approvals without an effect\n\n");
        for (approval, state) in &report.idle {
            let what = match state {
                State::Expired => format!("expired on {}", approval.expires),
                State::Unused => "approves no break".to_owned(),
            };
            text.push_str(&format!("- `{}`, line {}: {what}\n", approval.fingerprint, approval.line));
        }
    }
    if !report.changelog.is_empty() {
        text.push_str("\n<details><summary>Lines for CHANGELOG.md</summary>\n\n");
        text.push_str(&fenced("markdown", &report.changelog));
        text.push_str("\n</details>\n");
    }
    text
}

fn table(report: &Report<'_>) -> String {
    let mut text = format!(
        "Compared with {}.\n\n| | all | wire | decode | Rust |\n| --- | --- | --- | --- | --- |\n",
        code(report.before)
    );
    for class in CLASSES {
        let Columns { all, wire, decode, rust } = report.columns(class);
        let columns = match class {
            Class::Break | Class::Correction => format!("{wire} | {decode} | {rust}"),
            Class::Added | Class::Changed | Class::Evidence => " | | ".to_owned(),
        };
        if all > 0 {
            text.push_str(&format!("| {} | {all} | {columns} |\n", class.name()));
        }
    }
    match report.unapproved().count() {
        0 => {}
        1 => text.push_str("\n**1 break is not approved.** docs/spec-diff.md explains how to approve it.\n"),
        count => text.push_str(&format!(
            "\n**{count} breaks are not approved.** docs/spec-diff.md explains how to approve them.\n"
        )),
    }
    text
}

fn section<'a>(text: &mut String, title: &str, changes: impl Iterator<Item = (&'a Change, Option<&'a Approval>)>) {
    let mut is_first = true;
    for (change, approval) in changes {
        if is_first {
            text.push_str(&format!("\n### {title}\n"));
            is_first = false;
        }
        let columns = change.effects.names().collect::<Vec<_>>().join(", ");
        text.push_str(&format!(
            "\n**{}**, {}: {}  \nbreaks {columns}; rule `{}`; fingerprint `{}`\n",
            change.api,
            code(&change.subject),
            change.message,
            change.rule.id,
            change.fingerprint
        ));
        if let Some(reason) = &change.inferred {
            let reason = if reason.is_empty() { "the spec gave no reason." } else { reason };
            text.push_str(&format!("\nThe old fact was inferred: {reason}\n"));
        }
        if let Some(approval) = approval {
            text.push_str(&format!("\nApproved until {}: {}\n", approval.expires, approval.reason));
        }
        for (name, names) in uses(change) {
            text.push_str(&named(name, &names));
        }
        let places = [("before", &change.before), ("after", &change.after)].into_iter().filter_map(|(name, side)| {
            let side = side.as_ref()?;
            Some(format!("{} {name}", code(&format!("{}:{}", side.file, side.line))))
        });
        text.push_str(&format!("\n{}\n", places.collect::<Vec<_>>().join(", ")));
        let diff = diff(change);
        if !diff.is_empty() {
            text.push_str(&format!("\n{}", fenced("diff", &diff)));
        }
    }
}

/// The lines of both sides, where they differ.
fn diff(change: &Change) -> String {
    let mut text = String::new();
    for (Lines { first: _, lines }, sign) in different(change).into_iter().zip(['-', '+']) {
        let (lines, more) = some(lines);
        for line in lines {
            text.push_str(&format!("{sign} {line}\n"));
        }
        if more > 0 {
            text.push_str(&format!("{sign} ... {more} more lines\n"));
        }
    }
    text
}

fn list<'a>(text: &mut String, title: &str, changes: impl Iterator<Item = &'a Change>) {
    let mut is_first = true;
    for change in changes {
        if is_first {
            text.push_str(&format!("\n### {title}\n\n"));
            is_first = false;
        }
        text.push_str(&format!("- **{}**, {}: {}\n", change.api, code(&change.subject), change.message));
    }
}

/// More names than these are folded.
const MAX_NAMES: usize = 8;

fn named(title: &str, names: &str) -> String {
    let count = names.split(", ").count();
    if count > MAX_NAMES {
        format!("\n<details><summary>{} {count}</summary>{names}</details>\n", capital(title))
    } else {
        format!("\n{}: {names}\n", capital(title))
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// A text in backticks, as many as it needs.
fn code(text: &str) -> String {
    let ticks = fence(text, 1);
    let space = if text.contains('`') { " " } else { "" };
    format!("{ticks}{space}{text}{space}{ticks}")
}

/// A block of code that its text cannot close.
fn fenced(language: &str, text: &str) -> String {
    let ticks = fence(text, 3);
    format!("{ticks}{language}\n{text}{ticks}\n")
}

fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(if longest < least { least } else { longest + 1 })
}
