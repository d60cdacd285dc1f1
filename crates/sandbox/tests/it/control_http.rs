//! The control API as bytes on a socket: every operation has its path, other sites are refused, and bodies are read.

use payspec_core::OperationSpec;
use payspec_core::server::{DecodeOperation, OperationVisitor};
use payspec_sandbox::Sandbox;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

struct All(Vec<&'static OperationSpec>);

impl OperationVisitor for All {
    fn operation<O: DecodeOperation>(&mut self) {
        self.0.push(O::SPEC);
    }
}

/// Each operation of the description is served: asked for a world that does not exist, it says so.
#[tokio::test]
async fn every_described_operation_is_served() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let mut all = All(Vec::new());
    control_client::model::visit_operations(&mut all);
    for operation in all.0 {
        let path = operation
            .path
            .replace("{world}", "none")
            .replace("{fault}", "x")
            .replace("{delivery}", "x")
            .replace("{subscription}", "x");
        let (status, body) = raw(&sandbox, operation.method.as_str(), &path, "localhost", "", "{}").await;
        assert!([200, 400, 404].contains(&status), "{}: {status} {body}", operation.id);
        assert!(!body.contains("no such operation"), "{}: {body}", operation.id);
    }
    let (status, body) = raw(&sandbox, "GET", "/world", "localhost", "", "").await;
    let message = "the control API has no such operation; the nearest is `GET /control/worlds`";
    assert_eq!((status, body), (404, json!({ "message": message }).to_string()));
    for (method, path, nearest) in [
        ("POST", "/worlds/demo/webhooks", "POST /control/worlds/{world}/subscriptions"),
        (
            "DELETE",
            "/worlds/demo/webhooks/subscription-1",
            "DELETE /control/worlds/{world}/subscriptions/{subscription}",
        ),
        ("GET", "/worlds/a-name-that-is-long/event", "GET /control/worlds/{world}/events"),
        ("POST", "/worlds/demo/events/trigger", "POST /control/worlds/{world}/events"),
        ("POST", "/worlds/demo/advance", "POST /control/worlds/{world}/clock/advance"),
        ("GET", "/worlds/demo/deliverys", "GET /control/worlds/{world}/deliveries"),
        ("PUT", "/worlds/demo/clock/advance", "POST /control/worlds/{world}/clock/advance"),
    ] {
        let (status, body) = raw(&sandbox, method, path, "localhost", "", "").await;
        let message = format!("the control API has no such operation; the nearest is `{nearest}`");
        assert_eq!((status, body), (404, json!({ "message": message }).to_string()), "{method} {path}");
    }
}

/// A page of another site in a browser on this machine cannot steer the sandbox.
#[tokio::test]
async fn other_sites_are_refused() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let create =
        |host: &'static str, origin: &'static str| raw(&sandbox, "POST", "/worlds", host, origin, r#"{"name":"a"}"#);
    assert_eq!(create("localhost", "Origin: https://evil.example\r\n").await.0, 403);
    assert_eq!(create("evil.example", "").await.0, 403);
    assert!(sandbox_is_untouched(&sandbox).await);
    assert_eq!(create("127.0.0.1:4010", "Origin: http://localhost:3000\r\n").await.0, 200);
    assert!(!sandbox_is_untouched(&sandbox).await);
}

async fn sandbox_is_untouched(sandbox: &Sandbox) -> bool {
    raw(sandbox, "GET", "/worlds", "localhost", "", "").await.1 == "[]"
}

pub(crate) async fn raw(
    sandbox: &Sandbox,
    method: &str,
    path: &str,
    host: &str,
    header: &str,
    body: &str,
) -> (u16, String) {
    let mut stream = tokio::net::TcpStream::connect(sandbox.address()).await.expect("it listens");
    let length = body.len();
    let head = format!("{method} /control{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{header}");
    let content = format!("Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}");
    stream.write_all(format!("{head}{content}").as_bytes()).await.expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("it answers with text");
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, answer.split_once("\r\n\r\n").map_or(String::new(), |(_, body)| body.to_owned()))
}

/// A body without a content type is read as what it looks like.
#[tokio::test]
async fn a_form_needs_no_content_type() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let world = sandbox.world("a");
    let start = world.clock().now();
    for body in ["seconds=86400", "{\"seconds\":86400}"] {
        let path =
            format!("/control/worlds/a/clock/advance HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}", body.len());
        let answer = exchange(&sandbox, &format!("POST {path}\r\nConnection: close\r\n\r\n{body}")).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    assert!(world.clock().now().since(start).as_secs() >= 2 * 86_400);
}

/// What cannot be read is not too large.
#[tokio::test]
async fn a_malformed_body_is_a_bad_request() {
    let sandbox = Sandbox::start().await.expect("a port is free");
    let head = |length: &str| format!("POST /control/worlds HTTP/1.1\r\nHost: localhost\r\n{length}\r\n\r\n");
    let malformed = exchange(&sandbox, &format!("{}name=a\r\n", head("Transfer-Encoding: chunked"))).await;
    assert!(malformed.starts_with("HTTP/1.1 400") && malformed.contains("its chunks are malformed"), "{malformed}");
    let size = 22 * 1024 * 1024;
    let large = format!("{}{}", head(&format!("Content-Length: {size}")), "a".repeat(size));
    let large = exchange(&sandbox, &large).await;
    assert!(large.starts_with("HTTP/1.1 413") && large.contains("larger than 21 MiB"), "{large}");
}

/// Sends bytes, and returns what is answered until the end.
async fn exchange(sandbox: &Sandbox, request: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(sandbox.address()).await.expect("it listens");
    // It may respond before it has read everything.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}
