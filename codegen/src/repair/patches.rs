//! The changes of text that messages offer.

use super::Repair;
use super::edits::{Edit, Edits};
use crate::diag::{Diagnostic, Patch, Sink};
use crate::parse::WITHOUT_COLON;

/// So many messages are tried.
const MAX_OFFERED: usize = 12;

/// The first messages that offer a change.
pub(super) fn offered(told: &Sink) -> Vec<Diagnostic> {
    told.places_so_far().into_iter().filter(|found| found.patch.is_some()).take(MAX_OFFERED).collect()
}

/// The change that a message offers.
pub(super) fn repair(found: &Diagnostic) -> Option<Repair> {
    let Patch { span, text, .. } = found.patch.clone().filter(|patch| patch.span.file == found.span.file)?;
    let edits = Edits::new(vec![Edit { part: span.range(), text: text.into() }]);
    let (start, end) = (found.span.start.min(span.start) as usize, found.span.end.max(span.end) as usize);
    Some(Repair { edits, cause: found.clone(), at: start..end.max(start + 1) })
}

/// A message whose change was tried and does not help.
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
