//! Small parts of public APIs, each over HTTP against a server that answers as its API does: how keys travel, how lists
//! go on, how money and times are written. What is known of the APIs is from memory.

use std::sync::atomic::{AtomicUsize, Ordering};

use payspec_core::{Amount, DateTime};
use payspec_http::ErrorKind;
use payspec_test_support::server::{Reply, Request, Server};
use serde_json::{Value, json};

fn body(request: &Request) -> Value {
    serde_json::from_slice(&request.body).unwrap_or_default()
}

fn paths(server: &Server) -> Vec<String> {
    server.seen().into_iter().map(|request| request.path).collect()
}

/// The header `Link` leads from page to page, and not to another host.
#[tokio::test]
async fn shopify_links_pages_in_a_header() {
    use shopify_client::model::{Environment, ListPayout};
    let server = Server::responding(|request| {
        if request.header("x-shopify-access-token") != Some("shpat_1") {
            return Reply::json(401, &json!({ "errors": "[API] Invalid API key or access token" }));
        }
        let payout = |id: u64| json!({ "id": id, "date": "2026-11-29", "amount": "41.90", "currency": "USD" });
        let path = request.path.split('?').next().unwrap_or_default();
        if let Some(id) = path.strip_prefix("/shopify_payments/payouts/") {
            let id = id.trim_end_matches(".json").parse().expect("a number");
            return Reply::json(200, &json!({ "payout": payout(id) }));
        }
        let host = request.header("host").expect("a client names the host");
        let link = |host: &str, page: &str, rel: &str| {
            format!("<http://{host}{path}?limit=1&page_info={page}>; rel=\"{rel}\"")
        };
        let (id, links) = match request.path.split_once("page_info=").map(|(_, page)| page) {
            None => (1, link(host, "b", "next")),
            Some("b") => (2, format!("{}, {}", link(host, "a", "previous"), link(host, "c", "next"))),
            Some(_) => (3, link("else.example", "d", "next")),
        };
        Reply::json(200, &json!({ "payouts": [payout(id)] })).header("Link", &links)
    });
    let client = shopify_client::ClientBuilder::at(server.url())
        .x_shopify_access_token("shpat_1")
        .build()
        .expect("complete settings");
    let search = ListPayout::new().status("paid").date_min("2026-11-01");
    let mut found = client.payouts().list(search).pages(10).page_size(1).items();
    let mut ids = Vec::new();
    let error = loop {
        match found.next().await.expect("the last page leads on") {
            Ok(payout) => ids.push((payout.id.to_string(), payout.amount.map(Amount::minor))),
            Err(error) => break error,
        }
    };
    assert_eq!(ids, ["1", "2", "3"].map(|id| (id.to_owned(), Some(4190))));
    assert!(error.to_string().contains("leads to `http://else.example`"), "{error}");
    let list = "/shopify_payments/payouts.json?";
    let expected = ["status=paid&date_min=2026-11-01&limit=1", "limit=1&page_info=b", "limit=1&page_info=c"];
    assert_eq!(paths(&server), expected.map(|query| format!("{list}{query}")));
    let read = client.payouts().get("623721858").await.expect("read");
    assert_eq!(read.id.as_str(), "623721858");
    // The shop is a part of the host, and no more of it.
    let live = Environment::Live { shop: "my-shop".parse().expect("a label") };
    let there = shopify_client::Client::builder(live).x_shopify_access_token("key").build().expect("complete settings");
    assert_eq!(there.http().base_url().to_string(), "https://my-shop.myshopify.com/admin/api/2024-07");
    "evil.example/".parse::<payspec_core::HostLabel>().expect_err("a value is no domain");
}

#[tokio::test]
async fn paystack_starts_and_verifies() {
    use paystack_client::model::{Currency, InitializeTransaction, TransactionStatus};
    let server = Server::responding(|request| {
        let data = match request.path.as_str() {
            _ if request.header("authorization") != Some("Bearer sk_test_1") => {
                return Reply::json(401, &json!({ "status": false, "message": "Invalid key", "code": "invalid_Key" }));
            }
            "/transaction/initialize" => {
                json!({ "authorization_url": "https://checkout.paystack.com/a", "access_code": "a", "reference": "r-1" })
            }
            _ => json!({ "reference": "r-1", "status": "success", "amount": 50_000, "currency": "NGN" }),
        };
        Reply::json(200, &json!({ "status": true, "message": "Done", "data": data }))
    });
    let client = |key: &str| {
        paystack_client::ClientBuilder::at(server.url()).secret_key(key).build().expect("complete settings")
    };
    let start = InitializeTransaction::new("ada@shop.example", Amount::from_minor(50_000)).currency(Currency::Ngn);
    let started = client("sk_test_1").transactions().initialize(start).await.expect("started");
    let read = client("sk_test_1").transactions().verify(started.reference).await.expect("read");
    assert_eq!((read.status, read.amount), (Some(TransactionStatus::Success), Some(Amount::from_minor(50_000))));
    let error = client("sk_test_2").transactions().verify("r-1").await.expect_err("another key");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthenticated, Some("invalid_Key")));
}

/// A token is obtained once, stands after a word of its own, and is renewed when it has expired.
#[tokio::test]
async fn phonepe_exchanges_a_client_for_a_token() {
    use phonepe_client::model::{MerchantUrls, OrderState, PayOrder, PaymentFlow};
    let tokens = AtomicUsize::new(0);
    let server = Server::responding(move |request| {
        if request.path == "/v1/oauth/token" {
            let expected = [
                ("client_id", "c"),
                ("client_version", "1"),
                ("client_secret", "s"),
                ("grant_type", "client_credentials"),
            ];
            let mut pairs = request.pairs();
            pairs.sort();
            let mut expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
            expected.sort();
            assert_eq!(pairs, expected);
            let token = format!("t{}", tokens.fetch_add(1, Ordering::SeqCst) + 1);
            return Reply::json(200, &json!({ "access_token": token, "token_type": "O-Bearer", "expires_at": 1 }));
        }
        match request.header("authorization") {
            Some("O-Bearer t1") if request.method == "POST" => {
                let order = json!({ "orderId": "OMO1", "state": "PENDING", "expireAt": 1_795_946_400_250_u64 });
                Reply::json(200, &order)
            }
            Some("O-Bearer t2") => {
                let tried = json!([{ "paymentMode": "UPI_QR", "timestamp": 1_795_946_400_000_u64, "amount": 1000, "state": "COMPLETED" }]);
                let order = json!({ "merchantOrderId": "TX1", "orderId": "OMO1", "state": "COMPLETED", "amount": 1000, "paymentDetails": tried });
                Reply::json(200, &order)
            }
            _ => Reply::json(401, &json!({ "code": "AUTHORIZATION_FAILED", "message": "Expired" })),
        }
    });
    let builder = phonepe_client::ClientBuilder::at(server.url()).identity_at(server.url()).merchant("c", "1", "s");
    let client = builder.build().expect("complete settings");
    let flow = PaymentFlow::new("PG_CHECKOUT").merchant_urls(MerchantUrls::new("https://shop.example/back"));
    let order = client.orders().pay(PayOrder::new("TX1", Amount::from_minor(1000), flow)).await.expect("started");
    assert_eq!(order.expire_at.as_ref().map(DateTime::as_str), Some("2026-11-29T10:00:00.250Z"));
    let read = client.orders().get("TX1").await.expect("read with a new token");
    assert_eq!((read.state, read.amount), (Some(OrderState::Completed), Some(Amount::from_minor(1000))));
    let tried = read.payment_details.expect("some");
    assert_eq!(tried[0].timestamp.as_ref().map(DateTime::as_str), Some("2026-11-29T10:00:00Z"));
    let asked = [
        "/v1/oauth/token",
        "/checkout/v2/pay",
        "/checkout/v2/order/TX1/status",
        "/v1/oauth/token",
        "/checkout/v2/order/TX1/status",
    ];
    assert_eq!(paths(&server), asked);
}

#[tokio::test]
async fn square_sends_a_version_and_answers_in_an_envelope() {
    use square_client::model::{CreatePayment, CreatePaymentRequired, Currency, Money};
    let server = Server::responding(|request| {
        if (request.header("square-version"), request.header("authorization"))
            != (Some("2024-07-17"), Some("Bearer token"))
        {
            return Reply::json(401, &json!({ "errors": [{ "code": "UNAUTHORIZED", "detail": "No token" }] }));
        }
        let asked = body(request);
        if asked["amount_money"]["amount"] == 0 {
            let error = json!({ "code": "VALUE_TOO_LOW", "detail": "Too low", "field": "amount_money.amount" });
            return Reply::json(400, &json!({ "errors": [error] }));
        }
        Reply::json(
            200,
            &json!({ "payment": { "id": "P1", "status": "COMPLETED", "amount_money": asked["amount_money"] } }),
        )
    });
    let server = server.without_request_ids();
    let client =
        square_client::ClientBuilder::at(server.url()).access_token("token").build().expect("complete settings");
    let payment = |cents| {
        CreatePayment::new(CreatePaymentRequired {
            source_id: "cnon:ok".into(),
            idempotency_key: "order-1".into(),
            amount_money: Money::new(Amount::from_minor(cents), Currency::Usd),
        })
    };
    let paid = client.payments().create(payment(1250).autocomplete(true)).await.expect("paid");
    assert_eq!(paid.amount_money.expect("it comes back").amount, Amount::from_minor(1250));
    client.payments().get(paid.id).await.expect("read");
    let wrong = client.payments().create(payment(0)).await.expect_err("nothing to pay");
    let fields: Vec<_> = wrong.field_errors().iter().map(|(field, message)| format!("{field}: {message}")).collect();
    assert_eq!(fields, ["amount_money.amount: Too low"]);
}

#[tokio::test]
async fn btcpay_has_a_word_before_keys_and_ids_in_any_case() {
    use btcpay_client::model::{
        CreateInvoice, Currency, GetInvoice, GetInvoiceRequired, GetTransactionInvoice, GetTransactionInvoiceRequired,
    };
    let server = Server::responding(|request| {
        if request.header("authorization") != Some("token key") {
            return Reply::json(401, &json!({ "code": "unauthenticated", "message": "Authentication is required" }));
        }
        if request.path.ends_with("/transactions/AB12") {
            return Reply::json(200, &json!({ "transactionHash": "ab12", "confirmations": 3 }));
        }
        let amount = body(request)["amount"].clone();
        let amount = if amount.is_null() { json!("0.0001") } else { amount };
        Reply::json(200, &json!({ "id": "I1", "amount": amount, "currency": "BTC", "createdTime": 1_795_946_400 }))
    });
    let client = btcpay_client::ClientBuilder::at(server.url()).api_key("key").build().expect("complete settings");
    let made =
        client.invoices().create(CreateInvoice::new("S1", Amount::from_minor(150), Currency::BTC)).await.expect("made");
    assert_eq!(
        (made.amount, body(&server.seen()[0])["amount"].clone()),
        (Some(Amount::from_minor(150)), json!("0.00000150"))
    );
    assert_eq!(made.created_time.as_ref().map(DateTime::as_str), Some("2026-11-29T10:00:00Z"));
    let params = GetInvoice::new(GetInvoiceRequired { store_id: "S1".into(), invoice_id: made.id });
    let read = client.invoices().get(params).await.expect("read");
    assert_eq!(read.amount, Some(Amount::from_minor(10_000)));
    let required = GetTransactionInvoiceRequired { store_id: "S1".into(), transaction_id: "AB12".into() };
    let params = GetTransactionInvoice::new(required);
    let seen = client.invoices().get_transaction(params).await.expect("the same");
    assert_eq!(seen.confirmations, Some(3));
}

/// The last page has a link as well; what counts is whether the API says that a page follows.
#[tokio::test]
async fn paddle_says_whether_a_page_follows() {
    use paddle_client::model::ListTransaction;
    let server = Server::responding(|request| {
        if request.header("paddle-version") != Some("1") || request.header("authorization") != Some("Bearer key") {
            return Reply::json(
                403,
                &json!({ "error": { "code": "forbidden", "detail": "No key" }, "meta": { "request_id": "r" } }),
            );
        }
        let number =
            request.path.split_once("after=txn_").map_or(1, |(_, after)| after.parse::<u32>().expect("a number") + 1);
        let host = request.header("host").expect("a client names the host");
        let next = format!("http://{host}/transactions?per_page=1&after=txn_{number}");
        let one = json!({ "id": format!("txn_{number}"), "currency_code": "USD", "details": { "totals": { "grand_total": "1250" } } });
        let pagination = json!({ "per_page": 1, "next": next, "has_more": number < 3, "estimated_total": 3 });
        Reply::json(200, &json!({ "data": [one], "meta": { "request_id": "r", "pagination": pagination } }))
    });
    let client = paddle_client::ClientBuilder::at(server.url()).api_key("key").build().expect("complete settings");
    let mut found = client.transactions().list(ListTransaction::new()).pages(10).page_size(1).items();
    let mut ids = Vec::new();
    while let Some(transaction) = found.next().await {
        let transaction = transaction.expect("a transaction");
        let total = transaction.details.and_then(|details| details.totals).and_then(|totals| totals.grand_total);
        assert_eq!(total, Some(Amount::from_minor(1250)));
        ids.push(transaction.id.to_string());
    }
    assert_eq!((ids, server.seen().len()), (vec!["txn_1".to_owned(), "txn_2".to_owned(), "txn_3".to_owned()], 3));
}

/// Files go to a host of their own, and what is known of them comes from the main one.
#[tokio::test]
async fn stripe_takes_files_elsewhere() {
    use payspec_core::Blob;
    use stripe_client::model::CreateFile;
    let file = |request: &Request| {
        assert_eq!(request.header("authorization"), Some("Bearer sk_test"));
        Reply::json(200, &json!({ "id": "file_1", "purpose": "dispute_evidence", "size": 4 }))
    };
    let (main, uploads) = (Server::responding(file), Server::responding(file));
    let builder = stripe_client::ClientBuilder::at(main.url()).uploads_at(uploads.url()).secret_key("sk_test");
    let client = builder.build().expect("complete settings");
    let evidence = Blob::new(b"seen".to_vec()).content_type("application/pdf");
    let made = client.files().create(CreateFile::new("dispute_evidence", evidence)).await.expect("sent");
    client.files().get(made.id).await.expect("read");
    assert_eq!((paths(&uploads), paths(&main)), (vec!["/files".to_owned()], vec!["/files/file_1".to_owned()]));
    let sent = uploads.seen().pop().expect("a request");
    assert!(sent.header("content-type").is_some_and(|kind| kind.starts_with("multipart/form-data")));
}

#[tokio::test]
async fn dodo_reads_a_payment() {
    let server = Server::responding(|request| {
        assert_eq!(request.header("authorization"), Some("Bearer key"));
        Reply::json(
            200,
            &json!({ "payment_id": "pay_1", "total_amount": 400, "currency": "USD", "status": "succeeded" }),
        )
    });
    let client = dodo_client::ClientBuilder::at(server.url()).api_key("key").build().expect("complete settings");
    let read = client.payments().get("pay_1").await.expect("read");
    assert_eq!(
        (read.total_amount, paths(&server)),
        (Some(Amount::from_minor(400)), vec!["/payments/pay_1".to_owned()])
    );
}
