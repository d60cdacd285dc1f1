//! The attributes that the document shows. The portal has more; it lists them when one types `#`.

use centralpay_model::{AuthorizationStatus, Country, Currency, EventType};

use super::error::nearest;

/// An attribute that the document shows.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct KnownAttribute {
    /// The name, without `#`.
    pub name: &'static str,
    /// The rules that it is shown in.
    pub rules: RuleKind,
    /// What it holds.
    pub holds: AttributeType,
    /// What it is.
    pub docs: &'static str,
    /// Where the document shows it.
    pub at: &'static str,
}

/// A kind of rules. The document does not say whether the two know the same attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// Rules that allow, refuse or alert of payments.
    Acceptance,
    /// Conditions of notification scenarios.
    Notification,
}

/// What an attribute holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttributeType {
    /// An amount in cents: a whole number.
    Amount,
    /// A country in three letters, as in all answers of the API. The document's own example mixes `'FRA'` and `'BE'`.
    Country,
    /// A currency in three letters.
    Currency,
    /// The status of an authorisation.
    AuthorizationStatus,
    /// The type of an event.
    Event,
    /// A text of its own.
    Text,
}

/// The attributes that the document shows.
pub static ATTRIBUTES: &[KnownAttribute] = &[
    KnownAttribute {
        name: "amount",
        rules: RuleKind::Acceptance,
        holds: AttributeType::Amount,
        docs: "The amount of the payment, in cents.",
        at: "L2092",
    },
    KnownAttribute {
        name: "currency",
        rules: RuleKind::Acceptance,
        holds: AttributeType::Currency,
        docs: "The currency of the payment.",
        at: "L2069",
    },
    KnownAttribute {
        name: "card_country",
        rules: RuleKind::Acceptance,
        holds: AttributeType::Country,
        docs: "The country that the card comes from.",
        at: "L2092; L2033 without `#`",
    },
    KnownAttribute {
        name: "end_user_country",
        rules: RuleKind::Notification,
        holds: AttributeType::Country,
        docs: "The country of the payer.",
        at: "L1896",
    },
    KnownAttribute {
        name: "transaction_amount",
        rules: RuleKind::Notification,
        holds: AttributeType::Amount,
        docs: "The amount of the payment, in cents.",
        at: "L1898-1902",
    },
    KnownAttribute {
        name: "authorisation_status",
        rules: RuleKind::Notification,
        holds: AttributeType::AuthorizationStatus,
        docs: "What became of the authorisation.",
        at: "L1898-1902",
    },
    KnownAttribute {
        name: "context",
        rules: RuleKind::Notification,
        holds: AttributeType::Event,
        docs: "The event that the message is about.",
        at: "L1898-1902",
    },
    KnownAttribute {
        name: "card_product_type",
        rules: RuleKind::Notification,
        holds: AttributeType::Text,
        docs: "Whether the card is a private or a corporate one. The example has 'Consumer'; answers have CONSUMER.",
        at: "L1902",
    },
];

/// Returns the attribute of this name.
pub(super) fn known(name: &str) -> Option<&'static KnownAttribute> {
    ATTRIBUTES.iter().find(|known| known.name == name)
}

impl AttributeType {
    /// Returns what is odd about a text for such an attribute: what it is not, and what was probably meant.
    pub(super) fn doubt(self, text: &str) -> Option<(&'static str, Option<String>)> {
        // Longer than any country or currency, so that nothing long is copied.
        let capitals = text.get(..text.len().min(8)).unwrap_or_default().to_ascii_uppercase();
        match self {
            Self::Country if Country::from(text).row().is_none() => {
                let three = Country::from(capitals.as_str());
                let meant =
                    three.row().map(|row| row.code).map(Country::from).or_else(|| Country::from_alpha2(&capitals));
                Some(("no country in three letters", meant.map(|country| country.to_string())))
            }
            Self::Currency if Currency::from(text).row().is_none() => {
                let meant = Currency::from(capitals.as_str()).row().map(|row| row.code.to_owned());
                Some(("no currency of ISO 4217", meant))
            }
            Self::AuthorizationStatus if !AuthorizationStatus::from(text).is_known() => {
                let words = AuthorizationStatus::KNOWN.iter().map(AuthorizationStatus::as_str);
                Some(("no status of an authorisation", nearest(text, words).map(str::to_owned)))
            }
            Self::Event if !EventType::from(text).is_known() => {
                let words = EventType::KNOWN.iter().map(EventType::as_str);
                Some(("no type of event that is known here", nearest(text, words).map(str::to_owned)))
            }
            _ => None,
        }
    }
}
