//! Unions of the showcase API whose variant is told by the name of a member or by a sibling, sent and received over
//! real HTTP.

use payspec_core::{Operation, json as core_json};
use payspec_http::RetryPolicy;
use payspec_test_support::server::{Reply, Request, Server};
use serde_json::{Value, json};
use showcase_nested_client::model::{
    Bonus, BonusBirthday, BonusCoupon, CreatePurchase, Delivery, DeliveryCourier, DeliveryPickup, Home, OrderPurchase,
    PricePurchase, Purchase, ReceiptVariant, SourceToken, VoyageVariant,
};
use showcase_nested_client::{ClientBuilder, blocking};

fn client(server: &Server) -> blocking::Client {
    ClientBuilder::at(format!("{}/v1", server.url()))
        .x_string("a knot")
        .configure(|http| http.retry(RetryPolicy::never()))
        .build_blocking()
        .expect("complete settings")
}

fn selling(purchase: &Value) -> Server {
    let body = purchase.clone();
    Server::responding(move |request| Reply::json(if request.method == "GET" { 200 } else { 201 }, &body))
        .without_request_ids()
}

fn sent(server: &Server) -> Request {
    server.seen().pop().expect("a request came")
}

fn json_of(request: &Request) -> Value {
    serde_json::from_slice(&request.body).expect("JSON was sent")
}

fn create() -> CreatePurchase {
    CreatePurchase::new("k-1", SourceToken::new("t-1"))
}

fn order() -> OrderPurchase {
    OrderPurchase::new("k-1", SourceToken::new("t-1"))
}

/// What a form has next to what `order` always has.
fn pairs(request: &Request) -> Vec<(String, String)> {
    request.pairs().into_iter().filter(|(name, _)| !name.starts_with("source") && name != "kite").collect()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The first rule that parameters break, and its fields.
fn broken(params: &impl Operation) -> (String, String) {
    let violations = Operation::validate(params).expect_err("a rule is broken");
    let found = violations.iter().next().expect("one at least");
    (found.rule().to_owned(), found.fields().join(" "))
}

#[test]
fn the_name_of_a_member_tells_the_variant_of_a_request() {
    let server = selling(&json!({ "id": "b-1" }));
    let courier = || DeliveryCourier::new("Quay 5").home(Home::new().town("Tours"));
    client(&server).purchases().create(create().delivery(courier())).wait().expect("bought");
    let wanted = json!({ "courier": { "street": "Quay 5", "home": { "town": "Tours" } } });
    assert_eq!(json_of(&sent(&server))["delivery"], wanted);
    client(&server).purchases().order(order().delivery(courier())).wait().expect("ordered");
    let wanted = [pair("delivery[courier][street]", "Quay 5"), pair("delivery[courier][home][town]", "Tours")];
    assert_eq!(pairs(&sent(&server)), wanted);
    // A member without members is something in JSON, and nothing in a form: such a call is not sent.
    client(&server).purchases().create(create().delivery(DeliveryPickup::new())).wait().expect("bought");
    assert_eq!(json_of(&sent(&server))["delivery"], json!({ "pickup": {} }));
    assert_eq!(
        broken(&order().delivery(DeliveryPickup::new())),
        ("form-encoding".to_owned(), "delivery[pickup]".to_owned())
    );
    let drone = || Delivery::other("drone", [("roof".to_owned(), json!(true))]);
    client(&server).purchases().create(create().delivery(drone())).wait().expect("bought");
    assert_eq!(json_of(&sent(&server))["delivery"], json!({ "drone": { "roof": true } }));
    client(&server).purchases().order(order().delivery(drone())).wait().expect("ordered");
    assert_eq!(pairs(&sent(&server)), [pair("delivery[drone][roof]", "true")]);
}

#[test]
fn a_sibling_tells_the_variant_of_a_request() {
    let server = selling(&json!({ "id": "b-1" }));
    client(&server).purchases().create(create().bonus(BonusCoupon::new("ABCD"))).wait().expect("bought");
    let body = json_of(&sent(&server));
    assert_eq!((&body["bonus_type"], &body["bonus"]), (&json!("coupon"), &json!({ "code": "ABCD" })));
    client(&server).purchases().order(order().bonus(BonusCoupon::new("ABCD"))).wait().expect("ordered");
    assert_eq!(pairs(&sent(&server)), [pair("bonus_type", "coupon"), pair("bonus[code]", "ABCD")]);
    // A variant that has nothing to say is told by the sibling alone.
    client(&server).purchases().create(create().bonus(BonusBirthday::new())).wait().expect("bought");
    let body = json_of(&sent(&server));
    assert_eq!((&body["bonus_type"], body.get("bonus")), (&json!("birthday"), None));
    client(&server).purchases().order(order().bonus(BonusBirthday::new())).wait().expect("ordered");
    assert_eq!(pairs(&sent(&server)), [pair("bonus_type", "birthday")]);
    let other = || Bonus::other("friend", [("name".to_owned(), json!("A. Person"))]);
    client(&server).purchases().create(create().bonus(other())).wait().expect("bought");
    let body = json_of(&sent(&server));
    assert_eq!((&body["bonus_type"], &body["bonus"]), (&json!("friend"), &json!({ "name": "A. Person" })));
    client(&server).purchases().order(order().bonus(other())).wait().expect("ordered");
    assert_eq!(pairs(&sent(&server)), [pair("bonus_type", "friend"), pair("bonus[name]", "A. Person")]);
    client(&server).purchases().create(create()).wait().expect("bought");
    let body = json_of(&sent(&server));
    assert_eq!((body.get("bonus_type"), body.get("bonus"), body.get("delivery")), (None, None, None));
}

#[test]
fn rules_of_variants_hold_wherever_the_variant_is_identified() {
    let courier = || DeliveryCourier::new("Q");
    let wanted = |fields: &str| ("delivery-courier-long-street".to_owned(), fields.to_owned());
    assert_eq!(broken(&create().delivery(courier())), wanted("delivery.courier.street"));
    assert_eq!(broken(&order().delivery(courier())), wanted("delivery[courier][street]"));
    let wanted = |fields: &str| ("bonus-coupon-size-of-code".to_owned(), fields.to_owned());
    assert_eq!(broken(&create().bonus(BonusCoupon::new("ABC"))), wanted("bonus.coupon.code"));
    assert_eq!(broken(&order().bonus(BonusCoupon::new("ABC"))), wanted("bonus[coupon][code]"));
    create().bonus(BonusBirthday::new().year(2020)).validate().expect("no rule for birthdays");
}

/// What a purchase is that came.
fn bought(purchase: &Value) -> Purchase {
    client(&selling(purchase)).purchases().price(PricePurchase::new()).wait().expect("a purchase")
}

#[test]
fn the_name_of_a_member_tells_the_variant_of_a_response() {
    let came = json!({
        "id": "b-1",
        "voyage": { "days": 3, "ship": { "name": "Tern", "deck": 2 } },
        "stops": [
            { "wind": { "from": "west" }, "ship": null }, { "days": 2, "wind": [] }, { "days": 1 },
            { "tunnel": { "length": 5 }, "days": 4 },
            { "ship": {}, "wind": {} }, { "wind": "strong" },
        ],
    });
    let purchase = bought(&came);
    let voyage = purchase.voyage.as_ref().expect("a voyage");
    let VoyageVariant::Ship(ship) = &voyage.variant else { panic!("it is a ship") };
    assert_eq!((voyage.days, ship.name.as_deref(), ship.deck), (Some(3), Some("Tern"), Some(2)));
    let stops = purchase.stops.as_ref().expect("stops");
    let told: Vec<_> = stops.iter().map(|stop| (stop.variant.is_known(), stop.variant.tag(), stop.days)).collect();
    let wanted = [
        (true, Some("wind"), None),
        (true, Some("wind"), Some(2)),
        (false, None, Some(1)),
        (false, Some("tunnel"), Some(4)),
        // Of two variants either could be meant, and a text is none.
        (false, None, None),
        (false, Some("wind"), None),
    ];
    assert_eq!(told, wanted);
    let back = serde_json::to_value(&purchase).expect("JSON");
    assert_eq!(back["voyage"], came["voyage"]);
    assert_eq!(back["stops"][0], json!({ "wind": { "from": "west" } }));
    for at in 2..6 {
        assert_eq!(back["stops"][at], came["stops"][at], "what is not known is written back as it came");
    }
}

#[test]
fn a_sibling_tells_the_variant_of_a_response_in_either_order() {
    for body in [
        r#"{"id":"b-1","method":"card","receipt":{"number":"r-1","last4":"0002"}}"#,
        r#"{"receipt":{"last4":"0002","number":"r-1"},"id":"b-1","method":"card"}"#,
    ] {
        let came: Value = serde_json::from_str(body).expect("JSON");
        let purchase: Purchase = core_json::read(body.as_bytes(), body.as_bytes()).expect("a purchase");
        let receipt = purchase.receipt.as_ref().expect("a receipt");
        let ReceiptVariant::Card(card) = &receipt.variant else { panic!("it is a card") };
        assert_eq!((receipt.number.as_deref(), card.last4.as_deref()), (Some("r-1"), Some("0002")));
        assert_eq!(serde_json::to_value(&purchase).expect("JSON"), came);
        assert!(!format!("{purchase:?}").contains("0002"));
    }
    for came in [
        json!({ "id": "b-1" }),
        json!({ "id": "b-1", "method": "coins" }),
        json!({ "id": "b-1", "method": "shells", "receipt": { "big": [1, 2] } }),
        json!({ "id": "b-1", "method": 5, "receipt": { "number": "r-1" } }),
        json!({ "id": "b-1", "receipt": { "number": "r-1", "count": 3 } }),
        json!({ "id": "b-1", "method": "coins", "receipt": "lost" }),
        json!({ "id": "b-1", "method": "coins", "receipt": { "count": "many" } }),
    ] {
        let purchase = bought(&came);
        assert_eq!(serde_json::to_value(&purchase).expect("JSON"), came, "nothing is lost");
        let tag = purchase.receipt.as_ref().and_then(|receipt| receipt.variant.tag());
        assert_eq!(tag, came["method"].as_str(), "{came}");
        let keeps = came["receipt"].is_string() || came["receipt"]["count"].is_string();
        assert_eq!(purchase.unreadable().get("receipt").is_some(), keeps, "{came}");
    }
    assert_eq!(bought(&json!({ "id": "b-1", "method": null, "receipt": null })).receipt, None);
}

/// A member of a variant that does not fit costs that member.
#[test]
fn what_does_not_fit_in_a_named_member_is_kept_there() {
    let came = json!({ "id": "b-1", "voyage": { "days": "soon", "ship": { "name": "Tern", "deck": "upper" } } });
    let text = came.to_string();
    let (purchase, found) =
        core_json::collect_unreadable(|| core_json::read::<Purchase>(text.as_bytes(), text.as_bytes()));
    let purchase = purchase.expect("a purchase");
    let mut places: Vec<_> = found.iter().map(payspec_core::Unreadable::path).collect();
    places.sort_unstable();
    assert_eq!(places, ["voyage.days", "voyage.ship.deck"]);
    let voyage = purchase.voyage.as_ref().expect("a voyage");
    let VoyageVariant::Ship(ship) = &voyage.variant else { panic!("it is a ship all the same") };
    assert_eq!((ship.name.as_deref(), ship.deck, voyage.days), (Some("Tern"), None, None));
    assert_eq!(serde_json::to_value(&purchase).expect("JSON"), came, "nothing is lost");
}
