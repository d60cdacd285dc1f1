//! Objects of the showcase API that come as they are or as their id alone, and lists that come as one object.

use payspec_core::{Expandable, json as core_json};
use payspec_http::RetryPolicy;
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};
use showcase_nested_client::model::{Kite, PricePurchase, Purchase, Sailor, VoyageVariant};
use showcase_nested_client::{ClientBuilder, blocking};

fn client(server: &Server) -> blocking::Client {
    ClientBuilder::at(format!("{}/v1", server.url()))
        .x_string("a knot")
        .configure(|http| http.retry(RetryPolicy::never()))
        .build_blocking()
        .expect("complete settings")
}

/// What a purchase is that came.
fn bought(purchase: &Value) -> Purchase {
    let body = purchase.clone();
    let server = Server::responding(move |_| Reply::json(200, &body)).without_request_ids();
    client(&server).purchases().price(PricePurchase::new()).wait().expect("a purchase")
}

#[test]
fn the_id_is_there_whether_the_object_came_or_not() {
    for (kite, id, colour) in [
        (json!("k-1"), "k-1", None),
        (json!(17), "17", None),
        (json!({ "id": "k-1" }), "k-1", None),
        (json!({ "id": "k-1", "colour": "red" }), "k-1", Some("red")),
    ] {
        let purchase = bought(&json!({ "id": "b-1", "kite": kite }));
        let found = purchase.kite.as_ref().expect("a kite");
        assert_eq!((found.id().as_str(), found.object().is_some()), (id, kite.is_object()));
        assert_eq!(found.object().and_then(|kite: &Kite| kite.colour.as_deref()), colour);
        let back = serde_json::to_value(&purchase).expect("JSON");
        assert_eq!(back["kite"], if kite.is_number() { json!("17") } else { kite });
    }
    for nothing in [json!(null), json!(""), json!([])] {
        assert_eq!(bought(&json!({ "id": "b-1", "kite": nothing })).kite, None);
    }
}

#[test]
fn what_is_neither_is_kept_and_what_does_not_fit_inside_is_kept_there() {
    let came = json!({
        "id": "b-1", "kite": [1],
        "voyage": { "ship": { "captain": { "sailor_id": "s-7", "age": "young" } } },
        "kiosk": { "owner": { "sailor_id": "s-8", "age": [], "name": "A. Person" } },
    });
    let text = came.to_string();
    let (purchase, found) =
        core_json::collect_unreadable(|| core_json::read::<Purchase>(text.as_bytes(), text.as_bytes()));
    let purchase = purchase.expect("a purchase");
    let mut places: Vec<_> = found.iter().map(payspec_core::Unreadable::path).collect();
    places.sort_unstable();
    assert_eq!(places, ["kiosk.owner.age", "kite", "voyage.ship.captain.age"]);
    let VoyageVariant::Ship(ship) = &purchase.voyage.as_ref().expect("a voyage").variant else { panic!("a ship") };
    assert_eq!(ship.captain.as_ref().map(|captain| captain.id().as_str()), Some("s-7"));
    assert_eq!(serde_json::to_value(&purchase).expect("JSON"), came, "nothing is lost");
    assert!(!format!("{purchase:?}").contains("Person"));
    // An object without the id that it guarantees is none, as in any other place.
    let purchase = bought(&json!({ "id": "b-1", "kite": { "colour": "red" } }));
    assert_eq!((purchase.kite.is_none(), purchase.unreadable().get("kite")), (true, Some(r#"{"colour":"red"}"#)));
}

#[test]
fn one_that_is_guaranteed_is_always_there() {
    let purchase = bought(&json!({ "id": "b-1", "kiosk": { "owner": "s-7" } }));
    let owner = &purchase.kiosk.as_ref().expect("a kiosk").owner;
    assert_eq!((owner.id().as_str(), owner.object().is_none()), ("s-7", true));
    assert!(!format!("{owner:?}").contains("s-7"), "an id that opens something is hidden");
    for nothing in [json!({}), json!({ "owner": null }), json!({ "owner": "" })] {
        let purchase = bought(&json!({ "id": "b-1", "kiosk": nothing }));
        assert!(purchase.kiosk.is_none() && purchase.unreadable().get("kiosk").is_some(), "{nothing}");
    }
    let made = Expandable::from(Sailor::new("s-9"));
    assert_eq!((made.id().as_str(), made.object().is_some()), ("s-9", true));
}

/// Where an API sends one object or several, the field is a list. What comes back is the list.
#[test]
fn one_or_many_is_a_list() {
    let sailor = json!({ "sailor_id": "s-1" });
    for (guests, count) in [
        (sailor.clone(), 1),
        (json!([sailor]), 1),
        (json!([sailor, { "sailor_id": "s-2" }]), 2),
        (json!([sailor, null]), 1),
        (json!([]), 0),
    ] {
        let purchase = bought(&json!({ "id": "b-1", "kiosk": { "owner": "s-7", "guests": guests } }));
        let found = purchase.kiosk.as_ref().and_then(|kiosk| kiosk.guests.as_ref()).expect("guests");
        assert_eq!(found.len(), count, "{guests}");
        assert!(found.iter().zip(["s-1", "s-2"]).all(|(guest, id)| guest.sailor_id.as_str() == id));
        let back = serde_json::to_value(&purchase).expect("JSON");
        assert_eq!(back["kiosk"]["guests"].as_array().map(Vec::len), Some(count));
    }
}
