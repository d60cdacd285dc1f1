//! What makes a request again: a command for a shell, and a test in Rust.

use payspec_core::OperationSpec;

use crate::engine::exchange::Exchange;
use crate::engine::journal::Entry;
use crate::sandbox::WorldHandle;

/// The first request to a new world.
#[derive(Debug)]
pub(super) struct First {
    pub(super) curl: String,
}

impl First {
    pub(super) fn of(world: &WorldHandle) -> Self {
        let url = world.centralpay_url();
        Self {
            curl: format!("curl -u {}:{} {url}/customer -d email=jane@example.com", world.login(), world.password()),
        }
    }
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// A command that sends a request again. What is masked must be filled in.
pub(super) fn curl(world: &WorldHandle, entry: &Entry, kept: &Exchange) -> String {
    let address = world.inspect(|world| world.address().to_owned());
    let query = if kept.query.is_empty() { String::new() } else { format!("?{}", kept.query) };
    let mut command = format!("curl -X {} -u {}:{}", entry.method, world.login(), world.password());
    command.push_str(&format!(" {}", quoted(&format!("{address}{}{query}", entry.path))));
    if kept.body.is_empty() {
        return command;
    }
    if kept.content_type.starts_with("application/x-www-form-urlencoded") {
        for (name, value) in form_urlencoded::parse(kept.body.as_bytes()) {
            command.push_str(&format!(" \\\n  --data-urlencode {}", quoted(&format!("{name}={value}"))));
        }
        return command;
    }
    command.push_str(&format!(" \\\n  -H {}", quoted(&format!("Content-Type: {}", kept.content_type))));
    command.push_str(&format!(" \\\n  --data-binary {}", quoted(&kept.body)));
    command
}

/// A text as a literal of Rust, with as many marks as it needs.
fn literal(text: &str) -> String {
    if !text.contains(['"', '\\', '\n', '\r']) {
        return format!("\"{text}\"");
    }
    let mut marks = "#".to_owned();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    format!("r{marks}\"{text}\"{marks}")
}

/// A test that expects the request, and what it was answered.
pub(super) fn rust_test(world: &WorldHandle, spec: &OperationSpec, entry: &Entry, kept: &Exchange) -> String {
    let name = spec.id.replace(['.', '-'], "_");
    let pairs: String = form_urlencoded::parse(kept.body.as_bytes())
        .filter(|_| kept.content_type.starts_with("application/x-www-form-urlencoded"))
        .map(|(name, value)| format!("            ({}, {}),\n", literal(&name), literal(&value)))
        .collect();
    let fault = match entry.fault {
        Some(fault) => format!("    // A fault disturbed it: {fault}.\n"),
        None => String::new(),
    };
    format!(
        "// [dev-dependencies] payspec = {{ features = [\"centralpay\", \"sandbox\"] }}, reqwest, tokio\n\
         #[tokio::test]\n\
         async fn {name}_is_answered_with_{status}() {{\n\
         {fault}    let sandbox = payspec::sandbox::Sandbox::start().await.unwrap();\n    \
             let world = sandbox.world({world});\n    \
             let response = reqwest::Client::new()\n        \
                 .request(reqwest::Method::{method}, format!(\"{{}}{path}\", world.centralpay_url()))\n        \
                 .basic_auth(world.login(), Some(world.password()))\n        \
                 .form(&[\n{pairs}        ] as &[(&str, &str)])\n        \
                 .send()\n        .await\n        .unwrap();\n    \
             assert_eq!(response.status(), {status});\n\
         }}\n",
        status = entry.status,
        world = literal(world.name()),
        method = entry.method,
        path = entry.path.strip_prefix("/v2/rest").unwrap_or(&entry.path).replace(['{', '}'], ""),
    )
}

#[cfg(test)]
mod tests {
    use super::{literal, quoted};

    #[test]
    fn texts_stay_one_word() {
        assert_eq!(quoted("amount=1500"), "amount=1500");
        assert_eq!(quoted("a b"), "'a b'");
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(quoted(""), "''");
        assert_eq!(literal("plain"), "\"plain\"");
        assert_eq!(literal("a\"b"), "r#\"a\"b\"#");
        assert_eq!(literal("a\"#b"), "r##\"a\"#b\"##");
    }
}
