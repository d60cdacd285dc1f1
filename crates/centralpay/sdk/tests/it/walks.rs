//! What answers say between the lines: steps of an application, links and payments of a request, what is left to refund.

use payspec::centralpay::model::{MerchantEnrollment, PaymentRequest, Transaction};
use payspec::centralpay::{Amount, onboarding, payment_requests, refunds};

#[test]
fn steps_are_those_of_the_person_then_those_of_the_account() {
    let application: MerchantEnrollment = serde_json::from_str(
        r#"{"uuid": "a", "workflow": {"activities": [{"name": "account", "step_elements": [{"element-type": "address"}]},
            {"name": "none", "step_elements": []}]},
            "profile": {"workflow": {"activities": [{"name": "person", "step_elements": [
            {"element-type": "email"}, {"element-type": "new-thing"}]}, {"name": "unsaid"}]}}}"#,
    )
    .expect("an application");
    let steps = onboarding::steps(&application).map(|(activity, step)| (activity.name.as_deref(), step.variant.tag()));
    let expected = [("person", "email"), ("person", "new-thing"), ("account", "address")];
    assert!(steps.eq(expected.map(|(activity, step)| (Some(activity), Some(step)))));
    assert_eq!(onboarding::steps(&MerchantEnrollment::new("b")).count(), 0);
}

#[test]
fn links_and_payments_are_those_of_all_payers() {
    let request: PaymentRequest = serde_json::from_str(
        r#"{"paymentRequestId": "r", "breakdowns": [
            {"paymentRequestBreakdownId": "1", "endpoint": "https://pay.example/1", "payments": [{"uuid": "p"}]},
            {"paymentRequestBreakdownId": "2", "payments": [{"uuid": "q"}, {"uuid": "r"}]},
            {"paymentRequestBreakdownId": "3", "endpoint": "https://pay.example/3"}]}"#,
    )
    .expect("a request");
    let links =
        payment_requests::links(&request).map(|(payer, link)| (payer.payment_request_breakdown_id.as_str(), link));
    assert!(links.eq([("1", "https://pay.example/1"), ("3", "https://pay.example/3")]));
    assert!(payment_requests::payments(&request).map(|payment| payment.uuid.as_deref()).eq(["p", "q", "r"].map(Some)));
    assert_eq!(payment_requests::links(&PaymentRequest::new("s")).count(), 0);
}

#[test]
fn what_is_left_to_refund_is_reported_by_both_amounts() {
    let left = |captured: Option<i64>, refunded: Option<i64>| {
        let mut payment = Transaction::new("t");
        payment.amount_captured = captured.map(Amount::from_minor);
        payment.amount_refunded = refunded.map(Amount::from_minor);
        refunds::left(&payment).map(Amount::minor)
    };
    assert_eq!(left(Some(1500), Some(0)), Some(1500));
    assert_eq!(left(Some(1500), Some(1000)), Some(500));
    assert_eq!(left(Some(1500), Some(1501)), Some(0));
    assert_eq!((left(None, Some(0)), left(Some(1500), None)), (None, None));
    assert_eq!(left(Some(i64::MIN), Some(1)), None);
}
