//! Transfers: a token in the address, lists as JSON text in a form, codes that are numbers or text.

use std::sync::atomic::{AtomicUsize, Ordering};

use payspec::cinetpay::model::{
    AddContacts, CheckTransfer, NewContact, NewContactRequired, NewTransfer, NewTransferRequired, SendTransfer,
    TransferCode, TreatmentStatus,
};
use payspec::cinetpay::webhook::{Event, decode};
use payspec::cinetpay::{CallOutcome, ErrorKind};
use serde_json::{Value, json};

use super::client;
use payspec_test_support::files;
use payspec_test_support::server::{Reply, Request, Server};

fn good(data: &Value) -> Reply {
    Reply::json(200, &json!({"code": 0, "message": "OPERATION_SUCCES", "data": data}))
}

fn bad(code: &str, message: &str) -> Reply {
    Reply::json(200, &json!({"code": code, "message": message, "description": "no", "data": []}))
}

/// A server of transfers, whose first token is taken for expired.
fn api() -> Server {
    let tokens = AtomicUsize::new(0);
    Server::responding(move |request: &Request| {
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        if path == "/auth/login" {
            let wanted =
                [("apikey".to_owned(), "an-apikey".to_owned()), ("password".to_owned(), "a-password".to_owned())];
            assert_eq!((request.pairs(), query), (wanted.to_vec(), "lang=en"));
            let number = 1 + tokens.fetch_add(1, Ordering::SeqCst);
            return good(&json!({"token": format!("t{number}")}));
        }
        if query.ends_with("token=t1") {
            return bad("705", "EXPIRED_TOKEN");
        }
        match path {
            "/transfer/check/balance" => good(&json!({"amount": 1000, "inUsing": 0, "available": 1000.5})),
            "/transfer/contact" => {
                good(&json!([[{"phone": "0504315545", "code": 726, "status": "ERROR_PHONE_ALREADY_MY_CONTACT"}]]))
            }
            "/transfer/money/send/contact" => bad("602", "INSUFFICIENT_BALANCE"),
            "/transfer/check/money" => {
                good(&json!([{"client_transaction_id": "PAYOUT-17", "treatment_status": "VAL", "amount": "500"}]))
            }
            _ => Reply::json(404, &Value::Null),
        }
    })
}

#[tokio::test]
async fn a_transfer_is_made_with_a_token_that_expires_on_the_way() {
    let api = api();
    let client = client(&api);

    let balance = client.transfers().get_balance().send().await.expect("the balance");
    assert_eq!(balance.attempts, 2, "the first token had expired");
    let balance = balance.value;
    assert_eq!(balance.code, Some(TransferCode::TRANSFER_0), "a number here, text elsewhere");
    assert_eq!(
        balance.data.and_then(|data| data.available).map(|available| available.to_string()),
        Some("1000.5".to_owned())
    );

    let contact = NewContact::new(NewContactRequired {
        prefix: "225".into(),
        phone: "0504315545".into(),
        name: "Doe".into(),
        surname: "Jane".into(),
        email: "jane@example.com".into(),
    });
    let contacts = client.transfers().add_contacts(AddContacts::new([contact])).await.expect("added");
    let contacts = contacts.data.expect("the receivers");
    assert_eq!(contacts[0].code, Some(TransferCode::TRANSFER_726), "a list in a list is read");
    let sent = api.seen().pop().expect("a request");
    assert_eq!(sent.path, "/transfer/contact?lang=en&token=t2");
    let (name, text) = sent.pairs().pop().expect("one pair");
    let data: Value = serde_json::from_str(&text).expect("JSON as text");
    assert_eq!((name.as_str(), &data[0]["email"]), ("data", &json!("jane@example.com")));

    let transfer = NewTransfer::new(NewTransferRequired {
        prefix: "225".into(),
        phone: "0504315545".into(),
        amount: 500,
        client_transaction_id: "PAYOUT-17".into(),
        notify_url: "https://www.exemple.com/transfers".into(),
    });
    let error = client.transfers().send(SendTransfer::new([transfer])).await.expect_err("no money");
    assert_eq!(
        (error.kind(), error.code(), error.outcome()),
        (ErrorKind::Declined, Some("602"), CallOutcome::DidNotHappen)
    );
    assert_eq!(error.attempts(), 1, "money is never sent again by itself");

    let Event::Transfer(event) = decode(files::text_of("cinetpay", "webhooks", "transfer.form")) else {
        panic!("a transfer")
    };
    let found = client.call(event.refetch().expect("it names the transfer")).await.expect("checked");
    assert_eq!(found.data[0].treatment_status, Some(TreatmentStatus::Val));
    let path = api.seen().pop().expect("a request").path;
    assert_eq!(path, "/transfer/check/money?lang=en&client_transaction_id=PAYOUT-17&token=t2");
}

/// An empty page is not an empty list of transfers: "there is none" would lead to a second payment.
#[tokio::test]
async fn what_says_nothing_is_no_success() {
    for (status, body) in
        [(200, ""), (204, ""), (200, "{}"), (200, "null"), (200, "[]"), (200, r#"{"message": "soon"}"#)]
    {
        let api = Server::responding(move |request: &Request| {
            if request.path.starts_with("/auth/login") {
                return good(&json!({"token": "t"}));
            }
            Reply { body: body.as_bytes().to_vec(), ..Reply::json(status, &Value::Null) }
        });
        let transfer = NewTransfer::new(NewTransferRequired {
            prefix: "225".into(),
            phone: "0504315545".into(),
            amount: 500,
            client_transaction_id: "PAYOUT-17".into(),
            notify_url: "https://www.exemple.com/transfers".into(),
        });
        let error = client(&api).transfers().send(SendTransfer::new([transfer])).await.expect_err(body);
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unexpected, CallOutcome::Unknown), "{status} {body}");
        let check = CheckTransfer::new().client_transaction_id("PAYOUT-17");
        assert!(!client(&api).transfers().check(check).await.expect_err(body).is_not_found(), "{status} {body}");
    }
}

/// An error while carrying it out may come after the money went.
#[tokio::test]
async fn a_code_that_nobody_can_be_sure_of_leaves_it_open() {
    for status in [200, 400, 404, 422] {
        let api = Server::responding(move |request: &Request| {
            if request.path.starts_with("/auth/login") {
                return good(&json!({"token": "t"}));
            }
            Reply::json(status, &json!({"code": 709, "message": "EXECUTION_ERROR", "data": []}))
        });
        let transfer = NewTransfer::new(NewTransferRequired {
            prefix: "225".into(),
            phone: "0504315545".into(),
            amount: 500,
            client_transaction_id: "PAYOUT-17".into(),
            notify_url: "https://www.exemple.com/transfers".into(),
        });
        let error = client(&api).transfers().send(SendTransfer::new([transfer])).await.expect_err("it went wrong");
        assert_eq!((error.outcome(), error.code()), (CallOutcome::Unknown, Some("709")), "{status}: {error}");
    }
}

#[test]
fn amounts_and_numbers_are_checked() {
    let transfer = |amount| {
        NewTransfer::new(NewTransferRequired {
            prefix: "225".into(),
            phone: "05".into(),
            amount,
            client_transaction_id: "P-1".into(),
            notify_url: "https://www.exemple.com/transfers".into(),
        })
    };
    SendTransfer::new([transfer(500)]).validate().expect("right");
    let odd =
        SendTransfer::new([transfer(500), transfer(501)]).validate().expect_err("no multiple of five").to_string();
    assert!(odd.contains("[1].amount") && odd.contains("Inferred"), "{odd}");
    CheckTransfer::new().validate().expect_err("which one?");
}
