//! What calls of this API have next to what all have: credentials by operation, paths of one's own, and files as
//! answers. A plain local server sees the requests as they are sent. (That every operation sends and reads what its
//! description says is a promise of all APIs: `tests/conformance`.)

use payspec::centralpay::model::payspec_core::EvidenceLevel;
use payspec::centralpay::model::*;
use payspec::centralpay::{Amount, Client, ClientBuilder};
use serde_json::{Value, json};

use payspec_test_support::files;
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

/// The object of a documented webhook: what the API answers about the same thing.
fn object(name: &str) -> Value {
    files::one("webhooks", name)["object"].clone()
}

/// A page creates card tokens, with what everybody may know; everything else has the login.
#[tokio::test]
async fn a_token_is_created_without_the_password() {
    const PAN: &str = "4000001000000067";
    let route = |route: &str, object: Value| (route.to_owned(), (200, object));
    let server = Server::start([
        route("POST /cardToken", object("CARDTOKEN_CREATED")),
        route("POST /transaction", object("TRANSACTION_SUCCEEDED")),
    ]);
    let client = ClientBuilder::at(server.url())
        .credentials("login", "password")
        .merchant_public_key("public-key")
        .origin("https://example.centralpay.net")
        .build()
        .expect("complete settings");
    let card =
        CardDetailsRequired { number: PAN.into(), expiration_month: "12".into(), expiration_year: "2031".into() };
    let token = CreateCardToken::new().card(CardDetails::new(card).cvc("123"));
    let token = client.card_tokens().create(token).await.expect("a token");
    let params = CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(500),
        currency: Currency::EUR,
        point_of_sale_id: "point-of-sale".into(),
        end_user_ip: "203.0.113.7".into(),
    });
    let proof = ThreeDsProof::new(ThreeDsProofRequired {
        three_ds_server_trans_id: "t-1".into(),
        status: ThreeDsTransStatus::Authenticated,
    })
    .cavv("JAmi21makAifmwqo2120cjq1AAA=");
    let params = params.card_token_id(token.card_token_id).capture(false).three_ds(proof.eci("01"));
    client.transactions().create(params).idempotency_key("order-1").await.expect("authorised");

    let seen = server.seen();
    let [token, payment] = [0, 1].map(|at| seen[at].pairs());
    let pair = |pairs: &[(String, String)], name: &str| {
        pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
    };
    assert_eq!(pair(&token, "merchantPublicKey").as_deref(), Some("public-key"));
    assert_eq!(pair(&token, "card[number]").as_deref(), Some(PAN));
    assert_eq!(seen[0].header("origin"), Some("https://example.centralpay.net"));
    assert_eq!(seen[0].header("authorization"), None);
    for (name, value) in [
        ("3ds[cavv]", "JAmi21makAifmwqo2120cjq1AAA="),
        ("3ds[threeDSServerTransID]", "t-1"),
        ("3ds[status]", "Y"),
        ("3ds[eci]", "01"),
        ("capture", "false"),
    ] {
        assert_eq!(pair(&payment, name).as_deref(), Some(value), "{name}");
    }
    assert_eq!(seen[1].header("idempotence-key"), Some("order-1"));
    // RFC 7617: `login:password` in base64.
    assert_eq!(seen[1].header("authorization"), Some("Basic bG9naW46cGFzc3dvcmQ="));
    assert_eq!(seen[1].header("content-type"), Some("application/x-www-form-urlencoded"));
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
    let asked: Vec<String> =
        server.seen().iter().map(|request| format!("{} {}", request.method, request.path)).collect();
    assert_eq!(asked, ["POST /transaction/t-1/settle", "POST /capture/t-1"]);
}
