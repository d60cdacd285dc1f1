//! Texts stay what they are when they become documentation.
//!
//! rustdoc reads Markdown: an indented line is Rust to it, which it compiles and runs, and a block that is not closed takes
//! in all that follows.

use super::spanned::Sp;
use super::text;
use crate::diag::{Diagnostic, code};
use crate::markdown::Fence;

/// What is wrong with the text of a key, which may or may not hold blocks.
pub(super) fn wrong(may_hold_blocks: bool, key: &str, written: &Sp<String>) -> Option<Diagnostic> {
    let (line, message, help) = fault(may_hold_blocks, key, written)?;
    let span = line.map_or(written.span, |line| text::slice(written, line));
    Some(Diagnostic::new(code::MARKUP, span, message).help(help))
}

/// The line, the message, what to do.
fn fault<'a>(may_hold_blocks: bool, key: &str, text: &'a str) -> Option<(Option<&'a str>, String, &'static str)> {
    if let Some(c) = control(text) {
        return Some((
            None,
            format!("`{key}` contains {}", named(c)),
            "use spaces, and `\\n` or a block of text for a new line",
        ));
    }
    let mut block: Option<(Fence, &str)> = None;
    let (mut after_blank, mut in_list) = (true, false);
    for line in text.lines() {
        let (inner, indent) = (line.trim_start(), line.len() - line.trim_start().len());
        match (block, Fence::opened_by(line)) {
            (Some((fence, _)), _) if fence.is_closed_by(line) => block = None,
            (Some(_), _) => continue,
            (None, Some(_)) if !may_hold_blocks => {
                let help = "move it to the `docs` of the type, operation or event, or write it in backticks";
                return Some((Some(line), format!("`{key}` is inline text and cannot contain a code block"), help));
            }
            (None, Some(_)) if inner.starts_with('~') => {
                let help = "write ``` instead of ~~~";
                return Some((Some(line), format!("a code block of `{key}` is fenced with tildes"), help));
            }
            (None, Some(fence)) => block = Some((fence, line)),
            (None, None) if after_blank && indent >= if in_list { 6 } else { 4 } => {
                let help = "indent it less, or fence it with lines of ``` if it is code";
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
        return Some((Some(line), format!("unclosed code block in `{key}`"), "add a line of ``` after it"));
    }
    // Three begin and end a block; they pair as one does.
    if text.matches('`').count() % 2 == 1 {
        return Some((None, format!("unmatched backtick in `{key}`"), "put a backtick on each side of the code"));
    }
    None
}

/// Whether a block of code in a text has no end.
pub(super) fn is_open(text: &str) -> bool {
    let next = |block: Option<Fence>, line: &str| match block {
        Some(fence) => Some(fence).filter(|fence| !fence.is_closed_by(line)),
        None => Fence::opened_by(line),
    };
    text.lines().fold(None, next).is_some()
}

fn begins_item(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    let number = first.trim_end_matches(['.', ')']);
    matches!(first, "-" | "*" | "+")
        || (number.len() < first.len() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A control character in a text, but for the end of a line.
fn control(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_control() && *c != '\n')
}

/// A control character in words.
pub(crate) fn named(c: char) -> String {
    match c {
        '\n' => "a line break".to_owned(),
        '\r' => "a carriage return".to_owned(),
        '\t' => "a tab".to_owned(),
        other => format!("the control character U+{:04X}", u32::from(other)),
    }
}
