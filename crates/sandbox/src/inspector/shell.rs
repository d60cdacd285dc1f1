//! What surrounds every page: the worlds, the sections, the clock, and what the last action said.

use std::fmt::Write as _;

use super::PATH;
use crate::engine::request::Request;
use crate::engine::time::Instant;
use crate::pages::{queried, versioned};
use crate::sandbox::{Inner, WorldHandle};

/// The frame of a page.
#[derive(Debug)]
pub(super) struct Shell {
    /// The names of all worlds.
    pub(super) worlds: Vec<String>,
    /// The name of the world that is shown; empty on pages of no world.
    pub(super) world: String,
    pub(super) section: &'static str,
    pub(super) now: String,
    pub(super) version: u64,
    /// What the last action said, and whether it failed.
    pub(super) notice: Option<(String, bool)>,
}

impl Shell {
    pub(super) fn new(sandbox: &Inner, world: &WorldHandle, section: &'static str, request: &Request<'_>) -> Self {
        let notice =
            |name, is_bad| Some(queried(request, name)).filter(|text| !text.is_empty()).map(|text| (text, is_bad));
        Self {
            worlds: names(sandbox),
            world: world.name().to_owned(),
            section,
            now: time(world.shared.now()),
            version: world.shared.version(),
            notice: notice("error", true).or_else(|| notice("done", false)),
        }
    }

    /// For a page of no world.
    pub(super) fn of_none(sandbox: &Inner) -> Self {
        let worlds = names(sandbox);
        Self { worlds, world: String::new(), section: "", now: String::new(), version: 0, notice: None }
    }

    #[expect(clippy::unused_self, reason = "templates call it")]
    pub(super) fn asset(&self, name: &str) -> String {
        versioned(name)
    }

    /// The sections of a world: what is in the address, and what people read.
    #[expect(clippy::unused_self, reason = "templates call it")]
    pub(super) fn sections(&self) -> [(&'static str, &'static str); 5] {
        [
            ("requests", "Requests"),
            ("objects", "Objects"),
            ("events", "Events"),
            ("clock", "Clock"),
            ("faults", "Faults"),
        ]
    }

    /// The address below which rules of a kind are removed.
    pub(super) fn rules_of(&self, kind: &str) -> String {
        format!("{}/{kind}", self.base())
    }

    pub(super) fn base(&self) -> String {
        format!("{PATH}/{}", self.world)
    }
}

fn names(sandbox: &Inner) -> Vec<String> {
    sandbox.all().iter().map(|world| world.name().to_owned()).collect()
}

/// A moment as people read it, in UTC: `2026-12-01 09:30:00.123`.
pub(super) fn time(at: Instant) -> String {
    crate::control::time(at).as_str().replace('T', " ").trim_end_matches('Z').to_owned()
}

/// A body as people read it: JSON is indented.
pub(super) fn pretty(body: &str) -> String {
    let parsed: Option<serde_json::Value> = serde_json::from_str(body).ok();
    parsed.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_else(|| body.to_owned())
}

/// The parameters of a form as people read them, one in each line; other bodies as they are.
pub(super) fn readable(content_type: &str, body: &str) -> String {
    if !content_type.starts_with("application/x-www-form-urlencoded") {
        return pretty(body);
    }
    let mut text = String::new();
    for (name, value) in form_urlencoded::parse(body.as_bytes()) {
        let _ = writeln!(text, "{name} = {value}");
    }
    text
}
