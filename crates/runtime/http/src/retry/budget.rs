//! The retry budget, which stops retries during an outage.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The number of retries that a client can make.
///
/// Each retry withdraws one from the budget; each call that receives a response, whether success or refusal, adds a
/// fifth of one, up to the reserve. Retries thus stay below a fifth of successful traffic, and stop during an outage
/// once the reserve is used up: calls then fail at the first attempt, so the API receives no additional load.
///
/// Clones share the budget. Pass one to several clients of the same API to limit them together.
///
/// `Debug` shows the number of retries left.
#[derive(Clone)]
pub struct RetryBudget(Option<Arc<Account>>);

struct Account {
    reserve: u32,
    balance: AtomicU32,
}

/// The cost of a retry, in units of the account.
const PRICE: u32 = 5;
/// What a call with a response earns.
const EARNED: u32 = 1;

impl RetryBudget {
    /// Creates a full budget with this reserve of retries.
    #[must_use]
    pub fn new(reserve: u32) -> Self {
        let reserve = reserve.saturating_mul(PRICE);
        Self(Some(Arc::new(Account { reserve, balance: AtomicU32::new(reserve) })))
    }

    /// Creates an unlimited budget, for tests and for clients whose retries are limited elsewhere.
    #[must_use]
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// Returns the number of retries left, or `None` if unlimited.
    pub fn left(&self) -> Option<u32> {
        self.0.as_ref().map(|account| account.balance.load(Ordering::Relaxed) / PRICE)
    }

    /// Withdraws a retry, if enough is left.
    pub(crate) fn spend(&self) -> bool {
        let Some(account) = &self.0 else { return true };
        let pay = |balance: u32| balance.checked_sub(PRICE);
        account.balance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// Records a call that received a response.
    pub(crate) fn earn(&self) {
        let Some(account) = &self.0 else { return };
        // The reserve is usually full, and a load does not contend for the cache line as a store would.
        if account.balance.load(Ordering::Relaxed) < account.reserve {
            let add = |balance: u32| Some((balance + EARNED).min(account.reserve));
            let _ = account.balance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        }
    }
}

/// A reserve of twenty retries.
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
