//! The client crate of the showcase API, which the generator is tested with. Never published.

mod generated;

pub use generated::*;
