//! A shop whose payments are made in a sandbox.

use payspec::centralpay::Amount;
use payspec::centralpay::Client;
use payspec::centralpay::model::{
    CardDetails, CardDetailsRequired, CreateCardToken, CreateCustomer, CreatePaymentRequest,
    CreatePaymentRequestRequired, CreateTransaction, CreateTransactionRequired, Currency, PaymentMethod,
    PaymentRequest, PaymentRequestId, PaymentRequestPayer, TransactionSource,
};
use payspec::sandbox::{Clients as _, Sandbox, WorldHandle};

/// A shop with a world of its own.
pub struct Shop {
    pub sandbox: Sandbox,
    pub world: WorldHandle,
    pub client: Client,
}

impl Shop {
    pub async fn open() -> Self {
        let sandbox = Sandbox::start().await.expect("a port is free");
        let world = sandbox.world("shop");
        let client = world.centralpay().expect("the settings are complete");
        Self { sandbox, world, client }
    }

    /// A payment request over 1,290.00 EUR, with what `change` sets.
    pub async fn request(&self, change: impl FnOnce(CreatePaymentRequest) -> CreatePaymentRequest) -> PaymentRequest {
        let mut payer = PaymentRequestPayer::new();
        payer.email = Some("payer@example.com".to_owned());
        let mut params = CreatePaymentRequest::new(CreatePaymentRequestRequired {
            payment_method: vec![PaymentMethod::Transaction],
            currency: Currency::EUR,
            total_amount: Amount::from_minor(129_000),
            breakdown: vec![payer],
        });
        params.description = Some("Two nights in Lyon, breakfast included".to_owned());
        params.merchant_payment_request_id = Some("F-2026-118".to_owned());
        self.client.payment_requests().create(change(params)).await.expect("it is accepted")
    }

    /// The address of the page of a request's first payer.
    pub fn link(request: &PaymentRequest) -> &str {
        request.breakdowns.iter().flatten().find_map(|share| share.endpoint.as_deref()).expect("it has a link")
    }

    /// The address of a page of the inspector.
    pub fn inspector(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.inspector_url())
    }

    /// The pages of the inspector after a [`busy_day`](Self::busy_day).
    pub fn inspected(&self, payment: &str) -> Vec<String> {
        let object = format!("/shop/objects/transaction/{payment}");
        let pages = [
            "",
            "/shop/requests",
            "/shop/requests/3",
            "/shop/objects",
            "/shop/objects/transaction",
            &object,
            "/shop/events",
            "/shop/deliveries/delivery-1",
            "/shop/clock",
            "/shop/faults",
        ];
        pages.map(str::to_owned).to_vec()
    }

    /// What happens on a day: payments, a refusal, a mistake, a webhook that nobody answers, and a fault. Returns the
    /// identifier of a payment.
    pub async fn busy_day(&self) -> String {
        self.world.webhooks().post_to("http://127.0.0.1:9/webhooks").expect("an address");
        self.world.faults().nth(50).post("/transaction").drop_after_commit().expect("there is such an operation");
        let customer = self.client.customers().create(CreateCustomer::new().email("jane@example.com"));
        let customer = customer.await.expect("it is created");
        let mut paid = String::new();
        for (number, amount) in [("4111111111111111", 129_000), ("4000000000000077", 2_500), ("4111111111111111", -5)] {
            let Ok(token) = self.client.card_tokens().create(self.card(number)).await else { panic!("{number}") };
            let params = CreateTransaction::new(CreateTransactionRequired {
                amount: Amount::from_minor(amount),
                currency: Currency::EUR,
                point_of_sale_id: self.world.merchant().point_of_sale_id.into(),
                end_user_ip: "203.0.113.7".to_owned(),
            });
            let params = params.card_token_id(token.card_token_id).source(TransactionSource::ECommerce);
            if let Ok(payment) = self.client.transactions().create(params).await {
                paid = payment.transaction_id.as_str().to_owned();
            }
        }
        let _ = self.client.customers().get(customer.customer_id).await;
        let _ = self.client.customers().get("none").await;
        self.request(|params| params).await;
        self.world.webhooks().settle().await;
        paid
    }

    fn card(&self, number: &str) -> CreateCardToken {
        let card = CardDetails::new(CardDetailsRequired {
            number: number.into(),
            expiration_month: "12".to_owned(),
            expiration_year: "2090".to_owned(),
        });
        CreateCardToken::new().card(card.cvc("123"))
    }

    /// The status of a payment request, as the shop reads it.
    pub async fn payment_status(&self, id: &PaymentRequestId) -> String {
        let read = self.client.payment_requests().get(id.clone()).await.expect("it is there");
        read.payment_status.map(|status| status.as_str().to_owned()).unwrap_or_default()
    }
}
