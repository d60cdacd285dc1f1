//! Counts the instructions of a call, by hand on reqwest and through the generated client. Needs valgrind.
//!
//! This program starts itself under callgrind, once for each way and number of calls; the server stays in the process
//! that starts, so its work is not counted. The difference of two numbers of calls leaves out the start and the
//! first calls. Callgrind counts what a process does itself, not what the kernel does for it, which is the same for
//! both.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};

#[path = "both.rs"]
mod both;

const WAYS: [&str; 2] = ["by-hand", "generated"];
/// The numbers of calls. The first includes the start and what only first calls do.
const FEW: u64 = 100;
const MANY: u64 = 600;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["call", way, url, calls] => call(way, url, calls.parse().expect("a number of calls")),
        // `cargo bench` says so; `cargo test` runs this program too, and may have no valgrind.
        ["--bench", ..] => compare(),
        _ => runtime().block_on(both::Server::start().assert_equal_requests()),
    }
}

/// One thread, so that the same is counted in each run.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn call(way: &str, url: &str, calls: u64) {
    let path: Arc<str> = format!("{url}/transaction").into();
    runtime().block_on(async {
        if way == WAYS[0] {
            let client = both::by_hand_client();
            for _ in 0..calls {
                std::hint::black_box(both::by_hand(client.clone(), Arc::clone(&path)).await);
            }
        } else {
            let client = both::builder(url).build().expect("complete settings");
            for _ in 0..calls {
                std::hint::black_box(both::generated(client.clone()).await);
            }
        }
    });
}

fn compare() {
    let server = both::Server::start();
    runtime().block_on(server.assert_equal_requests());
    let [by_hand, generated] = WAYS.map(|way| {
        let [few, many] = [FEW, MANY].map(|calls| counted(way, &server.url, calls));
        let each = (many - few) / (MANY - FEW);
        println!("{way:>10}: {each} instructions a call");
        each
    });
    #[expect(clippy::cast_precision_loss, reason = "a ratio for people")]
    let ratio = generated as f64 / by_hand as f64;
    println!("{:>10}: {ratio:.3}", "ratio");
}

/// Returns the instructions of a process that makes these calls. The profile stays in the folder of the program.
fn counted(way: &str, url: &str, calls: u64) -> u64 {
    let program = std::env::current_exe().expect("this program has a file");
    let profile = program.with_file_name(format!("callgrind.{way}.{calls}"));
    let done = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", &format!("--callgrind-out-file={}", profile.display())])
        .arg(&program)
        .args(["call", way, url, &calls.to_string()])
        .output()
        .unwrap_or_else(|error| panic!("cannot start valgrind, which counts the instructions: {error}"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    total(&profile)
}

fn total(profile: &Path) -> u64 {
    let text = std::fs::read_to_string(profile).expect("callgrind wrote its profile");
    let total = text.lines().find_map(|line| line.strip_prefix("totals: ")).expect("a profile has totals");
    total.trim().parse().expect("a number")
}
