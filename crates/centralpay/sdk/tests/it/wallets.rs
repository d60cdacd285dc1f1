//! Payment tokens of wallets become the requests that the document prints.

use payspec::centralpay::Amount;
use payspec::centralpay::model::payspec_core::{Form, Operation as _};
use payspec::centralpay::model::{CreateCardToken, Currency, Environment};
use payspec::centralpay::wallets::{
    ApplePayCard, EncryptedGooglePay, GooglePayCard, WalletError, google_pay_environment,
};

const CRYPTOGRAM: &str = "MGnp3S1LBgJxAANgdNCRAoABFIA=";

fn pairs(params: &CreateCardToken) -> Vec<(String, String)> {
    params.validate().unwrap_or_else(|error| panic!("{error}"));
    let mut form = Form::new();
    params.encode(&mut form);
    form.pairs().to_vec()
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

fn apple(number: &str, date: &str) -> String {
    format!(
        r#"{{"applicationPrimaryAccountNumber":"{number}","applicationExpirationDate":"{date}",
            "paymentData":{{"cryptogram":"{CRYPTOGRAM}","eciIndicator":"05"}}}}"#
    )
}

/// The form of L4943-4950, the request of L4971-4978.
#[test]
fn a_decrypted_apple_pay_token_gives_the_documents_request() {
    let card = ApplePayCard::parse(&apple("5454696696312664", "311231")).expect("a token");
    let params = card.card_token("3d2b17abed2696ca", Amount::from_minor(2_500), Currency::EUR);
    let expected = [
        pair("card[number]", "5454696696312664"),
        pair("card[expirationMonth]", "12"),
        pair("card[expirationYear]", "2031"),
        pair("amount", "2500"),
        pair("currency", "EUR"),
        pair("onlinePaymentCryptogram", CRYPTOGRAM),
        pair("eciIndicator", "05"),
        pair("applePayTransactionId", "3d2b17abed2696ca"),
    ];
    assert_eq!(pairs(&params), expected);
    let as_apple_writes = apple("5454696696312664", "310301").replace("cryptogram", "onlinePaymentCryptogram");
    let card = ApplePayCard::parse(&as_apple_writes).expect("a token");
    let params = card.card_token("x", Amount::from_minor(1), Currency::EUR);
    assert_eq!(params.online_payment_cryptogram.as_deref(), Some(CRYPTOGRAM));
    assert_eq!(params.card.map(|card| card.expiration_month).as_deref(), Some("03"));
}

/// What is empty says nothing, here as in the answers of the API.
#[test]
fn empty_members_of_a_token_say_nothing() {
    let apple = |data: &str| {
        format!(
            r#"{{"applicationPrimaryAccountNumber":"5454696696312664","applicationExpirationDate":"311231","paymentData":{data}}}"#
        )
    };
    let google =
        |members: &str| format!(r#"{{"pan":"5454696696312664","expirationMonth":12,"expirationYear":2031,{members}}}"#);
    let sent = |params: CreateCardToken| (params.online_payment_cryptogram, params.eci_indicator);
    let by_apple = |data: &str| {
        let card = ApplePayCard::parse(&apple(data)).unwrap_or_else(|error| panic!("{data}: {error}"));
        sent(card.card_token("x", Amount::from_minor(1), Currency::EUR))
    };
    let by_google = |members: &str| {
        let card = GooglePayCard::parse(&google(members)).unwrap_or_else(|error| panic!("{members}: {error}"));
        (card.message_id().map(str::to_owned), sent(card.card_token("x", Amount::from_minor(1), Currency::EUR)))
    };
    for empty in [r#""""#, "null", r#"" ""#] {
        let data =
            format!(r#"{{"cryptogram":{empty},"onlinePaymentCryptogram":"{CRYPTOGRAM}","eciIndicator":{empty}}}"#);
        assert_eq!(by_apple(&data), (Some(CRYPTOGRAM.to_owned()), None));
        let members =
            format!(r#""messageId":{empty},"paymentMethodDetails":null,"cryptogram":{empty},"eciIndicator":{empty}"#);
        assert_eq!(by_google(&members), (None, (None, None)));
    }
    for nothing in ["null", r#""""#, "[]", "{}"] {
        assert_eq!(by_apple(nothing), (None, None), "{nothing}");
        let details = format!(r#""paymentMethodDetails":{nothing},"cryptogram":"{CRYPTOGRAM}""#);
        assert_eq!(by_google(&details), (None, (Some(CRYPTOGRAM.to_owned()), None)), "{nothing}");
    }
}

#[test]
fn an_expiry_date_of_apple_pay_is_year_month_and_day() {
    for wrong in ["1231", "12/31", "2031-12-31", "311331", "310031", "311200", "311232", "YYMMDD", "3１1231", ""] {
        let told = ApplePayCard::parse(&apple("5454696696312664", wrong)).map(|_| ());
        let expected = if wrong.is_empty() {
            WalletError::Missing("applicationExpirationDate")
        } else {
            WalletError::ExpiryDate("YYMMDD")
        };
        assert_eq!(told, Err(expected), "{wrong}");
    }
}

/// The form of L5087-5093, the request of L5116-5124; and the form that Google itself documents.
#[test]
fn a_decrypted_google_pay_token_gives_the_documents_request() {
    let of_the_page = format!(
        r#"{{"pan":"5454696696312664","expirationMonth":"12","expirationYear":"2031","cryptogram":"{CRYPTOGRAM}","eciIndicator":"05"}}"#
    );
    let of_google = format!(
        r#"{{"messageId":"ABCD-EFGH-1234","paymentMethod":"CARD","paymentMethodDetails":{{"authMethod":"CRYPTOGRAM_3DS",
            "pan":"5454696696312664","expirationMonth":12,"expirationYear":2031,"cryptogram":"{CRYPTOGRAM}","eciIndicator":"05"}}}}"#
    );
    for (form, id) in [(of_the_page, None), (of_google, Some("ABCD-EFGH-1234"))] {
        let card = GooglePayCard::parse(&form).expect("a token");
        assert_eq!(card.message_id(), id);
        let params = card.card_token("ABCD-EFGH-1234", Amount::from_minor(2_500), Currency::EUR);
        let sent = pairs(&params);
        let expected = [
            pair("card[number]", "5454696696312664"),
            pair("card[expirationMonth]", "12"),
            pair("card[expirationYear]", "2031"),
            pair("onlinePaymentCryptogram", CRYPTOGRAM),
            pair("eciIndicator", "05"),
            pair("googlePayMessageId", "ABCD-EFGH-1234"),
            pair("googlePayTransactionId", "ABCD-EFGH-1234"),
        ];
        for pair in expected {
            assert!(sent.contains(&pair), "{pair:?} is not in {sent:?}");
        }
    }
    let month = |month: &str| -> Result<String, WalletError> {
        let form = format!(r#"{{"pan":"5454696696312664","expirationMonth":{month},"expirationYear":2031}}"#);
        let card = GooglePayCard::parse(&form)?;
        let params = card.card_token("x", Amount::ZERO, Currency::EUR);
        Ok(params.card.map(|card| card.expiration_month).unwrap_or_default())
    };
    assert_eq!((month("3"), month("\"03\"")), (Ok("03".to_owned()), Ok("03".to_owned())));
    for wrong in ["0", "13", "\"3\u{663}\"", "-1", "3.0"] {
        assert!(month(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_token_that_google_encrypted_is_passed_on_to_the_letter() {
    let token = "{\"signature\":\"MEYCIQDn\\u003d\", \"protocolVersion\":\"ECv2\",\n\"signedMessage\":\"{}\"}";
    let params = EncryptedGooglePay::new(token).expect("a token").card_token(Amount::from_minor(5), Currency::EUR);
    assert!(pairs(&params).contains(&pair("googlePayToken", token)));
    for other in [r#"{"protocolVersion":"ECv1"}"#, r#"{"protocolVersion":"ecv2"}"#, "{}"] {
        assert_eq!(EncryptedGooglePay::new(other).map(|_| ()), Err(WalletError::Protocol), "{other}");
    }
    for other in ["", "token", "\"ECv2\"", "[]", "eyJhbGciOiJFUzI1NiJ9.e30.x"] {
        assert_eq!(EncryptedGooglePay::new(other).map(|_| ()), Err(WalletError::NotAToken), "{other}");
    }
}

#[test]
fn what_is_no_token_is_reported_without_its_values() {
    let secret = "4111111111111111";
    let texts = [
        String::new(),
        secret.to_owned(),
        "[]".to_owned(),
        format!(r#"{{"pan":"{secret}""#),
        format!(r#"{{"pan":"{secret}","expirationMonth":"{secret}","expirationYear":"{secret}"}}"#),
        format!(r#"{{"applicationPrimaryAccountNumber":"{secret}","applicationExpirationDate":"{secret}"}}"#),
        r#"{"pan":"  ","expirationMonth":"12","expirationYear":"2031"}"#.to_owned(),
    ];
    for text in texts {
        let errors = [ApplePayCard::parse(&text).map(|_| ()), GooglePayCard::parse(&text).map(|_| ())];
        for error in errors {
            let error = error.expect_err("no token");
            assert!(!format!("{error} {error:?}").contains(secret), "{error}");
        }
    }
    let card = ApplePayCard::parse(&apple(secret, "311231")).expect("a token");
    let encrypted = EncryptedGooglePay::new(r#"{"protocolVersion":"ECv2","signature":"MEYC"}"#).expect("a token");
    let shown = format!("{card:?} {encrypted:?}");
    assert!(!shown.contains(secret) && !shown.contains(CRYPTOGRAM) && !shown.contains("MEYC"), "{shown}");
    // The page's example hides the middle of the number; so would a log. It is no number.
    let masked = ApplePayCard::parse(&apple("5454********2664", "311231")).expect("a token");
    assert!(masked.card_token("x", Amount::ZERO, Currency::EUR).validate().is_err());
}

#[test]
fn each_environment_has_that_of_google() {
    assert_eq!(google_pay_environment(Environment::Test), "TEST");
    assert_eq!(google_pay_environment(Environment::Production), "PRODUCTION");
}
