//! Unofficial client of CinetPay's checkout (version 2) and transfers (version 1), async and blocking.
//!
//! # How to take a payment
//!
//! | the payer pays | with | PCI DSS |
//! | --- | --- | --- |
//! | on CinetPay's page, after a redirect | [`create`](Payments::create), then its `payment_url` | not documented |
//! | in CinetPay's checkout, shown over your own page, where the card is entered | [`seamless`] | not documented |
//! | with a card number on your server | not offered by this API | |
//!
//! PCI DSS has the questionnaire SAQ A for pages hosted by a third party.
//!
//! # A first payment
//!
//! There is one accessor per resource and one method per operation. A call is a value: set its options, then `.await`
//! it.
//!
//! ```no_run
//! use payspec::cinetpay::Client;
//! use payspec::cinetpay::model::{
//!     CheckPayment, CreatePayment, CreatePaymentRequired, Currency, Environment, ResultClass,
//! };
//!
//! # async fn pay() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Environment::Production).merchant("apikey", "site_id").build()?;
//! let (notify, back) = ("https://shop.example/notify", "https://shop.example/back");
//! let params = CreatePayment::new(CreatePaymentRequired {
//!     transaction_id: "ORDER-4711-1".into(),
//!     amount: 2500,
//!     currency: "XOF".into(),
//!     description: "Shoes".into(),
//!     notify_url: notify.into(),
//!     return_url: back.into(),
//!     channels: "MOBILE_MONEY".into(),
//! });
//! let counter = client.payments().create(params).await?.data;
//! println!("send the customer to {:?}", counter.and_then(|counter| counter.payment_url));
//!
//! // Later, independently of what a notification or the customer's return claims:
//! let check = client.payments().check(CheckPayment::new().transaction_id("ORDER-4711-1")).await?;
//! // `Ok` means that the API responded, not that the payment succeeded.
//! match check.code.as_ref().and_then(|code| code.row()).map(|row| &row.class) {
//!     Some(ResultClass::Paid) => {
//!         let of = check.data.map(|payment| (payment.amount, payment.currency));
//!         println!("paid what was asked for: {}", of == Some((Some(2500), Some(Currency::XOF))));
//!     }
//!     Some(ResultClass::Failed) => println!("not paid, and it will not be: {:?}", check.message),
//!     _ => println!("nothing is decided: check again later"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Notes on this API:
//!
//! - **This is the API for version 2 keys**: a key and a site number. Keys that start with `sk_` belong to the vendor's
//!   new API (`api.cinetpay.co`; for tests `api.cinetpay.net`), which this crate does not support.
//! - **The code determines the result.** CinetPay documents no HTTP statuses. A code that means that the request was
//!   wrong is an error here, whatever the status; codes of failed and pending payments are responses of
//!   [`check`](Payments::check), and the table [`ResultCode`](model::ResultCode) distinguishes them. Transfers have
//!   codes of their own ([`TransferCode`](model::TransferCode)): 811 is a wrong operator there, and a limit for
//!   payments.
//! - **Amounts are in whole units** for every currency, not in minor units: 2500 is 2,500 francs.
//! - **Five currencies are accepted**, those in [`currency_codes`](model::currency_codes), and of these only the one of
//!   your account. Any other is rejected before anything is sent; the rule is `currency-accepted` and can be waived.
//!   The type is shared by all APIs, and a response may contain any code.
//! - **There is no idempotency key and no sandbox.** Initiating a payment is never retried automatically. The vendor
//!   has no test host; [`ClientBuilder::at`] sets the address of a server of your own.
//! - **Advisory rules do not prevent sending.** What the documentation advises against is returned by
//!   [`Call::warnings`].
//! - **Sending several transfers** returns a code for each: one can fail although the call as a whole succeeded. A
//!   response without them (`data` is `None`) says nothing about any of them: check each.
//! - **Dates** have no time zone, and it is not documented.
//! - **Transfers** have their own host and password: set them with `transfers(apikey, password)`. The client obtains a
//!   token for them, caches it, and refreshes it when it expires.
//!
//! The guide (`docs/guide` in the repository) covers errors, retries, searching and testing. Everything except this
//! page and [`seamless`] is generated from `spec/cinetpay`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "client")]
pub mod seamless;

#[rustfmt::skip]
mod generated;

pub use generated::*;
