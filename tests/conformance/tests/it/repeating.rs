//! What the specs say of repeating, paging and refusing, as it reaches the runtime.

use payspec_core::{EvidenceLevel, Method, Operation, Page, PagingStyle, Refusal};
use payspec_http::{CallOutcome, ErrorKind};
use serde_json::{Value, json};
use showcase_client::{Client, ClientBuilder};
use showcase_model::*;

use payspec_test_support::server::Server;

fn client(server: &Server) -> Client {
    let builder = ClientBuilder::at(server.url()).credentials("login", "password").shop_key("shop");
    builder.build().expect("complete settings")
}

fn pages<O: Operation<Output = Page<T>>, T>() -> bool {
    O::SPEC.paging.is_some()
}

/// Of CentralPay nothing is documented about pages, and every search says so. No GET changes anything there, and what takes
/// a key is no GET.
#[test]
fn every_operation_of_centralpay_says_what_may_be_repeated() {
    let mut searches = 0;
    for operation in payspec::centralpay::model::OPERATIONS {
        let id = operation.id;
        assert_eq!(operation.changes_state, operation.method != Method::Get, "{id}");
        assert!(operation.changes_state || !operation.idempotency_key, "{id} takes a key to read");
        let Some(paging) = operation.paging else { continue };
        searches += 1;
        assert_eq!(paging.evidence.level, EvidenceLevel::Inferred, "{id}");
        assert_eq!((operation.method, paging.style), (Method::Get, PagingStyle::Page { first: 1 }), "{id}");
    }
    assert!(pages::<payspec::centralpay::model::SearchTransaction, _>() && searches > 20, "{searches} searches page");
    let idempotency = payspec::centralpay::model::API.idempotency.expect("CentralPay has keys");
    assert!(idempotency.reused_codes.is_empty(), "a repeated call is answered, not refused");
}

#[test]
fn the_showcase_pages_in_every_way() {
    let of = |operation: &payspec_core::OperationSpec| {
        let paging = operation.paging.expect("it pages");
        (paging.style, paging.parameter.unwrap_or_default(), paging.size_parameter, paging.evidence.level)
    };
    let (documented, inferred) = (EvidenceLevel::Documented, EvidenceLevel::Inferred);
    assert_eq!(of(ParcelSearch::SPEC), (PagingStyle::Page { first: 0 }, "page", Some("per_page"), documented));
    assert_eq!(of(ListPaymentsPostage::SPEC), (PagingStyle::Offset, "skip", None, documented));
    let by_cursor = PagingStyle::Cursor { member: "nextCursor" };
    assert_eq!(of(ListClaim::SPEC), (by_cursor, "after", None, inferred));
    assert_eq!(GetParcel::SPEC.paging, None, "what is no search has no pages");
    assert_eq!(DisputePostage::SPEC.paging, None, "a search that changes something would do it again for each page");
}

/// The APIs of which it was looked at. Items of an API that is new may have no id, as its document has it.
const LOOKED_AT: [&str; 4] = ["centralpay", "cinetpay", "lyra-marketplace", "primer"];

/// Pages are told apart by the ids of their items, so every search knows where they stand.
#[test]
fn every_search_knows_the_id_of_its_items() {
    let apis = payspec_conformance::APIS.iter().filter(|api| LOOKED_AT.contains(&api.spec.name));
    let apis = apis.map(|api| api.operations).chain([&showcase_model::OPERATIONS[..]]);
    let searches = apis.flatten().filter(|operation| operation.paging.is_some());
    let without: Vec<&str> = searches.filter(|search| search.item_id.is_empty()).map(|search| search.id).collect();
    // The member is `uuid`, not of every document though.
    assert_eq!(without, ["registration.list-documents"]);
    assert_eq!(payspec::centralpay::model::SearchTransaction::SPEC.item_id, ["transactionId"]);
    assert_eq!(payspec::primer::model::ListPayments::SPEC.item_id, ["id"]);
}

#[tokio::test]
async fn a_get_that_changes_something_is_sent_once() {
    let server = Server::start([("GET /postages/p-1/stamp".to_owned(), (503, Value::Null))]);
    let error = client(&server).postages().stamp("p-1").await.expect_err("closed");
    assert_eq!((error.attempts(), error.outcome(), server.seen().len()), (1, CallOutcome::Unknown, 1));
}

#[tokio::test]
async fn a_key_that_was_used_is_identified_by_the_code_of_the_spec() {
    let server = Server::start([("POST /parcels/p-1/complaint".to_owned(), (409, json!({"code": "KEY_SEEN"})))]);
    let complaint = ComplainParcel::new("p-1", payspec_core::Blob::new(b"a photo".to_vec()));
    let error = client(&server).parcels().complain(complaint).idempotency_key("k-1").await.expect_err("refused");
    assert_eq!((error.kind(), error.code()), (ErrorKind::KeyReused, Some("KEY_SEEN")));
}

#[tokio::test]
async fn a_refusal_tells_code_advice_and_words_from_where_the_spec_says_they_are() {
    let body = json!({"postageId": "p-1", "refusal": "51", "refusalText": "no funds"});
    let server = Server::start([("POST /postages".to_owned(), (402, body))]);
    let params = PayPostage::new(payspec_core::Amount::from_minor(500), "4000000000000002");
    let error = client(&server).postages().pay(params).await.expect_err("declined");
    let refused = error.refused::<Postage>().expect("the postage");
    assert_eq!(refused.code(), Some(&RefusalCode::CODE_51));
    assert_eq!((refused.advice(), refused.message()), (Some(&RefusalAdvice::OtherCard), Some("no funds")));
    assert_eq!(refused.postage_id.as_str(), "p-1");
    // A code without advice, one that the table does not have, and none.
    for code in [json!("05"), json!("99"), Value::Null] {
        let postage: Postage = serde_json::from_value(json!({"postageId": "p-1", "refusal": code})).expect("it fits");
        assert_eq!(postage.refusal_advice(), None);
    }
}
