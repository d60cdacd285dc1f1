//! Requests compared with the objects of the documented samples, as users do it: what can be done with a thing in that
//! state, and what cannot any more. Every status of every rule is in `rule_cases`.

use payspec::centralpay::Amount;
use payspec::centralpay::model::payspec_core::{Violation, Violations};
use payspec::centralpay::model::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

use payspec_test_support::files;

/// The object of a documented webhook, with envelope or without.
fn object<T: DeserializeOwned>(event: &str) -> T {
    let sample = files::one("webhooks", event);
    let object = sample.get("object").cloned().unwrap_or(sample);
    serde_json::from_value(object).unwrap_or_else(|error| panic!("{event}: {error}"))
}

/// A documented answer.
fn answer<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(files::one("responses", name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn broken(result: Result<(), Violations>) -> Vec<&'static str> {
    result.map_or_else(|problems| problems.iter().map(Violation::rule).collect(), |()| Vec::new())
}

const NONE: [&str; 0] = [];

/// The objects of all these events let a request pass.
fn passes<T: DeserializeOwned>(check: impl Fn(&T) -> Result<(), Violations>, events: &[&str]) {
    for event in events {
        assert_eq!(broken(check(&object(event))), NONE, "{event}");
    }
}

/// The objects of all these events make a request break one rule.
fn breaks<T: DeserializeOwned>(check: impl Fn(&T) -> Result<(), Violations>, rule: &str, events: &[&str]) {
    for event in events {
        assert_eq!(broken(check(&object(event))), [rule], "{event}");
    }
}

#[test]
fn a_payment_is_cancelled_before_and_refunded_after_it_is_cleared() {
    let cancel =
        |payment: &Transaction| CancelTransaction::new(&payment.transaction_id).validate_against_transaction(payment);
    passes(cancel, &["TRANSACTION_SUCCEEDED", "TRANSACTION_CAPTURED", "PAYMENTREQUEST_TRANSACTION_SUCCEEDED"]);
    breaks(cancel, "not-cleared-yet", &["TRANSACTION_DISPUTED", "TRANSACTION_CANCELED", "TRANSACTION_EXPIRED"]);
    breaks(cancel, "authorised", &["TRANSACTION_FAILED", "TRANSACTION_FRAUDULENT"]);

    let refund = |payment: &Transaction| CreateRefund::new().transaction_id(&payment.transaction_id);
    let all = |payment: &_| refund(payment).validate_against_transaction(payment);
    passes(all, &["TRANSACTION_DISPUTED", "TRANSACTION_REFUNDED"]);
    breaks(all, "payment-cleared", &["TRANSACTION_SUCCEEDED", "TRANSACTION_CAPTURED", "TRANSACTION_EXPIRED"]);
    let of =
        |amount, payment: &_| refund(payment).amount(Amount::from_minor(amount)).validate_against_transaction(payment);
    passes(|payment| of(36000, payment), &["TRANSACTION_DISPUTED"]);
    breaks(|payment| of(36001, payment), "within-payment", &["TRANSACTION_DISPUTED"]);
    let other = CreateRefund::new().transaction_id("t");
    breaks(|payment| other.validate_against_transaction(payment), "another-object", &["TRANSACTION_REFUNDED"]);
}

#[test]
fn what_is_captured_cancelled_or_expired_is_not_captured() {
    let capture = |payment: &Transaction| {
        CaptureTransaction::new(&payment.transaction_id, Amount::from_minor(1)).validate_against_transaction(payment)
    };
    let captured = ["TRANSACTION_SUCCEEDED", "TRANSACTION_CAPTURED", "TRANSACTION_CANCELED", "TRANSACTION_EXPIRED"];
    breaks(capture, "not-captured-yet", &captured);
    breaks(capture, "authorised", &["TRANSACTION_FAILED", "TRANSACTION_FRAUDULENT"]);
}

#[test]
fn a_payment_takes_over_the_proof_of_its_authentication_and_nothing_else() {
    let proof = || {
        ThreeDsProof::new(ThreeDsProofRequired {
            three_ds_server_trans_id: "s".into(),
            status: ThreeDsTransStatus::Authenticated,
        })
    };
    let payment = |proof| {
        CreateTransaction::new(CreateTransactionRequired {
            amount: Amount::from_minor(1500),
            currency: Currency::EUR,
            point_of_sale_id: "p".into(),
            end_user_ip: "203.0.113.7".into(),
        })
        .card_token_id("t")
        .three_ds(proof)
    };
    let after = |name: &str, proof| broken(payment(proof).validate_against_three_ds_authentication(&answer(name)));
    assert_eq!(after("three-ds-authentication-browser-y", proof().cavv("MTIz").eci("02")), NONE);
    assert_eq!(after("three-ds-authentication-browser-y", proof().eci("02")), ["cavv-as-authenticated"]);
    assert_eq!(after("three-ds-authentication-browser-y", proof().cavv("MTIz")), ["eci-as-authenticated"]);
    assert_eq!(after("three-ds-authentication-3ri-y", proof().eci("02")), NONE);
    assert_eq!(after("three-ds-authentication-3ri-y", proof().cavv("MTIz").eci("02")), ["cavv-as-authenticated"]);
    // The proof of a challenge is in its result.
    assert_eq!(after("three-ds-authentication-browser-c", proof().cavv("MTIz").eci("02")), NONE);
    let challenged = |proof| broken(payment(proof).validate_against_three_ds_result(&answer("three-ds-results-y")));
    assert_eq!(challenged(proof().cavv("MTIz").eci("02")), NONE);
    assert_eq!(challenged(proof()), ["cavv-as-challenged", "eci-as-challenged"]);
}

#[test]
fn a_payment_request_is_cancelled_or_closed_while_it_is_active() {
    let cancel = |request: &PaymentRequest| {
        CancelPaymentRequest::new(&request.payment_request_id).validate_against_payment_request(request)
    };
    let close = |request: &PaymentRequest| {
        ClosePaymentRequest::new(&request.payment_request_id).validate_against_payment_request(request)
    };
    passes(cancel, &["PAYMENTREQUEST_CREATED"]);
    passes(close, &["PAYMENTREQUEST_CREATED"]);
    breaks(cancel, "still-active", &["PAYMENTREQUEST_CANCELED", "PAYMENTREQUEST_CLOSED"]);
    breaks(close, "still-active", &["PAYMENTREQUEST_CANCELED", "PAYMENTREQUEST_CLOSED", "PAYMENTREQUEST_PAID"]);
    let paid = cancel(&object("PAYMENTREQUEST_PAID"));
    assert_eq!(broken(paid), ["still-active", "nothing-paid-yet"]);
}

#[test]
fn payouts_refunds_and_credits_are_cancelled_while_they_wait() {
    let payout = |payout: &Payout| CancelPayout::new(&payout.payout_id).validate_against_payout(payout);
    passes(payout, &["PAYOUT_CREATED", "PAYOUT_UPDATED"]);
    breaks(payout, "still-pending", &["PAYOUT_PAID", "PAYOUT_CANCELED"]);
    let refund = |refund: &Refund| CancelRefund::new(&refund.refund_id).validate_against_refund(refund);
    passes(refund, &["REFUND_CREATED"]);
    breaks(refund, "not-processed-yet", &["REFUND_CANCELED"]);
    let credit = |credit: &Credit| CancelCredit::new(&credit.credit_id).validate_against_credit(credit);
    passes(credit, &["CREDIT_CREATED", "CREDIT_UPDATED"]);
    breaks(credit, "not-processed-yet", &["CREDIT_CANCELED"]);
}

#[test]
fn a_transfer_that_was_made_is_reversed_and_not_cancelled() {
    let cancel = |transfer: &Transfer| CancelTransfer::new(&transfer.transfer_id).validate_against_transfer(transfer);
    breaks(cancel, "still-waiting", &["TRANSFER_SUCCEEDED", "TRANSFER_CANCELED"]);
    let of = |amount, transfer: &Transfer| {
        let reversal = CreateTransferReversal::new(&transfer.transfer_id).amount(Amount::from_minor(amount));
        reversal.validate_against_transfer(transfer)
    };
    let reverse = |transfer: &_| of(140, transfer);
    passes(reverse, &["TRANSFER_SUCCEEDED", "TRANSFER_UPDATED"]);
    breaks(reverse, "transfer-made", &["TRANSFER_CANCELED"]);
    breaks(|transfer| of(141, transfer), "within-transfer", &["TRANSFER_SUCCEEDED"]);
}

#[test]
fn a_mandate_is_signed_once_and_used_afterwards() {
    let sign = |mandate: &Mandate| {
        SignMandate::new(SignMandateRequired {
            mandate_id: mandate.mandate_id.clone(),
            otp: "123456".into(),
            end_user_ip: "203.0.113.7".into(),
        })
        .validate_against_mandate(mandate)
    };
    passes(sign, &["MANDATE_CREATED", "MANDATE_RENEWOTP"]);
    breaks(sign, "waits-for-signature", &["MANDATE_SIGNED", "MANDATE_OBSOLETED"]);

    let amount = Amount::from_minor(5000);
    let debit = |mandate: &Mandate| {
        let (id, ip) = (&mandate.mandate_id, "203.0.113.7");
        CreateSddTransaction::new(CreateSddTransactionRequired {
            mandate_id: id.into(),
            amount,
            currency: "EUR".into(),
            requested_collection_date: "2024-01-12".into(),
            end_to_end_identification: "E-17".into(),
            remittance_information: "Invoice 17".into(),
            point_of_sale_id: "p".into(),
            end_user_ip: ip.into(),
        })
        .validate_against_mandate(mandate)
    };
    passes(debit, &["MANDATE_SIGNED"]);
    breaks(debit, "mandate-active", &["MANDATE_CREATED", "MANDATE_OBSOLETED"]);

    // A series may be set up before its mandate is signed.
    let subscribe = |mandate: &Mandate| {
        let params = CreateSubscription::new(CreateSubscriptionRequired {
            subscription_model_id: "s".into(),
            point_of_sale_id: "p".into(),
            end_user_ip: "203.0.113.7".into(),
        })
        .mandate_id(&mandate.mandate_id);
        params.validate_against_mandate(mandate)
    };
    passes(subscribe, &["MANDATE_CREATED", "MANDATE_SIGNED"]);
    breaks(subscribe, "mandate-usable", &["MANDATE_OBSOLETED"]);
    let plan = |mandate: &Mandate| {
        CreateInstallmentPayment::new(CreateInstallmentPaymentRequired {
            amount,
            currency: "EUR".into(),
            iteration_count: 3,
            interval_count: 1,
            interval_unit: IntervalUnit::Month,
            end_user_ip: "203.0.113.7".into(),
        })
        .mandate_id(&mandate.mandate_id)
        .validate_against_mandate(mandate)
    };
    passes(plan, &["MANDATE_CREATED", "MANDATE_SIGNED"]);
    breaks(plan, "mandate-usable", &["MANDATE_OBSOLETED"]);
}

#[test]
fn a_direct_debit_is_validated_and_cancelled_before_it_is_processed() {
    let validate = |debit: &SddTransaction| {
        ValidateSddTransaction::new(ValidateSddTransactionRequired {
            sdd_transaction_id: debit.sdd_transaction_id.clone(),
            otp: "123456".into(),
        })
        .validate_against_sdd_transaction(debit)
    };
    let cancel = |debit: &SddTransaction| {
        CancelSddTransaction::new(&debit.sdd_transaction_id).validate_against_sdd_transaction(debit)
    };
    passes(validate, &["SDDTRANSACTION_CREATED", "SDDTRANSACTION_RENEWOTP"]);
    passes(cancel, &["SDDTRANSACTION_CREATED", "SDDTRANSACTION_RENEWOTP", "SDDTRANSACTION_VALIDATED"]);
    breaks(validate, "waits-for-validation", &["SDDTRANSACTION_VALIDATED", "SDDTRANSACTION_CANCELED"]);
    breaks(cancel, "not-processed", &["SDDTRANSACTION_CLEARED", "SDDTRANSACTION_CANCELED"]);
}

#[test]
fn a_bank_transfer_is_cancelled_before_and_sent_back_after_it_is_received() {
    let cancel = |transfer: &SctTransaction| {
        CancelSctTransaction::new(&transfer.sct_transaction_id).validate_against_sct_transaction(transfer)
    };
    let back = |transfer: &SctTransaction| {
        CreateSctTransactionReversal::new(&transfer.sct_transaction_id).validate_against_sct_transaction(transfer)
    };
    let refund = |transfer: &SctTransaction| {
        let params = CreateRefund::new().sct_transaction_id(&transfer.sct_transaction_id);
        params.validate_against_sct_transaction(transfer)
    };
    passes(cancel, &["SCT_TRANSACTION_CREATED", "SCT_TRANSACTION_UPDATED"]);
    passes(back, &["SCT_TRANSACTION_RECEIVED"]);
    passes(refund, &["SCT_TRANSACTION_RECEIVED"]);
    breaks(cancel, "not-received", &["SCT_TRANSACTION_RECEIVED", "SCT_TRANSACTION_CANCELED"]);
    breaks(back, "received", &["SCT_TRANSACTION_CREATED", "SCT_TRANSACTION_CANCELED"]);
    breaks(refund, "transfer-received", &["SCT_TRANSACTION_CREATED", "SCT_TRANSACTION_CANCELED"]);
}

#[test]
fn a_subscription_that_has_ended_is_not_reactivated() {
    let reactivate =
        |known: &Subscription| ReactivateSubscription::new(&known.subscription_id).validate_against_subscription(known);
    passes(reactivate, &["SUBSCRIPTION_CREATED", "SUBSCRIPTION_UPDATED", "SUBSCRIPTION_REACTIVATED"]);
    breaks(reactivate, "not-ended", &["SUBSCRIPTION_CANCELED", "SUBSCRIPTION_FAILED"]);
}

#[test]
fn a_plan_that_has_ended_is_not_cancelled() {
    let cancel = |plan: &InstallmentPayment| {
        CancelInstallmentPayment::new(&plan.installment_payment_id).validate_against_installment_payment(plan)
    };
    passes(cancel, &["INSTALLMENTPAYMENT_CREATED", "PAYMENTREQUEST_INSTALLMENT_FAILED"]);
    let ended = ["INSTALLMENTPAYMENT_PAID", "INSTALLMENTPAYMENT_UNPAID", "INSTALLMENTPAYMENT_CANCELED"];
    breaks(cancel, "not-ended", &ended);
}

#[test]
fn a_paid_invoice_is_neither_paid_again_nor_reopened() {
    let pay = |invoice: &Invoice| PayInvoice::new(&invoice.invoice_id).validate_against_invoice(invoice);
    let reopen = |invoice: &Invoice| ReopenInvoice::new(&invoice.invoice_id).validate_against_invoice(invoice);
    let unpaid = ["INVOICE_CREATED", "INVOICE_CLOSED", "INVOICE_TRANSACTION_FAILED"];
    passes(pay, &unpaid);
    passes(reopen, &unpaid);
    breaks(pay, "not-paid", &["INVOICE_TRANSACTION_SUCCEEDED"]);
    breaks(reopen, "not-paid", &["INVOICE_TRANSACTION_SUCCEEDED"]);
}

#[test]
fn a_line_on_an_invoice_stays() {
    let delete = |line: &InvoiceItem| DeleteInvoiceItem::new(&line.invoice_item_id).validate_against_invoice_item(line);
    passes(delete, &["INVOICEITEM_CREATED"]);
    let on_invoice = |invoice: Value| {
        let mut line = files::one("webhooks", "INVOICEITEM_CREATED")["object"].clone();
        line["invoiceId"] = invoice;
        broken(delete(&serde_json::from_value(line).expect("a line")))
    };
    assert_eq!(on_invoice("i".into()), ["on-no-invoice"]);
    assert_eq!(on_invoice(Value::Null), NONE);
}
