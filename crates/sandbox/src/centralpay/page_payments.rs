//! What a payer does on the page: a card payment, a subscription or a payment in instalments.

use centralpay_model::{
    CreateCustomer, CreateInstallmentPayment, CreateInstallmentPaymentRequired, CreateSubscription,
    CreateSubscriptionRequired, CreateTransaction, CreateTransactionRequired, Currency, Customer, EventType,
    IntervalUnit, PaymentMethod, PaymentRequestBreakdown,
};
use payspec_core::Amount;

use super::charge::is_approved;
use super::events::tell;
use super::merchant::Merchant;
use super::payment_pages::Entered;
use super::payment_requests::Kept;
use super::refusal::Refusal;
use super::request_shares::{self as shares, left};
use super::three_ds::Proof;
use super::transactions::authorise;
use super::{cards, chosen, customers, instalments, paris, subscription_models, subscriptions};
use crate::engine::failure::Failure;
use crate::engine::step::Step;

/// The address of payers: the page does not know another.
const PAYER_IP: &str = "127.0.0.1";

/// Pays what is left of a share. Returns why the bank has refused, if it has.
pub(super) fn pay(
    step: &mut Step<'_>,
    kept: &Kept,
    index: usize,
    entered: &Entered,
    proof: Proof,
) -> Result<Option<String>, Refusal> {
    let share = kept.shown.breakdowns.iter().flatten().nth(index);
    let share = share.cloned().ok_or_else(|| Failure::new("a payment request lacks a share"))?;
    step.chose(chosen::AMOUNTS_CHOSEN_BY_PAYERS);
    match entered.method {
        PaymentMethod::Transaction => by_card(step, kept, index, &share, entered, proof),
        PaymentMethod::Subscription => by_subscription(step, kept, index, &share, entered),
        _ => by_instalments(step, kept, index, &share, entered),
    }
}

fn by_card(
    step: &mut Step<'_>,
    kept: &Kept,
    index: usize,
    share: &PaymentRequestBreakdown,
    entered: &Entered,
    proof: Proof,
) -> Result<Option<String>, Refusal> {
    let is_stored = kept.shown.create_customer == Some(true) || share.customer_id.is_some();
    let customer = if is_stored { Some(customer(step, kept, index, share, entered)?) } else { None };
    let settings = kept.shown.transaction.clone().unwrap_or_default();
    let mut params = CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(left(kept, index)),
        currency: currency(kept),
        point_of_sale_id: Merchant::of(step.world()).point_of_sale_id.into(),
        end_user_ip: PAYER_IP.to_owned(),
    });
    params.payment_request_breakdown_id = Some(share.payment_request_breakdown_id.clone());
    params.source = settings.source;
    params.capture = settings.capture;
    params.custom_acceptance_data = settings.custom_acceptance_data;
    params.receipt_email = kept.receipt_email.clone().or_else(|| share.email.clone()).or_else(|| entered.email.clone());
    params.customer_id = customer.as_ref().map(|customer| customer.customer_id.clone());
    let payment = authorise(step, params, &entered.face, proof, |_| ())?;
    if !is_approved(&payment) {
        return Ok(Some(payment.bank_message.unwrap_or_default()));
    }
    Ok(None)
}

fn by_instalments(
    step: &mut Step<'_>,
    kept: &Kept,
    index: usize,
    share: &PaymentRequestBreakdown,
    entered: &Entered,
) -> Result<Option<String>, Refusal> {
    let (customer, card) = stored(step, kept, index, share, entered)?;
    let settings = kept.shown.installment.as_deref().cloned().unwrap_or_default();
    let mut params = CreateInstallmentPayment::new(CreateInstallmentPaymentRequired {
        amount: Amount::from_minor(left(kept, index)),
        currency: currency(kept),
        iteration_count: settings.iteration_count.unwrap_or(1),
        interval_count: settings.interval_count.unwrap_or(1),
        interval_unit: settings.interval_unit.unwrap_or(IntervalUnit::Month),
        end_user_ip: PAYER_IP.to_owned(),
    });
    // A payer who comes after the planned day begins today.
    let today = paris::day(step.now());
    params.starting_date = settings.starting_date.filter(|date| paris::parse(date).is_some_and(|day| day > today));
    params.deposit_amount = settings.deposit_amount;
    params.fee_amount = settings.fee_amount;
    params.customer_id = Some(customer.customer_id);
    params.card_id = Some(card.into());
    let origin = (kept.shown.payment_request_id.clone(), share.payment_request_breakdown_id.clone());
    let plan = instalments::start(step, params, Some(origin))?;
    let is_paid = plan.shown.installments.iter().flatten().any(|instalment| instalment.paid == Some(true));
    let is_refused = plan.shown.installments.iter().flatten().any(|row| row.attempt_count != Some(0)) && !is_paid;
    let id = plan.shown.installment_payment_id.as_str().to_owned();
    let kind = if is_refused {
        EventType::PaymentRequestInstallmentFailed
    } else {
        EventType::PaymentRequestInstallmentSucceeded
    };
    plan.tell(step, &kind)?;
    follow(step, share, &id, PaymentMethod::Installment, is_paid)?;
    Ok(is_refused.then(|| refused("The first instalment was refused", plan.is_running())))
}

fn by_subscription(
    step: &mut Step<'_>,
    kept: &Kept,
    index: usize,
    share: &PaymentRequestBreakdown,
    entered: &Entered,
) -> Result<Option<String>, Refusal> {
    let (customer, card) = stored(step, kept, index, share, entered)?;
    let model = kept.model.clone().ok_or_else(|| Failure::new("a payment request lacks its model"))?;
    step.chose(chosen::PRICE_OF_A_REQUESTED_SUBSCRIPTION);
    subscription_models::check_currency(&subscription_models::find(step, model.as_str())?, &currency(kept))?;
    let mut params = CreateSubscription::new(CreateSubscriptionRequired {
        subscription_model_id: model,
        point_of_sale_id: Merchant::of(step.world()).point_of_sale_id.into(),
        end_user_ip: PAYER_IP.to_owned(),
    });
    params.customer_id = Some(customer.customer_id);
    params.card_id = Some(card.into());
    let origin = (kept.shown.payment_request_id.clone(), share.payment_request_breakdown_id.clone());
    let subscription = subscriptions::start(step, params, Some(origin))?;
    let shown = subscription.view(step);
    let is_refused = shown.last_invoice.as_ref().is_some_and(|invoice| invoice.paid != Some(true));
    let id = shown.subscription_id.as_str().to_owned();
    let kind = if is_refused {
        step.chose(chosen::PAYLOAD_OF_A_FAILED_SUBSCRIPTION);
        EventType::PaymentRequestSubscriptionFailed
    } else {
        EventType::PaymentRequestSubscriptionSucceeded
    };
    tell(step, &kind, &id, &shown, None)?;
    follow(step, share, &id, PaymentMethod::Subscription, !is_refused)?;
    Ok(is_refused.then(|| refused("The first payment was refused", subscription.is_running())))
}

fn refused(what: &str, is_retried: bool) -> String {
    format!("{what}{}", if is_retried { "; it is tried again." } else { "." })
}

/// Lists a series on its share, which its first payment settles.
fn follow(
    step: &mut Step<'_>,
    share: &PaymentRequestBreakdown,
    id: &str,
    method: PaymentMethod,
    is_paid: bool,
) -> Result<(), Refusal> {
    let share = &share.payment_request_breakdown_id;
    if let Some((mut kept, index)) = shares::find(step, share.as_str()) {
        shares::list(step, &mut kept, index, id, method);
        if let Some(share) = kept.shares.get_mut(index) {
            share.series = Some(id.to_owned());
        }
        step.put(kept);
    }
    if is_paid {
        shares::series_paid(step, Some(share))?;
    }
    Ok(())
}

/// The payer as a customer with the entered card, which is stored before it is charged.
fn stored(
    step: &mut Step<'_>,
    kept: &Kept,
    index: usize,
    share: &PaymentRequestBreakdown,
    entered: &Entered,
) -> Result<(Customer, String), Refusal> {
    let customer = customer(step, kept, index, share, entered)?;
    let (card, customer) = cards::store(step, entered.face.clone(), customer)?;
    step.put(customer.clone());
    let card = card.card_id.ok_or_else(|| Failure::new("a card has no identifier"))?;
    Ok((customer, card.as_str().to_owned()))
}

/// The customer of a payer: the one of the share, one with the same e-mail address or phone number, or a new one.
fn customer(
    step: &mut Step<'_>,
    kept: &Kept,
    index: usize,
    share: &PaymentRequestBreakdown,
    entered: &Entered,
) -> Result<Customer, Refusal> {
    if let Some(id) = &share.customer_id {
        return cards::find_customer(step, id.as_str());
    }
    let email = share.email.clone().or_else(|| entered.email.clone());
    let phone = share.phone.clone();
    let is_known = |customer: &Customer| {
        (email.is_some() && customer.email == email) || (phone.is_some() && customer.phone == phone)
    };
    let known = step.all::<Customer>().find(|customer| is_known(customer)).map(|customer| Customer::clone(&customer));
    let customer = if let Some(known) = known {
        known
    } else {
        let mut params = CreateCustomer::new();
        params.email = email;
        params.phone = phone;
        params.first_name.clone_from(&share.first_name);
        params.last_name.clone_from(&share.last_name);
        params.language.clone_from(&kept.shown.language);
        if params.email.is_none() && params.phone.is_none() {
            return Err(Refusal::of("email", "an e-mail address is required"));
        }
        customers::create(step, params)?.object
    };
    if let Some(mut kept) = shares::request(step, kept.shown.payment_request_id.as_str()) {
        if let Some(share) = kept.shown.breakdowns.iter_mut().flatten().nth(index) {
            share.customer_id = Some(customer.customer_id.clone());
        }
        step.put(kept);
    }
    Ok(customer)
}

fn currency(kept: &Kept) -> Currency {
    kept.shown.currency.clone().unwrap_or(Currency::EUR)
}
