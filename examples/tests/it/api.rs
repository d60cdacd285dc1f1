//! CentralPay: a world of a sandbox, which runs in the process of the test.

use payspec::centralpay::model::{
    CardDetails, CardDetailsRequired, CreateCardToken, CreateTransaction, CreateTransactionRequired, Currency,
    Transaction, TransactionSource,
};
use payspec::centralpay::{Amount, Client, Error};
use payspec::sandbox::{Clients as _, Sandbox, WorldHandle};
use payspec_core::OperationSpec;
use tokio::runtime::{Builder, Runtime};

/// Cards of the vendor's list: one that pays, one without funds, and one whose bank asks for a code.
pub(crate) const CARD: &str = "4111111111111111";
pub(crate) const EMPTY: &str = "4000000000000077";
pub(crate) const CHALLENGED: &str = "5306889942833340";

/// A merchant's account, and a client of it next to that of the example.
pub(crate) struct Api {
    pub(crate) world: WorldHandle,
    pub(crate) client: Client,
    _sandbox: Sandbox,
    /// Runs the sandbox, while the thread of the test waits for an example.
    runtime: Runtime,
}

impl Api {
    pub(crate) fn start() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
        let sandbox = runtime.block_on(Sandbox::start()).expect("a free port on this machine");
        let world = sandbox.world("examples");
        let client = world.centralpay().expect("complete settings");
        Self { world, client, _sandbox: sandbox, runtime }
    }

    /// The environment of an example.
    pub(crate) fn env(&self) -> Vec<(&'static str, String)> {
        vec![
            ("CENTRALPAY_BASE_URL", self.world.centralpay_url()),
            ("CENTRALPAY_LOGIN", self.world.login()),
            ("CENTRALPAY_PASSWORD", self.world.password().to_owned()),
            ("CENTRALPAY_MERCHANT_PUBLIC_KEY", self.world.public_key()),
            ("CENTRALPAY_ORIGIN", self.world.origin().to_owned()),
            ("POINT_OF_SALE", self.world.merchant().point_of_sale_id),
        ]
    }

    pub(crate) fn wait<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// A token of a card.
    pub(crate) fn token(&self, number: &str) -> String {
        let card = CardDetailsRequired {
            number: number.into(),
            expiration_month: "12".into(),
            expiration_year: "2090".into(),
        };
        let params = CreateCardToken::new().card(CardDetails::new(card).cvc("123"));
        let token = self.wait(async { self.client.card_tokens().create(params).await });
        token.expect("a token").card_token_id.as_str().to_owned()
    }

    /// A payment of somebody else's program.
    pub(crate) fn pay(&self, number: &str, money: (i64, Currency), reference: &str) -> Result<Transaction, Box<Error>> {
        let params = CreateTransaction::new(CreateTransactionRequired {
            amount: Amount::from_minor(money.0),
            currency: money.1,
            point_of_sale_id: self.world.merchant().point_of_sale_id.into(),
            end_user_ip: "203.0.113.7".into(),
        });
        let params = params.card_token_id(self.token(number)).merchant_transaction_id(reference);
        let call = self.client.transactions().create(params.source(TransactionSource::ECommerce));
        self.wait(async { call.await }).map_err(Box::new)
    }

    /// A payment as it is now.
    pub(crate) fn payment(&self, id: &str) -> Transaction {
        self.wait(async { self.client.transactions().get(id).await }).expect("a payment")
    }

    /// The requests to an operation: whether each was a repetition that its idempotency key made harmless.
    pub(crate) fn asked(&self, operation: &OperationSpec) -> Vec<bool> {
        let requests = self.world.requests();
        requests.iter().filter(|entry| entry.operation == Some(operation.id)).map(|entry| entry.repeated).collect()
    }

    pub(crate) fn count(&self, operation: &OperationSpec) -> usize {
        self.asked(operation).len()
    }
}

/// A sandbox that has failed has not shown how the API would have answered.
impl Drop for Api {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let failures = self.world.inspect(|world| world.failures().len());
            assert_eq!(failures, 0, "the sandbox has found mistakes of its own");
        }
    }
}
