//! `payspec check-webhook`.

mod post;
mod probes;
mod report;
mod subject;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use payspec_sandbox::WebhookUrl;

use crate::apis::is_loopback;
use crate::terminal::{Waiting, plural};
use post::Poster;
use probes::{Probe, Prober};
use report::{Finding, Verdict};
use subject::{Maker, SUBJECTS};

/// The command line is wrong, or the handler is not reachable: nothing was found out.
const NOT_RUN: u8 = 2;

pub(crate) fn command() -> Command {
    let apis: Vec<&str> = SUBJECTS.iter().map(|subject| subject.api).collect();
    Command::new("check-webhook")
        .about("Send twelve kinds of deliveries to your own webhook handler, and tell what it gets wrong")
        .long_about(
            "Send deliveries to your own webhook handler as an API sends them on a bad day: twice, at once, out of order, of \
             an unknown type, with a bad signature, slowly, large, before the order. Each has identifiers of its own. The \
             responses show much and not all: the report says what to look at. Only handlers on this machine are called, \
             unless --remote is given.\n\nDeliveries of CinetPay and Primer are signed with the secret in the environment \
             variable CINETPAY_WEBHOOK_SECRET or PRIMER_WEBHOOK_SECRET.\n\nExit codes: 0 if no probe failed; 1 if one did; 2 \
             if the probes could not be carried out.",
        )
        .arg(
            Arg::new("url")
                .value_name("URL")
                .required(true)
                .value_parser(value_parser!(WebhookUrl))
                .help("The address of the handler, such as http://127.0.0.1:3000/webhooks"),
        )
        .arg(Arg::new("api").long("api").value_name("API").value_parser(apis).default_value("centralpay").help("The API whose deliveries are sent"))
        .arg(
            Arg::new("about")
                .long("about")
                .value_name("ID")
                .help("The identifier of an object that the handler knows; otherwise each delivery is about another one"),
        )
        .arg(Arg::new("remote").long("remote").action(ArgAction::SetTrue).help("Allow an address that is not this machine"))
        .arg(
            Arg::new("timeout")
                .long("timeout")
                .value_name("SECONDS")
                .value_parser(value_parser!(u64).range(1..=60))
                .default_value("10")
                .help("How long a response may take"),
        )
        .arg(Arg::new("junit").long("junit").value_name("FILE").value_parser(value_parser!(PathBuf)).help("Write a report as JUnit XML"))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one line of JSON"))
}

pub(crate) fn run(arguments: &ArgMatches) -> ExitCode {
    match checked(arguments) {
        Ok(findings) if report::count(&findings, Verdict::Failed) == 0 => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("payspec: {error}");
            ExitCode::from(NOT_RUN)
        }
    }
}

fn checked(arguments: &ArgMatches) -> Result<Vec<Finding>, String> {
    let shown = arguments.get_one::<WebhookUrl>("url").ok_or("the address is missing")?;
    let url: reqwest::Url = shown.expose().parse().map_err(|_| "the address is invalid")?;
    let host = format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default());
    if !is_loopback(&host) && !arguments.get_flag("remote") {
        return Err(format!("`{}` is not this machine: --remote allows it", url.host_str().unwrap_or_default()));
    }
    let api = arguments.get_one::<String>("api").map(String::as_str).unwrap_or_default();
    let subject = SUBJECTS.iter().find(|subject| subject.api == api).ok_or("there is no such API")?;
    let timeout = Duration::from_secs(arguments.get_one("timeout").copied().unwrap_or(10));
    let mut maker = Maker::new(subject)?;
    maker.about = arguments.get_one::<String>("about").cloned();
    let prober = Prober::new(maker, Poster::new(url, timeout)?);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start: {error}"))?;
    let (is_json, shown) = (arguments.get_flag("json"), shown.to_string());
    let findings = runtime.block_on(all(prober, is_json))?;
    if is_json {
        println!("{}", report::as_json(api, &shown, &findings));
    } else {
        let count = |verdict, what: &str| format!("{} {what}", report::count(&findings, verdict));
        let skipped = count(Verdict::Skipped, "skipped");
        println!(
            "\n{}: {}, {}, {skipped}",
            plural(findings.len(), "probe", "probes"),
            count(Verdict::Passed, "passed"),
            count(Verdict::Failed, "failed")
        );
    }
    if let Some(file) = arguments.get_one::<PathBuf>("junit") {
        let written = std::fs::write(file, report::as_junit(api, &shown, &findings));
        written.map_err(|error| format!("cannot write `{}`: {error}", file.display()))?;
    }
    Ok(findings)
}

async fn all(mut prober: Prober, is_json: bool) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for probe in Probe::ALL {
        let waiting = Waiting::new(format!("the probe `{}`", probe.name()));
        let finding = prober.run(probe).await?;
        drop(waiting);
        let is_unreachable = findings.is_empty() && finding.told.starts_with("no response");
        if !is_json {
            finding.print();
        }
        let told = finding.told.clone();
        findings.push(finding);
        if is_unreachable {
            return Err(format!("the handler cannot be checked: it gives {told}"));
        }
    }
    Ok(findings)
}
