//! The flow in the browser, with the document's answers.

use payspec::centralpay::model::payspec_core;
use payspec::centralpay::model::{
    AuthenticateThreeDs, CardTokenId, CreateTransaction, Currency, ThreeDsAuthentication, ThreeDsResult,
    ThreeDsTransStatus, ThreeDsVersion, payspec_core::Form,
};
use payspec::centralpay::three_ds::{
    Advice, Asked, AuthenticatedPaymentRequired, Browser, BrowserFacts, BrowserRequired, Challenge, Enrolled,
    Enrolment, Liability, NextStep, Pending, Purchase, Returned, Site, Step, ThreeDsError, Waiting,
};
use payspec::centralpay::{Amount, CardSource, Operation as _};
use serde_json::{Value, json};

pub(crate) fn place() -> AuthenticatedPaymentRequired {
    AuthenticatedPaymentRequired { point_of_sale_id: "point-of-sale".into(), end_user_ip: "203.0.113.7".into() }
}

pub(crate) const ID: &str = "7d031b8e-7fb7-4215-b866-eaacb395002f";
/// The ids inside the document's challenge request (L13787).
pub(crate) const CREQ_ID: &str = "e601eb44-567c-4387-92fc-e6f2322b822b";
pub(crate) const ACS_ID: &str = "7e43d28d-43dd-4f3c-a709-4b6dd5ef79cd";
const CREQ: &str = "eyJtZXNzYWdlVHlwZSI6IkNSZXEiLCJ0aHJlZURTU2VydmVyVHJhbnNJRCI6ImU2MDFlYjQ0LTU2N2MtNDM4Ny05MmZjLWU2ZjIzMjJiODIyYiIsImFjc1RyYW5zSUQiOiI3ZTQzZDI4ZC00M2RkLTRmM2MtYTcwOS00YjZkZDVlZjc5Y2QiLCJtZXNzYWdlVmVyc2lvbiI6IjIuMS4wIn0=";
pub(crate) const TOKEN: &str = "5b9nb5cf-4470-4e58-b690-dd8965860eb8";

pub(crate) fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("an answer")
}

pub(crate) fn purchase() -> Purchase {
    Purchase { amount: Amount::from_minor(1000), currency: Currency::EUR }
}

fn card() -> CardSource {
    CardSource::from(CardTokenId::from(TOKEN))
}

/// The document's answer to the versioning, version 1 with the line ends of the page (L13692-13704).
fn version() -> ThreeDsVersion {
    read(json!({
        "threeDSServerTransID": ID,
        "threeDSMethodURL": "https://test-3dss-demo.centralpay.net/acs/3ds-method",
        "threeDSMethodDataForm": { "threeDSMethodData": "eyJ0aHJlZURTTWV0aG9kTm90aWZ\n pY2F0aW9uVVJMIjoiaHR0cHM6" },
        "errorDetails": null
    }))
}

pub(crate) fn enrolled() -> Enrolled {
    Enrolled::new(version(), purchase())
}

/// The browser and the shop of the document's example (L13737-13757).
fn facts() -> BrowserFacts {
    BrowserFacts {
        java_enabled: true,
        language: "fr-FR".to_owned(),
        color_depth: 24,
        screen_height: 1052,
        screen_width: 1853,
        timezone_offset: 120,
    }
}

pub(crate) fn browser() -> Browser {
    let agent = "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:68.0) Gecko/20100101 Firefox/68.0";
    let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    Browser::new(BrowserRequired { facts: facts(), user_agent: agent.into(), accept: accept.into() }).ip("127.0.0.1")
}

pub(crate) fn site() -> Site {
    Site {
        url: "https://www.centralpay.eu".to_owned(),
        notification_url: "http://dev4.dev.centralpay.net:1101/requestor/challenge-notification".to_owned(),
    }
}

fn ask() -> (AuthenticateThreeDs, Asked) {
    enrolled().authenticate(&card(), &browser(), &site())
}

fn answered(answer: Value) -> Result<Step, ThreeDsError> {
    ask().1.answered(read::<ThreeDsAuthentication>(answer))
}

/// The document's answer that wants a challenge (L13783-13790).
pub(crate) fn wants_challenge() -> Value {
    json!({
        "threeDSServerTransID": ID,
        "transStatus": "C",
        "acsURL": "https://test-3dss-demo.centralpay.net/acs/challenge",
        "acsChallengeMandated": "Y",
        "base64EncodedChallengeRequest": CREQ,
        "contractId": "71602dd0-2790-4743-877b-e72530d7576d"
    })
}

pub(crate) fn challenge() -> Challenge {
    match answered(wants_challenge()) {
        Ok(Step::Challenge(challenge)) => challenge,
        other => panic!("not a challenge: {other:?}"),
    }
}

fn waiting() -> Waiting {
    match challenge().returned([("cres", cres(&json!({ "threeDSServerTransID": ID, "transStatus": "Y" })))]) {
        Ok(Returned::ReadResult(waiting)) => waiting,
        other => panic!("not passed: {other:?}"),
    }
}

/// As banks send it: base64url without padding.
pub(crate) fn cres(message: &Value) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(message.to_string())
}

fn pairs(operation: &impl payspec::centralpay::Operation) -> Vec<(String, String)> {
    let mut form = Form::new();
    operation.encode(&mut form);
    form.pairs().to_vec()
}

#[test]
fn the_question_is_the_one_of_the_document() {
    let (question, _) = ask();
    let mut sent = pairs(&question);
    let mut expected: Vec<(String, String)> = [
        ("threeDSServerTransID", ID),
        ("cardTokenId", TOKEN),
        ("deviceChannel", "02"),
        ("messageCategory", "01"),
        ("purchaseAmount", "1000"),
        ("purchaseCurrency", "EUR"),
        ("threeDSRequestorAuthenticationInd", "01"),
        ("browserJavaEnabled", "true"),
        ("browserLanguage", "fr-FR"),
        ("browserColorDepth", "24"),
        ("browserScreenHeight", "1052"),
        ("browserScreenWidth", "1853"),
        ("browserTZ", "120"),
        ("browserIP", "127.0.0.1"),
        ("browserUserAgent", "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:68.0) Gecko/20100101 Firefox/68.0"),
        ("browserAcceptHeader", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        ("notificationURL", "http://dev4.dev.centralpay.net:1101/requestor/challenge-notification"),
        ("threeDSRequestorURL", "https://www.centralpay.eu"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    sent.sort();
    expected.sort();
    assert_eq!(sent, expected);
    question.validate_for(AuthenticateThreeDs::BROWSER).expect("all that the profile asks for");
    assert!(!format!("{:?}", browser()).contains("127.0.0.1"));
    let shown = format!("{:?}", place());
    assert!(shown.contains("point-of-sale") && !shown.contains("203.0.113.7"), "{shown}");
}

#[test]
fn a_browser_may_say_anything_and_the_bank_gets_what_it_knows() {
    let odd = |color_depth, language: &str, header: &str| {
        let facts = BrowserFacts {
            color_depth,
            language: language.to_owned(),
            screen_height: i64::MAX,
            screen_width: -1,
            java_enabled: false,
            timezone_offset: -120,
        };
        let header = header.to_owned();
        let browser = Browser::new(BrowserRequired { facts, user_agent: header.clone(), accept: header });
        enrolled().authenticate(&card(), &browser, &site()).0
    };
    let params = odd(30, "zh-Hant-TW", &"é".repeat(5000));
    assert_eq!(params.browser_color_depth, Some(24));
    assert_eq!(params.browser_language.as_deref(), Some("zh-Hant"));
    assert_eq!((params.browser_screen_height, params.browser_screen_width), (Some(999_999), Some(0)));
    assert_eq!(params.browser_user_agent.map(|agent| agent.chars().count()), Some(2048));
    assert_eq!((params.browser_ip, params.browser_tz), (None, Some(-120)));
    for (minutes, sent) in [(i64::MIN, -840), (-840, -840), (720, 720), (i64::MAX, 720)] {
        let facts = BrowserFacts { timezone_offset: minutes, ..facts() };
        let browser = Browser::new(BrowserRequired { facts, user_agent: String::new(), accept: String::new() });
        let params = enrolled().authenticate(&card(), &browser, &site()).0;
        assert_eq!(params.browser_tz, Some(sent), "{minutes}");
    }
    for (bits, sent) in [(i64::MIN, 1), (0, 1), (1, 1), (14, 8), (32, 32), (64, 48)] {
        assert_eq!(odd(bits, "fr", "").browser_color_depth, Some(sent), "{bits}");
    }
    for (tag, sent) in [
        ("fr", "fr"),
        ("en-US", "en-US"),
        ("de-CH-1996", "de-CH"),
        ("nonsense-", "nonsense"),
        ("éééééééééé", "éééééééé"),
    ] {
        assert_eq!(odd(24, tag, "").browser_language.as_deref(), Some(sent), "{tag}");
    }
}

/// The script's JSON is what [`BrowserFacts`] reads.
#[test]
fn the_facts_are_read_from_what_the_script_gives() {
    let facts: BrowserFacts = read(json!({
        "javaEnabled": false, "language": "fr-FR", "colorDepth": 24,
        "screenHeight": 1052, "screenWidth": 1853, "timezoneOffset": -120
    }));
    assert_eq!(facts.timezone_offset, -120);
    let script = payspec::centralpay::three_ds::BROWSER_SCRIPT;
    for name in ["javaEnabled:", "language:", "colorDepth:", "screenHeight:", "screenWidth:", "timezoneOffset:"] {
        assert!(script.contains(name), "{name}");
    }
}

#[test]
fn the_bank_may_agree_at_once() {
    // L13797-13803, with the id of the question; in the document the samples are of different payments.
    let answer = json!({
        "threeDSServerTransID": ID, "transStatus": "Y",
        "authenticationValue": "MTIzNDU2Nzg5MDA5ODc2NTQzMjEa", "eci": "02"
    });
    let Ok(Step::Authenticated(authenticated)) = answered(answer) else { panic!("it agreed") };
    assert_eq!(authenticated.liability(), Liability::Issuer);
    let payment = authenticated.payment(&card(), place()).expect("the card that was asked about");
    payment.validate_for(CreateTransaction::BROWSER_THREE_DS).expect("all that the profile asks for");
    let pairs = pairs(&payment);
    for (name, value) in [
        ("amount", "1000"),
        ("currency", "EUR"),
        ("cardTokenId", TOKEN),
        ("source", "EC"),
        ("3ds[threeDSServerTransID]", ID),
        ("3ds[status]", "Y"),
        ("3ds[cavv]", "MTIzNDU2Nzg5MDA5ODc2NTQzMjEa"),
        ("3ds[eci]", "02"),
    ] {
        assert!(pairs.contains(&(name.to_owned(), value.to_owned())), "{name}={value} is not in {pairs:?}");
    }
}

/// Status, whether it lets the payment be made at once, what comes next, who bears the risk.
const STATUSES: [(&str, NextStep, Liability); 9] = [
    ("Y", NextStep::Pay, Liability::Issuer),
    ("A", NextStep::Pay, Liability::UsuallyIssuer),
    ("C", NextStep::Challenge, Liability::Open),
    ("D", NextStep::Wait, Liability::Open),
    ("N", NextStep::Stop, Liability::Merchant),
    ("U", NextStep::TryAgain, Liability::Merchant),
    ("R", NextStep::Stop, Liability::Merchant),
    ("I", NextStep::Stop, Liability::Merchant),
    ("X", NextStep::Stop, Liability::Merchant),
];

#[test]
fn every_status_leads_where_the_document_says() {
    for (letter, next, liability) in STATUSES {
        let status = ThreeDsTransStatus::from(letter);
        let advice = Advice::of(&status);
        assert_eq!((advice.next, advice.liability), (next, liability), "{letter}");
        let mut answer = wants_challenge();
        answer["transStatus"] = json!(letter);
        answer["authenticationValue"] = json!("proof");
        let step = answered(answer).expect("an answer");
        let result = json!({ "threeDSServerTransID": ID, "transStatus": letter, "authenticationValue": "proof" });
        let after = waiting().result(read::<ThreeDsResult>(result)).expect("a result");
        match next {
            NextStep::Pay => assert!(matches!((step, after), (Step::Authenticated(_), Step::Authenticated(_)))),
            NextStep::Challenge => assert!(matches!((step, after), (Step::Challenge(_), Step::Waiting(_)))),
            NextStep::Wait => assert!(matches!((step, after), (Step::Waiting(_), Step::Waiting(_)))),
            _ => {
                let (Step::Refused(step), Step::Refused(after)) = (step, after) else { panic!("{letter} may not pay") };
                assert_eq!((step.status(), after.status(), step.advice()), (&status, &status, advice));
            }
        }
    }
    let known = ThreeDsTransStatus::KNOWN.iter();
    assert!(known.into_iter().all(|status| STATUSES.iter().any(|(letter, ..)| *letter == status.as_str())));
}

#[test]
fn a_passed_challenge_leads_to_the_result_and_the_payment() {
    let form = challenge().form().expect("a form");
    assert_eq!(form.action(), "https://test-3dss-demo.centralpay.net/acs/challenge");
    assert_eq!(form.fields().collect::<Vec<_>>(), [("creq", CREQ)]);

    let waiting = waiting();
    assert_eq!(waiting.question().path_parameters(), [("threeDSServerTransID", ID.into())]);
    // L13855-13860
    let result = json!({
        "threeDSServerTransID": ID, "transStatus": "Y", "authenticationValue": "JAmi21makAifmwqo2120cjq1AAA=", "eci": "01"
    });
    let Ok(Step::Authenticated(authenticated)) = waiting.result(read(result)) else { panic!("it agreed") };
    let proof = authenticated.proof(&card()).expect("the card that was asked about");
    assert_eq!(proof.cavv.as_deref(), Some("JAmi21makAifmwqo2120cjq1AAA="));
    assert_eq!(proof.eci.as_deref(), Some("01"));
    assert_eq!((authenticated.trans_id().as_str(), authenticated.purchase()), (ID, &purchase()));
    assert!(!format!("{authenticated:?}").contains("JAmi21"), "the proof is not printed");
}

#[test]
fn a_failed_challenge_ends_the_payment_without_asking_further() {
    for letter in ["N", "U", "R", "I", "X", ""] {
        let message = cres(&json!({ "threeDSServerTransID": ID, "transStatus": letter }));
        let Ok(Returned::Refused(refused)) = challenge().returned([("cres", message)]) else { panic!("{letter}") };
        assert_eq!(refused.status().as_str(), letter);
    }
}

#[test]
fn an_answer_that_does_not_fit_stops_the_flow() {
    let with = |name: &str, value: Value| {
        let mut answer = wants_challenge();
        answer[name] = value;
        answered(answer)
    };
    assert_eq!(with("threeDSServerTransID", json!(CREQ_ID)), Err(ThreeDsError::OtherAuthentication));
    assert!(with("threeDSServerTransID", json!(null)).is_ok(), "the question says which it is");
    assert_eq!(with("transStatus", json!(null)), Err(ThreeDsError::NoStatus));
    for missing in ["acsURL", "base64EncodedChallengeRequest"] {
        assert_eq!(with(missing, json!(null)), Err(ThreeDsError::NoChallenge), "{missing}");
    }
    for creq in ["", "<b>", "a'b\"c"] {
        assert_eq!(with("base64EncodedChallengeRequest", json!(creq)), Err(ThreeDsError::NoChallenge), "{creq}");
    }
    for url in ["http://acs.example/", "javascript:alert(1)", "//acs.example", "https://user:pw@acs.example/", ""] {
        assert!(matches!(with("acsURL", json!(url)), Err(ThreeDsError::Form(_))), "{url}");
    }
    let reported = json!({ "errorDetails": { "errorCode": "303", "errorDescription": "acquirerBIN not recognized" } });
    let told = answered(reported).expect_err("an error");
    assert_eq!(told.to_string(), "the authentication failed (3-D Secure error 303)");
    // A yes with an error is no yes; a no stays one.
    let with_error = |letter: &str| json!({ "transStatus": letter, "authenticationValue": "proof", "errorDetails": { "errorCode": "303" } });
    for letter in ["Y", "A"] {
        assert!(matches!(answered(with_error(letter)), Err(ThreeDsError::Reported(_))), "{letter}");
    }
    for letter in ["N", "U", "R", "I", "X"] {
        assert!(matches!(answered(with_error(letter)), Ok(Step::Refused(_))), "{letter}");
    }
    for letter in ["Y", "A"] {
        let answer = |value: Value| json!({ "transStatus": letter, "authenticationValue": value });
        assert_eq!(answered(answer(json!(null))), Err(ThreeDsError::NoProof));
        assert_eq!(answered(answer(json!(""))), Err(ThreeDsError::NoProof));
    }
    let other: ThreeDsResult = read(json!({ "threeDSServerTransID": "other", "transStatus": "Y" }));
    assert_eq!(waiting().result(other), Err(ThreeDsError::OtherAuthentication));
    let none: ThreeDsResult = read(json!({ "threeDSServerTransID": ID }));
    assert_eq!(waiting().result(none), Err(ThreeDsError::NoStatus));
}

/// An unreadable ID is absent, and a response without an ID would be accepted as the requested object.
#[test]
fn an_answer_whose_id_contradicts_itself_or_cannot_be_read_stops_the_flow() {
    let rest = r#""transStatus":"Y","authenticationValue":"proof""#;
    let ids = [
        format!(r#""threeDSServerTransID":"{ID}","threeDSServerTransID":"{CREQ_ID}""#),
        format!(r#""threeDSServerTransID":"{CREQ_ID}","threeDSServerTransID":"{ID}""#),
        r#""threeDSServerTransID":[]"#.to_owned(),
    ];
    for id in ids {
        let body = format!("{{{id},{rest}}}");
        let answer: ThreeDsAuthentication = payspec_core::json::read_body(body.as_bytes()).expect("an answer");
        let (_, asked) = enrolled().authenticate(&card(), &browser(), &site());
        assert_eq!(asked.answered(answer), Err(ThreeDsError::OtherAuthentication), "{body}");
        // A required member that cannot be read leaves no result to judge.
        if let Ok(result) = payspec_core::json::read_body::<ThreeDsResult>(body.as_bytes()) {
            assert_eq!(waiting().result(result), Err(ThreeDsError::OtherAuthentication), "{body}");
        }
    }
}

/// A yes next to an error that cannot be read is no yes either.
#[test]
fn an_error_that_cannot_be_read_stops_the_flow() {
    for details in [r#""errorDetails":"303""#, r#""errorDetails":{"errorCode":"303"},"errorDetails":{}"#] {
        let body = format!(r#"{{"transStatus":"Y","authenticationValue":"proof",{details}}}"#);
        let answer: ThreeDsAuthentication = payspec_core::json::read_body(body.as_bytes()).expect("an answer");
        let (_, asked) = enrolled().authenticate(&card(), &browser(), &site());
        assert!(matches!(asked.answered(answer), Err(ThreeDsError::Reported(_))), "{body}");
        let body = format!(r#"{{"threeDSServerTransID":"{ID}",{details}}}"#);
        let version: ThreeDsVersion = payspec_core::json::read_body(body.as_bytes()).expect("an answer");
        assert!(matches!(Enrolment::of_call(Ok(version), purchase()), Ok(Enrolment::Failed(_))), "{body}");
    }
}

#[test]
fn what_is_stored_is_small_has_no_secret_and_goes_on() {
    let states = [Pending::from(enrolled()), challenge().into(), waiting().into(), challenge().abandoned().into()];
    for (state, name) in states.iter().zip(["enrolled", "challenge", "waiting", "waiting"]) {
        let stored = serde_json::to_string(state).expect("JSON");
        assert!(stored.starts_with(&format!(r#"{{"step":"{name}","transId":"{ID}""#)), "{stored}");
        assert!(stored.len() < 600, "{} bytes: {stored}", stored.len());
        assert!(!stored.contains(TOKEN), "{stored}");
        assert_eq!(serde_json::from_str::<Pending>(&stored).expect("the same"), *state);
    }
    let stored = serde_json::to_string(&states[1]).expect("JSON");
    let tampered = stored.replace("https://", "http://");
    let Ok(Pending::Challenge(changed)) = serde_json::from_str(&tampered) else { panic!("{tampered}") };
    assert!(changed.form().is_err(), "what was stored is checked again");
}

#[test]
fn an_error_in_the_first_answer_ends_the_flow() {
    let of = |details: Value| {
        let version: ThreeDsVersion = read(json!({ "threeDSServerTransID": ID, "errorDetails": details }));
        Enrolment::of_call(Ok(version), purchase()).expect("an answer")
    };
    assert!(matches!(of(json!({ "errorCode": "305" })), Enrolment::Failed(_)));
    for nothing in [json!(null), json!({}), json!({ "errorCode": null })] {
        assert!(matches!(of(nothing.clone()), Enrolment::Enrolled(_)), "{nothing}");
    }
}

#[test]
fn a_bank_without_a_method_form_has_none() {
    // L13712-13717
    let version: ThreeDsVersion = read(json!({
        "threeDSServerTransID": ID, "threeDSMethodURL": null, "threeDSMethodDataForm": null, "errorDetails": null
    }));
    assert_eq!(Enrolled::new(version, purchase()).method_form(), Ok(None));
    let form = enrolled().method_form().expect("https").expect("a form");
    assert_eq!(form.action(), "https://test-3dss-demo.centralpay.net/acs/3ds-method");
    let data = "eyJ0aHJlZURTTWV0aG9kTm90aWZpY2F0aW9uVVJMIjoiaHR0cHM6";
    assert_eq!(form.fields().collect::<Vec<_>>(), [("threeDSMethodData", data)], "without the page's line ends");
}
