//! Texts of a spec become documentation whatever stands in them, or are refused at their place.

use std::collections::HashMap;

use payspec_codegen::load::Folder;
use payspec_codegen::run::{self, Project};
use payspec_codegen::source::{SourceFile, Sources};

use crate::every_key;
use crate::support::{Run, showcase};

/// All `.rs` files that a spec becomes.
fn rust_of(files: &[(String, String)]) -> Vec<(String, String)> {
    let mut sources = Sources::new();
    let mut folders: Vec<Folder> = Vec::new();
    for (path, text) in files {
        let (folder, _) = path.rsplit_once('/').expect("a file lies in a folder");
        let name = folder.rsplit('/').next().unwrap_or_default().to_owned();
        let file = sources.add(SourceFile { path: path.clone(), text: text.clone() });
        match folders.iter_mut().find(|known| known.path == folder) {
            Some(known) => known.files.push(file),
            None => folders.push(Folder { name, path: folder.to_owned(), files: vec![file], ..Folder::default() }),
        }
    }
    let project = Project::plain("spec", "crates");
    let made = run::compile(vec![(project, folders)], &sources).expect("a clean spec becomes Rust");
    let files = made.files.into_iter().map(|file| (file.path, file.text));
    files.filter(|(path, _)| path.rsplit_once('.').is_some_and(|(_, end)| end == "rs")).collect()
}

/// The plain values of a file, each as the range of its text: of each key the first ones, for they are all alike.
fn values(text: &str) -> Vec<std::ops::Range<usize>> {
    let (mut found, mut keys) = (Vec::new(), HashMap::<&str, u32>::new());
    for (colon, _) in text.match_indices(": ") {
        let start = colon + 2;
        let length = text[start..].find(['\n', ',', '}', ']']).unwrap_or(text.len() - start);
        let value = text[start..start + length].trim_end();
        let line = text[..colon].rsplit('\n').next().unwrap_or_default();
        let is_key = !line.starts_with('#')
            && text[..colon].ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '"'));
        let is_plain = value.starts_with(|c: char| c.is_ascii_alphanumeric()) && !value.contains(['"', '#', '\\', ':']);
        let is_comment = text[..colon].lines().next_back().is_some_and(|line| line.trim_start().starts_with('#'));
        let key = text[..colon].rsplit([' ', '{', '\n']).next().unwrap_or_default();
        if is_key
            && !is_comment
            && is_plain
            && value.len() > 1
            && *keys.entry(key).and_modify(|seen| *seen += 1).or_insert(0) < 2
        {
            found.push(start..start + value.len());
        }
    }
    found
}

/// Of so many values one is tried, or each where all are. It is odd, so that both signs are.
const VALUES: usize = 3;

/// A carriage return in a text made crates that do not compile, and nothing said where it stood.
#[test]
fn a_control_character_in_any_value_is_refused_or_harmless() {
    let whole = showcase();
    let every = every_key::one_of(VALUES);
    let (mut refused, mut harmless, mut wrong) = (0, Vec::new(), Vec::new());
    for (index, (path, text)) in whole.iter().enumerate() {
        for (count, value) in values(text).into_iter().enumerate().skip(index % every).step_by(every) {
            let sign = ["\\r", "\\u0007"][count % 2];
            let mut files = whole.clone();
            let (before, after) = text[value.clone()].split_at(1);
            files[index].1.replace_range(value.clone(), &format!("\"{before}{sign}{after}\""));
            let run = Run::over(files.clone());
            if !run.diagnostics.is_empty() {
                refused += 1;
                continue;
            }
            let made = rust_of(&files);
            let bad = made.iter().find(|(_, text)| syn::parse_file(text).is_err() || text.contains(['\r', '\u{7}']));
            if let Some((made, _)) = bad {
                wrong.push(format!("{path}: `{}` gives no Rust in {made}", &whole[index].1[value]));
                continue;
            }
            harmless.push(whole[index].1[value].to_owned());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused > 50 && harmless.len() * 30 < refused, "{refused} are refused, and these are not: {harmless:?}");
}

/// The texts under `docs` in a file, without those that are written over several lines.
fn docs(text: &str) -> Vec<std::ops::Range<usize>> {
    let starts = text.match_indices("docs: ").map(|(at, found)| at + found.len());
    let plain = starts.filter(|start| text[*start..].starts_with(|c: char| c.is_ascii_alphabetic()));
    let end = |start: usize| text[start..].find([',', '\n', '}']).map(|length| start..start + length);
    plain
        .filter_map(end)
        .filter(|range| text[range.clone()].trim_end().ends_with('.') && !text[range.clone()].contains(['"', '\\']))
        .collect()
}

/// A text: its file, its number among the texts of the file, and where it stands.
type Placed = (usize, usize, std::ops::Range<usize>);

/// The showcase with a block of code in the texts that `wanted` takes, and where each of these ended up.
fn with_blocks(wanted: impl Fn(usize, usize) -> bool) -> (Vec<(String, String)>, Vec<Placed>) {
    let (mut files, mut places) = (showcase(), Vec::new());
    for (index, (_, text)) in files.iter_mut().enumerate() {
        let (mut written, mut last) = (String::new(), 0);
        for (count, range) in docs(text).into_iter().enumerate().filter(|(count, _)| wanted(index, *count)) {
            written.push_str(&text[last..range.start]);
            let start = written.len();
            let shown = text[range.clone()].trim_end();
            written.push_str(&format!(r#""{shown}\n\n```\nlet oops = [1;\n\nmore\n```\n\nAnd so on.""#));
            places.push((index, count, start..written.len()));
            last = range.end;
        }
        written.push_str(&text[last..]);
        *text = written;
    }
    (files, places)
}

/// rustdoc runs a block of code without a label as a test of Rust.
#[test]
fn a_block_of_code_in_docs_is_no_test() {
    let (files, places) = with_blocks(|_, _| true);
    let run = Run::over(files.clone());
    let found: Vec<_> = run
        .diagnostics
        .iter()
        .flat_map(|found| {
            let places = std::iter::once(found.span).chain(found.repeated.iter().map(|again| again.span));
            places.map(|span| (&found.code.name, &run.sources.file(span.file).path, span))
        })
        .collect();
    assert!(found.iter().all(|(code, ..)| **code == "markup"), "{}", run.rendered());
    let is_refused = |file: usize, count: usize| {
        let (_, _, place) = places.iter().find(|(at, index, _)| (*at, *index) == (file, count)).expect("all are there");
        found.iter().any(|(_, path, span)| **path == files[file].0 && place.contains(&span.range().start))
    };
    let (files, kept) = with_blocks(|file, count| !is_refused(file, count));
    assert!(kept.len() > 200 && places.len() > kept.len(), "{} of {}", kept.len(), places.len());
    let mut blocks = 0;
    for (path, text) in rust_of(&files) {
        let mut label = None;
        for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("///")).map(str::trim) {
            if line.starts_with("```") {
                // The examples of methods are the generator's own.
                assert!(label.is_some() || matches!(line, "```text" | "```no_run"), "{path}: {line}");
                blocks += u32::from(line == "```text");
                label = if label.is_some() { None } else { Some(line) };
            }
            assert!(label == Some("```text") || !line.contains("oops"), "{path}: {line}");
        }
    }
    assert!(blocks > 200, "{blocks}");
}

/// A line that is indented by four is code as well, and what is not closed takes in all that follows.
#[test]
fn markup_that_would_swallow_a_text_is_refused_at_its_line() {
    for (text, refused) in [
        (r"It does.\n\n    let oops = [1;\n\nMore.", true),
        (r"It does.\n\n- One.\n\n      let oops = [1;\n\nMore.", true),
        (r"It does.\n\n```\noops.", true),
        (r"It does.\n\n~~~\noops\n~~~\n\nMore.", true),
        (r"It does `this.", true),
        (r"It\tdoes.", true),
        (r"It\r\ndoes.", true),
        (r"It does.\n    Still the same paragraph.", false),
        (r"It does.\n\n- One.\n\n    Still one.\n- Two.", false),
        (r"It does ``a ` b`` this.", true),
        (r"It does ```this```.", false),
    ] {
        let mut files = showcase();
        let (_, api) =
            files.iter_mut().find(|(path, _)| path.ends_with("showcase-signed/api.yaml")).expect("it is there");
        *api = api.replace("docs: Carries nobody.", &format!("docs: \"{text}\""));
        let run = Run::over(files);
        assert_eq!(run.codes(), if refused { vec!["markup"] } else { Vec::new() }, "{text}: {}", run.rendered());
    }
}

/// They are checked as they are read, so that one run shows them although what they stand in lacks a key.
#[test]
fn texts_of_what_could_not_be_put_together_are_checked_too() {
    let mut files = showcase();
    let (_, text) = files.iter_mut().find(|(path, _)| path.ends_with("parcel.yaml")).expect("it is there");
    *text = text.replacen("operations:\n", "operations:\n  lose:\n    docs: Nobody knows\n    path: /lost\n", 1);
    let found: Vec<String> = Run::over(files).diagnostics.into_iter().map(|found| found.message).collect();
    for message in ["`docs` does not end with a full stop", "missing key `method`"] {
        assert!(found.iter().any(|known| known == message), "{message}: {found:?}");
    }
}
