//! The body of a response.

use serde::Serialize;

use crate::{OperationSpec, Path};

/// Writes the body of a successful response: an object as the API writes it, inside the member that the operation has for
/// it ([`OperationSpec::response_wrap`], [`OperationSpec::items`] for a list). Empty if the operation has no body.
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
/// assert_eq!(response_body(&SEARCH, &Page::from(vec![1, 2]))?, br#"{"data":{"payments":[1,2]}}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn response_body(spec: &OperationSpec, output: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    if !spec.success.has_body {
        return Ok(Vec::new());
    }
    let mut body = serde_json::to_vec(output)?;
    let is_list = body.first() == Some(&b'[');
    let Some(path) = spec.items.filter(|_| is_list).or(spec.response_wrap) else { return Ok(body) };
    for step in Path::new(path).steps().collect::<Vec<_>>().into_iter().rev() {
        let name = serde_json::to_vec(step)?;
        body = [b"{", name.as_slice(), b":", &body, b"}"].concat();
    }
    Ok(body)
}
