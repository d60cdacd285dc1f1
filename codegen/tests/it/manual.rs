//! The manual of the language is true and complete.

use std::fs;

use crate::language::Language;
use crate::support::Run;

/// A library for the example: the real one is long, and not this crate's business.
const ISO: &str = "\
library: { name: iso, docs: Currencies. }
tables:
  Currency:
    docs: A currency.
    columns: { name: { type: string, docs: Its name. }, minor_units: { type: integer, docs: Its decimals. } }
    rows: [{ code: EUR, name: Euro, minor_units: 2 }]
";

fn manual() -> String {
    let path = crate::support::folder().join("../spec/README.md");
    fs::read_to_string(path).expect("the manual is in the repository")
}

/// Blocks that say which file they are: ```` ```yaml spec/shop/api.yaml ````.
fn files(manual: &str) -> Vec<(String, String)> {
    let blocks = manual.split("\n```yaml ").skip(1);
    blocks
        .map(|block| {
            let (path, rest) = block.split_once('\n').expect("a block has a first line");
            let (text, _) = rest.split_once("\n```").expect("a block is closed");
            (path.to_owned(), format!("{text}\n"))
        })
        .collect()
}

/// The files of the worked example, with the library it uses.
pub(crate) fn example() -> Vec<(String, String)> {
    let mut files = files(&manual());
    assert_eq!(files.len(), 3, "the manual shows an `api` section, a resource and a file of the portal");
    files.push(("spec/iso/iso.yaml".to_owned(), ISO.to_owned()));
    files
}

#[test]
fn the_worked_example_is_right() {
    let run = Run::over(example());
    assert!(run.diagnostics.is_empty(), "{}", run.rendered());
}

#[test]
fn names_every_key_and_word() {
    let manual = manual();
    let constructs = Language::new().all();
    let missing: Vec<&String> = constructs
        .iter()
        .filter(|construct| {
            let name = construct.rsplit(['.', '=']).next().unwrap_or_default();
            let marked = [
                format!("`{name}`"),
                format!("`{name}:"),
                format!("{{ {name},"),
                format!(", {name},"),
                format!(", {name} }}`"),
            ];
            !marked.iter().any(|mark| manual.contains(mark.as_str()))
        })
        .collect();
    assert!(missing.is_empty(), "the manual does not name {missing:#?}");
}

#[test]
fn has_no_dead_links_to_its_own_sections() {
    let manual = manual();
    let anchors: Vec<String> = manual
        .lines()
        .filter_map(|line| line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim()))
        .map(|title| {
            let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.collect::<String>().to_lowercase().replace(' ', "-")
        })
        .collect();
    for link in manual.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(anchors.iter().any(|anchor| anchor == link), "no section is called `{link}`");
    }
}
