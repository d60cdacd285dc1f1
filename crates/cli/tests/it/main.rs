//! The program `payspec`, as a user starts it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn payspec(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_payspec"));
    command.args(arguments);
    command
}

fn ended(arguments: &[&str]) -> Output {
    payspec(arguments).output().expect("it starts")
}

/// A running program, which ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn started(arguments: &[&str]) -> (Running, BufReader<impl Read>) {
    let mut child = payspec(arguments).stdout(Stdio::piped()).spawn().expect("it starts");
    let out = BufReader::new(child.stdout.take().expect("it is piped"));
    (Running(child), out)
}

#[test]
fn one_line_of_json_has_all_that_a_first_request_needs() {
    let (_running, mut out) = started(&["sandbox", "--listen", "127.0.0.1:0", "--memory", "--seed", "7", "--json"]);
    let mut line = String::new();
    out.read_line(&mut line).expect("it prints");
    let told: Value = serde_json::from_str(&line).expect("it is JSON");
    let text = |key: &str| told[key].as_str().unwrap_or_else(|| panic!("no {key} in {told}")).to_owned();
    for key in ["login", "password", "merchant_public_key", "origin", "merchant_id", "point_of_sale_id"] {
        assert!(!text(key).is_empty());
    }
    let url = text("centralpay_url");
    let rest = url.strip_prefix("http://").expect("it is plain HTTP");
    let (host, path) = rest.split_once('/').expect("it has a path");
    let mut stream = TcpStream::connect(host).expect("it listens");
    // `test-demo:sandbox`
    assert_eq!((text("login"), text("password")), ("test-demo".to_owned(), "sandbox".to_owned()));
    let request = format!(
        "GET /{path}/transaction HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Authorization: Basic dGVzdC1kZW1vOnNhbmRib3g=\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("[]"), "{answer}");
}

#[test]
fn the_block_has_a_request_to_copy() {
    let (_running, out) = started(&["sandbox", "--listen", "127.0.0.1:0"]);
    let lines: Vec<String> =
        out.lines().map_while(Result::ok).take_while(|line| !line.starts_with("Interrupt")).collect();
    let block = lines.join("\n");
    assert!(
        block.contains("curl -u test-demo:sandbox http://127.0.0.1:") && block.contains("point of sale"),
        "{block}"
    );
}

#[test]
fn a_taken_port_is_one_clear_line() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it listens").to_string();
    let output = ended(&["sandbox", "--listen", &address]);
    let told = String::from_utf8(output.stderr).expect("it is text");
    assert!(!output.status.success() && output.stdout.is_empty());
    assert!(told.lines().count() == 1 && told.contains(&address), "{told}");
}

#[test]
fn what_cannot_be_is_refused_with_its_name() {
    for (arguments, named) in [
        (&["sandbox", "--nonsense"][..], "--nonsense"),
        (&["sandbox", "--seed", "x"], "--seed"),
        (&["sandbox", "--listen", "here"], "--listen"),
        (&["sandbox", "--data", "file"], "--data"),
        (&["nonsense"], "nonsense"),
    ] {
        let output = ended(arguments);
        let told = String::from_utf8(output.stderr).expect("it is text");
        assert!(!output.status.success() && told.contains(named), "{arguments:?}: {told}");
    }
}
