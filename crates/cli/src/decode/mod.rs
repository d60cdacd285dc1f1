//! `payspec decode`.

mod reading;

use std::io::{IsTerminal, Read, Write};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use payspec_core::printable;
use payspec_webhook::RawBody;
use serde_json::{Value, json};

use crate::hidden::{without_hidden, without_numbers};
use crate::terminal::{BOLD, DIM, PLAIN, Paper, WARNING};
use reading::{Kind, Reading};

/// The largest body, as receivers take it.
const LARGEST: u64 = payspec_webhook::BODY_LIMIT as u64;

/// The most characters of a value in a line.
const LONGEST: usize = 200;

const FOREIGN: u8 = 1;
const AMBIGUOUS: u8 = 3;
const INCOMPLETE: u8 = 4;

pub(crate) fn command() -> Command {
    Command::new("decode")
        .about("Tell which API and which event the body of a webhook is, read from the standard input")
        .long_about(
            "Tell which API and which event the body of a webhook is, with its fields, what of it is unknown and what \
             cannot be read: `payspec decode < body`. Card numbers, secrets and what the spec calls sensitive are not \
             printed. Signatures are not verified: anybody can send a body.\n\nExit codes: 0 if it is an event of one API, \
             with nothing unknown; 1 if it is none; 2 if the command line is invalid; 3 if several APIs could have sent it; \
             4 if its type or some of its members are unknown, or cannot be read.",
        )
        .arg(
            Arg::new("api")
                .long("api")
                .value_name("API")
                .value_parser(["centralpay", "cinetpay", "lyra-marketplace", "primer"])
                .help("The API that sent it"),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one line of JSON"))
}

pub(crate) fn run(arguments: &ArgMatches) -> Result<ExitCode, String> {
    let body = RawBody::from(standard_input()?);
    if body.as_bytes().is_empty() {
        return Err("the body is empty: pass it on the standard input, `payspec decode < body`".to_owned());
    }
    let api = arguments.get_one::<String>("api");
    let all: Vec<Reading> =
        reading::all(&body).into_iter().filter(|reading| api.is_none_or(|api| api == reading.api)).collect();
    let best = all.first().map_or(Kind::Foreign, |reading| reading.kind);
    // Whoever names the API is told what is wrong with the body.
    let is_candidate = |reading: &&Reading| reading.kind == best && (best != Kind::Foreign || api.is_some());
    let candidates: Vec<&Reading> = all.iter().filter(is_candidate).collect();
    let code = match (&candidates[..], best) {
        ([], _) | (_, Kind::Foreign) => FOREIGN,
        ([only], Kind::Known) if only.unknown.is_empty() && only.unreadable.is_empty() => 0,
        ([_], _) => INCOMPLETE,
        _ => AMBIGUOUS,
    };
    if arguments.get_flag("json") {
        let candidates: Vec<Value> = candidates.iter().map(|reading| as_json(reading)).collect();
        let mut out = std::io::stdout().lock();
        let _ = writeln!(out, "{}", json!({ "candidates": candidates }));
    } else if candidates.is_empty() {
        return Err(format!("no API that payspec knows sends such a body: {}", described(&all)));
    } else {
        print(&candidates);
    }
    Ok(ExitCode::from(code))
}

fn standard_input() -> Result<Vec<u8>, String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprintln!("payspec: reading the body of a webhook from the terminal; end it with Ctrl-D");
    }
    let mut body = Vec::new();
    let read = input.lock().take(LARGEST + 1).read_to_end(&mut body);
    read.map_err(|error| format!("cannot read the standard input: {error}"))?;
    if body.len() as u64 > LARGEST {
        return Err(format!("the body has more than {LARGEST} bytes, which no receiver takes"));
    }
    Ok(body)
}

/// Why the body is nothing, in the words of an API that reads JSON.
fn described(all: &[Reading]) -> String {
    let reasons = all.iter().filter_map(|reading| reading.reason.as_ref());
    reasons
        .map(|reason| printable::text(reason, LONGEST).into_owned())
        .next()
        .unwrap_or_else(|| "it has neither the envelope of an event nor the members of an object".to_owned())
}

fn print(candidates: &[&Reading]) {
    let mut paper = Paper::new();
    if candidates.len() > 1 {
        let titles: Vec<&str> = candidates.iter().map(|reading| reading.title).collect();
        paper.line(&format!(
            "{WARNING}Ambiguous{WARNING:#}: it could be from {}. Choose one with --api.\n",
            titles.join(" or ")
        ));
    }
    for (at, reading) in candidates.iter().enumerate() {
        if at > 0 {
            paper.line("");
        }
        one(&mut paper, reading);
    }
    paper.print();
}

fn one(paper: &mut Paper, reading: &Reading) {
    let event = reading.event_type.as_deref().map_or("an object without an envelope".to_owned(), shown);
    paper.line(&format!("{BOLD}{}{BOLD:#}  {event}", reading.title));
    match reading.kind {
        Kind::NewType => paper.line(&format!("{WARNING}An event type that is not described{WARNING:#}")),
        Kind::Broken => paper.line(&format!("{WARNING}It does not match the description{WARNING:#}")),
        Kind::Foreign => paper.line(&format!("{WARNING}Not an event of this API{WARNING:#}")),
        Kind::Known => {}
    }
    if let Some(reason) = &reading.reason {
        paper.wrapped(2, &shown(reason), PLAIN);
    }
    let mut fields = Vec::new();
    if let Some(decoded) = &reading.decoded {
        flatten(&without_hidden(reading.api, decoded), "", &mut fields);
    }
    let rows: Vec<[String; 2]> = fields.into_iter().map(|(path, value)| [format!("  {path}"), value]).collect();
    paper.columns(&rows, [DIM, PLAIN]);
    for (paths, what) in [(&reading.unknown, "unknown members"), (&reading.unreadable, "unreadable members")] {
        if !paths.is_empty() {
            let paths: Vec<String> = paths.iter().map(|path| shown(path)).collect();
            paper.line(&format!("{WARNING}{what}{WARNING:#}  {}", paths.join(", ")));
        }
    }
}

/// A text of the body, on one line and without card numbers.
fn shown(text: &str) -> String {
    printable::text(&without_numbers(text), LONGEST).into_owned()
}

fn flatten(value: &Value, path: &str, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                let name = shown(name);
                flatten(value, &if path.is_empty() { name } else { format!("{path}.{name}") }, fields);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (at, item) in items.iter().enumerate() {
                flatten(item, &format!("{path}[{at}]"), fields);
            }
        }
        Value::String(text) => fields.push((path.to_owned(), shown(text))),
        Value::Null => {}
        other => fields.push((path.to_owned(), other.to_string())),
    }
}

fn as_json(reading: &Reading) -> Value {
    let kind = match reading.kind {
        Kind::Known => "known",
        Kind::Broken => "broken",
        Kind::NewType => "new-type",
        Kind::Foreign => "foreign",
    };
    let paths = |paths: &[String]| paths.iter().map(|path| shown(path)).collect::<Vec<_>>();
    json!({
        "api": reading.api,
        "kind": kind,
        "event_type": reading.event_type.as_deref().map(shown),
        "event_id": reading.event_id.as_deref().map(shown),
        "reason": reading.reason.as_deref().map(shown),
        "fields": reading.decoded.as_ref().map(|decoded| without_hidden(reading.api, decoded)),
        "unknown": paths(&reading.unknown),
        "unreadable": paths(&reading.unreadable),
    })
}
