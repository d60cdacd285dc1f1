//! Any text is kept as it came, and what is understood of it is consistent.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payspec_core::{CompactDate, DateTime};

fuzz_target!(|text: &str| {
    let date = DateTime::from(text);
    assert_eq!(date.as_str(), text);
    let json = serde_json::to_string(&date).expect("a text is JSON");
    assert_eq!(serde_json::from_str::<DateTime>(&json).expect("our own JSON").as_str(), text);
    let parsed = date.parsed();
    assert_eq!(date.calendar_date().is_some(), parsed.is_some());
    let _ = date.to_system_time();
    for form in [CompactDate::Day, CompactDate::Minute, CompactDate::Second] {
        if let Some(compact) = date.compact(form) {
            assert!(parsed.is_some() && compact.bytes().all(|byte| byte.is_ascii_digit()), "{compact}");
        }
    }
    if let Some(seconds) = date.unix_seconds()
        && let Some(written) = DateTime::from_unix_seconds(seconds)
    {
        assert_eq!(written.unix_seconds(), Some(seconds), "{} is another moment", written.as_str());
    }
});
