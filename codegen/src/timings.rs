//! How long each stage of a run takes.

use std::time::{Duration, Instant};

/// The stages of a run in their order, each with the time that it took.
#[derive(Debug, Clone, Default)]
pub struct Timings(Vec<(&'static str, Duration)>);

impl Timings {
    /// No stage has run.
    pub fn new() -> Self {
        Self::default()
    }

    /// Runs a stage. A stage that runs several times is counted as one.
    pub fn time<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let made = run();
        self.add(stage, started.elapsed());
        made
    }

    /// Adds what was measured elsewhere.
    pub fn add_all(&mut self, other: &Self) {
        other.stages().for_each(|(stage, took)| self.add(stage, took));
    }

    /// Each stage with its time, in the order in which they first ran.
    pub fn stages(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        self.0.iter().copied()
    }

    fn add(&mut self, stage: &'static str, took: Duration) {
        match self.0.iter_mut().find(|(name, _)| *name == stage) {
            Some((_, total)) => *total += took,
            None => self.0.push((stage, took)),
        }
    }
}
