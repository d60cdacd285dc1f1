//! Why a rule for faults is not accepted.

use std::fmt;

/// A rule that could never apply, or that has a value out of range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    field: &'static str,
    message: String,
}

impl RuleError {
    pub(crate) fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }

    /// What is wrong: `path`, `nth`, `rate`, `status`, `code`, `event`, `delay` or `to`.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// What is wrong with it, and what would be right.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the rule is not accepted: {}", self.message)
    }
}

impl std::error::Error for RuleError {}

/// The known text that is nearest to one. Names in braces do not matter.
pub(crate) fn nearest<T: AsRef<str>>(text: &str, known: impl IntoIterator<Item = T>) -> Option<T> {
    let text = nameless(text);
    known.into_iter().min_by_key(|known| strsim::osa_distance(&text, &nameless(known.as_ref())))
}

/// A path without the names of its parameters.
fn nameless(text: &str) -> String {
    let mut is_name = false;
    let kept = text.chars().filter(|sign| {
        is_name = (is_name || *sign == '{') && *sign != '}';
        !is_name
    });
    kept.collect()
}
