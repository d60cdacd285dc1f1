//! `payspec codes`.

mod find;
pub(crate) mod table;

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Map, Value, json};

use crate::generated;
use crate::terminal::{BOLD, DIM, PLAIN, Paper, is_terminal, plural};
use find::Found;
use table::Table;

/// More rows than this are shown in one line each.
const DETAILED: usize = 4;

pub(crate) fn command() -> Command {
    Command::new("codes")
        .about("Look up a code of an API, by the code or by words: meaning, category, what to do")
        .long_about(
            "Look up a code in the code tables of all APIs (return codes of banks, SEPA reasons, 3-D Secure errors, result \
             codes, test cards, currencies ..): by the code (`payspec codes 51`), or by words of its texts (`payspec codes \
             insufficient funds`).\n\nExit codes: 0 if something was found; 1 if nothing was, and the nearest codes are \
             printed; 2 if the command line is invalid.",
        )
        .arg(Arg::new("query").value_name("QUERY").required(true).num_args(1..).allow_negative_numbers(true).help("A code, or words"))
        .arg(
            Arg::new("api")
                .long("api")
                .value_name("API")
                .value_parser(clap::builder::PossibleValuesParser::new(owners()))
                .help("Only the tables of this API, or those that APIs share (`iso`)"),
        )
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).help("Print one line of JSON"))
}

fn tables() -> impl Iterator<Item = &'static Table> {
    generated::TABLES.iter().flat_map(|tables| tables.iter())
}

/// The APIs and libraries that have tables.
fn owners() -> Vec<&'static str> {
    let mut owners: Vec<&str> = tables().map(|table| table.owner).collect();
    owners.dedup();
    owners
}

pub(crate) fn run(arguments: &ArgMatches) -> Result<(), String> {
    let words: Vec<&str> = arguments.get_many::<String>("query").into_iter().flatten().map(String::as_str).collect();
    let query = words.join(" ");
    let api = arguments.get_one::<String>("api");
    let eligible: Vec<&Table> = tables().filter(|table| api.is_none_or(|api| api == table.owner)).collect();
    let found = find::find(&eligible, &query);
    let nearest = if found.is_empty() { find::nearest(&eligible, &query) } else { Vec::new() };
    if arguments.get_flag("json") {
        let list = |rows: &[Found]| rows.iter().map(as_json).collect::<Vec<_>>();
        println!("{}", json!({ "query": query, "found": list(&found), "nearest": list(&nearest) }));
    } else if found.len() > DETAILED {
        print_lines(&found);
    } else {
        print_details(&found);
    }
    if !found.is_empty() {
        return Ok(());
    }
    let near: Vec<String> = nearest.iter().map(|near| format!("{} ({})", near.row.code, label(*near))).collect();
    let hint = if near.is_empty() { String::new() } else { format!("; the nearest are {}", near.join(", ")) };
    Err(format!("no table has `{}`{hint}", query.escape_debug()))
}

/// What a row is about in a few words: its first text that is not one of an enum.
fn label(found: Found) -> &'static str {
    let texts = found.row.facts(found.table).filter(|(column, ..)| column.values.is_empty());
    let mut words = texts.filter(|(_, cell, _)| cell.len() > 3 && !matches!(*cell, "yes" | "no"));
    words.next().map_or(found.table.name, |(_, cell, _)| cell)
}

fn print_details(found: &[Found]) {
    let mut paper = Paper::new();
    for (at, one) in found.iter().enumerate() {
        if at > 0 {
            paper.line("");
        }
        let also: Vec<String> = one.row.also.iter().map(|also| format!("or {also}")).collect();
        let also = if also.is_empty() { String::new() } else { format!(" ({})", also.join(", ")) };
        let place = format!("{} {}", one.table.owner, one.table.name);
        paper.line(&format!("{BOLD}{}{BOLD:#}{also}  {DIM}{place}{DIM:#}", one.row.code));
        let facts: Vec<_> = one.row.facts(one.table).collect();
        let names = facts.iter().map(|(column, ..)| column.name.len()).max().unwrap_or_default();
        for (column, cell, meaning) in facts {
            let text = if meaning.is_empty() { cell.to_owned() } else { format!("{cell}: {meaning}") };
            paper.labelled(column.name, names, &text);
        }
    }
    if is_terminal() && found.len() == 1 {
        paper.line("");
        paper.wrapped(0, found[0].table.about, DIM);
    }
    paper.print();
}

fn print_lines(found: &[Found]) {
    let mut paper = Paper::new();
    let rows = found.iter().map(|one| {
        let place = format!("{} {}", one.table.owner, one.table.name);
        [one.row.code.to_owned(), label(*one).to_owned(), place]
    });
    paper.columns(&rows.collect::<Vec<_>>(), [BOLD, PLAIN, DIM]);
    if is_terminal() {
        paper.line(&format!("\n{DIM}{}; look up a code for its details{DIM:#}", plural(found.len(), "row", "rows")));
    }
    paper.print();
}

fn as_json(found: &Found) -> Value {
    let facts: Map<String, Value> = found
        .row
        .facts(found.table)
        .map(|(column, cell, meaning)| {
            let value = if meaning.is_empty() { json!(cell) } else { json!({ "value": cell, "meaning": meaning }) };
            (column.name.replace(' ', "_"), value)
        })
        .collect();
    json!({
        "api": found.table.owner, "table": found.table.name, "code": found.row.code, "also": found.row.also, "columns": facts,
    })
}
