//! Finding rows by a code, by words, or by what resembles a code.

use super::table::{Row, Table};

/// A row that was found.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) table: &'static Table,
    pub(crate) row: &'static Row,
}

/// The rows that a query finds: those whose code it is; otherwise those whose texts have all of its words; otherwise those
/// of which the meaning of a text has them.
pub(super) fn find(tables: &[&'static Table], query: &str) -> Vec<Found> {
    let all = || tables.iter().flat_map(|&table| table.rows.iter().map(move |row| Found { table, row }));
    let by_code: Vec<Found> = all().filter(|found| found.is_code(query)).collect();
    if !by_code.is_empty() {
        return by_code;
    }
    let words: Vec<String> = words(query).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let has_all = |text: &str| {
        let known: Vec<String> = self::words(text).collect();
        words.iter().all(|word| known.iter().any(|known| known.starts_with(word.as_str())))
    };
    let by_texts: Vec<Found> = all().filter(|found| has_all(&found.texts())).collect();
    if !by_texts.is_empty() {
        return by_texts;
    }
    all().filter(|found| has_all(&found.texts_and_meanings())).collect()
}

/// The codes and labels most similar to a query that finds nothing, at most five.
pub(super) fn nearest(tables: &[&'static Table], query: &str) -> Vec<Found> {
    let query = query.to_lowercase();
    let mut ranked: Vec<(usize, Found)> = Vec::new();
    for found in tables.iter().flat_map(|&table| table.rows.iter().map(move |row| Found { table, row })) {
        let code = strsim::osa_distance(&found.row.code.to_lowercase(), &query);
        let limit = query.chars().count().div_ceil(3);
        // A mistyped word of a label counts as much as a mistyped code.
        let word = words(&found.texts()).map(|word| strsim::osa_distance(&word, &query)).min().unwrap_or(usize::MAX);
        let distance = code.min(word);
        if distance <= limit {
            ranked.push((distance, found));
        }
    }
    ranked.sort_by_key(|(distance, _)| *distance);
    ranked.into_iter().take(5).map(|(_, found)| found).collect()
}

impl Found {
    fn is_code(&self, query: &str) -> bool {
        std::iter::once(&self.row.code).chain(self.row.also).any(|code| code.eq_ignore_ascii_case(query))
    }

    fn texts(&self) -> String {
        let cells = self.row.cells.join(" ");
        format!("{} {} {cells}", self.row.code, self.row.also.join(" "))
    }

    fn texts_and_meanings(&self) -> String {
        let meanings: Vec<&str> = self.row.facts(self.table).map(|(_, _, meaning)| meaning).collect();
        format!("{} {}", self.texts(), meanings.join(" "))
    }
}

/// The words of a text, in lower case: `DUPLICATE_DATA` has two.
fn words(text: &str) -> impl Iterator<Item = String> + use<'_> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}
