//! Ids, enums, tables, objects, unions, fields.

use std::collections::HashMap;

use serde_json::Value;

use super::{Context, docs, rule};
use crate::ir::{self, Cell, Kind};
use crate::names;
use crate::raw::field::{Field, Place};
use crate::raw::unions::{Union, Variant};
use crate::raw::{Phrase, Sp, evidence, types as raw};
use crate::symbols::{Decl, Resolved, Symbols};
use crate::types::{self, Builtin, Shape};

pub(super) fn id(name: &str, raw: &raw::Id) -> ir::Id {
    ir::Id {
        rust: name.to_owned(),
        docs: docs::plain(&raw.docs),
        sensitive: raw.sensitive,
        names: Vec::new(),
        object: None,
        example: raw.example.as_ref().and_then(|example| example.as_str()).map(str::to_owned),
    }
}

pub(super) fn enumeration(context: &Context<'_>, name: &str, raw: &raw::Enum) -> ir::Enum {
    let rust_of: HashMap<&str, String> =
        raw.values.iter().map(|value| (value.code.as_str(), variant_name(&value.code, value.rust.as_ref()))).collect();
    let values = raw.values.iter().map(|value| ir::EnumValue {
        rust: variant_name(&value.code, value.rust.as_ref()),
        wire: value.code.value.clone(),
        also: value.also.iter().map(|also| also.value.clone()).collect(),
        docs: deviating(context, &value.docs, value.evidence.as_ref(), value.deviation.as_ref()),
        deprecated: value.deprecated.as_ref().map(|why| why.value.clone()),
        initial: value.initial,
        last: value.last,
        to: value.to.iter().filter_map(|code| rust_of.get(code.as_str()).cloned()).collect(),
    });
    let docs = deviating(context, &raw.docs, raw.evidence.as_ref(), raw.deviation.as_ref());
    ir::Enum { rust: name.to_owned(), docs, values: values.collect(), is_status: raw.is_status(), on_wire: false }
}

fn deviating(
    context: &Context<'_>,
    text: &str,
    evidence: Option<&Sp<evidence::Evidence>>,
    deviation: Option<&Sp<evidence::Deviation>>,
) -> ir::Docs {
    ir::Docs { deviation: docs::deviation(deviation), ..docs::known(text, evidence, context) }
}

fn variant_name(wire: &str, rust: Option<&Sp<evidence::RustName>>) -> String {
    rust.map_or_else(|| names::variant(wire), |rust| rust.name.value.clone())
}

/// The enums of a library that a table takes over with its columns.
pub(super) fn library_enums(context: &Context<'_>, raw: &raw::Table) -> Vec<ir::Enum> {
    let Some((table, symbols)) = base(context, raw) else { return Vec::new() };
    let declared = table.columns.iter().filter_map(|(_, column)| match symbols.get(&column.kind)?.decl {
        Decl::Enum(declared) => Some(enumeration(context, &column.kind, declared)),
        _ => None,
    });
    declared.collect()
}

/// The table of a library that a table extends.
fn base<'a>(context: &Context<'a>, raw: &raw::Table) -> Option<(&'a Sp<raw::Table>, Symbols<'a>)> {
    let (library, table) = raw.extends.as_ref()?.split_once('/')?;
    let symbols = Symbols::of(context.libraries.get(library)?);
    match symbols.get(table)?.decl {
        Decl::Table(table) => Some((table, symbols)),
        _ => None,
    }
}

pub(super) fn table(context: &Context<'_>, name: &str, raw: &raw::Table) -> ir::Table {
    let base = base(context, raw);
    let mut columns = Vec::new();
    let mut rows: Vec<ir::Row> = Vec::new();
    if let Some((table, symbols)) = &base {
        columns = columns_of(table, symbols);
        rows.extend(table.rows.iter().filter_map(|row| lower_row(context, table, row, &columns, &[symbols])));
    }
    columns.extend(columns_of(raw, &context.symbols));
    // The enum of a library's column is declared in the library.
    let symbols: Vec<_> = std::iter::once(&context.symbols).chain(base.as_ref().map(|(_, symbols)| symbols)).collect();
    for row in &mut rows {
        let added = raw.adds.get(&row.code).map(|added| &added.value);
        let own = columns.iter().skip(row.cells.len());
        row.cells.extend(own.map(|column| added.map_or(Cell::Empty, |row| cell_of(context, row, column, &symbols))));
    }
    rows.extend(raw.rows.iter().filter_map(|row| lower_row(context, raw, row, &columns, &symbols)));
    for row in &mut rows {
        row.deviation = docs::deviation(raw.deviation.get(&row.code));
    }
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    let mut docs = docs::known(&raw.docs, raw.evidence.as_ref(), context);
    if let Some((table, _)) = &base {
        docs.text.push_str(&format!("\n\n{}", table.docs.trim()));
    }
    let codes = raw.codes.as_ref().map(|codes| codes.value);
    ir::Table { rust: name.to_owned(), docs, columns, rows, codes, lookup: raw.lookup }
}

/// The columns of a table, those of its library first.
pub(super) fn all_columns(context: &Context<'_>, raw: &raw::Table) -> Vec<ir::Column> {
    let base = base(context, raw);
    let of_base = base.as_ref().map(|(table, symbols)| columns_of(table, symbols));
    of_base.unwrap_or_default().into_iter().chain(columns_of(raw, &context.symbols)).collect()
}

fn columns_of(table: &raw::Table, symbols: &Symbols<'_>) -> Vec<ir::Column> {
    table
        .columns
        .iter()
        .filter_map(|(name, column)| {
            Some(ir::Column {
                rust: names::field(name),
                kind: kind(symbols, &column.kind)?.kind,
                optional: column.optional,
                key: column.key,
                docs: docs::plain(&column.docs),
            })
        })
        .collect()
}

fn lower_row(
    context: &Context<'_>,
    table: &raw::Table,
    row: &raw::Row,
    columns: &[ir::Column],
    symbols: &[&Symbols<'_>],
) -> Option<ir::Row> {
    let code = row.get("code")?.as_str()?.to_owned();
    let also = row.get("also").and_then(|also| also.as_array().cloned()).unwrap_or_default();
    let cells: Vec<Cell> = columns.iter().map(|column| cell_of(context, row, column, symbols)).collect();
    let naming = table.const_from.as_ref().map(|column| names::field(column));
    let label =
        columns.iter().zip(&cells).filter(|(column, _)| naming.as_ref() != Some(&column.rust)).find_map(|(_, cell)| {
            match cell {
                Cell::Text(text) => Some(text.clone()),
                _ => None,
            }
        });
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
fn cell_of(context: &Context<'_>, row: &raw::Row, column: &ir::Column, symbols: &[&Symbols<'_>]) -> Cell {
    let value = row.iter().find(|(name, _)| names::field(name) == column.rust).map(|(_, value)| &value.value);
    match (value, &column.kind) {
        (Some(Value::String(text)), Kind::Enum(name) | Kind::Table(name)) => {
            let declared = symbols.iter().find_map(|symbols| symbols.get(name)).map(|symbol| symbol.decl);
            declared.and_then(|declared| constant_of(context, declared, text)).map_or(Cell::Empty, Cell::Variant)
        }
        (Some(Value::String(text)), _) => Cell::Text(text.clone()),
        (Some(Value::Number(number)), _) => number.as_i64().map_or(Cell::Empty, Cell::Integer),
        (Some(Value::Bool(boolean)), _) => Cell::Boolean(*boolean),
        _ => Cell::Empty,
    }
}

/// The variant or constant of a code.
fn constant_of(context: &Context<'_>, declared: Decl<'_>, code: &str) -> Option<String> {
    match declared {
        Decl::Enum(declared) => {
            let value = declared.values.iter().find(|value| value.code.value == code)?;
            Some(variant_name(&value.code, value.rust.as_ref()))
        }
        Decl::Table(declared) => {
            let base = base(context, declared).map(|(table, _)| table);
            base.into_iter().chain([declared]).find_map(|table| {
                let row =
                    table.rows.iter().find(|row| row.get("code").is_some_and(|own| own.as_str() == Some(code)))?;
                table.constant(row)
            })
        }
        _ => None,
    }
}

pub(super) fn object(context: &Context<'_>, name: &str, raw: &raw::Object) -> ir::Object {
    ir::Object {
        rust: name.to_owned(),
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
        refetch: None,
    }
}

pub(super) fn union(context: &Context<'_>, name: &str, raw: &Union) -> ir::Union {
    ir::Union {
        rust: name.to_owned(),
        variants_enum: names::variants(name),
        docs: termed(context, &raw.docs, raw.evidence.as_ref(), raw.vendor_term.as_ref()),
        tag: raw.tag.value.clone(),
        fields: raw.fields.iter().filter_map(|(wire, raw)| field(context, wire, raw)).collect(),
        variants: raw.variants.iter().map(|(tag, variant)| union_variant(context, name, tag, variant)).collect(),
    }
}

fn union_variant(context: &Context<'_>, union: &str, tag: &str, raw: &Variant) -> ir::Variant {
    let rust = variant_name(tag, raw.rust.as_ref());
    ir::Variant {
        tag: tag.to_owned(),
        object: ir::Object {
            rust: names::of_variant(union, &rust),
            docs: termed(context, &raw.docs, raw.evidence.as_ref(), raw.vendor_term.as_ref()),
            required_evidence: None,
            rules: Vec::new(),
            warnings: Vec::new(),
            fields: raw.fields.iter().filter_map(|(wire, raw)| field(context, wire, raw)).collect(),
            unenveloped: Vec::new(),
            in_request: false,
            in_response: false,
            in_json_list: false,
            refusal: None,
            refetch: None,
        },
        rust,
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
    let rust = raw.rust.as_ref().map_or_else(|| names::field(wire), |rust| rust.name.value.clone());
    let hides_itself = match &ty.kind {
        Kind::Builtin(Builtin::CardNumber | Builtin::Secret) => true,
        Kind::Id(name) => matches!(context.symbols.get(name).map(|s| s.decl), Some(Decl::Id(id)) if id.sensitive),
        _ => false,
    };
    Some(ir::Field {
        wire: wire.to_owned(),
        rust,
        also: raw.also.iter().map(|other| other.value.clone()).collect(),
        ty,
        required: raw.required || raw.guaranteed,
        required_evidence: None,
        guaranteed: raw.guaranteed,
        boxed: false,
        sensitive: raw.sensitive && !hides_itself,
        in_path: raw.place.as_ref().is_some_and(|place| place.value == Place::Path),
        nullable: raw.nullable,
        json_text: raw.json_text,
        nested: raw.nested,
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
    Some(ir::Type { kind, list: expression.shape != Shape::One })
}
