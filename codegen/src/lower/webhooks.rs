//! How events are delivered.

use payspec_core::vocabulary::SignatureEncoding;

use super::{Context, docs};
use crate::ir;
use crate::raw::Path;
use crate::raw::webhooks::{DeliveryBody, Envelope, Security, SecurityScheme, SignedContent, Webhooks};

pub(super) fn lower(context: &Context<'_>, raw: &Webhooks) -> ir::Webhooks {
    ir::Webhooks {
        docs: docs::known(&raw.docs, raw.evidence.as_ref(), context),
        is_form: may_be(raw, DeliveryBody::Form),
        is_json: raw.body.is_empty() || may_be(raw, DeliveryBody::Json),
        envelope: raw.envelope.as_ref().map(|envelope| self::envelope(context, envelope)),
        signature: (raw.security.scheme.value != SecurityScheme::Unsigned).then(|| signature(context, &raw.security)),
    }
}

fn may_be(raw: &Webhooks, body: DeliveryBody) -> bool {
    raw.body.iter().any(|given| given.value == body)
}

fn envelope(context: &Context<'_>, raw: &Envelope) -> ir::Envelope {
    let member = |path: &Option<Path>| path.as_ref().map(|path| path.value.clone());
    ir::Envelope {
        event_type: raw.event_type.value.clone(),
        payload: member(&raw.payload),
        previous: member(&raw.previous),
        id: member(&raw.id),
        created: member(&raw.created),
        created_as: context.api.datetimes.as_ref().and_then(|form| form.value.unix()).filter(|_| raw.created.is_some()),
        request_id: member(&raw.request_id),
    }
}

fn signature(context: &Context<'_>, raw: &Security) -> ir::Signature {
    let signed = raw.signed.as_ref().map_or(SignedContent::Body, |signed| signed.value);
    ir::Signature {
        headers: raw.headers.iter().map(|header| header.value.clone()).collect(),
        encoding: raw.encoding.as_ref().map_or(SignatureEncoding::Hex, |encoding| encoding.value),
        signed: match signed {
            SignedContent::Body => ir::Signed::Body,
            SignedContent::Fields => ir::Signed::Fields(raw.fields.iter().map(|field| field.value.clone()).collect()),
        },
        timestamp: raw
            .timestamp
            .as_ref()
            .map(|timestamp| (timestamp.member.value.clone(), timestamp.tolerance_seconds.value, timestamp.optional)),
        docs: docs::known(raw.docs.as_ref().map_or("", |text| text), raw.evidence.as_ref(), context),
    }
}
