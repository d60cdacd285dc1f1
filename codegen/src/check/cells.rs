//! The values of one row of a table.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::scope::{Libraries, Scope};
use super::{fits, say};
use crate::diag::{Diagnostic, code};
use crate::raw::types::{Column, Row, Table};
use crate::raw::{Named, Sp};
use crate::source::Span;
use crate::symbols::{Decl, Resolved, Symbols};
use crate::types::Builtin;

/// Keys of a row that are no columns.
const ROW_KEYS: [&str; 2] = ["code", "also"];

/// What the cells of a column hold.
enum Kind<'a> {
    Plain(Builtin),
    /// A word of an enum or a code of a table; `holder` is it in words.
    Word {
        holder: String,
        codes: HashSet<&'a str>,
        decl: Decl<'a>,
    },
}

/// The columns of one table, with those it takes from a library.
pub(super) struct Columns<'a> {
    table: &'a str,
    raw: &'a Sp<Table>,
    /// What a column holds is not known when its type is wrong; `types` says so.
    all: HashMap<&'a str, (&'a Sp<Column>, Option<Kind<'a>>)>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(table: &'a str, raw: &'a Sp<Table>) -> Self {
        Self { table, raw, all: HashMap::new() }
    }

    /// Adds columns whose types are among some symbols: those of the library, or of the API.
    pub(super) fn add(&mut self, columns: &'a Named<Column>, symbols: &Symbols<'a>, libraries: &Libraries<'a>) {
        for (name, column) in columns {
            self.all.insert(&name.value, (column, kind(symbols, libraries, column)));
        }
    }

    /// The column of a name, and whether it holds text.
    pub(super) fn find(&self, name: &str) -> Option<(&'a Sp<Column>, bool)> {
        self.all.get(name).map(|(column, kind)| (*column, matches!(kind, Some(Kind::Plain(Builtin::String)))))
    }

    /// The names of all columns.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> {
        self.all.keys().copied()
    }

    /// One value of a row, whose column is one of these.
    pub(super) fn value(&self, scope: &Scope<'_>, name: &Sp<String>, value: &Sp<Value>) {
        if let Some((column, kind)) = self.all.get(name.value.as_str()) {
            cell(scope, name, column, kind.as_ref(), value);
        }
    }

    pub(super) fn check(&self, scope: &Scope<'_>, row: &Sp<Row>) {
        match row.get("code") {
            None if scope.has_lost(row.span) => return,
            // What else is missing is reported when it is known which row it is.
            None => return report(scope, first_key(row), "missing `code` in this row", "no code", "add `code:`"),
            Some(code) => text_cell(scope, code),
        }
        spellings(scope, row);
        let mut has_unknown = false;
        for (name, value) in row.iter().filter(|(name, _)| !ROW_KEYS.contains(&name.as_str())) {
            self.value(scope, name, value);
            if !self.all.contains_key(name.value.as_str()) {
                has_unknown = true;
                if scope.table_may_have(self.raw, name) {
                    continue;
                }
                let holder = format!("the table `{}`", self.table);
                let known = self.names().chain(ROW_KEYS);
                let found = say::missing(code::TABLE_SHAPE, "column", &holder, name, known);
                scope.report(say::not_twice(found, |known| row.get(known).is_some()));
            }
        }
        // A misspelt column has been reported as unknown, and is not missing too.
        if !has_unknown && !scope.has_lost(row.span) {
            self.complete(scope, row);
        }
    }

    fn complete(&self, scope: &Scope<'_>, row: &Sp<Row>) {
        let given: HashSet<&str> = row.iter().map(|(name, _)| name.value.as_str()).collect();
        let is_needed = |column: &Sp<Column>| !column.optional && !scope.misspelt("optional", column.span);
        let needed = self.all.iter().filter(|(_, (column, _))| is_needed(column)).map(|(name, _)| *name);
        let mut missing: Vec<&str> = needed.filter(|name| !given.contains(name)).collect();
        missing.sort_unstable();
        if !missing.is_empty() {
            let place = row.get("code").map_or_else(|| first_key(row), |code| code.span);
            let message = format!("missing column `{}` in this row", missing.join("`, `"));
            report(scope, place, message, "this row", "add the value, or make the column `optional: true`");
        }
    }
}

fn kind<'a>(symbols: &Symbols<'a>, libraries: &Libraries<'a>, column: &Column) -> Option<Kind<'a>> {
    match symbols.resolve(&column.kind)? {
        Resolved::Builtin(builtin @ (Builtin::String | Builtin::Integer | Builtin::Boolean)) => {
            Some(Kind::Plain(builtin))
        }
        Resolved::Builtin(_) => None,
        Resolved::Declared(symbol) => match symbol.decl {
            Decl::Enum(raw) => Some(Kind::Word {
                holder: format!("the enum `{}`", symbol.name),
                codes: raw.values.iter().map(|value| value.code.as_str()).collect(),
                decl: symbol.decl,
            }),
            Decl::Table(raw) => Some(Kind::Word {
                holder: format!("the table `{}`", symbol.name),
                codes: libraries.with_base(raw).filter_map(|row| row.get("code")?.as_str()).collect(),
                decl: symbol.decl,
            }),
            _ => None,
        },
    }
}

/// Reports what is wrong with a table.
pub(super) fn report(scope: &Scope<'_>, span: Span, message: impl Into<String>, label: &str, help: &str) {
    scope.report(Diagnostic::new(code::TABLE_SHAPE, span, message).label(label).help(help));
}

fn first_key(row: &Sp<Row>) -> Span {
    row.iter().next().map_or(row.span, |(name, _)| name.span)
}

fn spellings(scope: &Scope<'_>, row: &Sp<Row>) {
    let Some(also) = row.get("also") else { return };
    match also.as_array() {
        Some(spellings) if !spellings.is_empty() && spellings.iter().all(Value::is_string) => {}
        _ => report(
            scope,
            also.span,
            "other spellings of a code must be a list of strings",
            "expected a list of strings",
            "write it as `also: [\"...\"]`, with quotes around digits",
        ),
    }
}

fn cell(scope: &Scope<'_>, name: &Sp<String>, column: &Sp<Column>, kind: Option<&Kind<'_>>, value: &Sp<Value>) {
    if value.is_null() {
        let help = if column.optional { "remove the column from this row" } else { "add the value" };
        return report(
            scope,
            name.span,
            format!("the column `{}` has no value in this row", name.value),
            "empty",
            help,
        );
    }
    match kind {
        // Decimals are numbers: that the column is of another type is reported.
        Some(Kind::Plain(Builtin::String)) if value.is_u64() && has_decimals(scope, name) => {}
        Some(Kind::Plain(Builtin::String)) => text_cell(scope, value),
        Some(Kind::Plain(builtin)) => {
            if let Err(mismatch) = fits::cell(*builtin, value) {
                let message = format!("the column `{}` is `{}`", name.value, column.kind.value);
                report(scope, value.span, message, &format!("expected {}", mismatch.wanted), &mismatch.help);
            }
        }
        Some(Kind::Word { holder, codes, decl }) => {
            let Some(text) = value.as_str() else { return text_cell(scope, value) };
            if !codes.contains(text) && !scope.decl_may_have(*decl, text) {
                let written = Sp { value: text.to_owned(), span: value.span };
                let known = codes.iter().copied();
                let found = say::missing(code::TABLE_SHAPE, "code", holder, &written, known);
                let found = say::spelling(found, &written, scope.libraries.suggested_code(*decl, text));
                scope.report(found.group(format!("{} in {holder}", name.value)));
            }
        }
        None => {}
    }
}

/// Whether a column is the one with the decimals of amounts.
fn has_decimals(scope: &Scope<'_>, column: &str) -> bool {
    let of_api = scope.api.and_then(|api| api.amounts.as_ref()).and_then(|amounts| amounts.decimals_column.as_ref());
    let files = scope.set.files.iter().flat_map(|(_, document)| document.files.iter());
    let of_files = files.filter_map(|(_, file)| file.amounts.as_ref()?.decimals_column.as_ref());
    of_api.into_iter().chain(of_files).any(|known| known.value == column)
}

fn text_cell(scope: &Scope<'_>, value: &Sp<Value>) {
    let diagnostic = |message: &str| Diagnostic::new(code::TABLE_SHAPE, value.span, message);
    match &value.value {
        Value::String(text) if !text.trim().is_empty() && text.trim() == text => {}
        Value::String(_) => scope.report(
            diagnostic("the text is empty or has leading or trailing spaces")
                .help("write the text as it should be displayed"),
        ),
        Value::Number(_) | Value::Bool(_) => scope.report(
            diagnostic("text that looks like a number must be quoted")
                .label("not a string in YAML")
                .help("write it in quotes: leading zeros matter"),
        ),
        _ => scope.report(diagnostic("expected text in this column").label("not text").help("write a string")),
    }
}
