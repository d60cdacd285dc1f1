//! Charges a card token created in a page, in euros.
//!
//! ```sh
//! CENTRALPAY_ENVIRONMENT=test CENTRALPAY_LOGIN=... CENTRALPAY_PASSWORD=... POINT_OF_SALE=... \
//!     cargo run --bin pay -- CARD_TOKEN_ID
//! ```

use anyhow::Context as _;
use payspec::centralpay::model::{CreateTransaction, CreateTransactionRequired, Currency};
use payspec::centralpay::{Amount, Client};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let card_token = std::env::args().nth(1).context("usage: pay CARD_TOKEN_ID")?;
    let client = Client::from_env()?;
    let params = CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: Currency::EUR,
        point_of_sale_id: std::env::var("POINT_OF_SALE").context("POINT_OF_SALE is not set")?.into(),
        end_user_ip: "203.0.113.7".into(),
    });
    let call = client.transactions().create(params.card_token_id(card_token.as_str()));
    // The same token results in the same key, so running this twice cannot charge twice.
    match call.idempotency_key_from(&card_token).await {
        Ok(payment) => println!("{}: {:?}", payment.transaction_id, payment.transaction_status),
        Err(error) if error.is_declined() => println!("declined: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
