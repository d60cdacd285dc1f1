//! The modes of a card payment, and what a card is accepted in.

use centralpay_model::test_values::TestCard;

use crate::support::{Bank, CARD, DAY};
use crate::three_ds::number;

#[test]
fn mail_and_telephone_orders_are_captured_without_the_holder() {
    for source in ["MO", "TO"] {
        let mut bank = Bank::new();
        let paid = bank.pay(number(&TestCard::VISA_3DS_FRICTIONLESS), &[("source", source)]);
        assert_eq!((paid.status(), paid.text("captureStatus"), paid.text("source")), (200, "CAPTURED", source));
        assert!(bank.events().ends_with(&["TRANSACTION_SUCCEEDED", "TRANSACTION_CAPTURED"]));
        let proof = [("3ds[threeDSServerTransID]", "7d031b8e-7fb7-4215-b866-eaacb395002f"), ("3ds[status]", "Y")];
        let reply = bank.pay(CARD, &[&proof[..], &[("source", source)]].concat());
        assert!(reply.error("3ds").contains("mail-or-telephone-order"), "{}", reply.body);
        bank.assert_sound();
    }
}

#[test]
fn a_pre_authorisation_is_captured_in_full_or_in_part() {
    for amount in ["1500", "400"] {
        let mut bank = Bank::new();
        let id = bank.pay(CARD, &[("source", "DP")]).text("transactionId").to_owned();
        assert_eq!(bank.events().last(), Some(&"TRANSACTION_SUCCEEDED"));
        bank.pass(30 * DAY - std::time::Duration::from_secs(1));
        let captured = bank.post(&format!("/transaction/{id}/capture"), &[("amount", amount)]);
        assert_eq!(captured.text("captureStatus"), "CAPTURED", "{}", captured.body);
        assert_eq!(captured.body["amountCaptured"].to_string(), amount);
        assert_eq!(bank.events().last(), Some(&"TRANSACTION_CAPTURED"));
        bank.pass(2 * DAY);
        assert_eq!(bank.get(&format!("/transaction/{id}"), &[]).text("captureStatus"), "CLEARED");
        bank.assert_sound();
    }
}

#[test]
fn a_cancelled_authorisation_books_nothing() {
    let mut bank = Bank::new();
    let id = bank.pay(CARD, &[("source", "EC"), ("capture", "false")]).text("transactionId").to_owned();
    let cancelled = bank.post(&format!("/transaction/{id}/cancel"), &[]);
    assert_eq!((cancelled.text("captureStatus"), cancelled.text("transactionStatus")), ("CANCELED", "SUCCESS"));
    assert!(!cancelled.text("authorizationCancellationDate").is_empty());
    assert_eq!(bank.events().last(), Some(&"TRANSACTION_CANCELED"));
    bank.pass(8 * DAY);
    assert_eq!(bank.get(&format!("/transaction/{id}"), &[]).text("captureStatus"), "CANCELED", "it does not expire");
    assert!(bank.world.ledger().bookings().is_empty());
    bank.assert_sound();
}

#[test]
fn payments_are_in_four_currencies() {
    let mut bank = Bank::new();
    let point_of_sale = bank.merchant.point_of_sale_id.clone();
    let mut pay = |currency: &str| {
        let token = bank.token(CARD);
        let form = [
            ("cardTokenId", token.as_str()),
            ("amount", "1500"),
            ("currency", currency),
            ("pointOfSaleId", &point_of_sale),
            ("endUserIp", "203.0.113.7"),
            ("source", "EC"),
        ];
        bank.post("/transaction", &form)
    };
    for currency in ["EUR", "USD", "CHF", "GBP"] {
        let paid = pay(currency);
        assert_eq!((paid.status(), paid.text("payoutCurrency")), (200, currency), "{}", paid.body);
    }
    assert!(pay("JPY").error("currency").contains("EUR, USD, CHF, GBP"));
}

/// The currency of a card is not that of its payment.
#[test]
fn cards_from_elsewhere_pay_in_euros() {
    let mut bank = Bank::new();
    let foreign = TestCard::all().filter_map(|card| card.row()).find(|row| row.country.is_some());
    let row = foreign.expect("one card of the list has a country of its own");
    let paid = bank.pay(row.code, &[("source", "EC")]);
    assert_eq!((paid.status(), paid.text("currency"), paid.text("payoutCurrency")), (200, "EUR", "EUR"));
    assert_ne!(paid.body["card"]["country"], "FRA");
}

/// No parameter passes on the holder's choice of a network.
#[test]
fn a_card_of_two_networks_is_charged_on_cb() {
    for card in [TestCard::CB_ALONE, TestCard::CB_VISA, TestCard::CB_MASTERCARD] {
        let mut bank = Bank::new();
        let paid = bank.pay(number(&card), &[("source", "EC")]);
        assert_eq!((paid.status(), paid.body["card"]["commercialBrand"].as_str()), (200, Some("CB")), "{}", paid.body);
        assert_eq!(paid.body["threeDSecure"].as_bool(), Some(false));
        assert!(bank.events().contains(&"TRANSACTION_SUCCEEDED"));
    }
}

#[test]
fn a_card_check_tells_what_the_card_is() {
    let mut bank = Bank::new();
    let row = TestCard::VISA_EUROPE_CORPORATE_CREDIT;
    let checked = bank.pay(number(&row), &[("source", "RI"), ("amount", "0")]);
    let card = &checked.body["card"];
    assert_eq!((card["cardType"].as_str(), card["productType"].as_str()), (Some("CREDIT"), Some("CORPORATE")));
    assert_eq!(bank.events().last(), Some(&"TRANSACTION_SUCCEEDED"));
}

/// Servers with the certificate may send the card itself.
#[test]
fn a_card_is_charged_without_a_token() {
    let mut bank = Bank::new();
    let card = [
        ("card[number]", CARD),
        ("card[expirationMonth]", "12"),
        ("card[expirationYear]", "2030"),
        ("card[cvc]", "123"),
        ("source", "EC"),
    ];
    let paid = bank.pay_by(&card);
    assert_eq!((paid.status(), paid.body["card"]["last4"].as_str()), (200, Some("1111")), "{}", paid.body);
    assert_eq!(paid.body["withCvv"].as_bool(), Some(true));
    for (name, wrong) in [
        ("card[number]", "4111111111111112"),
        ("card[expirationMonth]", "13"),
        ("card[expirationYear]", "30"),
        ("card[cvc]", "12"),
    ] {
        let form = card.map(|(known, value)| (known, if known == name { wrong } else { value }));
        assert!(!bank.pay_by(&form).error(name).is_empty());
    }
    assert!(!String::from_utf8_lossy(&paid.answer.body).contains(CARD) && !format!("{:?}", bank.world).contains(CARD));
}

/// The first payment of a customer stores the card, which pays again without the customer's help.
#[test]
fn a_payment_with_a_token_stores_the_card_of_a_customer() {
    let mut bank = Bank::new();
    let id = bank.post("/customer", &[("email", "a@example.com")]).text("customerId").to_owned();
    let refused = bank.pay("4000000000000077", &[("source", "EC"), ("customerId", &id)]);
    assert_eq!(refused.status(), 402);
    assert_eq!(bank.get(&format!("/customer/{id}"), &[]).body["cards"], serde_json::json!([]), "it is not stored");
    let first = bank.pay(CARD, &[("source", "EC"), ("customerId", &id)]);
    let card = first.body["card"]["cardId"].as_str().expect("a payment returns a card").to_owned();
    let second = bank.pay_by(&[("customerId", &id), ("cardId", &card), ("source", "EC")]);
    assert_eq!(
        (second.status(), second.body["card"]["cardId"].as_str()),
        (200, Some(card.as_str())),
        "{}",
        second.body
    );
    bank.assert_sound();
}

#[test]
fn the_shares_of_a_payment_are_shown() {
    let mut bank = Bank::new();
    let share = "[{\"destinationWalletId\":\"w1\",\"amount\":40,\"fee\":5,\"merchantTransferId\":\"MRI_CODE\"}]";
    let paid = bank.pay(CARD, &[("source", "EC"), ("transfer", share)]);
    assert_eq!(paid.status(), 200, "{}", paid.body);
    let shown = &paid.body["transactiontransfers"][0];
    assert_eq!(
        (shown["amount"].as_i64(), shown["fee"].as_i64(), shown["destinationWalletId"].as_str()),
        (Some(40), Some(5), Some("w1"))
    );
    let again = bank.pay(CARD, &[("source", "EC"), ("transfer", share)]);
    assert!(again.error("transfer").contains("used before"), "{}", again.body);
    for (wrong, field, why) in [
        ("[{\"destinationWalletId\":\"w1\",\"amount\":1501}]", "transfer", "more than the amount"),
        ("[{\"destinationWalletId\":\"w1\",\"amount\":4,\"fee\":5}]", "transfer[0][fee]", "within-amount"),
    ] {
        let reply = bank.pay(CARD, &[("source", "EC"), ("transfer", wrong)]);
        assert!(reply.error(field).contains(why), "{}", reply.body);
    }
    bank.assert_sound();
}
