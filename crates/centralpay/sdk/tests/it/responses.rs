//! The documented answers, decoded and written back.

use payspec::centralpay::model::{
    LegalEntity, SubscriptionModel, ThreeDsAuthentication, ThreeDsResult, ThreeDsVersion,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use payspec_test_support::{compare, files};

fn there_and_back<T: DeserializeOwned + Serialize>(name: &str, answer: &Value) {
    let back = compare::written_back::<T>(name, answer);
    assert_eq!(compare::invented(answer, &back), [""; 0], "{name}");
}

#[test]
fn every_answer_decodes_and_nothing_of_it_is_lost() {
    for (name, answer) in files::all("responses") {
        match name.as_str() {
            name if name.starts_with("three-ds-versioning") => there_and_back::<ThreeDsVersion>(name, &answer),
            name if name.starts_with("three-ds-authentication") => {
                there_and_back::<ThreeDsAuthentication>(name, &answer);
            }
            name if name.starts_with("three-ds-results") => there_and_back::<ThreeDsResult>(name, &answer),
            "subscription-model" => there_and_back::<SubscriptionModel>(&name, &answer),
            "legal-entity-siren" => there_and_back::<LegalEntity>(&name, &answer),
            other => panic!("no type for the answer {other}"),
        }
    }
}
