//! The guide in `docs/guide`: its table of contents, its pages and the module that compiles them are one list, and its links
//! lead somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use payspec_test_support::files::root;

const GUIDE: &str = "docs/guide";

/// Pages by their file names, without the table of contents.
type Pages = BTreeMap<String, String>;

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn pages() -> Pages {
    let folder = fs::read_dir(root().join(GUIDE).join("src")).expect("the guide has pages");
    let names = folder.map(|entry| entry.expect("a readable folder").file_name().into_string().expect("a plain name"));
    names.filter(|name| name != "SUMMARY.md").map(|name| (name.clone(), read(&format!("{GUIDE}/src/{name}")))).collect()
}

/// The lines that are neither code nor shown as code.
fn prose(page: &str) -> impl Iterator<Item = String> {
    let mut in_block = false;
    page.lines().filter_map(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        in_block ^= is_fence;
        // Of `a `b` c`, every second part is code.
        (!in_block && !is_fence).then(|| line.split('`').step_by(2).collect::<Vec<_>>().join("_"))
    })
}

fn links(page: &str) -> Vec<String> {
    let line_links = |line: String| -> Vec<String> {
        let starts = line.match_indices("](").map(|(at, _)| at + 2);
        starts.filter_map(|start| Some(line[start..].split_once(')')?.0.to_owned())).collect()
    };
    prose(page).flat_map(line_links).collect()
}

/// The ids that mdBook gives to the headings of a page.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut in_block = false;
    let headings = page.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        in_block ^= is_fence;
        !in_block && line.starts_with('#')
    });
    let id = |heading: &str| -> String {
        let text = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = text.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace() || "-_".contains(*c));
        kept.map(|c| if c.is_whitespace() { '-' } else { c }).collect()
    };
    headings.map(id).collect()
}

/// The files that `#[doc = include_str!("src/...")]` names, in their order.
fn compiled(library: &str) -> Vec<String> {
    let named = library.split("include_str!(\"src/").skip(1);
    named.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

fn problems(summary: &str, library: &str, pages: &Pages) -> Vec<String> {
    let listed = links(summary);
    let mut problems = Vec::new();
    let mut say = |problem: String| problems.push(problem);
    for page in &listed {
        if !pages.contains_key(page) {
            say(format!("SUMMARY.md names {page}, which is not there"));
        }
    }
    for page in pages.keys().filter(|page| !listed.contains(page)) {
        say(format!("{page} is not in SUMMARY.md"));
    }
    if compiled(library) != listed {
        say(format!("lib.rs compiles {:?}, and SUMMARY.md lists {listed:?}", compiled(library)));
    }
    for (name, page) in pages {
        for link in links(page).iter().filter(|link| !link.starts_with("https://")) {
            let (target, anchor) = link.split_once('#').map_or((link.as_str(), None), |(page, id)| (page, Some(id)));
            let target = if target.is_empty() { name } else { target };
            match (pages.get(target), anchor) {
                (None, _) => say(format!("{name} links to {target}, which is no page of the guide")),
                (Some(page), Some(anchor)) if !anchors(page).contains(anchor) => {
                    say(format!("{name} links to {link}, and {target} has no such heading"));
                }
                _ => {}
            }
        }
    }
    problems
}

#[test]
fn the_guide_is_whole() {
    let pages = pages();
    assert!(pages.len() > 10, "{:?}", pages.keys());
    let problems = problems(&read("docs/guide/src/SUMMARY.md"), &read("docs/guide/lib.rs"), &pages);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn what_is_missing_in_a_guide_is_found() {
    let guide = |summary: &str, library: &str, pages: &[(&str, &str)]| {
        let pages = pages.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        problems(summary, library, &pages)
    };
    let (summary, library) = ("[A](a.md)\n- [B](b.md)", r#"include_str!("src/a.md") include_str!("src/b.md")"#);
    let b = ("b.md", "# B\n## What is `it`?\n```text\n# no heading\n[no](link.md)\n```\n`[no](link.md)`");
    let good = ("a.md", "[b](b.md#what-is-it), [here](#top)\n# Top\n[out](https://a.example/x)");
    assert_eq!(guide(summary, library, &[good, b]), [""; 0]);
    for (link, part) in [
        ("[b](c.md)", "links to c.md"),
        ("[b](../b.md)", "links to ../b.md"),
        ("[b](b.md#no-heading)", "no such heading"),
        ("[b](#b)", "no such heading"),
    ] {
        let found = guide(summary, library, &[("a.md", link), b]);
        assert!(found.len() == 1 && found[0].contains(part), "{found:?}");
    }
    assert!(guide(summary, library, &[good])[0].contains("SUMMARY.md names b.md"));
    assert!(guide("[A](a.md)", r#"include_str!("src/a.md")"#, &[good, b])[0].contains("b.md is not in SUMMARY.md"));
    assert!(guide(summary, r#"include_str!("src/a.md")"#, &[good, b])[0].contains("lib.rs compiles"));
}

/// Pages outside of the guide name its pages by their paths in the repository.
#[test]
fn what_leads_to_the_guide_leads_somewhere() {
    let mut named = 0;
    for page in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/not-here.md"] {
        for link in links(&read(page)) {
            let (link, _) = link.split_once('#').unwrap_or((&link, ""));
            let folder = root().join(page).parent().expect("a page is in a folder").to_owned();
            if link.contains("guide/src/") {
                named += 1;
                assert!(folder.join(link).is_file(), "{page} names {link}");
            }
        }
    }
    assert!(named >= 3, "README and docs/not-here.md lead to the guide");
}
