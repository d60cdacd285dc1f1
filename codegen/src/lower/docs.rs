//! What the spec says about things, as data.

use payspec_core::EvidenceLevel as Level;

use super::Context;
use crate::ir::{self, Docs};
use crate::raw::evidence::{Deviation, Evidence};
use crate::raw::{Phrase, Sp};

/// A text and how it is known what it says.
pub(super) fn known(text: &str, evidence: Option<&Sp<Evidence>>, context: &Context<'_>) -> Docs {
    Docs { evidence: evidence.map(|raw| self::evidence(raw, context)), ..plain(text) }
}

/// Nothing but a text.
pub(super) fn plain(text: &str) -> Docs {
    Docs::of(text.trim())
}

/// The vendor's term.
pub(super) fn term(raw: Option<&Phrase>) -> Option<String> {
    raw.map(|term| term.trim().to_owned())
}

/// What the page says where the spec says something else.
pub(super) fn deviation(raw: Option<&Sp<Deviation>>) -> Option<ir::Deviation> {
    raw.map(|raw| ir::Deviation {
        says: raw.says.value.clone(),
        note: raw.note.value.clone(),
        at: raw.at.value.clone(),
    })
}

/// The evidence as data.
pub(super) fn evidence(raw: &Evidence, context: &Context<'_>) -> ir::Evidence {
    let sources = &context.api.sources;
    let source = raw.source.as_ref().and_then(|name| sources.get(name));
    ir::Evidence {
        level: raw.level.value,
        source: source.map(|source| source.title.value.clone()),
        at: raw.at.as_ref().map(|at| at.value.clone()),
        note: raw.note.as_ref().map(|note| note.value.clone()).unwrap_or_default(),
    }
}

/// The evidence; without any, an assumption. What is ours is what the spec says, so nothing of it is assumed.
pub(super) fn evidence_or_guess(raw: Option<&Sp<Evidence>>, context: &Context<'_>) -> ir::Evidence {
    let otherwise = if context.api.ours { Level::Documented } else { Level::Inferred };
    raw.map_or_else(|| ir::Evidence::of(otherwise), |raw| evidence(raw, context))
}
