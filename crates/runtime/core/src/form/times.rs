//! Times as numbers.

use super::write::Form;
use crate::{DateTime, UnixTime};

impl Form {
    /// Writes a time as a number, if there is one. A time that has no such number is recorded as a
    /// [problem](Self::problems).
    pub fn time(&mut self, name: &str, time: Option<&DateTime>, unix: UnixTime) -> &mut Self {
        if let Some(time) = time {
            self.push_time(self.full_name(name), time, unix);
        }
        self
    }

    /// Writes `name[]=number` for every time.
    pub fn times(&mut self, name: &str, times: Option<&[DateTime]>, unix: UnixTime) -> &mut Self {
        for time in times.unwrap_or_default() {
            self.push_time(format!("{}[]", self.full_name(name)), time, unix);
        }
        self
    }

    fn push_time(&mut self, name: String, time: &DateTime, unix: UnixTime) {
        match unix.text(time) {
            Ok(text) => drop(self.push(name, text)),
            Err(why) => self.problem(name, why),
        }
    }
}
