//! How a search names its next page.

use std::borrow::Cow;

use payspec_core::{PagingSpec, PagingStyle};

/// How a search names its next page, when it is not as the API's description says.
///
/// ```
/// use payspec_http::paging::Paging;
///
/// let by_number = Paging::by_page("pageNumber", 0).size_parameter("pageSize");
/// let by_cursor = Paging::by_cursor("after", "nextCursor");
/// # let _ = (by_number, by_cursor);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Paging {
    pub(super) style: Style,
    pub(super) parameter: Cow<'static, str>,
    pub(super) size_parameter: Option<Cow<'static, str>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Style {
    Page { first: u64 },
    Offset,
    Cursor { member: Cow<'static, str> },
}

impl Paging {
    /// A parameter that holds the number of the page; `first` is that of the first page.
    pub fn by_page(parameter: impl Into<String>, first: u32) -> Self {
        Self::new(Style::Page { first: first.into() }, parameter)
    }

    /// A parameter that holds the number of items before the page.
    pub fn by_offset(parameter: impl Into<String>) -> Self {
        Self::new(Style::Offset, parameter)
    }

    /// A parameter that holds a text from the page before: the member `member` beside its items.
    pub fn by_cursor(parameter: impl Into<String>, member: impl Into<String>) -> Self {
        Self::new(Style::Cursor { member: Cow::Owned(member.into()) }, parameter)
    }

    /// The parameter that says how many items a page has at most.
    pub fn size_parameter(mut self, parameter: impl Into<String>) -> Self {
        self.size_parameter = Some(Cow::Owned(parameter.into()));
        self
    }

    fn new(style: Style, parameter: impl Into<String>) -> Self {
        Self { style, parameter: Cow::Owned(parameter.into()), size_parameter: None }
    }
}

impl From<&PagingSpec> for Paging {
    fn from(spec: &PagingSpec) -> Self {
        let style = match spec.style {
            PagingStyle::Page { first } => Style::Page { first: first.into() },
            PagingStyle::Offset => Style::Offset,
            PagingStyle::Cursor { member } => Style::Cursor { member: Cow::Borrowed(member) },
        };
        Self { style, parameter: Cow::Borrowed(spec.parameter), size_parameter: spec.size_parameter.map(Cow::Borrowed) }
    }
}
