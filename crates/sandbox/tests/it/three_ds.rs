//! 3-D Secure: versioning, authentication, challenge, result, payment.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use centralpay_model::test_values::TestCard;
use payspec_sandbox::centralpay;
use payspec_sandbox::engine::request::Request;

use crate::support::{Bank, CARD, MINUTE, Reply};

pub(crate) const BROWSER: [(&str, &str); 16] = [
    ("deviceChannel", "02"),
    ("messageCategory", "01"),
    ("purchaseAmount", "1500"),
    ("purchaseCurrency", "EUR"),
    ("threeDSRequestorAuthenticationInd", "01"),
    ("threeDSRequestorURL", "https://shop.example"),
    ("notificationURL", "https://shop.example/done?a=1&b=2"),
    ("browserJavaEnabled", "true"),
    ("browserLanguage", "fr-FR"),
    ("browserColorDepth", "24"),
    ("browserScreenHeight", "1000"),
    ("browserScreenWidth", "1800"),
    ("browserTZ", "-60"),
    ("browserUserAgent", "Mozilla/5.0"),
    ("browserAcceptHeader", "text/html"),
    ("browserIP", "203.0.113.7"),
];

pub(crate) fn number(card: &TestCard) -> &'static str {
    card.row().expect("it is listed").code
}

/// Versioning and authentication of a card, with its token.
pub(crate) fn authenticate(bank: &mut Bank, number: &str) -> (Reply, String) {
    let version = bank.post("/3ds2/versioning", &[("acctNumber", number)]);
    assert_eq!(version.status(), 200, "{}", version.body);
    let (id, token) = (version.text("threeDSServerTransID").to_owned(), bank.token(number));
    let further = [("threeDSServerTransID", id.as_str()), ("cardTokenId", token.as_str())];
    let reply = bank.post("/3ds2/authentication", &[&BROWSER[..], &further].concat());
    assert_eq!(reply.status(), 200, "{}", reply.body);
    (reply, token)
}

pub(crate) fn pay(bank: &mut Bank, token: &str, proof: &serde_json::Value) -> Reply {
    let text = |name: &str| proof[name].as_str().unwrap_or_default();
    bank.pay_by(&[
        ("cardTokenId", token),
        ("source", "EC"),
        ("3ds[threeDSServerTransID]", text("threeDSServerTransID")),
        ("3ds[status]", text("transStatus")),
        ("3ds[cavv]", text("authenticationValue")),
        ("3ds[eci]", text("eci")),
    ])
}

#[test]
fn a_card_is_authenticated_without_a_challenge() {
    let mut bank = Bank::new();
    let (reply, token) = authenticate(&mut bank, number(&TestCard::VISA_3DS_FRICTIONLESS));
    assert_eq!(reply.text("transStatus"), "Y");
    let results = bank.get(&format!("/3ds2/results/{}", reply.text("threeDSServerTransID")), &[]);
    for field in ["transStatus", "authenticationValue", "eci", "acsTransID"] {
        assert_eq!(results.body[field], reply.body[field], "{field}");
    }
    let mut forged = reply.body.clone();
    forged["authenticationValue"] = "AAAA".into();
    assert!(pay(&mut bank, &token, &forged).error("3ds[cavv]").contains("another value"));
    let paid = pay(&mut bank, &token, &reply.body);
    assert_eq!((paid.status(), paid.body["threeDSecure"].as_bool()), (200, Some(true)), "{}", paid.body);
    bank.assert_sound();
}

#[test]
fn a_payment_names_its_authentication() {
    let mut bank = Bank::new();
    let (proof, token) = authenticate(&mut bank, number(&TestCard::VISA_3DS_FRICTIONLESS));
    for (sent, missing) in [
        ("threeDSServerTransID", "threeDSServerTransID"),
        ("transStatus", "status"),
        ("authenticationValue", "cavv"),
        ("eci", "eci"),
    ] {
        let mut part = proof.body.clone();
        part[sent] = serde_json::Value::Null;
        let refused = pay(&mut bank, &token, &part);
        assert!(!refused.error(&format!("3ds[{missing}]")).is_empty(), "{}", refused.body);
    }
    assert_eq!(pay(&mut bank, &token, &proof.body).status(), 200);
    bank.assert_sound();
}

/// Posts a form to a page of the bank, and returns the page.
pub(crate) fn page(bank: &mut Bank, page: &str, form: &[(&str, &str)]) -> (u16, String) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request = Request { method: "POST", path: "", query: "", headers: &[], body: body.as_bytes() };
    let answer = centralpay::page(&mut bank.world, page, &request);
    (answer.status, String::from_utf8(answer.body).expect("a page is text"))
}

#[test]
fn a_challenge_is_passed_or_failed_by_its_code() {
    for (code, status, is_paid) in
        [("1234", "Y", true), ("4444", "A", true), ("1111", "N", false), ("2222", "R", false), ("3333", "U", false)]
    {
        let mut bank = Bank::new();
        let (reply, token) = authenticate(&mut bank, number(&TestCard::MASTERCARD_3DS_CHALLENGE));
        assert_eq!(reply.text("transStatus"), "C");
        assert_eq!(reply.text("acsURL"), "http://127.0.0.1:4010/centralpay/acs/shop/challenge");
        assert!(reply.body["authenticationValue"].is_null(), "there is no proof before the challenge");
        let results = format!("/3ds2/results/{}", reply.text("threeDSServerTransID"));
        assert_eq!(bank.get(&results, &[]).text("transStatus"), "C");
        let creq = reply.text("base64EncodedChallengeRequest");
        let (shown, form) = page(&mut bank, "challenge", &[("creq", creq)]);
        assert!(shown == 200 && form.contains("data-testid=\"code\""), "{form}");
        let (refused, again) = page(&mut bank, "answer", &[("creq", creq), ("code", "9999")]);
        assert!(refused == 400 && again.contains("Unknown code.") && again.contains("data-testid=\"code\""), "{again}");
        let (_, returned) = page(&mut bank, "answer", &[("creq", creq), ("code", code)]);
        assert!(
            returned.contains("action=\"https://shop.example/done?a=1&#38;b=2\"") && returned.contains("name=\"cres\"")
        );
        let sent = returned.split_once("name=\"cres\" value=\"").and_then(|(_, rest)| rest.split('"').next());
        let sent = URL_SAFE_NO_PAD.decode(sent.expect("the form has a value")).expect("it is base64");
        let sent: serde_json::Value = serde_json::from_slice(&sent).expect("it is JSON");
        assert_eq!(
            (&sent["transStatus"], &sent["threeDSServerTransID"]),
            (&status.into(), &reply.body["threeDSServerTransID"])
        );
        assert_eq!(
            page(&mut bank, "answer", &[("creq", creq), ("code", "1234")]).0,
            400,
            "a challenge is answered once"
        );
        let result = bank.get(&results, &[]);
        assert_eq!(result.text("transStatus"), status);
        assert_eq!(result.body["authenticationValue"].is_string(), is_paid);
        assert_eq!(status == "N", result.body["eci"] == "00");
        let paid = pay(&mut bank, &token, &result.body);
        assert_eq!(paid.status() == 200, is_paid, "{}", paid.body);
        bank.assert_sound();
    }
    let mut bank = Bank::new();
    let foreign = STANDARD.encode(r#"{"threeDSServerTransID":"a","acsTransID":"b"}"#);
    assert_eq!(page(&mut bank, "challenge", &[("creq", &foreign)]).0, 400);
}

#[test]
fn a_challenge_outside_the_page_takes_a_minute() {
    let mut bank = Bank::new();
    let (reply, token) = authenticate(&mut bank, number(&TestCard::VISA_3DS_DECOUPLED_BROWSER));
    assert_eq!(reply.text("transStatus"), "D");
    let path = format!("/3ds2/results/{}", reply.text("threeDSServerTransID"));
    assert_eq!(bank.get(&path, &[]).text("transStatus"), "D");
    bank.pass(MINUTE);
    let result = bank.get(&path, &[]);
    assert_eq!(pay(&mut bank, &token, &result.body).status(), 200);
}

#[test]
fn a_card_that_is_not_enrolled_says_so() {
    let mut bank = Bank::new();
    let reply = bank.post("/3ds2/versioning", &[("acctNumber", number(&TestCard::CB_ALONE))]);
    assert_eq!(reply.status(), 404);
    let message = "Card account number not found in card ranges from Directory Server";
    assert!(reply.text("message").contains(message), "{}", reply.body);
}

#[test]
fn a_later_payment_of_a_series_refers_to_the_first_authentication() {
    let mut bank = Bank::new();
    let (first, token) = authenticate(&mut bank, number(&TestCard::VISA_3DS_FRICTIONLESS));
    let customer = bank.post("/customer", &[("email", "jane@example.com"), ("cardTokenId", &token)]);
    let (id, card) = (customer.text("customerId"), customer.body["cards"][0]["cardId"].as_str().expect("it is stored"));
    let begun = bank.pay_by(&[
        ("customerId", id),
        ("cardId", card),
        ("source", "EC"),
        ("3ds[threeDSServerTransID]", first.text("threeDSServerTransID")),
        ("3ds[status]", "Y"),
        ("3ds[cavv]", first.text("authenticationValue")),
        ("3ds[eci]", first.text("eci")),
    ]);
    assert_eq!(begun.status(), 200, "{}", begun.body);
    let common = [
        ("deviceChannel", "03"),
        ("messageCategory", "02"),
        ("purchaseAmount", "1500"),
        ("purchaseCurrency", "EUR"),
        ("customerId", id),
        ("cardId", card),
        ("threeRIInd", "01"),
        ("recurringExpiry", "20330101"),
        ("recurringFrequency", "30"),
    ];
    let wrong = bank.post("/3ds2/authentication", &[&common[..], &[("threeDSReqPriorRef", "other")]].concat());
    assert!(wrong.error("threeDSReqPriorRef").contains("no successful authentication"), "{}", wrong.body);
    // Nor does that of one card stand for another.
    let (of_other, _) = authenticate(&mut bank, CARD);
    let prior = [("threeDSReqPriorRef", of_other.text("acsTransID"))];
    let wrong = bank.post("/3ds2/authentication", &[&common[..], &prior].concat());
    assert!(wrong.error("threeDSReqPriorRef").contains("no successful authentication"), "{}", wrong.body);
    let prior = first.text("acsTransID");
    let reply = bank.post("/3ds2/authentication", &[&common[..], &[("threeDSReqPriorRef", prior)]].concat());
    assert_eq!((reply.status(), reply.text("transStatus")), (200, "Y"), "{}", reply.body);
    assert!(reply.body["authenticationValue"].is_null(), "a merchant-initiated one has none");
    assert_ne!(reply.text("threeDSServerTransID"), first.text("threeDSServerTransID"));
    assert_eq!((reply.text("eci"), reply.text("contractId")), ("05", bank.merchant.contract_id.clone().as_str()));
    let paid = bank.pay_by(&[
        ("customerId", id),
        ("cardId", card),
        ("source", "EC"),
        ("3ds[status]", "Y"),
        ("3ds[threeDSServerTransID]", reply.text("threeDSServerTransID")),
        ("3ds[eci]", reply.text("eci")),
    ]);
    assert_eq!(paid.status(), 200, "{}", paid.body);
    assert_eq!(bank.pay_by(&[("customerId", id), ("cardId", card), ("source", "EC")]).text("bankCode"), "A1");
}

/// Documents show both. A number that no currency has is refused as other unknown codes are.
#[test]
fn a_currency_of_an_authentication_has_letters_or_a_number() {
    for (currency, is_known) in
        [("EUR", true), ("978", true), ("036", true), ("36", false), ("000", false), ("EURO", false)]
    {
        let mut bank = Bank::new();
        let card = number(&TestCard::VISA_3DS_FRICTIONLESS);
        let version = bank.post("/3ds2/versioning", &[("acctNumber", card)]);
        let (id, token) = (version.text("threeDSServerTransID").to_owned(), bank.token(card));
        let mut form = BROWSER.to_vec();
        form.extend([("threeDSServerTransID", id.as_str()), ("cardTokenId", &token)]);
        for (_, value) in form.iter_mut().filter(|(name, _)| *name == "purchaseCurrency") {
            *value = currency;
        }
        let reply = bank.post("/3ds2/authentication", &form);
        if is_known {
            assert_eq!((reply.status(), reply.text("transStatus")), (200, "Y"), "{currency}: {}", reply.body);
        } else {
            assert!(!reply.error("purchaseCurrency").is_empty(), "{currency}");
        }
        let is_named = reply.answer.headers.iter().any(|(_, value)| value.contains("currency-of-authentications"));
        assert_eq!(is_named, currency.starts_with(|sign: char| sign.is_ascii_digit()) && is_known, "{currency}");
    }
}
