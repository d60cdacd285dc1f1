//! What the bank's frame brings back, and what of it is believed.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use payspec::centralpay::three_ds::{MessageError, Returned, ThreeDsError};
use serde_json::{Value, json};

use crate::three_ds::{ACS_ID, CREQ_ID, ID, challenge, cres};

/// Both names of the document (L13837-13839), capitals, padding or none, either alphabet, line breaks, a blank for plus.
#[test]
fn the_return_is_found_and_decoded_however_it_is_written() {
    // The note makes both letters appear in which the alphabets differ.
    let message = json!({ "messageType": "CRes", "threeDSServerTransID": ID, "acsTransID": ACS_ID,
        "challengeCompletionInd": "Y", "messageVersion": "2.2.0", "note": "~~~???>>>", "transStatus": "Y" });
    let standard = STANDARD.encode(message.to_string());
    assert!(standard.contains('+') && standard.contains('/') && standard.ends_with('='), "{standard}");
    let broken = format!(" {}\r\n{}\n", &standard[..76], &standard[76..]);
    let forms = [
        ("cres", standard.clone()),
        ("finalCresValue", URL_SAFE.encode(message.to_string())),
        ("CRES", cres(&message)),
        ("cRes", standard.replace('+', " ")),
        ("cres", standard.trim_end_matches('=').to_owned()),
        ("cres", broken),
    ];
    for (name, value) in forms {
        let fields = [("threeDSSessionData".to_owned(), String::new()), (name.to_owned(), value.clone())];
        assert!(matches!(challenge().returned(fields), Ok(Returned::ReadResult(_))), "{name}={value}");
    }
    let twice = [("cres", standard.as_str()), ("finalCresValue", standard.as_str())];
    assert!(matches!(challenge().returned(twice), Ok(Returned::ReadResult(_))), "both names, one value");
}

#[test]
fn the_id_of_the_challenge_request_is_taken_too() {
    let returned = |server: &str, acs: Option<&str>| {
        let mut message = json!({ "threeDSServerTransID": server, "transStatus": "Y" });
        if let Some(acs) = acs {
            message["acsTransID"] = json!(acs);
        }
        challenge().returned([("cres", cres(&message))])
    };
    for id in [ID, CREQ_ID, &ID.to_ascii_uppercase()] {
        let Ok(Returned::ReadResult(waiting)) = returned(id, Some(ACS_ID)) else { panic!("{id}") };
        assert_eq!(waiting.trans_id().as_str(), ID, "the result is read by our own id");
    }
    for (server, acs) in [("other", None), ("", None), (ACS_ID, None), (ID, Some("other")), (CREQ_ID, Some(ID))] {
        assert_eq!(returned(server, acs), Err(ThreeDsError::OtherAuthentication), "{server} {acs:?}");
    }
}

#[test]
fn what_is_no_return_is_refused() {
    let returned = |fields: &[(&str, &str)]| challenge().returned(fields.iter().copied());
    assert_eq!(returned(&[]), Err(ThreeDsError::NoResponse));
    assert_eq!(returned(&[("cres", ""), ("threeDSSessionData", "x")]), Err(ThreeDsError::NoResponse));
    let (yes, no) = (
        cres(&json!({ "threeDSServerTransID": ID, "transStatus": "Y" })),
        cres(&json!({ "threeDSServerTransID": ID, "transStatus": "N" })),
    );
    assert_eq!(returned(&[("cres", &yes), ("finalCresValue", &no)]), Err(ThreeDsError::NoResponse));
    let message = |error| Err(ThreeDsError::Message(error));
    assert_eq!(returned(&[("cres", "not base64!")]), message(MessageError::NotBase64));
    assert_eq!(returned(&[("cres", &"A".repeat(70_000))]), message(MessageError::TooLong));
    let of = |message: &Value| challenge().returned([("cres", cres(message))]);
    let full =
        json!({ "messageType": "CRes", "threeDSServerTransID": ID, "transStatus": "Y", "challengeCompletionInd": "Y" });
    assert!(of(&full).is_ok());
    let with = |name: &str, value: Value| {
        let mut message = full.clone();
        message[name] = value;
        of(&message)
    };
    assert_eq!(with("messageType", json!("CReq")), message(MessageError::OtherType));
    assert_eq!(with("challengeCompletionInd", json!("N")), message(MessageError::NotFinal));
    for unfinished in ["C", "D"] {
        assert_eq!(with("transStatus", json!(unfinished)), message(MessageError::NotFinal), "{unfinished}");
    }
    for odd in [json!(null), json!(1), json!(["Y"]), json!({ "is": "Y" })] {
        assert_eq!(with("transStatus", odd.clone()), message(MessageError::NotJson), "{odd}");
        assert_eq!(with("threeDSServerTransID", odd.clone()), message(MessageError::NotJson), "{odd}");
    }
    for text in ["", "{}", "[]", "\"Y\"", "null", r#"{"transStatus":"Y"}"#] {
        let value = STANDARD.encode(text);
        let expected = if text.is_empty() { Err(ThreeDsError::NoResponse) } else { message(MessageError::NotJson) };
        assert_eq!(returned(&[("cres", &value)]), expected, "{text}");
    }
    let twice = format!(r#"{{"threeDSServerTransID":"{ID}","transStatus":"N","transStatus":"Y"}}"#);
    let value = STANDARD.encode(twice);
    assert_eq!(returned(&[("cres", &value)]), message(MessageError::NotJson), "which of the two is meant?");
}

#[test]
fn an_error_of_the_bank_is_reported_with_its_code_and_without_its_words() {
    let error = json!({ "threeDSServerTransID": ID, "errorCode": "203", "errorComponent": "A",
        "errorDescription": "<script>", "errorDetail": "messageVersion", "messageType": "Erro", "messageVersion": "2.1.0" });
    for name in ["error", "ERROR"] {
        let fields = [(name, cres(&error)), ("THREEDSSESSIONDATA", String::new())];
        let told = challenge().returned(fields).expect_err("the bank did not understand");
        assert!(told.to_string().ends_with("(3-D Secure error 203)"), "{told}");
        assert!(!told.to_string().contains("script"), "{told}");
        let ThreeDsError::RefusedByBank(details) = told else { panic!("{told:?}") };
        assert_eq!(details.error_detail.as_deref(), Some("messageVersion"));
    }
    let odd = cres(&json!({ "errorCode": "<b>" }));
    assert!(!challenge().returned([("error", odd)]).expect_err("an error").to_string().contains("<b>"));
}
