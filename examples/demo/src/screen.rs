//! What is shown.

use std::io;

use anstyle::{AnsiColor, Style};
use payspec::centralpay::Amount;

const HEAD: Style = Style::new().bold();
const NAME: Style = AnsiColor::Cyan.on_default();
const WEBHOOK: Style = AnsiColor::Green.on_default();
const FAILURE: Style = AnsiColor::Red.on_default();
const TIME: Style = Style::new().dimmed();

/// The column at which texts begin, right of the names.
const INDENT: usize = 13;

/// What the demo is.
pub(crate) fn title(text: &str) {
    anstream::println!("{HEAD}{text}{HEAD:#}\n");
}

/// A step, by name, and what came of it.
pub(crate) fn step(name: &str, text: impl AsRef<str>) {
    line(name, words(text.as_ref(), Style::new()));
}

/// An event that has arrived.
pub(crate) fn webhook(name: &str) {
    line("", arrived(&[name.to_owned()]));
}

/// What the clock of the sandbox has become.
pub(crate) fn clock(text: &str) {
    line("", words(text, TIME));
}

/// What a day has brought, and the events that have arrived.
pub(crate) fn day(name: &str, text: &str, events: &[String]) {
    line(name, words(text, Style::new()).chain(arrived(events)));
}

/// Where to look next.
pub(crate) fn end(requests: usize, deliveries: usize) {
    anstream::println!("\n{HEAD}{requests} requests, {deliveries} webhooks.{HEAD:#} Next:\n");
    for (what, place) in [
        ("this program", "examples/demo/src/main.rs"),
        ("the sandbox, for any language", "cargo run -p payspec-cli -- sandbox"),
        ("what it models", "docs/sandbox-behaviour.md"),
        ("the description it comes from", "spec/centralpay"),
        ("the guide", "docs/guide/src/SUMMARY.md"),
    ] {
        anstream::println!("  {what:<32}{place}");
    }
}

/// An amount of euros.
pub(crate) fn amount(amount: Amount) -> String {
    format!("{} EUR", amount.to_decimal(2))
}

/// The last digits of a card number.
pub(crate) fn card(number: &str) -> String {
    format!("**** {}", number.get(number.len().saturating_sub(4)..).unwrap_or_default())
}

fn words(text: &str, style: Style) -> impl Iterator<Item = (Style, String)> {
    text.split(' ').map(move |word| (style, word.to_owned()))
}

/// The names of events, behind an arrow.
fn arrived(events: &[String]) -> impl Iterator<Item = (Style, String)> {
    events.iter().enumerate().map(|(index, name)| {
        let arrow = if index == 0 { "<- " } else { "" };
        let comma = if index + 1 < events.len() { "," } else { "" };
        let is_failure = name.ends_with("_FAILED") || name.ends_with("_FAILURE");
        (if is_failure { FAILURE } else { WEBHOOK }, format!("{arrow}{name}{comma}"))
    })
}

/// A name and words, which continue below each other where the terminal ends.
fn line(name: &str, words: impl Iterator<Item = (Style, String)>) {
    let width = terminal_size::terminal_size_of(io::stdout()).map_or(usize::MAX, |(width, _)| width.0.into());
    anstream::println!("{NAME}{name:<INDENT$}{NAME:#}{}", wrapped(words, width));
}

/// Words, some of which begin a new line. Without a terminal none does, so that a line can be searched as a whole.
fn wrapped(words: impl Iterator<Item = (Style, String)>, width: usize) -> String {
    let (mut shown, mut column) = (String::new(), INDENT);
    for (style, word) in words {
        let length = word.chars().count();
        if column > INDENT && column + 1 + length > width {
            shown.push_str(&format!("\n{:INDENT$}", ""));
            column = INDENT;
        } else if column > INDENT {
            shown.push(' ');
            column += 1;
        }
        shown.push_str(&format!("{style}{word}{style:#}"));
        column += length;
    }
    shown
}

#[cfg(test)]
mod tests {
    use anstyle::Style;

    use super::{words, wrapped};

    #[test]
    fn lines_end_with_the_terminal() {
        let text = |width| wrapped(words("9.90 EUR paid <- AN_EVENT_LONGER_THAN_A_LINE, b", Style::new()), width);
        assert_eq!(text(usize::MAX), "9.90 EUR paid <- AN_EVENT_LONGER_THAN_A_LINE, b");
        let indent = " ".repeat(13);
        let expected = ["9.90 EUR", "paid <-", "AN_EVENT_LONGER_THAN_A_LINE,", "b"];
        assert_eq!(text(21), expected.join(&format!("\n{indent}")));
        assert_eq!(text(0).lines().count(), 6, "one word each, but no empty line");
    }
}
