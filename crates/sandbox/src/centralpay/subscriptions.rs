//! Subscriptions on a stored card.

use centralpay_model::{
    CancelSubscription, CardId, CreateSubscription, EventType, GetSubscription, PaymentRequestBreakdownId,
    PaymentRequestId, ReactivateSubscription, SearchSubscription, Subscription, SubscriptionStatus, UpdateSubscription,
};
use payspec_core::{CalendarDate, Operation};
use serde::{Deserialize, Serialize};

use super::billing::{self, Attempted, Mode};
use super::collections::Collections;
use super::dates::date_time;
use super::events::tell;
use super::handlers::Done;
use super::invoices::KeptInvoice;
use super::life::replace;
use super::refusal::Refusal;
use super::transactions::{LARGEST_AMOUNT, check_money, check_point_of_sale};
use super::{cards, chosen, paris, subscription_models, three_ds};
use crate::engine::objects::Object;
use crate::engine::status::{change, statuses};
use crate::engine::step::Step;

statuses!(SubscriptionStatus);

/// A subscription, and how far it has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// As answers show it, without its latest invoice.
    pub(super) shown: Subscription,
    /// The first day, from which all periods are counted.
    #[serde(with = "super::dates::as_text")]
    pub(super) first_day: CalendarDate,
    /// The hour of collection in UTC, the same for the whole series.
    pub(super) utc_hour: i64,
    /// The number of periods that have begun.
    pub(super) begun: u32,
    /// The number of periods; absent if there is no end.
    pub(super) periods: Option<u32>,
    /// Items that wait for the next invoice.
    pub(super) waiting: Vec<String>,
    /// Invoices that are not closed.
    pub(super) open: Vec<String>,
    /// Those of them with a failed payment.
    pub(super) failed: Vec<String>,
    pub(super) last_invoice: Option<String>,
    /// Whether all attempts have failed, so that no period is invoiced.
    pub(super) is_halted: bool,
}

impl Object for Kept {
    const KIND: &'static str = "centralpay.subscription";

    fn id(&self) -> &str {
        self.shown.subscription_id.as_str()
    }
}

impl Kept {
    /// The subscription with its latest invoice.
    pub(super) fn view(&self, step: &Step<'_>) -> Subscription {
        let mut shown = self.shown.clone();
        let last = self.last_invoice.as_ref().and_then(|id| step.get::<KeptInvoice>(id));
        shown.last_invoice = last.map(|last| Box::new(last.shown.clone()));
        shown
    }

    pub(super) fn is_ended(&self) -> bool {
        self.shown.status == Some(SubscriptionStatus::Canceled)
    }

    /// Whether the platform still makes or repeats payments.
    pub(super) fn is_running(&self) -> bool {
        !self.is_ended() && !self.is_halted
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateSubscription) -> Result<Done<Subscription>, Refusal> {
    let others = [("mandateId", params.mandate_id.is_some()), ("walletId", params.wallet_id.is_some())];
    if let Some((name, _)) = others.into_iter().find(|(_, is_given)| *is_given) {
        return Err(Refusal::parameter(CreateSubscription::SPEC.id, name));
    }
    check_point_of_sale(step, Some(params.point_of_sale_id.as_str()))?;
    let kept = start(step, params, None)?;
    Ok(kept.view(step).into())
}

/// Starts a subscription. One that starts today is charged at once.
pub(super) fn start(
    step: &mut Step<'_>,
    params: CreateSubscription,
    origin: Option<(PaymentRequestId, PaymentRequestBreakdownId)>,
) -> Result<Kept, Refusal> {
    let model = subscription_models::find(step, params.subscription_model_id.as_str())?;
    params.validate_against_subscription_model(&model)?;
    let Some(customer) = params.customer_id.clone().filter(|id| !id.as_str().is_empty()) else {
        return Err(Refusal::of("customerId", "a customer with a card is required"));
    };
    let card = params.card_id.as_ref().map(CardId::as_str).filter(|id| !id.is_empty());
    let face = cards::of_customer(step, customer.as_str(), card)?;
    three_ds::check_proof_of_series(step, params.three_ds.as_ref(), &face)?;
    let quantity = params.quantity.unwrap_or(1);
    if subscription_models::price(&model).checked_mul(quantity).is_none_or(|amount| amount > LARGEST_AMOUNT) {
        step.chose(chosen::LARGEST_AMOUNT);
        return Err(Refusal::of("quantity", format!("expected a charge of at most {LARGEST_AMOUNT}")));
    }
    if let Some((amount, currency)) = model.amount.zip(model.currency.clone()) {
        check_money(step, amount, &currency)?;
    }
    let today = paris::day(step.now());
    let first_day = first_day(step, params.starting_date.as_ref())?;
    let (unit, count) = subscription_models::interval(&model);
    if paris::nth(first_day, &unit, count, 1).is_none() {
        return Err(Refusal::of("startingDate", "the first period would end after the year 9999"));
    }
    let settings = Collections::of(step);
    step.chose(chosen::COUNT_INCLUDES_THE_FIRST_PAYMENT);
    step.chose(chosen::DEFAULTS_OF_RETRIES);
    let periods = model.iteration_count.map(|count| {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        if settings.count_includes_first { count.max(1) } else { count.saturating_add(1) }
    });
    let mut shown = Subscription::new(step.random().uuid());
    shown.creation_date = Some(date_time(step.now()));
    shown.merchant_subscription_id = params.merchant_subscription_id;
    shown.quantity = Some(quantity);
    change(&mut shown.status, SubscriptionStatus::Active)?;
    shown.customer_id = Some(customer);
    shown.card_id = face.card.card_id;
    shown.starting_date = Some(paris::date(first_day));
    let end = periods.and_then(|periods| paris::nth(first_day, &unit, count, periods)?.checked_add_days(-1));
    shown.expected_ending_date = end.map(paris::date);
    shown.end_user_ip = Some(params.end_user_ip);
    shown.end_user_language = params.end_user_language;
    (shown.payment_request_id, shown.payment_request_breakdown_id) = origin.unzip();
    shown.additional_data = Some(params.additional_data.unwrap_or_default());
    shown.subscription_model = Some(Box::new(model));
    let utc_hour = i64::from(settings.subscriptions.hour) - paris::offset(step.now());
    let mut kept = Kept {
        shown,
        first_day,
        utc_hour,
        begun: 0,
        periods,
        waiting: Vec::new(),
        open: Vec::new(),
        failed: Vec::new(),
        last_invoice: None,
        is_halted: false,
    };
    begin(step, &mut kept, first_day == today)?;
    step.put(kept.clone());
    Ok(kept)
}

/// Charges the first payment now, or plans it. The creation is reported after the payment, as for instalments.
fn begin(step: &mut Step<'_>, kept: &mut Kept, is_now: bool) -> Result<(), Refusal> {
    step.chose(chosen::FIRST_PAYMENT_OF_A_SUBSCRIPTION);
    let id = kept.id().to_owned();
    let mut attempted = Attempted::Paid;
    if is_now {
        attempted = billing::first_period(step, kept)?;
        if attempted != Attempted::Paid && kept.shown.payment_request_id.is_none() {
            step.chose(chosen::REFUSED_FIRST_PAYMENT);
            return Ok(billing::fail_at_once(step, kept)?);
        }
    } else if let Some(at) = paris::at(kept.first_day, kept.utc_hour) {
        step.later(at, &billing::BILL, &id);
    }
    let created = kept.view(step);
    tell(step, &EventType::SubscriptionCreated, &id, &created, None)?;
    if attempted == Attempted::Over {
        billing::finish(step, kept)?;
    }
    Ok(billing::complete(step, kept)?)
}

fn first_day(step: &mut Step<'_>, given: Option<&payspec_core::DateTime>) -> Result<CalendarDate, Refusal> {
    let today = paris::day(step.now());
    let Some(given) = given.filter(|date| !date.as_str().is_empty()) else { return Ok(today) };
    let day = paris::parse(given).ok_or_else(|| Refusal::of("startingDate", "expected a date, such as 2024-01-31"))?;
    if day < today {
        step.chose(chosen::START_IN_THE_PAST);
        return Err(Refusal::of("startingDate", format!("expected {today} or later")));
    }
    Ok(day)
}

pub(super) fn get(step: &mut Step<'_>, params: GetSubscription) -> Result<Done<Subscription>, Refusal> {
    Ok(find(step, params.subscription_id.as_str())?.view(step).into())
}

pub(super) fn search(step: &Step<'_>, params: SearchSubscription) -> Vec<Subscription> {
    let is_found = |kept: &Kept| {
        let (shown, reference) = (&kept.shown, &params.merchant_subscription_id);
        let model = shown.subscription_model.as_ref().map(|model| &model.subscription_model_id);
        (reference.is_none() || shown.merchant_subscription_id == *reference)
            && (params.customer_id.is_none() || shown.customer_id == params.customer_id)
            && (params.mandate_id.is_none() || shown.mandate_id == params.mandate_id)
            && (params.subscription_model_id.is_none() || model == params.subscription_model_id.as_ref())
    };
    step.all::<Kept>().filter(|kept| is_found(kept)).map(|kept| kept.view(step)).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdateSubscription) -> Result<Done<Subscription>, Refusal> {
    if params.mandate_id.is_some() {
        return Err(Refusal::parameter(UpdateSubscription::SPEC.id, "mandateId"));
    }
    let mut kept = find(step, params.subscription_id.as_str())?;
    let before = kept.view(step);
    if let Some(card) = params.card_id.filter(|id| !id.as_str().is_empty()) {
        let customer = kept.shown.customer_id.as_ref().map_or("", |id| id.as_str());
        kept.shown.card_id = cards::of_customer(step, customer, Some(card.as_str()))?.card.card_id;
        step.chose(chosen::CARDS_OF_RUNNING_SERIES);
    }
    replace(&mut kept.shown.merchant_subscription_id, params.merchant_subscription_id);
    replace(&mut kept.shown.additional_data, params.additional_data);
    let shown = kept.view(step);
    tell(step, &EventType::SubscriptionUpdated, kept.id(), &shown, Some(&before))?;
    step.put(kept);
    Ok(shown.into())
}

pub(super) fn cancel(step: &mut Step<'_>, params: CancelSubscription) -> Result<Done<Subscription>, Refusal> {
    let mut kept = find(step, params.subscription_id.as_str())?;
    if kept.is_ended() {
        return Err(Refusal::of("status", "the subscription has ended"));
    }
    if params.at_period_end == Some(true) && kept.begun > 0 {
        step.chose(chosen::CANCELLING_AT_THE_PERIOD_END);
        let before = kept.view(step);
        kept.shown.cancel_at_period_end = Some(true);
        kept.shown.cancellation_date = Some(date_time(step.now()));
        let shown = kept.view(step);
        tell(step, &EventType::SubscriptionUpdated, kept.id(), &shown, Some(&before))?;
    } else {
        kept.shown.cancel_at_period_end = Some(false);
        billing::cancel_now(step, &mut kept)?;
    }
    step.put(kept.clone());
    Ok(kept.view(step).into())
}

pub(super) fn reactivate(step: &mut Step<'_>, params: ReactivateSubscription) -> Result<Done<Subscription>, Refusal> {
    let mut kept = find(step, params.subscription_id.as_str())?;
    params.validate_against_subscription(&kept.shown)?;
    if kept.shown.cancel_at_period_end != Some(true) {
        return Err(Refusal::of("cancelAtPeriodEnd", "the subscription is not due to be cancelled"));
    }
    kept.shown.cancel_at_period_end = None;
    kept.shown.cancellation_date = None;
    step.chose(chosen::END_AFTER_REACTIVATION);
    let shown = kept.view(step);
    tell(step, &EventType::SubscriptionReactivated, kept.id(), &shown, None)?;
    step.put(kept);
    Ok(shown.into())
}

/// A subscription.
pub(super) fn find(step: &Step<'_>, id: &str) -> Result<Kept, Refusal> {
    let kept = step.get::<Kept>(id).ok_or_else(|| Refusal::no("subscription", id))?;
    Ok(Kept::clone(&kept))
}

/// Pays an invoice of a subscription by hand, which keeps what becomes of both.
pub(super) fn pay(step: &mut Step<'_>, kept: &mut Kept, invoice: &mut KeptInvoice) -> Result<(), Refusal> {
    billing::attempt(step, kept, invoice, Mode::ByHand)?;
    Ok(billing::complete(step, kept)?)
}
