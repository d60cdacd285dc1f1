//! Protection from spreadsheets that interpret texts in CSV files.

use std::borrow::Cow;

use payspec_core::Violation;

use crate::format::{Column, Kind, Separator};

/// Returns `true` if a column holds texts, which are quoted and may contain anything.
pub(crate) const fn is_text(column: &Column) -> bool {
    matches!(column.kind, Kind::Text | Kind::Id | Kind::Word | Kind::Date)
}

/// Checks a text for content that a spreadsheet would misinterpret.
pub(crate) fn check(column: &Column, separator: Separator, text: &str, broken: &mut Vec<Violation>) {
    if !is_text(column) {
        return;
    }
    let is_split_elsewhere =
        |c: char| Separator::ALL.into_iter().any(|other| other != separator && c == char::from(other.as_byte()));
    // A spreadsheet that splits at another character does not recognise the quotation marks: for it, the text may end
    // at any line, too.
    let mut pieces = text.split(|c| is_split_elsewhere(c) || matches!(c, '\n' | '\r'));
    if text.starts_with(['\t', '\r', '\n']) || pieces.any(begins_like_a_formula) {
        broken.push(formula(column));
    }
    if text.contains(is_split_elsewhere) {
        broken.push(splits(column));
    }
}

/// Returns `true` if a cell would be run as a formula, judging by its start, without what spreadsheets ignore.
/// Full-width and small forms count as well, because some spreadsheets accept them.
fn begins_like_a_formula(cell: &str) -> bool {
    let passed_over = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\u{200B}' | '\u{FEFF}');
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];
    cell.trim_start_matches(passed_over).starts_with(signs)
}

fn formula(column: &Column) -> Violation {
    Violation::new(
        vec![column.name.to_owned()],
        "formula",
        "it or a part of it starts like a spreadsheet formula; change its start, or waive this rule to \
         write it as it is",
        "A spreadsheet would run it when the file is opened.",
    )
}

fn splits(column: &Column) -> Violation {
    Violation::new(
        vec![column.name.to_owned()],
        "separator",
        "contains a comma, a semicolon or a tab at which spreadsheets with other settings split; remove it, or waive \
         this rule if the file is not opened in one",
        "Such a spreadsheet ignores the quotation marks, and moves the rest into other cells.",
    )
}

/// Returns a cell as written in the file: a text is always quoted, anything else only if necessary.
pub(crate) fn cell<'t>(column: &Column, separator: Separator, text: &'t str) -> Cow<'t, str> {
    let needs_marks = |c: char| matches!(c, '"' | '\n' | '\r') || c == char::from(separator.as_byte());
    if is_text(column) || text.contains(needs_marks) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}
