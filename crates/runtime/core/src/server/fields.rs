//! Readers of the fields that only requests have.

#[cfg(feature = "testing")]
use super::made::{self, Random};
use super::reading;
use crate::object::{Blank, Failed, Source};
use crate::scalar::Scalar;
use crate::{Blob, IterationReading, Iterations, Patch};

type Read<'de, T> = fn(&mut dyn Source<'de>, &mut Option<T>) -> Result<(), Failed>;

/// Reads a field that can be cleared: `null`, or what a form has in its place.
pub fn patch<'de, T>(source: &mut dyn Source<'de>, to: &mut Patch<T>, read: Read<'de, T>) -> Result<(), Failed> {
    if source.is_empty_text() {
        *to = Patch::Null;
        return source.skip().map(drop);
    }
    let mut value = None;
    read(source, &mut value)?;
    *to = value.map_or(Patch::Null, Patch::Value);
    Ok(())
}

/// Reads a file.
pub fn blob(source: &mut dyn Source<'_>, to: &mut Option<Blob>) -> Result<(), Failed> {
    *to = source.blob()?;
    Ok(())
}

/// Reads a required file.
pub fn required_blob(source: &mut dyn Source<'_>, to: &mut Blob) -> Result<(), Failed> {
    *to = source.blob()?.ok_or_else(|| Failed::said("expected a file, found nothing"))?;
    Ok(())
}

/// Reads a number of payments.
pub fn iterations(source: &mut dyn Source<'_>, to: &mut Option<Iterations>) -> Result<(), Failed> {
    let scalar = source.scalar()?.unwrap_or(Scalar::Null);
    *to = match crate::lenient::integer_of(&scalar).map_err(Failed::said)? {
        None => None,
        Some(count) => {
            // With this reading, a count of n makes n + 1 payments; so every count can be read.
            let payments = u32::try_from(count).ok().and_then(|count| count.checked_add(1));
            let read =
                payments.and_then(|payments| Iterations::of_payments(payments, IterationReading::FirstExcluded).ok());
            Some(read.ok_or_else(|| Failed::said("expected a number of payments from 0 to 4294967294"))?)
        }
    };
    Ok(())
}

/// Reads a required number of payments.
pub fn required_iterations(source: &mut dyn Source<'_>, to: &mut Iterations) -> Result<(), Failed> {
    let mut read = None;
    iterations(source, &mut read)?;
    *to = read.ok_or_else(|| Failed::said("expected a number of payments, found nothing"))?;
    Ok(())
}

impl<T: Blank> Blank for Patch<T> {
    fn blank() -> Self {
        Self::Absent
    }

    #[cfg(feature = "testing")]
    fn made(random: &mut Random) -> Self {
        made::patch(random)
    }
}

impl Blank for Blob {
    fn blank() -> Self {
        Self::default()
    }

    #[cfg(feature = "testing")]
    fn made(random: &mut Random) -> Self {
        made::blob(random)
    }
}

impl Blank for Iterations {
    fn blank() -> Self {
        Self::blank_count()
    }

    #[cfg(feature = "testing")]
    fn made(random: &mut Random) -> Self {
        made::iterations(random)
    }
}

/// Returns the boolean of a text, in any spelling of forms.
pub(crate) fn boolean_of(text: &str) -> Option<bool> {
    if !reading::is_request() {
        return None;
    }
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is(&["true", "yes", "on", "y", "t"]) {
        return Some(true);
    }
    is(&["false", "no", "off", "n", "f"]).then_some(false)
}
