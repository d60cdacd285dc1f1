//! Unions of the showcase API: objects of several kinds, as a user of the generated crates meets them.

use payspec_core::json;
use serde_json::{Value, from_value, to_value};
use showcase_model::{Depot, Parcel, Station, StationDepot, StationVariant};
use showcase_webhook::{Event, decode};

use payspec_test_support::compare;

/// A parcel that has been everywhere, tomorrow too.
fn travelled() -> Value {
    serde_json::json!({
        "parcelId": "p-1",
        "history": [
            { "stationId": "s-1", "at": "2024-01-05T12:44:06+01:00", "station-type": "depot", "shelf": 12,
              "parcels": [{ "parcelId": "p-2", "last": { "station-type": "depot" } }] },
            { "station-type": "front-door", "seenBy": "A. Driver", "photo": "door.png", "code": "1234",
              "address": { "name": "A. Person" }, "from": { "stationId": "s-1", "station-type": "depot" } },
            { "station-type": "pigeon" },
            { "station-type": "orbit", "stationId": "s-4", "apogee": { "km": 400.5, "of": null }, "seenBy": null },
        ],
        "last": { "stationId": "s-5" },
    })
}

fn parcel() -> Parcel {
    from_value(travelled()).expect("a parcel")
}

#[test]
fn a_user_matches_on_the_kind() {
    let history = parcel().history.expect("stations");
    let mut seen = Vec::new();
    for station in &history {
        seen.push(match &station.variant {
            StationVariant::Depot(depot) => format!("shelf {:?} of {:?}", depot.shelf, station.station_id),
            StationVariant::Door(door) => format!("photo {:?}, opened by {:?}", door.photo, door.code.is_some()),
            StationVariant::Unrecognized(other) => format!("{:?}: {}", other.tag(), other.members().len()),
            other => format!("{:?}", other.tag()),
        });
    }
    assert_eq!(
        seen,
        [
            r#"shelf Some(12) of Some(StationId("s-1"))"#,
            r#"photo Some("door.png"), opened by true"#,
            r#"Some("pigeon")"#,
            r#"Some("orbit"): 4"#,
        ]
    );
}

#[test]
fn nothing_of_any_kind_is_lost() {
    let whole = travelled();
    let back = to_value(parcel()).expect("plain JSON");
    assert_eq!(compare::lost(&whole, &back), [""; 0]);
    assert_eq!(compare::invented(&whole, &back), [""; 0]);
    // Of what is not known not even a null is lost.
    assert_eq!((&back["history"][3], &back["last"]), (&whole["history"][3], &whole["last"]));
}

#[test]
fn a_known_kind_forgives_nulls_empty_lists_and_what_is_not_there() {
    for station in [
        serde_json::json!({ "station-type": "front-door", "at": null, "address": [], "from": null, "photo": null }),
        serde_json::json!({ "station-type": "front-door" }),
    ] {
        let station: Station = from_value(station).expect("a station");
        assert!(
            matches!(&station.variant, StationVariant::Door(door) if door.address.is_none() && door.from.is_none())
        );
    }
    let none: Parcel =
        from_value(serde_json::json!({ "parcelId": "p-1", "history": {}, "last": [] })).expect("a parcel");
    assert_eq!((none.history.map(|stations| stations.len()), none.last), (Some(0), None));
}

#[test]
fn a_member_of_a_kind_that_does_not_fit_is_unreadable_and_not_repeated() {
    let body = r#"{"parcelId":"p-1","history":[{"station-type":"pigeon"},{"station-type":"depot","stationId":"s-1","shelf":"A. Person"}],"last":{"station-type":"front-door","stationId":[5]}}"#;
    let (parcel, found) =
        json::collect_unreadable(|| json::read::<Parcel>(body.as_bytes(), body.as_bytes()).expect("a parcel"));
    assert_eq!(
        found.iter().map(payspec_core::Unreadable::path).collect::<Vec<_>>(),
        ["history[1].shelf", "last.stationId"]
    );
    let stations = parcel.history.as_ref().expect("the stations");
    let StationVariant::Depot(depot) = &stations[1].variant else { panic!("it is a depot all the same") };
    assert_eq!(
        (depot.shelf, stations[1].station_id.as_ref().map(showcase_model::StationId::as_str)),
        (None, Some("s-1"))
    );
    assert_eq!(stations[1].unreadable().get("shelf"), Some("\"A. Person\""));
    let written = to_value(&parcel).expect("JSON");
    assert_eq!(written, serde_json::from_str::<serde_json::Value>(body).expect("JSON"), "nothing is lost");
    assert!(!format!("{parcel:?} {found:?}").contains("Person"));
}

#[test]
fn printing_hides_what_is_sensitive_in_the_union_and_in_its_kinds() {
    let shown = format!("{:?} {:#?}", parcel(), parcel());
    for secret in ["A. Driver", "door.png", "1234", "A. Person", "400.5"] {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert!(shown.contains("orbit") && shown.contains("apogee"), "the tag and the names may be seen: {shown}");
}

#[test]
fn a_station_can_be_made_for_tests() {
    let mut depot = StationDepot::new();
    depot.shelf = Some(3);
    let mut station = Station::new(depot);
    station.station_id = Some("s-9".into());
    let written = to_value(&station).expect("plain JSON");
    assert_eq!(written, serde_json::json!({ "stationId": "s-9", "station-type": "depot", "shelf": 3 }));
}

#[test]
fn an_object_may_hold_one_of_its_own_kind() {
    let depot: Depot = from_value(serde_json::json!({ "name": "North", "above": { "name": "Hub" } })).expect("a depot");
    assert_eq!(depot.above.and_then(|above| above.name).as_deref(), Some("Hub"));
}

/// Two objects come without envelope, and one of them is the object of no resource.
#[test]
fn objects_without_envelope_are_told_apart_by_their_members() {
    let closure = serde_json::json!({
        "station": { "station-type": "depot", "stationId": "s-1" }, "lastDay": "2024-01-07", "barcode": "12",
    });
    let Event::UnenvelopedClosure(unenveloped) = decode(closure.to_string()) else { panic!("a closure") };
    assert_eq!(unenveloped.object.station.as_ref().and_then(|station| station.variant.tag()), Some("depot"));
    let parcel = serde_json::json!({ "parcelId": "p-1", "barcode": "12" });
    assert!(matches!(decode(parcel.to_string()), Event::UnenvelopedParcel(_)));
    for neither in [serde_json::json!({ "parcelId": "p-1" }), serde_json::json!({ "station": {}, "barcode": "12" })] {
        assert!(matches!(decode(neither.to_string()), Event::Unknown(_)), "{neither}");
    }
}
