//! Counts the objects of an account page by page, with only one page in memory.
//!
//! ```sh
//! CENTRALPAY_ENVIRONMENT=test CENTRALPAY_LOGIN=... CENTRALPAY_PASSWORD=... cargo run --bin search-everything
//! ```

use payspec::centralpay::model::{
    SearchCustomer, SearchMandate, SearchPaymentRequest, SearchRefund, SearchTransaction,
};
use payspec::centralpay::{Call, Client, Operation, Page};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The maximum number of pages; more is an error, so the result is never silently truncated.
const MOST_PAGES: u32 = 10_000;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    println!("customers         {:>8}", count(client.customers().search(SearchCustomer::new())).await?);
    println!("transactions      {:>8}", count(client.transactions().search(SearchTransaction::new())).await?);
    println!("refunds           {:>8}", count(client.refunds().search(SearchRefund::new())).await?);
    println!("payment requests  {:>8}", count(client.payment_requests().search(SearchPaymentRequest::new())).await?);
    println!("mandates          {:>8}", count(client.mandates().search(SearchMandate::new())).await?);
    Ok(())
}

/// Counts the items found. A page is requested after all items of the previous one were returned.
async fn count<T>(search: Call<impl Operation<Output = Page<T>> + Unpin>) -> anyhow::Result<u64>
where
    T: Serialize + DeserializeOwned + Send + Unpin + 'static,
{
    let mut items = search.pages(MOST_PAGES).items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item?;
        count += 1;
    }
    Ok(count)
}
