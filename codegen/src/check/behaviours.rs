//! What the table of a sandbox names exists: operations, events and pages of its API.

use super::{say, text};
use crate::diag::{Diagnostic, Sink, code};
use crate::names;
use crate::raw::behaviours::Document;
use crate::raw::{Items, Sp};
use crate::resolve::pages::{Fault, Pages};
use crate::symbols::RawSet;

/// What rows can name.
struct Known<'a> {
    operations: Vec<String>,
    events: Vec<&'a str>,
    titles: Vec<&'a str>,
    pages: Pages<'a>,
}

impl<'a> Known<'a> {
    fn of(set: &'a RawSet) -> Self {
        let documents = || set.files.iter().map(|(_, document)| document);
        let of_resources = documents().filter_map(|document| Some((&document.resource.as_ref()?.name.value, document)));
        let operations = of_resources
            .flat_map(|(name, document)| document.operations.iter().map(move |(verb, _)| format!("{name}.{verb}")));
        let events = documents().flat_map(|document| document.events.iter().map(|(wire, _)| wire.as_str()));
        let titles = documents().filter_map(|document| document.pages.as_ref());
        let titles = titles.flat_map(|pages| pages.titles.iter().map(|(_, title)| title.as_str()));
        Self {
            operations: operations.collect(),
            events: events.collect(),
            titles: titles.collect(),
            pages: Pages::of(set),
        }
    }
}

/// Checks the table of an API whose description is right.
pub(crate) fn check(set: &RawSet, document: &Document, sink: &Sink) {
    let known = Known::of(set);
    for (name, row) in &document.behaviours {
        kebab("behaviour", name, sink);
        page(&known, &row.page, &row.lines, sink);
        row.also.iter().for_each(|at| citation(&known, at, sink));
        operations(&known, &row.operations, sink);
        for event in row.events.iter().filter(|event| !known.events.contains(&event.as_str())) {
            sink.push(say::unknown(code::UNKNOWN_REFERENCE, "event", event, known.events.iter().copied()));
        }
        row.test.iter().for_each(|test| function(test, sink));
    }
    for (key, row) in &document.chosen {
        kebab("choice", key, sink);
        reserved(key, sink);
        row.at.iter().for_each(|at| citation(&known, at, sink));
        operations(&known, &row.operations, sink);
        row.test.iter().for_each(|test| function(test, sink));
    }
}

fn kebab(what: &str, name: &Sp<String>, sink: &Sink) {
    if !names::is_kebab(name) {
        let found =
            Diagnostic::new(code::NAME_FORM, name.span, format!("the {what} `{}` is not in kebab-case", name.value));
        sink.push(found.label("lower-case words, joined by dashes"));
    }
}

/// Each choice becomes a constant next to the list of all choices.
fn reserved(key: &Sp<String>, sink: &Sink) {
    if key.value == names::CHOICES {
        let message = format!("the name `{}` is used by the list of all choices", key.value);
        sink.push(
            Diagnostic::new(code::RESERVED_WORD, key.span, message).label("not for one choice").help("rename it"),
        );
    }
}

fn operations(known: &Known<'_>, named: &Items<String>, sink: &Sink) {
    for operation in named.iter().filter(|operation| !known.operations.contains(&operation.value)) {
        let candidates = known.operations.iter().map(String::as_str);
        sink.push(say::unknown(code::UNKNOWN_REFERENCE, "operation", operation, candidates));
    }
}

/// A page and its lines. The title is a key of its own here, so a misspelt one is told apart from wrong lines.
fn page(known: &Known<'_>, title: &Sp<String>, lines: &Sp<String>, sink: &Sink) {
    if !known.titles.contains(&title.as_str()) {
        sink.push(say::unknown(code::PAGE_TITLE, "page", title, known.titles.iter().copied()));
        return;
    }
    let whole = format!("{}, {}", title.value, lines.value);
    let has_lines = lines.value.contains(|c: char| c.is_ascii_digit());
    if let Some(message) =
        wrong(known, &whole).or_else(|| (!has_lines).then(|| format!("`{}` names no lines", lines.value)))
    {
        let found = Diagnostic::new(code::PAGE_TITLE, lines.span, message);
        sink.push(found.help(format!("write the lines of `{}` as `L12-14, L20`", title.value)));
    }
}

fn citation(known: &Known<'_>, at: &Sp<String>, sink: &Sink) {
    if let Some(message) = wrong(known, at) {
        let place = known.pages.unnamed(at).map_or(at.span, |found| text::slice(at, found.lines));
        let found = Diagnostic::new(code::PAGE_TITLE, place, message);
        sink.push(found.help("write `Title, L12-14; Other title, L30`, with titles from `pages`"));
    }
}

/// What is wrong with lines of a page.
fn wrong(known: &Known<'_>, citation: &str) -> Option<String> {
    let found = known.pages.unnamed(citation)?;
    let lines = found.lines;
    Some(match found.fault {
        Fault::NoPage => format!("no page contains `{lines}`"),
        Fault::SeveralPages(first, last) => format!("`{lines}` spans several pages, from `{first}` to `{last}`"),
        Fault::Unnamed(page) => format!("`{lines}` is cited without its page, `{page}`"),
        Fault::OtherPage { written, page } => format!("`{lines}` is not on the page `{written}` but on `{page}`"),
        Fault::Form => format!("`{lines}` is not cited in the form `Title, L12-14, L20`"),
    })
}

fn function(test: &Sp<String>, sink: &Sink) {
    let is_usual = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let is_name = !test.value.is_empty() && test.value.bytes().all(is_usual);
    if !is_name {
        let found = Diagnostic::new(code::NAME_FORM, test.span, format!("`{}` is not the name of a test", test.value));
        sink.push(found.label("expected the name of a function, in snake_case"));
    }
}
