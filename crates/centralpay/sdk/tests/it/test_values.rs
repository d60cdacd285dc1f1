//! The published test values: they are right, and their rows say all that the page says.

use payspec::centralpay::model::test_values::*;
use payspec::centralpay::model::{
    BankReturnCode, CardDetails, CardDetailsRequired, CardProductType, CardRegion, CardType, Country, CreateCardToken,
    ThreeDsDeviceChannel, ThreeDsTransStatus,
};
use payspec_core::{CardNumber, Form, Operation};

use payspec_test_support::files;

#[test]
fn every_card_is_a_card_of_its_network() {
    for row in TestCard::rows() {
        assert!(CardNumber::from(row.code).passes_luhn(), "{}", row.code);
        let (prefixes, digits): (&[&str], usize) = match row.network {
            TestCardNetwork::Visa => (&["4"], 16),
            TestCardNetwork::Mastercard => (&["51", "52", "53", "54", "55"], 16),
            TestCardNetwork::AmericanExpress => (&["34", "37"], 15),
            _ => (&["4", "5"], 16),
        };
        assert!(prefixes.iter().any(|prefix| row.code.starts_with(prefix)) && row.code.len() == digits, "{}", row.name);
        assert_eq!(TestCard::from_name(row.name), Some(TestCard::from(row.code)));
    }
}

/// Reads the page's words for a card, and looks for each of them in the row.
#[test]
fn every_documented_behaviour_is_in_the_row() {
    for printed in files::table("test-cards") {
        let (number, text) = (printed[0].as_str(), printed[1].as_str());
        let row = TestCard::from(number).row().unwrap_or_else(|| panic!("{number} is missing"));
        if let Some((_, rest)) = text.split_once('(').filter(|_| text.contains("no-3DS")) {
            let code = rest.split(')').next().expect("the code stands in brackets");
            assert_eq!(row.bank_code, Some(BankReturnCode::from(code).canonical()), "{text}");
            assert_eq!(
                (&row.outcome, &row.flow),
                (&Some(TestCardOutcome::Refused), &Some(TestCardFlow::Either)),
                "{text}"
            );
        } else if text.starts_with("Transaction") {
            assert_eq!(row.outcome == Some(TestCardOutcome::Successful), text.contains("successful"), "{text}");
            let without = text.contains("(NON 3DS)");
            let flow = if without { TestCardFlow::WithoutThreeDs } else { TestCardFlow::WithThreeDs };
            assert_eq!(row.flow, Some(flow), "{text}");
            let answer = text.split_once("Authentication = ").map(|(_, rest)| ThreeDsTransStatus::from(&rest[..1]));
            assert_eq!(row.authentication, answer, "{text}");
            let channel = text.rsplit_once(": ").and_then(|(_, flow)| match flow {
                "application flow" => Some(ThreeDsDeviceChannel::App),
                "browser flow" => Some(ThreeDsDeviceChannel::Browser),
                _ => None,
            });
            assert_eq!(row.device_channel, channel, "{text}");
            let scheme = text.split_once("scheme : ").map(|(_, scheme)| TestCardScheme::from(scheme));
            assert_eq!(row.scheme, scheme, "{text}");
        } else {
            attributes(row, text);
        }
    }
}

fn attributes(row: &TestCardRow, text: &str) {
    for pair in text.split(';').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').expect("a key and a value");
        match key {
            "EEA" => assert_eq!(row.eea, Some(value == "true"), "{text}"),
            "region" => assert_eq!(row.region, Some(CardRegion::from(value)), "{text}"),
            "productType" => assert_eq!(row.product_type, Some(CardProductType::from(value)), "{text}"),
            "cardType" => assert_eq!(row.card_type, Some(CardType::from(value)), "{text}"),
            "Country" => assert_eq!(row.country, Some(Country::from(value)), "{text}"),
            other => panic!("{other} is in no column"),
        }
    }
    // What the page does not say, the row does not either.
    assert_eq!(row.card_type.is_some(), text.contains("cardType"), "{text}");
    assert_eq!(row.country.is_some(), text.contains("Country"), "{text}");
}

#[test]
fn words_of_the_rows_are_words_of_the_api() {
    for row in TestCard::rows() {
        assert!(row.region.as_ref().is_none_or(CardRegion::is_known), "{}", row.name);
        assert!(row.product_type.as_ref().is_none_or(CardProductType::is_known), "{}", row.name);
        assert!(row.card_type.as_ref().is_none_or(CardType::is_known), "{}", row.name);
        assert!(row.bank_code.as_ref().is_none_or(|code| code.row().is_some_and(|row| !row.approved)), "{}", row.name);
        assert!(row.summary.len() > 10, "{}", row.name);
    }
}

#[test]
fn a_card_goes_where_a_number_goes_and_is_hidden_there() {
    let card = CardDetails::new(CardDetailsRequired {
        number: TestCard::VISA_INSUFFICIENT_FUNDS.into(),
        expiration_month: "12".into(),
        expiration_year: "2031".into(),
    });
    assert_eq!(card.number.expose(), "4000000000000077");
    let token = CreateCardToken::new().card(card);
    assert!(token.validate().is_ok());
    let mut form = Form::new();
    token.encode(&mut form);
    assert_eq!(form.get("card[number]"), Some("4000000000000077"));
    assert!(!format!("{token:?}").contains("4000000000000077"));
    let by_reference = CardDetails::new(CardDetailsRequired {
        number: CardNumber::from(&TestCard::VISA_3DS_CHALLENGE),
        expiration_month: "12".into(),
        expiration_year: "2031".into(),
    });
    assert_eq!(by_reference.number, CardNumber::from("4916 9940 6425 2017"));
}

#[test]
fn every_iban_is_valid_and_in_the_country_it_says() {
    for (row, printed) in TestIban::rows().iter().map(|row| {
        let printed = files::table("test-ibans").into_iter().find(|printed| printed[0] == row.code);
        (row, printed.unwrap_or_else(|| panic!("{} is not on the page", row.code)))
    }) {
        assert_eq!(mod_97(row.code), 1, "{}", row.code);
        assert_eq!(row.bic, printed[1]);
        assert_eq!(Country::from_alpha2(&row.code[..2]), Some(row.country.clone()));
        assert_eq!(row.country.row().map(|country| country.sepa), Some(row.sepa), "{}", row.name);
    }
    assert_eq!(TestIban::rows().iter().filter(|row| !row.sepa).count(), 2);
}

/// ISO 7064: the first four characters go behind, letters count from 10.
fn mod_97(iban: &str) -> u32 {
    let (head, tail) = iban.split_at(4);
    tail.chars().chain(head.chars()).fold(0, |rest, c| {
        let value = c.to_digit(36).expect("letters and digits");
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    })
}

/// L13829-13833, and L13840 for what counts as passed.
#[test]
fn otps_lead_to_the_documented_results() {
    for printed in files::table("test-otps") {
        let row = TestOtp::from(printed[0].as_str()).row().expect("listed");
        assert_eq!(row.result, ThreeDsTransStatus::from(printed[1].as_str()), "{}", row.code);
        assert_eq!(row.passed, printed[2] == "réussi", "{}", row.code);
        assert!(row.result.is_known());
    }
    assert_eq!(TestOtp::REJECTED.as_str(), "2222");
}
