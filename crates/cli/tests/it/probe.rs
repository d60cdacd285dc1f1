//! `payspec probe`, against a sandbox whose paths, parameters and responses a proxy alters.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::thread;

use serde_json::Value;

use crate::{Running, payspec, started, text_of};

/// What the proxy alters: the target of a request, or the head and the body of its response.
#[derive(Clone, Copy)]
struct Altered {
    target: fn(&str) -> String,
    body: fn(&str, String) -> String,
}

const AS_IT_IS: Altered = Altered { target: str::to_owned, body: |_, body| body };

/// A proxy in front of a sandbox; returns the base URL behind it.
fn proxy(base: &str, altered: Altered) -> String {
    let rest = base.strip_prefix("http://").expect("it is plain HTTP");
    let (host, path) = rest.split_once('/').expect("it has a path");
    let (host, listener) = (host.to_owned(), TcpListener::bind("127.0.0.1:0").expect("a port is free"));
    let url = format!("http://{}/{path}", listener.local_addr().expect("it listens"));
    thread::spawn(move || {
        for mut client in listener.incoming().map_while(Result::ok) {
            let host = host.clone();
            thread::spawn(move || {
                let Some((head, body)) = message(&mut client) else { return };
                let (line, headers) = head.split_once("\r\n").expect("a head has lines");
                let parts: Vec<&str> = line.split(' ').collect();
                let target = (altered.target)(parts[1]);
                let kept: Vec<&str> =
                    headers.lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:")).collect();
                let mut server = TcpStream::connect(host).expect("the sandbox listens");
                let head =
                    format!("{} {target} HTTP/1.1\r\n{}\r\nConnection: close\r\n\r\n", parts[0], kept.join("\r\n"));
                server.write_all(head.as_bytes()).and_then(|()| server.write_all(&body)).expect("it reads");
                let mut response = String::new();
                server.read_to_string(&mut response).expect("it responds with text");
                let (head, body) = response.split_once("\r\n\r\n").expect("a response has a head");
                let body = (altered.body)(&target, body.to_owned());
                let kept: Vec<&str> =
                    head.lines().filter(|line| !line.to_ascii_lowercase().starts_with("content-length:")).collect();
                let response = format!("{}\r\nContent-Length: {}\r\n\r\n{body}", kept.join("\r\n"), body.len());
                let _ = client.write_all(response.as_bytes());
            });
        }
    });
    url
}

fn message(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 4096]);
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let lower = head.to_ascii_lowercase();
            let length =
                lower.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                return Some((head, bytes[end + 4..].to_vec()));
            }
        }
        match stream.read(&mut buffer) {
            Ok(read @ 1..) => bytes.extend(&buffer[..read]),
            _ => return None,
        }
    }
}

/// A sandbox with two customers; returns the base URL of its CentralPay.
fn sandbox() -> (Running, String) {
    let (running, mut out) = started(&["sandbox", "--listen", "127.0.0.1:0", "--json"]);
    let mut line = String::new();
    std::io::BufRead::read_line(&mut out, &mut line).expect("it prints");
    let told: Value = serde_json::from_str(&line).expect("it is JSON");
    let text = |name: &str| told[name].as_str().expect("a text").to_owned();
    for email in ["email=alice@example.com", "email=bob@example.com"] {
        text_of(&["call", "customer.create", email, "--control", &text("control_url"), "--json"]);
    }
    (running, text("centralpay_url"))
}

fn probe(url: &str, arguments: &[&str]) -> Command {
    let mut command = payspec(&[&["probe", "centralpay"], arguments].concat());
    for (name, value) in [
        ("BASE_URL", url),
        ("LOGIN", "test-demo"),
        ("PASSWORD", "sandbox"),
        ("ORIGIN", "https://example.centralpay.net"),
    ] {
        command.env(format!("CENTRALPAY_{name}"), value);
    }
    for name in ["CENTRALPAY_ENVIRONMENT", "CENTRALPAY_MERCHANT_PUBLIC_KEY", "PAYSPEC_SANDBOX"] {
        command.env_remove(name);
    }
    command
}

/// The verdict and the note of each operation.
fn verdicts(output: &Output) -> HashMap<String, (String, String)> {
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let operations = told["operations"].as_array().expect("a list").iter();
    operations.map(|one| (text(&one["operation"]), (text(&one["verdict"]), text(&one["note"])))).collect()
}

#[test]
fn operations_that_are_as_described_are_confirmed_and_nothing_is_changed() {
    let (_running, url) = sandbox();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (report, edits) = (folder.path().join("report.json"), folder.path().join("edits.yaml"));
    let mut command = probe(&proxy(&url, AS_IT_IS), &["--json"]);
    let output = command.arg("--report").arg(&report).arg("--edits").arg(&edits).output().expect("it starts");
    let found = verdicts(&output);
    assert_eq!(output.status.code(), Some(0), "{found:#?}");
    let verdict = |operation: &str| found[operation].0.as_str();
    assert_eq!(found["customer.search"], ("confirmed".to_owned(), "filters tried: email".to_owned()));
    assert_eq!((verdict("customer.get"), verdict("credit.search")), ("confirmed", "confirmed"));
    // There is no refund to read, and the sandbox does not model everything.
    assert_eq!((verdict("refund.get"), verdict("payout.search")), ("undecided", "undecided"));
    assert_eq!((verdict("customer.create"), verdict("customer.update")), ("not tried", "not tried"));
    let edits = std::fs::read_to_string(edits).expect("it is written");
    assert!(edits.contains("  customer.search:\n    path_evidence: { level: sample, source: probe-20"), "{edits}");
    assert!(!edits.contains("payout.search") && !edits.contains("refund.get:"), "{edits}");
    let report = std::fs::read_to_string(report).expect("it is written");
    for secret in ["alice", "bob", "test-demo", "\"sandbox\"", "sandbox:", "Basic"] {
        assert!(!report.contains(secret) && !edits.contains(secret), "{secret}");
    }
    // Two searches and two reads brought no third customer.
    let output = probe(&url, &["--write", "--only", "customer", "--json"]).output().expect("it starts");
    let found = verdicts(&output);
    assert_eq!(found["customer.create"].0, "confirmed", "{found:#?}");
    assert!(found["customer.create"].1.contains("it rejects with 400"), "{found:#?}");
}

#[test]
fn altered_paths_parameters_and_responses_are_reported() {
    let (_running, url) = sandbox();
    let of = |altered: Altered, operation: &str| {
        let output = probe(&proxy(&url, altered), &["--only", "customer", "--json"]).output().expect("it starts");
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        verdicts(&output)[operation].clone()
    };
    let moved = Altered { target: |target| target.replace("/customer", "/client"), ..AS_IT_IS };
    assert_eq!(of(moved, "customer.search").0, "404");
    let one_moved = Altered { target: |target| target.replace("/customer/", "/client/"), ..AS_IT_IS };
    assert_eq!(of(one_moved, "customer.get").0, "404");
    let unfiltered = Altered { target: |target| target.split('?').next().unwrap_or_default().to_owned(), ..AS_IT_IS };
    let expected = ("differs".to_owned(), "the parameter `email` does not filter".to_owned());
    assert_eq!(of(unfiltered, "customer.search"), expected);
    let renamed = Altered { body: |_, body| body.replace("\"customerId\"", "\"clientId\""), ..AS_IT_IS };
    assert_eq!(of(renamed, "customer.search").0, "differs");
    let more = Altered { body: |_, body| body.replace("\"customerId\"", "\"loyalty\":1,\"customerId\""), ..AS_IT_IS };
    let (verdict, note) = of(more, "customer.search");
    assert!(
        verdict == "differs" && note.contains("members that are not described: ") && note.contains("loyalty"),
        "{note}"
    );
    let retyped =
        Altered { body: |_, body| body.replace("\"creationDate\":\"", "\"creationDate\":{},\"was\":\""), ..AS_IT_IS };
    let (verdict, note) = of(retyped, "customer.get");
    assert!(verdict == "differs" && note.contains("creationDate"), "{verdict}: {note}");
    let refused = Altered { target: |target| target.replace("?email=", "?unknown="), ..AS_IT_IS };
    let (verdict, note) = of(refused, "customer.search");
    assert!(verdict == "differs" && note.contains("`email`"), "{note}");
}

#[test]
fn only_hosts_for_tests_are_probed() {
    let output = probe("https://api.centralpay.net/v2/rest", &[]).output().expect("it starts");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(error.contains("`api.centralpay.net` is not known to be a host for tests"), "{error}");
    assert_eq!(output.status.code(), Some(2));
    let output = payspec(&["probe", "centralpay", "--live"]).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2));
    // Nobody listens: nothing is known, and nothing differs.
    let output = probe("http://127.0.0.1:9", &["--only", "customer.search", "--json"]).output().expect("it starts");
    assert_eq!(verdicts(&output)["customer.search"].0, "undecided");
}
