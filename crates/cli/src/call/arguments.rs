//! From `name=value` to the parameters of an operation, as a server reads them.

use payspec_core::Form;
use payspec_core::server::ReceivedRequest;

use super::nearest;
use super::operations::{AnyCall, Entry};

/// Reads the parameters. Everything that is wrong is reported at once.
pub(super) fn read(entry: &Entry, given: &[&String]) -> Result<Box<dyn AnyCall>, String> {
    let mut form = Form::new();
    let mut path: Vec<(&'static str, String)> = Vec::new();
    for text in given {
        let Some((name, value)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else {
            // The text may be a value.
            return Err("a parameter is given as NAME=VALUE, such as amount=1500".to_owned());
        };
        match placeholder(entry.spec.path, name) {
            Some(name) if path.iter().any(|(known, _)| *known == name) => {
                return Err(format!("`{name}` is given twice"));
            }
            Some(name) => path.push((name, value.to_owned())),
            None => drop(form.push(bracketed(name, entry.parameters), value)),
        }
    }
    let body = form.encode();
    let request = ReceivedRequest::new().path(&path);
    let request = request.header("Content-Type", "application/x-www-form-urlencoded").body(body.as_bytes());
    let decoded = entry.decode(&request).map_err(|problems| explained(entry, &problems))?;
    if let Some(name) = decoded.credentials.first() {
        return Err(format!("`{name}` is a credential: it is not taken from the command line"));
    }
    let unknown: Vec<String> = decoded.unknown.iter().map(|unknown| unfamiliar(entry, &unknown.name)).collect();
    if unknown.is_empty() { Ok(decoded.call) } else { Err(explained(entry, &unknown)) }
}

fn explained(entry: &Entry, problems: &[String]) -> String {
    let names = format!("`payspec call {} --names` prints its parameters", entry.spec.id);
    format!("not sent: {}; {names}", problems.join("; "))
}

fn unfamiliar(entry: &Entry, name: &str) -> String {
    let top = name.split(['[', '.']).next().unwrap_or_default();
    let shown = payspec_core::printable::text(name, 64);
    if entry.parameters.contains(&top) {
        return format!("`{shown}` is not a member of `{top}`, or is given twice");
    }
    let near = nearest(top, entry.parameters.iter().copied())
        .map_or(String::new(), |near| format!(", did you mean `{near}`?"));
    format!("there is no parameter `{shown}`{near}")
}

/// Returns the name of a part of the path.
fn placeholder(path: &'static str, name: &str) -> Option<&'static str> {
    let names = path.split('{').skip(1).filter_map(|part| part.split_once('}'));
    names.map(|(known, _)| known).find(|known| *known == name)
}

/// Returns a dotted name as forms have it: `card.number` is `card[number]`.
fn bracketed(name: &str, parameters: &[&str]) -> String {
    if name.contains('[') || parameters.contains(&name) {
        return name.to_owned();
    }
    let mut steps = name.split('.');
    let first = steps.next().unwrap_or_default().to_owned();
    steps.fold(first, |name, step| format!("{name}[{step}]"))
}

#[cfg(test)]
mod tests {
    use super::{bracketed, placeholder};

    #[test]
    fn dotted_names_become_bracketed_ones() {
        for (name, expected) in
            [("a", "a"), ("a.b.c", "a[b][c]"), ("a[b.c]", "a[b.c]"), ("x.y", "x.y"), ("a.0.b", "a[0][b]")]
        {
            assert_eq!(bracketed(name, &["x.y"]), expected);
        }
        assert_eq!(placeholder("/a/{one}/b/{two}", "two"), Some("two"));
        assert_eq!(placeholder("/a/{one}", "on"), None);
    }
}
