//! Rows that are there twice, and rows that are sums of others.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use centralpay_files::ExportedOperation;
use centralpay_model::{MovementStatus, OperationType};
use payspec_core::{Amount, DateTime};

use super::left_out::Reason;

/// The rows that are in no total because they must not be: what they say is already in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Skipped {
    /// Movements that were given before, with the same figures.
    pub repeated: u64,
    /// Rows that add up others: `Total` or the like stands where a movement has its id, date, type or status.
    pub summaries: u64,
}

/// The movements that count, each as a digest of its id and one of its figures: 24 bytes a movement, however long its
/// texts are. The keys of the digests are random, so that no file can make two of them equal on purpose.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    hashers: [RandomState; 2],
    movements: HashMap<u128, u64>,
}

impl Seen {
    /// Returns whether a movement was given before.
    ///
    /// # Errors
    ///
    /// It was, with other figures.
    pub(super) fn is_repeated(&self, row: &ExportedOperation) -> Result<bool, Reason> {
        match self.movements.get(&self.id(row)) {
            None => Ok(false),
            Some(figures) if *figures == self.figures(row) => Ok(true),
            Some(_) => Err(Reason::GivenBeforeOtherwise),
        }
    }

    /// Remembers a movement.
    pub(super) fn insert(&mut self, row: &ExportedOperation) {
        self.movements.insert(self.id(row), self.figures(row));
    }

    fn id(&self, row: &ExportedOperation) -> u128 {
        let half = |hasher: &RandomState| u128::from(hasher.hash_one(row.movement_id.as_str()));
        half(&self.hashers[0]) << 64 | half(&self.hashers[1])
    }

    /// All that the totals are made of.
    fn figures(&self, row: &ExportedOperation) -> u64 {
        self.hashers[0].hash_one((
            [row.movement_gross_amount, row.movement_fee_amount, row.movement_net_amount]
                .map(|amount| amount.map(Amount::minor)),
            [&row.movement_creation_date, &row.movement_available_date].map(|date| date.as_ref().map(DateTime::as_str)),
            row.movement_source_type.as_ref().map(|kind| kind.canonical().as_str().to_owned()),
            row.movement_gross_currency.as_ref().map(|currency| currency.canonical().as_str().to_owned()),
        ))
    }
}

/// Returns whether a row is the sum of others and no movement.
pub(super) fn is_summary(row: &ExportedOperation) -> bool {
    let texts = [
        Some(row.movement_id.as_str()),
        row.movement_creation_date.as_ref().map(DateTime::as_str),
        row.movement_source_type.as_ref().map(OperationType::as_str),
        row.movement_status.as_ref().map(MovementStatus::as_str),
    ];
    texts.into_iter().flatten().any(says_total)
}

fn says_total(text: &str) -> bool {
    let words = [
        "total",
        "totaux",
        "sous-total",
        "sous total",
        "subtotal",
        "sub-total",
        "grand total",
        "montant total",
        "somme",
        "sum",
        "solde",
    ];
    let text = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    words.iter().any(|word| {
        text.strip_prefix(word).is_some_and(|rest| matches!(rest.chars().next(), None | Some(' ' | ':')) || rest == "s")
    })
}
