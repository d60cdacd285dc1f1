//! How a search goes on after its first page.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::Evidence;
use super::{Path, Sentence, Sp};

/// How a search goes on after its first page.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// What names the next page.
    pub by: Sp<By>,
    /// The query parameter that asks for it; not for `by: link` and `by: link-header`.
    pub parameter: Option<Sp<String>>,
    /// The number of the first page, 1 unless said; for `by: page`.
    pub first: Option<Sp<u32>>,
    /// The member beside the items that holds the next cursor; for `by: cursor`.
    pub cursor: Option<Path>,
    /// The member beside the items that holds the link to the next page; for `by: link`.
    pub link: Option<Path>,
    /// The member that says whether a page follows: `true` or `false`. Left out, the usual ones are looked at.
    pub more: Option<Path>,
    /// The query parameter that says how many items a page has at most.
    pub size: Option<Sp<String>>,
    /// What is known of it.
    pub docs: Sentence,
    /// How we know.
    pub evidence: Option<Sp<Evidence>>,
}

/// What names the next page of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Its number.
    Page,
    /// How many items come before it.
    Offset,
    /// A text that the page before it gives.
    Cursor,
    /// The id of the last item of the page before it.
    LastId,
    /// A link that the page before it gives.
    Link,
    /// A link in the header `Link` of the page before it (RFC 8288).
    LinkHeader,
}
