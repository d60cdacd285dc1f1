//! Repeated rows, and rows with sums of others.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use centralpay_files::ExportedOperation;
use centralpay_model::{MovementId, MovementStatus, OperationType};
use payspec_core::DateTime;

use super::facts::Facts;

/// The rows that are skipped because the totals already include them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Skipped {
    /// Rows of movements that were added before, with the same or fewer figures.
    pub repeated: u64,
    /// Rows with sums of others: they have `Total` or the like in place of a movement's ID, date, type or status.
    pub summaries: u64,
}

/// The movements of the period, with the combined content of their rows, by a digest of their ID. The keys of the
/// digests are random, so that no file can cause collisions on purpose.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    hashers: [RandomState; 2],
    movements: HashMap<u128, Known>,
}

/// What is known about a movement.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) facts: Facts,
    /// Whether it is included in the totals.
    pub(super) is_counted: bool,
    /// The number of rows that were excluded because they lack something that other rows may contain.
    pub(super) left_out: u64,
}

impl Seen {
    pub(super) fn get(&mut self, id: &MovementId) -> Option<&mut Known> {
        let id = self.id(id);
        self.movements.get_mut(&id)
    }

    pub(super) fn insert(&mut self, id: &MovementId, known: Known) {
        let id = self.id(id);
        self.movements.insert(id, known);
    }

    /// Returns a digest of a text.
    pub(super) fn digest(&self, text: &str) -> u64 {
        self.hashers[0].hash_one(text)
    }

    fn id(&self, id: &MovementId) -> u128 {
        let half = |hasher: &RandomState| u128::from(hasher.hash_one(id.as_str()));
        half(&self.hashers[0]) << 64 | half(&self.hashers[1])
    }
}

/// Returns `true` if a row is a sum of others rather than a movement.
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
