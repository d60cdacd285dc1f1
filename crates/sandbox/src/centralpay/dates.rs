//! Moments as the API writes them.

use payspec_core::{DateTime, Window};

use crate::engine::time::Instant;

/// A moment with milliseconds, in UTC.
pub(super) fn date_time(at: Instant) -> DateTime {
    let seconds = DateTime::from_unix_seconds(at.unix_seconds());
    let text = seconds.map(|seconds| format!("{}.{:03}+00:00", seconds.as_str().trim_end_matches('Z'), millis(at)));
    DateTime::from(text.unwrap_or_else(|| "9999-12-31T23:59:59.999+00:00".to_owned()))
}

/// The day of a moment, in UTC.
pub(super) fn date(at: Instant) -> DateTime {
    let text = date_time(at);
    DateTime::from(text.as_str().split('T').next().unwrap_or_default())
}

/// The moment at which a window closes that starts at another.
pub(super) fn closes(window: Window, start: Instant) -> Instant {
    let end = DateTime::from_unix_seconds(start.unix_seconds()).and_then(|start| window.closes(&start));
    let seconds = end.and_then(|end| end.unix_seconds()).unwrap_or(i64::MAX / 1_000 - 1);
    Instant::from_unix_millis(seconds.saturating_mul(1_000).saturating_add(millis(start)))
}

/// The year and month of a moment, in UTC.
pub(super) fn month(at: Instant) -> (i64, i64) {
    let date = DateTime::from_unix_seconds(at.unix_seconds()).and_then(|date| date.calendar_date());
    date.map_or((9999, 12), |(year, month, _)| (i64::from(year), i64::from(month)))
}

fn millis(at: Instant) -> i64 {
    at.unix_millis().rem_euclid(1_000)
}

#[cfg(test)]
mod tests {
    use centralpay_model::windows;

    use super::{Instant, closes, date, date_time, month};

    #[test]
    fn moments_are_written_with_milliseconds_and_an_offset() {
        let at = Instant::from_unix_millis(1_704_462_199_909);
        assert_eq!(date_time(at).as_str(), "2024-01-05T13:43:19.909+00:00");
        assert_eq!(date(at).as_str(), "2024-01-05");
        assert_eq!(month(at), (2024, 1));
    }

    #[test]
    fn windows_close_to_the_millisecond() {
        let at = Instant::from_unix_millis(1_704_462_199_909);
        assert_eq!(closes(windows::CARD_TOKEN, at).unix_millis() - at.unix_millis(), 300_000);
    }
}

/// A day in records: `2026-12-01`.
pub(super) mod as_text {
    use payspec_core::CalendarDate;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it")]
    pub(in super::super) fn serialize<S: Serializer>(day: &CalendarDate, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(day)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<CalendarDate, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
