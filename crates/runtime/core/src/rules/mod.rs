//! Rules: what a request must satisfy, as data.
//!
//! A small closed vocabulary describes an API's requirements on its parameters. The constants are checked before a
//! request is sent, and the generator documents them. Servers, such as a test server, can check received requests with
//! the same constants.
//!
//! # Fields
//!
//! A field is identified by its wire names joined by dots: `card.number`, `3ds.cavv`, `transfer.fee`. The same path
//! applies to a form (`card[number]`), a JSON body, and a JSON text inside a form (`transfer[]={"fee":5}`). A path
//! through a list refers to the field of every item; `name[0]=v`, `name[1]=v` is a list, too.
//!
//! - A field is *given* if it has a non-empty text, or an item or member that is given. JSON `null`, `[]` and `{}` are
//!   not given.
//! - Presence checks ([`Check::ExactlyOneOf`] to [`Check::Forbids`]) test whether fields are given. Value checks test
//!   every text, including an empty one, and pass if there is none.
//! - Malformed JSON in a text breaks every rule whose paths lead into it. A name that a form uses with conflicting
//!   shapes (`a=1&a[b]=2`) is checked in each of them.
//! - A rule applies to the innermost object that contains all the fields it names, including its condition's: to each
//!   item if that object is an item of a list (even an empty one), and not at all if that object is not given. So
//!   "exactly one of `card.number`, `card.token`" does not apply to a request without `card`, but "`card.number` is
//!   required when `card` is present" does.
//!
//! ```
//! use payspec_core::{Check, Form, Rule, check};
//!
//! static RULES: [Rule; 1] =
//!     [Rule::new("one-source", Check::ExactlyOneOf(&["card.number", "cardTokenId"])).because("the bank debits one card")];
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

// Its macro is used in the modules after it.
#[macro_use]
mod table;

mod against;
mod check;
mod constructors;
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
pub use known_values::{KnownValues, UNKNOWN_VALUE, check_known_values};
pub use violation::{Violation, Violations};

/// A requirement on the parameters of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// A short name to identify it: `one-source`.
    pub name: &'static str,
    /// The condition under which it applies; always, if `None`.
    pub when: Option<Condition>,
    /// The requirement.
    pub check: Check,
    /// The reason, which is part of the violation's message.
    pub because: &'static str,
    /// The evidence of the rule; `None` if the description gives none. The rule that required parameters are not empty
    /// has the evidence of their being required: for several parameters, the source and reason that they share, or
    /// `None` if their levels differ.
    pub evidence: Option<Evidence>,
}

/// The condition under which a rule or a profile applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Condition {
    /// The field to test.
    pub field: &'static str,
    /// The test.
    pub is: Test,
}

/// The test of a [`Condition`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// The field is given.
    Present,
    /// The field is not given.
    Absent,
    /// The field, or one of its items, has one of these texts.
    OneOf(&'static [&'static str]),
    /// Neither the field nor any of its items has one of these texts; true if it is not given.
    NoneOf(&'static [&'static str]),
}

/// Maps a value kind in the table of checks to its type.
macro_rules! kind {
    (Path) => { &'static str };
    (Key) => { &'static str };
    (Text) => { &'static str };
    (Phrase) => { &'static str };
    (Texts) => { &'static [&'static str] };
    (Integer) => { i64 };
    (IntegerBound) => { Option<i64> };
    (Count) => { u32 };
    (CountBound) => { Option<u32> };
    (DateForm) => { CompactDate };
    (TextForm) => { TextFormat };
}

/// Returns a check's value if it names a field.
macro_rules! path {
    (Path $value:ident) => {
        Some($value)
    };
    ($kind:ident $value:ident) => {{
        let _ = $value;
        None
    }};
}

macro_rules! define_checks {
    (
        presence { $($(#[$presence_docs:meta])* $presence_key:ident $Presence:ident;)* }
        plain { $($(#[$plain_docs:meta])* $plain_key:ident $Plain:ident;)* }
        values { $($(#[$docs:meta])* $key:ident $Value:ident { $($(#[$field_docs:meta])* $field:ident $(as $name:literal)?: $kind:ident,)* })* }
        implied { $($(#[$implied_docs:meta])* $Implied:ident { $($(#[$of_docs:meta])* $of:ident: $of_kind:ident,)* })* }
    ) => {
        /// The requirement of a [`Rule`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Check {
            $($(#[$presence_docs])* $Presence(&'static [&'static str]),)*
            $($(#[$docs])* $Value { $($(#[$field_docs])* $field: kind!($kind),)* },)*
            $($(#[$plain_docs])* $Plain {
                /// The field.
                field: &'static str,
            },)*
            $($(#[$implied_docs])* $Implied { $($(#[$of_docs])* $of: kind!($of_kind),)* },)*
        }

        impl Check {
            /// Returns the fields that the check names, in its order.
            pub fn fields(&self) -> Vec<&'static str> {
                match *self {
                    $(Self::$Presence(fields) => fields.to_vec(),)*
                    $(Self::$Plain { field } => vec![field],)*
                    $(Self::$Value { $($field),* } => [$(path!($kind $field)),*].into_iter().flatten().collect(),)*
                    $(Self::$Implied { $($of),* } => [$(path!($of_kind $of)),*].into_iter().flatten().collect(),)*
                }
            }

            /// Returns the field of a check on a single field, or `None` for those on several.
            fn only_field(&self) -> Option<&'static str> {
                let only = |fields: &[Option<&'static str>]| {
                    let mut named = fields.iter().flatten();
                    named.next().filter(|_| named.next().is_none()).copied()
                };
                match *self {
                    $(Self::$Presence(_) => None,)*
                    $(Self::$Plain { field } => Some(field),)*
                    $(Self::$Value { $($field),* } => only(&[$(path!($kind $field)),*]),)*
                    $(Self::$Implied { $($of),* } => only(&[$(path!($of_kind $of)),*]),)*
                }
            }

            /// Returns `true` if the check tests which fields are given, not their values.
            fn is_of_presence(&self) -> bool {
                matches!(self, $(Self::$Presence(_))|*)
            }
        }
    };
}

rule_checks!(define_checks);

/// Additional requirements of a use case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// Its name: `moto`.
    pub name: &'static str,
    /// The condition under which it applies automatically; only on request, if `None`.
    pub when: Option<Condition>,
    /// The fields that must be given.
    pub requires: &'static [&'static str],
    /// The fields that must not be given.
    pub forbids: &'static [&'static str],
    /// The reason, which is part of the violation's message.
    pub because: &'static str,
    /// Its evidence; `None` if the description gives none.
    pub evidence: Option<Evidence>,
}
