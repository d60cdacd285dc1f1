use centralpay_webhook::decode;
use serde_json::{Value, json};

use super::{ObjectType, Slot, Takes, set};
use crate::centralpay::sample_object;
use crate::generated::centralpay_events::EVENTS;

/// A text that a member takes.
fn text(takes: Takes) -> String {
    match takes {
        Takes::Text | Takes::Id => "a text".to_owned(),
        Takes::Boolean => "true".to_owned(),
        Takes::Integer | Takes::Amount => "4711".to_owned(),
        Takes::Decimal => "0.25".to_owned(),
        Takes::Date => "2026-01-31".to_owned(),
        Takes::DateTime => "2026-01-31T12:30:00Z".to_owned(),
        Takes::Code(known) => known.last().copied().unwrap_or_default().to_owned(),
        Takes::Object(_) | Takes::Map(_) | Takes::Metadata | Takes::Json => r#"{"key":"value"}"#.to_owned(),
    }
}

/// The paths to all members of an object, and what they take. Objects in objects are followed to this depth.
fn paths(ty: &'static ObjectType, depth: usize) -> Vec<(String, Takes)> {
    let of_member = |member: &super::Member| {
        let Slot { takes, is_list } = member.value;
        let path = if is_list { format!("{}.0", member.name) } else { member.name.to_owned() };
        match takes {
            Takes::Object(inner) if depth > 0 => {
                paths(inner, depth - 1).into_iter().map(|(rest, takes)| (format!("{path}.{rest}"), takes)).collect()
            }
            Takes::Object(_) => Vec::new(),
            Takes::Metadata => vec![(format!("{path}.key"), Takes::Text), (path, takes)],
            takes => vec![(path, takes)],
        }
    };
    ty.members.iter().flat_map(of_member).collect()
}

fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        other => other.get(step),
    })
}

/// The tables are what the model reads: a member that is set is read, and under no other name or type.
#[test]
fn every_member_of_every_event_can_be_set_and_is_read() {
    let mut count = 0;
    for (event, ty) in EVENTS {
        for (path, takes) in paths(ty, 2) {
            let mut object = sample_object(event).expect(event);
            let text = text(takes);
            // Other members of a new item may be required.
            let whole = path.split_once(".0.").filter(|(list, _)| at(&object, &format!("{list}.0")).is_none());
            if whole.is_some() || set(&mut object, ty, &path, &text).is_err() {
                assert!(whole.is_some(), "{event}: {path} is not set to {text}");
                continue;
            }
            let expected = at(&object, &path).expect("it is set").clone();
            let body = json!({ "type": event, "object": object }).to_string().into_bytes();
            let read = decode(body);
            let shown = format!("{read:?}");
            // A member that is set alone in an object can lack what that object requires.
            if !shown.contains("unreadable: []") {
                let outer = path.rsplit_once('.').map_or("", |(outer, _)| outer);
                let sample = sample_object(event).expect(event);
                assert!(!outer.is_empty() && at(&sample, outer).is_none_or(Value::is_null), "{event} {path}: {shown}");
                continue;
            }
            let written = serde_json::to_value(&read).expect("it can be written");
            assert_eq!(at(&written["object"], &path), Some(&expected), "{event} {path}");
            count += 1;
        }
    }
    assert!(count > 4_000, "{count}");
}

fn transaction() -> (&'static ObjectType, Value) {
    let name = "TRANSACTION_SUCCEEDED";
    let found = EVENTS.iter().find(|(event, _)| *event == name);
    (found.expect("it is an event").1, sample_object(name).expect("it has a sample"))
}

#[test]
fn texts_become_values_of_the_type() {
    let (ty, mut object) = transaction();
    for (path, text, expected) in [
        ("amount", "1500", json!(1500)),
        ("card.first6", "411111", json!("411111")),
        ("description", "", json!("")),
        ("captureDate", "", Value::Null),
        ("captureDate", "2026-01-31", json!("2026-01-31")),
        ("transactionStatus", "FAILURE", json!("FAILURE")),
        ("refunded", "false", json!(false)),
        ("additionalData.order", "17", json!("17")),
        ("additionalData", r#"{"a":[1]}"#, json!({ "a": [1] })),
        ("riskScore", "0.5", json!(0.5)),
        ("transactiontransfers", "[]", json!([])),
        ("transactiontransfers.0.amount", "5", json!(5)),
        ("transactiontransfers.1.amount", "6", json!(6)),
        ("refunds", "", Value::Null),
        ("3ds", "true", json!(true)),
        ("threeDSecure", "false", json!(false)),
    ] {
        set(&mut object, ty, path, text).unwrap_or_else(|misfit| panic!("{path}: {misfit:?}"));
        assert_eq!(at(&object, path), Some(&expected), "{path}");
    }
    assert_eq!(object.get("3ds"), None, "a member has one name at a time");
}

#[test]
fn a_mistake_names_the_member_and_what_it_takes() {
    let (ty, object) = transaction();
    for (path, text, place, message) in [
        ("amont", "1", "amont", "`amont` is no member of Transaction; the nearest is `amount`"),
        ("zzz", "1", "zzz", "`zzz` is no member of Transaction; its members are transactionId, "),
        ("card.frist6", "1", "card.frist6", "`card.frist6` is no member of Card; the nearest is `first6`"),
        (
            "amount",
            "15.00",
            "amount",
            "`amount` takes a whole number of minor units, such as `1500` for 15.00; `15.00` is",
        ),
        ("amount", "99999999999999999999", "amount", "`amount` takes a whole number"),
        ("amount.minor", "1", "amount", "`amount` has no members: it takes a whole number of minor units"),
        ("refunded", "yes", "refunded", "`refunded` takes `true` or `false`; `yes` is not"),
        ("captureDate", "soon", "captureDate", "`captureDate` takes a date"),
        ("transactionStatus", "SUCCES", "transactionStatus", "`transactionStatus` takes one of "),
        ("currency", "EURO", "currency", "codes; the nearest is `EUR`; `EURO` is not"),
        ("card", "x", "card", "`card` takes an object: its members one by one"),
        ("card", r#"{"first6":1}"#, "card.first6", "`card.first6` takes a text; `1` is not"),
        ("card", r#"{"frist6":"1"}"#, "card.frist6", "the nearest is `first6`"),
        ("transactiontransfers", "5", "transactiontransfers", "takes a list: its items one by one"),
        ("transactiontransfers", r#"[{"amount":"x"}]"#, "transactiontransfers.0.amount", "`x` is not"),
        ("transactiontransfers.9.amount", "5", "transactiontransfers.9", "items are numbered from 0"),
        ("transactiontransfers.x", "5", "transactiontransfers.x", "is no item"),
        ("card..first6", "5", "card..first6", "has an empty name"),
        ("", "5", "", "has an empty name"),
    ] {
        let misfit = set(&mut object.clone(), ty, path, text).expect_err(path);
        assert_eq!(misfit.path, place);
        assert!(misfit.message.contains(message), "{path}: {}", misfit.message);
    }
}
