//! Violations of rules, with messages for developers.

use std::fmt;

use crate::{Evidence, EvidenceLevel};

/// A violation of one rule. It contains names and constants of the description, but no parameter values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    fields: Vec<String>,
    rule: &'static str,
    message: String,
    because: &'static str,
    evidence: Option<Evidence>,
}

impl Violation {
    /// Creates a violation of a rule that is checked elsewhere.
    ///
    /// `fields` are written as on the wire, `message` says what is wrong and how to fix it without quoting a value, and
    /// `because` gives the reason for the rule (it may be empty).
    pub fn new(fields: Vec<String>, rule: &'static str, message: impl Into<String>, because: &'static str) -> Self {
        Self { fields, rule, message: message.into(), because, evidence: None }
    }

    /// Sets the evidence of the rule.
    #[must_use]
    pub fn known_by(mut self, evidence: Option<Evidence>) -> Self {
        self.evidence = evidence;
        self
    }

    /// Returns the fields concerned, as written on the wire: `card[number]` in a form.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    /// Returns the name of the rule or profile.
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// Returns what is wrong and how to fix it.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the reason for the rule; may be empty.
    pub fn because(&self) -> &'static str {
        self.because
    }

    /// Returns the evidence of the rule, or `None` if the API description gives none.
    ///
    /// An [inferred](crate::EvidenceLevel::Inferred) rule may be wrong: the API may accept what it rejects.
    pub fn evidence(&self) -> Option<&Evidence> {
        self.evidence.as_ref()
    }
}

/// Writes one line: the fields, what is wrong, how to fix it, the rule and its reason, and whether the rule is only
/// inferred.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, field) in self.fields.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}`{field}`")?;
        }
        if !self.fields.is_empty() {
            f.write_str(": ")?;
        }
        write!(f, "{} [{}", self.message, self.rule)?;
        if !self.because.is_empty() {
            write!(f, ": {}", self.because)?;
        }
        if self.evidence.is_some_and(|evidence| evidence.level == EvidenceLevel::Inferred) {
            f.write_str(" (Inferred, not documented.)")?;
        }
        f.write_str("]")
    }
}

/// The violations of a request: at least one.
///
/// `Debug` prints the same text as `Display`, because a `main` that returns an error prints `Debug`. The `Debug` of a
/// single [`Violation`] shows its fields.
#[derive(Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Creates the list, or returns `None` if there are no violations.
    pub fn from_vec(violations: Vec<Violation>) -> Option<Self> {
        (!violations.is_empty()).then_some(Self(violations))
    }

    /// Returns the violations in the order in which the rules were checked.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// Returns the number of violations: at least one.
    #[expect(clippy::len_without_is_empty, reason = "there is no empty list of violations")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl From<Violation> for Violations {
    fn from(violation: Violation) -> Self {
        Self(vec![violation])
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// Writes one line per violation.
impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let newline = if index == 0 { "" } else { "\n" };
            write!(f, "{newline}{violation}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Violations {}

#[cfg(test)]
mod tests {
    use super::*;

    /// A `main` that returns violations prints their `Debug`.
    #[test]
    fn the_debug_of_violations_reads_as_their_display() {
        let of = |field: &str| Violation::new(vec![field.to_owned()], "range", "must be at least 1", "it is a price");
        let violations = Violations(vec![of("amount"), of("items[0]")]);
        let text = "`amount`: must be at least 1 [range: it is a price]\n`items[0]`: must be at least 1 [range: it is a price]";
        assert_eq!(format!("{violations:?}"), text);
        assert_eq!(format!("{violations:#?}"), violations.to_string());
    }
}
