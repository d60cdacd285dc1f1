//! What a spec covers and how well it is known, as figures that anyone can print again.
//!
//! `docs/coverage.md` is generated and under `--check` like the crates, so it cannot tell yesterday's truth.

mod figures;
mod page;

use std::collections::BTreeSet;

use crate::ir::Api;
use crate::print::File;

/// Where the figures of a target go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// The page, from the root of the repository.
    pub page: &'static str,
}

/// An API with the events that there are samples of: `samples/webhooks` of its folder has a file called after each.
pub type WithSamples<'a> = (&'a Api, BTreeSet<String>);

/// The page about all APIs. `files` are all generated files, laid out as they are committed.
pub fn page(apis: &[WithSamples<'_>], files: &[File], crates_dir: &str) -> String {
    let figures: Vec<_> =
        apis.iter().map(|(api, samples)| (*api, figures::Figures::of(api, samples, files, crates_dir))).collect();
    page::markdown(&figures)
}
