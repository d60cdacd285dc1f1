//! Starting examples and talking to them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use payspec_test_support::browser::{self, Answer};
use payspec_test_support::server::{Request, Server};
use serde_json::Value;

/// Longer than anything takes, even on a busy machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// The environment of an example of CentralPay.
pub(crate) fn centralpay(server: &Server) -> Vec<(&'static str, String)> {
    vec![
        ("CENTRALPAY_BASE_URL", server.url()),
        ("CENTRALPAY_LOGIN", "login".to_owned()),
        ("CENTRALPAY_PASSWORD", "password".to_owned()),
        ("CENTRALPAY_MERCHANT_PUBLIC_KEY", "public-key".to_owned()),
    ]
}

/// Nothing of the environment of the test gets through: no proxy, and no account of somebody.
fn command(program: &str, args: &[&str], env: &[(&str, String)]) -> Command {
    let mut command = Command::new(program);
    command.args(args).env_clear();
    // Windows opens no sockets without it.
    command.envs(std::env::var_os("SystemRoot").map(|root| ("SystemRoot", root)));
    command.envs(env.iter().map(|(name, value)| (name, value)));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What an example that ends has said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) succeeded: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs an example to its end.
pub(crate) fn run(program: &str, args: &[&str], env: &[(&str, String)], input: &str) -> Said {
    let mut child = Started(command(program, args, env).spawn().expect("the example starts"));
    // One that does not read it has ended.
    let _ = child.0.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let (stdout, stderr) = child.pipes();
    child.ends(program, Vec::new(), stdout, stderr)
}

/// Runs an example that says something and waits until something is done about it, to its end.
pub(crate) fn run_with(program: &str, args: &[&str], env: &[(&str, String)], act: impl FnOnce(&str)) -> Said {
    let mut child = Started(command(program, args, env).spawn().expect("the example starts"));
    let (stdout, stderr) = child.pipes();
    let first = first_line(program, &stdout, &stderr);
    act(&first);
    child.ends(program, vec![first], stdout, stderr)
}

type Lines = mpsc::Receiver<String>;

fn first_line(program: &str, stdout: &Lines, stderr: &Lines) -> String {
    let Ok(first) = stdout.recv_timeout(PATIENCE) else { panic!("{program}: {:?}", stderr.iter().collect::<Vec<_>>()) };
    first
}

impl Started {
    fn pipes(&mut self) -> (Lines, Lines) {
        (lines(self.0.stdout.take().expect("a pipe")), lines(self.0.stderr.take().expect("a pipe")))
    }

    fn ends(mut self, program: &str, said: Vec<String>, stdout: Lines, stderr: Lines) -> Said {
        let deadline = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.0.try_wait().expect("a child of ours") {
                break status;
            }
            assert!(Instant::now() < deadline, "{program} does not end");
            thread::sleep(Duration::from_millis(5));
        };
        let all = |said: Vec<String>, lines: Lines| said.into_iter().chain(lines).collect::<Vec<_>>().join("\n");
        Said { succeeded: status.success(), stdout: all(said, stdout), stderr: all(Vec::new(), stderr) }
    }
}

/// The lines of a pipe, as they come.
fn lines(pipe: impl std::io::Read + Send + 'static) -> Lines {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// A child that does not outlive the test.
struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// An example that serves. It is killed when dropped.
pub(crate) struct Service {
    _child: Started,
    address: String,
    said: Arc<Mutex<Vec<String>>>,
}

impl Service {
    /// Starts it, and waits until it says its address.
    pub(crate) fn start(program: &str, args: &[&str], env: &[(&str, String)]) -> Self {
        let mut child = Started(command(program, args, env).spawn().expect("the example starts"));
        let (stdout, stderr) = child.pipes();
        let first = first_line(program, &stdout, &stderr);
        let address = first.strip_prefix("http://").expect("an address").to_owned();
        let said = Arc::new(Mutex::new(Vec::new()));
        for pipe in [stdout, stderr] {
            let said = Arc::clone(&said);
            thread::spawn(move || pipe.iter().for_each(|line| said.lock().expect("no panic").push(line)));
        }
        Self { _child: child, address, said }
    }

    /// What it has said so far.
    pub(crate) fn said(&self) -> Vec<String> {
        self.said.lock().expect("no panic").clone()
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// The URL of a path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        browser::post_form(&self.url(path), fields)
    }

    pub(crate) fn post_json(&self, path: &str, body: &[u8]) -> Answer {
        self.send("POST", path, &[("content-type", "application/json")], body)
    }

    /// A request over a connection of its own.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        browser::send(&self.address, method, path, headers, body)
    }
}

/// Waits until something is so.
pub(crate) fn until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "never: {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Methods and paths that a server was asked.
pub(crate) fn asked(server: &Server) -> Vec<String> {
    server.seen().iter().map(|request| format!("{} {}", request.method, request.path)).collect()
}

/// A field of a form that was sent.
pub(crate) fn field(request: &Request, name: &str) -> Option<String> {
    request.pairs().into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// The object that a documented event of CentralPay is about.
pub(crate) fn object(event: &str) -> Value {
    payspec_test_support::files::one("webhooks", event)["object"].clone()
}
