//! Puts what prettyplease broke over several lines back on one line, where it fits.
//!
//! prettyplease keeps to 89 columns and breaks all of a group or nothing. The repository has 120 columns, and a row of a
//! table on each line.

/// As in `rustfmt.toml`.
const WIDTH: usize = 120;
const INDENT: usize = 4;
/// Texts up to this length, with quotes and comma, share lines.
const SHORT: usize = 12;

/// Joins the groups of formatted code that fit on a line.
pub(super) fn joined(code: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut open: Vec<Group> = Vec::new();
    for line in code.lines() {
        join_chain(&mut lines, line);
        match open.pop_if(|group| group.is_closed_by(line)) {
            Some(group) => group.close(&mut lines, line),
            None => lines.push(line.to_owned()),
        }
        join_patterns(&mut lines);
        open.extend(lines.last().and_then(|last| Group::opened_by(last, lines.len() - 1)));
    }
    lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// The lines between a bracket at the end of a line and the one that closes it.
struct Group {
    /// The line that opens it.
    first: usize,
    indent: usize,
    closing: char,
}

impl Group {
    fn opened_by(line: &str, first: usize) -> Option<Self> {
        let closing = match line.chars().next_back()? {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            '<' => '>',
            _ => return None,
        };
        (!is_note(line)).then(|| Self { first, indent: indent(line), closing })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        indent(line) == self.indent && line[self.indent..].starts_with(self.closing)
    }

    fn close(&self, lines: &mut Vec<String>, last: &str) {
        let last = &last[self.indent..];
        if let Some(line) = self.arm(lines, last).or_else(|| self.on_one_line(lines, last)) {
            lines.truncate(self.first);
            lines.push(line);
        } else if self.is_filled(lines) {
            self.fill(lines, last);
        } else if self.is_one_value(lines) {
            self.hug(lines, last);
        } else {
            lines.push(format!("{:1$}{last}", "", self.indent));
        }
    }

    fn on_one_line(&self, lines: &[String], last: &str) -> Option<String> {
        let (head, inner) = lines[self.first..].split_first()?;
        let space = if self.closing == '}' && !head.starts_with("use ") { " " } else { "" };
        let mut line = format!("{head}{space}");
        for (at, part) in inner.iter().enumerate() {
            let is_item = indent(part) == self.indent + INDENT && !is_note(part);
            if !is_item || (self.closing == '}' && !is_field(head, part)) {
                return None;
            }
            let part = if at + 1 == inner.len() { part.strip_suffix(',').unwrap_or(part) } else { part };
            line.push_str(if at == 0 { "" } else { " " });
            line.push_str(part.trim_start());
            if !fits(&line) {
                return None;
            }
        }
        line.push_str(space);
        line.push_str(last);
        fits(&line).then_some(line)
    }

    /// An arm of a `match` whose block is one expression, without the block.
    fn arm(&self, lines: &[String], last: &str) -> Option<String> {
        let [head, value] = &lines[self.first..] else { return None };
        let head = head.strip_suffix(" => {").filter(|_| last == "}" && !value.ends_with(';'))?;
        let line = format!("{head} => {},", value.trim_start());
        (!is_note(value) && fits(&line)).then_some(line)
    }

    /// Whether there are many short values: names of an import, numbers, codes.
    fn is_filled(&self, lines: &[String]) -> bool {
        let (head, inner) = (lines[self.first].trim_start_matches("pub "), &lines[self.first + 1..]);
        let is_short = |line: &String| {
            let value = line.trim_start();
            value.len() <= SHORT && value.starts_with('"') && value.matches(',').count() == 1
        };
        let is_numbers = |line: &String| line.trim_start().starts_with(|first: char| first.is_ascii_digit());
        head.starts_with("use ") || self.closing == ']' && (inner.iter().all(is_short) || inner.iter().all(is_numbers))
    }

    /// Puts as many values on each line as fit.
    fn fill(&self, lines: &mut Vec<String>, last: &str) {
        let values = lines.drain(self.first + 1..).collect::<String>();
        let indent = " ".repeat(self.indent + INDENT);
        let mut line = indent.clone();
        for value in values.split(',').map(str::trim).filter(|value| !value.is_empty()) {
            let space = if line.len() == indent.len() { "" } else { " " };
            if line.len() + space.len() + value.len() < WIDTH {
                line.push_str(space);
            } else {
                lines.push(std::mem::replace(&mut line, indent.clone()));
            }
            line.push_str(value);
            line.push(',');
        }
        lines.push(line);
        lines.push(format!("{:1$}{last}", "", self.indent));
    }

    /// Whether a list or a call has one value, which has lines of its own.
    fn is_one_value(&self, lines: &[String]) -> bool {
        let [first, between @ .., last] = &lines[self.first + 1..] else { return false };
        matches!(self.closing, ']' | ')')
            && Self::opened_by(first, 0).is_some_and(|group| group.is_closed_by(last))
            && indent(first) == self.indent + INDENT
            && between.iter().all(|line| indent(line) > self.indent + INDENT)
    }

    /// Puts the brackets of a list or a call on the lines of its one value.
    fn hug(&self, lines: &mut Vec<String>, last: &str) {
        let first = lines.remove(self.first + 1);
        lines[self.first].push_str(first.trim_start());
        for line in &mut lines[self.first + 1..] {
            line.drain(..INDENT);
        }
        if let Some(line) = lines.last_mut() {
            line.truncate(line.trim_end_matches(',').len());
            line.push_str(last);
        }
    }
}

/// Joins the calls of a chain, once the line after it is known.
fn join_chain(lines: &mut Vec<String>, next: &str) {
    let Some(last) = lines.last().filter(|line| is_call(line)) else { return };
    let own = indent(last);
    let calls = lines.iter().rev().take_while(|line| is_call(line) && indent(line) == own).count();
    let first = lines.len() - calls - 1;
    if indent(next) < own && indent(&lines[first]) + INDENT == own && !is_note(&lines[first]) {
        join(lines, first, "");
    }
}

/// Joins the alternatives of a pattern with the arm that they lead to.
fn join_patterns(lines: &mut Vec<String>) {
    let others = lines.iter().rev().take_while(|line| line.trim_start().starts_with("| ")).count();
    if others > 0 && lines.last().is_some_and(|line| line.contains(" => ")) {
        join(lines, lines.len() - others - 1, " ");
    }
}

/// Joins the lines from the given one on, if they fit.
fn join(lines: &mut Vec<String>, first: usize, between: &str) {
    let rest: Vec<&str> = lines[first + 1..].iter().map(|line| line.trim_start()).collect();
    let line = [&[lines[first].as_str()], rest.as_slice()].concat().join(between);
    if fits(&line) {
        lines.truncate(first);
        lines.push(line);
    }
}

fn is_call(line: &str) -> bool {
    line.trim_start().starts_with('.')
}

fn fits(line: &str) -> bool {
    line.len() <= WIDTH || line.chars().count() <= WIDTH
}

/// Whether a line between braces is a field of a value, or names of an import. What is in definitions, blocks and
/// matches keeps its lines.
fn is_field(head: &str, line: &str) -> bool {
    let defines = ["struct ", "enum "].iter().any(|word| head.contains(word));
    line.ends_with(',') && !line.contains(" => ") && !defines
}

/// Whether a line is a comment or an attribute.
fn is_note(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//") || line.starts_with("#[") && line.ends_with(']')
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}
