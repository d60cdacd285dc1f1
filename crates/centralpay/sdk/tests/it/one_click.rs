use payspec::centralpay::model::{
    Card, CardTokenId, CreateTransaction, CreateTransactionRequired, Currency, Customer, CustomerId,
};
use payspec::centralpay::one_click::{KeptCard, NoCard, further_card, new_customer};
use payspec::centralpay::{Amount, CardSource};
use serde_json::{Value, json};

fn customer(cards: &Value) -> Customer {
    serde_json::from_value(json!({ "customerId": "c-1", "cards": cards })).expect("a customer")
}

fn kept(card: &str) -> KeptCard {
    KeptCard { customer_id: "c-1".into(), card_id: card.into() }
}

#[test]
fn the_kept_card_is_found_in_the_customer() {
    let token = CardTokenId::from("t-2");
    let found = |cards: &Value| KeptCard::of_customer(&customer(cards), Some(&token));
    assert_eq!(found(&json!([{ "cardId": "k-1" }])), Ok(kept("k-1")));
    let two = json!([{ "cardId": "k-1", "cardTokenId": "t-1" }, { "cardId": "k-2", "cardTokenId": "t-2" }]);
    assert_eq!(found(&two), Ok(kept("k-2")));
    assert_eq!(KeptCard::of_customer(&customer(&two), None), Err(NoCard::Several));
    // Cards that do not tell their token are no match for a customer asked about without one.
    let silent = json!([{ "cardId": "k-1" }, { "cardId": "k-2" }]);
    assert_eq!(found(&silent), Err(NoCard::Several));
    assert_eq!(KeptCard::of_customer(&customer(&silent), None), Err(NoCard::Several));
    // The card of the token is not there, and an older one must not be charged in its place.
    let older = json!([{ "cardId": "k-1", "cardTokenId": "t-1" }]);
    assert_eq!(found(&older), Err(NoCard::OfAnotherToken));
    assert_eq!(KeptCard::of_customer(&customer(&older), None), Ok(kept("k-1")));
    assert_eq!(found(&json!([])), Err(NoCard::None));
    assert_eq!(found(&json!(null)), Err(NoCard::None));
}

#[test]
fn a_further_card_belongs_to_its_customer() {
    let card = |owner: &Value| -> Card {
        serde_json::from_value(json!({ "cardId": "k-1", "customerId": owner })).expect("a card")
    };
    let customer = CustomerId::from("c-1");
    assert_eq!(KeptCard::of_card(&customer, &card(&json!("c-1"))), Ok(kept("k-1")));
    assert_eq!(KeptCard::of_card(&customer, &card(&json!(null))), Ok(kept("k-1")));
    assert_eq!(KeptCard::of_card(&customer, &card(&json!("c-2"))), Err(NoCard::OfAnother));
}

#[test]
fn requests_hold_what_their_use_case_asks_for() {
    let token = CardTokenId::from("t-1");
    new_customer(&token).email("customer@example.com").validate().expect("a customer");
    assert!(new_customer(&token).validate().is_err(), "an e-mail address or a phone number is missing");
    further_card(&"c-1".into(), &token).validate().expect("a card");
    let required = CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: Currency::EUR,
        point_of_sale_id: "point-of-sale".into(),
        end_user_ip: "203.0.113.7".into(),
    };
    let payment = kept("k-1").payment(required.clone());
    payment.validate_for(CreateTransaction::ONE_CLICK).expect("a payment");
    let payment = CardSource::from(token).payment(required);
    payment.validate().expect("a payment");
    assert!(payment.validate_for(CreateTransaction::ONE_CLICK).is_err(), "a token is no kept card");
}

#[test]
fn a_kept_card_can_be_stored() {
    let stored = serde_json::to_string(&kept("k-1")).expect("JSON");
    assert_eq!(stored, r#"{"customerId":"c-1","cardId":"k-1"}"#);
    assert_eq!(serde_json::from_str::<KeptCard>(&stored).expect("the same"), kept("k-1"));
}

#[test]
fn a_card_that_is_shown_without_its_id_is_no_kept_card() {
    let card: Card =
        serde_json::from_value(serde_json::json!({ "first6": "532509", "last4": "0008" })).expect("a card");
    assert_eq!(KeptCard::of_card(&"c-1".into(), &card), Err(NoCard::WithoutId));
}
