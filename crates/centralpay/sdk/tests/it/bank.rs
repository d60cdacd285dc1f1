//! The card side of CentralPay: a world of the sandbox, its cards, and the cardholder at the bank.

use payspec::centralpay::model::test_values::TestCard;
use payspec::centralpay::model::{CardDetails, CardDetailsRequired, CardToken, CreateCardToken, PointOfSaleId};
use payspec::centralpay::{Client, Operation};
use payspec::sandbox::{Clients as _, Sandbox, WorldHandle};
use payspec_test_support::browser;

/// A card without 3-D Secure rules of its own, and others of the vendor's list.
pub(crate) const CARD: &str = "4111111111111111";
pub(crate) const EMPTY: TestCard = TestCard::VISA_INSUFFICIENT_FUNDS;
pub(crate) const CHALLENGED: TestCard = TestCard::MASTERCARD_3DS_CHALLENGE;
pub(crate) const FRICTIONLESS: TestCard = TestCard::VISA_3DS_FRICTIONLESS;
pub(crate) const REFUSED: TestCard = TestCard::VISA_3DS_NOT_AUTHENTICATED;
pub(crate) const NOT_ENROLLED: TestCard = TestCard::CB_ALONE;

/// Codes that the bank takes: of a cardholder, and of somebody else.
pub(crate) const RIGHT: &str = "1234";
pub(crate) const WRONG: &str = "1111";

pub(crate) struct Bank {
    pub(crate) world: WorldHandle,
    pub(crate) client: Client,
    _sandbox: Sandbox,
}

impl Bank {
    pub(crate) async fn start() -> Self {
        let sandbox = Sandbox::start().await.expect("a free port on this machine");
        let world = sandbox.world("sdk");
        let client = world.centralpay().expect("complete settings");
        Self { world, client, _sandbox: sandbox }
    }

    pub(crate) fn point_of_sale(&self) -> PointOfSaleId {
        self.world.merchant().point_of_sale_id.into()
    }

    pub(crate) async fn token(&self, number: &str) -> CardToken {
        self.client.card_tokens().create(CreateCardToken::new().card(card(number).cvc("123"))).await.expect("a token")
    }

    /// The operations that were called, in order.
    pub(crate) fn called(&self) -> Vec<&'static str> {
        self.world.requests().iter().map(|entry| entry.operation.expect("an operation")).collect()
    }

    pub(crate) fn count<O: Operation>(&self) -> usize {
        self.called().iter().filter(|name| **name == O::SPEC.id).count()
    }
}

pub(crate) fn card(number: &str) -> CardDetails {
    CardDetails::new(CardDetailsRequired {
        number: number.into(),
        expiration_month: "12".into(),
        expiration_year: "2090".into(),
    })
}

pub(crate) fn number(card: &TestCard) -> &'static str {
    card.row().expect("a card of the list").code
}

/// The cardholder enters a code. Returns the fields that the bank has the browser post to the shop's URL.
pub(crate) async fn enter_code(page: &str, creq: &str, code: &'static str, shop: &str) -> Vec<(String, String)> {
    let (page, creq, shop) = (page.to_owned(), creq.to_owned(), shop.to_owned());
    let entered = tokio::task::spawn_blocking(move || {
        let (url, response) = browser::enter_code(&page, &creq, code);
        assert_eq!(url, shop);
        vec![("cres".to_owned(), response), ("threeDSSessionData".to_owned(), String::new())]
    });
    entered.await.expect("no panic")
}
