//! The order of a direct debit, with the document's samples.

use payspec::centralpay::direct_debit::{
    self, ActiveMandate, DebitStep, Debtor, DirectDebitError, MandateSignature, MandateStep, UnconfirmedDebit,
    UnsignedMandate,
};
use payspec::centralpay::model::{BankAccount, CreateBankAccount, CreateMandate, Mandate, SddTransaction};
use payspec::centralpay::{Amount, DateTime};
use serde_json::{Value, json};

const MANDATE: &str = "f4d63345-b84c-47d3-ad65-bd8cb255dc8a";

fn read<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("an answer")
}

fn account(with: &Value) -> BankAccount {
    let mut account = json!({ "bankAccountId": "b-1", "customerId": "c-1" });
    for (name, value) in with.as_object().expect("an object") {
        account[name] = value.clone();
    }
    read(account)
}

fn signature(password: &str) -> MandateSignature {
    MandateSignature { password: password.into(), end_user_ip: "203.0.113.7".to_owned() }
}

fn debtor() -> Debtor {
    Debtor { phone: "+33600000000".to_owned(), email: "jane@example.com".to_owned() }
}

fn mandate(with: &Value) -> Result<CreateMandate, DirectDebitError> {
    direct_debit::mandate(
        &account(with),
        &debtor(),
        direct_debit::MandateTerms {
            creditor: "ics-1".into(),
            reference: "RUM-0001".into(),
            payment_type: "PUCT".into(),
        },
    )
}

#[test]
fn a_mandate_is_for_a_customers_usable_account() {
    let params = direct_debit::bank_account(direct_debit::CustomerBankAccount {
        customer: "c-1".into(),
        iban: "FR7630006000011234567890189".into(),
        bic: "AGRIFRPP".into(),
        owner: "Jane Doe".into(),
    });
    params.validate_for(CreateBankAccount::CUSTOMER).expect("all that the page asks for");

    let params = mandate(&json!({})).expect("a mandate");
    params.validate_for(CreateMandate::SMS_SIGNATURE).expect("all that the page asks for");
    assert_eq!((params.customer_id.as_str(), params.debtor_bank_account_id.as_str()), ("c-1", "b-1"));
    assert_eq!(params.creditor_bank_account_id.as_str(), "ics-1");

    for status in ["PENDING", "ACCEPTED", "SOMETHING_NEW"] {
        assert!(mandate(&json!({ "status": status })).is_ok(), "{status}");
    }
    for status in ["REFUSED", "CANCELLED"] {
        assert_eq!(mandate(&json!({ "status": status })).err(), Some(DirectDebitError::UnusableAccount), "{status}");
    }
    assert_eq!(mandate(&json!({ "customerId": null })).err(), Some(DirectDebitError::NoCustomer));
    assert_eq!(format!("{:?}", debtor()).matches("[redacted]").count(), 2);
}

fn step(status: &str) -> Result<MandateStep, DirectDebitError> {
    let mandate: Mandate = read(
        json!({ "mandateId": MANDATE, "status": status, "otpExpirationDate": "2024-01-11T12:56:17.403395+01:00" }),
    );
    MandateStep::of(&mandate)
}

#[test]
fn only_a_signed_mandate_gives_a_direct_debit() {
    // MANDATE_CREATED
    let Ok(MandateStep::SignatureNeeded(unsigned)) = step("PENDING") else { panic!("it waits for its signature") };
    assert_eq!(unsigned.password_expires().and_then(DateTime::unix_seconds), Some(1_704_974_177));
    unsigned.sign(signature("123456")).validate().expect("a signature");
    assert!(unsigned.sign(signature("12345")).validate().is_err(), "six digits");
    assert_eq!(unsigned.another_password().mandate_id.as_str(), MANDATE);
    // MANDATE_SIGNED
    let Ok(MandateStep::Active(active)) = step("ACTIVE") else { panic!("it is signed") };
    let debit = active.debit(direct_debit::DebitTerms {
        amount: Amount::from_minor(5000),
        on: "2024-01-26".into(),
        reference: "INV-1".into(),
        text: "Membership".into(),
        point_of_sale: "p-1".into(),
        end_user_ip: "203.0.113.7".into(),
    });
    debit.validate().expect("all that the page asks for");
    assert_eq!((debit.currency.as_str(), debit.mandate_id.as_str()), ("EUR", MANDATE));
    // MANDATE_OBSOLETED
    assert_eq!(step("OBSOLETE"), Ok(MandateStep::Ended));
    assert_eq!(step("SOMETHING_NEW"), Err(DirectDebitError::Status));
}

fn debit(status: &Value, automatic: &Value, validated: &Value) -> Result<DebitStep, DirectDebitError> {
    let debit: SddTransaction = read(json!({ "sddTransactionId": "d-1", "status": status,
        "automaticValidation": automatic, "validationDate": validated,
        "otpExpirationDate": "2024-01-11T13:17:56.374014+01:00" }));
    DebitStep::of(&debit)
}

#[test]
fn a_debit_waits_for_the_customer_only_where_the_samples_show_it() {
    let at = json!("2024-01-11T13:03:17.329335+01:00");
    // SDDTRANSACTION_CREATED and _RENEWOTP
    let step = debit(&json!("PENDING"), &json!(false), &json!(null));
    let Ok(DebitStep::ConfirmationNeeded(unconfirmed)) = step else { panic!("it waits for the customer") };
    unconfirmed.confirm("123456").validate().expect("a confirmation");
    assert_eq!(unconfirmed.another_password().sdd_transaction_id.as_str(), "d-1");
    for (status, automatic, validated, step) in [
        // SDDTRANSACTION_VALIDATED, the mandate's list, _CLEARED, _CANCELED
        ("ACTIVE", json!(false), at.clone(), DebitStep::UnderWay),
        ("ACTIVE", json!(true), at.clone(), DebitStep::UnderWay),
        ("CLEARED", json!(false), at.clone(), DebitStep::Cleared),
        ("CANCELED", json!(true), at.clone(), DebitStep::Canceled),
        // by the document's table
        ("PENDING", json!(true), json!(null), DebitStep::UnderWay),
        ("PENDING", json!(null), json!(null), DebitStep::UnderWay),
        ("PENDING", json!(false), at.clone(), DebitStep::UnderWay),
        ("NOTICED", json!(null), json!(null), DebitStep::UnderWay),
        ("REVERSED", json!(null), json!(null), DebitStep::Reversed),
    ] {
        assert_eq!(debit(&json!(status), &automatic, &validated), Ok(step), "{status}");
    }
    for status in [json!("SOMETHING_NEW"), json!(null)] {
        assert_eq!(debit(&status, &json!(false), &json!(null)), Err(DirectDebitError::Status));
    }
}

#[test]
fn what_waits_for_a_password_can_be_stored() {
    let Ok(MandateStep::SignatureNeeded(unsigned)) = step("PENDING") else { panic!("it waits") };
    let stored = serde_json::to_string(&unsigned).expect("JSON");
    assert_eq!(stored, format!(r#"{{"mandateId":"{MANDATE}","passwordExpires":"2024-01-11T12:56:17.403395+01:00"}}"#));
    assert_eq!(serde_json::from_str::<UnsignedMandate>(&stored).expect("the same"), unsigned);
    let active: ActiveMandate = read(json!({ "mandateId": MANDATE }));
    assert_eq!(step("ACTIVE"), Ok(MandateStep::Active(active)));
    let unconfirmed: UnconfirmedDebit = read(json!({ "sddTransactionId": "d-1" }));
    assert_eq!(unconfirmed.password_expires(), None);
}
