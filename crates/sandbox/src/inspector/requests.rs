//! The requests of a world: a list with filters, and one with its response, its rules and what makes it again.

use askama::Template;
use payspec_core::OperationSpec;
use payspec_core::Rule;

use super::shell::{Shell, pretty, readable, time};
use super::snippets;
use crate::centralpay;
use crate::engine::answer::Answer;
use crate::engine::exchange::Exchange;
use crate::engine::journal::Entry;
use crate::engine::request::Request;
use crate::engine::world::World;
use crate::pages::{html, queried};
use crate::sandbox::WorldHandle;

/// The lines of a page.
const LINES: usize = 100;

/// A request in a list.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: usize,
    pub(super) at: String,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) operation: &'static str,
    /// As people read it.
    pub(super) status: String,
    /// How it looks: `good`, `bad` or `neutral`.
    pub(super) tone: &'static str,
    pub(super) fault: Option<&'static str>,
    pub(super) repeated: bool,
}

pub(super) fn line(position: usize, entry: &Entry) -> Line {
    Line {
        number: position + 1,
        at: time(entry.at),
        method: entry.method.clone(),
        path: entry.path.clone(),
        operation: entry.operation.unwrap_or_default(),
        status: if entry.status == 0 { "closed".to_owned() } else { entry.status.to_string() },
        tone: match entry.status {
            200..=299 => "good",
            0 | 400.. => "bad",
            _ => "neutral",
        },
        fault: entry.fault,
        repeated: entry.repeated,
    }
}

/// What the list is narrowed down to.
#[derive(Debug, Default)]
struct Filter {
    /// In paths, operations, identifiers and bodies.
    text: String,
    /// `2`, `4`, `5`, or `0` for closed connections; all if it is empty.
    status: String,
}

impl Filter {
    fn of(request: &Request<'_>) -> Self {
        Self { text: queried(request, "q").trim().to_lowercase(), status: queried(request, "status") }
    }

    fn matches(&self, world: &World, position: usize, entry: &Entry) -> bool {
        let is_of_status = self.status.parse::<u16>().map_or(true, |class| entry.status / 100 == class);
        is_of_status && (self.text.is_empty() || self.is_in(entry, world.exchange(position)))
    }

    fn is_in(&self, entry: &Entry, exchange: Option<&Exchange>) -> bool {
        let has = |text: &str| text.to_lowercase().contains(&self.text);
        has(&entry.path)
            || has(entry.operation.unwrap_or_default())
            || has(&entry.method)
            || has(&entry.request_id)
            || exchange.is_some_and(|kept| has(&kept.body) || has(&kept.query) || has(&kept.response_body))
    }
}

#[derive(Template)]
#[template(path = "inspector/requests.html")]
struct List {
    shell: Shell,
    filter: Filter,
    lines: Vec<Line>,
    total: usize,
    /// The number before which older ones are listed.
    older: Option<usize>,
    first: Option<snippets::First>,
}

pub(super) fn list(shell: Shell, world: &WorldHandle, request: &Request<'_>) -> Answer {
    let filter = Filter::of(request);
    let before: usize = queried(request, "before").parse().unwrap_or(usize::MAX);
    let (lines, total) = world.inspect(|world| {
        let entries = world.journal().iter().enumerate().rev();
        let found = entries
            .filter(|(position, _)| position + 1 < before)
            .filter(|(position, entry)| filter.matches(world, *position, entry));
        let lines: Vec<Line> = found.take(LINES + 1).map(|(position, entry)| line(position, entry)).collect();
        (lines, world.journal().len())
    });
    let (mut lines, mut older) = (lines, None);
    if lines.len() > LINES {
        lines.truncate(LINES);
        older = lines.last().map(|line| line.number);
    }
    let first = (total == 0).then(|| snippets::First::of(world));
    html(200, &List { shell, filter, lines, total, older, first })
}

/// A rule of an operation, and whether the request was refused for it.
#[derive(Debug)]
struct Explained {
    name: &'static str,
    because: &'static str,
    /// What the rule compares with; empty if with the request alone.
    object: &'static str,
    is_violated: bool,
}

#[derive(Template)]
#[template(path = "inspector/request.html")]
struct Shown {
    shell: Shell,
    line: Line,
    request_id: String,
    /// Absent if the contents are no longer kept.
    contents: Option<Contents>,
    rules: Vec<Explained>,
    /// What the sandbox chose where the documents are silent.
    chosen: Vec<(&'static str, &'static str)>,
    has_newer: bool,
}

struct Contents {
    query: String,
    body: String,
    raw: String,
    headers: Vec<(&'static str, String)>,
    response: String,
    curl: String,
    rust: Option<String>,
    can_replay: bool,
}

pub(super) fn show(shell: Shell, world: &WorldHandle, number: &str) -> Option<Answer> {
    let position = number.parse::<usize>().ok()?.checked_sub(1)?;
    let (entry, kept, total) = world.inspect(|world| {
        let entry = world.journal().get(position).cloned();
        (entry, world.exchange(position).cloned(), world.journal().len())
    });
    let entry = entry?;
    let spec = centralpay::operations().find(|spec| Some(spec.id) == entry.operation);
    let response = kept.as_ref().map(|kept| kept.response_body.clone()).unwrap_or_default();
    let chosen = kept.as_ref().map(chosen).unwrap_or_default();
    let contents = kept.map(|kept| Contents {
        query: readable("application/x-www-form-urlencoded", &kept.query),
        body: readable(&kept.content_type, &kept.body),
        curl: snippets::curl(world, &entry, &kept),
        rust: spec.map(|spec| snippets::rust_test(world, spec, &entry, &kept)),
        can_replay: kept.content_type.is_empty() || !kept.content_type.starts_with("multipart/"),
        raw: kept.body,
        headers: kept.response_headers,
        response: pretty(&kept.response_body),
    });
    let shown = Shown {
        rules: spec.map(|spec| rules(spec, &response)).unwrap_or_default(),
        line: line(position, &entry),
        request_id: entry.request_id,
        has_newer: position + 1 < total,
        shell,
        contents,
        chosen,
    };
    Some(html(200, &shown))
}

fn rules(spec: &'static OperationSpec, response: &str) -> Vec<Explained> {
    let explain = |rule: &'static Rule, object| Explained {
        name: rule.name,
        because: rule.because,
        object,
        is_violated: response.contains(&format!("[{}]", rule.name)),
    };
    let of_request = spec.rules.iter().map(|rule| explain(rule, ""));
    let mut rules: Vec<Explained> = of_request
        .chain(spec.preconditions.iter().map(|condition| explain(&condition.rule, condition.object)))
        .collect();
    rules.sort_by_key(|rule| !rule.is_violated);
    rules
}

fn chosen(kept: &Exchange) -> Vec<(&'static str, &'static str)> {
    let mut headers = kept.response_headers.iter().filter(|(name, _)| *name == "Payspec-Sandbox");
    let keys = headers.find_map(|(_, value)| value.strip_prefix("chosen=")).unwrap_or_default();
    let all = centralpay::CHOSEN.iter().filter(|choice| keys.split(',').any(|key| key == choice.key));
    all.map(|choice| (choice.does, choice.because)).collect()
}
