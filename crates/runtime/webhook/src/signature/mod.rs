//! Signatures of deliveries: one implementation for all APIs, told by data what theirs look like.

mod content;
mod spec;
mod verifier;
mod verify_error;

pub use spec::{SignatureEncoding, SignatureSpec, SignedContent, TimestampSpec};
pub use verifier::Verifier;
pub use verify_error::VerifyError;
