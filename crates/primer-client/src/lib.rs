//! Unofficial: the async and blocking client of Primer.
//!
//! Generated from `spec/primer`, but for this page: say here what users should know.

mod generated;

pub use generated::*;
pub use payspec_core::{
    Amount, DateTime, Listing, Metadata, Operation, Patch, Profile, Secret, Violation, Violations, json,
};
pub use payspec_http::{
    Async, Blocking, Call, CallOutcome, ConfigError, DecodeError, Error, ErrorKind, Refused, Response, RetryBudget,
    RetryPolicy, clock, guide, observe, paging, testing, transport,
};
pub use primer_model as model;
