//! 3-D Secure: what each test card does, and what a proof is good for.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use centralpay_model::test_values::{TestCard, TestCardFlow, TestCardOutcome};

use serde_json::{Value, json};

use crate::support::{Bank, CARD, MINUTE};
use crate::three_ds::{BROWSER, authenticate, number, page, pay};

#[test]
fn a_proof_is_used_once() {
    let mut bank = Bank::new();
    let (proof, token) = authenticate(&mut bank, number(&TestCard::VISA_3DS_FRICTIONLESS));
    assert_eq!(pay(&mut bank, &token, &proof.body).status(), 200);
    let second = bank.token(number(&TestCard::VISA_3DS_FRICTIONLESS));
    let again = pay(&mut bank, &second, &proof.body);
    assert!(again.error("3ds[threeDSServerTransID]").contains("used by another payment"), "{}", again.body);
    assert!(again.answer.header("Payspec-Sandbox").is_some_and(|chosen| chosen.contains("proof-unknown")));
    assert_eq!(bank.get(&format!("/cardToken/{second}"), &[]).text("status"), "UNUSED");
    bank.assert_sound();
}

/// The issuer is liable for the authenticated card only, so a proof pays with no other one.
#[test]
fn a_proof_is_of_one_card() {
    let mut bank = Bank::new();
    let (proof, _) = authenticate(&mut bank, number(&TestCard::VISA_3DS_FRICTIONLESS));
    let other = bank.token(CARD);
    let refused = pay(&mut bank, &other, &proof.body);
    assert!(refused.error("3ds[threeDSServerTransID]").contains("of another card"), "{}", refused.body);
    assert!(refused.answer.header("Payspec-Sandbox").is_some_and(|chosen| chosen.contains("proof-unknown")));
    let same = bank.token(number(&TestCard::VISA_3DS_FRICTIONLESS));
    assert_eq!(pay(&mut bank, &same, &proof.body).status(), 200, "it was not used up");
    // Nor does a failed challenge of one card end a payment with another.
    let (challenge, _) = authenticate(&mut bank, number(&TestCard::MASTERCARD_3DS_CHALLENGE));
    let form = [("creq", challenge.text("base64EncodedChallengeRequest")), ("code", "1111")];
    assert_eq!(page(&mut bank, "answer", &form).0, 200);
    let mut claimed = proof.body.clone();
    claimed["threeDSServerTransID"] = challenge.body["threeDSServerTransID"].clone();
    let refused = pay(&mut bank, &other, &claimed);
    assert!(refused.error("3ds[threeDSServerTransID]").contains("of another card"), "{}", refused.body);
    bank.assert_sound();
}

#[test]
fn a_series_starts_with_a_proof_of_its_card() {
    let mut bank = Bank::new();
    let (proof, _) = authenticate(&mut bank, number(&TestCard::VISA_3DS_FRICTIONLESS));
    let (customer, other) = bank.customer(CARD);
    let same = bank.further_card(&customer, number(&TestCard::VISA_3DS_FRICTIONLESS));
    let model = bank.model(&[]);
    let point_of_sale = bank.merchant.point_of_sale_id.clone();
    for card in [&other, &same] {
        let common = [
            ("customerId", customer.as_str()),
            ("cardId", card.as_str()),
            ("endUserIp", "203.0.113.7"),
            ("3ds[threeDSServerTransID]", proof.text("threeDSServerTransID")),
            ("3ds[status]", "Y"),
            ("3ds[cavv]", proof.text("authenticationValue")),
            ("3ds[eci]", proof.text("eci")),
        ];
        let subscription = [("subscriptionModelId", model.as_str()), ("pointOfSaleId", point_of_sale.as_str())];
        let plan = [
            ("amount", "3000"),
            ("currency", "EUR"),
            ("iterationCount", "3"),
            ("intervalCount", "1"),
            ("intervalUnit", "MONTH"),
        ];
        for (path, further) in [("/subscription", &subscription[..]), ("/installmentPayment", &plan)] {
            let reply = bank.post(path, &[&common[..], further].concat());
            if card == &same {
                assert_eq!(reply.status(), 200, "{path}: {}", reply.body);
            } else {
                assert!(reply.error("3ds[threeDSServerTransID]").contains("of another card"), "{}", reply.body);
            }
        }
    }
    bank.assert_sound();
}

/// The identifier that versioning gave for one card authenticates no other.
#[test]
fn an_authentication_is_of_the_card_of_its_versioning() {
    let mut bank = Bank::new();
    let version = bank.post("/3ds2/versioning", &[("acctNumber", number(&TestCard::VISA_3DS_FRICTIONLESS))]);
    let id = version.text("threeDSServerTransID").to_owned();
    let authenticate = |bank: &mut Bank, number: &str| {
        let token = bank.token(number);
        let further = [("threeDSServerTransID", id.as_str()), ("cardTokenId", token.as_str())];
        bank.post("/3ds2/authentication", &[&BROWSER[..], &further].concat())
    };
    let other = authenticate(&mut bank, CARD);
    assert!(other.error("threeDSServerTransID").contains("of another card"), "{}", other.body);
    let not_enrolled = number(&TestCard::CB_ALONE);
    let version = bank.post("/3ds2/versioning", &[("acctNumber", not_enrolled)]);
    for refused in [version, authenticate(&mut bank, not_enrolled)] {
        assert_eq!(refused.status(), 404, "{}", refused.body);
        assert!(refused.text("message").contains("not found in card ranges"), "{}", refused.body);
    }
    let same = authenticate(&mut bank, number(&TestCard::VISA_3DS_FRICTIONLESS));
    assert_eq!((same.status(), same.text("transStatus")), (200, "Y"), "{}", same.body);
    bank.assert_sound();
}

/// A merchant that ignores the result of a challenge is told so by the payment.
#[test]
fn a_payment_after_a_failed_challenge_fails_for_that() {
    for code in [Some("1111"), Some("2222"), Some("3333"), None] {
        let mut bank = Bank::new();
        let (challenge, token) = authenticate(&mut bank, number(&TestCard::MASTERCARD_3DS_CHALLENGE));
        match code {
            Some(code) => {
                let form = [("creq", challenge.text("base64EncodedChallengeRequest")), ("code", code)];
                assert_eq!(page(&mut bank, "answer", &form).0, 200);
            }
            // Nobody answers in time.
            None => drop(bank.pass(10 * MINUTE)),
        }
        let fresh = bank.token(number(&TestCard::MASTERCARD_3DS_CHALLENGE));
        let token = if code.is_some() { token } else { fresh };
        let claimed = serde_json::json!({
            "threeDSServerTransID": challenge.text("threeDSServerTransID"), "transStatus": "Y",
            "authenticationValue": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=", "eci": "05",
        });
        let paid = pay(&mut bank, &token, &claimed);
        assert_eq!(paid.status(), 402, "{code:?}: {}", paid.body);
        assert_eq!(paid.text("transactionStatus"), "THREEDS_AUTH_FAILURE");
        assert_eq!(paid.text("authorizationStatus"), "THREEDS_AUTH_FAILURE");
        assert!(paid.body["bankCode"].is_null() && paid.body["threeDSecure"].as_bool() == Some(false));
        assert_eq!(bank.events().last(), Some(&"TRANSACTION_THREEDS_AUTH_FAILED"));
        bank.assert_sound();
    }
}

#[test]
fn a_challenge_lasts_ten_minutes() {
    let mut bank = Bank::new();
    let (challenge, _) = authenticate(&mut bank, number(&TestCard::MASTERCARD_3DS_CHALLENGE));
    let path = format!("/3ds2/results/{}", challenge.text("threeDSServerTransID"));
    bank.pass(10 * MINUTE - std::time::Duration::from_millis(1));
    assert_eq!(bank.get(&path, &[]).text("transStatus"), "C");
    bank.pass(std::time::Duration::from_millis(1));
    assert_eq!((bank.get(&path, &[]).text("transStatus"), bank.get(&path, &[]).text("eci")), ("N", "00"));
    let form = [("creq", challenge.text("base64EncodedChallengeRequest")), ("code", "1234")];
    assert_eq!(page(&mut bank, "answer", &form).0, 400, "it is too late");
}

/// Each card of the vendor's list authenticates as its row says, and pays with or without 3-D Secure as it says.
#[test]
fn test_cards_authenticate_as_their_row_says() {
    let mut statuses = Vec::new();
    for card in TestCard::all() {
        let (mut bank, row) = (Bank::new(), card.row().expect("it is listed"));
        let Some(status) = &row.authentication else { continue };
        let (reply, token) = authenticate(&mut bank, row.code);
        assert_eq!(reply.text("transStatus"), status.as_str(), "{}", row.name);
        statuses.push(status.as_str());
        let proof = match status.as_str() {
            "C" => {
                let creq = reply.text("base64EncodedChallengeRequest");
                assert!(!reply.text("acsURL").is_empty() && reply.text("acsChallengeMandated") == "Y");
                assert_eq!(page(&mut bank, "answer", &[("creq", creq), ("code", "1234")]).0, 200);
                bank.get(&format!("/3ds2/results/{}", reply.text("threeDSServerTransID")), &[])
            }
            "D" => {
                bank.pass(MINUTE);
                bank.get(&format!("/3ds2/results/{}", reply.text("threeDSServerTransID")), &[])
            }
            "N" => {
                assert!(reply.text("eci") == "00" && reply.body["authenticationValue"].is_null(), "{}", reply.body);
                reply
            }
            _ => reply,
        };
        let paid = pay(&mut bank, &token, &proof.body);
        if row.flow == Some(TestCardFlow::WithThreeDs) && row.outcome == Some(TestCardOutcome::Successful) {
            assert_eq!(paid.status(), 200, "{}: {}", row.name, paid.body);
        } else {
            assert_eq!(paid.status(), 400, "a status that refuses is no proof: {}: {}", row.name, paid.body);
            let without = bank.pay(row.code, &[("source", "EC")]);
            assert_eq!(without.status(), 200, "{}: {}", row.name, without.body);
        }
        bank.assert_sound();
    }
    statuses.sort_unstable();
    assert_eq!(statuses, ["C", "C", "C", "D", "D", "I", "N", "N", "N", "N", "N", "Y", "Y", "Y"]);
}

#[test]
fn refused_test_cards_are_refused_with_and_without_authentication() {
    for (number, code) in
        [("4000000000000051", "41"), ("4000000000000069", "59"), ("4000000000000077", "51"), ("4000000000000085", "5")]
    {
        let mut bank = Bank::new();
        let without = bank.pay(number, &[("source", "EC")]);
        assert_eq!((without.status(), without.text("bankCode")), (402, code));
        let (proof, token) = authenticate(&mut bank, number);
        assert_eq!(proof.text("transStatus"), "Y");
        let with = pay(&mut bank, &token, &proof.body);
        assert_eq!((with.status(), with.text("bankCode")), (402, code), "{}", with.body);
        assert_eq!(with.body["threeDSecure"].as_bool(), Some(true));
        bank.assert_sound();
    }
}

#[test]
fn only_cards_that_are_challenged_have_a_method_form() {
    let mut bank = Bank::new();
    let mut version = |card: &TestCard| bank.post("/3ds2/versioning", &[("acctNumber", number(card))]);
    let with = version(&TestCard::MASTERCARD_3DS_CHALLENGE);
    assert!(with.text("threeDSMethodURL").ends_with("/acs/shop/method"), "{}", with.body);
    assert!(with.body["threeDSMethodDataForm"]["threeDSMethodData"].is_string(), "{}", with.body);
    let without = version(&TestCard::VISA_3DS_FRICTIONLESS);
    assert!(!without.text("threeDSServerTransID").is_empty());
    assert!(without.body["threeDSMethodURL"].is_null() && without.body["threeDSMethodDataForm"].is_null());
}

/// The bank posts the id on in the hidden frame, to the address in the data.
#[test]
fn the_method_page_notifies_the_server() {
    let mut bank = Bank::new();
    let version = bank.post("/3ds2/versioning", &[("acctNumber", number(&TestCard::MASTERCARD_3DS_CHALLENGE))]);
    let data = version.body["threeDSMethodDataForm"]["threeDSMethodData"].as_str().expect("a text");
    let decoded: Value = serde_json::from_slice(&STANDARD.decode(data).expect("Base64")).expect("JSON");
    let notified = decoded["threeDSMethodNotificationURL"].as_str().expect("a URL");
    assert_eq!(decoded["threeDSServerTransID"].as_str(), Some(version.text("threeDSServerTransID")));

    let (status, html) = page(&mut bank, "method", &[("threeDSMethodData", data)]);
    assert_eq!(status, 200);
    assert!(html.contains(&format!("action=\"{notified}\"")) && html.contains("data-submit"), "{html}");
    let value = html.split("name=\"threeDSMethodData\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let sent = URL_SAFE_NO_PAD.decode(value.expect("a field")).expect("Base64");
    let sent: Value = serde_json::from_slice(&sent).expect("JSON");
    assert_eq!(sent, json!({ "threeDSServerTransID": version.text("threeDSServerTransID") }));

    let (_, last) = notified.rsplit_once('/').expect("a path");
    let (status, html) = page(&mut bank, last, &[("threeDSMethodData", value.expect("a field"))]);
    assert!(status == 200 && html.contains("data-testid=\"method\""), "{html}");
    for wrong in ["", "e30=", "eyJ0aHJlZURTU2VydmVyVHJhbnNJRCI6Im5vbmUifQ", "%%%"] {
        let (status, html) = page(&mut bank, "method", &[("threeDSMethodData", wrong)]);
        assert!(status == 400 && html.contains("data-testid=\"error\""), "{wrong}: {html}");
    }
    bank.assert_sound();
}

/// Authentication does not use a token up, and a token cannot be used after a payment, also not for an authentication.
#[test]
fn a_token_is_authenticated_before_it_is_used() {
    let mut bank = Bank::new();
    let (proof, token) = authenticate(&mut bank, CARD);
    assert_eq!(bank.get(&format!("/cardToken/{token}"), &[]).text("status"), "UNUSED");
    assert_eq!(pay(&mut bank, &token, &proof.body).status(), 200);
    let version = bank.post("/3ds2/versioning", &[("acctNumber", CARD)]);
    let id = version.text("threeDSServerTransID");
    let late = bank.post(
        "/3ds2/authentication",
        &[&BROWSER[..], &[("threeDSServerTransID", id), ("cardTokenId", &token)]].concat(),
    );
    assert!(late.error("cardTokenData").contains("was used"), "{}", late.body);
    let unknown = bank.get("/3ds2/results/none", &[]);
    assert_eq!(unknown.status(), 404);
}
