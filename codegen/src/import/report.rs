//! The notes of an import -> NOTES.md.

use super::Head;
use super::notes::{Note, Subject};
use super::types::is_visible;

/// So many places of one note are listed.
const MAX_PLACES: usize = 12;

/// The page that tells what is left to decide.
pub(super) fn page(head: &Head<'_>, notes: &[Note]) -> String {
    let mut page = format!(
        "# {}: from the document to a spec\n\nThe files beside this one are a first draft, made of `{}` by `cargo xtask spec import`. \
         Each point below is a place of\nthe document, as a JSON pointer, that asks for a decision. Delete a point when it is done; what then \
         remains of this page\nis where the documents contradict each other, and what is shipped.\n",
        head.title, head.file
    );
    for (subject, head, text) in [
        (Subject::LeftOut, "Not in the draft", "The document says it, and the draft does not."),
        (Subject::Guessed, "Guessed", "The draft says it, and the document does not, or not so clearly."),
        (Subject::Renamed, "Other names", "Names that are not those of the document."),
        (
            Subject::NotNeeded,
            "Not needed",
            "The document says it, and a client does without it: nothing has to be decided.",
        ),
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
        "\n## Texts\n\nAll `docs` are the document's own sentences, cut where they were long, or the names of things where it had none. \
         Write your\nown before anything is published.\n",
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
