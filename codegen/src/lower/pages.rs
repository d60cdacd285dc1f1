//! Names the pages that lines of a text stand on.

use crate::raw::evidence::Evidence;
use crate::raw::pages::Pages as Raw;
use crate::resolve::figures::line_number;
use crate::symbols::RawSet;

/// The pages of an API's text, by their first lines.
#[derive(Default)]
pub(super) struct Pages<'a> {
    sources: Vec<&'a str>,
    titles: Vec<(u32, &'a str)>,
}

/// A reference to lines: `L12`, `L12-40`.
struct Lines<'a> {
    text: &'a str,
    first: u32,
}

impl<'a> Pages<'a> {
    pub(super) fn of(set: &'a RawSet) -> Self {
        let raw: Option<&Raw> = set.files.iter().find_map(|(_, document)| Some(&document.pages.as_ref()?.value));
        let Some(raw) = raw else { return Self::default() };
        let titles = raw.titles.iter();
        Self {
            sources: raw.of.iter().map(|source| source.as_str()).collect(),
            titles: titles.filter_map(|(line, title)| Some((line_number(line)?, title.as_str()))).collect(),
        }
    }

    /// The place of evidence, with the title of the page behind lines of the text.
    pub(super) fn place(&self, evidence: &Evidence) -> Option<String> {
        let at = evidence.at.as_ref()?;
        let is_of_text = evidence.source.as_ref().is_some_and(|source| self.sources.contains(&source.as_str()));
        Some(if is_of_text { self.named(at) } else { at.value.clone() })
    }

    /// A text with the title of the page behind references to lines: behind the last of several of one page.
    pub(super) fn named(&self, text: &str) -> String {
        let mut named = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, lines, after)) = next(rest) {
            named.push_str(before);
            named.push_str(lines.text);
            let title = self.title(lines.first);
            let following = after.strip_prefix(", ").and_then(next).filter(|(between, ..)| between.is_empty());
            if let Some(title) = title
                && following.is_none_or(|(_, following, _)| self.title(following.first) != Some(title))
            {
                named.push_str(&format!(" \u{201c}{title}\u{201d}"));
            }
            rest = after;
        }
        named.push_str(rest);
        named
    }

    fn title(&self, line: u32) -> Option<&'a str> {
        let behind = self.titles.partition_point(|(first, _)| *first <= line);
        Some(self.titles.get(behind.checked_sub(1)?)?.1)
    }
}

/// The first reference to lines, with what stands before and behind it.
fn next(text: &str) -> Option<(&str, Lines<'_>, &str)> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    for (at, _) in text.match_indices('L') {
        let count = digits(at + 1);
        if count == 0 || at.checked_sub(1).is_some_and(|before| is_word(&bytes[before])) {
            continue;
        }
        let mut end = at + 1 + count;
        if bytes.get(end) == Some(&b'-') && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        if bytes.get(end).is_some_and(is_word) {
            continue;
        }
        let Ok(first) = text[at + 1..at + 1 + count].parse() else { continue };
        return Some((&text[..at], Lines { text: &text[at..end], first }, &text[end..]));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Pages;

    #[test]
    fn the_page_stands_behind_its_lines() {
        let pages = Pages { sources: vec!["docs"], titles: vec![(10, "Cards"), (20, "Refunds")] };
        for (text, named) in [
            ("L12", "L12 “Cards”"),
            ("L12-14, L15", "L12-14, L15 “Cards”"),
            ("L12, L20-30, L9", "L12 “Cards”, L20-30 “Refunds”, L9"),
            ("CARD_MADE, L19; HTML5, XL20, L20a, L", "CARD_MADE, L19 “Cards”; HTML5, XL20, L20a, L"),
            ("L99999999999, é L20", "L99999999999, é L20 “Refunds”"),
        ] {
            assert_eq!(pages.named(text), named);
        }
    }
}
