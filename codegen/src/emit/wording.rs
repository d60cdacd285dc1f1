//! Texts of the spec as Markdown that rustdoc takes as it is meant.

/// A text with everything escaped that rustdoc would take for markup: brackets, tags, bare addresses.
/// What stands in backticks is left alone.
pub(super) fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (index, part) in text.trim().split('`').enumerate() {
        if index > 0 {
            escaped.push('`');
        }
        if index % 2 == 1 {
            escaped.push_str(part);
            continue;
        }
        for (index, word) in part.split(' ').enumerate() {
            if index > 0 {
                escaped.push(' ');
            }
            escape_word(word, &mut escaped);
        }
    }
    escaped
}

fn escape_word(word: &str, escaped: &mut String) {
    if word.starts_with("https://") || word.starts_with("http://") {
        let address = word.trim_end_matches(['.', ',', ';', ':', ')']);
        escaped.push_str(&format!("<{address}>{}", &word[address.len()..]));
        return;
    }
    for c in word.chars() {
        if matches!(c, '[' | ']' | '<' | '>') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
}

/// A sentence as part of another. A word in capitals stays as it is, and so does one in backticks.
pub(super) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let word: &str = text.split(' ').next().unwrap_or_default();
    if word.chars().skip(1).any(char::is_uppercase) {
        return text.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::{lower_first, plain};

    #[test]
    fn escapes_what_rustdoc_would_read_as_markup() {
        assert_eq!(
            plain("See `a[b]` and a[b], <x>, https://example.org/a."),
            "See `a[b]` and a\\[b\\], \\<x\\>, <https://example.org/a>."
        );
    }

    #[test]
    fn a_sentence_within_another_starts_small() {
        assert_eq!(lower_first("The refund."), "the refund.");
        assert_eq!(lower_first("IBAN of the payer."), "IBAN of the payer.");
    }
}
