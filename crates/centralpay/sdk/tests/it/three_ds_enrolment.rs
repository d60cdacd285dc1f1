//! What is an answer that a card takes no part in 3-D Secure, and what is not: byte by byte, against a plain local server.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};
use std::thread;

use payspec::centralpay::model::{CheckThreeDsVersion, Currency};
use payspec::centralpay::three_ds::{Enrolment, Purchase};
use payspec::centralpay::{Amount, Client, ClientBuilder};
use payspec_test_support::server::{Reply, Request, Server};
use serde_json::json;

use crate::bank::{Bank, NOT_ENROLLED, number};

const PAN: &str = "4000001000000067";

fn client(server: &Server) -> Client {
    ClientBuilder::at(server.url()).credentials("login", "password").build().expect("complete settings")
}

fn purchase() -> Purchase {
    Purchase { amount: Amount::from_minor(3_600_000), currency: Currency::EUR }
}

const NOT_IN_RANGES: &str = "Card account number not found in card ranges from Directory Server";

/// What came of asking whether the card is enrolled, when that is answered so.
async fn enrolment(
    status: u16,
    content_type: &'static str,
    body: &[u8],
) -> Result<Enrolment, payspec::centralpay::Error> {
    let body = body.to_vec();
    let reply = move |_: &Request| Reply { status, content_type, body: body.clone(), headers: String::new() };
    let server = Server::responding(reply);
    let version = client(&server).three_ds().versioning(CheckThreeDsVersion::new(PAN)).await;
    Enrolment::of_call(version, purchase())
}

#[tokio::test]
async fn only_the_message_of_the_directory_says_that_a_card_is_not_enrolled() {
    for body in [
        json!({ "message": NOT_IN_RANGES }),
        json!({ "message": "Not Found", "errorDescription": NOT_IN_RANGES }),
        json!({ "errors": { "acctNumber": NOT_IN_RANGES } }),
        json!({ "errors": [NOT_IN_RANGES] }),
        json!({ "errorDetails": { "errorCode": "305", "errorDescription": NOT_IN_RANGES } }),
        json!({ "errorDetails": { "errorDescription": "Transaction data not valid", "errorDetail": NOT_IN_RANGES } }),
    ] {
        let result = enrolment(404, "application/json", body.to_string().as_bytes()).await;
        assert!(matches!(result, Ok(Enrolment::NotEnrolled)), "{body}: {result:?}");
    }
    let as_text = enrolment(404, "text/plain", format!("{NOT_IN_RANGES}\n").as_bytes()).await;
    assert!(matches!(as_text, Ok(Enrolment::NotEnrolled)), "{as_text:?}");
}

/// If any of these counted as "not enrolled", a payment would go through without authentication.
#[tokio::test]
async fn no_status_says_that_a_card_is_not_enrolled() {
    let html = "<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>";
    let quoted = format!("<html><body>{NOT_IN_RANGES}</body></html>");
    let within = json!({ "message": format!("{NOT_IN_RANGES} (try again)") }).to_string();
    let echoed = json!({ "message": "Incorrect URL", "request": { "note": NOT_IN_RANGES } }).to_string();
    for body in [
        "",
        "null",
        "{}",
        "[]",
        html,
        &quoted,
        &within,
        &echoed,
        r#"{"message": "Incorrect URL"}"#,
        r#"{"errors": {}}"#,
        r#"{"message": "Card account number not found in card ranges"}"#,
        r#"{"message": "Card account number not fo"#,
    ] {
        for status in [404, 410] {
            let result = enrolment(status, "text/html", body.as_bytes()).await;
            let error = result.expect_err(body);
            assert!(error.is_not_found() && error.status() == Some(status), "{body}: {error}");
            assert!(!error.to_string().contains("not enrolled"), "{body}: {error}");
        }
    }
    // The message belongs to one status.
    let message = json!({ "message": NOT_IN_RANGES }).to_string();
    for status in [400, 401, 403, 410, 500, 502] {
        let result = enrolment(status, "application/json", message.as_bytes()).await;
        assert_eq!(result.expect_err("an error").status(), Some(status));
    }
}

#[tokio::test]
async fn a_card_is_not_found_to_be_unenrolled_on_another_path_or_in_half_an_answer() {
    let bank = Bank::start().await;
    let call = bank.client.three_ds().versioning(CheckThreeDsVersion::new(number(&NOT_ENROLLED)));
    let result = Enrolment::of_call(call.await, purchase());
    assert!(matches!(result, Ok(Enrolment::NotEnrolled)), "{result:?}");
    let call = bank.client.three_ds().versioning(CheckThreeDsVersion::new(number(&NOT_ENROLLED)));
    let error = Enrolment::of_call(call.path("/3ds2/versionning").await, purchase()).expect_err("a slip in the path");
    assert!(error.is_not_found(), "{error}");

    // Complete JSON, but one byte less than announced.
    let body = json!({ "message": NOT_IN_RANGES }).to_string();
    let head =
        format!("HTTP/1.1 404 X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len() + 1);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port on this machine");
    let address = listener.local_addr().expect("a bound socket has an address");
    let cuts_off = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        // The whole request is small enough to come in one piece; what is left of it would reset the connection.
        let _ = stream.read(&mut [0; 16 * 1024]);
        stream.write_all(format!("{head}{body}").as_bytes()).expect("the client reads");
        stream.shutdown(Shutdown::Write).expect("an open connection");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let shop = ClientBuilder::at(format!("http://{address}")).credentials("login", "password").build();
    let shop = shop.expect("complete settings");
    let version = shop.three_ds().versioning(CheckThreeDsVersion::new(PAN)).await;
    let error = Enrolment::of_call(version, purchase()).expect_err("half an answer");
    assert!(error.is_not_found() && error.is_transport(), "{error}");
    drop(shop);
    cuts_off.join().expect("no panic");
}
