//! Results of earlier runs over the same texts.
//!
//! A run reads and checks its files several times while it looks for the explanation of a mistake, and most of them do not
//! change. Tests compile thousands of specs that differ in few files, and share a cache between runs.

use crate::check::Checked;
use crate::parse::Clean;

/// Documents of files without a problem, and diagnostics of folders of such files.
///
/// Runs over files in the same order can share one, which only tests do: `cargo xtask codegen` is a single run.
#[derive(Debug, Default)]
pub struct Cache {
    pub(crate) clean: Clean,
    pub(crate) checked: Checked,
}
