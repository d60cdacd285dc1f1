//! Blocks of code in texts, as Markdown (CommonMark 0.31) marks them.

/// What a block of code begins with: its sign, and how many of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fence {
    sign: char,
    length: usize,
}

impl Fence {
    /// The fence that a line begins a block with, if it does.
    pub fn opened_by(line: &str) -> Option<Self> {
        let line = line.trim_start();
        let sign = line.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
        let length = line.chars().take_while(|c| *c == sign).count();
        // Backticks that end in the same line are code within it.
        let is_inline = sign == '`' && line[length..].contains('`');
        (length >= 3 && !is_inline).then_some(Self { sign, length })
    }

    /// Whether a line ends the block.
    pub fn is_closed_by(self, line: &str) -> bool {
        let line = line.trim();
        line.chars().all(|c| c == self.sign) && line.len() >= self.length
    }

    /// The line that begins the block, with a label: rustdoc takes a block without one for Rust, and runs it as a test. A
    /// label that names another language is kept.
    pub fn labelled(self, line: &str) -> String {
        const OF_RUST: [&str; 6] = ["rust", "ignore", "should_panic", "no_run", "compile_fail", "test_harness"];
        let end = line.find(self.sign).unwrap_or_default() + self.length;
        let label = line[end..].trim();
        let is_other = !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && !OF_RUST.contains(&label.to_ascii_lowercase().as_str())
            && !label.starts_with("edition")
            && !label.starts_with("lookup");
        format!("{}{}", &line[..end], if is_other { label } else { "text" })
    }
}

#[cfg(test)]
mod tests {
    use super::Fence;

    #[test]
    fn only_what_is_no_rust_keeps_its_label() {
        for (line, wanted) in [
            ("```", "```text"),
            ("~~~~", "~~~~text"),
            ("  ``` ", "  ```text"),
            ("```json", "```json"),
            ("``` http", "```http"),
            ("```rust", "```text"),
            ("```no_run", "```text"),
            ("```edition2021", "```text"),
            ("```json,ignore", "```text"),
            ("```{.rust}", "```text"),
        ] {
            assert_eq!(Fence::opened_by(line).map(|fence| fence.labelled(line)).as_deref(), Some(wanted), "{line}");
        }
        for line in ["``x``", "```x```", "text ```", "--", ""] {
            assert_eq!(Fence::opened_by(line), None, "{line}");
        }
        let fence = Fence::opened_by("~~~~").expect("it is one");
        assert!(fence.is_closed_by("~~~~~") && !fence.is_closed_by("~~~") && !fence.is_closed_by("````"));
    }
}
