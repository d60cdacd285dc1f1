//! Every operation sends what its description says, over a real connection: method, path, parameters and headers.

mod calls;

use std::collections::BTreeSet;

use payspec::centralpay::model::payspec_core::{AuthScheme, BodyFormat, OperationSpec};
use payspec::centralpay::model::*;
use payspec::centralpay::{Amount, Client, ClientBuilder};
use serde_json::{Value, json};

use self::calls::{Sent, Setup, every_operation, refused_onboarding};
use payspec_test_support::server::{Reply, Request, Server};

const PAN: &str = "4000001000000067";

/// The id of everything here, and how it must stand in a path.
const ID: &str = "a b/c";
const ID_IN_A_PATH: &str = "a%20b%2Fc";

/// The fields that objects cannot do without. A new one makes an answer here undecodable.
const GUARANTEED: &[&str] = &[
    "bankAccountId",
    "cardTokenId",
    "creditId",
    "customerId",
    "depositId",
    "disputeId",
    "installmentPaymentId",
    "invoiceId",
    "invoiceItemId",
    "mandateId",
    "paymentRequestId",
    "payoutId",
    "refundId",
    "sctTransactionId",
    "sctTransactionReversalId",
    "sddTransactionId",
    "subscriptionId",
    "subscriptionModelId",
    "threeDSServerTransID",
    "transactionId",
    "transferId",
    "transferReversalId",
    "uuid",
];

/// Members of the objects that guarantee none: a response has one of them at least.
const RECOGNISED: &[&str] = &[
    "bankReconciliationExternalId",
    "bankReconciliationId",
    "cardId",
    "enrollmentId",
    "sddTransactionReversalId",
    "wireTransferId",
];

/// An object that is any of the API's.
fn any_object() -> Value {
    GUARANTEED
        .iter()
        .chain(RECOGNISED)
        .map(|field| ((*field).to_owned(), Value::from(ID)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Where paths are moved to.
const ELSEWHERE: &str = "/elsewhere";

/// A server that answers everything, a search with a list, and what takes something away with nothing.
fn server() -> Server {
    Server::responding(answer)
}

fn answer(request: &Request) -> Reply {
    let path = request.path.split('?').next().unwrap_or_default();
    let path = path.strip_prefix(ELSEWHERE).unwrap_or(path);
    let is_search = |spec: &&OperationSpec| spec.id.ends_with(".search") && spec.path == path;
    let is_search = request.method == "GET" && API.operations.iter().any(is_search);
    let reply = Reply::json(200, &if is_search { json!([any_object()]) } else { any_object() });
    if request.method == "DELETE" { Reply { body: Vec::new(), ..reply } } else { reply }
}

/// A client that knows the main host, and nothing of another.
fn builder(main: &Server) -> ClientBuilder {
    ClientBuilder::at(main.url())
        .credentials("login", "password")
        .merchant_public_key("public-key")
        .origin("https://shop.example")
        .accept_language("fr")
}

fn client(main: &Server) -> Client {
    builder(main).build().expect("complete settings")
}

fn setup() -> Setup {
    let (main, onboarding) = (server(), server());
    let client = builder(&main).onboarding_at(onboarding.url()).build().expect("complete settings");
    Setup { client, main, onboarding }
}

fn cents(amount: i64) -> Amount {
    Amount::from_minor(amount)
}

/// The template with every parameter filled in.
fn filled_in(template: &str) -> String {
    let mut path = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (_, after) = after.split_once('}').expect("a template of the description");
        path.push_str(before);
        path.push_str(ID_IN_A_PATH);
        rest = after;
    }
    path + rest
}

#[tokio::test]
async fn every_operation_sends_what_it_says() {
    let setup = setup();
    let idempotency = API.idempotency.expect("the API has keys").header;
    let mut keys = BTreeSet::new();
    for Sent { spec, mut pairs, request } in Box::pin(every_operation(&setup, None)).await {
        let id = spec.id;
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        assert_eq!(
            format!("{} {path}", request.method),
            format!("{} {}", spec.method.as_str(), filled_in(spec.path)),
            "{id}"
        );

        let scheme = spec.auth.map(|auth| auth.scheme);
        if let Some(AuthScheme::BodyParameter { names: [name] }) = scheme {
            pairs.push(((*name).to_owned(), "public-key".to_owned()));
        }
        // RFC 7617: `login:password` in base64.
        let login = (scheme == Some(AuthScheme::Basic)).then_some("Basic bG9naW46cGFzc3dvcmQ=");
        assert_eq!(request.header("authorization"), login, "{id}");

        match spec.body {
            BodyFormat::Form => {
                assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"), "{id}");
                assert_eq!((request.pairs(), query), (pairs, ""), "{id}");
            }
            BodyFormat::Query | BodyFormat::None => {
                // The page wants it of every request, with or without a body.
                assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"), "{id}");
                let sent = payspec_core::parse_pairs(query.as_bytes()).expect("a well-formed query");
                assert_eq!((sent, request.body.as_slice()), (pairs, [].as_slice()), "{id}");
            }
            BodyFormat::Multipart => {
                let content_type = request.header("content-type").unwrap_or_default();
                assert!(content_type.starts_with("multipart/form-data; boundary="), "{id}: {content_type}");
                assert!(request.body.windows(8).any(|bytes| bytes == b"\r\n\r\n%PDF"), "{id}: the file is a part");
            }
            BodyFormat::Json => panic!("{id}: this API writes forms"),
        }

        let key = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(idempotency));
        assert_eq!(key.is_some(), spec.idempotency_key, "{id}: an idempotency key");
        keys.extend(key.map(|(_, key)| key.clone()));
        let origin = spec.headers.iter().any(|header| header.name == "Origin").then_some("https://shop.example");
        assert_eq!(request.header("origin"), origin, "{id}");
        let language = spec.service.map(|_| "fr");
        assert_eq!(request.header("accept-language"), language, "{id}: a header of the service");
    }
    let keyed = API.operations.iter().filter(|spec| spec.idempotency_key).count();
    assert_eq!(keys.len(), keyed, "every call has a key of its own");
}

#[tokio::test]
async fn every_path_can_be_changed_for_a_call() {
    let setup = setup();
    let sent = Box::pin(every_operation(&setup, Some(ELSEWHERE))).await;
    for Sent { spec, request, .. } in sent {
        let path = request.path.split('?').next();
        assert_eq!(path, Some(format!("{ELSEWHERE}{}", filled_in(spec.path)).as_str()), "{}", spec.id);
    }
}

/// Papers of people must not reach a host that happens to be known.
#[tokio::test]
async fn what_belongs_to_a_service_is_not_sent_without_its_address() {
    let main = server();
    let refused = refused_onboarding(&client(&main)).await;
    for (spec, error) in &refused {
        assert!(error.is_rejected_locally() && !error.may_have_happened(), "{}: {error:?}", spec.id);
        assert!(error.to_string().contains("`onboarding_at`"), "{}: {error}", spec.id);
        assert_eq!(spec.service.map(|service| service.name), Some("onboarding"), "{}", spec.id);
    }
    let of_services = API.operations.iter().filter(|spec| spec.service.is_some()).count();
    assert_eq!(refused.len(), of_services, "each operation of a service");
    assert!(main.seen().is_empty());
}

#[tokio::test]
async fn a_path_given_to_a_call_need_not_look_like_ours() {
    let server = Server::responding(answer);
    let client = client(&server);
    client.payouts().get(ID).path("/money/out/{payoutId}/state").await.expect("a read");
    client.refunds().search(SearchRefund::new().transaction_id("t-1")).path("/refunds/all").await.expect_err("no list");
    client
        .credits()
        .create(CreateCredit::new(cents(1), Currency::EUR).card_token_id("t-1"))
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

macro_rules! reads {
    ($client:expr; $($resource:ident.$id:ident),* $(,)?) => {
        $({
            let object = $client.$resource().get(ID).await.unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(object.$id.as_str(), ID, stringify!($resource));
        })*
    };
}

#[tokio::test]
#[expect(deprecated, reason = "what is out of use is described all the same")]
async fn each_resource_has_an_accessor_that_reads_its_object() {
    let Setup { client, main, onboarding } = setup();
    reads!(
        client;
        bank_accounts.bank_account_id,
        card_tokens.card_token_id,
        credits.credit_id,
        customers.customer_id,
        deposits.deposit_id,
        disputes.dispute_id,
        installment_payments.installment_payment_id,
        invoices.invoice_id,
        invoice_items.invoice_item_id,
        mandates.mandate_id,
        payment_requests.payment_request_id,
        payouts.payout_id,
        refunds.refund_id,
        sct_transactions.sct_transaction_id,
        sct_transaction_reversals.sct_transaction_reversal_id,
        sdd_transactions.sdd_transaction_id,
        subscriptions.subscription_id,
        subscription_models.subscription_model_id,
        transactions.transaction_id,
        transfers.transfer_id,
        transfer_reversals.transfer_reversal_id,
    );
    assert!(main.seen().iter().all(|request| request.path.ends_with(ID_IN_A_PATH)));
    assert_eq!(client.merchant_enrollments().get(ID).await.expect("an application").uuid.as_str(), ID);
    assert_eq!(
        client.legal_entities().look_up_siren(LookUpSiren::new("123456789")).await.expect("it").uuid.as_str(),
        ID
    );
    assert_eq!(client.e_money_accounts().create(CreateEMoneyAccount::new(ID)).await.expect("json"), any_object());
    assert_eq!(onboarding.seen().len(), 3);
    // These have no id that every answer holds.
    client.cards().get(ID).await.expect("a card");
    client.bank_reconciliations().get(ID).await.expect("a reconciliation");
    client.external_bank_reconciliations().get(ID).await.expect("a reconciliation");
    client.sdd_transaction_reversals().get(ID).await.expect("a reversal");
    client.wire_transfers().get(ID).await.expect("a transfer");
    client.three_ds_enrollments().create(CreateThreeDsEnrollment::new().card_token_id(ID)).await.expect("an answer");
    // The shape of these is not known.
    for answer in [
        client.blacklists().get(ID).await,
        client.whitelists().get(ID).await,
        client.wallets().get(ID).await,
        client.merchant_information().get().await,
    ] {
        assert_eq!(answer.expect("any answer"), any_object());
    }
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
