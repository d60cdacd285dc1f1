//! Texts for people say something, in whole sentences.

use super::scope::Scope;
use super::text;
use super::walk::TextAt;
use crate::diag::{Diagnostic, code};
use crate::source::Span;

/// What a sentence may end with; closing marks count for what they close.
const ENDS: &[char] = &['.', '!', '?', ':', '…', ')', ']', '}', '>', '`', '"', '\'', '”', '’', '»'];

pub(super) fn check(scope: &Scope<'_>) {
    for at in &scope.walk.texts {
        if let Some(diagnostic) = wrong(at) {
            scope.report(diagnostic);
        }
    }
}

fn wrong(at: &TextAt<'_>) -> Option<Diagnostic> {
    let TextAt { key, text: written, sentence, .. } = *at;
    let report = |message: String| Some(Diagnostic::new(code::EMPTY_DOCS, written.span, message));
    // A block of text ends with its line break.
    let shown = written.value.strip_suffix('\n').unwrap_or(&written.value);
    if shown.trim().is_empty() {
        return report(format!("`{key}` is empty"))
            .map(|found| found.label("nothing to read").help("say it in a sentence, or leave an optional key out"));
    }
    // What a page says is kept to the letter, its stray blanks too.
    if shown.trim() != shown && key != "says" {
        return report(format!("`{key}` starts or ends with blanks"))
            .map(|found| found.help("remove the blanks inside the quotes, or the empty lines of the block"));
    }
    if !sentence || shown.ends_with(ENDS) {
        return None;
    }
    let found = report(format!("`{key}` does not end its sentence"))?;
    Some(match text::inner(written) {
        Some(place) => {
            let end = Span { start: place.end, ..place };
            found.label("add a full stop").patch(end, ".", "end the sentence")
        }
        None => found.label("add a full stop").help("texts of the spec become documentation: write whole sentences"),
    })
}
