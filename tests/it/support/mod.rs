//! What several tests need.

pub(crate) mod compare;
pub(crate) mod files;
pub(crate) mod server;
