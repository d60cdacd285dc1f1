//! What the name of a field tells about it, where its schema does not.

use super::words;

/// What `format` and the description say of a whole number, or its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Money {
    /// The description says minor units.
    Said,
    /// The name is that of an amount.
    Named,
    No,
}

const AMOUNTS: [&str; 4] = ["amount", "amt", "subtotal", "balance"];
const MINOR: [&str; 6] =
    ["minor unit", "minor currency unit", "smallest unit", "smallest currency unit", "in cents", "cents)"];

/// Whether a whole number is money.
pub(super) fn money(wire: &str, description: &str) -> Money {
    let description = description.to_lowercase();
    let said = MINOR.iter().flat_map(|words| description.match_indices(words));
    let (denied, affirmed): (Vec<_>, Vec<_>) = said.partition(|(at, _)| is_denied(&description[..*at]));
    if !denied.is_empty() {
        // A whole number of major units is no amount: which unit was meant is left to people.
        Money::No
    } else if !affirmed.is_empty() {
        Money::Said
    } else if is_amount(wire) {
        Money::Named
    } else {
        Money::No
    }
}

/// Whether what follows is denied: "not in cents", "rather than the smallest unit".
fn is_denied(before: &str) -> bool {
    let words: Vec<&str> = before.rsplit(' ').filter(|word| !word.is_empty()).take(4).collect();
    words.iter().any(|word| matches!(*word, "not" | "never" | "no" | "than" | "instead" | "without"))
}

/// Whether a name is that of an amount: `amount`, `refunded_amount`, `amountDue`.
pub(super) fn is_amount(wire: &str) -> bool {
    let words = words::of(wire);
    let is_count = words.iter().any(|word| matches!(word.as_str(), "count" | "number" | "id" | "type" | "currency"));
    words.iter().any(|word| AMOUNTS.contains(&words::singular(word).as_str())) && !is_count
}

/// Whether a name is that of a currency.
pub(super) fn is_currency(wire: &str) -> bool {
    let words = words::of(wire);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(words[..], ["currency"] | ["currency", "code"] | [.., "currency"] | [.., "currency", "code"])
}

/// Whether a name is that of a country's code.
pub(super) fn is_country(wire: &str) -> bool {
    let words = words::of(wire);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(words[..], ["country"] | ["country", "code"] | [.., "country"] | [.., "country", "code"])
}

/// Whether a name is that of a card's number: by itself, or in an object about a card.
pub(super) fn is_card_number(wire: &str, owner: &str) -> bool {
    let name = words::of(wire).join("-");
    matches!(name.as_str(), "card-number" | "pan" | "primary-account-number")
        || name == "number" && words::of(owner).iter().any(|word| word == "card")
}

/// Whether a name is that of something that nobody may see.
pub(super) fn is_secret(wire: &str) -> bool {
    let name = words::of(wire).join("-");
    matches!(
        name.as_str(),
        "cvc" | "cvv" | "cvv2" | "cvn" | "security-code" | "password" | "pin" | "client-secret" | "secret"
    )
}

/// Whether a name is that of something personal or confidential.
pub(super) fn is_personal(wire: &str) -> bool {
    const WORDS: [&str; 12] = [
        "email",
        "phone",
        "mobile",
        "iban",
        "bban",
        "birth",
        "dob",
        "birthdate",
        "passport",
        "ssn",
        "surname",
        "firstname",
    ];
    const NAMES: [&str; 16] = [
        "first-name",
        "last-name",
        "full-name",
        "given-name",
        "family-name",
        "middle-name",
        "holder-name",
        "cardholder-name",
        "card-holder-name",
        "account-holder",
        "account-holder-name",
        "account-number",
        "sort-code",
        "tax-id",
        "holder",
        "token",
    ];
    let words = words::of(wire);
    words.iter().any(|word| WORDS.contains(&word.as_str())) || NAMES.contains(&words.join("-").as_str())
}

/// Whether a description says that a value counts from 1970 on.
pub(super) fn speaks_of_unix_time(description: &str) -> bool {
    const WORDS: [&str; 8] = [
        "unix time",
        "unix epoch",
        "unix-time",
        "epoch time",
        "epoch second",
        "epoch millisecond",
        "since the epoch",
        "since epoch",
    ];
    let description = description.to_lowercase();
    WORDS.iter().any(|words| description.contains(words))
        || description.contains("1970") && description.contains("seconds")
}

/// Whether a header carries the key by which a repeated request is recognised.
pub(super) fn is_idempotency(header: &str) -> bool {
    let name = header.to_lowercase();
    name.contains("idempoten")
}

/// How many hours a text says that a key is remembered.
pub(super) fn hours(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    while let Some(word) = words.next() {
        let factor = match words.peek().copied() {
            Some("hour" | "hours" | "h") => 1,
            Some("day" | "days") => 24,
            _ => continue,
        };
        if let Some(hours) = word.parse::<u32>().ok().filter(|count| (1..=1_000).contains(count)) {
            return Some(hours * factor);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_fields_are() {
        assert_eq!(money("amount", "The total in minor units."), Money::Said);
        assert_eq!(money("refundedAmount", "The total."), Money::Named);
        assert_eq!(money("amount_count", ""), Money::No);
        assert!(is_currency("settlement_currency") && is_currency("currencyCode") && !is_currency("currency_rate"));
        assert!(is_card_number("number", "CardInput") && !is_card_number("number", "House"));
        assert_eq!(hours("Keys are kept for 24 hours."), Some(24));
        assert_eq!(hours("Kept for 7 days"), Some(168));
        assert_eq!(hours("Kept."), None);
        assert!(speaks_of_unix_time("A Unix timestamp.") && speaks_of_unix_time("In seconds since 1970-01-01."));
        assert!(!speaks_of_unix_time("The shop was founded in 1970."));
    }
}
