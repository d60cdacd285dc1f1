//! What calls of this API have beside what all have: paths of one's own, and files as answers. (That every operation sends
//! and reads what its description says is a promise of all APIs: `tests/conformance`.)

use payspec::centralpay::model::*;
use payspec::centralpay::{Amount, Client, ClientBuilder};
use serde_json::{Value, json};

use payspec_test_support::server::{Reply, Request, Server};

/// The id of everything here.
const ID: &str = "a b/c";

/// A server that answers with an object that is any of the API's, and what takes something away with nothing.
fn answer(request: &Request) -> Reply {
    let ids = ["creditId", "payoutId", "refundId", "transferId"];
    let object: Value = ids.iter().map(|id| ((*id).to_owned(), json!(ID))).collect::<serde_json::Map<_, _>>().into();
    let reply = Reply::json(200, &object);
    if request.method == "DELETE" { Reply { body: Vec::new(), ..reply } } else { reply }
}

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url()).credentials("login", "password").build().expect("complete settings")
}

#[tokio::test]
async fn a_path_given_to_a_call_need_not_look_like_ours() {
    let server = Server::responding(answer);
    let client = client(&server);
    client.payouts().get(ID).path("/money/out/{payoutId}/state").await.expect("a read");
    client.refunds().search(SearchRefund::new().transaction_id("t-1")).path("/refunds/all").await.expect_err("no list");
    client
        .credits()
        .create(CreateCredit::new(Amount::from_minor(1), Currency::EUR).card_token_id("t-1"))
        .path("/v2")
        .await
        .expect("made");
    client.transfers().cancel(ID).path("/cancelled/{transferId}").await.expect("a change");
    client.invoice_items().delete(ID).path("/{invoiceItemId}").await.expect("taken away");
    let asked: Vec<String> =
        server.seen().iter().map(|request| format!("{} {}", request.method, request.path)).collect();
    assert_eq!(
        asked,
        [
            "GET /money/out/a%20b%2Fc/state",
            "GET /refunds/all?transactionId=t-1",
            "POST /v2",
            "POST /cancelled/a%20b%2Fc",
            "DELETE /a%20b%2Fc",
        ]
    );
    let error = client.payouts().get(ID).path("/payout/{id}").await.expect_err("there is no such parameter");
    assert!(error.to_string().contains("{id}") || error.to_string().contains("`id`"), "{error}");
    assert_eq!(server.seen().len(), 5, "nothing was sent");
}

#[tokio::test]
async fn images_and_documents_come_through_unread() {
    // No JSON, no UTF-8, and a byte order mark that a reader of texts would drop.
    const FILE: &[u8] = b"\xEF\xBB\xBF\x89PNG\r\n\x1a\n\0\xFF{";
    let server = Server::responding(|request| {
        let content_type = if request.path.ends_with("/pdf") { "application/pdf" } else { "image/png" };
        Reply { status: 200, content_type, body: FILE.to_vec(), headers: String::new() }
    });
    let client = client(&server);
    let image = client.payment_requests().qr_code(QrCodePaymentRequest::new(ID)).await.expect("an image");
    assert_eq!((image.as_ref(), image.content_type.as_deref()), (FILE, Some("image/png")));
    let mandate = client.mandates().download(ID).await.expect("a document");
    assert_eq!((mandate.as_ref(), mandate.content_type.as_deref()), (FILE, Some("application/pdf")));
    assert!(!format!("{image:?} {mandate:?}").contains("PNG"));
    let asked: Vec<String> = server.seen().into_iter().map(|request| request.path).collect();
    assert_eq!(asked, ["/paymentRequestBreakdown/a%20b%2Fc/qrcode", "/mandate/a%20b%2Fc/pdf"]);
}
