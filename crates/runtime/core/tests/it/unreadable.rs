//! A member that nobody guaranteed fails nothing: it reads as absent, is told with its place, and is written back.

use payspec_core::json::{self, DecodeError, collect_unreadable};
use payspec_core::{Page, Unreadable, UnreadableMembers};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Id(payspec_core::IdText);

payspec_core::id!(Id);

/// What the generator makes of an object of a response.
macro_rules! object {
    ($name:ident { $($required:ident: $ty:ty),* } { $($field:ident: $optional:ty),* } $($read:tt)*) => {
        #[derive(Debug, Clone, PartialEq)]
        struct $name {
            $($required: $ty,)*
            $($field: Option<$optional>,)*
            unreadable: UnreadableMembers,
        }

        payspec_core::read_object!($name $($read)*);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = payspec_core::__private::ObjectWriter::<S>::new(serializer, &self.unreadable)?;
                $(object.member(stringify!($required), &self.$required)?;)*
                $(object.optional(stringify!($field), &self.$field)?;)*
                object.end()
            }
        }
    };
}

object!(Item { sku: Id } { price: i64, note: String } {
    "\0unreadable" = unreadable: unreadable,
    "note" = note: text,
    "price" = price: integer,
    "sku" = sku: required,
} required "sku");
object!(Customer {} { email: String, age: i64 } {
    "\0unreadable" = unreadable: unreadable,
    "age" = age: integer,
    "email" = email: text,
});
object!(Order { id: Id } { tags: Vec<String>, amount: i64, paid: bool, customer: Box<Customer>, items: Vec<Item> } {
    "\0unreadable" = unreadable: unreadable,
    "amount" = amount: integer,
    "customer" = customer: object,
    "id" = id: required,
    "items" = items: list,
    "paid" = paid: boolean,
    "tags" = tags: text_list,
} required "id");

fn read<T: DeserializeOwned>(text: &str) -> (Result<T, DecodeError>, Vec<(String, String)>) {
    let (read, found) = collect_unreadable(|| json::read_body::<T>(text.as_bytes()));
    (read, found.iter().map(|one| (one.path().to_owned(), one.json().to_owned())).collect())
}

fn order(text: &str) -> (Order, Vec<(String, String)>) {
    let (order, found) = read(text);
    (order.unwrap_or_else(|error| panic!("{text}: {error}")), found)
}

fn pair(path: &str, json: &str) -> (String, String) {
    (path.to_owned(), json.to_owned())
}

/// The members of a text in any order, numbers as they were written.
fn same(left: &impl Serialize, right: &str) {
    let left: Value = serde_json::from_str(&serde_json::to_string(left).expect("it has a JSON form")).expect("JSON");
    assert_eq!(left, serde_json::from_str::<Value>(right).expect("JSON"));
}

#[test]
fn what_fits_costs_nothing_and_tells_nothing() {
    let text = r#"{"id": "o-1", "amount": "5", "customer": {"age": 7}, "items": [{"sku": 1}], "new": {}}"#;
    let (order, found) = order(text);
    assert!(found.is_empty() && order.unreadable.is_empty());
    assert_eq!(size_of::<UnreadableMembers>(), size_of::<usize>());
}

#[test]
fn a_member_that_does_not_fit_reads_as_absent_and_is_reported() {
    for (text, wanted) in [
        (r#"{"id": "o-1", "amount": "many", "paid": true}"#, pair("amount", "\"many\"")),
        (r#"{"id": "o-1", "paid": true, "amount": {"value": 1.50}}"#, pair("amount", r#"{"value": 1.50}"#)),
        (r#"{"amount": [ ] , "paid": true, "id": "o-1"}"#, pair("amount", "[ ]")),
        ("{\"id\": \"o-1\",\n \"paid\": true, \"amount\": 1e99}", pair("amount", "1e99")),
    ] {
        let (order, found) = order(text);
        assert_eq!((order.amount, order.paid), (None, Some(true)), "{text}");
        assert_eq!(found, std::slice::from_ref(&wanted), "{text}");
        assert_eq!(order.unreadable.get("amount"), Some(wanted.1.as_str()));
        same(&order, text);
        let shown = format!("{order:?} {found:?}", found = Unreadable::clone(&unreadable_of(text)[0]));
        assert!(!shown.contains("many"), "{shown}");
    }
}

#[test]
fn an_object_where_there_can_be_none_is_unreadable_as_a_whole() {
    for tags in [r#"{"a": {"b": 1}, "c": 2}"#, r#"{"1": {"b": 1}}"#, r#"[["x"]]"#, r#"{"a": [{"b": 1}]}"#] {
        let text = format!(r#"{{"tags": {tags}, "id": "o-1", "amount": "x"}}"#);
        let (order, found) = order(&text);
        assert_eq!(order.tags, None);
        let paths: Vec<&str> = found.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["tags", "amount"], "{tags}");
        same(&order, &text);
    }
}

fn unreadable_of(text: &str) -> Vec<Unreadable> {
    collect_unreadable(|| json::read_body::<Order>(text.as_bytes()).is_ok()).1
}

#[test]
fn it_belongs_to_the_object_that_it_stands_in() {
    let text =
        r#"{"id": "o-1", "customer": {"email": {"at": "x"}, "age": 7}, "items": [{"sku": "a"}], "paid": "perhaps"}"#;
    let (mut order, found) = order(text);
    assert_eq!(found, [pair("customer.email", r#"{"at": "x"}"#), pair("paid", "\"perhaps\"")]);
    let customer = order.customer.as_deref().expect("the rest of it is there");
    assert_eq!((customer.age, customer.unreadable.get("email")), (Some(7), Some(r#"{"at": "x"}"#)));
    same(customer, r#"{"email": {"at": "x"}, "age": 7}"#);
    same(&order, text);
    // What the caller sets counts.
    order.paid = Some(false);
    same(
        &order,
        r#"{"id": "o-1", "customer": {"email": {"at": "x"}, "age": 7}, "items": [{"sku": "a"}], "paid": false}"#,
    );
}

#[test]
fn a_list_with_an_item_that_is_none_is_unreadable_as_a_whole() {
    // Part of a list would look like all of it. What an item can do without is its own.
    let text = r#"{"id": "o-1", "items": [{"sku": "a", "price": "high"}, {"price": 2}, {"sku": "c"}], "amount": 4}"#;
    let (order, found) = order(text);
    assert_eq!((order.items.as_ref(), order.amount), (None, Some(4)));
    let items = r#"[{"price": "high","sku": "a"}, {"price": 2}, {"sku": "c"}]"#;
    assert_eq!((found.len(), found[0].0.as_str()), (1, "items"));
    assert_eq!(serde_json::from_str::<Value>(&found[0].1).unwrap(), serde_json::from_str::<Value>(items).unwrap());
    same(&order, text);
    let text = r#"{"id": "o-1", "items": [{"sku": "a", "price": "high"}, {"sku": "b", "price": 2, "note": []}]}"#;
    let (order, found) = self::order(text);
    assert_eq!(order.items.as_ref().map(Vec::len), Some(2));
    assert_eq!(found, [pair("items[0].price", "\"high\""), pair("items[1].note", "[]")]);
    same(&order, text);
}

#[test]
fn what_cannot_be_done_without_still_fails_at_its_place() {
    for (text, path) in [
        (r#"{"amount": "many"}"#, "amount"),
        (r#"{"id": {}, "amount": 1}"#, "id"),
        (r#"{"id": "o-1", "id": "o-2"}"#, "id"),
        ("[]", ""),
        (r#"{"id": "o-1", "amount": "many", "#, "amount"),
        ("\"many\"", ""),
    ] {
        let (order, found) = read::<Order>(text);
        let error = order.expect_err(text);
        assert_eq!((error.path(), found.len()), (path, 0), "{text}: {error}");
    }
}

#[test]
fn a_member_that_is_there_twice_says_nothing() {
    let text = r#"{"id": "o-1", "amount": 5, "paid": true, "amount": 6}"#;
    let (order, found) = order(text);
    assert_eq!((order.amount, order.paid), (None, Some(true)));
    assert_eq!(found, [pair("amount", "5"), pair("amount", "6")]);
    let written = serde_json::to_string(&order).expect("JSON");
    assert!(written.contains("\"amount\":5") && written.contains("\"amount\":6"), "{written}");
}

#[test]
fn a_type_that_keeps_nothing_is_read_as_strictly_as_ever() {
    #[derive(Debug, Deserialize)]
    struct Plain {
        #[serde(default)]
        amount: Option<i64>,
    }
    let (plain, found) = read::<Plain>(r#"{"amount": "many"}"#);
    assert!(plain.is_err_and(|error| error.path() == "amount") && found.is_empty());
    assert_eq!(read::<Plain>(r#"{"amount": 5}"#).0.expect("it fits").amount, Some(5));
}

#[test]
fn nobody_outside_can_put_anything_aside() {
    for name in [r"\u0000unreadable", r"\u0000\u0075nreadable"] {
        for value in [r#"{"amount": 7}"#, "5", "[[]]"] {
            let text = format!(r#"{{"id": "o-1", "{name}": {value}, "paid": true}}"#);
            let (order, found) = order(&text);
            assert!(order.unreadable.is_empty() && found.is_empty(), "{name}");
        }
        let text = format!(r#"{{"{name}": {{"amount": 7}}, "id": "o-1", "amount": "many"}}"#);
        match read::<Order>(&text) {
            (Ok(order), found) => {
                assert!(order.unreadable.get("amount").is_none_or(|json| json == "\"many\""), "{found:?}");
            }
            (Err(error), _) => assert_eq!(error.path(), "amount"),
        }
    }
}

#[test]
fn items_of_a_search_are_read_each_by_itself() {
    let text = r#"{"data": [{"id": "a"}, {"id": "b", "amount": "x"}, null, {"id": "c", "items": [{"sku": 1, "price": "y"}]}], "next": null}"#;
    let (page, found) = read::<Page<Order>>(text);
    let page = page.expect("a page");
    assert_eq!(page.iter().map(|order| order.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(found, [pair("data[1].amount", "\"x\""), pair("data[3].items[0].price", "\"y\"")]);
    assert!(read::<Page<Order>>(r#"[{"amount": 1}]"#).0.is_err(), "an order without an id is none");
}

#[test]
fn many_misfits_come_to_an_end_and_lose_nothing() {
    let items: Vec<Value> = (0..2_000).map(|number| json!({"sku": number, "price": "x", "note": []})).collect();
    let text = json!({"id": "o-1", "items": items, "amount": 3, "paid": "perhaps"}).to_string();
    let (order, found) = order(&text);
    assert_eq!((order.items.as_ref(), order.amount, order.paid), (None, Some(3), None));
    assert_eq!(found.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["items", "paid"]);
    same(&order, &text);
}

#[test]
fn a_member_given_many_times_costs_no_more_than_reading_it() {
    let body = format!("{{\"id\": \"o-1\", {}}}", vec![r#""amount":1"#; 900].join(","));
    let (order, found) = order(&body);
    assert_eq!((order.amount, found.len()), (None, 900));
    // More of them are no slip: there is an end to what is taken apart.
    let body = format!("{{\"id\": \"o-1\", {}}}", vec![r#""amount":1"#; 50_000].join(","));
    let (order, found) = read::<Order>(&body);
    assert!(order.is_err() && found.is_empty());
}

#[test]
fn what_is_there_twice_is_written_in_the_order_in_which_it_came() {
    let (order, _) = order(r#"{"amount":1,"id":"o-1","amount":100}"#);
    assert_eq!(serde_json::to_string(&order).expect("JSON"), r#"{"id":"o-1","amount":1,"amount":100}"#);
}

#[test]
fn a_list_with_gaps_is_no_place_for_what_is_set_aside() {
    for items in [r#"{"0": {"sku": "a"}, "1": 5}"#, r#"{"0": {"sku": "a"}, "0": {"sku": "b", "price": "x"}}"#] {
        let text = format!(r#"{{"id": "o-1", "items": {items}}}"#);
        let (order, found) = order(&text);
        match &order.items {
            None => assert_eq!(found, [pair("items", items)]),
            Some(items) => assert_eq!(items.iter().map(|item| item.sku.as_str()).collect::<Vec<_>>(), ["a", "b"]),
        }
    }
}

#[test]
fn an_array_is_no_item() {
    for text in [r#"{"id": "o-1", "items": [["made up"]]}"#, r#"{"id": "o-1", "items": {"0": ["made up"]}}"#] {
        let (order, found) = order(text);
        assert_eq!((order.items, found.len(), found[0].0.as_str()), (None, 1, "items"), "{text}");
    }
    assert!(read::<Page<Order>>(r#"{"items": [[["made up"]]]}"#).0.is_err());
    assert!(read::<Page<Order>>(r#"{"items": [{"id": "a", "id": "b"}]}"#).0.is_err(), "of two ids none is it");
}

#[test]
fn a_text_or_number_that_has_no_value_is_unreadable() {
    for odd in [r#""\ud800""#, "1e999", r#"{"a": ["\ud800x", -1e999]}"#] {
        let text =
            format!(r#"{{"id": "o-1", "amount": {odd}, "customer": {{"email": {odd}, "age": 7}}, "paid": true}}"#);
        let (order, found) = order(&text);
        assert_eq!((order.paid, found.len()), (Some(true), 2), "{text}: {found:?}");
        assert!(serde_json::to_string(&order).expect("JSON").contains(odd));
    }
}

/// What cuts a text by its UTF-16 units leaves half of a character, wherever the text stands.
#[test]
fn half_of_a_character_fails_nothing() {
    for half in [r"\ud83d", r"x\uD83Dy", r"\ude00", r"\ud83d\n", r"\ud83d\ud83d"] {
        // What can be done without is unreadable; what cannot reads with a sign in its place, and is reported as well.
        let text = format!(r#"{{"id": "o-{half}", "amount": 5, "customer": {{"email": "{half}", "age": 7}}}}"#);
        let (order, found) = order(&text);
        assert!(order.id.as_str().starts_with("o-") && order.id.as_str().contains('\u{fffd}'), "{half}");
        assert_eq!((order.amount, order.customer.as_ref().and_then(|customer| customer.age)), (Some(5), Some(7)));
        let json = format!("\"o-{half}\"");
        assert!(found.contains(&pair("id", &json)), "{half}: {found:?}");
        // A key that is no text fails the object that it is in, and no more.
        let customer = format!(r#"{{"{half}": 1, "age": 7}}"#);
        let text = format!(r#"{{"id": "o-1", "amount": 5, "customer": {customer}, "paid": true}}"#);
        let (order, found) = self::order(&text);
        assert_eq!((order.amount, order.paid, order.customer.is_none()), (Some(5), Some(true), true));
        assert_eq!(found, [pair("customer", &customer)]);
        assert!(serde_json::to_string(&order).expect("JSON").contains(&customer));
        let text = format!(r#"{{"id": "o-1", "{half}": 1, "amount": 5}}"#);
        assert_eq!(self::order(&text).0.amount, Some(5), "{half}");
        // Next to half of a character other mistakes are what they were.
        let text = format!(r#"{{"amount": "many", "customer": {{"email": "{half}"}}}}"#);
        assert!(read::<Order>(&text).0.is_err());
    }
}

proptest! {
    /// Whatever stands in a member, the others are read as if it were not there.
    #[test]
    fn any_value_of_a_member_leaves_the_others_alone(value in json_value(), place in 0..4_usize) {
        let mut body = json!({"id": "o-1", "amount": 5, "paid": true, "customer": {"age": 7}, "items": [{"sku": "a", "price": 3}]});
        let name = ["amount", "paid", "customer", "items"][place];
        body[name] = value.clone();
        let text = body.to_string();
        let (order, found) = read::<Order>(&text);
        let order = order.expect("nothing that counts is wrong");
        prop_assert_eq!(order.id.as_str(), "o-1");
        prop_assert!(name == "amount" || order.amount == Some(5));
        prop_assert!(name == "paid" || order.paid == Some(true));
        prop_assert!(found.iter().all(|(path, _)| path.starts_with(name)));
        if found.iter().any(|(path, _)| path == name) {
            prop_assert_eq!(serde_json::to_value(&order).expect("JSON"), body);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".*", cut in 0..200_usize) {
        let _ = read::<Order>(&text);
        let body = r#"{"id": "o-1", "amount": "x", "customer": {"age": "y", "email": [1, {"a": "]}"}]}, "items": [{"sku": "a", "price": {}}]}"#;
        let end = (0..=cut.min(body.len())).rev().find(|end| body.is_char_boundary(*end)).unwrap_or(0);
        let _ = read::<Order>(&body[..end]);
        let _ = read::<Page<Order>>(&body[..end]);
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<i32>().prop_map(|number| Value::from(f64::from(number) / 8.0)),
        "[a-z\"\\\\{}\\[\\],: ]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{0,3}|age|sku|price", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn a_panic_leaves_nothing_behind() {
    struct Panics;
    impl<'de> Deserialize<'de> for Panics {
        fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
            panic!("somebody else's reader")
        }
    }
    let caught = std::panic::catch_unwind(|| collect_unreadable(|| json::read_body::<Vec<Panics>>(b"[1]").is_ok()));
    assert!(caught.is_err());
    let forged = r#"{"id": "o-1", "\u0000unreadable": {"amount": "forged"}}"#;
    assert!(serde_json::from_str::<Order>(forged).expect("an order").unreadable.is_empty());
}

/// Found by the fuzz target `response`.
#[test]
fn a_key_that_is_no_text_and_one_that_is_cut_off_are_not_taken_for_each_other() {
    for body in [
        &b"{\"id\xff\xff\": \"t-2\", \"amount\": \"many\",\"pe"[..],
        b"{\"\xff\": 1, \"amount\": \"x\", \"",
        b"{\"\xff\": 1}",
    ] {
        assert!(json::read_body::<Order>(body).is_err());
    }
}
