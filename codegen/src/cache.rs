//! What a run knows already: it reads and checks its files again and again where it looks for what explains a mistake, and
//! most of them do not change.

use crate::check::Checked;
use crate::parse::Clean;

/// Files that were read without a problem, and what was found in folders of such files. Runs over files in the same order
/// can share one.
#[derive(Debug, Default)]
pub struct Cache {
    pub(crate) clean: Clean,
    pub(crate) checked: Checked,
}
