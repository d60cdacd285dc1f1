//! Payment requests: the links for the payers, and the payment that paid one.
//!
//! ```no_run
//! use payspec::centralpay::model::{
//!     CreatePaymentRequest, CreatePaymentRequestRequired, Currency, PaymentMethod, PaymentRequestPayer,
//! };
//! use payspec::centralpay::payment_requests::{self, Settlement};
//! use payspec::centralpay::webhook::{Event, decode};
//! use payspec::centralpay::{Amount, Client};
//!
//! type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
//!
//! /// The payer chooses between card and bank transfer.
//! async fn link(client: &Client, order: &str) -> Result<String> {
//!     let total = Amount::from_minor(5000);
//!     let methods = [PaymentMethod::Transaction, PaymentMethod::SctTransaction];
//!     let payer = PaymentRequestPayer::new().email("jane@example.com");
//!     let params = CreatePaymentRequest::new(CreatePaymentRequestRequired {
//!         payment_method: methods.to_vec(),
//!         currency: Currency::EUR,
//!         total_amount: total,
//!         breakdown: vec![payer],
//!     })
//!     .merchant_payment_request_id(order);
//!     let call = client.payment_requests().create(params).profile(CreatePaymentRequest::CARD_OR_BANK_TRANSFER);
//!     let request = call.idempotency_key(format!("link-{order}")).await?;
//!     let link = payment_requests::links(&request).next().ok_or("an answer without a link")?;
//!     Ok(link.1.to_owned())
//! }
//!
//! /// What is posted to the shop. Answer 2xx when this is `Ok`: an event that fails here is posted again.
//! async fn webhook(client: &Client, body: &[u8]) -> Result<()> {
//!     let event = decode(body);
//!     // Some events of the samples come without an id; those are handled each time.
//!     if event.event_id().is_some_and(is_handled_already) {
//!         return Ok(());
//!     }
//!     match &event {
//!         Event::PaymentRequestPaid(event) => {
//!             // An event is a claim: what counts is what the API says, and what this order costs.
//!             let id = &event.object.payment_request_id;
//!             let watch = payment_requests::settlement(client, id).expecting(Amount::from_minor(5000), Currency::EUR);
//!             if let Settlement::Paid(paid) = watch.await? {
//!                 deliver(paid.request.merchant_payment_request_id.as_deref().ok_or("not a request of this shop")?)?;
//!             }
//!         }
//!         Event::Undecodable(body) => eprintln!("keep it for a person: {}", body.reason()),
//!         _ => {} // not of interest
//!     }
//!     // Not before: an event that could not be handled is to come again.
//!     if let Some(id) = event.event_id() {
//!         remember(id)?;
//!     }
//!     Ok(())
//! }
//! # fn is_handled_already(_: &str) -> bool { false }
//! # fn remember(_: &str) -> Result<()> { Ok(()) }
//! # fn deliver(_: &str) -> Result<()> { Ok(()) }
//! ```
//!
//! `deliver` has to be safe to call twice: two deliveries of one event can arrive at the same time, and so can events
//! with different ids about the same request.
//!
//! Wait for `PAYMENTREQUEST_PAID` to learn that a request is paid, by whatever method. Of the events about single
//! payments, those of cards, instalments and subscriptions name the request (`payment_request_id`); the objects of bank
//! transfers and direct debits do not. [`settlement()`] reads the request and finds the payments among its [`payments`].

#[cfg(feature = "client")]
mod payment;
#[cfg(feature = "client")]
mod settlement;
#[cfg(feature = "client")]
mod watch;

#[cfg(feature = "client")]
pub use payment::Payment;
#[cfg(feature = "client")]
pub use settlement::{EndReason, Ended, Paid, Settlement, Unclear, UnclearReason};
#[cfg(feature = "client")]
pub use watch::{Subject, Watch, settlement};

use centralpay_model::{PaymentRequest, PaymentRequestBreakdown, PaymentRequestPayment};

/// The payers of a request, each with the link to the payment page. A payer without a link is left out.
///
/// Whoever has a link sees the page and what it says of the payer.
pub fn links(request: &PaymentRequest) -> impl Iterator<Item = (&PaymentRequestBreakdown, &str)> {
    let payers = request.breakdowns.iter().flatten();
    payers.filter_map(|payer| payer.endpoint.as_deref().map(|link| (payer, link)))
}

/// The payments of all payers, failed ones among them. Which object each is, its `payment_method` tells; read it by its
/// `uuid` to learn its status.
pub fn payments(request: &PaymentRequest) -> impl Iterator<Item = &PaymentRequestPayment> {
    request.breakdowns.iter().flatten().flat_map(|payer| payer.payments.iter().flatten())
}
