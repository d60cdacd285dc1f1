//! The feature `jiff`.

use jiff::{Timestamp, civil};
use payspec_core::DateTime;

#[test]
fn timestamps_go_both_ways() {
    for text in ["2024-01-05T11:44:06.262837Z", "1969-12-31T23:59:59.5Z"] {
        let timestamp: Timestamp = text.parse().unwrap();
        let date = DateTime::from(timestamp);
        assert_eq!(date.as_str(), text);
        assert_eq!(Timestamp::try_from(&date), Ok(timestamp));
    }
    let paris = DateTime::from("2024-01-05T12:44:06.262837+01:00");
    assert_eq!(Timestamp::try_from(&paris).unwrap().to_string(), "2024-01-05T11:44:06.262837Z");
}

#[test]
fn days_are_as_written() {
    let day = civil::date(2024, 1, 5);
    assert_eq!(DateTime::from(day).as_str(), "2024-01-05");
    assert_eq!(civil::Date::try_from(&DateTime::from("2024-01-05T00:30+01:00")), Ok(day));
}

#[test]
fn what_is_not_there_is_an_error() {
    for text in ["2024-01-05", "2024-01-05T12:00", "soon", "9999-12-31T23:59:59Z"] {
        let error = Timestamp::try_from(&DateTime::from(text)).unwrap_err();
        assert_eq!(error.to_string(), "the text is not a date and time with an offset", "{text}");
    }
    assert_eq!(civil::Date::try_from(&DateTime::from("soon")).unwrap_err().to_string(), "the text is not a date");
}
