//! A payment of a payment request, with any method, and whether it counts towards the total.

use centralpay_model::{
    CaptureStatus, Currency, InstallmentPayment, InstallmentPaymentStatus, PaymentRequest, PaymentRequestId,
    SctTransaction, SctTransactionStatus, SddTransaction, SddTransactionStatus, Subscription, SubscriptionStatus,
    Transaction, TransactionStatus,
};
use payspec_core::Amount;

/// A payment made on the payment page, read by its own ID.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Payment {
    /// A payment by card.
    Card(Box<Transaction>),
    /// A bank transfer to a virtual IBAN.
    BankTransfer(Box<SctTransaction>),
    /// A SEPA direct debit.
    DirectDebit(Box<SddTransaction>),
    /// A payment in instalments. It counts as successful once the plan is active, although later instalments can still
    /// fail.
    Installments(Box<InstallmentPayment>),
    /// A subscription. It counts as successful while it is active.
    Subscription(Box<Subscription>),
}

/// The meaning of a payment for the request that lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It succeeded, with this amount not refunded; `None` if its object does not contain the amount.
    Succeeded(Option<Amount>),
    /// It may still succeed, or its state is unknown.
    InProcess,
    /// It can no longer succeed.
    Failed,
    /// It belongs to another request, or is in another currency.
    Foreign,
}

impl Payment {
    /// Returns the verdict on a payment that `request` lists.
    pub(super) fn verdict(&self, request: &PaymentRequest) -> Verdict {
        let id = &request.payment_request_id;
        let is_other = |named: Option<&PaymentRequestId>| named.is_some_and(|named| named != id);
        let differs = |currency: Option<&Currency>| match (currency, &request.currency) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        };
        let foreign = match self {
            Self::Card(payment) => is_other(payment.payment_request_id.as_ref()) || differs(payment.currency.as_ref()),
            // Transfers and direct debits do not contain the ID of the request; only its list of payments links them.
            Self::BankTransfer(payment) => differs(payment.currency.as_ref()),
            Self::DirectDebit(payment) => differs(payment.currency.as_ref()),
            Self::Installments(plan) => is_other(plan.payment_request_id.as_ref()) || differs(plan.currency.as_ref()),
            Self::Subscription(subscription) => is_other(subscription.payment_request_id.as_ref()),
        };
        if foreign {
            return Verdict::Foreign;
        }
        match self {
            Self::Card(payment) => card(payment),
            Self::BankTransfer(payment) => match &payment.status {
                Some(SctTransactionStatus::Received) => Verdict::Succeeded(payment.amount),
                Some(SctTransactionStatus::Canceled | SctTransactionStatus::Refunded) => Verdict::Failed,
                _ => Verdict::InProcess,
            },
            Self::DirectDebit(payment) => match &payment.status {
                Some(SddTransactionStatus::Cleared) => Verdict::Succeeded(payment.amount),
                Some(SddTransactionStatus::Canceled | SddTransactionStatus::Reversed) => Verdict::Failed,
                _ => Verdict::InProcess,
            },
            Self::Installments(plan) => match &plan.status {
                Some(InstallmentPaymentStatus::Active | InstallmentPaymentStatus::Paid) => {
                    Verdict::Succeeded(plan.amount)
                }
                Some(InstallmentPaymentStatus::Unpaid | InstallmentPaymentStatus::Canceled) => Verdict::Failed,
                _ => Verdict::InProcess,
            },
            // A completed subscription is cancelled too, so that state is ambiguous.
            Self::Subscription(subscription) => match &subscription.status {
                Some(SubscriptionStatus::Active) => Verdict::Succeeded(None),
                _ => Verdict::InProcess,
            },
        }
    }
}

/// The status stays `SUCCESS` after a cancellation, an expired capture or a refund, so it is not sufficient.
fn card(payment: &Transaction) -> Verdict {
    match &payment.transaction_status {
        Some(TransactionStatus::Success) => {}
        Some(
            TransactionStatus::Failure
            | TransactionStatus::Fraud
            | TransactionStatus::ThreeDsAuthFailure
            | TransactionStatus::NotAccepted,
        ) => return Verdict::Failed,
        _ => return Verdict::InProcess,
    }
    let authorised =
        if payment.partial_authorized == Some(true) { payment.partial_authorized_amount } else { payment.amount };
    match &payment.capture_status {
        None | Some(CaptureStatus::Captured | CaptureStatus::Cleared) => {
            let taken = payment.amount_captured.or(authorised);
            let refunded = payment.amount_refunded.unwrap_or(Amount::ZERO);
            Verdict::Succeeded(taken.and_then(|taken| taken.checked_sub(refunded)))
        }
        // A card verification moves no money, so there is nothing to capture.
        Some(CaptureStatus::Uncaptured) if payment.amount == Some(Amount::ZERO) => Verdict::Succeeded(payment.amount),
        Some(CaptureStatus::Canceled | CaptureStatus::Expired) => Verdict::Failed,
        _ => Verdict::InProcess,
    }
}
