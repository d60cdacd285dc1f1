//! What is left of crates that nothing makes any more: whether a file that was made for people to go on with is still as it
//! was made.

use super::{cargo, library, sdk};
use crate::regions;
use crate::run::PROJECTS;

/// The crates that an API can have.
pub(crate) const PRODUCTS: [&str; 5] = ["model", "client", "webhook", "files", "sdk"];

/// Where the crates of libraries are, beside those that people write.
pub(crate) const LIBRARIES: &str = library::FOLDER;

/// Whether a file of a crate of an API is as it was made. The title of the API is that of its model.
pub(crate) fn is_untouched(crates_dir: &str, api: &str, product: &str, file: &str, text: &str, manifest: &str) -> bool {
    let Some(title) = cargo::title(manifest) else { return false };
    match (product, file) {
        ("sdk", "src/lib.rs") => text == sdk::first_page(api, title),
        ("sdk", "Cargo.toml") => {
            let umbrellas =
                PROJECTS.iter().filter(|project| project.crates_dir == crates_dir).map(|project| project.umbrella);
            let is_made = |umbrella| {
                let examples = cargo::examples(api, crates_dir, umbrella, false);
                regions::emptied(text) == sdk::frame(api, title, &examples, "", "")
            };
            is_made(None) || umbrellas.into_iter().any(is_made)
        }
        (_, "src/lib.rs") => text == cargo::first_page(api, title, product),
        _ => false,
    }
}

/// The same for a file of the crate of a library.
pub(crate) fn is_untouched_library(name: &str, file: &str, text: &str) -> bool {
    match file {
        "src/lib.rs" => text == library::first_page(name),
        "Cargo.toml" => text == library::manifest(name),
        _ => false,
    }
}
