//! What a spec covers and how well it is known, as figures that anyone can print again.
//!
//! `docs/coverage.md` is generated and under `--check` like the crates, so it cannot tell yesterday's truth.

mod figures;
mod page;

use std::collections::BTreeSet;

use crate::ir::Api;
use crate::print::{File, Owner};

/// Where the figures of a target go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// The page, from the root of the repository.
    pub page: &'static str,
    /// The page with a region for the table that compares the APIs.
    pub readme: &'static str,
}

/// An API with the events that there are samples of: `samples/webhooks` of its folder has a file called after each.
pub type WithSamples<'a> = (&'a Api, BTreeSet<String>);

/// The page about all APIs, and the table in the first page of the repository that compares them.
pub fn pages(apis: &[WithSamples<'_>], coverage: Coverage) -> [File; 2] {
    let figures: Vec<_> = apis.iter().map(|(api, samples)| (*api, figures::Figures::of(api, samples))).collect();
    let table = page::side_by_side(&figures);
    let region = format!("<!-- codegen:begin apis -->\n{table}<!-- codegen:end apis -->\n");
    [
        File { path: coverage.page.to_owned(), text: page::markdown(&figures), owner: Owner::Generator },
        File { path: coverage.readme.to_owned(), text: region, owner: Owner::Both },
    ]
}
