//! What a generated webhook crate contains, for an API with two resources and three events.

use std::fmt;

use payspec_webhook::{Envelope, Notification, Payload, PayloadShape, RawBody, UndecodableError, Unknown};
use serde::{Deserialize, Serialize};

/// The names `CentralPay` uses.
pub(crate) const ENVELOPE: Envelope = Envelope {
    event_type: Some("type"),
    event_subtype: None,
    payload: Some("object"),
    event_id: Some("eventId"),
    created: Some("creationDate"),
    created_as: None,
    request_id: Some("requestId"),
    previous: Some("objectBeforeUpdate"),
    ids: &["refundId"],
    event_types: &["REFUND_CREATED", "REFUND_UPDATED", "ACCOUNT_UPDATED"],
};

const UNENVELOPED: &[PayloadShape] = &[
    PayloadShape { object: "refund", keys: &["refundId"] },
    PayloadShape { object: "account", keys: &["accountId", "iban"] },
    // Shares its only key with no one, yet has as many as `refund`.
    PayloadShape { object: "card", keys: &["cardId"] },
    PayloadShape { object: "nothing", keys: &[] },
];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Refund {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) refund_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) amount: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Account {
    pub(crate) account_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) iban: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Event {
    RefundCreated(Box<Notification<Refund>>),
    RefundUpdated(Box<Notification<Refund>>),
    AccountUpdated(Box<Notification<Account>>),
    UnenvelopedRefund(Box<Payload<Refund>>),
    UnenvelopedAccount(Box<Payload<Account>>),
    Unknown(Unknown),
    Undecodable(UndecodableError),
}

// What a queue of events costs is decided here.
const _: () = assert!(size_of::<Event>() <= 16);

impl Event {
    pub(crate) fn raw(&self) -> &RawBody {
        match self {
            Self::RefundCreated(event) | Self::RefundUpdated(event) => &event.raw,
            Self::AccountUpdated(event) => &event.raw,
            Self::UnenvelopedRefund(unenveloped) => &unenveloped.raw,
            Self::UnenvelopedAccount(unenveloped) => &unenveloped.raw,
            Self::Unknown(unknown) => unknown.raw(),
            Self::Undecodable(undecodable) => undecodable.raw(),
        }
    }

    /// For assertions that want one kind: a message that says which one came instead.
    pub(crate) fn undecodable(self) -> UndecodableError {
        match self {
            Self::Undecodable(undecodable) => undecodable,
            other => panic!("expected an undecodable body, got {other:?}"),
        }
    }

    pub(crate) fn unknown(self) -> Unknown {
        match self {
            Self::Unknown(unknown) => unknown,
            other => panic!("expected an unknown body, got {other:?}"),
        }
    }

    pub(crate) fn refund_created(self) -> Notification<Refund> {
        match self {
            Self::RefundCreated(event) => *event,
            other => panic!("expected REFUND_CREATED, got {other:?}"),
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(unknown) => unknown.fmt(f),
            Self::Undecodable(undecodable) => undecodable.fmt(f),
            _ => f.write_str("an event"),
        }
    }
}

pub(crate) fn decode(body: impl Into<RawBody>) -> Event {
    read(&body.into()).unwrap_or_else(Event::Undecodable)
}

fn read(raw: &RawBody) -> Result<Event, UndecodableError> {
    let opened = payspec_webhook::parse(&ENVELOPE, raw)?;
    match opened.event_type() {
        Some("REFUND_CREATED") => return Ok(Event::RefundCreated(opened.notification()?)),
        Some("REFUND_UPDATED") => return Ok(Event::RefundUpdated(opened.notification()?)),
        Some("ACCOUNT_UPDATED") => return Ok(Event::AccountUpdated(opened.notification()?)),
        _ => {}
    }
    match opened.payload_object(UNENVELOPED) {
        Some("refund") => Ok(Event::UnenvelopedRefund(opened.unenveloped()?)),
        Some("account") => Ok(Event::UnenvelopedAccount(opened.unenveloped()?)),
        _ => opened.unknown().map(Event::Unknown),
    }
}
