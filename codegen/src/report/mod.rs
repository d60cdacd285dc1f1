//! What a spec covers and how well it is known, as figures that anyone can print again.
//!
//! `docs/coverage.md` is generated and under `--check` like the crates, so it cannot tell yesterday's truth.

pub(crate) mod behaviours;
mod figures;
mod page;

use self::figures::{Levels, operations};
use crate::ir::Api;
use crate::target::{Content, Output, Target};

/// Where the figures of a project go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coverage {
    /// The page, from the root of the repository.
    pub page: &'static str,
    /// The page with a region for the table that compares the APIs.
    pub readme: &'static str,
}

impl Target for Coverage {
    /// The page about all APIs, and the table in the first page of the repository that compares them.
    fn emit_together(&self, apis: &[Api]) -> Vec<Output> {
        let figures: Vec<_> = apis.iter().filter(|api| !api.ours).map(|api| (api, figures::Figures::of(api))).collect();
        let table = page::side_by_side(&figures);
        let region = format!("<!-- codegen:begin apis -->\n{table}<!-- codegen:end apis -->\n");
        let output = |path: &str, content| Output { path: path.to_owned(), source: "spec".to_owned(), content };
        vec![output(self.page, Content::Text(page::markdown(&figures))), output(self.readme, Content::Shared(region))]
    }
}

/// How many operations of an API are known how, in words.
pub(crate) fn evidence_of_operations(api: &Api) -> String {
    page::levels_there_are(Levels::of(operations(api).map(|operation| operation.evidence.level)))
}
