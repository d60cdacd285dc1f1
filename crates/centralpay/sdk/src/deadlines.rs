//! Deadlines of objects in their current state.
//!
//! The durations are those of the documentation, in [`model::windows`](crate::model::windows); this module determines
//! which window applies to an object and when it starts. No clock is read: pass the current time to a [`Deadline`].
//!
//! ```
//! use payspec::centralpay::deadlines;
//! use payspec::centralpay::model::Transaction;
//!
//! let json = r#"{"transactionId":"t-1","creationDate":"2024-01-05T14:43:19.909652+01:00","source":"DP",
//!     "transactionStatus":"SUCCESS","captureStatus":"UNCAPTURED"}"#;
//! let payment: Transaction = serde_json::from_str(json).unwrap();
//!
//! // A pre-authorisation can be captured for 30 days.
//! let capture = deadlines::capture(&payment).unwrap();
//! assert_eq!(capture.closes(), Some("2024-02-04T14:43:19.909652+01:00".into()));
//! assert_eq!(capture.is_open(&"2024-02-04T12:00:00Z".into()), Some(true));
//! ```

use centralpay_model::{
    CaptureStatus, CardBrand, CardToken, CardTokenStatus, Dispute, DisputeStatus, Mandate, MandateStatus,
    SddTransaction, SddTransactionStatus, Transaction, TransactionSource, TransactionStatus, windows,
};
use payspec_core::{DateTime, Window};

/// A time window and its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    window: Window,
    start: DateTime,
}

impl Deadline {
    fn new(window: Window, start: Option<&DateTime>) -> Option<Self> {
        Some(Self { window, start: start?.clone() })
    }

    /// Returns the start of the window.
    pub fn start(&self) -> &DateTime {
        &self.start
    }

    /// Returns the last moment; see [`Window::closes`].
    pub fn closes(&self) -> Option<DateTime> {
        self.window.closes(&self.start)
    }

    /// Returns `true` if the deadline has not passed at `now`; see [`Window::is_open`].
    pub fn is_open(&self, now: &DateTime) -> Option<bool> {
        self.window.is_open(&self.start, now)
    }

    /// Returns the seconds left at `now`, negative afterwards; see [`Window::seconds_left`].
    pub fn seconds_left(&self, now: &DateTime) -> Option<i64> {
        self.window.seconds_left(&self.start, now)
    }
}

/// Returns the deadline for capturing an authorised payment: 7 days, or 30 for a pre-authorisation.
///
/// Returns `None` for a payment that was refused, captured or cancelled or has expired, and if its creation date is
/// missing.
pub fn capture(transaction: &Transaction) -> Option<Deadline> {
    let waits = transaction.transaction_status == Some(TransactionStatus::Success)
        && transaction.capture_status == Some(CaptureStatus::Uncaptured);
    let window = match transaction.source {
        Some(TransactionSource::PreAuthorisation) => windows::CAPTURE_PRE_AUTHORISATION,
        _ => windows::CAPTURE,
    };
    Deadline::new(window, transaction.creation_date.as_ref()).filter(|_| waits)
}

/// Returns the deadline for the cardholder to dispute a payment: 120 days on Visa and Mastercard (“R-transaction
/// carte”), 13 months on CB.
///
/// Most French Visa and Mastercard cards also run on CB, and no response says which network a payment used. If proofs
/// or reserves are kept until the deadline, the shorter time may be nine months too short, while the longer one is
/// merely late. So the shorter time is used only for a Visa or Mastercard whose country is known and issues no CB
/// cards; French overseas territories and Monaco do (our knowledge, not the documentation's).
///
/// Returns `None` for a payment that debited nothing.
pub fn card_dispute(transaction: &Transaction) -> Option<Deadline> {
    let debited = matches!(transaction.capture_status, Some(CaptureStatus::Captured | CaptureStatus::Cleared));
    let card = transaction.card.as_deref();
    let country = card.and_then(|card| card.country.as_ref());
    let may_be_cb = country.is_none_or(|country| CB_COUNTRIES.contains(&country.as_str()));
    let window = match card.and_then(|card| card.commercial_brand.as_ref()) {
        Some(CardBrand::Visa | CardBrand::Mastercard) if !may_be_cb => windows::CARD_DISPUTE,
        _ => windows::CARD_DISPUTE_CB,
    };
    Deadline::new(window, transaction.creation_date.as_ref()).filter(|_| debited)
}

/// France, its overseas territories and Monaco.
const CB_COUNTRIES: [&str; 13] =
    ["FRA", "BLM", "GLP", "GUF", "MAF", "MCO", "MTQ", "MYT", "NCL", "PYF", "REU", "SPM", "WLF"];

/// Returns the deadline for the merchant's response: 7 days for a question from the cardholder's bank, 20 for a
/// dispute.
///
/// Returns `None` if no response is expected.
pub fn dispute_answer(dispute: &Dispute) -> Option<Deadline> {
    let window = match dispute.status.as_ref()? {
        DisputeStatus::RetrievalNoticed => windows::RETRIEVAL_ANSWER,
        DisputeStatus::ChargebackNoticed => windows::DISPUTE_ANSWER,
        _ => return None,
    };
    Deadline::new(window, dispute.creation_date.as_ref())
}

/// Returns the deadline for using a card token: 5 minutes. Returns `None` for a used token.
pub fn card_token(token: &CardToken) -> Option<Deadline> {
    let is_used = token.status == Some(CardTokenStatus::Used);
    Deadline::new(windows::CARD_TOKEN, token.creation_date.as_ref()).filter(|_| !is_used)
}

/// Returns the deadline for the payer to reverse a direct debit without a reason: 8 weeks from the debit date. Banks
/// outside the EEA allow 70 days: [`windows::SDD_DISPUTE_OUTSIDE_EEA`].
///
/// Returns `None` for a debit that was cancelled or reversed: there is nothing left to claim.
pub fn sdd_dispute(debit: &SddTransaction) -> Option<Deadline> {
    claimable(windows::SDD_DISPUTE, debit)
}

/// Returns the deadline for the payer to reverse a direct debit for lack of a valid mandate: 13 months from the debit
/// date. Returns `None` under the conditions of [`sdd_dispute`].
pub fn sdd_dispute_without_mandate(debit: &SddTransaction) -> Option<Deadline> {
    claimable(windows::SDD_DISPUTE_WITHOUT_MANDATE, debit)
}

fn claimable(window: Window, debit: &SddTransaction) -> Option<Deadline> {
    let is_over = matches!(debit.status, Some(SddTransactionStatus::Canceled | SddTransactionStatus::Reversed));
    Deadline::new(window, debit.requested_collection_date.as_ref()).filter(|_| !is_over)
}

/// Returns the deadline for using a mandate: 36 months from its last debit, or from its signature if there is none.
///
/// Cancelled debits do not count; reversed ones do, because they were made. Dates are compared as written. Returns
/// `None` for a mandate that is not signed or no longer active.
pub fn mandate(mandate: &Mandate) -> Option<Deadline> {
    let in_force = mandate.status == Some(MandateStatus::Active);
    let debits = mandate.sdd_transactions.iter().flatten();
    let made = debits.filter(|debit| debit.status != Some(SddTransactionStatus::Canceled));
    let debits = made.filter_map(|debit| debit.requested_collection_date.as_ref());
    let last = debits.filter(|day| day.calendar_date().is_some()).max_by_key(|day| day.calendar_date());
    Deadline::new(windows::MANDATE, last.or(mandate.signature_date.as_ref())).filter(|_| in_force)
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;

    fn read<T: DeserializeOwned>(value: Value) -> T {
        serde_json::from_value(value).expect("an object of the API")
    }

    fn closes(deadline: Option<Deadline>) -> Option<String> {
        Some(deadline?.closes()?.as_str().to_owned())
    }

    fn payment(source: &str, capture: &str, country: &str, brand: &str) -> Transaction {
        read(json!({
            "transactionId": "t-1",
            "creationDate": "2024-01-31T10:00:00+01:00",
            "transactionStatus": "SUCCESS",
            "captureStatus": capture,
            "source": source,
            "card": { "cardId": "c-1", "country": country, "commercialBrand": brand },
        }))
    }

    #[test]
    fn a_payment_is_captured_within_7_days_or_30() {
        let until = |source, status| closes(capture(&payment(source, status, "FRA", "VISA")));
        assert_eq!(until("EC", "UNCAPTURED").as_deref(), Some("2024-02-07T10:00:00+01:00"));
        assert_eq!(until("DP", "UNCAPTURED").as_deref(), Some("2024-03-01T10:00:00+01:00"));
        assert_eq!(until("EC", "CAPTURED"), None);
        let refused: Transaction = read(json!({
            "transactionId": "t-2", "creationDate": "2024-01-31T10:00:00+01:00",
            "transactionStatus": "FAILURE", "captureStatus": "UNCAPTURED",
        }));
        assert_eq!(capture(&refused), None, "there is nothing to capture");
    }

    #[test]
    fn a_cardholder_disputes_within_120_days_or_13_months() {
        let until = |country, brand| closes(card_dispute(&payment("EC", "CLEARED", country, brand)));
        assert_eq!(until("DEU", "VISA").as_deref(), Some("2024-05-30T10:00:00+01:00"));
        assert_eq!(until("FRA", "VISA").as_deref(), Some("2025-02-28T10:00:00+01:00"));
        assert_eq!(until("DEU", "A_BRAND_OF_TOMORROW").as_deref(), Some("2025-02-28T10:00:00+01:00"));
        assert_eq!(until("FRA", "CB").as_deref(), Some("2025-02-28T10:00:00+01:00"));
        assert_eq!(until("DEU", "MASTERCARD").as_deref(), Some("2024-05-30T10:00:00+01:00"));
        assert_eq!(until("REU", "VISA").as_deref(), Some("2025-02-28T10:00:00+01:00"), "a French card as well");
        assert_eq!(card_dispute(&payment("EC", "UNCAPTURED", "FRA", "VISA")), None);
        let mut unknown = payment("EC", "CLEARED", "DEU", "VISA");
        unknown.card.as_deref_mut().expect("a card").country = None;
        assert_eq!(closes(card_dispute(&unknown)).as_deref(), Some("2025-02-28T10:00:00+01:00"), "it may be French");
    }

    #[test]
    fn every_country_of_cb_is_a_country() {
        for code in CB_COUNTRIES {
            assert!(centralpay_model::Country::from(code).row().is_some(), "{code}");
        }
    }

    #[test]
    fn a_dispute_is_answered_in_time() {
        let until = |status: &str| {
            let dispute: Dispute = read(json!({
                "disputeId": "d-1", "creationDate": "2024-01-05T15:16:27+01:00", "status": status,
            }));
            closes(dispute_answer(&dispute))
        };
        assert_eq!(until("RETRIEVAL_NOTICED").as_deref(), Some("2024-01-12T15:16:27+01:00"));
        assert_eq!(until("CHARGEBACK_NOTICED").as_deref(), Some("2024-01-25T15:16:27+01:00"));
        assert_eq!(until("CHARGEBACK_WON"), None);
    }

    #[test]
    fn a_token_lives_for_5_minutes() {
        let token = |status: &str| -> CardToken {
            read(json!({ "cardTokenId": "k-1", "creationDate": "2024-01-05T14:23:41+01:00", "status": status }))
        };
        let deadline = card_token(&token("UNUSED")).expect("it was not used");
        assert_eq!(deadline.seconds_left(&"2024-01-05T13:28:40Z".into()), Some(1));
        assert_eq!(deadline.is_open(&"2024-01-05T13:28:42Z".into()), Some(false));
        assert_eq!(card_token(&token("USED")), None);
    }

    #[test]
    fn direct_debits_come_back_within_8_weeks_or_13_months() {
        let debit: SddTransaction = read(json!({ "sddTransactionId": "s-1", "requestedCollectionDate": "2024-01-12" }));
        assert_eq!(closes(sdd_dispute(&debit)).as_deref(), Some("2024-03-08"));
        assert_eq!(closes(sdd_dispute_without_mandate(&debit)).as_deref(), Some("2025-02-12"));
        for (status, is_open) in [("CLEARED", true), ("ACTIVE", true), ("CANCELED", false), ("REVERSED", false)] {
            let mut debit = debit.clone();
            debit.status = Some(status.into());
            assert_eq!(sdd_dispute(&debit).is_some(), is_open, "{status}");
            assert_eq!(sdd_dispute_without_mandate(&debit).is_some(), is_open, "{status}");
        }
    }

    #[test]
    fn a_mandate_counts_from_its_last_debit() {
        let signed = |status: &str, debits: Value| -> Mandate {
            read(json!({
                "mandateId": "m-1", "status": status, "signatureDate": "2024-01-11T12:43:06+01:00",
                "sddTransactions": debits,
            }))
        };
        let debits = json!([
            { "sddTransactionId": "s-3", "requestedCollectionDate": "2024-05-01", "status": "CANCELED" },
            { "sddTransactionId": "s-2", "requestedCollectionDate": "2024-03-01", "status": "REVERSED" },
            { "sddTransactionId": "s-1", "requestedCollectionDate": "2024-02-01" },
        ]);
        assert_eq!(closes(mandate(&signed("ACTIVE", debits.clone()))).as_deref(), Some("2027-03-01"));
        assert_eq!(closes(mandate(&signed("ACTIVE", json!([])))).as_deref(), Some("2027-01-11T12:43:06+01:00"));
        assert_eq!(mandate(&signed("OBSOLETE", debits)), None);
    }
}
