//! Unofficial decoder of CentralPay's webhooks.
//!
//! ```
//! use payspec::centralpay::webhook::{Event, decode};
//!
//! let body = br#"{
//!     "eventId": "8af1b16e-f78a-42ae-9304-69624a4023fc", "type": "TRANSACTION_SUCCEEDED",
//!     "object": { "transactionId": "2fbdd1ad-99e1-4fb6-a5f9-06239d7ef1a1", "amount": 1500 }
//! }"#;
//! match decode(body.as_slice()) {
//!     Event::TransactionSucceeded(event) => assert_eq!(event.object.amount.unwrap().minor(), 1500),
//!     Event::Unknown(event) => println!("newer than this version: {:?}", event.event_type()),
//!     Event::Undecodable(body) => println!("keep {} bytes for a person: {}", body.raw().as_bytes().len(), body.reason()),
//!     other => println!("not of interest: {:?}", other.event_type()),
//! }
//! ```
//!
//! CentralPay documents no signature: whoever learns your URL can post to it. Read the object again through the
//! client before you act on an event. Answer 2xx at once, or CentralPay posts again every 5 minutes for 2 hours;
//! remember the `event_id` of the event, because the same event may come several times.
//!
//! A body that cannot be read still tells its ids (`ids()`), and `refetch::<Transaction>()` of it gives the call that
//! reads the object again.
//!
//! In a server, `Claimed<Event>` is an extractor of axum and actix-web (features `axum` and `actix`); the guide says
//! what to respond, and what to make of a transaction that is not found (`docs/guide` of the repository).
//!
//! Everything but this page is generated from `spec/centralpay`.

#[rustfmt::skip]
mod generated;

pub use generated::*;
