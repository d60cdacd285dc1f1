//! Letters that nobody sees, by their Unicode properties: those that a reader may ignore (`Default_Ignorable_Code_Point`), that
//! change the order of others (`Bidi_Control`), or that separate lines or parts of a text without being a line break.
//!
//! Ordinary text needs a few of them within emoji: the selectors that ask for a picture or a letter (U+FE0E, U+FE0F), and the
//! joiner between two pictures (U+200D). Those stand behind or between signs that are shown, and change nothing else; anywhere
//! else they are refused like the rest.

/// The name of a letter that is not shown, with its article.
pub(super) fn name(letter: char) -> Option<&'static str> {
    Some(match letter {
        '\u{85}' => "a next line",
        '\u{AD}' => "a soft hyphen",
        '\u{34F}' => "a combining grapheme joiner",
        '\u{61C}' => "an Arabic letter mark",
        '\u{115F}' | '\u{1160}' | '\u{3164}' => "a Hangul filler",
        '\u{17B4}' | '\u{17B5}' => "a Khmer inherent vowel",
        '\u{180E}' => "a Mongolian vowel separator",
        '\u{180B}'..='\u{180D}' | '\u{180F}' => "a Mongolian variation selector",
        '\u{200B}' => "a zero width space",
        '\u{200C}' => "a zero width non-joiner",
        '\u{200D}' => "a zero width joiner",
        '\u{200E}' => "a left-to-right mark",
        '\u{200F}' => "a right-to-left mark",
        '\u{2028}' => "a line separator",
        '\u{2029}' => "a paragraph separator",
        '\u{202A}' => "a left-to-right embedding",
        '\u{202B}' => "a right-to-left embedding",
        '\u{202C}' => "a pop directional formatting",
        '\u{202D}' => "a left-to-right override",
        '\u{202E}' => "a right-to-left override",
        '\u{2060}' => "a word joiner",
        '\u{2061}' => "a function application",
        '\u{2062}' => "an invisible times",
        '\u{2063}' => "an invisible separator",
        '\u{2064}' => "an invisible plus",
        '\u{2066}' => "a left-to-right isolate",
        '\u{2067}' => "a right-to-left isolate",
        '\u{2068}' => "a first strong isolate",
        '\u{2069}' => "a pop directional isolate",
        '\u{206A}'..='\u{206F}' => "a deprecated format character",
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => "a variation selector",
        '\u{FEFF}' => "a byte order mark",
        '\u{FFA0}' => "a halfwidth Hangul filler",
        '\u{FFF9}'..='\u{FFFB}' => "an interlinear annotation mark",
        '\u{1BCA0}'..='\u{1BCA3}' => "a shorthand format control",
        '\u{1D173}'..='\u{1D17A}' => "a musical format control",
        '\u{E0001}' => "a language tag",
        '\u{E0020}'..='\u{E007F}' => "a tag",
        // Not assigned, and ignored all the same.
        '\u{2065}' | '\u{FFF0}'..='\u{FFF8}' | '\u{E0000}'..='\u{E0FFF}' => "an ignorable code point",
        _ => return None,
    })
}

/// The letters of a text that nobody sees, each with its place, without those that emoji need.
pub(super) fn all(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let letters = text.char_indices().filter(|(_, letter)| !letter.is_ascii() && name(*letter).is_some());
    letters.filter(|(at, letter)| !is_of_emoji(text, *at, *letter))
}

fn is_of_emoji(text: &str, at: usize, letter: char) -> bool {
    let mut before = text[..at].chars().rev();
    let after = text[at + letter.len_utf8()..].chars().next();
    match letter {
        // A keycap: a digit, the selector, and the key around both.
        '\u{FE0E}' | '\u{FE0F}' => {
            before.next().is_some_and(|sign| is_sign(sign) || after == Some('\u{20E3}') && sign.is_ascii_graphic())
        }
        '\u{200D}' => before.find(|sign| *sign != '\u{FE0F}').is_some_and(is_sign) && after.is_some_and(is_sign),
        _ => false,
    }
}

/// A sign that is shown, and is no letter of any script.
fn is_sign(sign: char) -> bool {
    !sign.is_ascii() && !sign.is_alphanumeric() && !sign.is_whitespace() && name(sign).is_none()
}

#[cfg(test)]
mod tests {
    use super::{all, name};

    #[test]
    fn emoji_may_have_what_they_are_made_of() {
        for text in [
            "A heart \u{2764}\u{FE0F}, a key 1\u{FE0F}\u{20E3}.",
            "\u{1F469}\u{1F3FD}\u{200D}\u{1F4BB} works.",
            "\u{1F3F3}\u{FE0F}\u{200D}\u{1F308}",
            "Ein \u{E4}hnlicher Text \u{2014} na\u{EF}ve \u{A0}caf\u{E9}.",
        ] {
            assert_eq!(all(text).count(), 0, "{text}");
        }
        for text in [
            "a\u{FE0F}b",
            "a\u{200D}b",
            "\u{1F469}\u{200D} x",
            "\u{FE0F}",
            "\u{1F3F4}\u{E0067}\u{E007F}",
            "x\u{200D}\u{1F4BB}",
        ] {
            assert!(all(text).count() > 0, "{}", text.escape_unicode());
        }
    }

    #[test]
    fn what_is_shown_has_no_name_here() {
        assert!(
            ('\u{20}'..='\u{7E}')
                .chain("\u{E9}\u{20AC}\u{2013}\u{3042}\u{5D0}\u{627}\u{1F600}\u{FFFD}".chars())
                .all(|c| name(c).is_none())
        );
    }
}
