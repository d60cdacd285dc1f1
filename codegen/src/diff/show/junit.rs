//! JUnit XML, which most CI systems show.

use std::collections::BTreeMap;

use super::super::change::{Change, Class};
use super::super::report::Report;
use super::page;

/// A suite for each API, and a case for each change; an unapproved break is a failure.
pub fn junit(report: &Report<'_>) -> String {
    let mut suites: BTreeMap<&str, Vec<(&Change, bool)>> = BTreeMap::new();
    for (change, approval) in &report.changes {
        let is_failure = change.class == Class::Break && approval.is_none();
        suites.entry(&change.api).or_default().push((change, is_failure));
    }
    let failures = report.unapproved().count();
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"spec diff\" tests=\"{}\" failures=\"{failures}\">\n",
        report.changes.len()
    );
    for (api, changes) in suites {
        let failures = changes.iter().filter(|(_, is_failure)| *is_failure).count();
        let tests = changes.len();
        text.push_str(&format!("  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\">\n", escaped(api)));
        for (change, is_failure) in changes {
            text.push_str(&case(change, is_failure));
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case(change: &Change, is_failure: bool) -> String {
    let place = change.after.as_ref().or(change.before.as_ref());
    let place =
        place.map(|place| format!(" file=\"{}\" line=\"{}\"", escaped(&place.file), place.line)).unwrap_or_default();
    let (name, rule) = (escaped(&change.sentence()), escaped(change.rule.id));
    let head = format!("    <testcase name=\"{name}\" classname=\"{}.{rule}\"{place}", escaped(&change.api));
    if !is_failure {
        return format!("{head}/>\n");
    }
    let columns = change.effects.names().collect::<Vec<_>>().join(", ");
    let says = format!("breaks: {columns}\nfingerprint: {}\nrule: {}", change.fingerprint, page(change));
    format!(
        "{head}>\n      <failure type=\"{rule}\" message=\"{name}\">{}</failure>\n    </testcase>\n",
        escaped(&says)
    )
}

/// A text in XML. Characters that XML does not allow are replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\n' | '\t' => escaped.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            _ => escaped.push(c),
        }
    }
    escaped
}
