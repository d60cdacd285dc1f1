//! A part of Adyen's Checkout API, as a shop uses it: payments and their modifications over HTTP, and notifications
//! that come together, each with a signature of its own. What is known of the API is from memory.

use adyen_client::model::{
    Action, ActionVariant, CaptureModification, CaptureModificationRequired, CreatePayment, CreatePaymentRequired,
    Currency, EventType, ListMethodsPayment, Money, PaymentMethodIdeal, PaymentMethodScheme,
    PaymentMethodSchemeRequired, ResultCode, UpdatePaymentLink, UpdatePaymentLinkRequired,
};
use adyen_client::{Client, ClientBuilder};
use adyen_webhook::{Event, VerifiedEvents, Verifier, decode_event};
use payspec_core::Amount;
use payspec_test_support::delivery::{Shop, deliver};
use payspec_test_support::server::{Reply, Request, Server};
use payspec_test_support::signing::base64_with;
use payspec_webhook::VerifyError;
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url()).x_api_key("AQEx").build().expect("complete settings")
}

fn euros(minor: i64) -> Money {
    Money::new(Amount::from_minor(minor), Currency::EUR)
}

/// A server that keeps books: a payment with a card is authorised, any other is sent elsewhere.
fn checkout(request: &Request) -> Reply {
    if request.header("x-api-key") != Some("AQEx") {
        return Reply::json(401, &json!({ "status": 401, "errorCode": "000", "message": "HTTP Status Response" }));
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let path: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
    match (request.method.as_str(), &path[..]) {
        ("POST", ["payments"]) if body["amount"]["value"] == 0 => {
            let error =
                json!({ "status": 422, "errorCode": "100", "message": "No amount specified", "pspReference": "X1" });
            Reply::json(422, &error)
        }
        ("POST", ["payments"]) if body["paymentMethod"]["type"] == "scheme" => {
            Reply::json(200, &json!({ "pspReference": "P1", "resultCode": "Authorised", "amount": body["amount"] }))
        }
        ("POST", ["payments"]) => {
            let action =
                json!({ "type": "redirect", "url": "https://bank.example", "method": "POST", "data": { "MD": "1" } });
            Reply::json(200, &json!({ "resultCode": "RedirectShopper", "action": action }))
        }
        ("POST", ["payments", payment, what @ ("captures" | "refunds" | "cancels")]) => {
            let modification = json!({
                "pspReference": format!("M-{what}"), "paymentPspReference": payment, "status": "received",
                "merchantAccount": body["merchantAccount"], "amount": body["amount"],
            });
            Reply::json(201, &modification)
        }
        ("POST", ["paymentMethods"]) => {
            Reply::json(200, &json!({ "paymentMethods": [{ "type": "scheme", "name": "Cards", "brands": ["visa"] }] }))
        }
        _ => Reply::json(404, &Value::Null),
    }
}

#[tokio::test]
async fn a_shop_pays_captures_and_sends_elsewhere() {
    let server = Server::responding(checkout);
    let client = client(&server);
    let methods = ListMethodsPayment::new("Shop").amount(euros(1000)).country_code("NL");
    let methods = client.payments().list_methods(methods).await.expect("listed");
    let first = &methods.payment_methods.as_deref().expect("some")[0];
    assert_eq!((first.kind.as_deref(), first.name.as_deref()), (Some("scheme"), Some("Cards")));

    let card = PaymentMethodScheme::new(PaymentMethodSchemeRequired {
        encrypted_card_number: "adyenjs_1$a".into(),
        encrypted_expiry_month: "adyenjs_1$b".into(),
        encrypted_expiry_year: "adyenjs_1$c".into(),
    })
    .holder_name("Ada");
    let payment = CreatePayment::new(CreatePaymentRequired {
        amount: euros(1000),
        merchant_account: "Shop".into(),
        payment_method: card.into(),
        reference: "order-1".into(),
        return_url: "https://shop.example/back".into(),
    });
    let paid = client.payments().create(payment).await.expect("paid");
    assert_eq!(paid.result_code, Some(ResultCode::Authorised));
    let body: Value = serde_json::from_slice(&server.seen()[1].body).expect("JSON");
    assert_eq!(body["amount"], json!({ "value": 1000, "currency": "EUR" }));
    assert_eq!(body["paymentMethod"]["type"], "scheme");
    assert!(server.seen()[1].header("idempotency-key").is_some());

    let id = paid.psp_reference.clone().expect("it has one");
    let taken = client
        .modifications()
        .capture(CaptureModification::new(CaptureModificationRequired {
            payment_psp_reference: id,
            merchant_account: "Shop".into(),
            amount: euros(600),
        }))
        .await
        .expect("taken");
    assert_eq!(server.seen()[2].path, "/payments/P1/captures");
    assert_eq!(taken.amount.as_ref().map(|amount| amount.value), Some(Amount::from_minor(600)));

    let bank = CreatePayment::new(CreatePaymentRequired {
        amount: euros(500),
        merchant_account: "Shop".into(),
        payment_method: PaymentMethodIdeal::new().into(),
        reference: "order-2".into(),
        return_url: "https://shop.example/back".into(),
    });
    let sent = client.payments().create(bank).await.expect("sent elsewhere");
    let Some(Action { variant: ActionVariant::Redirect(redirect), .. }) = &sent.action else { panic!("{sent:?}") };
    assert_eq!(redirect.url.as_deref(), Some("https://bank.example"));
}

#[tokio::test]
async fn errors_have_a_code_and_a_reference() {
    let server = Server::responding(checkout).without_request_ids();
    let card = PaymentMethodScheme::new(PaymentMethodSchemeRequired {
        encrypted_card_number: "n".into(),
        encrypted_expiry_month: "m".into(),
        encrypted_expiry_year: "y".into(),
    });
    let payment = CreatePayment::new(CreatePaymentRequired {
        amount: euros(0),
        merchant_account: "Shop".into(),
        payment_method: card.into(),
        reference: "order-1".into(),
        return_url: "https://shop.example/back".into(),
    });
    let error = client(&server).payments().create(payment.clone()).await.expect_err("nothing to pay");
    assert_eq!((error.code(), error.request_id()), (Some("100"), Some("X1")));
    assert_eq!(error.message(), Some("No amount specified"));
    let kept = payment.store_payment_method(true).validate().expect_err("kept for nobody");
    assert!(kept.to_string().contains("kept-for-a-shopper"), "{kept}");
    UpdatePaymentLink::new(UpdatePaymentLinkRequired { link_id: "PL1".into(), status: "completed".into() })
        .validate()
        .expect_err("only ended");
    // The address of an account has its prefix.
    let live = adyen_client::model::Environment::Live { prefix: "1797a841fbb37ca7-Shop".parse().expect("a label") };
    let client = Client::builder(live).x_api_key("key").build().expect("complete settings");
    let url = client.http().base_url().to_string();
    assert_eq!(url, "https://1797a841fbb37ca7-shop-checkout-live.adyenpayments.com/checkout/v71");
}

const KEY: &str = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";

fn key() -> Vec<u8> {
    let digits = KEY.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("digits"), 16).expect("digits")).collect()
}

/// A notification as Adyen sends and signs it.
fn notification(code: &str, reference: &str, original: Option<&str>, cents: i64) -> Value {
    let original_text = original.unwrap_or_default();
    let content = format!("{reference}:{original_text}:Shop:order-1:{cents}:EUR:{code}:true");
    let mut item = json!({
        "additionalData": { "hmacSignature": base64_with(&key(), content.as_bytes()), "authCode": "1234" },
        "amount": { "currency": "EUR", "value": cents },
        "eventCode": code, "eventDate": "2026-01-30T18:16:22+01:00", "merchantAccountCode": "Shop",
        "merchantReference": "order-1", "operations": ["CANCEL", "CAPTURE"], "paymentMethod": "visa",
        "pspReference": reference, "reason": "1234:7777:12/2030", "success": "true",
    });
    if let Some(original) = original {
        item["originalReference"] = original.into();
    }
    json!({ "NotificationRequestItem": item })
}

fn delivery(items: &[Value]) -> String {
    json!({ "live": "false", "notificationItems": items }).to_string()
}

fn verify(body: &str) -> VerifiedEvents {
    let verifier = Verifier::new(KEY);
    assert_eq!(verifier.check(), Ok(()));
    verifier.verify(body).expect("a list")
}

/// What Adyen's own libraries test with.
#[test]
fn the_signature_of_the_vendor_is_right() {
    let item = json!({ "NotificationRequestItem": {
        "pspReference": "7914073381342284", "merchantAccountCode": "TestMerchant",
        "merchantReference": "TestPayment-1407325143704", "amount": { "value": 1130, "currency": "EUR" },
        "eventCode": "AUTHORISATION", "success": "true",
        "additionalData": { "hmacSignature": "coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=" },
    }});
    let event = Verifier::new(KEY).verify_event(item.to_string()).expect("signed");
    let Event::Authorisation(event) = event else { panic!("{event:?}") };
    assert_eq!((event.object.success, event.object.original_reference.as_ref()), (Some(true), None));
    assert_eq!(event.object.amount.as_ref().map(|amount| amount.value), Some(Amount::from_minor(1130)));
}

#[test]
fn notifications_are_verified_read_and_kept_one_by_one() {
    let mut forged = notification("REFUND", "M2", Some("P1"), 600);
    forged["NotificationRequestItem"]["amount"]["value"] = 60_000.into();
    let mut unsigned = notification("CAPTURE", "M3", Some("P1"), 600);
    unsigned["NotificationRequestItem"]["additionalData"] = json!({});
    let mut broken = notification("CAPTURE", "M4", Some("P1"), 600);
    broken["NotificationRequestItem"]["amount"] = json!({ "value": "600" , "currency": "EUR" });
    let items = [
        notification("AUTHORISATION", "P1", None, 1000),
        forged,
        notification("CAPTURE", "M1", Some("P1"), 600),
        unsigned,
        notification("MOON_LANDED", "M5", None, 1),
        notification("REPORT_AVAILABLE", "R1", None, 1),
        json!(null),
        broken,
    ];
    let events: Vec<_> = verify(&delivery(&items)).collect();
    let told: Vec<_> = events
        .iter()
        .map(|event| match event {
            Ok(event) => Ok((event.event_type().map(|event| event.to_string()), matches!(event, Event::Unknown(_)))),
            Err(rejected) => Err(rejected.error().clone()),
        })
        .collect();
    let member = "NotificationRequestItem.additionalData.hmacSignature";
    let expected = [
        Ok((Some(EventType::Authorisation.to_string()), false)),
        Err(VerifyError::Wrong),
        Ok((Some(EventType::Capture.to_string()), false)),
        Err(VerifyError::NoSignatureMember { member }),
        Ok((Some("MOON_LANDED".to_owned()), true)),
        Err(VerifyError::NeverSigned),
        Err(VerifyError::NotJson),
        Ok((Some(EventType::Capture.to_string()), false)),
    ];
    assert_eq!(told, expected);
    // Each is kept as it came, and read again without the delivery.
    let verifier = Verifier::new(KEY);
    for (event, item) in events.iter().zip(&items) {
        let raw = event.as_ref().map_or_else(|rejected| rejected.raw(), Event::raw);
        assert_eq!(raw.as_bytes(), item.to_string().as_bytes());
        assert_eq!(verifier.verify_event(raw.clone()).is_ok(), event.is_ok());
    }
    let Ok(Event::Capture(capture)) = &events[2] else { panic!("a capture") };
    assert_eq!(capture.object.original_reference.as_ref().map(ToString::to_string).as_deref(), Some("P1"));
    assert_eq!(capture.object.operations.as_deref().map(<[String]>::len), Some(2));
    assert!(capture.creation_date.is_some() && !format!("{capture:?}").contains("hmac"));
    let written = serde_json::to_vec(&events[2].as_ref().expect("signed")).expect("JSON");
    assert!(matches!(decode_event(written.clone()), Event::Capture(_)));
    assert!(verifier.verify_event(written).is_ok(), "what is written back is signed as well");
}

/// A receiver that takes what is signed, and refuses a delivery of which nothing is.
#[test]
fn notifications_come_over_http() {
    let verifier = Verifier::new(KEY);
    let shop = Shop::start(move |request| {
        let signed: Vec<Event> = verifier.verify(request.body.clone()).ok()?.filter_map(Result::ok).collect();
        (!signed.is_empty()).then_some(signed)
    });
    let right = notification("CAPTURE", "M1", Some("P1"), 600);
    let mut forged = right.clone();
    forged["NotificationRequestItem"]["amount"]["value"] = 60_000.into();
    let deliver =
        |items: &[Value]| deliver(&shop.server, &[("Content-Type", "application/json")], delivery(items).as_bytes());
    assert_eq!(deliver(&[forged.clone()]), 401);
    assert_eq!(deliver(&[forged, right]), 200);
    let taken = shop.events().pop().expect("the one that is signed");
    let [Event::Capture(event)] = &taken[..] else { panic!("{taken:?}") };
    assert_eq!(event.object.amount.as_ref().map(|amount| amount.value), Some(Amount::from_minor(600)));
}

#[test]
fn a_kind_of_event_that_is_not_signed_is_read_from_what_was_rejected() {
    let mut report = notification("REPORT_AVAILABLE", "R1", None, 1);
    report["NotificationRequestItem"]["additionalData"] = json!({});
    let Some(Err(rejected)) = verify(&delivery(&[report])).next() else { panic!("nothing proves it") };
    assert!(matches!(rejected.error(), VerifyError::NoSignatureMember { .. }));
    assert!(matches!(decode_event(rejected.raw().clone()), Event::ReportAvailable(_)));
}

/// What is read is what is signed, also where a member is there twice.
#[test]
fn nothing_that_is_not_signed_is_read_in_the_place_of_what_is() {
    let item = notification("CAPTURE", "M1", Some("P1"), 600).to_string();
    assert!(Verifier::new(KEY).verify_event(item.clone()).is_ok());
    for (real, forged) in [
        (r#""pspReference":"M1""#, r#""pspReference":"M9""#),
        (r#""value":600"#, r#""value":999"#),
        (r#""amount":{"#, r#""amount":{"currency":"EUR","value":999},"#),
        (r#""merchantReference":"order-1""#, r#""merchantReference":"order-9""#),
        (r#""success":"true""#, r#""success":"false""#),
        (r#""eventCode":"CAPTURE""#, r#""eventCode":"REFUND""#),
        (r#""NotificationRequestItem":{"#, r#""NotificationRequestItem":{"eventCode":"CAPTURE"},"#),
    ] {
        assert!(item.contains(real), "{real}");
        let both = if forged.ends_with(',') { format!("{forged}{real}") } else { format!("{forged},{real}") };
        for twice in [both, format!("{real},{forged}")] {
            if twice.ends_with(',') {
                continue;
            }
            let body = item.replacen(real, &twice, 1);
            let Ok(Event::Capture(event)) = Verifier::new(KEY).verify_event(body.clone()) else { continue };
            let object = serde_json::to_value(&event.object).expect("JSON");
            for (member, signed) in [
                ("/pspReference", "M1"),
                ("/amount/value", "600"),
                ("/merchantReference", "order-1"),
                ("/success", "true"),
            ] {
                let found = object.pointer(member).cloned().unwrap_or_default();
                let is_signed = found.to_string().trim_matches('"') == signed;
                assert!(found.is_null() || is_signed, "{member} of {body} is {found}");
            }
            assert!(event.object.psp_reference.as_ref().is_none_or(|id| id.to_string() == "M1"), "{body}");
        }
    }
}
