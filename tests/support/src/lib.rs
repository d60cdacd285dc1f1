//! What several tests need.

pub mod compare;
pub mod delivery;
pub mod files;
pub mod names;
pub mod server;
pub mod signing;
