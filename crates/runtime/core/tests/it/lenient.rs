//! The lenient readers, over every JSON shape.

use payspec_core::{Amount, DateTime, Decimal, Metadata, lenient};
use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, PartialEq, Default)]
struct Item {
    id: Option<i64>,
}

fn item(id: i64) -> Item {
    Item { id: Some(id) }
}

#[derive(Debug, Deserialize, Serialize, PartialEq)]
struct Fields {
    #[serde(default, deserialize_with = "lenient::text", skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default, deserialize_with = "lenient::integer", skip_serializing_if = "Option::is_none")]
    integer: Option<i64>,
    #[serde(default, deserialize_with = "lenient::boolean", skip_serializing_if = "Option::is_none")]
    boolean: Option<bool>,
    #[serde(default, deserialize_with = "lenient::metadata", skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata>,
    #[serde(default, deserialize_with = "lenient::list", skip_serializing_if = "Option::is_none")]
    list: Option<Vec<String>>,
}

/// Deserialises with one of the readers.
macro_rules! read {
    ($reader:ident, $json:expr) => {
        lenient::$reader(&mut serde_json::Deserializer::from_str($json)).map_err(|error| error.to_string())
    };
}

#[test]
fn a_missing_field_is_none_and_stays_out() {
    let fields: Fields = serde_json::from_str("{}").unwrap();
    assert_eq!(serde_json::to_string(&fields).unwrap(), "{}");
    let nulls = r#"{"text":null,"integer":null,"boolean":null,"metadata":null,"list":null}"#;
    assert_eq!(serde_json::from_str::<Fields>(nulls).unwrap(), fields);
}

#[test]
fn readers_work_on_values_too() {
    let json = serde_json::json!({"text": 7, "integer": "7", "boolean": 1, "metadata": [], "list": {}});
    let fields: Fields = serde_json::from_value(json).unwrap();
    let text = r#"{"text":"7","integer":7,"boolean":true,"metadata":{},"list":[]}"#;
    assert_eq!(serde_json::to_string(&fields).unwrap(), text);
}

#[test]
fn text() {
    for (json, text) in [
        ("\"a\"", Some("a")),
        ("\"\"", Some("")),
        ("\"\\u00e9\"", Some("é")),
        ("7", Some("7")),
        ("-7", Some("-7")),
        ("true", Some("true")),
        ("false", Some("false")),
        ("null", None),
    ] {
        assert_eq!(read!(text, json), Ok(text.map(str::to_owned)), "{json}");
    }
    // `1.50` would read as `1.5`, and of a long number the last digits would be lost.
    for json in ["1.5", "1.50", "12345678901234567890123", "1e3"] {
        read!(text, json).unwrap_err();
    }
    for json in ["[\"s3cret\"]", "{\"s3cret\":1}"] {
        let message = read!(text, json).unwrap_err();
        assert!(message.starts_with("expected text, found a") && !message.contains("s3cret"), "{message}");
    }
}

#[test]
fn integer() {
    for (json, integer) in
        [("7", Some(7)), ("7.0", Some(7)), ("\"7\"", Some(7)), ("\"-07\"", Some(-7)), ("\"\"", None), ("null", None)]
    {
        assert_eq!(read!(integer, json), Ok(integer), "{json}");
    }
    assert_eq!(read!(integer, "1e3"), Ok(Some(1000)));
    assert_eq!(read!(integer, "9007199254740991"), Ok(Some(9_007_199_254_740_991)));
    assert_eq!(read!(integer, "\"2500.00\""), Ok(Some(2500)));
    assert_eq!(read!(integer, "\"9007199254740993.0\""), Ok(Some(9_007_199_254_740_993)));
    let texts =
        ["\"7.01\"", "\"7.\"", "\".0\"", "\"s3cret\"", "\"1,000\"", "\"1e3\"", "\" 7\"", "\"9223372036854775808\""];
    let others = [
        "7.5",
        "true",
        "[]",
        "{}",
        "1e19",
        "18446744073709551615",
        "9007199254740991.0",
        "9007199254740993.0",
        "17592186044415.01",
        "-9007199254740993.0",
    ];
    for json in texts.into_iter().chain(others) {
        let message = read!(integer, json).unwrap_err();
        assert!(message.starts_with("expected an integer, found ") && !message.contains("s3cret"), "{message}");
    }
}

#[test]
fn boolean() {
    for json in ["true", "1", "1.0", "\"true\"", "\"1\""] {
        assert_eq!(read!(boolean, json), Ok(Some(true)), "{json}");
    }
    for json in ["false", "0", "\"false\"", "\"0\""] {
        assert_eq!(read!(boolean, json), Ok(Some(false)), "{json}");
    }
    for json in ["null", "\"\""] {
        assert_eq!(read!(boolean, json), Ok(None), "{json}");
    }
    for json in ["2", "-1", "\"yes\"", "\"True\"", "[]", "{}", "0.5"] {
        let message = read!(boolean, json).unwrap_err();
        assert!(message.starts_with("expected a boolean, found ") && !message.contains("yes"), "{message}");
    }
}

#[test]
fn list() {
    let cases: [(&str, Option<Vec<Item>>); 9] = [
        ("null", None),
        ("[]", Some(vec![])),
        ("{}", Some(vec![])),
        ("[null]", Some(vec![])),
        (r#"[{"id":1},null,{"id":2}]"#, Some(vec![item(1), item(2)])),
        (r#"{"1":{"id":1},"3":null,"5":{"id":2}}"#, Some(vec![item(1), item(2)])),
        (r#"{"id":1}"#, Some(vec![item(1)])),
        (r#"{"other":{"a":[1]},"id":1}"#, Some(vec![item(1)])),
        (r#"{"":1}"#, Some(vec![Item::default()])),
    ];
    for (json, expected) in cases {
        assert_eq!(read!(list, json), Ok(expected), "{json}");
    }
    for (json, found) in
        [("\"s3cret\"", "text"), ("7", "a number"), ("-7", "a number"), ("7.5", "a number"), ("true", "a boolean")]
    {
        let message = lenient::list::<_, Item>(&mut serde_json::Deserializer::from_str(json)).unwrap_err().to_string();
        assert!(message.starts_with(&format!("expected a list, found {found}")), "{message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
}

/// An empty text is how a form writes nothing: it is nothing wherever no text is meant.
#[test]
fn an_empty_text_is_nothing() {
    assert_eq!(read!(list, "\"\"").map(|list: Option<Vec<Item>>| list), Ok(None));
    assert_eq!(read!(object, "\"\"").map(|object: Option<Item>| object), Ok(None));
    assert_eq!(read!(boxed, "\"\"").map(|object: Option<Box<Item>>| object), Ok(None));
    assert_eq!(read!(nested_list, "\"\"").map(|list: Option<Vec<Item>>| list), Ok(None));
    assert_eq!(read!(metadata, "\"\""), Ok(None));
    for nothing in ["\"\"", "null"] {
        assert_eq!(read!(value, nothing), Ok(None::<Amount>));
        assert_eq!(read!(value, nothing), Ok(None::<DateTime>));
        assert_eq!(read!(value, nothing), Ok(None::<Decimal>));
    }
    assert!(lenient::items::<_, Item>(&mut serde_json::Deserializer::from_str("\"\"")).is_err());
    assert_eq!(read!(value, "\"1500\""), Ok(Some(Amount::from_minor(1500))));
    assert_eq!(read!(value, "1500.0"), Ok(Some(Amount::from_minor(1500))));
    assert_eq!(read!(value, "20240105"), Ok(Some(DateTime::from("20240105"))));
    for json in ["\"4x7\"", "[4]", "{\"4x7\": 1}", "true", "1.5"] {
        let message =
            lenient::value::<_, Amount>(&mut serde_json::Deserializer::from_str(json)).unwrap_err().to_string();
        assert!(message.starts_with("expected an amount") && !message.contains("4x7"), "{message}");
    }
}

/// What is read as a single value is read as an item.
#[test]
fn items_are_read_as_leniently_as_values() {
    let texts = |json| read!(text_list, json).map(Option::unwrap_or_default);
    assert_eq!(texts(r#"[1, "a", null, true, ""]"#), Ok(["1", "a", "true", ""].map(str::to_owned).to_vec()));
    assert_eq!(texts(r#"{"0": 7, "2": "b"}"#), Ok(["7", "b"].map(str::to_owned).to_vec()));
    assert_eq!(read!(text_list, "\"\""), Ok(None));
    assert_eq!(read!(integer_list, r#"["1", 2.0, "", null, 3]"#), Ok(Some(vec![1, 2, 3])));
    assert_eq!(read!(boolean_list, r#"["1", 0, "", null, true]"#), Ok(Some(vec![true, false, true])));
    let amounts = [1, 2].map(Amount::from_minor).to_vec();
    assert_eq!(read!(value_list, r#"["1", "", null, 2]"#), Ok(Some(amounts.clone())));
    assert_eq!(read!(values, r#"["1", 2]"#), Ok(amounts));
    assert_eq!(read!(texts, "[1]"), Ok(vec!["1".to_owned()]));
    for (json, list) in [("[[1]]", "expected text"), ("[{\"a\": 1}]", "expected text"), ("7", "expected a list")] {
        let message = read!(texts, json).unwrap_err();
        assert!(message.starts_with(list), "{message}");
    }
}

/// An empty text among items stands for what it stands for as a single value: for nothing, unless texts are meant.
#[test]
fn an_empty_text_among_items_is_nothing() {
    for (json, expected) in [
        (r#"[""]"#, vec![]),
        (r#"["", {"id":1}, "", null]"#, vec![item(1)]),
        (r#"{"1":"","3":{"id":1},"5":""}"#, vec![item(1)]),
    ] {
        assert_eq!(read!(list, json), Ok(Some(expected)), "{json}");
    }
    for json in [r#"["",{"id":1}]"#, r#"[["",{"id":1}],""]"#, r#"{"1":"","3":{"id":1}}"#] {
        assert_eq!(read!(nested_list, json), Ok(Some(vec![item(1)])), "{json}");
    }
    assert_eq!(read!(list, r#"["", "a"]"#), Ok(Some(vec![String::new(), "a".to_owned()])));
    assert_eq!(read!(nested_list, r#"["", ["", "a"]]"#), Ok(Some(["", "", "a"].map(str::to_owned).to_vec())));
    assert_eq!(read!(list, r#"["", 1.5]"#), Ok(Some(vec![serde_json::json!(""), serde_json::json!(1.5)])));
    let maps: Option<Vec<Metadata>> = read!(value_list, r#"["", {"a":"b"}]"#).unwrap();
    assert_eq!(maps.unwrap().len(), 1);
    // A struct takes nothing by its place, and a text that is not empty is no object.
    for json in ["[[1]]", "[[]]", r#"[" "]"#, r#"["4x7"]"#, "[7]", "[true]"] {
        let message = lenient::list::<_, Item>(&mut serde_json::Deserializer::from_str(json)).unwrap_err().to_string();
        assert!(message.contains("expected struct Item"), "{message}");
    }
}

#[test]
fn lists_may_borrow() {
    let mut source = serde_json::Deserializer::from_str(r#"["a","b"]"#);
    let list: Option<Vec<&str>> = lenient::list(&mut source).unwrap();
    assert_eq!(list, Some(vec!["a", "b"]));
}

#[test]
fn object_and_boxed() {
    for (json, expected) in
        [("null", None), ("[]", None), ("{}", Some(Item::default())), (r#"{"id":1}"#, Some(item(1)))]
    {
        assert_eq!(read!(object, json), Ok(expected), "{json}");
    }
    assert_eq!(read!(boxed, r#"{"id":1}"#), Ok(Some(Box::new(item(1)))));
    assert_eq!(read!(boxed, "[]"), Ok(None::<Box<Item>>));
    for (json, found) in
        [("[\"s3cret\"]", "a list that is not empty"), ("\"s3cret\"", "text"), ("1", "a number"), ("true", "a boolean")]
    {
        let message =
            lenient::object::<_, Item>(&mut serde_json::Deserializer::from_str(json)).unwrap_err().to_string();
        assert!(message.starts_with(&format!("expected an object, found {found}")), "{message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
}

#[test]
fn metadata() {
    assert_eq!(read!(metadata, "null"), Ok(None));
    assert_eq!(read!(metadata, "[]"), Ok(Some(Metadata::new())));
    assert_eq!(read!(metadata, r#"{"a":"b"}"#).unwrap().unwrap().get("a"), Some("b"));
}

proptest::proptest! {
    /// A float is the integer it was written as, or refused: never another one.
    #[test]
    fn a_float_is_never_a_wrong_integer(number in proptest::prelude::any::<i64>(), shift in 0u32..63, zeros in 1usize..19) {
        let number = number >> shift;
        let text = format!("{number}.{}", "0".repeat(zeros));
        if let Ok(read) = read!(integer, &text) {
            proptest::prop_assert_eq!(read, Some(number));
        } else {
            // A number with no more digits than a float can hold is read.
            let digits = u128::from(number.unsigned_abs()) * 10_u128.pow(u32::try_from(zeros).unwrap());
            proptest::prop_assert!(number.unsigned_abs() >= 1 << 44 || digits >= 1 << 53, "{}", text);
        }
        let text = format!("{number}.01{}", "0".repeat(zeros));
        proptest::prop_assert!(read!(integer, &text).is_err(), "{}", text);
    }
}

/// Lists that are guaranteed, and lists that may stand in a list.
#[derive(Debug, PartialEq, serde::Deserialize)]
struct Lists {
    #[serde(deserialize_with = "lenient::items")]
    items: Vec<Piece>,
    #[serde(default, deserialize_with = "lenient::nested_list")]
    nested: Option<Vec<Piece>>,
    #[serde(default = "no_items", deserialize_with = "lenient::nested_items")]
    both: Vec<Piece>,
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Piece {
    id: u8,
}

fn no_items() -> Vec<Piece> {
    Vec::new()
}

#[test]
fn a_guaranteed_list_comes_in_the_same_forms() {
    let read = |json: &str| serde_json::from_str::<Lists>(json);
    for one in [r#"{"id":1}"#, r#"[{"id":1}]"#, r#"[null,{"id":1}]"#, r#"{"0":{"id":1}}"#] {
        let lists = read(&format!(r#"{{"items":{one},"nested":{one},"both":{one}}}"#)).expect(one);
        let wanted = || vec![Piece { id: 1 }];
        assert_eq!(lists, Lists { items: wanted(), nested: Some(wanted()), both: wanted() }, "{one}");
    }
    let nested = read(r#"{"items":{},"nested":[[{"id":1},null],{"id":2},[]],"both":[[{"id":3}]]}"#).expect("lists");
    let ids = |items: &[Piece]| items.iter().map(|item| item.id).collect::<Vec<_>>();
    assert_eq!(
        (ids(&nested.items), ids(&nested.nested.expect("a list")), ids(&nested.both)),
        (vec![], vec![1, 2], vec![3])
    );
    for refused in [r#"{"items":null}"#, "{}", r#"{"items":"4x7"}"#, r#"{"items":[[]]}"#, r#"{"items":[],"both":null}"#]
    {
        let message = read(refused).expect_err(refused).to_string();
        assert!(!message.contains("4x7"), "{message}");
    }
    let message = read(r#"{"items":[],"nested":[{"id":"4x7"}]}"#).expect_err("no number").to_string();
    assert!(!message.contains("4x7"), "{message}");
    assert_eq!(read(r#"{"items":[],"nested":null}"#).expect("none").nested, None);
}
