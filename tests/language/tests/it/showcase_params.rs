//! Parameters of the showcase API: how they are encoded, and the rules that they break.

use payspec_core::{Amount, CompactDate, DateTime, EncodeForm, Form, Metadata, Operation, Profile, Violations};
use serde_json::json;
use showcase_model::*;

pub(crate) fn parcel() -> CreateParcel {
    CreateParcel::new(3, Unit::KG, Address::new("A. Person"))
}

pub(crate) fn pairs<O: Operation>(operation: &O) -> Vec<(String, String)> {
    let mut form = Form::new();
    operation.encode(&mut form);
    form.pairs().to_vec()
}

pub(crate) fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// The rules that parameters break, by name.
pub(crate) fn broken<O: Operation>(operation: &O, profile: Option<&'static Profile>) -> Vec<&'static str> {
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
fn odd_values_are_reported_with_what_was_meant() {
    let told = |warnings: Option<Violations>| -> Vec<String> {
        warnings.into_iter().flatten().map(|warning| warning.to_string()).collect()
    };
    let odd = CreateParcel::new(3, "kg", Address::new("A. Person")).service("EXPRES").receiver_phone("ask the porter");
    assert_eq!(broken(&odd, None), [""; 0]);
    assert_eq!(
        told(odd.warnings()),
        [
            "`receiverPhone`: is not a phone number; check whether it is the value of another parameter \
             [receiver-phone-format: The API expects a phone number, in any notation.]",
            "`unit`: is not a known value of `Unit`; did you mean `KG`? [unknown-value]",
            "`service`: is not a known value of `Service`; did you mean `EXPRESS`? [unknown-value]",
        ]
    );
    assert_eq!(told(parcel().service(Service::Express).receiver_phone("+33 6 00 00 00 00").warnings()), [""; 0]);
    // In the query of a search too.
    assert_eq!(told(ParcelSearch::new().status("ANOUNCED").warnings()).len(), 1);
}

/// A declaration, which is sent as JSON.
pub(crate) fn declaration() -> DeclareParcel {
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
fn dates_that_have_no_compact_form_are_not_lost() {
    assert_eq!(DateTime::from("tomorrow").compact(CompactDate::Day), None);
    assert!(pairs(&parcel().pickup_day("tomorrow")).contains(&pair("pickupDay", "tomorrow")));
}

#[test]
fn a_request_is_compared_with_an_object_as_it_is() {
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
