//! Unofficial: decodes the notifications of the Lyra Collect Marketplace API.
//!
//! ```
//! use payspec::lyra_marketplace::webhook::{Event, decode};
//!
//! match decode(r#"{"order": "6d0a1b2c-3d4e-4f50-8a9b-0c1d2e3f4a5b"}"#) {
//!     Event::Order(event) => {
//!         // This is the call that tells what became of the order: `client.call(read).await`.
//!         let read = event.refetch().expect("it names the order");
//!         assert_eq!(read.uuid.as_str(), "6d0a1b2c-3d4e-4f50-8a9b-0c1d2e3f4a5b");
//!     }
//!     other => println!("not of interest: {:?}", other.event_type()),
//! }
//! ```
//!
//! There is no verifier, for there is nothing to verify: a notification is not signed and holds an id, nothing else. That
//! is the vendor's design. Whoever learns the address can post any id to it, so **act on what the API answers**, which
//! only your credentials can read. A made-up id is not found, and a real one that somebody guessed tells nobody anything.
//!
//! Answer 200 to an empty request too: the address is called with one when it is set. Any answer, even an error, counts as
//! delivered, so store a notification before you answer it.
//!
//! In a server, `Claimed<Event>` is an extractor of axum and actix-web (features `axum` and `actix`); the guide says
//! what to respond (`docs/guide` of the repository).
//!
//! Everything but this page is generated from `spec/lyra-marketplace`.

#[rustfmt::skip]
mod generated;

pub use generated::*;
