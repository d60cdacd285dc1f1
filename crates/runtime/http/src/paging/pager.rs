//! Decides which page comes next, if any. No I/O.
//!
//! A search ends with a page that the server marks as the last, or with an empty one without a link or cursor. A short
//! page does not end it: servers limit page sizes and filter items.

use std::fmt;

use http::Uri;
use payspec_core::{Page, Path};
use serde::Serialize;
use serde_json::Value;

use super::leads_on;
use super::link::{self, Refused, Target};
use super::link_header;
use super::manner::{Paging, Style};
use super::seen::{self, Seen};

/// The state of one search.
pub(super) struct Pager {
    paging: Paging,
    /// The names of the member that identifies an item.
    item_id: &'static [&'static str],
    /// The maximum number of pages to request.
    most: u32,
    /// The maximum number of items per page, if the caller set it.
    size: Option<u32>,
    pages: u32,
    /// The start position that the caller set.
    start: Option<String>,
    /// The number of items received, including `null` ones and excluding repeated ones.
    items: u64,
    /// The number of items before the next page: those before the start position, and all received ones.
    passed: u64,
    /// The total number of items: the smallest that a page announced, since items come and go during a search.
    total: Option<u64>,
    seen: Seen,
    next: Position,
}

/// Where a page came from, and the metadata of its response.
pub(super) struct Arrived<'a> {
    /// The base URL.
    pub(super) base: &'a str,
    /// The address of the request.
    pub(super) address: &'a Uri,
    /// The fields of the `Link` header.
    pub(super) links: &'a [String],
    /// The query parameter that carries a token, which belongs to the request and not to the page.
    pub(super) token: Option<&'a str>,
}

enum Position {
    First,
    At(String),
    Link(Target),
    Over,
    Lost(Lost),
}

/// The next step of a search.
pub(super) enum Step {
    /// Request a page with these parameters in addition to those of the search.
    Page(Vec<(String, String)>),
    /// Request a page at this address.
    Link(Uri),
    /// The search is complete.
    Over,
    /// There are more items, but no way to request them.
    Lost(Lost),
    /// There may be more pages, but the limit is reached.
    Bound(u32),
}

/// A repetition, which would make the search endless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    Page,
    Cursor,
    Link,
}

/// The reason why the next page cannot be requested, or why items are missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lost {
    /// The member that should hold the cursor.
    NoCursor(String),
    /// The member that should hold the cursor is missing, but another one looks like it.
    OtherCursor {
        member: String,
        found: String,
    },
    /// The member whose value is not a cursor.
    NotACursor(String),
    /// Where the link should be.
    NoLink(String),
    /// The link is missing, but another member looks like it.
    OtherLink {
        place: String,
        found: String,
    },
    /// A link that is not followed.
    Refused {
        place: String,
        why: Refused,
    },
    /// There are items, but the last one has no ID.
    NoLastId,
    /// There are more items, but no item with an ID to continue from.
    NoItem,
    /// An empty page by offset: the next request would be the same.
    SameOffset,
    Fewer {
        total: u64,
        items: u64,
    },
}

/// The caller's start position is not a number, so it cannot be advanced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotANumber;

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCursor(member) => {
                write!(f, "the last page says that there are more, but has no cursor in `{member}`")
            }
            Self::OtherCursor { member, found } => {
                write!(f, "the first page has no cursor in `{member}`, but `{found}` seems to be one")
            }
            Self::NotACursor(member) => {
                write!(f, "the cursor of the last page in `{member}` is neither a string nor an exact number")
            }
            Self::NoLink(place) => {
                write!(f, "the last page says that there are more, but has no link in {place}")
            }
            Self::OtherLink { place, found } => {
                write!(f, "the first page has no link in {place}, but `{found}` seems to be one")
            }
            Self::Refused { place, why } => write!(f, "the link of the last page in {place} {why}"),
            Self::NoLastId => f.write_str("the last item has no id to request the next page with"),
            Self::NoItem => {
                f.write_str("the last page says that there are more, but has no item whose id leads to the next")
            }
            Self::SameOffset => f.write_str("the last page says that there are more, but has no items"),
            Self::Fewer { total, items } => {
                write!(f, "the API announced {total} items, but returned only {items}")
            }
        }
    }
}

impl Pager {
    pub(super) fn new(paging: Paging, item_id: &'static [&'static str], most: u32, size: Option<u32>) -> Self {
        let seen = Seen::default();
        let next = Position::First;
        Self { paging, item_id, most, size, pages: 0, start: None, items: 0, passed: 0, total: None, seen, next }
    }

    /// Starts at the position that the search's own paging parameter selects.
    ///
    /// # Errors
    ///
    /// Returns an error if it must be a number to be advanced, and is not.
    pub(super) fn starting_at(mut self, start: String) -> Result<Self, NotANumber> {
        match &mut self.paging.style {
            Style::Page { first } => {
                let number = start.parse().map_err(|_| NotANumber)?;
                // Starting at the first page, it is the whole search.
                let is_whole = std::mem::replace(first, number) == number;
                self.start = (!is_whole).then_some(start);
            }
            Style::Offset => {
                self.passed = start.parse().map_err(|_| NotANumber)?;
                self.start = Some(start);
            }
            Style::Cursor { .. } | Style::LastId => {
                self.seen.cursor(&start);
                self.start = Some(start);
            }
            // A link has no parameter.
            Style::Link { .. } | Style::LinkHeader => {}
        }
        Ok(self)
    }

    pub(super) fn step(&self) -> Step {
        let position = match &self.next {
            Position::Over => return Step::Over,
            Position::Lost(lost) => return Step::Lost(lost.clone()),
            _ if self.pages >= self.most => return Step::Bound(self.most),
            Position::Link(target) => return Step::Link(target.0.clone()),
            Position::First => None,
            Position::At(position) => {
                self.paging.parameter.as_deref().map(|parameter| (parameter.to_owned(), position.clone()))
            }
        };
        let size = self.size.zip(self.paging.size_parameter.as_ref());
        let size = size.map(|(size, parameter)| (parameter.clone().into_owned(), size.to_string()));
        Step::Page(size.into_iter().chain(position).collect())
    }

    /// Records a page, and removes the items that an earlier page contained. After an error its items must not be used.
    pub(super) fn took<T: Serialize>(&mut self, page: &mut Page<T>, arrived: &Arrived<'_>) -> Result<(), Again> {
        let came = u64::try_from(page.len() + page.nulls()).unwrap_or(u64::MAX);
        self.pages += 1;
        self.passed = self.passed.saturating_add(came);
        self.total = page.total().into_iter().chain(self.total).min();
        // Pages without items are all equal.
        if !page.is_empty() && !self.seen.page(&page.items, self.item_id) {
            return Err(Again::Page);
        }
        let last_id = seen::last_id(&page.items, self.item_id);
        self.seen.only_new(&mut page.items, self.item_id);
        self.items = self.items.saturating_add(u64::try_from(page.len() + page.nulls()).unwrap_or(u64::MAX));
        let page = &*page;
        let style = self.paging.style.clone();
        self.next = match &style {
            Style::Cursor { member } => {
                let path = Path::new(member);
                match path.in_members(&page.envelope).map_or(Cursor::None, cursor) {
                    _ if self.ends_by_flag(page) => self.end(),
                    Cursor::At(next) if self.seen.cursor(&next) => Position::At(next),
                    Cursor::At(_) => return Err(Again::Cursor),
                    Cursor::Unreadable => Position::Lost(Lost::NotACursor(member.clone().into_owned())),
                    Cursor::None if self.has_more(page) => Position::Lost(Lost::NoCursor(member.clone().into_owned())),
                    Cursor::None => match self.other_lead(Some(path), page) {
                        Some(found) => Position::Lost(Lost::OtherCursor { member: member.clone().into_owned(), found }),
                        None => self.end(),
                    },
                }
            }
            Style::Link { member } => {
                let path = Path::new(member);
                let link = match path.in_members(&page.envelope).map_or(Cursor::None, cursor) {
                    Cursor::None => Ok(None),
                    Cursor::At(link) => Ok(Some(link)),
                    Cursor::Unreadable => Err(Refused::NotALink),
                };
                self.by_link(link, format!("`{path}`"), Some(path), page, arrived)?
            }
            Style::LinkHeader => {
                let link = match link_header::next_targets(arrived.links.iter().map(String::as_str)) {
                    Ok(targets) => match &targets[..] {
                        [] => Ok(None),
                        [first, others @ ..] if others.iter().all(|other| other == first) => Ok(Some(first.clone())),
                        _ => Err(Refused::NotALink),
                    },
                    Err(link_header::Malformed) => Err(Refused::NotALink),
                };
                self.by_link(link, "the `Link` header".to_owned(), None, page, arrived)?
            }
            _ if self.is_last(page) => self.end(),
            _ if came == 0 && !self.says_more(page) => self.end(),
            Style::LastId => match last_id {
                Some(id) if self.seen.cursor(&id) => Position::At(id),
                Some(_) => return Err(Again::Cursor),
                None if came == 0 => Position::Lost(Lost::NoItem),
                None => Position::Lost(Lost::NoLastId),
            },
            Style::Page { first } => Position::At(first.saturating_add(self.pages.into()).to_string()),
            Style::Offset if came == 0 => Position::Lost(Lost::SameOffset),
            Style::Offset => Position::At(self.passed.to_string()),
        };
        Ok(())
    }

    /// Returns the step after a page that may have a link to the next one.
    fn by_link<T>(
        &mut self,
        link: Result<Option<String>, Refused>,
        place: String,
        path: Option<Path<'_>>,
        page: &Page<T>,
        arrived: &Arrived<'_>,
    ) -> Result<Position, Again> {
        if self.pages == 1
            && let Ok(first) = link::follow(arrived.base, arrived.address, &arrived.address.to_string(), arrived.token)
        {
            self.seen.cursor(&first.0.to_string());
        }
        let followed = |link: String| link::follow(arrived.base, arrived.address, &link, arrived.token);
        Ok(match link.and_then(|link| link.map(followed).transpose()) {
            _ if self.ends_by_flag(page) => self.end(),
            Ok(Some(target)) if self.seen.cursor(&target.0.to_string()) => Position::Link(target),
            Ok(Some(_)) => return Err(Again::Link),
            Err(why) => Position::Lost(Lost::Refused { place, why }),
            Ok(None) if self.has_more(page) => Position::Lost(Lost::NoLink(place)),
            Ok(None) => match self.other_lead(path, page) {
                Some(found) => Position::Lost(Lost::OtherLink { place, found }),
                None => self.end(),
            },
        })
    }

    /// Returns a member of the first page that looks like the missing cursor or link.
    fn other_lead<T>(&self, path: Option<Path<'_>>, page: &Page<T>) -> Option<String> {
        leads_on::other_than(path, &page.envelope).filter(|_| self.pages == 1)
    }

    fn has_more<T>(&self, page: &Page<T>) -> bool {
        !self.is_last(page) && (self.says_more(page) || self.fewer().is_some())
    }

    /// Returns `true` if a page says that it is the last.
    fn is_last<T>(&self, page: &Page<T>) -> bool {
        self.described(page).map_or_else(|| page.says_it_is_the_last(), |more| !more)
    }

    /// Returns `true` if a page says that another one follows.
    fn says_more<T>(&self, page: &Page<T>) -> bool {
        self.described(page).unwrap_or_else(|| page.says_there_is_more())
    }

    /// Returns `true` if a flag says that the page is the last. A `next` that is null next to a cursor does not count.
    fn ends_by_flag<T>(&self, page: &Page<T>) -> bool {
        let is_usual =
            || ["has_more", "hasMore", "last"].iter().any(|name| page.envelope.get(*name).is_some_and(is_flag));
        self.described(page).map_or_else(|| is_usual() && page.says_it_is_the_last(), |more| !more)
    }

    /// Returns the value of the described member that says whether another page follows.
    fn described<T>(&self, page: &Page<T>) -> Option<bool> {
        let said = Path::new(self.paging.more.as_deref()?).in_members(&page.envelope)?;
        is_flag(said).then(|| *said == true || said == "true")
    }

    /// Returns the end of a complete search.
    fn end(&self) -> Position {
        self.fewer().map_or(Position::Over, Position::Lost)
    }

    /// Returns an error if fewer items came than announced.
    fn fewer(&self) -> Option<Lost> {
        // When paging by number or cursor from a start position, the number of items before it is unknown.
        let before = match (&self.start, &self.paging.style) {
            (None, _) => 0,
            (Some(start), Style::Offset) => start.parse().ok()?,
            (Some(_), _) => return None,
        };
        let (total, items) = (self.total?.saturating_sub(before), self.items);
        (items < total).then_some(Lost::Fewer { total, items })
    }
}

fn is_flag(value: &Value) -> bool {
    value.is_boolean() || value == "true" || value == "false"
}

enum Cursor {
    None,
    At(String),
    Unreadable,
}

fn cursor(value: &Value) -> Cursor {
    match value {
        Value::Null | Value::Bool(false) => Cursor::None,
        Value::String(text) if text.is_empty() => Cursor::None,
        Value::String(text) => Cursor::At(text.clone()),
        Value::Number(number) if is_exact(number) => Cursor::At(number.to_string()),
        _ => Cursor::Unreadable,
    }
}

/// Returns `true` if a number was parsed without loss. Large ones are rounded.
fn is_exact(number: &serde_json::Number) -> bool {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.is_u64() || number.is_i64() || number.as_f64().is_some_and(|number| number.abs() < EXACT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page<u32> {
        serde_json::from_str(text).expect(text)
    }

    /// Returns what a search asks for, page by page, when the API answers so.
    fn asked(paging: Paging, size: Option<u32>, answers: &[&str]) -> Vec<String> {
        let mut pager = Pager::new(paging, &[], 5, size);
        let mut asked = Vec::new();
        for answer in answers.iter().chain(["[]"; 9].iter()) {
            match pager.step() {
                Step::Page(parameters) => {
                    let pairs: Vec<String> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
                    asked.push(pairs.join("&"));
                }
                Step::Link(uri) => asked.push(uri.path_and_query().expect("it has a path").to_string()),
                Step::Over => break,
                Step::Lost(lost) => {
                    asked.push(lost.to_string());
                    break;
                }
                Step::Bound(most) => {
                    asked.push(format!("bound {most}"));
                    break;
                }
            }
            let address = Uri::from_static("https://api.example/v1/items");
            let arrived = Arrived { base: "https://api.example/v1", address: &address, links: &[], token: None };
            if let Err(again) = pager.took(&mut page(answer), &arrived) {
                asked.push(format!("{again:?} again"));
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
        assert_eq!(asked(by_page(1), Some(2), &["[1, 2]", "[3]"]), ["size=2", "size=2&page=2", "size=2&page=3"]);
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
        assert_eq!(asked(by_cursor(), None, &again), ["", "after=a", "Cursor again"]);
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

    /// A page that says that it is the last may still be short of what was announced.
    #[test]
    fn an_end_with_fewer_items_than_there_are_is_reported() {
        let fewer = ["", "the API announced 9 items, but returned only 2"];
        let answers = [r#"{"results": [1, 2], "count": 9, "next": null}"#];
        assert_eq!(asked(Paging::by_page("page", 1), None, &answers), fewer);
        let answers = [r#"{"data": [1, 2], "totalCount": "9", "hasMore": false}"#];
        assert_eq!(asked(Paging::by_cursor("after", "nextCursor"), None, &answers), fewer);
        let answers = [r#"{"results": [1, 2], "count": 2, "next": null}"#];
        assert_eq!(asked(Paging::by_page("page", 1), None, &answers), [""]);
    }

    #[test]
    fn the_same_page_again_and_pages_without_end_are_reported() {
        let by_page = || Paging::by_page("page", 1);
        let same = [r#"{"items": [1, 2], "time": 1}"#, r#"{"items": [1, 2], "time": 2}"#];
        assert_eq!(asked(by_page(), None, &same), ["", "page=2", "Page again"]);
        let endless = ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]"];
        assert_eq!(asked(by_page(), None, &endless), ["", "page=2", "page=3", "page=4", "page=5", "bound 5"]);
    }
}
