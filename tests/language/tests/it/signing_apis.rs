//! Public APIs that want their requests signed: servers that verify each request, by what is known of the API from
//! memory, answer clients that are described alone. HMACs are computed here; what a private key of RSA has signed is
//! verified by its public half.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use cybersource_client::model::{
    AmountDetails, Card, CardRequired, CreatePayment, OrderInformation, PaymentInformation,
};
use http::HeaderMap;
use ing_client::model::{CreatePaymentRequest, CreatePaymentRequestRequired, FixedAmount};
use payspec_core::{Amount, DateTime};
use payspec_http::signing::{RequestSigner, SigningError, SigningRequest};
use payspec_http::testing::VirtualClock;
use payspec_http::{CallOutcome, ErrorKind};
use payspec_test_support::server::{Reply, Request, Server};
use payspec_test_support::signing::{
    PRIVATE_KEY, PUBLIC_KEY, base64_with, from_base64, hex_of, hex_of_sha512, sha256_base64, sha512_hex,
};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use serde_json::{Value, json};

/// Sun, 29 Nov 2026 10:00:00 GMT
const NOW: u64 = 1_795_946_400;
const DATE: &str = "Sun, 29 Nov 2026 10:00:00 GMT";

fn clock() -> Arc<VirtualClock> {
    Arc::new(VirtualClock::at(UNIX_EPOCH + Duration::from_secs(NOW)))
}

fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    request.header(name).unwrap_or_default()
}

fn sent(server: &Server, at: usize) -> Value {
    serde_json::from_slice(&server.seen()[at].body).expect("JSON was sent")
}

fn target(request: &Request) -> String {
    format!("{} {}", request.method.to_lowercase(), request.path)
}

/// The key in Base64, as the Business Center shows it.
const SHARED: &str = "c2hhcmVkIHNlY3JldA==";

/// The signature of draft-cavage-http-signatures that Cybersource wants.
fn has_cybersource_seal(request: &Request) -> bool {
    let digest = format!("SHA-256={}", sha256_base64(&request.body));
    let content = format!(
        "host: {}\ndate: {DATE}\n(request-target): {}\ndigest: {digest}\nv-c-merchant-id: shop_1",
        header(request, "host"),
        target(request)
    );
    let signature = base64_with(&from_base64(SHARED), content.as_bytes());
    let expected = format!(
        "keyid=\"key-1\", algorithm=\"HmacSHA256\", headers=\"host date (request-target) digest v-c-merchant-id\", \
         signature=\"{signature}\""
    );
    header(request, "date") == DATE && header(request, "digest") == digest && header(request, "signature") == expected
}

fn cybersource(request: &Request) -> Reply {
    let has_token = header(request, "authorization") == format!("Bearer {}", sha256_base64(&request.body));
    if !has_cybersource_seal(request) && !has_token {
        return Reply::json(401, &json!({ "response": { "rmsg": "Authentication Failed" } }));
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    match request.path.trim_start_matches("/tss/v2/transactions/") {
        "/pts/v2/payments" if body["orderInformation"]["amountDetails"]["totalAmount"] == "0.00" => {
            let details = json!([{ "field": "orderInformation.amountDetails.totalAmount", "reason": "INVALID_DATA" }]);
            let error = json!({ "status": "INVALID_REQUEST", "reason": "INVALID_DATA", "message": "Declined", "details": details });
            Reply::json(400, &error)
        }
        "/pts/v2/payments" => {
            let made = json!({ "id": "6461", "status": "AUTHORIZED", "orderInformation": body["orderInformation"] });
            Reply::json(201, &made)
        }
        id => Reply::json(200, &json!({ "id": id, "status": "TRANSMITTED" })),
    }
}

fn cybersource_payment(cents: i64) -> CreatePayment {
    let amount = AmountDetails::new().total_amount(Amount::from_minor(cents)).currency("USD");
    let card = Card::new(CardRequired {
        number: "4111111111111111".into(),
        expiration_month: "12".into(),
        expiration_year: "2031".into(),
    })
    .security_code("123");
    CreatePayment::new(OrderInformation::new().amount_details(amount), PaymentInformation::new().card(card))
}

#[tokio::test]
async fn cybersource_verifies_host_date_target_digest_and_merchant() {
    let server = Server::responding(cybersource).without_request_ids();
    let builder = |key: &str| {
        let builder = cybersource_client::ClientBuilder::at(server.url()).shared_secret("key-1", key);
        builder.v_c_merchant_id("shop_1").configure(|http| http.clock(clock())).build().expect("complete settings")
    };
    let client = builder(SHARED);
    let paid = client.payments().create(cybersource_payment(10_221)).await.expect("paid");
    assert_eq!((paid.id.as_str(), paid.status.as_deref()), ("6461", Some("AUTHORIZED")));
    assert_eq!(
        sent(&server, 0)["orderInformation"]["amountDetails"],
        json!({ "totalAmount": "102.21", "currency": "USD" })
    );
    let read = client.payments().get(paid.id.clone()).await.expect("read: a request without a body is signed as well");
    assert_eq!(read.status.as_deref(), Some("TRANSMITTED"));
    let wrong = client.payments().create(cybersource_payment(0)).await.expect_err("nothing to pay");
    assert_eq!((wrong.kind(), wrong.code()), (ErrorKind::Invalid, Some("INVALID_DATA")));
    assert_eq!(wrong.field_errors().iter().count(), 1);
    let other = builder("b3RoZXIgc2VjcmV0").payments().get("6461").await.expect_err("signed with another key");
    assert_eq!((other.kind(), other.message()), (ErrorKind::Unauthenticated, Some("Authentication Failed")));
}

/// Stands for what makes a JSON Web Token with a certificate: a token that has a digest of the body.
struct Certificate;

impl RequestSigner for Certificate {
    fn sign(&self, request: &SigningRequest<'_>) -> Result<HeaderMap, SigningError> {
        let token = format!("Bearer {}", sha256_base64(request.body()));
        let token = token.parse().map_err(|_| SigningError::new("the token is no header"))?;
        Ok(HeaderMap::from_iter([(http::header::AUTHORIZATION, token)]))
    }
}

#[tokio::test]
async fn cybersource_takes_a_token_of_a_signer_instead() {
    let server = Server::responding(cybersource).without_request_ids();
    let client = cybersource_client::ClientBuilder::at(server.url()).certificate(Certificate).v_c_merchant_id("shop_1");
    let client = client.build().expect("complete settings");
    client.payments().create(cybersource_payment(5)).await.expect("paid");
    assert_eq!(server.seen()[0].header("signature"), None);
}

/// Whether the private key has signed target, date and digest.
fn has_ing_seal(request: &Request) -> bool {
    let digest = format!("SHA-256={}", sha256_base64(&request.body));
    let prefix = "keyId=\"SN=1\",algorithm=\"rsa-sha256\",headers=\"(request-target) date digest\",signature=\"";
    let signature = header(request, "signature").strip_prefix(prefix).and_then(|rest| rest.strip_suffix('"'));
    let content = format!("(request-target): {}\ndate: {DATE}\ndigest: {digest}", target(request));
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, PUBLIC_KEY);
    header(request, "digest") == digest
        && header(request, "date") == DATE
        && header(request, "authorization") == "Bearer token"
        && signature.is_some_and(|signature| public.verify(content.as_bytes(), &from_base64(signature)).is_ok())
}

#[tokio::test]
async fn ing_verifies_what_a_private_key_has_signed() {
    let server = Server::responding(|request| {
        if !has_ing_seal(request) {
            return Reply::json(401, &json!({ "message": "The signature is wrong" }));
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let amount =
            if body.is_null() { json!({ "value": 10, "currency": "EUR" }) } else { body["fixedAmount"].clone() };
        Reply::json(if body.is_null() { 200 } else { 201 }, &json!({ "id": "pr-1", "fixedAmount": amount }))
    });
    let server = server.without_request_ids();
    let client = |key_id: &str| {
        let builder = ing_client::ClientBuilder::at(server.url()).access_token("token");
        let builder = builder.access_token_signing_key(key_id, PRIVATE_KEY);
        builder.configure(|http| http.clock(clock())).build().expect("complete settings")
    };
    let euros = FixedAmount::new(Amount::from_minor(1050), "EUR");
    let asked = CreatePaymentRequest::new(CreatePaymentRequestRequired {
        fixed_amount: euros,
        description: "Shoes".into(),
        purchase_id: "order-1".into(),
    })
    .valid_until("2026-12-01");
    let made = client("SN=1").payment_requests().create(asked.clone()).await.expect("made");
    assert_eq!(made.fixed_amount.expect("it comes back").value, Amount::from_minor(1050));
    assert_eq!(sent(&server, 0)["fixedAmount"], json!({ "value": 10.5, "currency": "EUR" }));
    let read = client("SN=1").payment_requests().get("pr-1").await.expect("read");
    assert_eq!(read.fixed_amount.expect("it comes back").value, Amount::from_minor(1000));
    let error = client("SN=2").payment_requests().create(asked).await.expect_err("a certificate that nobody knows");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unauthenticated, CallOutcome::DidNotHappen));
}

fn has_gate_seal(request: &Request) -> bool {
    let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
    let content = format!("{}\n{path}\n{query}\n{}\n{NOW}", request.method, sha512_hex(&request.body));
    header(request, "key") == "key-1"
        && header(request, "timestamp") == NOW.to_string()
        && header(request, "sign") == hex_of_sha512("secret", content.as_bytes())
}

/// Five withdrawals, of which two come at once.
fn gate(request: &Request) -> Reply {
    if !has_gate_seal(request) {
        return Reply::json(401, &json!({ "label": "INVALID_SIGNATURE", "message": "Signature mismatch" }));
    }
    let one = |number: usize, amount: &Value, currency: &Value| json!({ "id": number.to_string(), "amount": amount, "currency": currency, "timestamp": NOW.to_string() });
    if request.method == "POST" {
        let body: Value = serde_json::from_slice(&request.body).expect("JSON");
        return Reply::json(200, &one(1, &body["amount"], &body["currency"]));
    }
    let offset = request.path.split(['?', '&']).find_map(|pair| pair.strip_prefix("offset="));
    let first = offset.map_or(0, |offset| offset.parse().expect("a number"));
    let page = (first..5).take(2).map(|number| one(number, &json!("0.5"), &json!("USDT"))).collect::<Vec<_>>();
    Reply::json(200, &Value::from(page))
}

#[tokio::test]
async fn gate_verifies_method_path_query_and_digest() {
    use gate_client::model::{CreateWithdrawal, CreateWithdrawalRequired, Currency, ListWithdrawal};
    let server = Server::responding(gate).without_request_ids();
    let builder = gate_client::ClientBuilder::at(format!("{}/api/v4", server.url())).account("key-1", "secret");
    let client = builder.configure(|http| http.clock(clock())).build().expect("complete settings");
    let sending = CreateWithdrawal::new(CreateWithdrawalRequired {
        amount: Amount::from_minor(12_345_678),
        currency: Currency::BTC,
        address: "bc1q".into(),
        chain: "BTC".into(),
    });
    let made = client.withdrawals().create(sending).await.expect("sent");
    assert_eq!(sent(&server, 0)["amount"], "0.12345678");
    assert_eq!(made.timestamp.as_ref().map(DateTime::as_str), Some("2026-11-29T10:00:00Z"));
    let search = ListWithdrawal::new().currency(Currency::USDT).from("2026-11-01T00:00:00Z");
    let mut found = client.withdrawals().list(search).pages(10).page_size(2).items();
    let mut ids = Vec::new();
    while let Some(withdrawal) = found.next().await {
        let withdrawal = withdrawal.expect("a withdrawal");
        assert_eq!(withdrawal.amount, Some(Amount::from_minor(500_000)));
        ids.push(withdrawal.id.to_string());
    }
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    let paths: Vec<String> = server.seen().into_iter().skip(1).map(|request| request.path).collect();
    let first = "/api/v4/wallet/withdrawals?currency=USDT&from=1793491200&limit=2";
    assert_eq!(paths[..3], [first.to_owned(), format!("{first}&offset=2"), format!("{first}&offset=4")]);
}

#[tokio::test]
async fn dlocal_verifies_name_time_and_body() {
    use dlocal_client::model::{CreatePayment, CreatePaymentRequired, Currency, Payer};
    let server = Server::responding(|request| {
        let date = header(request, "x-date");
        let content = [b"login", date.as_bytes(), &request.body].concat();
        let signature = format!("V2-HMAC-SHA256, Signature: {}", hex_of("secret", &content));
        let is_right = header(request, "authorization") == signature
            && date == "2026-11-29T10:00:00Z"
            && (header(request, "x-login"), header(request, "x-trans-key")) == ("login", "key")
            && header(request, "x-version") == "2.1";
        match serde_json::from_slice::<Value>(&request.body) {
            _ if !is_right => Reply::json(401, &json!({ "code": 3001, "message": "Invalid Credentials" })),
            Ok(body) if body["amount"] == json!(0.0) => {
                Reply::json(400, &json!({ "code": 5001, "message": "Invalid parameter: amount", "param": "amount" }))
            }
            Ok(body) => {
                Reply::json(200, &json!({ "id": "D-1", "amount": body["amount"], "currency": body["currency"] }))
            }
            Err(_) => Reply::json(200, &json!({ "id": "D-1", "amount": 1000, "currency": "CLP", "status": "PAID" })),
        }
    });
    let server = server.without_request_ids();
    let builder =
        dlocal_client::ClientBuilder::at(server.url()).x_trans_key("key").trans_key_signing_key("login", "secret");
    let client = builder.configure(|http| http.clock(clock())).build().expect("complete settings");
    let payment = |minor: i64| {
        let amount = Amount::from_minor(minor);
        CreatePayment::new(CreatePaymentRequired {
            amount,
            currency: Currency::BRL,
            country: "BR".into(),
            payment_method_id: "CARD".into(),
            payment_method_flow: "REDIRECT".into(),
            payer: Payer::new("Ada"),
            order_id: "order-1".into(),
        })
    };
    let made = client.payments().create(payment(12_050)).await.expect("made");
    assert_eq!((made.amount, sent(&server, 0)["amount"].clone()), (Some(Amount::from_minor(12_050)), json!(120.5)));
    let read = client.payments().get(made.id).await.expect("read");
    assert_eq!(read.amount, Some(Amount::from_minor(1000)), "a peso has no cents");
    let wrong = client.payments().create(payment(0)).await.expect_err("nothing to pay");
    assert_eq!((wrong.code(), wrong.field_errors().iter().count()), (Some("5001"), 1));
}
