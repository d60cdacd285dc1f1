//! What the probes found: for people, as JSON, and as JUnit XML.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::terminal::{DIM, ERROR, GOOD, Paper};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Passed,
    Failed,
    Skipped,
}

impl Verdict {
    const fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// The result of a probe.
pub(super) struct Finding {
    pub(super) probe: &'static str,
    pub(super) verdict: Verdict,
    /// What happened.
    pub(super) told: String,
    /// What to do about it, or what to look at; empty if there is nothing.
    pub(super) advice: &'static str,
    /// The identifier of the object that was delivered.
    pub(super) about: Option<String>,
}

impl Finding {
    /// Prints it, as soon as there is one.
    pub(super) fn print(&self) {
        let style = match self.verdict {
            Verdict::Passed => GOOD,
            Verdict::Failed => ERROR,
            Verdict::Skipped => DIM,
        };
        let mut paper = Paper::new();
        paper.line(&format!("{style}{:<7}{style:#}  {:<22}  {}", self.verdict.word(), self.probe, self.told));
        match (self.verdict, &self.about) {
            (Verdict::Failed, _) => paper.wrapped(9, self.advice, DIM),
            (Verdict::Passed, Some(about)) if !self.advice.is_empty() => {
                paper.wrapped(9, &format!("{} ({about})", self.advice), DIM);
            }
            _ => {}
        }
        paper.print();
    }
}

pub(super) fn count(findings: &[Finding], verdict: Verdict) -> usize {
    findings.iter().filter(|finding| finding.verdict == verdict).count()
}

pub(super) fn as_json(api: &str, url: &str, findings: &[Finding]) -> Value {
    let probes: Vec<Value> = findings
        .iter()
        .map(|finding| {
            json!({
                "probe": finding.probe, "verdict": finding.verdict.word(), "told": finding.told, "advice": finding.advice,
                "about": finding.about,
            })
        })
        .collect();
    json!({ "api": api, "url": url, "failed": count(findings, Verdict::Failed), "probes": probes })
}

/// The format that CI servers read.
pub(super) fn as_junit(api: &str, url: &str, findings: &[Finding]) -> String {
    let (failed, skipped) = (count(findings, Verdict::Failed), count(findings, Verdict::Skipped));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"payspec check-webhook {}\" tests=\"{}\" \
         failures=\"{failed}\" skipped=\"{skipped}\">\n",
        escaped(api),
        findings.len()
    );
    for finding in findings {
        let told = escaped(&finding.told);
        let _ = write!(xml, "  <testcase classname=\"{}\" name=\"{}\"", escaped(url), escaped(finding.probe));
        let _ = match finding.verdict {
            Verdict::Passed => writeln!(xml, "/>"),
            Verdict::Skipped => writeln!(xml, "><skipped message=\"{told}\"/></testcase>"),
            Verdict::Failed => {
                writeln!(xml, "><failure message=\"{told}\">{}</failure></testcase>", escaped(finding.advice))
            }
        };
    }
    xml.push_str("</testsuite>\n");
    xml
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML has no other control characters.
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
