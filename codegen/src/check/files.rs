//! Files of the portal: amounts can be read and written, and each column is distinguished from the others.

use std::collections::HashMap;

use super::say;
use super::scope::Scope;
use super::types::{Known, describe};
use crate::diag::code::Code;
use crate::diag::{Diagnostic, code};
use crate::raw::field::Field;
use crate::raw::file::{AmountUnit, Amounts, Direction, File};
use crate::raw::{Sp, types as raw};
use crate::source::Span;
use crate::symbols::Decl;
use crate::types::{Builtin, Shape};

/// More decimals than any currency has.
pub(super) const MAX_DECIMALS: u8 = 9;

pub(super) fn check(scope: &Scope<'_>) {
    for (name, file) in scope.set.files.iter().flat_map(|(_, document)| document.files.iter()) {
        not_empty(scope, name, file);
        names(scope, file);
        amounts(scope, name, file);
        for (_, column) in &file.columns {
            currency(scope, file, column);
            words(scope, column);
        }
        rules(scope, file);
    }
}

fn report(scope: &Scope<'_>, span: Span, message: impl Into<String>, label: &str, help: &str) {
    scope.report(Diagnostic::new(code::FILE_FORMAT, span, message).label(label).help(help));
}

fn is(scope: &Scope<'_>, column: &Field, builtin: Builtin) -> bool {
    Known::of(scope, &column.kind).is_some_and(|known| known.builtin() == Some(builtin) && known.shape == Shape::One)
}

fn not_empty(scope: &Scope<'_>, name: &Sp<String>, file: &Sp<File>) {
    if file.columns.is_empty() && !scope.has_lost(file.span) {
        let message = format!("the file `{}` has no columns", name.value);
        report(scope, name.span, message, "empty", "list its columns in order");
    }
}

/// Readers find columns whatever the case of their letters.
fn names(scope: &Scope<'_>, file: &File) {
    let mut seen: HashMap<String, &Sp<String>> = HashMap::new();
    let keys = file.columns.iter().map(|(name, _)| name);
    for name in keys.chain(file.columns.iter().flat_map(|(_, column)| column.also.iter())) {
        let Some(first) = seen.insert(name.to_lowercase(), name) else { continue };
        // The very same name is another check's business.
        if first.value != name.value {
            let message = format!("the columns `{}` and `{}` differ only in case", first.value, name.value);
            scope.report(
                Diagnostic::new(code::DUPLICATE_WIRE_NAME, name.span, message)
                    .label("same name when read")
                    .also(first.span, "first defined here")
                    .help("headers are read case-insensitively: remove one of them"),
            );
        }
    }
}

fn amounts(scope: &Scope<'_>, name: &Sp<String>, file: &Sp<File>) {
    let with_amount = file.columns.iter().find(|(_, column)| is(scope, column, Builtin::Amount));
    // A column whose type is not known may be an amount.
    let all_known = file.columns.iter().all(|(_, column)| Known::of(scope, &column.kind).is_some());
    match (&file.amounts, with_amount) {
        (None, Some((_, column))) if !scope.misspelt("amounts", file.span) => scope.report(
            Diagnostic::new(
                code::FILE_FORMAT,
                name.span,
                format!("the file `{}` does not specify how it writes amounts", name.value),
            )
            .label("missing `amounts`")
            .also(column.kind.span, "an amount")
            .help("add `amounts: { unit: minor, decimals: 2 }`, or `unit: major` for `12.50`"),
        ),
        (Some(amounts), None) if !scope.has_lost(file.span) && all_known && !file.columns.is_empty() => {
            report(scope, amounts.span, "no column holds an amount", "has no effect", "remove `amounts`");
        }
        _ => {}
    }
    if let Some(amounts) = &file.amounts {
        look(scope, amounts);
    }
    one_table(scope, file);
}

/// The decimals of all amounts are looked up in one table.
fn one_table(scope: &Scope<'_>, file: &File) {
    let amounts = file.columns.iter().filter(|(_, column)| is(scope, column, Builtin::Amount));
    let mut tables = amounts.filter_map(|(_, column)| {
        let currency = column.currency.as_ref()?;
        let kind = &file.columns.get(&currency.value)?.kind;
        let symbol = Known::of(scope, kind)?.declared()?;
        matches!(symbol.decl, Decl::Table(_)).then_some((currency, kind))
    });
    let Some((first, table)) = tables.next() else { return };
    if let Some((other, _)) = tables.find(|(_, other)| other.value != table.value) {
        scope.report(
            Diagnostic::new(code::FILE_FORMAT, other.span, "the currencies of a file must be codes of one table")
                .label("a code of another table")
                .also(first.span, format!("a code of `{}`", table.value))
                .help("give both columns the same type"),
        );
    }
}

/// How many decimals amounts have is said once; `unit` is the span of what needs it, `amounts` that of the whole.
pub(super) fn decimals_once(
    scope: &Scope<'_>,
    code: &'static Code,
    unit: Span,
    amounts: Span,
    decimals: Option<&Sp<u8>>,
    column: Option<&Sp<String>>,
) {
    let report = |span, message: &str, label: &str, help: &str| {
        scope.report(Diagnostic::new(code, span, message).label(label).help(help));
    };
    match (decimals, column) {
        (None, None) if scope.misspelt("decimals", amounts) => {}
        (None, None) if scope.misspelt("decimals_column", amounts) => {}
        (None, None) => report(
            unit,
            "the decimals of amounts are not specified",
            "missing `decimals` or `decimals_column`",
            "add `decimals: 2`, or `decimals_column` with a column of the currency table",
        ),
        (Some(_), Some(column)) => report(
            column.span,
            "both `decimals` and `decimals_column` are set",
            "redundant",
            "keep `decimals` if it is the same for all amounts, `decimals_column` if it depends on the currency",
        ),
        (Some(decimals), None) if decimals.value > MAX_DECIMALS => {
            report(
                decimals.span,
                "too many decimals for a currency",
                "too many",
                "most currencies have 2, none more than 4",
            );
        }
        _ => {}
    }
}

fn look(scope: &Scope<'_>, amounts: &Sp<Amounts>) {
    decimals_once(
        scope,
        code::FILE_FORMAT,
        amounts.unit.span,
        amounts.span,
        amounts.decimals.as_ref(),
        amounts.decimals_column.as_ref(),
    );
    match (amounts.unit.value, &amounts.mark) {
        (AmountUnit::Major, None) if !scope.misspelt("mark", amounts.span) => report(
            scope,
            amounts.unit.span,
            "the decimal mark is not specified",
            "missing `mark`",
            "add `mark: dot` for `12.50` or `mark: comma` for `12,50`",
        ),
        (AmountUnit::Minor, Some(mark)) => {
            report(scope, mark.span, "minor units have no decimal mark", "no decimals", "remove `mark`");
        }
        _ => {}
    }
}

/// Which column has the currency of an amount.
fn currency(scope: &Scope<'_>, file: &Sp<File>, column: &Sp<Field>) {
    let of_currency = file.amounts.as_ref().and_then(|amounts| amounts.decimals_column.as_ref());
    let is_amount = is(scope, column, Builtin::Amount);
    let Some(currency) = &column.currency else {
        if let Some(decimals) = of_currency.filter(|_| is_amount && !scope.misspelt("currency", column.span)) {
            scope.report(
                Diagnostic::new(code::FILE_FORMAT, column.kind.span, "the amount does not specify its currency")
                    .label("missing `currency`")
                    .also(decimals.span, "its decimals depend on it")
                    .help("add `currency:` with the name of the column that holds it"),
            );
        }
        return;
    };
    let (message, help) = if !is_amount && Known::of(scope, &column.kind).is_some() {
        ("only an amount has a currency", "remove `currency`")
    } else if let (None, Some(amounts)) = (of_currency, &file.amounts)
        // That neither the decimals nor a column of them are given is reported there.
        && amounts.decimals.is_some()
        && !scope.misspelt("decimals_column", amounts.span)
    {
        ("the decimals do not depend on a currency here", "remove `currency`, or set `decimals_column`")
    } else {
        return currency_column(scope, file, currency, of_currency);
    };
    report(scope, currency.span, message, "has no effect here", help);
}

fn currency_column(scope: &Scope<'_>, file: &Sp<File>, currency: &Sp<String>, decimals: Option<&Sp<String>>) {
    let Some(holder) = file.columns.get(&currency.value) else {
        if !scope.may_hold(file.span, currency) {
            let names = file.columns.iter().map(|(name, _)| name.as_str());
            scope.report(say::unknown(code::UNKNOWN_REFERENCE, "column", currency, names));
        }
        return;
    };
    let Some(known) = Known::of(scope, &holder.kind) else { return };
    let table = known.declared().and_then(|symbol| match symbol.decl {
        Decl::Table(table) if known.shape == Shape::One => Some(table),
        _ => None,
    });
    let Some(table) = table else {
        scope.report(
            Diagnostic::new(code::FILE_FORMAT, currency.span, "the currency of an amount must be a code of a table")
                .label(format!("`{}` is {}", currency.value, describe(known)))
                .also(holder.kind.span, "its type")
                .help("name a column with a table of currencies"),
        );
        return;
    };
    if let Some(decimals) = decimals {
        decimals_column(scope, code::FILE_FORMAT, table, decimals);
    }
}

/// The column with the decimals is there and holds numbers; otherwise `code` is reported.
pub(super) fn decimals_column(scope: &Scope<'_>, code: &'static Code, table: &Sp<raw::Table>, decimals: &Sp<String>) {
    let base = table.extends.as_ref().and_then(|path| scope.libraries.table(path));
    let columns: Vec<_> = base.into_iter().chain([table]).flat_map(|table| table.columns.iter()).collect();
    match columns.iter().find(|(name, _)| name.value == decimals.value) {
        Some((_, column)) if Builtin::find(&column.kind) == Some(Builtin::Integer) => {}
        // A type that could not be read, or that is unknown, is reported at the column.
        Some((_, column)) if scope.has_lost(column.span) || scope.symbols.resolve(&column.kind).is_none() => {}
        Some((_, column)) => scope.report(
            Diagnostic::new(code, decimals.span, format!("`{}` does not hold numbers", decimals.value))
                .label("expected a number of decimals")
                .also(column.kind.span, "its type")
                .help("name a column of type `integer`, or give this one that type"),
        ),
        None if !scope.table_may_have(table, decimals) => {
            let names = columns.iter().map(|(name, _)| name.as_str());
            scope.report(say::unknown(code::UNKNOWN_REFERENCE, "column", decimals, names));
        }
        None => {}
    }
}

fn words(scope: &Scope<'_>, column: &Field) {
    let Some(words) = &column.words else { return };
    if Known::of(scope, &column.kind).is_some() && !is(scope, column, Builtin::Boolean) {
        scope.report(
            Diagnostic::new(code::FILE_FORMAT, words.span, "only a boolean has words for true and false")
                .label("specifies how true and false are written")
                .also(column.kind.span, "not a boolean")
                .help("make the type `boolean`, or remove `words`"),
        );
    }
    let (yes, no) = (words.if_true.trim().to_lowercase(), words.if_false.trim().to_lowercase());
    if (yes == no || yes.is_empty() || no.is_empty()) && !scope.has_lost(words.span) {
        let help = "write each word as it appears in the file; case is ignored, and a blank cell means no value";
        report(
            scope,
            words.if_false.span,
            "the words for true and false are the same, or blank",
            "the same, or blank",
            help,
        );
    }
}

fn rules(scope: &Scope<'_>, file: &File) {
    // Where columns are those of a file that is written, that is told.
    let is_written = file.columns.iter().any(|(_, column)| column.required);
    if let (Direction::Read, Some(first), false) = (file.direction.value, file.rules.first(), is_written) {
        scope.report(
            Diagnostic::new(code::FILE_FORMAT, first.name.span, "a file that is only read has no rules")
                .label("never checked")
                .also(file.direction.span, "only rows that are written are checked")
                .help("remove the rule, or describe rows in `docs`"),
        );
    }
}
