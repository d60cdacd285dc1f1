//! CinetPay: codes in answers, a service of its own, and a verifier of forms.

use payspec::cinetpay::model::{CheckPayment, Environment, PaymentCheck};
use payspec::cinetpay::testing::{responding, response};
use payspec::cinetpay::transport::{HttpRequest, HttpResponse, TransportError, http};
use payspec::cinetpay::webhook::{Event, RawBody, Verifier, VerifyError};
use payspec::cinetpay::{Client, Error, ErrorKind, Response, blocking};

fn answer(request: &HttpRequest) -> Result<HttpResponse, TransportError> {
    match (request.method(), request.uri().path()) {
        (&http::Method::POST, "/v2/payment/check") => {
            response(200, r#"{ "code": "609", "message": "AUTH_NOT_FOUND" }"#)
        }
        _ => response(404, ""),
    }
}

fn client() -> blocking::Client {
    let builder = Client::builder(Environment::Production).merchant("an-apikey", "445160");
    builder.configure(|http| http.transport(responding(answer))).build_blocking().expect("complete settings")
}

fn check(client: &blocking::Client) -> Result<Response<PaymentCheck>, Error> {
    client.payments().check(CheckPayment::new().transaction_id("order-17")).send()
}

#[test]
fn a_code_is_an_error_of_its_kind() {
    let error = check(&client()).expect_err("the key is not known");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unauthenticated, Some("609")));
}

/// What a receiver answers with, and what it keeps.
fn receive(verifier: &Verifier, token: Option<&str>, body: RawBody) -> (u16, Option<Event>) {
    match verifier.verify(token.map(|token| ("x-token", token)), body) {
        Ok(event) => (200, Some(event)),
        Err(VerifyError::NoSignature { .. }) => (400, None),
        Err(_) => (401, None),
    }
}

#[test]
fn a_delivery_without_a_signature_is_refused() {
    let verifier = Verifier::new("secret");
    assert_eq!(receive(&verifier, None, "cpm_trans_id=order-17".into()).0, 400);
    assert_eq!(receive(&verifier, Some(&"0".repeat(64)), "cpm_trans_id=order-17".into()).0, 401);
}
