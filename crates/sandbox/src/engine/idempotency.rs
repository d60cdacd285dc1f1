//! Answers that are given again to a request with the same idempotency key.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use super::answer::Answer;
use super::time::Instant;

/// The answers to requests with a key, until the key's window closes.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    answers: BTreeMap<String, (Instant, Answer)>,
    /// Keys and the moments at which they are forgotten, in order.
    until: VecDeque<(Instant, String)>,
}

impl Answered {
    /// Keeps the answer to the first request with a key.
    pub fn keep(&mut self, key: String, now: Instant, window: Duration, answer: Answer) {
        self.forget(now);
        let until = now + window;
        self.until.push_back((until, key.clone()));
        self.answers.insert(key, (until, answer));
    }

    /// The answer to an earlier request with a key.
    pub fn get(&self, key: &str, now: Instant) -> Option<&Answer> {
        self.answers.get(key).filter(|(until, _)| now < *until).map(|(_, answer)| answer)
    }

    fn forget(&mut self, now: Instant) {
        while self.until.front().is_some_and(|(until, _)| *until <= now) {
            let Some((until, key)) = self.until.pop_front() else { return };
            if self.answers.get(&key).is_some_and(|(kept, _)| *kept == until) {
                self.answers.remove(&key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Answer, Answered, Instant};

    #[test]
    fn a_key_is_forgotten_when_its_window_closes() {
        let at = Instant::from_unix_millis;
        let answer = |status| Answer::json(status, Vec::new());
        let mut answered = Answered::default();
        answered.keep("a".to_owned(), at(0), Duration::from_millis(10), answer(200));
        assert_eq!(answered.get("a", at(9)), Some(&answer(200)));
        assert_eq!(answered.get("a", at(10)), None);
        answered.keep("a".to_owned(), at(10), Duration::from_millis(10), answer(402));
        answered.keep("b".to_owned(), at(11), Duration::from_millis(10), answer(200));
        assert_eq!(answered.get("a", at(19)).map(|answer| answer.status), Some(402), "the second use starts anew");
        answered.keep("c".to_owned(), at(30), Duration::from_millis(10), answer(200));
        assert_eq!(answered.answers.len(), 1, "what is forgotten takes no memory");
    }
}
