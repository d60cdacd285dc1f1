//! Paging styles.

use std::borrow::Cow;

use payspec_core::{PagingSpec, PagingStyle};

/// A paging style, to use instead of the one in the API description.
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
    /// The parameter that selects a page; links need none.
    pub(super) parameter: Option<Cow<'static, str>>,
    pub(super) size_parameter: Option<Cow<'static, str>>,
    /// The path to the member that says whether another page follows.
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
    /// Pages by a parameter with the page number; `first` is the number of the first page.
    pub fn by_page(parameter: impl Into<String>, first: u32) -> Self {
        Self::new(Style::Page { first: first.into() }, Some(parameter.into()))
    }

    /// Pages by a parameter with the number of items to skip.
    pub fn by_offset(parameter: impl Into<String>) -> Self {
        Self::new(Style::Offset, Some(parameter.into()))
    }

    /// Pages by a parameter with a cursor from the previous page: the member at the path `member` in its envelope. A
    /// dot steps into an object ([`Path`](payspec_core::Path)).
    pub fn by_cursor(parameter: impl Into<String>, member: impl Into<String>) -> Self {
        Self::new(Style::Cursor { member: Cow::Owned(member.into()) }, Some(parameter.into()))
    }

    /// Pages by a parameter with the ID of the last item of the previous page. The ID is the member that the
    /// description names, or else `id` or `uuid`.
    pub fn by_last_id(parameter: impl Into<String>) -> Self {
        Self::new(Style::LastId, Some(parameter.into()))
    }

    /// Pages by a link in the previous page: the member at the path `member` in its envelope, such as
    /// `_links.next.href`.
    ///
    /// A link may be relative. It is requested with GET and the credentials, so it must have the scheme, host and port
    /// of the base URL and stay below its path; any other link is an error that names its origin.
    pub fn by_link(member: impl Into<String>) -> Self {
        Self::new(Style::Link { member: Cow::Owned(member.into()) }, None)
    }

    /// Pages by the `Link` header of the previous page (RFC 8288), with the relation `next`. The link is followed under
    /// the conditions of [`by_link`](Self::by_link).
    pub fn by_link_header() -> Self {
        Self::new(Style::LinkHeader, None)
    }

    /// Sets the path to the member that says whether another page follows (`true` or `false`), if it is not a usual
    /// one: `has_more`, `hasMore`, `last`.
    pub fn more(mut self, member: impl Into<String>) -> Self {
        self.more = Some(Cow::Owned(member.into()));
        self
    }

    /// Sets the parameter with the maximum number of items per page.
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
