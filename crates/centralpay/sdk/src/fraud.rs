//! The vendor's fraud score.
//!
//! The vendor's service estimates the probability of fraud in percent, and sorts payments into three bands (“Services
//! anti-fraude”) whose lower bounds are in [`limits`](crate::model::limits). The band determines what happens to the
//! payment; acceptance rules may also use the score.
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
    /// 0 to 19 percent: accepted without further effect.
    Low,
    /// 20 to 59 percent: accepted, and an event with the score is sent for a manual review.
    Medium,
    /// 60 percent and more: refused, with the same event.
    High,
}

impl RiskBand {
    /// Returns the band of a score, or `None` above 100.
    ///
    /// The documentation says "+60" for the highest band. That it starts at 60 follows from the band below, which ends
    /// at 59.
    pub const fn from_percent(percent: u8) -> Option<Self> {
        match percent {
            0..=19 => Some(Self::Low),
            20..=59 => Some(Self::Medium),
            60..=100 => Some(Self::High),
            _ => None,
        }
    }

    /// Returns the band of a transaction's `risk_score`, if it can be parsed: an integer from 0 to 100, as a number or
    /// as text.
    ///
    /// The only sample with the field has null, so its format is not known. The bands do not cover fractions, so a
    /// fraction has no band.
    pub fn from_score(score: &Value) -> Option<Self> {
        let percent = match score {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        };
        Self::from_percent(u8::try_from(percent?).ok()?)
    }

    /// Returns the range of scores of the band, in percent.
    pub const fn percent(self) -> RangeInclusive<u8> {
        match self {
            Self::Low => 0..=19,
            Self::Medium => 20..=59,
            Self::High => 60..=100,
        }
    }

    /// Returns `true` if the score lets the payment pass. The merchant's own rules may still refuse it.
    pub const fn accepted(self) -> bool {
        !matches!(self, Self::High)
    }

    /// Returns `true` if the payment needs a manual review; the vendor sends an event for it.
    pub const fn needs_review(self) -> bool {
        !matches!(self, Self::Low)
    }
}
