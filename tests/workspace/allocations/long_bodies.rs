//! What a long body costs that is not what was asked for: little, whatever it holds.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use allocation_counter::measure;
use bytes::Bytes;
use payspec_core::{
    ApiSpec, AuthScheme, AuthSpec, Empty, ErrorFormat, ErrorKind, Form, ListedErrors, Method, Operation, OperationSpec,
    SuccessCodes, SuccessSpec, TokenCarrier, TokenSpec,
};
use payspec_http::testing::{responding, response};
use payspec_http::{CallOutcome, Client, Error, RetryPolicy};

const LENGTH: usize = 2 * 1024 * 1024;
/// What may be allocated at once: the part of a body that is kept, and a byte a level of what is nested.
const MOST: u64 = 512 * 1024;

static TOKEN: TokenSpec = TokenSpec {
    service: None,
    path: "/token",
    parameters: &["secret"],
    send: &[],
    answer: "token",
    lifetime: Some("life"),
    lifetime_seconds: 60,
    carrier: TokenCarrier::Bearer,
    expired_statuses: &[],
    expired_codes: &[],
};

static AUTH: [AuthSpec; 1] =
    [AuthSpec { name: "key", scheme: AuthScheme::Token(&TOKEN), setter: "key", instead_of: None, signing: None }];

static API: ApiSpec = ApiSpec {
    name: "long",
    title: "Long",
    auth: &AUTH,
    errors: ErrorFormat {
        fields: Some("errors"),
        listed: Some(ListedErrors { at: "list.errors", field: "path", message: "text" }),
        field_name: None,
        messages: &["message", "error"],
        code: Some("code"),
        outcomes: &[("NO", ErrorKind::Declined)],
        request_id: Some("trace"),
    },
    ..ApiSpec::EMPTY
};

/// With success codes, without any, and with a token.
struct Pay<const WHICH: u8>;

impl<const WHICH: u8> Operation for Pay<WHICH> {
    const SPEC: &'static OperationSpec = match WHICH {
        0 => {
            &OperationSpec { id: "plain", path: "/", method: Method::Post, changes_state: true, ..OperationSpec::EMPTY }
        }
        1 => &OperationSpec {
            id: "judged",
            path: "/",
            method: Method::Post,
            changes_state: true,
            success_codes: Some(SuccessCodes { codes: &["OK"], unlisted_are_responses: false }),
            success: SuccessSpec::EMPTY,
            ..OperationSpec::EMPTY
        },
        _ => &OperationSpec { id: "with-token", path: "/", auth: Some(&AUTH[0]), ..OperationSpec::EMPTY },
    };
    type Output = Empty;

    fn encode(&self, _form: &mut Form) {}
}

/// Calls, and returns what came of it and the most that was allocated at once.
fn call<const WHICH: u8>(status: u16, body: &Bytes) -> (Result<(), Error>, u64) {
    let body = body.clone();
    let client = Client::builder(&API, "https://api.example.com")
        .transport(responding(move |_| response(status, body.clone())))
        .retry(RetryPolicy::never());
    let client = if WHICH == 2 { client.token("key", ["secret".into()]) } else { client };
    let client = client.build().expect("the settings are right");
    let mut end = None;
    let info = measure(|| {
        let mut call = pin!(client.call(Pay::<WHICH>).accept_any_success().into_future());
        if let Poll::Ready(done) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            end = Some(done.map(|_| ()));
        }
    });
    (end.expect("the transport answers at once"), info.bytes_max)
}

/// Bodies of 2 MiB: what fills them stands where something else is expected, and the code after it.
fn bodies(code: &str) -> Vec<Bytes> {
    let zeros = format!("[{}0]", "0,".repeat(LENGTH / 2));
    let deep = "[".repeat(LENGTH / 16) + &"]".repeat(LENGTH / 16);
    let objects = format!("[{}{{}}]", r#"{"a":{"b":1}},"#.repeat(LENGTH / 14));
    let text = format!("\"{}\"", "x".repeat(LENGTH));
    let mut bodies = Vec::new();
    for filler in [zeros, deep, objects, text] {
        for member in ["x", "errors"] {
            bodies.push(Bytes::from(format!(r#"{{"{member}":{filler},"code":"{code}"}}"#)));
        }
    }
    bodies
}

#[test]
fn a_long_body_costs_little_and_its_code_counts_wherever_it_stands() {
    for body in bodies("NO") {
        let shown = String::from_utf8_lossy(&body[..20]).into_owned();
        let (end, plain) = call::<0>(400, &body);
        let error = end.expect_err("refused");
        assert_eq!((error.is_declined(), error.code()), (true, Some("NO")), "{shown}");
        let (end, judged) = call::<1>(200, &body);
        assert!(end.expect_err("the code says no").is_declined(), "{shown}");
        let (end, failed) = call::<0>(500, &body);
        assert_eq!(end.expect_err("failed").outcome(), CallOutcome::Unknown, "{shown}");
        let (end, token) = call::<2>(200, &body);
        assert!(end.expect_err("no token").is_token_error(), "{shown}");
        for (which, most) in [("plain", plain), ("judged", judged), ("failed", failed), ("token", token)] {
            assert!(most < MOST, "{shown}: {which} took {most} bytes at once");
        }
    }
    for body in bodies("OK") {
        let (end, most) = call::<1>(200, &body);
        end.expect("the code says yes");
        assert!(most < MOST, "{most} bytes at once");
    }
}
