//! References to lines in a citation: `L12`, `L12-14`, and what people write instead.

/// A reference to lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lines<'t> {
    /// As it is written.
    pub(crate) text: &'t str,
    pub(crate) first: u32,
    pub(crate) last: u32,
    /// It is written as `L12` or `L12-14`, behind `, ` where another reference stands before it.
    pub(crate) is_plain: bool,
}

/// References with nothing but separators between them, and what stands before them.
#[derive(Debug, PartialEq)]
pub(crate) struct Run<'t> {
    pub(crate) before: &'t str,
    pub(crate) lines: Vec<Lines<'t>>,
}

/// All references of a text, and what stands behind the last.
pub(crate) fn runs(text: &str) -> (Vec<Run<'_>>, &str) {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut rest = text;
    loop {
        let bare = runs.last().and_then(|_| bare(rest));
        let Some((before, lines, behind)) = bare.or_else(|| next(rest)) else { return (runs, rest) };
        match runs.last_mut() {
            Some(run) if is_separator(before) => {
                run.lines.push(Lines { is_plain: lines.is_plain && before == ", ", ..lines });
            }
            _ => runs.push(Run { before, lines: vec![lines] }),
        }
        rest = behind;
    }
}

/// Whether nothing stands between two references but what joins them.
fn is_separator(between: &str) -> bool {
    let words = between.trim().trim_start_matches(',').trim_start();
    !between.is_empty() && matches!(words, "" | "and" | "&" | "or" | "+" | "/")
}

/// The first reference, with what stands before and behind it.
fn next(text: &str) -> Option<(&str, Lines<'_>, &str)> {
    text.char_indices().find_map(|(at, _)| {
        let is_start = !text[..at].ends_with(is_word);
        let behind = if is_start { marker(&text[at..]) } else { None }?;
        let (first, last, rest) = numbers(behind)?;
        let written = &text[at..text.len() - rest.len()];
        let is_plain = written == plain(first, last) || written == format!("L{first}-{last}");
        Some((&text[..at], Lines { text: written, first, last, is_plain }, rest))
    })
}

/// A number without a marker behind a reference: the second one of `L12, 15`.
fn bare(text: &str) -> Option<(&str, Lines<'_>, &str)> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (before, behind) = text.split_at(at);
    let (first, last, rest) = numbers(behind)?;
    let ends = rest.is_empty() || rest.starts_with([',', ';', ')']) || rest.starts_with(" and ");
    let written = &behind[..behind.len() - rest.len()];
    (is_separator(before) && ends).then_some((before, Lines { text: written, first, last, is_plain: false }, rest))
}

/// A reference as it should be written.
pub(crate) fn plain(first: u32, last: u32) -> String {
    if first == last { format!("L{first}") } else { format!("L{first}-{last}") }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// What stands behind `L`, `l`, `line` or `lines`.
fn marker(text: &str) -> Option<&str> {
    let has = |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let word = ["lines", "line", "l"].into_iter().find(|word| has(word))?;
    let rest = text[word.len()..].trim_start_matches('.').trim_start_matches(' ');
    rest.starts_with(|c: char| c.is_ascii_digit()).then_some(rest)
}

/// One number or two with a dash between them, and what stands behind.
fn numbers(text: &str) -> Option<(u32, u32, &str)> {
    let (first, rest) = number(text)?;
    let (last, rest) = second(rest).unwrap_or((first, rest));
    (!rest.starts_with(is_word)).then_some((first, last, rest))
}

/// The end of a range.
fn second(text: &str) -> Option<(u32, &str)> {
    const DASHES: [&str; 8] = ["-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}", "to "];
    let text = text.trim_start_matches(' ');
    let rest = DASHES.iter().find_map(|dash| text.strip_prefix(dash)).or_else(|| text.strip_prefix(".."))?;
    let rest = rest.trim_start_matches(' ');
    number(marker(rest).unwrap_or(rest))
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::{plain, runs};

    /// The references of a text in the form that they should have, with whether they have it.
    fn read(text: &str) -> Vec<(String, bool)> {
        let (runs, _) = runs(text);
        runs.iter().flat_map(|run| &run.lines).map(|lines| (plain(lines.first, lines.last), lines.is_plain)).collect()
    }

    #[test]
    fn references_are_read_in_every_form() {
        for (text, expected) in [
            ("l12", "L12"),
            ("L012", "L12"),
            ("L 12", "L12"),
            ("L12\u{2013}14", "L12-14"),
            ("L12-L14", "L12-14"),
            ("L12 - 14", "L12-14"),
            ("L12..14", "L12-14"),
            ("line 12", "L12"),
            ("Lines 12-14", "L12-14"),
            ("lines 12 to 14", "L12-14"),
        ] {
            assert_eq!(read(text), [(expected.to_owned(), false)], "{text}");
        }
        for text in ["L12", "L12-14", "L12-12", "(L12)"] {
            assert!(read(text).iter().all(|(_, is_plain)| *is_plain), "{text}");
        }
        for (text, second) in
            [("L12,L13", "L13"), ("L12 and L13", "L13"), ("L12, 15", "L15"), ("lines 1 and 3-4", "L3-4")]
        {
            assert_eq!(read(text)[1], (second.to_owned(), false), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_references() {
        for text in ["HTML5", "XL20", "L20a", "L", "l10n", "L99999999999", "L12-x", "guideline 3", "on-line 3", "éL5"]
        {
            assert_eq!(read(text), [], "{text}");
        }
        assert_eq!(read("Cards, L12, 3 of them").len(), 1);
    }
}
