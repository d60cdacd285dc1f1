//! Mistakes of the sandbox itself.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A mistake of the sandbox: it changes nothing, is answered with 500, and a test finds it in the world's failures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure(String);

impl Failure {
    /// Describes a mistake.
    pub fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}
