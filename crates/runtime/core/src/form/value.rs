//! Traits for values in a form.

use std::borrow::Cow;

use crate::{Amount, DateTime, Decimal, Form};

/// A value with a single text on the wire.
pub trait FormValue {
    /// Returns the text, before percent-encoding.
    fn form_value(&self) -> Cow<'_, str>;
}

/// An object that writes its fields into a form, in a fixed order.
///
/// It writes its own field names; [`Form::object`] puts them into brackets.
pub trait EncodeForm {
    /// Writes every field that has a value.
    fn encode_form(&self, form: &mut Form);
}

impl FormValue for str {
    fn form_value(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl FormValue for String {
    fn form_value(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl<T: FormValue + ?Sized> FormValue for &T {
    fn form_value(&self) -> Cow<'_, str> {
        (**self).form_value()
    }
}

impl<T: FormValue + ?Sized> FormValue for Box<T> {
    fn form_value(&self) -> Cow<'_, str> {
        (**self).form_value()
    }
}

impl<T: FormValue + ?Sized + ToOwned> FormValue for Cow<'_, T> {
    fn form_value(&self) -> Cow<'_, str> {
        (**self).form_value()
    }
}

/// Writes `true` or `false`.
impl FormValue for bool {
    fn form_value(&self) -> Cow<'_, str> {
        Cow::Borrowed(if *self { "true" } else { "false" })
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        /// Writes decimal digits.
        impl FormValue for $integer {
            fn form_value(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}

integers!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128, isize, usize);

/// Writes the number of minor units.
impl FormValue for Amount {
    fn form_value(&self) -> Cow<'_, str> {
        Cow::Owned(self.minor().to_string())
    }
}

impl FormValue for Decimal {
    fn form_value(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

/// Writes the text as is; see [`Form::compact`] for the forms without separators.
impl FormValue for DateTime {
    fn form_value(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

impl<T: EncodeForm + ?Sized> EncodeForm for &T {
    fn encode_form(&self, form: &mut Form) {
        (**self).encode_form(form);
    }
}

impl<T: EncodeForm + ?Sized> EncodeForm for Box<T> {
    fn encode_form(&self, form: &mut Form) {
        (**self).encode_form(form);
    }
}
