//! The notes of an import -> NOTES.md.

use super::Head;
use super::notes::{Note, Subject};
use super::types::is_visible;

/// So many places of one note are listed.
const MAX_PLACES: usize = 12;

/// The page that tells what is left to decide.
pub(super) fn page(head: &Head<'_>, notes: &[Note]) -> String {
    let mut page = format!(
        "# {}: from the document to a spec\n\nThe files in this folder are a first draft, created from `{}` by \
            `cargo xtask spec import`. Each item below is a place in\nthe document, as a JSON pointer, that \
            requires a decision. Delete an item when it is done; what remains of this page\nis where the \
            documents contradict each other, and which version is used.\n",
        head.title, head.file
    );
    for (subject, head, text) in [
        (Subject::LeftOut, "Not in the draft", "In the document, but not in the draft."),
        (Subject::Guessed, "Guessed", "In the draft, but not in the document, or not as clearly."),
        (Subject::Renamed, "Other names", "Names that differ from the document."),
        (Subject::NotNeeded, "Not needed", "In the document, but not needed by a client: no decision required."),
    ] {
        let of_it: Vec<&Note> = notes.iter().filter(|note| note.subject == subject).collect();
        if of_it.is_empty() {
            continue;
        }
        page.push_str(&format!("\n## {head}\n\n{text}\n\n"));
        for note in of_it {
            page.push_str(&format!("- {} {}", shown(&note.what), shown(&note.instead)));
            let shown: Vec<String> = note
                .places
                .iter()
                .take(MAX_PLACES)
                .map(|place| format!("`{}`", shown(place).replace('`', "")))
                .collect();
            page.push_str(&format!("\n  At {}", shown.join(", ")));
            let more = note.places.len().saturating_sub(MAX_PLACES);
            page.push_str(&if more > 0 { format!(" and {more} more.\n") } else { ".\n".to_owned() });
        }
    }
    page.push_str(
        "\n## Texts\n\nAll `docs` are sentences of the document, shortened if needed, or names if it had none. \
            Write your\nown before you publish anything.\n",
    );
    page
}

/// A text of the document in which nothing is hidden: control letters and the like are written as escapes.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_visible(c.encode_utf8(&mut [0; 4])) {
            shown.push(c);
        } else {
            shown.extend(c.escape_unicode());
        }
    }
    shown
}
