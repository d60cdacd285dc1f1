//! What a spreadsheet would make of a text in a CSV file.

use std::borrow::Cow;

use payspec_core::Violation;

use crate::format::{Column, Kind, Separator};

/// Returns `true` if a column holds texts, which stand in quotation marks and may hold anything.
pub(crate) const fn is_text(column: &Column) -> bool {
    matches!(column.kind, Kind::Text | Kind::Id | Kind::Word | Kind::Date)
}

/// What is wrong with a text for people who open the file in a spreadsheet.
pub(crate) fn check(column: &Column, separator: Separator, text: &str, broken: &mut Vec<Violation>) {
    if !is_text(column) {
        return;
    }
    let is_split_elsewhere =
        |c: char| Separator::ALL.into_iter().any(|other| other != separator && c == char::from(other.as_byte()));
    // A spreadsheet that splits at another character does not see where the quotation marks begin and end: for it, the
    // text may end with any line, too.
    let mut pieces = text.split(|c| is_split_elsewhere(c) || matches!(c, '\n' | '\r'));
    if text.starts_with(['\t', '\r', '\n']) || pieces.any(begins_like_a_formula) {
        broken.push(formula(column));
    }
    if text.contains(is_split_elsewhere) {
        broken.push(splits(column));
    }
}

/// Returns `true` if a cell is run: by what it begins with, less what spreadsheets pass over. The wide and small forms
/// count as what they stand for, for some spreadsheets read them so.
fn begins_like_a_formula(cell: &str) -> bool {
    let passed_over = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\u{200B}' | '\u{FEFF}');
    let signs = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫'];
    cell.trim_start_matches(passed_over).starts_with(signs)
}

fn formula(column: &Column) -> Violation {
    Violation::new(
        vec![column.name.to_owned()],
        "formula",
        "begins like a formula of a spreadsheet, or a line or part of it does; begin it otherwise, or waive this rule to \
         write it as it is",
        "Whoever opens the file in a spreadsheet would run it.",
    )
}

fn splits(column: &Column) -> Violation {
    Violation::new(
        vec![column.name.to_owned()],
        "separator",
        "holds a comma, a semicolon or a tab that spreadsheets with other settings split at; leave it out, or waive this \
         rule where the file is not opened in one",
        "Such a spreadsheet does not see the quotation marks, and moves what follows into other cells.",
    )
}

/// Returns a cell as it stands in the file: a text always in quotation marks, anything else only where it needs them.
pub(crate) fn cell<'t>(column: &Column, separator: Separator, text: &'t str) -> Cow<'t, str> {
    let needs_marks = |c: char| matches!(c, '"' | '\n' | '\r') || c == char::from(separator.as_byte());
    if is_text(column) || text.contains(needs_marks) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}
