use payspec::centralpay::portal_rules::{Number, NumberError};
use proptest::prelude::*;

fn read(text: &str) -> Result<Number, NumberError> {
    text.parse()
}

#[test]
fn a_number_is_kept_as_it_was_written() {
    for text in ["0", "7", "12.32", "12.30", "-0.05", "0.000000000000000001", "999999999999999999"] {
        assert_eq!(read(text).expect(text).to_string(), text);
    }
    // Zeros in front mean nothing.
    assert_eq!(read("007.50").expect("a number").to_string(), "7.50");
    assert_ne!(read("1.0"), read("1.00"));
}

#[test]
fn numbers_are_compared_by_what_they_are_worth() {
    let compare = |a: &str, b: &str| read(a).expect(a).compare(&read(b).expect(b));
    assert!(compare("1.0", "1.00").is_eq());
    assert!(compare("1.10", "1.9").is_lt());
    assert!(compare("-1", "-0.999999999999999999").is_lt());
    assert!(compare("999999999999999999", "0.000000000000000001").is_gt());
}

#[test]
fn anything_else_is_refused() {
    for text in ["", "-", ".", "1.", ".5", "+1", "1,5", "1e3", " 1", "1.2.3", "--1", "١"] {
        assert_eq!(read(text), Err(NumberError::NotDecimal), "{text}");
    }
    for text in ["1000000000000000000", "0.0000000000000000001", "1234567890.123456789"] {
        assert_eq!(read(text), Err(NumberError::TooLong), "{text}");
    }
    assert_eq!(Number::from_integer(i64::MIN), Err(NumberError::TooLong));
    assert!(Number::from_integer(-5).is_ok_and(|number| number.is_integer()));
}

proptest! {
    #[test]
    fn reading_never_panics_and_writing_is_stable(text in "-?[0-9.]{0,24}|.{0,8}") {
        if let Ok(number) = read(&text) {
            prop_assert_eq!(read(&number.to_string()), Ok(number));
        }
    }
}
