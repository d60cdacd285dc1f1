//! Rules of the IR.

use super::check::Check;
use super::evidence::Evidence;

/// The name of the rule that what is required is not empty.
pub const REQUIRED: &str = "required";

/// A rule. Fields are dotted wire names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// When it holds.
    pub when: Option<Condition>,
    /// What it demands.
    pub check: Check,
    /// Why.
    pub because: String,
    /// How it is known, where the spec says so.
    pub evidence: Option<Evidence>,
}

/// When a rule or profile holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The field.
    pub field: String,
    /// The test.
    pub test: Test,
}

/// A test of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// It is given.
    Present,
    /// It is not given.
    Absent,
    /// It has one of these values.
    OneOf(Vec<String>),
    /// It has none of these values.
    NoneOf(Vec<String>),
}
