//! A field that has two names, both of which come in one object.

use payspec::centralpay::model::{AcsTransId, ThreeDsAuthentication, Transaction};
use payspec::primer::model::SavedInstruments;
use payspec_core::{Page, Unreadable, json};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use showcase_model::Parcel;

fn read<T: DeserializeOwned>(text: &str) -> (T, Vec<String>) {
    let (read, found) = json::collect_unreadable(|| json::read_body::<T>(text.as_bytes()));
    let paths = found.iter().map(Unreadable::path).map(str::to_owned).collect();
    (read.unwrap_or_else(|error| panic!("{text}: {error}")), paths)
}

fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).expect("it has a JSON form")
}

/// Both orders of two members of a payment.
fn payments(first: &str, second: &str) -> [String; 2] {
    [(first, second), (second, first)]
        .map(|(one, other)| format!(r#"{{"transactionId": "t-1", {one}, "amount": 5, {other}, "currency": "EUR"}}"#))
}

#[test]
fn equal_values_count_as_one_and_null_as_none() {
    for (main, also, secure) in [
        ("true", "true", Some(true)),
        ("false", "null", Some(false)),
        ("null", "false", Some(false)),
        ("null", "null", None),
        (r#""1""#, r#""1""#, Some(true)),
    ] {
        for text in payments(&format!(r#""threeDSecure": {main}"#), &format!(r#""3ds": {also}"#)) {
            let (payment, found) = read::<Transaction>(&text);
            assert_eq!(
                (payment.three_d_secure, payment.amount.map(payspec_core::Amount::minor)),
                (secure, Some(5)),
                "{text}"
            );
            assert!(found.is_empty() && payment.unreadable().is_empty(), "{text}: {found:?}");
            let secure = written(&payment).get("threeDSecure").and_then(Value::as_bool);
            assert_eq!(secure, payment.three_d_secure, "{text}");
        }
    }
}

/// What reads as the same or as nothing as a value of its own does so next to another.
#[test]
fn values_are_compared_as_they_are_read() {
    for (main, also, secure) in [
        ("true", r#""""#, Some(true)),
        (r#""true""#, "true", Some(true)),
        ("0", r#""0""#, Some(false)),
        ("null", r#""""#, None),
    ] {
        for (main, also) in [(main, also), (also, main)] {
            for text in payments(&format!(r#""threeDSecure": {main}"#), &format!(r#""3ds": {also}"#)) {
                let (payment, found) = read::<Transaction>(&text);
                assert_eq!((payment.three_d_secure, found), (secure, Vec::new()), "{text}");
            }
        }
    }
    // An id is a text, and an empty one is none.
    for (main, also) in [(r#""a-1""#, r#""""#), (r#""""#, r#""a-1""#)] {
        let text = format!(r#"{{"acsTransID": {main}, "acsTransId": {also}}}"#);
        let (authentication, found) = read::<ThreeDsAuthentication>(&text);
        assert_eq!((authentication.acs_trans_id, found), (Some(AcsTransId::from("a-1")), Vec::new()), "{text}");
    }
    let (parcel, found) = read::<Parcel>(r#"{"parcelId": "p", "receiver": "", "recipient": {"name": "Ann"}}"#);
    assert_eq!((parcel.receiver.map(|receiver| receiver.name), found), (Some("Ann".to_owned()), Vec::new()));
    // What is unreadable next to an empty text is the field's own.
    for text in payments(r#""threeDSecure": {"by": "bank"}"#, r#""3ds": """#) {
        let (payment, found) = read::<Transaction>(&text);
        assert_eq!((payment.three_d_secure, found), (None, vec!["threeDSecure".to_owned()]), "{text}");
    }
}

#[test]
fn different_values_are_unreadable_and_both_are_written_back() {
    // One that cannot be read differs from one that can.
    for (main, also) in [("true", "false"), (r#"{"by": "bank"}"#, "true"), ("true", "[1]"), ("[1]", "[2]")] {
        for text in payments(&format!(r#""threeDSecure": {main}"#), &format!(r#""3ds": {also}"#)) {
            let (mut payment, mut found) = read::<Transaction>(&text);
            found.sort();
            assert_eq!(
                (payment.three_d_secure, found),
                (None, vec!["3ds".to_owned(), "threeDSecure".to_owned()]),
                "{text}"
            );
            let sent: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(written(&payment), sent, "{text}");
            let again = read::<Transaction>(&written(&payment).to_string()).0;
            assert_eq!(written(&again), sent, "also the second time");
            // What the caller sets counts.
            payment.three_d_secure = Some(true);
            let changed = written(&payment);
            assert_eq!((changed.get("threeDSecure"), changed.get("3ds")), (Some(&json!(true)), None));
        }
    }
    // What is unreadable next to `null` is the field's own.
    for (main, also) in [(r#"{"by": "bank"}"#, "null"), ("null", r#"{"by": "bank"}"#)] {
        for text in payments(&format!(r#""threeDSecure": {main}"#), &format!(r#""3ds": {also}"#)) {
            let (payment, found) = read::<Transaction>(&text);
            assert_eq!((payment.three_d_secure, found.len()), (None, 1), "{text}");
            assert!(written(&payment).to_string().contains(r#"{"by":"bank"}"#), "{text}");
        }
    }
}

#[test]
fn an_object_under_two_names_is_compared_as_a_whole() {
    let address = r#"{"name": "Ann", "postCode": "0042"}"#;
    let other = r#"{"postCode":"0042","name":"Ann"}"#;
    let (parcel, found) =
        read::<Parcel>(&format!(r#"{{"parcelId": "p", "receiver": {address}, "recipient": {other}}}"#));
    assert!(parcel.receiver.is_some() && found.is_empty(), "{found:?}");
    let text = format!(r#"{{"parcelId": "p", "recipient": {address}, "receiver": {{"name": "Ben"}}}}"#);
    let (parcel, found) = read::<Parcel>(&text);
    assert_eq!((parcel.receiver.is_none(), found.len()), (true, 2));
    assert_eq!(written(&parcel), serde_json::from_str::<Value>(&text).expect("JSON"));
    // A member that is odd in one of two equal objects is one member of one object.
    let odd = r#"{"postCode": {"odd": 1}, "name": "Ann"}"#;
    let (parcel, found) = read::<Parcel>(&format!(r#"{{"recipient": {odd}, "parcelId": "p", "receiver": {odd}}}"#));
    let receiver = parcel.receiver.as_ref().expect("the rest of it is there");
    assert_eq!((receiver.name.as_str(), found.len()), ("Ann", 1), "{found:?}");
    assert_eq!(written(&parcel)["receiver"], serde_json::from_str::<Value>(odd).expect("JSON"));
}

#[test]
fn a_page_of_a_search_keeps_all_of_its_items() {
    let items: Vec<String> = (0..300)
        .map(|number| {
            let also = if number % 2 == 0 { "true" } else { "false" };
            format!(r#"{{"transactionId": "t-{number}", "3ds": {also}, "threeDSecure": true}}"#)
        })
        .collect();
    let (page, found) = read::<Page<Transaction>>(&format!(r#"{{"data": [{}], "has_more": true}}"#, items.join(",")));
    assert_eq!((page.len(), found.len()), (300, 300));
    assert_eq!(page.iter().filter(|payment| payment.three_d_secure == Some(true)).count(), 150);
    assert_eq!(page.iter().filter(|payment| payment.unreadable().iter().count() == 2).count(), 150);
}

/// A list in an object is read as a whole.
#[test]
fn a_list_of_objects_that_have_both_names_is_read() {
    let instrument = |method: &str, also: &str| {
        json!({"token": "t", "paymentMethodType": method, "paymentInstrumentType": also,
        "paymentMethodData": {"last4Digits": "1111"}, "paymentInstrumentData": {"last4Digits": "1111"}})
    };
    let equal = json!({"data": vec![instrument("PAYMENT_CARD", "PAYMENT_CARD"); 500]});
    let (saved, found) = read::<SavedInstruments>(&equal.to_string());
    assert_eq!((saved.data.as_ref().map(Vec::len), found.len()), (Some(500), 0));
    let different = json!({"data": vec![instrument("PAYMENT_CARD", "CARD_OFF_SESSION_PAYMENT"); 100]});
    let (saved, found) = read::<SavedInstruments>(&different.to_string());
    let data = saved.data.as_ref().expect("the list is there");
    assert_eq!((data.len(), found.len()), (100, 200));
    assert!(data.iter().all(|one| one.payment_method_type.is_none() && one.payment_method_data.is_some()));
    assert_eq!(written(&data[99])["paymentInstrumentType"], "CARD_OFF_SESSION_PAYMENT");
}

#[test]
fn an_event_with_both_names_is_an_event() {
    let body = |secure: &str| {
        format!(
            r#"{{"eventId": "e-1", "type": "TRANSACTION_SUCCEEDED", "object": {{"transactionId": "t-1", "3ds": {secure}, "threeDSecure": true}}}}"#
        )
    };
    for (secure, wanted) in [("true", Some(true)), ("null", Some(true)), ("false", None)] {
        let text = body(secure);
        let payspec::centralpay::webhook::Event::TransactionSucceeded(event) =
            payspec::centralpay::webhook::decode(text.as_str())
        else {
            panic!("it can be read: {text}")
        };
        assert_eq!(event.object.three_d_secure, wanted);
    }
}

#[test]
fn what_a_call_answers_may_have_both_names() {
    let text = r#"{"threeDSServerTransID": "s-1", "acsTransID": "a-1", "acsTransId": "a-1", "transStatus": "Y"}"#;
    let (answer, found) = read::<ThreeDsAuthentication>(text);
    assert!(found.is_empty(), "{found:?}");
    assert_eq!(answer.acs_trans_id.as_ref().map(AcsTransId::as_str), Some("a-1"));
}
