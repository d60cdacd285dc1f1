//! Card payments: results, capture, expiry, cancellation, clearing, searches.

use centralpay_model::test_values::{TestCard, TestCardFlow, TestCardOutcome};
use centralpay_model::{CardProductType, CardRegion, CardType, Country};
use payspec_sandbox::engine::ledger::Account;

use crate::support::{Bank, CARD, DAY};

const SECOND: std::time::Duration = std::time::Duration::from_secs(1);

#[test]
fn an_ordinary_payment_is_captured_at_once_and_cleared_a_day_later() {
    let mut bank = Bank::new();
    let reply = bank.pay(CARD, &[("source", "EC"), ("merchantTransactionId", "order-1")]);
    assert_eq!(reply.status(), 200);
    for (field, value) in [
        ("transactionStatus", "SUCCESS"),
        ("authorizationStatus", "SUCCESS"),
        ("captureStatus", "CAPTURED"),
        ("bankCode", "0"),
        ("merchantTransactionId", "order-1"),
        ("creationDate", "2024-01-05T13:43:19.909+00:00"),
        ("pointOfSaleId", bank.merchant.point_of_sale_id.clone().as_str()),
        ("contractId", bank.merchant.contract_id.clone().as_str()),
    ] {
        assert_eq!(reply.text(field), value, "{field}");
    }
    assert_eq!((reply.body["commission"].as_i64(), reply.body["fee"].as_i64()), (Some(0), Some(0)));
    assert_eq!(reply.body["residualAmount"].as_i64(), Some(0));
    assert_eq!(reply.body["card"]["check"].as_bool(), Some(false), "nothing was checked before the payment");
    assert_ne!(reply.text("movementId"), reply.text("authorizationMovementId"));
    let told = bank.told("TRANSACTION_CAPTURED");
    assert!(!reply.body.to_string().contains("null") && !told.to_string().contains("null"), "{told}");
    let path = format!("/transaction/{}", reply.text("transactionId"));
    let wallet = Account::Wallet(bank.merchant.wallet_id.clone());
    bank.pass(DAY - SECOND);
    assert_eq!(bank.get(&path, &[]).text("captureStatus"), "CAPTURED");
    assert_eq!(bank.world.ledger().balance(&wallet, "EUR"), 0);
    bank.pass(SECOND);
    let cleared = bank.get(&path, &[]);
    assert_eq!((cleared.text("captureStatus"), cleared.text("clearingDate")), ("CLEARED", "2024-01-06"));
    assert!(!cleared.text("clearingNumber").is_empty());
    assert_eq!(bank.world.ledger().balance(&wallet, "EUR"), 1500);
    assert_eq!(bank.events(), ["CARDTOKEN_CREATED", "TRANSACTION_SUCCEEDED", "TRANSACTION_CAPTURED"]);
    bank.assert_sound();
}

/// Each card of the vendor's list does what its row says.
#[test]
fn test_cards_do_what_their_row_says() {
    let mut refused = 0;
    for card in TestCard::all() {
        let (mut bank, row) = (Bank::new(), card.row().expect("it is listed"));
        let reply = bank.pay(row.code, &[("source", "MO")]);
        if row.outcome == Some(TestCardOutcome::Refused) {
            let code =
                row.bank_code.as_ref().expect("a refused card has a code").as_str().trim_start_matches('0').to_owned();
            assert_eq!((reply.status(), reply.text("bankCode")), (402, code.as_str()), "{}", row.name);
            assert_eq!((reply.text("transactionStatus"), reply.text("captureStatus")), ("FAILURE", "UNCAPTURED"));
            assert!(reply.text("bankMessage").starts_with("Simulation : "), "{}", reply.body);
            assert_eq!(reply.body["amountCaptured"].as_i64(), Some(0));
            assert_eq!(bank.events(), ["CARDTOKEN_CREATED", "TRANSACTION_FAILED"]);
            let path = format!("/transaction/{}", reply.text("transactionId"));
            assert_eq!(bank.get(&path, &[]).text("transactionStatus"), "FAILURE", "a refused payment is kept");
            refused += 1;
        } else {
            assert_eq!(reply.status(), 200, "{}: {}", row.name, reply.body);
        }
        let shown = &reply.body["card"];
        for (field, told) in [
            ("region", row.region.as_ref().map(CardRegion::as_str)),
            ("productType", row.product_type.as_ref().map(CardProductType::as_str)),
            ("cardType", row.card_type.as_ref().map(CardType::as_str)),
            ("country", row.country.as_ref().map(Country::as_str)),
        ] {
            assert!(told.is_none() || shown[field].as_str() == told, "{}: {field} {shown}", row.name);
        }
        assert!(row.eea.is_none() || shown["europeanEconomicArea"].as_bool() == row.eea, "{}", row.name);
        let in_browser = bank.pay(row.code, &[("source", "EC")]);
        if row.flow == Some(TestCardFlow::WithThreeDs) && row.outcome == Some(TestCardOutcome::Successful) {
            assert_eq!((in_browser.status(), in_browser.text("bankCode")), (402, "A1"), "{}", row.name);
        }
        bank.assert_sound();
    }
    assert_eq!(refused, 4);
}

#[test]
fn a_deferred_payment_is_captured_in_part_or_expires_after_seven_days() {
    let mut bank = Bank::new();
    let mut deferred = || {
        let reply = bank.pay(CARD, &[("source", "EC"), ("capture", "false")]);
        assert_eq!(reply.text("captureStatus"), "UNCAPTURED");
        format!("/transaction/{}", reply.text("transactionId"))
    };
    let (captured, expired) = (deferred(), deferred());
    let over = bank.post(&format!("{captured}/capture"), &[("amount", "1501")]);
    assert!(over.error("amount").contains("within-authorisation"), "{}", over.body);
    bank.pass(7 * DAY - SECOND);
    let part = bank.post(&format!("{captured}/capture"), &[("amount", "1000")]);
    assert_eq!((part.text("captureStatus"), part.body["amountCaptured"].as_i64()), ("CAPTURED", Some(1000)));
    assert_eq!(part.body["residualAmount"].as_i64(), Some(500));
    let again = bank.post(&format!("{captured}/capture"), &[("amount", "1")]);
    assert_eq!(again.status(), 400, "{}", again.body);
    bank.pass(SECOND);
    let lapsed = bank.get(&expired, &[]);
    assert_eq!((lapsed.text("captureStatus"), lapsed.text("transactionStatus")), ("EXPIRED", "SUCCESS"));
    assert_eq!(lapsed.body["refunded"].as_bool(), Some(false));
    assert_eq!(bank.get(&captured, &[]).text("captureStatus"), "CAPTURED");
    assert_eq!(bank.post(&format!("{expired}/capture"), &[("amount", "1")]).status(), 400);
    assert_eq!(bank.post(&format!("{expired}/cancel"), &[]).status(), 400);
    assert!(bank.events().ends_with(&["TRANSACTION_CAPTURED", "TRANSACTION_EXPIRED"]), "{:?}", bank.events());
    bank.assert_sound();
}

#[test]
fn a_pre_authorisation_lasts_thirty_days() {
    let mut bank = Bank::new();
    let reply = bank.pay(CARD, &[("source", "DP")]);
    let path = format!("/transaction/{}", reply.text("transactionId"));
    bank.pass(30 * DAY - SECOND);
    assert_eq!(bank.get(&path, &[]).text("captureStatus"), "UNCAPTURED");
    bank.pass(SECOND);
    assert_eq!(bank.get(&path, &[]).text("captureStatus"), "EXPIRED");
    bank.assert_sound();
}

#[test]
fn a_payment_is_cancelled_until_it_is_cleared() {
    let mut bank = Bank::new();
    let captured = bank.pay(CARD, &[("source", "EC")]).text("transactionId").to_owned();
    let cancelled = bank.post(&format!("/transaction/{captured}/cancel"), &[]);
    assert_eq!((cancelled.text("captureStatus"), cancelled.text("transactionStatus")), ("CANCELED", "SUCCESS"));
    assert!(!cancelled.text("captureCancellationDate").is_empty() && !cancelled.text("cancelMovementId").is_empty());
    assert_eq!(cancelled.body["amountCaptured"].as_i64(), Some(1500));
    assert_eq!(bank.events().last(), Some(&"TRANSACTION_CANCELED"));
    bank.pass(2 * DAY);
    assert_eq!(bank.get(&format!("/transaction/{captured}"), &[]).text("captureStatus"), "CANCELED");
    assert_eq!(bank.world.ledger().balance(&Account::Issuers, "EUR"), 0, "the booking is undone");
    let cleared = bank.cleared();
    let refused = bank.post(&format!("/transaction/{cleared}/cancel"), &[]);
    assert!(refused.error("captureStatus").contains("not-cleared-yet"), "{}", refused.body);
    assert_eq!(bank.post("/transaction/none/cancel", &[]).status(), 404);
    bank.assert_sound();
}

#[test]
fn a_card_check_debits_nothing() {
    let mut bank = Bank::new();
    let reply = bank.pay(CARD, &[("source", "RI"), ("amount", "0")]);
    assert_eq!((reply.status(), reply.text("captureStatus")), (200, "UNCAPTURED"));
    bank.pass(60 * DAY);
    assert_eq!(
        bank.get(&format!("/transaction/{}", reply.text("transactionId")), &[]).text("captureStatus"),
        "UNCAPTURED"
    );
    assert!(bank.world.ledger().bookings().is_empty());
}

#[test]
fn a_card_check_stores_the_card_of_a_customer() {
    let mut bank = Bank::new();
    let customer = bank.post("/customer", &[("email", "a@example.com"), ("lastName", "Roe")]);
    assert_eq!(customer.text("lastName"), "ROE");
    let id = customer.text("customerId");
    let checked = bank.pay(CARD, &[("source", "RI"), ("amount", "0"), ("customerId", id)]);
    let card = checked.body["card"]["cardId"].as_str().expect("it has one").to_owned();
    let paid = bank.pay_by(&[("customerId", id), ("cardId", &card), ("source", "EC")]);
    assert_eq!((paid.status(), paid.body["withCvv"].as_bool()), (200, Some(false)), "{}", paid.body);
}

#[test]
fn a_card_that_is_given_twice_is_refused_in_the_words_of_the_documents() {
    let mut bank = Bank::new();
    let token = bank.token(CARD);
    let reply = bank.pay_by(&[("cardTokenId", &token), ("cardId", "x"), ("customerId", "y")]);
    assert!(reply.error("cardTokenId").contains("There is no unique source of card"), "{}", reply.body);
}

#[test]
fn an_expired_card_is_refused() {
    let mut bank = Bank::new();
    bank.pass(DAY * 366 * 7);
    let reply = bank.pay(CARD, &[("source", "EC")]);
    assert_eq!((reply.status(), reply.text("bankCode")), (402, "54"), "{}", reply.body);
}

#[test]
fn searches_have_filters_and_pages() {
    let mut bank = Bank::new();
    for number in 0..5 {
        let reference = format!("order-{}", number % 2);
        bank.pay(CARD, &[("source", "EC"), ("merchantTransactionId", &reference)]);
    }
    let mut search = |form: &[(&str, &str)]| {
        let reply = bank.get("/transaction", form);
        let found = reply.body.as_array().cloned().unwrap_or_else(|| panic!("{}", reply.body));
        found
            .iter()
            .map(|one| one["merchantTransactionId"].as_str().expect("it has one").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(search(&[]).len(), 5);
    assert_eq!(search(&[("merchantTransactionId", "order-1")]), ["order-1", "order-1"]);
    assert_eq!(search(&[("limit", "2"), ("page", "2")]), ["order-0", "order-1"]);
    assert_eq!(search(&[("limit", "2"), ("page", "4")]), [""; 0]);
    for wrong in [("page", "0"), ("limit", "x"), ("limit", "-1")] {
        assert!(bank.get("/transaction", &[wrong]).error(wrong.0).contains("whole number"));
    }
    let huge = ("page", "18446744073709551615");
    assert_eq!(bank.get("/transaction", &[huge]).body, serde_json::json!([]));
}

#[test]
fn references_lead_to_objects_that_exist() {
    let mut bank = Bank::new();
    let token = bank.token(CARD);
    for wrong in [("pointOfSaleId", "other"), ("contractId", "other"), ("customerId", "other")] {
        let mut form = vec![
            ("cardTokenId", token.as_str()),
            ("amount", "1500"),
            ("currency", "EUR"),
            ("endUserIp", "203.0.113.7"),
        ];
        let point_of_sale = bank.merchant.point_of_sale_id.clone();
        if wrong.0 != "pointOfSaleId" {
            form.push(("pointOfSaleId", &point_of_sale));
        }
        form.push(wrong);
        assert_eq!(bank.post("/transaction", &form).status(), 404, "{wrong:?}");
    }
}

/// Two amounts that a bank accepts would otherwise add up to more than a balance can hold, when they are cleared.
#[test]
fn amounts_have_twelve_digits_at_most() {
    let mut bank = Bank::new();
    for amount in ["1000000000000", "4611686018427387904", "9223372036854775807"] {
        let reply = bank.pay(CARD, &[("source", "EC"), ("amount", amount)]);
        assert!(reply.error("amount").contains("999999999999"), "{}", reply.body);
    }
    assert_eq!(bank.pay(CARD, &[("source", "EC"), ("amount", "999999999999")]).status(), 200);
    bank.pass(2 * DAY);
    bank.assert_sound();
}

/// The same seed and the same requests give the same answers, byte by byte; another seed gives others.
#[test]
fn worlds_are_deterministic() {
    let run = |seed| {
        let mut bank = Bank::named(seed, "shop");
        let first = bank.pay(CARD, &[("source", "EC")]).answer;
        bank.pass(DAY);
        let second = bank.get("/transaction", &[]).answer;
        (first, second, format!("{:?}", bank.world.events()))
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
}
