//! Which page comes next, and whether one does. Without I/O.

use std::hash::{DefaultHasher, Hasher};
use std::io;

use payspec_core::Listing;
use serde::Serialize;
use serde_json::Value;

use super::manner::{Paging, Style};

/// The way through the pages of one search.
pub(super) struct Pager {
    paging: Paging,
    /// The most pages that are asked for.
    most: u32,
    /// How many items a page has at most, where the caller said so.
    size: Option<u32>,
    pages: u32,
    items: u64,
    /// What the page before held.
    last: Option<u64>,
    next: Position,
}

enum Position {
    First,
    At(String),
    Over,
}

/// What to ask for next.
pub(super) enum Step {
    /// A page, with these parameters beside those of the search.
    Page(Vec<(String, String)>),
    /// There is nothing left.
    Over,
    /// There may be more, but the bound is reached.
    Bound(u32),
}

/// The same page came again.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stuck;

impl Pager {
    pub(super) fn new(paging: Paging, most: u32, size: Option<u32>) -> Self {
        Self { paging, most, size, pages: 0, items: 0, last: None, next: Position::First }
    }

    pub(super) fn step(&self) -> Step {
        let position = match &self.next {
            Position::Over => return Step::Over,
            _ if self.pages >= self.most => return Step::Bound(self.most),
            Position::First => None,
            Position::At(position) => Some((self.paging.parameter.clone().into_owned(), position.clone())),
        };
        let size = self.size.zip(self.paging.size_parameter.as_ref());
        let size = size.map(|(size, parameter)| (parameter.clone().into_owned(), size.to_string()));
        Step::Page(size.into_iter().chain(position).collect())
    }

    /// Takes note of a page that came.
    pub(super) fn took<T: Serialize>(&mut self, page: &Listing<T>) -> Result<(), Stuck> {
        self.pages += 1;
        self.items += u64::try_from(page.len()).unwrap_or(u64::MAX);
        let before = std::mem::replace(&mut self.next, Position::Over);
        if page.is_empty() || page.says_it_is_the_last() {
            return Ok(());
        }
        let print = fingerprint(&page.items);
        if self.last.replace(print) == Some(print) {
            return Err(Stuck);
        }
        // A page that is not full is the last, as long as the API took the size it was asked for.
        let is_short = self.size.is_some_and(|size| page.len() < usize::try_from(size).unwrap_or(usize::MAX));
        self.next = match &self.paging.style {
            Style::Page { .. } | Style::Offset if is_short && self.paging.size_parameter.is_some() => Position::Over,
            Style::Page { first } => Position::At((first + u64::from(self.pages)).to_string()),
            Style::Offset => Position::At(self.items.to_string()),
            Style::Cursor { member } => match page.envelope.get(&**member).and_then(cursor) {
                Some(next) if matches!(&before, Position::At(before) if *before == next) => return Err(Stuck),
                Some(next) => Position::At(next),
                None => Position::Over,
            },
        };
        Ok(())
    }
}

fn cursor(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Tells pages apart by what they hold; what stands beside the items may change from answer to answer.
fn fingerprint<T: Serialize>(items: &[T]) -> u64 {
    struct Print(DefaultHasher);
    impl io::Write for Print {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut print = Print(DefaultHasher::new());
    // What cannot be written counts as far as it was written.
    let _ = serde_json::to_writer(&mut print, items);
    print.0.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Listing<u32> {
        serde_json::from_str(text).expect(text)
    }

    /// What a search asks for, page by page, when the API answers so.
    fn asked(paging: Paging, size: Option<u32>, answers: &[&str]) -> Vec<String> {
        let mut pager = Pager::new(paging, 5, size);
        let mut asked = Vec::new();
        for answer in answers.iter().chain(["[]"; 9].iter()) {
            match pager.step() {
                Step::Page(parameters) => {
                    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
                    asked.push(pairs.join("&"));
                }
                Step::Over => break,
                Step::Bound(most) => {
                    asked.push(format!("bound {most}"));
                    break;
                }
            }
            if pager.took(&page(answer)) == Err(Stuck) {
                asked.push("stuck".to_owned());
                break;
            }
        }
        asked
    }

    #[test]
    fn pages_are_counted_until_one_is_empty() {
        let by_page = |first| Paging::by_page("page", first).size_parameter("size");
        assert_eq!(asked(by_page(1), None, &["[1, 2]", "[3]"]), ["", "page=2", "page=3"]);
        assert_eq!(asked(by_page(0), None, &["[1, 2]", "[3]"]), ["", "page=1", "page=2"]);
        assert_eq!(asked(by_page(1), Some(2), &["[1, 2]", "[3]"]), ["size=2", "size=2&page=2"], "the second is short");
        assert_eq!(asked(by_page(1), None, &["[]"]), [""]);
        assert_eq!(asked(Paging::by_offset("from"), None, &["[1, 2]", "[3]"]), ["", "from=2", "from=3"]);
    }

    #[test]
    fn a_size_that_cannot_be_asked_for_ends_nothing() {
        assert_eq!(asked(Paging::by_page("page", 1), Some(9), &["[1, 2]", "[3]"]), ["", "page=2", "page=3"]);
    }

    #[test]
    fn cursors_are_followed_until_there_is_none() {
        let by_cursor = || Paging::by_cursor("after", "next");
        let answers = [r#"{"items": [1], "next": "a b"}"#, r#"{"items": [2], "next": 17}"#, r#"{"items": [3]}"#];
        assert_eq!(asked(by_cursor(), None, &answers), ["", "after=a b", "after=17"]);
        assert_eq!(asked(by_cursor(), None, &[r#"{"items": [1], "next": null}"#]), [""]);
        let again = [r#"{"items": [1], "next": "a"}"#, r#"{"items": [2], "next": "a"}"#];
        assert_eq!(asked(by_cursor(), None, &again), ["", "after=a", "stuck"]);
    }

    #[test]
    fn what_an_envelope_says_of_the_end_is_heard() {
        let by_page = || Paging::by_page("page", 1);
        for last in [
            r#"{"items": [1], "has_more": false}"#,
            r#"{"items": [1], "hasMore": false}"#,
            r#"{"content": [1], "last": true}"#,
            r#"{"results": [1], "next": null}"#,
        ] {
            assert_eq!(asked(by_page(), None, &[last]), [""], "{last}");
        }
        assert_eq!(asked(by_page(), None, &[r#"{"items": [1], "last": false}"#]), ["", "page=2"]);
    }

    #[test]
    fn the_same_page_again_and_pages_without_end_are_told() {
        let by_page = || Paging::by_page("page", 1);
        let same = [r#"{"items": [1, 2], "time": 1}"#, r#"{"items": [1, 2], "time": 2}"#];
        assert_eq!(asked(by_page(), None, &same), ["", "page=2", "stuck"]);
        let endless = ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]"];
        assert_eq!(asked(by_page(), None, &endless), ["", "page=2", "page=3", "page=4", "page=5", "bound 5"]);
    }
}
