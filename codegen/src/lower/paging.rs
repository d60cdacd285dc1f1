//! How searches go on, and what is said of it.

use super::{Context, docs};
use crate::ir::{OwnPaging, Paging, PagingStyle};
use crate::raw::Path;
use crate::raw::operation::Operation;
use crate::raw::paging::{By, Paging as RawPaging};
use crate::resolve::operations::changes_state;

pub(super) fn lower(context: &Context<'_>, raw: &RawPaging) -> Paging {
    let text = |path: &Option<Path>| path.as_ref().map(|path| path.value.clone());
    Paging {
        style: match raw.by.value {
            By::Page => PagingStyle::Page(raw.first.as_ref().map_or(1, |first| first.value)),
            By::Offset => PagingStyle::Offset,
            By::Cursor => PagingStyle::Cursor(text(&raw.cursor).unwrap_or_default()),
            By::LastId => PagingStyle::LastId,
            By::Link => PagingStyle::Link(text(&raw.link).unwrap_or_default()),
            By::LinkHeader => PagingStyle::LinkHeader,
        },
        parameter: raw.parameter.as_ref().map(|parameter| parameter.value.clone()),
        size: raw.size.as_ref().map(|size| size.value.clone()),
        more: text(&raw.more),
        docs: docs::plain(&raw.docs),
        evidence: docs::evidence_or_guess(raw.evidence.as_ref(), context),
    }
}

/// The way of a search: its own, or the API's. One that changes something has none, for the next page would do it again.
pub(super) fn of(context: &Context<'_>, raw: &Operation) -> Option<OwnPaging> {
    if changes_state(raw) {
        return None;
    }
    let own = raw.paging.as_ref().map(|own| OwnPaging::Own(Box::new(lower(context, own))));
    own.or_else(|| context.api.paging.as_ref().map(|_| OwnPaging::Shared))
}
