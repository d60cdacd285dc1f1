//! Metadata: ordered, and read from all the shapes of an empty map.

use payspec_core::Metadata;
use serde_json::{Value, json};

fn read(json: &str) -> Metadata {
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_shapes_of_an_empty_map() {
    for json in ["{}", "[]", "null"] {
        assert_eq!(read(json), Metadata::new(), "{json}");
    }
    assert_eq!(serde_json::to_string(&Metadata::default()).unwrap(), "{}");
}

#[test]
fn order_is_kept_on_the_way_in_and_out() {
    let text = r#"{"zeta":"1","alpha":2,"mid":null}"#;
    let data = read(text);
    assert_eq!(serde_json::to_string(&data).unwrap(), text);
    let keys: Vec<&str> = data.iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["zeta", "alpha", "mid"]);
    assert_eq!(data.get("zeta"), Some("1"));
    assert_eq!((data.get("alpha"), data.value("alpha")), (None, Some(&json!(2))));
    assert_eq!((data.get("mid"), data.value("mid")), (None, Some(&Value::Null)));
    assert_eq!((data.get("none"), data.value("none")), (None, None));
    assert_eq!(format!("{data:?}"), r#"Metadata["zeta", "alpha", "mid"]"#);
}

#[test]
fn a_list_with_items_is_read_like_php_wrote_it() {
    let data = read(r#"["a", 2]"#);
    assert_eq!((data.get("0"), data.value("1")), (Some("a"), Some(&json!(2))));
}

#[test]
fn keys_are_unique_and_keep_their_place() {
    let mut data: Metadata = [("a", "1"), ("b", "2"), ("a", "3")].into_iter().collect();
    assert_eq!(serde_json::to_string(&data).unwrap(), r#"{"a":"3","b":"2"}"#);
    data.insert("b", "4").insert_value("c", json!([1]));
    data.extend([("d", "5")]);
    assert_eq!((data.len(), data.is_empty(), data.get("b")), (4, false, Some("4")));
    assert_eq!(data.remove("b"), Some(json!("4")));
    assert_eq!(data.remove("b"), None);
    assert_eq!(read(r#"{"a":"1","a":"2"}"#).get("a"), Some("2"));
    let data = read(r#"{"a":1,"b":2,"a":3,"c":4,"b":5,"a":6}"#);
    assert_eq!(serde_json::to_string(&data).unwrap(), r#"{"a":6,"b":5,"c":4}"#);
}

/// A webhook can be posted by anyone who knows its address. Reading in quadratic time would take minutes here.
#[test]
fn many_keys_are_all_read() {
    let members: Vec<String> = (0..200_000).map(|key| format!("\"a{key}\":0")).collect();
    let text = format!("{{{}}}", members.join(","));
    assert_eq!(read(&text).len(), 200_000);
    let pairs = (0..200_000).map(|key| (key.to_string(), ""));
    assert_eq!(pairs.collect::<Metadata>().len(), 200_000);
}

proptest::proptest! {
    #[test]
    fn reading_is_the_same_as_inserting(pairs in proptest::collection::vec(("[a-d]{0,2}", "[a-z]{0,3}"), 0..20)) {
        let mut inserted = Metadata::new();
        for (key, value) in &pairs {
            inserted.insert(key, value);
        }
        let members: Vec<String> = pairs.iter().map(|(key, value)| format!("\"{key}\":\"{value}\"")).collect();
        proptest::prop_assert_eq!(read(&format!("{{{}}}", members.join(","))), inserted.clone());
        proptest::prop_assert_eq!(pairs.into_iter().collect::<Metadata>(), inserted);
    }
}

#[test]
fn scalars_are_refused_without_quoting_them() {
    for (json, found) in
        [("\"s3cret\"", "text"), ("7777", "a number"), ("-1", "a number"), ("1.5", "a number"), ("true", "a boolean")]
    {
        let message = serde_json::from_str::<Metadata>(json).unwrap_err().to_string();
        assert!(message.starts_with(&format!("expected an object of additional data, found {found}")), "{message}");
        assert!(!message.contains("s3cret") && !message.contains("7777"), "{message}");
    }
}
