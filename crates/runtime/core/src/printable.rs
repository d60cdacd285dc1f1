//! Printing foreign texts safely.
//!
//! Text from a server, a proxy or the sender of a delivery may contain line breaks, terminal escapes, or megabytes. All
//! such text in a `Display`, an error message or a span passes through here. The `Debug` of identifiers, enum values,
//! codes and dates is bounded as well. The values themselves are not changed: `as_str` and the `Display` of an
//! identifier return it as received, because that is what is sent back.
//!
//! ```
//! use payspec_core::printable;
//!
//! assert_eq!(printable::id("req-42"), Some("req-42"));
//! assert_eq!(printable::id("req-42\nERROR: all is lost"), None);
//! assert_eq!(printable::text("Too low.\r\nTry \x1b[31m15.00", 1000), "Too low.  Try  [31m15.00");
//! assert_eq!(printable::text("a long story", 6), "a long…");
//! ```

use std::borrow::Cow;
use std::fmt;

/// The maximum length of a printed identifier, in bytes.
const LONGEST_ID: usize = 128;

/// Returns an identifier if it is safe to print: visible ASCII, at most 128 characters. Others are omitted rather than
/// truncated, because part of an identifier may be a different one.
pub fn id(text: &str) -> Option<&str> {
    let fits = (1..=LONGEST_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    fits.then_some(text)
}

/// Returns a text on one line: invisible characters (control, direction, line separators) become spaces, and a text
/// longer than `longest` characters ends in `…`.
pub fn text(text: &str, longest: usize) -> Cow<'_, str> {
    let cut = text.char_indices().nth(longest).map(|(at, _)| at);
    let kept = &text[..cut.unwrap_or(text.len())];
    if cut.is_none() && !kept.contains(is_hidden) {
        return Cow::Borrowed(kept);
    }
    let mut shown: String = kept.chars().map(|c| if is_hidden(c) { ' ' } else { c }).collect();
    if cut.is_some() {
        shown.push('…');
    }
    Cow::Owned(shown)
}

/// Returns `true` if a character is invisible or affects the text around it.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// For this crate's macros.
#[doc(hidden)]
pub fn short(text: &str) -> impl fmt::Debug {
    Short(text)
}

/// Shows a text like `Debug`; a long one by its start and length.
pub(crate) struct Short<'a>(pub(crate) &'a str);

impl fmt::Debug for Short<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.len() <= LONGEST_ID {
            return fmt::Debug::fmt(self.0, f);
        }
        let end = (0..=LONGEST_ID).rev().find(|at| self.0.is_char_boundary(*at)).unwrap_or_default();
        let beginning = &self.0[..end];
        write!(f, "{beginning:?}… ({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_visible_ascii_and_short_or_left_out() {
        let long = "x".repeat(128);
        for printed in ["req-42", "~!", "a", &long] {
            assert_eq!(id(printed), Some(printed));
        }
        for left_out in ["", " a", "a b", "a\n", "\u{1b}[31m", "é", "a\u{7f}", &format!("{long}x")] {
            assert_eq!(id(left_out), None, "{left_out:?}");
        }
    }

    #[test]
    fn a_text_is_one_line_and_bounded() {
        assert!(matches!(text("Montant trop élevé", 18), Cow::Borrowed("Montant trop élevé")));
        assert_eq!(text("Montant trop élevé", 17), "Montant trop élev…");
        assert_eq!(text("a\u{202E}b\u{85}c\u{2028}d\u{9b}e", 9), "a b c d e");
        assert_eq!(text("", 0), "");
        assert_eq!(text("é", 0), "…");
    }

    #[test]
    fn debug_of_a_long_text_is_short() {
        assert_eq!(format!("{:?}", Short("a\nb")), r#""a\nb""#);
        let long = format!("{}é", "x".repeat(127));
        let shown = format!("{:?}", Short(&long));
        assert!(shown.ends_with("x\"… (129 bytes)") && shown.len() < 150, "{shown}");
    }
}
