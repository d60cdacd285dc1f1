//! The showcase API: what each construct of the spec language becomes, compiled and run.

use payspec_core::{
    Amount, AuthScheme, Blob, CompactDate, DateTime, EncodeForm, ErrorKind, Form, Metadata, Operation, OperationSpec,
    Profile, Refusal, Violations,
};
use payspec_http::Error;
use serde_json::{Value, json};
use showcase_client::{Client, ClientBuilder};
use showcase_model::*;
use showcase_webhook::{Event, decode};

use payspec_test_support::server::{Request, Server};

fn parcel() -> CreateParcel {
    CreateParcel::new(3, Unit::KG, Address::new("A. Person"))
}

fn pairs<O: Operation>(operation: &O) -> Vec<(String, String)> {
    let mut form = Form::new();
    operation.encode(&mut form);
    form.pairs().to_vec()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The rules that parameters break, by name.
fn broken<O: Operation>(operation: &O, profile: Option<&'static Profile>) -> Vec<&'static str> {
    let names = |problems: Violations| problems.iter().map(payspec_core::Violation::rule).collect();
    operation.validate_for(profile).map_or_else(names, |()| Vec::new())
}

#[test]
fn params_become_exactly_these_pairs() {
    let time = DateTime::from_utc(2024, 1, 6, 9, 30, 15).expect("a real time");
    let mut metadata = Metadata::new();
    metadata.insert("order", "17");
    let params = parcel()
        .service(Service::Express)
        .items([Item::new("A-1").price(Amount::from_minor(1250)), Item::new("A-2")])
        .pickup_day(time.clone())
        .pickup_time(time.clone())
        .cut_off(time)
        .metadata(metadata)
        .scan(json!({ "x": [1] }));
    assert_eq!(
        pairs(&params),
        [
            pair("weight", "3"),
            pair("unit", "KG"),
            pair("receiver[name]", "A. Person"),
            pair("service", "EXPRESS"),
            pair("items[]", r#"{"sku":"A-1","price":1250}"#),
            pair("items[]", r#"{"sku":"A-2"}"#),
            pair("pickupDay", "20240106"),
            pair("pickupTime", "202401060930"),
            pair("cutOff", "20240106093015"),
            pair("metadata[order]", "17"),
            pair("scan", r#"{"x":[1]}"#),
        ]
    );
    let mut form = Form::new();
    Address::new("A. Person").notes(["Ring twice", "Dog"]).encode_form(&mut form);
    assert_eq!(form.pairs()[1..], [pair("notes[]", "Ring twice"), pair("notes[]", "Dog")]);
}

#[test]
fn each_rule_is_found_broken_by_name() {
    let day = DateTime::from_date(2024, 1, 6).expect("a real date");
    let twice = [Item::new("A-1"), Item::new("A-1")];
    let cases: Vec<(&str, CreateParcel)> = vec![
        ("required", CreateParcel::new(3, "", Address::new("A. Person"))),
        ("required", CreateParcel::new(3, Unit::KG, Address::new(""))),
        ("receiver-required", CreateParcel::new(3, Unit::KG, Address::new("").country("FR"))),
        ("one-place", parcel().locker_id("12").neighbour("B. Person")),
        ("insurance", parcel().value(Amount::from_minor(100))),
        ("deductible-below-value", parcel().value(Amount::from_minor(100)).deductible(Amount::from_minor(200))),
        ("light-enough", CreateParcel::new(32, Unit::KG, Address::new("A. Person"))),
        ("full-euros", parcel().value(Amount::from_minor(150)).deductible(Amount::from_minor(0))),
        ("few-items", parcel().items((0..11).map(|n| Item::new(n.to_string())))),
        ("items-once", parcel().items(twice)),
        ("locker-name", parcel().locker_id("1")),
        ("express-needs-a-day", parcel().service("EXPRESS").pickup_time(day.clone())),
        (
            "no-express-to-neighbours",
            parcel().neighbour("B. Person").service("EXPRESS").pickup_day(day.clone()).pickup_time(day),
        ),
        ("insured-is-fast", parcel().value(Amount::from_minor(100)).deductible(Amount::from_minor(0)).service("3")),
        ("no-tax-without-order", parcel().items([Item::new("A-1").tax(Amount::from_minor(1))])),
        ("pickup-form", parcel().pickup_time("tomorrow")),
        ("notices-format", parcel().notices(["a@shop.example", "+33600000000"])),
        ("status-url-format", parcel().status_url("Shoes")),
        ("shop-ip-format", parcel().shop_ip("p-1")),
        ("receiver-country-format", CreateParcel::new(3, Unit::KG, Address::new("A. Person").country("France"))),
        ("receiver-post-code-digits", CreateParcel::new(3, Unit::KG, Address::new("A. Person").post_code("42"))),
    ];
    assert_eq!(broken(&parcel(), None), [""; 0]);
    for (rule, params) in cases {
        let found = broken(&params, None);
        assert!(found.contains(&rule), "{rule} is not among {found:?}");
        let message = params.validate().expect_err("broken").to_string();
        assert!(message.contains(rule), "{message}");
    }
    assert_eq!(broken(&ParcelSearch::new(), None), ["some-filter"]);
    // A filter without content would find everything; what changes something may have empty lists.
    let search = ParcelSearch::new().barcode("12");
    assert_eq!(broken(&search.clone().depots(["a"]), None), [""; 0]);
    assert_eq!(broken(&search.clone().depots([""; 0]), None), ["form-encoding"]);
    assert_eq!(broken(&search.metadata(Metadata::new()), None), ["form-encoding"]);
    assert_eq!(broken(&parcel().notices([""; 0]), None), [""; 0]);
    assert_eq!(broken(&RedirectParcel::new("p-1"), None), ["one-target"]);
    assert_eq!(broken(&PayPostage::new(Amount::from_minor(1), "4000000000000003"), None), ["card-is-real"]);
}

/// Nobody is stopped by a value that the API may know, nor by a phone number that is written in an odd way.
#[test]
fn odd_values_are_told_with_what_was_meant() {
    let told = |warnings: Option<Violations>| -> Vec<String> {
        warnings.into_iter().flatten().map(|warning| warning.to_string()).collect()
    };
    let odd = CreateParcel::new(3, "kg", Address::new("A. Person")).service("EXPRES").receiver_phone("ask the porter");
    assert_eq!(broken(&odd, None), [""; 0]);
    assert_eq!(
        told(odd.warnings()),
        [
            "`receiverPhone`: is not a phone number; look whether it is another parameter's value \
             [receiver-phone-format: The API takes a phone number here, in whatever way it is written.]",
            "`unit`: is not a known value of `Unit`; did you mean `KG`? [unknown-value]",
            "`service`: is not a known value of `Service`; did you mean `EXPRESS`? [unknown-value]",
        ]
    );
    assert_eq!(told(parcel().service(Service::Express).receiver_phone("+33 6 00 00 00 00").warnings()), [""; 0]);
    // In the query of a search too.
    assert_eq!(told(ParcelSearch::new().status("ANOUNCED").warnings()).len(), 1);
}

/// A declaration, which is sent as JSON.
fn declaration() -> DeclareParcel {
    let declarant = Address::new("A. Person").notes(["Ring twice"]);
    DeclareParcel::new("p-1", declarant, [Item::new("A-1").price(Amount::from_minor(1250))])
        .value(Amount::from_minor(4500))
        .gift(true)
        .day(DateTime::from_date(2024, 1, 6).expect("a real date"))
        .signature("9876")
}

#[test]
fn rules_hold_for_what_is_sent_as_json_too() {
    assert_eq!(broken(&declaration(), None), [""; 0]);
    let message = declaration().value(Amount::from_minor(4501)).validate().expect_err("no cheap gift").to_string();
    assert!(message.contains("gifts-are-cheap") && message.contains("`value`"), "{message}");
    let nameless = DeclareParcel::new("p-1", Address::new(""), [Item::new("A-1")]);
    assert_eq!(broken(&nameless, None), ["required"], "an object of empty texts is none");
    let digits = DeclareParcel::new("p-1", Address::new("A. Person").post_code("42"), [Item::new("A-1")]);
    assert_eq!(broken(&digits, None), ["declarant-post-code-digits"]);
    assert!(!format!("{:?}", declaration()).contains("9876"));
}

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
fn a_profile_names_everything_that_is_missing_at_once() {
    let message = parcel().neighbour("B. Person").validate_for(CreateParcel::INSURED).expect_err("incomplete");
    for field in ["value", "items", "neighbour"] {
        assert!(message.to_string().contains(field), "{field}: {message}");
    }
    // The other profile applies by itself.
    let express = parcel().service(Service::Express).pickup_day(DateTime::from_date(2024, 1, 6).expect("a real date"));
    assert!(express.validate().expect_err("no time").to_string().contains("pickupTime"));
}

#[test]
fn statuses_know_their_moves() {
    assert!(ParcelStatus::Announced.is_initial() && !ParcelStatus::Announced.is_final());
    assert!(ParcelStatus::Collected.can_become(&ParcelStatus::Lost));
    assert!(!ParcelStatus::Delivered.can_become(&ParcelStatus::Announced));
    assert!(ParcelStatus::Lost.is_final() && ParcelStatus::Lost.as_str() == "404");
    let tomorrow = ParcelStatus::from("ON_THE_MOON");
    assert!(!tomorrow.is_known() && !tomorrow.is_final() && tomorrow.successors().is_empty());
}

#[test]
fn tables_take_rows_of_a_library_and_add_their_own() {
    assert_eq!(Unit::from_numeric("002"), Some(Unit::KG));
    assert_eq!(Unit::KG.row().map(|row| (row.name, row.grams, row.metric)), Some(("Kilogram", Some(1000), true)));
    assert_eq!(Unit::OZ.row().and_then(|row| row.grams), None);
    assert!(matches!(Unit::from("KG"), Unit::KG), "a constant is a pattern");
    assert_eq!(Unit::from("furlong").row(), None);
    let handling = |unit: &Unit| UnitRow::of(unit).and_then(|row| row.handling.clone());
    assert_eq!(handling(&Unit::KG), Some(Handling::Scale), "the API adds a value to a code of the library");
    assert_eq!((handling(&unit_codes::ST), handling(&Unit::OZ)), (Some(Handling::Sight), None));
    assert_eq!((UnitRow::of(&Unit::from("furlong")), UnitRow::rows().len()), (None, 2));
    let all: Vec<Unit> = Unit::all().collect();
    assert_eq!(all, [Unit::G, Unit::KG, Unit::OZ], "what one API adds is not the others' business");
    let ounce = Unit::from("ounce");
    assert_eq!((ounce.as_str(), ounce.canonical()), ("ounce", Unit::OZ), "another spelling is sent as it came");
}

/// A code that the library does not have is a constant of the API's, and the same as what is read.
#[test]
fn an_api_has_codes_of_its_own_beside_those_of_a_library() {
    use std::collections::HashSet;

    let read: Unit = serde_json::from_value(json!("ST")).expect("any text");
    assert_eq!((&read, read.as_str()), (&unit_codes::ST, "ST"));
    assert!(HashSet::from([read]).contains(&unit_codes::ST));
    assert_eq!(UnitRow::of(&unit_codes::ST).and_then(|row| row.deviation).map(|page| page.says), Some("STN"));
    // It is no slip of the keyboard, where the library's list would say that it is.
    assert_eq!(unit_codes::WIRE_VALUES, ["G", "KG", "OZ", "ounce", "ST"]);
    assert_eq!(CreateParcel::new(3, unit_codes::ST, Address::new("A. Person")).warnings(), None);
}

/// One type for all APIs, so what only one of them takes is a rule of that one, for parameters and inside of objects.
#[test]
fn codes_that_an_api_does_not_accept_are_refused_by_name() {
    assert_eq!((scale_unit_codes::G, scale_unit_codes::KG), (Unit::G, Unit::KG));
    let claim = |unit: Unit| broken(&OpenClaim::new("p-1").weighed_in(unit), None);
    assert_eq!((claim(Unit::KG), claim(Unit::OZ)), (vec![], vec!["weighed-in-accepted"]));
    let items = |unit: &str| broken(&parcel().items([Item::new("A-1").weighed_in(unit)]), None);
    assert_eq!((items("G"), items("ounce")), (vec![], vec!["items-weighed-in-accepted"]));
    let item: Item = serde_json::from_value(json!({ "sku": "A-1", "weighedIn": "ounce" })).expect("readable");
    assert_eq!(item.weighed_in, Some(Unit::from("ounce")), "what an API answers is not judged");
}

/// What to do about a code can be what one API says of it, though the code is everybody's.
#[test]
fn the_advice_of_a_refusal_is_the_apis_own() {
    let claim = |unit: &str| -> Claim {
        serde_json::from_value(json!({ "claimId": "c-1", "notWeighedIn": unit })).expect("readable")
    };
    assert_eq!(claim("KG").refusal_code(), Some(&Unit::KG));
    assert_eq!(claim("KG").refusal_advice(), Some(&Handling::Scale));
    assert_eq!(claim("ST").refusal_advice(), Some(&Handling::Sight));
    assert_eq!((claim("OZ").refusal_advice(), claim("furlong").refusal_advice()), (None, None));
}

#[test]
fn a_module_of_its_own_holds_what_only_people_look_up() {
    use showcase_model::test_values::{Brand, TestCard};

    let poor = TestCard::RED_HAS_NOTHING;
    assert_eq!(TestCard::from("5555555555554444"), poor);
    assert_eq!(TestCard::from_name("red has nothing"), Some(poor.clone()));
    let row = poor.row().expect("constants are rows");
    assert_eq!((&row.brand, &row.refusal, &row.unit), (&Brand::Red, &Some(RefusalCode::CODE_51), &None));
    assert_eq!(TestCard::BLUE_PAYS.row().and_then(|row| row.unit.clone()), Some(Unit::KG));

    // A card goes where a number goes, and is hidden there like any other.
    let pay = PayPostage::new(Amount::from_minor(1), poor);
    assert!(pairs(&pay).contains(&pair("cardNumber", "5555555555554444")));
    assert!(!format!("{pay:?}").contains("5555555555554444"));
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
fn dates_that_have_no_compact_form_are_not_lost() {
    assert_eq!(DateTime::from("tomorrow").compact(CompactDate::Day), None);
    assert!(pairs(&parcel().pickup_day("tomorrow")).contains(&pair("pickupDay", "tomorrow")));
}

#[test]
fn answers_that_all_operations_share_are_each_operations_own() {
    let error = |spec: &OperationSpec, status| spec.response(status).and_then(|response| response.error);
    for spec in API.operations {
        assert_eq!(error(spec, 503), Some(ErrorKind::Server), "{}", spec.id);
        // Another way to authenticate is refused in another way.
        let by_login = spec.auth.is_some_and(|auth| auth.scheme == AuthScheme::Basic);
        assert_eq!(error(spec, 401).is_some(), by_login, "{}", spec.id);
    }
}

#[test]
fn windows_and_limits_are_constants() {
    let announced = DateTime::from("2024-01-05T12:44:06+01:00");
    assert_eq!(windows::COLLECTION.closes(&announced), Some("2024-01-12T12:44:06+01:00".into()));
    assert_eq!(windows::DOOR_CODE.seconds_left(&announced, &announced), Some(15 * 60));
    assert_eq!(limits::PARCELS_A_DAY, 1000);
    assert_eq!(limits::INSURED_A_DAY, Amount::from_minor(5_000_000));
}

#[test]
fn a_decimal_is_kept_as_it_was_written() {
    let parcel: Parcel = serde_json::from_value(json!({ "parcelId": "p-1", "growth": 1.25 })).expect("a parcel");
    assert_eq!(parcel.growth.as_ref().map(payspec_core::Decimal::as_str), Some("1.25"));
    assert_eq!(serde_json::to_value(&parcel).expect("JSON")["growth"], json!(1.25));
}

#[test]
fn a_request_is_held_against_an_object_as_it_is() {
    let parcel = |status: &str| -> Parcel {
        serde_json::from_value(json!({ "parcelId": "p-1", "status": status })).expect("a parcel")
    };
    let to_locker = RedirectParcel::new("p-1").locker_id("12");
    assert!(to_locker.validate().is_ok(), "the request alone is right");
    assert!(to_locker.validate_against_parcel(&parcel("ANNOUNCED")).is_ok());
    let problems = to_locker.validate_against_parcel(&parcel("COLLECTED")).expect_err("it is on its way");
    assert_eq!(problems.iter().map(payspec_core::Violation::rule).collect::<Vec<_>>(), ["not-on-its-way"]);
    assert!(problems.to_string().contains("`Parcel[status]`"), "{problems}");
    let other = RedirectParcel::new("p-2").locker_id("12").validate_against_parcel(&parcel("ANNOUNCED"));
    let other = other.expect_err("another parcel");
    assert_eq!(other.iter().map(payspec_core::Violation::rule).collect::<Vec<_>>(), ["another-object"]);
    assert!(!other.to_string().contains("p-"), "ids are not shown: {other}");
    let elsewhere = RedirectParcel::new("p-1").receiver(Address::new("A. Person"));
    assert!(elsewhere.validate_against_parcel(&parcel("COLLECTED")).is_ok(), "the condition does not hold");
}

#[test]
fn other_spellings_of_a_word_are_read_and_not_written() {
    assert_eq!((Service::from("STD"), Service::from("STD").as_str()), (Service::Standard, "STANDARD"));
    assert!(["CANCELLED", "CANCELED", "CANCEL"].iter().all(|word| ParcelStatus::from(*word).is_final()));
    assert_eq!(Service::KNOWN.len(), 3, "a spelling is no value");
}

#[tokio::test]
async fn files_travel_as_parts_beside_the_parameters() {
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
