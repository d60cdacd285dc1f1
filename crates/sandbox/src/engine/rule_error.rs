//! The error of a rule that is not accepted.

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

    /// The invalid field: `method`, `path`, `nth`, `rate`, `status`, `code`, `event`, `delay` or `to`.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// The problem, and how to fix it.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invalid rule: {}", self.message)
    }
}

impl std::error::Error for RuleError {}

/// The known text that is nearest to one, if one is near: at most a third of it differs. Case and names in braces do not
/// matter.
pub(crate) fn nearest<T: AsRef<str>>(text: &str, known: impl IntoIterator<Item = T>) -> Option<T> {
    let text = nameless(text);
    let near = known.into_iter().map(|known| (strsim::osa_distance(&text, &nameless(known.as_ref())), known));
    let (distance, near) = near.min_by_key(|(distance, _)| *distance)?;
    let longest = text.chars().count().max(nameless(near.as_ref()).chars().count());
    (distance <= (longest / 3).max(1) && distance < longest).then_some(near)
}

/// Names the nearest of the known texts, for the end of a message: empty if none is near.
pub(crate) fn hint<T: AsRef<str>>(text: &str, known: impl IntoIterator<Item = T>) -> String {
    nearest(text, known).map_or_else(String::new, |near| format!("; the nearest is `{}`", near.as_ref()))
}

/// A text in lower case and, if it is a path, without the names of its parameters.
fn nameless(text: &str) -> String {
    let mut is_name = false;
    let kept = text.chars().filter(|sign| {
        is_name = (is_name || *sign == '{') && *sign != '}';
        !is_name
    });
    kept.map(|sign| sign.to_ascii_lowercase()).collect()
}
