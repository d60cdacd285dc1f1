//! Creates an order at Lyra Collect Marketplace that can partly be paid with meal vouchers (Conecs), and prints the
//! address of the payment page.
//!
//! ```sh
//! LYRA_MARKETPLACE_ENVIRONMENT=test LYRA_MARKETPLACE_LOGIN=... LYRA_MARKETPLACE_PASSWORD=... \
//!     cargo run --bin lyra-vouchers -- MARKETPLACE_ID ORDER_NUMBER
//! ```

use anyhow::Context as _;
use payspec::lyra_marketplace::model::{
    CreateOrder, CreateOrderRequired, NewBuyer, NewBuyerRequired, NewItem, NewItemRequired, NewItemVoucher,
};
use payspec::lyra_marketplace::{Amount, Client};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(marketplace), Some(reference)) = (args.next(), args.next()) else {
        anyhow::bail!("usage: lyra-vouchers MARKETPLACE_ID ORDER_NUMBER");
    };
    let lunch = NewItem::new(NewItemRequired {
        reference: format!("{reference}-1"),
        description: "Lunch, and a bottle of wine".into(),
        amount: Amount::from_minor(4990),
    })
    // Vouchers pay only for food, so the order contains the amount for food.
    .vouchers([NewItemVoucher::new("CONECS").eligible_amount(Amount::from_minor(1900))]);
    let order = CreateOrder::new(CreateOrderRequired {
        marketplace: marketplace.into(),
        reference,
        buyer: NewBuyer::new(NewBuyerRequired {
            kind: "PRIVATE".into(),
            email: "jane@example.com".into(),
            phone_number: "+33612345678".into(),
        }),
        currency: "EUR".into(),
    })
    .items([lunch]);
    let client = Client::from_env()?;
    let order = client.orders().create(order).await?;
    // A GET that starts the payment: the client never retries it automatically.
    let payment = client.orders().execute(order.uuid.clone()).await?;
    let page = payment.payment_url.as_deref().context("an answer without an address")?;
    println!("order {}: the buyer pays at {page}", order.uuid);
    Ok(())
}
