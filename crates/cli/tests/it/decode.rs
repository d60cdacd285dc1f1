//! `payspec decode`.

use std::io::Write;
use std::process::{Output, Stdio};

use payspec_webhook::testing::Fixtures;
use serde_json::Value;

use crate::payspec;

fn decoded(arguments: &[&str], body: &[u8]) -> Output {
    let mut command = payspec(&[&["decode"], arguments].concat());
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("it is piped").write_all(body);
    child.wait_with_output().expect("it ends")
}

fn as_json(arguments: &[&str], body: &[u8]) -> (Value, Option<i32>) {
    let output = decoded(&[arguments, &["--json"]].concat(), body);
    let told: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    (told["candidates"].clone(), output.status.code())
}

fn apis(candidates: &Value) -> Vec<&str> {
    candidates.as_array().expect("a list").iter().map(|one| one["api"].as_str().expect("a text")).collect()
}

/// A delivery of each event of each API is recognised, and nothing of it is unknown.
#[test]
fn every_event_of_every_api_is_recognised() {
    let all: [(&str, Fixtures); 4] = [
        ("centralpay", centralpay_webhook::testing::fixtures::FIXTURES),
        ("cinetpay", cinetpay_webhook::testing::fixtures::FIXTURES),
        ("lyra-marketplace", lyra_marketplace_webhook::testing::fixtures::FIXTURES),
        ("primer", primer_webhook::testing::fixtures::FIXTURES),
    ];
    let mut wrong = Vec::new();
    for (api, fixtures) in all {
        // Each is a program of its own: a few of the many of CentralPay are enough.
        let some: Vec<_> = fixtures.all().enumerate().filter(|(at, _)| api != "centralpay" || at % 4 == 0).collect();
        for (_, (event, fixture)) in some {
            let (candidates, code) = as_json(&[], fixture.body().as_bytes());
            // Objects without an envelope are those of several events.
            let told = &candidates[0]["event_type"];
            if (apis(&candidates), code) != (vec![api], Some(0)) || !(told == event || told.is_null()) {
                wrong.push(format!(
                    "{api} {event} {code:?} {}",
                    serde_json::json!([
                        candidates[0]["api"],
                        candidates[0]["event_type"],
                        candidates[0]["unknown"],
                        candidates[0]["reason"]
                    ])
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_unknown_or_unreadable_is_named_and_nothing_secret_is_printed() {
    let body = centralpay_webhook::testing::fixtures::transaction_succeeded()
        .with("object.futureMember", "x")
        .with("object.amount", "a lot")
        .with("object.note", "card 4111 1111 1111 1111")
        .with("signature", "5f4dcc3b5aa765d61d8327deb882cf99")
        .with("object.endUserIp", "198.51.100.77")
        .body();
    let (candidates, code) = as_json(&[], body.as_bytes());
    let one = &candidates[0];
    assert_eq!(code, Some(4), "{candidates:#}");
    assert_eq!(one["unknown"], serde_json::json!(["object.futureMember", "object.note", "signature"]));
    assert_eq!(one["unreadable"], serde_json::json!(["object.amount"]));
    let output = decoded(&[], body.as_bytes());
    let text = String::from_utf8(output.stdout).expect("it is text");
    for part in [
        "CentralPay  TRANSACTION_SUCCEEDED",
        "unknown members  object.futureMember",
        "unreadable members  object.amount",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    for secret in ["4111", "5f4dcc3b", "198.51.100.77"] {
        assert!(!text.contains(secret) && !candidates.to_string().contains(secret), "{secret} in {text}");
    }
}

#[test]
fn bodies_of_several_apis_or_of_none_say_so() {
    // Members of both, as no API sends them together.
    let body = br#"{"refundId": "r-1", "refund": "c0ffee00-0000-4000-8000-000000000005"}"#;
    let (candidates, code) = as_json(&[], body);
    assert_eq!((apis(&candidates), code), (vec!["centralpay", "lyra-marketplace"], Some(3)));
    let text = String::from_utf8(decoded(&[], body).stdout).expect("it is text");
    assert!(text.starts_with("Ambiguous: it could be from CentralPay or Lyra"), "{text}");
    assert_eq!(apis(&as_json(&["--api", "lyra-marketplace"], body).0), ["lyra-marketplace"]);

    for (body, told) in [
        (&b""[..], "the body is empty"),
        (b"hello", "no API that payspec knows sends such a body"),
        (b"{\"a\": 1}", "no API that payspec knows sends such a body: it has neither"),
        (b"[1", "no API that payspec knows sends such a body"),
    ] {
        let output = decoded(&[], body);
        let error = String::from_utf8(output.stderr).expect("it is text");
        assert!(error.contains(told) && output.status.code() == Some(1), "{error}");
    }
    let (candidates, code) = as_json(&["--api", "primer"], b"hello");
    assert_eq!((candidates[0]["kind"].as_str(), code), (Some("foreign"), Some(1)), "{candidates}");
    let large = vec![b' '; 2 * 1024 * 1024];
    assert!(String::from_utf8_lossy(&decoded(&[], &large).stderr).contains("more than 1048576 bytes"));
}

#[test]
fn types_that_are_not_described_and_bodies_that_are_cut_off_are_still_assigned() {
    let new = br#"{"eventId": "e-1", "type": "MOON_LANDED", "object": {"moonId": "m-1"}, "requestId": "r"}"#;
    let (candidates, code) = as_json(&[], new);
    assert_eq!(
        (apis(&candidates), candidates[0]["kind"].as_str(), code),
        (vec!["centralpay"], Some("new-type"), Some(4))
    );
    let whole = centralpay_webhook::testing::fixtures::transaction_succeeded().body();
    let half = &whole.as_bytes()[..whole.as_bytes().len() / 2];
    let (candidates, code) = as_json(&[], half);
    assert_eq!(
        (apis(&candidates), candidates[0]["kind"].as_str(), code),
        (vec!["centralpay"], Some("broken"), Some(4))
    );
    assert!(candidates[0]["reason"].as_str().is_some_and(|reason| reason.contains("JSON")), "{candidates}");
    // A control character of the sender does not reach the terminal.
    let evil =
        "{\"eventId\": \"e\", \"type\": \"A\\u001b[31m\", \"object\": {\"x\\u001b]0;t\": \"\\u001b[2J\"}}".as_bytes();
    assert!(!decoded(&[], evil).stdout.contains(&0x1b));
}
