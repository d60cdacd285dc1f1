//! Apple Pay and Google Pay: from the wallet's payment token to the request for a card token.
//!
//! A wallet gives a payment token instead of a card. Either the merchant decrypts it and sends what is inside
//! ([`ApplePayCard`], [`GooglePayCard`]), or CentralPay decrypts it ([`EncryptedGooglePay`]). The second way needs no
//! certificate for card numbers; for Apple Pay it was not in service as of 2025-04-18 (“Transaction carte via wallet”).
//!
//! **A decrypted token holds the number of a card.** Handle it on a server under PCI DSS, and do not store it. This
//! module does not decrypt: that takes the merchant's private key and is the work of a library for Apple's or Google's
//! format.
//!
//! ```
//! use payspec::centralpay::Amount;
//! use payspec::centralpay::model::Currency;
//! use payspec::centralpay::wallets::ApplePayCard;
//!
//! let decrypted = r#"{
//!     "applicationPrimaryAccountNumber": "5454696696312664",
//!     "applicationExpirationDate": "311231",
//!     "paymentData": { "cryptogram": "MGnp3S1LBgJxAANgdNCRAoABFIA=", "eciIndicator": "05" }
//! }"#;
//! let card = ApplePayCard::parse(decrypted)?;
//! let params = card.card_token("3d2b17abed2696ca", Amount::from_minor(2_500), Currency::EUR);
//! params.validate()?; // send it with client.card_tokens().create(params)
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Google Pay in the page
//!
//! CentralPay is the gateway: `gateway` is [`GOOGLE_PAY_GATEWAY`], `gatewayMerchantId` the merchant's public
//! key, and `environment` of Google's client is what [`google_pay_environment`] says. Tests of Google Pay go with CentralPay's
//! test platform and its own public key.

use std::fmt;

use centralpay_model::{CardDetails, CardDetailsRequired, CreateCardToken, Currency, Environment};
use payspec_core::{Amount, CardNumber, Secret, lenient};
use serde::Deserialize;

/// The name of CentralPay as a gateway of Google Pay: `gateway` of the tokenization specification.
pub const GOOGLE_PAY_GATEWAY: &str = "centralpay";

/// The protocol of Google Pay's tokens that CentralPay's pages are about: the kind of key that is registered at Google,
/// and `protocolVersion` of an encrypted token.
pub const GOOGLE_PAY_PROTOCOL: &str = "ECv2";

/// Returns what Google's client takes as `environment` for an environment of CentralPay: `TEST` or
/// `PRODUCTION`.
pub const fn google_pay_environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "PRODUCTION",
        _ => "TEST",
    }
}

/// What a decrypted Apple Pay token holds.
#[derive(Debug, Clone)]
pub struct ApplePayCard {
    card: WalletCard,
}

/// What a decrypted Google Pay token holds.
#[derive(Debug, Clone)]
pub struct GooglePayCard {
    card: WalletCard,
    message_id: Option<String>,
}

/// What both wallets give.
#[derive(Clone)]
struct WalletCard {
    number: CardNumber,
    /// Two digits.
    month: String,
    /// Four digits.
    year: String,
    cryptogram: Option<Secret>,
    eci: Option<String>,
}

impl ApplePayCard {
    /// Reads the JSON that decrypting an Apple Pay token gives. The expiry date has the form YYMMDD; its day is not sent.
    ///
    /// The cryptogram is read under the name of CentralPay's page, `cryptogram`, and under Apple's own,
    /// `onlinePaymentCryptogram`. Other members are passed over, and what is empty counts as absent.
    ///
    /// # Errors
    ///
    /// [`WalletError`] when it is no such JSON, has no number or expiry date, or a date in another form. No error holds a
    /// value of the token.
    pub fn parse(decrypted: &str) -> Result<Self, WalletError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Token {
            #[serde(default, deserialize_with = "word")]
            application_primary_account_number: Option<Word>,
            #[serde(default, deserialize_with = "word")]
            application_expiration_date: Option<Word>,
            #[serde(default, deserialize_with = "lenient::object")]
            payment_data: Option<PaymentData>,
        }
        #[derive(Deserialize, Default)]
        #[serde(rename_all = "camelCase")]
        struct PaymentData {
            #[serde(default, deserialize_with = "word")]
            cryptogram: Option<Word>,
            #[serde(default, deserialize_with = "word")]
            online_payment_cryptogram: Option<Word>,
            #[serde(default, deserialize_with = "word")]
            eci_indicator: Option<Word>,
        }
        let token: Token = serde_json::from_str(decrypted).map_err(|_| WalletError::NotAToken)?;
        let number = required(token.application_primary_account_number, "applicationPrimaryAccountNumber")?;
        let expiry = required(token.application_expiration_date, "applicationExpirationDate")?;
        let (month, year) = apple_date(&expiry).ok_or(WalletError::ExpiryDate("YYMMDD"))?;
        let data = token.payment_data.unwrap_or_default();
        let cryptogram = data.cryptogram.or(data.online_payment_cryptogram);
        Ok(Self { card: WalletCard::new(number, month, year, cryptogram, data.eci_indicator) })
    }

    /// Returns the request for a card token. `transaction_id` is Apple's `transactionIdentifier`, which stands
    /// beside the encrypted data; `amount` and `currency` are what the cardholder has confirmed.
    pub fn card_token(
        &self,
        transaction_id: impl Into<String>,
        amount: Amount,
        currency: impl Into<Currency>,
    ) -> CreateCardToken {
        self.card.card_token(amount, currency).apple_pay_transaction_id(transaction_id)
    }
}

impl GooglePayCard {
    /// Reads the JSON that decrypting a Google Pay token gives.
    ///
    /// CentralPay's page has number, month, year and cryptogram side by side; in Google's own form they stand in
    /// `paymentMethodDetails`, and month and year are numbers. Both are read. Other members are passed over, and what is empty counts
    /// as absent.
    ///
    /// # Errors
    ///
    /// [`WalletError`] when it is no such JSON, has no number or expiry date, or a date in another form. No error holds a
    /// value of the token.
    pub fn parse(decrypted: &str) -> Result<Self, WalletError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Token {
            #[serde(default, deserialize_with = "word")]
            message_id: Option<Word>,
            #[serde(default, deserialize_with = "lenient::object")]
            payment_method_details: Option<Details>,
            #[serde(flatten)]
            details: Details,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Details {
            #[serde(default, deserialize_with = "word")]
            pan: Option<Word>,
            #[serde(default, deserialize_with = "word")]
            expiration_month: Option<Word>,
            #[serde(default, deserialize_with = "word")]
            expiration_year: Option<Word>,
            #[serde(default, deserialize_with = "word")]
            cryptogram: Option<Word>,
            #[serde(default, deserialize_with = "word")]
            eci_indicator: Option<Word>,
        }
        let token: Token = serde_json::from_str(decrypted).map_err(|_| WalletError::NotAToken)?;
        let details = token.payment_method_details.filter(|details| details.pan.is_some()).unwrap_or(token.details);
        let number = required(details.pan, "pan")?;
        let month = required(details.expiration_month, "expirationMonth")?;
        let year = required(details.expiration_year, "expirationYear")?;
        let month = month_of(&month).ok_or(WalletError::ExpiryDate("a month from 1 to 12"))?;
        let year = digits(&year, 4).ok_or(WalletError::ExpiryDate("a year of four digits"))?.to_owned();
        let card = WalletCard::new(number, month, year, details.cryptogram, details.eci_indicator);
        Ok(Self { card, message_id: token.message_id.map(|id| id.0) })
    }

    /// Returns the `messageId` of the token, in Google's own form: the id of the payment at Google.
    pub fn message_id(&self) -> Option<&str> {
        self.message_id.as_deref()
    }

    /// Returns the request for a card token. `message_id` is the id of the payment at Google; it is sent under
    /// both names that the page has for it, of which one is a slip. `amount` and `currency` are what the cardholder has
    /// confirmed.
    pub fn card_token(
        &self,
        message_id: impl Into<String>,
        amount: Amount,
        currency: impl Into<Currency>,
    ) -> CreateCardToken {
        let id = message_id.into();
        self.card.card_token(amount, currency).google_pay_message_id(id.clone()).google_pay_transaction_id(id)
    }
}

/// A Google Pay token that CentralPay decrypts: `paymentMethodData.tokenizationData.token`, to the letter.
///
/// ```
/// use payspec::centralpay::Amount;
/// use payspec::centralpay::model::Currency;
/// use payspec::centralpay::wallets::EncryptedGooglePay;
///
/// let from_the_page = r#"{"protocolVersion":"ECv2","signature":"MEYC","signedMessage":"{}"}"#;
/// let params = EncryptedGooglePay::new(from_the_page)?.card_token(Amount::from_minor(2_500), Currency::EUR);
/// assert_eq!(params.google_pay_token.as_deref(), Some(from_the_page));
/// # Ok::<(), payspec::centralpay::wallets::WalletError>(())
/// ```
#[derive(Clone)]
pub struct EncryptedGooglePay(String);

impl EncryptedGooglePay {
    /// Takes a token as Google gave it to the page, and changes nothing in it.
    ///
    /// # Errors
    ///
    /// [`WalletError::NotAToken`] when it is no JSON object; [`WalletError::Protocol`] when it is of another protocol than
    /// [`GOOGLE_PAY_PROTOCOL`].
    pub fn new(token: impl Into<String>) -> Result<Self, WalletError> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Envelope {
            protocol_version: Option<Word>,
        }
        let token = token.into();
        let envelope: Envelope = serde_json::from_str(&token).map_err(|_| WalletError::NotAToken)?;
        match envelope.protocol_version {
            Some(Word(version)) if version == GOOGLE_PAY_PROTOCOL => Ok(Self(token)),
            _ => Err(WalletError::Protocol),
        }
    }

    /// Returns the request for a card token.
    pub fn card_token(&self, amount: Amount, currency: impl Into<Currency>) -> CreateCardToken {
        CreateCardToken::new().google_pay_token(&*self.0).amount(amount).currency(currency)
    }
}

impl WalletCard {
    fn new(number: String, month: String, year: String, cryptogram: Option<Word>, eci: Option<Word>) -> Self {
        let (cryptogram, eci) = (cryptogram.map(|word| Secret::from(word.0)), eci.map(|word| word.0));
        Self { number: CardNumber::from(number), month, year, cryptogram, eci }
    }

    fn card_token(&self, amount: Amount, currency: impl Into<Currency>) -> CreateCardToken {
        let card = CardDetails::new(CardDetailsRequired {
            number: self.number.clone(),
            expiration_month: (*self.month).into(),
            expiration_year: (*self.year).into(),
        });
        let mut params = CreateCardToken::new().card(card).amount(amount).currency(currency);
        if let Some(cryptogram) = &self.cryptogram {
            params = params.online_payment_cryptogram(cryptogram.expose());
        }
        if let Some(eci) = &self.eci {
            params = params.eci_indicator(eci);
        }
        params
    }
}

impl fmt::Debug for WalletCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WalletCard").field("number", &self.number).finish_non_exhaustive()
    }
}

impl fmt::Debug for EncryptedGooglePay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedGooglePay").finish_non_exhaustive()
    }
}

/// A text, or a number by its digits.
struct Word(String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Text(String),
            Number(u64),
        }
        Ok(Self(match Either::deserialize(deserializer)? {
            Either::Text(text) => text,
            Either::Number(number) => number.to_string(),
        }))
    }
}

/// Reads a word; `null` and an empty text are none.
fn word<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Word>, D::Error> {
    Ok(Option::<Word>::deserialize(deserializer)?.filter(|word| !word.0.trim().is_empty()))
}

fn required(value: Option<Word>, name: &'static str) -> Result<String, WalletError> {
    value.map(|word| word.0.trim().to_owned()).filter(|text| !text.is_empty()).ok_or(WalletError::Missing(name))
}

fn digits(text: &str, count: usize) -> Option<&str> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// Returns a month as two digits.
fn month_of(text: &str) -> Option<String> {
    let month: u8 = digits(text, 2).or_else(|| digits(text, 1))?.parse().ok()?;
    (1..=12).contains(&month).then(|| format!("{month:02}"))
}

/// Month and year of YYMMDD. Cards do not outlive a century, so the year is one of this one.
fn apple_date(text: &str) -> Option<(String, String)> {
    let text = digits(text, 6)?;
    let day: u8 = text.get(4..)?.parse().ok()?;
    let month = month_of(text.get(2..4)?)?;
    (1..=31).contains(&day).then_some((month, format!("20{}", text.get(..2)?)))
}

/// Why a wallet's token cannot be used. It holds no value of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WalletError {
    /// It is no JSON object of the form that the wallet gives.
    NotAToken,
    /// A member that is needed is missing or empty.
    Missing(&'static str),
    /// The expiry date is not in the form that is named.
    ExpiryDate(&'static str),
    /// The encrypted token is of another protocol than `ECv2`, or names none.
    Protocol,
}

impl fmt::Display for WalletError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAToken => {
                f.write_str("expected the wallet's token as a JSON object; pass it on as the wallet gave it")
            }
            Self::Missing(name) => write!(f, "the wallet's token has no `{name}`; was it decrypted?"),
            Self::ExpiryDate(form) => write!(f, "the expiry date of the wallet's token is not as expected: {form}"),
            Self::Protocol => write!(
                f,
                "the token does not say that it is of the protocol {GOOGLE_PAY_PROTOCOL}; register a key of that kind at Google"
            ),
        }
    }
}

impl std::error::Error for WalletError {}
