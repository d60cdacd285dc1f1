//! The cases of each rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use payspec_codegen::diff::table;

use super::base::{Files, base, changes, edited};

/// A change of the base, and the rules that report it.
struct Case {
    /// The rule that the case belongs to.
    rule: String,
    /// Where the case stands.
    place: String,
    edits: Vec<(String, String)>,
    /// The rules that report it, sorted.
    expected: Vec<String>,
    /// From the edited base to the base.
    is_reversed: bool,
}

impl Case {
    fn found(&self, base: &Files) -> Result<Vec<String>, String> {
        let mut other = base.clone();
        for (old, new) in &self.edits {
            other = edited(&other, old, new)?;
        }
        let changes = if self.is_reversed { changes(&other, base)? } else { changes(base, &other)? };
        let rules: BTreeSet<String> = changes.iter().map(|change| change.rule.id.to_owned()).collect();
        Ok(rules.into_iter().collect())
    }
}

/// A part of a file that begins with `==` or `--`.
struct Block<'a> {
    line: usize,
    is_positive: bool,
    head: &'a str,
    edits: Vec<(String, String)>,
}

fn blocks<'a>(name: &str, text: &'a str) -> Vec<Block<'a>> {
    let mut blocks: Vec<Block<'a>> = Vec::new();
    let mut last = ' ';
    for (at, line) in text.lines().enumerate() {
        let line_number = at + 1;
        let rest = |sign: &str| line.strip_prefix(sign).map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
        if let Some(head) = rest("==").or_else(|| rest("--")) {
            blocks.push(Block { line: line_number, is_positive: line.starts_with("=="), head, edits: Vec::new() });
            last = ' ';
            continue;
        }
        let sign = line.chars().next().unwrap_or(' ');
        let Some(block) = blocks.last_mut() else { continue };
        match (sign, last) {
            ('<', '<') => append(block.edits.last_mut().map(|edit| &mut edit.0), rest("<")),
            ('<', _) => block.edits.push((rest("<").unwrap_or_default().to_owned(), String::new())),
            ('>', '<') => {
                if let Some(edit) = block.edits.last_mut() {
                    rest(">").unwrap_or_default().clone_into(&mut edit.1);
                }
            }
            ('>', '>') => append(block.edits.last_mut().map(|edit| &mut edit.1), rest(">")),
            _ => assert!(line.is_empty() || line.starts_with('#'), "{name}:{line_number}: {line}"),
        }
        last = sign;
    }
    blocks
}

fn append(text: Option<&mut String>, line: Option<&str>) {
    if let (Some(text), Some(line)) = (text, line) {
        text.push('\n');
        text.push_str(line);
    }
}

fn names(head: &str) -> Vec<String> {
    let mut names: Vec<String> =
        head.split('+').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect();
    names.sort();
    names
}

fn cases() -> Vec<Case> {
    let folder = crate::support::folder().join("tests/spec-diff");
    let mut cases = Vec::new();
    let entries = fs::read_dir(&folder).expect("the cases are in the repository");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry can be read").path()).collect();
    paths.sort();
    for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "txt")) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = fs::read_to_string(path).expect("cases are text");
        let mut rules: Vec<String> = Vec::new();
        for Block { line, is_positive, head, edits } in blocks(&name, &text) {
            let place = format!("{name}:{line}");
            assert!(!edits.is_empty(), "{place} changes nothing");
            let sides: Vec<&str> = head.split('|').collect();
            if is_positive {
                rules = sides.iter().map(|side| side.split('+').next().unwrap_or_default().trim().to_owned()).collect();
            }
            let owners = if is_positive { rules.clone() } else { rules.iter().take(1).cloned().collect() };
            for (at, rule) in owners.into_iter().enumerate() {
                let (place, edits) = (place.clone(), edits.clone());
                let expected = names(sides.get(at).copied().unwrap_or_default());
                cases.push(Case { rule, place, edits, expected, is_reversed: at == 1 });
            }
        }
    }
    cases
}

#[test]
fn the_rules_that_report_a_change_are_exactly_those_of_its_case() {
    let base = base();
    let mut wrong = Vec::new();
    for case in cases() {
        match case.found(&base) {
            Ok(found) if found == case.expected => {}
            Ok(found) => wrong.push(format!("{}: expected {:?}, found {found:?}", case.place, case.expected)),
            Err(error) => wrong.push(format!("{}: {error}", case.place)),
        }
    }
    assert!(wrong.is_empty(), "{} cases differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_rule_has_a_page_a_change_that_it_reports_and_one_that_it_does_not() {
    let (mut reported, mut spared): (BTreeMap<String, usize>, BTreeMap<String, usize>) = Default::default();
    let cases = cases();
    for case in &cases {
        let is_reported = case.expected.contains(&case.rule);
        *(if is_reported { &mut reported } else { &mut spared }).entry(case.rule.clone()).or_default() += 1;
    }
    // Of a change in both directions, each is the similar change of the other.
    for case in cases.iter().filter(|case| case.is_reversed) {
        let partner = cases.iter().find(|other| other.place == case.place && !other.is_reversed);
        for (one, other) in partner.into_iter().flat_map(|partner| [(case, partner), (partner, case)]) {
            if !other.expected.contains(&one.rule) {
                *spared.entry(one.rule.clone()).or_default() += 1;
            }
        }
    }
    let mut missing = Vec::new();
    let mut ids = BTreeSet::new();
    for rule in table::all() {
        assert!(ids.insert(rule.id), "{} is there twice", rule.id);
        assert!(rule.page.ends_with('.') && rule.page.len() > 15, "{}: the page is a sentence", rule.id);
        for (name, cases) in [("that it reports", &reported), ("that it does not report", &spared)] {
            if !cases.contains_key(rule.id) {
                missing.push(format!("{} has no change {name}", rule.id));
            }
        }
    }
    let unknown: Vec<_> = reported.keys().chain(spared.keys()).filter(|id| !ids.contains(id.as_str())).collect();
    assert!(unknown.is_empty(), "there are no rules of these names: {unknown:?}");
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    assert!(ids.len() >= 120, "there are {} rules", ids.len());
}
