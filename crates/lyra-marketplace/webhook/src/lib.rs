//! Unofficial: decodes the notifications of the Lyra Collect Marketplace API.
//!
//! ```
//! use payspec::lyra_marketplace::webhook::{Event, decode};
//!
//! match decode(r#"{"order": "6d0a1b2c-3d4e-4f50-8a9b-0c1d2e3f4a5b"}"#) {
//!     Event::Order(event) => {
//!         // This call reads the order: `client.call(read).await`.
//!         let read = event.refetch().expect("it names the order");
//!         assert_eq!(read.uuid.as_str(), "6d0a1b2c-3d4e-4f50-8a9b-0c1d2e3f4a5b");
//!     }
//!     other => println!("not of interest: {:?}", other.event_type()),
//! }
//! ```
//!
//! There is no verifier: by the vendor's design, a notification is not signed and contains only an ID. Anyone who
//! learns the address can post any ID to it, so **act on the API's response**, which only your credentials can read. A
//! made-up ID is not found, and guessing a real one reveals nothing.
//!
//! Respond with 200 to an empty request too: the address is called with one when it is configured. Any response, even
//! an error, counts as delivered, so store a notification before responding.
//!
//! In a server, `Claimed<Event>` is an extractor for axum and actix-web (features `axum` and `actix`). The guide
//! (`docs/guide` in the repository) describes how to respond.
//!
//! Everything except this page is generated from `spec/lyra-marketplace`.

#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod generated;

pub use generated::*;
