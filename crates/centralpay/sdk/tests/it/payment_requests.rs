//! The ways to pay of the document's table (L2777-2810), written with the generated params.

use payspec::centralpay::model::*;
use payspec_core::{Amount, Form, Operation, Violation, Violations};

fn request<const N: usize>(methods: [PaymentMethod; N], total: i64) -> CreatePaymentRequest {
    let payer = PaymentRequestPayer::new().amount(Amount::from_minor(total)).email("payer@example.com");
    CreatePaymentRequest::new(CreatePaymentRequestRequired {
        payment_method: methods.into_iter().collect(),
        currency: Currency::EUR,
        total_amount: Amount::from_minor(total),
        breakdown: vec![payer],
    })
}

/// The pairs of a request that keeps all rules, but for those that every request has.
fn pairs(request: &CreatePaymentRequest, profile: &'static payspec_core::Profile) -> Vec<String> {
    request.validate_for(profile).unwrap_or_else(|problems| panic!("{}: {problems}", profile.name));
    let mut form = Form::new();
    request.encode(&mut form);
    let sent = payspec_core::parse_pairs(form.encode().as_bytes()).expect("our own form is well-formed");
    let common = |key: &str| matches!(key, "currency" | "totalAmount" | "breakdown[]");
    sent.into_iter().filter(|(key, _)| !common(key)).map(|(key, value)| format!("{key}={value}")).collect()
}

fn broken(result: Result<(), Violations>) -> Vec<&'static str> {
    result.err().map(|problems| problems.iter().map(Violation::rule).collect()).unwrap_or_default()
}

fn instalments() -> PaymentRequestInstallmentOptions {
    PaymentRequestInstallmentOptions::new(PaymentRequestInstallmentOptionsRequired {
        interval_unit: "MONTH".into(),
        interval_count: 1,
        iteration_count: 3,
    })
}

#[test]
fn every_line_of_the_table_can_be_written() {
    use CreatePaymentRequest as Create;
    use PaymentMethod::{DirectDebit, Installment, SctTransaction, Subscription, Transaction};
    let source = |source| PaymentRequestCardOptions::new().source(source);
    let text = PaymentRequestSddOptions::new("PREMIUM");
    let model = PaymentRequestSubscriptionOptions::new().subscription_model_id("m-1");
    let by_debit = PaymentRequestDebitSource::DirectDebit;

    assert_eq!(pairs(&request([Transaction], 100), Create::CARD), ["paymentMethod[]=TRANSACTION"]);
    assert_eq!(
        pairs(
            &request([Transaction], 100).transaction(source(TransactionSource::PreAuthorisation)),
            Create::CARD_PRE_AUTHORISATION
        ),
        ["paymentMethod[]=TRANSACTION", "transaction[source]=DP"],
    );
    assert_eq!(
        pairs(&request([Transaction], 0).transaction(source(TransactionSource::CardCheck)), Create::CARD_CHECK),
        ["paymentMethod[]=TRANSACTION", "transaction[source]=RI"],
    );
    assert_eq!(pairs(&request([SctTransaction], 100), Create::BANK_TRANSFER), ["paymentMethod[]=SCT_TRANSACTION"]);
    assert_eq!(
        pairs(&request([DirectDebit], 100).sdd(text), Create::DIRECT_DEBIT),
        ["paymentMethod[]=SDD", "sdd[remittanceInformation]=PREMIUM"],
    );
    assert_eq!(
        pairs(&request([Subscription], 100).subscription(model.clone()), Create::CARD_SUBSCRIPTION),
        ["paymentMethod[]=SUBSCRIPTION", "subscription[subscriptionModelId]=m-1"],
    );
    let documented = PaymentRequestSubscriptionModelOptions::new("m-1");
    assert_eq!(
        pairs(
            &request([Subscription], 100)
                .subscription(PaymentRequestSubscriptionOptions::new().source(by_debit.clone()))
                .subscription_model(documented),
            Create::DIRECT_DEBIT_SUBSCRIPTION,
        ),
        ["paymentMethod[]=SUBSCRIPTION", "subscription[source]=SDD", "subscriptionModel[subscriptionModelId]=m-1"],
    );
    let plan = ["installment[intervalUnit]=MONTH", "installment[intervalCount]=1", "installment[iterationCount]=3"];
    assert_eq!(
        pairs(&request([Installment], 100).installment(instalments()), Create::CARD_INSTALMENTS),
        [&["paymentMethod[]=INSTALLMENT"][..], &plan].concat(),
    );
    assert_eq!(
        pairs(
            &request([Installment], 100).installment(instalments().source(by_debit)),
            Create::DIRECT_DEBIT_INSTALMENTS
        ),
        [&["paymentMethod[]=INSTALLMENT", "installment[source]=SDD"][..], &plan].concat(),
    );
    assert_eq!(
        pairs(&request([Transaction, SctTransaction], 100), Create::CARD_OR_BANK_TRANSFER),
        ["paymentMethod[]=TRANSACTION", "paymentMethod[]=SCT_TRANSACTION"],
    );
    let both = request([Transaction, Installment], 100).installment(instalments());
    assert_eq!(pairs(&both, Create::CARD_OR_INSTALMENTS).len(), 5);
}

#[test]
fn what_the_platform_refuses_is_refused() {
    use PaymentMethod::{DirectDebit, Installment, Subscription, Transaction};
    let model = PaymentRequestSubscriptionOptions::new().subscription_model_id("m-1");
    let check = PaymentRequestCardOptions::new().source(TransactionSource::CardCheck);
    let mixed = request([Transaction, Subscription], 100).subscription(model);
    assert_eq!(broken(mixed.validate()), ["card-or-subscription"]);
    assert_eq!(broken(request([Subscription], 100).validate()), ["subscription-has-a-model"]);
    assert_eq!(broken(request([DirectDebit], 100).validate()), ["direct-debit-has-a-text"]);
    assert_eq!(broken(request([Installment], 100).validate()), ["instalments-are-planned"; 3]);
    assert_eq!(broken(request([Transaction], 100).transaction(check).validate()), ["check-is-of-zero"]);
    assert_eq!(broken(request([], 100).validate()), ["required"]);
    let mut nobody = request([Transaction], 100);
    nobody.breakdown.clear();
    assert_eq!(broken(nobody.validate()), ["required"]);
    let mut too_much = request([Transaction], 100);
    too_much.total_amount = Amount::from_minor(99);
    assert_eq!(broken(too_much.validate()), ["share-within-total"]);
    // The payment page asks payers for what is missing.
    let mut unknown = request([Transaction], 100).create_customer(true);
    unknown.breakdown[0].email = None;
    assert!(unknown.validate().is_ok());
}
