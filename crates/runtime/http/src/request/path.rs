//! Path templates such as `/transaction/{transactionId}/capture`, and inserting values into them.
//!
//! A value always stays within one path segment: everything but letters, digits and `-._~` is percent-encoded, and a
//! value that would change the path (an empty one, `.` or `..`) is rejected, because the server would resolve it even
//! when encoded.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// A template that cannot be used, or a value that cannot be inserted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PathProblem {
    /// The template is not a path.
    Template(String),
    /// The template has a placeholder for which the operation has no value.
    Unknown { placeholder: String, known: String },
    /// The template lacks a placeholder for a value of the operation's path.
    Unused { parameter: &'static str },
    /// The value would change the path.
    Value { parameter: String },
}

impl fmt::Display for PathProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Template(why) => f.write_str(why),
            Self::Unknown { placeholder, known } if known.is_empty() => {
                write!(f, "it contains `{{{placeholder}}}`, but this operation has no path parameters")
            }
            Self::Unknown { placeholder, known } => {
                write!(f, "it contains `{{{placeholder}}}`, but the path parameters of this operation are {known}")
            }
            Self::Unused { parameter } => write!(
                f,
                "it lacks `{{{parameter}}}`: add it, or send the value with \
                 `Call::parameter(\"{parameter}\", ..)`"
            ),
            Self::Value { parameter } => {
                write!(f, "the path parameter `{parameter}` is empty, `.` or `..`, which would change the path")
            }
        }
    }
}

/// Validates a template without knowing the values.
pub(crate) fn check(template: &str) -> Result<(), PathProblem> {
    pieces(template).map(|_| ())
}

/// Returns the placeholders of a valid template.
pub(crate) fn placeholders(template: &str) -> Vec<&str> {
    let pieces = pieces(template).unwrap_or_default();
    pieces
        .into_iter()
        .filter_map(|piece| match piece {
            Piece::Placeholder(name) => Some(name),
            Piece::Text(_) => None,
        })
        .collect()
}

/// Inserts the values into the template. `elsewhere` returns whether the caller sends a parameter of that name
/// elsewhere, in which case the template need not use it.
pub(crate) fn expand(
    template: &str,
    values: &[(&'static str, Cow<'_, str>)],
    elsewhere: impl Fn(&str) -> bool,
) -> Result<String, PathProblem> {
    let pieces = pieces(template)?;
    let mut path = String::with_capacity(template.len() + 32);
    for piece in &pieces {
        match piece {
            Piece::Text(text) => path.push_str(text),
            Piece::Placeholder(name) => {
                let Some((_, value)) = values.iter().find(|(known, _)| known == name) else {
                    return Err(PathProblem::Unknown { placeholder: (*name).to_owned(), known: known_names(values) });
                };
                if value.is_empty() {
                    return Err(PathProblem::Value { parameter: (*name).to_owned() });
                }
                encode_into(&mut path, value);
            }
        }
    }
    for (name, _) in values {
        if !pieces.contains(&Piece::Placeholder(name)) && !elsewhere(name) {
            return Err(PathProblem::Unused { parameter: name });
        }
    }
    // No template contains such a segment, so it results from a value.
    if path.split('/').any(is_dots) {
        let parameter = values
            .iter()
            .find(|(_, value)| value.chars().all(|c| c == '.'))
            .map_or_else(String::new, |(name, _)| (*name).to_owned());
        return Err(PathProblem::Value { parameter });
    }
    Ok(path)
}

#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

fn pieces(template: &str) -> Result<Vec<Piece<'_>>, PathProblem> {
    let wrong = |why: &str| PathProblem::Template(why.to_owned());
    if !template.starts_with('/') {
        return Err(wrong("it must start with `/`"));
    }
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find(['{', '}']) {
        let (text, tail) = rest.split_at(open);
        let Some(tail) = tail.strip_prefix('{') else {
            return Err(wrong("it contains a `}` without a `{`"));
        };
        let Some(close) = tail.find(['{', '}']).filter(|&at| tail[at..].starts_with('}')) else {
            return Err(wrong("it contains a `{` without a `}`"));
        };
        let name = &tail[..close];
        if name.is_empty() {
            return Err(wrong("it contains a placeholder without a name"));
        }
        pieces.push(Piece::Text(text));
        pieces.push(Piece::Placeholder(name));
        rest = &tail[close + 1..];
    }
    pieces.push(Piece::Text(rest));
    for piece in &pieces {
        if let Piece::Text(text) = piece {
            check_text(text).map_err(wrong)?;
        }
    }
    // Placeholders stand for something non-empty here: `/{id}.` is fine, `/.` is not.
    let last = template.split('/').count() - 1;
    for (index, segment) in template.split('/').enumerate() {
        if index > 0 && index < last && segment.is_empty() {
            return Err(wrong("it contains an empty segment (`//`)"));
        }
        if is_dots(segment) {
            return Err(wrong("it contains a `.` or `..` segment"));
        }
    }
    Ok(pieces)
}

/// Returns `true` if servers and URL parsers treat this segment as `.` or `..`, encoded or not.
fn is_dots(segment: &str) -> bool {
    // The longest are `%2e%2e`.
    if segment.len() > 6 {
        return false;
    }
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    matches!(plain.as_str(), "." | "..")
}

/// Allows only RFC 3986 path characters: no query, no fragment, no backslash (which some parsers treat as a slash), no
/// white space.
fn check_text(text: &str) -> Result<(), &'static str> {
    let bytes = text.as_bytes();
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            _ if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(byte) => {}
            b'%' => {
                let hex = bytes.get(index + 1..index + 3);
                if !hex.is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) {
                    return Err("it contains a `%` that is not followed by two hexadecimal digits");
                }
            }
            b'?' | b'#' => {
                return Err("it contains a query or a fragment; parameters belong to the call");
            }
            _ => return Err("it contains a character that is not allowed in a path"),
        }
    }
    Ok(())
}

fn encode_into(path: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(path, "%{byte:02X}");
        }
    }
}

fn known_names(values: &[(&'static str, Cow<'_, str>)]) -> String {
    let names: Vec<String> = values.iter().map(|(name, _)| format!("{{{name}}}")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(template: &str, value: &str) -> Result<String, PathProblem> {
        expand(template, &[("id", Cow::Borrowed(value))], |_| false)
    }

    #[test]
    fn a_value_is_one_piece_of_one_segment() {
        for (value, path) in [
            ("5c1e-a_b.c~d", "/t/5c1e-a_b.c~d/x"),
            ("a/b", "/t/a%2Fb/x"),
            ("../admin", "/t/..%2Fadmin/x"),
            ("%2e%2e", "/t/%252e%252e/x"),
            ("a?b#c", "/t/a%3Fb%23c/x"),
            ("a b\\c", "/t/a%20b%5Cc/x"),
            ("é", "/t/%C3%A9/x"),
            ("...", "/t/.../x"),
        ] {
            assert_eq!(one("/t/{id}/x", value).as_deref(), Ok(path));
        }
    }

    #[test]
    fn a_value_that_would_change_the_path_is_refused() {
        for value in ["", ".", ".."] {
            let problem = one("/t/{id}/x", value).expect_err(value);
            assert_eq!(problem, PathProblem::Value { parameter: "id".to_owned() });
        }
        let two = [("a", Cow::Borrowed(".")), ("b", Cow::Borrowed("."))];
        assert!(matches!(expand("/t/{a}{b}", &two, |_| false), Err(PathProblem::Value { .. })));
        assert!(one("/t/%2e{id}/x", ".").is_err());
        // Within a longer segment, two dots have no special meaning.
        assert_eq!(one("/t/{id}.pdf", "..").as_deref(), Ok("/t/...pdf"));
    }

    #[test]
    fn templates_are_checked() {
        for (template, part) in [
            ("t/{id}", "start with `/`"),
            ("", "start with `/`"),
            ("/t/{id", "`{` without"),
            ("/t/id}", "`}` without"),
            ("/t/{{id}}", "`{` without"),
            ("/t/{}", "without a name"),
            ("/t//{id}", "empty segment"),
            ("//host/{id}", "empty segment"),
            ("/t/../{id}", "`..` segment"),
            ("/t/%2E./{id}", "`..` segment"),
            ("/t/{id}?a=b", "query"),
            ("/t/{id}#a", "query"),
            ("/t\\{id}", "character"),
            ("/t {id}", "character"),
            ("/t/%zz/{id}", "hexadecimal"),
            ("/t/{id}/%2", "hexadecimal"),
        ] {
            match one(template, "v") {
                Err(PathProblem::Template(why)) => assert!(why.contains(part), "{template}: {why}"),
                other => panic!("{template}: {other:?}"),
            }
        }
        assert_eq!(one("/api/{id}/", "v").as_deref(), Ok("/api/v/"));
        assert_eq!(check("/"), Ok(()));
    }

    #[test]
    fn placeholders_and_values_must_match() {
        assert_eq!(
            one("/t/{other}", "v"),
            Err(PathProblem::Unknown { placeholder: "other".to_owned(), known: "{id}".to_owned() })
        );
        assert_eq!(one("/t", "v"), Err(PathProblem::Unused { parameter: "id" }));
        let sent_elsewhere = expand("/t", &[("id", Cow::Borrowed("v"))], |name| name == "id");
        assert_eq!(sent_elsewhere.as_deref(), Ok("/t"));
    }

    proptest! {
        #[test]
        fn no_value_leaves_its_segment(value in any::<String>()) {
            if let Ok(path) = one("/t/{id}/x", &value) {
                let address = format!("https://host{path}");
                let parsed = url::Url::parse(&address).expect("an encoded path is a valid URL");
                prop_assert_eq!(parsed.path(), path.as_str());
                prop_assert_eq!(path.split('/').count(), 4);
                prop_assert!(parsed.query().is_none() && parsed.fragment().is_none());
                let uri: http::Uri = address.parse().expect("and a valid http URI");
                prop_assert_eq!(uri.path(), path.as_str());
            } else {
                prop_assert!(matches!(value.as_str(), "" | "." | ".."));
            }
        }

        #[test]
        fn any_template_is_judged_without_panic(template in any::<String>(), value in any::<String>()) {
            let _ = one(&template, &value);
        }
    }
}
