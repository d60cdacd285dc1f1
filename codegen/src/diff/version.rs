//! What a release with some changes is called, and what its changelog says.

use super::change::{Change, Class};

/// The version that some changes need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The version on the older side.
    pub from: String,
    /// The lowest version that a release with the changes may have.
    pub to: String,
    /// Why.
    pub why: &'static str,
}

/// Proposes a version for changes since `from`, by the rules of docs/stability.md. `None` if nothing needs a release, or
/// if `from` is not a version.
pub fn proposal(changes: &[Change], from: &str) -> Option<Proposal> {
    let parts: Vec<u64> = from.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [major, minor, patch] = parts[..] else { return None };
    let is_break = |change: &Change| {
        // A correction of a name is no break on the wire, where the old one did not work, but code used it.
        change.class == Class::Break || (change.class == Class::Correction && change.effects.rust)
    };
    let (to, why) = if changes.iter().any(is_break) {
        let next = if major == 0 { format!("0.{}.0", minor + 1) } else { format!("{}.0.0", major + 1) };
        (next, "there are breaking changes")
    } else if changes.iter().any(|change| change.class == Class::Added) && major > 0 {
        (format!("{major}.{}.0", minor + 1), "there are additions and no breaking change")
    } else if changes.is_empty() {
        return None;
    } else {
        (format!("{major}.{minor}.{}", patch + 1), "there is no breaking change")
    };
    Some(Proposal { from: from.to_owned(), to, why })
}

/// The workspace's version in the text of a `Cargo.toml`.
pub fn of_manifest(text: &str) -> Option<&str> {
    let section = text.split("[workspace.package]").nth(1)?;
    let line = section.lines().take_while(|line| !line.starts_with('[')).find(|line| line.starts_with("version"))?;
    line.split('"').nth(1)
}

/// Lines for `CHANGELOG.md`, in sections as Keep a Changelog has them. Evidence is in docs/coverage.md.
pub fn changelog(changes: &[Change]) -> String {
    let mut text = String::new();
    for (title, class) in
        [("Breaking", Class::Break), ("Fixed", Class::Correction), ("Added", Class::Added), ("Changed", Class::Changed)]
    {
        let of_class: Vec<&Change> = changes.iter().filter(|change| change.class == class).collect();
        if of_class.is_empty() {
            continue;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("### {title}\n\n"));
        for change in of_class {
            text.push_str(&format!("- {}, `{}`: {}.\n", change.api, change.subject, change.message));
        }
    }
    text
}
