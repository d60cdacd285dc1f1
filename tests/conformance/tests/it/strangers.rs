//! What clients send that others wrote: decoded as they mean it, or refused with the name of the field and no value.

use std::panic::{AssertUnwindSafe, catch_unwind};

use payspec::centralpay::model::{
    CaptureTransaction, CreateCustomer, CreatePaymentRequest, CreateTransaction, SearchTransaction,
};
use payspec::cinetpay::model::CreatePayment;
use payspec::primer::model::UpdateClientSession;
use payspec_conformance::{ApiClient, Visitor, visit};
use payspec_core::server::{DecodeError, DecodeErrorKind, DecodeOperation, Decoded, MAX_BODY, ReceivedRequest};
use payspec_core::{Amount, Patch};
use proptest::prelude::*;

const FORM: &str = "application/x-www-form-urlencoded";
const PAYMENT: &str = "currency=EUR&pointOfSaleId=p-1&endUserIp=203.0.113.7";

fn form<O: DecodeOperation>(body: &str) -> Result<Decoded<O>, DecodeError> {
    O::decode(&ReceivedRequest::new().header("content-type", FORM).body(body.as_bytes()))
}

fn json<O: DecodeOperation>(body: &str) -> Result<Decoded<O>, DecodeError> {
    O::decode(&ReceivedRequest::new().header("Content-Type", "application/json").body(body.as_bytes()))
}

fn names<O>(decoded: &Decoded<O>) -> Vec<&str> {
    decoded.unknown.iter().map(|unknown| unknown.name.as_str()).collect()
}

#[test]
fn parameters_in_the_query_of_a_post_count_and_the_body_wins() {
    let request = ReceivedRequest::new()
        .query("amount=1500&currency=USD&capture=no")
        .header("content-type", FORM)
        .header("origin", "https://shop.example")
        .body(PAYMENT.as_bytes());
    let decoded = CreateTransaction::decode(&request).expect("it is complete");
    assert_eq!((decoded.params.amount, decoded.params.capture), (Amount::from_minor(1500), Some(false)));
    assert_eq!(decoded.params.currency.as_str(), "EUR");
    assert_eq!(names(&decoded), ["currency"]);
    assert_eq!(decoded.headers, [("Origin", "https://shop.example".to_owned())]);
}

#[test]
fn booleans_and_numbers_have_many_spellings() {
    for (word, value) in [("true", true), ("1", true), ("Yes", true), ("on", true), ("FALSE", false), ("0", false)] {
        let decoded = form::<CreateTransaction>(&format!("{PAYMENT}&amount=1500.00&capture={word}")).expect(word);
        assert_eq!(decoded.params.capture, Some(value), "{word}");
        assert_eq!(decoded.params.amount, Amount::from_minor(1500));
    }
    let nothing = form::<CreateTransaction>(&format!("{PAYMENT}&amount=1&capture=&order=&transfer=")).expect("absent");
    assert_eq!((nothing.params.capture, &nothing.params.order, &nothing.params.transfer), (None, &None, &None));
}

#[test]
fn lists_of_objects_come_in_every_way() {
    let start = "paymentMethod[]=TRANSACTION&currency=EUR&totalAmount=300";
    for breakdown in [
        "breakdown[]={amount: 100, firstName: x}&breakdown[]={\"amount\":200,\"firstName\":\"y\"}",
        "breakdown=[{amount: 100, firstName: x}, {amount: 200, firstName: 'y'}]",
        "breakdown[0][amount]=100&breakdown[0][firstName]=x&breakdown[1][amount]=200&breakdown[1][firstName]=y",
        "breakdown[][amount]=100&breakdown[][firstName]=x&breakdown[][amount]=200&breakdown[][firstName]=y",
    ] {
        let decoded = form::<CreatePaymentRequest>(&format!("{start}&{breakdown}")).expect(breakdown);
        let payers: Vec<_> = decoded
            .params
            .breakdown
            .iter()
            .map(|payer| (payer.amount.map(Amount::minor), payer.first_name.as_deref()))
            .collect();
        assert_eq!(payers, [(Some(100), Some("x")), (Some(200), Some("y"))], "{breakdown}");
        assert!(names(&decoded).is_empty(), "{breakdown}: {decoded:?}");
    }
    for methods in ["paymentMethod=TRANSACTION", "paymentMethod[0]=TRANSACTION", "paymentMethod=[\"TRANSACTION\"]"] {
        let text = format!("{methods}&currency=EUR&totalAmount=300&breakdown[]={{}}");
        let decoded = form::<CreatePaymentRequest>(&text).expect(methods);
        assert_eq!(decoded.params.payment_method.len(), 1, "{methods}");
    }
}

#[test]
fn a_json_body_is_as_good_as_a_form_and_the_reverse() {
    let body = r#"{"amount":1500,"currency":"EUR","pointOfSaleId":"p-1","endUserIp":"203.0.113.7","card":{"number":"4000001000000067","expirationMonth":"09","expirationYear":"2035"},"additionalData":{"b":"1","a":"2"}}"#;
    let decoded = json::<CreateTransaction>(body).expect("it is complete");
    assert_eq!(decoded.params.card.as_ref().map(|card| card.expiration_month.as_str()), Some("09"));
    let data = decoded.params.additional_data.expect("given");
    assert_eq!(data.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["b", "a"]);
    let form = form::<CreatePayment>(
        "apikey=k&site_id=7&transaction_id=T1&amount=100&currency=XOF&description=d&notify_url=https://n.example&\
         return_url=https://r.example&channels=ALL&metadata=m",
    )
    .expect("it is complete");
    assert_eq!(form.params.amount, 100);
    assert_eq!(form.credentials.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["apikey", "site_id"]);
    assert!(names(&form).is_empty(), "{form:?}");
}

#[test]
fn what_nobody_knows_is_kept_with_its_place() {
    let text = format!(
        "{PAYMENT}&amount=1&foo=1&card[number]=4&card[expirationMonth]=1&card[expirationYear]=2&card[pin]=3&transfer[]={{destinationWalletId:w,amount:1,x:2}}"
    );
    let decoded = form::<CreateTransaction>(&text).expect("it is complete");
    assert_eq!(names(&decoded), ["foo", "card[pin]", "transfer[0][x]"]);
    assert_eq!(decoded.unknown[1].value, "3");
    assert!(!format!("{:?}", decoded.unknown).contains('3'));
}

#[test]
fn a_member_is_cleared_by_null() {
    let path = [("clientToken", "t".to_owned())];
    let body = br#"{"amount":null,"orderId":"o"}"#;
    let request = ReceivedRequest::new().path(&path).header("content-type", "application/json").body(body);
    let params = UpdateClientSession::decode(&request).expect("it is complete").params;
    assert_eq!((params.amount, params.currency_code), (Patch::Null, Patch::Absent));
    assert_eq!(params.order_id, Patch::Value("o".to_owned()));
}

#[test]
fn a_parameter_of_the_path_is_not_taken_from_the_body() {
    let path = [("transactionId", "t-1".to_owned())];
    let request = ReceivedRequest::new().path(&path).query("transactionId=t-2").body(b"amount=5");
    let decoded = CaptureTransaction::decode(&request).expect("it is complete");
    assert_eq!((decoded.params.transaction_id.as_str(), names(&decoded)), ("t-1", vec!["transactionId"]));
}

#[test]
fn every_problem_names_its_field_and_no_value() {
    use DecodeErrorKind::{ContentType, Invalid, Malformed, Missing, TooLarge};

    let problems = |decoded: Result<Decoded<CreateTransaction>, DecodeError>| {
        let error = decoded.expect_err("it cannot be decoded");
        assert!(!error.to_string().contains("SECRET") && !format!("{error:?}").contains("SECRET"), "{error}");
        let found = error.problems().iter().map(|problem| (problem.field.clone(), problem.kind));
        found.collect::<Vec<_>>()
    };
    let one = |field: &str, kind| vec![(field.to_owned(), kind)];
    let missing: Vec<_> =
        ["amount", "currency", "pointOfSaleId", "endUserIp"].map(|field| (field.to_owned(), Missing)).to_vec();
    assert_eq!(problems(form("")), missing);
    assert_eq!(problems(form(&format!("{PAYMENT}&amount=SECRET"))), one("amount", Invalid));
    assert_eq!(problems(form(&format!("{PAYMENT}&amount=1.5"))), one("amount", Invalid));
    assert_eq!(problems(form(&format!("{PAYMENT}&amount=1&amount=2"))), one("amount", Invalid));
    assert_eq!(problems(form(&format!("{PAYMENT}&amount=1&capture=SECRET"))), one("capture", Invalid));
    assert_eq!(problems(form(&format!("{PAYMENT}&amount=1&card=SECRET"))), one("card", Invalid));
    assert_eq!(problems(form(&format!("{PAYMENT}&amount=1&card={{SECRET"))), one("card", Invalid));
    let card = "card[number]=SECRET&card[expirationYear]=2031";
    assert_eq!(problems(form(&format!("{PAYMENT}&amount=1&{card}"))), one("card.expirationMonth", Missing));
    let transfer = "transfer[]={destinationWalletId: w, amount: 1}&transfer[]={destinationWalletId: w, amount: SECRET}";
    assert_eq!(problems(form(&format!("{PAYMENT}&amount=1&{transfer}"))), one("transfer[1].amount", Invalid));
    assert_eq!(problems(form("amount=%zz")), one("", Malformed));
    assert_eq!(problems(json("[1]")), one("", Malformed));
    assert_eq!(problems(json("{\"amount\":SECRET}")), one("", Malformed));
    assert_eq!(problems(form(&"x".repeat(MAX_BODY + 1))), one("", TooLarge));
    let xml = ReceivedRequest::new().header("content-type", "text/xml").body(b"<SECRET/>");
    assert_eq!(problems(CreateTransaction::decode(&xml)), one("", ContentType));
}

#[test]
fn a_search_is_decoded_from_its_query() {
    let request = ReceivedRequest::new().query("merchantTransactionId=a+b&customerId=&page=2");
    let decoded = SearchTransaction::decode(&request).expect("nothing is required");
    assert_eq!(decoded.params.merchant_transaction_id.as_deref(), Some("a b"));
    assert_eq!(names(&decoded), ["page"]);
    let nested = form::<CreateCustomer>("additionalData[k]=v&additionalData[n]=5").expect("nothing else is required");
    let data = nested.params.additional_data.expect("given");
    assert_eq!((data.get("k"), data.get("n")), (Some("v"), Some("5")));
}

/// Decodes bytes as every operation.
struct AnyBytes<'b> {
    body: &'b [u8],
    query: &'b str,
}

impl Visitor for AnyBytes<'_> {
    fn api(&mut self, _: &'static ApiClient) {}

    fn resource(&mut self, _: &'static str) {}

    fn call<O: DecodeOperation>(&mut self, _: impl Fn() -> O) {
        for content_type in ["application/json", FORM, "multipart/form-data; boundary=b", ""] {
            let request = ReceivedRequest::new().query(self.query).header("content-type", content_type).body(self.body);
            let decoded = catch_unwind(AssertUnwindSafe(|| O::decode(&request)));
            match decoded.unwrap_or_else(|_| panic!("{} panics", O::SPEC.id)) {
                Ok(decoded) => drop(decoded.params.encoded()),
                Err(error) => assert!(!error.problems().is_empty(), "{}", O::SPEC.id),
            }
        }
    }
}

/// Texts with the signs that forms, JSON and multipart bodies are made of, and names that some operation has.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z0-9 ]{0,4}",
        r#"[\[\]{}:,"'&=%+\\\-.]{1,3}"#,
        prop::sample::select(vec![
            "amount",
            "card",
            "transfer",
            "breakdown[]",
            "metadata",
            "order",
            "currency",
            "EUR",
            "--b\r\n",
            "null",
            "1e999",
            "Content-Disposition: form-data; name=\"amount\"",
            "\r\n\r\n",
            "{\"amount\":",
            "[0]",
            "\\u",
            "é",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_bytes_are_parameters_or_an_error(text in texts(), query in texts(), bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        visit(&mut AnyBytes { body: text.as_bytes(), query: &query });
        visit(&mut AnyBytes { body: &bytes, query: "" });
    }
}
