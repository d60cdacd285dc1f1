//! Open enums: known texts become variants, everything else is kept.

use std::collections::HashSet;

use payspec_core::{FormValue, UnknownValue};
use proptest::prelude::*;

/// Whether the money was taken.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub(crate) enum CaptureStatus {
    /// Taken.
    Captured,
    /// Reserved.
    #[deprecated = "no longer sent"]
    Uncaptured,
    /// A three-digit code.
    Code100,
    /// Unknown.
    Unrecognized(UnknownValue),
}
payspec_core::open_enum!(CaptureStatus { Captured = "CAPTURED", Uncaptured = "UNCAPTURED", Code100 = "100" });

/// Words of APIs that are the names of associated types as well.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
enum Word {
    Err,
    Error,
    Ok,
    Output,
    Target,
    Unrecognized(UnknownValue),
}
payspec_core::open_enum!(Word { Err = "ERR", Error = "ERROR", Ok = "OK", Output = "OUTPUT", Target = "TARGET" });

#[test]
fn a_word_may_be_called_like_an_associated_type() {
    assert_eq!("ERR".parse(), Ok(Word::Err));
    assert!(Word::KNOWN.iter().all(Word::is_known));
}

fn read(json: &str) -> CaptureStatus {
    serde_json::from_str(json).unwrap()
}

#[test]
fn known_texts_become_variants_both_ways() {
    for known in CaptureStatus::KNOWN {
        assert!(known.is_known());
        let json = serde_json::to_string(known).unwrap();
        assert_eq!(json, format!("\"{known}\""));
        assert_eq!(&read(&json), known);
        assert_eq!(&CaptureStatus::from(known.as_str()), known);
        assert_eq!(&known.as_str().parse::<CaptureStatus>().unwrap(), known);
        assert_eq!(format!("{known:?}"), known.as_ref());
        assert_eq!(known.form_value(), known.as_str());
    }
    assert_eq!(CaptureStatus::KNOWN.len(), 3);
}

#[test]
fn unknown_texts_are_kept() {
    let status = read("\"REVERSED\"");
    assert!(matches!(&status, CaptureStatus::Unrecognized(value) if value.as_str() == "REVERSED"));
    assert!(!status.is_known());
    assert_eq!(status.to_string(), "REVERSED");
    assert_eq!(format!("{status:?}"), "Unrecognized(\"REVERSED\")");
    assert_eq!(serde_json::to_string(&status).unwrap(), "\"REVERSED\"");
    assert_eq!(status, CaptureStatus::from("REVERSED".to_owned()));
    assert_ne!(status, CaptureStatus::from("reversed"));
}

#[test]
fn numbers_and_booleans_are_read_as_their_text() {
    assert_eq!(read("100"), CaptureStatus::Code100);
    assert_eq!(read("true").as_str(), "true");
    assert_eq!(read("-7").as_str(), "-7");
    assert_eq!(read("1.5").as_str(), "1.5");
    assert_eq!(read("\"A\\u0042\"").as_str(), "AB");
}

#[test]
fn what_is_not_text_is_refused_by_name_without_the_value() {
    for (json, found) in [("null", "null"), ("[\"s3cret\"]", "a list"), ("{\"a\":\"s3cret\"}", "an object")] {
        let message = serde_json::from_str::<CaptureStatus>(json).unwrap_err().to_string();
        assert!(message.starts_with(&format!("CaptureStatus: expected text, found {found}")), "{message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
}

#[test]
fn values_work_in_optional_fields_lists_and_sets() {
    let list: Vec<Option<CaptureStatus>> = serde_json::from_str("[\"CAPTURED\", null, \"NEW\"]").unwrap();
    assert_eq!(list, [Some(CaptureStatus::Captured), None, Some("NEW".into())]);
    let set: HashSet<CaptureStatus> = list.into_iter().flatten().collect();
    assert!(set.contains(&CaptureStatus::from("NEW")));
}

proptest! {
    #[test]
    fn any_text_survives_a_round_trip(text in ".*") {
        let status = CaptureStatus::from(text.as_str());
        prop_assert_eq!(status.as_str(), text.as_str());
        prop_assert_eq!(status.is_known(), ["CAPTURED", "UNCAPTURED", "100"].contains(&text.as_str()));
        let json = serde_json::to_string(&status).unwrap();
        prop_assert_eq!(read(&json), status);
    }
}
