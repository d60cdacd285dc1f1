//! Card payments: authorisation, capture, cancellation.

use centralpay_model::{
    AuthorizationStatus, BankReturnCode, CancelTransaction, CaptureStatus, CaptureTransaction, Card, CardId,
    CreateTransaction, Currency, CustomerId, EventType, GetTransaction, SearchTransaction, Transaction,
    TransactionSource, TransactionStatus, UpdateTransaction, windows,
};
use payspec_core::Amount;

use super::dates::{closes, date_time};
use super::events::tell;
use super::face::{Face, face};
use super::handlers::Done;
use super::judgement::{Judgement, judge};
use super::life::{self, replace};
use super::merchant::Merchant;
use super::refusal::Refusal;
use super::three_ds::Proof;
use super::{card_tokens, cards, chosen, lists, request_shares, shares, three_ds};
use crate::engine::failure::Failure;
use crate::engine::objects::Object;
use crate::engine::status::{change, statuses};
use crate::engine::step::Step;

statuses!(TransactionStatus, AuthorizationStatus);

/// The currencies of payments.
const CURRENCIES: [&str; 4] = ["EUR", "USD", "CHF", "GBP"];

/// The code of an object's currency. Every stored object has one.
pub(super) fn code_of(currency: Option<&Currency>) -> &str {
    currency.map_or("EUR", Currency::as_str)
}

/// The largest amount of a payment, in minor units. Balances are sums of amounts, and must not overflow.
pub(super) const LARGEST_AMOUNT: i64 = 999_999_999_999;

impl Object for Transaction {
    const KIND: &'static str = "centralpay.transaction";

    fn id(&self) -> &str {
        self.transaction_id.as_str()
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateTransaction) -> Result<Done<Transaction>, Refusal> {
    check(step, &params)?;
    let face = card(step, &params)?;
    let proof = three_ds::take_proof(step, &params, &face)?;
    let payment = authorise(step, params, &face, proof, |_| ())?;
    let status = if payment.transaction_status == Some(TransactionStatus::Success) { 200 } else { 402 };
    Ok(Done { status, object: payment })
}

/// Asks the bank, and notes and tells what follows. `mark` notes on the payment what it is for.
pub(super) fn authorise(
    step: &mut Step<'_>,
    params: CreateTransaction,
    face: &Face,
    proof: Proof,
    mark: impl FnOnce(&mut Transaction),
) -> Result<Transaction, Refusal> {
    let source = params.source.clone().unwrap_or(TransactionSource::ECommerce);
    let result = result(step, &params, face, &source, proof);
    let is_approved = result.status == TransactionStatus::Success;
    let captures = captures(step, &source, params.capture);
    let is_entered = params.card_id.as_ref().is_none_or(|id| id.as_str().is_empty());
    let share = params.payment_request_breakdown_id.clone();
    let mut payment = describe(step, params, source.clone(), face);
    request_shares::mark(step, &mut payment, share);
    mark(&mut payment);
    if is_approved && is_entered {
        payment.card = Some(Box::new(store_entered(step, &payment, face)?));
    }
    payment.three_d_secure = Some(proof == Proof::Passed);
    let event = result.event.clone();
    decide(step, &mut payment, result)?;
    let id = payment.transaction_id.as_str().to_owned();
    let Some(amount) = payment.amount.filter(|_| is_approved) else {
        tell(step, &event, &id, &payment, None)?;
        step.put(payment.clone());
        request_shares::note(step, &payment)?;
        return Ok(payment);
    };
    if captures {
        step.chose(chosen::CLEARING);
        life::capture(step, &mut payment, amount)?;
    }
    tell(step, &event, &id, &payment, None)?;
    if captures {
        tell(step, &EventType::TransactionCaptured, &id, &payment, None)?;
    } else if source != TransactionSource::CardCheck {
        let is_guaranteed = source == TransactionSource::PreAuthorisation;
        let window = if is_guaranteed { windows::CAPTURE_PRE_AUTHORISATION } else { windows::CAPTURE };
        step.later(closes(window, step.now()), &life::EXPIRE, &id);
    }
    step.put(payment.clone());
    request_shares::note(step, &payment)?;
    Ok(payment)
}

/// How a payment ends: by what is known of the cardholder, by the lists, or by the bank.
struct PaymentResult {
    status: TransactionStatus,
    authorization: AuthorizationStatus,
    event: EventType,
    /// Absent if the bank was not asked.
    code: Option<BankReturnCode>,
    message: Option<String>,
}

fn result(
    step: &mut Step<'_>,
    params: &CreateTransaction,
    face: &Face,
    source: &TransactionSource,
    proof: Proof,
) -> PaymentResult {
    let without_bank =
        |status, authorization, event, message| PaymentResult { status, authorization, event, code: None, message };
    if proof == Proof::Failed {
        let event = EventType::TransactionThreeDsAuthFailed;
        let message = Some("3-D Secure authentication failed".to_owned());
        return without_bank(
            TransactionStatus::ThreeDsAuthFailure,
            AuthorizationStatus::ThreeDsAuthFailure,
            event,
            message,
        );
    }
    // The lists do not judge a series.
    let objection = if proof == Proof::OfSeries { None } else { lists::objection(step, params, face) };
    if let Some(objection) = objection {
        let event = EventType::TransactionFraudulent;
        return without_bank(TransactionStatus::Fraud, AuthorizationStatus::Fraud, event, Some(objection));
    }
    let has_proof = matches!(proof, Proof::Passed | Proof::OfSeries);
    let Judgement { is_approved, code, message } = judge(step, face, source, params.amount, has_proof);
    let (status, authorization, event) = if is_approved {
        (TransactionStatus::Success, AuthorizationStatus::Success, EventType::TransactionSucceeded)
    } else {
        (TransactionStatus::Failure, AuthorizationStatus::Failure, EventType::TransactionFailed)
    };
    PaymentResult { status, authorization, event, code: Some(code), message: Some(message) }
}

/// A card that was entered for a customer is stored, to be charged later.
fn store_entered(step: &mut Step<'_>, payment: &Transaction, face: &Face) -> Result<Card, Refusal> {
    let Some(customer) = &payment.customer_id else { return Ok(face.card.clone()) };
    step.chose(chosen::TOKEN_AND_CUSTOMER);
    let customer = cards::find_customer(step, customer.as_str())?;
    let (card, customer) = cards::store(step, face.clone(), customer)?;
    step.put(customer);
    Ok(card)
}

/// What the spec's rules cannot check: that what is referred to exists and is modelled.
fn check(step: &mut Step<'_>, params: &CreateTransaction) -> Result<(), Refusal> {
    let merchant = Merchant::of(step.world());
    check_point_of_sale(step, Some(params.point_of_sale_id.as_str()))?;
    let contract = params.contract_id.as_ref().filter(|id| !id.as_str().is_empty());
    if let Some(contract) = contract.filter(|id| id.as_str() != merchant.contract_id) {
        return Err(Refusal::no("contract", contract.as_str()));
    }
    if params.apple_pay_token.as_ref().is_some_and(|token| !token.is_empty()) {
        return Err(card_tokens::encrypted_apple_pay(step));
    }
    shares::check(step, params)?;
    check_money(step, params.amount, &params.currency)?;
    request_shares::check(step, params)
}

/// Checks that a point of sale is that of the world's merchant.
pub(super) fn check_point_of_sale(step: &Step<'_>, given: Option<&str>) -> Result<(), Refusal> {
    match given {
        Some(id) if id != Merchant::of(step.world()).point_of_sale_id => Err(Refusal::no("point of sale", id)),
        _ => Ok(()),
    }
}

/// Checks that an amount is not too large for a bank, and that its currency is accepted.
pub(super) fn check_money(step: &mut Step<'_>, amount: Amount, currency: &Currency) -> Result<(), Refusal> {
    if amount.minor() > LARGEST_AMOUNT {
        step.chose(chosen::LARGEST_AMOUNT);
        return Err(Refusal::of("amount", format!("expected at most {LARGEST_AMOUNT}")));
    }
    if !CURRENCIES.contains(&currency.as_str()) {
        step.chose(chosen::CURRENCY);
        return Err(Refusal::of("currency", format!("expected one of {}", CURRENCIES.join(", "))));
    }
    Ok(())
}

/// The card to charge. A token is used by this, whether the bank approves or not.
fn card(step: &mut Step<'_>, params: &CreateTransaction) -> Result<Face, Refusal> {
    let customer = params.customer_id.as_ref().map(CustomerId::as_str).filter(|id| !id.is_empty());
    if let Some(token) = params.card_token_id.as_ref().filter(|id| !id.as_str().is_empty()) {
        if let Some(customer) = customer {
            cards::find_customer(step, customer)?;
        }
        card_tokens::check_wallet(step, token.as_str(), params.amount, &params.currency)?;
        return card_tokens::spend(step, token.as_str());
    }
    if let Some(details) = params.card.as_deref() {
        return Ok(face(step, details, false));
    }
    let Some(customer) = customer else { return Err(Refusal::of("customerId", "a card to charge is required")) };
    cards::of_customer(step, customer, params.card_id.as_ref().map(CardId::as_str).filter(|id| !id.is_empty()))
}

/// Whether the amount is captured at once.
fn captures(step: &mut Step<'_>, source: &TransactionSource, asked: Option<bool>) -> bool {
    match source {
        TransactionSource::CardCheck => {
            step.chose(chosen::CARD_CHECK);
            false
        }
        TransactionSource::PreAuthorisation => {
            step.chose(chosen::PRE_AUTHORISATION);
            asked == Some(true)
        }
        _ => asked != Some(false),
    }
}

/// The payment before its authorisation.
fn describe(step: &mut Step<'_>, params: CreateTransaction, source: TransactionSource, face: &Face) -> Transaction {
    const REFERENCE: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let merchant = Merchant::of(step.world());
    let none = Some(Amount::from_minor(0));
    let mut payment = Transaction::new(step.random().uuid());
    payment.creation_date = Some(date_time(step.now()));
    payment.point_of_sale_id = Some(params.point_of_sale_id);
    payment.contract_id = Some(merchant.contract_id.into());
    payment.merchant_transaction_id = params.merchant_transaction_id;
    payment.archiving_reference = Some(step.random().text(REFERENCE, 12));
    payment.source = Some(source);
    payment.description = params.description;
    payment.currency = Some(params.currency.clone());
    payment.amount = Some(params.amount);
    payment.total_amount = Some(params.amount);
    payment.partial_authorization = Some(params.partial_authorization.unwrap_or(false));
    payment.partial_authorized = Some(false);
    payment.payout_currency = Some(params.currency);
    payment.commission = none;
    payment.fee = none;
    payment.card = Some(Box::new(face.card.clone()));
    payment.amount_captured = none;
    payment.residual_amount = none;
    payment.refunded = Some(false);
    payment.amount_refunded = none;
    payment.refunds = Some(Vec::new());
    payment.end_user_ip = Some(params.end_user_ip);
    payment.end_user_language = params.end_user_language;
    payment.browser_user_agent = params.browser_user_agent;
    payment.browser_accept_language = params.browser_accept_language;
    payment.country.clone_from(&face.card.country);
    payment.receipt_email = params.receipt_email.or(params.email);
    payment.transaction_transfers = Some(shares::shown(params.transfer));
    payment.transfer_group = params.transfer_group;
    payment.order = params.order;
    payment.merchant_category_code = Some("5999".to_owned());
    payment.with_cvv = Some(face.with_cvv);
    payment.customer_id = params.customer_id.filter(|id| !id.as_str().is_empty());
    payment.authorization_movement_id = Some(step.random().uuid().into());
    payment.custom_acceptance_data = Some(params.custom_acceptance_data.unwrap_or_default());
    payment.additional_data = Some(params.additional_data.unwrap_or_default());
    payment
}

/// Notes how the payment ended.
fn decide(step: &mut Step<'_>, payment: &mut Transaction, result: PaymentResult) -> Result<(), Failure> {
    step.chose(chosen::FEES);
    let is_approved = result.status == TransactionStatus::Success;
    change(&mut payment.transaction_status, result.status)?;
    change(&mut payment.authorization_status, result.authorization)?;
    change(&mut payment.capture_status, CaptureStatus::Uncaptured)?;
    if is_approved {
        payment.authorization_code = Some(step.random().text(b"0123456789", 6));
    }
    payment.bank_code = result.code;
    payment.bank_message = result.message;
    Ok(())
}

pub(super) fn get(step: &mut Step<'_>, params: GetTransaction) -> Result<Done<Transaction>, Refusal> {
    Ok(find(step, params.transaction_id.as_str())?.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchTransaction) -> Vec<Transaction> {
    let is_found = |payment: &Transaction| {
        let reference = &params.merchant_transaction_id;
        (reference.is_none() || payment.merchant_transaction_id == *reference)
            && (params.customer_id.is_none() || payment.customer_id == params.customer_id)
            && (params.point_of_sale_id.is_none() || payment.point_of_sale_id == params.point_of_sale_id)
    };
    step.all::<Transaction>().filter(|payment| is_found(payment)).map(|payment| Transaction::clone(&payment)).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdateTransaction) -> Result<Done<Transaction>, Refusal> {
    let before = find(step, params.transaction_id.as_str())?;
    let mut payment = before.clone();
    replace(&mut payment.receipt_email, params.receipt_email);
    replace(&mut payment.merchant_transaction_id, params.merchant_transaction_id);
    replace(&mut payment.description, params.description);
    replace(&mut payment.additional_data, params.additional_data);
    tell(step, &EventType::TransactionUpdated, before.id(), &payment, Some(&before))?;
    step.put(payment.clone());
    Ok(payment.into())
}

pub(super) fn capture(step: &mut Step<'_>, params: CaptureTransaction) -> Result<Done<Transaction>, Refusal> {
    let mut payment = find(step, params.transaction_id.as_str())?;
    params.validate_against_transaction(&payment)?;
    step.chose(chosen::CLEARING);
    life::capture(step, &mut payment, params.amount)?;
    tell(step, &EventType::TransactionCaptured, params.transaction_id.as_str(), &payment, None)?;
    step.put(payment.clone());
    request_shares::processed(step, &payment)?;
    Ok(payment.into())
}

pub(super) fn cancel(step: &mut Step<'_>, params: CancelTransaction) -> Result<Done<Transaction>, Refusal> {
    let mut payment = find(step, params.transaction_id.as_str())?;
    params.validate_against_transaction(&payment)?;
    life::cancel(step, &mut payment)?;
    tell(step, &EventType::TransactionCanceled, params.transaction_id.as_str(), &payment, None)?;
    step.put(payment.clone());
    request_shares::processed(step, &payment)?;
    Ok(payment.into())
}

/// A payment.
pub(super) fn find(step: &Step<'_>, id: &str) -> Result<Transaction, Refusal> {
    let payment = step.get::<Transaction>(id).ok_or_else(|| Refusal::no("transaction", id))?;
    Ok(Transaction::clone(&payment))
}
