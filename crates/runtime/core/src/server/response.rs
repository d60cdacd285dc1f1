//! The body of a response.

use serde::Serialize;

use crate::{Blob, OperationSpec, Path, with_items_at};

/// The output of an operation, as a server writes it: any type serialised as JSON, a [`Blob`], or one of several bodies
/// that depend on the status.
pub trait ResponseBody {
    /// Writes it as it is inside the member that the operation has for it.
    ///
    /// # Errors
    ///
    /// Returns an error if a value cannot be written as JSON.
    #[doc(hidden)]
    fn write(&self) -> Result<Vec<u8>, serde_json::Error>;

    /// Returns the status that the response needs, if the body depends on it.
    fn status(&self) -> Option<u16> {
        None
    }
}

impl<T: Serialize> ResponseBody for T {
    fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}

impl ResponseBody for Blob {
    fn write(&self) -> Result<Vec<u8>, serde_json::Error> {
        Ok(self.bytes.clone())
    }
}

/// Writes the body of a successful response: the output as the API writes it, inside the member that the operation has
/// for it ([`OperationSpec::response_wrap`]). The items of a page are where the operation has them
/// ([`OperationSpec::items`]), next to its [envelope](crate::Page::envelope). Empty if the operation has no body.
///
/// # Errors
///
/// Returns an error if a value cannot be written as JSON: an amount in major units without its currency, for example.
///
/// ```
/// use payspec_core::server::response_body;
/// use payspec_core::{OperationSpec, Page};
///
/// const SEARCH: OperationSpec = OperationSpec { items: Some("data.payments"), ..OperationSpec::EMPTY };
/// let mut page = Page::from(vec![1, 2]);
/// page.envelope.insert("total".to_owned(), 7.into());
/// assert_eq!(response_body(&SEARCH, &page)?, br#"{"data":{"payments":[1,2]},"total":7}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn response_body(spec: &OperationSpec, output: &impl ResponseBody) -> Result<Vec<u8>, serde_json::Error> {
    let success = output.status().map_or(&spec.success, |status| spec.success_of(status));
    if !success.has_body {
        return Ok(Vec::new());
    }
    let mut body = with_items_at(spec.items.map(Path::new), || output.write())?;
    // A page is the whole body.
    let Some(path) = spec.response_wrap.filter(|_| spec.items.is_none()) else { return Ok(body) };
    for step in Path::new(path).steps().collect::<Vec<_>>().into_iter().rev() {
        let name = serde_json::to_vec(step)?;
        body = [b"{", name.as_slice(), b":", &body, b"}"].concat();
    }
    Ok(body)
}
