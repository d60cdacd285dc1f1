//! The README names what every API has. (Its table is generated, and its examples are compiled by the library of this crate.)

use std::fs;

use payspec_test_support::files::{self, root};

fn read(page: &str) -> String {
    let path = root().join(page);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{page}: {error}"))
}

#[test]
fn the_readme_names_the_notes_of_every_api_that_has_some() {
    let (readme, mut named) = (read("README.md"), 0);
    for api in files::apis() {
        let page = format!("spec/{api}/NOTES.md");
        if root().join(&page).is_file() {
            assert!(readme.contains(&format!("({page})")), "README.md does not name {page}");
            named += 1;
        }
    }
    assert!(named > 0, "there are notes");
}
