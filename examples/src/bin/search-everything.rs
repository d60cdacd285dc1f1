//! Counts what an account holds, page by page, and saves nothing.
//!
//! ```sh
//! CENTRALPAY_ENVIRONMENT=test CENTRALPAY_LOGIN=... CENTRALPAY_PASSWORD=... cargo run --bin search-everything
//! ```

use payspec::centralpay::Client;
use payspec::centralpay::model::{
    SearchCustomer, SearchMandate, SearchPaymentRequest, SearchRefund, SearchTransaction,
};

/// The most pages that are asked for; more is an error and not a silent end.
const MOST_PAGES: u32 = 10_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    // Each search is a stream; nothing is asked for before it is needed.
    macro_rules! count {
        ($($what:literal: $search:expr),* $(,)?) => {
            $(
                let mut items = $search.pages(MOST_PAGES).items();
                let mut count = 0_u64;
                while let Some(item) = items.next().await {
                    item?;
                    count += 1;
                }
                println!("{:<18}{count:>8}", $what);
            )*
        };
    }
    count! {
        "customers": client.customers().search(SearchCustomer::new()),
        "transactions": client.transactions().search(SearchTransaction::new()),
        "refunds": client.refunds().search(SearchRefund::new()),
        "payment requests": client.payment_requests().search(SearchPaymentRequest::new()),
        "mandates": client.mandates().search(SearchMandate::new()),
    }
    Ok(())
}
