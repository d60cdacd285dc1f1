//! The patches of messages.

use super::Repair;
use super::edits::{Edit, Edits};
use crate::diag::{Diagnostic, Patch, Sink};
use crate::parse::WITHOUT_COLON;

/// The maximum number of messages tried.
const MAX_OFFERED: usize = 12;

/// Returns the first messages with a patch.
pub(super) fn offered(told: &Sink) -> Vec<Diagnostic> {
    told.places_so_far().into_iter().filter(|found| found.patch.is_some()).take(MAX_OFFERED).collect()
}

/// Returns the repair in the patch of a message.
pub(super) fn repair(found: &Diagnostic) -> Option<Repair> {
    let Patch { span, text, .. } = found.patch.clone().filter(|patch| patch.span.file == found.span.file)?;
    let edits = Edits::new(vec![Edit { part: span.range(), text: text.into() }]);
    let (start, end) = (found.span.start.min(span.start) as usize, found.span.end.max(span.end) as usize);
    Some(Repair { edits, cause: found.clone(), at: start..end.max(start + 1) })
}

/// Removes the patch of a message if it was tried and does not help.
pub(super) fn without(mut found: Diagnostic) -> Diagnostic {
    if found.patch.take().is_some() && found.help.is_empty() {
        found = if found.label == WITHOUT_COLON {
            found.help("add a colon and the value after the key, or remove the line")
        } else {
            found.help("check the indentation, the brackets and the quotes on this line and the one above")
        };
    }
    found
}
