//! Unofficial: the async and blocking client of Lyra Collect Marketplace.
//!
//! Generated from `spec/lyra-marketplace`, but for this page: say here what users should know.

mod generated;

pub use generated::*;
pub use lyra_marketplace_model as model;
pub use payspec_core::{
    Amount, DateTime, Listing, Metadata, Operation, Patch, Profile, Secret, Violation, Violations, json,
};
pub use payspec_http::{
    Async, Blocking, Call, CallOutcome, ConfigError, DecodeError, Error, ErrorKind, Refused, Response, RetryBudget,
    RetryPolicy, clock, guide, observe, paging, testing, transport,
};
