//! 3-D Secure in the browser through the flow of `centralpay`: against a plain local server that replays the documented
//! answers, with the state stored as text between the requests of the browser, as a shop does.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use centralpay::model::{
    CheckThreeDsVersion, CreateTransaction, Currency, ThreeDsTransStatus, Transaction, TransactionStatus,
};
use centralpay::one_click::{self, KeptCard};
use centralpay::three_ds::{
    Browser, BrowserFacts, Enrolment, FrameOptions, Pending, Purchase, Returned, Series, Site, Step,
    StepWithoutCardholder, ThreeDsError,
};
use centralpay::{Amount, CardSource, Client, ClientBuilder};
use serde_json::{Value, json};

use crate::support::files;
use crate::support::server::{Request, Server};

const PAN: &str = "4000001000000067";
const ID: &str = "7d031b8e-7fb7-4215-b866-eaacb395002f";
const TOKEN: &str = "a3d37fd6-2ad7-4e9d-a4a0-b0b1aff44b50";

fn object(name: &str) -> Value {
    files::one("webhooks", name)["object"].clone()
}

/// The documented answers, with another authentication if one is given.
fn start(authentication: Option<Value>) -> Server {
    let authentication = authentication.unwrap_or_else(|| files::one("answers", "three-ds-authentication-browser-c"));
    let route = |route: &str, body: Value| (route.to_owned(), (200, body));
    Server::start([
        route("POST /3ds2/versioning", files::one("answers", "three-ds-versioning-with-method")),
        route("POST /3ds2/authentication", authentication),
        route(&format!("GET /3ds2/results/{ID}"), files::one("answers", "three-ds-results-y")),
        route("POST /transaction", object("TRANSACTION_SUCCEEDED")),
    ])
}

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url()).credentials("login", "password").build().expect("complete settings")
}

fn purchase() -> Purchase {
    Purchase { amount: Amount::from_minor(3_600_000), currency: Currency::EUR }
}

fn browser() -> Browser {
    let facts = json!({ "javaEnabled": false, "language": "fr-FR", "colorDepth": 30, "screenHeight": 1052,
        "screenWidth": 1853, "timezoneOffset": -60 });
    let facts: BrowserFacts = serde_json::from_value(facts).expect("what the script sends");
    Browser::new(facts, "Mozilla/5.0", "text/html")
}

fn site() -> Site {
    Site { url: "https://shop.example".to_owned(), notification_url: "https://shop.example/3ds/9f1c".to_owned() }
}

/// What the shop's database keeps between two requests.
fn stored(pending: impl Into<Pending>) -> Pending {
    let text = serde_json::to_string(&pending.into()).expect("JSON");
    for secret in [PAN, TOKEN, "123", "password"] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    serde_json::from_str(&text).expect("what was written")
}

/// What the bank's page posts back for a challenge request.
fn bank(creq: &str, status: &str) -> Vec<(String, String)> {
    let request: Value = serde_json::from_slice(&STANDARD.decode(creq).expect("base64")).expect("JSON");
    let response = json!({ "messageType": "CRes", "threeDSServerTransID": request["threeDSServerTransID"],
        "acsTransID": request["acsTransID"], "challengeCompletionInd": "Y", "messageVersion": "2.1.0",
        "transStatus": status });
    let body = form_body(&[("cres", &URL_SAFE_NO_PAD.encode(response.to_string())), ("threeDSSessionData", "")]);
    payspec_core::parse_pairs(body.as_bytes()).expect("a form")
}

fn form_body(pairs: &[(&str, &str)]) -> String {
    payspec_core::Form::from_pairs(pairs.iter().copied()).encode()
}

fn routes(seen: &[Request]) -> Vec<String> {
    seen.iter().map(|request| format!("{} {}", request.method, request.path)).collect()
}

fn pair<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The first two requests of the browser: the card, then what the browser says of itself.
async fn authenticate(client: &Client, card: &CardSource) -> Step {
    let version = client.three_ds().versioning(CheckThreeDsVersion::new(PAN)).await;
    let Enrolment::Enrolled(enrolled) = Enrolment::of_call(version, purchase()).expect("an answer") else {
        panic!("the card is enrolled");
    };
    let method = enrolled.method_form().expect("https").expect("the bank wants one");
    assert_eq!(method.origin(), "https://test-3dss-demo.centralpay.net");
    method.html(&FrameOptions::new("method").hidden()).expect("markup");

    let Pending::Enrolled(enrolled) = stored(enrolled) else { panic!("another state") };
    let (question, asked) = enrolled.authenticate(card, &browser(), &site());
    asked.answered(client.three_ds().authenticate(question).await.expect("an answer")).expect("it fits")
}

async fn pay(client: &Client, step: Step, card: &CardSource) -> Transaction {
    let Step::Authenticated(authenticated) = step else { panic!("not authenticated: {step:?}") };
    let payment = authenticated.payment(card, "point-of-sale", "203.0.113.7");
    let call = client.transactions().create(payment).profile(CreateTransaction::BROWSER_THREE_DS);
    call.await.expect("paid")
}

#[tokio::test]
async fn a_challenge_a_result_and_a_payment() {
    let server = start(None);
    let client = client(&server);
    let card = CardSource::Token(TOKEN.into());
    let Step::Challenge(challenge) = authenticate(&client, &card).await else { panic!("the bank wants a challenge") };
    let form = challenge.form().expect("https");
    let creq = form.fields().find(|(name, _)| *name == "creq").expect("the one field").1.to_owned();

    let Pending::Challenge(challenge) = stored(challenge) else { panic!("another state") };
    let Returned::ReadResult(waiting) = challenge.returned(bank(&creq, "Y")).expect("an answer") else {
        panic!("the challenge was passed");
    };
    let Pending::Waiting(waiting) = stored(waiting) else { panic!("another state") };
    let result = client.three_ds().results(waiting.trans_id().clone()).await.expect("a result");
    let step = waiting.result(result).expect("it fits");
    let transaction = pay(&client, step, &card).await;
    assert_eq!(transaction.transaction_status, Some(TransactionStatus::Success));

    let seen = server.seen();
    let expected = ["POST /3ds2/versioning", "POST /3ds2/authentication"];
    assert_eq!(routes(&seen)[..2], expected);
    assert_eq!(routes(&seen)[2..], [format!("GET /3ds2/results/{ID}"), "POST /transaction".to_owned()]);
    let question = seen[1].pairs();
    assert_eq!((pair(&question, "cardTokenId"), pair(&question, "browserColorDepth")), (Some(TOKEN), Some("24")));
    let payment = seen[3].pairs();
    for (name, value) in [
        ("amount", "3600000"),
        ("cardTokenId", TOKEN),
        ("3ds[threeDSServerTransID]", ID),
        ("3ds[status]", "Y"),
        ("3ds[cavv]", "JAmi21makAifmwqo2120cjq1AAA="),
        ("3ds[eci]", "01"),
    ] {
        assert_eq!(pair(&payment, name), Some(value), "{name}");
    }
}

#[tokio::test]
async fn a_bank_that_agrees_at_once_needs_no_result() {
    let mut agreed = files::one("answers", "three-ds-authentication-browser-y");
    // The documents' samples are of different payments.
    agreed["threeDSServerTransID"] = json!(ID);
    let server = start(Some(agreed));
    let client = client(&server);
    let card = CardSource::Token(TOKEN.into());
    let step = authenticate(&client, &card).await;
    pay(&client, step, &card).await;
    assert_eq!(routes(&server.seen()), ["POST /3ds2/versioning", "POST /3ds2/authentication", "POST /transaction"]);
}

#[tokio::test]
async fn a_refusal_and_a_failed_challenge_make_no_payment() {
    let mut refused = files::one("answers", "three-ds-authentication-browser-n");
    refused["threeDSServerTransID"] = json!(ID);
    let server = start(Some(refused));
    let card = CardSource::Token(TOKEN.into());
    let Step::Refused(refused) = authenticate(&client(&server), &card).await else { panic!("the bank refused") };
    assert_eq!(*refused.status(), ThreeDsTransStatus::NotAuthenticated);

    let server = start(None);
    let Step::Challenge(challenge) = authenticate(&client(&server), &card).await else { panic!("a challenge") };
    let creq = challenge.form().expect("https").fields().next().expect("one").1.to_owned();
    let returned = challenge.clone().returned(bank(&creq, "N")).expect("an answer");
    assert!(matches!(returned, Returned::Refused(_)));
    let of_another = STANDARD.encode(json!({ "threeDSServerTransID": "x", "acsTransID": "y" }).to_string());
    assert_eq!(challenge.returned(bank(&of_another, "Y")), Err(ThreeDsError::OtherAuthentication));
    assert_eq!(routes(&server.seen()), ["POST /3ds2/versioning", "POST /3ds2/authentication"]);
}

#[tokio::test]
async fn a_card_that_is_not_enrolled_is_no_failure_and_other_failures_are() {
    let not_enrolled = json!({ "message": "Card account number not found in card ranges from Directory Server" });
    for (status, enrolment) in [(404, true), (403, false), (500, false)] {
        let server = Server::start([("POST /3ds2/versioning".to_owned(), (status, not_enrolled.clone()))]);
        let version = client(&server).three_ds().versioning(CheckThreeDsVersion::new(PAN)).await;
        let result = Enrolment::of_call(version, purchase());
        assert_eq!(matches!(result, Ok(Enrolment::NotEnrolled)), enrolment, "{status}");
        assert_eq!(result.is_err(), !enrolment, "{status}");
    }
}

/// A series: the card is kept with the first payment, a later one goes without the cardholder.
#[tokio::test]
async fn a_kept_card_pays_again_without_the_cardholder() {
    let mut customer = object("CUSTOMER_CREATED");
    let mut card = object("CARD_UPDATED");
    card["cardTokenId"] = json!(TOKEN);
    customer["cards"] = json!([card]);
    let route = |route: &str, body: Value| (route.to_owned(), (200, body));
    let server = Server::start([
        route("POST /customer", customer),
        route("POST /3ds2/versioning", files::one("answers", "three-ds-versioning-with-method")),
        route("POST /3ds2/authentication", files::one("answers", "three-ds-authentication-browser-c")),
        route(&format!("GET /3ds2/results/{ID}"), files::one("answers", "three-ds-results-y")),
        route("POST /transaction", object("TRANSACTION_SUCCEEDED")),
    ]);
    let shop = client(&server);
    let token = TOKEN.into();
    let params = one_click::new_customer(&token).email("customer@example.com");
    let customer = shop.customers().create(params).await.expect("a customer");
    let kept = KeptCard::of_customer(&customer, Some(&token)).expect("the card of the token");

    let card = CardSource::from(kept.clone());
    let Step::Challenge(challenge) = authenticate(&shop, &card).await else { panic!("a challenge") };
    // The browser never came back, and the bank has authenticated all the same.
    let waiting = challenge.abandoned();
    let result = shop.three_ds().results(waiting.trans_id().clone()).await.expect("a result");
    let Ok(Step::Authenticated(authenticated)) = waiting.result(result) else { panic!("authenticated") };
    let prior = authenticated.prior("2024-01-05T12:00:00Z").expect("the challenge told the bank's id");
    pay(&shop, Step::Authenticated(authenticated), &card).await;

    // A month later, on another day of the server.
    let later = start(Some(files::one("answers", "three-ds-authentication-3ri-y")));
    let shop = client(&later);
    let series = Series { kind: "01".into(), until: "2026-01-01".into(), every_days: 28 };
    let (question, asked) = prior.authenticate(kept, purchase(), &series, "2024-02-05T12:00:00Z");
    let answer = shop.three_ds().authenticate(question).await.expect("an answer");
    let Ok(StepWithoutCardholder::Authenticated(authenticated)) = asked.answered(answer) else { panic!("agreed") };
    let payment = authenticated.payment("point-of-sale", "203.0.113.7");
    shop.transactions().create(payment).profile(CreateTransaction::THREE_RI).await.expect("paid");

    let first = server.seen();
    assert_eq!(pair(&first[0].pairs(), "cardTokenId"), Some(TOKEN), "the token is used once: to keep the card");
    assert!(first[1..].iter().all(|request| pair(&request.pairs(), "cardTokenId").is_none()));
    let second = later.seen();
    let question = second[0].pairs();
    assert_eq!(pair(&question, "threeDSReqPriorRef"), Some("7e43d28d-43dd-4f3c-a709-4b6dd5ef79cd"));
    let payment = second[1].pairs();
    assert_eq!(pair(&payment, "3ds[threeDSServerTransID]"), Some("67dc456c-6c7a-987f-92cf-f68752525d0c"));
    assert_eq!((pair(&payment, "3ds[cavv]"), pair(&payment, "cardTokenId")), (None, None));
    assert_eq!(pair(&payment, "cardId"), pair(&first[2].pairs(), "cardId"));
}
