//! The header `Retry-After` (RFC 9110, 10.2.3).

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::RETRY_AFTER;

/// When the API allows the next request: after this long, and not before this date. Of several, the latest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RetryAfter {
    wait: Duration,
    date: Option<SystemTime>,
}

impl RetryAfter {
    /// Parses the header, including repeated ones. Returns `None` if it is absent or has no valid value.
    pub(crate) fn read(headers: &HeaderMap) -> Option<Self> {
        let texts = headers.get_all(RETRY_AFTER).into_iter().filter_map(|value| value.to_str().ok());
        texts.flat_map(waits).reduce(Self::longest)
    }

    /// Returns the wait from now. A date in the past gives zero.
    pub(crate) fn from(self, now: SystemTime) -> Duration {
        let until = self.date.and_then(|date| date.duration_since(now).ok());
        self.wait.max(until.unwrap_or_default())
    }

    /// Returns the remaining wait after this much time.
    pub(crate) fn after(self, passed: Duration) -> Self {
        Self { wait: self.wait.saturating_sub(passed), ..self }
    }

    fn longest(self, other: Self) -> Self {
        Self { wait: self.wait.max(other.wait), date: self.date.max(other.date) }
    }
}

/// Returns the waits in a header line: several if an intermediary joined lines with commas, which dates also contain.
fn waits(line: &str) -> Vec<RetryAfter> {
    let mut parts = line.split(',').map(str::trim).peekable();
    let mut waits = Vec::new();
    while let Some(part) = parts.next() {
        let wait = seconds(part).or_else(|| date(part)).or_else(|| {
            let joined = format!("{part}, {}", parts.peek()?);
            let date = date(&joined)?;
            parts.next();
            Some(date)
        });
        waits.extend(wait);
    }
    waits
}

fn seconds(text: &str) -> Option<RetryAfter> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A number of seconds that overflows is infinite, above every limit.
    is_number.then(|| RetryAfter { wait: Duration::from_secs(text.parse().unwrap_or(u64::MAX)), date: None })
}

fn date(text: &str) -> Option<RetryAfter> {
    let date = httpdate::parse_http_date(text).ok()?;
    Some(RetryAfter { wait: Duration::ZERO, date: Some(date) })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// 1994-11-06 08:49:37 UTC, the date of RFC 9110's examples.
    const EXAMPLE: Duration = Duration::from_secs(784_111_777);

    fn after(wait: Duration) -> RetryAfter {
        RetryAfter { wait, date: None }
    }

    fn at(date: SystemTime) -> RetryAfter {
        RetryAfter { wait: Duration::ZERO, date: Some(date) }
    }

    fn read(text: &str) -> Option<RetryAfter> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_str(text).expect("a header can carry it"));
        RetryAfter::read(&headers)
    }

    #[test]
    fn seconds_and_all_dates_of_http_are_read() {
        let date = Some(at(SystemTime::UNIX_EPOCH + EXAMPLE));
        for (text, wanted) in [
            ("120", Some(after(Duration::from_secs(120)))),
            (" 0 ", Some(after(Duration::ZERO))),
            ("99999999999999999999999", Some(after(Duration::from_secs(u64::MAX)))),
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
    fn of_several_the_longest_counts() {
        let wait = |texts: &[&str]| {
            let mut headers = HeaderMap::new();
            for text in texts {
                headers.append(RETRY_AFTER, HeaderValue::from_str(text).expect("a header can carry it"));
            }
            RetryAfter::read(&headers).map(|after| after.from(SystemTime::UNIX_EPOCH + EXAMPLE).as_secs())
        };
        let date = "Sun, 06 Nov 1994 08:50:37 GMT";
        for (texts, wanted) in [
            (&["5", "60"][..], Some(60)),
            (&["60", "5"], Some(60)),
            (&["soon", "7", ""], Some(7)),
            (&["5", date], Some(60)),
            (&[date, "90"], Some(90)),
            // An intermediary may join lines with commas (RFC 9110, 5.3).
            (&["5, 60"], Some(60)),
            (&["5, Sun, 06 Nov 1994 08:50:37 GMT, 7"], Some(60)),
            (&["Sunday, 06-Nov-94 08:50:37 GMT,5"], Some(60)),
            (&["soon, later"], None),
        ] {
            assert_eq!(wait(texts), wanted, "{texts:?}");
        }
    }

    #[test]
    fn a_date_is_read_from_now_on() {
        let day = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(at(day(130)).from(day(100)), Duration::from_secs(30));
        assert_eq!(at(day(100)).from(day(130)), Duration::ZERO, "it is over");
        let seven = after(Duration::from_secs(7));
        assert_eq!(seven.from(day(0)), Duration::from_secs(7));
        assert_eq!(seven.after(Duration::from_secs(5)).from(day(0)), Duration::from_secs(2));
    }
}
