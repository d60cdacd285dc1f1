//! Sends the payer to CentralPay's payment page and waits until the request is paid: no card data touches the shop.
//!
//! ```sh
//! CENTRALPAY_ENVIRONMENT=test CENTRALPAY_LOGIN=... CENTRALPAY_PASSWORD=... cargo run --bin hosted-page -- ORDER_NUMBER
//! ```
//!
//! A shop does not poll: it stores the request's id with the order, and reads the request when a webhook or the payer's
//! return names it (`axum-shop` shows that).

use std::time::Duration;

use anyhow::Context as _;
use payspec::centralpay::model::{
    CreatePaymentRequest, CreatePaymentRequestRequired, Currency, PaymentMethod, PaymentRequestPayer, PaymentStatus,
};
use payspec::centralpay::{Amount, Client, payment_requests};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let order = std::env::args().nth(1).context("usage: hosted-page ORDER_NUMBER")?;
    let client = Client::from_env()?;
    let params = CreatePaymentRequest::new(CreatePaymentRequestRequired {
        payment_method: vec![PaymentMethod::Transaction],
        currency: Currency::EUR,
        total_amount: Amount::from_minor(5000),
        breakdown: vec![PaymentRequestPayer::new().email("jane@example.com")],
    })
    .merchant_payment_request_id(order.as_str());
    let call = client.payment_requests().create(params).idempotency_key_from(&order);
    let request = call.await?;
    for (_, link) in payment_requests::links(&request) {
        println!("pay here: {link}");
    }
    for _ in 0..60 {
        let now = client.payment_requests().get(request.payment_request_id.clone()).await?;
        if now.payment_status == Some(PaymentStatus::Paid) {
            // Failed attempts are among them: read a payment by its id to learn its status.
            for payment in payment_requests::payments(&now) {
                println!("{:?} {:?}", payment.payment_method, payment.uuid);
            }
            println!("paid: {:?} cents", now.total_amount.map(Amount::minor));
            return Ok(());
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    println!("not paid within five minutes");
    Ok(())
}
