//! Payment requests: links to a page on which payers pay their share by card.

use centralpay_model::{
    CancelPaymentRequest, ClosePaymentRequest, CreatePaymentRequest, CustomerId, EventType, GetPaymentRequest,
    PaymentMethod, PaymentRequest, PaymentRequestBreakdown, PaymentRequestDebitSource, PaymentRequestInstallment,
    PaymentRequestPayer, PaymentRequestStatus, PaymentRequestTransaction, PaymentRequestWireTransfer, PaymentStatus,
    PointOfSaleId, SearchPaymentRequest, SubscriptionModelId, TransactionSource, UpdatePaymentRequest, windows,
};
use payspec_core::{Amount, DateTime, Operation, Parsed};
use serde::{Deserialize, Serialize};

use super::dates::{closes, date_time};
use super::events::tell;
use super::handlers::Done;
use super::life::replace;
use super::merchant::Merchant;
use super::refusal::Refusal;
use super::request_shares::{self as shares, LinkOf, Share, ShareOf};
use super::transactions::{LARGEST_AMOUNT, check_money, check_point_of_sale};
use super::{cards, chosen, paris, subscription_models};
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::status::{change, statuses};
use crate::engine::step::Step;
use crate::engine::time::Instant;
use crate::engine::world::Task;

statuses!(PaymentRequestStatus, PaymentStatus);

/// The expiry of a link.
pub(super) static EXPIRE: Task = Task { name: "payment-request.expire", run: expire };

/// A payment request, and what its answers do not show.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) shown: PaymentRequest,
    /// What is paid of each share, in the order of the breakdowns.
    pub(super) shares: Vec<Share>,
    /// What the page offers.
    pub(super) offered: Vec<PaymentMethod>,
    pub(super) model: Option<SubscriptionModelId>,
    pub(super) receipt_email: Option<String>,
    /// Seconds until the payer returns to the shop.
    pub(super) delay: Option<i64>,
    pub(super) url_on_canceled: Option<String>,
    /// When the link expires.
    expires: Instant,
}

impl Object for Kept {
    const KIND: &'static str = "centralpay.payment-request";

    fn id(&self) -> &str {
        self.shown.payment_request_id.as_str()
    }
}

impl Kept {
    pub(super) fn is_active(&self) -> bool {
        self.shown.payment_request_status == Some(PaymentRequestStatus::Active)
    }

    /// Ends the request, and tells it.
    pub(super) fn end(
        &mut self,
        step: &mut Step<'_>,
        status: PaymentRequestStatus,
        kind: &EventType,
    ) -> Result<(), Failure> {
        change(&mut self.shown.payment_request_status, status)?;
        self.shown.ending_date = Some(date_time(step.now()));
        tell(step, kind, self.id(), &self.shown, None)
    }

    /// Ends a request whose link has expired, unless a payment waits to be processed.
    pub(super) fn expire(&mut self, step: &mut Step<'_>) -> Result<(), Failure> {
        if !self.is_active() || self.expires > step.now() {
            return Ok(());
        }
        match self.shown.payment_status {
            Some(PaymentStatus::Unpaid) => {
                self.end(step, PaymentRequestStatus::Canceled, &EventType::PaymentRequestCanceled)
            }
            Some(PaymentStatus::PartiallyPaid) => {
                self.end(step, PaymentRequestStatus::Closed, &EventType::PaymentRequestClosed)
            }
            _ => Ok(()),
        }
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreatePaymentRequest) -> Result<Done<PaymentRequest>, Refusal> {
    let offered = offered(step, &params)?;
    if params.transfer.as_ref().is_some_and(|transfers| !transfers.is_empty()) {
        return Err(Refusal::parameter(CreatePaymentRequest::SPEC.id, "transfer"));
    }
    let given = params.point_of_sale_id.as_ref().filter(|id| !id.as_str().is_empty());
    check_point_of_sale(step, given.map(PointOfSaleId::as_str))?;
    check_money(step, Amount::ZERO, &params.currency)?;
    if params.total_amount.minor() > LARGEST_AMOUNT {
        step.chose(chosen::LARGEST_AMOUNT);
        return Err(Refusal::of("totalAmount", format!("expected at most {LARGEST_AMOUNT}")));
    }
    let amounts = amounts(step, &params)?;
    let model = model(step, &params)?;
    let expires = match params.link_expiration_date.as_ref().filter(|date| !date.as_str().is_empty()) {
        Some(date) => moment(step, date)?,
        None => closes(windows::PAYMENT_LINK, step.now()),
    };
    let merchant = Merchant::of(step.world());
    let mut shown = PaymentRequest::new(step.random().uuid());
    shown.creation_date = Some(date_time(step.now()));
    shown.point_of_sale_id = Some(merchant.point_of_sale_id.into());
    shown.merchant_payment_request_id = params.merchant_payment_request_id;
    shown.description = params.description;
    shown.currency = Some(params.currency);
    shown.total_amount = Some(params.total_amount);
    change(&mut shown.payment_request_status, PaymentRequestStatus::Active)?;
    change(&mut shown.payment_status, PaymentStatus::Unpaid)?;
    shown.create_customer = Some(params.create_customer.unwrap_or(false));
    if params.end_user_language.as_ref().is_some_and(|language| language.row().is_none()) {
        step.chose(chosen::LANGUAGES_IN_ANY_SPELLING);
    }
    shown.language = params.end_user_language;
    shown.link_expiration_date = Some(date_time(expires));
    shown.deadline = params.deadline;
    shown.payment_form_template_id = params.payment_form_template_id;
    shown.redirect_url = params.url_redirect.filter(|url| !url.is_empty());
    shown.scenario_id = params.scenario_id;
    shown.scenario_starting_date = params.scenario_starting_date;
    shown.notification_emails = Some(params.notification_emails.unwrap_or_default());
    (shown.scenarios, shown.attachments) = (Some(Vec::new()), Some(Vec::new()));
    (shown.subscriptions, shown.transfers) = (Some(Vec::new()), Some(Vec::new()));
    if params.payment_method.contains(&PaymentMethod::Transaction) {
        let options = params.transaction.unwrap_or_default();
        let mut settings = PaymentRequestTransaction::new();
        settings.payment_request_transaction_id = Some(step.random().uuid().into());
        settings.capture = Some(options.capture.unwrap_or(options.source != Some(TransactionSource::PreAuthorisation)));
        settings.source = Some(options.source.unwrap_or(TransactionSource::ECommerce));
        settings.contract_id = Some(merchant.contract_id.into());
        settings.custom_acceptance_data = Some(options.custom_acceptance_data.unwrap_or_default());
        shown.transaction = Some(settings);
    }
    if params.payment_method.contains(&PaymentMethod::SctTransaction) {
        let mut settings = PaymentRequestWireTransfer::new();
        settings.payment_request_wire_transfer_id = Some(step.random().uuid().into());
        shown.wire_transfer = Some(settings);
    }
    if let Some(options) = params.installment.filter(|_| params.payment_method.contains(&PaymentMethod::Installment)) {
        let mut settings = PaymentRequestInstallment::new();
        settings.payment_request_installment_id = Some(step.random().uuid().into());
        settings.source = Some(options.source.unwrap_or(PaymentRequestDebitSource::Card));
        settings.interval_unit = Some(options.interval_unit);
        settings.interval_count = Some(options.interval_count);
        settings.iteration_count = Some(options.iteration_count);
        let today = || paris::date(paris::day(step.now()));
        settings.starting_date = Some(options.starting_date.unwrap_or_else(today));
        settings.deposit_amount = Some(options.deposit_amount.unwrap_or(Amount::ZERO));
        settings.fee_amount = Some(options.fee_amount.unwrap_or(Amount::ZERO));
        shown.installment = Some(Box::new(settings));
    }
    shown.installments = Some(shown.installment.as_deref().cloned().into_iter().collect());
    shown.payment_methods = Some(params.payment_method);
    shown.additional_data = Some(params.additional_data.unwrap_or_default());
    let payers = params.breakdown.into_iter().zip(amounts);
    let breakdowns: Vec<PaymentRequestBreakdown> =
        payers.enumerate().map(|(index, (payer, amount))| breakdown(step, &shown, index, payer, amount)).collect();
    let shares = vec![Share::default(); breakdowns.len()];
    shown.breakdowns = Some(breakdowns);
    let kept = Kept {
        shown,
        shares,
        offered,
        model,
        receipt_email: params.receipt_email,
        delay: params.delay,
        url_on_canceled: params.url_on_canceled.filter(|url| !url.is_empty()),
        expires,
    };
    step.later(expires, &EXPIRE, kept.id());
    tell(step, &EventType::PaymentRequestCreated, kept.id(), &kept.shown, None)?;
    let shown = kept.shown.clone();
    step.put(kept);
    Ok(shown.into())
}

/// The share of a payer, with its link.
fn breakdown(
    step: &mut Step<'_>,
    request: &PaymentRequest,
    index: usize,
    payer: PaymentRequestPayer,
    amount: i64,
) -> PaymentRequestBreakdown {
    let (id, token) = (step.random().uuid(), step.random().uuid());
    step.put(ShareOf { id: id.clone(), request: request.payment_request_id.as_str().to_owned(), index });
    step.put(LinkOf { secret: token.clone(), share: id.clone() });
    let mut share = PaymentRequestBreakdown::new(id);
    share.endpoint = Some(format!("{}/pay/{}/{token}", step.world().address(), step.world().name()));
    share.amount = Some(Amount::from_minor(amount));
    share.status = Some(PaymentStatus::Unpaid);
    share.payments = Some(Vec::new());
    (share.paid, share.payment_attempted, share.entered) = (Some(false), Some(false), Some(false));
    (share.view, share.initiator) = (Some(0), Some(index == 0));
    share.customer_id = payer.customer_id.filter(|id| !id.as_str().is_empty());
    share.email = payer.email;
    share.phone = payer.phone;
    share.first_name = payer.first_name;
    share.last_name = payer.last_name;
    share
}

/// The methods that the page offers: those by card.
fn offered(step: &mut Step<'_>, params: &CreatePaymentRequest) -> Result<Vec<PaymentMethod>, Refusal> {
    if params.payment_method.is_empty() {
        return Err(Refusal::of("paymentMethod", "at least one method is required"));
    }
    let debited = |source: Option<&PaymentRequestDebitSource>| source == Some(&PaymentRequestDebitSource::DirectDebit);
    let is_offered = |method: &PaymentMethod| match method {
        PaymentMethod::Transaction => true,
        PaymentMethod::Subscription => {
            !debited(params.subscription.as_ref().and_then(|options| options.source.as_ref()))
        }
        PaymentMethod::Installment => !debited(params.installment.as_ref().and_then(|options| options.source.as_ref())),
        _ => false,
    };
    let mut offered: Vec<PaymentMethod> = Vec::new();
    for method in params.payment_method.iter().filter(|method| is_offered(method)) {
        if !offered.contains(method) {
            offered.push(method.clone());
        }
    }
    if offered.len() < params.payment_method.len() {
        step.chose(chosen::METHODS_OUTSIDE_THE_CARD_SIDE);
    }
    if offered.is_empty() {
        return Err(Refusal::parameter(CreatePaymentRequest::SPEC.id, "paymentMethod"));
    }
    Ok(offered)
}

/// The amounts of the shares, which add up to the total.
fn amounts(step: &mut Step<'_>, params: &CreatePaymentRequest) -> Result<Vec<i64>, Refusal> {
    step.chose(chosen::SHARES_MAKE_THE_TOTAL);
    let total = params.total_amount.minor();
    for payer in &params.breakdown {
        if let Some(customer) = payer.customer_id.as_ref().map(CustomerId::as_str).filter(|id| !id.is_empty()) {
            cards::find_customer(step, customer)?;
        }
    }
    if let [PaymentRequestPayer { amount: None, .. }] = params.breakdown.as_slice() {
        return Ok(vec![total]);
    }
    let amounts: Option<Vec<i64>> = params.breakdown.iter().map(|payer| payer.amount.map(Amount::minor)).collect();
    let Some(amounts) = amounts.filter(|amounts| amounts.iter().all(|amount| *amount >= 0)) else {
        return Err(Refusal::of("breakdown", "expected an amount of at least 0 for each payer"));
    };
    let sum = amounts.iter().fold(0_i64, |sum, amount| sum.saturating_add(*amount));
    if sum != total || amounts.is_empty() {
        return Err(Refusal::of("breakdown", format!("the shares add up to {sum}; expected {total}")));
    }
    Ok(amounts)
}

/// The model of a subscription, under either name.
fn model(step: &mut Step<'_>, params: &CreatePaymentRequest) -> Result<Option<SubscriptionModelId>, Refusal> {
    let first = params.subscription.as_ref().and_then(|options| options.subscription_model_id.clone());
    let second = params.subscription_model.as_ref().map(|options| options.subscription_model_id.clone());
    if first.is_some() && second.is_some() && first != second {
        return Err(Refusal::of("subscriptionModel[subscriptionModelId]", "expected the model of `subscription`"));
    }
    let model = first.or(second).filter(|_| params.payment_method.contains(&PaymentMethod::Subscription));
    if let Some(model) = &model {
        let model = subscription_models::find(step, model.as_str())?;
        step.chose(chosen::PRICE_OF_A_REQUESTED_SUBSCRIPTION);
        subscription_models::check_currency(&model, &params.currency)?;
    }
    Ok(model)
}

/// When a link expires: a moment, or the end of a day.
fn moment(step: &Step<'_>, date: &DateTime) -> Result<Instant, Refusal> {
    let day = |day: payspec_core::CalendarDate| paris::midnight(day.checked_add_days(1)?);
    let moment = match date.parsed() {
        Some(Parsed::Instant { unix_seconds, .. }) => Some(Instant::from_unix_millis(unix_seconds * 1_000)),
        Some(Parsed::Date(date)) => day(date),
        Some(Parsed::Local { .. }) => paris::parse(date).and_then(day),
        _ => None,
    };
    match moment {
        Some(moment) if moment > step.now() => Ok(moment),
        Some(_) => Err(Refusal::of("linkExpirationDate", "expected a date in the future")),
        None => Err(Refusal::of("linkExpirationDate", "expected a date, such as 2025-01-07T11:47:27+01:00")),
    }
}

fn expire(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(kept) = step.get::<Kept>(id) else { return Ok(()) };
    let mut kept = Kept::clone(&kept);
    kept.expire(step)?;
    step.put(kept);
    Ok(())
}

pub(super) fn get(step: &mut Step<'_>, params: GetPaymentRequest) -> Result<Done<PaymentRequest>, Refusal> {
    Ok(find(step, params.payment_request_id.as_str())?.shown.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchPaymentRequest) -> Vec<PaymentRequest> {
    let is_found = |shown: &PaymentRequest| {
        let reference = &params.merchant_payment_request_id;
        let mut payers = shown.breakdowns.iter().flatten();
        (reference.is_none() || shown.merchant_payment_request_id == *reference)
            && (params.point_of_sale_id.is_none() || shown.point_of_sale_id == params.point_of_sale_id)
            && (params.customer_id.is_none() || payers.any(|payer| payer.customer_id == params.customer_id))
    };
    step.all::<Kept>().filter(|kept| is_found(&kept.shown)).map(|kept| kept.shown.clone()).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdatePaymentRequest) -> Result<Done<PaymentRequest>, Refusal> {
    let mut kept = find(step, params.payment_request_id.as_str())?;
    if let Some(date) = params.link_expiration_date.filter(|date| !date.as_str().is_empty()) {
        if !kept.is_active() {
            return Err(Refusal::of("linkExpirationDate", "the payment request has ended"));
        }
        kept.expires = moment(step, &date)?;
        kept.shown.link_expiration_date = Some(date_time(kept.expires));
        step.later(kept.expires, &EXPIRE, kept.id());
    }
    replace(&mut kept.shown.merchant_payment_request_id, params.merchant_payment_request_id);
    replace(&mut kept.shown.description, params.description);
    replace(&mut kept.shown.deadline, params.deadline);
    replace(&mut kept.shown.additional_data, params.additional_data);
    let shown = kept.shown.clone();
    step.put(kept);
    Ok(shown.into())
}

pub(super) fn cancel(step: &mut Step<'_>, params: CancelPaymentRequest) -> Result<Done<PaymentRequest>, Refusal> {
    let mut kept = find(step, params.payment_request_id.as_str())?;
    params.validate_against_payment_request(&kept.shown)?;
    kept.end(step, PaymentRequestStatus::Canceled, &EventType::PaymentRequestCanceled)?;
    let shown = kept.shown.clone();
    step.put(kept);
    Ok(shown.into())
}

pub(super) fn close(step: &mut Step<'_>, params: ClosePaymentRequest) -> Result<Done<PaymentRequest>, Refusal> {
    let mut kept = find(step, params.payment_request_id.as_str())?;
    params.validate_against_payment_request(&kept.shown)?;
    if kept.shown.payment_status == Some(PaymentStatus::Unpaid) {
        step.chose(chosen::CLOSING_AN_UNPAID_REQUEST);
    }
    replace(&mut kept.shown.close_comment, params.close_comment);
    kept.end(step, PaymentRequestStatus::Closed, &EventType::PaymentRequestClosed)?;
    let shown = kept.shown.clone();
    step.put(kept);
    Ok(shown.into())
}

/// A payment request.
fn find(step: &Step<'_>, id: &str) -> Result<Kept, Refusal> {
    shares::request(step, id).ok_or_else(|| Refusal::no("payment request", id))
}
