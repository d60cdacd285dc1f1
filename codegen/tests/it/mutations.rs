//! Nothing that stands in a file makes the generator panic, and whatever it says points into the file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::every_key;
use crate::support::{Run, compile, public_api, public_apis, showcase};

/// Enough to meet each kind of damage in each part of the showcase, and ten times as many where all are tried.
const MUTANTS: u64 = 60;

/// The same for one public API, whose parts are met by the showcase already.
const MUTANTS_OF_AN_API: u64 = 8;

/// Of so many lines one is left out, or each where all are tried.
const LINES: usize = 24;

#[test]
fn damaged_specs_give_diagnostics_and_no_panic() {
    let times = if every_key::part().is_some() { 10 } else { 1 };
    all_mutants(&showcase(), MUTANTS * times);
    for api in public_apis() {
        all_mutants(&public_api(&api), MUTANTS_OF_AN_API * times);
    }
}

fn all_mutants(whole: &[(String, String)], mutants: u64) {
    let mut damaged = 0;
    for seed in 1..=mutants {
        let files = mutant(whole, seed);
        let run = catch_unwind(AssertUnwindSafe(|| check(files.clone())));
        let Ok(found) = run else { panic!("mutant {seed} makes the generator panic:\n{}", joined(&files)) };
        damaged += u64::from(found > 0);
    }
    assert!(damaged * 2 > mutants, "only {damaged} of {mutants} mutants had anything wrong");
}

/// What the checks let through, the later stages can work with: a showcase without one of its lines, where that is
/// still right, becomes Rust.
#[test]
fn whatever_is_clean_compiles() {
    let whole = showcase();
    let step = every_key::one_of(LINES);
    let mut compiled = 0;
    for (index, (_, text)) in whole.iter().enumerate() {
        for line in (0..text.lines().count()).step_by(step) {
            let mut files = whole.clone();
            files[index].1 = without_line(text, line);
            if Run::over(files.clone()).diagnostics.is_empty() {
                let result = compile(&files);
                assert!(result.is_ok(), "without line {}: {:?}", line + 1, result.err());
                compiled += 1;
            }
        }
    }
    assert!(compiled > 4, "only {compiled} lines can be left out");
}

fn without_line(text: &str, line: usize) -> String {
    text.lines().enumerate().filter(|(at, _)| *at != line).map(|(_, line)| format!("{line}\n")).collect()
}

/// Parses, checks, looks at every place and renders; gives the number of diagnostics.
fn check(files: Vec<(String, String)>) -> usize {
    let run = Run::over(files);
    run.diagnostics.iter().for_each(|found| run.assert_places_exist(found));
    assert!(run.rendered().contains("problem"));
    run.diagnostics.len()
}

fn joined(files: &[(String, String)]) -> String {
    files.iter().map(|(path, text)| format!("==> {path}\n{text}\n")).collect()
}

/// The files with one to four pieces of damage.
fn mutant(whole: &[(String, String)], seed: u64) -> Vec<(String, String)> {
    let mut random = Random(seed);
    let mut files = whole.to_vec();
    for _ in 0..=random.below(3) {
        let file = random.below(files.len());
        let text = &mut files[file].1;
        *text = damage(text, &mut random);
    }
    files
}

fn damage(text: &str, random: &mut Random) -> String {
    match random.below(3) {
        0 => damage_line(text, random),
        1 => damage_character(text, random),
        _ => damage_word(text, random),
    }
}

fn damage_line(text: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return String::new();
    }
    let (at, other) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(5) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[other]),
        2 => lines.swap(at, other),
        3 => lines[at] = lines[at].trim_start(),
        _ => lines.truncate(at),
    }
    lines.join("\n")
}

fn damage_character(text: &str, random: &mut Random) -> String {
    const STRANGE: &[char] = &[
        ':',
        '{',
        '}',
        '[',
        ']',
        ',',
        '"',
        '\'',
        '#',
        '&',
        '*',
        '!',
        '|',
        '>',
        '%',
        '-',
        '.',
        ' ',
        '\t',
        '\n',
        '\0',
        '<',
        '0',
        'é',
        '漢',
        '\u{1F4E6}',
        '\u{FEFF}',
        '\u{2028}',
    ];
    let mut characters: Vec<char> = text.chars().collect();
    if characters.is_empty() {
        return String::new();
    }
    let at = random.below(characters.len());
    let strange = STRANGE[random.below(STRANGE.len())];
    match random.below(3) {
        0 => drop(characters.remove(at)),
        1 => characters.insert(at, strange),
        _ => characters[at] = strange,
    }
    characters.into_iter().collect()
}

/// Puts a word of the file in the place of another: what stands there is then well-formed, and wrong.
fn damage_word(text: &str, random: &mut Random) -> String {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let words: Vec<(usize, &str)> = text
        .split(|c: char| !is_part(c))
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    if words.is_empty() {
        return text.to_owned();
    }
    let ((at, word), (_, other)) = (words[random.below(words.len())], words[random.below(words.len())]);
    format!("{}{other}{}", &text[..at], &text[at + word.len()..])
}

/// Splitmix64: the same damage on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let bounded = (mixed ^ (mixed >> 31)) % u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(bounded).unwrap_or(0)
    }
}
