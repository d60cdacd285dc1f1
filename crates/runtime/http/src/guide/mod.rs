//! How to use a payspec client well, a page per concern.
//!
//! | page | for |
//! | --- | --- |
//! | [`errors`] | what went wrong, whether the card was charged, and what to do next |
//! | [`retries`] | what is sent again by itself, idempotency keys, and calls that are resumed after a crash |
//! | [`blocking`] | async and blocking clients, and where each can be used |
//! | [`searching`] | filters, pages, streams |
//! | [`testing`] | tests without a server and without waiting |
//! | [`production`] | the list to go through before real money moves |
//!
//! The pages speak of the runtime, which is the same for all APIs. Examples use any operation of any API; a generated
//! client makes the same calls with methods of its own: `client.transactions().create(params)`. No program needs a
//! dependency on the runtime for what they name: the crates of an API have the usual names at their top
//! (`payspec::primer::CallOutcome`), and the runtimes under theirs (`payspec::primer::payspec_http::ClientBuilder`).

pub mod blocking;
pub mod errors;
pub mod production;
pub mod retries;
pub mod searching;
pub mod testing;
