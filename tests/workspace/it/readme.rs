//! The README names what every API has. (Its table is generated, and its examples are compiled by the library of this crate.)

use std::fs;

use payspec_test_support::files::root;

fn read(page: &str) -> String {
    let path = root().join(page);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"))
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
