//! How events are delivered.

use payspec_core::UnixTime;
use payspec_core::vocabulary::{HashAlgorithm, KeyEncoding, SignatureEncoding, TimeFormat};

use super::docs::Docs;
use super::signing::Part;

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
    /// When it is made again; `None` when that is not known.
    pub retry: Option<Retry>,
}

/// When a delivery that was not acknowledged is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// Seconds between two attempts.
    pub every: u64,
    /// Seconds from the first attempt to the last possible one.
    pub within: u64,
}

impl Webhooks {
    /// Where the list of events stands, if a delivery brings several; `.` where the body is the list.
    pub fn events(&self) -> Option<&str> {
        self.envelope.as_ref()?.events.as_deref()
    }

    /// Whether a delivery brings several events that each have a signature of their own.
    pub fn is_verified_one_by_one(&self) -> bool {
        self.events().is_some() && self.signature.as_ref().is_some_and(|signature| signature.member.is_some())
    }
}

/// The members around the object of an event.
#[derive(Debug)]
pub struct Envelope {
    /// The list of events, or `.` for the body; other members stand in its items then.
    pub events: Option<String>,
    /// The member that names the event, or has the first part of its name.
    pub event_type: String,
    /// The member that has the second part of its name.
    pub event_subtype: Option<String>,
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
    /// The member with the signature, where each event has its own.
    pub member: Option<String>,
    /// What stands between several values of one header.
    pub separator: Option<char>,
    /// What stands before a signature.
    pub prefix: String,
    /// What proves where a delivery comes from.
    pub proof: Proof,
    /// When it was signed.
    pub timestamp: Option<Timestamp>,
    /// What is known of it.
    pub docs: Docs,
}

/// What proves where a delivery comes from.
#[derive(Debug)]
pub enum Proof {
    /// The secret itself.
    Secret,
    /// An HMAC.
    Hmac(Hmac),
    /// A signature of RSA.
    Rsa(Rsa),
    /// A signature that users verify themselves.
    Custom,
}

/// A signature of RSA over parts of a delivery.
#[derive(Debug)]
pub struct Rsa {
    /// Whether it has a salt.
    pub is_pss: bool,
    /// How a signature is written.
    pub encoding: SignatureEncoding,
    /// The header that names the key.
    pub key_id: Option<String>,
    /// What is signed.
    pub signed: Vec<Part>,
}

/// An HMAC over parts of a delivery.
#[derive(Debug)]
pub struct Hmac {
    /// The hash function.
    pub hash: HashAlgorithm,
    /// How a signature is written.
    pub encoding: SignatureEncoding,
    /// How the secret is written.
    pub key_encoding: KeyEncoding,
    /// What stands before the secret and does not belong to it.
    pub key_prefix: String,
    /// What is signed.
    pub signed: Vec<Part>,
}

impl Proof {
    /// The parts that are signed; empty where nothing or something else is signed.
    pub fn signed(&self) -> &[Part] {
        match self {
            Self::Hmac(hmac) => &hmac.signed,
            Self::Rsa(rsa) => &rsa.signed,
            Self::Secret | Self::Custom => &[],
        }
    }

    /// The fields that are signed, where the rest of the body is not.
    pub fn only_fields(&self) -> Option<Vec<&str>> {
        let is_whole = self.signed().iter().any(|part| matches!(part, Part::Body | Part::Digest(..)));
        let fields = self.signed().iter().filter_map(|part| match part {
            Part::Field(path) => Some(path.as_str()),
            _ => None,
        });
        (!is_whole).then(|| fields.collect())
    }

    /// Whether two texts that anybody may have written are signed with nothing between them.
    pub fn is_unseparated(&self) -> bool {
        let is_free = |part: &Part| matches!(part, Part::Field(_) | Part::Header(_));
        self.signed().windows(2).any(|pair| pair.iter().all(is_free))
    }
}

impl Signature {
    /// Whether verifying needs to know how the request was addressed.
    pub fn needs_target(&self) -> bool {
        matches!(self.proof, Proof::Custom) || self.proof.signed().iter().any(Part::is_of_address)
    }

    /// The signature, where it is of RSA.
    pub fn rsa(&self) -> Option<&Rsa> {
        match &self.proof {
            Proof::Rsa(rsa) => Some(rsa),
            _ => None,
        }
    }
}

/// When a delivery was signed.
#[derive(Debug)]
pub struct Timestamp {
    /// Where it stands.
    pub at: TimePlace,
    /// How it is written.
    pub format: TimeFormat,
    /// How far it may be off.
    pub tolerance_seconds: u32,
    /// A delivery may lack it.
    pub optional: bool,
}

/// Where the time of signing stands.
#[derive(Debug)]
pub enum TimePlace {
    /// In this member of the body.
    Member(String),
    /// In this header.
    Header(String),
    /// In the value of the signature's header that begins with this.
    Value(String),
}
