//! What a form looks like on the wire.

use std::collections::BTreeMap;

use payspec_core::{
    Amount, CardNumber, CompactDate, DateTime, EncodeForm, Form, FormTree, FormValue, Metadata, parse_pairs,
};
use proptest::prelude::*;
use serde_json::{Value, json};

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
fn a_filter_without_content_is_a_problem() {
    let mut form = Form::new();
    form.filter("status", false).filter("customer", true);
    assert!(form.is_empty());
    let problem = &form.problems()[0];
    assert_eq!((form.problems().len(), problem.name.as_str()), (1, "customer"));
    assert!(problem.message.contains("leave the parameter unset"), "{problem:?}");
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

/// Anything that a form can say: a value, a list, an object, objects within objects.
#[derive(Debug, Clone)]
enum Shape {
    Value(String),
    List(Vec<String>),
    Object(BTreeMap<String, Shape>),
}

impl Shape {
    fn write(&self, name: &str, form: &mut Form) {
        match self {
            Self::Value(text) => form.field(name, text),
            Self::List(items) => form.list(name, Some(items)),
            Self::Object(_) => form.object(name, Some(self)),
        };
    }

    fn json(&self) -> Value {
        match self {
            Self::Value(text) => json!(text),
            Self::List(items) => json!(items),
            Self::Object(members) => members.iter().map(|(name, inner)| (name.clone(), inner.json())).collect(),
        }
    }
}

impl EncodeForm for Shape {
    fn encode_form(&self, form: &mut Form) {
        if let Self::Object(members) = self {
            for (name, inner) in members {
                inner.write(name, form);
            }
        }
    }
}

/// Objects of any names and values, as deep as a form may be. None is empty: of nothing, nothing is written.
fn objects() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![".*".prop_map(Shape::Value), proptest::collection::vec(".*", 1..4).prop_map(Shape::List),];
    let levels = u32::try_from(FormTree::MAX_DEPTH).unwrap_or(u32::MAX) - 2;
    let object = |inner| proptest::collection::btree_map("[^\\[\\]]{1,8}", inner, 1..4).prop_map(Shape::Object);
    object(leaf.prop_recursive(levels, 48, 4, move |inner| object(inner).boxed()).boxed())
}

proptest! {
    #[test]
    fn an_object_of_any_shape_is_read_as_it_was_written(object in objects()) {
        let mut form = Form::new();
        object.encode_form(&mut form);
        prop_assert!(form.problems().is_empty());
        let tree = FormTree::parse(form.encode().as_bytes()).unwrap();
        prop_assert_eq!(tree.to_json(), object.json());
        prop_assert_eq!(FormTree::from_pairs(form.pairs()).unwrap(), tree);
    }

    #[test]
    fn pairs_of_any_names_and_values_arrive_in_order_and_unaltered(
        pairs in proptest::collection::vec((".*", ".*"), 0..8),
    ) {
        let form = Form::from_pairs(pairs.clone());
        let text = form.encode();
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%&+=*-._".contains(&byte)), "{}", text);
        prop_assert_eq!(parse_pairs(text.as_bytes()).unwrap(), pairs.clone());
        for (name, _) in &pairs {
            let values: Vec<&str> = form.all(name).collect();
            let given = pairs.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
            prop_assert_eq!(values, given.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_map_whose_keys_would_be_misread_is_a_problem_and_no_other_is(key in "[a-c\\[\\]]{0,4}", value in ".*") {
        let mut form = Form::new();
        form.map("m", Some(&[(key.as_str(), value.as_str())].into_iter().collect()));
        let read = FormTree::parse(form.encode().as_bytes());
        let arrives = read.is_ok_and(|tree| tree.text(&["m", &key]) == Some(value.as_str()));
        prop_assert_eq!(arrives, form.problems().is_empty());
    }

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
