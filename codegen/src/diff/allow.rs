//! `spec-diff.allow.yaml`: breaks that are approved, each with a reason and a date until which it is.

use payspec_core::{CalendarDate, DateTime};
use serde::Deserialize;

use super::change::{Change, Class};
use crate::diag::{Diagnostic, Sink, code};
use crate::parse::{node, reader};
use crate::raw::{Items, Sentence, Sp};
use crate::source::{SourceFile, Sources};

/// The name of the file, from the root of the repository.
pub const FILE: &str = "spec-diff.allow.yaml";

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    /// The approved breaks.
    #[serde(default)]
    approved: Items<Entry>,
}

/// An approved break as written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: Sp<String>,
    reason: Sentence,
    expires: Sp<String>,
}

/// An approved break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// The fingerprint of the change.
    pub fingerprint: String,
    /// Why the break is accepted.
    pub reason: String,
    /// The last day on which it is: `2027-01-31`.
    pub expires: String,
    /// The line of the file, from 1.
    pub line: usize,
}

/// The approvals of a repository.
#[derive(Debug, Default)]
pub struct Approvals {
    /// In the order of the file.
    pub entries: Vec<Approval>,
}

/// Reads the text of the file.
///
/// # Errors
///
/// What is wrong with it, with the sources to show it in.
pub fn read(text: &str) -> Result<Approvals, (Vec<Diagnostic>, Sources)> {
    let (mut sources, sink) = (Sources::new(), Sink::new());
    let file = sources.add(SourceFile { path: FILE.to_owned(), text: text.to_owned() });
    let is_blank = text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    if is_blank {
        return Ok(Approvals::default());
    }
    let document: Document =
        node::read(&sources, file, &sink).and_then(|node| reader::read(&node, &[], &sink)).unwrap_or_default();
    let entries = document.approved.iter().map(|entry| approval(&sources, entry, &sink)).collect();
    if sink.is_empty() { Ok(Approvals { entries }) } else { Err((sink.into_sorted(), sources)) }
}

fn approval(sources: &Sources, entry: &Entry, sink: &Sink) -> Approval {
    let Entry { fingerprint, reason, expires } = entry;
    let is_digest =
        fingerprint.len() == 12 && fingerprint.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !is_digest {
        let message = format!("`{}` is not a fingerprint", fingerprint.value);
        let help = "copy the 12 hexadecimal digits that `cargo xtask spec diff` prints, in quotes";
        sink.push(Diagnostic::new(code::WRONG_KIND, fingerprint.span, message).help(help));
    }
    if !is_date(expires) {
        let message = format!("`{}` is not a date", expires.value);
        sink.push(
            Diagnostic::new(code::WRONG_KIND, expires.span, message)
                .help("write it as year, month and day: 2027-01-31"),
        );
    }
    let (line, _) = sources.line_column(fingerprint.span);
    Approval {
        fingerprint: fingerprint.value.clone(),
        reason: reason.value.clone(),
        expires: expires.value.clone(),
        line,
    }
}

/// Whether a text is a day of the calendar as ISO 8601 writes it. Such texts are in the order of their days.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let is_written =
        (year.len(), month.len(), day.len()) == (4, 2, 2) && parts.concat().bytes().all(|b| b.is_ascii_digit());
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else { return false };
    is_written && CalendarDate { year, month, day }.exists()
}

/// Today in UTC, as the file writes dates.
pub fn today() -> String {
    let now = DateTime::from_system_time(std::time::SystemTime::now());
    let date = now.and_then(|now| now.calendar_date()).unwrap_or((1970, 1, 1));
    format!("{:04}-{:02}-{:02}", date.0, date.1, date.2)
}

/// Why an approval has no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its last day has passed.
    Expired,
    /// No break has its fingerprint.
    Unused,
}

impl Approvals {
    /// The approval of a break that has not expired.
    pub fn of<'a>(&'a self, change: &Change, today: &str) -> Option<&'a Approval> {
        let approval = self.entries.iter().find(|entry| entry.fingerprint == change.fingerprint)?;
        (change.class == Class::Break && approval.expires.as_str() >= today).then_some(approval)
    }

    /// Approvals without an effect.
    pub fn idle(&self, changes: &[Change], today: &str) -> Vec<(&Approval, State)> {
        let is_used = |entry: &Approval| {
            changes.iter().any(|change| change.class == Class::Break && change.fingerprint == entry.fingerprint)
        };
        let state = |entry: &Approval| match (is_used(entry), entry.expires.as_str() < today) {
            (_, true) => Some(State::Expired),
            (false, false) => Some(State::Unused),
            (true, false) => None,
        };
        self.entries.iter().filter_map(|entry| Some((entry, state(entry)?))).collect()
    }
}
