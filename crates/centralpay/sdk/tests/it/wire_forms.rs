//! The documented requests, written with the generated params, are the same set of pairs.

use std::collections::BTreeSet;

use payspec::centralpay::model::*;
use payspec_core::{Amount, DateTime, Form, IterationReading, Iterations, Operation};

use payspec_test_support::files;

/// The request in the documentation, and its address.
fn documented(name: &str) -> (String, String, BTreeSet<(String, String)>) {
    let request = files::one("requests", name);
    let text = |key: &str| request[key].as_str().expect("a text").to_owned();
    let pairs = request["pairs"].as_array().expect("a list of pairs").iter().map(|pair| {
        let part = |index: usize| pair[index].as_str().expect("a text").to_owned();
        (part(0), part(1))
    });
    (text("method"), text("path"), pairs.collect())
}

/// Asserts that an operation sends a documented request. `auth` are pairs that the client adds for authentication.
fn sends<O: Operation>(operation: &O, name: &str, auth: &[(&str, &str)]) {
    operation.validate().unwrap_or_else(|problems| panic!("{name}: {problems}"));
    let mut form = Form::new();
    operation.encode(&mut form);
    for (key, value) in auth {
        form.push(*key, *value);
    }
    // What arrives is what counts: encode, then read as a server does.
    let sent = payspec_core::parse_pairs(form.encode().as_bytes()).expect("our own form is well-formed");
    let (method, path, wanted) = documented(name);
    assert_eq!(sent.len(), wanted.len(), "{name}: a pair is sent twice");
    assert_eq!(sent.into_iter().collect::<BTreeSet<_>>(), wanted, "{name}");
    assert_eq!((O::SPEC.method.as_str(), O::SPEC.path), (method.as_str(), path.as_str()), "{name}");
}

fn transaction() -> CreateTransaction {
    let order = Order::new().cardholder_email("support@centralpay.eu").first_name("John").last_name("Doe");
    CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: Currency::EUR,
        point_of_sale_id: "1beb8574-cf4c-4b12-b065-d12b3f0eaa90".into(),
        end_user_ip: "9.64.32.8".into(),
    })
    .end_user_language("ita")
    .merchant_transaction_id("cpcg_12654de89ce44")
    .browser_user_agent(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_1_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
         Version/16.1 Mobile/15E148 Safari/604.1",
    )
    .browser_accept_language("it_IT")
    .payment_request_breakdown_id("5485d7e6-60c3-753c-94d3-682eaaf9ae6e")
    .email("support@centralpay.eu")
    .receipt_email("support@centralpay.eu")
    .capture(true)
    .order(order)
    .source(TransactionSource::ECommerce)
}

#[test]
fn a_transaction_after_an_authentication_in_the_browser() {
    let proof = ThreeDsProof::new(ThreeDsProofRequired {
        three_ds_server_trans_id: "7d031b8e-7fb7-4215-b866-eaacb395002f".into(),
        status: "Y".into(),
    })
    .xid("35876533346561303461")
    .cavv("JAmi21makAifmwqo2120cjq1AAA=")
    .eci("01");
    let params = transaction().card_token_id("5b9nb5cf-4470-4e58-b690-dd8965860eb8").three_ds(proof);
    sends(&params, "transaction-browser", &[]);
}

#[test]
fn a_transaction_after_a_merchant_initiated_authentication() {
    let proof = ThreeDsProof::new(ThreeDsProofRequired {
        three_ds_server_trans_id: "67dc456c-6c7a-987f-92cf-f68752525d0c".into(),
        status: "Y".into(),
    })
    .xid("35876533346561303461")
    .eci("02");
    let params = transaction()
        .customer_id("aae4d8c0-a555-4c2f-bfdf-18d5636b78a4")
        .card_id("44d0691b-b117-4799-ba07-31e0b02c5b08")
        .three_ds(proof);
    sends(&params, "transaction-3ri", &[]);
    assert!(params.validate_for(CreateTransaction::THREE_RI).is_ok());
}

fn wallet_card() -> CardDetails {
    CardDetails::new(CardDetailsRequired {
        number: "5454696696312664".into(),
        expiration_month: "12".into(),
        expiration_year: "2031".into(),
    })
}

#[test]
fn a_card_token_from_apple_pay() {
    let params = CreateCardToken::new()
        .card(wallet_card())
        .online_payment_cryptogram("MGnp3S1LBgJxAANgdNCRAoABFIA=")
        .apple_pay_transaction_id("3d2b17abed2696ca...")
        .amount(Amount::from_minor(2500))
        .currency(Currency::EUR);
    sends(&params, "card-token-apple-pay", &[("merchantPublicKey", "abcdef123456...")]);
}

#[test]
fn a_card_token_from_google_pay() {
    let params = CreateCardToken::new()
        .card(wallet_card())
        .online_payment_cryptogram("MGnp3S1LBgJxAANgdNCRAoABFIA=")
        .google_pay_transaction_id("ABCD-EFGH-1234")
        .amount(Amount::from_minor(2500))
        .currency(Currency::EUR);
    sends(&params, "card-token-google-pay", &[("merchantPublicKey", "abcdef123456...")]);
}

#[test]
fn a_card_token_from_encrypted_google_pay() {
    let params = CreateCardToken::new()
        .google_pay_token(r#"{"signature":"MEYCIQDn...","protocolVersion":"ECv2",...}"#)
        .amount(Amount::from_minor(2500))
        .currency(Currency::EUR);
    sends(&params, "card-token-google-pay-encrypted", &[("merchantPublicKey", "abcdef123456...")]);
}

#[test]
fn versioning() {
    sends(&CheckThreeDsVersion::new("4000001000000067"), "three-ds-versioning", &[]);
}

#[test]
fn an_authentication_in_the_browser() {
    let params = AuthenticateThreeDs::new(AuthenticateThreeDsRequired {
        device_channel: "02".into(),
        message_category: "01".into(),
        purchase_amount: Amount::from_minor(1000),
        purchase_currency: Currency::EUR,
    })
    .three_ds_server_trans_id("7d031b8e-7fb7-4215-b866-eaacb395002f")
    .card_token_id("5b9nb5cf-4470-4e58-b690-dd8965860eb8")
    .three_ds_requestor_authentication_ind("01")
    .browser_java_enabled(true)
    .browser_language("fr-FR")
    .browser_color_depth(24)
    .browser_screen_height(1052)
    .browser_screen_width(1853)
    .browser_tz(120)
    .browser_ip("127.0.0.1")
    .browser_user_agent("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:68.0) Gecko/20100101 Firefox/68.0")
    .browser_accept_header("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    .notification_url("http://dev4.dev.centralpay.net:1101/requestor/challenge-notification")
    .three_ds_requestor_url("https://www.centralpay.eu");
    sends(&params, "three-ds-authentication-browser", &[]);
}

#[test]
fn a_merchant_initiated_authentication() {
    let day = |year, month, day| DateTime::from_date(year, month, day).expect("a real date");
    let params = AuthenticateThreeDs::new(AuthenticateThreeDsRequired {
        device_channel: "03".into(),
        message_category: "02".into(),
        purchase_amount: Amount::from_minor(4880),
        purchase_currency: "978".into(),
    })
    .customer_id("aae4d8c0-a555-4c2f-bfdf-18d5636b78a4")
    .card_id("44d0691b-b117-4799-ba07-31e0b02c5b08")
    .point_of_sale_id("08960d92-874b-4447-800b-aaa53fa976f5")
    .acct_type("03")
    .card_expiry_date("9999")
    .purchase_exponent(2)
    .purchase_date(DateTime::from_utc(2023, 1, 1, 12, 23, 45).expect("a real time"))
    .recurring_expiry(day(2033, 1, 1))
    .recurring_frequency(0)
    .ch_acc_age_ind("03")
    .ch_acc_change(day(2022, 9, 1))
    .ch_acc_date(day(2022, 9, 1))
    .email("support@centralpay.eu")
    .nb_purchase_account(2)
    .payment_acc_age(day(2022, 10, 1))
    .payment_acc_ind("03")
    .three_ds_req_prior_auth_method("02")
    .three_ds_req_prior_auth_timestamp(DateTime::from_utc(2022, 9, 1, 1, 23, 0).expect("a real time"))
    .three_ds_req_prior_ref("7d031b8e-7fb7-4215-b866-eaacb395002f")
    .three_ds_requestor_dec_req_ind("N")
    .three_ds_requestor_authentication_ind("02")
    .three_ds_requestor_challenge_ind("02")
    .three_ri_ind("01");
    sends(&params, "three-ds-authentication-3ri", &[]);
}

#[test]
#[allow(deprecated)]
fn a_payout_by_a_marketplace() {
    let params = CreatePayoutByMarketplace::new(CreatePayoutByMarketplaceRequired {
        amount: Amount::from_minor(30),
        currency: Currency::EUR,
        destination_bank_account_id: "55a05b4c-d85f-46f8-aa50-2af2a2f1345a".into(),
    });
    sends(&params, "payout-by-marketplace", &[]);
}

#[test]
fn a_subscription_model() {
    let params = CreateSubscriptionModel::new(CreateSubscriptionModelRequired {
        amount: Amount::from_minor(2990),
        currency: Currency::EUR,
        name: "Abonnement_Test".into(),
        interval_unit: IntervalUnit::Month,
        interval_count: 1,
    })
    .iteration_count(Iterations::of_payments(12, IterationReading::FirstIncluded).expect("some payments"));
    sends(&params, "subscription-model", &[]);
}

#[test]
fn every_documented_request_is_written_here() {
    // The names that this file passes to `sends`; a request added to the samples must be added above.
    let written = include_str!("wire_forms.rs");
    for (name, _) in files::all("requests") {
        assert!(written.contains(&format!("\"{name}\"")), "no test writes the documented request {name}");
    }
}

#[test]
fn an_application_of_a_person() {
    let person = EnrollmentPerson::new()
        .firstname(EnrollmentValue::new("Carla"))
        .lastname(EnrollmentValue::new("Mauru"))
        .email(EnrollmentValue::new("carlamauru@gmail.com"))
        .phone(EnrollmentValue::new("+33712345678"));
    let params = CreateMerchantEnrollment::new()
        .enrollment_type(EnrollmentType::Individual)
        .account_type(MerchantAccountType::Basic)
        .profile(person)
        .profile_workflow_definition("17d3e285-6bed-440b-9eb3-b1be71d54a5f")
        .workflow_definition("6841b2a8-c9ee-4095-99bd-de0f7e3b12a3")
        .workflow_mode(WorkflowMode::Sequential)
        .language("fr")
        .activity_sector("6fbce0bd-7659-4d4e-bb66-d7aa1251c173")
        .activity_age("6394b905-3851-45ef-97a7-42e0534a9127")
        .turnover("aed57921-81d8-4f22-8b13-b2f150503800")
        .fee_schedule("216e19cf-88a5-4708-acca-1f9edcde08b9")
        .wallet_id("5b2307be-66f1-4b53-a7b1-9fc5fe22ba76");
    sends(&params, "merchant-enrollment-individual", &[]);
    params.validate_for(CreateMerchantEnrollment::INDIVIDUAL).expect("the published request is complete");
    let missing = CreateMerchantEnrollment::new().validate_for(CreateMerchantEnrollment::FRENCH_COMPANY);
    assert!(missing.expect_err("no company").to_string().contains("identityBadge"));
}

#[test]
fn a_look_up_of_a_company() {
    sends(&LookUpSiren::new("123456789"), "legal-entity-siren", &[]);
    assert!(LookUpSiren::new("123 456 789").validate().is_err());
}
