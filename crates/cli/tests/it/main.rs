//! The program `payspec`, as a user starts it.

mod call;
mod check_webhook;
mod codes;
mod decode;
mod endings;
mod guide;
mod killed;
mod probe;
mod trigger;

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

/// What a command prints that succeeds and complains of nothing.
fn text_of(arguments: &[&str]) -> String {
    let output = ended(arguments);
    let error = String::from_utf8(output.stderr).expect("it is text");
    assert!(output.status.success() && error.is_empty(), "{arguments:?}: {error}");
    String::from_utf8(output.stdout).expect("it is text")
}

/// What a command complains of that fails with an exit code.
fn error_of(arguments: &[&str], code: i32) -> String {
    let output = ended(arguments);
    let error = String::from_utf8(output.stderr).expect("it is text");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {error}");
    error
}

/// A running program, which ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn started(arguments: &[&str]) -> (Running, BufReader<impl Read + use<>>) {
    let mut child = payspec(arguments).stdout(Stdio::piped()).spawn().expect("it starts");
    let out = BufReader::new(child.stdout.take().expect("it is piped"));
    (Running(child), out)
}

/// A running sandbox, and the URL of its control API.
fn sandbox(arguments: &[&str]) -> (Running, String) {
    let (running, mut out) = started(&[&["sandbox", "--listen", "127.0.0.1:0", "--json"], arguments].concat());
    let mut line = String::new();
    out.read_line(&mut line).expect("it prints");
    let told: Value = serde_json::from_str(&line).expect("it is JSON");
    (running, told["control_url"].as_str().expect("a URL").to_owned())
}

#[test]
fn one_line_of_json_has_all_that_a_first_request_needs() {
    let (_running, mut out) = started(&["sandbox", "--listen", "127.0.0.1:0", "--seed", "7", "--json"]);
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
        out.lines().map_while(Result::ok).take_while(|line| line != "Press Ctrl-C to stop.").collect();
    let block = lines.join("\n");
    assert!(
        block.contains("curl -u test-demo:sandbox http://127.0.0.1:") && block.contains("point of sale"),
        "{block}"
    );
}

/// Programs on this machine reach a sandbox that listens on all addresses, and whoever started it is told who else does.
#[test]
fn all_addresses_are_advertised_as_loopback_with_a_warning() {
    let mut command = payspec(&["sandbox", "--listen", "0.0.0.0:0", "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let (out, err) = (child.stdout.take().expect("it is piped"), child.stderr.take().expect("it is piped"));
    let running = Running(child);
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line).expect("it prints");
    let told: Value = serde_json::from_str(&line).expect("it is JSON");
    for key in ["centralpay_url", "control_url"] {
        let url = told[key].as_str().expect("a URL");
        let host = url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("it has a host");
        assert!(host.starts_with("127.0.0.1:"), "{url}");
        TcpStream::connect(host).expect("it listens there");
    }
    drop(running);
    let warnings: Vec<String> = BufReader::new(err).lines().map_while(Result::ok).collect();
    assert!(warnings.len() == 1 && warnings[0].contains("warning: listening on 0.0.0.0:"), "{warnings:?}");
}

/// Whoever continues a file is told where events go: to what an earlier run was given.
#[test]
fn webhooks_of_a_file_are_printed_without_their_secrets() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("worlds.sqlite");
    let file = file.to_str().expect("a text");
    let always = ["sandbox", "--listen", "127.0.0.1:0", "--data", file];
    let (running, mut out) =
        started(&[&always[..], &["--json", "--webhook", "http://jane:hidden@127.0.0.1:9/hook?token=hidden"]].concat());
    let mut line = String::new();
    out.read_line(&mut line).expect("it prints");
    let shown = "http://***@127.0.0.1:9/hook?token=***";
    let told: Value = serde_json::from_str(&line).expect("it is JSON");
    let expected = serde_json::json!([{ "world": "demo", "id": "subscription-1", "url": shown }]);
    assert_eq!((&told["webhooks"], line.contains("hidden")), (&expected, false), "{line}");
    drop(running);
    let (_running, out) = started(&always);
    let lines: Vec<String> =
        out.lines().map_while(Result::ok).take_while(|line| line != "Press Ctrl-C to stop.").collect();
    let expected = format!("  webhook                 {shown} (subscription-1 of the world demo)");
    assert!(lines.contains(&expected), "{lines:#?}");
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
        (
            &["sandbox", "--listen", "127.0.0.1:0", "--data", "no/such/folder/file"],
            "cannot open `no/such/folder/file`: ",
        ),
        (&["sandbox", "--webhook", "localhost:3000"], "'--webhook <URL>': invalid webhook URL: the scheme is neither"),
        (&["sandbox", "--webhook", "/hook"], "'--webhook <URL>': invalid webhook URL: relative URL"),
        (&["nonsense"], "nonsense"),
    ] {
        let output = ended(arguments);
        let told = String::from_utf8(output.stderr).expect("it is text");
        assert!(!output.status.success() && told.contains(named), "{arguments:?}: {told}");
    }
}

/// What bash offers for the last word of a command line.
fn offered(words: &[&str]) -> Option<Vec<String>> {
    let script = String::from_utf8(ended(&["completions", "bash"]).stdout).expect("it is text");
    let words: String = words.iter().map(|word| format!(" '{word}'")).collect();
    let program = format!(
        "{script}\nCOMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()\n\
         _payspec payspec \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"\n\
         printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let output = Command::new("bash").args(["--norc", "-c", &program]).output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("it is text").lines().map(str::to_owned).collect())
}

#[test]
fn bash_completes_the_names_of_events() {
    let Some(one) = offered(&["payspec", "trigger", "TRANSACTION_SUC"]) else { return };
    assert_eq!(one, ["TRANSACTION_SUCCEEDED"]);
    let all = offered(&["payspec", "trigger", ""]).expect("bash is installed");
    assert!(payspec_sandbox::centralpay::EVENTS.iter().all(|event| all.iter().any(|word| word == event)), "{all:?}");
}

#[test]
fn completions_and_manual_pages_name_what_there_is() {
    let printed = |arguments: &[&str]| {
        let output = ended(arguments);
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments:?}");
        String::from_utf8(output.stdout).expect("it is text")
    };
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell]);
        assert!(script.contains("webhook") && script.contains("trigger"), "{shell}");
        for event in payspec_sandbox::centralpay::EVENTS {
            let is_offered =
                script.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').any(|word| word == *event);
            assert!(is_offered, "{shell} offers no {event}");
        }
    }
    for command in ["sandbox", "trigger", "codes", "decode", "call", "check\\-webhook", "probe"] {
        assert!(printed(&["man"]).contains(&format!("payspec\\-{command}(1)")), "{command}");
    }
    for (command, option) in [
        ("sandbox", "data"),
        ("trigger", "about"),
        ("codes", "api"),
        ("decode", "api"),
        ("call", "dry-run"),
        ("check-webhook", "junit"),
        ("probe", "edits"),
    ] {
        let page = printed(&["man", command]);
        let [command, option] = [command, option].map(|name| name.replace('-', "\\-"));
        assert!(page.contains(&format!("payspec\\-{command}")) && page.contains(&format!("\\-\\-{option}")), "{page}");
    }
}
