//! CinetPay's checkout from end to end: creates an order, redirects the customer to the payment page, receives the
//! signed notification, and checks the actual status.
//!
//! ```sh
//! CINETPAY_ENVIRONMENT=production CINETPAY_MERCHANT_APIKEY=... CINETPAY_MERCHANT_SITE_ID=... \
//!     CINETPAY_SECRET_KEY=... SHOP_URL=https://shop.example cargo run --bin cinetpay-checkout -- 127.0.0.1:8080
//! ```
//!
//! Orders are kept in memory here; `axum-shop` shows a database.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use axum::Router;
use axum::extract::{FromRef, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use payspec::cinetpay::Client;
use payspec::cinetpay::model::{CheckPayment, CreatePayment, CreatePaymentRequired, Currency, ResultClass, ResultCode};
use payspec::cinetpay::webhook::{Event, Verified, Verifier};

/// The price of the shoes, in whole francs: CinetPay does not use minor units.
const PRICE: i64 = 2500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Open,
    Paid,
    Failed,
}

#[derive(Clone)]
struct Shop {
    client: Client,
    verifier: Verifier,
    orders: Arc<Mutex<HashMap<String, Order>>>,
    number: Arc<AtomicU64>,
    url: Arc<str>,
}

/// Provides the verifier to the extractor.
impl FromRef<Shop> for Verifier {
    fn from_ref(shop: &Shop) -> Self {
        shop.verifier.clone()
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let address = std::env::args().nth(1).context("usage: cinetpay-checkout ADDRESS")?;
    let listener = tokio::net::TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    // The secret key from the back office, which is neither the API key nor the site ID.
    let verifier = Verifier::new(std::env::var("CINETPAY_SECRET_KEY")?);
    verifier.check()?;
    let shop = Shop {
        client: Client::from_env()?,
        verifier,
        orders: Arc::default(),
        number: Arc::new(AtomicU64::new(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())),
        url: std::env::var("SHOP_URL").unwrap_or_else(|_| format!("http://{address}")).into(),
    };
    let router = Router::new()
        .route("/orders", post(order))
        .route("/orders/{id}", get(back).post(back))
        // The vendor tests the address with a GET.
        .route("/hooks/cinetpay", get(async || StatusCode::OK).post(notified))
        .with_state(shop);
    println!("http://{address}");
    axum::serve(listener, router).await?;
    Ok(())
}

/// Stores the order, creates the payment and redirects the customer to the payment page.
async fn order(State(shop): State<Shop>) -> Response {
    let id = format!("ORDER-{}", shop.number.fetch_add(1, Ordering::Relaxed));
    shop.orders().insert(id.clone(), Order::Open); // before the call: a notification may arrive before its response
    let params = CreatePayment::new(CreatePaymentRequired {
        transaction_id: id.as_str().into(),
        amount: PRICE,
        currency: Currency::XOF,
        description: "Shoes".into(),
        notify_url: format!("{}/hooks/cinetpay", shop.url),
        return_url: format!("{}/orders/{id}", shop.url),
        channels: "ALL".into(),
    });
    let counter = match shop.client.payments().create(params).await {
        Ok(created) => created.data.and_then(|counter| counter.payment_url),
        Err(error) => {
            eprintln!("{id}: {error}");
            None
        }
    };
    match counter {
        Some(counter) => Redirect::to(&counter).into_response(),
        None => StatusCode::BAD_GATEWAY.into_response(),
    }
}

/// Handles a notification. The signature proves the sender; status, amount and currency come from the check.
async fn notified(State(shop): State<Shop>, Verified(event): Verified<Verifier>) -> StatusCode {
    let Event::Payment(notification) = event else { return StatusCode::OK };
    let Some(id) = &notification.object.cpm_trans_id else { return StatusCode::OK };
    shop.check(id.as_str()).await
}

/// Handles the customer's return. Anyone can call this address, so it only runs the check too.
async fn back(State(shop): State<Shop>, Path(id): Path<String>) -> Response {
    shop.check(&id).await;
    match shop.orders().get(&id) {
        Some(order) => format!("{order:?}").into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Shop {
    fn orders(&self) -> MutexGuard<'_, HashMap<String, Order>> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn check(&self, id: &str) -> StatusCode {
        // Only open orders of this shop are checked.
        if self.orders().get(id) != Some(&Order::Open) {
            return StatusCode::OK;
        }
        let check = match self.client.payments().check(CheckPayment::new().transaction_id(id)).await {
            Ok(check) => check,
            Err(error) => {
                eprintln!("{id}: {error}");
                return StatusCode::SERVICE_UNAVAILABLE; // so that it is sent again
            }
        };
        // A response is not a payment: its code determines the result.
        let verdict = match check.code.as_ref().and_then(ResultCode::row).map(|row| &row.class) {
            Some(ResultClass::Paid) => {
                let of = check.data.map(|payment| (payment.amount, payment.currency));
                if of != Some((Some(PRICE), Some(Currency::XOF))) {
                    eprintln!("{id}: paid, but not what was asked for");
                    return StatusCode::OK;
                }
                Order::Paid
            }
            Some(ResultClass::Failed) => Order::Failed,
            _ => return StatusCode::OK, // still pending
        };
        // Of several concurrent checks, only one changes the order.
        if let Some(order) = self.orders().get_mut(id).filter(|order| **order == Order::Open) {
            *order = verdict;
            println!("{id}: {verdict:?}");
        }
        StatusCode::OK
    }
}
