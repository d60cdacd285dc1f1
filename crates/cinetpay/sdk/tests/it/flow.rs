//! A payment from end to end: initiated, reported with a right and with a forged token, and checked.

use std::sync::atomic::{AtomicUsize, Ordering};

use payspec::cinetpay::model::{
    CheckPayment, CreatePayment, CreatePaymentRequired, Currency, PaymentStatus, ResultClass, ResultCode,
};
use payspec::cinetpay::webhook::{Event, Verifier};
use payspec::cinetpay::{CallOutcome, ErrorKind};
use serde_json::Value;

use super::{client, payment};
use payspec_test_support::delivery::{Shop, deliver, headers};
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Server};

/// CinetPay's checkout as the facts tell it: one payment, whose customer has paid or not yet.
fn checkout(checks: &'static [&'static str]) -> Server {
    let asked = AtomicUsize::new(0);
    Server::responding(move |request| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let answer = |name: &str| Reply::json(200, &files::of("cinetpay", "responses", name));
        if body["apikey"] != "an-apikey" || body["site_id"] != "445160" {
            return Reply::json(200, &serde_json::json!({"code": "609", "message": "AUTH_NOT_FOUND"}));
        }
        match (request.path.as_str(), body["transaction_id"].as_str()) {
            ("/payment", Some("REFID12354")) => answer("initiated"),
            ("/payment/check", Some("REFID12354")) => {
                answer(checks[asked.fetch_add(1, Ordering::SeqCst).min(checks.len() - 1)])
            }
            _ => answer("error"),
        }
    })
}

#[tokio::test]
async fn a_payment_is_initiated_reported_and_checked() {
    let api = checkout(&["check-waiting", "check-accepted"]);
    let client = client(&api);

    let initiated = client.payments().create(payment("MOBILE_MONEY")).await.expect("initiated");
    let counter = initiated.data.expect("where to pay");
    assert!(counter.payment_url.expect("an address").starts_with("https://checkout.cinetpay.com/payment/"));
    let sent = &api.seen()[0];
    assert_eq!((sent.method.as_str(), sent.path.as_str()), ("POST", "/payment"));
    assert_eq!(sent.header("content-type"), Some("application/json"));
    assert!(sent.header("authorization").is_none() && sent.header("user-agent").is_some());

    let verifier = Verifier::new("test_secret");
    let shop = Shop::start(move |request| verifier.verify(headers(request), request.body.clone()).ok());
    let deliver = |token: &str, body: String| deliver(&shop.server, &[("x-token", token)], body.as_bytes());
    let form = |name: &str| files::text_of("cinetpay", "webhooks", &format!("{name}.form"));
    let token = files::text_of("cinetpay", "deliveries", "payment.x-token");
    let forged = form("payment").replace("cpm_amount=2500", "cpm_amount=1");
    assert_eq!(deliver(&token, forged), 401);
    assert_eq!(deliver(&"0".repeat(64), form("payment")), 401);
    assert!(shop.events().is_empty(), "what is forged is not even read");
    assert_eq!(deliver(&token, form("payment")), 200);

    let event = shop.events().pop().expect("one came through");
    let Event::Payment(event) = event else { panic!("it is about a payment") };
    // The form says SUCCES; what counts is what the API says, which still waits.
    let check = client.call(event.refetch().expect("it names the payment")).await.expect("checked");
    let class = |code: Option<ResultCode>| code.and_then(|code| code.row()).map(|row| row.class.clone());
    assert_eq!(class(check.code), Some(ResultClass::Waiting));
    assert_eq!(check.data.and_then(|payment| payment.status), Some(PaymentStatus::WaitingForCustomer));

    let check = client.call(event.refetch().expect("it names the payment")).await.expect("checked again");
    assert_eq!(class(check.code), Some(ResultClass::Paid));
    let paid = check.data.expect("the payment");
    assert_eq!((paid.status, paid.amount), (Some(PaymentStatus::Accepted), Some(2500)));
}

#[tokio::test]
async fn a_failed_payment_is_an_answer_and_a_wrong_request_an_error() {
    let api = checkout(&["check-refused"]);
    let check = client(&api).payments().check(CheckPayment::new().transaction_id("REFID12354"));
    let refused = check.await.expect("that it was refused is the answer").data.expect("the payment");
    assert_eq!(
        (refused.status, refused.payment_date.map(|date| date.to_string())),
        (Some(PaymentStatus::Refused), Some(" ".to_owned()))
    );

    // An unknown code: there is no link, and the outcome is unknown.
    let unknown = CreatePayment::new(CreatePaymentRequired {
        transaction_id: "T9".into(),
        amount: 5,
        currency: "XOF".into(),
        description: "x".into(),
        notify_url: super::NOTIFY.into(),
        return_url: super::BACK.into(),
        channels: "ALL".into(),
    });
    let error = client(&api).payments().create(unknown).await.expect_err("no link");
    assert_eq!(
        (error.kind(), error.code(), error.outcome()),
        (ErrorKind::Unexpected, Some("ERROR_CODE"), CallOutcome::Unknown)
    );
    assert_eq!((error.message(), error.request_id()), (Some("ERROR_DESCRIPTION"), Some("RESPONSE_ID_HERE")));

    // The status says 200, the code says that the key is wrong.
    let stranger =
        payspec::cinetpay::ClientBuilder::at(api.url()).merchant("wrong", "445160").build().expect("settings");
    let error = stranger.payments().create(payment("ALL")).await.expect_err("the key is wrong");
    assert!(error.is_unauthenticated() && error.outcome() == CallOutcome::DidNotHappen, "{error}");
}

#[tokio::test]
async fn a_currency_that_is_not_taken_is_not_sent_unless_the_rule_is_waived() {
    let api = checkout(&["check-accepted"]);
    let client = client(&api);
    let mut euros = payment("MOBILE_MONEY");
    euros.currency = Currency::EUR;
    let error = client.payments().create(euros.clone()).await.expect_err("refused here");
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, CallOutcome::DidNotHappen));
    assert!(error.to_string().contains("currency-accepted") && api.seen().is_empty(), "{error}");
    client.payments().create(euros).waive_rule("currency-accepted").await.expect("sent");
    let sent: Value = serde_json::from_slice(&api.seen()[0].body).expect("JSON");
    assert_eq!(sent["currency"], "EUR");
}
