//! The program `payspec`, as a library: its command line, and what it prints.
//!
//! Unofficial; the vendors of the APIs have no part in it.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod apis;
mod call;
mod check_webhook;
mod codes;
mod completions;
mod decode;
mod difference;
#[rustfmt::skip]
mod generated;
mod hidden;
mod probe;
mod running;
mod sandbox;
mod signals;
mod terminal;
mod trigger;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use payspec_sandbox::WebhookUrl;

/// The command line.
pub fn command() -> Command {
    let sandbox = Command::new("sandbox")
        .about("Serve payment APIs on this machine, until it is stopped")
        .arg(
            Arg::new("listen")
                .long("listen")
                .value_name("ADDRESS:PORT")
                .default_value("127.0.0.1:4010")
                .value_parser(value_parser!(std::net::SocketAddr))
                .help("Address to listen on; port 0 selects a free port"),
        )
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("NUMBER")
                .value_parser(value_parser!(u64))
                .help("Seed of identifiers and other random values [default: 0, or the seed of the file]"),
        )
        .arg(
            Arg::new("data")
                .long("data")
                .value_name("FILE")
                .value_parser(value_parser!(std::path::PathBuf))
                .help("Keep everything in this SQLite file, and continue from it; without it, in memory"),
        )
        .arg(Arg::new("strict").long("strict").action(ArgAction::SetTrue).help("Reject paths with a trailing slash"))
        .arg(
            Arg::new("webhook")
                .long("webhook")
                .value_name("URL")
                .action(ArgAction::Append)
                .value_parser(value_parser!(WebhookUrl))
                .help("Post the events of the world `demo` to this URL; repeatable"),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one line of JSON"));
    Command::new("payspec")
        .about("Payment APIs on your own machine. Unofficial")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(sandbox)
        .subcommand(trigger::command())
        .subcommand(codes::command())
        .subcommand(decode::command())
        .subcommand(call::command())
        .subcommand(check_webhook::command())
        .subcommand(probe::command())
        .subcommand(
            Command::new("completions").about("Print completions for a shell").arg(
                Arg::new("shell")
                    .value_name("SHELL")
                    .required(true)
                    .value_parser(value_parser!(Shell))
                    .help("The shell that reads them"),
            ),
        )
        .subcommand(
            Command::new("man").about("Print a manual page").arg(
                Arg::new("command")
                    .value_name("COMMAND")
                    .value_parser([
                        "sandbox",
                        "trigger",
                        "codes",
                        "decode",
                        "call",
                        "check-webhook",
                        "probe",
                        "completions",
                    ])
                    .help("The command; by default, the page is about the program"),
            ),
        )
}

/// Runs the program with arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let matches = match command().try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = match matches.subcommand() {
        Some(("sandbox", arguments)) => sandbox::run(&options(arguments)),
        Some(("trigger", arguments)) => trigger::run(arguments),
        Some(("codes", arguments)) => codes::run(arguments),
        Some(("decode", arguments)) => return ended(decode::run(arguments)),
        Some(("call", arguments)) => return call::run(arguments),
        Some(("probe", arguments)) => return probe::run(arguments),
        Some(("check-webhook", arguments)) => return check_webhook::run(arguments),
        Some(("completions", arguments)) => {
            let shell = arguments.get_one::<Shell>("shell").copied();
            print(&shell.map(|shell| completions::script(&mut command(), shell)).unwrap_or_default())
        }
        Some(("man", arguments)) => manual(arguments.get_one::<String>("command").map(String::as_str))
            .map_err(|error| format!("cannot print: {error}")),
        _ => Ok(()),
    };
    ended(done.map(|()| ExitCode::SUCCESS))
}

/// The exit code of a command, of which a failure is reported.
fn ended(done: Result<ExitCode, String>) -> ExitCode {
    done.unwrap_or_else(|error| {
        eprintln!("payspec: {error}");
        ExitCode::FAILURE
    })
}

/// Prints a text, which a reader may stop reading.
fn print(text: &str) -> Result<(), String> {
    std::io::stdout().write_all(text.as_bytes()).map_err(|error| format!("cannot print: {error}"))
}

/// Prints the manual page of the program, or of one of its commands.
fn manual(of: Option<&str>) -> std::io::Result<()> {
    let mut program = command();
    // Only then do commands know the name of the program.
    program.build();
    let page = match of.and_then(|name| program.find_subcommand(name)) {
        Some(inner) => inner.clone(),
        None => program.clone(),
    };
    clap_mangen::Man::new(page).render(&mut std::io::stdout())
}

fn options(arguments: &ArgMatches) -> sandbox::Options {
    sandbox::Options {
        listen: *arguments.get_one("listen").expect("it has a default"),
        seed: arguments.get_one("seed").copied(),
        data: arguments.get_one("data").cloned(),
        is_strict: arguments.get_flag("strict"),
        is_json: arguments.get_flag("json"),
        webhooks: arguments.get_many("webhook").into_iter().flatten().cloned().collect(),
    }
}
