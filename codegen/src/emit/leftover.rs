//! What is left of crates that nothing makes any more: whether a file that was made for people to go on with is still
//! as it was made.

use super::{cargo, library, package, sdk};
use crate::regions;
use crate::run::PROJECTS;

/// The crates that an API can have.
pub(crate) const PRODUCTS: [&str; 5] = ["model", "client", "webhook", "files", "sdk"];

/// Where the crates of libraries are, next to those that people write.
pub(crate) const LIBRARIES: &str = library::FOLDER;

/// Whether a file of a crate of an API is as it was made. The title of the API is that of its model.
pub(crate) fn is_untouched(crates_dir: &str, api: &str, product: &str, file: &str, text: &str, manifest: &str) -> bool {
    let Some((title, ours)) = cargo::title(manifest) else { return false };
    // Whether the crates were published cannot be known any more.
    let either = |made: &dyn Fn(bool) -> String| [true, false].map(made).iter().any(|made| made == text);
    match (product, file) {
        _ if package::is_license(file, text) => true,
        ("sdk", "src/lib.rs") => either(&|is_published| sdk::first_page(api, title, is_published)),
        ("sdk", "Cargo.toml") => {
            let umbrellas =
                PROJECTS.iter().filter(|project| project.crates_dir == crates_dir).map(|project| project.umbrella);
            let is_made = |umbrella: Option<&str>| {
                let examples = cargo::examples(api, crates_dir, umbrella, false);
                regions::emptied(text) == sdk::frame(api, title, &examples, umbrella.is_some(), ("", ""))
            };
            is_made(None) || umbrellas.into_iter().any(is_made)
        }
        (_, "src/lib.rs") => either(&|is_published| cargo::first_page(api, (title, ours), product, is_published)),
        _ => false,
    }
}

/// The same for a file of the crate of a library.
pub(crate) fn is_untouched_library(name: &str, file: &str, text: &str) -> bool {
    let either =
        |made: fn(&str, bool) -> String| [true, false].iter().any(|&is_published| made(name, is_published) == text);
    match file {
        _ if package::is_license(file, text) => true,
        "README.md" => text == library::readme(name),
        "src/lib.rs" => either(library::first_page),
        "Cargo.toml" => either(library::manifest),
        _ => false,
    }
}
