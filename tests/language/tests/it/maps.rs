//! Objects with any keys, as users of the showcase API meet them over real HTTP.

use payspec_core::{Amount, Map};
use payspec_http::RetryPolicy;
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};
use showcase_form_client::model::{Clasp, Hole, Necklace, SellNecklace, SellNecklaceRequired, StringNecklace};
use showcase_form_client::{ClientBuilder, blocking};

const SOLD: &str = "2024-01-05T11:44:06Z";

fn client(server: &Server) -> blocking::Client {
    ClientBuilder::at(format!("{}/v1", server.url()))
        .thread("a thread")
        .configure(|http| http.retry(RetryPolicy::never()))
        .build_blocking()
        .expect("complete settings")
}

/// A server that always answers this text: a `Value` would sort the keys.
fn saying(body: &'static str) -> Server {
    Server::responding(move |_| Reply { body: body.into(), ..Reply::json(200, &json!(null)) })
}

fn read(body: &'static str) -> Necklace {
    let server = saying(body);
    client(&server)
        .necklaces()
        .sell(SellNecklace::new(SellNecklaceRequired { id: "n-1".into(), at: SOLD.into() }))
        .wait()
        .expect("an answer that nothing fails")
}

fn entries<T: Clone>(map: Option<&Map<T>>) -> Vec<(String, T)> {
    map.into_iter().flat_map(Map::iter).map(|(key, value)| (key.to_owned(), value.clone())).collect()
}

#[test]
fn a_response_keeps_its_keys_in_order() {
    let body = concat!(
        r#"{"id":"n-1","counts":{"red":3,"blue":4,"a b[]":0},"makers":{"clasp":"Zoe","":"nobody"},"#,
        r#""holes":{"left":{"width":2},"right":{}},"parents":{"first":"n-0"},"rest":{"y":[1],"x":{}},"#,
        r#""steps":{"clasp":{"kind":"lent","since":1704455046},"a":{"kind":"new","z":1}}}"#
    );
    let necklace = read(body);
    let counts = [("red".to_owned(), 3), ("blue".to_owned(), 4), ("a b[]".to_owned(), 0)];
    assert_eq!(entries(necklace.counts.as_ref()), counts);
    assert_eq!(necklace.holes.as_ref().and_then(|holes| holes.get("left")?.width), Some(2));
    let parent = necklace.parents.as_ref().and_then(|parents| parents.get("first"));
    assert_eq!(parent.map(ToString::to_string).as_deref(), Some("n-0"));
    let written = serde_json::to_string(&necklace).expect("JSON");
    for part in [r#"{"red":3,"blue":4,"a b[]":0}"#, r#"{"clasp":"Zoe","":"nobody"}"#, r#"{"y":[1],"x":{}}"#] {
        assert!(written.contains(part), "{part}: {written}");
    }
    let value = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    assert_eq!(value(&written), value(body));
    let shown = format!("{necklace:?}");
    assert!(shown.contains("\"red\": 3") && !shown.contains("a b[]"), "{shown}");
}

#[test]
fn what_says_nothing_is_left_out_and_php_is_understood() {
    let necklace = read(concat!(
        r#"{"id":"n-1","counts":{"red":null,"blue":"4","grey":""},"makers":[],"#,
        r#""holes":[{"width":1},null],"parents":null,"rest":""}"#
    ));
    assert_eq!(entries(necklace.counts.as_ref()), [("blue".to_owned(), 4)]);
    assert_eq!(necklace.makers.as_ref().map(Map::is_empty), Some(true));
    assert_eq!(entries(necklace.holes.as_ref()), [("0".to_owned(), Hole::new().width(1))]);
    assert!(necklace.parents.is_none() && necklace.rest.is_none());
    assert!(necklace.unreadable().is_empty());
}

#[test]
fn what_does_not_fit_is_kept() {
    let body = r#"{"id":"n-1","counts":{"red":1,"red":1},"makers":7,"holes":{"left":{"width":"wide"},"right":{"width":1}},"parents":{"a":[]}}"#;
    let necklace = read(body);
    let mut kept: Vec<_> = necklace.unreadable().iter().collect();
    kept.sort_unstable();
    assert_eq!(kept, [("counts", r#"{"red":1,"red":1}"#), ("makers", "7"), ("parents", r#"{"a":[]}"#)]);
    let left = necklace.holes.as_ref().and_then(|holes| holes.get("left")).expect("it is there");
    assert_eq!(left.unreadable().iter().collect::<Vec<_>>(), [("width", "\"wide\"")]);
    assert_eq!(serde_json::to_string(&necklace).expect("JSON").len(), body.len(), "written back as it came");
}

#[test]
fn requests_send_them() {
    let server = saying(r#"{"id":"n-1"}"#);
    let prices = [("clasp", Amount::from_minor(1250)), ("beads", Amount::from_minor(5))].into_iter().collect();
    let parts = [("box", Clasp::new().metal("tin"))].into_iter().collect();
    client(&server)
        .necklaces()
        .sell(SellNecklace::new(SellNecklaceRequired { id: "n-1".into(), at: SOLD.into() }).prices(prices).parts(parts))
        .wait()
        .expect("sold");
    let body = server.seen().pop().expect("a request").body;
    let sent = json!({
        "at": 1_704_455_046,
        "prices": { "clasp": 1250, "beads": 5 },
        "parts": { "box": { "metal": "tin" } },
    });
    assert_eq!(serde_json::from_slice::<Value>(&body).expect("JSON"), sent);

    let server = saying(r#"{"id":"n-1"}"#);
    let counts = [("red", 3), ("blue", 4)].into_iter().collect();
    let holes = [("left", Hole::new().width(2))].into_iter().collect();
    let rest = [("x", json!([1]))].into_iter().collect();
    let params = StringNecklace::new("a").counts(counts).holes(holes).rest(rest);
    client(&server).necklaces().string(params).wait().expect("strung");
    let pairs = server.seen().pop().expect("a request").pairs();
    let pairs: Vec<_> = pairs[1..].iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(pairs, [("counts[red]", "3"), ("counts[blue]", "4"), ("holes[left][width]", "2"), ("rest[x]", "[1]")]);
}

#[test]
fn a_key_that_would_be_read_as_another_is_refused() {
    let refused = |params: StringNecklace| {
        let server = Server::responding(|_| panic!("what is refused is not sent"));
        let error = client(&server).necklaces().string(params).wait().expect_err("refused");
        let found = error.violations().expect("a rule").iter().next().expect("one").fields().to_vec();
        found.join(" ")
    };
    for key in ["", "a]", "[b"] {
        let counts = [(key, 1)].into_iter().collect();
        assert_eq!(refused(StringNecklace::new("a").counts(counts)), format!("counts[{key}]"));
    }
    let holes = [("left", Hole::new())].into_iter().collect();
    assert_eq!(refused(StringNecklace::new("a").holes(holes)), "holes[left]", "nothing would be sent of it");
}
