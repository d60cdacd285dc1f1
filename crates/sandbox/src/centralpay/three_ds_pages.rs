//! The pages of the cardholder's bank: plain forms that a script can post as well as a person.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use centralpay_model::ThreeDsTransStatus;
use centralpay_model::test_values::TestOtp;
use serde_json::{Value, json};

use super::pages::{self, escape, parameter};
use super::three_ds::{Authentication, end};
use crate::engine::answer::Answer;
use crate::engine::request::Request;
use crate::engine::step::Step;
use crate::engine::world::World;

/// Answers a request to a page of the bank: `page` is the part of the path behind the name of the world.
pub fn page(world: &mut World, page: &str, request: &Request<'_>) -> Answer {
    match (request.method, page) {
        (_, "method") => html(200, "<p data-testid=\"method\">The bank has recognised the browser.</p>"),
        ("POST", "challenge") => challenge(world, request),
        ("POST", "answer") => answer(world, request),
        _ => html(404, "<p data-testid=\"error\">There is no such page.</p>"),
    }
}

fn challenge(world: &World, request: &Request<'_>) -> Answer {
    let creq = parameter(request, "creq");
    if find(world, &creq).is_none() {
        return html(400, "<p data-testid=\"error\">No authentication waits for this challenge.</p>");
    }
    let codes = TestOtp::all().filter_map(|code| code.row());
    let codes: String =
        codes.map(|row| format!("<li><code>{}</code>: {}</li>", row.code, row.result.as_str())).collect();
    html(
        200,
        &format!(
            "<form method=\"post\" action=\"answer\" data-testid=\"challenge\">\
             <input type=\"hidden\" name=\"creq\" value=\"{}\">\
             <label>Code <input name=\"code\" data-testid=\"code\" autocomplete=\"one-time-code\"></label>\
             <button data-testid=\"submit\">Confirm</button></form><ul>{codes}</ul>",
            escape(&creq)
        ),
    )
}

fn answer(world: &mut World, request: &Request<'_>) -> Answer {
    let (creq, code) = (parameter(request, "creq"), parameter(request, "code"));
    let Some(mut authentication) = find(world, &creq) else {
        return html(400, "<p data-testid=\"error\">No authentication waits for this challenge.</p>");
    };
    let Some(row) = TestOtp::from(code.trim()).row() else {
        return html(400, "<p data-testid=\"error\">The code is none of the test codes.</p>");
    };
    let mut step = Step::new(world);
    end(&mut step, &mut authentication.result, row.result.clone(), true);
    let url = authentication.notification_url.clone().unwrap_or_default();
    let response = json!({
        "threeDSServerTransID": authentication.id, "acsTransID": authentication.acs_id,
        "messageType": "CRes", "messageVersion": "2.2.0", "challengeCompletionInd": "Y",
        "transStatus": row.result.as_str(),
    });
    step.put(authentication);
    let changes = step.finish();
    if let Err(error) = world.commit(changes) {
        return html(500, &format!("<p data-testid=\"error\">{}</p>", escape(&error.to_string())));
    }
    html(
        200,
        &format!(
            "<form method=\"post\" action=\"{}\" data-testid=\"notification\">\
             <input type=\"hidden\" name=\"cres\" value=\"{}\"><button data-testid=\"return\">Return to the shop</button>\
             </form><script>document.forms[0].submit()</script>",
            escape(&url),
            URL_SAFE_NO_PAD.encode(response.to_string())
        ),
    )
}

/// The authentication that waits for a challenge.
fn find(world: &World, creq: &str) -> Option<Authentication> {
    let creq = creq.trim_end_matches('=');
    let bytes = STANDARD_NO_PAD.decode(creq).or_else(|_| URL_SAFE_NO_PAD.decode(creq)).ok()?;
    let request: Value = serde_json::from_slice(&bytes).ok()?;
    let found = world.objects().get::<Authentication>(request.get("threeDSServerTransID")?.as_str()?)?;
    let is_meant = request.get("acsTransID")?.as_str()? == found.acs_id;
    let waits = found.result.trans_status == Some(ThreeDsTransStatus::ChallengeRequired);
    (is_meant && waits).then(|| Authentication::clone(&found))
}

fn html(status: u16, body: &str) -> Answer {
    pages::html("Test bank", status, body)
}
