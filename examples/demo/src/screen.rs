//! What is shown.

use anstyle::{AnsiColor, Style};
use payspec::centralpay::Amount;

const HEAD: Style = Style::new().bold();
const NAME: Style = AnsiColor::Cyan.on_default();
const WEBHOOK: Style = AnsiColor::Green.on_default();
const TIME: Style = Style::new().dimmed();

/// What the demo is.
pub(crate) fn title(text: &str) {
    anstream::println!("{HEAD}{text}{HEAD:#}\n");
}

/// A step, by name, and what came of it.
pub(crate) fn step(name: &str, text: impl AsRef<str>) {
    anstream::println!("{NAME}{name:<13}{NAME:#}{}", text.as_ref());
}

/// An event that has arrived.
pub(crate) fn webhook(name: &str) {
    anstream::println!("{:<13}{WEBHOOK}<- {name}{WEBHOOK:#}", "");
}

/// What the clock of the sandbox has become.
pub(crate) fn clock(text: &str) {
    anstream::println!("{:<13}{TIME}{text}{TIME:#}", "");
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
