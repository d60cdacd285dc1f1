//! Unofficial: CentralPay, as `payspec::centralpay`.
//!
//! # How to take a payment
//!
//! | the card is typed in | with | PCI DSS |
//! | --- | --- | --- |
//! | on CentralPay's page (*SmartForm*), which does 3-D Secure by itself | [`payment_requests`] | SAQ A |
//! | in a form of yours, with the vendor's script `token.js`; 3-D Secure is yours | [`card_form`], [`three_ds`] | SAQ A-EP |
//! | anywhere, and your server sees the number | [`card_tokens`](Client::card_tokens), [`three_ds`] | SAQ D, level 1 |
//!
//! The document names SAQ A-EP for the second and level 1 for the third; SAQ A is what PCI DSS has for pages that others
//! host. The step [`versioning`](ThreeDs::versioning) of 3-D Secure takes the card's number from a server, so the second way
//! needs a server under PCI DSS as soon as it authenticates by itself.
//!
//! # What there is
//!
//! It brings together the [`model`], the [client](Client) and the [`webhook`]s, with what a description cannot express:
//!
//! | for | look at |
//! | --- | --- |
//! | 3-D Secure in the browser, and without the cardholder | [`three_ds`] |
//! | keeping a card, paying in one click | [`one_click`], [`CardSource`] |
//! | Apple Pay and Google Pay, decrypted or not | [`wallets`] |
//! | mandates and direct debits, in their order | [`direct_debit`] |
//! | links to a payment page, and the payment that paid one | [`payment_requests`] |
//! | what instalments and subscriptions come to | [`installments`], [`subscriptions`], [`schedule`] |
//! | what arrives of a transfer | [`transfers`] |
//! | links to the portal of the merchant's customers | [`customer_portal`] |
//! | applications for an account, step by step | [`onboarding`] |
//! | the portal's acceptance and notification rules | [`portal_rules`] |
//! | until when something can be done | [`deadlines`] |
//! | what is left of a payment to refund | [`refunds`] |
//! | what a fraud score means | [`fraud`] |
//! | errors, retries and idempotency, searching, testing, going to production | the guide: `docs/guide` of the repository |
//! | calls that wait for their answers, without async | [`blocking`] |
//! | files of the portal, totals of the monthly report (feature `files`) | `files`, `report` |
//! | the vendor's idempotency keys (feature `documented-keys`) | `idempotency` |
//!
//! What makes parameters of calls is there with the feature `operations`, which the client turns on.
//!
//! # A card payment with 3-D Secure
//!
//! **All of this runs on a server, never in a page or an app.** The first question of 3-D Secure,
//! [`versioning`](ThreeDs::versioning), sends the card's number and the login and password of the account: send it from a
//! server that may handle card numbers (PCI DSS), or do not send it at all. Whoever finds a
//! password that was shipped can charge, refund and pay out. Without such a server, take payments through CentralPay's payment page
//! ([`payment_requests`]), which authenticates by itself.
//!
//! Only a card token can be made where the card is typed in: [`card_tokens`](Client::card_tokens) needs the merchant's public
//! key and no login. Only that key may be shipped; a client in an app is built without
//! [`credentials`](ClientBuilder::credentials).
//!
//! A shop stores each [`Pending`](three_ds::Pending) state while the browser is elsewhere; here all of it is one function.
//!
//! ```no_run
//! use payspec::centralpay::model::{
//!     CardDetails, CardDetailsRequired, CheckThreeDsVersion, CreateCardToken, CreateTransaction, Currency,
//!     Environment,
//! };
//! use payspec::centralpay::three_ds::{Browser, Enrolment, FrameOptions, Purchase, Returned, Site, Step};
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
//! // On a server under PCI DSS, for `pan` is the number of the card. A stand-in for it. It lives for 5 minutes and can be used once.
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
//! // What does the bank say?
//! let site = Site { url: "https://shop.example".into(), notification_url: "https://shop.example/3ds".into() };
//! let (question, asked) = enrolled.authenticate(&card, &browser, &site);
//! let mut step = asked.answered(client.three_ds().authenticate(question).await?)?;
//! if let Step::Challenge(challenge) = step {
//!     show(challenge.form()?.html(&FrameOptions::new("challenge").size(500, 600))?);
//!     let Returned::ReadResult(waiting) = challenge.returned(posted_by_the_frame())? else {
//!         return Err("the challenge was not passed".into());
//!     };
//!     let result = client.three_ds().results(waiting.trans_id().clone()).await?;
//!     step = waiting.result(result)?;
//! }
//!
//! // Only an authentication that the bank has agreed to makes a payment.
//! let Step::Authenticated(authenticated) = step else { return Err("not authenticated".into()) };
//! let key = format!("3ds-{}", authenticated.trans_id().as_str());
//! let params = authenticated.payment(&card, "point-of-sale", "203.0.113.7")?;
//! let call = client.transactions().create(params).profile(CreateTransaction::BROWSER_THREE_DS);
//! let payment = call.idempotency_key(key).await?;
//! println!("{:?}", payment.transaction_status);
//! # Ok(())
//! # }
//! ```

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
