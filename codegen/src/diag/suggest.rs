//! "Did you mean ...?"

use std::cell::Cell;

use super::Diagnostic;

/// Names that are longer than this are no slip of anything; comparing them takes time in the square of their length.
const MAX_COMPARED: usize = 80;

/// Names are shown up to so many characters.
const MAX_SHOWN: usize = 80;

/// So many names are compared with others in one look at a spec. One with more to compare is wrong in ways that no name explains,
/// and each of its names would be compared with all others.
const MAX_WORK: usize = 2_000_000;

/// What it costs to count the changes between two names, against a look at their letters.
const DISTANCE_COST: usize = 16;

thread_local! {
    /// What is left of the work of a look; `None` outside of one.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Looks at a spec with a bound on the names that are compared. What is found does not depend on what was compared before.
pub(crate) fn bounded<T>(look: impl FnOnce() -> T) -> T {
    struct Restore(Option<usize>);
    impl Drop for Restore {
        fn drop(&mut self) {
            LEFT.set(self.0);
        }
    }
    let _before = Restore(LEFT.replace(Some(MAX_WORK)));
    look()
}

/// Takes work from what is left; `false` when there is none left.
pub(crate) fn spend(work: usize) -> bool {
    let Some(left) = LEFT.get() else { return true };
    LEFT.set(Some(left.saturating_sub(work)));
    left > 0
}

/// The candidate nearest to what was written, if one is near enough to be worth saying.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_first(written, candidates, |_| ())
}

/// The same; of those that are as near the first by a rank.
pub(crate) fn nearest_first<'a, K: Ord>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    rank: impl Fn(&'a str) -> K,
) -> Option<&'a str> {
    let written = Letters::of(&comparable(written)?);
    candidates
        .into_iter()
        .take_while(|_| spend(1))
        .filter_map(|candidate| {
            let folded = Letters::of(&comparable(candidate)?);
            Some((written.distance(&folded)?, rank(candidate), candidate))
        })
        .min_by(|(a, first, _), (b, second, _)| (a, first).cmp(&(b, second)))
        .map(|(_, _, candidate)| candidate)
}

/// The letters of a name that is compared.
struct Letters {
    all: Vec<char>,
    /// Which letters there are, by their last six bits.
    kinds: u64,
}

impl Letters {
    fn of(folded: &str) -> Self {
        let all: Vec<char> = folded.chars().collect();
        let kinds = all.iter().fold(0, |kinds, letter| kinds | 1 << (u32::from(*letter) & 63));
        Self { all, kinds }
    }

    /// How many letters differ, if so few do that one may be a slip of the other.
    fn distance(&self, other: &Self) -> Option<usize> {
        let longer = self.all.len().max(other.all.len());
        let shorter = self.all.len().min(other.all.len());
        let allowed = longer.div_ceil(4);
        // A change brings one letter at most that was not there.
        let more = |a: u64, b: u64| (a & !b).count_ones() as usize > allowed;
        if longer - shorter > allowed || more(self.kinds, other.kinds) || more(other.kinds, self.kinds) {
            return None;
        }
        // Of two letters one is half of the name, so only their order may be a slip.
        let allowed = if longer < 3 && !self.has_same(other) { 0 } else { allowed };
        spend(DISTANCE_COST);
        let distance = strsim::generic_damerau_levenshtein(&self.all, &other.all);
        (distance <= allowed).then_some(distance)
    }

    fn has_same(&self, other: &Self) -> bool {
        let sorted = |letters: &[char]| {
            let mut letters = letters.to_vec();
            letters.sort_unstable();
            letters
        };
        sorted(&self.all) == sorted(&other.all)
    }
}

/// Whether two names differ in nothing but case, dashes, underscores and letters that look alike.
pub fn is_same(a: &str, b: &str) -> bool {
    comparable(a).is_some_and(|folded| comparable(b) == Some(folded))
}

/// What of a name is compared; `None` for one that is too long.
fn comparable(text: &str) -> Option<String> {
    (text.len() <= MAX_COMPARED * 4 && text.chars().count() <= MAX_COMPARED).then(|| fold(text))
}

/// A name in a message: the beginning of one that is too long to be read.
pub fn shown(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}... ({} bytes)", &text[..end], text.len()).into(),
        None => text.into(),
    }
}

/// Adds to a diagnostic which letters of a name only look like others.
#[must_use]
pub fn look_alikes(diagnostic: Diagnostic, written: &str) -> Diagnostic {
    let Some((letter, latin)) = written.chars().find_map(|c| Some((c, latin(c)?))) else { return diagnostic };
    let code = u32::from(letter);
    diagnostic.help(format!("`{letter}` is U+{code:04X}, which looks like the letter `{latin}`"))
}

/// A name with Latin letters in the place of those that look like them; `None` when there is none of those.
pub fn in_latin(text: &str) -> Option<String> {
    text.chars().any(|c| latin(c).is_some()).then(|| text.chars().map(|c| latin(c).unwrap_or(c)).collect())
}

/// The Latin letter that a letter of another script looks like.
fn latin(letter: char) -> Option<char> {
    // Cyrillic, Greek.
    const PAIRS: &[(char, char)] = &[
        ('\u{0430}', 'a'),
        ('\u{0441}', 'c'),
        ('\u{0501}', 'd'),
        ('\u{0435}', 'e'),
        ('\u{04BB}', 'h'),
        ('\u{0456}', 'i'),
        ('\u{0458}', 'j'),
        ('\u{04CF}', 'l'),
        ('\u{043E}', 'o'),
        ('\u{0440}', 'p'),
        ('\u{051B}', 'q'),
        ('\u{0455}', 's'),
        ('\u{051D}', 'w'),
        ('\u{0445}', 'x'),
        ('\u{0443}', 'y'),
        ('\u{0410}', 'A'),
        ('\u{0412}', 'B'),
        ('\u{0421}', 'C'),
        ('\u{0415}', 'E'),
        ('\u{041D}', 'H'),
        ('\u{0406}', 'I'),
        ('\u{0408}', 'J'),
        ('\u{041A}', 'K'),
        ('\u{041C}', 'M'),
        ('\u{041E}', 'O'),
        ('\u{0420}', 'P'),
        ('\u{0405}', 'S'),
        ('\u{0422}', 'T'),
        ('\u{0425}', 'X'),
        ('\u{0423}', 'Y'),
        ('\u{03B1}', 'a'),
        ('\u{03BF}', 'o'),
        ('\u{03BD}', 'v'),
        ('\u{03C1}', 'p'),
        ('\u{03B9}', 'i'),
        ('\u{0391}', 'A'),
        ('\u{0392}', 'B'),
        ('\u{0395}', 'E'),
        ('\u{0396}', 'Z'),
        ('\u{0397}', 'H'),
        ('\u{0399}', 'I'),
        ('\u{039A}', 'K'),
        ('\u{039C}', 'M'),
        ('\u{039D}', 'N'),
        ('\u{039F}', 'O'),
        ('\u{03A1}', 'P'),
        ('\u{03A4}', 'T'),
        ('\u{03A5}', 'Y'),
        ('\u{03A7}', 'X'),
        ('\u{0131}', 'i'),
        ('\u{2010}', '-'),
        ('\u{2011}', '-'),
        ('\u{2012}', '-'),
        ('\u{2013}', '-'),
        ('\u{2212}', '-'),
    ];
    match letter {
        '\0'..='\x7F' => None,
        // Letters of full width.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(letter) - 0xFEE0),
        _ => PAIRS.iter().find(|(other, _)| *other == letter).map(|(_, latin)| *latin),
    }
}

/// Case, dashes, underscores and letters that look alike are the usual slips.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().map(|c| latin(c).unwrap_or(c)).filter(|c| !matches!(c, '-' | '_' | ' ')) {
        if c.is_ascii() { folded.push(c.to_ascii_lowercase()) } else { folded.extend(c.to_lowercase()) }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{bounded, comparable, nearest, shown, spend};

    #[test]
    fn finds_slips_and_nothing_far_away() {
        let known = ["Currency", "Country", "RefundStatus"];
        assert_eq!(nearest("Curency", known), Some("Currency"));
        assert_eq!(nearest("refund_status", known), Some("RefundStatus"));
        assert_eq!(nearest("Cuontry", known), Some("Country"));
        assert_eq!(nearest("Mandate", known), None);
    }

    #[test]
    fn a_letter_of_two_is_no_slip_but_their_order_is() {
        assert_eq!(nearest("XY", ["XL", "XS"]), None);
        assert_eq!(nearest("GK", ["KG", "LB"]), Some("KG"));
    }

    #[test]
    fn names_that_are_too_long_are_compared_with_nothing() {
        let long = "a".repeat(2_000_000);
        assert_eq!(comparable(&long), None);
        assert_eq!(comparable(&"é".repeat(81)), None);
        assert!(comparable(&"é".repeat(80)).is_some());
        assert_eq!(nearest(&long, [long.as_str()]), None);
        assert!(shown(&long).len() < 120);
    }

    /// Not a name is compared once the work is spent, and the next look has all of it again.
    #[test]
    fn the_names_that_one_look_compares_are_bounded() {
        let known: Vec<String> = (0..2_000).map(|number| format!("s{number}")).collect();
        let seen = std::cell::Cell::new(0_usize);
        let names = || known.iter().map(|name| (seen.set(seen.get() + 1), name.as_str()).1);
        for _ in 0..2 {
            seen.set(0);
            bounded(|| {
                assert_eq!(nearest("S_7", names()), Some("s7"));
                for number in 0..100_000 {
                    nearest(&format!("t{number}"), names());
                }
                assert_eq!(nearest("S_7", names()), None);
            });
            assert!(seen.get() < 3_000_000, "{} names were compared", seen.get());
        }
        assert!(spend(usize::MAX) && spend(1), "there is no bound outside of a look");
    }

    #[test]
    fn letters_that_look_alike_are_the_same_letter() {
        assert_eq!(nearest("d\u{043E}cs", ["docs", "type"]), Some("docs"));
    }
}
