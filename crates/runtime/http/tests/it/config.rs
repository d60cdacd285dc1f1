//! Settings that do not make a client, and what is said about them.

use std::error::Error as _;
use std::time::Duration;

use payspec_http::{Client, ClientBuilder, ConfigError};

use payspec_core::{ApiSpec, Operation as _};

use crate::support::api::{API, API_DATA, CreatePayment, CreateToken, PASSWORD, ReadPayment, builder};

fn refused(builder: ClientBuilder) -> ConfigError {
    let Err(error) = builder.build() else { panic!("the settings should have been refused") };
    assert!(!format!("{error} {error:?}").contains(PASSWORD), "{error}");
    error
}

/// `fn main() -> Result<(), ..>` prints an error with `Debug`.
#[test]
fn debug_shows_the_message_alone_unless_there_is_a_source() {
    let error = refused(Client::builder(&API, "http://api.example.com"));
    let shown = format!("{error:?}");
    assert!(error.source().is_none() && shown == error.to_string(), "{shown}");
    let error = refused(Client::builder(&API, "nonsense"));
    let source = error.source().map(ToString::to_string);
    assert_eq!(format!("{error:?}"), format!("{error}: {}", source.expect("not a URL")));
}

fn https() -> ClientBuilder {
    builder("https://api.example.com/v2/rest")
}

#[test]
fn every_problem_says_how_to_fix_it() {
    let plain = |url: &str| Client::builder(&API, url);
    for (builder, part) in vec![
        (plain("http://api.example.com"), "use `https://`"),
        (plain("https://u:hunter2-password@api.example.com"), "`.basic(..)`"),
        (plain("https://api.example.com?a=hunter2-password"), "from the `?`"),
        (plain("api.example.com"), "`https://api.example.com/v2`"),
        (https().basic("account", "", PASSWORD), "the login of the credential `account` is empty"),
        (https().basic("account", "a:b", PASSWORD), "HTTP Basic does not allow"),
        (https().parameter("merchantKey", ""), "the value of the credential `merchantKey` is empty"),
        (https().secret_header("reports", ""), "the value of the credential `reports` is empty"),
        (https().secret_header("reports", "hunter2\n-password"), "check it for line breaks"),
        (
            https().secret_header("reports", "hunter2-password\n"),
            "the value of the credential `reports` ends with a line",
        ),
        (
            https().secret_header("reports", " hunter2-password"),
            "the value of the credential `reports` starts with white space",
        ),
        (
            https().parameter("merchantKey", "hunter2-password\r\n"),
            "the credential `merchantKey` ends with a line break",
        ),
        (https().parameter("merchantKey", "hunter2-password "), "the credential `merchantKey` ends with white space"),
        (https().basic("account", "login\n", PASSWORD), "the login of the credential `account` ends with a line break"),
        (https().basic("account", "login", "hunter2-password\n"), "the password of the credential `account` ends with"),
        (https().basic("account", "\u{feff}login", PASSWORD), "`account` starts with an invisible character"),
        (https().header("X A", "v"), "name of a header"),
        (https().header("X-A", "a\nb"), "`X-A`"),
        (https().header("Content-Type", "text/plain"), "`Content-Type` is set by the client itself"),
        (https().header("IDEMPOTENCE-KEY", "1"), "`Call::idempotency_key`"),
        (https().user_agent("a\nb"), "the user agent"),
        (https().timeout(Duration::ZERO), "`timeout` is zero"),
        (https().connect_timeout(Duration::ZERO), "`connect_timeout` is zero"),
        (https().http2_ping(Duration::ZERO, Duration::from_secs(1)), "`http2_ping` is zero"),
        (https().http2_ping(Duration::from_secs(1), Duration::ZERO), "`http2_ping` is zero"),
        (https().path_override("payment.read", "payment"), "the path for `payment.read` is wrong"),
        (https().path_override("payment.read", "/{a"), "`{` without a `}`"),
    ] {
        let error = refused(builder);
        assert!(error.to_string().contains(part), "`{part}` is missing in: {error}");
    }
    assert!(refused(plain("nonsense")).source().is_some());
}

/// The same API, with its operations known, as generated clients know them.
static WHOLE: ApiSpec = ApiSpec {
    operations: &payspec_core::OperationName::list(&[CreatePayment::SPEC, ReadPayment::SPEC, CreateToken::SPEC]),
    ..API_DATA
};

#[test]
fn a_setting_that_belongs_to_no_operation_is_refused() {
    let whole = || Client::builder(&WHOLE, "https://api.example.com/v2/rest");
    for (builder, parts) in [
        (whole().path_override("payment.raed", "/p/{paymentId}"), ["no operation `payment.raed`", "payment.read"]),
        (whole().path_override("paymnt.read", "/p/{paymentId}"), ["no operation `paymnt.read`", "payment.read"]),
        (whole().path_override("payment.read", "/p/{id}"), ["`{id}`", "paymentId"]),
        (whole().header("Orgin", "https://shop.example"), ["no operation sends the header `Orgin`", "Origin"]),
    ] {
        let error = refused(builder).to_string();
        for part in parts {
            assert!(error.contains(part), "`{part}` is missing in: {error}");
        }
    }
    let fine = whole().path_override("payment.read", "/p/{paymentId}").header("origin", "https://shop.example");
    fine.build().expect("an operation and a header that are there");
}

#[test]
fn an_empty_password_is_left_to_the_api() {
    builder("http://127.0.0.1:1").basic("account", "login", "").build().expect("some APIs have none");
    // Somebody may have chosen it so.
    builder("http://127.0.0.1:1").basic("account", "login", "a blank at the end ").build().expect("a password");
}

#[test]
fn a_client_of_this_machine_needs_no_certificates() {
    for url in ["http://127.0.0.1:4010", "http://[::1]:4010", "http://localhost:4010/v2"] {
        builder(url).build().expect(url);
    }
}
