//! Rules by which requests and deliveries go wrong.

use askama::Template;
use control_model::{DeliveryFaultKind, FaultKind};

use super::shell::Shell;
use crate::centralpay;
use crate::engine::answer::Answer;
use crate::pages::html;
use crate::sandbox::WorldHandle;

#[derive(Template)]
#[template(path = "inspector/faults.html")]
struct Page {
    shell: Shell,
    rules: Vec<Rule>,
    delivery_rules: Vec<Rule>,
    kinds: &'static [&'static str],
    delivery_kinds: &'static [&'static str],
    /// The paths of all operations that are modelled.
    paths: Vec<&'static str>,
}

struct Rule {
    id: String,
    does: String,
    concerns: String,
    seen: u64,
    hits: u64,
}

pub(super) fn page(shell: Shell, world: &WorldHandle) -> Answer {
    let rules = world.faults().list().into_iter().map(|rule| Rule {
        id: rule.id.to_string(),
        does: rule.fault.to_string(),
        concerns: format!("{} {}", rule.occurrence, rule.target),
        seen: rule.seen,
        hits: rule.hits,
    });
    let delivery_rules = world.webhooks().faults().list().into_iter().map(|rule| Rule {
        id: rule.id.to_string(),
        does: rule.fault.to_string(),
        concerns: format!("{} {}", rule.occurrence, rule.target),
        seen: rule.seen,
        hits: rule.hits,
    });
    let mut paths: Vec<&'static str> = centralpay::modelled().map(|spec| spec.path).collect();
    paths.sort_unstable();
    paths.dedup();
    let page = Page {
        rules: rules.collect(),
        delivery_rules: delivery_rules.collect(),
        kinds: FaultKind::WIRE_VALUES,
        delivery_kinds: DeliveryFaultKind::WIRE_VALUES,
        paths,
        shell,
    };
    html(200, &page)
}
