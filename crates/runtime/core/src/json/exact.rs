//! Detection of numbers that lose digits when JSON is parsed.
//!
//! `serde_json` passes a number with a point or an exponent as a double, so `12.50000000000000001` becomes `12.5`
//! without any indication, `134217728.23000000000` is rounded twice, to an adjacent value, and `1e-400` becomes 0.
//! Before a text is parsed, such numbers are found; while it is parsed, their doubles are mapped to the original digits
//! or, if several numbers have the same double, rejected as amounts. (The feature `arbitrary_precision` of `serde_json`
//! would affect every crate of a program.)

use std::cell::RefCell;

/// The number of significant digits that survive conversion to a double and back.
pub(crate) const DIGITS: usize = 15;

/// A number with more significant digits has at least this many bytes, including its point or exponent.
const LONG: usize = DIGITS + 2;

/// The length of the shortest number that becomes 0, `1e-324`.
const TINY: usize = 6;

/// The maximum number of significant digits of an amount, count or time.
const MOST: usize = 40;

/// The double of a long number, and its digits if no other number has the same double.
type Long = (u64, Option<String>);

thread_local! {
    /// The long numbers of the current text, sorted by their doubles; `None` while no scanned text is being parsed.
    static FOUND: RefCell<Option<Vec<Long>>> = const { RefCell::new(None) };
}

/// A guard: while it exists, the long numbers of a text are recognised.
pub(crate) struct LongNumbers(Option<Vec<Long>>);

impl Drop for LongNumbers {
    fn drop(&mut self) {
        FOUND.set(std::mem::take(&mut self.0));
    }
}

/// Finds the long numbers of a text that is about to be parsed.
pub(crate) fn note_long_numbers(text: &[u8]) -> LongNumbers {
    LongNumbers(FOUND.replace(Some(long_numbers(text))))
}

/// Returns `true` if the text being parsed was scanned, so that a number not found in it is known to have few digits.
pub(crate) fn is_looked_at() -> bool {
    FOUND.with_borrow(Option::is_some)
}

/// Returns the digits of a parsed double, without an exponent, or `None` if they may differ from the original.
pub(crate) fn digits_of(number: f64) -> Option<String> {
    let of_long = FOUND.with_borrow(|found| {
        let found = found.as_ref()?;
        let at = found.binary_search_by_key(&number.to_bits(), |long| long.0).ok()?;
        Some(found[at].1.clone())
    });
    if let Some(digits) = of_long {
        return digits;
    }
    // Rust formats the shortest digits that convert back to the same double, without an exponent.
    Some(number.to_string()).filter(|text| number.is_finite() && significant(text) <= DIGITS)
}

/// Returns the number of significant digits of a number without an exponent: leading zeros, and trailing zeros of a
/// fraction, do not count.
fn significant(number: &str) -> usize {
    let number = if number.contains('.') { number.trim_end_matches('0') } else { number };
    number.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count()
}

fn long_numbers(text: &[u8]) -> Vec<Long> {
    let mut found = Vec::new();
    if !may_have_some(text) {
        return found;
    }
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        rest = match byte {
            b'"' => after_string(after),
            byte if is_of_number(*byte) => {
                let (number, after) = rest.split_at(rest.iter().take_while(|byte| is_of_number(**byte)).count());
                found.extend(long(number));
                after
            }
            _ => after,
        };
    }
    found.sort_unstable();
    // If several numbers have the same double, it is not known which one was read.
    found.dedup_by(|next, first| {
        let is_same = next.0 == first.0;
        if is_same && next.1.as_deref().map(value) != first.1.as_deref().map(value) {
            first.1 = None;
        }
        is_same
    });
    found
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E')
}

/// Returns `true` if the text may contain a long number or a negative exponent. It samples few of the bytes.
///
/// Strings such as `5f3e-4a61` look like one as well, so what is before it counts: in JSON, a number is at the start or
/// after white space, `:`, `[` or `,`.
fn may_have_some(text: &[u8]) -> bool {
    (0..text.len()).step_by(TINY).filter(|at| is_of_number(text[*at])).any(|at| {
        let before = text[..at].iter().rev().take(TINY).take_while(|byte| is_of_number(**byte)).count();
        let start = at - before;
        // A number that began before the previous sample was examined there.
        let is_value = before < TINY
            && text[..start]
                .last()
                .is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b':' | b'[' | b','));
        is_value && {
            let number = &text[start..at + text[at..].iter().take_while(|byte| is_of_number(**byte)).count()];
            number.len() >= LONG || has_negative_exponent(number)
        }
    })
}

fn has_negative_exponent(number: &[u8]) -> bool {
    number.windows(2).any(|pair| matches!(pair, b"e-" | b"E-"))
}

/// Returns the text after a string that has started.
fn after_string(text: &[u8]) -> &[u8] {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return &text[at + 1..],
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    &[]
}

/// Parses a number, if it is long and has a point or an exponent, or if its double is 0.
fn long(number: &[u8]) -> Option<Long> {
    let is_long = number.len() >= LONG && number.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E'));
    if !is_long && !has_negative_exponent(number) {
        return None;
    }
    // With the same parser, since another one may round differently.
    let double: f64 = serde_json::from_slice(number).ok()?;
    if !is_long && double != 0.0 {
        return None;
    }
    let number = std::str::from_utf8(number).ok()?;
    let is_zero =
        number.bytes().take_while(|byte| !matches!(byte, b'e' | b'E')).all(|byte| !matches!(byte, b'1'..=b'9'));
    if is_zero {
        return is_long.then(|| (double.to_bits(), Some("0".to_owned())));
    }
    // A short number may have the same double, if that has few digits, and is more likely.
    let shortest = double.to_string();
    let is_own =
        |digits: &String| significant(digits) <= MOST && (value(digits) == value(&shortest) || !is_short(&shortest));
    Some((double.to_bits(), without_exponent(number).filter(is_own)))
}

/// Returns `true` if a number without an exponent has no more digits than a double preserves.
fn is_short(number: &str) -> bool {
    number.trim_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count() <= DIGITS
}

/// Returns sign, integer digits and fraction digits without insignificant zeros: equal for equal numbers.
pub(crate) fn value(number: &str) -> (bool, &str, &str) {
    let (sign, unsigned) = number.strip_prefix('-').map_or((false, number), |unsigned| (true, unsigned));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    (sign, whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
}

/// Returns a number without its exponent, digit by digit, or `None` if it has too many.
pub(crate) fn without_exponent(number: &str) -> Option<String> {
    const FURTHEST: i32 = 40;
    let Some((mantissa, exponent)) = number.split_once(['e', 'E']) else { return Some(number.to_owned()) };
    let exponent: i32 = exponent.parse().ok().filter(|exponent| (-FURTHEST..=FURTHEST).contains(exponent))?;
    let (sign, unsigned) = mantissa.strip_prefix('-').map_or(("", mantissa), |unsigned| ("-", unsigned));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    // At least one digit on each side of the point.
    let digits = format!("{}{whole}{fraction}", zeros(1 - point));
    let point = usize::try_from(point.max(1)).ok()?;
    let digits = format!("{digits:0<point$}");
    let (whole, fraction) = digits.split_at(point);
    let dot = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{dot}{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::{LONG, TINY, digits_of, long_numbers, may_have_some, note_long_numbers, without_exponent};

    #[test]
    fn long_numbers_are_found_wherever_they_stand() {
        for (number, digits) in [
            ("12.50000000000000001", None),
            ("1.25000000000000001e1", None),
            ("-1234567890123456.5", Some("-1234567890123456.5")),
            ("12345678901234567890123456789012345678901.5", None),
            ("12.500000000000000", Some("12.500000000000000")),
            ("0.000000000000000e1", Some("0")),
            ("1e-324", None),
            ("1e-1000000000", None),
            ("0.012500000000000000000000", Some("0.012500000000000000000000")),
        ] {
            for before in 0..3 * LONG {
                let text = format!("{}{number},\"a\":1.5}}", " ".repeat(before));
                let double: f64 = serde_json::from_str(number).expect(number);
                let wanted = (double.to_bits(), digits.map(str::to_owned));
                assert_eq!(long_numbers(text.as_bytes()), [wanted], "{number} after {before}");
            }
        }
        assert_eq!(long_numbers(b"[12.50000000000000001,0.50000000000000000001]").len(), 2);
    }

    #[test]
    fn others_are_not() {
        for text in [
            "",
            "12.5",
            "[1e-5, 2.5e-300, 0e-400, 0.0E-999, 7e5]",
            "[\"1e-400\", \"e-mail\"]",
            "[1.50,2.50,3.50,4.50,5.50,6.50]",
            "12345678901234567890",
            "\"12.50000000000000001\"",
            "[\"3c349dae-c1443.00000000000000001\"]",
            r#"{"\"12.50000000000000001":"\\"}"#,
            "1.2.3.4.5.6.7.8.9.10",
        ] {
            assert!(long_numbers(text.as_bytes()).is_empty(), "{text}");
        }
    }

    /// Otherwise nearly every body would be scanned in full, for its UUIDs.
    #[test]
    fn strings_are_no_reason_to_scan_a_text() {
        for text in ["3c349dae-c14e-4e4b-bbde-6f756b43c4ee", "12345678901234567890", "2024-01-05T14:30:00-01:00"] {
            for before in 0..=TINY {
                assert!(
                    !may_have_some(format!("{}\"{text}\"", " ".repeat(before)).as_bytes()),
                    "{text} after {before}"
                );
            }
        }
    }

    #[test]
    fn of_two_with_one_double_the_one_that_loses_digits_counts() {
        for text in ["[12.500000000000000,12.5000000000000001]", "[12.5000000000000001,12.500000000000000]"] {
            let _noted = note_long_numbers(text.as_bytes());
            assert_eq!(digits_of(12.5), None);
        }
        assert_eq!(digits_of(12.5).as_deref(), Some("12.5"));
        assert_eq!(digits_of(0.1 + 0.2), None);
        assert_eq!(digits_of(f64::INFINITY), None);
    }

    /// A double that a shorter number may also convert to is not attributed to a long one. Which numbers share a double
    /// depends on whether the program enables the feature `float_roundtrip` of `serde_json`.
    #[test]
    fn digits_of_a_double_are_those_of_one_number() {
        for (text, digits) in [
            ("[90071992547409.93]", Some("90071992547409.93")),
            ("[90071992547409.93,90071992547409.930]", Some("90071992547409.93")),
        ] {
            let _noted = note_long_numbers(text.as_bytes());
            let double = serde_json::from_str("90071992547409.93").expect("a number");
            assert_eq!(digits_of(double).as_deref(), digits, "{text}");
        }
        for text in ["[90071992547409.93,90071992547409.92]", "[90071992547409.93,90071992547409.92,90071992547409.93]"]
        {
            let _noted = note_long_numbers(text.as_bytes());
            let double: f64 = serde_json::from_str("90071992547409.93").expect("a number");
            let other: f64 = serde_json::from_str("90071992547409.92").expect("a number");
            let digits = (double.to_bits() != other.to_bits()).then_some("90071992547409.93");
            assert_eq!(digits_of(double).as_deref(), digits, "{text}");
        }
        let _noted = note_long_numbers(b"[90071992547409.901,90071992547409.9]");
        let double = serde_json::from_str("90071992547409.9").expect("a number");
        assert_eq!(digits_of(double), None);
    }

    #[test]
    fn what_becomes_zero_is_not_known() {
        for text in ["[1e-400]", "[-1E-400,-0.0]", "[0.0,3e-1000000000]"] {
            let _noted = note_long_numbers(text.as_bytes());
            let double = if text.contains("[-") { -0.0 } else { 0.0 };
            assert_eq!(digits_of(double), None, "{text}");
        }
        assert_eq!(digits_of(0.0).as_deref(), Some("0"));
    }

    #[test]
    fn an_exponent_moves_the_point() {
        for (number, wanted) in [
            ("12.5", "12.5"),
            ("1.25e1", "12.5"),
            ("125E-1", "12.5"),
            ("125e-4", "0.0125"),
            ("125e0", "125"),
            ("1.25e+4", "12500"),
            ("-1.2500000000000000001e2", "-125.00000000000000001"),
            ("0e3", "0000"),
        ] {
            assert_eq!(without_exponent(number).as_deref(), Some(wanted), "{number}");
        }
        for number in ["1e41", "1e-41", "1e999999999999", "1e"] {
            assert_eq!(without_exponent(number), None, "{number}");
        }
    }
}
