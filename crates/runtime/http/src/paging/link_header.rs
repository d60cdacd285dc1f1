//! The `Link` header (RFC 8288): which of its links leads to the next page.

/// The maximum number of parameters of a link that are read.
const MOST_PARAMETERS: usize = 50;

/// The header is not well-formed according to RFC 8288.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// Returns the targets of the links with the relation `next`, in all header fields, as written. A link with an `anchor`
/// is about a different resource and is skipped.
///
/// # Errors
///
/// Returns an error if a field is not a list of links. The links before a syntax error are discarded: the list may be
/// incomplete.
pub(super) fn next_targets<'a>(fields: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, Malformed> {
    let mut targets = Vec::new();
    for field in fields {
        let mut rest = field;
        loop {
            // A list may contain empty elements (RFC 9110, section 5.6.1).
            rest = rest.trim_start_matches([' ', '\t', ',']);
            if rest.is_empty() {
                break;
            }
            let (target, after) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).ok_or(Malformed)?;
            let (is_next, after) = parameters(after)?;
            if is_next {
                targets.push(target.trim().to_owned());
            }
            rest = after;
        }
    }
    Ok(targets)
}

/// Parses the parameters of a link. Returns whether it leads to the next page, and the remaining text.
fn parameters(text: &str) -> Result<(bool, &str), Malformed> {
    let (mut relation, mut has_anchor, mut rest) = (None, false, text);
    for _ in 0..MOST_PARAMETERS {
        rest = rest.trim_start_matches([' ', '\t']);
        let Some(after) = rest.strip_prefix(';') else { break };
        let after = after.trim_start_matches([' ', '\t']);
        let end = after.find(|c: char| !is_of_token(c)).unwrap_or(after.len());
        let (name, after) = after.split_at(end);
        rest = after.trim_start_matches([' ', '\t']);
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = self::value(after.trim_start_matches([' ', '\t']))?;
        }
        // Of several `rel` parameters the first counts (RFC 8288, section 3.3).
        if name.eq_ignore_ascii_case("rel") && relation.is_none() {
            relation = Some(value);
        } else if name.eq_ignore_ascii_case("anchor") {
            has_anchor = true;
        }
    }
    if !rest.is_empty() && !rest.starts_with(',') {
        return Err(Malformed);
    }
    let relations = relation.unwrap_or_default();
    let is_next = relations.split_ascii_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"));
    Ok((is_next && !has_anchor, rest))
}

/// Parses a value, quoted or not, and returns it with the remaining text.
fn value(text: &str) -> Result<(String, &str), Malformed> {
    let Some(quoted) = text.strip_prefix('"') else {
        // Some servers write URL relations without quotes.
        let end = text.find([',', ';', ' ', '\t', '"']).unwrap_or(text.len());
        let (value, rest) = text.split_at(end);
        return Ok((value.to_owned(), rest));
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return Ok((value, &quoted[at + 1..])),
            '\\' => value.extend(characters.next().map(|(_, c)| c)),
            c => value.push(c),
        }
    }
    Err(Malformed)
}

fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_link_to_the_next_page_is_found_among_others() {
        for (fields, wanted) in [
            (&["<https://a.example/p?page=2>; rel=\"next\""][..], &["https://a.example/p?page=2"][..]),
            (&["</p?page=2>;rel=next"], &["/p?page=2"]),
            (&["<a>; rel=prev, <b>; rel=next, <c>; rel=last"], &["b"]),
            (&["<a>; rel=\"prev\"", "<b>; rel=\"next\""], &["b"]),
            (&["<a>; rel=\"last next\""], &["a"]),
            (&["<a>; REL=\"Next\""], &["a"]),
            (&["<a>; title=\"x, y; rel=next>\"; rel=prev"], &[]),
            (&["<a>; title=\"a \\\" b\"; rel=\"next\""], &["a"]),
            (&["<a,b;c>; rel=next"], &["a,b;c"]),
            (&["<a>; rel=prev; rel=next"], &[]),
            (&["<a>; rel=next; anchor=\"#x\", <b>; rel=next"], &["b"]),
            (&["<a> ; crossorigin ; rel = \"next\" ;title*=UTF-8'de'n%c3%a4chste"], &["a"]),
            (&["<a>; rel=\"next\", <b>; rel=\"next\""], &["a", "b"]),
            (&[", <a>; rel=next,, ,"], &["a"]),
            (&["<a>"], &[]),
            (&["<a>; rel=nextpage"], &[]),
            (&[""], &[]),
            (&[], &[]),
        ] {
            assert_eq!(next_targets(fields.iter().copied()).expect("a header"), wanted, "{fields:?}");
        }
    }

    #[test]
    fn what_is_no_list_of_links_is_reported() {
        for field in ["https://a.example; rel=next", "<a", "<a>; rel=\"next", "<a> rel=next", "<a>; rel=next x", "next"]
        {
            assert_eq!(next_targets([field]), Err(Malformed), "{field}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(field in any::<String>(), links in "[<>;,=\" a-z\\\\]{0,40}") {
            let _ = next_targets([&*field, &*links]);
        }
    }
}
