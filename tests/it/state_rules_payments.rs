//! What the document allows in some states of an object only, and what a payment takes over from its authentication.

use centralpay_model::*;
use payspec_core::{Amount, Violation, Violations};
use serde_json::{Value, json};

fn object<T: serde::de::DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("it decodes")
}

fn broken(result: Result<(), Violations>) -> Vec<&'static str> {
    result.err().map(|problems| problems.iter().map(Violation::rule).collect()).unwrap_or_default()
}

#[test]
fn a_payment_is_cancelled_before_it_is_cleared() {
    let cancel = |capture: &str, status: &str| {
        let known = object(json!({"transactionId": "t", "captureStatus": capture, "transactionStatus": status}));
        broken(CancelTransaction::new("t").validate_against_transaction(&known))
    };
    assert!(cancel("UNCAPTURED", "SUCCESS").is_empty());
    assert!(cancel("CAPTURED", "SUCCESS").is_empty());
    assert_eq!(cancel("CLEARED", "SUCCESS"), ["not-cleared-yet"]);
    assert_eq!(cancel("UNCAPTURED", "FAILURE"), ["authorised"]);
}

#[test]
fn a_capture_is_not_above_the_authorised_amount() {
    let capture = |amount: i64| {
        let known = object(json!({
            "transactionId": "t", "captureStatus": "UNCAPTURED", "transactionStatus": "SUCCESS", "amount": 1500,
        }));
        broken(CaptureTransaction::new("t", Amount::from_minor(amount)).validate_against_transaction(&known))
    };
    assert!(capture(1).is_empty());
    assert!(capture(1500).is_empty());
    assert_eq!(capture(1501), ["within-authorisation"]);
}

#[test]
fn payment_requests_are_cancelled_unpaid_and_closed_while_active() {
    let known = |request: &str, payment: &str| -> PaymentRequest {
        object(json!({"paymentRequestId": "p", "paymentRequestStatus": request, "paymentStatus": payment}))
    };
    let cancel =
        |known: &PaymentRequest| broken(CancelPaymentRequest::new("p").validate_against_payment_request(known));
    let close = |known: &PaymentRequest| broken(ClosePaymentRequest::new("p").validate_against_payment_request(known));
    assert!(cancel(&known("ACTIVE", "UNPAID")).is_empty());
    assert_eq!(cancel(&known("ACTIVE", "PARTIALLY_PAID")), ["nothing-paid-yet"]);
    assert_eq!(cancel(&known("CANCELED", "UNPAID")), ["still-active"]);
    assert!(close(&known("ACTIVE", "UNPAID")).is_empty(), "the sample of PAYMENTREQUEST_CLOSED is unpaid");
    assert!(close(&known("ACTIVE", "PARTIALLY_PAID")).is_empty());
    assert_eq!(close(&known("CLOSED", "PAID")), ["still-active"]);
}

#[test]
fn payouts_refunds_and_credits_are_cancelled_while_they_wait() {
    let payout = |status: &str| {
        broken(CancelPayout::new("p").validate_against_payout(&object(json!({"payoutId": "p", "status": status}))))
    };
    assert!(payout("PENDING").is_empty());
    assert_eq!(payout("PAID"), ["still-pending"]);
    let refund = |status: &str| {
        broken(CancelRefund::new("r").validate_against_refund(&object(json!({"refundId": "r", "status": status}))))
    };
    assert!(refund("UNCLEARED").is_empty());
    assert_eq!(refund("CLEARED"), ["not-processed-yet"]);
    let credit = |status: &str| {
        broken(CancelCredit::new("c").validate_against_credit(&object(json!({"creditId": "c", "status": status}))))
    };
    assert!(credit("UNCLEARED").is_empty());
    assert_eq!(credit("CLEARED"), ["not-processed-yet"]);
}

#[test]
fn transfers_are_cancelled_while_they_wait_and_reversed_afterwards() {
    let known = |status: &str| -> Transfer { object(json!({"transferId": "t", "status": status, "amount": 140})) };
    let cancel = |status: &str| broken(CancelTransfer::new("t").validate_against_transfer(&known(status)));
    assert!(cancel("PENDING").is_empty());
    assert!(cancel("ESCROW").is_empty(), "the word for a waiting transfer is not known");
    assert_eq!(cancel("TRANSFERRED"), ["still-waiting"]);
    let reverse = |status: &str, amount: i64| {
        let params = CreateTransferReversal::new("t").amount(Amount::from_minor(amount));
        broken(params.validate_against_transfer(&known(status)))
    };
    assert!(reverse("TRANSFERRED", 140).is_empty());
    assert_eq!(reverse("TRANSFERRED", 141), ["within-transfer"]);
    assert_eq!(reverse("CANCEL", 140), ["transfer-made"]);
}

#[test]
fn a_payment_takes_over_the_proof_of_its_authentication_and_nothing_else() {
    let payment = |proof: ThreeDsProof| {
        CreateTransaction::new(Amount::from_minor(1500), Currency::EUR, "pos", "9.64.32.8").three_ds(proof)
    };
    let proof = || ThreeDsProof::new("a", ThreeDsTransStatus::Authenticated).eci("02");
    let merchant_initiated: ThreeDsAuthentication =
        object(json!({"threeDSServerTransID": "a", "transStatus": "Y", "eci": "02"}));
    let in_browser: ThreeDsAuthentication =
        object(json!({"threeDSServerTransID": "a", "transStatus": "Y", "eci": "02", "authenticationValue": "MTIz"}));
    let challenge: ThreeDsAuthentication = object(json!({"threeDSServerTransID": "a", "transStatus": "C"}));
    let result: ThreeDsResult =
        object(json!({"threeDSServerTransID": "a", "transStatus": "Y", "eci": "01", "authenticationValue": "JAmi"}));

    let against = |params: &CreateTransaction, known| broken(params.validate_against_three_ds_authentication(known));
    assert!(against(&payment(proof()), &merchant_initiated).is_empty());
    assert_eq!(against(&payment(proof().cavv("MTIz")), &merchant_initiated), ["cavv-as-authenticated"]);
    assert!(against(&payment(proof().cavv("MTIz")), &in_browser).is_empty());
    assert_eq!(against(&payment(proof()), &in_browser), ["cavv-as-authenticated"]);
    let bare = ThreeDsProof::new("a", ThreeDsTransStatus::Authenticated);
    assert_eq!(against(&payment(bare.clone()), &merchant_initiated), ["eci-as-authenticated"]);
    assert!(against(&payment(proof().cavv("JAmi")), &challenge).is_empty());
    assert!(payment(proof().cavv("JAmi")).validate_against_three_ds_result(&result).is_ok());
    assert_eq!(
        broken(payment(bare).validate_against_three_ds_result(&result)),
        ["cavv-as-challenged", "eci-as-challenged"]
    );
}

#[test]
fn a_check_of_a_card_is_of_zero() {
    let check = |amount: i64| {
        let params = CreateTransaction::new(Amount::from_minor(amount), Currency::EUR, "pos", "9.64.32.8");
        broken(params.card_token_id("token").source(TransactionSource::CardCheck).validate())
    };
    assert!(check(0).is_empty());
    assert_eq!(check(1), ["check-is-of-zero"]);
}
