//! Ids, enums, tables, objects, unions, fields.

use payspec_core::ListStyle;
use serde_json::Value;

use super::{Context, Libraries, docs, required, rule};
use crate::ir::{self, AlsoBy, Cell, Kind};
use crate::names;
use crate::raw::field::{Field, Place};
use crate::raw::unions::{ToldBy, Union, Variant};
use crate::raw::{Phrase, Sp, evidence, types as raw};
use crate::resolve::{lists, times};
use crate::symbols::{Decl, Resolved, Symbols};
use crate::types::{self, Builtin, Shape};

pub(super) fn id(name: &str, raw: &raw::Id) -> ir::Id {
    ir::Id {
        name: name.to_owned(),
        docs: docs::plain(&raw.docs),
        sensitive: raw.sensitive,
        names: Vec::new(),
        object: None,
        example: raw.example.as_ref().and_then(|example| example.as_str()).map(str::to_owned),
    }
}

pub(super) fn enumeration(context: &Context<'_>, name: &str, raw: &raw::Enum) -> ir::Enum {
    let values = raw.values.iter().map(|value| ir::EnumValue {
        rust_name: rust_name(value.rust.as_ref()),
        wire: value.code.value.clone(),
        also: value.also.iter().map(|also| also.value.clone()).collect(),
        docs: deviating(context, &value.docs, value.evidence.as_ref(), value.deviation.as_ref()),
        deprecated: value.deprecated.as_ref().map(|why| why.value.clone()),
        initial: value.initial,
        last: value.last,
        to: value.to.iter().map(|code| code.value.clone()).collect(),
    });
    let docs = deviating(context, &raw.docs, raw.evidence.as_ref(), raw.deviation.as_ref());
    ir::Enum { name: name.to_owned(), docs, values: values.collect(), is_status: raw.is_status(), on_wire: false }
}

fn deviating(
    context: &Context<'_>,
    text: &str,
    evidence: Option<&Sp<evidence::Evidence>>,
    deviation: Option<&Sp<evidence::Deviation>>,
) -> ir::Docs {
    ir::Docs { deviation: docs::deviation(deviation), ..docs::known(text, evidence, context) }
}

/// The name in Rust that a spec gives.
pub(super) fn rust_name(raw: Option<&Sp<evidence::RustName>>) -> Option<String> {
    raw.map(|rust| rust.name.value.clone())
}

fn variant_name(wire: &str, rust: Option<&Sp<evidence::RustName>>) -> String {
    rust.map_or_else(|| names::variant(wire), |rust| rust.name.value.clone())
}

/// The table of a library that a table extends.
fn base<'a>(libraries: &Libraries<'a>, raw: &raw::Table) -> Option<(&'a Sp<raw::Table>, Symbols<'a>)> {
    let (library, table) = raw.extends.as_ref()?.split_once('/')?;
    let symbols = Symbols::of(libraries.get(library)?);
    match symbols.get(table)?.decl {
        Decl::Table(table) => Some((table, symbols)),
        _ => None,
    }
}

/// A table of the API's own.
pub(super) fn table(context: &Context<'_>, name: &str, raw: &raw::Table) -> ir::Table {
    let mut table = plain_table(name, raw, &context.symbols, &context.libraries);
    for row in &mut table.rows {
        row.deviation = deviation(raw, &row.code);
    }
    table.docs = docs::known(&raw.docs, raw.evidence.as_ref(), context);
    table
}

/// A table with what a library can say of it: no vendor, and no evidence next to its own words.
pub(super) fn plain_table(name: &str, raw: &raw::Table, symbols: &Symbols<'_>, libraries: &Libraries<'_>) -> ir::Table {
    let columns = columns_of(raw, symbols);
    let mut rows: Vec<ir::Row> =
        raw.rows.iter().filter_map(|row| lower_row(libraries, raw, row, &columns, symbols)).collect();
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    ir::Table {
        name: name.to_owned(),
        docs: docs::plain(&raw.docs),
        columns,
        rows,
        codes: raw.codes.as_ref().map(|codes| codes.value),
        lookup: raw.lookup,
        is_shared: false,
    }
}

fn deviation(raw: &raw::Table, code: &str) -> Option<ir::Deviation> {
    docs::deviation(raw.deviation.get(code))
}

/// What an API says of the codes of a library's table.
pub(super) fn extension(context: &Context<'_>, name: &str, raw: &raw::Table) -> Option<ir::Extension> {
    let (library, base_name) = raw.extends.as_ref()?.split_once('/')?;
    let (base, symbols) = base(&context.libraries, raw)?;
    let columns = columns_of(raw, &context.symbols);
    let shared = plain_table(base_name, base, &symbols, &context.libraries);
    let own: Vec<ir::Row> =
        raw.rows.iter().filter_map(|row| lower_row(&context.libraries, raw, row, &columns, &context.symbols)).collect();
    let is_accepted = |code: &str| raw.accepted().iter().any(|accepted| accepted.value == code);
    let listed = shared.rows.iter().filter(|row| is_accepted(&row.code)).map(|row| constant(row, true));
    let constants = listed.chain(own.iter().map(|row| constant(row, false))).collect();
    let mut codes: Vec<String> = shared.rows.iter().chain(&own).map(|row| row.code.clone()).collect();
    codes.sort_unstable();
    let listed = shared.rows.iter().map(|row| (row.code.clone(), row.constant.clone())).collect();
    let mut rows: Vec<ir::Row> = shared
        .rows
        .into_iter()
        .map(|row| {
            let added = raw.adds.get(&row.code).map(|added| &added.value);
            let cell =
                |column| added.map_or(Cell::Empty, |row| cell_of(&context.libraries, row, column, &context.symbols));
            ir::Row { cells: columns.iter().map(cell).collect(), ..row }
        })
        .chain(own)
        .map(|row| ir::Row { deviation: deviation(raw, &row.code), ..row })
        .filter(|row| row.deviation.is_some() || row.cells.iter().any(|cell| *cell != Cell::Empty))
        .collect();
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    Some(ir::Extension {
        name: name.to_owned(),
        library: library.to_owned(),
        base: base_name.to_owned(),
        docs: docs::known(&raw.docs, raw.evidence.as_ref(), context),
        columns,
        rows,
        constants,
        codes,
        listed,
    })
}

fn constant(row: &ir::Row, is_listed: bool) -> ir::Constant {
    ir::Constant { name: row.constant.clone(), code: row.code.clone(), label: row.label.clone(), is_listed }
}

/// A column of a table, and whether it is the API's own next to those of a library.
pub(super) fn column(context: &Context<'_>, raw: &raw::Table, name: &str) -> Option<(ir::Column, bool)> {
    let base = base(&context.libraries, raw);
    let of_base = base.as_ref().map(|(table, symbols)| columns_of(table, symbols)).unwrap_or_default();
    let shared = of_base.into_iter().map(|column| (column, false));
    let own = columns_of(raw, &context.symbols).into_iter().map(|column| (column, base.is_some()));
    shared.chain(own).find(|(column, _)| column.name == name)
}

/// The numbers that a column of a table or of its library's has, by code.
pub(super) fn numbers(context: &Context<'_>, table: &str, column: &str) -> Vec<(String, u8)> {
    let Some(Decl::Table(table)) = context.symbols.get(table).map(|symbol| symbol.decl) else { return Vec::new() };
    let base = base(&context.libraries, table).map(|(table, _)| table);
    let rows = base.into_iter().chain([table]).flat_map(|table| table.rows.iter());
    let number = |row: &raw::Row| row.get(column)?.as_u64().and_then(|number| u8::try_from(number).ok());
    let listed = rows.filter_map(|row| Some((row.get("code")?.as_str()?.to_owned(), number(row)?)));
    let added = table.adds.iter().filter_map(|(code, row)| Some((code.value.clone(), number(row)?)));
    listed.chain(added).collect()
}

/// The values of a column that may be sent instead of the codes of a table.
fn also_by(context: &Context<'_>, table: &str, column: &str) -> Option<AlsoBy> {
    let Decl::Table(table) = context.symbols.get(table)?.decl else { return None };
    let base = base(&context.libraries, table).map(|(table, _)| table);
    let rows = base.into_iter().chain([table]).flat_map(|table| table.rows.iter());
    let mut values: Vec<String> = rows.filter_map(|row| Some(row.get(column)?.as_str()?.to_owned())).collect();
    values.sort_unstable();
    Some(AlsoBy { column: column.to_owned(), values })
}

fn columns_of(table: &raw::Table, symbols: &Symbols<'_>) -> Vec<ir::Column> {
    table
        .columns
        .iter()
        .filter_map(|(name, column)| {
            Some(ir::Column {
                name: name.value.clone(),
                kind: kind(symbols, &column.kind)?.kind,
                optional: column.optional,
                key: column.key,
                docs: docs::plain(&column.docs),
            })
        })
        .collect()
}

fn lower_row(
    libraries: &Libraries<'_>,
    table: &raw::Table,
    row: &raw::Row,
    columns: &[ir::Column],
    symbols: &Symbols<'_>,
) -> Option<ir::Row> {
    let code = row.get("code")?.as_str()?.to_owned();
    let also = row.get("also").and_then(|also| also.as_array().cloned()).unwrap_or_default();
    let cells: Vec<Cell> = columns.iter().map(|column| cell_of(libraries, row, column, symbols)).collect();
    let naming = table.const_from.as_ref().map(|column| &column.value);
    let label =
        columns.iter().zip(&cells).filter(|(column, _)| naming != Some(&column.name)).find_map(
            |(_, cell)| match cell {
                Cell::Text(text) => Some(text.clone()),
                _ => None,
            },
        );
    Some(ir::Row {
        constant: table.constant(row)?,
        label,
        also: also.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect(),
        cells,
        deviation: None,
        code,
    })
}

/// What a row holds in a column.
fn cell_of(libraries: &Libraries<'_>, row: &raw::Row, column: &ir::Column, symbols: &Symbols<'_>) -> Cell {
    let value = row.iter().find(|(name, _)| **name == column.name).map(|(_, value)| &value.value);
    match (value, &column.kind) {
        (Some(Value::String(text)), Kind::Enum(name) | Kind::Table(name)) => {
            let declared = symbols.get(name).map(|symbol| symbol.decl);
            declared.and_then(|declared| constant_of(libraries, declared, text)).unwrap_or(Cell::Empty)
        }
        (Some(Value::String(text)), _) => Cell::Text(text.clone()),
        (Some(Value::Number(number)), _) => number.as_i64().map_or(Cell::Empty, Cell::Integer),
        (Some(Value::Bool(boolean)), _) => Cell::Boolean(*boolean),
        _ => Cell::Empty,
    }
}

/// The variant or constant of a code.
fn constant_of(libraries: &Libraries<'_>, declared: Decl<'_>, code: &str) -> Option<Cell> {
    match declared {
        Decl::Enum(declared) => {
            let value = declared.values.iter().find(|value| value.code.value == code)?;
            Some(Cell::Variant(variant_name(&value.code, value.rust.as_ref())))
        }
        Decl::Table(declared) => {
            let find = |table: &raw::Table| {
                let row =
                    table.rows.iter().find(|row| row.get("code").is_some_and(|own| own.as_str() == Some(code)))?;
                table.constant(row)
            };
            let base = base(libraries, declared).map(|(table, _)| table);
            match base.and_then(|base| find(base)) {
                Some(constant) => Some(Cell::Variant(constant)),
                None if base.is_some() => find(declared).map(Cell::Unlisted),
                None => find(declared).map(Cell::Variant),
            }
        }
        _ => None,
    }
}

pub(super) fn object(context: &Context<'_>, name: &str, raw: &raw::Object) -> ir::Object {
    ir::Object {
        name: name.to_owned(),
        docs: termed(context, &raw.docs, raw.evidence.as_ref(), raw.vendor_term.as_ref()),
        required_evidence: raw.required_evidence.as_ref().map(|known| docs::evidence(known, context)),
        rules: rule::lower_all(context, &raw.rules),
        warnings: rule::lower_warnings(context, &raw.rules),
        fields: Vec::new(),
        unenveloped: raw.unenveloped.iter().map(|member| member.value.clone()).collect(),
        in_request: false,
        in_response: false,
        in_json_list: false,
        refusal: None,
        identity: identity(context, name, raw),
        refetch: None,
    }
}

/// The field that identifies an object: the one that its resource names, or else the first id that it guarantees.
fn identity(context: &Context<'_>, name: &str, raw: &raw::Object) -> Option<(ir::FieldName, String)> {
    let (wire, field) = crate::resolve::identity(&context.symbols, context.object_ids.get(name).copied(), raw)?;
    let name = ir::FieldName { wire: wire.to_owned(), rust_name: rust_name(field.rust.as_ref()) };
    Some((name, field.kind.value.clone()))
}

pub(super) fn union(context: &Context<'_>, name: &str, raw: &Union) -> ir::Union {
    ir::Union {
        name: name.to_owned(),
        docs: termed(context, &raw.docs, raw.evidence.as_ref(), raw.vendor_term.as_ref()),
        tagging: tagging(raw),
        fields: required::fields(context, &raw.fields, None),
        variants: raw.variants.iter().map(|(tag, variant)| union_variant(context, name, tag, variant)).collect(),
        in_request: false,
        in_response: false,
    }
}

fn tagging(raw: &Union) -> ir::Tagging {
    let tag = || raw.tag.as_ref().map(|tag| tag.value.clone()).unwrap_or_default();
    match raw.told_by() {
        ToldBy::Tag => ir::Tagging::Inside(tag()),
        ToldBy::Sibling => ir::Tagging::Beside(tag()),
        ToldBy::Member => ir::Tagging::Member,
    }
}

fn union_variant(context: &Context<'_>, union: &str, tag: &str, raw: &Variant) -> ir::Variant {
    ir::Variant {
        tag: tag.to_owned(),
        object: ir::Object {
            name: names::of_variant(union, &variant_name(tag, raw.rust.as_ref())),
            docs: termed(context, &raw.docs, raw.evidence.as_ref(), raw.vendor_term.as_ref()),
            required_evidence: None,
            rules: rule::lower_all(context, &raw.rules),
            warnings: rule::lower_warnings(context, &raw.rules),
            fields: required::fields(context, &raw.fields, None),
            unenveloped: Vec::new(),
            in_request: false,
            in_response: false,
            in_json_list: false,
            refusal: None,
            identity: None,
            refetch: None,
        },
        rust_name: rust_name(raw.rust.as_ref()),
        boxed: false,
        deprecated: raw.deprecated.as_ref().map(|why| why.value.clone()),
    }
}

/// Docs with the vendor's term.
fn termed(
    context: &Context<'_>,
    text: &str,
    evidence: Option<&Sp<evidence::Evidence>>,
    term: Option<&Phrase>,
) -> ir::Docs {
    ir::Docs { vendor_term: docs::term(term), ..docs::known(text, evidence, context) }
}

pub(super) fn field(context: &Context<'_>, wire: &str, raw: &Field) -> Option<ir::Field> {
    let ty = kind(&context.symbols, &raw.kind)?;
    let hides_itself = match &ty.kind {
        Kind::Builtin(Builtin::CardNumber | Builtin::Secret) => true,
        Kind::Id(name) => matches!(context.symbols.get(name).map(|s| s.decl), Some(Decl::Id(id)) if id.sensitive),
        _ => false,
    };
    let is_time = ty.kind == Kind::Builtin(Builtin::DateTime);
    let told_by = match &ty.kind {
        Kind::Union(name) => context.symbols.union(name).and_then(|union| union.tag_beside()),
        _ => None,
    };
    let told_by = told_by.map(|tag| tag.value.clone());
    Some(ir::Field {
        wire: wire.to_owned(),
        rust_name: rust_name(raw.rust.as_ref()),
        also: raw.also.iter().map(|other| other.value.clone()).collect(),
        also_by: raw.also_by.as_ref().and_then(|column| also_by(context, ty.kind.declared()?, column)),
        ty,
        required: raw.required || raw.guaranteed,
        required_evidence: None,
        guaranteed: raw.guaranteed,
        boxed: false,
        sensitive: raw.sensitive && !hides_itself,
        in_path: raw.place.as_ref().is_some_and(|place| place.value == Place::Path),
        nullable: raw.nullable,
        json_text: raw.json_text,
        object_lists: lists::of(Some(context.api), raw)
            .filter(|_| lists::is_of_objects(&context.symbols, &raw.kind))
            .map(|style| style.value),
        commas: context.api.lists.as_ref().is_some_and(|lists| lists.value == ListStyle::Commas),
        nested: raw.nested,
        told_by,
        major: None,
        lower_case: false,
        unix: times::of(Some(context.api), raw).filter(|_| is_time),
        compact: raw.compact.as_ref().map(|compact| compact.value),
        format: raw.format.as_ref().map(|format| format.value),
        example: raw.example.as_ref().map(|example| example.value.clone()),
        docs: ir::Docs {
            deviation: docs::deviation(raw.deviation.as_ref()),
            ..termed(context, &raw.docs, raw.evidence.as_ref(), raw.vendor_term.as_ref())
        },
        deprecated: raw.deprecated.as_ref().map(|why| why.value.clone()),
    })
}

/// The type of an expression.
pub(super) fn kind(symbols: &Symbols<'_>, text: &str) -> Option<ir::Type> {
    let expression = types::parse(text)?;
    if expression.shape == Shape::Expandable {
        return Some(ir::Type { kind: Kind::Expandable(expression.name.to_owned()), list: false });
    }
    let kind = match symbols.resolve(expression.name)? {
        Resolved::Builtin(builtin) => Kind::Builtin(builtin),
        Resolved::Declared(symbol) => {
            let name = symbol.name.to_owned();
            match symbol.decl {
                Decl::Id(_) => Kind::Id(name),
                Decl::Enum(_) => Kind::Enum(name),
                Decl::Table(_) => Kind::Table(name),
                Decl::Object(_) => Kind::Object(name),
                Decl::Union(_) => Kind::Union(name),
            }
        }
    };
    let kind = if expression.shape == Shape::Map { Kind::Map(Box::new(kind)) } else { kind };
    Some(ir::Type { kind, list: matches!(expression.shape, Shape::List | Shape::Search) })
}
