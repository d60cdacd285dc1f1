//! Whatever comes back, a call ends in a value or an error, and nothing of what was sent or answered is printed.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use payspec_http::testing::{VirtualClock, responding};
use payspec_http::transport::{HttpResponse, TransportError, TransportErrorKind};
use payspec_http::{CallOutcome, Error, RetryBudget, RetryPolicy};
use proptest::prelude::*;

use crate::support::api::{CreatePayment, Payment, builder, payment, read};

/// Stands in parameters, headers and bodies, and must be in nothing that is printed. Names of members that look like names
/// may be; this does not.
const PRIVATE: &str = "PRIVATE 4711";

/// A body: any bytes, or JSON of the forms that errors and payments have, each with something private in it.
fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let json = prop_oneof![
        Just(format!(r#"{{"errors": {{"{PRIVATE}": "{PRIVATE}"}}}}"#)),
        Just(format!(r#"{{"errors": ["{PRIVATE}", {{"a": "{PRIVATE}"}}], "message": "{PRIVATE}"}}"#)),
        Just(format!(r#"{{"id": ["{PRIVATE}"], "amount": "{PRIVATE}"}}"#)),
        Just(format!(r#"{{"id": "p-1", "status": "PAID", "{PRIVATE}": 1}}"#)),
        Just(format!(r#""{PRIVATE}""#)),
    ];
    let cut = (json, 0..80usize).prop_map(|(text, cut)| text.as_bytes()[..text.len() - cut.min(text.len())].to_vec());
    prop_oneof![any::<Vec<u8>>(), cut, Just(PRIVATE.as_bytes().to_vec())]
}

/// Everything that an error prints, with its causes.
fn printed(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

/// What comes of a call whose every attempt is answered so; a part of the answer is lost if `lost`.
fn end(reads: bool, status: u16, body: &[u8], retry_after: &str, lost: bool) -> Result<Payment, Error> {
    let (body, retry_after) = (body.to_vec(), retry_after.to_owned());
    let client = builder("https://api.example.com")
        .retry(RetryPolicy::new())
        .retry_budget(RetryBudget::unlimited())
        .clock(Arc::new(VirtualClock::new()))
        .jitter(Arc::new(|longest: Duration| longest))
        .transport(responding(move |_| {
            let mut headers = http::HeaderMap::new();
            if let Ok(value) = http::HeaderValue::from_str(&retry_after) {
                headers.insert(http::header::RETRY_AFTER, value);
            }
            let status = http::StatusCode::from_u16(status).expect("a status");
            let response = HttpResponse::new(status, headers, body.clone());
            let broken = || TransportError::new(TransportErrorKind::Interrupted);
            if lost { Err(broken().with_received(response)) } else { Ok(response) }
        }))
        .build_blocking()
        .expect("the settings are right");
    if reads {
        client.call(read(PRIVATE)).wait()
    } else {
        let params = CreatePayment { token: Some(PRIVATE.to_owned()), ..payment() };
        client.call(params).idempotency_key(PRIVATE).header("X-Note", PRIVATE).wait()
    }
}

proptest! {
    #[test]
    fn any_answer_is_a_value_or_an_error_that_keeps_silent(
        reads in any::<bool>(),
        status in 100u16..=999,
        body in bodies(),
        retry_after in prop_oneof![Just(String::new()), "[0-9]{1,22}", "[ -~]{0,30}"],
        lost in any::<bool>(),
    ) {
        match end(reads, status, &body, &retry_after, lost) {
            Ok(_) => prop_assert!((200..300).contains(&status) && !lost),
            Err(error) => {
                prop_assert!(!printed(&error).contains(PRIVATE), "{}", printed(&error));
                prop_assert_eq!(error.status(), Some(status));
                prop_assert!((1..=3).contains(&error.attempts()));
                if reads {
                    prop_assert_eq!(error.outcome(), CallOutcome::DidNotHappen);
                }
                // Only a status that says yes can mean that it happened.
                if error.outcome() == CallOutcome::Happened {
                    prop_assert!((200..300).contains(&status));
                }
                prop_assert!(body.starts_with(error.body()) && error.body().len() == body.len().min(64 * 1024));
            }
        }
    }
}
