//! Answers that are given again to a request with the same idempotency key.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::time::Instant;

/// What is kept of an answer. Its headers are made anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Kept {
    /// The end of the window.
    until: Instant,
    status: u16,
    content_type: String,
    #[serde(with = "super::bytes_as_text")]
    body: Vec<u8>,
}

/// The answers to requests with a key, until the key's window closes.
#[derive(Debug, Clone, Default)]
pub struct Answered {
    answers: BTreeMap<String, Kept>,
    /// When they are forgotten.
    until: BTreeSet<(Instant, String)>,
}

impl Answered {
    /// Keeps the answer to the first request with a key. Returns the keys that are forgotten now.
    pub fn keep(&mut self, key: String, now: Instant, window: Duration, answer: &Answer) -> Vec<String> {
        let forgotten = self.forget(now);
        let content_type = answer.header("Content-Type").unwrap_or_default().to_owned();
        let kept = Kept { until: now + window, status: answer.status, content_type, body: answer.body.clone() };
        self.restore([(key, kept)]);
        forgotten
    }

    /// The answer to an earlier request with a key.
    pub fn get(&self, key: &str, now: Instant) -> Option<Answer> {
        let kept = self.answers.get(key).filter(|kept| now < kept.until)?;
        Some(Answer::new(kept.status, &kept.content_type, kept.body.clone()))
    }

    pub(crate) fn kept(&self, key: &str) -> Option<&Kept> {
        self.answers.get(key)
    }

    pub(crate) fn len(&self) -> usize {
        self.answers.len()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.answers.keys().map(String::as_str)
    }

    pub(crate) fn restore(&mut self, all: impl IntoIterator<Item = (String, Kept)>) {
        for (key, kept) in all {
            self.until.insert((kept.until, key.clone()));
            if let Some(earlier) = self.answers.insert(key.clone(), kept) {
                self.until.remove(&(earlier.until, key));
            }
        }
    }

    fn forget(&mut self, now: Instant) -> Vec<String> {
        let mut forgotten = Vec::new();
        while self.until.first().is_some_and(|(until, _)| *until <= now) {
            let Some((_, key)) = self.until.pop_first() else { break };
            self.answers.remove(&key);
            forgotten.push(key);
        }
        forgotten
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Answer, Answered, Instant};

    #[test]
    fn a_key_is_forgotten_when_its_window_closes() {
        let (at, window) = (Instant::from_unix_millis, Duration::from_millis(10));
        let answer = |status| Answer::json(status, Vec::new());
        let mut answered = Answered::default();
        assert!(answered.keep("a".to_owned(), at(0), window, &answer(200)).is_empty());
        assert_eq!(answered.get("a", at(9)), Some(answer(200)));
        assert_eq!(answered.get("a", at(10)), None);
        assert_eq!(answered.keep("a".to_owned(), at(10), window, &answer(402)), ["a"]);
        answered.keep("b".to_owned(), at(11), window, &answer(200));
        assert_eq!(answered.get("a", at(19)).map(|answer| answer.status), Some(402), "the second use starts anew");
        assert_eq!(answered.keep("c".to_owned(), at(30), window, &answer(200)), ["a", "b"]);
        assert_eq!(answered.keys().collect::<Vec<_>>(), ["c"], "what is forgotten takes no memory");
    }
}
