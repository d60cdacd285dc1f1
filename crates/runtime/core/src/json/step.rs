//! Ways into a JSON value, and the member where what cannot be read is set aside.

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    Item(usize),
}

/// The member that holds what was set aside. No API has one of that name.
pub(crate) const ASIDE_NAME: &str = "\u{0}unreadable";

/// The same as it is written, with the start of its value.
pub(super) const ASIDE: &[u8] = br#""\u0000unreadable":{"#;
