//! Compiles the examples of the repository's README, so that they stay true.

#[doc = include_str!("../../../README.md")]
pub mod readme {}
