//! Any status with any body ends a call in a value or an error, and the error prints nothing of what was sent.
#![no_main]

use centralpay_client::model::{CreateTransaction, Currency, Transaction};
use centralpay_client::{Amount, ClientBuilder};
use libfuzzer_sys::fuzz_target;
use payspec_http::testing::{response, responding};
use payspec_http::{CallOutcome, RetryPolicy};

const TOKEN: &str = "card token 4711";

fuzz_target!(|input: (u16, &[u8])| {
    let (number, body) = input;
    let status = 100 + number % 900;
    let answered = body.to_vec();
    let client = ClientBuilder::at("http://127.0.0.1:1")
        .credentials("login", "hunter2-secret")
        .configure(|http| {
            http.retry(RetryPolicy::never()).transport(responding(move |_| response(status, answered.clone())))
        })
        .build()
        .expect("complete settings");
    let params = CreateTransaction::new(Amount::from_minor(1500), Currency::EUR, "point-of-sale", "203.0.113.7")
        .card_token_id(TOKEN);
    // The transport answers at once, so the future is ready when it is asked.
    let mut call = std::pin::pin!(client.transactions().create(params).send());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(end) = call.as_mut().poll(&mut context) else { panic!("nothing to wait for") };
    match end {
        Ok(done) => assert!((200..300).contains(&done.status)),
        Err(error) => {
            let printed = format!("{error} {error:?}");
            assert!(!printed.contains(TOKEN) && !printed.contains("hunter2"), "{printed}");
            assert_eq!(error.status(), Some(status));
            if error.outcome() == CallOutcome::Happened {
                assert!((200..300).contains(&status));
            }
            let _ = (error.field_errors(), error.message(), error.code(), error.refused::<Transaction>());
        }
    }
});
