//! Figures that are written as text.

use crate::ir::bounds::Length;

/// The length of a window: a number without leading zeros and a unit in the singular or plural.
pub(crate) fn length(text: &str) -> Option<Length> {
    let (count, unit) = text.split_once(' ')?;
    let is_number = !count.starts_with('0') && count.bytes().all(|byte| byte.is_ascii_digit());
    let count: u32 = count.parse().ok().filter(|_| is_number)?;
    Some(match unit {
        "minute" | "minutes" => Length::Minutes(count),
        "hour" | "hours" => Length::Hours(count),
        "day" | "days" => Length::Days(count),
        "week" | "weeks" => Length::Weeks(count),
        "month" | "months" => Length::Months(count),
        _ => return None,
    })
}

/// The number of `L12`.
pub(crate) fn line_number(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('L')?;
    let is_plain = !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|_| is_plain)
}
