//! Suggestions of the known value that was probably intended.

/// The maximum length of a text to compare: a longer one is no typo of a known value.
const LONGEST: usize = 64;

/// Returns the known value that is closest to a text: equal except for case, spaces and separators, or within a few
/// edits, or else the only one that it starts with. Returns `None` if none is close.
pub(super) fn closest(text: &str, known: &[&'static str]) -> Option<&'static str> {
    if text.len() > LONGEST {
        return None;
    }
    let given = plain(text);
    if given.is_empty() {
        return None;
    }
    let near = |known: &&'static str| {
        let plain = plain(known);
        let distance = edits(&given, &plain);
        // One edit for short values, one per three letters of longer ones; never the whole value.
        let most = (plain.len().max(given.len()) / 3).max(1);
        (distance <= most && distance < plain.len()).then_some((distance, *known))
    };
    let nearest = known.iter().filter_map(near).min_by_key(|(distance, _)| *distance);
    nearest.map(|(_, known)| known).or_else(|| only_start(&given, known))
}

/// Returns the known value that a text starts with, if there is exactly one: `ECOM` for `EC`.
fn only_start(given: &[char], known: &[&'static str]) -> Option<&'static str> {
    let mut starts = known.iter().filter(|known| known.len() > 1 && given.starts_with(&plain(known)));
    let only = starts.next()?;
    starts.next().is_none().then_some(only)
}

/// Returns the letters and digits in upper case.
fn plain(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase()).collect()
}

/// Returns the edit distance: insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
fn edits(one: &[char], other: &[char]) -> usize {
    let mut two_above: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, &a) in one.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, &b) in other.iter().enumerate() {
            let changed = above[column] + usize::from(a != b);
            let mut fewest = changed.min(above[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && a == other[column - 1] && one[row - 1] == b {
                fewest = fewest.min(two_above[column - 1] + 1);
            }
            line.push(fewest);
        }
        two_above = std::mem::replace(&mut above, line);
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_meant_is_found() {
        let currencies = ["CHF", "EUR", "GBP", "USD", "XOF"];
        for (text, meant) in [
            ("EURO", Some("EUR")),
            ("eur", Some("EUR")),
            (" EUR ", Some("EUR")),
            ("ERU", Some("EUR")),
            ("EUT", Some("EUR")),
            ("dollars", None),
            ("€", None),
            ("978", None),
            ("", None),
        ] {
            assert_eq!(closest(text, &currencies), meant, "{text}");
        }
        let sources = ["DP", "EC", "MO", "RI", "TO"];
        assert_eq!(closest("ECOM", &sources), Some("EC"));
        assert_eq!(closest("QQ", &sources), None);
        assert_eq!(closest("mobile-money", &["WALLET", "MOBILE_MONEY"]), Some("MOBILE_MONEY"));
        assert_eq!(closest("CANCELED", &["CANCELLED", "PENDING"]), Some("CANCELLED"));
        assert_eq!(closest("Y", &["N"]), None, "all of it is another text");
        assert_eq!(closest("ABCD", &["AB", "ABC"]), Some("ABC"), "one edit");
        assert_eq!(closest("ABXYZ", &["AB", "ABX", "Q"]), None, "it starts with two");
    }

    proptest! {
        #[test]
        fn edits_are_a_distance(one in "[ABC]{0,6}", other in "[ABC]{0,6}") {
            let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
            let distance = edits(&one, &other);
            prop_assert_eq!(distance, edits(&other, &one));
            prop_assert_eq!(distance == 0, one == other);
            prop_assert!(distance >= one.len().abs_diff(other.len()) && distance <= one.len().max(other.len()));
        }

        #[test]
        fn any_text_is_compared_without_panic(text in any::<String>()) {
            let _ = closest(&text, &["EUR", "É", ""]);
        }
    }
}
