//! How searches go on, and what is said of it.

use super::{Context, docs};
use crate::ir::{OwnPaging, Paging, PagingStyle};
use crate::raw::Sp;
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
        evidence: docs::evidence_or_guess(raw.evidence.as_ref(), context),
    }
}

/// The way of a search: its own, or the API's. One that changes something has none, for the next page would do it again.
pub(super) fn of(context: &Context<'_>, raw: &Operation) -> Option<OwnPaging> {
    if changes_state(raw) {
        return None;
    }
    let own = raw.paging.as_ref().map(|own| OwnPaging::Own(lower(context, own)));
    own.or_else(|| context.api.paging.as_ref().map(|_| OwnPaging::Shared))
}

/// Adds a paragraph on how the search goes on.
pub(super) fn describe(context: &Context<'_>, raw: &Operation, text: &mut String) {
    let Some(paging) = raw.paging.as_ref().or(context.api.paging.as_ref()) else { return };
    if changes_state(raw) {
        return;
    }
    text.push_str(&format!("\n\nPages: {}", sentence(paging)));
    docs::add_evidence(text, "Evidence of the pages", paging.evidence.as_ref(), context);
}

fn sentence(paging: &Sp<RawPaging>) -> String {
    let parameter = &paging.parameter.value;
    let mut text = match paging.by.value {
        By::Page => {
            let first = paging.first.as_ref().map_or(1, |first| first.value);
            format!("`{parameter}` is the number of one, counted from {first}")
        }
        By::Offset => format!("`{parameter}` is the number of items before one"),
        By::Cursor => {
            let member = paging.cursor.as_ref().map(|cursor| cursor.value.as_str()).unwrap_or_default();
            format!("`{parameter}` takes what `{member}` of the one before holds")
        }
    };
    if let Some(size) = &paging.size {
        text.push_str(&format!(", `{}` is how many items it has at most", size.value));
    }
    text.push_str(&format!(". {}", docs::plain(&paging.docs)));
    text
}
