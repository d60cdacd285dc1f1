//! The figures as a page.

use std::fmt::Write as _;

use payspec_core::EvidenceLevel;
use payspec_core::vocabulary::HashAlgorithm;

use super::figures::{Figures, Levels, operations};
use crate::ir::evidence::words;
use crate::ir::{Api, Evidence, Hmac, Proof, Rsa};
use crate::print::markdown_header;

pub(super) fn markdown(apis: &[(&Api, Figures)]) -> String {
    let mut page = format!(
        "{}\n\
         # Coverage and evidence\n\n\
         `cargo xtask spec report` prints this page; `cargo xtask codegen --check` keeps it up to date.\n\n\
         Levels of evidence:\n\n\
         - **Documented**: a page of the vendor describes it.\n\
         - **Sample**: a sample of the vendor shows it.\n\
         - **Public client**: a client in public code sends or reads it.\n\
         - **Named**: a page of the vendor mentions it without describing it: a service in a list, an action implied by a\n  \
         status, an event without a page or sample of its body.\n\
         - **Inferred**: our assumption, for example from an event. An inferred path can be overridden at run time.\n\n\
         Paths have evidence separate from their operations. So do required parameters: many pages show a request without\n\
         marking what is required.\n",
        markdown_header("codegen/src/report")
    );
    let _ = write!(page, "\n## Comparison\n\n{}", side_by_side(apis));
    for (api, figures) in apis {
        // Writing to a `String` does not fail.
        let _ = write!(page, "\n## {}\n", api.title);
        overview(&mut page, figures);
        resources(&mut page, figures);
        tables(&mut page, figures);
        each_operation(&mut page, api);
        silent_events(&mut page, figures);
    }
    page
}

/// One line an API, for whoever chooses.
pub(super) fn side_by_side(apis: &[(&Api, Figures)]) -> String {
    let mut table = "| API | feature | operations | events | webhook verification | vendor sandbox | evidence of \
        operations, of their paths, and of what they require |\n| --- | --- | --- | --- | --- | --- | --- |\n"
        .to_owned();
    for (api, figures) in apis {
        let _ = writeln!(
            table,
            "| {} | `{}` | {} | {} | {} | {} | {}; paths: {}; required: {} |",
            api.title,
            api.name,
            figures.operations.all(),
            figures.events.all(),
            verification(api),
            sandbox(api),
            levels_there_are(figures.operations),
            levels_there_are(figures.paths),
            levels_there_are(figures.required),
        );
    }
    table
}

fn verification(api: &Api) -> String {
    let Some(webhooks) = &api.webhooks else { return "no deliveries".to_owned() };
    let Some(signature) = &webhooks.signature else { return "none: use `refetch()`".to_owned() };
    let of_parts = |algorithm: &str| match signature.proof.only_fields() {
        None => format!("{algorithm} of the body"),
        Some(fields) => format!("{algorithm} of {} fields", fields.len()),
    };
    let what = match &signature.proof {
        Proof::Secret => "a shared secret in a header".to_owned(),
        Proof::Hmac(Hmac { hash: HashAlgorithm::Sha256, .. }) => of_parts("HMAC-SHA-256"),
        Proof::Hmac(Hmac { hash: HashAlgorithm::Sha512, .. }) => of_parts("HMAC-SHA-512"),
        Proof::Rsa(Rsa { is_pss: false, .. }) => of_parts("RSA-SHA-256"),
        Proof::Rsa(Rsa { is_pss: true, .. }) => of_parts("RSA-PSS-SHA-256"),
        Proof::Custom => return "a custom signature".to_owned(),
    };
    let time = if signature.timestamp.is_some() { ", with a timestamp" } else { "" };
    let headers: Vec<_> = signature.headers.iter().map(|header| format!("`{header}`")).collect();
    let known = match signature.docs.evidence.as_ref().map_or(EvidenceLevel::Inferred, |known| known.level) {
        EvidenceLevel::Documented => String::new(),
        other => format!("; {}", words(other)),
    };
    format!("{what}{time} ({}){known}", headers.join(", "))
}

/// Where nothing real happens. The first environment is the one to try things out on, unless it is the real one.
fn sandbox(api: &Api) -> String {
    match api.environments.first() {
        Some(first) if first.name != "production" => format!("`{}`", first.name),
        _ => "none".to_owned(),
    }
}

pub(super) fn levels_there_are(levels: Levels) -> String {
    let there_are = levels.each().filter(|(_, count)| *count > 0).map(said);
    there_are.collect::<Vec<_>>().join(", ")
}

fn said((level, count): (EvidenceLevel, usize)) -> String {
    format!("{count} {}", words(level))
}

/// How many responses are compared with the id that was asked for, and which are not.
fn compared(figures: &Figures) -> String {
    let Figures { by_id, not_compared, .. } = figures;
    let names: Vec<String> = not_compared.iter().map(|id| format!("`{id}`")).collect();
    let not = if names.is_empty() { String::new() } else { format!("; not {}", names.join(", ")) };
    format!("{by_id}, {}{not}", by_id - not_compared.len())
}

fn overview(page: &mut String, figures: &Figures) {
    let Figures { operations, paths, events, required, .. } = figures;
    let (enums, words) = figures.enums;
    let ((unions, kinds), (formats, columns)) = (figures.unions, figures.files);
    let rows: usize = figures.tables.iter().map(|(_, rows)| rows).sum();
    let resources = figures.rows.iter().filter(|row| row.operations.all() > 0).count();
    let lines = [
        format!("| resources with operations | {resources} |"),
        format!("| operations | {}: {} |", operations.all(), levels(*operations)),
        format!("| paths of operations | {} |", levels(*paths)),
        format!(
            "| operations on one object by its id, and how many of them compare the response with it | {} |",
            compared(figures)
        ),
        format!("| events | {}: {}; {} deprecated |", events.all(), levels(*events), figures.deprecated_events),
        format!("| samples of events, each decoded and re-encoded by the tests | {} |", figures.samples),
        format!("| objects, with fields | {}, {} |", figures.objects, figures.fields),
        format!("| unions, with variants | {unions}, {kinds} |"),
        format!("| ids | {} |", figures.ids),
        format!("| enums, with values | {enums}, {words} |"),
        format!("| code tables, with codes | {}, {rows} |", figures.tables.len()),
        format!(
            "| required parameters and fields, except those in paths | {}: {} |",
            required.all(),
            levels(*required)
        ),
        format!("| rules, profiles | {}, {} |", figures.rules, figures.profiles),
        format!("| formats of files, with columns | {formats}, {columns} |"),
        format!("| windows, limits | {}, {} |", figures.windows, figures.limits),
    ];
    let _ = write!(page, "\n| | |\n| --- | --- |\n{}\n", lines.join("\n"));
}

fn levels(levels: Levels) -> String {
    levels.each().map(said).collect::<Vec<_>>().join(", ")
}

fn resources(page: &mut String, figures: &Figures) {
    let words: Vec<&str> = EvidenceLevel::ALL.iter().map(|level| words(*level)).collect();
    let _ = write!(
        page,
        "\n### Files of the spec\n\n\
         | file | operations | {} | path inferred | events | with sample |\n\
         | --- | ---{} | --- | --- | --- |\n",
        words.join(" | "),
        " | ---".repeat(words.len()),
    );
    for row in &figures.rows {
        let counts: Vec<String> = row.operations.each().map(|(_, count)| count.to_string()).collect();
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            row.name,
            row.operations.all(),
            counts.join(" | "),
            row.paths.count(EvidenceLevel::Inferred),
            row.events,
            row.with_sample
        );
    }
}

fn tables(page: &mut String, figures: &Figures) {
    if figures.tables.is_empty() {
        return;
    }
    let _ = write!(page, "\n### Code tables\n\n| table | codes |\n| --- | --- |\n");
    for (name, rows) in &figures.tables {
        let _ = writeln!(page, "| `{name}` | {rows} |");
    }
}

fn each_operation(page: &mut String, api: &Api) {
    let _ = write!(
        page,
        "\n### Operations\n\n| operation | request | evidence | evidence of the path |\n| --- | --- \
            | --- | --- |\n"
    );
    for operation in operations(api) {
        let (method, path) = (operation.method.as_str(), &operation.path);
        let known = evidence(&operation.evidence);
        let path_known = if operation.path_evidence == operation.evidence {
            "the same".to_owned()
        } else {
            evidence(&operation.path_evidence)
        };
        let _ = writeln!(page, "| `{}` | `{method} {path}` | {known} | {path_known} |", operation.id);
    }
}

/// Level, place and note, in a cell.
fn evidence(evidence: &Evidence) -> String {
    let mut text = words(evidence.level).to_owned();
    let (place, note) = (evidence.place(), evidence.note.trim());
    if !place.is_empty() {
        let _ = write!(text, " ({place})");
    }
    if !note.is_empty() {
        let _ = write!(text, ": {note}");
    }
    text.replace('\n', " ").replace('|', "\\|")
}

fn silent_events(page: &mut String, figures: &Figures) {
    if figures.without_sample.is_empty() {
        return;
    }
    let _ = write!(page, "\n### Events without a sample\n\n");
    for wire in &figures.without_sample {
        let _ = writeln!(page, "- `{wire}`");
    }
}
