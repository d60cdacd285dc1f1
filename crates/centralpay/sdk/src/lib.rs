//! Unofficial: CentralPay, as `payspec::centralpay`.
//!
//! # How to take a payment
//!
//! | the card is entered | with | PCI DSS |
//! | --- | --- | --- |
//! | on CentralPay's page (*SmartForm*), which handles 3-D Secure | [`payment_requests`] | SAQ A |
//! | in your own form, with the script `token.js`; you handle 3-D Secure | [`card_form`], [`three_ds`] | SAQ A-EP |
//! | anywhere, and your server sees the number | [`card_tokens`](Client::card_tokens), [`three_ds`] | SAQ D, level 1 |
//!
//! The documentation names SAQ A-EP for the second and level 1 for the third; SAQ A is the PCI DSS questionnaire for
//! pages hosted by a third party. The 3-D Secure step [`versioning`](ThreeDs::versioning) sends the card number from a
//! server, so the second option needs a server in PCI DSS scope if it handles authentication itself.
//!
//! # Contents
//!
//! This crate combines the [`model`], the [client](Client) and the [`webhook`]s, and adds what a description cannot
//! express:
//!
//! | for | see |
//! | --- | --- |
//! | 3-D Secure in the browser, and without the cardholder | [`three_ds`] |
//! | storing a card, one-click payments | [`one_click`], [`CardSource`] |
//! | Apple Pay and Google Pay, decrypted or not | [`wallets`] |
//! | mandates and direct debits, step by step | [`direct_debit`] |
//! | links to a payment page, and the payment that paid one | [`payment_requests`] |
//! | the amounts and dates of instalments and subscriptions | [`installments`], [`subscriptions`], [`schedule`] |
//! | the amount that arrives from a transfer | [`transfers`] |
//! | links to the portal of the merchant's customers | [`customer_portal`] |
//! | applications for an account, step by step | [`onboarding`] |
//! | the portal's acceptance and notification rules | [`portal_rules`] |
//! | deadlines | [`deadlines`] |
//! | the refundable amount of a payment | [`refunds`] |
//! | fraud scores | [`fraud`] |
//! | errors, retries, idempotency, searching, testing, production | the guide: `docs/guide` in the repository |
//! | blocking calls | [`blocking`] |
//! | files of the portal, totals of the monthly report (feature `files`) | `files`, `report` |
//! | the vendor's documented idempotency keys (feature `documented-keys`) | `idempotency` |
//!
//! Everything that creates call parameters needs the feature `operations`, which the client enables.
//!
//! # A card payment with 3-D Secure
//!
//! **All of this runs on a server, never in a page or an app.** The first step of 3-D Secure,
//! [`versioning`](ThreeDs::versioning), sends the card number with the account's login and password: call it from a
//! server that may handle card numbers (PCI DSS), or not at all. Anyone who extracts a shipped password can charge,
//! refund and pay out. Without such a server, take payments through CentralPay's payment page ([`payment_requests`]),
//! which handles authentication.
//!
//! The only call that may be sent from the page or app where the card is entered is the one that creates a card token:
//! [`card_tokens`](Client::card_tokens) needs the merchant's public key and no login. Only that key may be public;
//! build a client in an app without [`credentials`](ClientBuilder::credentials).
//!
//! A shop stores each [`Pending`](three_ds::Pending) state while the browser is at the bank; in this example everything
//! is in one function.
//!
//! ```no_run
//! use payspec::centralpay::model::{
//!     CardDetails, CardDetailsRequired, CheckThreeDsVersion, CreateCardToken, CreateTransaction, Currency,
//!     Environment,
//! };
//! use payspec::centralpay::three_ds::{
//!     AuthenticatedPaymentRequired, Browser, Enrolment, FrameOptions, Purchase, Returned, Site, Step,
//! };
//! use payspec::centralpay::{Amount, CardSource, Client};
//!
//! # fn show(_: String) {}
//! # fn posted_by_the_frame() -> Vec<(String, String)> { unimplemented!() }
//! # async fn pay(pan: &str, browser: Browser) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Environment::Test)
//!     .credentials("login", "password")
//!     .merchant_public_key("key")
//!     .origin("https://example.centralpay.net")
//!     .build()?;
//!
//! // On a server in PCI DSS scope: `pan` is the card number. A token is valid once, within 5 minutes.
//! let card = CardDetails::new(CardDetailsRequired {
//!     number: pan.into(),
//!     expiration_month: "12".into(),
//!     expiration_year: "2031".into(),
//! })
//! .cvc("123");
//! let token = client.card_tokens().create(CreateCardToken::new().card(card)).await?.card_token_id;
//! let card = CardSource::Token(token);
//!
//! // Is the card enrolled?
//! let purchase = Purchase { amount: Amount::from_minor(1500), currency: Currency::EUR };
//! let version = client.three_ds().versioning(CheckThreeDsVersion::new(pan)).await;
//! let Enrolment::Enrolled(enrolled) = Enrolment::of_call(version, purchase)? else {
//!     return Err("this card takes no part in 3-D Secure".into());
//! };
//! if let Some(form) = enrolled.method_form()? {
//!     show(form.html(&FrameOptions::new("method").hidden())?);
//! }
//!
//! // Send the authentication request to the bank.
//! let site = Site { url: "https://shop.example".into(), notification_url: "https://shop.example/3ds".into() };
//! let (question, asked) = enrolled.authenticate(&card, &browser, &site);
//! let mut step = asked.answered(client.three_ds().authenticate(question).await?)?;
//! if let Step::Challenge(challenge) = step {
//!     // It fits a page of 390 pixels with margins of 8 and a border of 2.
//!     show(challenge.form()?.html(&FrameOptions::new("challenge").fit(390 - 20))?);
//!     let Returned::ReadResult(waiting) = challenge.returned(posted_by_the_frame())? else {
//!         return Err("the challenge was not passed".into());
//!     };
//!     let result = client.three_ds().results(waiting.trans_id().clone()).await?;
//!     step = waiting.result(result)?;
//! }
//!
//! // Only an authentication that the bank has approved can create a payment.
//! let Step::Authenticated(authenticated) = step else { return Err("not authenticated".into()) };
//! let key = format!("3ds-{}", authenticated.trans_id().as_str());
//! let (point_of_sale_id, end_user_ip) = ("point-of-sale".into(), "203.0.113.7".into());
//! let params = authenticated.payment(&card, AuthenticatedPaymentRequired { point_of_sale_id, end_user_ip })?;
//! let call = client.transactions().create(params).profile(CreateTransaction::BROWSER_THREE_DS);
//! let payment = call.idempotency_key(key).await?;
//! println!("{:?}", payment.transaction_status);
//! # Ok(())
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod card_form;
pub mod customer_portal;
pub mod deadlines;
#[cfg(feature = "operations")]
pub mod direct_debit;
pub mod fraud;
#[cfg(feature = "documented-keys")]
pub mod idempotency;
#[cfg(feature = "operations")]
pub mod installments;
pub mod onboarding;
#[cfg(feature = "operations")]
pub mod one_click;
pub mod payment_requests;
pub mod portal_rules;
pub mod refunds;
#[cfg(feature = "files")]
pub mod report;
pub mod schedule;
#[cfg(feature = "operations")]
pub mod subscriptions;
#[cfg(feature = "client")]
pub mod three_ds;
pub mod transfers;
#[cfg(feature = "operations")]
pub mod wallets;

#[cfg(feature = "operations")]
mod card_source;
mod number;

#[rustfmt::skip]
mod generated;

#[cfg(feature = "operations")]
pub use card_source::CardSource;
pub use generated::*;
