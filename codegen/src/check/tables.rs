//! Code tables: what they extend, their codes and their key columns. The values of a row are for `cells`.

use std::collections::{HashMap, HashSet};

use super::cells::{Columns, report};
use super::scope::{Scope, code_of, spellings};
use super::walk::Owner;
use super::{say, text};
use crate::diag::{Diagnostic, code, suggest};
use crate::raw::field::{Field, Place};
use crate::raw::file::Direction;
use crate::raw::types::{CodeKind, Column, Row, Table};
use crate::raw::{Named, Sp};
use crate::source::Span;
use crate::symbols::{Decl, Symbol, Symbols};
use crate::types::parse;

/// Rows are counted in sixteen bits by generated code.
const MAX_ROWS: usize = u16::MAX as usize;

/// The table of a library that a table extends, and the types it may name.
#[derive(Clone, Copy)]
struct Base<'a, 's> {
    table: &'a Sp<Table>,
    symbols: &'s Symbols<'a>,
}

pub(super) fn check(scope: &Scope<'_>) {
    for symbol in &scope.symbols.all {
        if let Decl::Table(raw) = symbol.decl {
            table(scope, symbol, raw);
        }
    }
}

fn table<'a>(scope: &Scope<'a>, symbol: &Symbol<'a>, raw: &'a Sp<Table>) {
    let mut columns = Columns::new(symbol.name, raw);
    if scope.misspelt("extends", raw.span) {
        return;
    }
    let base = match &raw.extends {
        None => None,
        Some(path) => match base_table(scope, path) {
            // Without its base nothing can be said of a table's rows.
            None => return,
            found => found,
        },
    };
    if let Some(base) = base {
        redeclared(scope, &base.table.columns, &raw.columns);
        columns.add(&base.table.columns, base.symbols, scope.libraries);
    }
    columns.add(&raw.columns, &scope.symbols, scope.libraries);
    let rows = Rows { base: base.map(|base| base.table), own: raw };
    if let Some(base) = base {
        let mut own = Columns::new(symbol.name, raw);
        own.add(&raw.columns, &scope.symbols, scope.libraries);
        raw.rows.iter().for_each(|row| own_row(scope, base.table, &own, row));
        shared_type(scope, raw);
        if let Some(chosen) = &raw.const_from {
            let help = "remove it: a constant is named after its code, with `const_prefix` if that is not a valid \
                name";
            let message = format!("constants of `{}` cannot be named after a column", symbol.name);
            report(scope, chosen.span, message, "its rows come from a library", help);
        }
    } else {
        raw.rows.iter().for_each(|row| columns.check(scope, row));
        named_after(scope, symbol.name, raw, &columns);
    }
    codes(scope, symbol.name, rows);
    keys(scope, rows);
    size(scope, symbol, rows);
    additions(scope, symbol.name, rows, &columns);
    accepted(scope, symbol.name, rows);
    accepts_of_requests(scope, symbol.name, raw);
    card_numbers(scope, rows);
}

fn base_table<'a, 's>(scope: &'s Scope<'a>, path: &'a Sp<String>) -> Option<Base<'a, 's>> {
    if scope.library.is_some() && scope.api.is_none() {
        let help = "write the rows here; an API extends the table with its own columns";
        report(scope, path.span, "a table of a library cannot extend another", "only tables of an API can", help);
        return None;
    }
    let Some((library, name)) = path.value.split_once('/') else {
        scope.report(
            Diagnostic::new(
                code::UNKNOWN_REFERENCE,
                path.span,
                format!("`{}` is not a table of a library", path.value),
            )
            .label("expected the form `library/Table`")
            .help("use a library listed in `uses` and one of its tables"),
        );
        return None;
    };
    let used: Vec<&str> = scope.api.iter().flat_map(|api| api.uses.iter()).map(|name| name.value.as_str()).collect();
    if !used.contains(&library) {
        // That a folder has no `api` section is reported there.
        // So is a name in `uses` that is no library: it may be this one.
        let is_told = used.iter().any(|name| scope.libraries.get(name).is_none());
        if is_told || scope.api.is_none_or(|api| scope.may_hold(api.span, library) || scope.misspelt("uses", api.span))
        {
            return None;
        }
        let at = text::slice(path, library);
        let mut diagnostic = say::unknown_at(code::UNKNOWN_REFERENCE, "library", library, at, used);
        diagnostic.message = format!("the API does not use a library `{library}`");
        let help = format!("add `{library}` to `uses` of the `api` section if the folder exists");
        scope.report(diagnostic.help(help));
        return None;
    }
    let symbols = scope.libraries.get(library)?;
    let Some(table) = scope.libraries.table(path) else {
        if !scope.libraries.may_have(library, name) {
            let tables = symbols.all.iter().filter(|symbol| matches!(symbol.decl, Decl::Table(_)));
            let at = text::slice(path, name);
            let known = tables.map(|symbol| symbol.name);
            scope.report(say::unknown_at(code::UNKNOWN_REFERENCE, "table", name, at, known));
        }
        return None;
    };
    // That it has no rows is reported in the library.
    if table.rows.is_empty() && table.extends.is_none() {
        return None;
    }
    if table.extends.is_some() {
        let message = "the table of the library is itself an extension";
        report(scope, path.span, message, "extended here", "extend its base table");
    }
    Some(Base { table, symbols })
}

fn redeclared(scope: &Scope<'_>, base: &Named<Column>, own: &Named<Column>) {
    for (name, column) in own {
        if let Some((first, _)) = base.iter().find(|(first, _)| first.value == name.value) {
            let message = format!("the column `{}` is already in the extended table", name.value);
            scope.report(
                Diagnostic::new(code::TABLE_SHAPE, name.span, message)
                    .label("redeclared here")
                    .also(first.span, "the library's column")
                    .help("remove it, or rename it"),
            );
        } else if !column.optional && !scope.misspelt("optional", column.span) {
            let message = format!("rows of the library have no value for the column `{}`", name.value);
            report(scope, name.span, message, "not optional", "add `optional: true`");
        }
    }
}

/// A code that the library does not have: what the library would say of it stands nowhere.
fn own_row(scope: &Scope<'_>, base: &Table, own: &Columns<'_>, row: &Sp<Row>) {
    let of_base: Vec<&Sp<String>> =
        row.iter().map(|(name, _)| name).filter(|name| base.columns.get(&name.value).is_some()).collect();
    if let Some(also) = row.iter().map(|(name, _)| name).find(|name| name.value == "also") {
        let help = "declare a row for each spelling, or add the code to the library";
        report(scope, also.span, "the code of an API has only one spelling", "not read as this code", help);
    }
    for name in &of_base {
        let message = format!("the column `{}` belongs to the library", name.value);
        let help = "remove it: rows of an API only have its own columns; or add the code to the library";
        report(scope, name.span, message, "not a column of this table", help);
    }
    // The rest of the row is read like any other.
    if of_base.is_empty() {
        own.check(scope, row);
    }
}

/// The type is the library's: an API can add no conversions and no lookups to it.
fn shared_type(scope: &Scope<'_>, raw: &Table) {
    for (name, _) in raw.columns.iter().filter(|(_, column)| column.key) {
        let message = format!("the column `{}` cannot be a key: codes of the library have no value for it", name.value);
        report(scope, name.span, message, "a key", "remove `key: true`, or add the column to the library");
    }
    if let Some(codes) = &raw.codes {
        report(scope, codes.span, "only a library can set `codes` of its table", "not allowed here", "remove `codes`");
    }
}

/// The codes that requests may have are codes of the library's table, or the API's own.
fn accepted(scope: &Scope<'_>, name: &str, rows: Rows<'_>) {
    let known = || rows.iter().filter_map(|(row, _)| row.get("code")?.as_str());
    let mut seen: HashMap<&str, Span> = HashMap::new();
    let all: HashSet<&str> = known().collect();
    for given in rows.own.accepted() {
        if rows.base.is_none() {
            let help = "remove `accepts`: a table without `extends` lists all its codes";
            return report(
                scope,
                given.span,
                format!("`accepts` requires `extends`, which `{name}` does not have"),
                "nothing to select from",
                help,
            );
        }
        if let Some(first) = seen.insert(&given.value, given.span) {
            scope.report(
                Diagnostic::new(code::DUPLICATE_CODE, given.span, format!("`{name}` accepts `{}` twice", given.value))
                    .label("repeated here")
                    .also(first, "first listed here")
                    .help("remove one of them"),
            );
        }
        if !all.contains(given.value.as_str()) && !scope.table_may_have(rows.own, given) {
            let holder = format!("the table `{name}`");
            let found = say::missing(code::TABLE_SHAPE, "code", &holder, given, known());
            let found = say::spelling(found, given, rows.code_of(given));
            scope.report(say::not_twice(found, |known| rows.own.accepted().iter().any(|code| code.value == known)));
        }
    }
}

/// Codes are accepted of requests: where none has the type, nothing would be refused.
fn accepts_of_requests(scope: &Scope<'_>, name: &str, raw: &Sp<Table>) {
    let Some(accepts) = raw.accepts.as_ref().filter(|accepts| !scope.has_lost(accepts.span)) else { return };
    if accepts.is_empty() {
        let help = "list the codes that requests may send, or remove `accepts` to allow all";
        return report(scope, accepts.span, format!("`{name}` accepts no code"), "empty", help);
    }
    let is_of_path = |field: &Field| field.place.as_ref().is_some_and(|place| place.value == Place::Path);
    let is_sent = scope.groups().iter().any(|group| {
        let is_judged = match group.owner {
            Owner::Operation(_) => true,
            Owner::Object(name) | Owner::Union(name) | Owner::Variant(name, _) => {
                scope.usage.sent.contains(name) || !scope.usage.is_certain(name)
            }
            Owner::File(_, file) => file.direction.value == Direction::Write,
        };
        let mut fields = group.fields.iter().filter(|(_, field)| !is_of_path(field));
        is_judged && fields.any(|(_, field)| parse(&field.kind).is_some_and(|written| written.name == name))
    });
    // Of a table that nothing uses it is said that it is unused.
    if !is_sent && scope.usage.has(name) && scope.usage.is_certain(name) && raw.extends.is_some() {
        let help = "remove `accepts`, or use this type for a parameter; rules do not check path parameters";
        report(scope, accepts.span, format!("no request sends a code of `{name}`"), "refuses nothing", help);
    }
}

/// The rows of a table after those it takes from a library.
#[derive(Clone, Copy)]
struct Rows<'a> {
    base: Option<&'a Sp<Table>>,
    own: &'a Sp<Table>,
}

impl<'a> Rows<'a> {
    /// Each with whether it is the table's own, and so the place to report a mistake at.
    fn iter(self) -> impl Iterator<Item = (&'a Sp<Row>, bool)> {
        let base = self.base.into_iter().flat_map(|base| base.rows.iter()).map(|row| (row, false));
        base.chain(self.own.rows.iter().map(|row| (row, true)))
    }

    /// The code that a text is another spelling of: what a message suggests.
    fn code_of(self, spelling: &str) -> Option<&'a str> {
        self.iter().take_while(|_| suggest::spend(1)).find_map(|(row, _)| code_of(row, spelling))
    }

    fn columns(self) -> impl Iterator<Item = &'a (Sp<String>, Sp<Column>)> {
        self.base.into_iter().flat_map(|base| base.columns.iter()).chain(self.own.columns.iter())
    }
}

/// A code or spelling stands in a table once, and what the page says is about a code that is there.
fn codes(scope: &Scope<'_>, name: &str, rows: Rows<'_>) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (row, is_own) in rows.iter() {
        let mut again = None;
        for (spelling, span) in placed(row) {
            match seen.get(spelling) {
                Some(first) => again = again.or(Some((spelling, span, *first))),
                None => drop(seen.insert(spelling, span)),
            }
        }
        // That a code of an API has other spellings is reported as such.
        let has_extra = is_own && rows.base.is_some() && row.get("also").is_some();
        if let Some((spelling, span, first)) = again.filter(|_| is_own && !has_extra) {
            scope.report(
                Diagnostic::new(code::DUPLICATE_CODE, span, format!("`{name}` lists the code `{spelling}` twice"))
                    .label("repeated here")
                    .also(first, "first listed here")
                    .help("remove one of them; `also` must differ from every code"),
            );
        }
    }
    for (code, _) in &rows.own.deviation {
        if !seen.contains_key(code.value.as_str()) && !scope.table_may_have(rows.own, code) {
            let holder = format!("the table `{name}`");
            let found = say::missing(code::TABLE_SHAPE, "code", &holder, code, seen.keys().copied());
            scope.report(say::not_twice(found, |known| rows.own.deviation.get(known).is_some()));
        }
    }
}

/// The code of a row and its other spellings, with their places.
fn placed(row: &Sp<Row>) -> impl Iterator<Item = (&str, Span)> {
    let code = row.get("code").map_or(row.span, |code| code.span);
    let also = row.get("also").map_or(row.span, |also| also.span);
    let is_code = row.get("code").is_some_and(|code| code.as_str().is_some());
    spellings(row).enumerate().map(move |(at, text)| (text, if at == 0 && is_code { code } else { also }))
}

fn keys(scope: &Scope<'_>, rows: Rows<'_>) {
    for (name, _) in rows.columns().filter(|(_, column)| column.key) {
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for (row, is_own) in rows.iter() {
            let Some(value) = row.get(&name.value) else { continue };
            let Some(text) = value.as_str() else { continue };
            if let Some(first) = seen.insert(text, value.span)
                && is_own
            {
                let message = format!("two rows have `{text}` in the key column `{}`", name.value);
                scope.report(
                    Diagnostic::new(code::TABLE_SHAPE, value.span, message)
                        .group(format!("the key column {} at {:?}", name.value, rows.own.span))
                        .label("repeated here")
                        .also(first, "first used here")
                        .help("rows are looked up by this column: correct one of them, or remove `key: true`"),
                );
            }
        }
    }
}

fn size(scope: &Scope<'_>, symbol: &Symbol<'_>, rows: Rows<'_>) {
    let count = rows.iter().count();
    // A table that accepts codes was meant to extend another, which is reported.
    if count == 0 && rows.own.accepts.is_none() && !scope.has_lost(rows.own.span) {
        scope.report(
            Diagnostic::new(code::EMPTY_LIST, symbol.span, format!("the table `{}` has no rows", symbol.name))
                .label("empty")
                .help("add `rows`, or `extends: library/Table`"),
        );
    }
    if count > MAX_ROWS {
        let message = format!("the table `{}` has {count} rows", symbol.name);
        report(
            scope,
            symbol.span,
            message,
            "a list of this size is data, not a code table",
            "a list of this size is data, not a code table",
        );
    }
}

/// What the API adds to rows of the library: values of its own columns.
fn additions(scope: &Scope<'_>, name: &str, rows: Rows<'_>, columns: &Columns<'_>) {
    let holder = format!("the rows that `{name}` takes from a library");
    let taken = || rows.base.iter().flat_map(|base| base.rows.iter()).filter_map(|row| row.get("code")?.as_str());
    let all: HashSet<&str> = taken().collect();
    let own: HashSet<&str> = rows.own.rows.iter().filter_map(|row| row.get("code")?.as_str()).collect();
    for (code, added) in &rows.own.adds {
        if rows.base.is_none() {
            let help = "move the values to `rows`; `adds` is for rows from a library";
            return report(
                scope,
                code.span,
                format!("`adds` requires `extends`, which `{name}` does not have"),
                "no rows to extend",
                help,
            );
        }
        if own.contains(code.value.as_str()) {
            let message = format!("`{}` is a row of this table", code.value);
            report(scope, code.span, message, "not from the library", "move its values to `rows`");
            continue;
        }
        if !all.contains(code.value.as_str()) && !scope.table_may_have(rows.own, code) {
            let found = say::missing(code::TABLE_SHAPE, "code", &holder, code, taken());
            let found = say::spelling(found, code, rows.code_of(code));
            scope.report(say::not_twice(found, |known| rows.own.adds.get(known).is_some()));
        }
        if added.is_empty() && !scope.has_lost(added.span) {
            report(scope, code.span, "`adds` has no value for this row", "empty", "set a column of this table");
        }
        for (column, value) in &added.value {
            let own = rows.own.columns.get(&column.value);
            if own.is_some() {
                columns.value(scope, column, value);
            } else if columns.find(&column.value).is_some() {
                let message = format!("the column `{}` belongs to the library", column.value);
                let help = "change the library, or use `deviation` to record what the page says";
                report(scope, column.span, message, "not a column of this table", help);
            } else {
                if scope.may_hold(rows.own.span, column) {
                    continue;
                }
                let known = rows.own.columns.iter().map(|(name, _)| name.as_str());
                let holder = format!("the own columns of `{name}`");
                scope.report(say::missing(code::TABLE_SHAPE, "column", &holder, column, known));
            }
        }
    }
}

/// The column that constants are named after holds a text in every row.
fn named_after(scope: &Scope<'_>, name: &str, raw: &Sp<Table>, columns: &Columns<'_>) {
    let Some(chosen) = &raw.const_from else { return };
    match columns.find(&chosen.value) {
        None if !scope.table_may_have(raw, chosen) => {
            let holder = format!("the table `{name}`");
            scope.report(say::missing(code::TABLE_SHAPE, "column", &holder, chosen, columns.names()));
        }
        Some((column, is_text)) if !is_text || column.optional => {
            let message = format!("constants cannot be named after `{}`", chosen.value);
            let label = if is_text { "not present in every row" } else { "not text" };
            report(scope, chosen.span, message, label, "use a `string` column that is not optional");
        }
        _ => {}
    }
}

/// Test cards are typed off a page: their check digit finds a slip.
fn card_numbers(scope: &Scope<'_>, rows: Rows<'_>) {
    // What the codes of a library are is not for an API to say, which is reported.
    let Some(kind) = rows.own.codes.as_ref().filter(|_| rows.base.is_none()) else { return };
    let CodeKind::CardNumber = kind.value;
    if scope.is_replaced(kind.span) {
        return;
    }
    for given in rows.own.rows.iter().filter_map(|row| row.get("code")) {
        let Some(number) = given.as_str() else { continue };
        if !is_card_number(number) {
            let label = if number.bytes().all(|byte| byte.is_ascii_digit()) {
                "wrong check digit or length"
            } else {
                "not only digits"
            };
            let message = format!("`{number}` is not a valid card number");
            scope.report(
                Diagnostic::new(code::TABLE_SHAPE, given.span, message)
                    .group(format!("the numbers of cards at {:?}", rows.own.span))
                    .label(label)
                    .help("write 8 to 19 digits, without spaces or dashes"),
            );
        }
    }
}

/// Digits of a card whose last one follows from the others (ISO/IEC 7812).
fn is_card_number(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().rev().map_while(|c| c.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit) {
            (0, digit) => *digit,
            (_, digit @ 0..=4) => digit * 2,
            (_, digit) => digit * 2 - 9,
        })
        .sum();
    digits.len() == text.len() && (8..=19).contains(&digits.len()) && sum.is_multiple_of(10)
}
