//! A search gives all of its items, or an error: nothing that a page looks like makes it end early in silence.

use payspec_core::{BodyFormat, Form, Method, Operation, OperationSpec, Page};
use payspec_http::paging::Paging;

use crate::support::api::{PLAIN, Payment};
use crate::support::script::Line::Says;
use crate::support::script::Script;

/// `payment.search`, paged as each test says.
struct Search;

impl Operation for Search {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "payment.search",
        method: Method::Get,
        path: "/payment",
        body: BodyFormat::Query,
        changes_state: false,
        ..PLAIN
    };
    type Output = Page<Payment>;

    fn encode(&self, _: &mut Form) {}
}

/// Follows a search over these pages, and gives the ids with the words of an error at the end, and what was asked for.
fn followed(paging: Paging, size: Option<u32>, pages: &[&'static str]) -> (String, Vec<String>) {
    let lines: Vec<_> = pages.iter().map(|page| Says(200, page)).chain([Says(200, "[]")]).collect();
    let (script, builder) = Script::of(lines);
    let client = builder.build_blocking().expect("the settings are right");
    let mut search = client.call(Search).pages(10).paging(paging);
    if let Some(size) = size {
        search = search.page_size(size);
    }
    let mut told = Vec::new();
    for end in search.items() {
        match end {
            Ok(payment) => told.push(payment.id.unwrap_or_default()),
            Err(error) => {
                assert!(error.is_paging(), "{error}");
                told.push(format!("| {error}"));
            }
        }
    }
    (told.join(" "), script.queries())
}

fn by_page() -> Paging {
    Paging::by_page("page", 1).size_parameter("limit")
}

fn by_offset() -> Paging {
    Paging::by_offset("from").size_parameter("limit")
}

fn by_cursor() -> Paging {
    Paging::by_cursor("after", "cursor").size_parameter("limit")
}

#[test]
fn a_page_without_items_ends_nothing_while_something_leads_on() {
    for (paging, pages, ids) in [
        (by_cursor(), &[r#"{"data": [], "cursor": "a"}"#, r#"{"data": [{"id": "1"}]}"#][..], "1"),
        (
            by_cursor(),
            &[
                r#"{"data": [{"id": "1"}], "cursor": "a"}"#,
                r#"{"data": [], "cursor": "b"}"#,
                r#"{"data": [], "cursor": "c"}"#,
                r#"{"data": [{"id": "2"}], "cursor": null}"#,
            ],
            "1 2",
        ),
        (by_cursor(), &[r#"{"data": [null], "cursor": "a"}"#, r#"{"data": [{"id": "1"}]}"#], "1"),
        (
            by_cursor(),
            &[r#"{"data": [{"id": "1"}], "next": null, "cursor": "a"}"#, r#"{"data": [{"id": "2"}], "next": null}"#],
            "1 2",
        ),
        (by_page(), &[r#"{"data": [], "has_more": true}"#, r#"[{"id": "1"}]"#], "1"),
        (by_page(), &[r#"{"data": [], "hasMore": true, "next": null}"#, r#"[{"id": "1"}]"#], "1"),
        (by_page(), &[r#"{"data": [], "last": false}"#, r#"[{"id": "1"}]"#], "1"),
        (by_page(), &[r#"{"data": [], "next": "https://api/payment?page=2"}"#, r#"[{"id": "1"}]"#], "1"),
        (by_page(), &[r#"[{"id": "1"}]"#, "[null]", "[null, null]", r#"[{"id": "2"}]"#], "1 2"),
        (by_offset(), &[r#"[{"id": "1"}]"#, "[null]", r#"[{"id": "2"}]"#], "1 2"),
    ] {
        assert_eq!(followed(paging, None, pages).0, ids, "{pages:?}");
    }
}

#[test]
fn a_short_page_ends_nothing_by_itself() {
    let short = [r#"[{"id": "1"}, {"id": "2"}]"#, r#"[{"id": "3"}]"#];
    let (ids, asked) = followed(by_page(), Some(100), &short);
    assert_eq!(ids, "1 2 3", "the server gives fewer than it was asked for");
    assert_eq!(asked, ["limit=100", "limit=100&page=2", "limit=100&page=3"]);
    assert_eq!(followed(by_offset(), Some(100), &short).1, ["limit=100", "limit=100&from=2", "limit=100&from=3"]);
    for first in [
        r#"{"data": [{"id": "1"}, null], "total": 3}"#,
        r#"{"data": [{"id": "1"}], "total": 3}"#,
        r#"{"data": [{"id": "1"}], "has_more": true}"#,
    ] {
        assert_eq!(followed(by_page(), Some(2), &[first, r#"[{"id": "2"}, {"id": "3"}]"#]).0, "1 2 3", "{first}");
    }
    // An item that is null has its place among the others.
    let (_, asked) = followed(by_offset(), None, &[r#"[{"id": "1"}, null]"#, r#"[{"id": "3"}]"#]);
    assert_eq!(asked, ["", "from=2", "from=3"]);
}

#[test]
fn a_search_ends_where_the_server_says_so_without_a_further_request() {
    for last in [
        r#"{"data": [{"id": "2"}], "has_more": false}"#,
        r#"{"data": [{"id": "2"}], "last": true, "cursor": "b"}"#,
        r#"{"data": [{"id": "2"}], "next": null}"#,
        r#"{"data": [], "has_more": false, "total": 9}"#,
    ] {
        for paging in [by_page(), by_offset(), by_cursor()] {
            let (_, asked) = followed(paging, None, &[r#"{"data": [{"id": "1"}], "cursor": "a"}"#, last]);
            assert_eq!(asked.len(), 2, "{last}");
        }
    }
}

#[test]
fn a_page_that_came_before_is_an_error_and_gives_no_items() {
    let again = "| payment.search: the same page came again";
    let (one, two, three) = (r#"[{"id": "1"}]"#, r#"[{"id": "2"}]"#, r#"[{"id": "3"}, {"id": "4"}]"#);
    for (pages, ids) in [
        (&[one, one][..], "1 "),
        (&[one, two, one], "1 2 "),
        (&[one, two, three, two, one], "1 2 3 4 "),
        // By ids: whatever else has changed meanwhile, and in whatever order they come.
        (&[r#"[{"id": "1", "status": "PENDING"}]"#, two, r#"[{"id": "1", "status": "PAID"}]"#], "1 2 "),
        (&[three, one, r#"[{"id": "4"}, {"id": "3"}]"#], "3 4 1 "),
        (&[three, one, r#"[null, {"id": "3"}, {"id": "4"}]"#], "3 4 1 "),
    ] {
        let told = followed(by_page(), None, pages).0;
        assert!(told.starts_with(&format!("{ids}{again}")), "{pages:?}: {told}");
    }
    // What has no id is told apart by all that it holds.
    let nameless = [r#"[{"status": "PAID"}]"#, r#"[{"status": "PENDING"}]"#, r#"[{"status": "PAID"}]"#];
    let told = followed(by_page(), None, &nameless).0;
    assert!(told.contains(again) && told.trim_start().starts_with('|'), "{told}");
    let one_nameless = [r#"[{"id": "1"}, {"status": "PAID"}]"#, r#"[{"id": "1"}, {"status": "PENDING"}]"#];
    assert_eq!(followed(by_page(), None, &one_nameless).0, "1  1 ", "they differ in what has no id");
}

#[test]
fn cursors_that_come_round_are_an_error_and_the_page_gives_no_items() {
    let a = r#"{"data": [{"id": "1"}], "cursor": "a"}"#;
    let b = r#"{"data": [{"id": "2"}], "cursor": "b"}"#;
    let told = followed(by_cursor(), None, &[a, b, r#"{"data": [{"id": "3"}], "cursor": "a"}"#]).0;
    assert!(told.starts_with("1 2 | payment.search: a cursor came again"), "{told}");
    let told = followed(by_cursor(), None, &[a, r#"{"data": [], "cursor": "a"}"#]).0;
    assert!(told.starts_with("1 | payment.search: a cursor came again"), "{told}");
}

#[test]
fn a_search_that_says_there_is_more_and_not_where_is_an_error_after_its_items() {
    for last in [
        r#"{"data": [{"id": "2"}], "has_more": true}"#,
        r#"{"data": [{"id": "2"}], "has_more": true, "cursor": null}"#,
        r#"{"data": [{"id": "2"}], "next": "/payment?after=b"}"#,
        r#"{"data": [{"id": "2"}], "total": 3}"#,
    ] {
        let told = followed(by_cursor(), None, &[r#"{"data": [{"id": "1"}], "cursor": "a"}"#, last]).0;
        assert!(told.starts_with("1 2 | ") && told.contains("`cursor`"), "{last}: {told}");
    }
    for cursor in ["true", "[1]", r#"{"id": "b"}"#, "98765432109876543210"] {
        let page = format!(r#"{{"data": [{{"id": "1"}}], "cursor": {cursor}}}"#).leak();
        let told = followed(by_cursor(), None, &[page]).0;
        assert!(told.starts_with("1 | ") && told.contains("neither a string nor"), "{cursor}: {told}");
    }
    let told = followed(by_offset(), None, &[r#"[{"id": "1"}]"#, r#"{"data": [], "has_more": true}"#]).0;
    assert!(told.starts_with("1 | ") && told.contains("there are more"), "{told}");
    // The number of all items is that of the first page, or the least: items may come and go meanwhile.
    let told = followed(by_page(), None, &[r#"{"data": [{"id": "1"}], "total": 3}"#, r#"{"data": [], "total": 3}"#]).0;
    assert!(told.starts_with("1 | ") && told.contains("3 items") && told.contains("returned only 1"), "{told}");
    let fewer = [r#"{"data": [{"id": "1"}], "total": 1}"#, r#"{"data": [], "total": 2}"#];
    assert_eq!(followed(by_page(), None, &fewer).0, "1");
}

/// A cursor whose name is wrong is never found: the first page would pass for the whole.
#[test]
fn a_cursor_under_another_name_is_an_error_after_the_first_page() {
    for first in [
        r#"{"data": [{"id": "1"}], "nextCursor": "a"}"#,
        r#"{"data": [{"id": "1"}], "next_page_token": "a", "prevCursor": null}"#,
        r#"{"data": [{"id": "1"}], "nextPage": 2}"#,
        r#"{"data": [{"id": "1"}], "hasNextPage": true}"#,
        r#"{"data": [{"id": "1"}], "paging": {"endCursor": "a"}}"#,
        r#"{"data": [{"id": "1"}], "_links": {"self": "/a", "next": {"href": "/b"}}}"#,
    ] {
        let told = followed(by_cursor(), None, &[first]).0;
        assert!(told.starts_with("1 | ") && told.contains("has no cursor in `cursor`"), "{first}: {told}");
    }
    let told = followed(by_cursor(), None, &[r#"{"data": [], "nextCursor": "a"}"#]).0;
    assert!(told.contains("`nextCursor`"), "{told}");
}

#[test]
fn an_end_without_a_cursor_is_an_end() {
    for last in [
        r#"{"data": [{"id": "1"}]}"#,
        r#"{"data": [{"id": "1"}], "cursor": null, "nextCursor": "a"}"#,
        r#"{"data": [{"id": "1"}], "cursor": "", "nextCursor": "a"}"#,
        r#"{"data": [{"id": "1"}], "nextCursor": null, "next_page": "", "hasNextPage": false, "nextPage": 0}"#,
        r#"{"data": [{"id": "1"}], "prevCursor": "a", "previous_cursor": "b", "startCursor": "c"}"#,
        r#"{"data": [{"id": "1"}], "has_more": false, "endCursor": "a"}"#,
        r#"{"data": [{"id": "1"}], "status": "text", "links": {"self": "/a", "next": null}}"#,
    ] {
        let (told, asked) = followed(by_cursor(), None, &[last]);
        assert_eq!((told.as_str(), asked.len()), ("1", 1), "{last}");
    }
    // Once a page had the cursor its name is right.
    let pages = [r#"{"data": [{"id": "1"}], "cursor": "a"}"#, r#"{"data": [{"id": "2"}], "nextCursor": "b"}"#];
    assert_eq!(followed(by_cursor(), None, &pages).0, "1 2");
}

#[test]
fn a_search_without_end_is_bounded() {
    let told = followed(by_page(), None, &[r#"{"data": [], "has_more": true}"#; 20]).0;
    assert!(told.contains("stopped after 10 pages"), "{told}");
}
