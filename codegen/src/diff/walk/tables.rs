//! Code tables, and what APIs say of the codes of a library's table.

use super::super::finder::{Finder, Pairs, Spot, pairs, word_of};
use super::super::table::types as table;
use super::fields::{same_kind, written_kind};
use super::types::spellings;
use crate::ir::{Cell, Check, Column, Constant, Extension, Field, Kind, Module, Row, Rule, Table};

pub(super) fn compare<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a Table, is: &'a Table) {
    // Whether a library has the table follows from its folder.
    let Table { name: _, docs, columns: old, rows: old_rows, codes, lookup, is_shared: _ } = was;
    let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
    finder.own_evidence(spot, "the table", known);
    let spot = spot.clone().known(known.0, known.1);
    columns(finder, &spot, old, &is.columns);
    rows(finder, &spot, (old, &is.columns), (old_rows, &is.rows));
    let codes = (word_of(codes.as_ref()), word_of(is.codes.as_ref()));
    finder.differs(table::TABLE_CODES_CHANGED, &spot.at(&["codes"]), "kind of codes", &codes.0, &codes.1);
    let use_of = |lookup: bool| if lookup { "lookups only" } else { "type of fields" };
    let here = spot.at(&["lookup"]);
    finder.differs(table::TABLE_LOOKUP_CHANGED, &here, "use of the table", use_of(*lookup), use_of(is.lookup));
}

pub(super) fn extension<'a>(
    finder: &mut Finder,
    spot: &Spot<'a>,
    was: &'a Extension,
    is: &'a Extension,
    modules: (&[Module], &[Module]),
) {
    let Extension {
        name,
        library,
        base,
        docs,
        columns: old,
        rows: old_rows,
        constants,
        // The library's own, which are compared there.
        codes: _,
        listed: _,
    } = was;
    let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
    finder.own_evidence(spot, "the table", known);
    let spot = spot.clone().known(known.0, known.1);
    let bases = (format!("{library}/{base}"), format!("{}/{}", is.library, is.base));
    finder.differs(table::TABLE_BASE_CHANGED, &spot.at(&["extends"]), "extended table", &bases.0, &bases.1);
    columns(finder, &spot, old, &is.columns);
    rows(finder, &spot, (old, &is.columns), (old_rows, &is.rows));
    let Pairs { removed, added, .. } = pairs(constants, &is.constants, |constant| constant.name.as_str());
    let here = |constant: &Constant| spot.at(&["adds", &constant.code]);
    for constant in removed {
        finder.removed(table::CONSTANT_REMOVED, &here(constant), &format!("constant `{}`", constant.name));
    }
    for constant in added {
        finder.added(table::CONSTANT_ADDED, &here(constant), &format!("constant `{}`", constant.name));
    }
    accepted(finder, &spot, (accepted_by(modules.0, name), accepted_by(modules.1, &is.name)));
}

/// Which codes requests may send, where a request has any: the rule that each of them has.
fn accepted_by(modules: &[Module], table: &str) -> Option<Vec<String>> {
    let of = |fields: &[Field], rules: &[Rule]| {
        let codes = fields.iter().filter(|field| field.ty.kind == Kind::Table(table.to_owned()));
        let mut names = codes.map(|field| crate::names::accepted_rule(&field.wire));
        names.find_map(|name| {
            rules.iter().find_map(|rule| match &rule.check {
                Check::OneOf { values, .. } if rule.name == name => Some(values.clone()),
                _ => None,
            })
        })
    };
    modules.iter().find_map(|module| {
        let operations = module.operations.iter().find_map(|operation| of(&operation.params, &operation.rules));
        operations.or_else(|| module.objects.iter().find_map(|object| of(&object.fields, &object.rules)))
    })
}

fn accepted(finder: &mut Finder, spot: &Spot<'_>, (was, is): (Option<Vec<String>>, Option<Vec<String>>)) {
    let here = spot.at(&["accepts"]);
    let facts = |codes: &Option<Vec<String>>| codes.as_ref().map_or_else(|| "all".to_owned(), |codes| codes.join(", "));
    let both = (facts(&was), facts(&is));
    let lost = match (&was, &is) {
        (None, None) => return,
        (Some(_), None) => Vec::new(),
        (None, Some(codes)) => vec![format!("all but {}", codes.join(", "))],
        (Some(was), Some(is)) => was.iter().filter(|code| !is.contains(code)).cloned().collect(),
    };
    if !lost.is_empty() {
        let message = format!("requests may no longer send {}", lost.join(", "));
        finder.add(table::CODES_ACCEPTED_TIGHTENED, &here, message, both);
    } else if both.0 != both.1 {
        finder.add(table::CODES_ACCEPTED_LOOSENED, &here, format!("requests may send {}", both.1), both);
    }
}

fn columns(finder: &mut Finder, spot: &Spot<'_>, old: &[Column], new: &[Column]) {
    let Pairs { removed, added, both } = pairs(old, new, |column| column.name.as_str());
    let at = |name: &str| spot.at(&["columns", name]);
    for column in removed {
        finder.removed(table::COLUMN_REMOVED, &at(&column.name), &format!("column `{}`", column.name));
    }
    for column in added {
        finder.added(table::COLUMN_ADDED, &at(&column.name), &format!("column `{}`", column.name));
    }
    for (was, is) in both {
        let Column { name, kind, optional, key, docs: _ } = was;
        let (here, what) = (at(name), format!("column `{name}`"));
        if !same_kind(finder, kind, &is.kind) {
            let what = format!("type of {what}");
            let types = (written_kind(kind), written_kind(&is.kind));
            finder.differs(table::COLUMN_TYPE_CHANGED, &here.at(&["type"]), &what, &types.0, &types.1);
        }
        finder.toggled(
            (table::COLUMN_OPTIONAL, table::COLUMN_CERTAIN),
            &here.at(&["optional"]),
            (*optional, is.optional),
            (&format!("{what} is now optional"), &format!("{what} is now in each row")),
        );
        finder.toggled(
            (table::COLUMN_KEY, table::COLUMN_NOT_KEY),
            &here.at(&["key"]),
            (*key, is.key),
            (&format!("rows can be looked up by {what}"), &format!("rows can no longer be looked up by {what}")),
        );
    }
}

fn rows(
    finder: &mut Finder,
    spot: &Spot<'_>,
    (old_columns, new_columns): (&[Column], &[Column]),
    (old, new): (&[Row], &[Row]),
) {
    let Pairs { removed, added, both } = pairs(old, new, |row| row.code.as_str());
    let at = |code: &str| spot.at(&["rows", &format!("code={code}")]);
    for row in removed {
        finder.removed(table::ROW_REMOVED, &at(&row.code), &format!("row `{}`", row.code));
    }
    for row in added {
        finder.added(table::ROW_ADDED, &at(&row.code), &format!("row `{}`", row.code));
    }
    for (was, is) in both.into_iter().filter(|(was, is)| was != is) {
        // The label repeats a cell; a deviation is documentation.
        let Row { code, constant, label: _, also, cells, deviation: _ } = was;
        let (here, what) = (at(code), format!("row `{code}`"));
        let name = format!("constant of {what}");
        finder.differs(table::ROW_CONSTANT_RENAMED, &here, &name, constant, &is.constant);
        let rules = (table::ROW_SPELLING_ADDED, table::ROW_SPELLING_REMOVED);
        spellings(finder, rules, &here.at(&["also"]), &what, (also, &is.also));
        for (column, cell) in old_columns.iter().zip(cells) {
            let Some(place) = new_columns.iter().position(|other| other.name == column.name) else { continue };
            let Some(now) = is.cells.get(place) else { continue };
            if cell != now {
                let rule = if *now == Cell::Empty { table::CELL_EMPTIED } else { table::CELL_CHANGED };
                let what = format!("`{}` of {what}", column.name);
                finder.differs(rule, &here.at(&[&column.name]), &what, &shown(cell), &shown(now));
            }
        }
    }
}

fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) | Cell::Variant(text) | Cell::Unlisted(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Boolean(is) => is.to_string(),
    }
}
