//! Rules and profiles: a small closed vocabulary.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::Evidence;
use super::{Items, Phrase, Sentence, Sp};
use crate::source::Span;

// What the values of checks are here.
type Path = Sp<String>;
type Key = Sp<String>;
type Text = Sp<String>;
type Texts = Items<String>;
type Integer = Sp<i64>;
type IntegerBound = Option<i64>;
type Count = u32;
type CountBound = Option<u32>;
type DateForm = Sp<payspec_core::CompactDate>;

macro_rules! define_rule {
    (
        presence { $($(#[$presence_docs:meta])* $presence_key:ident $Presence:ident;)* }
        plain { $($(#[$plain_docs:meta])* $plain_key:ident $Plain:ident;)* }
        values { $($(#[$docs:meta])* $key:ident $Value:ident { $($(#[$field_docs:meta])* $field:ident $(as $name:literal)?: $kind:ident,)* })* }
        implied $implied:tt
    ) => {
        /// A rule for parameters. Fields are wire names; a dot steps into an object or the items of a list.
        ///
        /// It has exactly one check in addition to `name`, `because` and `when`.
        #[derive(Debug, Clone, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct Rule {
            /// A short name in kebab-case, used in error messages.
            pub name: Sp<String>,
            /// The reason of the API.
            pub because: Sentence,
            /// The condition under which the rule applies.
            pub when: Option<Sp<Condition>>,
            /// A violation is a warning and does not refuse the request.
            #[serde(default)]
            pub warning: bool,
            /// The object with which the request is compared. Paths that start with its name refer to it.
            pub against: Option<Sp<String>>,
            /// The evidence of the rule.
            pub evidence: Option<Sp<Evidence>>,
            $($(#[$presence_docs])* pub $presence_key: Option<Sp<Items<String>>>,)*
            $($(#[$docs])* pub $key: Option<Sp<$Value>>,)*
            $($(#[$plain_docs])* pub $plain_key: Option<Sp<String>>,)*
        }

        $(
            $(#[$docs])*
            #[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
            #[serde(deny_unknown_fields)]
            pub struct $Value {
                $($(#[$field_docs])* $(#[serde(rename = $name)])? pub $field: $kind,)*
            }
        )*

        impl Rule {
            /// The keys of checks.
            pub const CHECKS: &[&str] =
                &[$(stringify!($presence_key),)* $(stringify!($key),)* $(stringify!($plain_key),)*];

            /// Whether another rule checks the same under the same condition, by whatever name and reason.
            pub fn is_same_check(&self, other: &Self) -> bool {
                let frame = |rule: &Self| (rule.when.clone(), rule.warning, rule.against.clone());
                frame(self) == frame(other)
                    $(&& self.$presence_key == other.$presence_key)*
                    $(&& self.$key == other.$key)*
                    $(&& self.$plain_key == other.$plain_key)*
            }

            /// Where the checks of the rule stand.
            pub fn checks(&self) -> impl Iterator<Item = Span> {
                let presence = [$(self.$presence_key.as_ref().map(|check| check.span)),*];
                let values = [$(self.$key.as_ref().map(|check| check.span)),*];
                let plain = [$(self.$plain_key.as_ref().map(|check| check.span)),*];
                presence.into_iter().chain(values).chain(plain).flatten()
            }
        }
    };
}

payspec_core::rule_checks!(define_rule);

/// The condition of a rule or profile.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The field.
    pub field: Sp<String>,
    /// It has one of these values.
    pub is: Option<Sp<Items<String>>>,
    /// It has none of these values, or is absent.
    pub is_not: Option<Sp<Items<String>>>,
    /// It is present (`true`) or absent (`false`).
    pub present: Option<Sp<bool>>,
}

/// The parameters of one use case. Its key is its name in kebab-case.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The use case.
    pub docs: Sentence,
    /// The condition under which the profile applies; without one, the caller chooses it.
    pub when: Option<Sp<Condition>>,
    /// Required fields.
    #[serde(default)]
    pub requires: Items<String>,
    /// Forbidden fields.
    #[serde(default)]
    pub forbids: Items<String>,
    /// The reason of the API.
    pub because: Sentence,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}
