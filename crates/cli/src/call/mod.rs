//! `payspec call`.

mod arguments;
pub(crate) mod dry_run;
pub(crate) mod operations;
mod outcome;
pub(crate) mod target;

use std::process::ExitCode;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::apis::{self, APIS};
use crate::terminal::{BOLD, DIM, PLAIN, Paper, Waiting};
use operations::{Entry, Options};
use target::Target;

/// The command line is wrong, or what is to be sent is: nothing was sent.
const INVALID: u8 = 2;

pub(crate) fn command() -> Command {
    Command::new("call")
        .about("Call an operation of an API: of a running sandbox, or with --env of a vendor's test platform")
        .long_about(
            "Call an operation: `payspec call transaction.get transactionId=20b85b2b-..`. Parameters are checked against \
             their types and the rules of the API before anything is sent. Nested ones have dots or brackets: \
             `card.number=..` or `card[number]=..`; lists repeat the name.\n\nIt calls CentralPay in a running sandbox. With \
             --env, address and credentials come from the environment variables of the API's client \
             (`CENTRALPAY_ENVIRONMENT`, `CENTRALPAY_LOGIN`, ..), and only hosts for tests are called, unless --live is \
             given. A call that changes something is sent once.\n\nExit codes: 0 if it succeeded; 1 if it failed and did \
             not happen; 2 if nothing was sent, because the command line or the parameters are invalid; 3 if it is unknown \
             whether it happened, or if it happened and the response is unreadable: read the object before anything else.",
        )
        .arg(
            Arg::new("operation")
                .value_name("OPERATION")
                .required_unless_present("list")
                .value_parser(OperationName)
                .hide_possible_values(true)
                .help("Resource and action, such as transaction.create"),
        )
        .arg(Arg::new("parameters").value_name("NAME=VALUE").num_args(0..).help("A parameter, under its name in the API"))
        .arg(api())
        .arg(Arg::new("env").long("env").action(ArgAction::SetTrue).help("Use the address and the credentials of the environment"))
        .arg(
            Arg::new("live")
                .long("live")
                .action(ArgAction::SetTrue)
                .requires("env")
                .help("Allow hosts that are not known to be for tests: real money"),
        )
        .args(crate::running::options())
        .arg(Arg::new("key").long("key").value_name("KEY").help("The idempotency key, to send a call again [default: a random one]"))
        .arg(Arg::new("dry-run").long("dry-run").action(ArgAction::SetTrue).help("Print the request, without sensitive values, and send nothing"))
        .arg(Arg::new("names").long("names").action(ArgAction::SetTrue).help("Print the names of the operation's parameters"))
        .arg(Arg::new("list").long("list").action(ArgAction::SetTrue).help("Print all operations"))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one line of JSON"))
}

fn api() -> Arg {
    Arg::new("api").long("api").value_name("API").value_parser(apis::names()).help("The API that has the operation")
}

pub(crate) fn run(arguments: &ArgMatches) -> ExitCode {
    let api = arguments.get_one::<String>("api").map(String::as_str);
    let all = operations::all();
    if arguments.get_flag("list") {
        list(all.iter().filter(|entry| api.is_none_or(|api| api == entry.api)));
        return ExitCode::SUCCESS;
    }
    let name = arguments.get_one::<String>("operation").map(String::as_str).unwrap_or_default();
    match prepared(arguments, &all, name, api) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("payspec: {error}");
            ExitCode::from(INVALID)
        }
    }
}

fn prepared(arguments: &ArgMatches, all: &[Entry], name: &str, api: Option<&str>) -> Result<ExitCode, String> {
    // The sandbox serves one of the APIs.
    let preferred = (!arguments.get_flag("env")).then_some(target::IN_SANDBOX);
    let entry = found(all, name, api, preferred)?;
    if arguments.get_flag("names") {
        entry.parameters.iter().for_each(|name| println!("{name}"));
        return Ok(ExitCode::SUCCESS);
    }
    let given: Vec<&String> = arguments.get_many("parameters").into_iter().flatten().collect();
    let call = arguments::read(entry, &given)?;
    call.validate().map_err(|violations| format!("not sent: it violates rules of the API:\n{violations}"))?;
    if let Some(warnings) = call.warnings() {
        eprintln!("payspec: warning: {warnings}");
    }
    let key = arguments.get_one::<String>("key").map(String::as_str);
    if key.is_some() && !entry.spec.idempotency_key {
        return Err(format!("not sent: `{}` takes no idempotency key", entry.spec.id));
    }
    let target = Target::of(arguments, entry)?;
    if arguments.get_flag("dry-run") {
        dry_run::print(entry, call, &target, key, arguments.get_flag("json"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let client = target.client(&|http| http)?;
    let waiting = Waiting::new(format!("{} of {}", entry.spec.id, target.name()));
    let sent = call.send(&client, &Options { key, waived: &[] });
    drop(waiting);
    Ok(ExitCode::from(outcome::print(entry, sent, &target, arguments.get_flag("json"))))
}

/// The operation of a name, which may be one of several APIs.
fn found<'e>(all: &'e [Entry], name: &str, api: Option<&str>, preferred: Option<&str>) -> Result<&'e Entry, String> {
    let named: Vec<&Entry> =
        all.iter().filter(|entry| entry.spec.id == name && api.is_none_or(|api| api == entry.api)).collect();
    match &named[..] {
        [only] => Ok(only),
        [] => Err(format!("{} has no operation `{name}`; `payspec call --list` prints all", api.unwrap_or_default())),
        several => {
            if let Some(entry) = several.iter().find(|entry| preferred == Some(entry.api)) {
                return Ok(entry);
            }
            let apis: Vec<&str> = several.iter().map(|entry| entry.api).collect();
            Err(format!("`{name}` is an operation of {}: choose one with --api", apis.join(" and ")))
        }
    }
}

fn list<'e>(entries: impl Iterator<Item = &'e Entry>) {
    let rows = entries.map(|entry| {
        let spec = entry.spec;
        [spec.id.to_owned(), format!("{} {}", spec.method.as_str(), spec.path), entry.api.to_owned()]
    });
    let mut paper = Paper::new();
    paper.columns(&rows.collect::<Vec<_>>(), [BOLD, PLAIN, DIM]);
    paper.print();
}

/// The name of an operation. Shells complete it.
#[derive(Clone)]
struct OperationName;

impl TypedValueParser for OperationName {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let name = StringValueParser::new().parse_ref(command, argument, value)?;
        if ids().any(|id| id == name) {
            return Ok(name);
        }
        let near = nearest(&name, ids()).map_or(String::new(), |near| format!("did you mean `{near}`? "));
        let message =
            format!("there is no operation `{}`; {near}`payspec call --list` prints all\n", name.escape_debug());
        Err(clap::Error::raw(clap::error::ErrorKind::InvalidValue, message).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let mut all: Vec<&str> = ids().collect();
        all.sort_unstable();
        all.dedup();
        Some(Box::new(all.into_iter().map(PossibleValue::new)))
    }
}

fn ids() -> impl Iterator<Item = &'static str> {
    APIS.iter().flat_map(|api| api.spec.operations).map(|operation| operation.id)
}

/// The most similar of some names, if one is similar at all.
fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let near = names.map(|known| (strsim::jaro_winkler(&name, &known.to_lowercase()), known));
    near.filter(|(similar, _)| *similar > 0.8).max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, known)| known)
}
