//! Searches, page by page: what is asked for, where it ends, and what is said when it cannot go on.

use payspec_core::{BodyFormat, Form, Method, Operation, OperationSpec, Page, PagingSpec, PagingStyle};
use payspec_http::paging::Paging;
use payspec_http::{Client, Error};

use crate::support::api::{EVIDENCE, PLAIN, Payment, builder};
use crate::support::script::Line::{Fails, Says};
use crate::support::script::{Line, Script};
use payspec_http::transport::TransportErrorKind::Connect;

/// `payment.search`: how it pages is a guess.
struct Search<const DESCRIBED: bool>;

static GUESSED: PagingSpec = PagingSpec {
    style: PagingStyle::Page { first: 1 },
    parameter: Some("page"),
    size_parameter: Some("limit"),
    more: None,
    evidence: EVIDENCE,
};

impl<const DESCRIBED: bool> Operation for Search<DESCRIBED> {
    const SPEC: &'static OperationSpec = &OperationSpec {
        id: "payment.search",
        method: Method::Get,
        path: "/payment",
        body: BodyFormat::Query,
        changes_state: false,
        paging: if DESCRIBED { Some(&GUESSED) } else { None },
        ..PLAIN
    };
    type Output = Page<Payment>;

    fn encode(&self, form: &mut Form) {
        form.field("customer", "c-1");
    }
}

const FIRST: Line = Says(200, r#"{"data": [{"id": "p-1"}, {"id": "p-2"}], "total": 3}"#);
const SECOND: Line = Says(200, r#"[{"id": "p-3"}]"#);
const NOTHING: Line = Says(200, "[]");

fn client(lines: impl Into<Vec<Line>>) -> (Script, Client) {
    let (script, builder) = Script::of(lines);
    (script, builder.build().expect("the settings are right"))
}

/// The ids of a search, with the words of an error where one came.
fn ids(ends: impl IntoIterator<Item = Result<Payment, Error>>) -> Vec<String> {
    let told = |end: Result<Payment, Error>| match end {
        Ok(payment) => payment.id.unwrap_or_default(),
        Err(error) => format!("{error} [{:?}]", error.kind()),
    };
    ends.into_iter().map(told).collect()
}

#[tokio::test]
async fn items_come_one_after_the_other_and_pages_only_when_needed() {
    let (script, client) = client([FIRST, SECOND, NOTHING]);
    let mut items = client.call(Search::<true>).parameter("status", "PAID").pages(10).items();
    assert!(script.asked().is_empty(), "nothing is sent until the first item is requested");
    let first = items.next().await.expect("an item").expect("a payment");
    assert_eq!((first.id.as_deref(), script.asked().len()), (Some("p-1"), 1));
    let mut rest = Vec::new();
    while let Some(item) = items.next().await {
        rest.push(item);
    }
    assert_eq!(ids(rest), ["p-2", "p-3"]);
    assert!(items.next().await.is_none(), "the end stays the end");
    assert_eq!(
        script.queries(),
        ["customer=c-1&status=PAID", "customer=c-1&status=PAID&page=2", "customer=c-1&status=PAID&page=3"],
        "the first page is asked for as the search stands"
    );
}

#[test]
fn the_blocking_world_has_an_iterator() {
    let (script, builder) = Script::of([FIRST, SECOND, NOTHING]);
    let client = builder.build_blocking().expect("the settings are right");
    let items = client.call(Search::<true>).pages(10).page_size(2).items();
    assert_eq!(ids(items), ["p-1", "p-2", "p-3"]);
    let all = ["customer=c-1&limit=2", "customer=c-1&limit=2&page=2", "customer=c-1&limit=2&page=3"];
    assert_eq!(script.queries(), all, "the second page is short, which says nothing");
    let pages: Vec<usize> = {
        let (_, builder) = Script::of([FIRST, SECOND, NOTHING]);
        let client = builder.build_blocking().expect("the settings are right");
        client.call(Search::<true>).pages(10).map(|page| page.expect("a page").len()).collect()
    };
    assert_eq!(pages, [2, 1, 0]);
}

#[tokio::test]
async fn the_way_of_paging_can_be_given() {
    let (script, client) = client([Says(200, r#"{"data": [{"id": "p-1"}], "after": "x y"}"#), SECOND]);
    let mut pages = client.call(Search::<false>).pages(10).paging(Paging::by_cursor("cursor", "after"));
    assert_eq!(pages.next().await.expect("a page").expect("a page").len(), 1);
    assert_eq!(pages.next().await.expect("a page").expect("a page").len(), 1);
    assert!(pages.next().await.is_none());
    assert_eq!(script.queries(), ["customer=c-1", "customer=c-1&cursor=x+y"]);
}

#[tokio::test]
async fn a_search_that_cannot_be_followed_says_so_at_its_end() {
    async fn all(lines: &[Line], most: u32) -> Vec<String> {
        let (_, client) = client(lines);
        let mut items = client.call(Search::<true>).pages(most).items();
        let mut ends = Vec::new();
        while let Some(item) = items.next().await {
            ends.push(item);
        }
        ids(ends)
    }
    assert_eq!(
        all(&[FIRST, FIRST], 10).await,
        [
            "p-1",
            "p-2",
            "payment.search: the same page came again, so the paging style is wrong (it is inferred, \
             not documented); set it with `Pages::paging` [Paging]"
        ]
    );
    assert_eq!(
        all(&[FIRST, SECOND, NOTHING], 2).await,
        [
            "p-1",
            "p-2",
            "p-3",
            "payment.search: stopped after 2 pages, but there may be more: call `Call::pages` with a higher limit [Paging]"
        ]
    );
    let broken = all(&[FIRST, Fails(Connect)], 10).await;
    assert_eq!(broken.len(), 3, "what came before is not lost: {broken:?}");
    assert!(broken[2].contains("after 3 attempts"), "{broken:?}");
    let nothing = client([FIRST]).1.call(Search::<false>).pages(10).next().await.expect("an end");
    assert!(nothing.expect_err("not described").to_string().contains("`Pages::paging`"));
}

/// `payment.sweep`: a POST that answers with a list of what it did.
struct Sweep;

impl Operation for Sweep {
    const SPEC: &'static OperationSpec =
        &OperationSpec { id: "payment.sweep", path: "/payment/sweep", paging: Some(&GUESSED), ..PLAIN };
    type Output = Page<Payment>;

    fn encode(&self, _: &mut Form) {}
}

#[tokio::test]
async fn what_changes_something_is_not_done_again_for_each_page() {
    let (script, client) = client([FIRST, SECOND]);
    let mut pages = client.call(Sweep).pages(10);
    let error = pages.next().await.expect("an end").expect_err("refused");
    assert!(error.is_configuration() && error.to_string().contains("call it once"), "{error}");
    assert!(pages.next().await.is_none() && script.asked().is_empty());
    assert_eq!(client.call(Sweep).await.expect("once is fine").len(), 2);
}

#[tokio::test]
async fn a_search_that_cannot_be_sent_ends_with_its_error() {
    let client = builder("http://127.0.0.1:1").build().expect("the settings are right");
    let mut pages = client.call(Search::<true>).waive_rule("no-such-rule").pages(10);
    assert!(pages.next().await.expect("an end").expect_err("no such rule").is_configuration());
    assert!(pages.next().await.is_none());
}
