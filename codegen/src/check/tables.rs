//! The rows of a table fit its columns.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::say;
use super::scope::Scope;
use super::types::Known;
use crate::diag::{Diagnostic, rule};
use crate::raw::types::{Column, Row, Table};
use crate::raw::{Named, Sp};
use crate::source::Span;
use crate::symbols::{Decl, Symbol};
use crate::types::Builtin;

/// Keys of a row that are no columns.
const ROW_KEYS: [&str; 2] = ["code", "also"];

/// Rows are counted in sixteen bits by generated code.
const MAX_ROWS: usize = u16::MAX as usize;

pub(super) fn check(scope: &Scope<'_>) {
    for symbol in &scope.symbols.all {
        if let Decl::Table(raw) = symbol.decl {
            table(scope, symbol, raw);
        }
    }
}

fn table<'a>(scope: &Scope<'a>, symbol: &Symbol<'a>, raw: &'a Sp<Table>) {
    let base = raw.extends.as_ref().map(|path| base_table(scope, path));
    // Without its base nothing can be said of a table's rows.
    let Some(base) = base.map_or(Some(None), |base| base.map(Some)) else { return };
    let base_columns = base.map(|base| &base.value.columns);
    redeclared(scope, base_columns, &raw.columns);
    let columns = Columns { base: base_columns, all: by_name(base_columns, &raw.columns), table: symbol.name };
    raw.rows.iter().for_each(|row| columns.row(scope, row));
    codes(scope, symbol.name, base, raw);
    keys(scope, &columns, base, raw);
    size(scope, symbol, base, raw);
}

fn report(scope: &Scope<'_>, span: Span, message: impl Into<String>, label: &str, help: &str) {
    scope.report(Diagnostic::new(rule::TABLE_SHAPE, span, message).label(label).help(help));
}

fn base_table<'a>(scope: &Scope<'a>, path: &Sp<String>) -> Option<&'a Sp<Table>> {
    let Some((library, name)) = path.value.split_once('/') else {
        scope.report(
            Diagnostic::new(rule::UNKNOWN_REFERENCE, path.span, format!("`{}` is no table of a library", path.value))
                .label("not of the form `library/Table`")
                .help("name a library of `uses` and one of its tables"),
        );
        return None;
    };
    let used =
        scope.api.map(|api| api.uses.iter().map(|name| name.value.as_str()).collect::<Vec<_>>()).unwrap_or_default();
    if !used.contains(&library) {
        let at = super::text::slice(path, library);
        let mut diagnostic = say::unknown_at(rule::UNKNOWN_REFERENCE, "library", library, at, used);
        diagnostic.message = format!("the API does not use a library `{library}`");
        scope.report(
            diagnostic.help(format!("add `{library}` to `uses` of the `api` section if there is such a folder")),
        );
        return None;
    }
    let found = scope.libraries.table(path);
    if found.is_none()
        && scope.complete
        && let Some(symbols) = scope.libraries.get(library)
    {
        let tables = symbols.all.iter().map(|symbol| symbol.name);
        let at = super::text::slice(path, name);
        scope.report(say::unknown_at(rule::UNKNOWN_REFERENCE, "table", name, at, tables));
    }
    if found.is_some_and(|table| table.extends.is_some()) {
        report(
            scope,
            path.span,
            "the table of the library is an extension itself",
            "extended here",
            "extend the table it is based on",
        );
    }
    found
}

fn redeclared(scope: &Scope<'_>, base: Option<&Named<Column>>, own: &Named<Column>) {
    let Some(base) = base else { return };
    for (name, column) in own {
        if let Some((first, _)) = base.iter().find(|(first, _)| first.value == name.value) {
            scope.report(
                Diagnostic::new(
                    rule::TABLE_SHAPE,
                    name.span,
                    format!("the column `{}` comes with the table that is extended", name.value),
                )
                .label("declared again here")
                .also(first.span, "the library's column")
                .help("remove it, or give it another name"),
            );
        } else if !column.optional && !scope.misspelt("optional", column.span) {
            report(
                scope,
                name.span,
                format!("the rows that come from the library have no `{}`", name.value),
                "not optional",
                "add `optional: true`",
            );
        }
    }
}

type ByName<'a> = HashMap<&'a str, &'a Sp<Column>>;

fn by_name<'a>(base: Option<&'a Named<Column>>, own: &'a Named<Column>) -> ByName<'a> {
    base.into_iter().flatten().chain(own).map(|(name, column)| (name.value.as_str(), column)).collect()
}

/// The columns of one table, with those it takes from a library.
struct Columns<'a> {
    base: Option<&'a Named<Column>>,
    all: ByName<'a>,
    table: &'a str,
}

impl Columns<'_> {
    fn row(&self, scope: &Scope<'_>, row: &Sp<Row>) {
        match row.get("code") {
            None => report(scope, first_key(row), "the row has no code", "which code?", "add `code:`"),
            Some(code) => text_cell(scope, code),
        }
        spellings(scope, row);
        let mut has_unknown = false;
        for (name, value) in row.iter().filter(|(name, _)| !ROW_KEYS.contains(&name.as_str())) {
            if let Some(column) = self.all.get(name.value.as_str()) {
                cell(scope, name, column, value);
            } else {
                has_unknown = true;
                let holder = format!("the table `{}`", self.table);
                let known = self.all.keys().copied().chain(ROW_KEYS);
                scope.report(say::missing(rule::TABLE_SHAPE, "column", &holder, name, known));
            }
        }
        // A misspelt column has been reported as unknown, and is not missing too.
        if !has_unknown {
            self.complete(scope, row);
        }
    }

    fn complete(&self, scope: &Scope<'_>, row: &Sp<Row>) {
        let given: HashSet<&str> = row.iter().map(|(name, _)| name.value.as_str()).collect();
        let needed = self.all.iter().filter(|(_, column)| !column.optional).map(|(name, _)| *name);
        let mut missing: Vec<&str> = needed.filter(|name| !given.contains(name)).collect();
        missing.sort_unstable();
        if !missing.is_empty() {
            let place = row.get("code").map_or_else(|| first_key(row), |code| code.span);
            let message = format!("the row has no `{}`", missing.join("`, `"));
            report(scope, place, message, "this row", "add the value, or make the column `optional: true`");
        }
    }
}

fn spellings(scope: &Scope<'_>, row: &Sp<Row>) {
    let Some(also) = row.get("also") else { return };
    match also.as_array() {
        Some(spellings) if !spellings.is_empty() && spellings.iter().all(Value::is_string) => {}
        _ => report(
            scope,
            also.span,
            "other spellings of a code are a list of texts",
            "not a list of texts",
            "write it as `also: [\"...\"]`, with quotes around digits",
        ),
    }
}

fn cell(scope: &Scope<'_>, name: &Sp<String>, column: &Sp<Column>, value: &Sp<Value>) {
    let Some(known) = Known::of(scope, &column.kind) else { return };
    if value.is_null() {
        let help = if column.optional { "leave the column out of this row" } else { "add the value" };
        return report(scope, name.span, format!("the row has no value in `{}`", name.value), "nothing here", help);
    }
    match known.builtin() {
        Some(Builtin::Integer) if !is_count(value) => {
            let message = format!("the column `{}` is `integer`", name.value);
            let label = "not a whole number from 0 to 4294967295";
            report(scope, value.span, message, label, "write digits without quotes");
        }
        Some(Builtin::Boolean) if !value.is_boolean() => {
            let message = format!("the column `{}` is `boolean`", name.value);
            report(scope, value.span, message, "not true or false", "write `true` or `false` without quotes");
        }
        Some(Builtin::String) => text_cell(scope, value),
        None => word(scope, known, value),
        _ => {}
    }
}

/// Generated rows hold numbers in 32 bits.
fn is_count(value: &Value) -> bool {
    value.as_u64().is_some_and(|number| u32::try_from(number).is_ok())
}

fn first_key(row: &Sp<Row>) -> Span {
    row.iter().next().map_or(row.span, |(name, _)| name.span)
}

fn text_cell(scope: &Scope<'_>, value: &Sp<Value>) {
    let diagnostic = |message: &str| Diagnostic::new(rule::TABLE_SHAPE, value.span, message);
    match &value.value {
        Value::String(text) if !text.trim().is_empty() && text.trim() == text => {}
        Value::String(_) => scope.report(
            diagnostic("the text is empty or has blanks around it").help("write the text as people should read it"),
        ),
        Value::Number(_) | Value::Bool(_) => scope.report(
            diagnostic("text that looks like a number needs quotes")
                .label("not text to YAML")
                .help("write it in quotes: leading zeros matter"),
        ),
        _ => scope.report(diagnostic("the column is text").label("not text").help("write one text")),
    }
}

fn word(scope: &Scope<'_>, known: Known<'_>, value: &Sp<Value>) {
    let Some(symbol) = known.declared() else { return };
    let Some(codes) = scope.codes_of(symbol.name) else { return };
    let Some(text) = value.as_str() else { return text_cell(scope, value) };
    if !codes.contains(text) && scope.complete {
        let holder = format!("the enum `{}`", symbol.name);
        let written = Sp { value: text.to_owned(), span: value.span };
        scope.report(say::missing(rule::TABLE_SHAPE, "code", &holder, &written, codes.iter().copied()));
    }
}

/// A code or spelling stands in a table once, and what the page says is about a code that is there.
fn codes(scope: &Scope<'_>, name: &str, base: Option<&Sp<Table>>, raw: &Sp<Table>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let base_rows = base.into_iter().flat_map(|base| base.rows.iter()).map(|row| (row, false));
    for (row, is_own) in base_rows.chain(raw.rows.iter().map(|row| (row, true))) {
        for spelling in super::scope::spellings(row) {
            let place = row.get("code").filter(|code| code.as_str() == Some(spelling)).or(row.get("also"));
            let span = place.map_or(row.span, |place| place.span);
            let Some(first) = seen.get(spelling) else {
                seen.insert(spelling, span);
                continue;
            };
            if is_own {
                scope.report(
                    Diagnostic::new(rule::DUPLICATE_CODE, span, format!("`{name}` has the code `{spelling}` twice"))
                        .label("given again here")
                        .also(*first, "first given here")
                        .help("remove one of the two; `also` must differ from every code"),
                );
            }
        }
    }
    for (code, _) in &raw.documented {
        if !seen.contains_key(code.value.as_str()) && scope.complete {
            let holder = format!("the table `{name}`");
            scope.report(say::missing(rule::TABLE_SHAPE, "code", &holder, code, seen.keys().copied()));
        }
    }
}

fn keys(scope: &Scope<'_>, columns: &Columns<'_>, base: Option<&Sp<Table>>, raw: &Sp<Table>) {
    let base_keys = columns.base.into_iter().flatten().filter(|(_, column)| column.key);
    let own_keys = raw.columns.iter().filter(|(_, column)| column.key);
    for (name, _) in base_keys.chain(own_keys) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let base_rows = base.into_iter().flat_map(|base| base.rows.iter()).map(|row| (row, false));
        for (row, is_own) in base_rows.chain(raw.rows.iter().map(|row| (row, true))) {
            let Some(value) = row.get(&name.value) else { continue };
            let Some(text) = value.as_str() else { continue };
            if let Some(first) = seen.insert(text, value.span)
                && is_own
            {
                scope.report(
                    Diagnostic::new(
                        rule::TABLE_SHAPE,
                        value.span,
                        format!("two rows have `{text}` in the key column `{}`", name.value),
                    )
                    .label("again here")
                    .also(first, "first here")
                    .help("rows are found by this column: correct one of the two, or remove `key: true`"),
                );
            }
        }
    }
}

fn size(scope: &Scope<'_>, symbol: &Symbol<'_>, base: Option<&Sp<Table>>, raw: &Sp<Table>) {
    let rows = base.map_or(0, |base| base.rows.len()) + raw.rows.len();
    if rows == 0 && scope.complete && !scope.misspelt("rows", raw.span) {
        scope.report(
            Diagnostic::new(rule::EMPTY_LIST, symbol.span, format!("the table `{}` has no rows", symbol.name))
                .label("empty")
                .help("add `rows`, or `extends: library/Table`"),
        );
    }
    if rows > MAX_ROWS {
        let message = format!("the table `{}` has {rows} rows", symbol.name);
        report(scope, symbol.span, message, "more than 65535", "a list of this size is data, not a code table");
    }
}
