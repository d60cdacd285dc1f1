//! The retry budget, which stops retries during an outage.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The number of retries that a client can make at each host.
///
/// Each retry withdraws one from the budget of its host; each call that receives a response from it, whether success or
/// refusal, adds a fifth of one, up to the reserve. Retries thus stay below a fifth of successful traffic, and stop
/// during an outage once the reserve is used up: calls then fail at the first attempt, so the host receives no additional
/// load. The API's other hosts, such as those of its services, are not affected: each has its own reserve.
///
/// Clones share the budget. Pass one to several clients of the same API to limit them together.
///
/// `Debug` shows the number of retries left.
#[derive(Clone)]
pub struct RetryBudget(Option<Arc<Hosts>>);

struct Hosts {
    reserve: u32,
    accounts: Mutex<Accounts>,
}

#[derive(Default)]
struct Accounts {
    /// By scheme, host and port.
    by_host: BTreeMap<String, Known>,
    /// The number of times that an account was requested.
    requests: u64,
}

struct Known {
    account: Arc<Account>,
    /// The last request for it.
    requested: u64,
}

/// The budget at one host.
#[derive(Clone)]
pub(crate) struct HostBudget(Option<Arc<Account>>);

struct Account {
    reserve: u32,
    balance: AtomicU32,
}

/// The cost of a retry, in units of the account.
const PRICE: u32 = 5;
/// What a call with a response earns.
const EARNED: u32 = 1;
/// The maximum number of accounts that are kept although no client uses them.
const MAX_UNUSED: usize = 64;

impl RetryBudget {
    /// Creates a full budget with this reserve of retries for each host.
    #[must_use]
    pub fn new(reserve: u32) -> Self {
        let reserve = reserve.saturating_mul(PRICE);
        Self(Some(Arc::new(Hosts { reserve, accounts: Mutex::default() })))
    }

    /// Creates an unlimited budget, for tests and for clients whose retries are limited elsewhere.
    #[must_use]
    pub fn unlimited() -> Self {
        Self(None)
    }

    /// Returns the number of retries left at the host that has the fewest left, or `None` if unlimited. Only hosts of
    /// existing clients count: without a client, it is the reserve.
    pub fn left(&self) -> Option<u32> {
        let hosts = self.0.as_ref()?;
        let accounts = hosts.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let used = accounts.by_host.values().filter(|known| known.is_used());
        let balances = used.map(|known| known.account.balance.load(Ordering::Relaxed));
        Some(balances.min().unwrap_or(hosts.reserve) / PRICE)
    }

    /// Returns the budget at a host, which is named by scheme, host and port.
    pub(crate) fn at(&self, host: String) -> HostBudget {
        HostBudget(self.0.as_ref().map(|hosts| hosts.account(host)))
    }
}

impl Hosts {
    fn account(&self, host: String) -> Arc<Account> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if accounts.by_host.len() >= MAX_UNUSED && !accounts.by_host.contains_key(&host) {
            accounts.forget_unused();
        }
        accounts.requests += 1;
        let requested = accounts.requests;
        let new = || Arc::new(Account { reserve: self.reserve, balance: AtomicU32::new(self.reserve) });
        let known = accounts.by_host.entry(host).or_insert_with(|| Known { account: new(), requested });
        known.requested = requested;
        Arc::clone(&known.account)
    }
}

impl Accounts {
    /// Removes accounts that no client uses: full ones, which equal new ones, and so many of the others that there is
    /// room for one more. A host in an outage must not get a new reserve with each short-lived client, so the accounts
    /// requested last are kept.
    fn forget_unused(&mut self) {
        self.by_host.retain(|_, known| known.is_used() || known.account.is_short());
        let unused = self.by_host.values().filter(|known| !known.is_used());
        let mut requested: Vec<u64> = unused.map(|known| known.requested).collect();
        let Some(too_many) = (requested.len() + 1).checked_sub(MAX_UNUSED).filter(|too_many| *too_many > 0) else {
            return;
        };
        let (_, last, _) = requested.select_nth_unstable(too_many - 1);
        let last = *last;
        self.by_host.retain(|_, known| known.is_used() || known.requested > last);
    }
}

impl Known {
    fn is_used(&self) -> bool {
        Arc::strong_count(&self.account) > 1
    }
}

impl Account {
    fn is_short(&self) -> bool {
        self.balance.load(Ordering::Relaxed) < self.reserve
    }
}

impl HostBudget {
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
        if account.is_short() {
            let add = |balance: u32| Some((balance + EARNED).min(account.reserve));
            let _ = account.balance.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        }
    }
}

/// A reserve of twenty retries for each host.
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

    fn host(budget: &RetryBudget, name: &str) -> HostBudget {
        budget.at(name.to_owned())
    }

    #[test]
    fn five_answers_pay_for_one_repetition() {
        let budget = RetryBudget::new(2);
        let (one, shared) = (host(&budget, "a"), host(&budget.clone(), "a"));
        assert!(one.spend() && shared.spend() && !one.spend());
        for _ in 0..4 {
            one.earn();
            assert!(!one.spend(), "not yet earned");
        }
        one.earn();
        assert_eq!(budget.left(), Some(1));
        assert!(shared.spend() && !shared.spend());
    }

    #[test]
    fn the_reserve_is_the_most_there_is() {
        let budget = RetryBudget::new(1);
        let one = host(&budget, "a");
        (0..100).for_each(|_| one.earn());
        assert_eq!(budget.left(), Some(1));
        assert_eq!(format!("{budget:?}"), "RetryBudget(1 left)");
        assert!(!host(&RetryBudget::new(0), "a").spend());
        assert!(host(&RetryBudget::unlimited(), "a").spend());
    }

    #[test]
    fn each_host_has_its_own_reserve() {
        let budget = RetryBudget::new(1);
        let (one, other) = (host(&budget, "a"), host(&budget, "b"));
        assert!(one.spend() && !one.spend());
        assert_eq!(budget.left(), Some(0), "at the host that has the fewest");
        assert!(other.spend());
    }

    /// A platform may have a host for each of its merchants.
    #[test]
    fn of_many_hosts_those_are_kept_that_would_be_missed() {
        let budget = RetryBudget::new(1);
        assert!(host(&budget, "short").spend());
        let used = host(&budget, "used");
        (0..10 * MAX_UNUSED).for_each(|number| drop(host(&budget, &format!("full-{number}"))));
        let hosts = budget.0.as_ref().expect("it is bounded");
        assert!(hosts.accounts.lock().expect("no test panics").by_host.len() <= MAX_UNUSED);
        assert!(!host(&budget, "short").spend(), "an outage is not forgotten");
        assert!(used.spend() && !host(&budget, "used").spend());
    }

    #[test]
    fn unused_hosts_with_few_retries_left_are_forgotten_at_last() {
        let budget = RetryBudget::new(1);
        let used = host(&budget, "used");
        for number in 0..10 * MAX_UNUSED {
            assert!(host(&budget, &format!("short-{number}")).spend());
        }
        let hosts = budget.0.as_ref().expect("it is bounded");
        assert!(hosts.accounts.lock().expect("no test panics").by_host.len() <= MAX_UNUSED + 1);
        assert_eq!(budget.left(), Some(1), "of the hosts that clients use");
        assert!(!host(&budget, &format!("short-{}", 10 * MAX_UNUSED - 1)).spend(), "those used last are kept");
        assert!(used.spend());
        assert_eq!(budget.left(), Some(0));
    }
}
