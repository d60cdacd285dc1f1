//! Identifiers: kept as they come.

use std::collections::BTreeSet;

use payspec_core::{FormValue, IdText};

/// Identifies a refund.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RefundId(IdText);
payspec_core::id!(RefundId);

/// The identifiers that the documents really show.
const SEEN: [&str; 4] = [
    "bc0fac82-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
    "5b9nb5cf-0000-4000-8000-f5r1c1e47da0",
    "89fe34c9-5731-44bf-8451787e9ad8a72a",
    "",
];

#[test]
fn nothing_is_validated_or_changed() {
    for text in SEEN {
        let id = RefundId::from(text);
        assert_eq!(id.as_str(), text);
        assert_eq!(id.to_string(), text);
        assert_eq!(id.as_ref(), text);
        assert_eq!(id.form_value(), text);
        assert_eq!(id, RefundId::from(text.to_owned()));
        assert_eq!(id, text.parse().unwrap());
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<RefundId>(&json).unwrap(), id);
    }
}

#[test]
fn a_setter_takes_text_an_id_or_a_reference() {
    fn set(id: impl Into<RefundId>) -> RefundId {
        id.into()
    }
    let id = RefundId::from("r-1");
    assert_eq!(set(&id), id);
    assert_eq!(set("r-1"), id);
    assert_eq!(set(String::from("r-1")), id);
    assert_eq!(set(id.clone()), id);
}

#[test]
fn integers_are_read_as_their_digits() {
    let ids: Vec<RefundId> = serde_json::from_str("[7, -7, 18446744073709551615]").unwrap();
    let texts: Vec<&str> = ids.iter().map(RefundId::as_str).collect();
    assert_eq!(texts, ["7", "-7", "18446744073709551615"]);
}

#[test]
fn other_values_are_refused_without_being_quoted() {
    for (json, found) in [("null", "null"), ("true", "a boolean"), ("7.5", "a number"), ("[\"x9\"]", "a list")] {
        let message = serde_json::from_str::<RefundId>(json).unwrap_err().to_string();
        assert!(message.starts_with(&format!("RefundId: expected text or an integer, found {found}")), "{message}");
        assert!(!message.contains("x9"), "{message}");
    }
}

#[test]
fn debug_names_the_type_and_ids_have_an_order() {
    assert_eq!(format!("{:?}", RefundId::from("r\n1")), "RefundId(\"r\\n1\")");
    let sorted: BTreeSet<RefundId> = ["b", "a"].into_iter().map(RefundId::from).collect();
    assert_eq!(sorted.first(), Some(&RefundId::from("a")));
}
