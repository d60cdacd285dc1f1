//! Matching a path with the template of an operation.

use crate::form;

/// Matches a path below the base URL with a template (`/transaction/{transactionId}/capture`), and returns the
/// percent-decoded values of its placeholders. Returns `None` if it does not match, or if a value is empty or not UTF-8.
///
/// ```
/// use payspec_core::server::path_parameters;
///
/// let found = path_parameters("/transaction/{transactionId}/capture", "/transaction/a%2Fb/capture").unwrap();
/// assert_eq!(found, [("transactionId", "a/b".to_owned())]);
/// assert!(path_parameters("/transaction/{transactionId}", "/transaction/a/capture").is_none());
/// ```
pub fn path_parameters(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut found = Vec::new();
    let (mut segments, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (segments.next(), given.next()) {
            (None, None) => return Some(found),
            (Some(segment), Some(given)) => match_segment(segment, given, &mut found)?,
            _ => return None,
        }
    }
}

/// Returns the names of the placeholders of a template.
pub(super) fn placeholders(template: &'static str) -> impl Iterator<Item = &'static str> {
    template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// Matches a segment, which may have several placeholders with texts between them.
fn match_segment(segment: &'static str, given: &str, found: &mut Vec<(&'static str, String)>) -> Option<()> {
    let Some((before, rest)) = segment.split_once('{') else {
        return (decoded(segment)? == decoded(given)?).then_some(());
    };
    let (name, rest) = rest.split_once('}')?;
    let given = given.strip_prefix(before)?;
    let text = rest.split('{').next().unwrap_or_default();
    let (value, after) = match (text, rest) {
        ("", "") => (given, ""),
        (text, _) if text.len() == rest.len() => (given.strip_suffix(text)?, text),
        (text, _) => given.split_at(given.find(text)?),
    };
    let value = decoded(value).filter(|value| !value.is_empty())?;
    found.push((name, value));
    match_segment(rest, after, found)
}

/// Decodes a segment; in a path, `+` is itself.
fn decoded(text: &str) -> Option<String> {
    let (bytes, is_strict) = form::decode(text.as_bytes(), b'+');
    String::from_utf8(bytes).ok().filter(|_| is_strict)
}

#[cfg(test)]
mod tests {
    use super::path_parameters;

    #[test]
    fn placeholders_are_whole_segments_or_parts_of_one() {
        let of = |template, path| {
            let found: Vec<_> = path_parameters(template, path)?.into_iter().map(|(_, value)| value).collect();
            Some(found.join("|"))
        };
        for (template, path, values) in [
            ("/", "/", Some("")),
            ("/t/{id}", "/t/a+b%20c", Some("a+b c")),
            ("/t/{id}.pdf", "/t/...pdf", Some("..")),
            ("/t/{id}.pdf", "/t/x.txt", None),
            ("/t/{a}-{b}/c", "/t/1-2-3/c", Some("1|2-3")),
            ("/t/{id}", "/t/", None),
            ("/t/{id}", "/t", None),
            ("/t/{id}", "/t/a/b", None),
            ("/t/{id}", "/t/%FF", None),
            ("/t/{id}", "/t/%zz", None),
            ("/a:b", "/a%3Ab", Some("")),
        ] {
            assert_eq!(of(template, path).as_deref(), values, "{template} {path}");
        }
    }
}
