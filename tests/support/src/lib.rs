//! What tests of several crates need. Whatever goes wrong here fails the test that called, by a panic.

#![allow(clippy::missing_panics_doc, clippy::must_use_candidate, clippy::return_self_not_must_use)]

pub mod browser;
pub mod compare;
pub mod decoding;
pub mod delivery;
pub mod files;
pub mod names;
pub mod server;
pub mod signing;
pub mod snapshots;
