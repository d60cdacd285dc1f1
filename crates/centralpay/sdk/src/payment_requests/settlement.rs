//! The outcome of a payment request, determined from its object and its payments, without I/O.

use std::fmt;

use centralpay_model::{Currency, PaymentRequest, PaymentRequestStatus, PaymentStatus};
use payspec_core::Amount;

use super::payment::{Payment, Verdict};

/// The outcome of a payment request.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Settlement {
    /// Paid in full, according to both the request and its payments.
    Paid(Paid),
    /// It cannot be paid any more.
    Ended(Ended),
    /// It can still be paid, or a payment is being processed.
    Open(Box<PaymentRequest>),
    /// The request, its payments and the expected total contradict each other, or a payment could not be read. Do not
    /// deliver and do not charge: have someone review it.
    Unclear(Unclear),
}

/// A payment request that is paid in full.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Paid {
    /// The payment request.
    pub request: Box<PaymentRequest>,
    /// The payments that paid it: at least one, newest first. Older payments are not read once these cover the total.
    pub payments: Vec<Payment>,
}

/// A payment request that can no longer be paid.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ended {
    /// The payment request.
    pub request: Box<PaymentRequest>,
    /// Why it ended.
    pub reason: EndReason,
    /// All attempted payments, newest first: declined ones, and those of a partly paid request.
    pub payments: Vec<Payment>,
}

/// The reason why a payment request can no longer be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// Its link has expired, according to its dates: the API uses the status "cancelled" for this too.
    Expired,
    /// The merchant has cancelled it.
    Canceled,
    /// The merchant has closed it unpaid.
    Closed,
    /// It was closed or cancelled when partly paid.
    PartlyPaid,
}

/// A payment request whose state could not be determined.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Unclear {
    /// The payment request.
    pub request: Box<PaymentRequest>,
    /// The reason.
    pub reason: UnclearReason,
    /// The payments that could be read, newest first.
    pub payments: Vec<Payment>,
}

/// The reason why the state of a payment request could not be determined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnclearReason {
    /// The total or currency of the request is not the expected one.
    OtherTotal,
    /// The request is paid, but none of its payments has succeeded. A payment that was made elsewhere and assigned to
    /// the request is not in its list.
    NoPayment,
    /// The request is paid, but its payments amount to less than the total: one may have been refunded.
    TooLittle,
    /// The request was cancelled or closed as unpaid, but one of its payments has succeeded; or it is both cancelled
    /// and paid.
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

/// The state that a payment request claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claim {
    Open,
    Paid,
    Ended(EndReason),
    /// A contradiction is found before any payment is read.
    Odd(UnclearReason),
}

/// Returns the state that `request` claims. `expected` is the expected total, if there is one.
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
        // Includes `ACCEPTED`, even for a closed request: a direct debit is still being processed.
        _ => Claim::Open,
    }
}

/// Returns `true` if the request ended when its link expired, or later.
fn has_expired(request: &PaymentRequest) -> bool {
    let seconds = |date: &Option<payspec_core::DateTime>| date.as_ref()?.unix_seconds();
    match (seconds(&request.ending_date), seconds(&request.link_expiration_date)) {
        (Some(ended), Some(expires)) => ended >= expires,
        _ => false,
    }
}

/// Returns `true` if the payments cover the total, as far as amounts are known.
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

/// Determines the outcome of the request. `payments` are those that were read; `is_complete` is `true` if those are
/// all.
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
