//! How `payspec sandbox` ends: when it is asked to, whatever it is doing, and what it says when its disk is full.

#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Running, payspec};

/// What takes this long never ends.
const NEVER: Duration = Duration::from_secs(30);

/// Starts a sandbox with a file, and returns where it listens.
fn started(mut command: Command) -> (Running, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("it is piped")).read_line(&mut line).expect("it prints");
    let told: Value = serde_json::from_str(&line).expect("it is JSON");
    let url = told["control_url"].as_str().expect("a URL");
    let host = url.strip_prefix("http://").and_then(|rest| rest.split('/').next()).expect("a host").to_owned();
    (Running(child), host)
}

fn sandbox(file: &Path) -> Command {
    payspec(&["sandbox", "--listen", "127.0.0.1:0", "--json", "--data", file.to_str().expect("a text")])
}

fn post(host: &str, path: &str, form: &str) -> TcpStream {
    let mut stream = TcpStream::connect(host).expect("it listens");
    let length = form.len();
    let head = format!("POST /control/worlds{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    let content = format!("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}");
    stream.write_all(format!("{head}{content}").as_bytes()).expect("it reads");
    stream
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args(["-s", name, &child.id().to_string()]).status().expect("there is `kill`");
    assert!(sent.success());
}

fn end(running: &mut Running) -> ExitStatus {
    let start = Instant::now();
    while start.elapsed() < NEVER {
        if let Some(status) = running.0.try_wait().expect("it is a child") {
            return status;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it does not end");
}

fn said(running: &mut Running) -> String {
    let mut said = String::new();
    running.0.stderr.take().expect("it is piped").read_to_string(&mut said).expect("it is text");
    said
}

#[test]
fn it_ends_by_both_signals_and_closes_its_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["INT", "TERM"] {
        let file = folder.path().join(name);
        let (mut running, _) = started(sandbox(&file));
        signal(&running.0, name);
        let status = end(&mut running);
        assert!(status.success(), "{name}: {status}");
        assert_eq!(said(&mut running), "");
        assert!(file.exists() && !folder.path().join(format!("{name}-wal")).exists(), "{name}: the file is closed");
    }
}

/// SQLite waits for ever for a log that is a pipe: a disk that does not respond is like that.
#[test]
fn it_ends_although_threads_are_blocked() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let blocking = folder.path().join("paid.sqlite");
    let (mut running, host) = started(sandbox(&folder.path().join("worlds.sqlite")));
    let form = format!("file={}", blocking.display());
    let mut written = String::new();
    post(&host, "/demo/snapshot", &form).read_to_string(&mut written).expect("it responds");
    assert!(written.starts_with("HTTP/1.1 200"), "{written}");
    let pipe = folder.path().join("paid.sqlite-journal");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("there is `mkfifo`").success());
    // Of a world that exists, and of more that do not than there are threads.
    let worlds = std::thread::available_parallelism().map_or(1, usize::from);
    let names = (0..=worlds).map(|number| format!("new-{number}")).chain(["demo".to_owned()]);
    let waiting: Vec<TcpStream> = names.map(|name| post(&host, &format!("/{name}/restore"), &form)).collect();
    std::thread::sleep(Duration::from_millis(300));
    let mut listed = String::new();
    let mut other = post(&host, "", "name=other");
    other.set_read_timeout(Some(NEVER)).expect("it is not zero");
    other.read_to_string(&mut listed).expect("others are answered meanwhile");
    assert!(listed.starts_with("HTTP/1.1 200"), "{listed}");
    signal(&running.0, "INT");
    end(&mut running);
    drop(waiting);
}

/// A file that cannot grow is like a full disk. It is told once, and not only to those who send requests.
#[test]
fn a_full_disk_is_reported_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("worlds.sqlite");
    let inner = sandbox(&file);
    let mut limited = Command::new("sh");
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 300; exec \"$@\"", "sh"])
        .arg(inner.get_program())
        .args(inner.get_args());
    let (mut running, host) = started(limited);
    let mut failed = 0;
    for number in 0..1_000 {
        let mut response = String::new();
        post(&host, "", &format!("name=world-{number}")).read_to_string(&mut response).expect("it responds");
        failed += usize::from(response.starts_with("HTTP/1.1 500"));
        if failed == 3 {
            break;
        }
    }
    assert_eq!(failed, 3, "nothing more is acknowledged");
    signal(&running.0, "TERM");
    let status = end(&mut running);
    let said = said(&mut running);
    assert!(!status.success() && said.matches("cannot write `").count() == 1, "{status}: {said}");
    assert!(
        said.lines().next().is_some_and(|line| line.contains("from now on, requests are answered with 500")),
        "{said}"
    );
}
