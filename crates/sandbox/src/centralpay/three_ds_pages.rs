//! The pages of the cardholder's bank (ACS): what a cardholder enters there.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use centralpay_model::ThreeDsTransStatus;
use centralpay_model::test_values::TestOtp;
use serde_json::{Value, json};

use super::three_ds::{Authentication, METHOD_NOTIFICATION, end};
use crate::engine::answer::Answer;
use crate::engine::request::Request;
use crate::engine::step::Step;
use crate::engine::world::World;
use crate::pages::bank::{BankNote, ChallengePage, OnwardPage, Purchase, TestCode};
use crate::pages::payment::Frame;
use crate::pages::words::{Language, Words};
use crate::pages::{html, posted};

/// The value of `challengeCancel` in EMV 3-D Secure: the cardholder has cancelled.
const CANCELED_BY_CARDHOLDER: &str = "01";

/// Answers a request to a page of the bank: `page` is the part of the path behind the name of the world.
pub fn page(world: &mut World, page: &str, request: &Request<'_>) -> Answer {
    let language = Language::choose(&posted(request, "lang"), None, request.header("accept-language"));
    match (request.method, page) {
        ("POST", "method") => method(world, language, request),
        (_, METHOD_NOTIFICATION) => note(language, 200, "method", language.words().recognised),
        ("POST", "challenge") => challenge(world, language, request),
        ("POST", "answer") => answer(world, language, request),
        _ => note(language, 404, "error", language.words().no_page),
    }
}

fn note(language: Language, status: u16, id: &'static str, text: &str) -> Answer {
    html(status, &BankNote { frame: frame(language), id, text: text.to_owned() })
}

fn frame(language: Language) -> Frame {
    Frame { language, here: String::new() }
}

/// The hidden page in which a bank gathers facts about the browser. It posts the authentication's id on, as EMV 3-D Secure has
/// it, so the frame loads twice.
fn method(world: &World, language: Language, request: &Request<'_>) -> Answer {
    let data = decoded(&posted(request, "threeDSMethodData"));
    let id = data.as_ref().and_then(|data| data.get("threeDSServerTransID")?.as_str());
    let Some(found) = id.and_then(|id| world.objects().get::<Authentication>(id)) else {
        return note(language, 400, "error", language.words().no_method);
    };
    let data = URL_SAFE_NO_PAD.encode(json!({ "threeDSServerTransID": found.id }).to_string());
    let to = format!("{}/acs/{}/{METHOD_NOTIFICATION}", world.address(), world.name());
    let page = OnwardPage {
        frame: frame(language),
        id: "method-form",
        to,
        name: "threeDSMethodData",
        value: data,
        label: language.words().go_on,
    };
    html(200, &page)
}

fn challenge(world: &World, language: Language, request: &Request<'_>) -> Answer {
    let creq = posted(request, "creq");
    match find(world, &creq) {
        Some(authentication) => {
            let of_purchase = authentication.purchase.as_ref().and_then(|purchase| purchase.language.as_deref());
            let language = Language::choose("", of_purchase, Some(language.code()));
            form(world, language, &authentication, creq, false)
        }
        None => note(language, 400, "error", language.words().not_pending),
    }
}

/// The form for the code, with the codes that it takes.
fn form(world: &World, language: Language, authentication: &Authentication, creq: String, is_wrong: bool) -> Answer {
    let words = language.words();
    let mut rows: Vec<_> = TestOtp::all().filter_map(|code| code.row()).collect();
    rows.sort_by_key(|row| !row.passed);
    let codes = rows.into_iter().map(|row| TestCode {
        code: row.code,
        result: row.result.as_str().to_owned(),
        meaning: meaning(words, &row.result),
    });
    let purchase = authentication.purchase.as_ref();
    let page = ChallengePage {
        frame: frame(language),
        purchase: Purchase {
            merchant: world.name().to_owned(),
            amount: purchase.map(|purchase| language.money(purchase.amount, &purchase.currency)),
            card: purchase.and_then(|purchase| purchase.card.clone()),
        },
        creq,
        is_wrong,
        codes: codes.collect(),
    };
    html(if is_wrong { 400 } else { 200 }, &page)
}

fn meaning(words: &Words, result: &ThreeDsTransStatus) -> &'static str {
    match result {
        ThreeDsTransStatus::Authenticated => words.code_authenticated,
        ThreeDsTransStatus::Attempted => words.code_attempted,
        ThreeDsTransStatus::NotAuthenticated => words.code_not_authenticated,
        ThreeDsTransStatus::Rejected => words.code_rejected,
        _ => words.code_unavailable,
    }
}

fn answer(world: &mut World, language: Language, request: &Request<'_>) -> Answer {
    let creq = posted(request, "creq");
    let Some(mut authentication) = find(world, &creq) else {
        return note(language, 400, "error", language.words().not_pending);
    };
    let is_aborted = !posted(request, "abort").is_empty();
    // A button with a code, or the code that was entered.
    let code = Some(posted(request, "test")).filter(|code| !code.is_empty()).unwrap_or_else(|| posted(request, "code"));
    let result = match TestOtp::from(code.trim()).row() {
        _ if is_aborted => ThreeDsTransStatus::NotAuthenticated,
        Some(row) => row.result.clone(),
        None => return form(world, language, &authentication, creq, true),
    };
    let mut step = Step::new(world);
    end(&mut step, &mut authentication.result, result.clone(), true);
    let shop = authentication.notification_url.clone().unwrap_or_default();
    let mut response = json!({
        "threeDSServerTransID": authentication.id, "acsTransID": authentication.acs_id,
        "messageType": "CRes", "messageVersion": "2.2.0", "challengeCompletionInd": "Y",
        "transStatus": result.as_str(),
    });
    if is_aborted {
        response["challengeCancel"] = CANCELED_BY_CARDHOLDER.into();
    }
    step.put(authentication);
    let changes = step.finish();
    if let Err(error) = world.commit(changes) {
        return note(language, 500, "error", &error.to_string());
    }
    let response = URL_SAFE_NO_PAD.encode(response.to_string());
    let page = OnwardPage {
        frame: frame(language),
        id: "notification",
        to: shop,
        name: "cres",
        value: response,
        label: language.words().return_now,
    };
    html(200, &page)
}

/// The authentication that waits for a challenge.
fn find(world: &World, creq: &str) -> Option<Authentication> {
    let request = decoded(creq)?;
    let found = world.objects().get::<Authentication>(request.get("threeDSServerTransID")?.as_str()?)?;
    let is_meant = request.get("acsTransID")?.as_str()? == found.acs_id;
    let waits = found.result.trans_status == Some(ThreeDsTransStatus::ChallengeRequired);
    (is_meant && waits).then(|| Authentication::clone(&found))
}

/// The JSON of a message that a browser carries, in either alphabet of Base64.
fn decoded(message: &str) -> Option<Value> {
    let message = message.trim_end_matches('=');
    let bytes = STANDARD_NO_PAD.decode(message).or_else(|_| URL_SAFE_NO_PAD.decode(message)).ok()?;
    serde_json::from_slice(&bytes).ok()
}
