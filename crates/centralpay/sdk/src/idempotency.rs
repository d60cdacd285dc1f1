//! The vendor's own recipe for idempotency keys. **You most likely do not want it.**
//!
//! Without it, each call carries a fresh random key, or the one given to
//! [`Call::idempotency_key`](crate::Call::idempotency_key). That is what to use: a key made once for an order and stored
//! with it. The document (“Utilisation des API CentralPay”) asks for something else, the SHA-1 of the request's
//! parameters without dates, one after the other. Keys of other forms are in use and the platform takes them. This
//! module (feature `documented-keys`) is for those who must follow the recipe.
//!
//! # What is wrong with it
//!
//! - **Different requests get the same key.** A key that was seen within 24 hours counts as done, and nothing happens.
//!   The recipe for card tokens holds no amount and no order: the same card, used twice in a day, is the same request,
//!   and what the second one is answered is not documented. A customer who comes back after a refusal cannot pay. Two
//!   equal orders of one customer become one. Two operations with equal parameters have one key.
//! - **It is not injective.** Nothing stands between the values: `1` and `23` give the key of `12` and `3`.
//! - **It gives card data away.** Whoever reads the key of a card token can try card numbers until one fits; what is not
//!   public of a card is few digits. Keys travel in a header and end up in logs. So they are given out as [`Secret`]s;
//!   keep them out of yours, and know that an [`Error`](crate::Error) hands out its key when asked.
//!
//! ```
//! use payspec::centralpay::idempotency;
//! use payspec::centralpay::model::{CardDetails, CardDetailsRequired, CreateRefund};
//!
//! let card = CardDetails::new(CardDetailsRequired {
//!     number: "4000001000000067".into(),
//!     expiration_month: "09".into(),
//!     expiration_year: "2035".into(),
//! })
//! .cvc("123");
//! let key = idempotency::card_token_key(&card, "merchant-public-key");
//! assert_eq!(key.expose().len(), 40);
//!
//! // Any other request: name the dates among its parameters, which the recipe leaves out.
//! let refund = CreateRefund::new().transaction_id("2a06bfae-51f5-4dd7-945b-47631c16cb9c");
//! assert!(idempotency::key(&refund, &[]).is_some());
//! ```

use std::fmt::Write as _;

use centralpay_model::CardDetails;
use payspec_core::{EncodeForm as _, Form};
use payspec_core::{Operation, Secret};
use sha1::{Digest as _, Sha1};

/// Returns the key of a card token: the formula that the document spells out.
///
/// `sha1(card[number] + card[cvc] + card[expirationMonth] + card[expirationYear] + card[check] + merchantPublicKey)`,
/// as 40 lowercase hexadecimal digits. How a value that is missing enters is not documented; it adds nothing here, and
/// `check` is written `true` or `false` as it is sent.
pub fn card_token_key(card: &CardDetails, merchant_public_key: &str) -> Secret {
    let mut form = Form::new();
    card.encode_form(&mut form);
    let names = ["number", "cvc", "expirationMonth", "expirationYear", "check"];
    let values = names.iter().filter_map(|name| form.get(name));
    sha1_of(values.chain([merchant_public_key]))
}

/// Returns the key of any other request: the SHA-1 of its values in the order in which they are sent, the ones in the
/// path first.
///
/// `dates` names the parameters to leave out, as on the wire (`requestedCollectionDate`). Which parameters are dates is
/// for the caller to say. The document gives no example and does not say in which order the values go.
///
/// `None` when no value is left, as every such request would have the same key; this is also the case for an operation
/// that sends JSON.
pub fn key<O: Operation>(operation: &O, dates: &[&str]) -> Option<Secret> {
    let mut form = Form::new();
    for (name, value) in operation.path_parameters() {
        form.push(name, value);
    }
    operation.encode(&mut form);
    let values: Vec<&str> = form
        .pairs()
        .iter()
        .filter(|(name, value)| !dates.contains(&name.as_str()) && !value.is_empty())
        .map(|(_, value)| value.as_str())
        .collect();
    (!values.is_empty()).then(|| sha1_of(values))
}

fn sha1_of<'a>(values: impl IntoIterator<Item = &'a str>) -> Secret {
    let mut hash = Sha1::new();
    for value in values {
        hash.update(value);
    }
    let mut hex = String::with_capacity(40);
    for byte in hash.finalize() {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    Secret::from(hex)
}
