//! What a request must satisfy, as data.
//!
//! One small closed vocabulary describes the demands of an API on its parameters. The constants are
//! checked before a request is sent, and the generator writes them into the documentation. Whoever receives
//! requests, a test server for example, can check them with the same constants.
//!
//! # Fields
//!
//! A field is named by its wire names joined by dots: `card.number`, `3ds.cavv`, `transfer.fee`. The same
//! path fits a form (`card[number]`), a JSON body, and a JSON text inside of a form (`transfer[]={"fee":5}`).
//! Through a list a path means the field of every item; `name[0]=v`, `name[1]=v` is a list, too.
//!
//! - A field is *given* when it has a text that is not empty, or an item or member that is given. JSON
//!   `null`, `[]` and `{}` are not given.
//! - Checks of presence ([`Check::ExactlyOneOf`] to [`Check::Forbids`]) look at whether fields are given.
//!   Checks of a value look at every text there is, also an empty one, and pass when there is none.
//! - A text that is to be JSON and cannot be read breaks every rule that looks into it. A name that a form
//!   uses in several shapes (`a=1&a[b]=2`) is judged in each of them.
//! - A rule speaks about the innermost object that holds all the fields it names, its condition's too:
//!   for each item if that object is an item of a list (an empty one too), and not at all where that
//!   object is not given. So
//!   "exactly one of `card.number`, `card.token`" says nothing about a request without `card`, and
//!   "`card.number` is required when `card` is present" says it.
//!
//! ```
//! use payspec_core::{Check, Form, Rule, check};
//!
//! static RULES: [Rule; 1] = [Rule {
//!     name: "one-source",
//!     when: None,
//!     check: Check::ExactlyOneOf(&["card.number", "cardTokenId"]),
//!     because: "the bank debits one card",
//!     evidence: None,
//! }];
//!
//! let mut form = Form::new();
//! form.push("card[number]", "4000000000000002").push("cardTokenId", "t-1");
//! let violations = check(&RULES, &[], None, &form).unwrap_err();
//! assert_eq!(
//!     violations.to_string(),
//!     "`card[number]`, `cardTokenId`: given together; keep exactly one of them \
//!      [one-source: the bank debits one card]",
//! );
//! ```

mod against;
mod check;
mod fields;
mod format;
mod known_values;
mod message;
mod quick;
mod scope;
mod suggest;
mod values;
mod violation;

use crate::{CompactDate, Evidence};

pub use against::{Precondition, check_preconditions};
pub use check::check;
pub use fields::{FieldNode, Fields, NameStyle};
pub use format::TextFormat;
pub use known_values::{KnownValues, check_known_values};
pub use violation::{Violation, Violations};

/// A demand on the parameters of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// A short name to find it by: `one-source`.
    pub name: &'static str,
    /// When it applies; always, if `None`.
    pub when: Option<Condition>,
    /// What it demands.
    pub check: Check,
    /// Why, for whoever breaks it.
    pub because: &'static str,
    /// How the rule is known; `None` where the description does not say, or where the parameters themselves demand it.
    pub evidence: Option<Evidence>,
}

/// When a rule or a profile applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The field that is looked at.
    pub field: &'static str,
    /// What it must be like.
    pub is: Test,
}

/// What the field of a [`Condition`] must be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// The field is given.
    Present,
    /// The field is not given.
    Absent,
    /// The field, or one of its items, has one of these texts.
    OneOf(&'static [&'static str]),
    /// Neither the field nor one of its items has one of these texts; one that is not given has none.
    NoneOf(&'static [&'static str]),
}

/// What a [`Rule`] demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// One of the fields is given, and no other of them.
    ExactlyOneOf(&'static [&'static str]),
    /// One or more of the fields are given.
    AtLeastOneOf(&'static [&'static str]),
    /// No two of the fields are given.
    AtMostOneOf(&'static [&'static str]),
    /// The fields are all given, or none of them.
    AllOrNone(&'static [&'static str]),
    /// The fields are all given.
    Requires(&'static [&'static str]),
    /// None of the fields is given.
    Forbids(&'static [&'static str]),
    /// The field is an integer within bounds, both included.
    Range {
        /// The field.
        field: &'static str,
        /// The lowest value.
        min: Option<i64>,
        /// The highest value.
        max: Option<i64>,
    },
    /// The field is an integer multiple of a number.
    MultipleOf {
        /// The field.
        field: &'static str,
        /// The number; not zero.
        of: i64,
    },
    /// The field has a number of characters (Unicode scalar values) within bounds, both included.
    Length {
        /// The field.
        field: &'static str,
        /// The fewest characters.
        min: Option<u32>,
        /// The most characters.
        max: Option<u32>,
    },
    /// The list, where it is sent, has no fewer items than this. (A form has no way to send an empty one.)
    MinItems {
        /// The list.
        field: &'static str,
        /// The fewest items.
        min: u32,
    },
    /// The list has no more items, or the map no more keys, than this.
    MaxItems {
        /// The list or map.
        field: &'static str,
        /// The most items.
        max: u32,
    },
    /// The whole field matches a regular expression.
    Pattern {
        /// The field.
        field: &'static str,
        /// The expression, in the syntax of the crate regex-lite.
        pattern: &'static str,
        /// What it means, to complete "must be ...": `three letters`.
        means: &'static str,
    },
    /// The field, or every item of it, is one of these texts.
    OneOf {
        /// The field.
        field: &'static str,
        /// The accepted texts.
        values: &'static [&'static str],
    },
    /// Neither the field nor any item of it is one of these texts.
    NoneOf {
        /// The field.
        field: &'static str,
        /// The refused texts.
        values: &'static [&'static str],
    },
    /// No two items of the list have the same text under a key.
    UniqueBy {
        /// The list.
        field: &'static str,
        /// The path inside of an item; empty for the item itself.
        key: &'static str,
    },
    /// The integer is not above that of another field. Both must be integers where both are given.
    NotAbove {
        /// The field.
        field: &'static str,
        /// The other field.
        other: &'static str,
    },
    /// The field is digits with a right check digit (Luhn).
    Luhn {
        /// The field.
        field: &'static str,
    },
    /// The field is an existing date in a form without separators.
    Date {
        /// The field.
        field: &'static str,
        /// The form.
        form: CompactDate,
    },
    /// The field, or every item of it, has a form that is known everywhere. An empty text is none and passes: some APIs
    /// clear a field with it.
    Format {
        /// The field.
        field: &'static str,
        /// The form.
        format: TextFormat,
    },
}

impl Check {
    /// The field of a check that looks at one; `None` for those over several.
    fn only_field(&self) -> Option<&'static str> {
        match *self {
            Self::Range { field, .. }
            | Self::MultipleOf { field, .. }
            | Self::Length { field, .. }
            | Self::MinItems { field, .. }
            | Self::MaxItems { field, .. }
            | Self::Pattern { field, .. }
            | Self::OneOf { field, .. }
            | Self::NoneOf { field, .. }
            | Self::UniqueBy { field, .. }
            | Self::Luhn { field }
            | Self::Date { field, .. }
            | Self::Format { field, .. } => Some(field),
            Self::ExactlyOneOf(_)
            | Self::AtLeastOneOf(_)
            | Self::AtMostOneOf(_)
            | Self::AllOrNone(_)
            | Self::Requires(_)
            | Self::Forbids(_)
            | Self::NotAbove { .. } => None,
        }
    }
}

/// The parameters of a use case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Its name: `moto`.
    pub name: &'static str,
    /// When it applies by itself; only on request, if `None`.
    pub when: Option<Condition>,
    /// The fields that must be given.
    pub requires: &'static [&'static str],
    /// The fields that must not be given.
    pub forbids: &'static [&'static str],
    /// Why, for whoever breaks it.
    pub because: &'static str,
    /// How it is known; `None` where the description does not say.
    pub evidence: Option<Evidence>,
}
