//! The showcase API whose bodies nest, as its users meet it: searches that page in the ways of larger APIs, over real HTTP,
//! and what is looked up inside other members.

use std::time::{Duration, UNIX_EPOCH};

use payspec_core::Refusal;
use payspec_http::Error;
use payspec_test_support::server::{Reply, Request, Server};
use payspec_test_support::signing::hex_of;
use payspec_webhook::VerifyError;
use serde_json::{Value, json};
use showcase_nested_client::model::{Flight, FollowKite, Grounding, Kite, ListKite};
use showcase_nested_client::{Client, ClientBuilder, blocking};
use showcase_nested_webhook::{Event, Verifier, decode};

fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::at(format!("{}/v1", server.url())).x_string("a knot")
}

fn client(server: &Server) -> Client {
    builder(server).build().expect("complete settings")
}

fn blocking(server: &Server) -> blocking::Client {
    builder(server).build_blocking().expect("complete settings")
}

/// The paths that were asked for, all of them with the credentials.
fn asked(server: &Server) -> Vec<String> {
    let seen = server.seen();
    assert!(seen.iter().all(|request| request.header("x-string") == Some("a knot")));
    seen.into_iter().map(|request| request.path).collect()
}

fn kites(ids: &[&str]) -> Value {
    ids.iter().map(|id| json!({ "id": id })).collect()
}

fn ids(found: impl IntoIterator<Item = Result<Kite, Error>>) -> Vec<String> {
    found.into_iter().map(|kite| kite.expect("a kite").id.to_string()).collect()
}

fn by_last_id() -> Server {
    Server::responding(|request| {
        let page = |ids: &[&str], more: bool| json!({ "data": kites(ids), "page": { "has_more": more } });
        Reply::json(
            200,
            &match &*request.path {
                "/v1/kites?limit=2&colour=red" => page(&["a", "b"], true),
                "/v1/kites?colour=red&limit=2&starting_after=b" => page(&["c"], true),
                "/v1/kites?colour=red&limit=2&starting_after=c" => page(&["d"], false),
                _ if request.path.contains("starting_after") => json!({ "data": [] }),
                _ => page(&["a", "b"], true),
            },
        )
    })
}

#[tokio::test]
async fn the_last_id_leads_on() {
    let server = by_last_id();
    let mut found = client(&server).kites().list(ListKite::new().colour("red")).pages(10).page_size(2).items();
    let mut all = Vec::new();
    while let Some(kite) = found.next().await {
        all.push(kite);
    }
    assert_eq!(ids(all), ["a", "b", "c", "d"]);
    assert_eq!(asked(&server).len(), 3);
}

#[test]
fn the_last_id_leads_on_without_waiting_for_anybody() {
    let server = by_last_id();
    let found = blocking(&server).kites().list(ListKite::new().colour("red")).pages(10).page_size(2).items();
    assert_eq!(ids(found), ["a", "b", "c", "d"]);
}

/// A server whose links are absolute, relative and at last somewhere else.
fn linked(last: &'static str) -> Server {
    Server::responding(move |request: &Request| {
        let host = request.header("host").unwrap_or_default();
        let page = |ids: &[&str], next: Value| {
            let next = if next.is_null() { json!({}) } else { json!({ "next": { "href": next } }) };
            json!({ "_embedded": { "kites": kites(ids) }, "_links": next })
        };
        Reply::json(
            200,
            &match &*request.path {
                "/v1/kites/linked?colour=red" => {
                    page(&["a"], json!(format!("http://{host}/v1/kites/linked?colour=red&at=2")))
                }
                "/v1/kites/linked?colour=red&at=2" => page(&[], json!("?colour=red&at=3")),
                "/v1/kites/linked?colour=red&at=3" => {
                    page(&["b"], if last.is_empty() { json!(null) } else { json!(last) })
                }
                other => panic!("{other} was asked for"),
            },
        )
    })
}

#[tokio::test]
async fn links_lead_on() {
    let server = linked("");
    let mut found = client(&server).kites().follow(FollowKite::new().colour("red")).pages(10).items();
    let mut all = Vec::new();
    while let Some(kite) = found.next().await {
        all.push(kite);
    }
    assert_eq!(ids(all), ["a", "b"], "an empty page with a link goes on");
    assert_eq!(asked(&server).len(), 3);
}

#[test]
fn links_are_not_followed_to_where_the_credentials_do_not_belong() {
    let elsewhere = Server::responding(|_| panic!("credentials were sent elsewhere"));
    let link: &'static str = Box::leak(format!("{}/v1/kites/linked?at=4", elsewhere.url()).into_boxed_str());
    for (link, why) in [
        (link, format!("leads to `{}`", elsewhere.url())),
        ("https://kites.example/v1/kites", "leads to `https://kites.example`".to_owned()),
        ("/v2/kites", "leads outside the path of the base URL".to_owned()),
    ] {
        let server = linked(link);
        let mut found: Vec<_> =
            blocking(&server).kites().follow(FollowKite::new().colour("red")).pages(10).items().collect();
        let error = found.pop().expect("an end").expect_err("an error at the end");
        assert!(error.is_paging() && error.to_string().contains(&why), "{error}");
        assert_eq!(ids(found), ["a", "b"], "what came before the link is given");
    }
    assert!(elsewhere.seen().is_empty());
}

#[test]
fn a_link_that_comes_round_is_an_error() {
    let server = linked("?colour=red&at=2");
    let mut found: Vec<_> =
        blocking(&server).kites().follow(FollowKite::new().colour("red")).pages(10).items().collect();
    let error = found.pop().expect("an end").expect_err("an error at the end");
    assert!(error.is_paging() && error.to_string().contains("a link came again"), "{error}");
    assert_eq!(ids(found), ["a"], "the page with it gives no items");
}

#[test]
fn the_header_has_the_link() {
    let server = Server::responding(|request| match &*request.path {
        "/v1/kites/browsed" => Reply::json(200, &kites(&["a", "b"]))
            .header("Link", "</v1/kites/browsed?page=0>; rel=\"first\"")
            .header("Link", "</v1/kites/browsed?page=2>; title=\"on, and on\"; rel=\"next\", </v1/last>; rel=last"),
        "/v1/kites/browsed?page=2" => Reply::json(200, &kites(&["c"])).header("link", "<?page=1>; rel=prev"),
        other => panic!("{other} was asked for"),
    });
    assert_eq!(ids(blocking(&server).kites().browse().pages(10).items()), ["a", "b", "c"]);
    assert_eq!(asked(&server), ["/v1/kites/browsed", "/v1/kites/browsed?page=2"]);
}

#[test]
fn a_cursor_stands_inside() {
    let server = Server::responding(|request| {
        let next = if request.path.contains("after=m+1") { json!(null) } else { json!("m 1") };
        let id = if next.is_null() { "b" } else { "a" };
        Reply::json(200, &json!({ "items": kites(&[id]), "meta": { "page": { "next": next } } }))
    });
    assert_eq!(ids(blocking(&server).kites().walk().pages(10).items()), ["a", "b"]);
}

#[tokio::test]
async fn a_refusal_and_an_error_stand_inside() {
    let server = Server::responding(|request| {
        if request.path.contains("k-1") {
            let error = json!({ "reason": "STORM", "text": "Too much wind." });
            return Reply::json(402, &json!({ "id": "k-1", "error": error }));
        }
        let complaint = json!({ "source": { "field": "tail", "text": "too short" } });
        let error = json!({ "code": "BAD_KITE", "text": "It cannot fly.", "complaints": [complaint] });
        Reply::json(422, &json!({ "error": error, "meta": { "request": { "id": "q-1" } } }))
    });
    let client = client(&server);
    let error = client.kites().fly("k-1").await.expect_err("declined");
    let refused = error.refused::<Flight>().expect("it was declined");
    assert_eq!(refused.code().and_then(Grounding::row).map(|row| row.label), Some("Too much of it"));
    assert_eq!(refused.object.refusal_message(), Some("Too much wind."));
    let error = client.kites().fly("k-2").await.expect_err("invalid");
    assert_eq!((error.code(), error.request_id()), (Some("BAD_KITE"), Some("q-1")));
    assert_eq!(error.field_errors(), [("tail".to_owned(), "too short".to_owned())]);
}

#[test]
fn an_event_stands_inside() {
    let body = json!({
        "event": { "type": "kite.rose", "id": "e-1", "at": "2026-11-29T10:00:00Z", "signed_at": 1_764_410_400 },
        "data": { "object": { "id": "k-1", "colour": "red" }, "previous": { "id": "k-1" }, "wind": "none" },
        "meta": { "request": { "id": "q-1" } },
    });
    let text = body.to_string();
    let Event::KiteRose(event) = decode(text.as_str()) else { panic!("a kite rose") };
    assert_eq!((event.event_id.as_deref(), event.request_id.as_deref()), (Some("e-1"), Some("q-1")));
    assert_eq!(event.object.colour.as_deref(), Some("red"));
    assert_eq!(event.previous.as_ref().map(|kite| kite.id.to_string()).as_deref(), Some("k-1"));
    assert_eq!(serde_json::to_value(&event).expect("it is JSON"), body, "all of it is written back");

    let seal = hex_of("knot", text.as_bytes());
    let verify = |seconds: u64| {
        let now = UNIX_EPOCH + Duration::from_secs(1_764_410_400 + seconds);
        // `knot` in hexadecimal digits.
        Verifier::new("6b6e6f74")
            .configure(|runtime| runtime.clock(move || now))
            .verify([("x-knot", &seal)], text.as_str())
    };
    assert!(matches!(verify(10), Ok(Event::KiteRose(_))));
    assert!(matches!(verify(301), Err(VerifyError::TooOld { .. })), "the time of signing is found inside");
}
