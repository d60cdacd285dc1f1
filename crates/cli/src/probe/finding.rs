//! What was found out about an operation.

use payspec_core::{EvidenceLevel, OperationSpec};
use serde_json::{Value, json};

use crate::terminal::{DIM, ERROR, GOOD, WARNING};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is where the spec has it, and responds as described.
    Confirmed,
    /// There is nothing at its path.
    NotFound,
    /// It is there, and something about it is different.
    Differs,
    /// Nothing is known now that was not known before.
    Undecided,
    /// It was not called.
    NotTried,
}

impl Verdict {
    pub(super) const ALL: [Self; 5] = [Self::Confirmed, Self::NotFound, Self::Differs, Self::Undecided, Self::NotTried];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::NotFound => "404",
            Self::Differs => "differs",
            Self::Undecided => "undecided",
            Self::NotTried => "not tried",
        }
    }

    pub(super) const fn style(self) -> anstyle::Style {
        match self {
            Self::Confirmed => GOOD,
            Self::NotFound => ERROR,
            Self::Differs => WARNING,
            Self::Undecided | Self::NotTried => DIM,
        }
    }
}

/// What was found out about an operation. The note has no value of a request or a response.
pub(super) struct Finding {
    pub(super) spec: &'static OperationSpec,
    pub(super) verdict: Verdict,
    pub(super) note: String,
}

impl Finding {
    pub(super) fn as_json(&self) -> Value {
        json!({
            "operation": self.spec.id, "method": self.spec.method.as_str(), "path": self.spec.path,
            "verdict": self.verdict.word(), "note": self.note, "path_evidence": self.spec.path_evidence().level.as_str(),
        })
    }
}

/// The edits of a spec for paths that were confirmed: the source to add, and for each operation the evidence of its path.
pub(super) fn edits(host: &str, date: &str, findings: &[Finding]) -> String {
    let source = format!("probe-{date}");
    let mut yaml = format!(
        "# Made by `payspec probe`. Review it, commit the report with it, and add the source to `sources` of the API.\n\
         sources:\n  {source}: {{ title: \"Report of payspec probe of {host}, {date}\" }}\n\n\
         # Replaces `path_evidence` of these operations, by resource and verb.\noperations:\n"
    );
    for finding in findings.iter().filter(|finding| is_raised(finding)) {
        let spec = finding.spec;
        yaml.push_str(&format!(
            "  {}:\n    path_evidence: {{ level: sample, source: {source}, at: \"{} {}\" }}\n",
            spec.id,
            spec.method.as_str(),
            spec.path
        ));
    }
    yaml
}

/// Returns `true` if the path is known better than before.
pub(super) fn is_raised(finding: &Finding) -> bool {
    finding.verdict == Verdict::Confirmed && finding.spec.path_evidence().level > EvidenceLevel::Sample
}
