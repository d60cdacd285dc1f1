//! The client crate of the showcase API, which the generator is tested with. Never published.

#[rustfmt::skip]
mod generated;

pub use generated::*;
