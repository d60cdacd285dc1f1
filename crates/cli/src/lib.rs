//! The program `payspec`, as a library: its command line, and what it prints.
//!
//! Unofficial; the vendors of the APIs have no part in it.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod sandbox;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

/// The command line.
pub fn command() -> Command {
    let sandbox = Command::new("sandbox")
        .about("Serves payment APIs on this machine, until it is interrupted")
        .arg(
            Arg::new("listen")
                .long("listen")
                .value_name("ADDRESS:PORT")
                .default_value("127.0.0.1:4010")
                .value_parser(value_parser!(std::net::SocketAddr))
                .help("Where to listen; port 0 is any free one"),
        )
        .arg(
            Arg::new("memory")
                .long("memory")
                .action(ArgAction::SetTrue)
                .help("Keeps everything in memory (the default)"),
        )
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("NUMBER")
                .default_value("0")
                .value_parser(value_parser!(u64))
                .help("Seed of identifiers and all else that is random"),
        )
        .arg(Arg::new("strict").long("strict").action(ArgAction::SetTrue).help("Refuses a slash at the end of a path"))
        .arg(
            Arg::new("webhook")
                .long("webhook")
                .value_name("URL")
                .action(ArgAction::Append)
                .help("Posts the events of the world `demo` to this URL; may be given several times"),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Prints one line of JSON"));
    Command::new("payspec")
        .about("Payment APIs on your own machine. Unofficial")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(sandbox)
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
        _ => Ok(()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("payspec: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(arguments: &ArgMatches) -> sandbox::Options {
    sandbox::Options {
        listen: *arguments.get_one("listen").expect("it has a default"),
        seed: *arguments.get_one("seed").expect("it has a default"),
        is_strict: arguments.get_flag("strict"),
        is_json: arguments.get_flag("json"),
        webhooks: arguments.get_many("webhook").into_iter().flatten().cloned().collect(),
    }
}
