//! Files of the portal.

use super::super::finder::{Finder, Pairs, Spot, Way, pairs, word};
use super::super::table::files as table;
use super::{fields, of_all, rules};
use crate::ir::file::{Amounts, Column, Decimals, File};
use crate::ir::{Api, Field};

pub(super) fn compare(finder: &mut Finder, before: &Api, after: &Api) {
    let (old, new) = (of_all(&before.modules, |m| &m.files), of_all(&after.modules, |m| &m.files));
    let Pairs { removed, added, both } = pairs(&old, &new, |(_, file)| file.name.as_str());
    let spot = |was: &(&str, &File), is: &(&str, &File)| {
        let way = |(source, file): &(&str, &File)| Way::of(source, &["files", &file.name]);
        let spot = Spot::of(format!("file {}", was.1.name), way(was), way(is));
        // One of the two directions: what is written and refused, and what is read.
        Spot { sent: was.1.written, read: !was.1.written, ..spot }
    };
    for file in removed {
        finder.removed(table::FILE_REMOVED, &spot(file, file), "the file");
    }
    for file in added {
        finder.added(table::FILE_ADDED, &spot(file, file), "the file");
    }
    for (was, is) in both {
        let known = (was.1.docs.evidence.as_ref(), is.1.docs.evidence.as_ref());
        let here = spot(was, is);
        finder.own_evidence(&here, "the file", known);
        let here = here.known(known.0, known.1);
        one(finder, &here, was.1, is.1);
    }
}

fn one<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a File, is: &'a File) {
    let File {
        name: _,
        docs: _,
        written,
        separator,
        separator_evidence,
        amounts: old_amounts,
        columns: old,
        rules: old_rules,
    } = was;
    let direction = |written: bool| if written { "written" } else { "read" };
    let here = spot.at(&["direction"]);
    finder.differs(table::FILE_DIRECTION_CHANGED, &here, "direction", direction(*written), direction(is.written));
    let known = (separator_evidence.as_ref(), is.separator_evidence.as_ref());
    let here = spot.at(&["separator"]).known(known.0, known.1);
    let separators = (word(separator), word(&is.separator));
    finder.differs(table::FILE_SEPARATOR_CHANGED, &here, "separator", &separators.0, &separators.1);
    finder.own_evidence(&here, "the separator", known);
    let known = (old_amounts.evidence.as_ref(), is.amounts.evidence.as_ref());
    let here = spot.at(&["amounts"]).known(known.0, known.1);
    let facts = (amounts(old_amounts), amounts(&is.amounts));
    finder.differs(table::FILE_AMOUNTS_CHANGED, &here, "format of amounts", &facts.0, &facts.1);
    finder.own_evidence(&here, "the format of amounts", known);
    columns(finder, &spot.at(&["columns"]), (old, *written), &is.columns);
    rules::lists(finder, spot, (old_rules, &[]), (&is.rules, &[]));
}

fn amounts(amounts: &Amounts) -> String {
    // Whether the unit is a guess is its evidence.
    let Amounts { unit, inferred: _, evidence: _, mark, decimals: count } = amounts;
    format!("{} units, {} decimals after {}", word(unit), decimals(count), word(mark))
}

/// How many decimals an amount has, in short.
pub(super) fn decimals(decimals: &Decimals) -> String {
    match decimals {
        Decimals::Fixed(count) => count.to_string(),
        Decimals::Column { table, column, optional: _, is_own: _ } => format!("{table}.{column}"),
    }
}

fn columns<'a>(finder: &mut Finder, spot: &Spot<'a>, (old, written): (&'a [Column], bool), new: &'a [Column]) {
    let Pairs { removed, added, both } = pairs(old, new, |column| column.field.wire.as_str());
    for column in removed {
        let here = spot.at(&[&column.field.wire]);
        finder.removed(table::FILE_COLUMN_REMOVED, &here, &format!("column `{}`", column.field.wire));
    }
    for column in added {
        let is_needed = written || column.field.required;
        let rule = if is_needed { table::FILE_COLUMN_REQUIRED_ADDED } else { table::FILE_COLUMN_ADDED };
        finder.added(rule, &spot.at(&[&column.field.wire]), &format!("column `{}`", column.field.wire));
    }
    let order = |columns: &[Column], others: &[Column]| -> Vec<String> {
        let is_kept = |column: &&Column| others.iter().any(|other| other.field.wire == column.field.wire);
        columns.iter().filter(is_kept).map(|column| column.field.wire.clone()).collect()
    };
    let orders = (order(old, new), order(new, old));
    finder.differs(table::FILE_COLUMNS_REORDERED, spot, "order of the columns", &orders.0, &orders.1);
    for (was, is) in both {
        let Column { field, currency, words } = was;
        let here = spot.at(&[&field.wire]);
        let what = |what: &str| format!("{what} of column `{}`", field.wire);
        let of = |columns: &[Column], at: &Option<usize>| -> Option<String> {
            at.and_then(|at| columns.get(at)).map(|column| column.field.wire.clone())
        };
        let facts = (of(old, currency), of(new, &is.currency));
        finder.differs(table::FILE_CURRENCY_CHANGED, &here.at(&["currency"]), &what("currency"), &facts.0, &facts.1);
        finder.differs(table::FILE_WORDS_CHANGED, &here.at(&["words"]), &what("words"), words, &is.words);
        let (was, is): (&[Field], &[Field]) = (std::slice::from_ref(field), std::slice::from_ref(&is.field));
        fields::compare(finder, &fields::COLUMNS, spot, was, is);
    }
}
