//! The card that an authentication belongs to, in a form that can be stored.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{Deserializer, Error as _, Unexpected, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use super::ThreeDsError;
use crate::CardSource;

/// Domain separation from all other digests.
const DOMAIN: &[u8] = b"centralpay three-ds card 1";

/// The error for a state that was stored before bindings existed.
const UNBOUND: &str = "this 3-D Secure state does not contain the card it belongs to; it was stored by an earlier \
     version. Authenticate the cardholder again";

/// The kind of a card source, and a digest of its IDs with the ID of the authentication.
///
/// The IDs are random texts created by the platform, so their digest cannot be reversed by trying, which would be easy
/// for a card number; none is ever included here. The ID of the authentication makes digests of one card differ, so
/// that stored states do not reveal that two authentications had the same card. So nothing that is stored can be used
/// to pay.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct CardBinding {
    kind: Kind,
    digest: [u8; 32],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Token,
    Kept,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Kept => "kept",
        }
    }
}

impl CardBinding {
    /// Binds an authentication, by one of its IDs, to a card.
    pub(super) fn of(authentication: &str, card: &CardSource) -> Self {
        let (kind, ids) = match card {
            CardSource::Token(token) => (Kind::Token, vec![token.as_str()]),
            CardSource::Kept(kept) => (Kind::Kept, vec![kept.customer_id.as_str(), kept.card_id.as_str()]),
        };
        let mut digest = Sha256::new();
        digest.update(DOMAIN);
        for part in [kind.name(), authentication].into_iter().chain(ids) {
            // With its length, so that different lists of parts give different texts.
            digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(part);
        }
        Self { kind, digest: digest.finalize().into() }
    }

    /// Rejects a card other than the one of the authentication.
    pub(super) fn check(&self, authentication: &str, card: &CardSource) -> Result<(), ThreeDsError> {
        if *self == Self::of(authentication, card) { Ok(()) } else { Err(ThreeDsError::OtherCard) }
    }
}

impl fmt::Debug for CardBinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardBinding({})", self.kind.name())
    }
}

impl Serialize for CardBinding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = format!("{}:{}", self.kind.name(), URL_SAFE_NO_PAD.encode(self.digest));
        // Serialised as an option, because it is read as one.
        serializer.serialize_some(&text)
    }
}

impl<'de> Deserialize<'de> for CardBinding {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A missing member reads as an empty option, and so has its own error.
        deserializer.deserialize_option(Stored)
    }
}

struct Stored;

impl<'de> Visitor<'de> for Stored {
    type Value = CardBinding;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the card that the authentication belongs to")
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<CardBinding, E> {
        Err(E::custom(UNBOUND))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<CardBinding, E> {
        Err(E::custom(UNBOUND))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<CardBinding, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = || {
            let (kind, digest) = text.split_once(':')?;
            let kind = [Kind::Token, Kind::Kept].into_iter().find(|known| known.name() == kind)?;
            let digest = URL_SAFE_NO_PAD.decode(digest).ok()?.try_into().ok()?;
            Some(CardBinding { kind, digest })
        };
        read().ok_or_else(|| D::Error::invalid_value(Unexpected::Other("another text"), &Self))
    }
}
