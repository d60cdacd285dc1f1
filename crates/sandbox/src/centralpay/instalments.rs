//! Payments in instalments on a stored card.

use centralpay_model::{
    CancelInstallmentPayment, CardId, CardSummary, CreateInstallmentPayment, EventType, GetInstallmentPayment,
    Installment, InstallmentPayment, InstallmentPaymentStatus, InstallmentTransaction, InstallmentType,
    PaymentRequestBreakdownId, PaymentRequestId, PointOfSaleId, PointOfSaleSummary, SearchInstallmentPayment,
    UpdateInstallmentPayment,
};
use payspec_core::{Amount, CalendarDate, DateTime, Operation};
use serde::{Deserialize, Serialize};

use super::collections::Collections;
use super::dates::date_time;
use super::events::tell;
use super::handlers::Done;
use super::instalment_plan::{Row, plan};
use super::life::replace;
use super::merchant::Merchant;
use super::refusal::Refusal;
use super::transactions::{check_money, check_point_of_sale};
use super::{cards, chosen, instalment_collection as collection, paris, three_ds};
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::status::{change, statuses};
use crate::engine::step::Step;
use crate::engine::time::Instant;

statuses!(InstallmentPaymentStatus);

/// A payment in instalments, and when each is collected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// As answers show it.
    pub(super) shown: InstallmentPayment,
    /// The planned attempts, in the order of the instalments; absent if there is none.
    pub(super) due: Vec<Option<Instant>>,
    /// The hour of collection in UTC, the same for the whole plan.
    pub(super) utc_hour: i64,
}

impl Object for Kept {
    const KIND: &'static str = "centralpay.installment-payment";

    fn id(&self) -> &str {
        self.shown.installment_payment_id.as_str()
    }
}

impl Kept {
    /// The payment as events show it: with parts of the card, the point of sale and the times of payments.
    pub(super) fn in_event(&self, step: &Step<'_>) -> InstallmentPayment {
        let mut shown = self.shown.clone();
        let card = shown.card_id.as_ref().and_then(|id| cards::find(step, id.as_str()).ok());
        shown.card = card.map(|kept| {
            let mut card = CardSummary::new();
            card.uuid = kept.face.card.card_id;
            card.commercial_brand = kept.face.card.commercial_brand;
            (card.first6, card.last4) = (kept.face.card.first6, kept.face.card.last4);
            card
        });
        let mut point_of_sale = PointOfSaleSummary::new();
        point_of_sale.uuid.clone_from(&shown.point_of_sale_id);
        point_of_sale.name = Some(step.world().name().to_owned());
        shown.point_of_sale = Some(point_of_sale);
        for instalment in shown.installments.iter_mut().flatten() {
            *instalment = instalment_in_event(step, instalment);
        }
        shown
    }

    pub(super) fn is_running(&self) -> bool {
        let status = self.shown.status.as_ref();
        matches!(status, Some(InstallmentPaymentStatus::Active | InstallmentPaymentStatus::Failure))
    }

    /// Plans the attempt of one instalment, or none.
    pub(super) fn plan(&mut self, index: usize, at: Option<Instant>) {
        if let Some(due) = self.due.get_mut(index) {
            *due = at;
        }
        if let Some(instalment) = self.shown.installments.iter_mut().flatten().nth(index) {
            instalment.next_transaction_attempt = at.map(paris::to_the_minute);
        }
    }

    pub(super) fn tell(&self, step: &mut Step<'_>, kind: &EventType) -> Result<(), Failure> {
        let shown = self.in_event(step);
        tell(step, kind, self.id(), &shown, None)
    }
}

/// An instalment as events show it.
pub(super) fn instalment_in_event(step: &Step<'_>, instalment: &Installment) -> Installment {
    let mut shown = instalment.clone();
    let payments: Vec<InstallmentTransaction> = shown
        .transactions
        .iter()
        .flatten()
        .map(|id| {
            let mut data = InstallmentTransaction::new();
            data.uuid = Some(id.clone());
            let payment = step.get::<centralpay_model::Transaction>(id.as_str());
            data.creation_date = payment.and_then(|payment| payment.creation_date.clone());
            data
        })
        .collect();
    shown.transaction_data = (!payments.is_empty()).then_some(payments);
    shown
}

pub(super) fn create(
    step: &mut Step<'_>,
    params: CreateInstallmentPayment,
) -> Result<Done<InstallmentPayment>, Refusal> {
    if params.mandate_id.is_some() {
        return Err(Refusal::parameter(CreateInstallmentPayment::SPEC.id, "mandateId"));
    }
    let given = params.point_of_sale_id.as_ref().filter(|id| !id.as_str().is_empty());
    check_point_of_sale(step, given.map(PointOfSaleId::as_str))?;
    Ok(start(step, params, None)?.shown.into())
}

/// Starts a payment in instalments. What is due today is collected at once.
pub(super) fn start(
    step: &mut Step<'_>,
    params: CreateInstallmentPayment,
    origin: Option<(PaymentRequestId, PaymentRequestBreakdownId)>,
) -> Result<Kept, Refusal> {
    check_money(step, params.amount, &params.currency)?;
    let Some(customer) = params.customer_id.clone().filter(|id| !id.as_str().is_empty()) else {
        return Err(Refusal::of("customerId", "a customer with a card is required"));
    };
    let card = params.card_id.as_ref().map(CardId::as_str).filter(|id| !id.is_empty());
    let face = cards::of_customer(step, customer.as_str(), card)?;
    three_ds::check_proof_of_series(step, params.three_ds.as_ref(), &face)?;
    let today = paris::day(step.now());
    let first_day = day(step, "startingDate", params.starting_date.as_ref())?.unwrap_or(today);
    let deposit_day = day(step, "depositStartingDate", params.deposit_starting_date.as_ref())?;
    let has_deposit = params.deposit_amount.is_some_and(|amount| amount > Amount::ZERO);
    if has_deposit && deposit_day.is_none() {
        step.chose(chosen::DATE_OF_THE_DEPOSIT);
    }
    let deposit_day = deposit_day.unwrap_or(today);
    let rows = plan(&params, first_day, deposit_day)?;
    step.chose(chosen::DEFAULTS_OF_RETRIES);
    if params.fee_amount.is_some_and(|fee| fee > Amount::ZERO) {
        step.chose(chosen::FEE_ON_THE_FIRST_INSTALMENT);
        step.chose(chosen::AMOUNT_OF_THE_PLAN);
    }
    let hour = i64::from(Collections::of(step).instalments.hour);
    let mut shown = InstallmentPayment::new(step.random().uuid());
    let merchant = Merchant::of(step.world());
    shown.creation_date = Some(date_time(step.now()));
    shown.point_of_sale_id = Some(merchant.point_of_sale_id.into());
    shown.contract_id = Some(merchant.contract_id.into());
    shown.merchant_installment_payment_id = params.merchant_installment_payment_id;
    change(&mut shown.status, InstallmentPaymentStatus::Active)?;
    shown.customer_id = Some(customer);
    shown.card_id = face.card.card_id;
    shown.amount = Some(params.amount);
    shown.currency = Some(params.currency);
    shown.deposit_amount = Some(params.deposit_amount.unwrap_or(Amount::ZERO));
    shown.deposit_starting_date = has_deposit.then(|| paris::date(deposit_day));
    shown.fee_amount = Some(params.fee_amount.unwrap_or(Amount::ZERO));
    shown.starting_date = Some(paris::date(first_day));
    shown.interval_unit = Some(params.interval_unit);
    shown.interval_count = Some(params.interval_count);
    shown.iteration_count = Some(params.iteration_count);
    shown.description = params.description;
    shown.end_user_ip = Some(params.end_user_ip);
    shown.end_user_language = params.end_user_language;
    (shown.payment_request_id, shown.payment_request_breakdown_id) = origin.unzip();
    shown.additional_data = Some(params.additional_data.unwrap_or_default());
    let mut kept = Kept { shown, due: Vec::new(), utc_hour: hour - paris::offset(step.now()) };
    let instalments: Vec<Installment> = rows.iter().map(|row| instalment(step, &kept.shown, row)).collect();
    kept.shown.installments = Some(instalments);
    kept.due = vec![None; rows.len()];
    for (index, row) in rows.iter().enumerate() {
        let at = if row.day == today { Some(step.now()) } else { paris::at(row.day, kept.utc_hour) };
        kept.plan(index, at);
    }
    collection::begin(step, &mut kept)?;
    step.put(kept.clone());
    Ok(kept)
}

fn instalment(step: &mut Step<'_>, payment: &InstallmentPayment, row: &Row) -> Installment {
    let mut instalment = Installment::new(step.random().uuid());
    instalment.creation_date.clone_from(&payment.creation_date);
    instalment.installment_payment_id = Some(payment.installment_payment_id.clone());
    instalment.customer_id.clone_from(&payment.customer_id);
    instalment.kind = Some(if row.is_deposit { InstallmentType::Deposit } else { InstallmentType::Installment });
    instalment.amount = Some(Amount::from_minor(row.amount));
    instalment.currency.clone_from(&payment.currency);
    (instalment.paid, instalment.attempt_count) = (Some(false), Some(0));
    instalment.transactions = Some(Vec::new());
    instalment.sdd_transactions = Some(Vec::new());
    instalment
}

/// A day that a parameter names, today or later.
fn day(step: &mut Step<'_>, name: &str, given: Option<&DateTime>) -> Result<Option<CalendarDate>, Refusal> {
    let Some(given) = given.filter(|date| !date.as_str().is_empty()) else { return Ok(None) };
    let day = paris::parse(given).ok_or_else(|| Refusal::of(name, "expected a date, such as 2024-01-31"))?;
    let today = paris::day(step.now());
    if day < today {
        step.chose(chosen::START_IN_THE_PAST);
        return Err(Refusal::of(name, format!("expected {today} or later")));
    }
    Ok(Some(day))
}

pub(super) fn get(step: &mut Step<'_>, params: GetInstallmentPayment) -> Result<Done<InstallmentPayment>, Refusal> {
    Ok(find(step, params.installment_payment_id.as_str())?.shown.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchInstallmentPayment) -> Vec<InstallmentPayment> {
    let is_found = |shown: &InstallmentPayment| {
        let reference = &params.merchant_installment_payment_id;
        (reference.is_none() || shown.merchant_installment_payment_id == *reference)
            && (params.customer_id.is_none() || shown.customer_id == params.customer_id)
            && (params.mandate_id.is_none() || shown.mandate_id == params.mandate_id)
            && (params.point_of_sale_id.is_none() || shown.point_of_sale_id == params.point_of_sale_id)
    };
    step.all::<Kept>().filter(|kept| is_found(&kept.shown)).map(|kept| kept.shown.clone()).collect()
}

pub(super) fn update(
    step: &mut Step<'_>,
    params: UpdateInstallmentPayment,
) -> Result<Done<InstallmentPayment>, Refusal> {
    if params.mandate_id.is_some() {
        return Err(Refusal::parameter(UpdateInstallmentPayment::SPEC.id, "mandateId"));
    }
    let mut kept = find(step, params.installment_payment_id.as_str())?;
    if let Some(card) = params.card_id.filter(|id| !id.as_str().is_empty()) {
        let customer = kept.shown.customer_id.as_ref().map_or("", |id| id.as_str());
        kept.shown.card_id = cards::of_customer(step, customer, Some(card.as_str()))?.card.card_id;
        step.chose(chosen::CARDS_OF_RUNNING_SERIES);
    }
    if let Some(first_day) = day(step, "startingDate", params.starting_date.as_ref())? {
        if !kept.is_running() {
            return Err(Refusal::of("startingDate", "the payment in instalments has ended"));
        }
        step.chose(chosen::MOVED_PLANS);
        collection::move_to(step, &mut kept, first_day)?;
    }
    replace(&mut kept.shown.merchant_installment_payment_id, params.merchant_installment_payment_id);
    replace(&mut kept.shown.description, params.description);
    replace(&mut kept.shown.additional_data, params.additional_data);
    kept.tell(step, &EventType::InstallmentPaymentUpdated)?;
    let shown = kept.shown.clone();
    step.put(kept);
    Ok(shown.into())
}

pub(super) fn cancel(
    step: &mut Step<'_>,
    params: CancelInstallmentPayment,
) -> Result<Done<InstallmentPayment>, Refusal> {
    let mut kept = find(step, params.installment_payment_id.as_str())?;
    params.validate_against_installment_payment(&kept.shown)?;
    step.chose(chosen::CANCELLED_PLANS);
    collection::cancel(step, &mut kept)?;
    let shown = kept.shown.clone();
    step.put(kept);
    Ok(shown.into())
}

/// A payment in instalments.
fn find(step: &Step<'_>, id: &str) -> Result<Kept, Refusal> {
    let kept = step.get::<Kept>(id).ok_or_else(|| Refusal::no("payment in instalments", id))?;
    Ok(Kept::clone(&kept))
}
