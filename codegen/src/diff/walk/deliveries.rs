//! How events are delivered and signed.

use super::super::finder::{Finder, Spot, Way, word};
use super::super::table::deliveries as table;
use super::signing::parts;
use crate::ir::{Api, Envelope, Proof, Retry, Signature, TimePlace, Timestamp, Webhooks};

pub(super) fn compare(finder: &mut Finder, before: &Api, after: &Api) {
    let way = |api: &Api| Way::of(&api.source, &["api", "webhooks"]);
    let spot = Spot::of("webhooks", way(before), way(after));
    let (was, is) = match (&before.webhooks, &after.webhooks) {
        (None, None) => return,
        (None, Some(_)) => return finder.added(table::WEBHOOKS_ADDED, &spot, "delivery of events"),
        (Some(_), None) => return finder.removed(table::WEBHOOKS_REMOVED, &spot, "delivery of events"),
        (Some(was), Some(is)) => (was, is),
    };
    let Webhooks { docs, is_form, is_json, envelope: old_envelope, signature: old_signature, retry: old_retry } = was;
    let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
    finder.own_evidence(&spot, "deliveries", known);
    let spot = spot.known(known.0, known.1);
    for (name, was, now) in [("form", *is_form, is.is_form), ("JSON", *is_json, is.is_json)] {
        let texts = (format!("a delivery may be {name}"), format!("a delivery is no longer {name}"));
        let rules = (table::BODY_ADDED, table::BODY_REMOVED);
        finder.toggled(rules, &spot.at(&["body", name]), (was, now), (&texts.0, &texts.1));
    }
    envelope(finder, &spot.at(&["envelope"]), old_envelope.as_ref(), is.envelope.as_ref());
    let here = spot.at(&["security"]);
    match (old_signature, &is.signature) {
        (None, None) => {}
        (None, Some(_)) => finder.added(table::SIGNATURE_ADDED, &here, "signature of deliveries"),
        (Some(_), None) => finder.removed(table::SIGNATURE_REMOVED, &here, "signature of deliveries"),
        (Some(was), Some(is)) => signature(finder, &here, was, is),
    }
    retry(finder, &spot.at(&["retry"]), *old_retry, is.retry);
}

fn envelope(finder: &mut Finder, spot: &Spot<'_>, was: Option<&Envelope>, is: Option<&Envelope>) {
    let (was, is) = match (was, is) {
        (None, None) => return,
        (Some(was), Some(is)) => (was, is),
        (was, _) => {
            let names = if was.is_some() { ("with", "without") } else { ("without", "with") };
            finder.differs(table::ENVELOPE_CHANGED, spot, "envelope of events", names.0, names.1);
            return;
        }
    };
    let Envelope { events, event_type, event_subtype, payload, previous, id, created, created_as, request_id } = was;
    finder.differs(table::EVENTS_PATH_CHANGED, &spot.at(&["events"]), "path of the events", events, &is.events);
    let types = |first: &String, second: &Option<String>| {
        second.as_ref().map_or_else(|| first.clone(), |second| format!("{first} and {second}"))
    };
    let facts = (types(event_type, event_subtype), types(&is.event_type, &is.event_subtype));
    finder.differs(table::TYPE_PATH_CHANGED, &spot.at(&["type"]), "path of the type", &facts.0, &facts.1);
    for (rule, key, what, was, is) in [
        (table::PAYLOAD_PATH_CHANGED, "payload", "path of the object", payload, &is.payload),
        (table::PREVIOUS_PATH_CHANGED, "previous", "path of the previous object", previous, &is.previous),
        (table::EVENT_ID_PATH_CHANGED, "id", "path of the event's id", id, &is.id),
        (table::CREATED_PATH_CHANGED, "created", "path of the event's time", created, &is.created),
        (table::REQUEST_ID_PATH_CHANGED, "request_id", "path of the request's id", request_id, &is.request_id),
    ] {
        finder.differs(rule, &spot.at(&[key]), what, was, is);
    }
    let forms = [created_as, &is.created_as].map(|form| form.as_ref().map_or_else(|| "text".to_owned(), word));
    finder.differs(
        table::CREATED_FORM_CHANGED,
        &spot.at(&["created"]),
        "form of the event's time",
        &forms[0],
        &forms[1],
    );
}

fn retry(finder: &mut Finder, spot: &Spot<'_>, was: Option<Retry>, is: Option<Retry>) {
    match (was, is) {
        (None, None) => {}
        (None, Some(_)) => finder.added(table::RETRY_DECLARED, spot, "time of retries"),
        (Some(_), None) => finder.removed(table::RETRY_REMOVED, spot, "time of retries"),
        (Some(was), Some(is)) => {
            let text = |retry: Retry| format!("every {} s for {} s", retry.every, retry.within);
            let rule = if is.within > was.within { table::RETRY_LENGTHENED } else { table::RETRY_CHANGED };
            finder.differs(rule, spot, "time of retries", &text(was), &text(is));
        }
    }
}

fn signature<'a>(finder: &mut Finder, spot: &Spot<'a>, was: &'a Signature, is: &'a Signature) {
    let Signature { headers, member, separator, prefix, proof: old_proof, timestamp: old_time, docs } = was;
    let known = (docs.evidence.as_ref(), is.docs.evidence.as_ref());
    finder.own_evidence(spot, "the signature", known);
    let spot = spot.clone().known(known.0, known.1);
    if member.is_none() && is.member.is_none() {
        for header in is.headers.iter().filter(|header| !headers.contains(header)) {
            finder.added(table::SIGNATURE_HEADER_ADDED, &spot.at(&["headers"]), &format!("header `{header}`"));
        }
        for header in headers.iter().filter(|header| !is.headers.contains(header)) {
            finder.removed(table::SIGNATURE_HEADER_REMOVED, &spot.at(&["headers"]), &format!("header `{header}`"));
        }
    }
    finder.differs(table::SIGNATURE_MEMBER_CHANGED, &spot.at(&["member"]), "member", member, &is.member);
    let text = |separator: Option<char>| separator.map(String::from).unwrap_or_default();
    let facts = (text(*separator), text(is.separator));
    finder.differs(table::SIGNATURE_SEPARATOR_CHANGED, &spot.at(&["separator"]), "separator", &facts.0, &facts.1);
    finder.differs(table::SIGNATURE_PREFIX_CHANGED, &spot.at(&["prefix"]), "prefix of signatures", prefix, &is.prefix);
    proof(finder, &spot, old_proof, &is.proof);
    timestamp(finder, &spot.at(&["timestamp"]), old_time.as_ref(), is.timestamp.as_ref());
}

fn proof(finder: &mut Finder, spot: &Spot<'_>, was: &Proof, is: &Proof) {
    let scheme = |proof: &Proof| match proof {
        Proof::Secret => "secret-header",
        Proof::Hmac(_) => "hmac",
        Proof::Rsa(_) => "rsa",
        Proof::Custom => "custom",
    };
    if finder.differs(table::SIGNATURE_SCHEME_CHANGED, &spot.at(&["scheme"]), "scheme", scheme(was), scheme(is)) {
        return;
    }
    let hash = |proof: &Proof| match proof {
        Proof::Hmac(hmac) => word(&hmac.hash),
        Proof::Rsa(rsa) => if rsa.is_pss { "pss" } else { "pkcs1" }.to_owned(),
        Proof::Secret | Proof::Custom => String::new(),
    };
    finder.differs(table::SIGNATURE_HASH_CHANGED, &spot.at(&["scheme"]), "hash function", &hash(was), &hash(is));
    let encoding = |proof: &Proof| match proof {
        Proof::Hmac(hmac) => word(&hmac.encoding),
        Proof::Rsa(rsa) => word(&rsa.encoding),
        Proof::Secret | Proof::Custom => String::new(),
    };
    let here = spot.at(&["encoding"]);
    finder.differs(table::SIGNATURE_ENCODING_CHANGED, &here, "encoding", &encoding(was), &encoding(is));
    if let (Proof::Hmac(was), Proof::Hmac(is)) = (was, is) {
        let here = spot.at(&["key_encoding"]);
        let facts = (word(&was.key_encoding), word(&is.key_encoding));
        finder.differs(table::SIGNATURE_KEY_ENCODING_CHANGED, &here, "encoding of the secret", &facts.0, &facts.1);
        let here = spot.at(&["key_prefix"]);
        finder.differs(
            table::SIGNATURE_KEY_PREFIX_CHANGED,
            &here,
            "prefix of the secret",
            &was.key_prefix,
            &is.key_prefix,
        );
    }
    if let (Proof::Rsa(was), Proof::Rsa(is)) = (was, is) {
        let here = spot.at(&["key_id"]);
        finder.differs(table::SIGNATURE_KEY_ID_CHANGED, &here, "header of the key's id", &was.key_id, &is.key_id);
    }
    let facts = (parts(was.signed()), parts(is.signed()));
    finder.differs(table::SIGNED_PARTS_CHANGED, &spot.at(&["signed"]), "signed parts", &facts.0, &facts.1);
}

fn timestamp(finder: &mut Finder, spot: &Spot<'_>, was: Option<&Timestamp>, is: Option<&Timestamp>) {
    let (was, is) = match (was, is) {
        (None, None) => return,
        (None, Some(_)) => return finder.added(table::TIMESTAMP_ADDED, spot, "time of signing"),
        (Some(_), None) => return finder.removed(table::TIMESTAMP_REMOVED, spot, "time of signing"),
        (Some(was), Some(is)) => (was, is),
    };
    let Timestamp { at, format, tolerance_seconds, optional } = was;
    let place = |place: &TimePlace| match place {
        TimePlace::Member(path) => format!("member {path}"),
        TimePlace::Header(name) => format!("header {name}"),
        TimePlace::Value(prefix) => format!("value {prefix}"),
    };
    let facts = (place(at), place(&is.at));
    finder.differs(table::TIMESTAMP_PLACE_CHANGED, spot, "place of the time of signing", &facts.0, &facts.1);
    let facts = (word(format), word(&is.format));
    let here = spot.at(&["format"]);
    finder.differs(table::TIMESTAMP_FORMAT_CHANGED, &here, "format of the time of signing", &facts.0, &facts.1);
    let shorter = is.tolerance_seconds < *tolerance_seconds;
    let rule = if shorter { table::TOLERANCE_SHORTENED } else { table::TOLERANCE_LENGTHENED };
    let facts = (format!("{tolerance_seconds} s"), format!("{} s", is.tolerance_seconds));
    finder.differs(rule, &spot.at(&["tolerance_seconds"]), "maximum age of a delivery", &facts.0, &facts.1);
    finder.toggled(
        (table::TIMESTAMP_OPTIONAL, table::TIMESTAMP_CERTAIN),
        &spot.at(&["optional"]),
        (*optional, is.optional),
        ("a delivery may lack the time of signing", "each delivery contains the time of signing"),
    );
}
