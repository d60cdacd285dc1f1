//! The main job: a card is tokenised, authenticated, charged, captured and refunded through the generated client, against
//! the sandbox.

use std::time::Duration;

use payspec::centralpay::model::*;
use payspec::centralpay::payment_requests::{self, Payment, Settlement};
use payspec::centralpay::{Amount, CallOutcome, Error};
use payspec_test_support::browser::post_form;

use crate::bank::{Bank, CARD, CHALLENGED, EMPTY, NOT_ENROLLED, RIGHT, card, enter_code, number};

const SHOP: &str = "https://shop.example/3ds";

fn payment(bank: &Bank, amount: i64) -> CreateTransaction {
    CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(amount),
        currency: Currency::EUR,
        point_of_sale_id: bank.point_of_sale(),
        end_user_ip: "203.0.113.7".into(),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn from_card_token_to_refund() {
    let bank = Bank::start().await;
    let client = &bank.client;
    let number = number(&CHALLENGED);
    let token = bank.token(number).await;
    assert_eq!(token.status, Some(CardTokenStatus::Unused));

    let version = client.three_ds().versioning(CheckThreeDsVersion::new(number)).await.expect("the card is enrolled");
    let trans_id = version.three_ds_server_trans_id;
    let authentication =
        client.three_ds().authenticate(browser(&trans_id, &token.card_token_id)).await.expect("an answer");
    assert_eq!(authentication.trans_status, Some(ThreeDsTransStatus::ChallengeRequired));
    let page = authentication.acs_url.expect("the page of the bank");
    let creq = authentication.base64_encoded_challenge_request.expect("what is posted there");
    enter_code(&page, &creq, RIGHT, SHOP).await;

    let result = client.three_ds().results(trans_id.clone()).await.expect("the challenge was passed");
    assert_eq!(result.trans_status, Some(ThreeDsTransStatus::Authenticated));
    let proof = ThreeDsProof::new(ThreeDsProofRequired {
        three_ds_server_trans_id: trans_id,
        status: result.trans_status.expect("a status"),
    })
    .cavv(result.authentication_value.expect("a proof"))
    .eci(result.eci.expect("an indicator"));
    let params = payment(&bank, 3_600_000).card_token_id(token.card_token_id).capture(false).three_ds(proof);
    let call = client.transactions().create(params.clone()).idempotency_key("order-1");
    let response = call.send().await.expect("authorised");
    assert!(response.request_id.is_some());
    let transaction = response.value;
    assert_eq!(transaction.transaction_status, Some(TransactionStatus::Success));
    assert_eq!(transaction.capture_status, Some(CaptureStatus::Uncaptured));
    assert_eq!(transaction.three_d_secure, Some(true));
    let again = client.transactions().create(params).idempotency_key("order-1").await.expect("the same");
    assert_eq!(again.transaction_id, transaction.transaction_id);

    let amount = transaction.amount.expect("an amount");
    let capture = CaptureTransaction::new(transaction.transaction_id, amount);
    let captured = client.transactions().capture(capture).await.expect("captured");
    assert_eq!(captured.capture_status, Some(CaptureStatus::Captured));

    bank.world.clock().advance(Duration::from_hours(24)).await;
    let refund = CreateRefund::new().transaction_id(captured.transaction_id.clone()).amount(Amount::from_minor(1));
    let refund = client.refunds().create(refund).await.expect("refunded");
    assert_eq!((refund.amount, refund.status), (Some(Amount::from_minor(1)), Some(RefundStatus::Uncleared)));
    let refunded = client.transactions().get(captured.transaction_id).await.expect("a payment");
    assert_eq!(refunded.amount_refunded, Some(Amount::from_minor(1)));
    assert_eq!(
        bank.called(),
        [
            "card-token.create",
            "three-ds.versioning",
            "three-ds.authenticate",
            "three-ds.results",
            "transaction.create",
            "transaction.create",
            "transaction.capture",
            "refund.create",
            "transaction.get",
        ]
    );
}

fn browser(trans_id: &ThreeDsServerTransId, token: &CardTokenId) -> AuthenticateThreeDs {
    AuthenticateThreeDs::new(AuthenticateThreeDsRequired {
        device_channel: ThreeDsDeviceChannel::Browser,
        message_category: ThreeDsMessageCategory::Payment,
        purchase_amount: Amount::from_minor(3_600_000),
        purchase_currency: Currency::EUR,
    })
    .three_ds_server_trans_id(trans_id)
    .card_token_id(token)
    .three_ds_requestor_authentication_ind("01")
    .three_ds_requestor_url("https://shop.example")
    .notification_url(SHOP)
    .browser_java_enabled(false)
    .browser_language("fr-FR")
    .browser_color_depth(24)
    .browser_screen_height(1052)
    .browser_screen_width(1853)
    .browser_tz(-60)
    .browser_ip("245.100.1.15")
    .browser_user_agent("Mozilla/5.0")
    .browser_accept_header("text/html")
}

/// The payer of a request tries a card without funds on the page, and then another one.
#[tokio::test(flavor = "multi_thread")]
async fn a_payment_request_is_settled_by_the_payment_that_was_made_on_its_page() {
    let bank = Bank::start().await;
    let params = CreatePaymentRequest::new(CreatePaymentRequestRequired {
        payment_method: vec![PaymentMethod::Transaction],
        currency: Currency::EUR,
        total_amount: Amount::from_minor(5_000),
        breakdown: vec![PaymentRequestPayer::new().email("jane@example.com")],
    });
    let request = bank.client.payment_requests().create(params).await.expect("a request");
    let (_, link) = payment_requests::links(&request).next().expect("a link for the payer");
    let pay = async |card: &'static str| {
        let link = link.to_owned();
        let fields = [("number", card), ("expirationMonth", "12"), ("expirationYear", "2090"), ("cvc", "123")];
        tokio::task::spawn_blocking(move || post_form(&link, &fields)).await.expect("no panic");
        payment_requests::settlement(&bank.client, &request).await.expect("an answer")
    };
    let settled = pay(number(&EMPTY)).await;
    assert!(matches!(settled, Settlement::Open(_)), "{settled:?}");
    let Settlement::Paid(paid) = pay(CARD).await else { panic!("it is paid") };
    let [Payment::Card(payment)] = &paid.payments[..] else { panic!("{paid:?}") };
    assert_eq!(payment.amount, Some(Amount::from_minor(5_000)));
}

#[tokio::test]
async fn a_declined_payment_tells_the_banks_code_and_what_to_do() {
    let bank = Bank::start().await;
    let params = payment(&bank, 500).card_token_id(bank.token(number(&EMPTY)).await.card_token_id);
    let error = bank.client.transactions().create(params).await.expect_err("the bank refused");
    assert!(error.is_declined(), "{error}");
    let transaction: Transaction = error.response().expect("the body is the whole transaction");
    let refused = error.refused::<Transaction>().expect("the same, with what to do about it");
    assert_eq!((refused.code(), refused.advice()), (Some(&BankReturnCode::CODE_51), Some(&BankCodeAdvice::RetryLater)));
    assert_eq!(refused.message(), transaction.bank_message.as_deref());
    assert_eq!(error.outcome(), CallOutcome::DidNotHappen);
    let code = transaction.bank_code.expect("a code");
    assert_eq!(code, BankReturnCode::CODE_51);
    assert_eq!(code.row().map(|row| &row.category), Some(&BankCodeCategory::FundsOrLimits));
    assert_eq!(error.status(), Some(402));
    assert_eq!(error.request_id(), bank.world.requests().last().map(|entry| entry.request_id.as_str()));
}

/// HTTP would call it "not found"; with this message it says something about the card, and only with it.
#[tokio::test]
async fn a_card_that_is_not_enrolled_is_called_so() {
    let bank = Bank::start().await;
    let text = |error: &Error| {
        let text = error.to_string();
        text.split_once(", request id ").expect("the request is named").0.to_owned()
    };
    let params = || CheckThreeDsVersion::new(number(&NOT_ENROLLED));
    let error = bank.client.three_ds().versioning(params()).await.expect_err("not enrolled");
    assert!(error.is_not_found(), "{error}");
    assert_eq!(text(&error), "three-ds.versioning: not found: The card is not enrolled in 3-D Secure 2 (HTTP 404");
    assert_eq!(error.reason().map(|reason| reason.name), Some("card-not-enrolled"));

    let call = bank.client.three_ds().versioning(params()).path("/3ds2/versionning");
    let error = call.await.expect_err("no such path");
    assert_eq!(error.reason(), None);
    assert_eq!(text(&error), "three-ds.versioning: not found: The path or the host is wrong (HTTP 404");
}

#[tokio::test]
async fn a_broken_rule_is_reported_before_anything_is_sent() {
    let bank = Bank::start().await;
    let params = payment(&bank, 500).card_token_id("secret-token").card(card(CARD));
    let error = bank.client.transactions().create(params).await.expect_err("two sources of card");
    let text = format!("{error}\n{error:?}");
    for wanted in ["one-source-of-card", "cardTokenId", "card"] {
        assert!(text.contains(wanted), "{wanted} is not in: {text}");
    }
    for secret in [CARD, "secret-token", bank.world.password()] {
        assert!(!text.contains(secret), "{secret} is in: {text}");
    }
    assert!(bank.called().is_empty(), "nothing was sent");
}
