//! The pages of a text whose lines evidence cites.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Items, Named, Phrase, Sp};

/// The titles and first lines of the pages of a text. Citations name the page before its lines, so that readers can open
/// the page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pages {
    /// The sources whose locations are lines of the text.
    pub of: Sp<Items<String>>,
    /// The title of each page, by its first line: `L222`. In the order of the lines.
    pub titles: Sp<Named<Phrase>>,
}
