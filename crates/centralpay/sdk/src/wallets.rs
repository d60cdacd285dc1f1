//! Apple Pay and Google Pay: from the wallet's payment token to the request for a card token.
//!
//! A wallet provides a payment token instead of a card. Either the merchant decrypts it and sends its content
//! ([`ApplePayCard`], [`GooglePayCard`]), or CentralPay decrypts it ([`EncryptedGooglePay`]). The second option needs
//! no certification for card numbers; for Apple Pay it was not available as of 2025-04-18 (“Transaction carte
//! via wallet”).
//!
//! **A decrypted token contains a card number.** Handle it on a server in PCI DSS scope, and do not store it. This
//! module does not decrypt: that takes the merchant's private key and a library for Apple's or Google's format.
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
//! CentralPay is the gateway: `gateway` is [`GOOGLE_PAY_GATEWAY`], `gatewayMerchantId` is the merchant's public key,
//! and `environment` of Google's client is the result of [`google_pay_environment`]. For Google Pay tests, use
//! CentralPay's test platform with its own public key.

use std::fmt;

use centralpay_model::{CardDetails, CardDetailsRequired, CreateCardToken, Currency, Environment};
use payspec_core::{Amount, CardNumber, Secret, lenient};
use serde::Deserialize;

/// CentralPay's name as a Google Pay gateway: `gateway` of the tokenization specification.
pub const GOOGLE_PAY_GATEWAY: &str = "centralpay";

/// The protocol of Google Pay tokens that CentralPay's documentation covers: the kind of key that is registered with
/// Google, and `protocolVersion` of an encrypted token.
pub const GOOGLE_PAY_PROTOCOL: &str = "ECv2";

/// Returns the `environment` of Google's client for an environment of CentralPay: `TEST` or `PRODUCTION`.
pub const fn google_pay_environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "PRODUCTION",
        _ => "TEST",
    }
}

/// The content of a decrypted Apple Pay token.
#[derive(Debug, Clone)]
pub struct ApplePayCard {
    card: WalletCard,
}

/// The content of a decrypted Google Pay token.
#[derive(Debug, Clone)]
pub struct GooglePayCard {
    card: WalletCard,
    message_id: Option<String>,
}

/// The common content of both wallets' tokens.
#[derive(Clone)]
struct WalletCard {
    number: CardNumber,
    /// The month, two digits.
    month: String,
    /// The year, four digits.
    year: String,
    cryptogram: Option<Secret>,
    eci: Option<String>,
}

impl ApplePayCard {
    /// Parses the JSON of a decrypted Apple Pay token. The expiry date has the form YYMMDD; its day is not sent.
    ///
    /// The cryptogram is read from `cryptogram`, the name in CentralPay's documentation, or `onlinePaymentCryptogram`,
    /// Apple's own. Other members are ignored, and empty ones count as absent.
    ///
    /// # Errors
    ///
    /// Returns a [`WalletError`] if it is not such JSON, lacks a number or expiry date, or has a date in another
    /// format. No error contains a value of the token.
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

    /// Creates the request for a card token. `transaction_id` is Apple's `transactionIdentifier`, which is next to the
    /// encrypted data; `amount` and `currency` are those that the cardholder has confirmed.
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
    /// Parses the JSON of a decrypted Google Pay token.
    ///
    /// CentralPay's documentation has number, month, year and cryptogram at the top level; in Google's own format they
    /// are in `paymentMethodDetails`, and month and year are numbers. Both are accepted. Other members are ignored, and
    /// empty ones count as absent.
    ///
    /// # Errors
    ///
    /// Returns a [`WalletError`] if it is not such JSON, lacks a number or expiry date, or has a date in another
    /// format. No error contains a value of the token.
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

    /// Returns the `messageId` of the token in Google's own format: Google's ID of the payment.
    pub fn message_id(&self) -> Option<&str> {
        self.message_id.as_deref()
    }

    /// Creates the request for a card token. `message_id` is Google's ID of the payment; it is sent under both names in
    /// the documentation, one of which is a typo. `amount` and `currency` are those that the cardholder has confirmed.
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

/// A Google Pay token that CentralPay decrypts: `paymentMethodData.tokenizationData.token`, unchanged.
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
    /// Takes a token as Google returned it to the page, without changes.
    ///
    /// # Errors
    ///
    /// Returns [`WalletError::NotAToken`] if it is not a JSON object, and [`WalletError::Protocol`] if its protocol is
    /// not [`GOOGLE_PAY_PROTOCOL`].
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

    /// Creates the request for a card token.
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

/// Reads a text; `null` and an empty text are `None`.
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

/// Returns the month and year of YYMMDD. Cards do not outlive a century, so the year is in the current one.
fn apple_date(text: &str) -> Option<(String, String)> {
    let text = digits(text, 6)?;
    let day: u8 = text.get(4..)?.parse().ok()?;
    let month = month_of(text.get(2..4)?)?;
    (1..=31).contains(&day).then_some((month, format!("20{}", text.get(..2)?)))
}

/// The reason why a wallet's token cannot be used. It contains no value of the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum WalletError {
    /// It is not a JSON object in the wallet's format.
    NotAToken,
    /// A required member is missing or empty.
    Missing(&'static str),
    /// The expiry date does not have the named format.
    ExpiryDate(&'static str),
    /// The encrypted token has a protocol other than `ECv2`, or none.
    Protocol,
}

impl fmt::Display for WalletError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAToken => f.write_str("expected the wallet's token as a JSON object; pass it unchanged"),
            Self::Missing(name) => write!(f, "the wallet's token has no `{name}`; check that it was decrypted"),
            Self::ExpiryDate(form) => write!(f, "the expiry date of the wallet's token is not valid: expected {form}"),
            Self::Protocol => {
                write!(f, "the token's protocol is not {GOOGLE_PAY_PROTOCOL}; register a key of that kind with Google")
            }
        }
    }
}

impl std::error::Error for WalletError {}
