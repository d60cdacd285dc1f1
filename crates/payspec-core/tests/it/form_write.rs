//! What a form looks like on the wire.

use std::collections::BTreeMap;

use payspec_core::{Amount, CardNumber, CompactDate, DateTime, EncodeForm, Form, FormTree, FormValue, Metadata};
use proptest::prelude::*;
use serde_json::json;

struct Card {
    number: CardNumber,
    holder: Option<String>,
    address: Option<Box<Address>>,
}

struct Address {
    lines: Vec<&'static str>,
    extra: Metadata,
}

impl EncodeForm for Card {
    fn encode_form(&self, form: &mut Form) {
        form.field("number", &self.number).optional("holder", self.holder.as_ref());
        form.object("address", self.address.as_ref());
    }
}

impl EncodeForm for Address {
    fn encode_form(&self, form: &mut Form) {
        form.list("lines", Some(&self.lines)).map("extra", Some(&self.extra));
        form.json("json", Some(&json!({"a": 1}))).json_list("items", Some(&[json!({"b": 2})]));
        form.compact("since", Some(&DateTime::from("2024-01-05")), CompactDate::Day);
    }
}

fn pairs(form: &Form) -> Vec<(&str, &str)> {
    form.pairs().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn every_style_has_its_exact_name_and_the_order_is_kept() {
    let mut form = Form::new();
    form.field("amount", &Amount::from_minor(1500))
        .optional("absent", None::<&str>)
        .list("paymentMethod", Some(&["TRANSACTION", "SDD"]))
        .json_list("transfer", Some(&[json!({"fee": 5, "id": "x"}), json!({})]))
        .json("token", Some(&json!({"a": [1]})))
        .map("additionalData", Some(&[("key", "v"), ("k2", "w")].into_iter().collect()))
        .optional("3ds[cavv]", Some("AA=="))
        .field("last", "z");
    let expected = [
        ("amount", "1500"),
        ("paymentMethod[]", "TRANSACTION"),
        ("paymentMethod[]", "SDD"),
        ("transfer[]", r#"{"fee":5,"id":"x"}"#),
        ("transfer[]", "{}"),
        ("token", r#"{"a":[1]}"#),
        ("additionalData[key]", "v"),
        ("additionalData[k2]", "w"),
        ("3ds[cavv]", "AA=="),
        ("last", "z"),
    ];
    assert_eq!(pairs(&form), expected);
}

#[test]
fn objects_nest_and_every_style_works_inside() {
    let card = Card {
        number: "4000 0000 0000 0002".into(),
        holder: Some("Jane".to_owned()),
        address: Some(Box::new(Address { lines: vec!["1", "2"], extra: [("k", "v")].into_iter().collect() })),
    };
    let mut form = Form::new();
    form.object("card", Some(&card)).field("after", "top");
    let expected = [
        ("card[number]", "4000000000000002"),
        ("card[holder]", "Jane"),
        ("card[address][lines][]", "1"),
        ("card[address][lines][]", "2"),
        ("card[address][extra][k]", "v"),
        ("card[address][json]", r#"{"a":1}"#),
        ("card[address][items][]", r#"{"b":2}"#),
        ("card[address][since]", "20240105"),
        ("after", "top"),
    ];
    assert_eq!(pairs(&form), expected);
}

#[test]
fn nothing_is_written_for_nothing() {
    let mut form = Form::new();
    form.object("a", None::<&Card>).list("b", Some(&[] as &[&str])).list("b", None::<&[&str]>);
    form.map("c", Some(&Metadata::new())).map("c", None).json("d", None::<&str>);
    form.json_list("e", Some(&[] as &[i32])).compact("f", None, CompactDate::Day);
    assert!(form.is_empty());
    assert_eq!((form.encode(), form.pairs().len(), form.problems().len()), (String::new(), 0, 0));
}

#[test]
fn scalars_have_one_text() {
    let mut form = Form::new();
    form.field("a", &true).field("b", &false).field("c", &-5i64).field("d", &u64::MAX).field("e", &String::from("t"));
    form.field("f", &DateTime::from("2024-01-05T10:00")).field("g", &Box::new(7u8)).field("h", "");
    form.field("i", &std::borrow::Cow::Borrowed("cow"));
    let values: Vec<&str> = pairs(&form).into_iter().map(|(_, value)| value).collect();
    assert_eq!(values, ["true", "false", "-5", "18446744073709551615", "t", "2024-01-05T10:00", "7", "", "cow"]);
    assert_eq!((&&1i8).form_value(), "1");
}

#[test]
fn map_values_other_than_text_are_json() {
    let data: Metadata = serde_json::from_str(r#"{"s":"a \"b\"","n":1,"l":[1,"x"],"z":null}"#).unwrap();
    let mut form = Form::new();
    form.map("m", Some(&data));
    assert_eq!(pairs(&form), [("m[s]", "a \"b\""), ("m[n]", "1"), ("m[l]", r#"[1,"x"]"#), ("m[z]", "null")]);
}

#[test]
fn dates_are_made_compact_or_left_alone() {
    let mut form = Form::new();
    form.compact("day", Some(&"2024-01-05T00:30:00+01:00".into()), CompactDate::Day);
    form.compact("second", Some(&"2024-01-05T00:30:00+01:00".into()), CompactDate::Second);
    form.compact("no_time", Some(&"2024-01-05".into()), CompactDate::Minute);
    form.compact("odd", Some(&"soon".into()), CompactDate::Day);
    let expected = [("day", "20240104"), ("second", "20240104233000"), ("no_time", "2024-01-05"), ("odd", "soon")];
    assert_eq!(pairs(&form), expected);
}

#[test]
fn raw_pairs_are_written_as_they_are() {
    struct Raw;
    impl EncodeForm for Raw {
        fn encode_form(&self, form: &mut Form) {
            form.push("apiKey", "k").field("inside", "1");
        }
    }
    let mut form = Form::from_pairs([("a", "1"), ("a", "2")]);
    form.object("o", Some(&Raw));
    assert_eq!(pairs(&form), [("a", "1"), ("a", "2"), ("apiKey", "k"), ("o[inside]", "1")]);
    assert_eq!((form.get("a"), form.get("o[inside]"), form.get("o")), (Some("1"), Some("1"), None));
    assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "2"]);
}

#[test]
fn the_text_is_percent_encoded() {
    let mut form = Form::new();
    form.push("a[b]", "x y&z=é+").push("c", "");
    assert_eq!(form.encode(), "a%5Bb%5D=x+y%26z%3D%C3%A9%2B&c=");
}

#[test]
fn what_cannot_be_written_faithfully_is_noted() {
    let mut form = Form::new();
    let no_json: BTreeMap<Vec<u8>, i32> = [(vec![1], 7777)].into();
    form.json("j", Some(&no_json)).json_list("l", Some(&[no_json]));
    form.map("m", Some(&[("a][b", "s3cret"), ("", "s3cret"), ("fine", "x")].into_iter().collect()));
    let names: Vec<&str> = form.problems().iter().map(|problem| problem.name.as_str()).collect();
    assert_eq!(names, ["j", "l[]", "m[a][b]", "m[]"]);
    assert_eq!((form.get("j"), form.get("m[fine]")), (None, Some("x")));
    let shown = format!("{:?}", form.problems());
    assert!(!shown.contains("s3cret") && !shown.contains("7777"), "{shown}");
}

proptest! {
    #[test]
    fn what_is_written_can_be_read(
        scalar in ".*",
        list in proptest::collection::vec(".*", 1..4),
        map in proptest::collection::btree_map("[^\\[\\]]{1,8}", ".*", 1..4),
    ) {
        let mut form = Form::new();
        form.field("scalar", &scalar).list("list", Some(&list));
        let data: Metadata = map.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        form.map("map", Some(&data)).json("json", Some(&map)).json_list("jsons", Some(&list));

        let tree = FormTree::parse(form.encode().as_bytes()).unwrap();
        prop_assert_eq!(tree.text(&["scalar"]), Some(scalar.as_str()));
        prop_assert_eq!(&tree.to_json()["list"], &json!(list));
        prop_assert_eq!(&tree.to_json()["map"], &json!(map));
        for (key, value) in &map {
            prop_assert_eq!(tree.text(&["map", key.as_str()]), Some(value.as_str()));
        }
        let json: BTreeMap<String, String> = serde_json::from_str(tree.text(&["json"]).unwrap()).unwrap();
        prop_assert_eq!(json, map);
        for (node, item) in tree.get(&["jsons"]).unwrap().as_list().unwrap().iter().zip(&list) {
            prop_assert_eq!(&serde_json::from_str::<String>(node.as_str().unwrap()).unwrap(), item);
        }
    }
}
