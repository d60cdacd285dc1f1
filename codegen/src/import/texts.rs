//! Descriptions -> texts of the language: one paragraph of plain sentences.
//!
//! What only works on the vendor's page goes: HTML, blocks of code, tables, headings, images, the addresses of links.

/// A longer text is cut after a sentence: whoever goes on with the draft has the document next to it.
const MAX: usize = 400;

/// A text as sentences; `None` where nothing of it is left.
pub(super) fn sentences(text: &str) -> Option<String> {
    let plain = without_tags(text);
    let mut parts: Vec<String> = Vec::new();
    let mut in_block = false;
    let mut open = false;
    for line in plain.lines() {
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            in_block = !in_block;
            open = false;
            continue;
        }
        let is_table = line.starts_with('|') || (line.contains('|') && line.contains("---"));
        let is_rule = !line.is_empty() && line.chars().all(|c| matches!(c, '-' | '=' | '*' | '_' | ' ' | ':'));
        if in_block || line.is_empty() || line.starts_with('#') || is_table || is_rule {
            open = false;
            continue;
        }
        let (line, is_item) = without_bullet(line.trim_start_matches(['>', ' ']));
        let line = without_links(line);
        let line = words(&line);
        if line.is_empty() {
            continue;
        }
        match parts.last_mut() {
            Some(last) if open && !is_item => {
                last.push(' ');
                last.push_str(&line);
            }
            _ => parts.push(line),
        }
        open = true;
    }
    let parts: Vec<String> = parts.into_iter().map(|part| ended(&part)).filter(|part| part.len() > 1).collect();
    let text = with_paired_backticks(cut(&parts.join(" ")));
    let says = text.chars().any(char::is_alphanumeric);
    says.then(|| upper_first(ended(text.trim())))
}

/// A text as a few words in one line, for titles.
pub(super) fn phrase(text: &str) -> Option<String> {
    let text = words(&without_tags(text).lines().map(str::trim).collect::<Vec<_>>().join(" "));
    let text = with_paired_backticks(text);
    text.chars().any(char::is_alphanumeric).then_some(text)
}

fn upper_first(text: String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => text,
    }
}

/// A text that ends its sentence.
fn ended(text: &str) -> String {
    let text = text.trim_end_matches([',', ';', ' ', '\u{3001}', '\u{ff0c}', '\u{ff1b}']);
    match text.chars().next_back() {
        None => String::new(),
        Some('.' | '!' | '?' | ':' | '…' | ')') => text.to_owned(),
        Some('。' | '．') => format!("{}.", text.trim_end_matches(['。', '．'])),
        Some(_) => format!("{text}."),
    }
}

/// The beginning of a text, up to the end of a sentence or word.
fn cut(text: &str) -> String {
    if text.chars().count() <= MAX {
        return text.to_owned();
    }
    let end = text.char_indices().nth(MAX).map_or(text.len(), |(at, _)| at);
    let start = &text[..end];
    match start.rfind(". ").filter(|at| *at > MAX / 4) {
        Some(at) => start[..=at].to_owned(),
        None => format!("{} …", start.rsplit_once(' ').map_or(start, |(start, _)| start)),
    }
}

/// Visible letters, with one blank between two words.
fn words(text: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFD}' | '\u{AD}')
    };
    let visible: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_hidden(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ").replace("**", "").replace("__", "")
}

/// Backticks in pairs, or none at all.
fn with_paired_backticks(text: String) -> String {
    let is_odd = text.matches('`').count() % 2 == 1;
    if is_odd || text.contains("``") { text.replace('`', "") } else { text }
}

fn without_bullet(line: &str) -> (&str, bool) {
    let rest = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).or_else(|| line.strip_prefix("+ "));
    if let Some(rest) = rest {
        return (rest, true);
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match line[digits..].strip_prefix(". ").filter(|_| digits > 0) {
        Some(rest) => (rest, true),
        None => (line, false),
    }
}

/// `[words](address)` becomes `words`, and an image goes.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let link = rest[open..].find("](").and_then(|middle| {
            let words = &rest[open + 1..open + middle];
            let close = rest[open + middle..].find(')')?;
            Some((words, open + middle + close + 1))
        });
        let Some((words, end)) = link.filter(|(words, _)| !words.contains('[')) else {
            plain.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        let is_image = rest[..open].ends_with('!');
        plain.push_str(rest[..open].trim_end_matches('!'));
        if !is_image {
            plain.push_str(words);
        }
        rest = &rest[end..];
    }
    plain.push_str(rest);
    plain
}

/// A text without HTML: tags that end a line end a line, `<code>` becomes backticks, entities become letters.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        plain.push_str(&rest[..open]);
        let tag = rest[open..].find('>').map(|close| &rest[open + 1..open + close]);
        let is_tag = |tag: &&str| {
            let name = tag.trim_start_matches('/');
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!') && tag.len() < 200 && !tag.contains('\n')
        };
        let Some(tag) = tag.filter(is_tag) else {
            plain.push('<');
            rest = &rest[open + 1..];
            continue;
        };
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        match name.as_str() {
            "br" | "p" | "div" | "ul" | "ol" | "table" | "tr" | "h1" | "h2" | "h3" | "h4" | "pre" => plain.push('\n'),
            "li" => plain.push_str(if tag.starts_with('/') { "\n" } else { "\n- " }),
            "code" | "tt" => plain.push('`'),
            "td" | "th" => plain.push(' '),
            _ => {}
        }
        rest = &rest[open + tag.len() + 2..];
    }
    plain.push_str(rest);
    let mut plain = plain.replace("\r\n", "\n").replace('\r', "\n");
    for (entity, letter) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ] {
        plain = plain.replace(entity, letter);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_become_sentences() {
        for (text, wanted) in [
            ("the amount", Some("The amount.")),
            ("  One.\n Two, and\n three  ", Some("One. Two, and three.")),
            (
                "<p>An <b>ISO</b> code, see <a href=\"/x\">the list</a>.</p><ul><li>`a`</li><li>b</li></ul>",
                Some("An ISO code, see the list. `a`. B."),
            ),
            ("See [the guide](https://a.example/x). ![logo](x.png)", Some("See the guide.")),
            ("# Title\n\nText\n\n```json\n{ \"a\": 1 }\n```\n\n| a | b |\n|---|---|\nMore", Some("Text. More.")),
            ("A `lone tick", Some("A lone tick.")),
            ("a < b and b > a", Some("A < b and b > a.")),
            ("Tom &amp; Jerry&nbsp;&lt;x&gt;", Some("Tom & Jerry <x>.")),
            ("zero\u{200B}width\ttab\u{7}", Some("Zerowidth tab.")),
            ("金额。", Some("金额.")),
            ("...", None),
            (" \n ", None),
            ("<br/>", None),
        ] {
            // Items are sentences of their own; their case is the document's.
            let found = sentences(text);
            assert_eq!(found.as_deref().map(str::to_lowercase), wanted.map(str::to_lowercase), "{text:?}");
        }
        let long = "Word ".repeat(500);
        assert!(sentences(&long).is_some_and(|text| text.len() < 420 && text.ends_with("….") || text.ends_with('…')));
    }
}
