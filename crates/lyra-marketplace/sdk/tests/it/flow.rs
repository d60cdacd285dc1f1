//! A seller from end to end: a token, the registration with vouchers, its documents, the submission, a notification, and
//! the re-read, with a token that expires on the way.

use std::sync::Mutex;

use payspec::lyra_marketplace::model::payspec_core::Blob;
use payspec::lyra_marketplace::model::{AddRegistrationDocument, AddRegistrationDocumentRequired, RegistrationStatus};
use payspec::lyra_marketplace::webhook::{Event, decode};
use payspec::lyra_marketplace::{CallOutcome, ErrorKind};
use serde_json::{Value, json};

use super::{REGISTRATION, builder, registration};
use payspec_test_support::delivery::{Shop, deliver};
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Request, Server};

/// What the API remembers.
struct State {
    tokens: u32,
    /// How many requests the present token is still good for.
    left: u32,
    registration: Value,
    documents: usize,
}

/// The API as the facts tell it. A token is good for three requests; then it has expired, which a redirection says.
fn api() -> Server {
    let registration = files::of("lyra-marketplace", "responses", "registration");
    let state = Mutex::new(State { tokens: 0, left: 0, registration, documents: 0 });
    Server::responding(move |request| answer(&mut state.lock().expect("no handler panics"), request))
}

fn answer(state: &mut State, request: &Request) -> Reply {
    if request.path == "/auth/realms/marketplace/protocol/openid-connect/token" {
        let wanted =
            [("grant_type", "client_credentials"), ("client_id", "shop_0b5b3a9e"), ("client_secret", "an-api-key")];
        assert_eq!(request.pairs(), wanted.map(|(name, value)| (name.to_owned(), value.to_owned())));
        (state.tokens, state.left) = (state.tokens + 1, 3);
        let token = format!("token-{}", state.tokens);
        return Reply::json(200, &json!({"access_token": token, "expires_in": 300, "token_type": "bearer"}));
    }
    let bearer = format!("Bearer token-{}", state.tokens);
    if request.header("authorization") != Some(&*bearer) || state.left == 0 {
        return Reply::json(307, &Value::Null).header("Location", "https://elsewhere.example/login");
    }
    state.left -= 1;
    let one = format!("/v1/registrations/{REGISTRATION}");
    let path = request.path.as_str();
    match (request.method.as_str(), path.strip_prefix(&one)) {
        ("POST", None) if path == "/v1/registrations/" => Reply::json(201, &state.registration),
        ("POST", Some("/documents")) => {
            state.documents += 1;
            if state.documents == 2 {
                state.registration["status"] = json!("AWAITING_SUBMISSION");
            }
            let uuid = format!("document-{}", state.documents);
            Reply::json(201, &json!({"uuid": uuid, "registration": REGISTRATION, "type": "KBIS", "status": "CREATED"}))
        }
        ("POST", Some("/submit")) if state.registration["status"] == "AWAITING_SUBMISSION" => {
            state.registration["status"] = json!("PENDING_VALIDATION");
            Reply { body: Vec::new(), ..Reply::json(200, &Value::Null) }
        }
        ("POST", Some("/submit")) => Reply::json(400, &json!({"detail": "Not now."})),
        ("GET", Some("")) => Reply::json(200, &state.registration),
        _ => Reply::json(404, &json!({"detail": "Not found."})),
    }
}

#[tokio::test]
async fn a_seller_is_registered() {
    let api = api();
    let client = builder(&api).build().expect("complete settings");
    let registrations = client.registrations();

    let made = registrations.create(registration()).await.expect("made");
    assert_eq!((made.uuid.as_str(), made.status), (REGISTRATION, Some(RegistrationStatus::Created)));
    let error = registrations.submit(REGISTRATION).await.expect_err("documents are missing");
    assert_eq!((error.message(), error.outcome()), (Some("Not now."), CallOutcome::DidNotHappen));

    let document = |kind: &str, reference: &str| {
        let file = Blob::new(b"%PDF-1.7".to_vec());
        AddRegistrationDocument::new(AddRegistrationDocumentRequired {
            uuid: REGISTRATION.into(),
            file,
            kind: kind.into(),
            reference: reference.into(),
        })
    };
    let first = registrations.add_document(document("KBIS", "kbis-1")).send().await.expect("added");
    assert_eq!(first.attempts, 1, "the third request of the first token");
    let second = registrations.add_document(document("IBAN", "iban-1")).send().await.expect("added");
    assert_eq!(second.value.uuid, Some("document-2".into()));
    assert_eq!(second.attempts, 2, "the token had expired, and the call was not done before");
    let sent = api.seen().pop().expect("a request");
    assert!(sent.header("content-type").is_some_and(|kind| kind.starts_with("multipart/form-data")));
    assert_eq!(sent.header("authorization"), Some("Bearer token-2"));
    let parts = String::from_utf8_lossy(&sent.body).into_owned();
    assert!(parts.contains("%PDF-1.7") && parts.contains("name=\"type\"") && parts.contains("IBAN"), "{parts}");

    registrations.submit(REGISTRATION).await.expect("submitted");

    // Anyone could have sent this, so the object is refetched.
    let shop = Shop::start(|request| Some(decode(request.body.clone())));
    let body = files::text_of("lyra-marketplace", "webhooks", "registration.json");
    assert_eq!(deliver(&shop.server, &[], body.as_bytes()), 200);
    let Some(Event::Registration(event)) = shop.events().pop() else { panic!("one came") };
    let read = client.call(event.refetch().expect("it names the registration")).await.expect("read");
    assert_eq!(read.status, Some(RegistrationStatus::PendingVerification), "the page's word for it");

    let tokens = api.seen().iter().filter(|request| request.path.ends_with("/token")).count();
    assert_eq!(tokens, 2, "one at first, one after the first had expired");
}

/// Somebody who makes up a notification learns nothing and changes nothing.
#[tokio::test]
async fn a_made_up_notification_is_found_out() {
    let api = api();
    let client = builder(&api).build().expect("complete settings");
    let Event::Registration(event) = decode(r#"{"registration": "made-up"}"#) else { panic!("it looks like one") };
    let error = client.call(event.refetch().expect("it names one")).await.expect_err("there is none");
    assert!(error.is_not_found(), "{error}");
}

#[test]
fn the_blocking_client_does_the_same() {
    let api = api();
    let client = builder(&api).build_blocking().expect("complete settings");
    assert_eq!(client.registrations().create(registration()).wait().expect("made").uuid.as_str(), REGISTRATION);
    for _ in 0..5 {
        client.registrations().get(REGISTRATION).wait().expect("read");
    }
    let tokens = api.seen().iter().filter(|request| request.path.ends_with("/token")).count();
    assert_eq!(tokens, 2);
}

#[tokio::test]
async fn a_wrong_key_is_reported_by_the_host_of_tokens() {
    let server = Server::responding(|_| {
        Reply::json(401, &json!({"error": "invalid_client", "error_description": "Invalid client credentials"}))
    });
    let client = builder(&server).build().expect("complete settings");
    let error = client.registrations().create(registration()).await.expect_err("no token");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unauthenticated, CallOutcome::DidNotHappen));
    assert!(error.message().is_some_and(|message| message.contains("Invalid client credentials")), "{error}");
    assert_eq!(server.seen().len(), 1, "the registration itself was not sent");
}
