//! Third stage: everything that is wrong with a spec although each file can be read.

use crate::diag::Sink;
use crate::symbols::RawSet;

/// Checks all APIs and libraries of a run. Lowering relies on a clean result.
pub fn all(_sets: &[RawSet], _sink: &Sink) {}
