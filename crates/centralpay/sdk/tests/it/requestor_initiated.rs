//! Later payments without the cardholder, with the document's example (L13925-14036).

use payspec::centralpay::model::{
    AuthenticateThreeDs, CreateTransaction, Currency, ThreeDsAuthentication, ThreeDsPriorAuthMethod, ThreeRiInd,
    payspec_core::Form,
};
use payspec::centralpay::one_click::KeptCard;
use payspec::centralpay::three_ds::{
    AskedWithoutCardholder, AuthenticatedPaymentRequired, NextStep, PriorAuthentication, PriorAuthenticationRequired,
    Purchase, Series, StepWithoutCardholder, ThreeDsError,
};
use payspec::centralpay::{Amount, Operation};
use serde_json::{Value, json};

fn pairs(operation: &impl Operation) -> Vec<(String, String)> {
    let mut form = Form::new();
    operation.encode(&mut form);
    let mut pairs = form.pairs().to_vec();
    pairs.sort();
    pairs
}

fn prior() -> PriorAuthentication {
    PriorAuthentication::new(
        &card(),
        PriorAuthenticationRequired {
            acs_trans_id: "7d031b8e-7fb7-4215-b866-eaacb395002f".into(),
            at: "2022-09-01T03:23:00+02:00".into(),
            method: ThreeDsPriorAuthMethod::Challenge,
        },
    )
}

fn card() -> KeptCard {
    KeptCard {
        customer_id: "aae4d8c0-a555-4c2f-bfdf-18d5636b78a4".into(),
        card_id: "44d0691b-b117-4799-ba07-31e0b02c5b08".into(),
    }
}

fn ask(kind: ThreeRiInd, currency: Currency) -> (AuthenticateThreeDs, AskedWithoutCardholder) {
    let purchase = Purchase { amount: Amount::from_minor(4880), currency };
    let series = Series { kind, until: "2033-01-01".into(), every_days: 0 };
    prior().authenticate(card(), purchase, &series, "2023-01-01T12:23:45Z").expect("the card of the series")
}

#[test]
fn the_question_is_the_one_of_the_document() {
    let (question, _) = ask(ThreeRiInd::Recurring, Currency::EUR);
    question.validate_for(AuthenticateThreeDs::THREE_RI).expect("all that the profile asks for");
    // What the shop knows of the account is added by the shop.
    let question = question
        .point_of_sale_id("08960d92-874b-4447-800b-aaa53fa976f5")
        .acct_type("03")
        .card_expiry_date("9999")
        .ch_acc_age_ind("03")
        .ch_acc_change("2022-09-01")
        .ch_acc_date("2022-09-01")
        .email("support@centralpay.eu")
        .nb_purchase_account(2)
        .payment_acc_age("2022-10-01")
        .payment_acc_ind("03");
    let mut expected: Vec<(String, String)> = [
        ("customerId", "aae4d8c0-a555-4c2f-bfdf-18d5636b78a4"),
        ("cardId", "44d0691b-b117-4799-ba07-31e0b02c5b08"),
        ("pointOfSaleId", "08960d92-874b-4447-800b-aaa53fa976f5"),
        ("deviceChannel", "03"),
        ("messageCategory", "02"),
        ("acctType", "03"),
        ("cardExpiryDate", "9999"),
        ("purchaseAmount", "4880"),
        ("purchaseCurrency", "978"),
        ("purchaseExponent", "2"),
        ("purchaseDate", "20230101122345"),
        ("recurringExpiry", "20330101"),
        ("recurringFrequency", "0"),
        ("chAccAgeInd", "03"),
        ("chAccChange", "20220901"),
        ("chAccDate", "20220901"),
        ("email", "support@centralpay.eu"),
        ("nbPurchaseAccount", "2"),
        ("paymentAccAge", "20221001"),
        ("paymentAccInd", "03"),
        ("threeDSReqPriorAuthMethod", "02"),
        ("threeDSReqPriorAuthTimestamp", "202209010123"),
        ("threeDSReqPriorRef", "7d031b8e-7fb7-4215-b866-eaacb395002f"),
        ("threeDSRequestorDecReqInd", "N"),
        ("threeDSRequestorAuthenticationInd", "02"),
        ("threeDSRequestorChallengeInd", "02"),
        ("threeRIInd", "01"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    expected.sort();
    assert_eq!(pairs(&question), expected);
}

#[test]
fn the_kind_of_the_series_and_the_currency_decide_what_is_asked() {
    let (question, _) = ask(ThreeRiInd::Instalment, Currency::XOF);
    let has = |name: &str, value: &str| pairs(&question).contains(&(name.to_owned(), value.to_owned()));
    assert!(has("threeRIInd", "02") && has("threeDSRequestorAuthenticationInd", "03"));
    assert!(has("purchaseCurrency", "952") && has("purchaseExponent", "0"));
    // A currency of the platform's own has no number.
    let (question, _) = ask(ThreeRiInd::OtherPayment, Currency::from("GTH"));
    assert_eq!((question.purchase_currency.as_str(), question.purchase_exponent), ("GTH", None));
}

fn answered(answer: Value) -> Result<StepWithoutCardholder, ThreeDsError> {
    let answer: ThreeDsAuthentication = serde_json::from_value(answer).expect("an answer");
    ask(ThreeRiInd::Recurring, Currency::EUR).1.answered(answer)
}

#[test]
fn the_payment_takes_the_new_id_and_no_cavv() {
    // L13991-13998, with a proof that is not to be sent on (L14007).
    let answer = json!({ "threeDSServerTransID": "67dc456c-6c7a-987f-92cf-f68752525d0c", "transStatus": "Y", "eci": "02",
        "authenticationValue": "secret" });
    let Ok(StepWithoutCardholder::Authenticated(authenticated)) = answered(answer) else { panic!("it agreed") };
    let payment = authenticated.payment(AuthenticatedPaymentRequired {
        point_of_sale_id: "1beb8574-cf4c-4b12-b065-d12b3f0eaa90".into(),
        end_user_ip: "9.64.32.8".into(),
    });
    payment.validate_for(CreateTransaction::THREE_RI).expect("all that the profile asks for");
    let expected = [
        ("3ds[eci]", "02"),
        ("3ds[status]", "Y"),
        ("3ds[threeDSServerTransID]", "67dc456c-6c7a-987f-92cf-f68752525d0c"),
        ("amount", "4880"),
        ("cardId", "44d0691b-b117-4799-ba07-31e0b02c5b08"),
        ("currency", "EUR"),
        ("customerId", "aae4d8c0-a555-4c2f-bfdf-18d5636b78a4"),
        ("endUserIp", "9.64.32.8"),
        ("pointOfSaleId", "1beb8574-cf4c-4b12-b065-d12b3f0eaa90"),
        ("source", "EC"),
    ];
    assert_eq!(pairs(&payment), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[test]
fn anything_else_lets_no_payment_be_made() {
    for (letter, next) in [("C", NextStep::Challenge), ("D", NextStep::Wait)] {
        let step = answered(json!({ "threeDSServerTransID": "t", "transStatus": letter }));
        let Ok(StepWithoutCardholder::CardholderNeeded(refused)) = step else { panic!("{letter}") };
        assert_eq!(refused.advice().next, next);
    }
    for letter in ["N", "U", "R", "I", "X"] {
        let step = answered(json!({ "threeDSServerTransID": "t", "transStatus": letter }));
        assert!(matches!(step, Ok(StepWithoutCardholder::Refused(_))), "{letter}");
    }
    assert_eq!(answered(json!({ "transStatus": "Y" })), Err(ThreeDsError::NoId));
    assert_eq!(answered(json!({ "threeDSServerTransID": "t" })), Err(ThreeDsError::NoStatus));
}

#[test]
fn what_later_payments_refer_to_can_be_stored() {
    let stored = serde_json::to_string(&prior()).expect("JSON");
    let start = r#"{"acsTransId":"7d031b8e-7fb7-4215-b866-eaacb395002f","at":"2022-09-01T03:23:00+02:00","method":"02","card":"kept:"#;
    assert!(stored.starts_with(start), "{stored}");
    assert_eq!(serde_json::from_str::<PriorAuthentication>(&stored).expect("the same"), prior());
}
