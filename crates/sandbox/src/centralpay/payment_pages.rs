//! The hosted payment page: plain forms that a script can post as well as a person.

use centralpay_model::{
    CardDetails, CardDetailsRequired, CreateCardToken, PaymentMethod, PaymentRequestStatus, PaymentStatus,
    ThreeDsTransStatus,
};
use payspec_core::Amount;

use super::dates::date_time;
use super::face::{Face, face};
use super::pages::{self, escape, html, parameter};
use super::payment_requests::Kept;
use super::refusal::Refusal;
use super::request_shares::{self as shares, left};
use super::three_ds::{self, Authentication, Proof};
use super::{chosen, page_payments};
use crate::engine::answer::Answer;
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::request::Request;
use crate::engine::step::Step;
use crate::engine::world::World;

const TITLE: &str = "Payment";

/// A payer who is with the bank: what is paid when the authentication succeeds.
#[derive(Debug, Clone)]
struct Pending {
    /// The identifier of the authentication.
    id: String,
    token: String,
    entered: Entered,
    is_used: bool,
}

impl Object for Pending {
    const KIND: &'static str = "centralpay.pending-payment";

    fn id(&self) -> &str {
        &self.id
    }
}

/// What a payer has entered.
#[derive(Debug, Clone)]
pub(super) struct Entered {
    pub(super) face: Face,
    pub(super) method: PaymentMethod,
    pub(super) email: Option<String>,
}

/// Answers a request to a payment page: `page` is the part of the path behind the name of the world.
pub fn payment_page(world: &mut World, page: &str, request: &Request<'_>) -> Answer {
    let (token, rest) = page.split_once('/').unwrap_or((page, ""));
    let mut step = Step::new(world);
    let Some((kept, index)) = shares::find(&step, token).filter(|(kept, index)| is_link(kept, *index, token)) else {
        return html(TITLE, 404, "<p data-testid=\"error\">There is no such page.</p>");
    };
    let answer = match (request.method, rest) {
        ("GET", "") => Ok(show(&mut step, kept, index)),
        ("POST", "") if !parameter(request, "cancel").is_empty() => Ok(canceled(&kept)),
        ("POST", "") => enter(&mut step, &kept, index, token, request),
        ("POST", "done") => done(&mut step, &kept, index, token, request),
        _ => return html(TITLE, 404, "<p data-testid=\"error\">There is no such page.</p>"),
    };
    let random = step.world().random().clone();
    let changes = step.finish();
    let answer = answer.and_then(|answer| match world.commit(changes) {
        Ok(()) => Ok(answer),
        Err(error) => Err(Refusal::of("amount", error.to_string())),
    });
    answer.unwrap_or_else(|refusal| {
        world.skip(random);
        if let Refusal::Failed(failure) = &refusal {
            world.fail(Failure::new(format!("payment page: {failure}")));
        }
        let answer = refusal.answer();
        let said = String::from_utf8_lossy(&answer.body).into_owned();
        html(TITLE, answer.status, &format!("<p data-testid=\"error\">{}</p>", escape(&said)))
    })
}

/// Whether a share is reached by the secret part of its link, and not by its identifier.
fn is_link(kept: &Kept, index: usize, token: &str) -> bool {
    let share = kept.shown.breakdowns.iter().flatten().nth(index);
    share.is_some_and(|share| share.payment_request_breakdown_id.as_str() != token)
}

fn show(step: &mut Step<'_>, mut kept: Kept, index: usize) -> Answer {
    if let Some(share) = kept.shown.breakdowns.iter_mut().flatten().nth(index) {
        share.entered = Some(true);
        share.view = Some(share.view.unwrap_or(0).saturating_add(1));
        share.last_entering_date = Some(date_time(step.now()));
    }
    step.put(kept.clone());
    form(&kept, index, 200, "")
}

/// The form, or why there is none.
fn form(kept: &Kept, index: usize, status: u16, note: &str) -> Answer {
    if !kept.is_active() || shares::is_settled(kept, index) {
        let status = kept.shown.payment_request_status.as_ref().unwrap_or(&PaymentRequestStatus::Closed);
        let text = if shares::is_settled(kept, index) { "This is paid." } else { "This link is no longer valid." };
        return html(TITLE, 410, &format!("<p data-testid=\"ended\" data-status=\"{}\">{text}</p>", status.as_str()));
    }
    let shown = &kept.shown;
    let text = |name: &str, value: Option<&str>| match value {
        Some(value) => format!("<p data-testid=\"{name}\">{}</p>", escape(value)),
        None => String::new(),
    };
    let methods: String = kept
        .offered
        .iter()
        .map(|method| format!("<option value=\"{0}\">{0}</option>", escape(method.as_str())))
        .collect();
    let input = |name: &str, label: &str, more: &str| {
        format!("<label>{label} <input name=\"{name}\" data-testid=\"{name}\" {more}></label>")
    };
    let body = format!(
        "{note}{}{}<p data-testid=\"amount\">{}</p>\
         <form method=\"post\" data-testid=\"payment\">\
         <label>Method <select name=\"method\" data-testid=\"method\">{methods}</select></label>{}{}{}{}{}{}\
         <button data-testid=\"pay\">Pay</button></form>\
         <form method=\"post\" data-testid=\"cancellation\"><input type=\"hidden\" name=\"cancel\" value=\"true\">\
         <button data-testid=\"cancel\">Cancel</button></form>",
        text("reference", shown.merchant_payment_request_id.as_deref()),
        text("description", shown.description.as_deref()),
        escape(&amount(left(kept, index), kept)),
        input("number", "Card number", "autocomplete=\"cc-number\" required"),
        input("expirationMonth", "Month", "size=\"2\" required"),
        input("expirationYear", "Year", "size=\"4\" required"),
        input("cvc", "Security code", "autocomplete=\"cc-csc\" required"),
        input("holderName", "Name on the card", "autocomplete=\"cc-name\""),
        input("email", "E-mail", "type=\"email\""),
    );
    html(TITLE, status, &body)
}

fn amount(minor: i64, kept: &Kept) -> String {
    let currency = kept.shown.currency.as_ref().map_or("EUR", |currency| currency.as_str());
    let minor = Amount::from_minor(minor).minor();
    format!("{}.{:02} {currency}", minor / 100, minor % 100)
}

/// A payer who cancels returns to the shop, if it has an address for this.
fn canceled(kept: &Kept) -> Answer {
    match &kept.url_on_canceled {
        Some(url) => redirect(kept, url),
        None => html(TITLE, 200, "<p data-testid=\"canceled\">Nothing was paid.</p>"),
    }
}

/// Takes what the payer has entered, and pays or sends the payer to the bank.
fn enter(
    step: &mut Step<'_>,
    kept: &Kept,
    index: usize,
    token: &str,
    request: &Request<'_>,
) -> Result<Answer, Refusal> {
    if !kept.is_active() || shares::is_settled(kept, index) {
        return Ok(form(kept, index, 410, ""));
    }
    let method = parameter(request, "method");
    let method =
        if method.is_empty() { kept.offered.first() } else { kept.offered.iter().find(|m| m.as_str() == method) };
    let Some(method) = method.cloned() else {
        return Err(Refusal::of("method", "the payment request does not accept this method"));
    };
    let details = details(request);
    let checked = CreateCardToken::new().card(details.clone());
    if let Err(violations) = checked.validate() {
        let Refusal::Invalid(errors) = Refusal::from(violations) else { return Ok(form(kept, index, 400, "")) };
        let errors: String =
            errors.iter().map(|(field, why)| format!("<li>{}: {}</li>", escape(field), escape(why))).collect();
        return Ok(form(kept, index, 400, &format!("<ul data-testid=\"error\">{errors}</ul>")));
    }
    let email = Some(parameter(request, "email")).filter(|email| !email.is_empty());
    let entered = Entered { face: face(step, &details, false), method, email };
    let back = format!("{}/pay/{}/{token}/done", step.world().address(), step.world().name());
    match three_ds::on_page(step, &entered.face, back) {
        None => pay(step, kept, index, &entered, Proof::None),
        Some(authentication) if three_ds::has_passed(&authentication) => {
            pay(step, kept, index, &entered, Proof::Passed)
        }
        Some(authentication) => {
            let id = authentication.id.clone();
            step.put(Pending { id, token: token.to_owned(), entered, is_used: false });
            Ok(wait(kept, index, &authentication))
        }
    }
}

fn details(request: &Request<'_>) -> CardDetails {
    let mut details = CardDetails::new(CardDetailsRequired {
        number: parameter(request, "number").split_whitespace().collect::<String>().into(),
        expiration_month: parameter(request, "expirationMonth"),
        expiration_year: parameter(request, "expirationYear"),
    });
    let cvc = parameter(request, "cvc");
    if !cvc.is_empty() {
        details = details.cvc(cvc);
    }
    details.holder_name = Some(parameter(request, "holderName")).filter(|name| !name.is_empty());
    details
}

/// What the payer does next: the challenge of the bank, or waiting for it; or that the bank has refused.
fn wait(kept: &Kept, index: usize, authentication: &Authentication) -> Answer {
    let answer = authentication.answer.as_ref();
    match authentication.result.trans_status {
        Some(ThreeDsTransStatus::ChallengeRequired) => {
            let text = |value: Option<&String>| value.map_or(String::new(), |value| escape(value));
            let body = format!(
                "<form method=\"post\" action=\"{}\" data-testid=\"challenge-request\">\
                 <input type=\"hidden\" name=\"creq\" value=\"{}\">\
                 <button data-testid=\"authenticate\">Continue to your bank</button></form>\
                 <script>document.forms[0].submit()</script>",
                text(answer.and_then(|answer| answer.acs_url.as_ref())),
                text(answer.and_then(|answer| answer.base64_encoded_challenge_request.as_ref())),
            );
            html(TITLE, 200, &body)
        }
        Some(ThreeDsTransStatus::DecoupledChallengeRequired) => {
            let url = authentication.notification_url.as_deref().unwrap_or_default();
            let body = format!(
                "<form method=\"post\" action=\"{}\" data-testid=\"waiting\">\
                 <input type=\"hidden\" name=\"threeDSServerTransID\" value=\"{}\">\
                 <p>Confirm the payment in the app of your bank.</p><button data-testid=\"continue\">Continue</button>\
                 </form>",
                escape(url),
                escape(&authentication.id),
            );
            html(TITLE, 200, &body)
        }
        _ => form(
            kept,
            index,
            200,
            "<p data-testid=\"authentication-failed\">Your bank has not confirmed that it is you.</p>",
        ),
    }
}

/// The payer is back from the bank.
fn done(step: &mut Step<'_>, kept: &Kept, index: usize, token: &str, request: &Request<'_>) -> Result<Answer, Refusal> {
    let id = three_ds::id_of_response(&parameter(request, "cres"));
    let id = id.unwrap_or_else(|| parameter(request, "threeDSServerTransID"));
    let pending = step.get::<Pending>(&id).filter(|pending| pending.token == token && !pending.is_used);
    let (Some(pending), Some(authentication)) = (pending, step.get::<Authentication>(&id)) else {
        return Err(Refusal::of("cres", "no payment waits for this authentication"));
    };
    if three_ds::is_open(&authentication) {
        return Ok(wait(kept, index, &authentication));
    }
    let mut pending = Pending::clone(&pending);
    pending.is_used = true;
    let entered = pending.entered.clone();
    step.put(pending);
    if !three_ds::has_passed(&authentication) {
        return Ok(wait(kept, index, &authentication));
    }
    if !kept.is_active() || shares::is_settled(kept, index) {
        return Ok(form(kept, index, 410, ""));
    }
    pay(step, kept, index, &entered, Proof::Passed)
}

/// Pays what is left of the share, and shows what the bank has answered.
fn pay(step: &mut Step<'_>, kept: &Kept, index: usize, entered: &Entered, proof: Proof) -> Result<Answer, Refusal> {
    let refused = page_payments::pay(step, kept, index, entered, proof)?;
    let kept = shares::request(step, kept.id()).unwrap_or_else(|| kept.clone());
    if let Some(why) = refused {
        let note = format!("<p data-testid=\"refused\">{}</p>", escape(&why));
        return Ok(form(&kept, index, 200, &note));
    }
    step.chose(chosen::PARAMETERS_OF_REDIRECTS);
    let url = kept.shown.redirect_url.as_ref();
    match (url, kept.delay) {
        (Some(url), Some(0)) => Ok(redirect(&kept, url)),
        (Some(url), Some(seconds)) => {
            let mut answer = html(TITLE, 200, "<p data-testid=\"paid\">Thank you for your payment.</p>");
            answer.headers.push(("Refresh", format!("{seconds}; url={}", with_status(&kept, url))));
            Ok(answer)
        }
        _ => Ok(html(TITLE, 200, "<p data-testid=\"paid\">Thank you for your payment.</p>")),
    }
}

/// Sends the payer to the shop.
fn redirect(kept: &Kept, url: &str) -> Answer {
    pages::see_other(with_status(kept, url))
}

/// The address of the shop, with what became of the payment.
fn with_status(kept: &Kept, url: &str) -> String {
    let shown = &kept.shown;
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(id) = &shown.point_of_sale_id {
        query.append_pair("pointOfSaleId", id.as_str());
    }
    if let Some(reference) = &shown.merchant_payment_request_id {
        query.append_pair("merchantPaymentRequestId", reference);
    }
    query.append_pair("paymentStatus", shown.payment_status.as_ref().unwrap_or(&PaymentStatus::Unpaid).as_str());
    let (url, fragment) = url.split_once('#').map_or((url, String::new()), |(url, rest)| (url, format!("#{rest}")));
    format!("{url}{}{}{fragment}", if url.contains('?') { '&' } else { '?' }, query.finish())
}
