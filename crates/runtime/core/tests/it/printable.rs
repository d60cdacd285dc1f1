//! However long and odd a text of somebody else is, what is printed of it is short and on one line.

use payspec_core::{DateTime, IdText, Metadata, Page, UnknownValue};
use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Value, json};

/// Identifies an order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct OrderId(IdText);
payspec_core::id!(OrderId);

/// A state.
#[derive(Clone, PartialEq, Eq, Hash)]
enum State {
    /// Open.
    Open,
    /// Another.
    Unrecognized(UnknownValue),
}
payspec_core::open_enum!(State { Open = "OPEN" });

fn read<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("it is read leniently")
}

fn assert_short(printed: &str) {
    assert!(printed.len() < 1000, "{} bytes: {}", printed.len(), &printed[..200]);
    assert!(!printed.contains(char::is_control), "{printed:?}");
}

#[test]
fn debug_of_small_values_is_short() {
    let long = format!("\u{1b}[31m\n{}", "x".repeat(2_000_000));
    assert_short(&format!("{:?}", OrderId::from(long.as_str())));
    assert_short(&format!("{:?}", State::from(long.as_str())));
    assert_short(&format!("{:?}", DateTime::from(long.as_str())));
    assert_short(&format!("{:?}", read::<Metadata>(json!({ long.as_str(): "v" }))));
    let many: Value =
        (0..10_000).map(|number| (format!("name{number}"), json!("v"))).collect::<serde_json::Map<_, _>>().into();
    assert_short(&format!("{:?}", read::<Metadata>(many.clone())));
    let mut page = json!({ "items": [] });
    page.as_object_mut().expect("an object").extend(many.as_object().expect("an object").clone());
    assert_short(&format!("{:?}", read::<Page<u8>>(page)));
    // What is sent back is what came.
    assert_eq!(
        (OrderId::from(long.as_str()).as_str(), State::from(long.as_str()).to_string()),
        (long.as_str(), long.clone())
    );
}

#[test]
fn a_message_that_quotes_is_not_repeated_at_any_length() {
    struct Quoting;
    impl<'de> serde::Deserialize<'de> for Quoting {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(D::Error::custom(format!("expected {text}, found null")))
        }
    }
    for text in ["x".repeat(2_000_000), "\u{1b}[31m\n".to_owned()] {
        let body = json!(text).to_string();
        let error = payspec_core::json::read::<Quoting>(body.as_bytes(), body.as_bytes()).err().expect("always");
        assert_short(&error.to_string());
        assert_short(&format!("{error:?}"));
    }
}
