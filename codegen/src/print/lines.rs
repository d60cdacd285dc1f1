//! Puts what prettyplease broke over several lines back on one line, where it fits.
//!
//! prettyplease keeps to 89 columns and breaks all of a group or nothing. The repository has 120 columns, and a row of a
//! table on each line.

use super::texts;

/// As in `rustfmt.toml`.
pub(super) const WIDTH: usize = 120;
pub(super) const INDENT: usize = 4;
/// Texts up to this length, with quotes and comma, share lines.
const SHORT: usize = 12;
/// So many arguments may stand on a line of which the last goes on below.
const ARGUMENTS: usize = 3;

/// A line without its indentation. Which is counted once: the printer's stages look at it again and again.
pub(super) struct Line {
    pub(super) indent: usize,
    pub(super) text: String,
}

impl Line {
    fn of(line: &str) -> Self {
        let mut text = line;
        while let Some(rest) = text.strip_prefix("    ").or_else(|| text.strip_prefix(' ')) {
            text = rest;
        }
        Self { indent: line.len() - text.len(), text: text.to_owned() }
    }

    /// Whether it calls a method of what the line before it has.
    fn is_call(&self) -> bool {
        self.text.starts_with('.')
    }

    /// Whether it is a comment or an attribute.
    pub(super) fn is_note(&self) -> bool {
        self.text.starts_with("//") || self.text.starts_with("#[") && self.text.ends_with(']')
    }

    pub(super) fn fits(&self) -> bool {
        fits(self.indent, &self.text)
    }
}

/// The lines of formatted code, its groups joined where they fit on one.
pub(super) fn joined(code: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut open: Vec<Group> = Vec::new();
    for line in code.lines() {
        let line = Line::of(line);
        join_chain(&mut lines, &line);
        match open.pop_if(|group| group.is_closed_by(&line) || group.is_closed_before_chain(&line, &mut lines)) {
            Some(group) => group.close(&mut lines, &line.text),
            None => lines.push(line),
        }
        join_patterns(&mut lines);
        open.extend(lines.last().and_then(|last| Group::opened_by(last, lines.len() - 1)));
    }
    lines
}

/// The lines between a bracket at the end of a line and the one that closes it.
struct Group {
    /// The line that opens it.
    first: usize,
    indent: usize,
    closing: char,
}

impl Group {
    fn opened_by(line: &Line, first: usize) -> Option<Self> {
        let closing = match line.text.as_bytes().last()? {
            b'(' => ')',
            b'[' => ']',
            b'{' => '}',
            b'<' => '>',
            _ => return None,
        };
        (!line.is_note()).then_some(Self { first, indent: line.indent, closing })
    }

    fn is_closed_by(&self, line: &Line) -> bool {
        line.indent == self.indent && line.text.starts_with(self.closing)
    }

    /// Whether a call is closed of which the methods of a chain go on. prettyplease indents its arguments as if it were
    /// one of them; here they get the place that those of other calls have.
    fn is_closed_before_chain(&self, line: &Line, lines: &mut [Line]) -> bool {
        let closes = match self.closing {
            ')' => line.text == ")",
            // What a function takes by name.
            '}' => line.text == "})",
            _ => false,
        };
        let is_closed = closes && line.indent == self.indent + INDENT;
        if is_closed {
            lines[self.first + 1..].iter_mut().for_each(|line| line.indent -= INDENT);
        }
        is_closed
    }

    fn close(&self, lines: &mut Vec<Line>, last: &str) {
        if let Some(text) = self.arm(lines, last).or_else(|| self.on_one_line(lines, last)) {
            lines.truncate(self.first);
            lines.push(Line { indent: self.indent, text });
        } else if let Some((text, value)) = self.after_name(lines, last) {
            lines.truncate(self.first);
            lines.push(Line { indent: self.indent, text });
            lines.push(Line { indent: self.indent + INDENT, text: value });
        } else if let Some(line) = self.before_text(lines, last) {
            lines.truncate(self.first);
            lines.push(line);
        } else if self.is_filled(lines) {
            self.fill(lines, last);
        } else if self.is_one_value(lines) {
            self.hug(lines, last);
        } else {
            lines.push(Line { indent: self.indent, text: last.to_owned() });
        }
    }

    fn on_one_line(&self, lines: &[Line], last: &str) -> Option<String> {
        let (head, inner) = lines[self.first..].split_first()?;
        let space = if self.closing == '}' && !is_import(&head.text) { " " } else { "" };
        let mut line = format!("{}{space}", head.text);
        for (at, part) in inner.iter().enumerate() {
            let is_item = part.indent == self.indent + INDENT && !part.is_note();
            if !is_item || (self.closing == '}' && !is_field(&head.text, &part.text)) {
                return None;
            }
            let text =
                if at + 1 == inner.len() { part.text.strip_suffix(',').unwrap_or(&part.text) } else { &part.text };
            line.push_str(if at == 0 { "" } else { " " });
            line.push_str(text);
            if !fits(self.indent, &line) {
                return None;
            }
        }
        line.push_str(space);
        line.push_str(last);
        fits(self.indent, &line).then_some(line)
    }

    /// The name of a constant, and its value on one line below it.
    fn after_name(&self, lines: &[Line], last: &str) -> Option<(String, String)> {
        let (head, inner) = lines[self.first..].split_first()?;
        let (name, value) = head.text.split_once(" = ").filter(|(name, _)| name.contains("const "))?;
        let below = std::iter::once(Line { indent: self.indent + INDENT, text: value.to_owned() })
            .chain(inner.iter().map(|line| Line { indent: line.indent + INDENT, text: line.text.clone() }));
        let below: Vec<Line> = below.collect();
        let value = Self { first: 0, indent: self.indent + INDENT, closing: self.closing }.on_one_line(&below, last)?;
        Some((format!("{name} ="), value))
    }

    /// A call on one line though it is too long, because its last argument is a text that can go on below.
    fn before_text(&self, lines: &[Line], last: &str) -> Option<Line> {
        let (head, inner) = lines[self.first..].split_first()?;
        let is_text = inner.last().is_some_and(|line| line.text.starts_with('"'));
        let is_item = |line: &Line| line.indent == self.indent + INDENT && !line.is_note();
        if self.closing != ')' || inner.len() > ARGUMENTS || !is_text || !inner.iter().all(is_item) {
            return None;
        }
        let arguments: Vec<&str> = inner.iter().map(|line| line.text.as_str()).collect();
        let text = format!("{}{}{last}", head.text, arguments.join(" ").trim_end_matches(','));
        let line = Line { indent: self.indent, text };
        texts::broken(&line).is_some().then_some(line)
    }

    /// An arm of a `match` whose block is one expression, without the block.
    fn arm(&self, lines: &[Line], last: &str) -> Option<String> {
        let [head, value] = &lines[self.first..] else { return None };
        let head = head.text.strip_suffix(" => {").filter(|_| last == "}" && !value.text.ends_with(';'))?;
        let line = format!("{head} => {},", value.text);
        (!value.is_note() && fits(self.indent, &line)).then_some(line)
    }

    /// Whether there are many short values: names of an import, numbers, codes, fields that are not given.
    fn is_filled(&self, lines: &[Line]) -> bool {
        let (head, inner) = (lines[self.first].text.trim_start_matches("pub "), &lines[self.first + 1..]);
        if self.closing == '}' {
            let is_value = |line: &Line| line.indent == self.indent + INDENT && line.text.ends_with(',');
            return is_import(head) || head == "Self {" && inner.iter().all(is_value);
        }
        let is_short =
            |line: &Line| line.text.len() <= SHORT && line.text.starts_with('"') && line.text.matches(',').count() == 1;
        let is_number = |line: &Line| line.text.as_bytes().first().is_some_and(u8::is_ascii_digit);
        let is_constant =
            |line: &Line| line.text.bytes().all(|sign| matches!(sign, b'A'..=b'Z' | b'0'..=b'9' | b'_' | b','));
        self.closing == ']'
            && (inner.iter().all(is_short) || inner.iter().all(is_number) || inner.iter().all(is_constant))
    }

    /// Puts as many values on each line as fit.
    fn fill(&self, lines: &mut Vec<Line>, last: &str) {
        let indent = self.indent + INDENT;
        let values = lines.drain(self.first + 1..).map(|line| line.text).collect::<String>();
        let mut line = String::new();
        for value in values.split(',').map(str::trim).filter(|value| !value.is_empty()) {
            let space = if line.is_empty() { "" } else { " " };
            if indent + line.len() + space.len() + value.len() < WIDTH {
                line.push_str(space);
            } else {
                lines.push(Line { indent, text: std::mem::take(&mut line) });
            }
            line.push_str(value);
            line.push(',');
        }
        lines.push(Line { indent, text: line });
        lines.push(Line { indent: self.indent, text: last.to_owned() });
    }

    /// Whether a list or a call has one value, which has lines of its own.
    fn is_one_value(&self, lines: &[Line]) -> bool {
        let [first, between @ .., last] = &lines[self.first + 1..] else { return false };
        matches!(self.closing, ']' | ')')
            && Self::opened_by(first, 0).is_some_and(|group| group.is_closed_by(last))
            && first.indent == self.indent + INDENT
            && between.iter().all(|line| line.indent > self.indent + INDENT)
    }

    /// Puts the brackets of a list or a call on the lines of its one value.
    fn hug(&self, lines: &mut Vec<Line>, last: &str) {
        let first = lines.remove(self.first + 1);
        lines[self.first].text.push_str(&first.text);
        for line in &mut lines[self.first + 1..] {
            line.indent -= INDENT;
        }
        if let Some(Line { text, .. }) = lines.last_mut() {
            text.truncate(text.trim_end_matches(',').len());
            text.push_str(last);
        }
    }
}

/// Joins the calls of a chain, once the line after it is known.
fn join_chain(lines: &mut Vec<Line>, next: &Line) {
    let Some(own) = lines.last().filter(|line| line.is_call()).map(|line| line.indent) else { return };
    let calls = lines.iter().rev().take_while(|line| line.is_call() && line.indent == own).count();
    let first = lines.len() - calls - 1;
    if next.indent < own && lines[first].indent + INDENT == own && !lines[first].is_note() {
        join(lines, first, "");
    }
}

/// Joins the alternatives of a pattern with the arm that they lead to.
fn join_patterns(lines: &mut Vec<Line>) {
    if !lines.last().is_some_and(|line| line.text.starts_with("| ")) {
        return;
    }
    let others = lines.iter().rev().take_while(|line| line.text.starts_with("| ")).count();
    if lines.last().is_some_and(|line| line.text.contains(" => ")) {
        join(lines, lines.len() - others - 1, " ");
    }
}

/// Joins the lines from the given one on, if they fit.
fn join(lines: &mut Vec<Line>, first: usize, between: &str) {
    let indent = lines[first].indent;
    let mut text = lines[first].text.clone();
    for line in &lines[first + 1..] {
        text.push_str(between);
        text.push_str(&line.text);
    }
    if fits(indent, &text) {
        lines.truncate(first);
        lines.push(Line { indent, text });
    }
}

fn fits(indent: usize, text: &str) -> bool {
    indent + text.len() <= WIDTH || (text.len() <= 4 * WIDTH && indent + text.chars().count() <= WIDTH)
}

/// Whether a line begins an import, or a part of one.
fn is_import(head: &str) -> bool {
    head.starts_with("use ") || head.ends_with("::{")
}

/// Whether a line between braces is a field of a value, or names of an import. What is in definitions, blocks and
/// matches keeps its lines.
fn is_field(head: &str, line: &str) -> bool {
    let defines = ["struct ", "enum "].iter().any(|word| head.contains(word));
    (line.ends_with(',') || line.starts_with("..")) && !line.contains(" => ") && !defines
}
