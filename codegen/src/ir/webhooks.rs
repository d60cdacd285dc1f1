//! How events are delivered.

use payspec_core::UnixTime;
use payspec_core::vocabulary::SignatureEncoding;

use super::docs::Docs;

/// How events are delivered.
#[derive(Debug)]
pub struct Webhooks {
    /// Delivery and trust.
    pub docs: Docs,
    /// The body may be a form.
    pub is_form: bool,
    /// The body may be JSON.
    pub is_json: bool,
    /// The members around the object of an event; without it events come as objects alone.
    pub envelope: Option<Envelope>,
    /// How a delivery is signed; `None` when it is not.
    pub signature: Option<Signature>,
}

/// The members around the object of an event.
#[derive(Debug)]
pub struct Envelope {
    /// The member that names the event.
    pub event_type: String,
    /// The member that holds the object; the whole body is the object without it.
    pub payload: Option<String>,
    /// The member that holds the object as it was.
    pub previous: Option<String>,
    /// The member that identifies the event.
    pub id: Option<String>,
    /// The member that says when it was made.
    pub created: Option<String>,
    /// What that is counted in, where it is a number.
    pub created_as: Option<UnixTime>,
    /// The member that identifies the request behind it.
    pub request_id: Option<String>,
}

/// How a delivery is signed.
#[derive(Debug)]
pub struct Signature {
    /// The headers that carry signatures.
    pub headers: Vec<String>,
    /// How a signature is written.
    pub encoding: SignatureEncoding,
    /// What is signed.
    pub signed: Signed,
    /// The member with the time, how far it may be off, and whether a delivery may lack it.
    pub timestamp: Option<(String, u32, bool)>,
    /// What is known of it.
    pub docs: Docs,
}

/// What is signed.
#[derive(Debug)]
pub enum Signed {
    /// The bytes of the body.
    Body,
    /// The values of these fields of the form.
    Fields(Vec<String>),
}
