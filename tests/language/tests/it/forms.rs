//! Forms and what is told of their fields, as users of the showcase API meet them over real HTTP.

use payspec_http::RetryPolicy;
use payspec_test_support::server::{Reply, Server};
use serde_json::{Value, json};
use showcase_form_client::model::StringNecklace;
use showcase_form_client::{ClientBuilder, blocking};

fn client(server: &Server) -> blocking::Client {
    ClientBuilder::at(format!("{}/v1", server.url()))
        .thread("a thread")
        .configure(|http| http.retry(RetryPolicy::never()))
        .build_blocking()
        .expect("complete settings")
}

/// A server that always answers this.
fn saying(status: u16, body: &Value) -> Server {
    let body = body.clone();
    Server::responding(move |_| Reply::json(status, &body)).without_request_ids()
}

#[test]
fn an_error_names_its_field() {
    let error = json!({ "param": "label", "message": "Too long.", "code": "LONG" });
    let server = saying(422, &json!({ "error": error }));
    let error = client(&server).necklaces().string(StringNecklace::new("a".repeat(99))).wait().expect_err("invalid");
    assert_eq!(error.field_errors(), [("label".to_owned(), "Too long.".to_owned())]);
    assert_eq!((error.code(), error.message()), (Some("LONG"), Some("Too long.")));
}
