//! What the vendor's fraud score means.
//!
//! Its service gives the probability that a payment is fraudulent, in percent, and sorts it into three bands
//! (“Services anti-fraude”), which begin where [`limits`](crate::model::limits) say. The band decides what happens to
//! the payment; acceptance rules may look at the score as well.
//!
//! ```
//! use payspec::centralpay::fraud::RiskBand;
//!
//! assert_eq!(RiskBand::from_percent(19), Some(RiskBand::Low));
//! let band = RiskBand::from_percent(20).expect("up to 100 there is a band");
//! assert!(band.accepted() && band.needs_review());
//! ```

use std::ops::RangeInclusive;

use serde_json::Value;

/// How risky a payment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RiskBand {
    /// 0 to 19 percent: accepted, nothing else happens.
    Low,
    /// 20 to 59 percent: accepted, and an event with the score is sent so that people look at the payment.
    Medium,
    /// 60 percent and more: refused, with the same event.
    High,
}

impl RiskBand {
    /// The band of a score; `None` above 100.
    ///
    /// The page says "+60" for the highest band. That it begins with 60 follows from the band below it, which ends
    /// with 59.
    pub const fn from_percent(percent: u8) -> Option<Self> {
        match percent {
            0..=19 => Some(Self::Low),
            20..=59 => Some(Self::Medium),
            60..=100 => Some(Self::High),
            _ => None,
        }
    }

    /// The band of the `risk_score` of a transaction, as far as it can be read: a whole number from 0 to 100, as a
    /// number or as text.
    ///
    /// The only sample that has the field has null, so its form is not known. The bands leave out what lies between
    /// two whole numbers, so a fraction has none.
    pub fn from_score(score: &Value) -> Option<Self> {
        let percent = match score {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        Self::from_percent(u8::try_from(percent?).ok()?)
    }

    /// Returns the scores of the band, in percent.
    pub const fn percent(self) -> RangeInclusive<u8> {
        match self {
            Self::Low => 0..=19,
            Self::Medium => 20..=59,
            Self::High => 60..=100,
        }
    }

    /// Returns `true` if the score lets the payment pass. Rules of the merchant may refuse it all the same.
    pub const fn accepted(self) -> bool {
        !matches!(self, Self::High)
    }

    /// Returns `true` if people should look at the payment; the vendor sends an event for it.
    pub const fn needs_review(self) -> bool {
        !matches!(self, Self::Low)
    }
}
