//! Signatures of deliveries: one implementation for all APIs, told by data what theirs look like.

mod content;
mod spec;
mod unverified;
mod verifier;

pub use spec::{SignatureEncoding, SignatureSpec, SignedContent, TimestampSpec};
pub use unverified::Unverified;
pub use verifier::Verifier;
