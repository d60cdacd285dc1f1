//! Text for people: aligned, and coloured where the terminal has it.

use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};

pub(crate) const PLAIN: Style = Style::new();
pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();

/// The width of lines; texts are wrapped to it.
const WIDTH: usize = 100;

/// Returns `true` if a person reads what is printed, and not another program.
pub(crate) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// `1 row`, `2 rows`.
pub(crate) fn plural(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

/// A text that is printed as a whole.
#[derive(Default)]
pub(crate) struct Paper(String);

impl Paper {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a line as it is.
    pub(crate) fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// Adds a text that is wrapped, with an indent.
    pub(crate) fn wrapped(&mut self, indent: usize, text: &str, style: Style) {
        for line in wrap(text, WIDTH.saturating_sub(indent)) {
            self.line(&format!("{:indent$}{style}{line}{style:#}", ""));
        }
    }

    /// Adds a label of at most `width` characters, and a text next to it that is wrapped in its own column.
    pub(crate) fn labelled(&mut self, label: &str, width: usize, text: &str) {
        let (indent, lines) = (2 + width + 2, wrap(text, WIDTH.saturating_sub(width + 4)));
        for (at, line) in lines.iter().enumerate() {
            if at == 0 {
                self.line(&format!("  {DIM}{label:<width$}{DIM:#}  {line}"));
            } else {
                self.line(&format!("{:indent$}{line}", ""));
            }
        }
    }

    /// Adds rows whose columns are aligned.
    pub(crate) fn columns<const N: usize>(&mut self, rows: &[[String; N]], styles: [Style; N]) {
        let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or_default();
        let widths: Vec<usize> = (0..N).map(width).collect();
        for row in rows {
            let mut line = String::new();
            for (at, cell) in row.iter().enumerate() {
                let (style, gap) = (styles[at], widths[at].saturating_sub(cell.chars().count()) + 2);
                let gap = if at + 1 == N { 0 } else { gap };
                line.push_str(&format!("{style}{cell}{style:#}{:gap$}", ""));
            }
            self.line(line.trim_end());
        }
    }

    /// Prints it, without colours where nothing shows them. A reader that has stopped reading is no error.
    pub(crate) fn print(self) {
        let mut out = anstream::stdout().lock();
        let _ = out.write_all(self.0.as_bytes()).and_then(|()| out.flush());
    }
}

/// Lines of at most `width` characters, unless a word is longer.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is one");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// Tells a person how long something already takes, from its second second on.
pub(crate) struct Waiting {
    done: Option<std::sync::mpsc::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Waiting {
    pub(crate) fn new(what: String) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self { done: None, thread: None };
        }
        let (done, ended) = std::sync::mpsc::channel::<()>();
        let thread = std::thread::spawn(move || {
            let second = std::time::Duration::from_secs(1);
            let mut seconds = 0;
            while ended.recv_timeout(second) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                seconds += 1;
                anstream::eprint!("\r{DIM}waiting for {what}: {seconds} s{DIM:#}");
            }
            if seconds > 0 {
                // Clears the line.
                eprint!("\r{:width$}\r", "", width = what.chars().count() + 24);
            }
        });
        Self { done: Some(done), thread: Some(thread) }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
