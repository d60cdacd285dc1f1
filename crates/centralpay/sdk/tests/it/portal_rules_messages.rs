//! The messages for people who write rules, word for word.

use payspec::centralpay::portal_rules::{AcceptanceRule, NotificationRule, Severity};

/// Text, and the whole message.
const BROKEN: &[(&str, &str)] = &[
    ("", "line 1, column 1: expected an action: `ALLOW`, `REFUSE` or `ALERT`, found the end"),
    (
        "#amount < 5",
        "line 1, column 1: expected an action: `ALLOW`, `REFUSE` or `ALERT`, found `#amount`; \
         an acceptance rule starts like `REFUSE if`",
    ),
    (
        "REFUSED if #amount < 5",
        "line 1, column 1: expected an action: `ALLOW`, `REFUSE` or `ALERT`, found `REFUSED`; did you mean `REFUSE`?",
    ),
    ("REFUSE #amount < 5", "line 1, column 8: expected `if` after the action, found `#amount`"),
    // L2033 of the document.
    (
        "REFUSE if card_country != 'FRA'",
        "line 1, column 11: expected an attribute or `(`, found `card_country`; did you mean `#card_country`?",
    ),
    (
        "REFUSE if vip = true",
        "line 1, column 11: expected an attribute or `(`, found `vip`; attributes start with `#`: `#vip`",
    ),
    (
        "REFUSE if not #vip = true",
        "line 1, column 11: expected an attribute or `(`, found `not`; a comparison is negated with `!=` or `not in`",
    ),
    (
        "REFUSE if #amount\n  < 'Ä' and\n  #é",
        "line 3, column 3: expected an attribute name after `#`, found `#`; a name starts with a letter: `#amount`",
    ),
    (
        "REFUSE if #currency 'EUR'",
        "line 1, column 21: expected `=`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `not in`, found `'EUR'`",
    ),
    (
        "REFUSE if #currency is 'EUR'",
        "line 1, column 21: expected `=`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `not in`, found `is`; write `=`",
    ),
    ("REFUSE if #amount == 5", "line 1, column 19: expected an operator of rules, found `==`; write `=`"),
    ("REFUSE if #amount <> 5", "line 1, column 19: expected an operator of rules, found `<>`; write `!=`"),
    ("REFUSE if #a = 1 && #b = 2", "line 1, column 18: expected an operator of rules, found `&&`; write `and`"),
    (
        "REFUSE if #currency = EUR",
        "line 1, column 23: expected a value: `100`, `12.32`, `'FRA'`, `true` or `false`, found `EUR`; \
         texts are written in single quotes: `'EUR'`",
    ),
    // The document's typography, L2081.
    (
        "REFUSE if #currency = ‘EUR’",
        "line 1, column 23: expected a value, found `‘`; texts are written in straight single quotes: `'FRA'`",
    ),
    (
        "REFUSE if #currency = \"EUR\"",
        "line 1, column 23: expected a value, found `\"`; texts are written in straight single quotes: `'FRA'`",
    ),
    (
        "REFUSE if #currency = 'EUR",
        "line 1, column 23: expected a closing quote, found `'`; close the text on the same line: `'FRA'`",
    ),
    (
        "REFUSE if #amount = #limit",
        "line 1, column 21: expected a value: `100`, `12.32`, `'FRA'`, `true` or `false`, found `#limit`; \
         an attribute is compared with a value, not with another",
    ),
    (
        "REFUSE if #amount < 12,32",
        "line 1, column 23: expected `and`, `or` or the end, found `,`; decimals are written with a point: `12.32`",
    ),
    ("REFUSE if #amount < 10€", "line 1, column 23: expected a part of a rule, found `€`"),
    ("REFUSE if #amount < 10EUR", "line 1, column 21: expected a number such as `100` or `12.32`, found `10EUR`"),
    ("REFUSE if #amount < 1.", "line 1, column 21: expected a number such as `100` or `12.32`, found `1.`"),
    (
        "REFUSE if #amount < 1234567890123456789",
        "line 1, column 21: expected a number of at most 18 digits, found `1234567890123456789`",
    ),
    (
        "REFUSE if #currency in 'EUR'",
        "line 1, column 24: expected `(`, found `'EUR'`; values of `in` are written in parentheses: `in ('FRA', 'BEL')`",
    ),
    (
        "REFUSE if #currency in ()",
        "line 1, column 25: expected a value: `100`, `12.32`, `'FRA'`, `true` or `false`, found `)`",
    ),
    ("REFUSE if #currency in ('EUR' 'USD')", "line 1, column 31: expected `,` or `)`, found `'USD'`"),
    ("REFUSE if #currency not ('EUR')", "line 1, column 25: expected `in` after `not`, found `(`"),
    ("REFUSE if (#a = 1", "line 1, column 18: expected `and`, `or` or `)`, found the end"),
    (
        "REFUSE if #a = 1)",
        "line 1, column 17: expected `and`, `or` or the end, found `)`; this parenthesis is not open",
    ),
    ("REFUSE if #a = 1 and", "line 1, column 21: expected an attribute or `(`, found the end"),
    (
        "REFUSE if #a = 1 and #b = 2 or #c = 3",
        "line 1, column 29: expected parentheses between `and` and `or`, found `or`; \
         put parentheses around the pair that belongs together: `(#a = 1 and #b = 2) or #c = 3`",
    ),
];

#[test]
fn what_is_no_rule_says_where_what_was_expected_and_what_to_write() {
    for (text, message) in BROKEN {
        let error = text.parse::<AcceptanceRule>().expect_err(text);
        assert_eq!(error.to_string(), *message, "{text}");
        assert!(text.is_char_boundary(error.position.offset), "{text}");
        assert_eq!(AcceptanceRule::review(text).expect_err(text), error);
    }
    let error = "refuse if #amount < 5".parse::<NotificationRule>().expect_err("a rule of the other kind");
    assert!(error.to_string().ends_with("this looks like an acceptance rule"), "{error}");
}

fn findings(text: &str) -> Vec<String> {
    let review = AcceptanceRule::review(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(review.has_errors(), review.findings.iter().any(|finding| finding.severity == Severity::Error));
    review.findings.iter().map(ToString::to_string).collect()
}

/// The text after `REFUSE if`, and the whole messages.
const DOUBTFUL: &[(&str, &[&str])] = &[
    ("#amount >= 1000", &[]),
    ("#amount in (1000, 2000)", &[]),
    (
        "#card_contry != 'FRA'",
        &[
            "line 1, column 11: warning: the documentation does not mention `#card_contry`: check the portal's list; did you mean `#card_country`?",
        ],
    ),
    (
        "#loyalty_level = 3",
        &["line 1, column 11: warning: the documentation does not mention `#loyalty_level`: check the portal's list"],
    ),
    (
        "#amount < 'FRA'",
        &[
            "line 1, column 11: error: texts are compared with `=`, `!=`, `in` and `not in` only",
            "line 1, column 11: error: `#amount` is an integer in cents, but `'FRA'` is not a number",
        ],
    ),
    (
        "#amount < 10.50",
        &["line 1, column 11: error: `#amount` is an integer in cents, but `10.50` is not: 10.50 is written `1050`"],
    ),
    ("#currency = 978", &["line 1, column 11: error: `#currency` is a text, but `978` is not: write `'978'`"]),
    (
        "#currency = 'eur'",
        &[
            "line 1, column 11: warning: `'eur'` is not an ISO 4217 currency code, so it may never match; did you mean `'EUR'`?",
        ],
    ),
    (
        "#card_country = 'FR'",
        &[
            "line 1, column 11: warning: `'FR'` is not a three-letter country code, so it may never match; did you mean `'FRA'`?",
        ],
    ),
    (
        "#card_country = 'fra'",
        &[
            "line 1, column 11: warning: `'fra'` is not a three-letter country code, so it may never match; did you mean `'FRA'`?",
        ],
    ),
    (
        "#transaction_amount < 5",
        &[
            "line 1, column 11: warning: the documentation shows `#transaction_amount` in notification rules, not in acceptance rules",
        ],
    ),
    ("#amount < -5", &["line 1, column 11: warning: the documentation shows no negative numbers such as `-5`"]),
    (
        "#amount < 5 and #amount > 2 and #currency = 'EUR'",
        &[
            "line 1, column 39: warning: put parentheses around each pair, as in the canonical form; the portal requires them",
        ],
    ),
    (
        "#amount < 5 or #amount > 2 or #vip = true",
        &[
            "line 1, column 38: warning: put parentheses around each pair, as in the canonical form; the portal requires them",
            "line 1, column 41: warning: the documentation does not mention `#vip`: check the portal's list",
        ],
    ),
    ("(#amount < 5 and #amount > 2) and (#currency = 'EUR' and #amount != 3)", &[]),
    (
        "#amount in (1, 'FRA')",
        &[
            "line 1, column 11: error: a list contains numbers or texts, not both",
            "line 1, column 11: error: `#amount` is an integer in cents, but `'FRA'` is not a number",
        ],
    ),
    (
        "#vip in (true, false)",
        &[
            "line 1, column 11: error: `true` and `false` are compared with `=` and `!=` only",
            "line 1, column 11: warning: the documentation does not mention `#vip`: check the portal's list",
        ],
    ),
    (
        "#currency = 'EUR' or #card_country = 'ZZZ'",
        &["line 1, column 32: warning: `'ZZZ'` is not a three-letter country code, so it may never match"],
    ),
];

#[test]
fn what_will_not_work_as_meant_is_reported() {
    for (text, messages) in DOUBTFUL {
        assert_eq!(findings(&format!("REFUSE if {text}")), *messages, "{text}");
    }
    let review = NotificationRule::review("#authorisation_status = 'Failure' or #context = 'TRANSACTION_RISKI'")
        .expect("a rule");
    let messages: Vec<String> = review.findings.iter().map(ToString::to_string).collect();
    assert!(messages[0].ends_with("did you mean `'FAILURE'`?"), "{messages:?}");
    assert!(messages[1].ends_with("did you mean `'TRANSACTION_RISKY'`?"), "{messages:?}");
}
