//! The manual of the language is true and complete.

use std::collections::BTreeSet;
use std::fs;

use crate::behaviours;
use crate::language::{Constructs, Language};
use crate::support::{Run, public_api, public_apis};

/// A library for the example: the real one is long, and not this crate's business.
const ISO: &str = "\
library: { name: iso, docs: Currencies. }
tables:
  Currency:
    docs: A currency.
    columns: { name: { type: string, docs: Its name. }, minor_units: { type: integer, docs: Its decimals. } }
    rows: [{ code: EUR, name: Euro, minor_units: 2 }]
";

fn page(name: &str) -> String {
    let path = crate::support::folder().join("../spec").join(name);
    fs::read_to_string(path).expect("the manual is in the repository")
}

fn manual() -> String {
    page("README.md")
}

/// The page with which people begin.
fn first_page() -> String {
    page("../docs/adding-an-api.md")
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

/// The files of the worked examples, with the library they use.
pub(crate) fn example() -> Vec<(String, String)> {
    let mut files = files(&manual());
    assert_eq!(files.len(), 3, "the manual shows an `api` section, a resource and a file of the portal");
    files.extend(first_example());
    files
}

/// The files of the example of the first page, with the library they use.
pub(crate) fn first_example() -> Vec<(String, String)> {
    let mut files = files(&first_page());
    assert_eq!(files.len(), 2, "the first page shows an `api` section and a resource");
    files.push(("spec/iso/iso.yaml".to_owned(), ISO.to_owned()));
    files
}

#[test]
fn the_worked_example_is_right() {
    let run = Run::over(example());
    assert!(run.diagnostics.is_empty(), "{}", run.rendered());
}

/// The page of sandboxes has an example that goes with the worked one, and a row for each key.
#[test]
fn the_page_of_sandboxes_is_right_and_complete() {
    let page = page("SANDBOX.md");
    let of_sandbox = files(&page);
    assert_eq!(of_sandbox.len(), 2, "the page shows the pages of a text and the table of a sandbox");
    let made = behaviours::made_of(&[example(), of_sandbox].concat()).unwrap_or_else(|said| panic!("{said}"));
    let written = made.iter().find(|file| file.path == "docs/sandbox.md").expect("there is a table");
    assert!(written.text.contains("A refund is pending until the bank has booked it."), "{}", written.text);

    let schema: serde_json::Value =
        serde_json::from_str(&payspec_codegen::schema::of_behaviours()).expect("the schema is JSON");
    for (section, row) in [("behaviours", "Behaviour"), ("chosen", "Choice")] {
        let (_, table) = page.split_once(&format!("\n`{section}` has a row for")).expect("the page has the section");
        let (_, table) = table.split_once("| --- |").expect("the section has a table");
        let named = |key: &str| table.lines().take_while(|line| !line.is_empty()).any(|row| row.starts_with(key));
        let keys = schema["$defs"][row]["properties"].as_object().expect("a row has keys");
        assert!(keys.len() > 4, "{keys:?}");
        let missing: Vec<&String> = keys.keys().filter(|key| !named(&format!("| `{key}` |"))).collect();
        assert!(missing.is_empty(), "the table of `{section}` lacks {missing:?}");
    }
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

/// What the first page has in code: names of keys and words among it.
fn in_code(page: &str) -> BTreeSet<&str> {
    let blocks = page.split("\n```").skip(1).step_by(2);
    let prose = page.split("\n```").step_by(2).flat_map(|text| text.split('`').skip(1).step_by(2));
    blocks.chain(prose).flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')).collect()
}

/// Whoever looks for what an API does finds all that can be written.
#[test]
fn the_first_page_names_every_key_and_word() {
    let (page, constructs) = (first_page(), Language::new().all());
    let known = in_code(&page);
    let missing: BTreeSet<&str> = constructs
        .iter()
        .filter_map(|construct| construct.rsplit(['.', '=']).next())
        .filter(|name| !known.contains(name))
        .collect();
    assert!(missing.is_empty(), "the first page does not name {missing:?}");
}

/// Each row of its tables says where in the manual there is more.
#[test]
fn the_first_page_leads_into_the_manual() {
    let (page, manual) = (first_page(), manual());
    let anchors = anchors(&manual);
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let mut headings = 0;
    for row in rows {
        let link = row.rsplit_once("](../spec/README.md#").and_then(|(_, rest)| rest.split_once(')'));
        if let Some((anchor, rest)) = link {
            assert!(rest == " |" || rest.starts_with(", as ["), "{row}");
            assert!(anchors.iter().any(|known| known == anchor), "no section is called `{anchor}`");
        } else {
            headings += 1;
            assert!(row.ends_with("| you write | more |"), "{row}");
        }
    }
    assert_eq!(headings, page.matches("| --- | --- | --- |").count());
}

/// An API that a row gives as an example uses what the row says: all keys and words of one of the texts in code there.
#[test]
fn the_examples_of_the_first_page_use_what_they_are_examples_of() {
    let (page, language) = (first_page(), Language::new());
    let names = |constructs: Constructs| -> BTreeSet<String> {
        constructs.iter().filter_map(|of| of.rsplit(['.', '=']).next()).map(str::to_owned).collect()
    };
    let known = names(language.all());
    let mut examples = BTreeSet::new();
    for (row, apis) in page.lines().filter_map(|line| line.trim_end_matches(" |").split_once("), as ")) {
        for api in apis.split(", ").map(|example| example.trim_matches(['[', ']'])) {
            let files = public_api(api).into_iter().filter(|(path, _)| path.contains(api));
            let used = names(files.flat_map(|(_, text)| language.used_in(&text)).collect());
            let is_example = row.split('`').skip(1).step_by(2).any(|code| {
                let words: BTreeSet<String> = in_code(&format!("`{code}`")).into_iter().map(str::to_owned).collect();
                let asked: BTreeSet<String> = words.intersection(&known).cloned().collect();
                !asked.is_empty() && asked.is_subset(&used)
            });
            assert!(is_example, "{api} uses nothing of: {row}");
            assert!(page.contains(&format!("\n[{api}]: ../tests/language/spec/{api}/api.yaml\n")), "{api} has no link");
            examples.insert(api.to_owned());
        }
    }
    assert_eq!(examples, public_apis().into_iter().collect(), "each public API is an example of something");
}

#[test]
fn has_no_dead_links_to_its_own_sections() {
    let manual = manual();
    for page in [manual, first_page()] {
        let anchors = anchors(&page);
        for link in page.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(anchors.iter().any(|anchor| anchor == link), "no section is called `{link}`");
        }
    }
}

/// What the sections of a page are linked by.
fn anchors(page: &str) -> Vec<String> {
    let titles = page.lines().filter_map(|line| line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim()));
    titles
        .map(|title| {
            let kept = title.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
            kept.collect::<String>().to_lowercase().replace(' ', "-")
        })
        .collect()
}
