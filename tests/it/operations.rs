//! Every operation sends what its description says, over a real connection: method, path, parameters and headers.

use std::collections::BTreeSet;
use std::fmt::Debug;

use centralpay_client::model::payspec_core::{AuthScheme, BodyFormat, Form, OperationSpec};
use centralpay_client::model::*;
use centralpay_client::{Amount, Client, ClientBuilder, DateTime, Operation};
use serde_json::{Value, json};

use crate::support::server::{Reply, Request, Server};

const PAN: &str = "4000001000000067";

/// The id of everything here, and how it must stand in a path.
const ID: &str = "a b/c";
const ID_IN_A_PATH: &str = "a%20b%2Fc";

/// The fields that objects cannot do without. A new one makes an answer here undecodable.
const GUARANTEED: &[&str] = &[
    "bankAccountId",
    "cardId",
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
];

/// An object that is any of the API's.
fn any_object() -> Value {
    GUARANTEED.iter().map(|field| ((*field).to_owned(), Value::from(ID))).collect::<serde_json::Map<_, _>>().into()
}

/// Where paths are moved to.
const ELSEWHERE: &str = "/elsewhere";

/// A server that answers everything, a search with a list.
fn server() -> Server {
    Server::responding(|request| {
        let path = request.path.split('?').next().unwrap_or_default();
        let path = path.strip_prefix(ELSEWHERE).unwrap_or(path);
        let is_search = |spec: &&OperationSpec| spec.id.ends_with(".search") && spec.path == path;
        let is_search = request.method == "GET" && API.operations.iter().any(is_search);
        Reply::json(200, &if is_search { json!([any_object()]) } else { any_object() })
    })
}

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url())
        .credentials("login", "password")
        .merchant_public_key("public-key")
        .origin("https://shop.example")
        .build()
        .expect("complete settings")
}

/// One call: what it was to send, and what arrived.
struct Sent {
    spec: &'static OperationSpec,
    pairs: Vec<(String, String)>,
    request: Request,
}

/// Sends one call and waits for its answer; below another path if one is given.
async fn send<O: Operation>(client: &Client, server: &Server, path: Option<&str>, params: O) -> Sent
where
    O::Output: Debug,
{
    let spec = O::SPEC;
    let mut form = Form::new();
    params.encode(&mut form);
    let mut call = client.runtime().call(params);
    if let Some(prefix) = path {
        call = call.path(format!("{prefix}{}", spec.path));
    }
    let before = server.seen().len();
    call.await.unwrap_or_else(|error| panic!("{}: {error}", spec.id));
    let mut seen = server.seen();
    assert_eq!(seen.len(), before + 1, "{} was sent once", spec.id);
    Sent { spec, pairs: form.pairs().to_vec(), request: seen.pop().expect("counted above") }
}

macro_rules! send_all {
    ($client:expr, $server:expr, $path:expr, [$($params:expr),* $(,)?]) => {
        vec![$(send($client, $server, $path, $params).await),*]
    };
}

fn cents(amount: i64) -> Amount {
    Amount::from_minor(amount)
}

/// Every operation of the API, once, in the order of the resources.
async fn every_operation(server: &Server, path: Option<&str>) -> Vec<Sent> {
    let client = &client(server);
    let day = DateTime::from_date(2024, 2, 5).expect("a real date");
    let payer = || PaymentRequestPayer::new().email("a@example.com");
    let mut sent = send_all!(
        client,
        server,
        path,
        [
            CreateBankAccount::new("FR7630001007941234567890185"),
            GetBankAccount::new(ID),
            SearchBankAccount::new().customer_id(ID),
            UpdateBankAccount::new(ID),
            CreateBankReconciliation::new(cents(1), ID, ID),
            GetBankReconciliation::new(ID),
            SearchBankReconciliation::new(),
            CreateBlacklist::new(),
            GetBlacklist::new(ID),
            SearchBlacklist::new(),
            DeleteBlacklist::new(ID),
            CreateCard::new(ID).card_token_id(ID),
            GetCard::new(ID),
            UpdateCard::new(ID),
            SearchCard::new().customer_id(ID),
            CreateCardToken::new().card(CardDetails::new(PAN, "12", "2031")),
            GetCardToken::new(ID),
            CreateCredit::new(cents(1), Currency::EUR).card_token_id(ID),
            GetCredit::new(ID),
            SearchCredit::new(),
            UpdateCredit::new(ID),
            CancelCredit::new(ID),
            CreateCustomer::new().email("a@example.com"),
            GetCustomer::new(ID),
            SearchCustomer::new().email("a+b@example.com"),
            UpdateCustomer::new(ID).phone("+33600000000"),
            SendOtpCustomer::new(ID),
            GetDeposit::new(ID),
            SearchDeposit::new(),
            GetDispute::new(ID),
            SearchDispute::new().transaction_id(ID),
            UpdateDispute::new(ID),
            CreateThreeDsEnrollment::new().card_token_id(ID),
            CreateExternalBankReconciliation::new(cents(1), ID),
            GetExternalBankReconciliation::new(ID),
            SearchExternalBankReconciliation::new(),
            CreateInstallmentPayment::new(cents(30000), Currency::EUR, 3, 1, IntervalUnit::Month, "203.0.113.7")
                .customer_id(ID),
            GetInstallmentPayment::new(ID),
            SearchInstallmentPayment::new(),
            UpdateInstallmentPayment::new(ID),
            CancelInstallmentPayment::new(ID),
            CreateInvoiceItem::new(cents(-500)).subscription_id(ID),
            GetInvoiceItem::new(ID),
            SearchInvoiceItem::new(),
            UpdateInvoiceItem::new(ID),
            DeleteInvoiceItem::new(ID),
            CreateInvoice::new(ID),
            GetInvoice::new(ID),
            SearchInvoice::new(),
            UpdateInvoice::new(ID),
            CloseInvoice::new(ID),
            ReopenInvoice::new(ID),
            PayInvoice::new(ID),
            CreateMandate::new(ID, ID, ID, "RUM-17", MandatePaymentType::from("RECURRENT")),
            GetMandate::new(ID),
            SearchMandate::new(),
            SignMandate::new(ID, "012345", "203.0.113.7"),
            RenewMandateOtp::new(ID),
            MakeMandateObsolete::new(ID),
            GetMerchantInfo::new(),
        ]
    );
    sent.extend(send_all!(
        client,
        server,
        path,
        [
            CreatePaymentRequest::new([PaymentMethod::Transaction], Currency::EUR, cents(100), [payer()]),
            GetPaymentRequest::new(ID),
            SearchPaymentRequest::new(),
            UpdatePaymentRequest::new(ID),
            CancelPaymentRequest::new(ID),
            ClosePaymentRequest::new(ID),
            QrCodePaymentRequest::new(ID),
            CreatePayout::new(cents(30), Currency::EUR, ID),
            CreatePayoutByThirdParty::new(cents(30), Currency::EUR, ID),
            CreatePayoutByMarketplace::new(cents(30), Currency::EUR, ID),
            GetPayout::new(ID),
            SearchPayout::new(),
            UpdatePayout::new(ID),
            CancelPayout::new(ID),
            CreateRefund::new().transaction_id(ID),
            GetRefund::new(ID),
            SearchRefund::new().transaction_id(ID),
            UpdateRefund::new(ID),
            CancelRefund::new(ID),
            CreateSctTransaction::new(cents(1500), Currency::EUR).iban("FR7630001007941234567890185"),
            GetSctTransaction::new(ID),
            SearchSctTransaction::new(),
            UpdateSctTransaction::new(ID),
            CancelSctTransaction::new(ID),
            CreateSctTransactionReversal::new(ID),
            GetSctTransactionReversal::new(ID),
            SearchSctTransactionReversal::new(),
            CreateSddTransaction::new(ID, cents(12), Currency::EUR, day, "E-17", "Invoice 17", ID, "203.0.113.7"),
            GetSddTransaction::new(ID),
            SearchSddTransaction::new(),
            ValidateSddTransaction::new(ID, "012345"),
            RenewSddTransactionOtp::new(ID),
            CancelSddTransaction::new(ID),
            GetSddTransactionReversal::new(ID),
            SearchSddTransactionReversal::new(),
            CreateSubscriptionModel::new(cents(2990), Currency::EUR, "Monthly", IntervalUnit::Month, 1),
            GetSubscriptionModel::new(ID),
            SearchSubscriptionModel::new(),
            UpdateSubscriptionModel::new(ID),
            CreateSubscription::new(ID, ID, "203.0.113.7").customer_id(ID),
            GetSubscription::new(ID),
            SearchSubscription::new(),
            UpdateSubscription::new(ID),
            CancelSubscription::new(ID),
            ReactivateSubscription::new(ID),
            CheckThreeDsVersion::new(PAN),
            AuthenticateThreeDs::new("01", "01", cents(1000), Currency::EUR).card_token_id(ID),
            GetThreeDsResult::new(ID),
            CreateTransaction::new(cents(1500), Currency::EUR, ID, "203.0.113.7").card_token_id(ID),
            GetTransaction::new(ID),
            SearchTransaction::new().customer_id(ID),
            UpdateTransaction::new(ID),
            CaptureTransaction::new(ID, cents(1500)),
            CancelTransaction::new(ID),
            CreateTransfer::new(cents(30), Currency::EUR, ID),
            GetTransfer::new(ID),
            SearchTransfer::new(),
            UpdateTransfer::new(ID),
            CancelTransfer::new(ID),
            CreateTransferReversal::new(ID),
            GetTransferReversal::new(ID),
            SearchTransferReversal::new(),
            UpdateTransferReversal::new(ID),
            GetWallet::new(ID),
            SearchWallet::new(),
            CreateWhitelist::new(),
            GetWhitelist::new(ID),
            SearchWhitelist::new(),
            DeleteWhitelist::new(ID),
            GetWireTransfer::new(ID),
        ]
    ));
    let ids: BTreeSet<&str> = sent.iter().map(|sent| sent.spec.id).collect();
    let there_are: BTreeSet<&str> = API.operations.iter().map(|spec| spec.id).collect();
    assert_eq!(ids, there_are, "operations that are sent here, and those of the API");
    sent
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
    let server = server();
    let idempotency = API.idempotency.expect("the API has keys").header;
    let mut keys = BTreeSet::new();
    for Sent { spec, mut pairs, request } in Box::pin(every_operation(&server, None)).await {
        let id = spec.id;
        let (path, query) = request.path.split_once('?').unwrap_or((&request.path, ""));
        assert_eq!(
            format!("{} {path}", request.method),
            format!("{} {}", spec.method.as_str(), filled_in(spec.path)),
            "{id}"
        );

        let scheme = spec.auth.map(|auth| auth.scheme);
        if let Some(AuthScheme::BodyParameter { name }) = scheme {
            pairs.push((name.to_owned(), "public-key".to_owned()));
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
                assert_eq!(request.header("content-type"), None, "{id}");
                let sent = payspec_core::parse_pairs(query.as_bytes()).expect("a well-formed query");
                assert_eq!((sent, request.body.as_slice()), (pairs, [].as_slice()), "{id}");
            }
            BodyFormat::Json | BodyFormat::Multipart => panic!("{id}: this API writes forms"),
        }

        let key = request.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(idempotency));
        assert_eq!(key.is_some(), spec.idempotency_key, "{id}: an idempotency key");
        keys.extend(key.map(|(_, key)| key.clone()));
        let origin = spec.headers.iter().any(|header| header.name == "Origin").then_some("https://shop.example");
        assert_eq!(request.header("origin"), origin, "{id}");
    }
    let keyed = API.operations.iter().filter(|spec| spec.idempotency_key).count();
    assert_eq!(keys.len(), keyed, "every call has a key of its own");
}

#[tokio::test]
async fn every_path_can_be_changed_for_a_call() {
    let server = server();
    let sent = Box::pin(every_operation(&server, Some(ELSEWHERE))).await;
    for Sent { spec, request, .. } in sent {
        let path = request.path.split('?').next();
        assert_eq!(path, Some(format!("{ELSEWHERE}{}", filled_in(spec.path)).as_str()), "{}", spec.id);
    }
}

#[tokio::test]
async fn a_path_given_to_a_call_need_not_look_like_ours() {
    let server = Server::responding(|_| Reply::json(200, &any_object()));
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
    let server = server();
    let client = client(&server);
    reads!(
        client;
        bank_accounts.bank_account_id,
        cards.card_id,
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
    assert!(server.seen().iter().all(|request| request.path.ends_with(ID_IN_A_PATH)));
    // These have no id that every answer holds.
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
async fn an_image_comes_through_unread() {
    // No JSON, no UTF-8, and a byte order mark that a reader of texts would drop.
    const IMAGE: &[u8] = b"\xEF\xBB\xBF\x89PNG\r\n\x1a\n\0\xFF{";
    let server = Server::responding(|_| Reply { status: 200, content_type: "image/png", body: IMAGE.to_vec() });
    let image = client(&server).payment_requests().qr_code(QrCodePaymentRequest::new(ID)).await.expect("an image");
    assert_eq!((image.as_ref(), image.content_type.as_deref()), (IMAGE, Some("image/png")));
    assert!(!format!("{image:?}").contains("PNG"));
    assert_eq!(server.seen()[0].path, "/paymentRequestBreakdown/a%20b%2Fc/qrcode");
}
