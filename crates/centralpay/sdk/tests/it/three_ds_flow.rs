//! 3-D Secure in the browser through the flow of `centralpay`: against the sandbox, with the state stored as text between
//! the requests of the browser, as a shop does.

use payspec::centralpay::model::test_values::TestCard;
use payspec::centralpay::model::{
    AuthenticateThreeDs, CheckThreeDsVersion, CreateTransaction, Currency, ThreeDsTransStatus, Transaction,
    TransactionStatus,
};
use payspec::centralpay::one_click::{self, KeptCard};
use payspec::centralpay::three_ds::{
    AuthenticatedPaymentRequired, Browser, BrowserFacts, BrowserRequired, Challenge, Enrolment, FrameOptions,
    MethodData, Pending, Purchase, Returned, Series, Site, Step, StepWithoutCardholder, ThreeDsError,
};
use payspec::centralpay::{Amount, CardSource};
use serde_json::json;

use crate::bank::{Bank, CHALLENGED, FRICTIONLESS, REFUSED, RIGHT, WRONG, enter_code, number};

const SHOP: &str = "https://shop.example/3ds/9f1c";

fn purchase() -> Purchase {
    Purchase { amount: Amount::from_minor(3_600_000), currency: Currency::EUR }
}

fn browser() -> Browser {
    let facts = json!({ "javaEnabled": false, "language": "fr-FR", "colorDepth": 30, "screenHeight": 1052,
        "screenWidth": 1853, "timezoneOffset": -60 });
    let facts: BrowserFacts = serde_json::from_value(facts).expect("what the script sends");
    Browser::new(BrowserRequired { facts, user_agent: "Mozilla/5.0".into(), accept: "text/html".into() })
}

fn site() -> Site {
    Site { url: "https://shop.example".to_owned(), notification_url: SHOP.to_owned() }
}

/// The state that a shop stores between two requests.
fn stored(pending: impl Into<Pending>) -> Pending {
    let text = serde_json::to_string(&pending.into()).expect("JSON");
    for card in [CHALLENGED, FRICTIONLESS, REFUSED] {
        assert!(!text.contains(number(&card)), "a card number is in {text}");
    }
    serde_json::from_str(&text).expect("what was written")
}

/// What the bank's page posts back after the cardholder has entered a code.
async fn answer(challenge: &Challenge, code: &'static str) -> Vec<(String, String)> {
    let form = challenge.form().expect("an address of the bank");
    let creq = form.fields().find(|(name, _)| *name == "creq").expect("the one field").1.to_owned();
    enter_code(form.action(), &creq, code, SHOP).await
}

impl Bank {
    /// The first two requests of the browser: the card, then the data about the browser.
    async fn authenticate(&self, test_card: &TestCard, card: &CardSource) -> Step {
        let version = self.client.three_ds().versioning(CheckThreeDsVersion::new(number(test_card))).await;
        let Enrolment::Enrolled(enrolled) = Enrolment::of_call(version, purchase()).expect("an answer") else {
            panic!("the card is enrolled");
        };
        let method = enrolled.method_form().expect("an address of the bank");
        assert_eq!(method.is_some(), *test_card == CHALLENGED, "some banks want one");
        if let Some(method) = method {
            assert!(self.world.centralpay_url().starts_with(&method.origin()));
            method.html(&FrameOptions::new("method").hidden()).expect("markup");
            let (_, data) = method.fields().next().expect("the one field");
            let data = MethodData::decode(data).expect("what the documentation shows");
            assert!(data.notification_url.starts_with(&method.origin()), "not an address of the shop");
        }

        let Pending::Enrolled(enrolled) = stored(enrolled) else { panic!("another state") };
        let (question, asked) = enrolled.authenticate(card, &browser(), &site());
        asked.answered(self.client.three_ds().authenticate(question).await.expect("an answer")).expect("it fits")
    }

    async fn challenge(&self, card: &CardSource) -> Challenge {
        let Step::Challenge(challenge) = self.authenticate(&CHALLENGED, card).await else { panic!("a challenge") };
        challenge
    }

    async fn card(&self, card: &TestCard) -> CardSource {
        CardSource::Token(self.token(number(card)).await.card_token_id)
    }

    fn place(&self) -> AuthenticatedPaymentRequired {
        AuthenticatedPaymentRequired { point_of_sale_id: self.point_of_sale(), end_user_ip: "203.0.113.7".into() }
    }

    async fn pay(&self, step: Step, card: &CardSource) -> Transaction {
        let Step::Authenticated(authenticated) = step else { panic!("not authenticated: {step:?}") };
        let payment = authenticated.payment(card, self.place()).expect("the same card");
        let call = self.client.transactions().create(payment).profile(CreateTransaction::BROWSER_THREE_DS);
        call.await.expect("paid")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_a_result_and_a_payment() {
    let bank = Bank::start().await;
    let card = bank.card(&CHALLENGED).await;
    let challenge = bank.challenge(&card).await;
    let answer = answer(&challenge, RIGHT).await;

    let Pending::Challenge(challenge) = stored(challenge) else { panic!("another state") };
    // The card waits with the order.
    let card_of_the_order = serde_json::to_string(&card).expect("JSON");
    let card: CardSource = serde_json::from_str(&card_of_the_order).expect("what was written");
    let Returned::ReadResult(waiting) = challenge.returned(answer).expect("an answer") else {
        panic!("the challenge was passed");
    };
    let Pending::Waiting(waiting) = stored(waiting) else { panic!("another state") };
    let result = bank.client.three_ds().results(waiting.trans_id().clone()).await.expect("a result");
    let step = waiting.result(result).expect("it fits");
    let transaction = bank.pay(step, &card).await;
    assert_eq!(transaction.transaction_status, Some(TransactionStatus::Success));
    assert_eq!((transaction.amount, transaction.three_d_secure), (Some(purchase().amount), Some(true)));
    let expected =
        ["card-token.create", "three-ds.versioning", "three-ds.authenticate", "three-ds.results", "transaction.create"];
    assert_eq!(bank.called(), expected);
}

#[tokio::test]
async fn a_bank_that_agrees_at_once_needs_no_result() {
    let bank = Bank::start().await;
    let card = bank.card(&FRICTIONLESS).await;
    let step = bank.authenticate(&FRICTIONLESS, &card).await;
    assert_eq!(bank.pay(step, &card).await.three_d_secure, Some(true));
    let expected = ["card-token.create", "three-ds.versioning", "three-ds.authenticate", "transaction.create"];
    assert_eq!(bank.called(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_and_a_failed_challenge_make_no_payment() {
    let bank = Bank::start().await;
    let card = bank.card(&REFUSED).await;
    let Step::Refused(refused) = bank.authenticate(&REFUSED, &card).await else { panic!("the bank refused") };
    assert_eq!(*refused.status(), ThreeDsTransStatus::NotAuthenticated);

    let card = bank.card(&CHALLENGED).await;
    let (challenge, other) = (bank.challenge(&card).await, bank.challenge(&card).await);
    let of_another = answer(&other, RIGHT).await;
    let failed = answer(&challenge, WRONG).await;
    assert_eq!(challenge.clone().returned(of_another), Err(ThreeDsError::OtherAuthentication));
    assert!(matches!(challenge.returned(failed).expect("an answer"), Returned::Refused(_)));
    assert_eq!((bank.count::<AuthenticateThreeDs>(), bank.count::<CreateTransaction>()), (3, 0));
}

/// A series: the card is kept with the first payment, a later one goes without the cardholder.
#[tokio::test(flavor = "multi_thread")]
async fn a_kept_card_pays_again_without_the_cardholder() {
    let bank = Bank::start().await;
    let token = bank.token(number(&CHALLENGED)).await.card_token_id;
    let params = one_click::new_customer(&token).email("customer@example.com");
    let customer = bank.client.customers().create(params).await.expect("a customer");
    let kept = KeptCard::of_customer(&customer, Some(&token)).expect("the card of the token");

    let card = CardSource::from(kept.clone());
    let challenge = bank.challenge(&card).await;
    answer(&challenge, RIGHT).await;
    // The browser never came back, and the bank has authenticated all the same.
    let waiting = challenge.abandoned();
    let result = bank.client.three_ds().results(waiting.trans_id().clone()).await.expect("a result");
    let Ok(Step::Authenticated(authenticated)) = waiting.result(result) else { panic!("authenticated") };
    let prior = authenticated.prior(&kept, "2024-01-05T12:00:00Z").expect("the challenge told the bank's id");
    let first = bank.pay(Step::Authenticated(authenticated), &card).await;

    // A month later.
    bank.world.clock().advance(std::time::Duration::from_hours(31 * 24)).await;
    let series = Series { kind: "01".into(), until: "2026-01-01".into(), every_days: 28 };
    let (question, asked) = prior.authenticate(kept, purchase(), &series, "2024-02-05T12:00:00Z").expect("its card");
    let answer = bank.client.three_ds().authenticate(question).await.expect("an answer");
    let Ok(StepWithoutCardholder::Authenticated(authenticated)) = asked.answered(answer) else { panic!("agreed") };
    let payment = authenticated.payment(bank.place());
    let call = bank.client.transactions().create(payment).profile(CreateTransaction::THREE_RI);
    let second = call.await.expect("paid");
    assert_eq!(second.three_d_secure, Some(true));
    let card = |payment: &Transaction| payment.card.as_ref().and_then(|card| card.card_id.clone());
    assert!(card(&first).is_some() && card(&first) == card(&second), "{first:?} {second:?}");
}
