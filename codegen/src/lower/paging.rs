//! How searches go on, and what is said of it.

use super::{Context, docs};
use crate::ir::{OwnPaging, Paging, PagingStyle};
use crate::raw::operation::Operation;
use crate::raw::paging::{By, Paging as RawPaging};
use crate::resolve::operations::changes_state;

pub(super) fn lower(context: &Context<'_>, raw: &RawPaging) -> Paging {
    Paging {
        style: match raw.by.value {
            By::Page => PagingStyle::Page(raw.first.as_ref().map_or(1, |first| first.value)),
            By::Offset => PagingStyle::Offset,
            By::Cursor => {
                PagingStyle::Cursor(raw.cursor.as_ref().map(|cursor| cursor.value.clone()).unwrap_or_default())
            }
        },
        parameter: raw.parameter.value.clone(),
        size: raw.size.as_ref().map(|size| size.value.clone()),
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
