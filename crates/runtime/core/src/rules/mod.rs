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

// Its macro is for the modules after it.
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
    /// How the rule is known; `None` where the description does not say. That a required parameter is not empty is known
    /// as it is known that the parameters are required: of several, source and reason are those that all share, and it
    /// is `None` if their levels differ.
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

/// The type of a value in the table of checks.
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

/// A value of a check, if it names a field.
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
        /// What a [`Rule`] demands.
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

            /// Returns the field of a check that looks at one, or `None` for those over several.
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

            /// Returns `true` if the check asks which fields are given, and not for their values.
            fn is_of_presence(&self) -> bool {
                matches!(self, $(Self::$Presence(_))|*)
            }
        }
    };
}

rule_checks!(define_checks);

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
