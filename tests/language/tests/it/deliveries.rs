//! Deliveries of the public APIs over HTTP: a vendor posts to a receiver, with the headers that it sends, which
//! verifies, decodes and answers. A twin that somebody has forged is refused. Signatures are computed here from what is
//! known of each API, which is from memory.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payspec_core::Amount;
use payspec_test_support::delivery::{Shop, deliver, headers};
use payspec_test_support::server::Request;
use payspec_test_support::signing::{
    PUBLIC_KEY_PEM, base64_of, base64_of_hex, base64_with, from_base64, hex_of, hex_of_sha512, sha256_hex,
};
use payspec_webhook::{CustomVerifyError, DeliveryTarget, DeliveryVerifier, UnverifiedDelivery};
use serde_json::json;

/// Sun, 29 Nov 2026 10:00:00 GMT
const SECONDS: u64 = 1_795_946_400;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(SECONDS)
}

/// Posts a delivery as the vendor sends it, and gives what the receiver takes it for. Before that it posts twins: one
/// with another body, and one for each header with the first sign of the right end changed. None of them is taken.
fn delivered<E: Send + 'static>(
    receive: impl Fn(&Request) -> Option<E> + Send + Sync + 'static,
    headers: &[(&str, &str)],
    body: &str,
    (real, forged): (&str, &str),
) -> E {
    let shop = Shop::start(receive);
    let twin = body.replacen(real, forged, 1);
    assert_ne!(twin, body);
    assert_eq!(deliver(&shop.server, headers, twin.as_bytes()), 401, "another body");
    for at in 0..headers.len() {
        let changed = other_end(headers[at].1);
        let mut twin = headers.to_vec();
        twin[at].1 = &changed;
        assert_eq!(deliver(&shop.server, &twin, body.as_bytes()), 401, "{}: {changed}", headers[at].0);
        twin.remove(at);
        assert_eq!(deliver(&shop.server, &twin, body.as_bytes()), 401, "without {}", headers[at].0);
    }
    assert!(shop.events().is_empty());
    assert_eq!(deliver(&shop.server, headers, body.as_bytes()), 200);
    shop.events().pop().expect("it was taken")
}

/// A value with another letter or digit before its last ones, which Base64 may pad.
fn other_end(value: &str) -> String {
    let (at, last) =
        value.char_indices().rev().filter(|(_, c)| c.is_ascii_alphanumeric()).nth(2).expect("a long value");
    let other = if last == '0' { "1" } else { "0" };
    format!("{}{other}{}", &value[..at], &value[at + 1..])
}

/// A receiver that verifies with headers and body.
macro_rules! receiver {
    ($webhook:ident, $secret:expr) => {{
        let verifier = $webhook::Verifier::new($secret).configure(|verifier| verifier.clock(now));
        assert_eq!(verifier.check(), Ok(()));
        move |request: &Request| verifier.verify(headers(request), request.body.clone()).ok()
    }};
}

#[test]
fn checkout_signs_the_body() {
    let body = json!({ "id": "evt_1", "type": "payment_approved", "created_on": "2026-11-29T10:00:00Z",
        "data": { "id": "pay_1", "amount": 1250, "currency": "EUR" } })
    .to_string();
    let signature = hex_of("key", body.as_bytes());
    let given = [("Content-Type", "application/json"), ("Cko-Signature", &signature)];
    let event = delivered(receiver!(checkout_webhook, "key"), &given[1..], &body, ("1250", "1"));
    let checkout_webhook::Event::PaymentApproved(event) = event else { panic!("{event:?}") };
    assert_eq!((event.event_id.as_deref(), event.object.amount), (Some("evt_1"), Some(Amount::from_minor(1250))));
}

#[test]
fn shopify_posts_the_object_alone() {
    let body = json!({ "id": 285_332_461, "order_id": 820_982_911, "type": "chargeback", "amount": "11.50", "currency": "USD",
        "reason": "fraudulent", "network_reason_code": "4827", "status": "won", "evidence_due_by": "2026-12-31T05:00:00-05:00" })
    .to_string();
    let signature = base64_of("hush", body.as_bytes());
    let given = [("X-Shopify-Hmac-Sha256", &*signature)];
    let event = delivered(receiver!(shopify_webhook, "hush"), &given, &body, ("won", "lost"));
    let shopify_webhook::Event::Dispute(event) = event else { panic!("{event:?}") };
    assert_eq!((event.object.id.as_str(), event.object.amount), ("285332461", Some(Amount::from_minor(1150))));
}

#[test]
fn paystack_signs_with_sha_512() {
    let body = json!({ "event": "charge.success", "data": { "id": 302_961, "reference": "qTPrJoy9Bx", "amount": 10_000,
        "currency": "NGN", "status": "success" } })
    .to_string();
    let signature = hex_of_sha512("sk_test_1", body.as_bytes());
    let given = [("x-paystack-signature", &*signature)];
    let event = delivered(receiver!(paystack_webhook, "sk_test_1"), &given, &body, ("10000", "1"));
    let paystack_webhook::Event::ChargeSuccess(event) = event else { panic!("{event:?}") };
    assert_eq!(
        (event.object.reference.as_str(), event.object.amount),
        ("qTPrJoy9Bx", Some(Amount::from_minor(10_000)))
    );
    // Paystack uses SHA-512: a shorter hash is rejected.
    let shop = Shop::start(receiver!(paystack_webhook, "sk_test_1"));
    let shorter = hex_of("sk_test_1", body.as_bytes());
    assert_eq!(deliver(&shop.server, &[("x-paystack-signature", &shorter)], body.as_bytes()), 401);
}

/// It says nothing of the body, so only a delivery without it is refused.
#[test]
fn phonepe_brings_a_secret() {
    let secret = sha256_hex(b"merchant:password");
    let body = json!({ "event": "checkout.order.completed", "payload": { "merchantOrderId": "TX1", "orderId": "OMO1",
        "state": "COMPLETED", "amount": 1000, "expireAt": SECONDS * 1000 + 250 } })
    .to_string();
    let shop = Shop::start(receiver!(phonepe_webhook, secret.clone()));
    let other = sha256_hex(b"merchant:guess");
    for given in
        [&[("Authorization", other.as_str())][..], &[("Authorization", "")], &[("X-Authorization", &secret)], &[]]
    {
        assert_eq!(deliver(&shop.server, given, body.as_bytes()), 401, "{given:?}");
    }
    assert_eq!(deliver(&shop.server, &[("Authorization", &secret)], body.as_bytes()), 200);
    let events = shop.events();
    let [phonepe_webhook::Event::CheckoutOrderCompleted(event)] = &events[..] else { panic!("{events:?}") };
    let expires = event.object.expire_at.as_ref().expect("a time").to_string();
    assert_eq!((event.object.amount, expires.as_str()), (Some(Amount::from_minor(1000)), "2026-11-29T10:00:00.250Z"));
}

#[test]
fn square_signs_its_address() {
    let body = json!({ "merchant_id": "M1", "type": "payment.updated", "event_id": "e-1", "created_at": "2026-11-29T10:00:00Z",
        "data": { "type": "payment", "id": "P1", "object": { "payment": { "id": "P1", "status": "COMPLETED",
            "amount_money": { "amount": 1250, "currency": "USD" } } } } })
    .to_string();
    let verifier = square_webhook::Verifier::new("asdf1234");
    let receive = move |host: &'static str, request: &Request| {
        let url = format!("https://{host}{}", request.path);
        let target = DeliveryTarget::new(&request.method, &url);
        verifier.verify(target, headers(request), request.body.clone()).ok()
    };
    let signature = base64_of("asdf1234", format!("https://shop.example/notify{body}").as_bytes());
    let given = [("x-square-hmacsha256-signature", &*signature)];
    let receive_there = receive.clone();
    let event = delivered(move |request| receive_there("shop.example", request), &given, &body, ("1250", "1"));
    let square_webhook::Event::PaymentUpdated(event) = event else { panic!("{event:?}") };
    assert_eq!((event.event_id.as_deref(), event.object.id.as_str()), (Some("e-1"), "P1"));
    // What was sent to another receiver of the same account is not taken.
    let elsewhere = Shop::start(move |request| receive("else.example", request));
    assert_eq!(deliver(&elsewhere.server, &given, body.as_bytes()), 401);
}

#[test]
fn cybersource_signs_milliseconds() {
    let key = "c2VjcmV0IG9mIGEga2V5";
    let body =
        json!({ "notificationId": "n-1", "eventType": "payments.payments.accept", "eventDate": "2026-11-29T10:00:00Z",
        "payload": { "data": { "id": "6461731521426399003473", "status": "AUTHORIZED" } } })
        .to_string();
    let at = |time: u64| {
        let content = format!("{time}.{body}");
        format!("t={time};keyId=bf44;sig={}", base64_with(&from_base64(key), content.as_bytes()))
    };
    let right = at(SECONDS * 1000 - 250);
    let event =
        delivered(receiver!(cybersource_webhook, key), &[("v-c-signature", &right)], &body, ("AUTHORIZED", "DECLINED"));
    let cybersource_webhook::Event::PaymentsPaymentsAccept(event) = event else { panic!("{event:?}") };
    assert_eq!(event.object.id.as_str(), "6461731521426399003473");
    let shop = Shop::start(receiver!(cybersource_webhook, key));
    for too_old in [at((SECONDS - 3601) * 1000), right.replacen("750;", "751;", 1)] {
        assert_eq!(deliver(&shop.server, &[("v-c-signature", &too_old)], body.as_bytes()), 401, "{too_old}");
    }
}

#[test]
fn btcpay_puts_a_word_before_the_signature() {
    let body = json!({ "deliveryId": "d-1", "type": "InvoiceSettled", "timestamp": SECONDS, "storeId": "S1", "invoiceId": "I1",
        "overPaid": false })
    .to_string();
    let signature = format!("sha256={}", hex_of("hook", body.as_bytes()));
    let event = delivered(receiver!(btcpay_webhook, "hook"), &[("BTCPay-Sig", &signature)], &body, ("I1", "I2"));
    let btcpay_webhook::Event::InvoiceSettled(event) = event else { panic!("{event:?}") };
    let time = event.object.timestamp.as_ref().expect("a time").to_string();
    assert_eq!((event.event_id.as_deref(), time.as_str()), (Some("d-1"), "2026-11-29T10:00:00Z"));
}

#[test]
fn dlocal_signs_name_time_and_body() {
    let body =
        json!({ "id": "D-4", "amount": 120.5, "currency": "BRL", "payment_method_flow": "REDIRECT", "status": "PAID",
        "status_code": "200" })
        .to_string();
    let date = "2026-11-29T10:00:00.000Z";
    let signature = hex_of("secret", format!("login{date}{body}").as_bytes());
    let given = [
        ("X-Login", "login"),
        ("X-Date", date),
        ("Authorization", &*format!("V2-HMAC-SHA256, Signature: {signature}")),
    ];
    let event = delivered(receiver!(dlocal_webhook, "secret"), &given, &body, ("120.5", "1.5"));
    let dlocal_webhook::Event::Payment(event) = event else { panic!("{event:?}") };
    assert_eq!(event.object.amount, Some(Amount::from_minor(12_050)));
}

#[test]
fn dodo_signs_as_standard_webhooks_has_it() {
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let body = json!({ "business_id": "b", "type": "payment.succeeded", "timestamp": "2026-11-29T10:00:00Z",
        "data": { "payload_type": "Payment", "payment_id": "pay_1", "total_amount": 400, "currency": "USD" } })
    .to_string();
    let key = from_base64(secret.trim_start_matches("whsec_"));
    let (time, signature) = (SECONDS.to_string(), base64_with(&key, format!("msg_1.{SECONDS}.{body}").as_bytes()));
    let several = format!("v1a,AAAA v1,{signature}");
    let given = [("webhook-id", "msg_1"), ("webhook-timestamp", &*time), ("webhook-signature", &*several)];
    let event = delivered(receiver!(dodo_webhook, secret), &given, &body, ("400", "1"));
    let dodo_webhook::Event::PaymentSucceeded(event) = event else { panic!("{event:?}") };
    assert_eq!(event.object.total_amount, Some(Amount::from_minor(400)));
}

/// The signature was made with OpenSSL.
#[test]
fn wise_signs_the_body_with_a_private_key() {
    let body = r#"{"data":{"resource":{"type":"transfer","id":111,"profile_id":222,"account_id":333},"current_state":"processing","previous_state":"incoming_payment_waiting","occurred_at":"2026-11-29T09:59:58Z"},"subscription_id":"01234567-89ab-cdef-0123-456789abcdef","event_type":"transfers#state-change","schema_version":"2.0.0","sent_at":"2026-11-29T10:00:00Z"}"#;
    let signature = "hP+BW/GbkQ50P2CGSmIVrZlen2vCrEgx12ilAom0zpgKKwkevLdzdlf5ENwERQ6tpuhUnDRy8Vt5t0xdqqdezQIkrCSpqHkv8BK3\
                     xlk7qMOQS3ArcZ3VchTsfGI9Fx5VC0C5pjRlgKN7oMzhzrGKvV+4YpbNYqqc3FIueIxzlPkqdMhK8QmoCotF8qqP1h9CgMCVtWNk\
                     x/8FH476KePIkVg9Yf9BhuYWMVzwhbOHYTwnUIaSbzOBdfnh39zp0pmUs3hhCi03izwV4HBrbzzHCbpOY+SDw5x4RoAZOrMjQoiu\
                     fF9bDyJpwgHOaSUswaEQfUSdXp7jA1QtsTAaxEqmNA==";
    let given = [("X-Signature-SHA256", signature)];
    let event = delivered(receiver!(wise_webhook, PUBLIC_KEY_PEM), &given, body, ("processing", "cancelled"));
    let wise_webhook::Event::TransfersStateChange(event) = event else { panic!("{event:?}") };
    let transfer = event.object.resource.as_ref().and_then(|transfer| transfer.id.as_ref());
    assert_eq!(transfer.map(wise_webhook::model::TransferId::as_str), Some("111"));
}

/// The signature was made with OpenSSL.
#[test]
fn wechat_pay_names_the_key() {
    let body = r#"{"id":"EV-2018022511223320873","create_time":"2026-11-29T18:00:00+08:00","resource_type":"encrypt-resource","event_type":"TRANSACTION.SUCCESS","resource":{"algorithm":"AEAD_AES_256_GCM","original_type":"transaction","ciphertext":"rDb5","nonce":"fdasfjihi","associated_data":"transaction"}}"#;
    let signature = "fP78CbZJ7bsmabU+W2HjiYAH0NIDCCgi4jI05JZlTUkj4aIgd5VTSkX9XTSBdUQI/rubhDXZAFg8xi3mTgRj88CJctNLwEirri/S\
                     2KU43Tin5823d2YuwgOohFU4dhIFgZp9/ZWVA9n0rf42HEMYLHs4TibB+D8cP+B1X6imcBnHnZ22s08JjSpFm6/j0gm+wWfvaDOd\
                     JVK8Ohgkxn9HkvrJEXb6mVueRQPs2Cuxf5KkuIdN2IjC5cSY9mQKOOflE77AaeZ8p6ZNVyYbmyMeRbCHQg7+pRbUTSLjCubMTw+1\
                     SI8dKk+1yY8kaQBqtU2wJ5VtgxwArsLqAHCCvonMqA==";
    let given = [
        ("Wechatpay-Signature", signature),
        ("Wechatpay-Serial", "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"),
        ("Wechatpay-Nonce", "n0nce4wechat"),
        ("Wechatpay-Timestamp", "1795946400"),
    ];
    let verifier = wechat_pay_webhook::Verifier::new("5157F09EFDC096DE15EBE81A47057A7232F1B8E1", PUBLIC_KEY_PEM);
    let verifier = verifier.configure(|verifier| verifier.clock(now));
    assert_eq!(verifier.check(), Ok(()));
    let receive = move |request: &Request| verifier.verify(headers(request), request.body.clone()).ok();
    let event = delivered(receive, &given, body, ("rDb5", "rDb6"));
    let wechat_pay_webhook::Event::TransactionSuccess(event) = event else { panic!("{event:?}") };
    assert_eq!(event.object.algorithm.as_deref(), Some("AEAD_AES_256_GCM"));
}

/// Verifies the deliveries of Rapyd, which sign both keys of the account.
struct Rapyd {
    access_key: &'static str,
    secret_key: &'static str,
}

impl DeliveryVerifier for Rapyd {
    fn verify(&self, delivery: &UnverifiedDelivery<'_>) -> Result<(), CustomVerifyError> {
        let text = |name| Ok(String::from_utf8_lossy(delivery.header(name)?).into_owned());
        let signature = delivery.header("signature")?;
        let no_host = || CustomVerifyError::misconfigured("the host is unknown: set the verifier's `origin`");
        let url = delivery.url().ok_or_else(no_host)?;
        let mut content = format!("{url}{}{}{}{}", text("salt")?, text("timestamp")?, self.access_key, self.secret_key);
        content.push_str(&String::from_utf8_lossy(delivery.body()));
        let expected = base64_of_hex(self.secret_key, content.as_bytes());
        if delivery.method() == "POST" && rapyd_webhook::constant_time_eq(signature, expected) {
            Ok(())
        } else {
            Err(CustomVerifyError::new("the signature is wrong"))
        }
    }
}

#[test]
fn rapyd_is_verified_by_its_receiver() {
    let body = r#"{"id":"wh_1","type":"PAYMENT_COMPLETED","data":{"id":"payment_1"},"created_at":1795946400}"#;
    let content = format!("https://shop.example/notifysalt12341795946400accesssecret{body}");
    let signature = base64_of_hex("secret", content.as_bytes());
    let given = [("signature", signature.as_str()), ("salt", "salt1234"), ("timestamp", "1795946400")];
    let verifier = rapyd_webhook::Verifier::new(Rapyd { access_key: "access", secret_key: "secret" });
    let verifier = verifier.configure(|verifier| verifier.origin("https://shop.example"));
    let receive = move |request: &Request| {
        let target = DeliveryTarget::new(&request.method, &request.path);
        verifier.verify(target, headers(request), request.body.clone()).ok()
    };
    let event = delivered(receive, &given, body, ("payment_1", "payment_2"));
    assert!(matches!(event, rapyd_webhook::Event::PaymentCompleted(_)), "{event:?}");
}
