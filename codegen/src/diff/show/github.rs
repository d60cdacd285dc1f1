//! Commands of a GitHub workflow, which annotate the lines of a pull request.

use super::super::allow::{FILE, State};
use super::super::change::{Change, Class};
use super::super::report::Report;
use super::page;

/// A command for each break and correction, and each approval without an effect.
pub fn github(report: &Report<'_>) -> String {
    let mut text = String::new();
    for (change, approval) in &report.changes {
        let level = match (change.class, approval) {
            (Class::Break, None) => "error",
            (Class::Break, Some(_)) | (Class::Correction, _) => "warning",
            (Class::Added | Class::Changed | Class::Evidence, _) => continue,
        };
        text.push_str(&command(level, change));
    }
    for (approval, state) in &report.idle {
        let (level, what) = match state {
            State::Expired => ("error", "has expired"),
            State::Unused => ("warning", "approves no break: remove it"),
        };
        let message = format!("The approval of {} {what}", approval.fingerprint);
        text.push_str(&format!("::{level} file={FILE},line={}::{}\n", approval.line, data(&message)));
    }
    text
}

fn command(level: &str, change: &Change) -> String {
    let columns = change.effects.names().collect::<Vec<_>>().join(", ");
    let mut place = String::new();
    // Annotations belong to the files of the pull request.
    if let Some(after) = change.after.as_ref().or(change.before.as_ref()) {
        place = format!("file={},line={},col={},", property(&after.file), after.line, after.column);
    }
    let title = format!("{} in {}: {}", change.class.name(), change.api, change.rule.id);
    let approve = if level == "error" { format!("\nfingerprint {}", change.fingerprint) } else { String::new() };
    let message = format!("{}\nbreaks: {columns}\nrule: {}{approve}", change.sentence(), page(change));
    format!("::{level} {place}title={}::{}\n", property(&title), data(&message))
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
