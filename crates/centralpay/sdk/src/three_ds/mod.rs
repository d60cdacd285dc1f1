//! 3-D Secure 2: in the browser, and for later payments without the cardholder.
//!
//! Nothing here talks to a server. Each step creates the parameters of a call, takes its response, and expresses the
//! next step in types: a payment can only be created from an authentication that the bank has approved.
//!
//! ```text
//! Enrolment ── NotEnrolled (the message of a 404)
//!     │
//! Enrolled ── method form, in a hidden frame, at the same time
//!     │ authenticate
//!   Asked
//!     │ answered
//!   Step ─┬─ Authenticated ───────────── payment            Y, A
//!         ├─ Challenge ── frame ── Waiting ── result ── Step   C
//!         ├─ Waiting ── result ── Step                         D
//!         └─ Refused ── advice                        N, U, R, I
//! ```
//!
//! [`Enrolled`], [`Challenge`] and [`Waiting`] are stored while the browser is elsewhere, as [`Pending`]: small, and
//! without card data, token or proof. What is stored is used once: see there. [`Advice`] tells what each status means.
//!
//! # One card
//!
//! A proof belongs to the card that was authenticated. Every state from [`Asked`] on contains its card, as the kind of
//! the source and a salted digest of its IDs, including when it is stored and read; a payment with another card, or a
//! later authentication of another, is rejected ([`ThreeDsError::OtherCard`]). The caller must ensure two things:
//!
//! - a token was created from the number that was sent with `versioning`, because no response says so;
//! - a request keeps the card that it was created with: its parameters can be changed before it is sent.
//!
//! Card details are not a card source here: the API authenticates only tokens and stored cards, and nothing may be
//! stored of a card number, not even a digest, which can be reversed by trying all numbers.
//!
//! # Where it runs
//!
//! All steps run on a server. [`versioning`](crate::ThreeDs::versioning) takes the card number *and* the account's
//! login and password: call it from a server that may handle card numbers (PCI DSS), or not at all; never from a page
//! or an app, which would reveal the password to anyone who opens it. The other steps take a token or a stored card,
//! and the password as well. The browser only shows the two frames and runs [`BROWSER_SCRIPT`].
//!
//! # In the browser
//!
//! All of it happens in one page, or the bank refuses (“3DS 2.2 BRW (paiement unitaire)”). The page sends the order
//! with the result of [`BROWSER_SCRIPT`], and shows the response.
//!
//! ```no_run
//! use payspec::centralpay::model::{CheckThreeDsVersion, CreateTransaction};
//! use payspec::centralpay::three_ds::{
//!     AuthenticatedPaymentRequired, Browser, Enrolled, Enrolment, FrameOptions, Pending, Purchase, Returned, Site, Step,
//! };
//! use payspec::centralpay::{CardSource, Client};
//!
//! # type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
//! # fn store(_: Pending) {}
//! # fn take_out_of_the_store() -> Pending { unimplemented!() }
//! /// First request, on a server in PCI DSS scope: is the card enrolled? It sends the card number and the password.
//! async fn begin(client: &Client, pan: &str, purchase: Purchase) -> Result<String> {
//!     let version = client.three_ds().versioning(CheckThreeDsVersion::new(pan)).await;
//!     let Enrolment::Enrolled(enrolled) = Enrolment::of_call(version, purchase)? else {
//!         return Err("the card does not take part in 3-D Secure".into());
//!     };
//!     let form = enrolled.method_form()?;
//!     store(enrolled.into());
//!     Ok(match form {
//!         Some(form) => form.html(&FrameOptions::new("method").hidden().nonce("cGFnZQ"))?,
//!         None => String::new(),
//!     })
//! }
//!
//! /// Second request, at the same time: ask the bank.
//! async fn authenticate(client: &Client, enrolled: Enrolled, card: &CardSource, browser: &Browser) -> Result<String> {
//!     let site = Site {
//!         url: "https://shop.example".to_owned(),
//!         notification_url: "https://shop.example/3ds/9f1c".to_owned(),
//!     };
//!     let (question, asked) = enrolled.authenticate(card, browser, &site);
//!     let answer = client.three_ds().authenticate(question).await?;
//!     go_on(client, asked.answered(answer)?, card).await
//! }
//!
//! /// What the bank's frame posts to the notification URL.
//! async fn returned(client: &Client, fields: Vec<(String, String)>, card: &CardSource) -> Result<String> {
//!     let Pending::Challenge(challenge) = take_out_of_the_store() else { return Err("no challenge was going on".into()) };
//!     match challenge.returned(fields)? {
//!         Returned::ReadResult(waiting) => {
//!             let result = client.three_ds().results(waiting.trans_id().clone()).await?;
//!             go_on(client, waiting.result(result)?, card).await
//!         }
//!         Returned::Refused(refused) => Ok(refused.advice().text.to_owned()),
//!     }
//! }
//!
//! async fn go_on(client: &Client, step: Step, card: &CardSource) -> Result<String> {
//!     match step {
//!         Step::Authenticated(authenticated) => {
//!             // One authentication, one payment, however often the browser comes back.
//!             let key = format!("3ds-{}", authenticated.trans_id().as_str());
//!             let (point_of_sale_id, end_user_ip) = ("point-of-sale".into(), "203.0.113.7".into());
//!             let required = AuthenticatedPaymentRequired { point_of_sale_id, end_user_ip };
//!             let payment = authenticated.payment(card, required)?;
//!             let call = client.transactions().create(payment).profile(CreateTransaction::BROWSER_THREE_DS);
//!             call.idempotency_key(key).await?;
//!             Ok("paid".to_owned())
//!         }
//!         Step::Challenge(challenge) => {
//!             // It fits a page of 390 pixels with margins of 8 and a border of 2.
//!             let html = challenge.form()?.html(&FrameOptions::new("challenge").nonce("cGFnZQ").fit(390 - 20))?;
//!             store(challenge.into());
//!             Ok(html)
//!         }
//!         Step::Waiting(waiting) => {
//!             store(waiting.into());
//!             Ok("please confirm in the app of your bank".to_owned())
//!         }
//!         Step::Refused(refused) => Ok(refused.advice().text.to_owned()),
//!     }
//! }
//! ```
//!
//! # Without the cardholder
//!
//! A later payment of a series refers to the first one ([`PriorAuthentication`]). The card is a stored one, and the
//! proof has no `cavv`.
//!
//! ```
//! use payspec::centralpay::model::{Currency, ThreeDsAuthentication, ThreeDsPriorAuthMethod, ThreeRiInd};
//! use payspec::centralpay::one_click::KeptCard;
//! use payspec::centralpay::three_ds::{
//!     AuthenticatedPaymentRequired, PriorAuthentication, PriorAuthenticationRequired, Purchase, Series,
//!     StepWithoutCardholder,
//! };
//! use payspec::centralpay::Amount;
//!
//! # let answer: ThreeDsAuthentication = serde_json::from_str(r#"{"threeDSServerTransID":"67dc456c","transStatus":"Y"}"#)?;
//! let card = KeptCard { customer_id: "aae4d8c0".into(), card_id: "44d0691b".into() };
//! // Stored since the first payment, where `Authenticated::prior` gave it.
//! let known = PriorAuthenticationRequired {
//!     acs_trans_id: "7e43d28d-43dd-4f3c-a709-4b6dd5ef79cd".into(),
//!     at: "2022-09-01T01:23:00Z".into(),
//!     method: ThreeDsPriorAuthMethod::Challenge,
//! };
//! let prior = PriorAuthentication::new(&card, known);
//! let purchase = Purchase { amount: Amount::from_minor(4880), currency: Currency::EUR };
//! let series = Series { kind: ThreeRiInd::Recurring, until: "2033-01-01".into(), every_days: 28 };
//! let (question, asked) = prior.authenticate(card, purchase, &series, "2023-01-01T12:23:45Z")?;
//! question.validate()?; // send it with client.three_ds().authenticate(question)
//!
//! if let StepWithoutCardholder::Authenticated(authenticated) = asked.answered(answer)? {
//!     let (point_of_sale_id, end_user_ip) = ("point-of-sale".into(), "203.0.113.7".into());
//!     let payment = authenticated.payment(AuthenticatedPaymentRequired { point_of_sale_id, end_user_ip });
//!     payment.validate()?; // send it with client.transactions().create(payment)
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod advice;
mod binding;
mod browser;
mod challenge;
mod error;
mod flow;
mod form;
mod message;
mod pending;
mod requestor_initiated;

pub use self::advice::{Advice, Liability, NextStep};
pub use self::browser::{BROWSER_SCRIPT, Browser, BrowserFacts, BrowserRequired};
pub use self::challenge::{Challenge, Returned, Waiting};
pub use self::error::ThreeDsError;
pub use self::flow::{
    Asked, Authenticated, AuthenticatedPaymentRequired, Enrolled, Enrolment, Purchase, Refused, Site, Step,
};
pub use self::form::{FormError, FrameForm, FrameOptions};
pub use self::message::{ChallengeRequest, ChallengeResponse, MessageError, MethodData};
pub use self::pending::Pending;
pub use self::requestor_initiated::{
    AskedWithoutCardholder, AuthenticatedSeries, PriorAuthentication, PriorAuthenticationRequired, Series,
    StepWithoutCardholder,
};
