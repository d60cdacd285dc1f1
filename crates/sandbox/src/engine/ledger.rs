//! Double-entry bookkeeping: money moves from accounts to accounts and is never made or lost.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::time::Instant;

/// Who or what holds money.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Account {
    /// A wallet, by its ID.
    Wallet(String),
    /// What a customer's bank has promised or paid: the world outside.
    Issuers,
    /// What is on its way to or from a bank account.
    InTransit,
    /// What the platform earned by fees.
    Fees,
}

/// One side of a booking: an amount in minor units that an account receives, or, if negative, gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// The account.
    pub account: Account,
    /// Minor units.
    pub amount: i64,
}

/// A movement of money: postings in one currency, whose sum is zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Booking {
    /// When it was made.
    pub at: Instant,
    /// What it is for: the ID of the object.
    pub of: String,
    /// ISO 4217.
    pub currency: String,
    /// At least two.
    pub postings: Vec<Posting>,
}

/// Why a booking is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookingError {
    /// The postings do not add up to zero, but to this.
    Unbalanced(i128),
    /// A balance would be larger than the largest amount.
    TooLarge(Account),
}

impl fmt::Display for BookingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unbalanced(sum) => write!(f, "the postings add up to {sum} instead of 0"),
            Self::TooLarge(account) => write!(f, "the balance of {account:?} would be too large"),
        }
    }
}

impl std::error::Error for BookingError {}

/// All bookings of a world, and what they add up to.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    bookings: Vec<Booking>,
    balances: BTreeMap<(Account, String), i64>,
}

impl Ledger {
    /// Makes a booking, or nothing of it.
    ///
    /// # Errors
    ///
    /// Postings that do not add up to zero, and a balance beyond the largest amount.
    pub fn book(&mut self, booking: Booking) -> Result<(), BookingError> {
        self.book_all(vec![booking])
    }

    /// Makes several bookings, or nothing of any.
    ///
    /// # Errors
    ///
    /// Postings of a booking that do not add up to zero, and a balance beyond the largest amount.
    pub fn book_all(&mut self, bookings: Vec<Booking>) -> Result<(), BookingError> {
        let mut changed = BTreeMap::new();
        for booking in &bookings {
            let sum: i128 = booking.postings.iter().map(|posting| i128::from(posting.amount)).sum();
            if sum != 0 {
                return Err(BookingError::Unbalanced(sum));
            }
            for posting in &booking.postings {
                let key = (posting.account.clone(), booking.currency.clone());
                let before = changed.get(&key).or_else(|| self.balances.get(&key)).copied().unwrap_or(0);
                let Some(after) = i64::checked_add(before, posting.amount) else {
                    return Err(BookingError::TooLarge(posting.account.clone()));
                };
                changed.insert(key, after);
            }
        }
        self.balances.append(&mut changed);
        self.bookings.extend(bookings);
        Ok(())
    }

    /// The balance of an account in minor units.
    pub fn balance(&self, account: &Account, currency: &str) -> i64 {
        self.balances.get(&(account.clone(), currency.to_owned())).copied().unwrap_or(0)
    }

    /// All bookings, in the order in which they were made.
    pub fn bookings(&self) -> &[Booking] {
        &self.bookings
    }

    /// Returns `true` if each balance is the sum of its postings, and all balances of each currency add up to zero.
    pub fn is_balanced(&self) -> bool {
        let (mut sums, mut totals) = (BTreeMap::new(), BTreeMap::new());
        for booking in &self.bookings {
            for posting in &booking.postings {
                *sums.entry((posting.account.clone(), booking.currency.clone())).or_insert(0_i128) +=
                    i128::from(posting.amount);
            }
        }
        for ((_, currency), balance) in &self.balances {
            *totals.entry(currency).or_insert(0_i128) += i128::from(*balance);
        }
        let is_sum = |(key, balance): (&(Account, String), &i64)| sums.get(key) == Some(&i128::from(*balance));
        self.balances.len() == sums.len()
            && self.balances.iter().all(is_sum)
            && totals.values().all(|total| *total == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Account, Booking, BookingError, Ledger, Posting};
    use crate::engine::time::Instant;

    const NOW: Instant = Instant::from_unix_millis(0);

    fn wallet(id: &str) -> Account {
        Account::Wallet(id.to_owned())
    }

    #[test]
    fn a_booking_takes_from_one_what_it_gives_to_the_other() {
        let mut ledger = Ledger::default();
        let moved = |amount: i64, from, to| {
            let postings = vec![Posting { account: from, amount: -amount }, Posting { account: to, amount }];
            Booking { at: NOW, of: "x".to_owned(), currency: "EUR".to_owned(), postings }
        };
        ledger.book(moved(1_000, Account::Issuers, wallet("a"))).expect("it balances");
        ledger.book(moved(300, wallet("a"), wallet("b"))).expect("it balances");
        assert_eq!([ledger.balance(&wallet("a"), "EUR"), ledger.balance(&wallet("b"), "EUR")], [700, 300]);
        assert_eq!(ledger.balance(&wallet("a"), "USD"), 0, "currencies are separate");
        assert!(ledger.is_balanced());
    }

    #[test]
    fn what_does_not_balance_changes_nothing() {
        let mut ledger = Ledger::default();
        let posting = |amount| Posting { account: wallet("a"), amount };
        let booking = |postings| Booking { at: NOW, of: "x".to_owned(), currency: "EUR".to_owned(), postings };
        assert_eq!(ledger.book(booking(vec![posting(5)])), Err(BookingError::Unbalanced(5)));
        let huge = Posting { account: wallet("b"), amount: i64::MAX };
        let counter = Posting { account: Account::Issuers, amount: -i64::MAX };
        ledger.book(booking(vec![huge.clone(), counter])).expect("the largest amount fits");
        let over = vec![Posting { account: wallet("b"), amount: 1 }, posting(-1)];
        assert_eq!(ledger.book(booking(over)), Err(BookingError::TooLarge(wallet("b"))));
        assert_eq!((ledger.balance(&wallet("a"), "EUR"), ledger.bookings().len()), (0, 1));
        assert!(ledger.is_balanced());
    }

    /// An account that stands twice in a booking is not booked twice from the same balance.
    #[test]
    fn an_account_may_stand_twice_in_a_booking() {
        let mut ledger = Ledger::default();
        let postings = [(wallet("a"), 4), (wallet("a"), 6), (Account::Fees, -10)];
        let postings = postings.map(|(account, amount)| Posting { account, amount }).to_vec();
        ledger
            .book(Booking { at: NOW, of: "x".to_owned(), currency: "EUR".to_owned(), postings })
            .expect("it balances");
        assert_eq!(ledger.balance(&wallet("a"), "EUR"), 10);
        assert!(ledger.is_balanced());
    }
}
