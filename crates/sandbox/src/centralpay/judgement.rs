//! What the issuing bank answers to an authorisation.

use centralpay_model::test_values::{TestCardFlow, TestCardOutcome, TestCardRow};
use centralpay_model::{BankReturnCode, TransactionSource};
use payspec_core::Amount;

use super::chosen;
use super::dates::month;
use super::face::Face;
use super::transactions::LARGEST_AMOUNT;
use crate::engine::step::Step;

/// The bank's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) is_approved: bool,
    pub(super) code: BankReturnCode,
    pub(super) message: String,
}

/// Judges a payment: test cards as the vendor's list says, and expired ones as any bank does.
pub(super) fn judge(
    step: &mut Step<'_>,
    face: &Face,
    source: &TransactionSource,
    amount: Amount,
    has_proof: bool,
) -> Judgement {
    if let Some(code) = step.declined() {
        return refused(&BankReturnCode::from(code));
    }
    // Requests for more are refused; the invoice of a subscription can add up to it.
    if amount.minor() > LARGEST_AMOUNT {
        step.chose(chosen::LARGEST_AMOUNT);
        return refused(&BankReturnCode::CODE_13);
    }
    if let Some(row) = face.row.filter(|row| row.outcome == Some(TestCardOutcome::Refused)) {
        return refused(row.bank_code.as_ref().unwrap_or(&BankReturnCode::CODE_05));
    }
    let expires = face.card.expiration_year.zip(face.card.expiration_month);
    if expires.is_some_and(|expires| expires < month(step.now())) {
        step.chose(chosen::CARD_EXPIRED);
        return refused(&BankReturnCode::CODE_54);
    }
    let succeeds_with = |row: &TestCardRow| {
        row.flow == Some(TestCardFlow::WithThreeDs) && row.outcome == Some(TestCardOutcome::Successful)
    };
    let needs_proof = face.row.is_some_and(succeeds_with);
    let is_present = !matches!(source, TransactionSource::MailOrder | TransactionSource::TelephoneOrder);
    if needs_proof && is_present && !has_proof && !face.is_wallet {
        step.chose(chosen::PROOF_REQUIRED);
        return refused(&BankReturnCode::CODE_A1);
    }
    let message = "Simulation : Transaction Approved".to_owned();
    Judgement { is_approved: true, code: BankReturnCode::from("0"), message }
}

/// On the wire, codes have no leading zeros.
fn refused(code: &BankReturnCode) -> Judgement {
    let label = code.row().map_or("Refused", |row| row.label);
    let message = format!("Simulation : {label}");
    Judgement { is_approved: false, code: BankReturnCode::from(code.as_str().trim_start_matches('0')), message }
}
