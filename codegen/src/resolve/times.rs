//! How points in time are written.

use payspec_core::UnixTime;

use crate::raw::api::Api;
use crate::raw::field::Field;

/// What a `datetime` is counted in, where it is a number: as its field says, or else the API. One with a compact form is text.
pub(crate) fn of(api: Option<&Api>, field: &Field) -> Option<UnixTime> {
    let of_api = || api?.datetimes.as_ref();
    let form = field.time_form.as_ref().or_else(of_api).filter(|_| field.compact.is_none())?;
    form.value.unix()
}
