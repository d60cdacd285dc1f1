//! Requests as text that people read.

use std::fmt::Write;

use payspec_http::transport::HttpRequest;
use serde_json::Value;

/// A request as text. The idempotency key and the boundary of parts are new every time, so they are named, not shown.
pub(crate) fn text(request: &HttpRequest, key: Option<&str>) -> String {
    let mut text = String::new();
    write_request(&mut text, request);
    let boundary = boundary(request);
    for (value, name) in [(key, "(the key)"), (boundary.as_deref(), "(boundary)")] {
        text = value.map_or(text.clone(), |value| text.replace(value, name));
    }
    text
}

/// What separates the parts of a multipart body.
fn boundary(request: &HttpRequest) -> Option<String> {
    let content_type = request.headers().get("content-type")?.to_str().ok()?;
    Some(content_type.split_once("boundary=")?.1.to_owned())
}

fn write_request(text: &mut String, request: &HttpRequest) {
    let (path, query) =
        request.uri().path_and_query().map_or(("", ""), |both| (both.path(), both.query().unwrap_or("")));
    let host = request.uri().authority().map_or("", |authority| authority.as_str());
    writeln!(text, "## {}\n{} https://{host}{path}", request.operation(), request.method()).expect("a text");
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        writeln!(text, "    ? {pair}").expect("a text");
    }
    for (name, value) in request.headers() {
        let value = String::from_utf8_lossy(value.as_bytes());
        // The same everywhere, and new with every version.
        if name != "user-agent" {
            writeln!(text, "{name}: {value}").expect("a text");
        }
    }
    body(text, request);
}

/// The body as it travels, with what makes it long on lines of their own.
fn body(text: &mut String, request: &HttpRequest) {
    let sent = String::from_utf8_lossy(request.body());
    let content_type = request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if sent.is_empty() {
    } else if content_type.starts_with("application/x-www-form-urlencoded") {
        for pair in sent.split('&') {
            writeln!(text, "    {pair}").expect("a text");
        }
    } else if let Ok(json) = serde_json::from_str::<Value>(&sent) {
        // The order of members and the form of numbers are seen in the snapshot only if they are the same in a tree.
        assert_eq!(json.to_string(), sent, "{}", request.operation());
        format!("{json:#}").lines().for_each(|line| writeln!(text, "    {line}").expect("a text"));
    } else {
        sent.lines().for_each(|line| writeln!(text, "    {}", line.trim_end()).expect("a text"));
    }
}
