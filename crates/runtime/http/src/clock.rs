//! Clock and jitter, which tests can replace.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

/// The future that [`Clock::sleep`] returns.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A source of time that can also wait.
///
/// A client reads it before and after each attempt, and waits with it between them. The duration of an attempt is
/// measured by the transport, in real time. The default is [`SystemClock`];
/// [`VirtualClock`](crate::testing::VirtualClock) waits without taking any time.
///
/// Deadlines, the lifetime of idempotency keys and the lifetime of tokens are measured with both methods, and the
/// larger difference counts: [`now`](Self::now) stands still while a machine is suspended, and
/// [`time_of_day`](Self::time_of_day) can be set back. A clock set forward ends them early, which is safe.
pub trait Clock: Send + Sync {
    /// Returns the monotonic time, for durations and deadlines.
    fn now(&self) -> Instant;

    /// Returns the wall-clock time, for a `Retry-After` date and to detect that the machine was suspended.
    fn time_of_day(&self) -> SystemTime;

    /// Completes after `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Instant {
        (**self).now()
    }

    fn time_of_day(&self) -> SystemTime {
        (**self).time_of_day()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        (**self).sleep(duration)
    }
}

/// A moment in both monotonic and wall-clock time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) instant: Instant,
    pub(crate) time_of_day: SystemTime,
}

impl Moment {
    pub(crate) fn of(clock: &dyn Clock) -> Self {
        Self { instant: clock.now(), time_of_day: clock.time_of_day() }
    }

    /// Returns the time since `earlier`: the larger of the two differences.
    pub(crate) fn since(self, earlier: Self) -> Duration {
        let by_instant = self.instant.saturating_duration_since(earlier.instant);
        let by_day = self.time_of_day.duration_since(earlier.time_of_day).unwrap_or_default();
        by_instant.max(by_day)
    }
}

/// Awaits a future with a timeout. Real time: see [`Clock`].
pub(crate) async fn within<F: Future>(time: Duration, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut end = SystemClock.sleep(time);
    let first = poll_fn(|context| {
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        end.as_mut().poll(context).map(|()| None)
    });
    first.await
}

/// The system clock. It waits with Tokio inside a Tokio runtime, and with a thread elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn time_of_day(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        if tokio::runtime::Handle::try_current().is_ok() {
            return Box::pin(tokio::time::sleep(duration));
        }
        Box::pin(ThreadSleep::start(duration))
    }
}

/// Waits on its own thread. Only a custom transport is ever awaited outside Tokio.
struct ThreadSleep(Arc<Mutex<SleepState>>);

#[derive(Default)]
struct SleepState {
    over: bool,
    waiting: Option<Waker>,
}

impl ThreadSleep {
    fn start(duration: Duration) -> Self {
        let state = Arc::new(Mutex::new(SleepState::default()));
        let shared = Arc::clone(&state);
        let ended = move || {
            let mut state = shared.lock().unwrap_or_else(PoisonError::into_inner);
            state.over = true;
            if let Some(waker) = state.waiting.take() {
                waker.wake();
            }
        };
        let at_once = ended.clone();
        let thread = std::thread::Builder::new().name("payspec-sleep".to_owned()).spawn(move || {
            std::thread::sleep(duration);
            ended();
        });
        // Without a thread to wait on, returning at once is better than never waking up.
        if thread.is_err() {
            at_once();
        }
        Self(state)
    }
}

impl Future for ThreadSleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.over {
            return Poll::Ready(());
        }
        state.waiting = Some(context.waker().clone());
        Poll::Pending
    }
}

/// The source of randomness for the waits between attempts.
///
/// A client draws from it once per wait. By default all waits from zero to the maximum are equally likely ("full
/// jitter"), so that clients that failed together do not retry together. Closures implement the trait: `|longest|
/// longest / 2` makes waits exact in a test. A wait above the maximum is reduced to it.
pub trait Jitter: Send + Sync {
    /// Returns a wait between zero and `longest`.
    fn pick(&self, longest: Duration) -> Duration;
}

impl<F: Fn(Duration) -> Duration + Send + Sync> Jitter for F {
    fn pick(&self, longest: Duration) -> Duration {
        self(longest)
    }
}

/// Full jitter: every wait up to the maximum is equally likely.
#[derive(Debug, Clone, Copy, Default)]
pub struct FullJitter;

impl Jitter for FullJitter {
    fn pick(&self, longest: Duration) -> Duration {
        let nanos = u64::try_from(longest.as_nanos()).unwrap_or(u64::MAX);
        Duration::from_nanos(fastrand::u64(0..=nanos))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_jitter_uses_the_whole_range_and_no_more() {
        let longest = Duration::from_millis(800);
        let drawn: Vec<Duration> = (0..2_000).map(|_| FullJitter.pick(longest)).collect();
        assert!(drawn.iter().all(|wait| *wait <= longest));
        // Each eighth has about 250 of 2,000; none is missing unless the draw is not uniform.
        for eighth in 0..8 {
            let (from, to) = (longest / 8 * eighth, longest / 8 * (eighth + 1));
            assert!(drawn.iter().filter(|wait| (from..to).contains(*wait)).count() > 100, "eighth {eighth}");
        }
        assert_eq!(FullJitter.pick(Duration::ZERO), Duration::ZERO);
    }

    #[test]
    fn the_larger_difference_counts() {
        let second = Duration::from_secs(1);
        let earlier = Moment::of(&SystemClock);
        for (by_instant, by_day, back, wanted) in [
            (5 * second, 5 * second, false, 5 * second),
            (5 * second, 90 * second, false, 90 * second),
            (5 * second, 90 * second, true, 5 * second),
            (5 * second, second, false, 5 * second),
        ] {
            let day = earlier.time_of_day;
            let time_of_day = if back { day - by_day } else { day + by_day };
            let later = Moment { instant: earlier.instant + by_instant, time_of_day };
            assert_eq!(later.since(earlier), wanted);
        }
    }

    #[test]
    fn outside_of_tokio_the_system_clock_waits_all_the_same() {
        struct Unpark(std::thread::Thread);
        impl std::task::Wake for Unpark {
            fn wake(self: Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        let mut context = Context::from_waker(&waker);
        let started = Instant::now();
        let mut sleep = SystemClock.sleep(Duration::from_millis(20));
        while sleep.as_mut().poll(&mut context).is_pending() {
            std::thread::park_timeout(Duration::from_secs(10));
        }
        assert!(started.elapsed() >= Duration::from_millis(20));
    }
}
