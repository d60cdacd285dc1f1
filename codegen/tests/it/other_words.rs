//! A word that is another one of its list leaves keys behind that mean nothing next to it, and lacks others: one
//! mistake.

use std::collections::BTreeSet;

use crate::every_key;
use crate::pairs;
use crate::single_mistakes::sites;
use crate::support::Run;

/// Where one word for another is reported twice, and why both are right: the key, and the first words of both messages.
const TWO_ARE_RIGHT: &[(&str, [&str; 2])] = &[];

/// The words that could stand in the place of another one, as the message about one that could not lists them.
fn words(run: &Run) -> Vec<String> {
    let unknown = run.diagnostics.iter().find_map(|found| {
        let listed = found.message.strip_prefix("expected one of ")?.split(", found `").next()?;
        Some(listed.split(", ").map(str::to_owned).collect())
    });
    unknown.unwrap_or_default()
}

/// Of so many words one is replaced, or each where all are.
const WORDS: usize = 3;

#[test]
fn a_word_in_the_place_of_another_is_one_mistake() {
    let every = every_key::one_of(WORDS);
    let (mut words_of_lists, mut tried, mut wrong) = (0, 0, Vec::new());
    let mut seen = BTreeSet::new();
    for pair in pairs::pairs() {
        let files: Vec<(String, String)> =
            pair.files().into_iter().map(|(api, name, text)| (format!("spec/{api}/{name}"), text)).collect();
        for (at, (path, text)) in files.iter().enumerate() {
            for site in sites(text).iter().filter(|site| site.is_word()) {
                let with = |word: &str| {
                    let mut files = files.clone();
                    files[at].1 = site.with(site.value.clone(), word);
                    Run::over(files)
                };
                if !seen.insert((pair.name.clone(), site.key().to_owned(), site.value().to_owned())) {
                    continue;
                }
                words_of_lists += 1;
                if words_of_lists % every != 0 {
                    continue;
                }
                for word in words(&with("qxqxqxqxqxqx")).iter().filter(|word| *word != site.value()) {
                    let run = with(word);
                    tried += 1;
                    let found: Vec<&str> = run.diagnostics.iter().map(|found| found.message.as_str()).collect();
                    let is_right = |(key, both): &(&str, [&str; 2])| {
                        *key == site.key()
                            && found.len() == 2
                            && both.iter().all(|start| found.iter().any(|found| found.starts_with(start)))
                    };
                    if found.len() > 1 && !TWO_ARE_RIGHT.iter().any(is_right) {
                        wrong.push(format!(
                            "{}: {path}: {}: {} -> {word}: {found:#?}",
                            pair.name,
                            site.key(),
                            site.value()
                        ));
                    }
                }
            }
        }
    }
    assert!(tried > 80, "only {tried} words");
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
}
