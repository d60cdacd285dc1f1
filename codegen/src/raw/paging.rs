//! How a search goes on after its first page.

use schemars::JsonSchema;
use serde::Deserialize;

use super::evidence::Evidence;
use super::{Path, Sentence, Sp};

/// The paging of a search.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// What identifies the next page.
    pub by: Sp<By>,
    /// The query parameter of the next page; not for `by: link` and `by: link-header`.
    pub parameter: Option<Sp<String>>,
    /// The number of the first page, 1 by default; for `by: page`.
    pub first: Option<Sp<u32>>,
    /// The member next to the items that holds the next cursor; for `by: cursor`.
    pub cursor: Option<Path>,
    /// The member next to the items that holds the link to the next page; for `by: link`.
    pub link: Option<Path>,
    /// The member that indicates whether there is a next page: `true` or `false`. Common names are tried by default.
    pub more: Option<Path>,
    /// The query parameter for the maximum number of items per page.
    pub size: Option<Sp<String>>,
    /// A description.
    pub docs: Sentence,
    /// The evidence.
    pub evidence: Option<Sp<Evidence>>,
}

/// What identifies the next page of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// Its page number.
    Page,
    /// The number of items before it.
    Offset,
    /// A text from the previous page.
    Cursor,
    /// The id of the last item of the previous page.
    LastId,
    /// A link in the previous page.
    Link,
    /// A link in the header `Link` of the previous page (RFC 8288).
    LinkHeader,
}
