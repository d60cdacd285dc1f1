//! A line for each change, which `cargo xtask codegen` prints after writing.

use super::super::change::Class;
use super::super::report::{CLASSES, Report};

/// So many changes have a line. There is a command for all of them.
const MAX_NAMED: usize = 20;

/// The short form, in the columns of the summary of `codegen`.
pub fn short(report: &Report<'_>) -> String {
    if report.changes.is_empty() {
        return format!("spec    no change since {} that users notice\n", report.before);
    }
    let count = |class| report.of(class).count();
    let counts: Vec<String> = CLASSES
        .into_iter()
        .filter(|class| count(*class) > 0)
        .map(|class| match (class, count(class)) {
            (Class::Break, 1) => "1 break".to_owned(),
            (Class::Break, count) => format!("{count} breaks"),
            (Class::Correction, 1) => "1 correction".to_owned(),
            (Class::Correction, count) => format!("{count} corrections"),
            (class, count) => format!("{count} {}", class.name()),
        })
        .collect();
    let mut text = format!("spec    {} since {}\n", counts.join(", "), report.before);
    let all = CLASSES.into_iter().flat_map(|class| report.of(class));
    for (change, approval) in all.take(MAX_NAMED) {
        let columns: Vec<&str> = change.effects.names().collect();
        let columns = if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
        let name = if approval.is_some() { "approved" } else { change.class.name() };
        text.push_str(&format!("        {name:<10} {}: {}{columns}\n", change.api, change.sentence()));
    }
    if let Some(more) = report.changes.len().checked_sub(MAX_NAMED).filter(|more| *more > 0) {
        text.push_str(&format!("        and {more} more\n"));
    }
    text.push_str("        `cargo xtask spec diff` shows the lines of both sides\n");
    text
}
