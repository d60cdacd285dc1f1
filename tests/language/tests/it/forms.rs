//! Forms and what is reported of their fields, as users of the showcase API meet them over real HTTP.

use payspec_core::Blob;
use payspec_http::RetryPolicy;
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};
use showcase_form_client::model::{
    Bead, Charm, Clasp, DrawNecklace, Hole, MendNecklace, SearchNecklace, StringNecklace,
};
use showcase_form_client::{ClientBuilder, blocking};

fn client(server: &Server) -> blocking::Client {
    ClientBuilder::at(format!("{}/v1", server.url()))
        .thread("a thread")
        .configure(|http| http.retry(RetryPolicy::never()))
        .build_blocking()
        .expect("complete settings")
}

/// A server that always answers this.
fn saying(status: u16, body: &Value) -> Server {
    let body = body.clone();
    Server::responding(move |_| Reply::json(status, &body)).without_request_ids()
}

#[test]
fn an_error_names_its_field() {
    let error = json!({ "param": "label", "message": "Too long.", "code": "LONG" });
    let server = saying(422, &json!({ "error": error }));
    let error = client(&server).necklaces().string(StringNecklace::new("a".repeat(99))).wait().expect_err("invalid");
    assert_eq!(error.field_errors(), [("label".to_owned(), "Too long.".to_owned())]);
    assert_eq!((error.code(), error.message()), (Some("LONG"), Some("Too long.")));
}

/// What a call sends.
fn sent(params: StringNecklace) -> Vec<(String, String)> {
    let server = saying(200, &json!({ "id": "n-1" }));
    client(&server).necklaces().string(params).wait().expect("strung");
    server.seen().pop().expect("a request came").pairs()
}

fn shown(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

/// The fields that rules, or what cannot be written, complain of.
fn refused(params: StringNecklace) -> Vec<(String, Vec<String>)> {
    let server = Server::responding(|_| panic!("what is refused is not sent"));
    let error = client(&server).necklaces().string(params).wait().expect_err("refused");
    let found = error.violations().expect("a rule").into_iter();
    found.map(|violation| (violation.rule().to_owned(), violation.fields().to_vec())).collect()
}

#[test]
fn objects_in_lists_have_numbers() {
    let beads = [
        Bead::new("red").count(3).holes([Hole::new().width(1), Hole::new().width(2)]),
        Bead::new("blue").drilled("2026-01-05"),
    ];
    let links = Clasp::new().metal("tin").links([Hole::new().width(4)]);
    let note = [("a", "b")].into_iter().collect();
    let pairs = sent(StringNecklace::new("summer").beads(beads).clasp(links).notes([note]));
    let wanted = [
        ("label", "summer"),
        ("beads[0][colour]", "red"),
        ("beads[0][count]", "3"),
        ("beads[0][holes][0][width]", "1"),
        ("beads[0][holes][1][width]", "2"),
        ("beads[1][colour]", "blue"),
        ("beads[1][drilled]", "20260105"),
        ("clasp[metal]", "tin"),
        ("clasp[links][0][width]", "4"),
        ("notes[0][a]", "b"),
    ];
    assert_eq!(shown(&pairs), wanted);
}

#[test]
fn objects_in_lists_have_brackets() {
    let charms = [
        Charm::new().shape("star").weight(5).signs(["x", "y"]),
        Charm::new().shape("moon"),
        Charm::new().shape("sun").weight(9),
    ];
    let pairs = sent(StringNecklace::new("summer").charms(charms));
    let wanted = [
        ("label", "summer"),
        ("charms[][shape]", "star"),
        ("charms[][weight]", "5"),
        ("charms[][signs]", "x,y"),
        ("charms[][shape]", "moon"),
        ("charms[][shape]", "sun"),
        ("charms[][weight]", "9"),
    ];
    assert_eq!(shown(&pairs), wanted);
}

#[test]
fn what_the_spec_does_not_have_may_be_a_list_of_objects() {
    let server = saying(200, &json!({ "id": "n-1" }));
    let call = client(&server).necklaces().string(StringNecklace::new("a"));
    let pairs = ["red", "blue"].into_iter().fold(call, |call, colour| call.parameter("knots[][colour]", colour));
    pairs.wait().expect("strung");
    let pairs = server.seen().pop().expect("a request came").pairs();
    assert_eq!(shown(&pairs)[1..], [("knots[][colour]", "red"), ("knots[][colour]", "blue")]);
}

#[test]
fn rules_see_each_object() {
    let of = |rule: &str, field: &str| (rule.to_owned(), vec![field.to_owned()]);
    let beads = [Bead::new("red").count(1), Bead::new("blue").count(0)];
    assert_eq!(refused(StringNecklace::new("a").beads(beads)), [of("beads-some-beads", "beads[1][count]")]);
    let twins = [Bead::new("red"), Bead::new("red")];
    assert_eq!(refused(StringNecklace::new("a").beads(twins))[0].0, "distinct-beads");
    let charms = [Charm::new().shape("star"), Charm::new().shape("moon").weight(10)];
    assert_eq!(refused(StringNecklace::new("a").charms(charms)), [of("charms-light-charms", "charms[1][weight]")]);
}

#[test]
fn objects_that_would_not_arrive_as_they_are_are_refused() {
    let not_written = |field: &str| [("form-encoding".to_owned(), vec![field.to_owned()])];
    // The server would read one charm that has both.
    let merged = [Charm::new().shape("star"), Charm::new().weight(5)];
    assert_eq!(refused(StringNecklace::new("a").charms(merged)), not_written("charms[]"));
    let no_begin = [Charm::new().signs(["x"]), Charm::new().signs(["y"])];
    assert_eq!(refused(StringNecklace::new("a").charms(no_begin)), not_written("charms[]"));
    let nothing = [Charm::new().shape("star"), Charm::new()];
    assert_eq!(refused(StringNecklace::new("a").charms(nothing)), not_written("charms[]"));
    let holes = Bead::new("red").holes([Hole::new(), Hole::new().width(1)]);
    assert_eq!(refused(StringNecklace::new("a").beads([holes])), not_written("beads[0][holes][0]"));
}

#[test]
fn a_comma_separates_plain_values() {
    let server = saying(200, &json!([]));
    let params = SearchNecklace::new().label("a,b").colours(["red", "a&b", "bl\u{fc}"]);
    client(&server)
        .necklaces()
        .search(params)
        .parameter("sizes[]", "1")
        .parameter("sizes[]", "2")
        .wait()
        .expect("found");
    let path = server.seen().pop().expect("a request came").path;
    assert_eq!(path, "/v1/necklaces?label=a%2Cb&colours=red,a%26b,bl%C3%BC&sizes=1,2");

    let server = saying(200, &json!({ "id": "n-1" }));
    let drawing = DrawNecklace::new("n-1", Blob::new(b"x".to_vec())).colours(["red", "blue"]);
    client(&server).necklaces().draw(drawing).wait().expect("kept");
    let body = server.seen().pop().expect("a request came").body;
    let body = String::from_utf8_lossy(&body).into_owned();
    assert!(body.contains("name=\"colours\"\r\n\r\nred,blue\r\n"), "{body}");
}

#[test]
fn a_value_that_would_be_read_as_others_is_refused() {
    for colour in ["a,b", "", ","] {
        let params = SearchNecklace::new().colours(["red", colour]);
        let found = params.validate().expect_err("refused");
        let found: Vec<_> = found.iter().map(|violation| (violation.rule(), violation.fields().to_vec())).collect();
        assert_eq!(found, [("form-encoding", vec!["colours[]".to_owned()])], "{colour:?}");
    }
    let charms = [Charm::new().shape("star").signs(["a,b"])];
    assert_eq!(refused(StringNecklace::new("a").charms(charms))[0].1, ["charms[][signs][]"]);
}

/// What a change sends.
fn mended(params: MendNecklace) -> Vec<(String, String)> {
    let server = saying(200, &json!({ "id": "n-1" }));
    client(&server).necklaces().mend(params).wait().expect("mended");
    server.seen().pop().expect("a request came").pairs()
}

#[test]
fn a_field_is_left_alone_cleared_or_set() {
    assert_eq!(shown(&mended(MendNecklace::new("n-1"))), []);
    let cleared = MendNecklace::new("n-1")
        .clear_label()
        .clear_colours()
        .clear_beads()
        .clear_clasp()
        .clear_ready()
        .clear_inspections()
        .clear_notes();
    let names = ["label", "colours", "beads", "clasp", "ready", "inspections", "notes"];
    assert_eq!(shown(&mended(cleared)), names.map(|name| (name, "")));
    let set = MendNecklace::new("n-1")
        .label("summer")
        .colours(["red", "blue"])
        .beads([Bead::new("red")])
        .clasp(Clasp::new().metal("tin"))
        .ready("2024-01-05T11:44:06Z")
        .inspections(["1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z"])
        .notes([("a", "b")].into_iter().collect());
    let wanted = [
        ("label", "summer"),
        ("colours", "red,blue"),
        ("beads[0][colour]", "red"),
        ("clasp[metal]", "tin"),
        ("ready", "1704455046"),
        ("inspections", "0,1"),
        ("notes[a]", "b"),
    ];
    assert_eq!(shown(&mended(set)), wanted);
    let found = MendNecklace::new("n-1").label("a").validate().expect_err("too short");
    assert_eq!(found.iter().next().map(payspec_core::Violation::rule), Some("long-label"));
}
