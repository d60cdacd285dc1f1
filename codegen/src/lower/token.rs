//! Credentials that are exchanged for a token.

use crate::ir;
use crate::raw::api::Api;
use crate::raw::token::{Carrier, Token};

pub(super) fn lower(api: &Api, raw: &Token) -> ir::Token {
    let service = raw.service.as_ref();
    let parameter = raw.parameter.as_ref().map(|parameter| parameter.value.clone()).unwrap_or_default();
    ir::Token {
        service: service.and_then(|name| api.services.iter().position(|(known, _)| known.value == name.value)),
        path: raw.path.value.clone(),
        send: raw.send.iter().map(|(name, value)| (name.value.clone(), value.value.clone())).collect(),
        answer: raw.answer.value.clone(),
        lifetime: raw.lifetime.as_ref().map(|member| member.value.clone()),
        lifetime_seconds: raw.lifetime_seconds.value,
        carrier: match raw.carrier.value {
            Carrier::Bearer => ir::Carrier::Bearer,
            Carrier::Query => ir::Carrier::Query(parameter),
            Carrier::Header => ir::Carrier::Header(
                parameter,
                raw.prefix.as_ref().map(|prefix| prefix.value.clone()).unwrap_or_default(),
            ),
        },
        expired_statuses: raw.expired_statuses.iter().filter_map(|status| status.parse().ok()).collect(),
        expired_codes: raw.expired_codes.iter().map(|code| code.value.clone()).collect(),
    }
}
