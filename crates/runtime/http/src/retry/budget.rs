//! Not making an outage worse: a client that cannot get through stops to repeat itself.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// How many repetitions a client can afford.
///
/// Each repetition costs one. Calls that the API answers, with yes or with no, earn a fifth of one back, up to the
/// reserve. So repetitions stay below a fifth of the traffic that works, and in an outage end after the reserve: calls
/// then fail at their first attempt, and the API gets no more than what callers ask for.
///
/// Clones share the budget. Give one to several clients of the same API to bound them together.
///
/// `Debug` shows what is left.
#[derive(Clone)]
pub struct RetryBudget(Option<Arc<Account>>);

struct Account {
    reserve: u32,
    balance: AtomicU32,
}

/// What a repetition costs, in the units of the account.
const PRICE: u32 = 5;
/// What an answered call earns.
const EARNED: u32 = 1;

impl RetryBudget {
    /// Creates a budget with this reserve of repetitions, and full.
    #[must_use]
    pub fn new(reserve: u32) -> Self {
        let reserve = reserve.saturating_mul(PRICE);
        Self(Some(Arc::new(Account { reserve, balance: AtomicU32::new(reserve) })))
    }

    /// No bound. For tests, and for clients whose retries are bounded elsewhere.
    #[must_use]
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// Returns how many repetitions are left, or `None` without a bound.
    pub fn left(&self) -> Option<u32> {
        self.0.as_ref().map(|account| account.balance.load(Ordering::Relaxed) / PRICE)
    }

    /// Pays for a repetition, if there is enough left.
    pub(crate) fn spend(&self) -> bool {
        let Some(account) = &self.0 else { return true };
        let pay = |balance: u32| balance.checked_sub(PRICE);
        account.balance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// Notes that a call was answered.
    pub(crate) fn earn(&self) {
        let Some(account) = &self.0 else { return };
        // Most calls find the reserve full, and a load does not fight over the cache line as a store would.
        if account.balance.load(Ordering::Relaxed) < account.reserve {
            let add = |balance: u32| Some((balance + EARNED).min(account.reserve));
            let _ = account.balance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        }
    }
}

/// A reserve of twenty repetitions.
impl Default for RetryBudget {
    fn default() -> Self {
        Self::new(20)
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.left() {
            Some(left) => write!(f, "RetryBudget({left} left)"),
            None => f.write_str("RetryBudget(unlimited)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_answers_pay_for_one_repetition() {
        let budget = RetryBudget::new(2);
        let shared = budget.clone();
        assert!(budget.spend() && shared.spend() && !budget.spend());
        for _ in 0..4 {
            budget.earn();
            assert!(!budget.spend(), "not yet earned");
        }
        budget.earn();
        assert_eq!(budget.left(), Some(1));
        assert!(shared.spend() && !shared.spend());
    }

    #[test]
    fn the_reserve_is_the_most_there_is() {
        let budget = RetryBudget::new(1);
        (0..100).for_each(|_| budget.earn());
        assert_eq!(budget.left(), Some(1));
        assert_eq!(format!("{budget:?}"), "RetryBudget(1 left)");
        assert!(!RetryBudget::new(0).spend());
        assert!(RetryBudget::unlimited().spend());
    }
}
