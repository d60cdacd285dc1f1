//! Credits: payments to a card without an earlier payment.

use centralpay_model::{
    CancelCredit, CardId, CreateCredit, Credit, CreditStatus, CustomerId, EventType, GetCredit, PointOfSaleId,
    SearchCredit, UpdateCredit,
};
use payspec_core::Amount;
use serde::{Deserialize, Serialize};

use super::dates::date_time;
use super::events::tell;
use super::handlers::Done;
use super::life::{UNTIL_CLEARED, replace};
use super::merchant::Merchant;
use super::refusal::Refusal;
use super::{card_tokens, cards, chosen, refunds, transactions};
use crate::engine::failure::Failure;
use crate::engine::ledger::Account;
use crate::engine::objects::Object;
use crate::engine::status::{change, statuses};
use crate::engine::step::Step;
use crate::engine::world::Task;

statuses!(CreditStatus);

/// The payment of a credit to the card.
pub(super) static CLEAR: Task = Task { name: "credit.clear", run: clear };

/// A credit, and whose card it is for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptCredit {
    credit: Credit,
    customer: Option<CustomerId>,
}

impl Object for KeptCredit {
    const KIND: &'static str = "centralpay.credit";

    fn id(&self) -> &str {
        self.credit.credit_id.as_str()
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateCredit) -> Result<Done<Credit>, Refusal> {
    let merchant = Merchant::of(step.world());
    let given = params.point_of_sale_id.as_ref().filter(|id| !id.as_str().is_empty());
    transactions::check_point_of_sale(step, given.map(PointOfSaleId::as_str))?;
    transactions::check_money(step, params.amount, &params.currency)?;
    refunds::check_funds(step, params.currency.as_str(), params.amount.minor())?;
    let customer = params.customer_id.filter(|id| !id.as_str().is_empty());
    let face = if let Some(token) = params.card_token_id.as_ref().filter(|id| !id.as_str().is_empty()) {
        card_tokens::spend(step, token.as_str())?
    } else {
        let card = params.card_id.as_ref().map(CardId::as_str);
        cards::of_customer(step, customer.as_ref().map_or("", CustomerId::as_str), card)?
    };
    step.chose(chosen::FEES);
    step.chose(chosen::PROCESSING_OF_REFUNDS);
    let mut credit = Credit::new(step.random().uuid());
    credit.creation_date = Some(date_time(step.now()));
    credit.point_of_sale_id = Some(merchant.point_of_sale_id.into());
    credit.contract_id = Some(merchant.contract_id.into());
    credit.merchant_credit_id = params.merchant_credit_id;
    credit.currency = Some(params.currency.clone());
    credit.amount = Some(params.amount);
    credit.payout_currency = Some(params.currency);
    credit.payout_amount = Some(params.amount);
    credit.commission = Some(Amount::from_minor(0));
    credit.fee = Some(Amount::from_minor(0));
    credit.card = Some(Box::new(face.card));
    credit.order = params.order;
    credit.transaction_transfers = Some(Vec::new());
    credit.movement_id = Some(step.random().uuid().into());
    credit.additional_data = Some(params.additional_data.unwrap_or_default());
    change(&mut credit.status, CreditStatus::Uncleared)?;
    let id = credit.credit_id.as_str().to_owned();
    book(step, &credit, Account::Wallet(merchant.wallet_id), Account::InTransit);
    step.later(step.now() + UNTIL_CLEARED, &CLEAR, &id);
    tell(step, &EventType::CreditCreated, &id, &credit, None)?;
    step.put(KeptCredit { credit: credit.clone(), customer });
    Ok(credit.into())
}

pub(super) fn get(step: &mut Step<'_>, params: GetCredit) -> Result<Done<Credit>, Refusal> {
    Ok(find(step, params.credit_id.as_str())?.credit.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchCredit) -> Vec<Credit> {
    let is_found = |kept: &KeptCredit| {
        (params.merchant_credit_id.is_none() || kept.credit.merchant_credit_id == params.merchant_credit_id)
            && (params.customer_id.is_none() || kept.customer == params.customer_id)
            && (params.point_of_sale_id.is_none() || kept.credit.point_of_sale_id == params.point_of_sale_id)
    };
    step.all::<KeptCredit>().filter(|kept| is_found(kept)).map(|kept| kept.credit.clone()).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdateCredit) -> Result<Done<Credit>, Refusal> {
    let before = find(step, params.credit_id.as_str())?;
    let mut kept = before.clone();
    replace(&mut kept.credit.merchant_credit_id, params.merchant_credit_id);
    replace(&mut kept.credit.additional_data, params.additional_data);
    tell(step, &EventType::CreditUpdated, before.id(), &kept.credit, Some(&before.credit))?;
    step.put(kept.clone());
    Ok(kept.credit.into())
}

pub(super) fn cancel(step: &mut Step<'_>, params: CancelCredit) -> Result<Done<Credit>, Refusal> {
    let mut kept = find(step, params.credit_id.as_str())?;
    params.validate_against_credit(&kept.credit)?;
    change(&mut kept.credit.status, CreditStatus::Canceled)?;
    kept.credit.cancellation_date = Some(date_time(step.now()));
    kept.credit.cancel_movement_id = Some(step.random().uuid().into());
    let wallet = Account::Wallet(Merchant::of(step.world()).wallet_id);
    book(step, &kept.credit, Account::InTransit, wallet);
    tell(step, &EventType::CreditCanceled, params.credit_id.as_str(), &kept.credit, None)?;
    step.put(kept.clone());
    Ok(kept.credit.into())
}

fn book(step: &mut Step<'_>, credit: &Credit, from: Account, to: Account) {
    let currency = transactions::code_of(credit.currency.as_ref());
    step.book(credit.credit_id.as_str(), currency, credit.amount.map_or(0, Amount::minor), from, to);
}

fn clear(step: &mut Step<'_>, id: &str) -> Result<(), Failure> {
    let Some(kept) = step.get::<KeptCredit>(id) else { return Ok(()) };
    if kept.credit.status == Some(CreditStatus::Uncleared) {
        let mut kept = KeptCredit::clone(&kept);
        change(&mut kept.credit.status, CreditStatus::Cleared)?;
        book(step, &kept.credit, Account::InTransit, Account::Issuers);
        step.put(kept);
    }
    Ok(())
}

fn find(step: &Step<'_>, id: &str) -> Result<KeptCredit, Refusal> {
    let kept = step.get::<KeptCredit>(id).ok_or_else(|| Refusal::no("credit", id))?;
    Ok(KeptCredit::clone(&kept))
}
