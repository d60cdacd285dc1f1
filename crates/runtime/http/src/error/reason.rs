//! The documented reason that an error response states.

use payspec_core::{OperationSpec, ReasonSpec, ToldBy};

use super::Explanation;

/// Returns the reason that a complete response states by its message or code. A status alone states none.
pub(crate) fn reason(
    spec: &'static OperationSpec,
    status: u16,
    said: &Explanation,
    body: &[u8],
) -> Option<&'static ReasonSpec> {
    spec.reasons.iter().find(|reason| reason.status == status && is_stated(reason.told_by, said, body))
}

fn is_stated(told_by: ToldBy, said: &Explanation, body: &[u8]) -> bool {
    match told_by {
        ToldBy::Code(code) => said.code.as_deref() == Some(code),
        ToldBy::Message(message) => {
            let of_fields = said.fields.iter().map(|(_, text)| text);
            let mut texts = said.message.iter().chain(&said.further_messages).chain(of_fields);
            texts.any(|text| text.trim() == message) || body.trim_ascii() == message.as_bytes()
        }
    }
}
