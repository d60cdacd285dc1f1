//! Acceptance and notification rules, outside the portal.
//!
//! Both are entered in the portal: an acceptance rule allows or refuses payments or raises an alert, and the condition
//! of a notification scenario ("QUAND") determines when a message is sent. Here they can be parsed, reviewed, evaluated
//! on payments, and printed in canonical form, so they can be kept in version control and tested before they are pasted
//! into the portal.
//!
//! ```
//! use payspec::centralpay::portal_rules::{AcceptanceRule, Action, Facts};
//!
//! let rule: AcceptanceRule = "REFUSE if #amount < 1000 and #card_country != 'FRA'".parse()?;
//! let payment = Facts::new().with("amount", 500).with("card_country", "BEL");
//! assert_eq!(rule.decide(&payment), Ok(Some(Action::Refuse)));
//!
//! // A syntax error is an error; a valid rule that will not work as intended is a finding.
//! let error = "REFUSE if card_country != 'FRA'".parse::<AcceptanceRule>().unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "line 1, column 11: expected an attribute or `(`, found `card_country`; did you mean `#card_country`?"
//! );
//! let review = AcceptanceRule::review("refuse if #card_country in ('FRA', 'BE')")?;
//! assert_eq!(review.rule.to_string(), "REFUSE if #card_country in ('FRA', 'BE')");
//! assert_eq!(
//!     review.findings[0].to_string(),
//!     "line 1, column 11: warning: `'BE'` is not a three-letter country code, so it may never match; did you mean `'BEL'`?"
//! );
//! # Ok::<(), payspec::centralpay::portal_rules::ParseError>(())
//! ```
//!
//! # The grammar
//!
//! The supported syntax is what the documentation shows (“Notifications email/sms”, “Services anti-fraude”), and
//! nothing else:
//!
//! ```text
//! acceptance rule    ("ALLOW" | "REFUSE" | "ALERT") "if" condition
//! notification rule  condition
//! condition          operand | operand "and" operand | operand "or" operand
//! operand            comparison | "(" condition ")"
//! comparison         attribute ("=" | "!=" | "<" | "<=" | ">" | ">=") value
//!                    attribute ("in" | "not in") "(" value {"," value} ")"
//! attribute          "#" and a name: #card_country
//! value              100 | 12.32 | 'FRA' | true | false
//! ```
//!
//! Keywords are case-insensitive, as the documentation mixes them. Several `and`, or several `or`, in a row are
//! accepted, although the page on notifications requires parentheses around each pair (“Notifications email/sms”): the
//! canonical form has them, and a review reports them. Mixing `and` and `or` without parentheses is an error. The
//! documentation does not say how to write a text that contains a quote, so such a text is not supported.
//!
//! # Attributes
//!
//! The portal lists the attributes on typing `#`; the documentation mentions eight of them ([`ATTRIBUTES`]). Others are
//! accepted with a warning in the review: `customAcceptanceData` adds the merchant's own.

mod attributes;
mod error;
mod evaluate;
mod expression;
mod lexer;
mod parser;
mod print;
mod review;

use std::str::FromStr;

pub use self::attributes::{ATTRIBUTES, AttributeType, KnownAttribute, RuleKind};
pub use self::error::{ParseError, Position};
pub use self::evaluate::{Fact, Facts, UndecidedError};
pub use crate::number::{Number, NumberError};

pub use self::expression::{Attribute, Comparison, Condition, InvalidPart, List, Operator, Test, Text, Value};
pub use self::review::{Finding, Review, Severity};

/// The action of an acceptance rule for a payment that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// The payment is allowed.
    Allow,
    /// The payment is refused.
    Refuse,
    /// A webhook about the payment is sent.
    Alert,
}

/// An acceptance rule: `REFUSE if #amount < 1000`.
///
/// `FromStr` parses it; `Display` prints its canonical form, which parses as the same rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptanceRule {
    /// The action for matching payments.
    pub action: Action,
    /// The condition for a match.
    pub condition: Condition,
}

impl AcceptanceRule {
    /// Parses a rule and reports what will not work as intended.
    ///
    /// # Errors
    ///
    /// Returns a [`ParseError`] if the text is not an acceptance rule.
    pub fn review(text: &str) -> Result<Review<Self>, ParseError> {
        let (action, parsed) = parser::acceptance(text)?;
        let findings = review::findings(text, &parsed, RuleKind::Acceptance);
        Ok(Review { rule: Self { action, condition: parsed.condition }, findings })
    }

    /// Returns the action for a payment, or `None` if the payment does not match.
    ///
    /// How several rules interact, and the effect of an attribute that a payment lacks, are not documented.
    ///
    /// # Errors
    ///
    /// Returns [`UndecidedError`] if the result depends on unknown facts.
    pub fn decide(&self, facts: &Facts) -> Result<Option<Action>, UndecidedError> {
        Ok(self.condition.holds(facts)?.then_some(self.action))
    }
}

impl FromStr for AcceptanceRule {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let (action, parsed) = parser::acceptance(text)?;
        Ok(Self { action, condition: parsed.condition })
    }
}

/// The condition of a notification scenario: `#end_user_country in ('FRA', 'BEL')`.
///
/// `FromStr` parses it; `Display` prints its canonical form, which parses as the same rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationRule {
    /// The condition under which the message is sent.
    pub condition: Condition,
}

impl NotificationRule {
    /// Parses a rule and reports what will not work as intended.
    ///
    /// # Errors
    ///
    /// Returns a [`ParseError`] if the text is not a condition.
    pub fn review(text: &str) -> Result<Review<Self>, ParseError> {
        let parsed = parser::condition(text)?;
        let findings = review::findings(text, &parsed, RuleKind::Notification);
        Ok(Review { rule: Self { condition: parsed.condition }, findings })
    }

    /// Returns `true` if the message is sent.
    ///
    /// # Errors
    ///
    /// Returns [`UndecidedError`] if the result depends on unknown facts.
    pub fn applies(&self, facts: &Facts) -> Result<bool, UndecidedError> {
        self.condition.holds(facts)
    }
}

impl FromStr for NotificationRule {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Ok(Self { condition: parser::condition(text)?.condition })
    }
}
