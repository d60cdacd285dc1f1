//! A subscription for a year: one month's payment is refused, and made by the next attempt.

use anyhow::{Context as _, bail};
use payspec::centralpay::model::test_values::TestCard;
use payspec::centralpay::model::{
    CardId, CreateCard, CreateCustomer, CreateSubscription, CreateSubscriptionModel, CreateSubscriptionModelRequired,
    CreateSubscriptionRequired, Currency, EventType, IntervalUnit, Invoice, SearchInvoice, Subscription,
    SubscriptionId, UpdateSubscription,
};
use payspec::centralpay::{Amount, DateTime};

use crate::screen::{self, amount, step};
use crate::{DAY, Shop};

/// The price of a month.
const PRICE: Amount = Amount::from_minor(990);

/// The first month is paid at once.
const MONTHS: usize = 12;

/// The month whose payment is refused.
const REFUSED: usize = 6;

/// The cards of the customer: one that pays, and one of an empty account.
const GOOD: &str = "4111111111111111";
const EMPTY: TestCard = TestCard::VISA_INSUFFICIENT_FUNDS;

/// The longest time until the next payment is due.
const LONGEST_MONTH: u32 = 31;

/// A subscription that runs, and the cards it can be charged to.
struct Running {
    id: SubscriptionId,
    good: CardId,
    empty: CardId,
}

impl Shop {
    /// Charges a customer every month for a year.
    pub(crate) async fn subscribe(&mut self) -> anyhow::Result<()> {
        let running = self.begin().await?;
        for month in 2..=MONTHS {
            if month == REFUSED {
                self.fail_once(&running).await?;
            } else {
                let events = self.next_payment().await?;
                let (_, invoice) = self.latest(&running.id).await?;
                screen::day(&day(invoice.creation_date.as_ref()), &paid(&invoice), &events);
            }
        }
        self.sum_up(&running.id).await
    }

    async fn begin(&mut self) -> anyhow::Result<Running> {
        let token = self.token(GOOD).await?;
        let customer = CreateCustomer::new().email("jane@example.com").card_token_id(token);
        let customer = self.client.customers().create(customer).await?;
        let cards = customer.cards.unwrap_or_default();
        let good = cards.into_iter().next().and_then(|card| card.card_id).context("the customer has no card")?;
        let token = self.token(empty()?).await?;
        let further = CreateCard::new(customer.customer_id.clone()).card_token_id(token);
        let empty = self.client.cards().create(further).await?.card_id.context("the further card has no ID")?;
        step("customer", format!("two cards, {} and {}", screen::card(GOOD), screen::card(self::empty()?)));
        self.settle().await;

        let model = CreateSubscriptionModel::new(CreateSubscriptionModelRequired {
            amount: PRICE,
            currency: Currency::EUR,
            name: "Monthly box".to_owned(),
            interval_unit: IntervalUnit::Month,
            interval_count: 1,
        });
        let model = self.client.subscription_models().create(model).await?.subscription_model_id;
        let point_of_sale = self.world.merchant().point_of_sale_id;
        let params = CreateSubscription::new(CreateSubscriptionRequired {
            subscription_model_id: model,
            point_of_sale_id: point_of_sale.into(),
            end_user_ip: "203.0.113.7".into(),
        })
        .customer_id(customer.customer_id)
        .card_id(good.clone());
        let subscription = self.client.subscriptions().create(params).await?;
        let text = format!("{} a month from card {}: {}", amount(PRICE), screen::card(GOOD), status(&subscription));
        step("subscription", text);
        self.settle().await;
        screen::clock("the year passes, day by day");
        Ok(Running { id: subscription.subscription_id, good, empty })
    }

    /// A month whose payment is refused. The customer has another card by the time of the next attempt.
    async fn fail_once(&mut self, running: &Running) -> anyhow::Result<()> {
        self.charge_to(running, &running.empty, "the customer changes to").await?;
        let events = self.next_payment().await?;
        let (subscription, invoice) = self.latest(&running.id).await?;
        if invoice.paid == Some(true) {
            bail!("the card without funds has paid");
        }
        let again = day(invoice.next_transaction_attempt.as_ref());
        let text = format!("{} refused: {}", amount(PRICE), status(&subscription));
        screen::day(&day(invoice.creation_date.as_ref()), &text, &events);

        self.charge_to(running, &running.good, &format!("the next attempt is on {again}: back to")).await?;
        let events = self.next_payment().await?;
        let (subscription, invoice) = self.latest(&running.id).await?;
        screen::day(&again, &format!("{}: {}", paid(&invoice), status(&subscription)), &events);
        Ok(())
    }

    async fn charge_to(&mut self, running: &Running, card: &CardId, text: &str) -> anyhow::Result<()> {
        let params = UpdateSubscription::new(running.id.clone()).card_id(card.clone());
        self.client.subscriptions().update(params).await?;
        let number = if *card == running.good { GOOD } else { empty()? };
        self.world.webhooks().settle().await;
        screen::day("", &format!("{text} card {}", screen::card(number)), &self.arrived.take());
        Ok(())
    }

    /// Lets days pass until an invoice is paid, or its payment is refused. Returns the events that have arrived.
    async fn next_payment(&mut self) -> anyhow::Result<Vec<String>> {
        let ends = [EventType::InvoiceTransactionSucceeded, EventType::InvoiceTransactionFailed];
        let mut events = Vec::new();
        for _ in 0..=LONGEST_MONTH {
            self.world.clock().advance(DAY).await;
            events.extend(self.arrived.take());
            if events.iter().any(|name| ends.iter().any(|end| end.as_str() == name)) {
                return Ok(events);
            }
        }
        bail!("no payment in a month; the webhooks were {events:?}")
    }

    /// The subscription and its latest invoice.
    async fn latest(&self, id: &SubscriptionId) -> anyhow::Result<(Subscription, Invoice)> {
        let subscription = self.client.subscriptions().get(id.clone()).await?;
        let invoice = subscription.last_invoice.as_deref().cloned().context("the subscription has no invoice")?;
        Ok((subscription, invoice))
    }

    /// Says what was paid, and what became of the month that was refused.
    async fn sum_up(&self, id: &SubscriptionId) -> anyhow::Result<()> {
        let search = SearchInvoice::new().subscription_id(id.clone());
        let mut invoices = self.client.invoices().search(search).pages(10).items();
        let (mut months, mut sum, mut retried) = (0, Amount::ZERO, Vec::new());
        while let Some(invoice) = invoices.next().await {
            let invoice = invoice?;
            if invoice.paid == Some(true) {
                months += 1;
                sum = sum.checked_add(invoice.amount.unwrap_or(Amount::ZERO)).context("a sum beyond all accounts")?;
            }
            if invoice.attempt_count > Some(1) {
                retried.push(invoice);
            }
        }
        if months != MONTHS {
            bail!("{months} months are paid, instead of {MONTHS}");
        }
        step("the year", format!("{months} months paid, {}", amount(sum)));
        for invoice in retried {
            for payment in invoice.transactions.unwrap_or_default() {
                let payment = self.client.transactions().get(payment).await?;
                let bank = payment.bank_code.context("the bank has given no code")?;
                let label = bank.row().map_or("a code of its own", |row| row.label);
                let (on, outcome) = (day(payment.creation_date.as_ref()), payment.transaction_status);
                let outcome = outcome.context("a payment has a status")?;
                step("", format!("{on}: {}, bank code {} ({label})", outcome.as_str(), bank.as_str()));
            }
        }
        Ok(())
    }
}

/// The number of the card without funds.
fn empty() -> anyhow::Result<&'static str> {
    Ok(EMPTY.row().context("the card is in the vendor's list")?.code)
}

fn paid(invoice: &Invoice) -> String {
    let word = if invoice.paid == Some(true) { "paid" } else { "not paid" };
    format!("{} {word}", amount(invoice.amount.unwrap_or(Amount::ZERO)))
}

fn status(subscription: &Subscription) -> &str {
    subscription.status.as_ref().map_or("no status", |status| status.as_str())
}

/// The day of a moment.
fn day(moment: Option<&DateTime>) -> String {
    moment.map_or("no date", |moment| moment.as_str().split('T').next().unwrap_or_default()).to_owned()
}
