//! 3-D Secure in the browser through the flow of `centralpay`: against a plain local server that replays the documented
//! answers, with the state stored as text between the requests of the browser, as a shop does.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use payspec::centralpay::model::{
    CheckThreeDsVersion, CreateTransaction, Currency, ThreeDsTransStatus, Transaction, TransactionStatus,
};
use payspec::centralpay::one_click::{self, KeptCard};
use payspec::centralpay::three_ds::{
    Browser, BrowserFacts, BrowserRequired, Enrolment, FrameOptions, Pending, Purchase, Returned, Series, Site, Step,
    StepWithoutCardholder, ThreeDsError,
};
use payspec::centralpay::{Amount, CardSource, Client, ClientBuilder};
use serde_json::{Value, json};

use crate::three_ds::place;
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Request, Server};

const PAN: &str = "4000001000000067";
const ID: &str = "7d031b8e-7fb7-4215-b866-eaacb395002f";
const TOKEN: &str = "a3d37fd6-2ad7-4e9d-a4a0-b0b1aff44b50";

fn object(name: &str) -> Value {
    files::one("webhooks", name)["object"].clone()
}

/// The documented answers, with another authentication if one is given.
fn start(authentication: Option<Value>) -> Server {
    let authentication = authentication.unwrap_or_else(|| files::one("responses", "three-ds-authentication-browser-c"));
    let route = |route: &str, body: Value| (route.to_owned(), (200, body));
    Server::start([
        route("POST /3ds2/versioning", files::one("responses", "three-ds-versioning-with-method")),
        route("POST /3ds2/authentication", authentication),
        route(&format!("GET /3ds2/results/{ID}"), files::one("responses", "three-ds-results-y")),
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
    Browser::new(BrowserRequired { facts, user_agent: "Mozilla/5.0".into(), accept: "text/html".into() })
}

fn site() -> Site {
    Site { url: "https://shop.example".to_owned(), notification_url: "https://shop.example/3ds/9f1c".to_owned() }
}

/// The state that a shop stores between two requests.
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

/// The first two requests of the browser: the card, then the data about the browser.
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
    let payment = authenticated.payment(card, place()).expect("the same card");
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
    // The card waits with the order.
    let card_of_the_order = serde_json::to_string(&card).expect("JSON");
    assert!(!card_of_the_order.contains(PAN));
    let card: CardSource = serde_json::from_str(&card_of_the_order).expect("what was written");
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
    let mut agreed = files::one("responses", "three-ds-authentication-browser-y");
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
    let mut refused = files::one("responses", "three-ds-authentication-browser-n");
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

const NOT_IN_RANGES: &str = "Card account number not found in card ranges from Directory Server";

/// What came of asking whether the card is enrolled, when that is answered so.
async fn enrolment(
    status: u16,
    content_type: &'static str,
    body: &[u8],
) -> Result<Enrolment, payspec::centralpay::Error> {
    let body = body.to_vec();
    let reply = move |_: &Request| Reply { status, content_type, body: body.clone(), headers: String::new() };
    let server = Server::responding(reply);
    let version = client(&server).three_ds().versioning(CheckThreeDsVersion::new(PAN)).await;
    Enrolment::of_call(version, purchase())
}

#[tokio::test]
async fn only_the_message_of_the_directory_says_that_a_card_is_not_enrolled() {
    for body in [
        json!({ "message": NOT_IN_RANGES }),
        json!({ "message": "Not Found", "errorDescription": NOT_IN_RANGES }),
        json!({ "errors": { "acctNumber": NOT_IN_RANGES } }),
        json!({ "errors": [NOT_IN_RANGES] }),
        json!({ "errorDetails": { "errorCode": "305", "errorDescription": NOT_IN_RANGES } }),
        json!({ "errorDetails": { "errorDescription": "Transaction data not valid", "errorDetail": NOT_IN_RANGES } }),
    ] {
        let result = enrolment(404, "application/json", body.to_string().as_bytes()).await;
        assert!(matches!(result, Ok(Enrolment::NotEnrolled)), "{body}: {result:?}");
    }
    let as_text = enrolment(404, "text/plain", format!("{NOT_IN_RANGES}\n").as_bytes()).await;
    assert!(matches!(as_text, Ok(Enrolment::NotEnrolled)), "{as_text:?}");
}

/// If any of these counted as "not enrolled", a payment would go through without authentication.
#[tokio::test]
async fn no_status_says_that_a_card_is_not_enrolled() {
    let html = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>";
    let quoted = format!("<html><body>{NOT_IN_RANGES}</body></html>");
    let within = json!({ "message": format!("{NOT_IN_RANGES} (try again)") }).to_string();
    let echoed = json!({ "message": "Incorrect URL", "request": { "note": NOT_IN_RANGES } }).to_string();
    for body in [
        "",
        "null",
        "{}",
        "[]",
        html,
        &quoted,
        &within,
        &echoed,
        r#"{"message": "Incorrect URL"}"#,
        r#"{"errors": {}}"#,
        r#"{"message": "Card account number not found in card ranges"}"#,
        r#"{"message": "Card account number not fo"#,
    ] {
        for status in [404, 410] {
            let result = enrolment(status, "text/html", body.as_bytes()).await;
            let error = result.expect_err(body);
            assert!(error.is_not_found() && error.status() == Some(status), "{body}: {error}");
            assert!(!error.to_string().contains("not enrolled"), "{body}: {error}");
        }
    }
    // The message belongs to one status.
    let message = json!({ "message": NOT_IN_RANGES }).to_string();
    for status in [400, 401, 403, 410, 500, 502] {
        let result = enrolment(status, "application/json", message.as_bytes()).await;
        assert_eq!(result.expect_err("an error").status(), Some(status));
    }
}

#[tokio::test]
async fn a_card_is_not_found_to_be_unenrolled_on_another_path_or_in_half_an_answer() {
    let server = start(None);
    let shop = client(&server);
    let version = shop.three_ds().versioning(CheckThreeDsVersion::new(PAN)).path("/3ds2/versionning").await;
    let error = Enrolment::of_call(version, purchase()).expect_err("a slip in the path");
    assert!(error.is_not_found(), "{error}");

    // Complete JSON, but one byte less than announced.
    let body = json!({ "message": NOT_IN_RANGES }).to_string();
    let head =
        format!("HTTP/1.1 404 X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len() + 1);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
    let address = listener.local_addr().expect("a bound socket has an address");
    let cuts_off = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        // The whole request is small enough to come in one piece; what is left of it would reset the connection.
        let _ = stream.read(&mut [0; 16 * 1024]);
        stream.write_all(format!("{head}{body}").as_bytes()).expect("the client reads");
        stream.shutdown(Shutdown::Write).expect("an open connection");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let shop = ClientBuilder::at(format!("http://{address}")).credentials("login", "password").build();
    let shop = shop.expect("complete settings");
    let version = shop.three_ds().versioning(CheckThreeDsVersion::new(PAN)).await;
    let error = Enrolment::of_call(version, purchase()).expect_err("half an answer");
    assert!(error.is_not_found() && error.is_transport(), "{error}");
    drop(shop);
    cuts_off.join().expect("no panic");
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
        route("POST /3ds2/versioning", files::one("responses", "three-ds-versioning-with-method")),
        route("POST /3ds2/authentication", files::one("responses", "three-ds-authentication-browser-c")),
        route(&format!("GET /3ds2/results/{ID}"), files::one("responses", "three-ds-results-y")),
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
    let prior = authenticated.prior(&kept, "2024-01-05T12:00:00Z").expect("the challenge told the bank's id");
    pay(&shop, Step::Authenticated(authenticated), &card).await;

    // A month later, on another day of the server.
    let later = start(Some(files::one("responses", "three-ds-authentication-3ri-y")));
    let shop = client(&later);
    let series = Series { kind: "01".into(), until: "2026-01-01".into(), every_days: 28 };
    let (question, asked) = prior.authenticate(kept, purchase(), &series, "2024-02-05T12:00:00Z").expect("its card");
    let answer = shop.three_ds().authenticate(question).await.expect("an answer");
    let Ok(StepWithoutCardholder::Authenticated(authenticated)) = asked.answered(answer) else { panic!("agreed") };
    let payment = authenticated.payment(place());
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
