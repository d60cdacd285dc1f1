//! What codes mean for money where something is asked for: each service has a list of its own.

use payspec::cinetpay::model::{
    AddContacts, CheckTransfer, NewContact, NewContactRequired, NewTransfer, NewTransferRequired, ResultClass,
    ResultCode, SendTransfer, TransferClass, TransferCode, TransferValidity,
};
use payspec::cinetpay::{CallOutcome, ErrorKind};
use serde_json::{Value, json};

use super::{client, payment};
use payspec_test_support::server::{Reply, Request, Server};

/// A server that answers everything with this, after the token.
fn answering(status: u16, answer: Value) -> Server {
    Server::responding(move |request: &Request| {
        if request.path.starts_with("/auth/login") {
            return Reply::json(200, &json!({"code": 0, "data": {"token": "t"}}));
        }
        Reply::json(status, &answer)
    })
}

fn send() -> SendTransfer {
    SendTransfer::new([NewTransfer::new(NewTransferRequired {
        prefix: "225".into(),
        phone: "0504315545".into(),
        amount: 500,
        client_transaction_id: "PAYOUT-17".into(),
        notify_url: "https://www.exemple.com/transfers".into(),
    })])
}

fn add() -> AddContacts {
    AddContacts::new([NewContact::new(NewContactRequired {
        prefix: "225".into(),
        phone: "0504315545".into(),
        name: "Doe".into(),
        surname: "Jane".into(),
        email: "jane@example.com".into(),
    })])
}

/// Money that does not go out must not look as if it might have.
#[tokio::test]
async fn a_transfer_that_is_refused_did_not_happen() {
    for row in TransferCode::rows().iter().filter(|row| row.class == TransferClass::Failed) {
        let api = answering(200, json!({"code": row.code, "message": row.name, "description": "no", "data": []}));
        let error = client(&api).transfers().send(send()).await.expect_err("it is refused");
        let said = (error.kind(), error.outcome());
        assert_eq!(said, (ErrorKind::Declined, CallOutcome::DidNotHappen), "{} {}: {error}", row.code, row.name);
    }
}

#[tokio::test]
async fn a_payment_that_is_refused_at_once_was_not_initiated() {
    // These speak of a payment that is there already.
    let of_another = ["605", "625", "627", "660", "661"];
    for row in ResultCode::rows().iter().filter(|row| row.class == ResultClass::Failed) {
        let api = answering(200, json!({"code": row.code, "message": row.name, "description": "no"}));
        let error = client(&api).payments().create(payment("ALL")).await.expect_err("it is refused");
        let outcome = if of_another.contains(&row.code) { CallOutcome::Unknown } else { CallOutcome::DidNotHappen };
        assert_eq!(error.outcome(), outcome, "{} {}: {error}", row.code, row.name);
    }
}

/// The number was used by an earlier request, whose answer may have been lost. Under a new number the money would move
/// twice.
#[tokio::test]
async fn a_number_that_was_used_before_leaves_it_open_what_happened() {
    for status in [200, 400, 422] {
        let api = answering(status, json!({"code": "805", "message": "CLIENT_TRANSACTION_ID_EXIST", "data": []}));
        let error = client(&api).transfers().send(send()).await.expect_err("it was used");
        assert_eq!((error.outcome(), error.code()), (CallOutcome::Unknown, Some("805")), "{status}: {error}");
        let api = answering(status, json!({"code": "620", "message": "ERROR_DOUBLE_PAYEMNT"}));
        let error = client(&api).payments().create(payment("ALL")).await.expect_err("it was made");
        assert_eq!((error.outcome(), error.code()), (CallOutcome::Unknown, Some("620")), "{status}: {error}");
    }
}

/// 811 is a limit of the customer's at the counter, and a wrong operator where money goes out.
#[tokio::test]
async fn a_code_of_two_services_is_two_things() {
    let api = answering(200, json!({"code": 811, "message": "INVALID_PAYMENT_METHOD"}));
    let client = client(&api);
    assert_eq!(client.transfers().send(send()).await.expect_err("MOMO").kind(), ErrorKind::Invalid);
    assert_eq!(client.payments().create(payment("ALL")).await.expect_err("a limit").kind(), ErrorKind::Declined);
    assert_eq!(TransferCode::from("811").row().map(|row| row.name), Some("INVALID_PAYMENT_METHOD"));
    assert_eq!(ResultCode::from("811").row().map(|row| row.name), Some("WEEKLY_MAX_AMOUNT_TRANSACTION_REACHED"));
    // The list of the one says nothing of the other.
    let api = answering(200, json!({"code": "721", "message": "OPERATOR_NOT_AVAILABLE"}));
    let error = self::client(&api).payments().create(payment("ALL")).await.expect_err("no code of the counter");
    assert_eq!(error.outcome(), CallOutcome::Unknown);
}

#[tokio::test]
async fn a_number_that_is_badly_formed_is_a_wrong_parameter() {
    for body in [Value::Null, json!({"message": "Expectation Failed"})] {
        let api = answering(417, body);
        let error = client(&api).transfers().add_contacts(add()).await.expect_err("the number");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, CallOutcome::DidNotHappen));
        let error = client(&api).transfers().send(send()).await.expect_err("the number");
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Invalid, CallOutcome::DidNotHappen));
    }
}

/// The money is on its way, so the answer has to be read in whatever form it has.
#[tokio::test]
async fn a_success_is_read_with_one_object_for_the_list_and_without_any() {
    let one = json!({"transaction_id": "EA-1", "client_transaction_id": "PAYOUT-17", "code": 0});
    for data in [one.clone(), json!([one]), json!([[one]])] {
        let api = answering(200, json!({"code": 0, "message": "OPERATION_SUCCES", "data": data}));
        let sent = client(&api).transfers().send(send()).await.expect("it is sent");
        let sent = sent.data.expect("a transfer");
        assert_eq!(sent.iter().map(|sent| sent.transaction_id.clone()).collect::<Vec<_>>(), [Some("EA-1".into())]);
        let check = CheckTransfer::new().client_transaction_id("PAYOUT-17");
        let found = client(&api).transfers().check(check).await.expect("it is there");
        assert_eq!(found.data.len(), 1, "a list that is guaranteed");
    }
    for answer in [json!({"code": 0, "message": "OPERATION_SUCCES"}), json!({"code": 0, "data": null})] {
        let api = answering(200, answer);
        assert_eq!(client(&api).transfers().send(send()).await.expect("it is sent").data, None);
        // A response without a transfer does not mean that none exists. Treating it as none would pay twice.
        let check = CheckTransfer::new().client_transaction_id("PAYOUT-17");
        let error = client(&api).transfers().check(check).await.expect_err("nothing is said of it");
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
    let api = answering(200, json!({"code": 726, "message": "ERROR_PHONE_ALREADY_MY_CONTACT"}));
    let known = client(&api).transfers().add_contacts(add()).await.expect("they are known");
    assert_eq!((known.code, known.data), (Some(TransferCode::TRANSFER_726), None));
}

#[tokio::test]
async fn a_check_tells_what_public_clients_read() {
    let api = answering(
        200,
        json!({"code": 0, "data": [{"client_transaction_id": "PAYOUT-17", "receiver_e164": "+2250504315545", "operator": "MOMO", "transfer_valid": "Y", "amount": "500.0000"}]}),
    );
    let check = CheckTransfer::new().client_transaction_id("PAYOUT-17");
    let found = client(&api).transfers().check(check).await.expect("it is there");
    let found = &found.data[0];
    assert_eq!((found.operator.as_deref(), found.amount), (Some("MOMO"), Some(500)));
    assert_eq!(found.transfer_valid, Some(TransferValidity::Y));
    assert_eq!(found.receiver_e164.as_deref(), Some("+2250504315545"));
    assert!(!format!("{found:?}").contains("0504315545"), "it is the number of a person");
}
