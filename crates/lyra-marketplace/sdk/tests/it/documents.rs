//! Requests are written as documented, answers are read without a loss.

use payspec::lyra_marketplace::Operation;
use payspec::lyra_marketplace::model::{Order, Registration, RegistrationDocument, RegistrationStatus};
use serde_json::{Value, json};

use super::registration;
use payspec_test_support::compare::there_and_back;
use payspec_test_support::files;

#[test]
fn the_smallest_registration_is_sent_as_documented() {
    let sent = registration().encode_json().expect("it has a JSON form");
    assert_eq!(Value::Object(sent), files::of("lyra-marketplace", "requests", "registration"));
}

#[test]
fn every_answer_is_read_and_nothing_of_it_is_lost() {
    for (name, answer) in files::all_of("lyra-marketplace", "responses") {
        match name.as_str() {
            "registration" => there_and_back::<Registration>(&name, &answer),
            "document" => there_and_back::<RegistrationDocument>(&name, &answer),
            "order" => there_and_back::<Order>(&name, &answer),
            other => panic!("no type for the answer {other}"),
        }
    }
}

/// The pages and the generated client call one status by two names.
#[test]
fn both_names_of_a_status_are_read() {
    for word in ["PENDING_VERIFICATION", "PENDING_VALIDATION"] {
        let status: RegistrationStatus = serde_json::from_value(json!(word)).expect("a status");
        assert_eq!(status, RegistrationStatus::PendingVerification, "{word}");
        assert!(!status.is_final());
    }
}

#[test]
fn nothing_of_a_person_or_account_is_printed() {
    let shown = format!("{:?}", registration());
    for text in ["Jane", "Doe", "1980-03-14", "Lyon", "FR7630006000011234567890189"] {
        assert!(!shown.contains(text), "{shown}");
    }
}
