//! Acceptance and notification rules, outside of the portal.
//!
//! Both are typed into the portal: an acceptance rule allows, refuses or alerts of payments, and the condition of a
//! notification scenario ("QUAND") decides when a message is sent. Here they are values: read, reviewed, tried on
//! payments, and printed in one form. So they can be kept in version control and tested before somebody pastes them.
//!
//! ```
//! use payspec::centralpay::portal_rules::{AcceptanceRule, Action, Facts};
//!
//! let rule: AcceptanceRule = "REFUSE if #amount < 1000 and #card_country != 'FRA'".parse()?;
//! let payment = Facts::new().with("amount", 500).with("card_country", "BEL");
//! assert_eq!(rule.decide(&payment), Ok(Some(Action::Refuse)));
//!
//! // A slip in the grammar is an error; what can be read and will not work as meant is a finding.
//! let error = "REFUSE if card_country != 'FRA'".parse::<AcceptanceRule>().unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "line 1, column 11: expected an attribute or `(`, found `card_country`; did you mean `#card_country`?"
//! );
//! let review = AcceptanceRule::review("refuse if #card_country in ('FRA', 'BE')")?;
//! assert_eq!(review.rule.to_string(), "REFUSE if #card_country in ('FRA', 'BE')");
//! assert_eq!(
//!     review.findings[0].to_string(),
//!     "line 1, column 11: warning: `'BE'` is no country in three letters, so it may never match; did you mean `'BEL'`?"
//! );
//! # Ok::<(), payspec::centralpay::portal_rules::ParseError>(())
//! ```
//!
//! # The grammar
//!
//! What the document shows and says (“Notifications email/sms”, “Services anti-fraude”), and nothing else:
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
//! Words are read in capitals and small letters, as the document mixes them. Several `and`, or several `or`, in a row
//! are read, although the page on notifications wants parentheses around each pair (“Notifications email/sms”): the
//! canonical form has them, and a review says so. `and` beside `or` without parentheses is an error. The page does not
//! say how a text that holds a quote is written, so there is no such text.
//!
//! # Attributes
//!
//! The portal lists the attributes when one types `#`; the document shows eight of them in passing ([`ATTRIBUTES`]).
//! Others are read, and a review warns of them: `customAcceptanceData` adds names of the merchant's own.

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

/// What an acceptance rule does with a payment that it fits.
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
/// `FromStr` reads it, `Display` prints its canonical form, which reads as the same rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptanceRule {
    /// What is done with a payment that fits.
    pub action: Action,
    /// Which payments fit.
    pub condition: Condition,
}

impl AcceptanceRule {
    /// Reads a rule and tells what will not work as meant.
    ///
    /// # Errors
    ///
    /// [`ParseError`] when the text is no acceptance rule.
    pub fn review(text: &str) -> Result<Review<Self>, ParseError> {
        let (action, parsed) = parser::acceptance(text)?;
        let findings = review::findings(text, &parsed, RuleKind::Acceptance);
        Ok(Review { rule: Self { action, condition: parsed.condition }, findings })
    }

    /// Returns what the rule does with a payment, or `None` when the payment does not fit.
    ///
    /// How rules act together, and what an attribute that a payment lacks does, is not documented.
    ///
    /// # Errors
    ///
    /// [`UndecidedError`] when it depends on what the facts do not tell.
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
/// `FromStr` reads it, `Display` prints its canonical form, which reads as the same rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationRule {
    /// When the message is sent.
    pub condition: Condition,
}

impl NotificationRule {
    /// Reads a rule and tells what will not work as meant.
    ///
    /// # Errors
    ///
    /// [`ParseError`] when the text is no condition.
    pub fn review(text: &str) -> Result<Review<Self>, ParseError> {
        let parsed = parser::condition(text)?;
        let findings = review::findings(text, &parsed, RuleKind::Notification);
        Ok(Review { rule: Self { condition: parsed.condition }, findings })
    }

    /// Returns `true` if the message is sent.
    ///
    /// # Errors
    ///
    /// [`UndecidedError`] when it depends on what the facts do not tell.
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
