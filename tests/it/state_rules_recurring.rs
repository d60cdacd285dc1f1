//! Requests held against the objects of the documented samples: what can be done with them, and what cannot any more.

use centralpay_client::Amount;
use centralpay_client::model::payspec_core::{Violation, Violations};
use centralpay_client::model::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::support::files;

/// The object of a documented webhook.
fn object<T: DeserializeOwned>(event: &str) -> T {
    changed(event, &json!({}))
}

/// The same with other members.
fn changed<T: DeserializeOwned>(event: &str, members: &Value) -> T {
    let sample = files::one("webhooks", event);
    let mut object = sample.get("object").cloned().unwrap_or(sample);
    for (name, value) in members.as_object().expect("members") {
        object[name] = value.clone();
    }
    serde_json::from_value(object).expect(event)
}

/// The rules that are broken, by name.
fn broken(result: Result<(), Violations>) -> Vec<&'static str> {
    result.map_or_else(|problems| problems.iter().map(Violation::rule).collect(), |()| Vec::new())
}

const NONE: [&str; 0] = [];

fn debit() -> CreateSddTransaction {
    let amount = Amount::from_minor(5000);
    CreateSddTransaction::new("m", amount, "EUR", "2024-01-12", "M6C+XE3H5", "Membership", "p", "9.64.32.8")
}

#[test]
fn a_mandate_is_signed_once() {
    let sign = SignMandate::new("m", "123456", "9.64.32.8");
    assert_eq!(broken(sign.validate_against_mandate(&object("MANDATE_CREATED"))), NONE);
    assert_eq!(broken(sign.validate_against_mandate(&object("MANDATE_RENEWOTP"))), NONE);
    for event in ["MANDATE_SIGNED", "MANDATE_OBSOLETED"] {
        assert_eq!(broken(sign.validate_against_mandate(&object(event))), ["waits-for-signature"], "{event}");
    }
}

#[test]
fn debits_are_made_under_active_mandates() {
    let debit = debit();
    assert_eq!(broken(debit.validate_against_mandate(&object("MANDATE_SIGNED"))), NONE);
    for event in ["MANDATE_CREATED", "MANDATE_OBSOLETED"] {
        assert_eq!(broken(debit.validate_against_mandate(&object(event))), ["mandate-active"], "{event}");
    }
    let subscribe = CreateSubscription::new("s", "p", "9.64.32.8").mandate_id("m");
    assert_eq!(broken(subscribe.validate_against_mandate(&object("MANDATE_SIGNED"))), NONE);
    assert_eq!(broken(subscribe.validate_against_mandate(&object("MANDATE_OBSOLETED"))), ["mandate-usable"]);
}

#[test]
fn a_purpose_is_no_category() {
    let debit = debit();
    assert_eq!(broken(debit.clone().purpose_code("SUBS").validate()), NONE);
    assert_eq!(broken(debit.purpose_code("TRAD").validate()), ["purpose-is-no-category"]);
}

#[test]
fn a_direct_debit_is_validated_and_cancelled_before_it_is_processed() {
    let (validate, cancel) = (ValidateSddTransaction::new("d", "123456"), CancelSddTransaction::new("d"));
    for event in ["SDDTRANSACTION_CREATED", "SDDTRANSACTION_RENEWOTP"] {
        assert_eq!(broken(validate.validate_against_sdd_transaction(&object(event))), NONE, "{event}");
        assert_eq!(broken(cancel.validate_against_sdd_transaction(&object(event))), NONE, "{event}");
    }
    let active = object("SDDTRANSACTION_VALIDATED");
    assert_eq!(broken(validate.validate_against_sdd_transaction(&active)), ["waits-for-validation"]);
    assert_eq!(broken(cancel.validate_against_sdd_transaction(&active)), NONE);
    for event in ["SDDTRANSACTION_CLEARED", "SDDTRANSACTION_CANCELED"] {
        assert_eq!(broken(cancel.validate_against_sdd_transaction(&object(event))), ["not-processed"], "{event}");
    }
}

#[test]
fn a_bank_transfer_is_cancelled_before_and_sent_back_after_it_is_received() {
    let (cancel, back) = (CancelSctTransaction::new("t"), CreateSctTransactionReversal::new("t"));
    let (announced, received) = (object("SCT_TRANSACTION_CREATED"), object("SCT_TRANSACTION_RECEIVED"));
    assert_eq!(broken(cancel.validate_against_sct_transaction(&announced)), NONE);
    assert_eq!(broken(cancel.validate_against_sct_transaction(&received)), ["not-received"]);
    assert_eq!(broken(back.validate_against_sct_transaction(&announced)), ["received"]);
    assert_eq!(broken(back.validate_against_sct_transaction(&received)), NONE);
}

#[test]
fn only_a_subscription_that_runs_is_reactivated() {
    let reactivate = ReactivateSubscription::new("s");
    assert_eq!(broken(reactivate.validate_against_subscription(&object("SUBSCRIPTION_REACTIVATED"))), NONE);
    assert_eq!(broken(reactivate.validate_against_subscription(&object("SUBSCRIPTION_CANCELED"))), ["not-ended"]);
}

#[test]
fn a_paid_invoice_is_neither_paid_again_nor_reopened() {
    let (pay, reopen) = (PayInvoice::new("i"), ReopenInvoice::new("i"));
    for event in ["INVOICE_CREATED", "INVOICE_CLOSED", "INVOICE_TRANSACTION_FAILED"] {
        assert_eq!(broken(pay.validate_against_invoice(&object(event))), NONE, "{event}");
        assert_eq!(broken(reopen.validate_against_invoice(&object(event))), NONE, "{event}");
    }
    let paid = object("INVOICE_TRANSACTION_SUCCEEDED");
    assert_eq!(broken(pay.validate_against_invoice(&paid)), ["not-paid"]);
    assert_eq!(broken(reopen.validate_against_invoice(&paid)), ["not-paid"]);
}

#[test]
fn a_line_on_an_invoice_stays() {
    let delete = DeleteInvoiceItem::new("l");
    assert_eq!(broken(delete.validate_against_invoice_item(&object("INVOICEITEM_CREATED"))), NONE);
    let on_invoice = changed("INVOICEITEM_CREATED", &json!({ "invoiceId": "i" }));
    assert_eq!(broken(delete.validate_against_invoice_item(&on_invoice)), ["on-no-invoice"]);
    let on_none = changed("INVOICEITEM_CREATED", &json!({ "invoiceId": null }));
    assert_eq!(broken(delete.validate_against_invoice_item(&on_none)), NONE);
}

#[test]
fn a_plan_that_has_ended_is_not_cancelled() {
    let cancel = CancelInstallmentPayment::new("p");
    for event in ["INSTALLMENTPAYMENT_CREATED", "PAYMENTREQUEST_INSTALLMENT_FAILED"] {
        assert_eq!(broken(cancel.validate_against_installment_payment(&object(event))), NONE, "{event}");
    }
    for event in ["INSTALLMENTPAYMENT_PAID", "INSTALLMENTPAYMENT_UNPAID", "INSTALLMENTPAYMENT_CANCELED"] {
        assert_eq!(broken(cancel.validate_against_installment_payment(&object(event))), ["not-ended"], "{event}");
    }
}
