//! Single mistakes of every kind, put into the real specs and the showcase: each gives one message.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::support::{Run, public_api, public_apis, showcase, spec_of};

/// The specs that mistakes are made in, in how many places of each, and every how many kinds: a run takes longer where
/// there is more to read.
const SPECS: [(&str, usize, usize); 5] =
    [("cinetpay", 2, 1), ("primer", 1, 2), ("lyra-marketplace", 1, 2), ("centralpay", 1, 3), ("showcase", 2, 1)];

/// Where one mistake gives two messages, and why both are right: the kind of mistake, and the first words of both.
const TWO_ARE_RIGHT: &[(&str, [&str; 2])] = &[
    // The rows of the table still have the column, and the type has no other use: which of the two goes is open.
    ("a line that is missing", ["there is no column", "the type"]),
];

/// A key with its value on one line of a file.
pub(crate) struct Site<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: Range<usize>,
    pub(crate) key: Range<usize>,
    /// Empty where the value starts on the next line.
    pub(crate) value: Range<usize>,
}

impl Site<'_> {
    pub(crate) fn key(&self) -> &str {
        &self.text[self.key.clone()]
    }

    pub(crate) fn value(&self) -> &str {
        &self.text[self.value.clone()]
    }

    fn is_in_braces(&self) -> bool {
        self.text[self.line.start..self.key.start].contains('{')
    }

    pub(crate) fn is_word(&self) -> bool {
        let value = self.value();
        value.len() > 3
            && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
            && value.starts_with(|c: char| c.is_ascii_alphabetic())
            && !matches!(value, "true" | "false" | "null")
    }

    /// A text of words without quotes.
    fn is_text(&self) -> bool {
        let value = self.value();
        value.contains(' ') && !value.starts_with(['"', '\'', '{', '[', '|', '>']) && !value.contains(['{', '"', '\''])
    }

    /// The file with other text in one place.
    pub(crate) fn with(&self, place: Range<usize>, text: &str) -> String {
        let mut whole = self.text.to_owned();
        whole.replace_range(place, text);
        whole
    }
}

type Mistake = fn(&Site<'_>) -> Option<String>;

const MISTAKES: &[(&str, Mistake)] = &[
    ("a misspelt key", |at| Some(at.with(at.key.end - 1..at.key.end - 1, "zz"))),
    ("a key with a letter less", |at| (at.key().len() > 4).then(|| at.with(at.key.start + 1..at.key.start + 2, ""))),
    ("a key unlike all", |at| Some(at.with(at.key.clone(), "qxqxqxqxqxqx"))),
    ("a key in capitals", |at| Some(at.with(at.key.clone(), &at.key().to_uppercase()))),
    ("a Cyrillic letter in a key", |at| {
        let letter = at.key.start + at.key().find('e')?;
        Some(at.with(letter..letter + 1, "\u{0435}"))
    }),
    ("a misspelt word", |at| at.is_word().then(|| at.with(at.value.start + 1..at.value.start + 2, ""))),
    ("a word unlike all", |at| at.is_word().then(|| at.with(at.value.clone(), "qxqxqxqxqxqx"))),
    ("a Cyrillic letter in a word", |at| {
        let letter = at.value.start + at.value().find('e').filter(|_| at.is_word())?;
        Some(at.with(letter..letter + 1, "\u{0435}"))
    }),
    ("a number for a word", |at| at.is_word().then(|| at.with(at.value.clone(), "5"))),
    ("a list for a value", |at| (!at.value.is_empty()).then(|| at.with(at.value.clone(), "[]"))),
    ("no value", |at| (!at.value.is_empty()).then(|| at.with(at.value.clone(), ""))),
    ("a stray quotation mark", |at| at.is_word().then(|| at.with(at.value.end..at.value.end, "\""))),
    ("a quotation mark that nothing closes", |at| at.is_word().then(|| at.with(at.value.start..at.value.start, "\""))),
    ("a stray quotation mark of a text", |at| at.is_text().then(|| at.with(at.value.end..at.value.end, "\""))),
    ("a comment in a text", |at| {
        let blank = at.value().find(' ').filter(|_| at.is_text())?;
        Some(at.with(at.value.start..at.value.start + blank + 1, "One #"))
    }),
    ("no colon", |at| Some(at.with(at.key.end..at.key.end + 1, ""))),
    ("no blank behind the colon", |at| (!at.value.is_empty()).then(|| at.with(at.key.end..at.value.start, ":"))),
    ("a line too deep", |at| (!at.is_in_braces()).then(|| at.with(at.line.start..at.line.start, " "))),
    ("a line not deep enough", |at| {
        (!at.is_in_braces() && at.key.start > at.line.start).then(|| at.with(at.line.start..at.line.start + 1, ""))
    }),
    ("a tab", |at| {
        (!at.is_in_braces() && at.key.start > at.line.start).then(|| at.with(at.line.start..at.line.start + 1, "\t"))
    }),
    ("a line that stands twice", |at| {
        (!at.is_in_braces() && !at.value.is_empty())
            .then(|| at.with(at.line.start..at.line.start, &format!("{}\n", &at.text[at.line.clone()])))
    }),
    ("a line that is missing", |at| {
        (!at.is_in_braces() && !at.value.is_empty())
            .then(|| at.with(at.line.start..(at.line.end + 1).min(at.text.len()), ""))
    }),
    ("a blank in a key", |at| {
        let middle = at.key.start + at.key().len() / 2;
        (at.key().len() > 3).then(|| at.with(middle..middle, " "))
    }),
    ("a line break in a key", |at| {
        let middle = at.key.start + at.key().len() / 2;
        (at.key().len() > 3 && !at.is_in_braces()).then(|| at.with(middle..middle, "\n"))
    }),
    ("a line that ends behind its key", |at| {
        (!at.is_in_braces() && !at.value.is_empty()).then(|| at.with(at.key.end..at.line.end, ""))
    }),
    ("two lines on one", |at| {
        let end = at.line.end + 1;
        (end < at.text.len() && !at.is_in_braces() && !at.value.is_empty()).then(|| at.with(at.line.end..end, ""))
    }),
    ("two lines on one, without a blank", |at| {
        let end = at.line.end + 1 + at.text.get(at.line.end + 1..)?.find(|c| c != ' ')?;
        (!at.is_in_braces() && !at.value.is_empty()).then(|| at.with(at.line.end..end, ""))
    }),
    ("a quotation mark that is not opened", |at| {
        let is_quoted = at.value().starts_with('"') && at.value().ends_with('"');
        is_quoted.then(|| at.with(at.value.start..at.value.start + 1, ""))
    }),
    ("a comma that is missing", |at| {
        let rest = &at.text[at.value.end..at.line.end];
        (rest.starts_with(", ") && at.is_in_braces()).then(|| at.with(at.value.end..at.value.end + 1, ""))
    }),
];

/// The keys of a file with their values.
pub(crate) fn sites(text: &str) -> Vec<Site<'_>> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        let is_comment = line.trim_start().starts_with('#');
        for (colon, _) in line.match_indices(':').filter(|_| !is_comment) {
            let after = &line[colon + 1..];
            if !(after.is_empty() || after.starts_with(' ')) {
                continue;
            }
            let before = &line[..colon];
            let from =
                before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').map_or(0, |at| at + 1);
            let opens = before[..from].trim_end();
            if colon - from < 2
                || !(opens.is_empty() || opens.ends_with(['{', ',', '-']))
                || opens.contains(['"', '\''])
            {
                continue;
            }
            let blank = after.len() - after.trim_start().len();
            let value = after.trim_start();
            let is_braces = opens.contains('{');
            let length = if value.starts_with(['{', '[', '"', '\'', '|', '>']) {
                if is_braces || !value.ends_with(['}', ']', '"', '\'']) { 0 } else { value.len() }
            } else if is_braces {
                value.find([',', '}', ']']).unwrap_or(value.len())
            } else {
                value.trim_end().len()
            };
            let value = start + colon + 1 + blank;
            found.push(Site { text, line: start..end, key: start + from..start + colon, value: value..value + length });
        }
        start = end + 1;
    }
    found
}

/// The changed files of some places that are spread over a spec.
fn mistakes(
    whole: &[(String, String)],
    mistake: Mistake,
    folder: &str,
    count: usize,
    shift: usize,
) -> Vec<(String, Vec<(String, String)>)> {
    let mut seen = BTreeSet::new();
    let mut places = Vec::new();
    for (index, (path, text)) in whole.iter().enumerate().filter(|(_, (path, _))| path.contains(folder)) {
        for site in sites(text) {
            let depth = site.key.start - site.line.start;
            if seen.insert((site.key().to_owned(), depth, site.is_in_braces())) {
                places.push((index, path, site));
            }
        }
    }
    let step = (places.len() / count).max(1);
    let mut made = Vec::new();
    for (index, path, site) in places.iter().skip(shift * 7 % step).step_by(step).take(count) {
        let Some(changed) = mistake(site) else { continue };
        let line = site.text[..site.key.start].matches('\n').count() + 1;
        let mut files = whole.to_vec();
        files[*index].1 = changed;
        made.push((format!("{path}:{line}: {}", site.key()), files));
    }
    made
}

#[test]
fn each_gives_one_message() {
    let (mut tried, mut wrong) = (0, Vec::new());
    let public = public_apis();
    let public = public.iter().map(|api| (api.as_str(), 1, 3));
    for (folder, count, every) in SPECS.into_iter().chain(public.clone()) {
        let is_public = public.clone().any(|(api, ..)| api == folder);
        let whole = match folder {
            "showcase" => showcase(),
            _ if is_public => public_api(folder),
            _ => spec_of(folder),
        };
        let folder = if folder == "showcase" { "tests/language/spec/" } else { folder };
        for (shift, (kind, mistake)) in MISTAKES.iter().enumerate().step_by(every) {
            for (place, files) in mistakes(&whole, *mistake, folder, count, shift) {
                let found: Vec<String> = Run::over(files).diagnostics.into_iter().map(|found| found.message).collect();
                tried += 1;
                let is_right = |(of, both): &(&str, [&str; 2])| {
                    of == kind
                        && found.len() == 2
                        && both.iter().all(|start| found.iter().any(|found| found.starts_with(start)))
                };
                if found.len() > 1 && !TWO_ARE_RIGHT.iter().any(is_right) {
                    wrong.push(format!("{kind}: {place}: {found:#?}"));
                }
            }
        }
    }
    assert!(tried > 50, "only {tried} mistakes");
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
}
