//! Hosts that differ by account: an environment takes the values, and none leads to another domain.

use payspec_core::{HostLabel, HostLabelError};
use payspec_http::testing::{responding, response};
use showcase_batched_client::model::Environment;
use showcase_batched_client::{Client, blocking};

fn label(text: &str) -> HostLabel {
    text.parse().expect("a part of a host name")
}

/// A client that sends nothing and says where it would.
fn client(environment: Environment) -> blocking::Client {
    let transport = responding(|request| {
        let to = request.uri().to_string();
        response(200, format!(r#"{{"id": "{}"}}"#, to.replace("https://", "")))
    });
    Client::builder(environment)
        .guild("seal")
        .configure(|http| http.transport(transport).accept_any_success("sack.get").accept_any_success("sack.store"))
        .build_blocking()
        .expect("complete settings")
}

#[test]
fn an_environment_takes_what_its_hosts_need() {
    let production = Environment::Production { miller: label("Jane-1"), valley: label("north") };
    assert_eq!(production.base_url(), "https://north-mills.Jane-1.mills.example/v1");
    assert_eq!(production.granary_base_url(), None);
    let read = client(production).sacks().get("s").wait().expect("sent");
    assert_eq!(read.id.as_str(), "north-mills.jane-1.mills.example/v1/sacks/s");

    let test = Environment::Test { miller: label("jane") };
    assert_eq!(test.granary_base_url().as_deref(), Some("https://jane.granary.example"));
    let stored = client(test).sacks().store("s").wait().expect("sent");
    assert_eq!(stored.id.as_str(), "jane.granary.example/sacks/s/store");

    assert_eq!(client(Environment::Fair).http().base_url(), "https://fair.mills.example/v1");
    assert_eq!(client(Environment::Fair).http().service_url("granary"), Some("https://fair.granary.example"));
}

/// What a caller got from a form of its own customers may be anything.
#[test]
fn no_value_leads_to_a_host_of_somebody_else() {
    for value in
        ["evil.example/", "evil.example:80", "evil.example#", "me@evil", "a.b", "", "-", "x\\y", "%2f", "a b", "{x}"]
    {
        let refused: Result<HostLabel, HostLabelError> = value.parse();
        let message = refused.expect_err(value).to_string();
        assert!(message.starts_with("the host name label"), "{message}");
        assert!(value.len() < 3 || !message.contains(value), "{message}");
    }
    for value in ["xn--a", "0", "127", "localhost", &"a".repeat(63)] {
        let built = Client::builder(Environment::Test { miller: label(value) }).guild("seal").build();
        // One that is no name of a host at all is refused when the client is built.
        if let Ok(client) = built {
            let url = client.http().base_url();
            assert!(url.starts_with("https://") && url.ends_with(".test.mills.example/v1"), "{url}");
            assert_eq!(url.matches('.').count(), 3, "{url}");
        }
    }
}

/// A host that is a guess is reported as one, whatever stands in it.
#[test]
fn a_guessed_host_is_known_with_its_values() {
    let transport = responding(|_| response(404, "<html>no such site</html>"));
    let builder = Client::builder(Environment::Test { miller: label("jane") }).guild("seal");
    let client = builder.configure(|http| http.transport(transport)).build_blocking().expect("complete settings");
    let error = client.sacks().store("s").wait().expect_err("not found").to_string();
    assert!(error.contains("`granary`") && error.contains("granary_at"), "{error}");
}

/// Variables of a host are read from the environment like all settings, and lead nowhere else either.
#[test]
fn values_for_hosts_come_from_environment_variables() {
    let with = |miller: &'static str| {
        showcase_batched_client::ClientBuilder::from_variables(move |name| {
            let value = match name {
                "SHOWCASE_BATCHED_ENVIRONMENT" => "production",
                "SHOWCASE_BATCHED_GUILD" => "seal",
                "SHOWCASE_BATCHED_VALLEY" => "north",
                "SHOWCASE_BATCHED_MILLER" => miller,
                _ => return None,
            };
            Some(value.into())
        })
    };
    let client = with("jane").expect("complete settings").build().expect("complete settings");
    assert_eq!(client.http().base_url(), "https://north-mills.jane.mills.example/v1");
    for (miller, part) in
        [("", "`SHOWCASE_BATCHED_MILLER` is not set"), ("a.evil", "`SHOWCASE_BATCHED_MILLER`: the host name label")]
    {
        let error = with(miller).map(drop).expect_err(part).to_string();
        assert!(error.contains(part) && !error.contains("evil"), "{error}");
    }
}
