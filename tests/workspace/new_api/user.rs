//! A program of somebody who uses an API: it calls a server on this machine, takes errors apart, goes through a search, and
//! verifies and reads events. Each module names one crate only.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

/// The client alone.
mod caller {
    use std::time::Duration;

    use lantern_client::model::{Lantern, LanternId, LightLantern, ListLantern};
    use lantern_client::paging::ItemsIter;
    use lantern_client::payspec_http::{self, CallFuture};
    use lantern_client::{
        CallOutcome, Client, ClientBuilder, ConfigError, Error, ErrorKind, Response, RetryPolicy, Secret, blocking,
    };

    fn settings(http: payspec_http::ClientBuilder) -> payspec_http::ClientBuilder {
        http.timeout(Duration::from_secs(5)).retry(RetryPolicy::new().attempts(2))
    }

    fn builder(url: &str) -> ClientBuilder {
        ClientBuilder::at(url).x_key(Secret::from("k-1")).configure(settings)
    }

    pub fn client(url: &str) -> Result<blocking::Client, ConfigError> {
        builder(url).build_blocking()
    }

    pub fn light(client: &blocking::Client, oil: i64) -> Result<Lantern, String> {
        match client.lanterns().light(LightLantern::new(oil)).send() {
            Ok(response) => Ok(value(response)),
            Err(error) => Err(told(&error)),
        }
    }

    fn value(response: Response<Lantern>) -> Lantern {
        assert_eq!((response.status, response.attempts), (201, 1));
        response.value
    }

    fn told(error: &Error) -> String {
        match (error.kind(), error.outcome()) {
            (ErrorKind::Invalid, CallOutcome::DidNotHappen) => {
                error.field_errors().iter().map(|(field, message)| format!("{field}: {message}")).collect()
            }
            (ErrorKind::NotFound, _) if error.has_reason(LightLantern::NO_WICK) => "there is no wick".to_owned(),
            (_, CallOutcome::Unknown) => "look before you light it again".to_owned(),
            (kind, _) => panic!("{kind:?}: {error}"),
        }
    }

    pub fn all(client: &blocking::Client) -> Result<Vec<LanternId>, Error> {
        let found: ItemsIter<ListLantern, Lantern> = client.lanterns().list().pages(9).items();
        found.map(|lantern| Ok(lantern?.lantern_id)).collect()
    }

    /// Calls of the async client can be kept, and awaited where there is a runtime.
    #[allow(dead_code)]
    fn later(client: &Client, oil: i64) -> CallFuture<Lantern> {
        client.lanterns().light(LightLantern::new(oil)).into_future()
    }
}

/// The types alone.
mod types {
    use lantern_model::{Lantern, UnreadableMembers, serde_json};

    pub fn read(text: &str) -> Lantern {
        let lantern: Lantern = serde_json::from_str(text).expect("a lantern");
        let unreadable: &UnreadableMembers = lantern.unreadable();
        assert!(unreadable.is_empty());
        lantern
    }
}

/// The webhooks alone.
mod receiver {
    use lantern_webhook::payspec_webhook::Events;
    use lantern_webhook::{Event, RawBody, Refetch as _, Secret, Verifier, VerifyError};

    /// What is read again of the events of a delivery, or the status to answer with.
    pub fn receive(signature: &str, body: RawBody) -> Result<Vec<String>, u16> {
        let verifier = Verifier::new(Secret::from("wick"));
        let events: Events<Event> = match verifier.verify([("X-Wick", signature)], body) {
            Ok(events) => events,
            Err(VerifyError::Wrong) => return Err(401),
            Err(_) => return Err(400),
        };
        Ok(events.filter_map(again).collect())
    }

    fn again(event: Event) -> Option<String> {
        match event {
            Event::LanternLit(lit) => Some(lit.object.refetch()?.lantern_id.to_string()),
            _ => None,
        }
    }
}

/// An API by way of the crate that people add.
mod umbrella {
    use payspec::iso::Currency;
    use payspec::shop::model::{CreateRefund, Environment};
    use payspec::shop::testing::{responding, response};
    use payspec::shop::webhook::{Event, decode};
    use payspec::shop::{Amount, Client, Profile, Violations};

    pub fn refund() {
        let client = Client::builder(Environment::Test)
            .credentials("login", "password")
            .configure(|http| http.transport(responding(|_| response(200, r#"{ "refundId": "r-1", "amount": 1500 }"#))))
            .build_blocking()
            .expect("complete settings");
        let goodwill: &'static Profile = CreateRefund::GOODWILL;
        let params = || CreateRefund::new(Amount::from_minor(1500), Currency::EUR);
        let refused = client.refunds().create(params()).profile(goodwill).wait().expect_err("it has no reason");
        let violations: &Violations = refused.violations().expect("a rule is broken");
        assert_eq!(violations.iter().next().expect("one").fields(), ["reason"]);
        let made = client.refunds().create(params()).idempotency_key("r-1").wait().expect("a refund");
        assert_eq!(made.amount, Some(Amount::from_minor(1500)));
        assert!(matches!(decode(r#"{ "type": "MOON_LANDED" }"#), Event::Unknown(_)));
    }
}

/// Answers as the API does, until the program ends.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).expect("a request");
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).expect("text").to_lowercase();
            assert!(head.contains("x-key: k-1"), "{head}");
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
            let mut body = vec![0; length.map_or(0, |length| length.parse().expect("a number"))];
            stream.read_exact(&mut body).expect("a body");
            let body = String::from_utf8(body).expect("text");
            let (status, answer) = match (head.split(' ').nth(1).expect("a path"), &*body) {
                ("/lanterns", r#"{"lantern":{"oil":3}}"#) => {
                    ("201 Created", r#"{ "lantern": { "lanternId": "L-1", "oil": 3 } }"#)
                }
                ("/lanterns", r#"{"lantern":{"oil":-1}}"#) => (
                    "422 Unprocessable Content",
                    r#"{ "error": { "param": "oil", "code": "below_zero", "text": "There is no less than no oil." } }"#,
                ),
                ("/lanterns", "") => (
                    "200 OK",
                    r#"{ "page": { "lanterns": [{ "lanternId": "L-1" }, { "lanternId": "L-2" }] }, "has_more": true }"#,
                ),
                ("/lanterns?after=l-2", "") => {
                    ("200 OK", r#"{ "page": { "lanterns": [{ "lanternId": "L-3" }] }, "has_more": false }"#)
                }
                _ => ("404 Not Found", r#"{ "error": { "code": "no_wick" } }"#),
            };
            write!(
                stream,
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{answer}",
                answer.len()
            )
            .expect("an answer");
        }
    });
    format!("http://{address}")
}

fn main() {
    let client = caller::client(&serve()).expect("complete settings");
    assert_eq!(caller::light(&client, 3), Ok(types::read(r#"{ "lanternId": "L-1", "oil": 3 }"#)));
    assert_eq!(caller::light(&client, -1), Err("oil: There is no less than no oil.".to_owned()));
    assert_eq!(caller::light(&client, 7), Err("there is no wick".to_owned()));
    let ids: Vec<String> = caller::all(&client).expect("two pages").into_iter().map(|id| id.to_string()).collect();
    assert_eq!(ids, ["L-1", "L-2", "L-3"]);

    let body = r#"[{"about":"lantern","event":{"what":"lit","id":"e-1","lantern":{"lanternId":"L-17","oil":3}}}]"#;
    let signature = "d6a56d001114e295df5184ba8e07527f1b851890fd6755aa68432758475b1e3a";
    assert_eq!(receiver::receive(signature, body.into()), Ok(vec!["L-17".to_owned()]));
    assert_eq!(receiver::receive(signature, body.replace('3', "9").into()), Err(401));
    umbrella::refund();
    println!("all went well");
}
