//! Citations of lines: `Cards, L12-14, L15; CARD_MADE in Webhooks, L90`.

use super::figures::line_number;
use crate::diag::suggest;
use crate::raw::pages::Pages as Raw;
use crate::symbols::RawSet;

/// The pages of an API's text, by their first lines.
#[derive(Default)]
pub(crate) struct Pages<'a> {
    sources: Vec<&'a str>,
    titles: Vec<(u32, &'a str)>,
}

/// A reference to lines that is not behind the title of their page.
#[derive(Debug, PartialEq)]
pub(crate) struct Unnamed<'t, 'a> {
    /// The lines as they are written.
    pub(crate) lines: &'t str,
    /// The page they begin on; `None` for lines before the first page and a range that ends before it begins.
    pub(crate) page: Option<&'a str>,
    /// What stands before the lines where their page would be named; empty for nothing.
    pub(crate) cited: &'t str,
}

/// A reference to lines: `L12`, `L12-40`.
#[derive(Clone, Copy)]
struct Lines<'t> {
    text: &'t str,
    first: u32,
    last: u32,
}

/// References with nothing but commas between them, and what stands before them.
struct Run<'t> {
    before: &'t str,
    lines: Vec<Lines<'t>>,
}

impl<'a> Pages<'a> {
    /// The pages that a folder lists, those with a line that is none left out.
    pub(crate) fn of(set: &'a RawSet) -> Self {
        let raw: Option<&Raw> = set.files.iter().find_map(|(_, document)| Some(&document.pages.as_ref()?.value));
        let Some(raw) = raw else { return Self::default() };
        let titles = raw.titles.iter();
        Self {
            sources: raw.of.iter().map(|source| source.as_str()).collect(),
            titles: titles.filter_map(|(line, title)| Some((line_number(line)?, title.as_str()))).collect(),
        }
    }

    /// Whether the places of a source are lines of the text.
    pub(crate) fn are_of(&self, source: &str) -> bool {
        self.sources.contains(&source)
    }

    /// The first lines of a citation that do not stand behind the title of their page.
    pub(crate) fn unnamed<'t>(&self, text: &'t str) -> Option<Unnamed<'t, 'a>> {
        let (runs, _) = runs(text);
        runs.iter().find_map(|run| {
            run.lines.iter().find_map(|lines| {
                let pieces = self.pieces(*lines).unwrap_or_default();
                let is_named = matches!(pieces[..], [(page, _)] if names(run.before, page));
                (!is_named).then(|| Unnamed {
                    lines: lines.text,
                    page: pieces.first().map(|(page, _)| *page),
                    cited: cited(run.before),
                })
            })
        })
    }

    /// A citation with the title of the page before all lines. Other words stay, but for a title of another page.
    /// `None` where there are lines without a page, or a range ends before it begins.
    pub(crate) fn named(&self, text: &str) -> Option<String> {
        let (runs, rest) = runs(text);
        let mut named = String::with_capacity(text.len());
        for run in runs {
            let mut page = None;
            for piece in run.lines.iter().map(|lines| self.pieces(*lines)).collect::<Option<Vec<_>>>()?.concat() {
                match page {
                    None => named.push_str(&self.opened(run.before, piece.0)),
                    Some(page) if page == piece.0 => named.push_str(", "),
                    Some(_) => named.push_str(&format!("; {}, ", piece.0)),
                }
                named.push_str(&piece.1);
                page = Some(piece.0);
            }
        }
        named.push_str(rest);
        Some(named)
    }

    /// What stands before lines, with the title of their page at its end.
    fn opened(&self, before: &str, page: &str) -> String {
        if names(before, page) {
            return before.to_owned();
        }
        let start = before.rfind("; ").map_or(0, |at| at + 2);
        let (kept, words) = before.split_at(start);
        let words = words.trim_end_matches([',', ' ']);
        let words = match words.rsplit_once(" in ") {
            _ if self.is_title(words, page) => "",
            Some((words, _)) => words,
            None => words,
        };
        match words.chars().next_back() {
            None => format!("{kept}{page}, "),
            Some('(') => format!("{kept}{words}{page}, "),
            Some(_) => format!("{kept}{words} in {page}, "),
        }
    }

    /// Whether a text is the title of a page, or a slip of the title that belongs there.
    fn is_title(&self, text: &str, page: &str) -> bool {
        self.titles.iter().any(|(_, title)| *title == text) || suggest::nearest(text, [page]).is_some()
    }

    /// A reference by the pages that it goes over.
    fn pieces(&self, lines: Lines<'_>) -> Option<Vec<(&'a str, String)>> {
        let mut pieces = Vec::new();
        let mut first = lines.first;
        while first <= lines.last {
            let page = self.page(first)?;
            let next = self.titles.iter().find(|(line, title)| *line > first && *title != page);
            let last = next.map_or(lines.last, |(line, _)| lines.last.min(line - 1));
            let text = match (first, last) {
                _ if (first, last) == (lines.first, lines.last) => lines.text.to_owned(),
                _ if first == last => format!("L{first}"),
                _ => format!("L{first}-{last}"),
            };
            pieces.push((page, text));
            first = last.checked_add(1)?;
        }
        (!pieces.is_empty()).then_some(pieces)
    }

    /// The title of the page that a line is on.
    fn page(&self, line: u32) -> Option<&'a str> {
        let behind = self.titles.partition_point(|(first, _)| *first <= line);
        Some(self.titles.get(behind.checked_sub(1)?)?.1)
    }
}

/// Whether what stands before lines ends with a title: alone, or behind words and an `in`.
fn names(before: &str, title: &str) -> bool {
    let words = before.strip_suffix(", ").and_then(|before| before.strip_suffix(title));
    words.is_some_and(|words| words.is_empty() || ["; ", " in ", "("].iter().any(|end| words.ends_with(end)))
}

/// The last words before lines.
fn cited(before: &str) -> &str {
    let words = before.rsplit("; ").next().unwrap_or_default();
    words.rsplit(" in ").next().unwrap_or_default().trim_end_matches([',', ' '])
}

/// All references of a text, and what stands behind the last.
fn runs(text: &str) -> (Vec<Run<'_>>, &str) {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut rest = text;
    while let Some((before, lines, behind)) = next(rest) {
        match runs.last_mut() {
            Some(run) if before == ", " => run.lines.push(lines),
            _ => runs.push(Run { before, lines: vec![lines] }),
        }
        rest = behind;
    }
    (runs, rest)
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
        let middle = at + 1 + count;
        let more = if bytes.get(middle) == Some(&b'-') { digits(middle + 1) } else { 0 };
        let end = if more > 0 { middle + 1 + more } else { middle };
        if bytes.get(end).is_some_and(is_word) {
            continue;
        }
        let Ok(first) = text[at + 1..middle].parse() else { continue };
        let Ok(last) = (if more > 0 { text[middle + 1..end].parse() } else { Ok(first) }) else { continue };
        return Some((&text[..at], Lines { text: &text[at..end], first, last }, &text[end..]));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Pages;

    fn pages() -> Pages<'static> {
        Pages {
            sources: vec!["docs"],
            titles: vec![(10, "Cards"), (20, "Refunds"), (30, "Refunds"), (40, "Test values")],
        }
    }

    #[test]
    fn lines_behind_the_title_of_their_page_are_named() {
        for text in [
            "Cards, L12",
            "Cards, L12-14, L15",
            "Cards, L12; Refunds, L20-39, L21; Cards, L10",
            "REFUND_MADE in Refunds, L20; against it in Cards, L19",
            "HTML5, XL20, L20a, L",
            "L99999999999",
            "",
        ] {
            assert_eq!(pages().unnamed(text), None, "{text}");
            assert_eq!(pages().named(text).as_deref(), Some(text));
        }
    }

    #[test]
    fn lines_without_their_page_get_it() {
        for (text, lines, named) in [
            ("L12", "L12", "Cards, L12"),
            ("L12-14, L15", "L12-14", "Cards, L12-14, L15"),
            ("L12, L20-30, L11", "L12", "Cards, L12; Refunds, L20-30; Cards, L11"),
            ("Cards, L12, L21", "L21", "Cards, L12; Refunds, L21"),
            ("Cards, L12-21", "L12-21", "Cards, L12-19; Refunds, L20-21"),
            ("Refunds, L12", "L12", "Cards, L12"),
            ("Refund, L22", "L22", "Refunds, L22"),
            ("Test Cards, L12", "L12", "Test Cards in Cards, L12"),
            ("CARD_MADE, L12; L21", "L12", "CARD_MADE in Cards, L12; Refunds, L21"),
            ("CARD_MADE in Test values, L12", "L12", "CARD_MADE in Cards, L12"),
            ("CARD_MADE in Old values, L12", "L12", "CARD_MADE in Cards, L12"),
            ("Cards, L12; against it é L41", "L41", "Cards, L12; against it é in Test values, L41"),
            ("CARD_MADE (L12) has all", "L12", "CARD_MADE (Cards, L12) has all"),
        ] {
            assert_eq!(pages().unnamed(text).map(|unnamed| unnamed.lines), Some(lines), "{text}");
            assert_eq!(pages().named(text).as_deref(), Some(named), "{text}");
            assert_eq!(pages().unnamed(named), None, "{named}");
        }
    }

    #[test]
    fn lines_before_the_first_page_and_backwards_have_none() {
        for (text, lines) in [("Cards, L3", "L3"), ("Cards, L3-12", "L3-12"), ("Cards, L15-12", "L15-12")] {
            assert_eq!(pages().unnamed(text).map(|unnamed| (unnamed.lines, unnamed.page)), Some((lines, None)));
            assert_eq!(pages().named(text), None);
        }
    }
}
