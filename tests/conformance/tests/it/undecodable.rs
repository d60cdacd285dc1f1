//! Deliveries that cannot be read, of every API: they still give their ids and a way on. And events about one of two
//! objects.

use payspec::centralpay::model as centralpay;
use payspec::centralpay::webhook as centralpay_webhook;
use payspec::cinetpay::model as cinetpay;
use payspec::cinetpay::webhook as cinetpay_webhook;
use payspec::lyra_marketplace::model as lyra;
use payspec::lyra_marketplace::webhook as lyra_marketplace_webhook;
use payspec::primer::model as primer;
use payspec::primer::webhook as primer_webhook;
use serde_json::{Value, json};

use payspec_test_support::files;

macro_rules! undecodable {
    ($api:ident, $body:expr) => {
        match $api::decode($body) {
            $api::Event::Undecodable(undecodable) => undecodable,
            other => panic!("it can be read: {other:?}"),
        }
    };
}

/// The sample has no envelope.
fn refund() -> Value {
    let object = files::of("centralpay", "webhooks", "REFUND_CREATED");
    json!({"eventId": "e-1", "type": "REFUND_CREATED", "object": object})
}

#[test]
fn a_payload_that_does_not_fit_gives_its_ids_and_the_call_that_reads_it_again() {
    let mut delivery = refund();
    let id = delivery["object"]["refundId"].as_str().expect("its id").to_owned();
    let transaction = delivery["object"]["transactionId"].as_str().expect("its payment").to_owned();
    delivery["object"]["zip"] = json!(0);
    // Nothing but what an object guarantees makes it undecodable: an id that is there twice, for example.
    let twice = delivery.to_string().replace(r#""zip":0"#, &format!(r#""refundId":"{id}""#));
    let lost = undecodable!(centralpay_webhook, twice);
    assert_eq!(lost.event_type(), Some("REFUND_CREATED"));
    let ids = lost.ids();
    assert!(ids.contains(&("refundId", id.clone())) && ids.contains(&("transactionId", transaction)), "{ids:?}");
    let read = lost.refetch::<centralpay::Refund>().expect("it names the refund");
    assert_eq!(read.refund_id.as_str(), id);
    assert!(lost.refetch::<centralpay::Dispute>().is_none(), "it names none");
}

/// What is cut off, is no text, or comes after a mistake: what stands before it counts.
#[test]
fn a_damaged_body_gives_what_it_still_tells() {
    let id = refund()["object"]["refundId"].as_str().expect("its id").to_owned();
    let body =
        format!(r#"{{"eventId": "e-1", "type": "REFUND_CREATED", "object": {{"refundId": "{id}", "description": ""#);
    let mut not_text = body.clone().into_bytes();
    not_text.extend_from_slice(b"caf\xe9\"}}");
    for damaged in [body.clone().into_bytes(), not_text, format!("{body}\\x\"}}}}").into_bytes()] {
        let lost = undecodable!(centralpay_webhook, damaged);
        assert_eq!((lost.event_id(), lost.ids()), (Some("e-1"), vec![("refundId", id.clone())]));
        assert!(lost.refetch::<centralpay::Refund>().is_some());
    }
    let nothing = undecodable!(centralpay_webhook, "<html>");
    assert!(nothing.ids().is_empty() && nothing.refetch::<centralpay::Refund>().is_none());
}

/// An id that is none, or one of two, is not given: it would be asked for.
#[test]
fn what_is_no_id_is_left_out() {
    let cut = |object: &str| {
        undecodable!(centralpay_webhook, format!(r#"{{"type": "REFUND_CREATED", "object": {{{object}, "x"#))
    };
    let long = "7".repeat(129);
    for object in [
        r#""refundId": """#.to_owned(),
        r#""refundId": "a b""#.to_owned(),
        r#""refundId": "\u001b[31m""#.to_owned(),
        r#""refundId": "été""#.to_owned(),
        format!(r#""refundId": "{long}""#),
        r#""refundId": null"#.to_owned(),
        r#""refundId": true"#.to_owned(),
        r#""refundId": 1.5"#.to_owned(),
        r#""refundId": {"refundId": "r-1"}"#.to_owned(),
        r#""refundId": "r-1", "refundId": "r-2""#.to_owned(),
        r#""other": {"refundId": "r-1"}"#.to_owned(),
    ] {
        let lost = cut(&object);
        assert_eq!(lost.ids(), [], "{object}");
        assert!(lost.refetch::<centralpay::Refund>().is_none(), "{object}");
    }
    assert_eq!(cut(r#""refundId": 17"#).ids(), [("refundId", "17".to_owned())]);
    assert_eq!(cut(r#""refundId": "r-1", "refundId": "r-1""#).ids(), [("refundId", "r-1".to_owned())]);
}

#[test]
fn each_api_has_a_way_on() {
    // A form with too many fields.
    let many = "&x=1".repeat(1001);
    let form = format!("cpm_trans_id=REFID12354&cpm_amount=a+lot&cpm_custom=%zz&cpm_amount=more{many}");
    let lost = undecodable!(cinetpay_webhook, form);
    assert_eq!(lost.ids(), [("cpm_trans_id", "REFID12354".to_owned())]);
    let check = lost.refetch::<cinetpay::PaymentNotification>().expect("it names the payment");
    assert_eq!(check.transaction_id, Some("REFID12354".into()));
    let transfer = undecodable!(
        cinetpay_webhook,
        format!("transaction_id=EA-1&treatment_status=VAL&sending_status=CONFIRM&amount=1&amount=2{many}")
    );
    let check = transfer.refetch::<cinetpay::TransferNotification>().expect("it names the transfer");
    assert_eq!(check.transaction_id, Some("EA-1".into()));
    let json = undecodable!(cinetpay_webhook, r#"{"cpm_trans_id": "REFID12354", "cpm_amount": "a lot""#);
    assert!(json.refetch::<cinetpay::PaymentNotification>().is_some());

    let lost = undecodable!(lyra_marketplace_webhook, r#"{"order": ["o-1"], "refund": "r-1"#);
    assert_eq!(lost.ids(), []);
    let lost = undecodable!(lyra_marketplace_webhook, r#"{"order": "o-1", "amount"#);
    let read = lost.refetch::<lyra::OrderNotification>().expect("it names the order");
    assert_eq!((read.uuid.as_str(), lost.ids()), ("o-1", vec![("order", "o-1".to_owned())]));

    let delivery = files::of("primer", "webhooks", "PAYMENT.STATUS");
    let id = delivery["payment"]["id"].as_str().expect("its id").to_owned();
    let text = delivery.to_string();
    let lost = undecodable!(primer_webhook, text[..text.len() - 1].to_owned());
    assert!(lost.ids().contains(&("payment.id", id.clone())), "{:?}", lost.ids());
    let read = lost.refetch::<primer::PaymentNotification>().expect("it names the payment");
    assert_eq!(read.id.as_str(), id);
}

/// The sample shows a payment; the one public receiver reads a payment request.
#[test]
fn an_event_about_one_of_two_objects_says_which() {
    use payspec::centralpay::webhook::{Event, decode};
    let payment = files::of("centralpay", "webhooks", "PAYMENTREQUEST_TRANSACTION_SUCCEEDED");
    assert!(matches!(decode(payment.to_string()), Event::PaymentRequestTransactionSucceeded(_)));
    let request = files::of("centralpay", "webhooks", "PAYMENTREQUEST_PAID");
    for name in ["PAYMENTREQUEST_TRANSACTION_SUCCEEDED", "PAYMENTREQUEST_TRANSACTION_FAILED"] {
        let mut delivery = payment.clone();
        delivery["type"] = name.into();
        delivery["object"] = request["object"].clone();
        delivery["object"]["merchantPaymentRequestId"] = "ORDER-17".into();
        let event = decode(delivery.to_string());
        assert_eq!(event.event_type(), Some(centralpay::EventType::from(name)));
        assert_eq!(event.event_id(), payment["eventId"].as_str());
        assert_eq!(serde_json::to_value(&event).expect("JSON"), delivery, "nothing is lost");
        let (Event::PaymentRequestTransactionSucceededAsPaymentRequest(about)
        | Event::PaymentRequestTransactionFailedAsPaymentRequest(about)) = event
        else {
            panic!("it is about a payment request")
        };
        assert_eq!(about.object.merchant_payment_request_id.as_deref(), Some("ORDER-17"));
        let read = about.refetch().expect("it names the request");
        assert_eq!(Some(read.payment_request_id.as_str()), request["object"]["paymentRequestId"].as_str());
    }
    // One that names no request is told by what it has.
    let body =
        json!({"type": "PAYMENTREQUEST_TRANSACTION_SUCCEEDED", "object": {"merchantPaymentRequestId": "ORDER-17"}});
    let lost = undecodable!(centralpay_webhook, body.to_string());
    assert_eq!(lost.member("merchantPaymentRequestId").as_deref(), Some("ORDER-17"));
}

/// A receiver acknowledges what it does not know, and then all events of the batch would be lost.
#[test]
fn a_batch_of_known_events_is_no_unknown_event() {
    let centralpay = r#"{"type": "batch", "events": [{"type": "REFUND_CREATED", "object": {"refundId": "r"}}]}"#;
    let centralpay = centralpay_webhook::decode(centralpay);
    let primer = r#"{"eventType": "BATCH", "events": [{"eventType": "PAYMENT.STATUS", "payment": {"id": "p"}}]}"#;
    let primer = primer_webhook::decode(primer);
    let centralpay_webhook::Event::Undecodable(centralpay) = centralpay else { panic!("{centralpay:?}") };
    let primer_webhook::Event::Undecodable(primer) = primer else { panic!("{primer:?}") };
    for found in [centralpay, primer] {
        assert_eq!(*found.reason(), payspec_webhook::Reason::SeveralEvents);
    }
    let newer = r#"{"type": "EVENTS_MERGED", "sources": [{"type": "SOMETHING_NEW", "object": {}}]}"#;
    assert!(matches!(centralpay_webhook::decode(newer), centralpay_webhook::Event::Unknown(_)));
}

/// The same where events are objects alone, which are told by their members.
#[test]
fn a_batch_of_bare_objects_is_no_unknown_event() {
    use payspec_webhook::Reason;

    let (order, token) = (json!({"order": "o-1"}), json!({"token": "t-1"}));
    let payment = json!({"cpm_trans_id": "p-1", "cpm_site_id": "1"});
    for batch in [json!({"events": [order, token]}), json!({"sent": 2, "orders": [null, order]})] {
        let found = undecodable!(lyra_marketplace_webhook, batch.to_string());
        assert_eq!(*found.reason(), Reason::SeveralEvents, "{batch}");
    }
    let found = undecodable!(cinetpay_webhook, json!({"events": [payment]}).to_string());
    assert_eq!(*found.reason(), Reason::SeveralEvents);
    // A list as a whole is refused in any case.
    let found = undecodable!(lyra_marketplace_webhook, json!([order, token]).to_string());
    assert_eq!(*found.reason(), Reason::NotAnObject { found: "an array" });
    let found = undecodable!(cinetpay_webhook, json!([payment]).to_string());
    assert_eq!(*found.reason(), Reason::NotAnObject { found: "an array" });
    for other in [
        json!({"events": [order, {"moon": "full"}]}),
        json!({"events": [order, "order"]}),
        json!({"events": [], "nothing": [null]}),
        json!({"moons": [{"moon": "full"}]}),
    ] {
        let event = lyra_marketplace_webhook::decode(other.to_string());
        assert!(matches!(event, lyra_marketplace_webhook::Event::Unknown(_)), "{other}");
    }
}
