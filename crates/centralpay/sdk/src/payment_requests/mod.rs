//! Payment requests: links for payers, and the payment that paid a request.
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
//! /// Handles a delivery. Respond with 2xx on `Ok`; otherwise the event is delivered again.
//! async fn webhook(client: &Client, body: &[u8]) -> Result<()> {
//!     let event = decode(body);
//!     // Some events in the samples have no ID; they are processed each time.
//!     if event.event_id().is_some_and(is_handled_already) {
//!         return Ok(());
//!     }
//!     match &event {
//!         Event::PaymentRequestPaid(event) => {
//!             // An event is an unverified claim: rely on the API's response and on the price of the order.
//!             let id = &event.object.payment_request_id;
//!             let watch = payment_requests::settlement(client, id).expecting(Amount::from_minor(5000), Currency::EUR);
//!             if let Settlement::Paid(paid) = watch.await? {
//!                 deliver(paid.request.merchant_payment_request_id.as_deref().ok_or("not a request of this shop")?)?;
//!             }
//!         }
//!         Event::Undecodable(body) => eprintln!("keep it for a person: {}", body.reason()),
//!         _ => {} // not of interest
//!     }
//!     // Only now, because an event that could not be processed must be delivered again.
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
//! `deliver` must be safe to call twice: two deliveries of one event can arrive at the same time, as can events with
//! different IDs about the same request.
//!
//! Wait for `PAYMENTREQUEST_PAID`, which is sent for every payment method. Of the events about individual payments,
//! those about cards, instalments and subscriptions contain the request's ID (`payment_request_id`); those about bank
//! transfers and direct debits do not. [`settlement()`] reads the request and finds the payments among its
//! [`payments`].

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

/// Returns the payers of a request, each with the link to the payment page. Payers without a link are skipped.
///
/// Anyone with a link can see the page and its data about the payer.
pub fn links(request: &PaymentRequest) -> impl Iterator<Item = (&PaymentRequestBreakdown, &str)> {
    let payers = request.breakdowns.iter().flatten();
    payers.filter_map(|payer| payer.endpoint.as_deref().map(|link| (payer, link)))
}

/// Returns the payments of all payers, including failed ones. `payment_method` gives the type of each; read it by its
/// `uuid` to get its status.
pub fn payments(request: &PaymentRequest) -> impl Iterator<Item = &PaymentRequestPayment> {
    request.breakdowns.iter().flatten().flat_map(|payer| payer.payments.iter().flatten())
}
