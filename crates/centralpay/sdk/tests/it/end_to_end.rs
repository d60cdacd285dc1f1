//! The main job: a card is tokenised, authenticated, charged, captured and refunded through the generated client,
//! against a plain local server that replays the documented answers.

use payspec::centralpay::Operation;
use payspec::centralpay::model::payspec_core::EvidenceLevel;
use payspec::centralpay::model::*;
use payspec::centralpay::{Amount, CallOutcome, Client, ClientBuilder};
use serde_json::{Value, json};

use payspec_test_support::files;
use payspec_test_support::server::{Request, Server};

const PAN: &str = "4000001000000067";
const SERVER_TRANS_ID: &str = "7d031b8e-7fb7-4215-b866-eaacb395002f";

/// The object of a documented webhook: what the API answers about the same thing.
fn object(name: &str) -> Value {
    let sample = files::one("webhooks", name);
    sample.get("object").cloned().unwrap_or(sample)
}

fn start() -> Server {
    let captured = object("TRANSACTION_CAPTURED");
    let mut created = captured.clone();
    created["captureStatus"] = json!("UNCAPTURED");
    Server::start([
        ("POST /cardToken".to_owned(), (200, object("CARDTOKEN_CREATED"))),
        ("POST /3ds2/versioning".to_owned(), (200, files::one("responses", "three-ds-versioning-with-method"))),
        ("POST /3ds2/authentication".to_owned(), (200, files::one("responses", "three-ds-authentication-browser-c"))),
        (format!("GET /3ds2/results/{SERVER_TRANS_ID}"), (200, files::one("responses", "three-ds-results-y"))),
        ("POST /transaction".to_owned(), (200, created)),
        (format!("POST /transaction/{}/capture", transaction_id()), (200, captured)),
        ("POST /refund".to_owned(), (200, object("REFUND_CREATED"))),
    ])
}

/// The id of the documented transaction.
fn transaction_id() -> String {
    object("TRANSACTION_CAPTURED")["transactionId"].as_str().expect("a text").to_owned()
}

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url())
        .credentials("login", "password")
        .merchant_public_key("public-key")
        .origin("https://example.centralpay.net")
        .build()
        .expect("complete settings")
}

fn pair<'a>(request: &'a [(String, String)], name: &str) -> Option<&'a str> {
    request.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn order_of(seen: &[Request]) -> Vec<String> {
    seen.iter().map(|request| format!("{} {}", request.method, request.path)).collect()
}

#[tokio::test]
async fn from_card_token_to_refund() {
    let server = start();
    let client = client(&server);

    let token = client
        .card_tokens()
        .create(
            CreateCardToken::new().card(
                CardDetails::new(CardDetailsRequired {
                    number: PAN.into(),
                    expiration_month: "12".into(),
                    expiration_year: "2031".into(),
                })
                .cvc("123"),
            ),
        )
        .await
        .expect("a token");
    assert_eq!(token.status, Some(CardTokenStatus::Unused));

    let version = client.three_ds().versioning(CheckThreeDsVersion::new(PAN)).await.expect("the card is enrolled");
    let trans_id = version.three_ds_server_trans_id;
    assert_eq!(trans_id.as_str(), SERVER_TRANS_ID);

    let authentication =
        client.three_ds().authenticate(browser(&trans_id, &token.card_token_id)).await.expect("an answer");
    assert_eq!(authentication.trans_status, Some(ThreeDsTransStatus::from("C")));

    let result = client.three_ds().results(trans_id.clone()).await.expect("the challenge was passed");
    assert_eq!(result.trans_status, Some(ThreeDsTransStatus::from("Y")));

    let proof = ThreeDsProof::new(trans_id, result.trans_status.expect("a status"))
        .cavv(result.authentication_value.expect("a proof"))
        .eci(result.eci.expect("an indicator"));
    let params = CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(3_600_000),
        currency: Currency::EUR,
        point_of_sale_id: "point-of-sale".into(),
        end_user_ip: "245.100.1.15".into(),
    })
    .card_token_id(token.card_token_id.clone())
    .capture(false)
    .three_ds(proof);
    let response = client.transactions().create(params).idempotency_key("order-1").send().await.expect("authorised");
    assert_eq!(response.request_id.as_deref(), Some("request-5"));
    let transaction = response.value;
    assert_eq!(transaction.transaction_status, Some(TransactionStatus::Success));
    assert_eq!(transaction.capture_status, Some(CaptureStatus::Uncaptured));

    let amount = transaction.amount.expect("an amount");
    let captured = client
        .transactions()
        .capture(CaptureTransaction::new(transaction.transaction_id.clone(), amount))
        .await
        .expect("captured");
    assert_eq!(captured.capture_status, Some(CaptureStatus::Captured));

    let refund = client
        .refunds()
        .create(CreateRefund::new().transaction_id(captured.transaction_id).amount(Amount::from_minor(1)))
        .await
        .expect("refunded");
    assert_eq!((refund.amount, refund.status), (Some(Amount::from_minor(1)), Some(RefundStatus::Uncleared)));

    let seen = server.seen();
    assert_eq!(
        order_of(&seen),
        [
            "POST /cardToken",
            "POST /3ds2/versioning",
            "POST /3ds2/authentication",
            "GET /3ds2/results/7d031b8e-7fb7-4215-b866-eaacb395002f",
            "POST /transaction",
            &format!("POST /transaction/{}/capture", transaction_id()),
            "POST /refund",
        ]
    );
    the_token_call_names_the_merchant_and_sends_no_password(&seen[0]);
    the_payment_carries_proof_and_key(&seen[4]);
    for keyed in [&seen[5], &seen[6]] {
        assert!(keyed.header("idempotence-key").is_some_and(|key| key.len() >= 32), "a fresh key per call");
    }
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
    .notification_url("https://shop.example/3ds")
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

fn the_token_call_names_the_merchant_and_sends_no_password(request: &Request) {
    let pairs = request.pairs();
    assert_eq!(pair(&pairs, "merchantPublicKey"), Some("public-key"));
    assert_eq!(pair(&pairs, "card[number]"), Some(PAN));
    assert_eq!(request.header("origin"), Some("https://example.centralpay.net"));
    assert_eq!(request.header("authorization"), None);
}

fn the_payment_carries_proof_and_key(request: &Request) {
    let pairs = request.pairs();
    assert_eq!(pair(&pairs, "3ds[cavv]"), Some("JAmi21makAifmwqo2120cjq1AAA="));
    assert_eq!(pair(&pairs, "3ds[threeDSServerTransID]"), Some(SERVER_TRANS_ID));
    assert_eq!(pair(&pairs, "capture"), Some("false"));
    assert_eq!(request.header("idempotence-key"), Some("order-1"));
    // RFC 7617: `login:password` in base64.
    assert_eq!(request.header("authorization"), Some("Basic bG9naW46cGFzc3dvcmQ="));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
}

#[tokio::test]
async fn a_declined_payment_tells_the_banks_code_and_what_to_do() {
    let server = Server::start([("POST /transaction".to_owned(), (402, object("TRANSACTION_FAILED")))]);
    let params = CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(500),
        currency: Currency::EUR,
        point_of_sale_id: "point-of-sale".into(),
        end_user_ip: "203.0.113.7".into(),
    })
    .card_token_id("token");
    let error = client(&server).transactions().create(params).await.expect_err("the bank refused");
    assert!(error.is_declined(), "{error}");
    let transaction: Transaction = error.response().expect("the body is the whole transaction");
    let refused = error.refused::<Transaction>().expect("the same, with what to do about it");
    assert_eq!((refused.code(), refused.advice()), (Some(&BankReturnCode::CODE_51), Some(&BankCodeAdvice::RetryLater)));
    assert_eq!(refused.message(), transaction.bank_message.as_deref());
    assert_eq!(error.outcome(), CallOutcome::DidNotHappen);
    let code = transaction.bank_code.expect("a code");
    assert_eq!(code, BankReturnCode::CODE_51);
    assert_eq!(code.row().map(|row| &row.category), Some(&BankCodeCategory::FundsOrLimits));
    assert_eq!((error.status(), error.request_id()), (Some(402), Some("request-1")));
}

/// HTTP would call it "not found"; with this message it says something about the card, and only with it.
#[tokio::test]
async fn a_card_that_is_not_enrolled_is_called_so() {
    let message = json!({"message": "Card account number not found in card ranges from Directory Server"});
    let server = Server::start([("POST /3ds2/versioning".to_owned(), (404, message))]);
    let error = client(&server).three_ds().versioning(CheckThreeDsVersion::new(PAN)).await.expect_err("not enrolled");
    assert!(error.is_not_found(), "{error}");
    assert_eq!(
        error.to_string(),
        "three-ds.versioning: not found: The card is not enrolled in 3-D Secure 2 (HTTP 404, request id request-1)"
    );
    assert_eq!(error.reason().map(|reason| reason.name), Some("card-not-enrolled"));

    let server = Server::start([]);
    let error = client(&server).three_ds().versioning(CheckThreeDsVersion::new(PAN)).await.expect_err("no such path");
    assert_eq!(error.reason(), None);
    assert_eq!(
        error.to_string(),
        "three-ds.versioning: not found: The path or the host is wrong (HTTP 404, request id request-1)"
    );
}

#[tokio::test]
async fn a_broken_rule_is_told_before_anything_is_sent() {
    let server = start();
    let params = CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(500),
        currency: Currency::EUR,
        point_of_sale_id: "point-of-sale".into(),
        end_user_ip: "203.0.113.7".into(),
    })
    .card_token_id("secret-token")
    .card(CardDetails::new(CardDetailsRequired {
        number: PAN.into(),
        expiration_month: "12".into(),
        expiration_year: "2031".into(),
    }));
    let error = client(&server).transactions().create(params).await.expect_err("two sources of card");
    let text = format!("{error}\n{error:?}");
    for wanted in ["one-source-of-card", "cardTokenId", "card"] {
        assert!(text.contains(wanted), "{wanted} is not in: {text}");
    }
    for secret in [PAN, "secret-token", "password"] {
        assert!(!text.contains(secret), "{secret} is in: {text}");
    }
    assert!(server.seen().is_empty(), "nothing was sent");
}

#[tokio::test]
async fn a_guessed_path_can_be_changed_for_a_client_and_for_a_call() {
    let mut captured = object("TRANSACTION_CAPTURED");
    captured["transactionId"] = json!("t-1");
    let server = Server::start([
        ("POST /transaction/t-1/settle".to_owned(), (200, captured.clone())),
        ("POST /capture/t-1".to_owned(), (200, captured)),
    ]);
    assert_eq!(CaptureTransaction::SPEC.path_evidence().level, EvidenceLevel::Inferred);
    let client = ClientBuilder::at(server.url())
        .credentials("login", "password")
        .configure(|http| http.path_override("transaction.capture", "/transaction/{transactionId}/settle"))
        .build()
        .expect("complete settings");
    client
        .transactions()
        .capture(CaptureTransaction::new("t-1", Amount::from_minor(5)))
        .await
        .expect("the client's path");
    let call = client
        .transactions()
        .capture(CaptureTransaction::new("t-1", Amount::from_minor(5)))
        .path("/capture/{transactionId}");
    call.await.expect("the call's path");
    assert_eq!(order_of(&server.seen()), ["POST /transaction/t-1/settle", "POST /capture/t-1"]);
}
