//! The hosted payment page: what a payer does there, and what follows. What it shows is in `payment_views`.

use centralpay_model::{
    CardDetails, CardDetailsRequired, CreateCardToken, PaymentMethod, PaymentStatus, ThreeDsTransStatus,
};
use serde::{Deserialize, Serialize};

use super::face::{Face, face};
use super::payment_requests::Kept;
use super::payment_views::Visit;
use super::refusal::Refusal;
use super::request_shares as shares;
use super::three_ds::{self, Authentication, Proof};
use super::{chosen, page_payments};
use crate::engine::answer::Answer;
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::request::Request;
use crate::engine::step::Step;
use crate::engine::world::World;
use crate::pages::payment::Note;
use crate::pages::{posted, see_other};

/// A payer who is with the bank: what is paid when the authentication succeeds.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pending {
    /// The identifier of the authentication.
    id: String,
    token: String,
    entered: Entered,
    is_used: bool,
    /// How it ended, for the page around the bank's frame.
    #[serde(default)]
    outcome: Option<Outcome>,
}

impl Object for Pending {
    const KIND: &'static str = "centralpay.pending-payment";

    fn id(&self) -> &str {
        &self.id
    }
}

/// How a payment on the page ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Outcome {
    Paid,
    /// The bank refused it, with this message.
    Refused(String),
    NotAuthenticated,
}

/// What a payer has entered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entered {
    pub(super) face: Face,
    pub(super) method: PaymentMethod,
    pub(super) email: Option<String>,
}

/// Answers a request to a payment page: `page` is the part of the path behind the name of the world.
pub fn payment_page(world: &mut World, page: &str, request: &Request<'_>) -> Answer {
    let (token, rest) = page.split_once('/').unwrap_or((page, ""));
    let mut step = Step::new(world);
    let Some((kept, index)) = shares::by_link(&step, token) else {
        return Visit::nowhere(request);
    };
    let visit = Visit::new(&step, &kept, index, token, request);
    let answer = match (request.method, rest.split_once('/').unwrap_or((rest, ""))) {
        ("GET", ("", "")) => Ok(show(&mut step, &visit, kept.clone())),
        ("POST", ("", "")) if !posted(request, "cancel").is_empty() => Ok(canceled(&visit, &kept)),
        ("POST", ("", "")) => enter(&mut step, &visit, &kept),
        ("POST", ("done", "")) => done(&mut step, &visit, &kept),
        ("GET", ("outcome", id)) => Ok(outcome(&mut step, &visit, &kept, id)),
        _ => return Visit::nowhere(request),
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
        visit.refused(&Step::new(world), &kept, &refusal)
    })
}

/// Shows the form, and notes that the payer has come. A page in another language or with a test card is no other visit.
fn show(step: &mut Step<'_>, visit: &Visit<'_>, mut kept: Kept) -> Answer {
    if visit.is_first()
        && let Some(share) = kept.shown.breakdowns.iter_mut().flatten().nth(visit.index)
    {
        share.entered = Some(true);
        share.view = Some(share.view.unwrap_or(0).saturating_add(1));
        share.last_entering_date = Some(super::dates::date_time(step.now()));
    }
    step.put(kept.clone());
    visit.form(step, &kept, 200, Note::None)
}

/// A payer who cancels returns to the shop, if it has an address for this.
fn canceled(visit: &Visit<'_>, kept: &Kept) -> Answer {
    match &kept.url_on_canceled {
        Some(url) => see_other(with_status(kept, url)),
        None => visit.canceled(kept),
    }
}

/// Takes what the payer has entered, and pays or sends the payer to the bank.
fn enter(step: &mut Step<'_>, visit: &Visit<'_>, kept: &Kept) -> Result<Answer, Refusal> {
    if let Some(closed) = visit.closed(step, kept) {
        return Ok(closed);
    }
    let method = visit.posted("method");
    let method =
        if method.is_empty() { kept.offered.first() } else { kept.offered.iter().find(|m| m.as_str() == method) };
    let Some(method) = method.cloned() else {
        return Err(Refusal::of("method", "the payment request does not accept this method"));
    };
    let details = details(visit);
    let checked = CreateCardToken::new().card(details.clone());
    checked.validate()?;
    let email = Some(visit.posted("email")).filter(|email| !email.is_empty());
    let entered = Entered { face: face(step, &details, false), method, email };
    match three_ds::on_page(step, &entered.face, visit.address_for_banks()) {
        None => {
            let outcome = pay(step, visit, kept, &entered, Proof::None)?;
            Ok(end(step, visit, kept, outcome))
        }
        Some(authentication) if three_ds::has_passed(&authentication) => {
            let outcome = pay(step, visit, kept, &entered, Proof::Passed)?;
            Ok(end(step, visit, kept, outcome))
        }
        Some(mut authentication) => {
            authentication.purchase = Some(visit.purchase(kept, &entered.face));
            step.put(authentication.clone());
            let id = authentication.id.clone();
            step.put(Pending { id, token: visit.token.to_owned(), entered, is_used: false, outcome: None });
            Ok(wait(step, visit, kept, &authentication))
        }
    }
}

fn details(visit: &Visit<'_>) -> CardDetails {
    let mut details = CardDetails::new(CardDetailsRequired {
        number: visit.posted("number").split_whitespace().collect::<String>().into(),
        expiration_month: visit.posted("expirationMonth"),
        expiration_year: visit.posted("expirationYear"),
    });
    let cvc = visit.posted("cvc");
    if !cvc.is_empty() {
        details = details.cvc(cvc);
    }
    details.holder_name = Some(visit.posted("holderName")).filter(|name| !name.is_empty());
    details
}

/// What the payer does next: the challenge of the bank, or waiting for it; or that the bank has refused.
fn wait(step: &mut Step<'_>, visit: &Visit<'_>, kept: &Kept, authentication: &Authentication) -> Answer {
    match authentication.result.trans_status {
        Some(ThreeDsTransStatus::ChallengeRequired) => visit.challenge(step, kept, authentication),
        Some(ThreeDsTransStatus::DecoupledChallengeRequired) => visit.waiting(step, kept, authentication),
        _ => end(step, visit, kept, Outcome::NotAuthenticated),
    }
}

/// The payer is back from the bank.
fn done(step: &mut Step<'_>, visit: &Visit<'_>, kept: &Kept) -> Result<Answer, Refusal> {
    let id = three_ds::id_of_response(&visit.posted("cres"));
    let id = id.unwrap_or_else(|| visit.posted("threeDSServerTransID"));
    let pending = step.get::<Pending>(&id).filter(|pending| pending.token == visit.token && !pending.is_used);
    let (Some(pending), Some(authentication)) = (pending, step.get::<Authentication>(&id)) else {
        return Err(Refusal::of("cres", "no payment waits for this authentication"));
    };
    if three_ds::is_open(&authentication) {
        return Ok(wait(step, visit, kept, &authentication));
    }
    let mut pending = Pending::clone(&pending);
    pending.is_used = true;
    let outcome = if !three_ds::has_passed(&authentication) {
        Outcome::NotAuthenticated
    } else if let Some(closed) = visit.closed(step, kept) {
        step.put(pending);
        return Ok(closed);
    } else {
        pay(step, visit, kept, &pending.entered, Proof::Passed)?
    };
    pending.outcome = Some(outcome.clone());
    step.put(pending);
    Ok(if visit.is_framed() { visit.leave_frame(&id) } else { end(step, visit, kept, outcome) })
}

/// How a payment ended, for the page around the bank's frame.
fn outcome(step: &mut Step<'_>, visit: &Visit<'_>, kept: &Kept, id: &str) -> Answer {
    let pending = step.get::<Pending>(id).filter(|pending| pending.token == visit.token);
    match pending.and_then(|pending| pending.outcome.clone()) {
        Some(outcome) => end(step, visit, kept, outcome),
        None => visit.form(step, kept, 200, Note::None),
    }
}

/// Pays what is left of the share.
fn pay(
    step: &mut Step<'_>,
    visit: &Visit<'_>,
    kept: &Kept,
    entered: &Entered,
    proof: Proof,
) -> Result<Outcome, Refusal> {
    let refused = page_payments::pay(step, kept, visit.index, entered, proof)?;
    Ok(refused.map_or(Outcome::Paid, Outcome::Refused))
}

/// Shows how a payment ended, and sends the payer to the shop if it was made.
fn end(step: &mut Step<'_>, visit: &Visit<'_>, kept: &Kept, outcome: Outcome) -> Answer {
    let kept = shares::request(step, kept.id()).unwrap_or_else(|| kept.clone());
    match outcome {
        Outcome::Refused(why) if shares::is_collected(step, &kept, visit.index) => visit.collected(&kept, Some(why)),
        Outcome::Refused(why) => visit.form(step, &kept, 200, Note::Refused(why)),
        Outcome::NotAuthenticated => visit.form(step, &kept, 200, Note::NotAuthenticated),
        Outcome::Paid => {
            step.chose(chosen::PARAMETERS_OF_REDIRECTS);
            let shop = kept.shown.redirect_url.as_ref().map(|url| with_status(&kept, url));
            match (shop, kept.delay) {
                (Some(url), Some(0)) => see_other(url),
                (shop, delay) => visit.paid(&kept, shop, delay),
            }
        }
    }
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
