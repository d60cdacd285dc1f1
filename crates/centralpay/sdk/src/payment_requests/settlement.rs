//! What a payment request came to, decided from its object and its payments without I/O.

use std::fmt;

use centralpay_model::{Currency, PaymentRequest, PaymentRequestStatus, PaymentStatus};
use payspec_core::Amount;

use super::payment::{Payment, Verdict};

/// What a payment request came to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Settlement {
    /// It is paid in full: the request says so, and so do the payments.
    Paid(Paid),
    /// It cannot be paid any more.
    Ended(Ended),
    /// It can still be paid, or a payment is in process.
    Open(Box<PaymentRequest>),
    /// The request, its payments and what was expected contradict each other. Deliver nothing and charge nothing: let a
    /// person look at it.
    Unclear(Unclear),
}

/// A payment request that is paid in full.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Paid {
    /// The payment request.
    pub request: Box<PaymentRequest>,
    /// The payments that paid it, at least one, newest first. Older payments are not read once these cover the total.
    pub payments: Vec<Payment>,
}

/// A payment request that cannot be paid any more.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ended {
    /// The payment request.
    pub request: Box<PaymentRequest>,
    /// Why it ended.
    pub reason: EndReason,
    /// All payments that were tried, newest first: refused ones, and those of a request that was paid in part.
    pub payments: Vec<Payment>,
}

/// Why a payment request cannot be paid any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// Its link has expired, by the dates in it: the API says "cancelled" for this too.
    Expired,
    /// The merchant has cancelled it.
    Canceled,
    /// The merchant has closed it, and nothing was paid.
    Closed,
    /// The merchant has closed it with a part of the total paid.
    PartlyPaid,
}

/// A payment request whose state cannot be told for sure.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Unclear {
    /// The payment request.
    pub request: Box<PaymentRequest>,
    /// What does not fit.
    pub reason: UnclearReason,
    /// The payments that could be read, newest first.
    pub payments: Vec<Payment>,
}

/// What does not fit about a payment request and its payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnclearReason {
    /// The request has another total or currency than was expected.
    OtherTotal,
    /// The request is paid, and none of its payments has succeeded. A payment that was made elsewhere and assigned to the
    /// request is not in its list.
    NoPayment,
    /// The request is paid, and its payments come to less than the total: one may have been refunded.
    TooLittle,
    /// The request was cancelled or closed as unpaid, and one of its payments has succeeded.
    PaidAndEnded,
    /// A payment in the list could not be read.
    Unread,
}

impl fmt::Display for UnclearReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherTotal => "the payment request has another total or currency than was expected",
            Self::NoPayment => "the payment request is paid, and none of its payments has succeeded",
            Self::TooLittle => "the payment request is paid, and its payments come to less than the total",
            Self::PaidAndEnded => "the payment request has ended as unpaid, and one of its payments has succeeded",
            Self::Unread => "a payment of the payment request could not be read",
        })
    }
}

/// What a payment request says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Open,
    Paid,
    Ended(EndReason),
    /// It is known what does not fit before any payment is read.
    Odd(UnclearReason),
}

/// Returns what `request` claims, where its total is expected to be `expected`.
pub(super) fn claim(request: &PaymentRequest, expected: Option<&(Amount, Currency)>) -> Claim {
    use PaymentRequestStatus::{Canceled, Closed};
    if let Some((total, currency)) = expected {
        let other_total = request.total_amount.is_some_and(|given| given != *total);
        if other_total || request.currency.as_ref().is_some_and(|given| given != currency) {
            return Claim::Odd(UnclearReason::OtherTotal);
        }
    }
    match (&request.payment_request_status, &request.payment_status) {
        (Some(Canceled), Some(PaymentStatus::Paid)) => Claim::Odd(UnclearReason::PaidAndEnded),
        (_, Some(PaymentStatus::Paid)) => Claim::Paid,
        (Some(Closed | Canceled), Some(PaymentStatus::PartiallyPaid)) => Claim::Ended(EndReason::PartlyPaid),
        (Some(Closed), Some(PaymentStatus::Unpaid)) => Claim::Ended(EndReason::Closed),
        (Some(Canceled), Some(PaymentStatus::Unpaid)) => {
            Claim::Ended(if has_expired(request) { EndReason::Expired } else { EndReason::Canceled })
        }
        // Among them `ACCEPTED`, even of a closed request: a direct debit is still processed.
        _ => Claim::Open,
    }
}

/// Whether the request ended at the time at which its link expires, or later.
fn has_expired(request: &PaymentRequest) -> bool {
    let seconds = |date: &Option<payspec_core::DateTime>| date.as_ref()?.unix_seconds();
    match (seconds(&request.ending_date), seconds(&request.link_expiration_date)) {
        (Some(ended), Some(expires)) => ended >= expires,
        _ => false,
    }
}

/// Returns whether the payments cover the total, as far as amounts are known.
pub(super) fn is_covered(request: &PaymentRequest, payments: &[Payment]) -> bool {
    let mut sum = Some(Amount::ZERO);
    let mut any = false;
    for payment in payments {
        if let Verdict::Succeeded(amount) = payment.verdict(request) {
            any = true;
            sum = sum.zip(amount).and_then(|(sum, amount)| sum.checked_add(amount));
        }
    }
    let enough = |sum: Amount, total: Amount| sum.minor() >= total.minor();
    any && sum.zip(request.total_amount).is_none_or(|(sum, total)| enough(sum, total))
}

/// Decides what the request came to. `payments` are those that were read, `is_complete` tells that they are all.
pub(super) fn settle(request: PaymentRequest, claim: Claim, payments: Vec<Payment>, is_complete: bool) -> Settlement {
    let verdicts: Vec<Verdict> = payments.iter().map(|payment| payment.verdict(&request)).collect();
    let succeeded = verdicts.iter().any(|verdict| matches!(verdict, Verdict::Succeeded(_)));
    let is_covered = is_covered(&request, &payments);
    let request = Box::new(request);
    let unclear = match claim {
        Claim::Open => return Settlement::Open(request),
        Claim::Odd(reason) => reason,
        Claim::Paid if is_covered => {
            let counts = |verdict: &Verdict| matches!(verdict, Verdict::Succeeded(_));
            let of_it = payments.into_iter().zip(&verdicts).filter(|(_, verdict)| counts(verdict));
            return Settlement::Paid(Paid { request, payments: of_it.map(|(payment, _)| payment).collect() });
        }
        Claim::Paid if !is_complete => UnclearReason::Unread,
        Claim::Paid if succeeded => UnclearReason::TooLittle,
        Claim::Paid => UnclearReason::NoPayment,
        Claim::Ended(reason) => {
            if succeeded && reason != EndReason::PartlyPaid {
                UnclearReason::PaidAndEnded
            } else if !is_complete {
                UnclearReason::Unread
            } else if verdicts.contains(&Verdict::InProcess) {
                return Settlement::Open(request);
            } else {
                return Settlement::Ended(Ended { request, reason, payments });
            }
        }
    };
    Settlement::Unclear(Unclear { request, reason: unclear, payments })
}
