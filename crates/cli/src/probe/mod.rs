//! `payspec probe`.

mod finding;
mod pool;
mod prober;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use payspec_core::DateTime;
use serde_json::json;

use crate::apis::{self, is_loopback};
use crate::call::operations::{self, Entry};
use crate::terminal::{BOLD, DIM, Paper, Waiting};
use finding::{Finding, Verdict};
use prober::Prober;

/// The wait before each call of a shared platform.
const PAUSE: Duration = Duration::from_millis(200);

pub(crate) fn command() -> Command {
    let file = |name: &'static str| Arg::new(name).long(name).value_name("FILE").value_parser(value_parser!(PathBuf));
    Command::new("probe")
        .about("Find out on a vendor's test platform which operations are where the spec has them")
        .long_about(
            "Call each operation of an API that only reads, with the credentials of the environment (as `payspec call \
             --env`), and tell whether it is confirmed, is answered with 404, or differs from the spec: identifiers come from \
             what searches return, and filters are tried with them. Only hosts for tests are called; there is no option for \
             live ones. With --write, operations that create are called without parameters: most reject that, and what does \
             not creates something. Reports have names of operations and members, and no value.\n\nExit codes: 0 if no \
             operation differs or is missing; 1 if one does; 2 if nothing could be probed.",
        )
        .arg(Arg::new("api").value_name("API").required(true).value_parser(apis::names()).help("The API"))
        .arg(Arg::new("write").long("write").action(ArgAction::SetTrue).help("Also call operations that create"))
        .arg(Arg::new("only").long("only").value_name("TEXT").help("Only operations whose name has this text, such as transaction"))
        .arg(file("report").help("Write the report as JSON"))
        .arg(file("edits").help("Write the changes of the spec that the confirmed paths allow, as YAML"))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one line of JSON"))
}

pub(crate) fn run(arguments: &ArgMatches) -> ExitCode {
    match probed(arguments) {
        Ok(findings) => {
            let is_good = |finding: &Finding| !matches!(finding.verdict, Verdict::NotFound | Verdict::Differs);
            if findings.iter().all(is_good) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("payspec: {error}");
            ExitCode::from(2)
        }
    }
}

fn probed(arguments: &ArgMatches) -> Result<Vec<Finding>, String> {
    let name = arguments.get_one::<String>("api").map(String::as_str).unwrap_or_default();
    let api = apis::named(name).ok_or("there is no such API")?;
    let only = arguments.get_one::<String>("only").map_or("", String::as_str);
    // Each call is short: a platform that does not respond is reported as such.
    let client = api.client(false, &|http| http.timeout(Duration::from_secs(20)))?;
    let pause = if is_loopback(client.base_url()) { Duration::ZERO } else { PAUSE };
    let mut entries: Vec<Entry> = operations::all();
    entries.retain(|entry| entry.api == name && entry.spec.id.contains(only));
    // Searches come first: they bring the identifiers that others need.
    entries.sort_by_key(|entry| (entry.spec.changes_state, entry.spec.path.matches('{').count()));
    let mut prober = Prober::new(&client, pause);
    let (mut findings, is_json) = (Vec::new(), arguments.get_flag("json"));
    for entry in &entries {
        let waiting = Waiting::new(entry.spec.id.to_owned());
        let finding = if !entry.spec.changes_state {
            prober.read(entry)
        } else if !prober::creates(entry) {
            not_tried(entry, "it changes an object")
        } else if arguments.get_flag("write") {
            prober.create(entry)
        } else {
            not_tried(entry, "it creates: use --write")
        };
        drop(waiting);
        if !is_json {
            print(&finding);
        }
        findings.push(finding);
    }
    if findings.is_empty() {
        return Err(format!("{} has no operation with `{only}` in its name", api.spec.title));
    }
    let date = DateTime::from_system_time(std::time::SystemTime::now())
        .map(|now| now.as_str().chars().take(10).collect::<String>());
    let date = date.unwrap_or_default();
    let report = json!({
        "api": name, "date": date, "operations": findings.iter().map(Finding::as_json).collect::<Vec<_>>(),
    });
    write(arguments, "report", &format!("{report:#}\n"))?;
    write(arguments, "edits", &finding::edits(apis::host(client.base_url()), &date, &findings))?;
    if is_json {
        println!("{report}");
    } else {
        summary(&findings);
    }
    Ok(findings)
}

fn not_tried(entry: &Entry, why: &str) -> Finding {
    Finding { spec: entry.spec, verdict: Verdict::NotTried, note: why.to_owned() }
}

fn print(finding: &Finding) {
    let (spec, style) = (finding.spec, finding.verdict.style());
    let mut paper = Paper::new();
    let place = format!("{} {}", spec.method.as_str(), spec.path);
    let line =
        format!("{style}{:<9}{style:#}  {BOLD}{:<40}{BOLD:#}  {DIM}{place}{DIM:#}", finding.verdict.word(), spec.id);
    paper.line(&line);
    if !finding.note.is_empty() && finding.verdict != Verdict::NotTried {
        paper.wrapped(11, &finding.note, DIM);
    }
    paper.print();
}

fn summary(findings: &[Finding]) {
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count();
    let counts: Vec<String> = Verdict::ALL.iter().map(|one| format!("{} {}", count(*one), one.word())).collect();
    let raised = findings.iter().filter(|finding| finding::is_raised(finding)).count();
    println!("\n{}; the evidence of {raised} paths can be raised (--edits FILE)", counts.join(", "));
}

fn write(arguments: &ArgMatches, name: &str, text: &str) -> Result<(), String> {
    let Some(file) = arguments.get_one::<PathBuf>(name) else { return Ok(()) };
    std::fs::write(file, text).map_err(|error| format!("cannot write `{}`: {error}", file.display()))
}
