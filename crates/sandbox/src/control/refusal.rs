//! Refusals of the control API.

use payspec_core::Violations;
use payspec_core::server::DecodeError;
use serde_json::json;

use crate::engine::answer::Answer;
use crate::engine::rule_error::RuleError;
use crate::engine::webhook_url::WebhookUrlError;

/// Why a request is not executed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// 400: what is wrong, with a parameter if it has one to blame.
    Invalid(Option<String>, String),
    /// 403: the request does not come from this machine.
    Forbidden(&'static str),
    /// 404: what does not exist.
    NotFound(String),
    /// 500: a mistake of the sandbox.
    Failed(String),
}

impl Refusal {
    pub(super) fn answer(self) -> Answer {
        let (status, field, message) = match self {
            Self::Invalid(field, message) => (400, field, message),
            Self::Forbidden(message) => (403, None, message.to_owned()),
            Self::NotFound(message) => (404, None, message),
            Self::Failed(message) => (500, None, message),
        };
        let mut body = json!({ "message": message });
        if let Some(field) = field {
            body["field"] = field.into();
        }
        Answer::json(status, body.to_string().into_bytes())
    }
}

impl From<DecodeError> for Refusal {
    fn from(error: DecodeError) -> Self {
        let field = error.problems().first().map(|problem| problem.field.clone()).filter(|field| !field.is_empty());
        Self::Invalid(field, error.to_string())
    }
}

impl From<Violations> for Refusal {
    fn from(violations: Violations) -> Self {
        let text = violations.to_string();
        let field = violations.into_iter().next().and_then(|violation| violation.fields().first().cloned());
        Self::Invalid(field, text)
    }
}

impl From<WebhookUrlError> for Refusal {
    fn from(error: WebhookUrlError) -> Self {
        Self::Invalid(Some("url".to_owned()), error.to_string())
    }
}

impl From<RuleError> for Refusal {
    fn from(error: RuleError) -> Self {
        Self::Invalid(Some(error.field().to_owned()), error.message().to_owned())
    }
}
