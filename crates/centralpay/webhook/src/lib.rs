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
//! CentralPay documents no signature: anyone who learns your URL can post to it. Read the object again through the
//! client before you act on an event. Respond with 2xx at once, or CentralPay retries every 5 minutes for 2 hours;
//! record the `event_id`, because the same event may be delivered several times.
//!
//! A body that cannot be decoded still has its IDs (`ids()`), and its `refetch::<Transaction>()` returns the call that
//! reads the object again.
//!
//! In a server, `Claimed<Event>` is an extractor for axum and actix-web (features `axum` and `actix`). The guide
//! (`docs/guide` in the repository) describes how to respond, and how to handle a transaction that is not found.
//!
//! Everything except this page is generated from `spec/centralpay`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
