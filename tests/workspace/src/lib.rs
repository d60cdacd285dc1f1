//! Compiles the examples of the repository's README, and of the READMEs of packages, so that they stay true.

#[doc = include_str!("../../../README.md")]
pub mod readme {}

#[doc = include_str!("../../../crates/payspec/README.md")]
pub mod payspec {}

#[doc = include_str!("../../../crates/runtime/iso/README.md")]
pub mod iso {}
