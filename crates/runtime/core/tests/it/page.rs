//! Listings: one type for the answers of all searches.

use payspec_core::{Page, Path, with_items_at};
use serde_json::json;

fn read(json: &str) -> Result<Page<i64>, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

#[test]
fn lists_are_found_wherever_they_are() {
    for json in [
        "[1,2]",
        "[1,null,2]",
        r#"{"items":[1,2]}"#,
        r#"{"transactions":[1,2]}"#,
        r#"{"total":2,"content":[1,2],"page":{"size":20}}"#,
        r#"{"links":["a"],"data":[1,2]}"#,
        r#"{"data":{"x":1},"results":[1,2]}"#,
        r#"{"data":[9],"items":[1,2]}"#,
        "[[1,2]]",
        r#"{"code":0,"data":[[1],[],[null,2]]}"#,
    ] {
        assert_eq!(read(json).unwrap().items, [1, 2], "{json}");
    }
    for json in ["null", "[]", "{}", r#"{"items":[]}"#] {
        assert!(read(json).unwrap().is_empty(), "{json}");
    }
}

/// What stands for nothing as a value of its own stands for nothing in a page, and has its place in the search.
#[test]
fn an_empty_text_is_no_item_unless_texts_are_meant() {
    for (json, nulls) in [(r#"[1,"",2]"#, 1), (r#"{"items":["",1,null,2,""]}"#, 3), (r#"{"data":[["",1],[],[2]]}"#, 1)]
    {
        let page = read(json).unwrap();
        assert_eq!((&page.items[..], page.nulls()), (&[1, 2][..], nulls), "{json}");
    }
    let texts: Page<String> = serde_json::from_str(r#"["", "a"]"#).unwrap();
    assert_eq!((texts.items, read(r#"[" "]"#).is_err()), (vec![String::new(), "a".to_owned()], true));
}

#[test]
fn neighbouring_members_are_kept_and_written_back() {
    let page = read(r#"{"total":7,"content":[1,2],"next":null}"#).unwrap();
    assert_eq!(page.envelope["total"], 7);
    assert_eq!(page.envelope.len(), 2);
    assert_eq!(serde_json::to_value(&page).unwrap(), json!({"total": 7, "content": [1, 2], "next": null}));
    assert_eq!(serde_json::to_value(read("[1]").unwrap()).unwrap(), json!([1]));
    assert_eq!(serde_json::to_value(read(r#"{"list":[1]}"#).unwrap()).unwrap(), json!({"list": [1]}));

    let mut made = Page::from(vec![1]);
    made.envelope.insert("total".to_owned(), json!(1));
    assert_eq!(serde_json::to_value(&made).unwrap(), json!({"items": [1], "total": 1}));
    made.envelope.insert("items".to_owned(), json!("overruled"));
    assert_eq!(serde_json::to_string(&made).unwrap(), r#"{"items":[1],"total":1}"#);
}

#[test]
fn a_listing_is_walked_like_a_list() {
    let page = read("[1,2]").unwrap();
    assert_eq!(page.len(), 2);
    assert_eq!(page.iter().sum::<i64>(), 3);
    assert_eq!((&page).into_iter().max(), Some(&2));
    assert_eq!(page.into_iter().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn what_it_says_of_further_pages_is_read() {
    for (json, last, more) in [
        ("[1]", false, false),
        (r#"{"items":[1],"total":3}"#, false, false),
        (r#"{"items":[1],"has_more":false}"#, true, false),
        (r#"{"items":[1],"hasMore":"false"}"#, true, false),
        (r#"{"items":[1],"last":true}"#, true, false),
        (r#"{"items":[1],"next":null}"#, true, false),
        (r#"{"items":[1],"next":""}"#, false, false),
        (r#"{"items":[1],"has_more":true}"#, false, true),
        (r#"{"items":[1],"last":false}"#, false, true),
        (r#"{"items":[1],"next":"/page/2"}"#, false, true),
        // Two that contradict each other: items may be lost, a request cannot.
        (r#"{"items":[1],"next":null,"has_more":true}"#, false, true),
        (r#"{"items":[1],"next":2,"last":true}"#, false, true),
    ] {
        let page = read(json).unwrap();
        assert_eq!((page.says_it_is_the_last(), page.says_there_is_more()), (last, more), "{json}");
    }
    for (json, total) in
        [("[1]", None), (r#"{"items":[1],"total":"3"}"#, Some(3)), (r#"{"results":[1],"count":3}"#, Some(3))]
    {
        assert_eq!(read(json).unwrap().total(), total, "{json}");
    }
}

#[test]
fn items_that_are_null_are_counted() {
    for (json, nulls) in [("[1]", 0), ("[null]", 1), (r#"{"data":[[1],null,[null,2]]}"#, 2), ("null", 0)] {
        assert_eq!(read(json).unwrap().nulls(), nulls, "{json}");
    }
    assert_eq!(read("[1,null]").unwrap(), read("[1]").unwrap(), "they are written alike");
}

#[test]
fn refusals_name_what_was_found_and_quote_no_value() {
    for (json, found) in [
        ("\"s3cret\"", "text"),
        ("7", "a number"),
        ("true", "a boolean"),
        (r#"{"id":"s3cret","amount":7}"#, "an object without a list; its members are amount, id"),
        (r#"{"4000000000000002":1,"s3cret word":7}"#, "an object without a list; its members are ?, ?"),
        (r#"{"a":["s3cret"],"b":[]}"#, "an object with several lists; its members are a, b"),
    ] {
        let message = read(json).unwrap_err();
        assert!(message.contains(&format!("expected a list of items, found {found}")), "{message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
    // The reader of whole answers keeps these words.
    let text = br#"{"id":"s3cret","amount":7}"#;
    let kept = payspec_core::json::read::<Page<i64>>(text, text).unwrap_err().to_string();
    assert!(kept.contains("; its members are amount, id"), "{kept}");
    let many = (0..20).map(|n| format!("\"m{n}\":1")).collect::<Vec<_>>().join(",");
    assert!(read(&format!("{{{many}}}")).unwrap_err().contains(", ..."));
    let message = read("[1,\"s3cret\"]").unwrap_err();
    assert!(message.starts_with("expected i64, found a string"), "{message}");
    let text = b"[1,\"s3cret\"]";
    let kept = payspec_core::json::read::<Page<i64>>(text, text).unwrap_err().to_string();
    assert!(kept.starts_with("expected i64, found a string"), "{kept}");
}

#[test]
fn an_item_with_a_key_nobody_knows_is_refused_without_the_key() {
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Strict {
        id: Option<i64>,
    }
    let message = serde_json::from_str::<Page<Strict>>(r#"[{"s3cret":1}]"#).unwrap_err().to_string();
    assert!(!message.contains("s3cret"), "{message}");
}

#[test]
fn neighbouring_members_are_not_printed() {
    let page = read(r#"{"total":7,"data":[1,2],"buyer":{"mail":"s3cret"},"4000000000000002":1}"#).unwrap();
    let shown = format!("{page:?}");
    assert!(shown.contains("[1, 2]") && shown.contains("total") && shown.contains("buyer"), "{shown}");
    assert!(!shown.contains("s3cret") && !shown.contains("4000"), "{shown}");
}

proptest::proptest! {
    #[test]
    fn any_json_is_a_listing_or_refused(text in "[\\[\\]{}\",:a0-9. -]{0,40}|\\{\"(items|x)\":[\\[\\]0-9,nul]{0,12}\\}") {
        if let Ok(page) = read(&text) {
            let written = serde_json::to_string(&page).unwrap();
            proptest::prop_assert_eq!(read(&written).unwrap(), page);
        }
    }
}

#[test]
fn what_leads_on_is_not_lost_in_a_careless_envelope() {
    let read = |text: &str| serde_json::from_str::<Page<u32>>(text);
    let cursor = |text: &str| read(text).expect(text).envelope.get("next").cloned();
    assert_eq!(cursor(r#"{"data": [1], "next": "a", "next": null}"#), Some("a".into()));
    assert_eq!(cursor(r#"{"data": [1], "next": null, "next": "a"}"#), Some("a".into()));
    read(r#"{"data": [1], "next": "a", "next": "b"}"#).expect_err("which one counts?");
    assert_eq!(cursor(r#"{"data": [1], "next": "\ud83d"}"#), Some("\u{FFFD}".into()), "there is one");
    assert_eq!(read(r#"{"items": [], "data": [1]}"#).expect("a list").items, [1]);
    for text in [r#"{"data": {"a": 1}, "errors": []}"#, r#"{"error": "no", "warnings": []}"#] {
        read(text).expect_err("an object with complaints is no search that found nothing");
    }
    assert_eq!(read(r#"{"data": [1], "totalCount": "9"}"#).expect("a list").total(), Some(9));
}

/// What comes twice under one name next to the items counts as one where both read the same, or one as nothing.
#[test]
fn values_that_come_twice_next_to_the_items_are_compared_as_they_are_read() {
    for (one, other) in [("5", "\"5\""), ("\"\"", "5"), ("null", "5"), ("5", "5")] {
        for (one, other) in [(one, other), (other, one)] {
            let page = read(&format!(r#"{{"total":{one},"items":[1],"total":{other}}}"#)).expect("one total");
            assert_eq!((page.total(), &page.items[..]), (Some(5), &[1][..]), "{one} {other}");
        }
    }
    for (one, other) in [("5", "6"), ("\"\"", "\"a\""), ("5", "\"05\"")] {
        read(&format!(r#"{{"total":{one},"items":[1],"total":{other}}}"#)).expect_err("two totals");
    }
}

/// A description may say where the list stands.
#[test]
fn a_list_is_read_where_it_is_described() {
    let read = |path: &'static str, text: &str| {
        with_items_at(Some(Path::new(path)), || payspec_core::json::read_body::<Page<u32>>(text.as_bytes()))
    };
    let text = r#"{"_embedded": {"payments": [1, null, [2, 3]], "more": true}, "_links": {"next": "x"}, "data": [9]}"#;
    let page = read("_embedded.payments", text).expect("a list");
    assert_eq!((&page.items[..], page.nulls()), (&[1, 2, 3][..], 1));
    assert_eq!(page.envelope["_links"]["next"], "x");
    assert_eq!(page.envelope["_embedded"], json!({"more": true}));
    let written = serde_json::to_value(&page).expect("it is JSON");
    assert_eq!(written["_embedded"], json!({"payments": [1, 2, 3], "more": true}));
    assert_eq!(read("_embedded.payments", &written.to_string()).expect("a list"), page);

    assert_eq!(read("rows", r#"{"data": [1], "rows": [2], "n": 1}"#).expect("a list").items, [2]);
    assert!(read("a.b", r#"{"a": {"b": null}}"#).expect("nothing").is_empty());
    assert_eq!(read("a.b", "[1]").expect("a list alone").items, [1]);
    for (text, wanted) in [
        (r#"{"a": {"c": []}, "data": [1]}"#, "found an object without one at a.b; its members are a, data"),
        (r#"{"a": [{"b": [1]}]}"#, "found an object without one at a.b"),
        (r#"{"a": {"b": {"c": 1}}}"#, "found none at a.b"),
        (r#"{"a": {"b": [1]}, "a": {"b": [2]}}"#, "found two under one name"),
    ] {
        let error = read("a.b", text).expect_err(text).to_string();
        assert!(error.contains(wanted), "{error}");
    }
    // Only there, and only then.
    assert_eq!(payspec_core::json::read_body::<Page<u32>>(br#"{"data": [1]}"#).expect("a list").items, [1]);
}

#[test]
fn what_cannot_be_read_of_a_described_list_is_reported_with_its_place() {
    let read = || payspec_core::json::read_body::<Page<Option<u32>>>(br#"{"a": {"b": [1, "x"]}}"#);
    let error = with_items_at(Some(Path::new("a.b")), read).expect_err("a text is no number");
    assert!(error.to_string().contains("expected u32, found a string"), "{error}");
}
