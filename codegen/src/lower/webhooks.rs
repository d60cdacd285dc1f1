//! How events are delivered.

use payspec_core::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};

use super::{Context, docs, signing};
use crate::ir;
use crate::raw::webhooks::{
    DeliveryBody, Envelope, Retry, Security, SecurityScheme, Signed, SignedContent, Timestamp, Webhooks,
};
use crate::raw::{Path, Sp};
use crate::resolve::figures::length;

pub(super) fn lower(context: &Context<'_>, raw: &Webhooks) -> ir::Webhooks {
    ir::Webhooks {
        docs: docs::known(&raw.docs, raw.evidence.as_ref(), context),
        is_form: may_be(raw, DeliveryBody::Form),
        is_json: raw.body.is_empty() || may_be(raw, DeliveryBody::Json),
        envelope: raw.envelope.as_ref().map(|envelope| self::envelope(context, envelope)),
        signature: (raw.security.scheme.value != SecurityScheme::Unsigned).then(|| signature(context, &raw.security)),
        retry: raw.retry.as_ref().and_then(|retry| self::retry(retry)),
    }
}

fn retry(raw: &Retry) -> Option<ir::Retry> {
    let seconds = |written: &Sp<String>| length(written).and_then(ir::bounds::Length::seconds);
    Some(ir::Retry { every: seconds(&raw.every)?, within: seconds(&raw.within)? })
}

fn may_be(raw: &Webhooks, body: DeliveryBody) -> bool {
    raw.body.iter().any(|given| given.value == body)
}

fn envelope(context: &Context<'_>, raw: &Envelope) -> ir::Envelope {
    let member = |path: &Option<Path>| path.as_ref().map(|path| path.value.clone());
    let mut types = raw.event_type.paths().map(|path| path.value.clone());
    ir::Envelope {
        events: raw.events.as_ref().map(|path| path.value.clone()),
        event_type: types.next().unwrap_or_default(),
        event_subtype: types.next(),
        payload: member(&raw.payload),
        previous: member(&raw.previous),
        id: member(&raw.id),
        created: member(&raw.created),
        created_as: context.api.datetimes.as_ref().and_then(|form| form.value.unix()).filter(|_| raw.created.is_some()),
        request_id: member(&raw.request_id),
    }
}

fn signature(context: &Context<'_>, raw: &Security) -> ir::Signature {
    ir::Signature {
        headers: raw.headers.iter().map(|header| header.value.clone()).collect(),
        member: raw.member.as_ref().map(|member| member.value.clone()),
        separator: raw.separator.as_ref().and_then(|separator| separator.chars().next()),
        prefix: text(raw.prefix.as_ref()),
        proof: match raw.scheme.value {
            SecurityScheme::HmacSha256 => ir::Proof::Hmac(hmac(raw, HashAlgorithm::Sha256)),
            SecurityScheme::HmacSha512 => ir::Proof::Hmac(hmac(raw, HashAlgorithm::Sha512)),
            SecurityScheme::RsaSha256 | SecurityScheme::RsaPssSha256 => ir::Proof::Rsa(rsa(raw)),
            SecurityScheme::Unsigned | SecurityScheme::SecretHeader => ir::Proof::Secret,
            SecurityScheme::Custom => ir::Proof::Custom,
        },
        timestamp: raw.timestamp.as_ref().and_then(|timestamp| self::timestamp(timestamp)),
        docs: docs::known(raw.docs.as_ref().map_or("", |text| text), raw.evidence.as_ref(), context),
    }
}

fn text(raw: Option<&Sp<String>>) -> String {
    raw.map(|text| text.value.clone()).unwrap_or_default()
}

fn hmac(raw: &Security, hash: HashAlgorithm) -> ir::Hmac {
    ir::Hmac {
        hash,
        encoding: encoding(raw),
        key_encoding: raw.key_encoding.as_ref().map_or(KeyEncoding::Text, |encoding| encoding.value),
        key_prefix: text(raw.key_prefix.as_ref()),
        signed: signed(raw),
    }
}

fn rsa(raw: &Security) -> ir::Rsa {
    ir::Rsa {
        is_pss: raw.scheme.value == SecurityScheme::RsaPssSha256,
        encoding: encoding(raw),
        key_id: raw.key_id.as_ref().map(|header| header.value.clone()),
        signed: signed(raw),
    }
}

fn encoding(raw: &Security) -> SignatureEncoding {
    raw.encoding.as_ref().map_or(SignatureEncoding::Hex, |encoding| encoding.value)
}

fn signed(raw: &Security) -> Vec<ir::Part> {
    match raw.signed.as_ref().map(|signed| &signed.value) {
        Some(Signed::Parts(parts)) => signing::parts(parts),
        Some(signed) if signed.is(SignedContent::Fields) => {
            raw.fields.iter().map(|field| ir::Part::Field(field.value.clone())).collect()
        }
        Some(Signed::Word(_)) | None => vec![ir::Part::Body],
    }
}

fn timestamp(raw: &Timestamp) -> Option<ir::Timestamp> {
    let member = raw.member.as_ref().map(|member| ir::TimePlace::Member(member.value.clone()));
    let header = raw.header.as_ref().map(|header| ir::TimePlace::Header(header.value.clone()));
    let value = raw.prefix.as_ref().map(|prefix| ir::TimePlace::Value(prefix.value.clone()));
    Some(ir::Timestamp {
        at: member.or(header).or(value)?,
        format: raw.format.as_ref().map_or(TimeFormat::Seconds, |format| format.value),
        tolerance_seconds: raw.tolerance_seconds.value,
        optional: raw.optional,
    })
}
