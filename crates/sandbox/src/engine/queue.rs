//! What is due, in one queue: in the order of its time, and at the same time in the order in which it was added.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::time::Instant;

/// An entry of a [`Queue`], which can be cancelled by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ticket {
    at: Instant,
    sequence: u64,
}

impl Ticket {
    /// The moment at which it is due.
    pub fn at(self) -> Instant {
        self.at
    }

    /// The number with which it was added to its queue.
    pub(crate) fn sequence(self) -> u64 {
        self.sequence
    }
}

/// What is due at which moment. An empty stretch of time costs nothing, however long it is.
#[derive(Debug, Clone)]
pub struct Queue<T> {
    entries: BTreeMap<Ticket, T>,
    added: u64,
}

impl<T> Default for Queue<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), added: 0 }
    }
}

impl<T> Queue<T> {
    /// Adds what is due at a moment.
    pub fn add(&mut self, at: Instant, what: T) -> Ticket {
        let ticket = Ticket { at, sequence: self.added };
        self.added += 1;
        self.entries.insert(ticket, what);
        ticket
    }

    /// Takes back what was added, if it was not due yet.
    pub fn cancel(&mut self, ticket: Ticket) -> Option<T> {
        self.entries.remove(&ticket)
    }

    /// Takes what is due first, if that is no later than a moment.
    pub fn next_until(&mut self, until: Instant) -> Option<(Ticket, T)> {
        let entry = self.entries.first_entry().filter(|entry| entry.key().at <= until)?;
        Some(entry.remove_entry())
    }

    /// The moment at which something is due next.
    pub fn next_at(&self) -> Option<Instant> {
        self.entries.first_key_value().map(|(ticket, _)| ticket.at)
    }

    /// What was added with a ticket and is not due yet.
    pub(crate) fn get(&self, ticket: Ticket) -> Option<&T> {
        self.entries.get(&ticket)
    }

    /// The tickets of everything that is due.
    pub(crate) fn tickets(&self) -> impl Iterator<Item = Ticket> {
        self.entries.keys().copied()
    }

    /// The number of entries that were ever added.
    pub(crate) fn added(&self) -> u64 {
        self.added
    }

    /// Continues the numbers of a queue that was written.
    pub(crate) fn set_added(&mut self, added: u64) {
        self.added = added;
    }

    /// Puts an entry back that was written.
    pub(crate) fn put(&mut self, ticket: Ticket, what: T) {
        self.entries.insert(ticket, what);
    }

    /// Everything that is due, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Instant, &T)> {
        self.entries.iter().map(|(ticket, what)| (ticket.at, what))
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Returns `true` if nothing is due.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Instant, Queue};

    fn at(second: i64) -> Instant {
        Instant::from_unix_millis(second * 1_000)
    }

    #[test]
    fn entries_come_by_time_and_then_as_they_were_added() {
        let mut queue = Queue::default();
        for (second, what) in [(2, "c"), (1, "a"), (2, "d"), (1, "b"), (3, "e")] {
            queue.add(at(second), what);
        }
        let mut come = Vec::new();
        while let Some((ticket, what)) = queue.next_until(at(2)) {
            come.push((ticket.at().unix_seconds(), what));
        }
        assert_eq!(come, [(1, "a"), (1, "b"), (2, "c"), (2, "d")]);
        assert_eq!(queue.next_at(), Some(at(3)));
    }

    #[test]
    fn what_is_cancelled_does_not_come() {
        let mut queue = Queue::default();
        let (first, second) = (queue.add(at(1), 'a'), queue.add(at(1), 'b'));
        assert_eq!(queue.cancel(first), Some('a'));
        assert_eq!(queue.cancel(first), None, "only once");
        assert_eq!(queue.next_until(at(9)), Some((second, 'b')));
        assert_eq!(queue.cancel(second), None, "it has come");
        assert!(queue.is_empty());
    }

    /// What is added while the queue is run comes in its turn, also at the moment that is being run.
    #[test]
    fn what_is_added_on_the_way_comes_in_its_turn() {
        let mut queue = Queue::default();
        queue.add(at(1), 1);
        queue.add(at(2), 2);
        let mut come = Vec::new();
        while let Some((ticket, what)) = queue.next_until(at(2)) {
            come.push(what);
            if what == 1 {
                queue.add(ticket.at(), 10);
            }
        }
        assert_eq!(come, [1, 10, 2]);
    }
}
