//! Operations by path and method.

use super::super::node::{Members, Node, texts};
use super::super::text;
use super::{Document, tag};
use crate::ir::{Operation, Profile};

impl Document<'_> {
    pub(super) fn paths(&self) -> Members {
        let mut paths = Members::new();
        for operation in self.operations() {
            let method = operation.method.as_str().to_lowercase();
            let key = free(&paths, operation, &method);
            paths.object(&key).put(method, self.operation(operation));
        }
        paths
    }

    fn operation(&self, operation: &Operation) -> Members {
        let mut description = text::description(&operation.docs);
        text::paragraph(
            &mut description,
            &operation.deprecated.as_ref().map(|why| format!("Deprecated: {why}")).unwrap_or_default(),
        );
        let request = self.request(operation);
        text::rules(&mut description, "Rules", request.rules_in_words);
        text::rules(&mut description, "Warnings", operation.all_warnings());
        text::rules(
            &mut description,
            "Rules on the current object",
            operation.preconditions.iter().map(|one| &one.rule),
        );
        text::paragraph(&mut description, &profiles(&operation.profiles));
        let summary = text::summary(&operation.docs);
        Members::new()
            .with("operationId", &operation.id)
            .with("tags", texts([tag(operation)]))
            .with("summary", if summary.is_empty() { operation.id.clone() } else { summary })
            .with("description", description)
            .with_some("deprecated", operation.deprecated.as_ref().map(|_| true))
            .with_list("servers", self.other_servers(operation))
            .with("security", self.security(operation))
            .with_list("parameters", request.parameters)
            .with_some("requestBody", request.body)
            .with("responses", self.responses(operation))
            .with("x-evidence", text::evidence(&operation.evidence))
            .with("x-path-evidence", text::evidence(&operation.path_evidence))
    }
}

/// What use cases of an operation need.
fn profiles(profiles: &[Profile]) -> String {
    let names = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let line = |profile: &Profile| {
        let mut line = format!("- `{}`: {}", profile.name, text::description(&profile.docs).replace("\n\n", " "));
        if !profile.requires.is_empty() {
            line.push_str(&format!(" Needs {}.", names(&profile.requires)));
        }
        if !profile.forbids.is_empty() {
            line.push_str(&format!(" Must not have {}.", names(&profile.forbids)));
        }
        line
    };
    let lines: Vec<String> = profiles.iter().map(line).collect();
    if lines.is_empty() { String::new() } else { format!("Use cases:\n\n{}", lines.join("\n")) }
}

/// The path of an operation. OpenAPI has one operation for a path and method, whatever else tells them apart; a further one
/// stands under the path with its name as a fragment, which is not sent.
fn free(paths: &Members, operation: &Operation, method: &str) -> String {
    let is_taken = paths.0.iter().any(|(path, item)| {
        let has_method = matches!(item, Node::Map(item) if item.has(method));
        shape(path) == shape(&operation.path) && (has_method || *path != operation.path)
    });
    if is_taken { format!("{}#{}", operation.path, operation.id) } else { operation.path.clone() }
}

/// A path without the names of its parameters.
fn shape(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}
