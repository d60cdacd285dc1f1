//! How a search names its next page.

use std::borrow::Cow;

use payspec_core::{PagingSpec, PagingStyle};

/// How a search names its next page, when it is not as the API's description says.
///
/// ```
/// use payspec_http::paging::Paging;
///
/// let by_number = Paging::by_page("pageNumber", 0).size_parameter("pageSize");
/// let by_cursor = Paging::by_cursor("after", "meta.nextCursor");
/// let by_last_id = Paging::by_last_id("starting_after").more("meta.has_more");
/// let by_link = Paging::by_link("_links.next.href");
/// # let _ = (by_number, by_cursor, by_last_id, by_link);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Paging {
    pub(super) style: Style,
    /// What asks for a page; links need none.
    pub(super) parameter: Option<Cow<'static, str>>,
    pub(super) size_parameter: Option<Cow<'static, str>>,
    /// The path to what says whether a page follows.
    pub(super) more: Option<Cow<'static, str>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Style {
    Page { first: u64 },
    Offset,
    Cursor { member: Cow<'static, str> },
    LastId,
    Link { member: Cow<'static, str> },
    LinkHeader,
}

impl Paging {
    /// Creates a parameter that holds the number of the page; `first` is that of the first page.
    pub fn by_page(parameter: impl Into<String>, first: u32) -> Self {
        Self::new(Style::Page { first: first.into() }, Some(parameter.into()))
    }

    /// Creates a parameter that holds the number of items before the page.
    pub fn by_offset(parameter: impl Into<String>) -> Self {
        Self::new(Style::Offset, Some(parameter.into()))
    }

    /// Creates a parameter that holds a text from the page before: the member at the path `member` beside its items. A
    /// dot steps into an object ([`Path`](payspec_core::Path)).
    pub fn by_cursor(parameter: impl Into<String>, member: impl Into<String>) -> Self {
        Self::new(Style::Cursor { member: Cow::Owned(member.into()) }, Some(parameter.into()))
    }

    /// Creates a parameter that holds the id of the last item of the page before. Which member is the id says the
    /// description, or else it is `id` or `uuid`.
    pub fn by_last_id(parameter: impl Into<String>) -> Self {
        Self::new(Style::LastId, Some(parameter.into()))
    }

    /// Creates a link in the page before: the member at the path `member` beside its items, such as `_links.next.href`.
    ///
    /// A link may be relative. It is followed with GET and the credentials, so it has to lead to the server that gave it,
    /// with the same scheme and port, and below the path of the base URL; anything else is an error that says where it
    /// leads.
    pub fn by_link(member: impl Into<String>) -> Self {
        Self::new(Style::Link { member: Cow::Owned(member.into()) }, None)
    }

    /// Creates a link in the header `Link` of the page before (RFC 8288), the one with the relation `next`. It is
    /// followed like one of [`by_link`](Self::by_link).
    pub fn by_link_header() -> Self {
        Self::new(Style::LinkHeader, None)
    }

    /// The path to the member that says whether a page follows (`true` or `false`), when it is none of the usual ones:
    /// `has_more`, `hasMore`, `last`.
    pub fn more(mut self, member: impl Into<String>) -> Self {
        self.more = Some(Cow::Owned(member.into()));
        self
    }

    /// The parameter that says how many items a page has at most.
    pub fn size_parameter(mut self, parameter: impl Into<String>) -> Self {
        self.size_parameter = Some(Cow::Owned(parameter.into()));
        self
    }

    /// Returns `true` if pages are links, which are followed with GET.
    pub(super) fn is_by_link(&self) -> bool {
        matches!(self.style, Style::Link { .. } | Style::LinkHeader)
    }

    fn new(style: Style, parameter: Option<String>) -> Self {
        Self { style, parameter: parameter.map(Cow::Owned), size_parameter: None, more: None }
    }
}

impl From<&PagingSpec> for Paging {
    fn from(spec: &PagingSpec) -> Self {
        let style = match spec.style {
            PagingStyle::Page { first } => Style::Page { first: first.into() },
            PagingStyle::Offset => Style::Offset,
            PagingStyle::Cursor { member } => Style::Cursor { member: Cow::Borrowed(member) },
            PagingStyle::LastId => Style::LastId,
            PagingStyle::Link { member } => Style::Link { member: Cow::Borrowed(member) },
            PagingStyle::LinkHeader => Style::LinkHeader,
        };
        let borrowed = |text: Option<&'static str>| text.map(Cow::Borrowed);
        let [parameter, size_parameter, more] = [spec.parameter, spec.size_parameter, spec.more].map(borrowed);
        Self { style, parameter, size_parameter, more }
    }
}
