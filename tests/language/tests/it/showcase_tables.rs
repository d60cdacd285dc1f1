//! Enums, tables and constants of the showcase API.

use payspec_core::{Amount, DateTime, Refusal};
use serde_json::json;
use showcase_model::*;

use crate::showcase_params::{broken, pair, pairs, parcel};

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
fn an_api_has_codes_of_its_own_next_to_those_of_a_library() {
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
fn windows_and_limits_are_constants() {
    let announced = DateTime::from("2024-01-05T12:44:06+01:00");
    assert_eq!(windows::COLLECTION.closes(&announced), Some("2024-01-12T12:44:06+01:00".into()));
    assert_eq!(windows::DOOR_CODE.seconds_left(&announced, &announced), Some(15 * 60));
    assert_eq!(limits::PARCELS_A_DAY, 1000);
    assert_eq!(limits::INSURED_A_DAY, Amount::from_minor(5_000_000));
}

#[test]
fn other_spellings_of_a_word_are_read_and_not_written() {
    assert_eq!((Service::from("STD"), Service::from("STD").as_str()), (Service::Standard, "STANDARD"));
    assert!(["CANCELLED", "CANCELED", "CANCEL"].iter().all(|word| ParcelStatus::from(*word).is_final()));
    assert_eq!(Service::KNOWN.len(), 3, "a spelling is no value");
}
