//! What payspec does, on this machine: it starts the sandbox, takes a payment with 3-D Secure, captures and refunds it,
//! charges a subscription for a year, and shows each step, and each webhook as it arrives.
//!
//! ```sh
//! cargo xtask demo
//! ```

mod cardholder;
mod screen;
mod subscription;
mod webhooks;

use std::time::Duration;

use anyhow::{Context as _, bail};
use payspec::centralpay::model::test_values::TestCard;
use payspec::centralpay::model::{
    CaptureTransaction, CardDetails, CardDetailsRequired, CardTokenId, CheckThreeDsVersion, CreateCardToken,
    CreateRefund, CreateTransaction, Currency, Transaction, TransactionId,
};
use payspec::centralpay::three_ds::{
    Authenticated, AuthenticatedPaymentRequired, Enrolment, Purchase, Returned, Site, Step,
};
use payspec::centralpay::{Amount, CardSource, Client};
use payspec::sandbox::{Clients as _, Sandbox, WorldHandle};
use screen::{amount, step};
use webhooks::Arrived;

const DAY: Duration = Duration::from_hours(24);

/// The price of the order, and what is given back of it.
const PRICE: Amount = Amount::from_minor(4990);
const REFUNDED: Amount = Amount::from_minor(1000);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    screen::title("CentralPay on this machine: no account, no network, nothing that costs money");
    let sandbox = Sandbox::start().await?;
    let world = sandbox.world("demo");
    step("sandbox", format!("{}, login {}", world.centralpay_url(), world.login()));
    let arrived = Arrived::receive().await?;
    world.webhooks().post_to(&arrived.url)?;
    step("webhooks", format!("received at {}", arrived.url));
    let client = world.centralpay()?;
    let mut shop = Shop { client, world: world.clone(), arrived };

    let (card, proof) = shop.authenticate().await?;
    let payment = shop.pay(&card, proof).await?;
    shop.capture(&payment).await?;
    shop.refund(&payment).await?;
    shop.subscribe().await?;

    let failures = world.inspect(|world| world.failures().len());
    if failures > 0 {
        bail!("the sandbox has found {failures} mistakes of its own");
    }
    screen::end(world.requests().len(), world.webhooks().deliveries().len());
    Ok(())
}

/// A shop, with a client of CentralPay and a receiver of its webhooks.
struct Shop {
    client: Client,
    world: WorldHandle,
    arrived: Arrived,
}

impl Shop {
    /// Lets the webhooks arrive that are due, and shows them.
    async fn settle(&mut self) {
        self.world.webhooks().settle().await;
        self.arrived.show();
    }

    /// Advances the clock of the sandbox.
    async fn pass(&mut self, time: Duration, text: &str) {
        screen::clock(text);
        self.world.clock().advance(time).await;
        self.arrived.show();
    }

    /// Makes a token of a card.
    async fn token(&self, number: &str) -> anyhow::Result<CardTokenId> {
        let details = CardDetailsRequired {
            number: number.into(),
            expiration_month: "12".into(),
            expiration_year: "2090".into(),
        };
        let token = CreateCardToken::new().card(CardDetails::new(details).cvc("123"));
        Ok(self.client.card_tokens().create(token).await?.card_token_id)
    }

    /// Authenticates the cardholder, who is asked for a code by the bank.
    async fn authenticate(&mut self) -> anyhow::Result<(CardSource, Authenticated)> {
        let number = TestCard::MASTERCARD_3DS_CHALLENGE.row().context("the card is in the vendor's list")?.code;
        let purchase = Purchase { amount: PRICE, currency: Currency::EUR };
        let version = self.client.three_ds().versioning(CheckThreeDsVersion::new(number)).await;
        let Enrolment::Enrolled(enrolled) = Enrolment::of_call(version, purchase)? else {
            bail!("the card does not take part in 3-D Secure");
        };
        let card = CardSource::from(self.token(number).await?);
        let site =
            Site { url: "https://shop.example".to_owned(), notification_url: "https://shop.example/3ds".to_owned() };
        let (question, asked) = enrolled.authenticate(&card, &cardholder::browser(), &site);
        let answer = self.client.three_ds().authenticate(question).await?;
        let Step::Challenge(challenge) = asked.answered(answer)? else { bail!("the bank asks for nothing") };
        step("3-D Secure", format!("card {}: the bank asks for a code", screen::card(number)));
        let returned = cardholder::enters("1234", challenge.form()?).await?;
        let Returned::ReadResult(waiting) = challenge.returned(returned)? else { bail!("the bank refuses the code") };
        let result = self.client.three_ds().results(waiting.trans_id().clone()).await?;
        let Step::Authenticated(proof) = waiting.result(result)? else { bail!("the cardholder is not authenticated") };
        step("", "the cardholder enters it, and is authenticated");
        self.settle().await;
        Ok((card, proof))
    }

    /// Pays with the authentication. The amount is captured later, when the goods are sent.
    async fn pay(&mut self, card: &CardSource, proof: Authenticated) -> anyhow::Result<TransactionId> {
        let key = format!("3ds-{}", proof.trans_id().as_str());
        let place = AuthenticatedPaymentRequired {
            point_of_sale_id: self.world.merchant().point_of_sale_id.into(),
            end_user_ip: "203.0.113.7".to_owned(),
        };
        let params = proof.payment(card, place)?.merchant_transaction_id("order-4711").capture(false);
        let call = self.client.transactions().create(params).profile(CreateTransaction::BROWSER_THREE_DS);
        let payment = call.idempotency_key(key).await?;
        step("payment", format!("{} authorised, to be captured later", amount(PRICE)));
        self.settle().await;
        Ok(payment.transaction_id)
    }

    async fn capture(&mut self, payment: &TransactionId) -> anyhow::Result<()> {
        self.pass(2 * DAY, "two days later").await;
        let params = CaptureTransaction::new(payment.clone(), PRICE);
        let captured = self.client.transactions().capture(params).await?;
        step("capture", format!("{}: {}", amount(PRICE), status(&captured)));
        self.settle().await;
        self.pass(DAY, "a day later").await;
        let cleared = self.client.transactions().get(payment.clone()).await?;
        step("", format!("the money has moved: {}", status(&cleared)));
        Ok(())
    }

    async fn refund(&mut self, payment: &TransactionId) -> anyhow::Result<()> {
        let params = CreateRefund::new().transaction_id(payment.clone()).amount(REFUNDED);
        let refund = self.client.refunds().create(params).await?;
        let status = refund.status.context("a refund has a status")?;
        step("refund", format!("{} of {}: {}", amount(REFUNDED), amount(PRICE), status.as_str()));
        self.settle().await;
        Ok(())
    }
}

fn status(payment: &Transaction) -> &str {
    payment.capture_status.as_ref().map_or("no status", |status| status.as_str())
}
