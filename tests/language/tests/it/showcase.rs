//! Responses, objects and events of the showcase API, and its operations on the way to a server.

use payspec_core::{Amount, AuthScheme, Blob, ErrorKind, Metadata, OperationSpec};
use payspec_http::Error;
use serde_json::{Value, json};
use showcase_client::{Client, ClientBuilder};
use showcase_model::*;
use showcase_webhook::{Event, decode};

use payspec_test_support::server::{Request, Server};

use crate::showcase_params::{broken, declaration, pair, parcel};

#[tokio::test]
async fn an_operation_can_send_json() {
    let server = Server::start([("POST /parcels/p-1/declaration".to_owned(), (200, json!({ "parcelId": "p-1" })))]);
    let call = client(&server).parcels().declare(declaration()).parameter("office", "North");
    call.idempotency_key("k-1").await.expect("declared");
    let seen = server.seen();
    assert_eq!(seen[0].header("content-type"), Some("application/json"));
    assert_eq!(seen[0].header("idempotency-key"), Some("k-1"));
    let body: Value = serde_json::from_slice(&seen[0].body).expect("JSON");
    assert_eq!(
        body,
        json!({
            "declarant": { "name": "A. Person", "notes": ["Ring twice"] },
            "items": [{ "sku": "A-1", "price": 1250 }],
            "value": 4500,
            "gift": true,
            "day": "2024-01-06",
            "signature": "9876",
            "office": "North",
            "shopKey": "shop",
        })
    );
}

#[test]
#[allow(deprecated)] // A field that is out of use is still read.
fn an_object_reads_what_servers_write() {
    let parcel: Parcel = serde_json::from_value(json!({
        "parcelId": "p-1", "recipient": { "name": "A. Person" }, "type": "box", "status": "ON_THE_MOON",
        "weight": "3", "insured": 1, "metadata": [], "replaces": { "parcelId": "p-0", "receiver": [] }, "scan": null,
    }))
    .expect("nothing of this is wrong");
    assert_eq!(parcel.receiver.as_ref().map(|receiver| receiver.name.as_str()), Some("A. Person"));
    assert_eq!((parcel.kind.as_deref(), parcel.weight, parcel.insured), (Some("box"), Some(3), Some(true)));
    assert_eq!(parcel.replaces.as_ref().map(|other| other.parcel_id.as_str()), Some("p-0"));
    let address: Address =
        serde_json::from_value(json!({ "name": "A. Person", "notes": { "1": "Ring twice", "2": null } }))
            .expect("a list");
    assert_eq!(address.notes.as_deref(), Some(["Ring twice".to_owned()].as_slice()), "a list as PHP writes it");
    let back = serde_json::to_value(&parcel).expect("plain JSON");
    assert_eq!(back["receiver"]["name"], "A. Person", "an alias is written under the main name");
    assert_eq!(back["status"], "ON_THE_MOON");
    assert!(serde_json::from_value::<Parcel>(json!({ "weight": 3 })).is_err(), "a guaranteed field is not optional");
}

#[test]
fn debug_hides_what_is_sensitive() {
    let params = parcel().door_code("9876").receiver_phone("+33600000000");
    let pay = PayPostage::new(Amount::from_minor(1), "4000000000000002").cvc("123");
    let read: Parcel = serde_json::from_value(json!({ "parcelId": "p-1", "pickupCode": "5555" })).expect("a parcel");
    let shown = format!("{params:?} {pay:?} {read:?}");
    for secret in ["A. Person", "9876", "4000000000000002", "123", "5555", "+33600000000"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
    assert!(shown.contains("p-1"));
}

#[test]
#[allow(deprecated)] // Events that are out of use still arrive.
fn events_come_in_all_their_forms() {
    let enveloped = json!({ "type": "PARCEL_MOVED", "object": { "parcelId": "p-1" } });
    assert!(
        matches!(decode(enveloped.to_string()), Event::ParcelMoved(event) if event.object.parcel_id.as_str() == "p-1")
    );
    let unenveloped = json!({ "parcelId": "p-1", "barcode": "123", "type": "box" });
    assert!(
        matches!(decode(unenveloped.to_string()), Event::UnenvelopedParcel(unenveloped) if unenveloped.object.kind.as_deref() == Some("box"))
    );
    let found = EventType::ParcelFound;
    assert_eq!(found.as_str(), "PARCEL_UNKNOWN");
    let unknown = json!({ "type": "PARCEL_EATEN", "object": { "by": "a dog" } });
    let event = decode(unknown.to_string());
    assert!(matches!(&event, Event::Unknown(_)));
    assert_eq!(serde_json::to_value(&event).expect("an unknown event keeps its JSON"), unknown);
}

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url())
        .credentials("login", "password")
        .x_tracking_key("tracking")
        .shop_key("shop")
        .origin("https://shop.example")
        .build()
        .expect("complete settings")
}

fn routes() -> Vec<(String, (u16, Value))> {
    let parcel = json!({ "parcelId": "p-1" });
    [
        ("POST /parcels", (201, parcel.clone())),
        ("GET /parcels/p-1", (200, parcel.clone())),
        ("GET /parcels?barcode=12+34", (200, json!({ "items": [parcel], "total": 1 }))),
        ("PATCH /parcels/p-1?metadata%5Border%5D=17", (200, parcel.clone())),
        ("PUT /parcels/p-1/receiver", (200, parcel)),
        ("GET /parcels/p-1/label", (200, json!({ "not": "read" }))),
        ("DELETE /parcels/p-1", (204, Value::Null)),
        ("POST /postages", (402, json!({ "postageId": "o-1", "refusal": "51" }))),
        ("GET /depots", (200, json!([{ "name": "North" }]))),
    ]
    .map(|(route, answer)| (route.to_owned(), answer))
    .to_vec()
}

#[tokio::test]
async fn every_operation_travels_as_described() {
    let server = Server::start(routes());
    let client = client(&server);
    client.parcels().create(parcel()).await.expect("announced");
    client.parcels().get("p-1").await.expect("read");
    let found = client.parcels().search(ParcelSearch::new().barcode("12 34")).await.expect("found");
    assert_eq!((found.items.len(), found.envelope.get("total")), (1, Some(&json!(1))));
    let mut metadata = Metadata::new();
    metadata.insert("order", "17");
    client.parcels().tag(TagParcel::new("p-1", metadata)).await.expect("written");
    client.parcels().redirect(RedirectParcel::new("p-1").locker_id("12")).await.expect("redirected");
    let label = client.parcels().label("p-1").await.expect("a file");
    assert_eq!(label.as_ref(), br#"{"not":"read"}"#, "a file is not looked into");
    assert_eq!(label.content_type.as_deref(), Some("application/json"));
    assert_eq!(
        server.seen().last().and_then(|request| request.header("accept").map(str::to_owned)).as_deref(),
        Some("*/*")
    );
    #[allow(deprecated)]
    client.parcels().cancel("p-1").await.expect("cancelled");
    assert_eq!(client.postages().list_depots().await.expect("a list")[0].name.as_deref(), Some("North"));
    let declined = client.postages().pay(PayPostage::new(Amount::from_minor(95), "4000000000000002")).await;
    is_declined_with_its_reason(&declined.expect_err("the bank said no"));

    let seen = server.seen();
    let route = |request: &Request| format!("{} {}", request.method, request.path);
    let asked: Vec<String> = seen.iter().map(route).collect();
    assert_eq!(asked.len(), 9);
    assert_eq!(seen[0].header("origin"), Some("https://shop.example"));
    assert!(seen[0].header("idempotency-key").is_some() && seen[1].header("idempotency-key").is_none());
    assert_eq!((seen[1].header("x-tracking-key"), seen[1].header("authorization")), (Some("tracking"), None));
    assert_eq!(asked[3], "PATCH /parcels/p-1?metadata%5Border%5D=17");
    assert_eq!(seen[4].pairs(), [pair("lockerId", "12")]);
    assert_eq!(seen[7].header("authorization"), None, "an operation without authentication");
    assert!(seen[8].pairs().contains(&pair("shopKey", "shop")));
}

fn is_declined_with_its_reason(error: &Error) {
    assert!(error.is_declined(), "{error}");
    let postage: Postage = error.response().expect("the body of a refusal is described");
    assert_eq!(postage.refusal.map(|code| code.as_str().to_owned()).as_deref(), Some("51"));
}

#[tokio::test]
async fn a_required_header_that_is_not_set_is_named() {
    let server = Server::start(routes());
    let client = ClientBuilder::at(server.url()).credentials("login", "password").build().expect("enough for most");
    let error = client.parcels().create(parcel()).await.expect_err("no Origin");
    assert!(error.to_string().contains("Origin"), "{error}");
    let error = client.parcels().get("p-1").await.expect_err("no key");
    assert!(error.to_string().contains("tracking-key"), "{error}");
    assert!(server.seen().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn an_error_states_what_the_spec_calls_a_reason_and_its_status_states_nothing() {
    for (body, reason) in [
        (json!({ "message": "Parcel was collected and is no longer kept" }), Some(GetParcel::COLLECTED_LONG_AGO)),
        (json!({ "code": "CUSTOMS" }), Some(GetParcel::HELD_BY_CUSTOMS)),
        (json!({ "message": "No such page" }), None),
        (Value::Null, None),
    ] {
        let server = Server::start([("GET /parcels/p-1".to_owned(), (404, body.clone()))]);
        let client = ClientBuilder::at(server.url()).credentials("login", "password").x_tracking_key("tracking");
        let error = client.build().expect("complete settings").parcels().get("p-1").await.expect_err("not found");
        assert_eq!(error.reason(), reason, "{body}");
    }
}

#[test]
fn answers_that_all_operations_share_are_each_operations_own() {
    let error = |spec: &OperationSpec, status| spec.response(status).and_then(|response| response.error);
    for spec in OPERATIONS {
        assert_eq!(error(spec, 503), Some(ErrorKind::Server), "{}", spec.id);
        // Another way to authenticate is refused in another way.
        let by_login = spec.auth.is_some_and(|auth| auth.scheme == AuthScheme::Basic);
        assert_eq!(error(spec, 401).is_some(), by_login, "{}", spec.id);
    }
}

#[test]
fn a_decimal_is_kept_as_it_was_written() {
    let parcel: Parcel = serde_json::from_value(json!({ "parcelId": "p-1", "growth": 1.25 })).expect("a parcel");
    assert_eq!(parcel.growth.as_ref().map(payspec_core::Decimal::as_str), Some("1.25"));
    assert_eq!(serde_json::to_value(&parcel).expect("JSON")["growth"], json!(1.25));
}

#[tokio::test]
async fn files_travel_as_parts_next_to_the_parameters() {
    let routes = [("POST /parcels/p-1/complaint".to_owned(), (200, json!({ "parcelId": "p-1" })))];
    let server = Server::start(routes);
    let photo = Blob::new(vec![0xFF, 0xD8, b'\r', b'\n', 0x00]).file_name("crushed.jpg").content_type("image/jpeg");
    let complaint = ComplainParcel::new("p-1", photo).text("It is flat");
    let unproven = complaint.clone().value(Amount::from_minor(1_250));
    assert_eq!(broken(&unproven, None), ["value-is-proven"], "a rule sees whether a file is given");
    assert_eq!(broken(&unproven.receipt(Blob::new("paid")), None), [""; 0]);
    assert!(!format!("{complaint:?}").contains("crushed"), "the name of a file may be that of a person");
    client(&server).parcels().complain(complaint).await.expect("seen");

    let seen = server.seen();
    let content_type = seen[0].header("content-type").expect("a body has a type");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("several parts");
    let text = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nIt is flat\r\n");
    let mut body = text.into_bytes();
    body.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
    body.extend_from_slice(b"Content-Disposition: form-data; name=\"photo\"; filename=\"crushed.jpg\"\r\n");
    body.extend_from_slice(b"Content-Type: image/jpeg\r\n\r\n\xFF\xD8\r\n\x00\r\n");
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    assert_eq!(seen[0].body, body);
    assert!(seen[0].header("idempotency-key").is_some());
}
