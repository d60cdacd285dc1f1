//! Requests and responses in an envelope, as users of the showcase API meet them over real HTTP: they see the object.

use payspec_http::{CallOutcome, Error, RetryPolicy};
use payspec_test_support::server::{Reply, Request, Server};
use serde_json::{Value, json};
use showcase_nested_client::model::{CutSpool, ListSpool, Part, RelabelSpool, WindSpool};
use showcase_nested_client::{Client, ClientBuilder, blocking};

fn builder(server: &Server) -> ClientBuilder {
    ClientBuilder::at(format!("{}/v1", server.url()))
        .x_string("a knot")
        .configure(|http| http.retry(RetryPolicy::never()))
}

fn client(server: &Server) -> Client {
    builder(server).build().expect("complete settings")
}

fn blocking(server: &Server) -> blocking::Client {
    builder(server).build_blocking().expect("complete settings")
}

/// A server that always answers this.
fn saying(status: u16, body: &Value) -> Server {
    let body = body.clone();
    Server::responding(move |_| Reply::json(status, &body)).without_request_ids()
}

fn sent(server: &Server) -> Request {
    server.seen().pop().expect("a request came")
}

fn json_of(request: &Request) -> Value {
    serde_json::from_slice(&request.body).expect("JSON was sent")
}

#[tokio::test]
async fn parameters_stand_inside_and_users_see_the_object() {
    let spool = json!({ "id": "s-1", "length": 20, "label": "red" });
    let server = saying(201, &json!({ "data": { "spool": spool }, "meta": { "id": "not this" } }));
    let params = WindSpool::new(20).label("red").parts([Part::new().name("pin")]);
    let response = client(&server).spools().wind(params).parameter("knot", "tight").send().await.expect("wound");
    assert_eq!((response.value.id.to_string().as_str(), response.value.length), ("s-1", Some(20)));
    assert_eq!(serde_json::to_value(&response.value).expect("JSON"), spool);
    assert!(response.body().starts_with(b"{\"data\""), "the body is what came");
    let inside = json!({ "length": 20, "label": "red", "parts": [{ "name": "pin" }], "knot": "tight" });
    assert_eq!(json_of(&sent(&server)), json!({ "spool": inside }), "what the spec does not have as well");
}

#[test]
fn a_form_has_brackets_around_its_names() {
    let server = saying(200, &json!({ "payload": { "spool": { "id": "s-1" } } }));
    let params = RelabelSpool::new("s-1").label("blue").colours(["grey", "black"]);
    let found = blocking(&server).spools().relabel(params).parameter("font[size]", 3_u32).wait().expect("relabelled");
    assert_eq!(found.id.to_string(), "s-1");
    let pairs = sent(&server).pairs();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let wanted = [
        ("payload[spool][label]", "blue"),
        ("payload[spool][colours][]", "grey"),
        ("payload[spool][colours][]", "black"),
        ("payload[spool][font][size]", "3"),
    ];
    assert_eq!(pairs, wanted);
}

#[test]
fn an_operation_goes_without() {
    let server = saying(200, &json!({ "id": "s-1", "length": 5 }));
    let found = blocking(&server).spools().cut(CutSpool::new("s-1", 2)).wait().expect("cut");
    assert_eq!(found.length, Some(5));
    assert_eq!(json_of(&sent(&server)), json!({ "length": 2 }));
}

#[test]
fn rules_see_what_is_inside() {
    let server = Server::responding(|_| panic!("a call that breaks a rule is not sent"));
    let params = WindSpool::new(0).label("much too long");
    assert_eq!(
        params.warnings().expect("a warning").iter().next().map(payspec_core::Violation::fields),
        Some(&["label".to_owned()][..])
    );
    let error = blocking(&server).spools().wind(params).wait().expect_err("a rule");
    let fields: Vec<_> = error.violations().into_iter().flatten().map(|found| found.fields().to_vec()).collect();
    assert_eq!(fields, [["length".to_owned()]]);
}

#[test]
fn the_query_has_no_envelope_and_a_search_reads_all_around_its_list() {
    let server = Server::responding(|request| {
        let page = |ids: &[&str], more: bool| {
            let spools: Value = ids.iter().map(|id| json!({ "id": id })).collect();
            json!({ "data": { "spools": spools, "seen": 1 }, "page": { "has_more": more } })
        };
        Reply::json(
            200,
            &match &*request.path {
                "/v1/spools?label=red" => page(&["a", "b"], true),
                "/v1/spools?label=red&starting_after=b" => page(&["c"], false),
                other => panic!("{other} was asked for"),
            },
        )
    });
    let found = blocking(&server).spools().list(ListSpool::new().label("red")).pages(10).items();
    let found: Vec<_> = found.map(|spool| spool.expect("a spool").id.to_string()).collect();
    assert_eq!(found, ["a", "b", "c"], "what says that there is more stands beside the envelope");
    let page = blocking(&server).spools().list(ListSpool::new().label("red")).wait().expect("a page");
    assert_eq!(page.envelope.get("data"), Some(&json!({ "seen": 1 })));

    let server = saying(200, &json!({ "spools": [{ "id": "a" }, { "id": "b" }] }));
    assert_eq!(blocking(&server).spools().all().wait().expect("a list").len(), 2);
}

/// A call whose value does not matter.
type Sending = fn(&blocking::Client) -> Result<(), Error>;

/// What a call makes of a body with the status of a success.
fn of_body(body: &'static [u8], call: Sending) -> Result<(), Error> {
    let reply = move |_: &Request| Reply { body: body.to_vec(), ..Reply::json(200, &json!(null)) };
    call(&blocking(&Server::responding(reply).without_request_ids()))
}

#[test]
fn without_the_object_there_is_no_success() {
    let calls: [(&str, Sending); 4] = [
        ("get", |client| client.spools().get("s-1").wait().map(drop)),
        ("wind", |client| client.spools().wind(WindSpool::new(1)).wait().map(drop)),
        ("list", |client| client.spools().list(ListSpool::new()).wait().map(drop)),
        ("all", |client| client.spools().all().wait().map(drop)),
    ];
    for (name, call) in calls {
        for body in [
            "",
            "null",
            "{}",
            "[]",
            "7",
            "\"data\"",
            "true",
            "<html>",
            r#"{"id": "s-1", "spools": null}"#,
            r#"[{"id": "s-1"}]"#,
            r#"{"data": null, "spools": null}"#,
            r#"{"data": {}, "spools": 7}"#,
            r#"{"data": [], "spools": ""}"#,
            r#"{"data": {"spool": null}}"#,
            r#"{"data": {"spool": []}}"#,
            r#"{"data": {"spool": ""}}"#,
            r#"{"data": {"spool": 7}}"#,
            r#"{"data": {"spool": true}}"#,
            r#"{"data": {"spool": {}}}"#,
            r#"{"data": [{"spool": {"id": "s-1"}, "spools": []}]}"#,
            r#"{"data.spool": {"id": "s-1"}}"#,
            r#"{"data": {"spool": {"id": "s-1"}, "spools": [{"id": "s-1"}]}, "data": {"spool": {}, "spools": []}, "spools": [], "spools": []}"#,
            r#"{"spools": [{"id": "s-1"}], "data": {"spool": {"id": "s-1"}, "spools": [{"id": "s-1"}]}"#,
        ] {
            let error = of_body(body.as_bytes(), call).expect_err(body);
            assert!(error.is_decode(), "{name} {body}: {error}");
            assert!(!error.to_string().contains("s-1"), "nothing of a body is told: {error}");
        }
    }
    let error = of_body(br#"{"data": null}"#, calls[0].1).expect_err("null");
    assert!(error.to_string().contains("`data.spool`, which contains the response, is missing"), "{error}");
}

#[test]
fn what_became_of_a_call_is_identified_by_what_is_inside() {
    let outcome = |body: &'static str| {
        let wind: Sending = |client| client.spools().wind(WindSpool::new(1)).wait().map(drop);
        of_body(body.as_bytes(), wind).expect_err(body).outcome()
    };
    // One that cannot be read but has the id of its object is the API's own.
    assert_eq!(outcome(r#"{"data": {"spool": {"id": "s-1", "length": 1}, "cut"#), CallOutcome::Happened);
    assert_eq!(outcome(r#"{"data": {"spool": {"length": 1}}, "id": "s-1"}"#), CallOutcome::Unknown);
    assert_eq!(outcome(r#"{"id": "s-1"}"#), CallOutcome::Unknown);
    assert_eq!(outcome(r#"{"data": {"spool": [{"id": "s-1"}]}}"#), CallOutcome::Unknown);

    let get: Sending = |client| client.spools().get("s-1").wait().map(drop);
    let other = of_body(br#"{"data": {"spool": {"id": "s-2"}}, "id": "s-1"}"#, get).expect_err("another spool");
    assert!(other.is_wrong_object(), "{other}");
    of_body(br#"{"data": {"spool": {"id": "s-1"}}, "id": "s-2"}"#, get).expect("the right spool");
}

#[test]
fn what_cannot_be_read_has_its_place_in_the_body() {
    let server =
        saying(200, &json!({ "data": { "spool": { "id": "s-1", "length": "long", "parts": [{ "name": {} }] } } }));
    let response = blocking(&server).spools().get("s-1").send().expect("the rest can be read");
    let places: Vec<_> = response.unreadable().iter().map(|member| (member.path(), member.json())).collect();
    assert_eq!(places, [("data.spool.length", "\"long\""), ("data.spool.parts[0].name", "{}")]);
    let own: Vec<_> = response.value.unreadable().iter().collect();
    assert_eq!(own, [("length", "\"long\"")], "and in its object");

    let get: Sending = |client| client.spools().get("s-1").wait().map(drop);
    let error =
        of_body(b"{\"data\":\n {\"spool\": {\"label\": \"x\",\n\"id\": {}, \"length\": 1}}}", get).expect_err("no id");
    assert!(error.to_string().contains("at `data.spool.id`"), "{error}");
    assert!(error.to_string().contains("line 3, column 8"), "{error}");
    let body = r#"{"data": {"spool": {"id": {}, "length": 1}}}"#;
    let error = of_body(body.as_bytes(), get).expect_err("no id");
    let column = body.find("{}").expect("it is there") + 2;
    assert!(error.to_string().contains(&format!("line 1, column {column}")), "{error}");
}

#[test]
fn errors_stand_at_the_top() {
    let error =
        json!({ "code": "BAD", "text": "No.", "complaints": [{ "source": { "field": "length", "text": "short" } }] });
    let server = saying(422, &json!({ "error": error, "meta": { "request": { "id": "q-1" } } }));
    let error = blocking(&server).spools().wind(WindSpool::new(1)).wait().expect_err("invalid");
    assert_eq!((error.code(), error.message(), error.request_id()), (Some("BAD"), Some("No."), Some("q-1")));
    assert_eq!(error.field_errors(), [("length".to_owned(), "short".to_owned())]);
}
