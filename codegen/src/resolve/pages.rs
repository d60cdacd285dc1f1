//! Citations of lines: `Cards, L12-14, L15; CARD_MADE in Webhooks, L90`.

use super::figures::line_number;
use super::lines::{Lines, plain, runs};
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
    /// What is wrong with the reference.
    pub(crate) fault: Fault<'t, 'a>,
    /// What stands before the lines where their page would be named; empty for nothing.
    pub(crate) cited: &'t str,
}

/// What is wrong with a reference to lines.
#[derive(Debug, PartialEq)]
pub(crate) enum Fault<'t, 'a> {
    /// No page has the lines: they come before the first one, or the range ends before it begins.
    NoPage,
    /// The range goes over several pages, from the first of these to the other.
    SeveralPages(&'a str, &'a str),
    /// Nothing before the lines is the title of a page.
    Unnamed(&'a str),
    /// Another title stands before the lines.
    OtherPage {
        /// What stands there.
        written: &'t str,
        /// The title of the page that the lines are on.
        page: &'a str,
    },
    /// The title stands there, and it or the lines are not written as they should be.
    Form,
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
            let faults = run.lines.iter().filter_map(|lines| Some((lines.text, self.fault(run.before, *lines)?)));
            let mut faults = faults.map(|(lines, fault)| Unnamed { lines, fault, cited: cited(run.before) });
            faults.next()
        })
    }

    fn fault<'t>(&self, before: &'t str, lines: Lines<'t>) -> Option<Fault<'t, 'a>> {
        let page = match self.pieces(lines).as_deref() {
            None | Some([]) => return Some(Fault::NoPage),
            Some([(page, _)]) => *page,
            Some([(first, _), .., (last, _)]) => return Some(Fault::SeveralPages(first, last)),
        };
        let stated = self.stated(before, page);
        match stated.title {
            _ if lines.is_plain && names(before, page) => None,
            None => Some(Fault::Unnamed(page)),
            Some(title) if title == page => Some(Fault::Form),
            Some(written) => Some(Fault::OtherPage { written, page }),
        }
    }

    /// A citation with the title of the page before all lines. Other words stay, but for a title of another page.
    /// `None` where there are lines without a page, a range ends before it begins, or the words around the lines are
    /// not understood.
    pub(crate) fn named(&self, text: &str) -> Option<String> {
        let (runs, rest) = runs(text);
        let mut named = String::with_capacity(text.len());
        for run in runs {
            let mut page = None;
            for piece in run.lines.iter().map(|lines| self.pieces(*lines)).collect::<Option<Vec<_>>>()?.concat() {
                match page {
                    None => named.push_str(&self.opened(run.before, piece.0)?),
                    Some(page) if page == piece.0 => named.push_str(", "),
                    Some(_) => named.push_str(&format!("; {}, ", piece.0)),
                }
                named.push_str(&piece.1);
                page = Some(piece.0);
            }
        }
        // A bracket around the lines goes with the one that was dropped before them.
        let opens = |text: &str| text.matches('(').count();
        let is_closed = opens(text) == opens(&named) + 1 && rest.starts_with(')');
        named.push_str(if is_closed { &rest[1..] } else { rest });
        if opens(text) != opens(&named) + usize::from(is_closed) {
            return None;
        }
        self.unnamed(&named).is_none().then_some(named)
    }

    /// What stands before lines, with the title of their page at its end; `None` within a remark in brackets.
    fn opened(&self, before: &str, page: &str) -> Option<String> {
        if names(before, page) {
            return Some(before.to_owned());
        }
        let Stated { kept, words, .. } = self.stated(before, page);
        let kept = match kept.trim_end() {
            "" => String::new(),
            kept => format!("{kept} "),
        };
        if words.rfind('(').is_some_and(|at| at + 1 < words.len() && !words[at..].contains(')')) {
            return None;
        }
        Some(match words.chars().next_back() {
            None => format!("{kept}{page}, "),
            Some('(') => format!("{kept}{words}{page}, "),
            Some(_) => format!("{kept}{words} in {page}, "),
        })
    }

    /// What the words before lines say, when those are on a page.
    fn stated<'t>(&self, before: &'t str, page: &str) -> Stated<'t> {
        let start = before.rfind(';').map_or(0, |at| at + 1);
        let (kept, words) = before.split_at(start);
        let words = words.trim_start().trim_end_matches(|c: char| c.is_whitespace() || ",:.#-\u{2013}".contains(c));
        let (of, last) = match words.rfind(" in ").map(|at| (at, at + " in ".len())) {
            Some((end, start)) => (&words[..end], &words[start..]),
            None => ("", words),
        };
        let is_in = last.len() < words.len();
        // A title in brackets or quotes, or behind `page`, is one all the same.
        let bare = last.trim_matches(|c: char| c.is_whitespace() || "()\"'`*\u{201c}\u{201d}\u{ab}\u{bb}".contains(c));
        let lead = |text: &'t str, lead: &str| {
            let start = text.get(..lead.len())?;
            start.eq_ignore_ascii_case(lead).then(|| &text[lead.len()..])
        };
        let leads = ["on the page ", "the page ", "on page ", "page ", "see ", "on ", "at ", "under "];
        let bare = match leads.iter().find_map(|text| lead(bare, text)) {
            Some(title) if self.is_title(title, page) => title,
            _ => bare,
        };
        if self.is_title(bare, page) {
            return Stated { kept, words: of, title: Some(bare) };
        }
        if is_in {
            return Stated { kept, words: of, title: Some(last) };
        }
        Stated { kept, words, title: None }
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
                _ if (first, last) == (lines.first, lines.last) && lines.is_plain => lines.text.to_owned(),
                _ => plain(first, last),
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

/// What the words before a reference to lines say.
struct Stated<'t> {
    /// What belongs to other references, up to a semicolon.
    kept: &'t str,
    /// What stands on the page, or all words where no title is among them.
    words: &'t str,
    /// What stands in the place of a title.
    title: Option<&'t str>,
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

#[cfg(test)]
mod tests {
    use super::{Fault, Pages};

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
            ("L12,L13", "L12", "Cards, L12, L13"),
            ("Cards, L12,L13", "L13", "Cards, L12, L13"),
            ("Cards, L12 and L13", "L13", "Cards, L12, L13"),
            ("Cards, L12, L13 and L21", "L21", "Cards, L12, L13; Refunds, L21"),
            ("Cards, L12;L21", "L21", "Cards, L12; Refunds, L21"),
            ("Cards: L12", "L12", "Cards, L12"),
            ("Cards L12", "L12", "Cards, L12"),
            ("Cards - L12", "L12", "Cards, L12"),
            ("Cards#L12", "L12", "Cards, L12"),
            ("\"Cards\", L12", "L12", "Cards, L12"),
            ("Cards (L12)", "L12", "Cards, L12"),
            ("page Cards, L12", "L12", "Cards, L12"),
            ("CARD_MADE in Cards: L12", "L12", "CARD_MADE in Cards, L12"),
            ("CARD_MADE: L12", "L12", "CARD_MADE in Cards, L12"),
            ("Refunds: L12", "L12", "Cards, L12"),
            ("Cards, l12", "l12", "Cards, L12"),
            ("Cards, line 12", "line 12", "Cards, L12"),
            ("Cards, lines 12-14", "lines 12-14", "Cards, L12-14"),
            ("lines 12 and 21", "lines 12", "Cards, L12; Refunds, L21"),
            ("Cards, L12\u{2013}14", "L12\u{2013}14", "Cards, L12-14"),
            ("Cards, L12-L21", "L12-L21", "Cards, L12-19; Refunds, L20-21"),
            ("Cards, L12, 13", "13", "Cards, L12, L13"),
        ] {
            assert_eq!(pages().unnamed(text).map(|unnamed| unnamed.lines), Some(lines), "{text}");
            assert_eq!(pages().named(text).as_deref(), Some(named), "{text}");
            assert_eq!(pages().unnamed(named), None, "{named}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_apart() {
        let other = |written, page| Fault::OtherPage { written, page };
        for (text, fault) in [
            ("L12", Fault::Unnamed("Cards")),
            ("CARD_MADE, L12", Fault::Unnamed("Cards")),
            ("Refunds, L12", other("Refunds", "Cards")),
            ("Refund, L22", other("Refund", "Refunds")),
            ("CARD_MADE in Old values, L12", other("Old values", "Cards")),
            ("Cards, L12, L21", other("Cards", "Refunds")),
            ("Cards, L12-21", Fault::SeveralPages("Cards", "Refunds")),
            ("Cards: L12", Fault::Form),
            ("Cards, lines 12-14", Fault::Form),
            ("Cards, L12 and L13", Fault::Form),
        ] {
            assert_eq!(pages().unnamed(text).map(|unnamed| unnamed.fault), Some(fault), "{text}");
        }
    }

    #[test]
    fn words_that_are_not_understood_are_left_to_people() {
        for text in ["Cards (about L12)", "L12 of Cards, L3"] {
            assert!(pages().unnamed(text).is_some(), "{text}");
            assert_eq!(pages().named(text), None, "{text}");
        }
    }

    #[test]
    fn lines_before_the_first_page_and_backwards_have_none() {
        for (text, lines) in [("Cards, L3", "L3"), ("Cards, L3-12", "L3-12"), ("Cards, L15-12", "L15-12")] {
            let found = pages().unnamed(text).map(|unnamed| (unnamed.lines, unnamed.fault));
            assert_eq!(found, Some((lines, Fault::NoPage)));
            assert_eq!(pages().named(text), None);
        }
    }
}
