//! Advancing a clock by much, in a world with much to do: other worlds go on.

use std::time::Duration;

use centralpay_model::{
    CardDetails, CardDetailsRequired, CreateCardToken, CreateCustomer, CreateSubscription, CreateSubscriptionModel,
    CreateSubscriptionModelRequired, CreateSubscriptionRequired, Currency, IntervalUnit,
};
use payspec_core::Amount;
use payspec_sandbox::{Sandbox, WorldHandle};

use crate::own_client::{client, pay};
use crate::support::{CARD, DAY};

/// A world with monthly subscriptions.
async fn subscribed(sandbox: &Sandbox, number: usize) -> WorldHandle {
    let world = sandbox.world("subscribed");
    let client = client(sandbox, &world);
    let details =
        CardDetailsRequired { number: CARD.into(), expiration_month: "12".into(), expiration_year: "2090".into() };
    let token = CreateCardToken::new().card(CardDetails::new(details).cvc("123"));
    let token = client.card_tokens().create(token).await.expect("it is a card").card_token_id;
    let customer = CreateCustomer::new().email("jane@example.com").card_token_id(token);
    let customer = client.customers().create(customer).await.expect("it has a card");
    let card = customer.cards.expect("it has a card").into_iter().find_map(|card| card.card_id).expect("it is stored");
    let model = CreateSubscriptionModel::new(CreateSubscriptionModelRequired {
        amount: Amount::from_minor(990),
        currency: Currency::EUR,
        name: "monthly".to_owned(),
        interval_unit: IntervalUnit::Month,
        interval_count: 1,
    });
    let model = client.subscription_models().create(model).await.expect("it is complete").subscription_model_id;
    let point_of_sale = world.merchant().point_of_sale_id;
    for _ in 0..number {
        let params = CreateSubscription::new(CreateSubscriptionRequired {
            subscription_model_id: model.clone(),
            point_of_sale_id: point_of_sale.clone().into(),
            end_user_ip: "203.0.113.7".to_owned(),
        })
        .customer_id(customer.customer_id.clone())
        .card_id(card.clone());
        client.subscriptions().create(params).await.expect("it is complete");
    }
    world
}

/// On one thread, whatever does not give way holds up all others.
#[tokio::test]
async fn other_worlds_answer_while_a_year_passes_in_one() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let (busy, other) = (subscribed(&sandbox, 100).await, sandbox.world("other"));
    let start = busy.clock().now();
    let advanced = busy.clone();
    let advancing = tokio::spawn(async move { advanced.clock().advance(365 * DAY).await });
    while busy.clock().now().since(start) < DAY {
        tokio::task::yield_now().await;
    }
    let paid = pay(&client(&sandbox, &other), &other, CARD).await.expect("it is approved");
    client(&sandbox, &other).transactions().get(paid.transaction_id).await.expect("it exists");
    assert!(!advancing.is_finished(), "the year has passed before the other world has answered");
    advancing.await.expect("it is completed");
    let names: Vec<_> = busy.webhooks().events().iter().map(|event| event.name.clone()).collect();
    let invoiced = names.iter().filter(|name| *name == "INVOICE_TRANSACTION_SUCCEEDED").count();
    assert!((1_100..=1_300).contains(&invoiced), "{invoiced}");
    assert!(busy.clock().now().since(start) < 365 * DAY + Duration::from_secs(600));
    assert_eq!(busy.inspect(|world| world.failures().to_vec()), []);
}
