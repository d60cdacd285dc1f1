//! The number of payments in a series, where the API's documentation does not say whether a count includes the first
//! one.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::form::FormValue;

/// The two interpretations of an iteration count, for an API whose documentation supports both.
///
/// There is no default, because the wrong one is off by one payment. Ask the vendor, or run a short series on a test
/// platform and count its payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IterationReading {
    /// The first payment is not counted: a count of 3, every 3 days, makes 4 payments in 12 days.
    ///
    /// ```
    /// use payspec_core::IterationReading;
    ///
    /// assert_eq!(IterationReading::FirstExcluded.payments(3), Ok(4));
    /// assert_eq!(IterationReading::FirstExcluded.count(4), Ok(3));
    /// ```
    FirstExcluded,
    /// The first payment is counted: a count of 12, every month from 10 January, makes 12 payments, the last of them
    /// for the month that ends on 9 January.
    ///
    /// ```
    /// use payspec_core::IterationReading;
    ///
    /// assert_eq!(IterationReading::FirstIncluded.payments(12), Ok(12));
    /// assert_eq!(IterationReading::FirstIncluded.count(12), Ok(12));
    /// ```
    FirstIncluded,
}

impl IterationReading {
    /// Returns the number of payments that a count makes.
    ///
    /// # Errors
    ///
    /// Returns [`IterationError::NoPayment`] for a count of 0 that includes the first payment, and
    /// [`IterationError::TooMany`] if the number of payments does not fit into 32 bits.
    pub const fn payments(self, count: u32) -> Result<u32, IterationError> {
        match self {
            Self::FirstIncluded if count == 0 => Err(IterationError::NoPayment),
            Self::FirstIncluded => Ok(count),
            Self::FirstExcluded => match count.checked_add(1) {
                Some(payments) => Ok(payments),
                None => Err(IterationError::TooMany),
            },
        }
    }

    /// Returns the count that makes this many payments.
    ///
    /// # Errors
    ///
    /// Returns [`IterationError::NoPayment`] for zero payments.
    pub const fn count(self, payments: u32) -> Result<u32, IterationError> {
        match (self, payments) {
            (_, 0) => Err(IterationError::NoPayment),
            (Self::FirstIncluded, payments) => Ok(payments),
            (Self::FirstExcluded, payments) => Ok(payments - 1),
        }
    }
}

/// An iteration count to send, calculated from a number of payments.
///
/// ```
/// use payspec_core::{IterationReading, Iterations};
///
/// let year = Iterations::of_payments(12, IterationReading::FirstIncluded)?;
/// assert_eq!(year.count(), 12);
/// # Ok::<(), payspec_core::IterationError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Iterations(u32);

impl Iterations {
    /// Returns the count to send for this many payments, including the first.
    ///
    /// # Errors
    ///
    /// Returns [`IterationError::NoPayment`] for zero payments.
    pub const fn of_payments(payments: u32, reading: IterationReading) -> Result<Self, IterationError> {
        match reading.count(payments) {
            Ok(count) => Ok(Self(count)),
            Err(error) => Err(error),
        }
    }

    /// The initial value of a field that is being read.
    #[cfg(feature = "server")]
    pub(crate) const fn blank_count() -> Self {
        Self(0)
    }

    /// Returns the count to send.
    pub const fn count(self) -> u32 {
        self.0
    }
}

impl FormValue for Iterations {
    fn form_value(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }
}

impl Serialize for Iterations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

/// The reason why a count cannot be converted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum IterationError {
    /// There would be no payment.
    NoPayment,
    /// The number of payments does not fit into 32 bits.
    TooMany,
}

impl fmt::Display for IterationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoPayment => "a series has at least one payment; omit the count for a series without an end",
            Self::TooMany => "the number of payments is too large",
        })
    }
}

impl std::error::Error for IterationError {}
