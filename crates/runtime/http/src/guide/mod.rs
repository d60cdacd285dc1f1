//! How to use a payspec client well, a page per concern.
//!
//! | page | for |
//! | --- | --- |
//! | [`errors`] | what went wrong, whether the card was charged, and what to do next |
//! | [`retries`] | what is sent again by itself, idempotency keys, and calls that are resumed after a crash |
//! | [`modes`] | async and blocking clients, and where each can be used |
//! | [`searching`] | filters, pages, streams |
//! | [`testing`] | tests without a server and without waiting |
//! | [`production`] | the list to go through before real money moves |
//!
//! The pages speak of the runtime, which is the same for all APIs. Examples use any operation of any API; a generated
//! client makes the same calls with methods of its own: `client.transactions().create(params)`.

pub mod errors;
pub mod production;
pub mod retries;
pub mod searching;
pub mod testing;
pub mod blocking;
