//! With `PAYSPEC_SANDBOX`, clients send requests to this machine only. It is a variable of the whole process, so each case
//! is a process of its own.

use std::process::Command;

use payspec_http::Client;

use crate::support::api::API;

const CASE: &str = "PAYSPEC_TEST_BASE_URL";

/// Builds a client for the address in the variable, if there is one, and prints why it cannot be built.
#[test]
fn a_client_is_built_where_it_is_told() {
    let Ok(url) = std::env::var(CASE) else { return };
    match Client::builder(&API, url).build() {
        Ok(_) => println!("BUILT"),
        Err(error) => println!("{error}"),
    }
}

fn built(url: &str, restricted: Option<&str>) -> String {
    let mut command = Command::new(std::env::current_exe().expect("this test is a program"));
    command.args(["--exact", "only_here::a_client_is_built_where_it_is_told", "--nocapture"]).env(CASE, url);
    match restricted {
        Some(value) => command.env("PAYSPEC_SANDBOX", value),
        None => command.env_remove("PAYSPEC_SANDBOX"),
    };
    String::from_utf8(command.output().expect("it runs").stdout).expect("it prints text")
}

#[test]
fn a_restricted_client_reaches_no_live_server() {
    let live = "https://api.example.com/v2";
    for (url, restricted) in [
        (live, None),
        (live, Some("")),
        ("http://127.0.0.1:4010/v2", Some("1")),
        ("http://localhost:4010/v2", Some("1")),
        ("https://[::1]/v2", Some("1")),
    ] {
        let told = built(url, restricted);
        assert!(told.contains("BUILT"), "{url} {restricted:?}: {told}");
    }
    for url in [live, "https://10.0.0.1/v2", "https://localhost.example.com/v2"] {
        let told = built(url, Some("1"));
        assert!(told.contains("`PAYSPEC_SANDBOX` is set") && !told.contains("BUILT"), "{url}: {told}");
    }
    assert!(built(live, Some("1")).contains("the host of the base URL is `api.example.com`"));
}
