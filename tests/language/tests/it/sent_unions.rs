//! Unions in requests of the showcase API, as users of the generated crates meet them over real HTTP: one struct for each
//! variant, which travels as the API wants it.

use payspec_core::Operation;
use payspec_http::RetryPolicy;
use payspec_test_support::server::{Reply, Request, Server};
use serde_json::{Value, json};
use showcase_nested_client::model::{
    CreatePurchase, Home, OrderPurchase, Payer, PricePurchase, Source, SourceCard, SourceMandate, SourceToken,
    Wrapping, WrappingBox, WrappingPaper, WrappingVariant,
};
use showcase_nested_client::{ClientBuilder, blocking};

const NUMBER: &str = "4000000000000002";

fn client(server: &Server) -> blocking::Client {
    ClientBuilder::at(format!("{}/v1", server.url()))
        .x_string("a knot")
        .configure(|http| http.retry(RetryPolicy::never()))
        .build_blocking()
        .expect("complete settings")
}

/// A server that sells everything, wrapped like this.
fn selling(wrapping: &Value) -> Server {
    let body = json!({ "id": "b-1", "wrapping": wrapping });
    Server::responding(move |request| Reply::json(if request.method == "GET" { 200 } else { 201 }, &body))
        .without_request_ids()
}

fn sent(server: &Server) -> Request {
    server.seen().pop().expect("a request came")
}

fn json_of(request: &Request) -> Value {
    serde_json::from_slice(&request.body).expect("JSON was sent")
}

fn card() -> SourceCard {
    SourceCard::new(NUMBER).code("123")
}

/// The fields, and the names of the rules, of what is wrong with parameters.
fn broken(params: &impl Operation) -> Vec<(Vec<String>, String)> {
    let violations = Operation::validate(params).expect_err("a rule is broken");
    violations.iter().map(|found| (found.fields().to_vec(), found.rule().to_owned())).collect()
}

#[test]
fn a_variant_is_sent_with_its_tag_among_its_members() {
    let server = selling(&json!(null));
    let payer = Payer::new().name("A. Person").sources([SourceMandate::new("KT01")]);
    let params = CreatePurchase::new("k-1", card().label("Kites").billing(Home::new().town("Tours")))
        .others([Source::from(SourceToken::new("t-1")), SourceMandate::new("KT02").into()])
        .payer(payer);
    client(&server).purchases().create(params).wait().expect("bought");
    let wanted = json!({
        "kite": "k-1",
        "source": { "type": "card", "label": "Kites", "number": NUMBER, "code": "123", "billing": { "town": "Tours" } },
        "others": [{ "type": "token", "token": "t-1" }, { "type": "mandate", "iban": "KT02" }],
        "payer": { "name": "A. Person", "sources": [{ "type": "mandate", "iban": "KT01" }] },
    });
    assert_eq!(json_of(&sent(&server)), wanted);
}

#[test]
fn a_form_has_its_members_in_brackets() {
    let server = selling(&json!(null));
    let params = OrderPurchase::new("k-1", card().billing(Home::new().town("Tours")))
        .others([SourceToken::new("t-1")])
        .payer(Payer::new().name("A. Person"))
        .spare(SourceToken::new("t-2"))
        .wrapping(Wrapping::from(WrappingPaper::new().colour("red")).note("for you"));
    client(&server).purchases().order(params).wait().expect("ordered");
    let pairs = sent(&server).pairs();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let wanted = [
        ("kite", "k-1"),
        ("source[type]", "card"),
        ("source[number]", NUMBER),
        ("source[code]", "123"),
        ("source[billing][town]", "Tours"),
        ("others[]", r#"{"token":"t-1","type":"token"}"#),
        ("payer[name]", "A. Person"),
        ("spare", r#"{"token":"t-2","type":"token"}"#),
        ("wrapping[note]", "for you"),
        ("wrapping[kind]", "paper"),
        ("wrapping[colour]", "red"),
    ];
    assert_eq!(pairs, wanted);
}

#[test]
fn a_query_has_them_too() {
    let server = selling(&json!(null));
    client(&server).purchases().price(PricePurchase::new().source(SourceToken::new("t-1"))).wait().expect("priced");
    let target = sent(&server).path.replace("%5B", "[").replace("%5D", "]");
    assert_eq!(target.split_once('?').map(|(_, query)| query), Some("source[type]=token&source[token]=t-1"));
}

/// The rules of a variant hold for that variant alone, wherever it stands.
#[test]
fn a_call_that_breaks_a_rule_of_its_variant_is_not_sent() {
    let server = Server::responding(|_| panic!("a call that breaks a rule is not sent"));
    let params = CreatePurchase::new("k-1", SourceCard::new("4000000000000003"));
    assert_eq!(
        broken(&params),
        [
            (vec!["source.card.number".to_owned()], "source-card-number-luhn".to_owned()),
            (
                vec!["source.card.code".to_owned(), "source.card.signature".to_owned()],
                "source-card-one-proof".to_owned()
            ),
        ]
    );
    let error = client(&server).purchases().create(params).wait().expect_err("rejected before it is sent");
    assert!(
        error.to_string().contains("source-card-number-luhn") || format!("{error:?}").contains("number"),
        "{error}"
    );
    // A mandate has no proof, and its e-mail address a format.
    let mandate = SourceMandate::new("KT01").email("nobody");
    let params = OrderPurchase::new("k-1", mandate.clone()).others([mandate]).spare(SourceToken::new(""));
    assert_eq!(
        broken(&params).into_iter().map(|(fields, rule)| (fields.join(" "), rule)).collect::<Vec<_>>(),
        [
            ("source[mandate][email]".to_owned(), "source-mandate-email-format".to_owned()),
            ("others[] (item 1: mandate.email)".to_owned(), "others-mandate-email-format".to_owned()),
            ("spare (token.token)".to_owned(), "spare-token-required".to_owned()),
        ]
    );
    let home = Home::new().town("Tours").code("1");
    let params = CreatePurchase::new("k-1", card().billing(home));
    assert_eq!(broken(&params)[0].0, ["source.card.billing.code"]);
}

/// An operation may speak of a variant, too.
#[test]
fn rules_ask_which_variant_is_given() {
    use showcase_nested_client::model::SourceCash;
    CreatePurchase::new("k-1", card()).tip(5).validate().expect("tips are paid with cards");
    CreatePurchase::new("k-1", SourceCash::new()).validate().expect("a variant without members is given as well");
    let violations = broken(&CreatePurchase::new("k-1", SourceCash::new()).tip(5));
    assert_eq!(violations, [(vec!["tip".to_owned()], "tip-of-cards".to_owned())]);
    let violations = broken(&CreatePurchase::new("k-1", SourceMandate::new("")));
    assert_eq!(violations.iter().map(|(_, rule)| rule.as_str()).collect::<Vec<_>>(), ["source-mandate-required"]);
}

#[test]
fn values_that_are_not_listed_are_warned_of_in_their_variant_only() {
    let params = CreatePurchase::new("k-1", card().brand("GULLS").holder("A name that goes on and on"));
    let warnings = params.warnings().expect("two warnings");
    let found: Vec<_> = warnings.iter().map(|found| (found.rule(), found.fields().join(" "))).collect();
    assert_eq!(
        found,
        [
            ("source-card-short-holder", "source.card.holder".to_owned()),
            ("unknown-value", "source.card.brand".to_owned())
        ]
    );
    assert!(CreatePurchase::new("k-1", SourceMandate::new("KT01").brand("GULLS")).warnings().is_none());
}

#[test]
fn a_variant_that_is_not_described_can_be_sent() {
    let server = selling(&json!(null));
    let shells =
        || Source::other("shells", [("count".to_owned(), json!(12)), ("bag".to_owned(), json!({ "big": true }))]);
    client(&server).purchases().create(CreatePurchase::new("k-1", shells())).wait().expect("bought");
    assert_eq!(json_of(&sent(&server))["source"], json!({ "type": "shells", "count": 12, "bag": { "big": true } }));
    client(&server).purchases().order(OrderPurchase::new("k-1", shells())).wait().expect("ordered");
    let pairs = sent(&server).pairs();
    let wanted = [("kite", "k-1"), ("source[type]", "shells"), ("source[bag][big]", "true"), ("source[count]", "12")];
    assert_eq!(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), wanted);
    // By the name of a variant that is described, its rules hold.
    let card = Source::other("card", [("number".to_owned(), json!("4000000000000003"))]);
    assert_eq!(broken(&CreatePurchase::new("k-1", card)).len(), 2);
}

#[test]
fn what_is_sensitive_is_hidden_in_unions_too() {
    let other = Source::other("shells", [("pin".to_owned(), json!("9876"))]);
    let params = CreatePurchase::new("k-1", card().holder("A. Person")).others([
        SourceToken::new("t-secret").into(),
        SourceMandate::new("KT01").into(),
        other,
    ]);
    let shown = format!("{params:?} {:?} {:?}", params.validate(), params.encoded());
    for secret in [NUMBER, "A. Person", "t-secret", "KT01", "9876", "123"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("shells") && shown.contains("pin"), "{shown}");
}

/// A union that travels both ways is what responses bring, made by callers as well.
#[test]
fn a_union_that_came_can_be_sent() {
    let came = json!({ "kind": "sail", "area": 12, "note": "strong" });
    let server = selling(&came);
    let wrapping = Wrapping::from(WrappingBox::new().size(3)).note("for you");
    let params = CreatePurchase::new("k-1", card()).wrapping(wrapping);
    let bought = client(&server).purchases().create(params).wait().expect("bought");
    assert_eq!(json_of(&sent(&server))["wrapping"], json!({ "kind": "box", "size": 3, "note": "for you" }));
    let again = bought.wrapping.expect("the wrapping");
    assert!(matches!(&again.variant, WrappingVariant::Unrecognized(other) if other.tag() == Some("sail")));
    let params = CreatePurchase::new("k-1", card()).wrapping(again);
    client(&server).purchases().create(params).wait().expect("bought");
    assert_eq!(json_of(&sent(&server))["wrapping"], came);
    let made = Wrapping::other("leaf", [("size".to_owned(), json!(2))]);
    client(&server).purchases().create(CreatePurchase::new("k-1", card()).wrapping(made)).wait().expect("bought");
    assert_eq!(json_of(&sent(&server))["wrapping"], json!({ "kind": "leaf", "size": 2 }));
}

/// Whoever receives requests reads what callers write.
#[test]
fn what_is_sent_can_be_read() {
    for source in [card().into(), SourceToken::new("t-1").into(), Source::other("shells", [])] {
        let written = serde_json::to_value(&source).expect("JSON");
        let read: Source = serde_json::from_value(written).expect("a source");
        assert_eq!(read, source);
    }
}
