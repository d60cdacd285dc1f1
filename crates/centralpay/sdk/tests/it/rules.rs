//! The demands that payments live by, each with what it refuses and what it must let pass, on the generated params.
//! Every other rule, of this API and the others, is broken and kept in `rule_cases`.

use payspec::centralpay::model::*;
use payspec_core::{Amount, DateTime, IterationReading, Iterations, Operation, Profile, Violation, Violations};

const PAN: &str = "4000001000000067";

fn names(result: Result<(), Violations>) -> Vec<&'static str> {
    result.err().map(|problems| problems.iter().map(Violation::rule).collect()).unwrap_or_default()
}

fn broken<O: Operation>(params: &O) -> Vec<&'static str> {
    names(params.validate())
}

fn broken_as<O: Operation>(params: &O, profile: &'static Profile) -> Vec<&'static str> {
    names(params.validate_for(Some(profile)))
}

const NOTHING: [&str; 0] = [];

fn euros(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

fn day() -> DateTime {
    DateTime::from_date(2024, 2, 5).expect("a real date")
}

fn payment() -> CreateTransaction {
    CreateTransaction::new(CreateTransactionRequired {
        amount: euros(1500),
        currency: Currency::EUR,
        point_of_sale_id: "point-of-sale".into(),
        end_user_ip: "203.0.113.7".into(),
    })
}

fn card() -> CardDetails {
    CardDetails::new(CardDetailsRequired {
        number: PAN.into(),
        expiration_month: "12".into(),
        expiration_year: "2031".into(),
    })
}

#[test]
fn a_customer_can_be_reached() {
    assert_eq!(broken(&CreateCustomer::new().first_name("A.").last_name("Person")), ["email-or-phone"]);
    assert_eq!(broken(&CreateCustomer::new().email("")), ["email-or-phone"], "a blank is no address");
    assert_eq!(broken(&CreateCustomer::new().email("a@example.com")), NOTHING);
    assert_eq!(broken(&CreateCustomer::new().phone("+33600000000")), NOTHING);
    assert_eq!(broken(&CreateCustomer::new().email("a@example.com").phone("+33600000000")), NOTHING);
}

#[test]
fn ways_to_pay_that_exclude_each_other_are_not_offered_together() {
    use PaymentMethod::{DirectDebit, Installment, SctTransaction, Subscription, Transaction};
    let request = |methods: &[PaymentMethod]| {
        let payer = PaymentRequestPayer::new().email("a@example.com");
        CreatePaymentRequest::new(CreatePaymentRequestRequired {
            payment_method: methods.to_vec(),
            currency: Currency::EUR,
            total_amount: euros(30000),
            breakdown: vec![payer],
        })
        .subscription(PaymentRequestSubscriptionOptions::new().subscription_model_id("m-1"))
        .installment(PaymentRequestInstallmentOptions::new(PaymentRequestInstallmentOptionsRequired {
            interval_unit: IntervalUnit::Month,
            interval_count: 1,
            iteration_count: 3,
        }))
        .sdd(PaymentRequestSddOptions::new("Invoice 17"))
    };
    assert_eq!(broken(&request(&[Transaction, Subscription])), ["card-or-subscription"]);
    assert_eq!(broken(&request(&[Subscription, SctTransaction, Transaction])), ["card-or-subscription"]);
    assert_eq!(broken(&request(&[Transaction, Installment])), NOTHING);
    assert_eq!(broken(&request(&[Transaction, SctTransaction, DirectDebit, Installment])), NOTHING);
    assert_eq!(broken(&request(&[Subscription])), NOTHING);
}

#[allow(deprecated)]
#[test]
fn a_card_comes_from_one_place() {
    assert_eq!(broken(&payment()), ["some-source-of-card"]);
    assert_eq!(broken(&payment().card_token_id("t-1").card(card())), ["one-source-of-card"]);
    assert_eq!(broken(&payment().card_token_id("t-1").customer_id("c-1").card_id("k-1")), ["one-source-of-card"]);
    assert_eq!(broken(&payment().card_id("k-1")), ["kept-card-with-customer"]);
    assert_eq!(broken(&payment().card_token_id("t-1")), NOTHING);
    assert_eq!(broken(&payment().customer_id("c-1").card_id("k-1")), NOTHING);
    assert_eq!(broken(&payment().card(card())), NOTHING);
    // The token is charged, and its card kept for the customer.
    assert_eq!(broken(&payment().card_token_id("t-1").customer_id("c-1")), NOTHING);

    let credit = || CreateCredit::new(euros(1500), Currency::EUR);
    assert_eq!(broken(&credit()), ["one-source-of-card"]);
    assert_eq!(broken(&credit().card_token_id("t-1").customer_id("c-1").card_id("k-1")), ["one-source-of-card"]);
    assert_eq!(broken(&credit().card_id("k-1")), ["kept-card-with-customer"]);
    assert_eq!(broken(&credit().card_token_id("t-1")), NOTHING);
    assert_eq!(broken(&credit().customer_id("c-1").card_id("k-1")), NOTHING);

    let check = || {
        AuthenticateThreeDs::new(AuthenticateThreeDsRequired {
            device_channel: "01".into(),
            message_category: "01".into(),
            purchase_amount: euros(1500),
            purchase_currency: Currency::EUR,
        })
    };
    assert_eq!(broken(&check()), ["one-source-of-card"]);
    assert_eq!(broken(&check().card_token_id("t-1").customer_id("c-1").card_id("k-1")), ["one-source-of-card"]);
    assert_eq!(broken(&check().card_id("k-1")), ["kept-card-with-customer"]);
    assert_eq!(broken(&check().card_token_id("t-1")), NOTHING);
    assert_eq!(broken(&check().customer_id("c-1").card_id("k-1")), NOTHING);

    assert_eq!(broken(&CreateCard::new("c-1")), ["one-source-of-card"]);
    assert_eq!(broken(&CreateCard::new("c-1").card_token_id("t-1").card(card())), ["one-source-of-card"]);
    assert_eq!(broken(&CreateCard::new("c-1").card_token_id("t-1")), NOTHING);
    assert_eq!(broken(&CreateCard::new("c-1").card(card())), NOTHING);

    assert_eq!(broken(&CreateThreeDsEnrollment::new()), ["one-source-of-card"]);
    assert_eq!(broken(&CreateThreeDsEnrollment::new().card_token_id("t-1").customer_id("c-1")), ["one-source-of-card"]);
    assert_eq!(broken(&CreateThreeDsEnrollment::new().customer_id("c-1")), NOTHING);
}

#[test]
fn a_payment_without_its_cardholder_sends_no_proof_of_presence() {
    let merchant_initiated = |proof| payment().customer_id("c-1").card_id("k-1").three_ds(proof);
    let proof =
        || ThreeDsProof::new(ThreeDsProofRequired { three_ds_server_trans_id: "s-1".into(), status: "Y".into() });
    assert_eq!(broken_as(&merchant_initiated(proof()), CreateTransaction::THREE_RI), NOTHING);
    let with_cavv = merchant_initiated(proof().cavv("JAmi21makAifmwqo2120cjq1AAA="));
    assert_eq!(broken_as(&with_cavv, CreateTransaction::THREE_RI), ["three-ri"]);
    let message = with_cavv.validate_for(CreateTransaction::THREE_RI).expect_err("broken").to_string();
    assert!(message.contains("`3ds[cavv]`"), "{message}");
    // In the browser the same proof is demanded.
    assert_eq!(broken_as(&with_cavv, CreateTransaction::BROWSER_THREE_DS), NOTHING);
    assert_eq!(broken_as(&merchant_initiated(proof()), CreateTransaction::BROWSER_THREE_DS), ["browser-three-ds"]);

    let failed = payment().card_token_id("t-1").three_ds(ThreeDsProof::new(ThreeDsProofRequired {
        three_ds_server_trans_id: "s-1".into(),
        status: "N".into(),
    }));
    assert_eq!(broken(&failed), ["3ds-authenticated"], "no payment on a failed authentication");
}

#[test]
fn a_check_of_a_card_moves_no_money() {
    let of = |amount, source: TransactionSource| {
        CreateTransaction::new(CreateTransactionRequired {
            amount: euros(amount),
            currency: Currency::EUR,
            point_of_sale_id: "point-of-sale".into(),
            end_user_ip: "203.0.113.7".into(),
        })
        .card_token_id("t-1")
        .source(source)
    };
    assert_eq!(broken(&of(1, TransactionSource::CardCheck)), ["check-is-of-zero"]);
    assert_eq!(broken(&of(0, TransactionSource::CardCheck)), NOTHING);
    assert_eq!(broken(&of(1, TransactionSource::PreAuthorisation)), NOTHING);
    let share = TransferRequest::new("w-1", euros(1));
    assert_eq!(broken(&of(0, TransactionSource::CardCheck).transfer([share])), ["card-check"]);
}

fn transaction(json: serde_json::Value) -> Transaction {
    let mut object = serde_json::json!({
        "transactionId": "t-1", "amount": 1500, "transactionStatus": "SUCCESS", "captureStatus": "UNCAPTURED",
    });
    let changes: serde_json::Map<String, serde_json::Value> = serde_json::from_value(json).expect("a map");
    object.as_object_mut().expect("an object").extend(changes);
    serde_json::from_value(object).expect("a transaction")
}

#[test]
fn no_more_is_captured_than_was_authorised() {
    use serde_json::json;
    let capture = |amount| CaptureTransaction::new("t-1", euros(amount));
    let against = |amount, json| names(capture(amount).validate_against_transaction(&transaction(json)));
    assert_eq!(against(1500, json!({})), NOTHING);
    assert_eq!(against(1, json!({})), NOTHING);
    assert_eq!(against(1501, json!({})), ["within-authorisation"]);
    let partly = json!({ "partialAuthorized": true, "partialAuthorizedAmount": 1000 });
    assert_eq!(against(1000, partly.clone()), NOTHING);
    assert_eq!(against(1001, partly), ["within-partial-authorisation"]);
    assert_eq!(against(1500, json!({ "captureStatus": "CAPTURED" })), ["not-captured-yet"]);
    assert_eq!(against(1500, json!({ "transactionStatus": "FAILURE" })), ["authorised"]);
    assert_eq!(broken(&capture(0)), ["amount"]);
    assert_eq!(broken(&capture(1501)), NOTHING, "the request alone cannot tell");
}

#[test]
fn no_more_is_refunded_than_was_captured() {
    use serde_json::json;
    let refund = || CreateRefund::new().transaction_id("t-1");
    let cleared = transaction(json!({ "amount": 2000, "amountCaptured": 1500, "captureStatus": "CLEARED" }));
    assert_eq!(names(refund().amount(euros(1500)).validate_against_transaction(&cleared)), NOTHING);
    assert_eq!(names(refund().validate_against_transaction(&cleared)), NOTHING, "all of it");
    assert_eq!(names(refund().amount(euros(1501)).validate_against_transaction(&cleared)), ["within-payment"]);
    let captured = transaction(json!({ "amountCaptured": 1500, "captureStatus": "CAPTURED" }));
    assert_eq!(names(refund().validate_against_transaction(&captured)), ["payment-cleared"]);

    assert_eq!(broken(&CreateRefund::new()), ["one-payment"]);
    assert_eq!(broken(&refund().sct_transaction_id("s-1")), ["one-payment"]);
    assert_eq!(broken(&refund().amount(euros(0))), ["amount"]);
}

#[test]
fn a_direct_debit_is_in_euros() {
    let debit = |currency: Currency| {
        CreateSddTransaction::new(CreateSddTransactionRequired {
            mandate_id: "m-1".into(),
            amount: euros(1500),
            currency,
            requested_collection_date: day(),
            end_to_end_identification: "E-17".into(),
            remittance_information: "Invoice 17".into(),
            point_of_sale_id: "p-1".into(),
            end_user_ip: "203.0.113.7".into(),
        })
    };
    assert_eq!(broken(&debit(Currency::EUR)), NOTHING);
    assert_eq!(broken(&debit(Currency::CHF)), ["euro"]);
    let plan = instalments(3, IntervalUnit::Month, 1, Currency::CHF).mandate_id("m-1").requested_collection_date(day());
    assert_eq!(broken(&plan), ["mandate-in-euros"]);
}

fn instalments(count: i64, unit: IntervalUnit, every: i64, currency: Currency) -> CreateInstallmentPayment {
    CreateInstallmentPayment::new(CreateInstallmentPaymentRequired {
        amount: euros(30000),
        currency,
        iteration_count: count,
        interval_count: every,
        interval_unit: unit,
        end_user_ip: "203.0.113.7".into(),
    })
}

#[test]
fn a_series_of_payments_has_one_to_pay_it() {
    let subscription = || {
        CreateSubscription::new(CreateSubscriptionRequired {
            subscription_model_id: "m-1".into(),
            point_of_sale_id: "point-of-sale".into(),
            end_user_ip: "203.0.113.7".into(),
        })
    };
    assert_eq!(broken(&subscription()), ["source-of-payment"]);
    let two = subscription().customer_id("c-1").wallet_id("w-1");
    assert_eq!(broken(&two), NOTHING, "whether the API minds is not documented");
    assert_eq!(broken_as(&two, CreateSubscription::BY_CARD), ["by-card"]);
    assert_eq!(broken(&subscription().mandate_id("m-1")), ["mandate-with-collection-date"]);
    assert_eq!(broken(&subscription().wallet_id("w-1").card_id("k-1")), ["kept-card-with-customer"]);
    assert_eq!(broken(&subscription().customer_id("c-1")), NOTHING);
    assert_eq!(broken(&subscription().mandate_id("m-1").requested_collection_date(day())), NOTHING);
    assert_eq!(broken(&subscription().wallet_id("w-1")), NOTHING);

    let plan = || instalments(3, IntervalUnit::Month, 1, Currency::EUR);
    assert_eq!(broken(&plan()), ["source-of-payment"]);
    let two = plan().customer_id("c-1").mandate_id("m-1").requested_collection_date(day());
    assert_eq!(broken(&two), NOTHING, "a plan of the samples has both");
    assert_eq!(broken_as(&two, CreateInstallmentPayment::BY_CARD), ["by-card", "by-card"], "a mandate and its day");
    assert_eq!(broken(&plan().mandate_id("m-1")), ["mandate-with-collection-date"]);
    assert_eq!(broken(&plan().customer_id("c-1")), NOTHING);
    assert_eq!(broken(&plan().mandate_id("m-1").requested_collection_date(day())), NOTHING);
}

#[test]
fn instalments_are_counted_in_whole_intervals() {
    let plan = |count, unit, every| instalments(count, unit, every, Currency::EUR).customer_id("c-1");
    for unit in [IntervalUnit::Day, IntervalUnit::Week, IntervalUnit::Month, IntervalUnit::Year] {
        assert_eq!(broken(&plan(1, unit, 1)), NOTHING);
    }
    assert_eq!(broken(&plan(0, IntervalUnit::Month, 1)), ["iteration-count"]);
    assert_eq!(broken(&plan(3, IntervalUnit::Month, 0)), ["interval-count"]);
    assert_eq!(broken(&plan(3, IntervalUnit::Month, -1)), ["interval-count"]);
    assert_eq!(broken(&plan(3, IntervalUnit::Month, 1).deposit_amount(euros(30000))), NOTHING);
    assert_eq!(broken(&plan(3, IntervalUnit::Month, 1).deposit_amount(euros(30001))), ["deposit-within-amount"]);

    let model = |unit, every| {
        CreateSubscriptionModel::new(CreateSubscriptionModelRequired {
            amount: euros(2990),
            currency: Currency::EUR,
            name: "Monthly".into(),
            interval_unit: unit,
            interval_count: every,
        })
    };
    assert_eq!(broken(&model(IntervalUnit::Year, 1)), NOTHING);
    assert_eq!(broken(&model(IntervalUnit::from("CENTURY"), 1)), ["interval-unit"]);
    assert_eq!(broken(&model(IntervalUnit::Month, 0)), ["interval-count"]);
    let alone = Iterations::of_payments(1, IterationReading::FirstExcluded).expect("the first payment alone");
    assert_eq!((alone.count(), broken(&model(IntervalUnit::Month, 1).iteration_count(alone))), (0, NOTHING.to_vec()));
}

#[test]
fn a_fee_is_a_part_of_what_is_transferred() {
    let transfer = |fee| {
        CreateTransfer::new(CreateTransferRequired {
            amount: euros(1000),
            currency: Currency::EUR,
            destination_wallet_id: "w-1".into(),
        })
        .fee(euros(fee))
    };
    assert_eq!(broken(&transfer(1000)), NOTHING);
    assert_eq!(broken(&transfer(1001)), ["fee-within-amount"]);
    assert_eq!(broken(&transfer(-1)), ["fee"]);

    let shares = |fees: [i64; 2]| {
        let share = |(at, fee)| {
            TransferRequest::new("w-1", euros(500)).fee(euros(fee)).merchant_transfer_id(format!("order-17-{at}"))
        };
        payment().card_token_id("t-1").transfer(fees.into_iter().enumerate().map(share))
    };
    assert_eq!(broken(&shares([500, 0])), NOTHING);
    let second = shares([500, 501]);
    assert_eq!(broken(&second), ["transfer-fee-within-amount"]);
    let message = second.validate().expect_err("broken").to_string();
    assert!(message.contains("item 2: fee"), "{message}");
}

#[allow(deprecated)]
#[test]
fn payouts_for_others_are_limited() {
    const MOST: i64 = 9_999_999;
    let own = |amount| {
        CreatePayout::new(CreatePayoutRequired {
            amount: euros(amount),
            currency: Currency::EUR,
            destination_bank_account_id: "b-1".into(),
        })
    };
    let for_another = |amount| {
        CreatePayoutByThirdParty::new(CreatePayoutByThirdPartyRequired {
            amount: euros(amount),
            currency: Currency::EUR,
            destination_bank_account_id: "b-1".into(),
        })
    };
    let for_a_seller = |amount| {
        CreatePayoutByMarketplace::new(CreatePayoutByMarketplaceRequired {
            amount: euros(amount),
            currency: Currency::EUR,
            destination_bank_account_id: "b-1".into(),
        })
    };
    for amount in [1, MOST] {
        assert_eq!((broken(&for_another(amount)), broken(&for_a_seller(amount))), (vec![], vec![]), "{amount}");
    }
    for amount in [0, MOST + 1] {
        assert_eq!((broken(&for_another(amount)), broken(&for_a_seller(amount))), (vec!["amount"], vec!["amount"]));
    }
    assert_eq!(broken(&own(MOST + 1)), NOTHING, "one's own money has no such limit");
    assert_eq!(broken(&own(0)), ["amount"]);
    let named = |length: usize| for_another(1).payout_reference("R".repeat(length));
    assert_eq!(broken(&named(35)), NOTHING);
    assert_eq!(broken(&named(36)), ["reference-length"]);
    assert_eq!(broken(&own(1).payout_reference("R".repeat(36))), NOTHING);
}
