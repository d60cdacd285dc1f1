//! Unofficial client of Primer (version 2.4 of its API), with Cetelem and CPay through Monext; async and blocking.
//!
//! # How to take a payment
//!
//! All options start from the `client_token` of a session, which is valid for 24 hours
//! ([`create`](ClientSessions::create)); a page passes it to Primer's SDK (Universal Checkout).
//!
//! | the payer pays | with | PCI DSS |
//! | --- | --- | --- |
//! | in Primer's ready-made checkout (*Drop-in*) | the SDK | not documented |
//! | in your own interface (*Headless*) | the SDK; methods `MONEXT_CETELEM`, `MONEXT_CPAY` | not documented |
//! | with a card number on your server | not offered by this API | |
//!
//! The documents that these crates are based on contain neither the address of the SDK's script nor its API, so these
//! crates do not generate a page for it: see the vendor's documentation.
//!
//! # A first payment
//!
//! There is one accessor per resource and one method per operation. A call is a value: set its options, then `.await`
//! it.
//!
//! ```no_run
//! use payspec::primer::model::{CreateClientSession, CreatePayment, Environment, Order, OrderLineItem, PaymentStatus};
//! use payspec::primer::{Amount, Client};
//! use payspec::primer::serde_json::json;
//!
//! # async fn pay(payment_method_token: &str) -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder(Environment::Sandbox).x_api_key("key").build()?;
//! let order = Order::new().line_items([OrderLineItem::new(Amount::from_minor(4990)).name("Shoes")]);
//! let session = CreateClientSession::new()
//!     .order_id("order-4711")
//!     .currency_code("EUR")
//!     .order(order)
//!     .metadata(json!({"monext_contracts": {"CPAY": "1234567"}}));
//! // The profile checks what CPay through Monext requires, and reports everything that is missing at once.
//! let call = client.client_sessions().create(session).profile(CreateClientSession::MONEXT_CPAY);
//! println!("for the SDK: {}", call.await?.client_token.as_str());
//!
//! let payment = client.payments().create(CreatePayment::new(payment_method_token)).await?;
//! // `Ok` is a response, not a successful payment: a refusal is a payment with the status `DECLINED`.
//! match payment.status {
//!     Some(PaymentStatus::Authorized | PaymentStatus::Settled) => println!("go on"),
//!     Some(PaymentStatus::Pending) => println!("it waits, for `required_action` perhaps: {:?}", payment.required_action),
//!     other => println!("ask for another way to pay: {other:?}, {:?}", payment.status_reason),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Notes on this API:
//!
//! - **A reused idempotency key is rejected**, not answered with the first response: such an error is
//!   [`is_key_reused`](Error::is_key_reused), and `error.response::<model::ReusedKey>()` has the payment and its
//!   status. The client retries a payment with the same key after a temporary failure; if the first attempt took
//!   effect, this is the error. Read the payment then.
//! - **A change has three states**: absent fields of [`UpdateClientSession`](model::UpdateClientSession) are left
//!   unchanged, `clear_customer()` clears, and `customer(..)` sets ([`Patch`]).
//! - **Errors** have a code ([`Error::code`]) and a request ID for the vendor's support ([`Error::request_id`]).
//! - The API times out after 90 seconds. To wait that long, set a higher `timeout` with `configure`.
//!
//! # Set up Cetelem or CPay through Monext
//!
//! Before the first session, complete four steps in the vendors' dashboards (both documents list the same ones):
//!
//! 1. **Monext**: enable Cetelem or CPay in the Monext account.
//! 2. **Primer's Dashboard, Connections**: connect that Monext account as a processor.
//! 3. **Checkout**: enable the payment method, and check in its settings that it uses the Monext account.
//! 4. **Workflow**: have Monext process the payments with this method. **Authorization is the only step to set up.**
//!
//! The customer then pays in one of Primer's two checkouts, both of which start from the `client_token` of a session:
//! *Drop-in*, a ready-made interface, or *Headless*, for your own interface. Both run in the page or the app with
//! Primer's SDK and are not part of these crates.
//!
//! The guide (`docs/guide` in the repository) covers errors, retries, searching and testing. Everything except this
//! page is generated from `spec/primer`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
