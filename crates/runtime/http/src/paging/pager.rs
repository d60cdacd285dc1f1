//! Which page comes next, and whether one does. Without I/O.
//!
//! A search ends with a page that the server says is the last, or with an empty one and nothing that leads on. That a page
//! is short says nothing: servers cap sizes, and leave items out.

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

/// The way through the pages of one search.
pub(super) struct Pager {
    paging: Paging,
    /// The names of the member that identifies an item.
    item_id: &'static [&'static str],
    /// The most pages that are asked for.
    most: u32,
    /// How many items a page has at most, where the caller said so.
    size: Option<u32>,
    pages: u32,
    /// The position that the caller gave to start from.
    start: Option<String>,
    /// How many items came, those that are `null` too, without those that came again.
    items: u64,
    /// How many items there are before the next page: those before the start, and all that came.
    passed: u64,
    /// How many items there are in all: the least that a page said, for items come and go while a search goes on.
    total: Option<u64>,
    seen: Seen,
    next: Position,
}

/// Where a page came from, and what its response says beside the body.
pub(super) struct Arrived<'a> {
    /// The base URL.
    pub(super) base: &'a str,
    /// The address of the request.
    pub(super) address: &'a Uri,
    /// The fields of the header `Link`.
    pub(super) links: &'a [String],
    /// The query parameter that carries a token, which belongs to a request and not to a page.
    pub(super) token: Option<&'a str>,
}

enum Position {
    First,
    At(String),
    Link(Target),
    Over,
    Lost(Lost),
}

/// What to ask for next.
pub(super) enum Step {
    /// A page, with these parameters beside those of the search.
    Page(Vec<(String, String)>),
    /// A page at this address.
    Link(Uri),
    /// There is nothing left.
    Over,
    /// There is more, and nothing says where.
    Lost(Lost),
    /// There may be more, but the bound is reached.
    Bound(u32),
}

/// Something came again, so the search goes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    Page,
    Cursor,
    Link,
}

/// Why the next page cannot be asked for, or does not hold what is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lost {
    /// The member that should hold the cursor.
    NoCursor(String),
    /// The member that should hold the cursor is not there, but another one that looks like it.
    OtherCursor {
        member: String,
        found: String,
    },
    /// The member whose value is no cursor.
    NotACursor(String),
    /// What should hold the link.
    NoLink(String),
    /// What should hold the link is not there, but a member that looks like it.
    OtherLink {
        place: String,
        found: String,
    },
    /// What holds a link that is not followed.
    Refused {
        place: String,
        why: Refused,
    },
    /// There are items, and the last one has no id.
    NoLastId,
    /// There is more, and no item whose id would lead to it.
    NoItem,
    /// An empty page by offset: the next one would be the same.
    SameOffset,
    Fewer {
        total: u64,
        items: u64,
    },
}

/// The caller's start is no number, so nothing can be counted on from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotANumber;

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCursor(member) => {
                write!(f, "the last page says that there is more, but has no cursor in `{member}` that leads to it")
            }
            Self::OtherCursor { member, found } => write!(
                f,
                "the first page has no `{member}`, where the cursor should be, but `{found}`, which seems to lead to a next page"
            ),
            Self::NotACursor(member) => {
                write!(f, "the last page has something in `{member}` that is neither a text nor an exact number")
            }
            Self::NoLink(place) => {
                write!(f, "the last page says that there is more, but has no link in {place} that leads to it")
            }
            Self::OtherLink { place, found } => write!(
                f,
                "the first page has no link in {place}, where it should be, but `{found}`, which seems to lead to a next page"
            ),
            Self::Refused { place, why } => write!(f, "what the last page has in {place} {why}"),
            Self::NoLastId => f.write_str("the last item has no id, with which the next page would be asked for"),
            Self::NoItem => f.write_str("the last page says that there is more, but has no item whose id leads to it"),
            Self::SameOffset => f.write_str("the last page says that there is more, but has no items"),
            Self::Fewer { total, items } => {
                write!(f, "the API says that there are {total} items in all, but only {items} came")
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

    /// Starts at the position that the search has in its parameter for paging.
    ///
    /// # Errors
    ///
    /// When it is no number and the pages are counted on from it.
    pub(super) fn starting_at(mut self, start: String) -> Result<Self, NotANumber> {
        match &mut self.paging.style {
            Style::Page { first } => {
                let number = start.parse().map_err(|_| NotANumber)?;
                // From its first page it is the whole search.
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
            // A link is not asked for by a parameter.
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

    /// Takes note of a page that came, and takes out the items that came with an earlier one. After an error its items
    /// are not to be used.
    pub(super) fn took<T: Serialize>(&mut self, page: &mut Page<T>, arrived: &Arrived<'_>) -> Result<(), Again> {
        let came = u64::try_from(page.len() + page.nulls()).unwrap_or(u64::MAX);
        self.pages += 1;
        self.passed = self.passed.saturating_add(came);
        self.total = page.total().into_iter().chain(self.total).min();
        // Pages without items are all alike.
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
                self.by_link(link, "the header `Link`".to_owned(), None, page, arrived)?
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

    /// Returns what follows a page that may have a link to the next one.
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

    /// Returns what of the first page looks as if it led on, where what should is not there.
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

    /// Returns `true` if a flag says that the page is the last. A `next` that is null beside a cursor does not.
    fn ends_by_flag<T>(&self, page: &Page<T>) -> bool {
        let is_usual =
            || ["has_more", "hasMore", "last"].iter().any(|name| page.envelope.get(*name).is_some_and(is_flag));
        self.described(page).map_or_else(|| is_usual() && page.says_it_is_the_last(), |more| !more)
    }

    /// Returns what the member says that is described as saying whether a page follows.
    fn described<T>(&self, page: &Page<T>) -> Option<bool> {
        let said = Path::new(self.paging.more.as_deref()?).in_members(&page.envelope)?;
        is_flag(said).then(|| *said == true || said == "true")
    }

    /// Returns the end of a search, which has brought all that there is.
    fn end(&self) -> Position {
        self.fewer().map_or(Position::Over, Position::Lost)
    }

    /// Returns `true` if fewer items came than there are.
    fn fewer(&self) -> Option<Lost> {
        // Before another page or cursor there is a number of items that is not known.
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

/// Returns `true` if a number is read as it was written. A large one becomes another one.
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
    fn an_end_with_fewer_items_than_there_are_is_told() {
        let fewer = ["", "the API says that there are 9 items in all, but only 2 came"];
        let answers = [r#"{"results": [1, 2], "count": 9, "next": null}"#];
        assert_eq!(asked(Paging::by_page("page", 1), None, &answers), fewer);
        let answers = [r#"{"data": [1, 2], "totalCount": "9", "hasMore": false}"#];
        assert_eq!(asked(Paging::by_cursor("after", "nextCursor"), None, &answers), fewer);
        let answers = [r#"{"results": [1, 2], "count": 2, "next": null}"#];
        assert_eq!(asked(Paging::by_page("page", 1), None, &answers), [""]);
    }

    #[test]
    fn the_same_page_again_and_pages_without_end_are_told() {
        let by_page = || Paging::by_page("page", 1);
        let same = [r#"{"items": [1, 2], "time": 1}"#, r#"{"items": [1, 2], "time": 2}"#];
        assert_eq!(asked(by_page(), None, &same), ["", "page=2", "Page again"]);
        let endless = ["[1]", "[2]", "[3]", "[4]", "[5]", "[6]", "[7]"];
        assert_eq!(asked(by_page(), None, &endless), ["", "page=2", "page=3", "page=4", "page=5", "bound 5"]);
    }
}
