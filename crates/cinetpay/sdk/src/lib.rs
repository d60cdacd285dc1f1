//! Unofficial client of CinetPay's checkout (version 2) and transfers (version 1), async and blocking.
//!
//! # How to take a payment
//!
//! | the payer pays | with | PCI DSS |
//! | --- | --- | --- |
//! | on CinetPay's page, after a redirection | [`create`](Payments::create), then its `payment_url` | not documented; SAQ A is what PCI DSS has for pages that others serve |
//! | at CinetPay's counter in a page of yours | [`seamless`] | not documented; the card is typed into CinetPay's counter |
//! | with a card number on your server | not offered by this API | |
//!
//! # A first payment
//!
//! One accessor a resource, one method an operation. A call is a value: set what is particular about it, then `.await` it.
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
//! // Later, and whatever a notification or the customer's return says:
//! let check = client.payments().check(CheckPayment::new().transaction_id("ORDER-4711-1")).await?;
//! // `Ok` is an answer, not a payment.
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
//! What to know of this API:
//!
//! - **This is the API for keys of version 2**: a key and the number of a site. Keys that begin with `sk_` belong to the
//!   vendor's new API (`api.cinetpay.co`, for tests `api.cinetpay.net`), which this crate does not speak.
//! - **The code is the verdict.** CinetPay documents no HTTP statuses. A code that means that the request was wrong is an
//!   error here, whatever the status; codes of payments that failed or wait are answers of
//!   [`check`](Payments::check), and the table [`ResultCode`](model::ResultCode) tells which is which. Transfers have codes
//!   of their own ([`TransferCode`](model::TransferCode)): 811 is a wrong operator there and a limit at the counter.
//! - **Amounts are whole units**, of every currency, not minor units: 2500 is 2,500 francs.
//! - **Five currencies are accepted**, those in [`currency_codes`](model::currency_codes), and of them only the one of your
//!   account. Another one is refused before anything is sent; the rule is called `currency-accepted` and can be waived. The
//!   type is that of all APIs, and a response may have any code.
//! - **There is no key and no sandbox.** A payment is initiated once and never sent again by itself. The vendor has no host
//!   for tests; [`ClientBuilder::at`] takes the address of a server of yours.
//! - **Doubtful is not wrong.** What the page advises against is told by [`Call::warnings`] and sent all the same.
//! - **Sending several transfers** answers with a code for each: one can fail where the call as a whole has succeeded. An
//!   answer without them (`data` is `None`) says nothing of any: check each.
//! - **Dates** come without a time zone, and no page tells it.
//! - **Transfers** have a host and a password of their own: give them with `transfers(apikey, password)`. The client gets a
//!   token for them, keeps it, and renews it when it expires.
//!
//! The guide, `docs/guide` of the repository, has a page per concern: errors, retries, searching, testing. Everything
//! but this page and [`seamless`] is generated from `spec/cinetpay`.

#[cfg(feature = "client")]
pub mod seamless;

#[rustfmt::skip]
mod generated;

pub use generated::*;
