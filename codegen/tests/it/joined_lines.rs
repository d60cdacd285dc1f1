//! A line that lost the line break and all blanks before it, and so stands behind the key that it belongs to, gives one
//! message.
//!
//! A run tries a share of these lines in all specs of the repository. `PAYSPEC_ALL=1/1 cargo test -p payspec-codegen
//! --test it joined_lines -- --nocapture` tries each of them, `PAYSPEC_ALL=2/8` the second of eight parts.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::every_key::part;
use crate::support::{Run, folder_of, folders_of};

/// Of so many lines one is tried.
const EVERY: usize = 250;

/// A key without a value on its line, with the next line behind it.
struct Joined {
    place: String,
    text: String,
    /// Whether the next line is a list or a map in brackets: it may as well have stood on this line, behind a space.
    is_flow: bool,
}

fn is_bare(line: &str) -> bool {
    let said = line.trim_start();
    // A line of a text that ends with a colon has no key, but words.
    said.ends_with(':') && !said.starts_with('#') && said.len() > 1 && !said.trim_start_matches("- ").contains(' ')
}

fn joined(path: &str, text: &str) -> Vec<Joined> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut found = Vec::new();
    for (at, pair) in lines.windows(2).enumerate() {
        let (line, next) = (pair[0].trim_end(), pair[1].trim_start());
        if is_bare(line) && !next.is_empty() {
            let (above, below) = (lines[..at].concat(), lines[at + 2..].concat());
            found.push(Joined {
                place: format!("{path}:{}: {}{}", at + 1, line.trim_start(), next.trim_end()),
                text: format!("{above}{line}{next}{below}"),
                is_flow: next.starts_with(['[', '{']),
            });
        }
    }
    found
}

/// What is wrong with what is reported of a line, if anything is.
fn wrong(whole: &[(String, String)], file: usize, joined: &Joined) -> Option<String> {
    let mut files = whole.to_vec();
    files[file].1.clone_from(&joined.text);
    let run = Run::over(files.clone());
    let shown = |why: &str, run: &Run| {
        let told: Vec<&str> = run.diagnostics.iter().map(|found| found.message.as_str()).collect();
        Some(format!("{}\n    {why}: {told:#?}", joined.place))
    };
    let [found] = run.diagnostics.as_slice() else { return shown("not one message", &run) };
    let is_space = joined.is_flow && found.label.contains("missing space");
    if !found.message.contains("line break") && !is_space {
        return shown("another message", &run);
    }
    let Some(patch) = &found.patch else { return shown("no patch", &run) };
    files[file].1.replace_range(patch.span.range(), &patch.text);
    let left = Run::over(files);
    if !left.diagnostics.is_empty() {
        return shown("the patch leaves something", &left);
    }
    None
}

#[test]
fn each_is_reported_once_and_as_that() {
    let folders = folders_of();
    let wholes: Vec<_> = folders.iter().map(|folder| folder_of(folder)).collect();
    let mut all = Vec::new();
    for (folder, whole) in folders.iter().zip(&wholes) {
        for (file, (path, text)) in whole.iter().enumerate().filter(|(_, (path, _))| path.starts_with(folder.as_str()))
        {
            all.extend(joined(path, text).into_iter().map(|joined| (whole, file, joined)));
        }
    }
    let is_tried = |at: usize| match part() {
        Some((part, parts)) => at % parts == part - 1,
        None => at.is_multiple_of(EVERY),
    };
    let tried: Vec<_> = all.iter().enumerate().filter(|(at, _)| is_tried(*at)).map(|(_, line)| line).collect();
    let next = AtomicUsize::new(0);
    let try_some = || {
        let mut wrong = Vec::new();
        while let Some((whole, file, joined)) = tried.get(next.fetch_add(1, Ordering::Relaxed)) {
            let found = self::wrong(whole, *file, joined);
            if let Some(found) = &found {
                println!("{found}");
            }
            wrong.extend(found);
        }
        wrong
    };
    let wrong: Vec<String> = thread::scope(|threads| {
        let running: Vec<_> = (0..2).map(|_| threads.spawn(try_some)).collect();
        running.into_iter().flat_map(|thread| thread.join().expect("no line makes the generator panic")).collect()
    });
    assert!(tried.len() > 20, "only {} lines", tried.len());
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), tried.len(), wrong.join("\n"));
}
