//! Refunds a payment without async: the same calls, with `.wait()` instead of `.await`.
//!
//! ```sh
//! CENTRALPAY_ENVIRONMENT=test CENTRALPAY_LOGIN=... CENTRALPAY_PASSWORD=... \
//!     cargo run --bin blocking -- TRANSACTION_ID CENTS
//! ```

use payspec::centralpay::model::CreateRefund;
use payspec::centralpay::{Amount, ClientBuilder};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(transaction), Some(cents)) = (args.next(), args.next()) else {
        anyhow::bail!("usage: blocking TRANSACTION_ID CENTS");
    };
    let client = ClientBuilder::from_env()?.build_blocking()?;
    let payment = client.transactions().get(transaction.as_str()).wait()?;
    let refund = CreateRefund::new().transaction_id(transaction.as_str()).amount(Amount::from_minor(cents.parse()?));
    // Rejects a refund that the payment's current state does not allow, before anything is sent.
    refund.validate_against_transaction(&payment)?;
    // A second refund of the same amount needs a different text, such as your own refund number.
    let call = client.refunds().create(refund).idempotency_key_from(format!("{transaction}-{cents}"));
    let refund = call.wait()?;
    println!("{}: {:?}", refund.refund_id, refund.status);
    Ok(())
}
