//! Sends the payer to CentralPay's payment page and waits until the request is paid: the shop handles no card data.
//!
//! ```sh
//! CENTRALPAY_ENVIRONMENT=test CENTRALPAY_LOGIN=... CENTRALPAY_PASSWORD=... cargo run --bin hosted-page -- ORDER_NUMBER
//! ```
//!
//! A shop would not poll: it stores the request's ID with the order, and calls `settlement` without `poll` when it
//! receives a webhook or the payer returns.

use std::time::Duration;

use anyhow::Context as _;
use payspec::centralpay::model::{
    CreatePaymentRequest, CreatePaymentRequestRequired, Currency, PaymentMethod, PaymentRequestPayer,
};
use payspec::centralpay::payment_requests::{self, Payment, Settlement};
use payspec::centralpay::polling::Polling;
use payspec::centralpay::{Amount, Client};

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
    let polling = Polling::new().deadline(Duration::from_mins(5));
    // The total and currency of the object are the expected ones.
    match payment_requests::settlement(&client, &request).poll(polling).await? {
        Settlement::Paid(paid) => {
            for payment in &paid.payments {
                match payment {
                    Payment::Card(card) => println!("paid by card: {}", card.transaction_id),
                    other => println!("paid: {other:?}"),
                }
            }
        }
        Settlement::Ended(ended) => println!("not paid, and it will not be: {:?}", ended.reason),
        Settlement::Unclear(unclear) => anyhow::bail!("for a person: {}", unclear.reason),
        _ => println!("not paid within five minutes"),
    }
    Ok(())
}
