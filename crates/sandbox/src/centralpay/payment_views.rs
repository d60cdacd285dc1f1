//! What the hosted payment page shows: from a payment request and a visit to the texts of a page.

use centralpay_model::test_values::TestCard;
use centralpay_model::{Currency, PaymentMethod, PaymentRequestStatus};

use super::face::Face;
use super::payment_requests::Kept;
use super::refusal::Refusal;
use super::request_shares::{self as shares, left};
use super::three_ds::{Authentication, Purchase};
use super::transactions::code_of;
use super::{paris, subscription_models};
use crate::engine::answer::Answer;
use crate::engine::request::Request;
use crate::engine::step::Step;
use crate::pages::payment::{
    ChallengeFrame, Frame, LeaveFrame, Method, Mistakes, Note, OutcomePage, PaymentPage, Summary, Values, WaitingPage,
};
use crate::pages::words::Language;
use crate::pages::{html, posted, queried, test_cards};

/// How long test cards that are chosen from the list are valid, in years.
const VALIDITY: i16 = 3;

/// A request to the payment page of a share.
pub(super) struct Visit<'a> {
    /// The position of the share.
    pub(super) index: usize,
    /// The secret of the link.
    pub(super) token: &'a str,
    request: &'a Request<'a>,
    /// The address of the page.
    here: String,
    shop: String,
    language: Language,
    /// The year of the world's clock.
    year: i16,
}

impl<'a> Visit<'a> {
    pub(super) fn new(step: &Step<'_>, kept: &Kept, index: usize, token: &'a str, request: &'a Request<'a>) -> Self {
        let (world, year) = (step.world(), paris::day(step.now()).year);
        let here = format!("{}/pay/{}/{token}", world.address(), world.name());
        let of_payment = kept.shown.language.as_ref().map(centralpay_model::Language::as_str);
        let language = Language::choose(&asked(request), of_payment, request.header("accept-language"));
        Self { index, token, request, here, shop: world.name().to_owned(), language, year }
    }

    /// The response where there is no page.
    pub(super) fn nowhere(request: &Request<'_>) -> Answer {
        let language = Language::choose(&asked(request), None, request.header("accept-language"));
        let page = OutcomePage {
            frame: Frame { language, here: String::new() },
            summary: Summary::default(),
            id: "error",
            tone: "bad",
            status: None,
            title: language.words().no_page,
            detail: None,
            refused: None,
            link: None,
        };
        html(404, &page)
    }

    /// A parameter of the posted form; empty if there is none.
    pub(super) fn posted(&self, name: &str) -> String {
        posted(self.request, name)
    }

    /// Returns `true` if the payer came by the link, and not by one on the page itself.
    pub(super) fn is_first(&self) -> bool {
        asked(self.request).is_empty() && queried(self.request, "card").is_empty()
    }

    /// Returns `true` if the browser says that it shows this in a frame, as it does the bank's pages.
    pub(super) fn is_framed(&self) -> bool {
        self.request.header("sec-fetch-dest") == Some("iframe")
    }

    /// Where banks send payers back to, in the language that the payer has chosen.
    pub(super) fn address_for_banks(&self) -> String {
        let asked = asked(self.request);
        let language = if asked.is_empty() { String::new() } else { format!("?lang={}", self.language.code()) };
        format!("{}/done{language}", self.here)
    }

    /// What the bank shows of the payment.
    pub(super) fn purchase(&self, kept: &Kept, face: &Face) -> Purchase {
        Purchase {
            amount: left(kept, self.index),
            currency: code_of(kept.shown.currency.as_ref()).to_owned(),
            card: face.card.last4.clone(),
            language: Some(self.language.code().to_owned()),
        }
    }

    fn frame(&self) -> Frame {
        Frame { language: self.language, here: self.here.clone() }
    }

    fn money(&self, minor: i64, currency: Option<&Currency>) -> String {
        self.language.money(minor, code_of(currency))
    }

    /// What is paid: without amounts, if there is nothing to pay any more.
    fn summary(&self, kept: &Kept) -> Summary {
        let (shown, words) = (&kept.shown, self.language.words());
        let currency = shown.currency.as_ref();
        let mut lines = Vec::new();
        if let Some(total) = shown.total_amount.filter(|_| kept.shares.len() > 1) {
            lines.push((words.total, self.money(total.minor(), currency)));
            lines.push((words.your_share, self.money(shares::amount(kept, self.index), currency)));
        }
        if let Some(share) = kept.shares.get(self.index).filter(|share| share.paid > 0) {
            lines.push((words.paid, self.money(share.paid, currency)));
        }
        Summary {
            merchant: self.shop.clone(),
            reference: shown.merchant_payment_request_id.clone(),
            description: shown.description.clone(),
            amount: None,
            subscription: None,
            lines,
        }
    }

    /// The summary with what is charged: the rest of the share, or the price of the subscription model.
    fn summary_to_pay(&self, step: &Step<'_>, kept: &Kept) -> Summary {
        let mut summary = self.summary(kept);
        if kept.offered.iter().any(|method| *method != PaymentMethod::Subscription) {
            summary.amount = Some(self.money(left(kept, self.index), kept.shown.currency.as_ref()));
        }
        let model = kept.model.as_ref().and_then(|id| subscription_models::find(step, id.as_str()).ok());
        summary.subscription = model.map(|model| {
            let price = self.money(subscription_models::price(&model), model.currency.as_ref());
            let (unit, count) = subscription_models::interval(&model);
            format!("{price} {}", self.language.every(&unit, count))
        });
        summary
    }

    /// The form, or why there is none.
    pub(super) fn form(&self, step: &Step<'_>, kept: &Kept, status: u16, note: Note) -> Answer {
        self.form_with(step, kept, status, note, Mistakes::default())
    }

    fn form_with(&self, step: &Step<'_>, kept: &Kept, status: u16, note: Note, mistakes: Mistakes) -> Answer {
        if let Some(closed) = self.closed(step, kept) {
            return closed;
        }
        let chosen = self.posted("method");
        let methods = kept.offered.iter().map(|method| Method {
            code: method.as_str().to_owned(),
            name: self.language.method(method).to_owned(),
            is_chosen: method.as_str() == chosen,
        });
        html(
            status,
            &PaymentPage {
                frame: self.frame(),
                summary: self.summary_to_pay(step, kept),
                methods: methods.collect(),
                values: self.values(),
                note,
                mistakes,
                is_subscription: kept.offered.iter().all(|method| *method == PaymentMethod::Subscription),
                is_framed: self.is_framed(),
                year: self.year.saturating_add(VALIDITY),
                test_cards: test_cards::groups(self.language),
            },
        )
    }

    /// What the fields contain: what was posted, or a test card of the list.
    fn values(&self) -> Values {
        let is_test_card = |number: &String| TestCard::from(number.as_str()).row().is_some();
        let card = Some(queried(self.request, "card")).filter(is_test_card);
        if let Some(number) = card {
            let cvc = if number.len() == 15 { "1234" } else { "123" };
            let year = self.year.saturating_add(VALIDITY).to_string();
            return Values { number, month: "12".to_owned(), year, cvc: cvc.to_owned(), ..Values::default() };
        }
        let number: String = self.posted("number").split_whitespace().collect();
        Values {
            number: Some(number).filter(is_test_card).unwrap_or_default(),
            month: self.posted("expirationMonth"),
            year: self.posted("expirationYear"),
            cvc: String::new(),
            holder: self.posted("holderName"),
            email: self.posted("email"),
        }
    }

    /// The form with what is wrong, so that the payer can correct it.
    pub(super) fn refused(&self, step: &Step<'_>, kept: &Kept, refusal: &Refusal) -> Answer {
        let (status, words) = (refusal.answer().status, self.language.words());
        let mut mistakes = Mistakes::default();
        let Refusal::Invalid(errors) = refusal else {
            mistakes.technical.push(refusal.to_string());
            return self.failed(step, kept, status, mistakes);
        };
        for (field, why) in errors {
            let is_of = |name| field.contains(name);
            if is_of("number") {
                mistakes.number = Some(words.wrong_number);
            } else if is_of("expiration") {
                mistakes.expiry = Some(words.wrong_expiry);
            } else if is_of("cvc") {
                mistakes.cvc = Some(words.wrong_cvc);
            } else if is_of("email") {
                mistakes.email = Some(words.wrong_email);
            }
            mistakes.technical.push(format!("{field}: {why}"));
        }
        self.failed(step, kept, status, mistakes)
    }

    fn failed(&self, step: &Step<'_>, kept: &Kept, status: u16, mistakes: Mistakes) -> Answer {
        if status == 500 || self.closed(step, kept).is_some() {
            let words = self.language.words();
            let page = self.page(kept, "error", "bad", words.nothing_paid);
            return html(status, &OutcomePage { detail: Some(mistakes.technical.join("; ")), ..page });
        }
        self.form_with(step, kept, status, Note::Mistakes, mistakes)
    }

    fn page(&self, kept: &Kept, id: &'static str, tone: &'static str, title: &'static str) -> OutcomePage {
        OutcomePage {
            frame: self.frame(),
            summary: self.summary(kept),
            id,
            tone,
            status: None,
            title,
            detail: None,
            refused: None,
            link: None,
        }
    }

    /// Why nothing can be paid.
    pub(super) fn closed(&self, step: &Step<'_>, kept: &Kept) -> Option<Answer> {
        let words = self.language.words();
        let is_settled = shares::is_settled(kept, self.index);
        if !kept.is_active() || is_settled {
            let status = kept.shown.payment_request_status.as_ref().unwrap_or(&PaymentRequestStatus::Closed);
            let has_expired = kept.shown.ending_date == kept.shown.link_expiration_date;
            let (tone, title) = match status {
                _ if is_settled => ("good", words.paid_before),
                _ if has_expired => ("bad", words.link_expired),
                PaymentRequestStatus::Canceled => ("bad", words.link_canceled),
                _ => ("bad", words.link_ended),
            };
            let page = self.page(kept, "ended", tone, title);
            return Some(html(410, &OutcomePage { status: Some(status.as_str().to_owned()), ..page }));
        }
        shares::is_collected(step, kept, self.index).then(|| {
            let page = self.page(kept, "pending", "neutral", words.collected);
            html(409, &page)
        })
    }

    /// A series collects the share, although its first payment was refused.
    pub(super) fn collected(&self, kept: &Kept, refused: Option<String>) -> Answer {
        let page = self.page(kept, "pending", "neutral", self.language.words().collected);
        html(200, &OutcomePage { refused, ..page })
    }

    /// The payer has cancelled.
    pub(super) fn canceled(&self, kept: &Kept) -> Answer {
        let words = self.language.words();
        let page = self.page(kept, "canceled", "neutral", words.nothing_paid);
        html(200, &OutcomePage { link: Some((self.here.clone(), words.back_to_page)), ..page })
    }

    /// The payment was made. `shop` is where the payer goes from here: after a number of seconds, if there is one.
    pub(super) fn paid(&self, kept: &Kept, shop: Option<String>, delay: Option<i64>) -> Answer {
        let words = self.language.words();
        let refresh = shop.as_ref().zip(delay).map(|(url, seconds)| format!("{seconds}; url={url}"));
        let page = OutcomePage {
            detail: refresh.is_some().then(|| words.return_soon.to_owned()),
            link: shop.map(|url| (url, words.return_now)),
            ..self.page(kept, "paid", "good", words.thanks)
        };
        let mut answer = html(200, &page);
        answer.headers.extend(refresh.map(|refresh| ("Refresh", refresh)));
        answer
    }

    /// The bank's page, in a frame.
    pub(super) fn challenge(&self, step: &Step<'_>, kept: &Kept, authentication: &Authentication) -> Answer {
        let answer = authentication.answer.as_ref();
        let page = ChallengeFrame {
            frame: self.frame(),
            summary: self.summary_to_pay(step, kept),
            bank: answer.and_then(|answer| answer.acs_url.clone()).unwrap_or_default(),
            creq: answer.and_then(|answer| answer.base64_encoded_challenge_request.clone()).unwrap_or_default(),
        };
        html(200, &page)
    }

    /// The payer confirms in the app of the bank.
    pub(super) fn waiting(&self, step: &Step<'_>, kept: &Kept, authentication: &Authentication) -> Answer {
        let page = WaitingPage {
            frame: self.frame(),
            summary: self.summary_to_pay(step, kept),
            action: authentication.notification_url.clone().unwrap_or_default(),
            authentication: authentication.id.clone(),
        };
        html(200, &page)
    }

    /// Inside of the bank's frame: leads the page around it to the outcome.
    pub(super) fn leave_frame(&self, authentication: &str) -> Answer {
        let outcome = format!("{}/outcome/{authentication}", self.here);
        html(200, &LeaveFrame { frame: self.frame(), outcome })
    }
}

/// The language that was asked for on the page.
fn asked(request: &Request<'_>) -> String {
    let posted = posted(request, "lang");
    if posted.is_empty() { queried(request, "lang") } else { posted }
}
