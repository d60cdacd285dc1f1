//! Servers -> environments.

use super::naming::numbered;
use super::notes::Notes;
use super::place::Place;
use super::value::Value;
use super::{texts, words};
use crate::check::is_base_url;
use crate::names;

/// Where an API answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Server {
    /// The environment, in kebab-case.
    pub(super) name: String,
    pub(super) url: String,
    pub(super) docs: String,
    pub(super) pointer: String,
    /// Its host is made up, because the document names none.
    pub(super) is_made_up: bool,
}

/// A variable of hosts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HostVariable {
    pub(super) name: String,
    pub(super) docs: String,
    pub(super) example: String,
}

/// The servers of a document, and the variables in their hosts.
#[derive(Debug, Default)]
pub(super) struct Servers {
    pub(super) all: Vec<Server>,
    pub(super) variables: Vec<HostVariable>,
}

/// So many values of a variable become environments of their own.
const MAX_VALUES: usize = 6;

impl Servers {
    /// Reads the list of an operation, a path or the document.
    pub(super) fn read(list: &[Place<'_>], api: &str, notes: &Notes) -> Self {
        let mut servers = Self::default();
        for place in list {
            let Some(url) = place.text("url") else {
                notes.left_out(&place.pointer, "A server has no URL.", "Add an environment by hand.");
                continue;
            };
            let description = place.text("description").unwrap_or_default();
            let variables = place.get("variables").map(|all| all.named()).unwrap_or_default();
            for url in servers.filled(url, &variables, notes) {
                servers.add(&url, description, &place.pointer, api, notes);
            }
        }
        servers
    }

    /// Reads `host`, `basePath` and `schemes` of Swagger 2.0.
    pub(super) fn of_swagger(root: &Place<'_>, api: &str, notes: &Notes) -> Self {
        let mut servers = Self::default();
        let path = root.text("basePath").unwrap_or_default();
        let schemes = root.value.get("schemes").map(Value::items).unwrap_or_default();
        let only_plain = !schemes.is_empty() && schemes.iter().all(|scheme| scheme.text() == Some("http"));
        let url = match root.text("host") {
            Some(host) => format!("{}://{host}{path}", if only_plain { "http" } else { "https" }),
            None => path.to_owned(),
        };
        let pointer = if root.has("host") { "#/host" } else { "#/basePath" };
        servers.add(&url, "", pointer, api, notes);
        servers
    }

    /// The addresses that a template stands for: variables in the host stay, others have a value.
    fn filled(&mut self, url: &str, variables: &[(&str, Place<'_>)], notes: &Notes) -> Vec<String> {
        let mut urls = vec![url.to_owned()];
        for (name, place) in variables {
            let hole = format!("{{{name}}}");
            let listed: Vec<String> =
                place.value.get("enum").map(Value::items).unwrap_or_default().iter().filter_map(Value::word).collect();
            let default = place.value.get("default").and_then(Value::word);
            let kebab = words::kebab(&words::of(name));
            let stays = listed.is_empty() && is_in_host(url, &hole) && names::is_kebab(&kebab);
            let settle = |keys: &[&str]| keys.iter().for_each(|key| notes.settle(format!("{}/{key}", place.pointer)));
            if urls.iter().any(|url| url.contains(&hole)) {
                let is_listed = (2..=MAX_VALUES).contains(&listed.len()) && is_in_authority(url, &hole);
                // Values that become addresses are all there; of others one is.
                settle(if is_listed || listed.len() == 1 { &["enum", "default"] } else { &["default"] });
            }
            if stays {
                settle(&["description", "default"]);
            }
            urls = urls
                .into_iter()
                .flat_map(|url| {
                    if !url.contains(&hole) {
                        vec![url]
                    } else if stays {
                        vec![url.replace(&hole, &format!("{{{kebab}}}"))]
                    } else if (2..=MAX_VALUES).contains(&listed.len()) && is_in_authority(&url, &hole) {
                        listed.iter().map(|value| url.replace(&hole, value)).collect()
                    } else {
                        let value = default.as_ref().or(listed.first()).cloned().unwrap_or_default();
                        vec![url.replace(&hole, &value)]
                    }
                })
                .collect();
            if stays && urls.iter().any(|url| url.contains(&format!("{{{kebab}}}"))) {
                let docs = place.text("description").and_then(texts::sentences);
                let docs = docs.unwrap_or_else(|| format!("{}.", words::spoken(name)));
                let is_label =
                    |text: &String| (1..=63).contains(&text.len()) && text.chars().all(|c| c.is_ascii_alphanumeric());
                let example = default.filter(is_label).unwrap_or_else(|| "acme".to_owned());
                if !self.variables.iter().any(|known| known.name == kebab) {
                    self.variables.push(HostVariable { name: kebab, docs, example });
                }
            }
        }
        urls
    }

    fn add(&mut self, url: &str, description: &str, pointer: &str, api: &str, notes: &Notes) {
        let mut url = url.trim().trim_end_matches('/').to_owned();
        if let Some(rest) = url.strip_prefix("//") {
            url = format!("https://{rest}");
        }
        let is_local =
            ["http://localhost", "http://127.0.0.1", "http://[::1]"].iter().any(|start| url.starts_with(start));
        if let Some(rest) = url.strip_prefix("http://").filter(|_| !is_local) {
            url = format!("https://{rest}");
            notes.guessed(pointer, "A URL is not encrypted.", "It is `https` now; check that the API supports it.");
        }
        // What is not declared has no value.
        let is_declared = |name: &str| self.variables.iter().any(|known| known.name == name);
        if !crate::resolve::host::variables(&url).all(is_declared) {
            let what = format!("A variable of `{}` is not declared.", url.replace('`', ""));
            notes.left_out(pointer, what, "Add an environment with its `base_url` and `host_variables` by hand.");
            return;
        }
        let is_made_up = !url.contains("://");
        if is_made_up {
            let path = if url.is_empty() || url.starts_with('/') { url } else { format!("/{url}") };
            url = format!("https://api.{api}.invalid{path}");
            let what = "The document does not contain the host of the API.";
            notes.guessed(
                pointer,
                what,
                "Set `base_url` in `api.yaml`: a host that ends with `.invalid` never resolves.",
            );
        }
        if !is_base_url(&url) {
            let what = format!("`{}` is not a valid base URL.", url.replace('`', ""));
            notes.left_out(pointer, what, "Add an environment with the `base_url` by hand.");
            return;
        }
        if self.all.iter().any(|known| known.url == url) {
            return;
        }
        let (name, what) = environment(&url, description);
        let name = numbered(name, "-", |name| self.all.iter().any(|known| known.name == name));
        let docs = texts::sentences(description).unwrap_or_else(|| what.to_owned());
        self.all.push(Server { name, url, docs, pointer: pointer.to_owned(), is_made_up });
    }
}

/// Whether a variable stands in the host, before its last two labels.
fn is_in_host(url: &str, hole: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let labels: Vec<&str> = authority.split('.').collect();
    let Some(before) = labels.len().checked_sub(2) else { return false };
    url.matches(hole).count() == 1
        && labels[..before].iter().any(|label| label.contains(hole) && label.matches('{').count() == 1)
}

fn is_in_authority(url: &str, hole: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default().contains(hole)
}

/// The name of an environment, and what it is for.
fn environment(url: &str, description: &str) -> (&'static str, &'static str) {
    const TESTS: [(&str, &str); 7] = [
        ("sandbox", "For tests; moves no money."),
        ("staging", "For tests; moves no money."),
        ("test", "For tests; moves no money."),
        ("demo", "For tests; moves no money."),
        ("mock", "Returns examples."),
        ("dev", "For the development of the API."),
        ("local", "A server on the local machine."),
    ];
    let host = url.split("://").nth(1).unwrap_or_default().split('/').next().unwrap_or_default();
    let all: Vec<String> = words::of(description).into_iter().chain(words::of(host)).collect();
    let says = |name: &str| all.iter().any(|word| word.starts_with(name));
    TESTS.into_iter().find(|(name, _)| says(name)).unwrap_or(("production", "Moves real money."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(servers: &str) -> Servers {
        let root: Value = serde_json::from_str(servers).expect("JSON");
        Servers::read(&Place::root(&root).items(), "shop", &Notes::default())
    }

    #[test]
    fn servers_become_environments() {
        let servers = read(
            r#"[{"url": "https://api.shop.example/v1/", "description": "Live"},
                {"url": "https://api.sandbox.shop.example/v1"},
                {"url": "https://{mode}.shop.example/{version}", "variables": {
                    "mode": {"enum": ["eu", "us"]}, "version": {"default": "v2"}}},
                {"url": "https://{accountId}.shop.example", "variables": {"accountId": {"default": "acme"}}},
                {"url": "/v3"}, {"url": "ftp://x"}]"#,
        );
        let found: Vec<_> = servers.all.iter().map(|server| (server.name.as_str(), server.url.as_str())).collect();
        let expected = [
            ("production", "https://api.shop.example/v1"),
            ("sandbox", "https://api.sandbox.shop.example/v1"),
            ("production-2", "https://eu.shop.example/v2"),
            ("production-3", "https://us.shop.example/v2"),
            ("production-4", "https://{account-id}.shop.example"),
            ("production-5", "https://api.shop.invalid/v3"),
        ];
        assert_eq!(found, expected);
        assert_eq!(servers.variables.len(), 1);
    }
}
