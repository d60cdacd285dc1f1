//! Unofficial client of Primer (version 2.4 of its API), with Cetelem and CPay through Monext; async and blocking.
//!
//! # How to take a payment
//!
//! All start from the `client_token` of a session, which is good for 24 hours ([`create`](ClientSessions::create)); a page
//! gives it to Primer's SDK (Universal Checkout).
//!
//! | the payer pays | with | PCI DSS |
//! | --- | --- | --- |
//! | in Primer's finished interface (*Drop-in*) | the SDK | not documented |
//! | in an interface of yours (*Headless*) | the SDK; the methods of Monext are `MONEXT_CETELEM` and `MONEXT_CPAY` | not documented |
//! | with a card number on your server | not offered by this API | |
//!
//! The documents that these crates rest on have neither the address of the SDK's script nor its calls, so there is no
//! page for it here: see the vendor's pages.
//!
//! # A first payment
//!
//! One accessor a resource, one method an operation. A call is a value: set what is particular about it, then `.await` it.
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
//! // The profile checks what CPay through Monext needs, and names everything that is missing at once.
//! let call = client.client_sessions().create(session).profile(CreateClientSession::MONEXT_CPAY);
//! println!("for the SDK: {}", call.await?.client_token.as_str());
//!
//! let payment = client.payments().create(CreatePayment::new(payment_method_token)).await?;
//! // `Ok` is an answer, not a payment: a refusal is a payment with the status `DECLINED`.
//! match payment.status {
//!     Some(PaymentStatus::Authorized | PaymentStatus::Settled) => println!("go on"),
//!     Some(PaymentStatus::Pending) => println!("it waits, for `required_action` perhaps: {:?}", payment.required_action),
//!     other => println!("ask for another way to pay: {other:?}, {:?}", payment.status_reason),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What to know of this API:
//!
//! - **A key that comes again is refused**, not answered as before: such an error is
//!   [`is_key_reused`](Error::is_key_reused), and `error.response::<model::ReusedKey>()` has the payment and its status. The
//!   client sends a payment again under its key after a failure that may pass; if the first attempt took effect, that is
//!   the error you get. Read the payment then.
//! - **A change has three states**: what is left out of [`UpdateClientSession`](model::UpdateClientSession) stays,
//!   `clear_customer()` clears, `customer(..)` sets ([`Patch`]).
//! - **Errors** have a word ([`Error::code`]) and a number for the support ([`Error::request_id`]).
//! - The API gives up after 90 seconds. Set `timeout` above that with `configure` if you would rather wait for it.
//!
//! # Set up Cetelem or CPay through Monext
//!
//! Four steps in the vendors' own screens come before the first session (both pages have the same):
//!
//! 1. **Monext**: enable Cetelem or CPay in the Monext account.
//! 2. **Primer's Dashboard, Connections**: connect that Monext account as a processor.
//! 3. **Checkout**: switch the payment method on, and see in its settings that it uses the Monext account.
//! 4. **Workflow**: have Monext process the payments made with the method. **Authorization is the only step to set up.**
//!
//! The customer then pays in one of Primer's two kinds of checkout, which both start from the `client_token` of a session:
//! *Drop-in*, a finished interface of Primer's, or *Headless*, for an interface of one's own. Both run in the page or the
//! app with Primer's SDK and are not part of these crates.
//!
//! The guide, `docs/guide` of the repository, has a page per concern: errors, retries, searching, testing. Everything
//! but this page is generated from `spec/primer`.

#[rustfmt::skip]
mod generated;

pub use generated::*;
