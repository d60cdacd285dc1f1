//! Dates: every form that occurs, and no text that breaks the reader.

use std::time::{Duration, SystemTime};

use payspec_core::{CalendarDate, ClockTime, CompactDate, DateTime, FormValue, Parsed, Window};
use proptest::prelude::*;

const fn date(year: i16, month: u8, day: u8) -> CalendarDate {
    CalendarDate { year, month, day }
}

const fn time(hour: u8, minute: u8, second: u8, nanosecond: u32) -> ClockTime {
    ClockTime { hour, minute, second, nanosecond }
}

const fn instant(unix_seconds: i64, nanoseconds: u32, offset_seconds: i32) -> Parsed {
    Parsed::Instant { unix_seconds, nanoseconds, offset_seconds }
}

#[test]
fn the_documented_forms_are_understood() {
    let cases = [
        // The eight forms of answers, with a text of the documentation each.
        ("2024-01-05T12:44:06.262837+01:00", instant(1_704_455_046, 262_837_000, 3600)),
        ("2021-03-18", Parsed::Date(date(2021, 3, 18))),
        ("2024-02-05T04:00+01:00", instant(1_707_102_000, 0, 3600)),
        ("2024-01-10T09:14:51", Parsed::Local { date: date(2024, 1, 10), time: time(9, 14, 51, 0) }),
        ("2024-01-18T06:00:04+01:00", instant(1_705_554_004, 0, 3600)),
        ("2024-01-10 09:16:04", Parsed::Local { date: date(2024, 1, 10), time: time(9, 16, 4, 0) }),
        ("2017-05-10T09:20:14.268+02:00", instant(1_494_400_814, 268_000_000, 7200)),
        ("2024-01-10T09:17:03+0100", instant(1_704_874_623, 0, 3600)),
        // The compact forms of requests.
        ("20240110", Parsed::Date(date(2024, 1, 10))),
        ("202401100917", Parsed::Local { date: date(2024, 1, 10), time: time(9, 17, 0, 0) }),
        ("20240110091703", Parsed::Local { date: date(2024, 1, 10), time: time(9, 17, 3, 0) }),
        // What differs from them by a detail.
        ("1970-01-01T00:00:00Z", instant(0, 0, 0)),
        ("1969-12-31t23:59:59.5z", instant(-1, 500_000_000, 0)),
        ("2024-01-10T09:17:03+01", instant(1_704_874_623, 0, 3600)),
        ("2024-01-10 09:17:03,000000001-05:30", instant(1_704_898_023, 1, -19_800)),
        ("  2021-03-18\n", Parsed::Date(date(2021, 3, 18))),
        ("2024-02-29", Parsed::Date(date(2024, 2, 29))),
        ("2016-12-31T23:59:60Z", instant(1_483_228_799, 0, 0)),
        ("0000-01-01T00:00:00Z", instant(-62_167_219_200, 0, 0)),
        ("9999-12-31T23:59:59-23:59", instant(253_402_387_139, 0, -86_340)),
    ];
    for (text, parsed) in cases {
        let date = DateTime::from(text);
        assert_eq!(date.parsed(), Some(parsed), "{text}");
        assert_eq!(date.as_str(), text);
        let json = serde_json::to_string(&date).unwrap();
        assert_eq!(serde_json::from_str::<DateTime>(&json).unwrap(), date);
    }
}

#[test]
fn other_texts_are_kept_but_not_understood() {
    let texts = [
        "",
        "soon",
        "2024-13-01",
        "2024-02-30",
        "2023-02-29",
        "2024-1-5",
        "05/01/2024",
        "2024-01-05T",
        "2024-01-05T24:00",
        "2024-01-05T12",
        "2024-01-05T12:60",
        "2024-01-05T12:44:61",
        "2024-01-05T12:44:06.",
        "2024-01-05T12:44:06.0123456789",
        "2024-01-05T12:44:06+1:00",
        "2024-01-05T12:44:06+24:00",
        "2024-01-05T12:44:06+01:60",
        "2024-01-05T12:44:06+01:00[Europe/Paris]",
        "2024-01-05T12:44:06 +01:00",
        "2024-01-05T12:44:06Zz",
        "2024-01-05+01:00",
        "+2024-01-05",
        "２０２４-01-05",
        "1704455046",
        "2024011",
        "2024011009",
        "20241301",
        "20240110240000",
        "202401100917031",
    ];
    for text in texts {
        let date = DateTime::from(text);
        assert_eq!(date.parsed(), None, "{text}");
        assert_eq!((date.unix_seconds(), date.calendar_date(), date.to_system_time()), (None, None, None), "{text}");
        assert_eq!(date.compact(CompactDate::Day), None, "{text}");
        assert_eq!(date.to_string(), text);
    }
}

#[test]
fn an_offset_is_never_dropped() {
    // What jiff's civil types do: the same wall clock whatever the offset.
    let paris: jiff::civil::DateTime = "2024-01-05T12:44:06+01:00".parse().unwrap();
    let tokyo: jiff::civil::DateTime = "2024-01-05T12:44:06+09:00".parse().unwrap();
    assert_eq!(paris, tokyo);
    let seconds = |text: &str| DateTime::from(text).unix_seconds().unwrap();
    assert_eq!(seconds("2024-01-05T12:44:06+01:00") - seconds("2024-01-05T12:44:06+09:00"), 8 * 3600);
}

#[test]
fn only_an_instant_has_unix_seconds_and_every_form_has_a_day() {
    for (text, seconds, day) in [
        ("2024-01-05T00:30:00+01:00", Some(1_704_411_000), (2024, 1, 5)),
        ("2024-01-05T00:30:00", None, (2024, 1, 5)),
        ("2024-01-05", None, (2024, 1, 5)),
        ("202401050030", None, (2024, 1, 5)),
    ] {
        let date = DateTime::from(text);
        assert_eq!(date.unix_seconds(), seconds, "{text}");
        assert_eq!(date.calendar_date(), Some(day), "{text}");
        assert_eq!(date.to_system_time().is_some(), seconds.is_some(), "{text}");
    }
}

#[test]
fn instants_convert_to_the_standard_library() {
    let at = |text: &str| DateTime::from(text).to_system_time().unwrap();
    assert_eq!(at("1970-01-01T01:00:01.5+01:00"), SystemTime::UNIX_EPOCH + Duration::from_millis(1500));
    assert_eq!(at("1969-12-31T23:59:58.5Z"), SystemTime::UNIX_EPOCH - Duration::from_millis(1500));
}

#[test]
fn dates_can_be_made_from_numbers() {
    let text = |date: Option<DateTime>| date.map(|date| date.to_string());
    assert_eq!(text(DateTime::from_date(2024, 2, 29)).as_deref(), Some("2024-02-29"));
    assert_eq!(text(DateTime::from_date(33, 1, 2)).as_deref(), Some("0033-01-02"));
    for (year, month, day) in [(2023, 2, 29), (2024, 0, 1), (2024, 13, 1), (2024, 1, 32), (-1, 1, 1), (10_000, 1, 1)] {
        assert_eq!(DateTime::from_date(year, month, day), None);
    }
    assert_eq!(text(DateTime::from_unix_seconds(1_704_455_046)).as_deref(), Some("2024-01-05T11:44:06Z"));
    assert_eq!(text(DateTime::from_unix_seconds(-1)).as_deref(), Some("1969-12-31T23:59:59Z"));
    assert_eq!(text(DateTime::from_unix_seconds(253_402_300_799)).as_deref(), Some("9999-12-31T23:59:59Z"));
    for seconds in [253_402_300_800, -62_167_219_201, i64::MAX, i64::MIN] {
        assert_eq!(DateTime::from_unix_seconds(seconds), None, "{seconds}");
    }
    assert_eq!(text(DateTime::from_utc(2024, 1, 5, 1, 2, 3)).as_deref(), Some("2024-01-05T01:02:03Z"));
    for (hour, minute, second) in [(24, 0, 0), (0, 60, 0), (0, 0, 60), (255, 255, 255)] {
        assert_eq!(DateTime::from_utc(2024, 1, 5, hour, minute, second), None);
    }
}

#[test]
fn compact_forms_are_in_utc_for_instants_and_as_written_otherwise() {
    use CompactDate::{Day, Minute, Second};
    for (text, form, compact) in [
        ("2024-01-05T00:30:59.9+01:00", Day, Some("20240104")),
        ("2024-01-05T00:30:59.9+01:00", Minute, Some("202401042330")),
        ("2024-01-05T00:30:59.9+01:00", Second, Some("20240104233059")),
        ("2024-01-05T00:30", Second, Some("20240105003000")),
        ("2024-01-05 00:30:07", Day, Some("20240105")),
        ("202401050030", Minute, Some("202401050030")),
        ("2024-01-05", Day, Some("20240105")),
        ("20240105", Day, Some("20240105")),
        ("2024-01-05", Minute, None),
        ("2024-01-05", Second, None),
        ("9999-12-31T23:59:59-01:00", Day, None),
        ("0000-01-01T00:00:00+01:00", Second, None),
        ("soon", Second, None),
    ] {
        assert_eq!(DateTime::from(text).compact(form).as_deref(), compact, "{text} {form:?}");
    }
    assert_eq!([Day, Minute, Second].map(CompactDate::as_str), ["YYYYMMDD", "YYYYMMDDHHMM", "YYYYMMDDHHMMSS"]);
}

#[test]
fn json_of_another_type_is_refused_and_numbers_keep_their_digits() {
    assert_eq!(serde_json::from_str::<DateTime>("20240105").unwrap().calendar_date(), Some((2024, 1, 5)));
    for json in ["null", "[]", "{}"] {
        let message = serde_json::from_str::<DateTime>(json).unwrap_err().to_string();
        assert!(message.starts_with("expected a date as text, found"), "{message}");
    }
}

#[test]
fn equality_is_that_of_the_text() {
    let [zulu, zero] = ["2024-01-05T00:00:00Z", "2024-01-05T00:00:00+00:00"].map(DateTime::from);
    assert_ne!(zulu, zero);
    assert_eq!(zulu.unix_seconds(), zero.unix_seconds());
    assert_eq!(format!("{zulu:?}"), "DateTime(\"2024-01-05T00:00:00Z\")");
    assert_eq!(zulu.form_value(), zulu.as_ref());
}

/// A point in time in one of the forms that are documented, and what it says. The answer is jiff's; how the text is put
/// together is ours.
fn written_forms() -> impl Strategy<Value = (String, Parsed)> {
    let moment = (0i16..=9999, 1i8..=12, 1i8..=28, 0i8..24, 0i8..60, 0i8..60);
    let between = prop::sample::select(vec!["T", "t", " "]);
    let decimals = prop::option::of((1usize..=9, 0u32..1_000_000_000, prop::sample::select(vec![".", ","])));
    let offset = prop::option::of((-1439i32..=1439, 0u8..4));
    (moment, between, any::<bool>(), decimals, offset).prop_map(|(moment, between, seconds, decimals, offset)| {
        let (year, month, day, hour, minute, second) = moment;
        let mut text = format!("{year:04}-{month:02}-{day:02}{between}{hour:02}:{minute:02}");
        let (mut said_second, mut nanosecond) = (0, 0);
        if seconds || decimals.is_some() {
            text += &format!(":{second:02}");
            said_second = second;
        }
        if let Some((digits, number, point)) = decimals {
            let fraction = &format!("{number:09}")[..digits];
            text += &format!("{point}{fraction}");
            nanosecond = format!("{fraction:0<9}").parse().expect("nine digits are a number");
        }
        let civil = jiff::civil::date(year, month, day).at(hour, minute, said_second, 0);
        let Some((mut minutes, style)) = offset else {
            let number = |number: i8| u8::try_from(number).expect("it is positive");
            let date = date(year, number(month), number(day));
            return (
                text,
                Parsed::Local { date, time: time(number(hour), number(minute), number(said_second), nanosecond) },
            );
        };
        let sign = if minutes < 0 { '-' } else { '+' };
        let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
        match style {
            0 => text += &format!("{sign}{hours:02}:{rest:02}"),
            1 => text += &format!("{sign}{hours:02}{rest:02}"),
            2 => {
                text += &format!("{sign}{hours:02}");
                minutes -= minutes % 60;
            }
            _ => {
                text.push('Z');
                minutes = 0;
            }
        }
        let epoch = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
        let unix_seconds = civil.duration_since(epoch).as_secs() - i64::from(minutes) * 60;
        (text, instant(unix_seconds, nanosecond, minutes * 60))
    })
}

proptest! {
    #[test]
    fn every_form_of_a_moment_says_that_moment((text, said) in written_forms(), blanks in "[ \t\r\n]{0,2}") {
        let written = DateTime::from(format!("{blanks}{text}{blanks}"));
        prop_assert_eq!(written.parsed(), Some(said), "{}", text);
        if let Parsed::Instant { unix_seconds, .. } = said
            && let Some(plain) = DateTime::from_unix_seconds(unix_seconds)
        {
            prop_assert_eq!(plain.unix_seconds(), written.unix_seconds());
            prop_assert_eq!(plain.compact(CompactDate::Second), written.compact(CompactDate::Second), "{}", text);
        }
    }

    #[test]
    fn a_day_and_its_compact_forms_say_the_same_day(
        year in 0i16..=9999, month in 1u8..=12, day in 1u8..=31, hour in 0u8..24, minute in 0u8..60, second in 0u8..60,
    ) {
        let exists = DateTime::from_date(year, month, day).is_some();
        let day_text = format!("{year:04}{month:02}{day:02}");
        let said = DateTime::from(day_text.as_str()).parsed();
        prop_assert_eq!(said, exists.then_some(Parsed::Date(date(year, month, day))));
        for (text, second) in [
            (format!("{day_text}{hour:02}{minute:02}"), 0),
            (format!("{day_text}{hour:02}{minute:02}{second:02}"), second),
        ] {
            let local = Parsed::Local { date: date(year, month, day), time: time(hour, minute, second, 0) };
            prop_assert_eq!(DateTime::from(text.as_str()).parsed(), exists.then_some(local), "{}", text);
        }
    }

    #[test]
    fn any_text_is_kept_as_it_came(text in ".*|[0-9TtZz:+. -]{0,40}") {
        let date = DateTime::from(text.as_str());
        prop_assert_eq!(date.as_str(), text.as_str());
        prop_assert_eq!(date.to_string(), text.as_str());
        prop_assert_eq!(date.form_value(), text.as_str());
        let json = serde_json::to_string(&date).unwrap();
        prop_assert_eq!(&json, &serde_json::to_string(&text).unwrap());
        prop_assert_eq!(serde_json::from_str::<DateTime>(&json).unwrap(), date);
    }

    #[test]
    fn any_text_is_read_without_panic(text in ".*|[0-9TtZz:+. -]{0,40}") {
        let date = DateTime::from(text.as_str());
        let parsed = date.parsed();
        for form in [CompactDate::Day, CompactDate::Minute, CompactDate::Second] {
            let compact = date.compact(form);
            prop_assert!(parsed.is_some() || compact.is_none());
        }
        prop_assert_eq!(date.calendar_date().is_some(), parsed.is_some());
        let _ = date.to_system_time();
    }

    #[test]
    fn instants_agree_with_jiff(
        seconds in -62_000_000_000i64..253_000_000_000,
        nanos in 0i32..1_000_000_000,
        offset in -1439i32..=1439,
    ) {
        let timestamp = jiff::Timestamp::new(seconds, nanos).unwrap();
        let zone = jiff::tz::Offset::from_seconds(offset * 60).unwrap();
        let text = timestamp.display_with_offset(zone).to_string();
        let expected = instant(timestamp.as_second(), u32::try_from(timestamp.subsec_nanosecond()).unwrap_or(0), offset * 60);
        if timestamp.subsec_nanosecond() >= 0 {
            prop_assert_eq!(DateTime::from(text.as_str()).parsed(), Some(expected), "{}", text);
        }
    }

    #[test]
    fn days_and_months_are_counted_as_jiff_does(
        start in -62_167_219_200i64..=253_402_300_799,
        days in -4_000_000i64..=4_000_000,
        months in -130_000i64..=130_000,
    ) {
        let (year, month, day) = DateTime::from_unix_seconds(start).unwrap().calendar_date().unwrap();
        let date = CalendarDate { year, month, day };
        let known = jiff::civil::date(year, month.try_into().unwrap(), day.try_into().unwrap());
        let after = |span: jiff::Span| {
            let date = known.checked_add(span).ok().filter(|date| (0..=9999).contains(&date.year()))?;
            Some(date.to_string())
        };
        let shown = |date: CalendarDate| date.to_string();
        prop_assert_eq!(date.checked_add_days(days).map(shown), after(jiff::Span::new().days(days)));
        prop_assert_eq!(date.checked_add_months(months).map(shown), after(jiff::Span::new().months(months)));
    }

    #[test]
    fn windows_close_where_jiff_says(
        seconds in -62_000_000_000i64..253_000_000_000,
        nanos in 0i32..1_000_000_000,
        offset in -1439i32..=1439,
        count in 0u32..=100_000,
    ) {
        let zone = jiff::tz::Offset::from_seconds(offset * 60).unwrap();
        let start = jiff::Timestamp::new(seconds.abs(), nanos).unwrap().to_zoned(jiff::tz::TimeZone::fixed(zone));
        let written = |at: &jiff::Zoned| at.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string();
        let closes = |window: Window| window.closes(&written(&start).into()).map(|end| end.as_str().to_owned());
        let after = |span: jiff::Span| start.checked_add(span).ok().map(|end| written(&end));
        let span = jiff::Span::new;
        prop_assert_eq!(closes(Window::minutes(count)), after(span().minutes(i64::from(count))));
        prop_assert_eq!(closes(Window::days(count)), after(span().days(i64::from(count))));
        prop_assert_eq!(closes(Window::months(count)), span().try_months(count).ok().and_then(after));
    }

    #[test]
    fn what_we_write_we_read(seconds in -62_167_219_200i64..=253_402_300_799) {
        let date = DateTime::from_unix_seconds(seconds).unwrap();
        prop_assert_eq!(date.unix_seconds(), Some(seconds));
        let compact = date.compact(CompactDate::Second).unwrap();
        let again = DateTime::from(compact.as_str());
        prop_assert_eq!(again.calendar_date(), date.calendar_date());
        prop_assert_eq!(again.compact(CompactDate::Second), Some(compact));
    }
}

#[test]
fn a_system_time_is_rounded_down() {
    let of = |time| DateTime::from_system_time(time).map(|date| date.as_str().to_owned());
    let epoch = SystemTime::UNIX_EPOCH;
    assert_eq!(of(epoch + Duration::from_millis(1_999)).as_deref(), Some("1970-01-01T00:00:01Z"));
    assert_eq!(of(epoch - Duration::from_millis(1)).as_deref(), Some("1969-12-31T23:59:59Z"));
    assert_eq!(of(epoch - Duration::from_secs(1)).as_deref(), Some("1969-12-31T23:59:59Z"));
    assert_eq!(of(epoch + Duration::from_secs(400_000_000_000)), None);
}

#[test]
fn a_day_is_read_as_written_and_written_as_read() {
    let day = CalendarDate { year: 33, month: 1, day: 5 };
    assert_eq!(day.to_string(), "0033-01-05");
    assert_eq!(format!("{day:>12}"), "  0033-01-05");
    assert_eq!("0033-01-05".parse(), Ok(day));
    assert_eq!(CalendarDate::try_from(&DateTime::from(day)), Ok(day));
    for text in ["", "soon", "2024-13-01", "2024-02-30"] {
        let error = text.parse::<CalendarDate>().unwrap_err();
        assert_eq!(error.to_string(), "the text is not a calendar date; write it as YYYY-MM-DD");
    }
    // A day that does not exist is written, and found out when it is read.
    let none = DateTime::from(CalendarDate { year: 2023, month: 2, day: 29 });
    assert_eq!((none.as_str(), none.parsed()), ("2023-02-29", None));
}
