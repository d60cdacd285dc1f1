//! Requests are written as documented, answers are read without a loss.

use payspec::primer::model::{
    CreateClientSession, NewClientSession, Payment, PaymentInstrument, PaymentMethodType, PaymentSummary,
};
use payspec::primer::{Operation, Page};
use serde_json::{Value, json};

use super::{cetelem, cpay};
use payspec_test_support::compare::there_and_back;
use payspec_test_support::files;

#[test]
fn sessions_are_sent_as_documented() {
    let sent = |session: CreateClientSession| Value::Object(session.encode_json().expect("it has a JSON form"));
    assert_eq!(sent(cpay()), files::of("primer", "requests", "session-cpay"));
    assert_eq!(sent(cetelem()), files::of("primer", "requests", "session-cetelem"));
}

#[test]
fn every_answer_is_read_and_nothing_of_it_is_lost() {
    for (name, mut answer) in files::all_of("primer", "responses") {
        match name.as_str() {
            "session" => there_and_back::<NewClientSession>(&name, &answer),
            "payment" => {
                let payment: Payment = serde_json::from_value(answer.clone()).expect("a payment");
                let method = payment.payment_method.expect("its method");
                assert_eq!(method.is_vaulted, Some(false), "text in one example, a boolean in the schema");
                answer["paymentMethod"]["isVaulted"] = json!(false);
                there_and_back::<Payment>(&name, &answer);
            }
            "payments" => there_and_back::<Page<PaymentSummary>>(&name, &answer),
            name if name.starts_with("error-") => assert!(answer["error"]["errorId"].is_string()),
            other => panic!("no type for the answer {other}"),
        }
    }
}

/// Methods are added without a new version; a payment made with one is read all the same.
#[test]
fn new_words_are_kept() {
    let mut answer = files::of("primer", "responses", "payment");
    answer["paymentMethod"]["paymentMethodType"] = json!("MOON_PAY");
    answer["status"] = json!("DREAMING");
    let payment: Payment = serde_json::from_value(answer).expect("a payment");
    let shown = serde_json::to_value(&payment).expect("it is JSON");
    assert_eq!(
        (shown["status"].as_str(), shown["paymentMethod"]["paymentMethodType"].as_str()),
        (Some("DREAMING"), Some("MOON_PAY"))
    );
}

#[test]
fn nothing_of_the_customer_is_printed() {
    let shown = format!("{:?}", cetelem());
    for text in ["jane@example.com", "+33612345678", "Doe", "rue de la Paix"] {
        assert!(!shown.contains(text), "{shown}");
    }
}

/// The answer to a token that is kept has the names of the schema, or those of the SDKs.
#[test]
fn a_kept_method_is_read_under_both_names() {
    for name in ["paymentMethod", "paymentInstrument"] {
        let answer = json!({
            "token": "a-token", "tokenType": "MULTI_USE",
            (format!("{name}Type")): "PAYMENT_CARD",
            (format!("{name}Data")): {"last4Digits": "1111", "network": "Visa"},
        });
        let kept: PaymentInstrument = serde_json::from_value(answer).expect("a kept method");
        assert_eq!(kept.payment_method_type, Some(PaymentMethodType::PaymentCard), "{name}");
        let card = kept.payment_method_data.expect("its card");
        assert_eq!(card.last4_digits.as_deref(), Some("1111"), "{name}");
    }
}
