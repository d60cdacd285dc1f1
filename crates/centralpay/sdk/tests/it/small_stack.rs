//! Events are decoded on a small stack: async runtimes, embedded web servers and worker pools of other languages give a
//! thread far less than the eight megabytes of a main thread, and a generated decoder that wants more aborts the
//! process.
//!
//! The budget is for builds without optimisation, whose frames are the largest.

use std::io::Write as _;
use std::process::Command;

use payspec::centralpay::webhook::decode;

use payspec_test_support::files;

/// What a thread has on which any event is decoded.
const STACK: usize = 64 * 1024;

/// Says to a child process which stack to try, and is left out in its parent.
const CHILD: &str = "PAYSPEC_TEST_STACK";

fn decode_all_on(stack: usize) {
    for (name, body) in files::all("webhooks") {
        // An overflow ends the process: what was reported last is the culprit.
        println!("decoding {name}");
        std::io::stdout().flush().expect("the parent reads on");
        let thread = std::thread::Builder::new().stack_size(stack).spawn(move || {
            let event = decode(body.to_string().as_bytes());
            event.event_type().is_some()
        });
        thread.expect("a thread").join().expect("no panic");
    }
}

/// Tries all events on a stack, in a process that may die of it; tells the event it died of.
fn culprit(stack: usize) -> Option<String> {
    let program = std::env::current_exe().expect("a test has a program");
    let test = "small_stack::every_event_is_decoded_on_a_small_stack";
    let child = Command::new(program).args(["--exact", test, "--nocapture"]).env(CHILD, stack.to_string()).output();
    let child = child.expect("the test can be run again");
    if child.status.success() {
        return None;
    }
    let told = String::from_utf8_lossy(&child.stdout);
    let last = told.lines().filter_map(|line| Some(line.split_once("decoding ")?.1)).next_back();
    Some(last.unwrap_or("nothing: the test did not start").to_owned())
}

#[test]
fn every_event_is_decoded_on_a_small_stack() {
    if let Ok(stack) = std::env::var(CHILD) {
        decode_all_on(stack.parse().expect("a number of bytes"));
        return;
    }
    assert_eq!(culprit(STACK), None, "decoding it takes more than {STACK} bytes of stack");
    // The measure itself measures. (With optimisation all fits into the smallest stack that systems give.)
    if cfg!(debug_assertions) {
        assert!(culprit(2 * 1024).is_some(), "a stack of 2 KiB was enough, so the test tells nothing");
    }
}
