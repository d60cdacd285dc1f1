//! Texts stay what they are when they become documentation.
//!
//! rustdoc reads Markdown: an indented line is Rust to it, which it compiles and runs, and a block that is not closed takes
//! in all that follows.

use super::scope::Scope;
use super::text;
use super::walk::TextAt;
use crate::diag::{Diagnostic, code};
use crate::markdown::Fence;
use crate::source::Span;

pub(super) fn check(scope: &Scope<'_>) {
    for at in &scope.walk.texts {
        if let Some((line, message, help)) = wrong(at) {
            let span = line.map_or(at.text.span, |line| text::slice(at.text, line));
            scope.report(Diagnostic::new(code::MARKUP, span, message).help(help));
        }
    }
    shown_or_sent(scope);
}

/// Texts that are shown in a sentence of ours, or sent as they are.
fn shown_or_sent(scope: &Scope<'_>) {
    for (_, document) in &scope.set.files {
        for (_, table) in &document.tables {
            let rows = table.rows.iter().chain(table.adds.iter().map(|(_, row)| row));
            for (column, cell) in rows.flat_map(|row| row.iter()) {
                let spellings = cell.as_array().into_iter().flatten().chain([&cell.value]);
                spellings.filter_map(|text| text.as_str()).for_each(|text| {
                    visible(scope, &format!("`{}`", column.value), cell.span, text);
                });
            }
        }
    }
    for operation in scope.operations() {
        let reasons = operation.raw.responses.iter().flat_map(|(_, response)| response.reasons.iter());
        for message in reasons.filter_map(|(_, reason)| reason.message.as_ref()) {
            visible(scope, "`message`", message.span, message);
        }
        for (name, value) in &operation.raw.query {
            visible(scope, &format!("`{}`", name.value), value.span, value);
        }
    }
    let Some(api) = scope.api else { return };
    for value in api.headers.iter().filter_map(|(_, header)| header.value.value.as_ref()) {
        visible(scope, "`value`", value.span, value);
    }
    let tokens = api.auth.iter().filter_map(|(_, auth)| auth.token.as_ref());
    for (name, value) in tokens.flat_map(|token| token.send.iter()) {
        visible(scope, &format!("`{}`", name.value), value.span, value);
    }
}

/// A control character in a text, but for the end of a line.
fn control(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_control() && *c != '\n')
}

/// What is wrong with a text: the line, the message, what to do.
fn wrong<'a>(at: &TextAt<'a>) -> Option<(Option<&'a str>, String, &'static str)> {
    let (key, text) = (at.key, at.text.value.as_str());
    if let Some(c) = control(text) {
        return Some((
            None,
            format!("`{key}` holds {}", named(c)),
            "write blanks, and `\\n` or a block of text for a new line",
        ));
    }
    let mut block: Option<(Fence, &str)> = None;
    let (mut after_blank, mut in_list) = (true, false);
    for line in text.lines() {
        let (inner, indent) = (line.trim_start(), line.len() - line.trim_start().len());
        match (block, Fence::opened_by(line)) {
            (Some((fence, _)), _) if fence.is_closed_by(line) => block = None,
            (Some(_), _) => continue,
            (None, Some(_)) if !at.block => {
                let help = "move it to the `docs` of the type, operation or event, or write it in backticks";
                return Some((
                    Some(line),
                    format!("`{key}` stands within other text and has no room for a block"),
                    help,
                ));
            }
            (None, Some(_)) if inner.starts_with('~') => {
                let help = "write ``` instead of ~~~";
                return Some((Some(line), format!("a block of `{key}` is marked with tildes"), help));
            }
            (None, Some(fence)) => block = Some((fence, line)),
            (None, None) if after_blank && indent >= if in_list { 6 } else { 4 } => {
                let help = "indent it less, or put a line of ``` before and after what is a block of code";
                return Some((Some(line), format!("an indented line of `{key}` would be read as Rust"), help));
            }
            (None, None) => {}
        }
        after_blank = inner.is_empty();
        if !after_blank && (indent < 2 || begins_item(inner)) {
            in_list = begins_item(inner) || (in_list && !after_blank && indent > 0);
        }
    }
    if let Some((_, line)) = block {
        return Some((Some(line), format!("a block of `{key}` has no end"), "add a line of ``` after it"));
    }
    // Three begin and end a block; they pair as one does.
    if text.matches('`').count() % 2 == 1 {
        return Some((
            None,
            format!("a backtick of `{key}` has no partner"),
            "put a backtick on each side of what is code",
        ));
    }
    None
}

fn begins_item(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    let number = first.trim_end_matches(['.', ')']);
    matches!(first, "-" | "*" | "+")
        || (number.len() < first.len() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn visible(scope: &Scope<'_>, what: &str, span: Span, value: &str) {
    if let Some(c) = value.chars().find(|c| c.is_control()) {
        scope.report(
            Diagnostic::new(code::MARKUP, span, format!("{what} holds {}", named(c)))
                .help("write what is sent and shown in visible characters, on one line"),
        );
    }
}

fn named(c: char) -> String {
    match c {
        '\n' => "a line break".to_owned(),
        '\r' => "a carriage return".to_owned(),
        '\t' => "a tab".to_owned(),
        other => format!("the control character U+{:04X}", u32::from(other)),
    }
}
