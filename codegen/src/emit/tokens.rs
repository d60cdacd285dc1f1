//! Small pieces of Rust.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use crate::markdown::Fence;

/// An identifier. The check stage has made sure that it is one; a keyword would still come out raw.
pub(super) fn ident(name: &str) -> Ident {
    if is_no_keyword(name) {
        return Ident::new(name, Span::call_site());
    }
    syn::parse_str::<Ident>(name).unwrap_or_else(|_| Ident::new_raw(&fallback(name), Span::call_site()))
}

/// Whether a name surely is an identifier, without the parser's help, which takes its time: no keyword has a capital but
/// `Self`, and none has an underscore.
fn is_no_keyword(name: &str) -> bool {
    let mut is_sure = false;
    for (at, sign) in name.bytes().enumerate() {
        match sign {
            b'a'..=b'z' => {}
            b'0'..=b'9' if at > 0 => {}
            b'A'..=b'Z' => is_sure = true,
            b'_' => is_sure = name.len() > 1,
            _ => return false,
        }
    }
    is_sure && name != "Self"
}

/// The crate of a library.
pub(super) fn library(name: &str) -> Ident {
    ident(&crate::names::snake(&crate::names::library_package(name)))
}

fn fallback(name: &str) -> String {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("x{plain}")
}

/// A whole number, with its digits in groups of three where there are many.
pub(super) fn integer(number: i64) -> TokenStream {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if digits.len() > 4 && index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    let literal = syn::parse_str::<syn::LitInt>(&text).map_or_else(|_| plain(number), |literal| quote!(#literal));
    if number < 0 { quote!(-#literal) } else { literal }
}

fn plain(number: i64) -> TokenStream {
    let literal = Literal::u64_unsuffixed(number.unsigned_abs());
    quote!(#literal)
}

/// The width of a line of documentation, without its indentation and slashes.
const DOC_WIDTH: usize = 100;

/// Doc comments, one attribute a line: so they come out as `///`.
pub(super) fn docs(text: &str) -> TokenStream {
    let lines = with_blocks(&paragraphs(text.trim_end())).into_iter().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    quote!(#(#lines)*)
}

/// Lines as they are written: text is wrapped, blocks of code are labelled and left alone.
fn with_blocks(lines: &[String]) -> Vec<String> {
    let (mut written, mut block): (Vec<String>, Option<Fence>) = (Vec::new(), None);
    for line in lines {
        match (block, Fence::opened_by(line)) {
            (Some(fence), _) => {
                written.push(line.clone());
                block = Some(fence).filter(|fence| !fence.is_closed_by(line));
            }
            (None, Some(fence)) => {
                written.push(fence.labelled(line));
                block = Some(fence);
            }
            // A paragraph that says nothing leaves no gap.
            (None, None) if line.is_empty() && written.last().is_some_and(String::is_empty) => {}
            (None, None) => written.extend(wrapped(line)),
        }
    }
    written
}

/// The lines of a text, those of one paragraph made one: a spec breaks them where its own lines end. Items of lists,
/// rows of tables and headings stay lines of their own; a text with a block of code is left alone.
fn paragraphs(text: &str) -> Vec<String> {
    let has_code = text.lines().any(|line| Fence::opened_by(line).is_some());
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let first = line.split(' ').next().unwrap_or_default();
        let is_alone = has_code || line.is_empty() || first.starts_with('|') || reads_as_markup(first);
        match lines.last_mut().filter(|last| !is_alone && !last.is_empty()) {
            Some(last) => *last = format!("{last} {}", line.trim_start()),
            None => lines.push(line.to_owned()),
        }
    }
    lines
}

/// Breaks a line at blanks. The rest of a list item is indented, so that it stays part of the item.
fn wrapped(line: &str) -> Vec<String> {
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let mut lines = Vec::new();
    let (mut current, mut width) = (String::new(), 0);
    for word in line.split(' ') {
        let length = if word.is_ascii() { word.len() } else { word.chars().count() };
        let full = width + 1 + length > DOC_WIDTH;
        if full && !current.trim().is_empty() && !reads_as_markup(word) {
            lines.push(std::mem::replace(&mut current, indent.to_owned()));
            width = indent.len();
        } else if !current.is_empty() {
            current.push(' ');
            width += 1;
        }
        current.push_str(word);
        width += length;
    }
    lines.push(current);
    lines
}

/// A word that would begin a list or heading if it began a line.
fn reads_as_markup(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    matches!(word, "-" | "+" | "*" | "=" | "|")
        || word.starts_with('#')
        || word.starts_with("```")
        || (number.len() < word.len() && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()))
}

/// `#[deprecated]` with its reason, or nothing.
pub(super) fn deprecated(why: Option<&String>) -> TokenStream {
    match why {
        Some(why) => quote!(#[deprecated = #why]),
        None => TokenStream::new(),
    }
}

/// `Some(x)` or `None`.
pub(super) fn option<T: quote::ToTokens>(value: Option<T>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

/// `&["a", "b"]`.
pub(super) fn texts(items: &[String]) -> TokenStream {
    quote!(&[#(#items),*])
}

/// The variant of a word, which `payspec_core` has under the same name.
pub(super) fn variant(word: impl std::fmt::Debug) -> Ident {
    ident(&format!("{word:?}"))
}

#[cfg(test)]
mod tests {
    use super::{ident, paragraphs, with_blocks, wrapped};

    #[test]
    fn keywords_come_out_as_something_else() {
        assert_eq!(["Refund", "RESPONSE_401", "in_full", "amount"].map(|name| ident(name).to_string())[3], "amount");
        for word in ["Self", "type", "_", "async"] {
            assert_ne!(ident(word).to_string(), word);
        }
    }

    #[test]
    fn wraps_at_blanks_and_never_makes_markup() {
        let word = "x".repeat(30);
        assert_eq!(wrapped(&format!("{word} {word} {word} {word}")), [format!("{word} {word} {word}"), word.clone()]);
        assert_eq!(wrapped(&format!("- {word} {word} {word} {word}"))[1], format!("  {word}"));
        let year = format!("{word} {word} {} 2024. More", "y".repeat(33));
        assert_eq!(wrapped(&year)[0], format!("{word} {word} {} 2024.", "y".repeat(33)));
    }

    #[test]
    fn makes_one_line_of_a_paragraph_and_no_other() {
        assert_eq!(paragraphs("one\ntwo\n\nthree"), ["one two", "", "three"]);
        assert_eq!(paragraphs("one:\n- two\n  more\n- three"), ["one:", "- two more", "- three"]);
        assert_eq!(paragraphs("\none"), ["", "one"]);
        assert_eq!(paragraphs("```\none\ntwo\n```"), ["```", "one", "two", "```"]);
    }

    #[test]
    fn blocks_are_labelled_and_not_wrapped() {
        let long = "x ".repeat(80);
        let lines = ["Before.", "```", &long, "# one", "```", "After."].map(str::to_owned);
        assert_eq!(with_blocks(&lines), ["Before.", "```text", &long, "# one", "```", "After."]);
    }

    #[test]
    fn a_paragraph_that_says_nothing_leaves_no_gap() {
        let written = |text: &str| with_blocks(&paragraphs(text));
        assert_eq!(written("Verifies.\n\n\n\nNothing else."), ["Verifies.", "", "Nothing else."]);
        // What is written behind other lines starts with the blank one between both.
        assert_eq!(written("\n\nNothing else."), ["", "Nothing else."]);
        let block = "Before.\n\n```text\none\n\n\ntwo\n```";
        assert_eq!(written(block).join("\n"), block);
    }
}
