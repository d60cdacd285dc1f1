//! The commands on the guide's page about the sandbox do what it says: they run as they are there, one after the other.

use std::process::Command;

use crate::trigger::sandbox;

const PAGE: &str = include_str!("../../../../docs/guide/src/sandbox.md");

/// The blocks with commands that need a running sandbox, in one script.
fn commands() -> String {
    let blocks = PAGE.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|block| !block.starts_with("cargo run ")).collect()
}

#[test]
fn the_commands_of_the_guide_run() {
    let (_running, control) = sandbox(&[]);
    let host = control.strip_prefix("http://").and_then(|rest| rest.strip_suffix("/control")).expect("a host");
    let commands = commands().replace("127.0.0.1:4010", host);
    for needed in ["/cardToken", "/3ds2/authentication", "/disputes", "payspec trigger"] {
        assert!(commands.contains(needed), "{needed} is on the page");
    }
    // A refusal ends the script.
    let program = format!(
        "set -e -o pipefail\n\
         curl() {{ command curl --fail-with-body \"$@\"; }}\n\
         payspec() {{ '{}' \"$@\" --control '{control}'; }}\n{commands}\n\
         echo; curl -s -u $login $api/transaction/$payment; echo; echo \"$result\"; curl -s -u $login $api/transaction\n",
        env!("CARGO_BIN_EXE_payspec")
    );
    let Ok(output) = Command::new("bash").args(["--norc", "-c", &program]).output() else { return };
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    for expected in [
        "data-testid=\"challenge\"",
        "name=\"cres\"",
        "\"transStatus\":\"Y\"",
        "\"threeDSecure\":true",
        "TRANSACTION_SUCCEEDED ",
        "\"captureStatus\":\"CLEARED\"",
        "DISPUTE_CREATED",
        "drop-after-commit",
    ] {
        assert!(told.contains(expected), "nothing printed {expected}: {told}");
    }
}
