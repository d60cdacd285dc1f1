//! Paths in a JSON value, and the member into which unreadable ones are set aside.

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    Item(usize),
}

/// The name of the member that holds set-aside members. No API uses it.
pub(crate) const ASIDE_NAME: &str = "\u{0}unreadable";

/// The same as JSON, up to the start of its value.
pub(super) const ASIDE: &[u8] = br#""\u0000unreadable":{"#;
