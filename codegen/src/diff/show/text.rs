//! For people, in the look of rustc.

use super::super::allow::State;
use super::super::change::{Change, Class};
use super::super::report::{CLASSES, Columns, Report};
use super::style::{Painted, Style};
use super::{Lines, different, some, uses};

/// Names of operations are wrapped at this width.
const WIDTH: usize = 100;

/// The whole report, with colours for a terminal or without.
pub fn text(report: &Report<'_>, colour: bool) -> String {
    let style = Style { colour };
    let mut text = String::new();
    for class in CLASSES {
        for (change, approval) in report.of(class) {
            let approved = approval.map(|approval| format!("until {}: {}", approval.expires, approval.reason));
            text.push_str(&one(change, approved.as_deref(), style));
            text.push('\n');
        }
    }
    for (approval, state) in &report.idle {
        let what = match state {
            State::Expired => "has expired",
            State::Unused => "approves no break",
        };
        let head = style.warning("warning");
        let arrow = style.frame("-->");
        text.push_str(&format!(
            "{head}{}\n {arrow} {}:{}\n\n",
            style.bold(&format!(": the approval of {} {what}: {}", approval.fingerprint, approval.reason)),
            super::super::allow::FILE,
            approval.line
        ));
    }
    text.push_str(&summary(report, style));
    text
}

fn title(class: Class, is_approved: bool, style: Style) -> Painted<'static> {
    match class {
        Class::Break if is_approved => style.warning("approved break"),
        Class::Break => style.error("break"),
        Class::Correction => style.warning("correction"),
        Class::Added => style.good("added"),
        Class::Changed => style.note("changed"),
        Class::Evidence => style.note("evidence"),
    }
}

fn one(change: &Change, approved: Option<&str>, style: Style) -> String {
    let head = title(change.class, approved.is_some(), style);
    let rule = style.bold(&format!("[{}]", change.rule.id)).to_string();
    let sentence = format!(": {}", change.sentence());
    let mut text = format!("{head}{rule}{}\n", style.bold(&sentence));
    let sides = [(&change.before, "before"), (&change.after, "after")];
    let widest = sides.iter().filter_map(|(side, _)| side.as_ref()).map(|side| side.line + side.lines.len()).max();
    let gutter = widest.unwrap_or(1).to_string().len();
    let pad = " ".repeat(gutter);
    for (side, name) in sides {
        if let Some(side) = side {
            let place = format!("{}:{}:{}", side.file, side.line, side.column);
            text.push_str(&format!("{pad}{} {place} ({name})\n", style.frame("-->")));
        }
    }
    let bar = style.frame("|").to_string();
    let sides = different(change);
    if sides.iter().any(|side| !side.lines.is_empty()) {
        text.push_str(&format!("{pad} {bar}\n"));
        for (Lines { first, lines }, sign) in sides.into_iter().zip(['-', '+']) {
            let (lines, more) = some(lines);
            let paint = |text: &str| match sign {
                '-' => style.removed(text).to_string(),
                _ => style.added(text).to_string(),
            };
            for (at, line) in lines.iter().enumerate() {
                let number = format!("{:>gutter$}", first + at);
                text.push_str(&format!("{} {}\n", style.frame(&number), paint(&format!("{sign} {line}"))));
            }
            if more > 0 {
                let lines = if more == 1 { "line" } else { "lines" };
                text.push_str(&format!("{} {bar}   and {more} more {lines}\n", style.frame(&" ".repeat(gutter))));
            }
        }
        text.push_str(&format!("{pad} {bar}\n"));
    }
    let mut note = |name: &str, says: &str| {
        let name_shown = style.bold(name);
        let indent = " ".repeat(gutter + name.len() + 5);
        text.push_str(&format!("{pad} {} {name_shown}: {}\n", style.frame("="), wrapped(says, &indent)));
    };
    if change.effects.any() {
        note("breaks", &change.effects.names().collect::<Vec<_>>().join(", "));
    }
    if let Some(reason) = &change.inferred {
        let reason = if reason.is_empty() { "the spec gave no reason" } else { reason };
        note("was inferred", reason);
    }
    // What breaks nothing is said in short; the formats for programs have all of it.
    if change.effects.any() {
        for (title, names) in uses(change) {
            note(title, &names);
        }
    }
    if let Some(approved) = approved {
        note("approved", approved);
    }
    if change.class == Class::Break {
        note("fingerprint", &change.fingerprint);
    }
    text
}

/// A list of words in lines of a limited width, further ones indented.
fn wrapped(text: &str, indent: &str) -> String {
    let (mut wrapped, mut width) = (String::new(), indent.len());
    for word in text.split(' ') {
        if width + word.len() + 1 > WIDTH && width > indent.len() {
            wrapped.push('\n');
            wrapped.push_str(indent);
            width = indent.len();
        } else if !wrapped.is_empty() {
            wrapped.push(' ');
            width += 1;
        }
        wrapped.push_str(word);
        width += word.len();
    }
    wrapped
}

fn summary(report: &Report<'_>, style: Style) -> String {
    let mut text = format!("compared {} with {}\n", style.bold(report.before), style.bold(report.after));
    if report.changes.is_empty() {
        text.push_str("no change that users notice\n");
        return text;
    }
    text.push_str(&format!("\n{:<12}{:>5}{:>7}{:>8}{:>6}\n", "", "all", "wire", "decode", "Rust"));
    for class in CLASSES {
        let Columns { all, wire, decode, rust } = report.columns(class);
        if all == 0 {
            continue;
        }
        let name = format!("{:<12}", class.name());
        let name = match class {
            Class::Break => style.error(&name),
            Class::Correction => style.warning(&name),
            Class::Added => style.good(&name),
            Class::Changed | Class::Evidence => style.note(&name),
        };
        let columns = match class {
            Class::Break | Class::Correction => format!("{wire:>7}{decode:>8}{rust:>6}"),
            Class::Added | Class::Changed | Class::Evidence => String::new(),
        };
        text.push_str(&format!("{name}{all:>5}{columns}\n"));
    }
    text.push('\n');
    if let Some(proposal) = &report.proposal {
        text.push_str(&format!("version     {} -> {}: {}\n", proposal.from, style.bold(&proposal.to), proposal.why));
    }
    if !report.changelog.is_empty() {
        text.push_str("changelog   `--format markdown` has lines for CHANGELOG.md\n");
    }
    let unapproved = report.unapproved().count();
    if unapproved > 0 {
        let breaks = if unapproved == 1 {
            "1 break is not approved".to_owned()
        } else {
            format!("{unapproved} breaks are not approved")
        };
        text.push_str(&format!(
            "\n{}{}\n",
            style.error("error"),
            style.bold(&format!(
                ": {breaks}; docs/spec-diff.md explains the rules, and how {} approves a break",
                super::super::allow::FILE
            ))
        ));
    }
    text
}
