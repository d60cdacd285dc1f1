//! How many payments a series has, where it is not known whether a count of them includes the first one.

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::form::FormValue;

/// The two readings of a count of iterations, for an API whose documents support both.
///
/// There is no default: being wrong costs one payment. Ask the vendor, or try a short series on a test platform and count
/// its payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IterationReading {
    /// The first payment comes on top of the count: a count of 3, every 3 days, makes 4 payments in 12 days.
    ///
    /// ```
    /// use payspec_core::IterationReading;
    ///
    /// assert_eq!(IterationReading::FirstExcluded.payments(3), Ok(4));
    /// assert_eq!(IterationReading::FirstExcluded.count(4), Ok(3));
    /// ```
    FirstExcluded,
    /// The first payment is one of the count: a count of 12, every month from 10 January, makes 12 payments, the last of
    /// them for the month that ends on 9 January.
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
    /// Returns how many payments a count makes.
    ///
    /// # Errors
    ///
    /// [`IterationError::NoPayment`] for a count of 0 that includes the first payment, [`IterationError::TooMany`] where
    /// the payments do not fit into 32 bits.
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

    /// Returns the count that makes so many payments.
    ///
    /// # Errors
    ///
    /// [`IterationError::NoPayment`] for no payment at all.
    pub const fn count(self, payments: u32) -> Result<u32, IterationError> {
        match (self, payments) {
            (_, 0) => Err(IterationError::NoPayment),
            (Self::FirstIncluded, payments) => Ok(payments),
            (Self::FirstExcluded, payments) => Ok(payments - 1),
        }
    }
}

/// A number of payments as a request sends it: a count, in the reading that the caller has named.
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
    /// Returns what to send for so many payments, the first included.
    ///
    /// # Errors
    ///
    /// [`IterationError::NoPayment`] for no payment at all.
    pub const fn of_payments(payments: u32, reading: IterationReading) -> Result<Self, IterationError> {
        match reading.count(payments) {
            Ok(count) => Ok(Self(count)),
            Err(error) => Err(error),
        }
    }

    /// Returns the count as it is sent.
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

/// Why a count and a number of payments do not go together.
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
            Self::NoPayment => "a series has one payment or more; leave the count out for a series without an end",
            Self::TooMany => "the number of payments is too large",
        })
    }
}

impl std::error::Error for IterationError {}
