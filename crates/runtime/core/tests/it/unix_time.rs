//! Times that are numbers: exact, in both directions.

use payspec_core::{DateTime, Form, UnixTime};
use proptest::prelude::*;

#[test]
fn numbers_are_times_in_utc() {
    for (unix, number, text) in [
        (UnixTime::Seconds, 0, "1970-01-01T00:00:00Z"),
        (UnixTime::Seconds, -1, "1969-12-31T23:59:59Z"),
        (UnixTime::Seconds, 253_402_300_799, "9999-12-31T23:59:59Z"),
        (UnixTime::Milliseconds, 0, "1970-01-01T00:00:00Z"),
        (UnixTime::Milliseconds, -1, "1969-12-31T23:59:59.999Z"),
        (UnixTime::Milliseconds, 1_704_455_046_007, "2024-01-05T11:44:06.007Z"),
    ] {
        let time = unix.time(number).expect("a time");
        assert_eq!((time.as_str(), unix.number(&time)), (text, Ok(number)));
        assert_eq!(unix.read(&number.to_string()), Some(time));
    }
    for (unix, number) in [
        (UnixTime::Seconds, 253_402_300_800),
        (UnixTime::Seconds, i64::MIN),
        (UnixTime::Seconds, i64::MAX),
        (UnixTime::Milliseconds, i64::MAX),
        (UnixTime::Milliseconds, i64::MIN),
    ] {
        assert_eq!(unix.time(number), None, "{number}");
    }
}

#[test]
fn nothing_is_rounded() {
    let number = |unix: UnixTime, text: &str| unix.number(&DateTime::from(text)).ok();
    let exact = "2024-01-05T12:44:06.262+01:00";
    assert_eq!(number(UnixTime::Milliseconds, exact), Some(1_704_455_046_262));
    assert_eq!(number(UnixTime::Seconds, exact), None);
    assert_eq!(number(UnixTime::Seconds, "2024-01-05T12:44:06.000+01:00"), Some(1_704_455_046));
    assert_eq!(number(UnixTime::Milliseconds, "2024-01-05T12:44:06.2621Z"), None);
    for text in ["", "soon", "2024-01-05", "2024-01-05T12:44:06", "1704455046"] {
        assert_eq!((number(UnixTime::Seconds, text), number(UnixTime::Milliseconds, text)), (None, None), "{text}");
    }
    for text in ["", "soon", "2024-01-05", "2024-01-05T12:44:06", "1.5", "1e9", "99999999999999999999"] {
        assert_eq!(UnixTime::Seconds.read(text), None, "{text}");
    }
    assert_eq!(UnixTime::Seconds.read("20240105"), UnixTime::Seconds.time(20_240_105), "digits are a number");
    let mut form = Form::new();
    form.time("at", Some(&DateTime::from("2024-01-05")), UnixTime::Seconds);
    form.times("all", Some(&[DateTime::from(exact)]), UnixTime::Seconds);
    let fields: Vec<_> = form.problems().iter().map(|problem| problem.name.as_str()).collect();
    assert_eq!((fields, form.is_empty()), (vec!["at", "all[]"], true));
}

proptest! {
    #[test]
    fn a_number_is_read_as_it_was_written(number in any::<i64>()) {
        for unix in [UnixTime::Seconds, UnixTime::Milliseconds] {
            if let Some(time) = unix.time(number) {
                prop_assert_eq!(unix.number(&time), Ok(number));
            }
        }
    }

    #[test]
    fn any_text_is_taken(text in ".*") {
        for unix in [UnixTime::Seconds, UnixTime::Milliseconds] {
            if let Some(time) = unix.read(&text) {
                prop_assert!(time.parsed().is_some());
            }
            let _ = unix.number(&DateTime::from(text.as_str()));
        }
    }
}
