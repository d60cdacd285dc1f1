//! The signing time: its location, its format, and whether it is within the tolerance.

use std::borrow::Cow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payspec_core::{DateTime, Path};

use super::VerifyError;
use super::content::Parts;
use super::given::Signatures;
use super::spec::{TimeFormat, TimePlace, TimestampSpec};
use crate::delivery::{TakenApart, take_apart};
use crate::members::text_of;

/// The maximum time that a signature may be ahead of the receiver's clock, for clock differences. Retries explain an
/// old delivery, but never one from the future.
const MOST_AHEAD: Duration = Duration::from_secs(300);

/// Returns the signing time as written.
pub(super) fn text<'a>(parts: Parts<'a>, signatures: &'a Signatures) -> Result<Cow<'a, [u8]>, VerifyError> {
    let place = parts.spec.timestamp.map(|timestamp| timestamp.at);
    match place {
        Some(TimePlace::Header(header)) => parts.given.header(header).map(Cow::Borrowed),
        Some(TimePlace::Value(prefix)) => {
            signatures.time.as_deref().map(Cow::Borrowed).ok_or(VerifyError::NoPrefix { prefix })
        }
        Some(TimePlace::Member(member)) => match of_member(member, &take_apart(parts.body)) {
            Said::Once(text) => Ok(Cow::Owned(text.into_bytes())),
            Said::Nothing | Said::Unclear => Err(VerifyError::NoTimestamp { member }),
        },
        // A description that signs the time also gives its location.
        None => Err(VerifyError::NoTimestamp { member: "" }),
    }
}

/// Checks the time of a delivery with a valid signature.
pub(super) fn check(
    timestamp: TimestampSpec,
    parts: Parts<'_>,
    signatures: &Signatures,
    body: &TakenApart<'_>,
    tolerance: Option<Duration>,
    now: SystemTime,
) -> Result<(), VerifyError> {
    let (text, unreadable) = match timestamp.at {
        TimePlace::Member(member) => match of_member(member, body) {
            Said::Once(text) => (Cow::Owned(text.into_bytes()), VerifyError::NoTimestamp { member }),
            Said::Nothing if timestamp.optional => return Ok(()),
            Said::Nothing | Said::Unclear => return Err(VerifyError::NoTimestamp { member }),
        },
        TimePlace::Header(at) | TimePlace::Value(at) => (text(parts, signatures)?, VerifyError::UnreadableTime { at }),
    };
    let signed = std::str::from_utf8(&text).ok().and_then(|text| read(timestamp.format, text.trim()));
    near(signed.ok_or(unreadable)?, tolerance.unwrap_or(Duration::from_secs(timestamp.tolerance_seconds.into())), now)
}

fn near(signed: SystemTime, tolerance: Duration, now: SystemTime) -> Result<(), VerifyError> {
    match now.duration_since(signed) {
        Ok(by) if by > tolerance => Err(VerifyError::TooOld { by, tolerance }),
        Ok(_) => Ok(()),
        Err(ahead) => {
            let (by, tolerance) = (ahead.duration(), tolerance.min(MOST_AHEAD));
            if by > tolerance { Err(VerifyError::TooNew { by, tolerance }) } else { Ok(()) }
        }
    }
}

fn read(format: TimeFormat, text: &str) -> Option<SystemTime> {
    let since = |unit: fn(u64) -> Duration| UNIX_EPOCH.checked_add(unit(text.parse().ok()?));
    match format {
        TimeFormat::Seconds => since(Duration::from_secs),
        TimeFormat::Milliseconds => since(Duration::from_millis),
        TimeFormat::Rfc3339 => DateTime::from(text).to_system_time(),
        // Rejected in descriptions of deliveries.
        TimeFormat::HttpDate => None,
    }
}

/// The signing time in a body.
enum Said {
    Once(String),
    Nothing,
    /// It is not a valid time, or there are several.
    Unclear,
}

/// Returns the string or number in a member. The body is parsed in the same way as for decoding, so that an event
/// cannot hide its time.
fn of_member(member: &str, body: &TakenApart<'_>) -> Said {
    // Members before a syntax error count.
    let Ok(object) = body else { return Said::Nothing };
    let Ok(all) = object.members.all_certain(Path::new(member)) else { return Said::Unclear };
    let mut said = all.into_iter().filter(|value| value.get() != "null");
    let Some(value) = said.next() else { return Said::Nothing };
    match text_of(value) {
        Some(text) if said.next().is_none() => Said::Once(text),
        _ => Said::Unclear,
    }
}
