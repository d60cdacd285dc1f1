//! `payspec trigger`: events of a running sandbox.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::{Running, ended, started};

/// A receiver that acknowledges what is posted to it, one connection after the other, and passes the bodies on.
fn receiver() -> (String, Receiver<Value>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}/hook", listener.local_addr().expect("it listens"));
    let (bodies, received) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut reader = BufReader::new(&stream);
            let mut length = 0;
            for line in reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().expect("a number");
                }
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).expect("the body is whole");
            let response = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            (&stream).write_all(response).expect("it reads");
            if bodies.send(serde_json::from_slice(&body).expect("it is JSON")).is_err() {
                return;
            }
        }
    });
    (url, received)
}

pub(crate) fn sandbox(webhooks: &[&str]) -> (Running, String) {
    let mut arguments = vec!["sandbox", "--listen", "127.0.0.1:0", "--json"];
    arguments.extend(webhooks);
    let (running, mut out) = started(&arguments);
    let mut line = String::new();
    out.read_line(&mut line).expect("it prints");
    let told: Value = serde_json::from_str(&line).expect("it is JSON");
    (running, told["control_url"].as_str().expect("a URL").to_owned())
}

#[test]
fn an_event_is_posted_with_the_members_that_are_given() {
    let (url, received) = receiver();
    let (_running, control) = sandbox(&["--webhook", &url]);
    let output = ended(&[
        "trigger",
        "TRANSACTION_SUCCEEDED",
        "transactionId=t-1",
        "amount=1500",
        "card.cardholderName=Jane",
        "--control",
        &control,
    ]);
    let told = String::from_utf8(output.stdout).expect("it is text");
    assert!(output.status.success() && told.starts_with("TRANSACTION_SUCCEEDED "), "{told}");
    assert!(told.contains(" about t-1\n") && told.ends_with("Posted to 1 webhook.\n"), "{told}");
    let event = received.recv_timeout(Duration::from_secs(10)).expect("it is posted");
    assert_eq!(event["type"], "TRANSACTION_SUCCEEDED");
    let (object, card) = (&event["object"], &event["object"]["card"]);
    assert_eq!((&object["transactionId"], &object["amount"]), (&Value::from("t-1"), &Value::from(1500)));
    assert_eq!(card["cardholderName"], "Jane");

    // The rest is the vendor's example.
    assert_eq!((&object["currency"], &card["first6"]), (&Value::from("EUR"), &Value::from("532509")));

    let output = ended(&["trigger", "REFUND_CREATED", "refundId=r-1", "--json", "--control", &control]);
    let told: Value = serde_json::from_slice(&output.stdout).expect("one line of JSON");
    assert_eq!((&told["about"], &told["webhooks"]), (&Value::from("r-1"), &Value::from(1)));
    let event = received.recv_timeout(Duration::from_secs(10)).expect("it is posted");
    assert_eq!(event, told["body"]);
}

/// An object of the world is sent with other values, and stays as it is.
#[test]
fn an_object_of_the_world_is_sent_with_other_values() {
    let (_running, control) = sandbox(&[]);
    let sent = |arguments: &[&str]| {
        let output = ended(&[&["trigger"], arguments, &["--json", "--control", &control]].concat());
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).expect("one line of JSON")
    };
    let customer = new_customer(&control);
    let told = sent(&["CUSTOMER_UPDATED", "--about", &customer, "firstName=Joan"]);
    assert_eq!(told["about"], Value::from(customer.as_str()));
    assert_eq!(told["body"]["object"]["firstName"], "Joan");
    let told = sent(&["CUSTOMER_UPDATED", "--about", &customer]);
    assert_eq!(told["body"]["object"]["firstName"], "JANE");
    let told = sent(&["CUSTOMER_UPDATED"]);
    assert_ne!(told["about"], Value::from(customer));
}

/// Makes a customer, whose first name is Jane.
fn new_customer(control: &str) -> String {
    let host = control.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("a host");
    let form = "firstName=Jane&lastName=Roe&email=jane@example.com";
    let mut stream = TcpStream::connect(host).expect("it listens");
    write!(
        stream,
        "POST /centralpay/v2/rest/customer HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\
         Authorization: Basic dGVzdC1kZW1vOnNhbmRib3g=\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n{form}",
        form.len()
    )
    .expect("it reads");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("it responds");
    let body = response.split_once("\r\n\r\n").expect("it has a body").1;
    let body: Value = serde_json::from_str(body).expect("it is JSON");
    body["customerId"].as_str().unwrap_or_else(|| panic!("no customer: {body}")).to_owned()
}

#[test]
fn a_world_without_webhooks_is_mentioned() {
    let (_running, control) = sandbox(&[]);
    let output = ended(&["trigger", "CUSTOMER_CREATED", "customerId=c-1", "--control", &control]);
    let told = String::from_utf8(output.stdout).expect("it is text");
    assert!(output.status.success() && told.contains("The world has no webhook"), "{told}");
}

#[test]
fn all_events_are_listed() {
    let output = ended(&["trigger", "--list"]);
    let names = String::from_utf8(output.stdout).expect("it is text");
    assert_eq!(names.lines().count(), 115);
    assert!(names.lines().any(|name| name == "SDDTRANSACTION_REVERSED_CREATED"));
}

#[test]
fn what_cannot_be_posted_is_one_clear_message() {
    let (_running, control) = sandbox(&[]);
    let nowhere = "http://127.0.0.1:1/control";
    for (arguments, named) in [
        (&["NONSENSE", "a=1"][..], "there is no event `NONSENSE`; `payspec trigger --list` prints all\n"),
        (&["TRANSACTION_SUCCEDED", "a=1"], "`TRANSACTION_SUCCEDED`; did you mean `TRANSACTION_SUCCEEDED`?\n"),
        (&["TRANSACTION_SUCCEEDED", "amount"], "a member is given as MEMBER=VALUE"),
        (&["TRANSACTION_SUCCEEDED", "a=1", "a=2"], "`a` is given twice"),
        (
            &["TRANSACTION_SUCCEEDED", "amont=1"],
            "payspec: `amont` is no member of Transaction; the nearest is `amount`\n",
        ),
        (&["TRANSACTION_SUCCEEDED", "card.frist6=1"], "`card.frist6` is no member of Card; the nearest is `first6`"),
        (&["TRANSACTION_SUCCEEDED", "amount=15.00"], "payspec: `amount` takes a whole number of minor units, such as"),
        (&["TRANSACTION_SUCCEEDED", "amount.minor=1"], "`amount` has no members"),
        (&["TRANSACTION_SUCCEEDED", "transactionStatus=SUCCES"], "`transactionStatus` takes one of SUCCESS, FAILURE"),
        (&["TRANSACTION_SUCCEEDED", "captureDate=soon"], "`captureDate` takes a date and time, such as"),
        (&["TRANSACTION_SUCCEEDED", "=1"], "has an empty name"),
        (&["TRANSACTION_SUCCEEDED", "transactionId="], "cannot be about this object"),
        (&["TRANSACTION_SUCCEEDED", "--about", "nope"], "no object of the world has the identifier `nope`"),
        (&["TRANSACTION_SUCCEEDED", "--about", "x", "--world", "moon"], "there is no world `moon`"),
        (&["TRANSACTION_SUCCEEDED", "--about", "x", "--control", nowhere], "start one with `payspec sandbox`"),
        (&["TRANSACTION_SUCCEEDED", "--about", "x", "--control", "there"], "--control: "),
        (&["--list", "TRANSACTION_SUCCEEDED"], "--list"),
    ] {
        let mut all = vec!["trigger"];
        all.extend(arguments);
        if !arguments.contains(&"--control") && !arguments.contains(&"--list") {
            all.extend(["--control", &control]);
        }
        let output = ended(&all);
        let told = String::from_utf8(output.stderr).expect("it is text");
        assert!(!output.status.success() && told.contains(named), "{arguments:?}: {told}");
    }
}

/// Whatever listens at `--control` may write what it likes: a terminal does not act on it.
#[test]
fn messages_of_a_server_do_not_control_the_terminal() {
    let body = "{\"status\":404,\"message\":\"gone \\u001b[2J\"}";
    let response = format!(
        "HTTP/1.1 404 Not Found\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let (url, _requests) = crate::call::server(vec![Box::leak(response.into_boxed_str())]);
    let error = crate::error_of(&["trigger", "TRANSACTION_SUCCEEDED", "--control", &url], 1);
    assert!(error.contains("gone") && !error.contains('\u{1b}'), "{error:?}");
}
