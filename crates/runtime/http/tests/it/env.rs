//! Settings from environment variables: what is read, what is refused, and what is said of it.

use std::collections::BTreeMap;
use std::ffi::OsString;

use payspec_core::{ApiSpec, AuthScheme, AuthSpec};
use payspec_http::env::{EnvCredential, EnvSpec, Place, Variables};
use payspec_http::{ClientBuilder, ConfigError};

use crate::support::api::{API_DATA, BASIC, LOGIN, ORIGIN, PASSWORD, PUBLIC_KEY, payment, token};
use crate::support::reply::Reply;
use crate::support::server::Server;

const fn scheme(name: &'static str, scheme: AuthScheme, instead_of: Option<&'static str>) -> AuthSpec {
    AuthSpec { name, scheme, setter: name, instead_of, signing: None }
}

static API: ApiSpec = ApiSpec {
    auth: &[
        scheme("account", AuthScheme::Basic, None),
        scheme("merchantKey", AuthScheme::BodyParameter { names: &["merchantPublicKey"] }, None),
        scheme("reports", AuthScheme::Header { name: "X-Api-Key", prefix: "Key " }, Some("account")),
    ],
    ..API_DATA
};

static ENV: EnvSpec = EnvSpec {
    environment: "TESTPAY_ENVIRONMENT",
    environments: &["test", "production"],
    base_url: "TESTPAY_BASE_URL",
    services: &[],
    credentials: &[
        EnvCredential { scheme: "account", signs: false, variables: &["TESTPAY_LOGIN", "TESTPAY_PASSWORD"] },
        EnvCredential { scheme: "merchantKey", signs: false, variables: &["TESTPAY_MERCHANT_PUBLIC_KEY"] },
        EnvCredential { scheme: "reports", signs: false, variables: &["TESTPAY_API_KEY"] },
    ],
    headers: &[("Origin", "TESTPAY_ORIGIN")],
};

type Set<'a> = &'a [(&'a str, &'a str)];

/// What a generated builder does.
fn read(set: Set<'_>) -> Result<ClientBuilder, ConfigError> {
    let set: BTreeMap<&str, &str> = set.iter().copied().collect();
    let lookup = |name: &str| set.get(name).map(OsString::from);
    let variables = Variables::new(&ENV, &lookup);
    let address = match variables.place()? {
        Place::At(address) => address,
        Place::Environment(name) => format!("https://{name}.example.com"),
    };
    variables.apply(ClientBuilder::new(&API, address))
}

#[tokio::test]
async fn what_is_set_is_sent() {
    let server = Server::start(Reply::json(200, r#"{"id": "p-1"}"#)).await;
    let url = server.url();
    let client = read(&[
        ("TESTPAY_BASE_URL", &url),
        // What a file of settings leaves empty is not set.
        ("TESTPAY_ENVIRONMENT", ""),
        ("TESTPAY_LOGIN", LOGIN),
        ("TESTPAY_PASSWORD", PASSWORD),
        ("TESTPAY_MERCHANT_PUBLIC_KEY", PUBLIC_KEY),
        ("TESTPAY_ORIGIN", ORIGIN),
        ("TESTPAY_API_KEY", ""),
    ])
    .expect("complete settings")
    .build()
    .expect("complete settings");
    client.call(payment()).await.expect("paid");
    client.call(token()).await.expect("made");
    let seen = server.requests();
    assert!(seen[0].contains(&format!("authorization: Basic {BASIC}\r\n")), "{}", seen[0]);
    assert!(seen[1].contains(&format!("origin: {ORIGIN}\r\n")) && seen[1].contains(PUBLIC_KEY), "{}", seen[1]);
}

#[test]
fn the_environment_is_named() {
    let client = read(&[("TESTPAY_ENVIRONMENT", "production"), ("TESTPAY_API_KEY", "k")]).expect("complete settings");
    assert_eq!(client.build().expect("complete settings").base_url(), "https://production.example.com");
}

/// Each error names its variable and what is accepted, and repeats nothing of a value.
#[test]
fn what_is_missing_or_wrong_is_named() {
    const TEST: (&str, &str) = ("TESTPAY_ENVIRONMENT", "test");
    const BOTH: &str = "`TESTPAY_LOGIN` and `TESTPAY_PASSWORD`";
    let cases: &[(Set<'_>, &[&str])] = &[
        (&[], &["`TESTPAY_ENVIRONMENT` is not set", "`test` or `production`", "`TESTPAY_BASE_URL`"]),
        (&[("TESTPAY_ENVIRONMENT", "hunter2")], &["`TESTPAY_ENVIRONMENT` is not the name", "`test` or `production`"]),
        (&[("TESTPAY_ENVIRONMENT", "Test")], &["`TESTPAY_ENVIRONMENT` is not the name", "`test` or `production`"]),
        (
            &[("TESTPAY_ENVIRONMENT", "test\n")],
            &["`TESTPAY_ENVIRONMENT` is not the name", "`test` or `production`, without white space"],
        ),
        (&[TEST, ("TESTPAY_BASE_URL", "https://hunter2.example")], &["`TESTPAY_BASE_URL`", "both set"]),
        (&[("TESTPAY_BASE_URL", "http://x.example/hunter2")], &["`TESTPAY_BASE_URL`: ", "`https://`"]),
        (&[("TESTPAY_BASE_URL", "hunter2")], &["`TESTPAY_BASE_URL`: ", "absolute URL"]),
        (&[TEST], &["no credentials are set", BOTH, "or `TESTPAY_MERCHANT_PUBLIC_KEY`, or `TESTPAY_API_KEY`"]),
        (&[TEST, ("TESTPAY_PASSWORD", "hunter2")], &["`TESTPAY_LOGIN` is not set", "`TESTPAY_PASSWORD` is:"]),
        (&[TEST, ("TESTPAY_LOGIN", "hunter2")], &["`TESTPAY_PASSWORD` is not set", "`TESTPAY_LOGIN` is:"]),
        (&[TEST, ("TESTPAY_LOGIN", "hunter2\n"), ("TESTPAY_PASSWORD", "p")], &["`TESTPAY_LOGIN` ends with a line"]),
        (
            &[TEST, ("TESTPAY_LOGIN", "l"), ("TESTPAY_PASSWORD", "hunter2\r\n")],
            &["`TESTPAY_PASSWORD` ends with a line"],
        ),
        (&[TEST, ("TESTPAY_LOGIN", "l"), ("TESTPAY_PASSWORD", " hunter2\n")], &["`TESTPAY_PASSWORD` ends with a line"]),
        (&[TEST, ("TESTPAY_LOGIN", "hunter2:"), ("TESTPAY_PASSWORD", "p")], &[BOTH, "does not allow"]),
        (
            &[TEST, ("TESTPAY_MERCHANT_PUBLIC_KEY", " hunter2")],
            &["`TESTPAY_MERCHANT_PUBLIC_KEY` starts with white space"],
        ),
        (&[TEST, ("TESTPAY_API_KEY", "hunter2\u{1}x")], &["`TESTPAY_API_KEY`: ", "not allowed in a header"]),
        (&[TEST, ("TESTPAY_API_KEY", "Key hunter2")], &["`TESTPAY_API_KEY`: ", "pass the key alone"]),
        (
            &[TEST, ("TESTPAY_LOGIN", "l"), ("TESTPAY_PASSWORD", "hunter2"), ("TESTPAY_API_KEY", "hunter2")],
            &["`TESTPAY_API_KEY` is set", BOTH, "set only one of the two"],
        ),
        (&[TEST, ("TESTPAY_API_KEY", "k"), ("TESTPAY_ORIGIN", "hunter2\n")], &["`TESTPAY_ORIGIN`: "]),
    ];
    for (set, parts) in cases {
        let error = match read(set).map(ClientBuilder::build) {
            Err(error) => error,
            Ok(built) => panic!("{set:?} should have been refused: {built:?}"),
        };
        for part in *parts {
            assert!(error.to_string().contains(part), "`{part}` is missing in: {error}");
        }
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
    }
}

/// A blank at the end of a password may have been chosen.
#[test]
fn a_password_may_end_with_a_blank() {
    let set = [("TESTPAY_ENVIRONMENT", "test"), ("TESTPAY_LOGIN", "l"), ("TESTPAY_PASSWORD", "two words ")];
    read(&set).expect("complete settings").build().expect("complete settings");
}

#[cfg(unix)]
#[test]
fn what_is_no_text_is_named() {
    use std::os::unix::ffi::OsStringExt as _;

    let lookup = |_: &str| Some(OsString::from_vec(vec![b'h', 0xff]));
    let error = Variables::new(&ENV, &lookup).place().expect_err("no text");
    assert!(error.to_string().contains("`TESTPAY_ENVIRONMENT` is not valid UTF-8"), "{error}");
    assert!(!format!("{:?}", Variables::new(&ENV, &lookup)).contains("hunter"));
}
