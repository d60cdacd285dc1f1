//! The fact that an error answer states, where the description of the operation knows one.

use payspec_core::{OperationSpec, ReasonSpec, ToldBy};

use super::Explanation;

/// Returns what a complete answer states by its message or code. No status states anything by itself.
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
