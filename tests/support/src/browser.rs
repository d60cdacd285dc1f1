//! A browser, as far as tests need one: it posts forms to servers on this machine and reads the next form.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Longer than anything takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a server answers.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where it sends the browser.
    pub location: Option<String>,
    /// The body.
    pub body: String,
}

/// Posts a form to a URL of this machine.
pub fn post_form(url: &str, fields: &[(&str, &str)]) -> Answer {
    let address = url.strip_prefix("http://").expect("a URL of this machine");
    let (address, path) = address.split_at(address.find('/').expect("a path"));
    let body = payspec_core::Form::from_pairs(fields.iter().copied()).encode();
    send(address, "POST", path, &[("content-type", "application/x-www-form-urlencoded")], body.as_bytes())
}

/// Sends a request over a connection of its own.
pub fn send(address: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("it listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time that is not zero");
    let mut request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nuser-agent: Mozilla/5.0\r\naccept: text/html\r\n"
    );
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    let request = [request.as_bytes(), body].concat();
    stream.write_all(&request).expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let answer = String::from_utf8(answer).expect("text");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let location = head.lines().find_map(|line| line.strip_prefix("location: ")).map(str::to_owned);
    Answer { status, location, body: body.to_owned() }
}

/// Opens the page of the sandbox's bank to which a challenge request is posted, and enters a code there. Returns the URL of
/// the shop to which the bank posts its response, and the response.
pub fn enter_code(page: &str, creq: &str, code: &str) -> (String, String) {
    assert!(post_form(page, &[("creq", creq)]).body.contains("name=\"code\""), "{page} asks for a code");
    let answer = post_form(&page.replace("/challenge", "/answer"), &[("creq", creq), ("code", code)]);
    let [shop, response] = ["action=\"", "name=\"cres\" value=\""].map(|start| between(&answer.body, start, "\""));
    (shop.to_owned(), response.to_owned())
}

/// What is between two texts, the first time.
pub fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    rest.split_once(end).expect("an end").0
}
