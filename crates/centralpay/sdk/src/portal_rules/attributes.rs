//! The documented attributes. The portal has more; it lists them on typing `#`.

use centralpay_model::{AuthorizationStatus, Country, Currency, EventType};

use super::error::nearest;

/// A documented attribute.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct KnownAttribute {
    /// The name, without `#`.
    pub name: &'static str,
    /// The kind of rules in which it is documented.
    pub rules: RuleKind,
    /// Its type.
    pub holds: AttributeType,
    /// Its description.
    pub docs: &'static str,
    /// The location in the documentation.
    pub at: &'static str,
}

/// A kind of rules. The documentation does not say whether both support the same attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// Rules that allow or refuse payments, or raise an alert.
    Acceptance,
    /// Conditions of notification scenarios.
    Notification,
}

/// The type of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AttributeType {
    /// An amount in cents: an integer.
    Amount,
    /// A three-letter country code, as in all responses of the API. The documentation's own example mixes `'FRA'` and
    /// `'BE'`.
    Country,
    /// A three-letter currency code.
    Currency,
    /// The status of an authorisation.
    AuthorizationStatus,
    /// The type of an event.
    Event,
    /// A free text.
    Text,
}

/// The documented attributes.
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
        docs: "The status of the authorisation.",
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
        docs: "Whether the card is a private or a corporate one. The example has 'Consumer'; responses have CONSUMER.",
        at: "L1902",
    },
];

/// Returns the attribute of this name.
pub(super) fn known(name: &str) -> Option<&'static KnownAttribute> {
    ATTRIBUTES.iter().find(|known| known.name == name)
}

impl AttributeType {
    /// Returns what is suspicious about a text for such an attribute: what it is not, and what was probably intended.
    pub(super) fn doubt(self, text: &str) -> Option<(&'static str, Option<String>)> {
        // Longer than any country or currency code, so that no long text is copied.
        let capitals = text.get(..text.len().min(8)).unwrap_or_default().to_ascii_uppercase();
        match self {
            Self::Country if Country::from(text).row().is_none() => {
                let three = Country::from(capitals.as_str());
                let meant =
                    three.row().map(|row| row.code).map(Country::from).or_else(|| Country::from_alpha2(&capitals));
                Some(("not a three-letter country code", meant.map(|country| country.to_string())))
            }
            Self::Currency if Currency::from(text).row().is_none() => {
                let meant = Currency::from(capitals.as_str()).row().map(|row| row.code.to_owned());
                Some(("not an ISO 4217 currency code", meant))
            }
            Self::AuthorizationStatus if !AuthorizationStatus::from(text).is_known() => {
                let words = AuthorizationStatus::KNOWN.iter().map(AuthorizationStatus::as_str);
                Some(("not a status of an authorisation", nearest(text, words).map(str::to_owned)))
            }
            Self::Event if !EventType::from(text).is_known() => {
                let words = EventType::KNOWN.iter().map(EventType::as_str);
                Some(("not a known event type", nearest(text, words).map(str::to_owned)))
            }
            _ => None,
        }
    }
}
