//! `payspec check-webhook`, against handlers that make each mistake.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::payspec;

/// What a handler does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mistake {
    None,
    Redirects,
    ConflictOnDuplicates,
    LooksBeforeItInserts,
    RefusesOlderEvents,
    RefusesUnknownTypes,
    RefusesUnknownValues,
    NeedsOptionalFields,
    DoesNotVerify,
    AcceptsOldSignatures,
    OneAtATime,
    WorksBeforeItResponds,
    BreaksOnLargeBodies,
    JournalsBeforeItMatches,
}

#[derive(Default)]
struct Memory {
    events: HashSet<String>,
    newest: HashMap<String, String>,
}

/// A handler of CentralPay's or Primer's events; returns its address.
fn handler(mistake: Mistake) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}/hook", listener.local_addr().expect("it listens"));
    let memory = Arc::new(Mutex::new(Memory::default()));
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let memory = Arc::clone(&memory);
            let serve = move || {
                let mut stream = stream;
                let Some((head, body)) = request(&mut stream) else { return };
                if mistake == Mistake::BreaksOnLargeBodies && body.len() > 100_000 {
                    return;
                }
                let status = respond(mistake, &memory, &head, &body);
                let response = format!("HTTP/1.1 {status} Status\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                let _ = stream.write_all(response.as_bytes());
            };
            if mistake == Mistake::OneAtATime {
                serve();
            } else {
                thread::spawn(serve);
            }
        }
    });
    url
}

fn request(stream: &mut TcpStream) -> Option<(String, Vec<u8>)> {
    let (mut bytes, mut buffer) = (Vec::new(), [0; 8192]);
    loop {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if bytes.len() >= end + 4 + length.unwrap_or(0) {
                return Some((head, bytes[end + 4..].to_vec()));
            }
        }
        match stream.read(&mut buffer) {
            Ok(read @ 1..) => bytes.extend(&buffer[..read]),
            _ => return None,
        }
    }
}

const SECRET: &str = "signing secret of the test";

fn respond(mistake: Mistake, memory: &Mutex<Memory>, head: &str, body: &[u8]) -> u16 {
    use Mistake::*;
    let event: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if head.to_ascii_lowercase().contains("x-signature-primary") {
        let headers: Vec<(&str, &str)> = head.lines().filter_map(|line| line.split_once(": ")).collect();
        let verifier = primer_webhook::Verifier::new(SECRET);
        let verifier = match mistake {
            AcceptsOldSignatures => verifier.configure(|http| http.tolerance(Duration::from_secs(10_000_000))),
            _ => verifier,
        };
        if mistake != DoesNotVerify && verifier.verify(headers, body).is_err() {
            return 401;
        }
        return 200;
    }
    let object = &event["object"];
    if mistake == RefusesUnknownTypes && !text(&event["type"]).starts_with("TRANSACTION_") {
        return 400;
    }
    if mistake == RefusesUnknownValues && text(&object["transactionStatus"]).starts_with("PAYSPEC") {
        return 500;
    }
    if mistake == NeedsOptionalFields && object["endUserLanguage"].is_null() {
        return 400;
    }
    // Once is enough, and the test is shorter.
    if mistake == WorksBeforeItResponds && memory.lock().expect("no thread panics").events.is_empty() {
        thread::sleep(Duration::from_millis(2200));
    }
    let (id, about) = (text(&event["eventId"]), text(&object["transactionId"]));
    let known = memory.lock().expect("no thread panics").events.contains(&id);
    if mistake == LooksBeforeItInserts && !known {
        thread::sleep(Duration::from_millis(300));
        return if memory.lock().expect("no thread panics").events.insert(id) { 200 } else { 500 };
    }
    let mut memory = memory.lock().expect("no thread panics");
    let is_new = memory.events.insert(id);
    let created = text(&event["creationDate"]);
    let newest = memory.newest.entry(about).or_insert_with(|| created.clone());
    match mistake {
        Redirects => 302,
        ConflictOnDuplicates if !is_new => 409,
        RefusesOlderEvents if created < *newest => 422,
        JournalsBeforeItMatches => {
            if is_new {
                503
            } else {
                409
            }
        }
        _ => 200,
    }
}

fn check(url: &str, arguments: &[&str]) -> (Value, Option<i32>) {
    let mut command = payspec(&[&["check-webhook", url, "--json", "--timeout", "3"], arguments].concat());
    command.env("PRIMER_WEBHOOK_SECRET", SECRET);
    let output = command.output().expect("it starts");
    let told = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
    (told, output.status.code())
}

fn of_verdict<'t>(told: &'t Value, verdict: &str) -> Vec<&'t str> {
    let probes = told["probes"].as_array().expect("a list").iter();
    probes.filter(|probe| probe["verdict"] == verdict).map(|probe| probe["probe"].as_str().expect("a text")).collect()
}

#[test]
fn a_good_handler_fails_no_probe() {
    let (told, code) = check(&handler(Mistake::None), &[]);
    assert_eq!((of_verdict(&told, "failed"), code), (vec![], Some(0)), "{told:#}");
    assert_eq!(of_verdict(&told, "skipped"), ["bad signature", "stale signature"]);
    let (told, code) = check(&handler(Mistake::None), &["--api", "primer"]);
    assert_eq!(
        (of_verdict(&told, "failed"), of_verdict(&told, "skipped"), code),
        (vec![], vec![], Some(0)),
        "{told:#}"
    );
    let (told, _) = check(&handler(Mistake::None), &["--api", "lyra-marketplace"]);
    let skipped = ["reordered", "unknown enum value", "missing optional field", "bad signature", "stale signature"];
    assert_eq!((of_verdict(&told, "failed"), of_verdict(&told, "skipped")), (vec![], skipped.to_vec()), "{told:#}");
}

#[test]
fn each_mistake_is_found_by_its_probe() {
    for (mistake, api, found) in [
        (Mistake::ConflictOnDuplicates, "centralpay", &["duplicate", "concurrent twins"][..]),
        (Mistake::LooksBeforeItInserts, "centralpay", &["concurrent twins"]),
        (Mistake::RefusesOlderEvents, "centralpay", &["reordered"]),
        (Mistake::RefusesUnknownTypes, "centralpay", &["unknown type"]),
        (Mistake::RefusesUnknownValues, "centralpay", &["unknown enum value"]),
        (Mistake::NeedsOptionalFields, "centralpay", &["missing optional field"]),
        (Mistake::DoesNotVerify, "primer", &["bad signature", "stale signature"]),
        (Mistake::AcceptsOldSignatures, "primer", &["stale signature"]),
        (Mistake::OneAtATime, "centralpay", &["slow"]),
        (Mistake::WorksBeforeItResponds, "centralpay", &["slow"]),
        (Mistake::BreaksOnLargeBodies, "centralpay", &["1 MiB"]),
    ] {
        let (told, code) = check(&handler(mistake), &["--api", api]);
        assert_eq!((of_verdict(&told, "failed"), code), (found.to_vec(), Some(1)), "{mistake:?}: {told:#}");
        let advised = |probe: &&Value| {
            probe["verdict"] == "failed" && probe["advice"].as_str().is_some_and(|text| text.len() > 40)
        };
        assert_eq!(told["probes"].as_array().expect("a list").iter().filter(advised).count(), found.len(), "{told:#}");
    }
    // What is wrong with every delivery is wrong with most probes.
    assert!(of_verdict(&check(&handler(Mistake::Redirects), &[]).0, "failed").contains(&"valid"));
    let (told, _) =
        check(&handler(Mistake::JournalsBeforeItMatches), &["--about", "20b85b2b-70b5-4ffb-9ad5-0b1c8cca7dd2"]);
    assert!(of_verdict(&told, "failed").contains(&"event before order"), "{told:#}");
}

#[test]
fn reports_are_readable_by_people_and_servers_and_show_no_secret() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("report.xml");
    let url = format!("{}?token=hidden&a=b", handler(Mistake::RefusesUnknownTypes));
    let output = payspec(&["check-webhook", &url, "--junit"]).arg(&file).output().expect("it starts");
    let text = String::from_utf8(output.stdout).expect("it is text");
    let xml = std::fs::read_to_string(&file).expect("it is written");
    for (report, part) in [
        (&text, "failed   unknown type            400 in "),
        (&text, "APIs add event types."),
        (&text, "12 probes: 9 passed, 1 failed, 2 skipped"),
        (&xml, "tests=\"12\" failures=\"1\" skipped=\"2\""),
        (&xml, "name=\"unknown type\"><failure message=\"400 in "),
    ] {
        assert!(report.contains(part), "{part} in {report}");
    }
    assert!(!text.contains("hidden") && !xml.contains("hidden") && !text.contains('\u{1b}'), "{text}{xml}");
}

#[test]
fn only_this_machine_is_called_and_nothing_runs_for_ever() {
    let error = |arguments: &[&str]| {
        let mut command = payspec(&[&["check-webhook"], arguments].concat());
        let output = command.env_remove("PRIMER_WEBHOOK_SECRET").output().expect("it starts");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8(output.stderr).expect("it is text")
    };
    assert!(error(&["https://shop.example/hook"]).contains("`shop.example` is not this machine: --remote allows it"));
    assert!(error(&["http://127.0.0.1@shop.example/hook"]).contains("`shop.example` is not this machine"));
    assert!(error(&["http://127.0.0.1:9/hook", "--api", "primer"]).contains("`PRIMER_WEBHOOK_SECRET` is not set"));
    assert!(error(&["http://127.0.0.1:9/hook"]).contains("the handler cannot be checked: it gives no response"));
    // It listens and never responds.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}/", listener.local_addr().expect("it listens"));
    assert!(error(&[&url, "--timeout", "1"]).contains("no response: not within 1 s"));
}
