//! What several tests need.

pub(crate) mod compare;
pub(crate) mod delivery;
pub(crate) mod files;
pub(crate) mod names;
pub(crate) mod server;
pub(crate) mod signing;
