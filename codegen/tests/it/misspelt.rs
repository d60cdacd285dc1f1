//! Every key and word of the showcase, misspelt.

use crate::every_key;
use crate::shop::messages;
use crate::support::{Run, showcase};

/// Every word of a closed list in the showcase, with a letter too few: one message each.
#[test]
fn every_misspelt_word_of_the_showcase_gives_one_message() {
    let whole = showcase();
    let words = [
        "method",
        "outcome",
        "encoding",
        "scheme",
        "level",
        "in",
        "as",
        "direction",
        "unit",
        "mark",
        "separator",
        "by",
        "signed",
        "form",
        "codes",
    ];
    let (mut tried, mut wrong) = (0, Vec::new());
    for (index, (path, text)) in whole.iter().enumerate() {
        for key in words {
            let Some(value) = value_of(text, key) else { continue };
            let mut files = whole.clone();
            let word = &text[value.clone()];
            if word.len() < 3 {
                continue;
            }
            files[index].1.replace_range(value.clone(), &format!("{}{}", &word[..1], &word[2..]));
            let run = Run::over(files);
            tried += 1;
            if run.diagnostics.len() != 1 {
                wrong.push(format!("{path}: {key}: {word}: {:#?}", messages(&run)));
            }
        }
    }
    assert!(tried > 20, "only {tried} words");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The first plain value of a key.
fn value_of(text: &str, key: &str) -> Option<std::ops::Range<usize>> {
    let start = [format!(" {key}: "), format!("{{ {key}: ")]
        .iter()
        .filter_map(|key| Some(text.find(key)? + key.len()))
        .min()?;
    let length = text[start..].find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    (length > 0).then_some(start..start + length)
}

/// Of so many keys one is tried, or each where all are.
const KEYS: usize = 9;

/// Some keys of the showcase, changed by `change` so that it is unknown; `wrong` says what must not be found.
fn each_unknown_key(change: fn(&mut String, std::ops::Range<usize>), wrong: fn(&Run, &str) -> Option<String>) {
    let whole = showcase();
    let every = every_key::one_of(KEYS);
    let (mut tried, mut found) = (0, Vec::new());
    for (index, (path, text)) in whole.iter().enumerate() {
        let mut seen = std::collections::HashSet::new();
        for key in keys(text).into_iter().skip(index % every).step_by(every) {
            let word = &text[key.clone()];
            if !seen.insert(word) {
                continue;
            }
            let mut files = whole.clone();
            change(&mut files[index].1, key);
            let run = Run::over(files);
            if run.codes().contains(&"unknown-key") {
                tried += 1;
                found.extend(wrong(&run, word).map(|wrong| format!("{path}: {word}: {wrong}")));
            }
        }
    }
    assert!(tried > 20, "only {tried} keys");
    assert!(found.is_empty(), "{} of {tried}\n{}", found.len(), found.join("\n"));
}

/// Every key of the showcase, misspelt: one message each.
#[test]
fn every_misspelt_key_of_the_showcase_gives_one_message() {
    each_unknown_key(
        |text, key| text.insert_str(key.end - 1, "zz"),
        |run, _| (run.diagnostics.len() != 1).then(|| format!("{:#?}", messages(run))),
    );
}

/// Every key of the showcase, replaced by what is near to none: what it held is lost, and nothing else is wrong.
#[test]
fn what_an_unknown_key_loses_is_not_missed() {
    each_unknown_key(
        |text, key| text.replace_range(key, "qxqxqxqxqxqxqx"),
        |run, word| {
            // Where a construct needs the key, both may be said.
            let others = run.diagnostics.iter().filter(|found| found.code.name != "unknown-key");
            let others: Vec<_> = others.map(|found| (found.code.name, &found.message)).collect();
            let is_told =
                |(code, message): &(&str, &String)| *code == "missing-key" || message.contains(&format!("`{word}`"));
            (!others.iter().all(is_told)).then(|| format!("{others:#?}"))
        },
    );
}

/// The words that a colon follows.
fn keys(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for (colon, _) in text.match_indices(": ").chain(text.match_indices(":\n")) {
        let start = text[..colon].rfind(|c: char| !c.is_ascii_lowercase() && c != '_').map_or(0, |at| at + 1);
        if colon - start > 2 {
            found.push(start..colon);
        }
    }
    found
}
