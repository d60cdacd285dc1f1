//! Rules that hold a request against an object as it is.

use payspec_core::{Check, Fields, Form, Precondition, Rule, check_preconditions};
use serde_json::{Value, json};

const WITHIN: Check = Check::NotAbove { field: "amount", other: "Payment.card.limit" };

fn judge(check: Check, known: &Value, fields: &dyn Fields) -> Vec<String> {
    let rules = [Precondition {
        object: "Payment",
        id: None,
        rule: Rule { name: "within", when: None, check, because: "why", evidence: None },
    }];
    let Err(violations) = check_preconditions(&rules, "Payment", known, fields) else { return Vec::new() };
    violations.iter().map(ToString::to_string).collect()
}

#[test]
fn a_request_in_json_is_judged_like_a_form() {
    let known = json!({ "card": { "limit": 500 } });
    let form = |amount: &str| Form::from_pairs([("amount", amount)]);
    assert_eq!(judge(WITHIN, &known, &json!({ "amount": 500 })), [] as [&str; 0]);
    assert_eq!(judge(WITHIN, &known, &form("500")), [] as [&str; 0]);
    assert_eq!(judge(WITHIN, &known, &json!({ "amount": 501 })).len(), 1);
    assert_eq!(judge(WITHIN, &known, &form("501")).len(), 1);
}

#[test]
fn what_is_not_known_refuses_nothing() {
    for known in [json!({}), json!({ "card": null }), json!({ "card": { "limit": null } }), json!([]), json!(null)] {
        assert_eq!(judge(WITHIN, &known, &json!({ "amount": 501 })), [] as [&str; 0], "{known}");
    }
    let rules = [Precondition {
        object: "Payment",
        id: None,
        rule: Rule { name: "within", when: None, check: WITHIN, because: "why", evidence: None },
    }];
    let other = check_preconditions(&rules, "Customer", &json!({ "card": { "limit": 1 } }), &json!({ "amount": 501 }));
    assert!(other.is_ok(), "a rule about another object is not asked");
}

#[test]
fn a_parameter_that_is_called_like_the_object_is_not_taken_for_it() {
    let request = json!({ "amount": 501, "Payment": { "card": { "limit": 500 } } });
    assert_eq!(judge(WITHIN, &json!({ "card": { "limit": 501 } }), &request), [] as [&str; 0]);
    assert_eq!(judge(WITHIN, &json!({ "card": { "limit": 499 } }), &request).len(), 1);
}

#[test]
fn no_message_contains_a_value_of_either() {
    let known = json!({ "card": { "limit": "S3CRET", "owner": "774411" } });
    let request = json!({ "amount": "774411", "owner": "S3CRET" });
    let checks = [
        WITHIN,
        Check::NoneOf { field: "Payment.card.owner", values: &["774411"] },
        Check::Range { field: "Payment.card.limit", min: Some(1), max: None },
    ];
    for check in checks {
        let shown = judge(check, &known, &request).join("\n");
        assert!(!shown.contains("S3CRET"), "{shown}");
    }
}
