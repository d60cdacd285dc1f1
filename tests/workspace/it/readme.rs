//! What the README says of all APIs is what the specs say. (Its examples are compiled by the library of this crate.)

use std::fs;

use crate::support::files::root;

fn read(page: &str) -> String {
    let path = root().join(page);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// The lines of a table, from its first column's title.
fn table<'p>(page: &'p str, first: &str) -> Vec<&'p str> {
    page.lines().skip_while(|line| !line.starts_with(first)).take_while(|line| line.starts_with('|')).collect()
}

#[test]
fn the_comparison_of_the_apis_is_the_generated_one() {
    let (readme, coverage) = (read("README.md"), read("docs/coverage.md"));
    let generated = table(&coverage, "| API |");
    assert!(generated.len() > 4, "a title, a rule and four APIs: {generated:#?}");
    assert_eq!(table(&readme, "| API |"), generated, "copy `Side by side` of docs/coverage.md into README.md");
}

#[test]
fn every_api_has_a_page_of_notes_that_the_readme_names() {
    let readme = read("README.md");
    for folder in fs::read_dir(root().join("spec")).expect("the specs are there") {
        let folder = folder.expect("a folder can be read").path();
        if !folder.join("api.yaml").is_file() {
            continue;
        }
        let api = folder.file_name().and_then(|name| name.to_str()).expect("names of APIs are ASCII");
        let page = format!("spec/{api}/NOTES.md");
        assert!(read(&page).len() > 1000, "{page} is empty");
        assert!(readme.contains(&format!("({page})")), "README.md does not name {page}");
    }
}
