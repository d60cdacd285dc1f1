//! `docs/generated-code.md` shows what the generator writes for the example of `docs/adding-an-api.md`.
//!
//! A block names its file, and after a colon the items that it shows, as pairs do. After an intended change:
//! `INSTA_UPDATE=always cargo test -p payspec-codegen --test it generated_code::`.

use std::fs;

use crate::{manual, pair, support};

#[test]
fn the_page_shows_what_is_generated() {
    let page = support::folder().join("../docs/generated-code.md");
    let text = fs::read_to_string(&page).expect("the page is in the repository");
    let files = support::compile(&manual::first_example()).expect("the example is right").files;
    let (mut wanted, mut blocks) = (String::new(), 0);
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        wanted.push_str(line);
        wanted.push('\n');
        let Some((path, items)) = line.strip_prefix("```rust ").and_then(|head| head.split_once(": ")) else {
            continue;
        };
        let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is not generated"));
        let shown = pair::some(&file.text, &items.split(", ").collect::<Vec<_>>());
        let shown = shown.unwrap_or_else(|item| panic!("{path} has no `{item}`"));
        wanted.push_str(&shown.iter().map(|item| item.trim_end()).collect::<Vec<_>>().join("\n\n"));
        wanted.push_str("\n```\n");
        lines.by_ref().find(|line| *line == "```").expect("a block is closed");
        blocks += 1;
    }
    assert!(blocks > 0, "the page shows generated code");
    if wanted != text && std::env::var("INSTA_UPDATE").is_ok_and(|how| how == "always") {
        fs::write(&page, &wanted).expect("the page can be written");
    } else {
        assert!(
            wanted == text,
            "docs/generated-code.md is out of date: accept with INSTA_UPDATE=always, then read the diff"
        );
    }
}
