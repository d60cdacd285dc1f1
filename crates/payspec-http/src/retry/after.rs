//! The header `Retry-After` (RFC 9110, 10.2.3).

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// When the API wants to be asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RetryAfter {
    In(Duration),
    At(SystemTime),
}

impl RetryAfter {
    /// Reads the header; `None` where there is none, or it says nothing that makes sense.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            // More seconds than a number holds are for ever, and for ever is above every limit.
            return Some(Self::In(Duration::from_secs(text.parse().unwrap_or(u64::MAX))));
        }
        httpdate::parse_http_date(text).ok().map(Self::At)
    }

    /// How long that is from now on. A date that is over is now.
    pub(crate) fn from(self, now: SystemTime) -> Duration {
        match self {
            Self::In(duration) => duration,
            Self::At(time) => time.duration_since(now).unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// 1994-11-06 08:49:37 UTC, the date of RFC 9110's examples.
    const EXAMPLE: Duration = Duration::from_secs(784_111_777);

    fn read(text: &str) -> Option<RetryAfter> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(text).expect("a header can carry it"));
        RetryAfter::read(&headers)
    }

    #[test]
    fn seconds_and_all_dates_of_http_are_read() {
        let date = Some(RetryAfter::At(SystemTime::UNIX_EPOCH + EXAMPLE));
        for (text, wanted) in [
            ("120", Some(RetryAfter::In(Duration::from_secs(120)))),
            (" 0 ", Some(RetryAfter::In(Duration::ZERO))),
            ("99999999999999999999999", Some(RetryAfter::In(Duration::from_secs(u64::MAX)))),
            ("Sun, 06 Nov 1994 08:49:37 GMT", date),
            ("Sunday, 06-Nov-94 08:49:37 GMT", date),
            ("Sun Nov  6 08:49:37 1994", date),
            ("", None),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("Sun, 06 Nov 1994", None),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
        assert_eq!(RetryAfter::read(&HeaderMap::new()), None);
    }

    #[test]
    fn a_date_is_told_from_now_on() {
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(RetryAfter::At(at(130)).from(at(100)), Duration::from_secs(30));
        assert_eq!(RetryAfter::At(at(100)).from(at(130)), Duration::ZERO, "it is over");
        assert_eq!(RetryAfter::In(Duration::from_secs(7)).from(at(0)), Duration::from_secs(7));
    }
}
