//! Searches that go on with the id of the last item, or along links: all items, or an error.

use payspec_core::{BodyFormat, Form, Method, Operation, OperationSpec, Page};
use payspec_http::paging::Paging;

use crate::support::api::{PLAIN, Payment};
use crate::support::script::Line::Says;
use crate::support::script::Script;

/// `payment.search`, whose items have an id by its description where it is `DESCRIBED`.
struct Search<const DESCRIBED: bool>;

impl<const DESCRIBED: bool> Operation for Search<DESCRIBED> {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "payment.search",
        method: Method::Get,
        path: "/payment",
        body: BodyFormat::Query,
        changes_state: false,
        item_id: if DESCRIBED { &["id"] } else { &[] },
        ..PLAIN
    };
    type Output = Page<Payment>;

    fn encode(&self, form: &mut Form) {
        form.field("customer", "c-1");
    }
}

/// The ids of a search over these pages, with the words of an error at the end, and what was asked for.
fn followed<const DESCRIBED: bool>(paging: Paging, pages: &[&'static str]) -> (String, Vec<String>) {
    let lines: Vec<_> = pages.iter().map(|page| Says(200, page)).chain([Says(200, "[]")]).collect();
    let (script, builder) = Script::of(lines);
    let client = builder.build_blocking().expect("the settings are right");
    let told = client.call(Search::<DESCRIBED>).pages(10).paging(paging).items().map(|end| match end {
        Ok(payment) => payment.id.unwrap_or_else(|| "-".to_owned()),
        Err(error) => {
            assert!(error.is_paging(), "{error}");
            format!("| {error}")
        }
    });
    let told = told.collect::<Vec<_>>().join(" ");
    (told, script.queries())
}

fn by_id() -> Paging {
    Paging::by_last_id("after")
}

#[test]
fn the_id_of_the_last_item_asks_for_the_next_page_until_nothing_follows() {
    let pages = [
        r#"{"data": [{"id": "a"}, {"id": "b"}], "has_more": true}"#,
        r#"{"data": [{"id": "c"}, null], "has_more": true}"#,
        r#"{"data": [{"id": "d"}], "has_more": false}"#,
    ];
    let (told, asked) = followed::<true>(by_id(), &pages);
    assert_eq!(
        (&*told, &asked[1..]),
        ("a b c d", &["customer=c-1&after=b", "customer=c-1&after=c"].map(str::to_owned)[..])
    );
    assert_eq!(followed::<false>(by_id(), &pages).0, "a b c d", "an `id` is one without a description as well");
    // Where nothing is said of more, only an empty page is the end; a short one is none.
    let silent = [r#"{"data": [{"id": "a"}, {"id": "b"}]}"#, r#"{"data": [{"id": "c"}]}"#, r#"{"data": []}"#];
    let (told, asked) = followed::<true>(by_id(), &silent);
    assert_eq!((&*told, asked.len()), ("a b c", 3));
    // An item that came with an earlier page is left out, and leads on all the same.
    let moved = [r#"[{"id": "a"}, {"id": "b"}]"#, r#"[{"id": "a"}, {"id": "c"}]"#, r#"[{"id": "d"}, {"id": "a"}]"#];
    let (told, asked) = followed::<true>(by_id(), &moved);
    assert_eq!((&*told, &*asked[3]), ("a b c d", "customer=c-1&after=a"));
}

#[test]
fn what_says_that_more_follows_may_stand_deeper() {
    let by_id = || by_id().more("meta.more");
    let pages = [
        r#"{"data": [{"id": "a"}], "meta": {"more": true}, "has_more": false}"#,
        r#"{"data": [{"id": "b"}], "meta": {"more": "false"}}"#,
    ];
    let (told, asked) = followed::<true>(by_id(), &pages);
    assert_eq!((&*told, asked.len()), ("a b", 2));
    let (told, asked) = followed::<true>(by_id(), &[r#"{"data": [{"id": "a"}], "meta": {}, "has_more": false}"#]);
    assert_eq!((&*told, asked.len()), ("a", 1), "one that is not there leaves the usual ones");
}

#[test]
fn without_an_id_that_leads_on_a_search_is_an_error() {
    let end = |pages: &[&'static str]| followed::<true>(by_id(), pages).0;
    for (pages, ids, why) in [
        (&[r#"{"data": [], "has_more": true}"#][..], "", "has no item whose id leads to the next"),
        (&[r#"{"data": [null], "has_more": true}"#], "", "the last item has no id"),
        (&[r#"{"data": [{"id": "a"}, {"note": "x"}]}"#], "a -", "the last item has no id"),
        (&[r#"[{"id": "a"}]"#, r#"[{"id": "a"}]"#], "a", "the same page came again"),
        (&[r#"[{"id": "a"}]"#, r#"[{"id": "b"}]"#, r#"[{"id": "c"}, {"id": "a"}]"#], "a b", "a cursor came again"),
        (&[r#"{"data": [{"id": "a"}], "total": 3, "has_more": false}"#], "a", "announced 3 items, but returned only 1"),
    ] {
        let told = end(pages);
        let (found, error) = told.split_once('|').expect("an error at the end");
        assert_eq!(found.trim(), ids, "{told}");
        assert!(error.contains(why), "{told}");
    }
    assert_eq!(end(&[r#"{"data": []}"#]), "");
}

#[test]
fn a_search_that_starts_behind_an_item_goes_on_from_there() {
    let (script, builder) = Script::of([Says(200, r#"[{"id": "b"}]"#), Says(200, "[]")]);
    let client = builder.build_blocking().expect("the settings are right");
    let search = client.call(Search::<true>).parameter("after", "a").pages(10).paging(by_id());
    assert_eq!(search.items().filter_map(Result::ok).count(), 1);
    assert_eq!(script.queries(), ["customer=c-1&after=a", "customer=c-1&after=b"]);
}

#[test]
fn links_are_followed_as_they_are() {
    let pages = [
        r#"{"data": [{"id": "a"}], "_links": {"next": {"href": "?page=2&sig=x%20y"}}}"#,
        r#"{"data": [], "_links": {"next": {"href": "?page=3"}}}"#,
        r#"{"data": [{"id": "b"}], "_links": {"self": {"href": "?page=3"}, "next": null}}"#,
    ];
    let (told, asked) = followed::<true>(Paging::by_link("_links.next.href"), &pages);
    assert_eq!((&*told, &asked[..]), ("a b", &["customer=c-1", "page=2&sig=x%20y", "page=3"].map(str::to_owned)[..]));
    let by_next = [r#"{"data": [{"id": "a"}], "next": "?page=2"}"#, r#"{"data": [{"id": "b"}], "next": null}"#];
    assert_eq!(followed::<true>(Paging::by_link("next"), &by_next).0, "a b");
}

#[test]
fn links_that_lead_nowhere_are_errors() {
    let next = || Paging::by_link("links.next");
    for (pages, ids, why) in [
        (
            &[r#"{"data": [{"id": "a"}], "links": {"next": "https://evil.example/payment"}}"#][..],
            "a",
            "in `links.next` leads to `https://evil.example`, a server other than the one of the base URL",
        ),
        (&[r#"{"data": [{"id": "a"}], "links": {"next": {"url": "?b"}}}"#], "a", "is not a valid link"),
        (&[r#"{"data": [{"id": "a"}], "links": {}, "has_more": true}"#], "a", "has no link in `links.next`"),
        (&[r#"{"data": [{"id": "a"}], "total": 2}"#], "a", "has no link in `links.next`"),
        (&[r#"{"data": [{"id": "a"}], "link": {"next_page": "?b"}}"#], "a", "but `link.next_page` seems to be one"),
        (&[r#"{"data": [{"id": "a"}], "links": {"next": "?customer=c-1"}}"#], "", "a link came again"),
        (
            &[
                r#"{"data": [{"id": "a"}], "links": {"next": "?b"}}"#,
                r#"{"data": [{"id": "b"}], "links": {"next": "?c"}}"#,
                r#"{"data": [{"id": "c"}], "links": {"next": "?b"}}"#,
            ],
            "a b",
            "a link came again",
        ),
        (
            &[
                r#"{"data": [{"id": "a"}], "links": {"next": "?b"}}"#,
                r#"{"data": [{"id": "a"}], "links": {"next": "?c"}}"#,
            ],
            "a",
            "the same page came again",
        ),
    ] {
        let (told, asked) = followed::<true>(next(), pages);
        let (found, error) = told.split_once('|').unwrap_or((&*told, "no error"));
        assert_eq!((found.trim(), asked.len()), (ids, pages.len()), "{told}");
        assert!(error.contains(why), "{told}");
    }
}

#[test]
fn a_cursor_may_stand_deeper() {
    let by_cursor = || Paging::by_cursor("after", "meta.page.next");
    let pages =
        [r#"{"data": [{"id": "a"}], "meta": {"page": {"next": "x"}}}"#, r#"{"data": [{"id": "b"}], "meta": {}}"#];
    let (told, asked) = followed::<true>(by_cursor(), &pages);
    assert_eq!((&*told, &*asked[1]), ("a b", "customer=c-1&after=x"));
    let (told, _) = followed::<true>(by_cursor(), &[r#"{"data": [{"id": "a"}], "meta": {"next": "x"}}"#]);
    assert!(told.contains("has no cursor in `meta.page.next`, but `meta.next`"), "{told}");
}
