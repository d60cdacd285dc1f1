//! Services of the showcase API: a further host, as a user of the generated client meets it.

use payspec_http::ConfigError;
use serde_json::json;
use showcase_client::{Client, ClientBuilder};
use showcase_model::{DisputePostage, Environment, OpenClaim, StationVariant};

use payspec_test_support::server::Server;

/// Two servers with the same operations: what arrives where is the question.
fn server() -> Server {
    let claim = json!({ "claimId": "c-1", "lost": { "station-type": "pigeon" } });
    let station = json!({ "station-type": "depot", "shelf": 3 });
    let routes = [
        ("POST /claims/", (200, claim)),
        ("GET /stations/s-1", (200, station.clone())),
        ("POST /postages", (200, json!([station]))),
        ("GET /depots", (200, json!([]))),
    ];
    Server::start(routes.map(|(route, answer)| (route.to_owned(), answer)).to_vec())
}

fn complete(builder: ClientBuilder) -> Result<Client, ConfigError> {
    builder.credentials("login", "password").x_tracking_key("tracking").x_depot("north").build()
}

#[tokio::test]
async fn operations_of_a_service_go_to_its_host_with_its_scheme_and_headers() {
    let (main, claims) = (server(), server());
    let client = complete(ClientBuilder::at(main.url()).claims_at(claims.url())).expect("complete settings");
    let opened = client.claims().open(OpenClaim::new("p-1")).await.expect("opened");
    assert!(opened.lost.is_some_and(|lost| lost.variant.is_known()));
    let station = client.claims().track("s-1").await.expect("a union as an answer");
    assert!(matches!(&station.variant, StationVariant::Depot(depot) if depot.shelf == Some(3)));
    let found = client.postages().dispute(DisputePostage::new("o-1")).await.expect("a resource of the main host");
    assert_eq!(found.items[0], station);
    assert!(main.seen().is_empty(), "nothing of the service reached the main host");

    let seen = claims.seen();
    assert_eq!(seen.iter().filter(|request| request.header("x-depot") == Some("north")).count(), 3);
    let sent = |at: usize| (seen[at].header("x-tracking-key"), seen[at].header("authorization").is_some());
    assert_eq!([sent(0), sent(1), sent(2)], [(Some("tracking"), false), (None, true), (Some("tracking"), false)]);

    client.postages().list_depots().await.expect("the main host");
    assert_eq!((main.seen().len(), claims.seen().len()), (1, 3));
}

#[tokio::test]
async fn a_service_without_a_known_host_is_not_called_at_all() {
    assert_eq!(Environment::Test.claims_base_url(), Some("https://test.claims.example"));
    assert_eq!(Environment::Local.claims_base_url(), None);
    let main = server();
    let somewhere_else = complete(ClientBuilder::at(main.url())).expect("complete settings");
    let not_known = complete(Client::builder(Environment::Local)).expect("complete settings");
    for client in [somewhere_else, not_known] {
        let error = client.claims().open(OpenClaim::new("p-1")).await.expect_err("nowhere to send it");
        assert!(error.is_rejected_locally() && error.to_string().contains("`claims_at`"), "{error}");
    }
    assert!(main.seen().is_empty());
}

/// One line more in the builder, and the service is in a sandbox while all else is as it was.
#[tokio::test]
async fn the_host_of_an_environment_can_be_replaced() {
    let claims = server();
    let client = complete(Client::builder(Environment::Local).claims_at(claims.url())).expect("complete settings");
    assert_eq!(client.http().base_url(), Environment::Local.base_url());
    client.claims().open(OpenClaim::new("p-1")).await.expect("opened");
    let client = complete(Client::builder(Environment::Test)).expect("complete settings");
    assert_eq!(client.http().service_url("claims"), Environment::Test.claims_base_url());
}

/// A page loads the script of the environment that its server talks to.
#[test]
fn an_environment_has_its_scripts() {
    assert_eq!(Environment::Production.stamp_js_script(), Some("https://js.parcels.example/v1/stamp.js"));
    assert_eq!(Environment::Test.stamp_js_script(), None);
}
