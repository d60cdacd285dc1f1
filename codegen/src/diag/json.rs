//! Diagnostics as JSON lines, for editors and CI.

use serde::Serialize;

use super::{Diagnostic, Patch};
use crate::source::{Sources, Span};

#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    name: &'a str,
    message: &'a str,
    label: &'a str,
    at: Place<'a>,
    also: Vec<Related<'a>>,
    help: &'a [String],
    patch: Option<Change<'a>>,
    repeated: Vec<Again<'a>>,
}

#[derive(Serialize)]
struct Again<'a> {
    at: Place<'a>,
    patch: Option<Change<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Related<'a> {
    at: Place<'a>,
    label: &'a str,
}

#[derive(Serialize)]
struct Change<'a> {
    at: Place<'a>,
    text: &'a str,
    title: &'a str,
}

/// One JSON object a line: code, name, message, place (line and column from 1, byte range), help, patch,
/// and the further places of a problem that was found at many.
pub fn lines(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let line = Line {
            code: diagnostic.code.id,
            name: diagnostic.code.name,
            message: &diagnostic.message,
            label: &diagnostic.label,
            at: place(sources, diagnostic.span),
            also: diagnostic.also.iter().map(|(span, label)| Related { at: place(sources, *span), label }).collect(),
            help: &diagnostic.help,
            patch: diagnostic.patch.as_ref().map(|patch| change(sources, patch)),
            repeated: diagnostic
                .repeated
                .iter()
                .map(|again| Again {
                    at: place(sources, again.span),
                    patch: again.patch.as_ref().map(|patch| change(sources, patch)),
                })
                .collect(),
        };
        // A line holds only text and numbers, which always have a JSON form.
        text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
    }
    text
}

#[derive(Serialize)]
struct Failure<'a> {
    code: Option<&'a str>,
    name: Option<&'a str>,
    message: &'a str,
    label: &'a str,
    at: Option<Place<'a>>,
    also: [(); 0],
    help: [(); 0],
    patch: Option<()>,
    repeated: [(); 0],
}

/// Formats a failure that is no mistake in a file as a JSON line: one object with the keys of [`lines`].
///
/// `code`, `name` and `patch` are null; so is `at` where no file is to blame, and otherwise it is the start of `file`.
pub fn failure(message: &str, file: Option<&str>) -> String {
    let at = file.map(|file| Place { file, line: 1, column: 1, start: 0, end: 0 });
    let failure =
        Failure { code: None, name: None, message, label: "", at, also: [], help: [], patch: None, repeated: [] };
    format!("{}\n", serde_json::to_string(&failure).unwrap_or_default())
}

fn place(sources: &Sources, span: Span) -> Place<'_> {
    let (line, column) = sources.line_column(span);
    Place { file: &sources.file(span.file).path, line, column, start: span.start, end: span.end }
}

fn change<'a>(sources: &'a Sources, patch: &'a Patch) -> Change<'a> {
    Change { at: place(sources, patch.span), text: &patch.text, title: &patch.title }
}
