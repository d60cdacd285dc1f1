//! Values that are never printed: what the spec calls sensitive, what is named like a secret, and card numbers wherever
//! they are.

use serde_json::{Map, Value};

use crate::generated::HIDDEN;

/// What is printed instead.
const SHOWN: &str = "(hidden)";

/// Parts of names that secrets have, whatever API they belong to.
const SECRETS: &[&str] =
    &["password", "passwd", "secret", "signature", "apikey", "api_key", "authorization", "credential"];

/// Returns `true` if the value of a member or parameter is not printed. The name may be nested: `card[number]`.
pub(crate) fn is_hidden(api: &str, name: &str) -> bool {
    let listed = HIDDEN.iter().find(|(known, _)| *known == api).map_or(&[][..], |(_, names)| names);
    name.split(['[', ']', '.']).any(|step| {
        let lower = step.to_ascii_lowercase();
        listed.contains(&step) || SECRETS.iter().any(|secret| lower.contains(secret))
    })
}

/// Returns a value without what must not be printed.
pub(crate) fn without_hidden(api: &str, value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let shown = if is_hidden(api, name) { hidden(value) } else { without_hidden(api, value) };
                (without_numbers(name), shown)
            };
            Value::Object(members.iter().map(member).collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(|item| without_hidden(api, item)).collect(),
        Value::String(text) => Value::from(without_numbers(text)),
        Value::Number(number) => {
            let text = number.to_string();
            if without_numbers(&text) == text { value.clone() } else { Value::from(SHOWN) }
        }
        _ => value.clone(),
    }
}

fn hidden(value: &Value) -> Value {
    if value.is_null() { Value::Null } else { Value::from(SHOWN) }
}

/// Returns a text without what may be a card number: 13 to 19 digits that pass the check of card numbers, also in groups.
pub(crate) fn without_numbers(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().map(Some).chain([None]) {
        match c {
            Some(c) if c.is_ascii_digit() || (matches!(c, ' ' | '-') && !run.is_empty()) => run.push(c),
            other => {
                kept.push_str(if is_card(&run) { SHOWN } else { &run });
                run.clear();
                kept.extend(other);
            }
        }
    }
    kept
}

/// Returns `true` if a run of digits and separators contains a card number.
fn is_card(run: &str) -> bool {
    let digits: Vec<u32> = run.chars().filter_map(|c| c.to_digit(10)).collect();
    let passes = |digits: &[u32]| {
        let doubled = digits.iter().rev().enumerate().map(|(at, &digit)| match (at % 2, digit * 2) {
            (1, twice) if twice > 9 => twice - 9,
            (1, twice) => twice,
            _ => digit,
        });
        doubled.sum::<u32>() % 10 == 0 && digits.iter().any(|digit| *digit != 0)
    };
    // With separators, several numbers may be next to each other: any part may be a card.
    let is_grouped = run.contains([' ', '-']);
    (13..=19).any(|length| {
        let exact = !is_grouped && digits.len() == length && passes(&digits);
        exact || is_grouped && digits.windows(length).any(passes)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn card_numbers_are_hidden_wherever_they_are() {
        for (text, shown) in [
            ("4000000000000077", "(hidden)"),
            ("card 4000 0000 0000 0077 was refused", "card (hidden)was refused"),
            ("5555-5555-5555-4444", "(hidden)"),
            ("n:4111111111111111;", "n:(hidden);"),
            ("1732809381000", "1732809381000"),
            ("2024-05-17T09:30:00", "2024-05-17T09:30:00"),
            ("0000000000000000", "0000000000000000"),
            ("20b85b2b-70b5-4ffb-9ad5-0b1c8cca7dd2", "20b85b2b-70b5-4ffb-9ad5-0b1c8cca7dd2"),
        ] {
            assert_eq!(without_numbers(text), shown, "{text}");
        }
    }

    #[test]
    fn sensitive_members_are_hidden_at_any_depth() {
        let value = json!({
            "card": { "number": "1", "cvc": 123, "brand": "VISA" }, "4111111111111111": [4_111_111_111_111_111_u64, 1500],
            "x_api_key": "k", "Password": { "a": 1 }, "otp": null,
        });
        let shown = json!({
            "card": { "number": "(hidden)", "cvc": "(hidden)", "brand": "VISA" }, "(hidden)": ["(hidden)", 1500],
            "x_api_key": "(hidden)", "Password": "(hidden)", "otp": null,
        });
        assert_eq!(without_hidden("centralpay", &value), shown);
        assert!(is_hidden("centralpay", "card[number]") && !is_hidden("centralpay", "amount"));
    }
}
