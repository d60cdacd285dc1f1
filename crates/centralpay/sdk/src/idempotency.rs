//! The vendor's documented idempotency keys. **You probably do not want them.**
//!
//! By default each call carries a random key, or the one given to
//! [`Call::idempotency_key`](crate::Call::idempotency_key). That is the recommended way: a key created once per order
//! and stored with it. The documentation (“Utilisation des API CentralPay”) asks for something else, the SHA-1 of the
//! request's parameters without dates, concatenated. The platform accepts other keys, which are in use. This module
//! (feature `documented-keys`) is for those who must follow the documentation.
//!
//! # What is wrong with it
//!
//! - **Different requests get the same key.** A key that was used within 24 hours counts as done, and nothing happens.
//!   The key of a card token includes no amount and no order: the same card, used twice in a day, is the same request,
//!   and the response to the second is not documented. A customer who tries again after a refusal cannot pay. Two equal
//!   orders of one customer become one. Two operations with equal parameters have the same key.
//! - **It is not injective.** The values are not separated: `1` and `23` give the same key as `12` and `3`.
//! - **It reveals card data.** Anyone who reads the key of a card token can try card numbers until one matches; few
//!   digits of a card are secret. Keys are sent in a header and end up in logs. They are therefore returned as
//!   [`Secret`]s; keep them out of your logs, and note that an [`Error`](crate::Error) returns its key on request.
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
//! // Any other request: name the dates among its parameters, which the key excludes.
//! let refund = CreateRefund::new().transaction_id("2a06bfae-51f5-4dd7-945b-47631c16cb9c");
//! assert!(idempotency::key(&refund, &[]).is_some());
//! ```

use std::fmt::Write as _;

use centralpay_model::CardDetails;
use payspec_core::{EncodeForm as _, Form};
use payspec_core::{Operation, Secret};
use sha1::{Digest as _, Sha1};

/// Returns the key of a card token, by the documented formula.
///
/// `sha1(card[number] + card[cvc] + card[expirationMonth] + card[expirationYear] + card[check] + merchantPublicKey)`,
/// as 40 lower-case hexadecimal digits. The documentation does not say how a missing value is handled; here it adds
/// nothing. `check` is `true` or `false` as sent.
pub fn card_token_key(card: &CardDetails, merchant_public_key: &str) -> Secret {
    let mut form = Form::new();
    card.encode_form(&mut form);
    let names = ["number", "cvc", "expirationMonth", "expirationYear", "check"];
    let values = names.iter().filter_map(|name| form.get(name));
    sha1_of(values.chain([merchant_public_key]))
}

/// Returns the key of any other request: the SHA-1 of its values in the order in which they are sent, path parameters
/// first.
///
/// `dates` names the parameters to exclude, as on the wire (`requestedCollectionDate`). The caller decides which
/// parameters are dates. The documentation gives no example and does not specify the order of the values.
///
/// Returns `None` if no value is left, because all such requests would have the same key; this includes operations with
/// JSON bodies.
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
