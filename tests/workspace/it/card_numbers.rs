//! Nobody is led to ship the login of an account, or to send card numbers from where they must not be.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use payspec_test_support::files::{self, root};

/// What people read: sources with their documentation, and pages.
fn pages() -> Vec<(PathBuf, String)> {
    let mut folders = vec![root().join("docs"), root().join("crates")];
    let mut found = vec![root().join("README.md")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                let is_test = path.ends_with("tests") || path.ends_with("benches");
                folders.extend((!is_test).then_some(path));
            } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "md") {
                found.push(path);
            }
        }
    }
    found.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("text"))).collect()
}

/// Text without line ends and marks of comments.
fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start().trim_start_matches(['/', '!']).trim());
    lines.collect::<Vec<_>>().join(" ").replace(['*', '`'], "")
}

/// The versioning takes the number of a card *and* the account's login.
#[test]
fn every_page_that_shows_the_versioning_says_where_it_may_run() {
    let mut shown = 0;
    for (path, text) in pages() {
        let calls = ["three_ds().versioning(", "/3ds2/versioning", "CheckThreeDsVersion::new("];
        // Tables of paths and constants explain nothing.
        let is_table = path.ends_with("docs/coverage.md") || path.to_string_lossy().ends_with("_specs.rs");
        if is_table || !calls.iter().any(|call| text.contains(call)) {
            continue;
        }
        shown += 1;
        let text = plain(&text);
        for wanted in ["PCI DSS", "password", "at all", "never"] {
            assert!(text.contains(wanted), "{} does not say {wanted:?}", path.display());
        }
    }
    assert!(shown >= 3, "the landing page, the guide of the flow and the model: {shown}");
}

#[test]
fn no_page_says_that_it_runs_in_the_browser() {
    for (path, text) in pages() {
        let text = plain(&text);
        for wrong in ["both run where the card is typed in", "runs where the card is typed in"] {
            assert!(!text.contains(wrong), "{} says {wrong:?}", path.display());
        }
    }
}

/// What is said of credentials where they are given: everything but the merchant's public key is for servers.
#[test]
fn credentials_are_said_to_belong_on_a_server() {
    for api in files::apis() {
        let path = root().join("spec").join(&api).join("api.yaml");
        let spec: Value = serde_yaml::from_str(&fs::read_to_string(path).expect("text")).expect("the spec is YAML");
        for (name, scheme) in spec["api"]["auth"].as_object().into_iter().flatten() {
            let docs = scheme["docs"].as_str().expect("a text");
            let wanted = if name == "merchant-key" { "may be shipped in a page or an app" } else { "on a server" };
            assert!(docs.contains(wanted), "{api}, {name}: {docs}");
        }
    }
}
