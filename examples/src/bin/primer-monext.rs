//! Creates a session for Primer's checkout with CPay through Monext, and pays with the token from the checkout.
//!
//! ```sh
//! PRIMER_ENVIRONMENT=sandbox PRIMER_API_KEY=... cargo run --bin primer-monext -- session ORDER_NUMBER MONEXT_CONTRACT
//! PRIMER_ENVIRONMENT=sandbox PRIMER_API_KEY=... cargo run --bin primer-monext -- pay PAYMENT_METHOD_TOKEN
//! ```

use payspec::primer::model::{CreateClientSession, CreatePayment, Order, OrderLineItem, PaymentStatus};
use payspec::primer::serde_json::json;
use payspec::primer::{Amount, Client};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["session", order, contract] => session(order, contract).await,
        ["pay", token] => pay(token).await,
        _ => anyhow::bail!("usage: primer-monext session ORDER_NUMBER MONEXT_CONTRACT | pay PAYMENT_METHOD_TOKEN"),
    }
}

/// Runs on the server when the customer opens the checkout. The page passes the token to Primer's SDK.
async fn session(order: &str, contract: &str) -> anyhow::Result<()> {
    let items = Order::new().line_items([OrderLineItem::new(Amount::from_minor(4990)).name("Shoes")]);
    let session = CreateClientSession::new()
        .order_id(order)
        .currency_code("EUR")
        .order(items)
        .metadata(json!({"monext_contracts": {"CPAY": contract}}));
    // The profile reports everything missing that CPay requires, before anything is sent.
    let call = Client::from_env()?.client_sessions().create(session).profile(CreateClientSession::MONEXT_CPAY);
    println!("client token: {}", call.await?.client_token.as_str());
    Ok(())
}

/// Runs on the server with the token that the page posts.
async fn pay(token: &str) -> anyhow::Result<()> {
    let call = Client::from_env()?.payments().create(CreatePayment::new(token)).idempotency_key_from(token);
    let payment = call.await?;
    // A response does not mean success: a declined payment is returned as a payment too.
    match payment.status {
        Some(PaymentStatus::Authorized | PaymentStatus::Settled) => println!("paid"),
        Some(PaymentStatus::Pending) => println!("pending: {:?}", payment.required_action.is_some()),
        other => println!("not paid: {other:?}, {:?}", payment.status_reason),
    }
    Ok(())
}
