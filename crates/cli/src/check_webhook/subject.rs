//! What is delivered: for each API a delivery that is about a payment, and its variations.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payspec_core::Secret;
use payspec_webhook::testing::{Fixture, Fixtures, SignedDelivery};
use payspec_webhook::{RawBody, VerifyError};
use serde_json::Value;

type Sign = fn(Secret, RawBody, SystemTime) -> Result<SignedDelivery, VerifyError>;

/// An API whose deliveries are made.
pub(super) struct Subject {
    pub(super) api: &'static str,
    fixtures: Fixtures,
    /// The event that is delivered.
    event: &'static str,
    /// An older one about the same object.
    older: Option<&'static str>,
    /// Where the object has its identifier.
    id: &'static str,
    /// Where the event has its type.
    event_type: Option<&'static str>,
    /// A member whose values are those of an enum.
    word: Option<&'static str>,
    /// A member that need not be there.
    optional: Option<&'static str>,
    signature: Option<Signature>,
    /// Whether an event that is not acknowledged is delivered again.
    pub(super) is_repeated: bool,
}

/// How deliveries are signed.
struct Signature {
    sign: Sign,
    /// The environment variable with the secret.
    variable: &'static str,
    /// Old signatures are rejected.
    has_time: bool,
}

pub(super) static SUBJECTS: [Subject; 4] = [
    Subject {
        api: "centralpay",
        fixtures: centralpay_webhook::testing::fixtures::FIXTURES,
        event: "TRANSACTION_CAPTURED",
        older: Some("TRANSACTION_SUCCEEDED"),
        id: "object.transactionId",
        event_type: Some("type"),
        word: Some("object.transactionStatus"),
        optional: Some("object.endUserLanguage"),
        signature: None,
        is_repeated: true,
    },
    Subject {
        api: "cinetpay",
        fixtures: cinetpay_webhook::testing::fixtures::FIXTURES,
        event: "payment",
        older: None,
        id: "cpm_trans_id",
        event_type: None,
        word: Some("payment_method"),
        optional: Some("cpm_custom"),
        signature: Some(Signature {
            sign: |secret, body, at| cinetpay_webhook::testing::sign(secret, body, at),
            variable: "CINETPAY_WEBHOOK_SECRET",
            has_time: false,
        }),
        is_repeated: true,
    },
    Subject {
        api: "lyra-marketplace",
        fixtures: lyra_marketplace_webhook::testing::fixtures::FIXTURES,
        event: "order",
        older: None,
        id: "order",
        event_type: None,
        word: None,
        optional: None,
        signature: None,
        is_repeated: false,
    },
    Subject {
        api: "primer",
        fixtures: primer_webhook::testing::fixtures::FIXTURES,
        event: "PAYMENT.STATUS",
        older: Some("PAYMENT.STATUS"),
        id: "payment.id",
        event_type: Some("eventType"),
        word: Some("payment.status"),
        optional: Some("payment.customer"),
        signature: Some(Signature {
            sign: |secret, body, at| primer_webhook::testing::sign(secret, body, at),
            variable: "PRIMER_WEBHOOK_SECRET",
            has_time: true,
        }),
        is_repeated: true,
    },
];

/// A delivery to be posted.
#[derive(Clone)]
pub(super) struct Delivery {
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    /// The identifier of the object, which no other delivery of the run has.
    pub(super) id: String,
}

/// Makes deliveries.
pub(super) struct Maker {
    pub(super) subject: &'static Subject,
    secret: Option<Secret>,
    /// The object that deliveries are about, if the handler knows one; otherwise each is about one of its own.
    pub(super) about: Option<String>,
    run: u128,
    made: u128,
}

/// What is made of a fixture, before it is signed.
type Edit<'e> = &'e dyn Fn(Fixture<Value>) -> Fixture<Value>;

impl Maker {
    /// Prepares deliveries of an API; the secret of a signed one comes from the environment.
    pub(super) fn new(subject: &'static Subject) -> Result<Self, String> {
        let secret = match &subject.signature {
            None => None,
            Some(Signature { variable, .. }) => {
                let value = std::env::var(variable).ok().filter(|value| !value.is_empty());
                Some(value.map(Secret::from).ok_or_else(|| {
                    format!("`{variable}` is not set: set it to the secret with which the handler verifies deliveries")
                })?)
            }
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        Ok(Self { subject, secret, about: None, run: now, made: 0 })
    }

    /// A delivery of the event about an object that no other delivery is about.
    pub(super) fn fresh(&mut self) -> Result<Delivery, String> {
        self.edited(&|fixture| fixture)
    }

    /// The same with a change.
    pub(super) fn edited(&mut self, edit: Edit<'_>) -> Result<Delivery, String> {
        let id = self.next();
        let fixture = self.fixture(self.subject.event, &id)?;
        self.signed(&edit(fixture), id, SystemTime::now(), self.secret.clone())
    }

    /// A newer and an older event about one object, if the API tells which is which.
    pub(super) fn newer_and_older(&mut self) -> Result<Option<[Delivery; 2]>, String> {
        let Some(older) = self.subject.older else { return Ok(None) };
        let (now, id) = (SystemTime::now(), self.next());
        let newer = self.fixture(self.subject.event, &id)?.created(now);
        let older = self.fixture(older, &id)?.created(now - Duration::from_secs(60));
        let newer = self.signed(&newer, id.clone(), now, self.secret.clone())?;
        Ok(Some([newer, self.signed(&older, id, now, self.secret.clone())?]))
    }

    /// A delivery of a type that nobody knows.
    pub(super) fn unknown_type(&mut self) -> Result<Option<Delivery>, String> {
        match (self.subject.event_type, &self.subject.signature) {
            (Some(place), _) => self.edited(&|fixture| fixture.with(place, "PAYSPEC_UNKNOWN_EVENT")).map(Some),
            // The members of an object without an envelope are its type.
            (None, None) => {
                let place = self.subject.id;
                self.edited(&|fixture| fixture.with("payspecUnknown", "1").without(place)).map(Some)
            }
            // Without its members there is nothing to sign.
            (None, Some(_)) => Ok(None),
        }
    }

    pub(super) fn unknown_word(&mut self) -> Result<Option<Delivery>, String> {
        let Some(place) = self.subject.word else { return Ok(None) };
        self.edited(&|fixture| fixture.with(place, "PAYSPEC_UNKNOWN_VALUE")).map(Some)
    }

    pub(super) fn without_optional(&mut self) -> Result<Option<Delivery>, String> {
        let Some(place) = self.subject.optional else { return Ok(None) };
        self.edited(&|fixture| fixture.without(place)).map(Some)
    }

    /// A delivery that somebody else has signed.
    pub(super) fn badly_signed(&mut self) -> Result<Option<Delivery>, String> {
        self.signed_otherwise(Some(Secret::from("payspec: the secret of somebody else")), SystemTime::now(), |_| true)
    }

    /// A delivery that was signed two days ago.
    pub(super) fn stale(&mut self) -> Result<Option<Delivery>, String> {
        let before = SystemTime::now() - Duration::from_secs(2 * 24 * 60 * 60);
        self.signed_otherwise(self.secret.clone(), before, |signature| signature.has_time)
    }

    fn signed_otherwise(
        &mut self,
        secret: Option<Secret>,
        at: SystemTime,
        is_eligible: fn(&Signature) -> bool,
    ) -> Result<Option<Delivery>, String> {
        if !self.subject.signature.as_ref().is_some_and(is_eligible) {
            return Ok(None);
        }
        let id = self.next();
        let fixture = self.fixture(self.subject.event, &id)?;
        self.signed(&fixture, id, at, secret).map(Some)
    }

    fn fixture(&self, event: &str, id: &str) -> Result<Fixture<Value>, String> {
        let fixture = self.subject.fixtures.of(event).ok_or_else(|| format!("there is no delivery of `{event}`"))?;
        // An event of its own: another probe is not its duplicate.
        let about = self.about.as_deref().unwrap_or(id);
        let event_id = format!("{}{:04x}", &id[..id.len() - 4], event.len());
        Ok(fixture.event_id(event_id).with(self.subject.id, about).created(SystemTime::now()))
    }

    fn signed(
        &self,
        fixture: &Fixture<Value>,
        id: String,
        at: SystemTime,
        secret: Option<Secret>,
    ) -> Result<Delivery, String> {
        let body = fixture.body();
        let is_json = body.as_bytes().first() == Some(&b'{');
        let content_type = if is_json { "application/json" } else { "application/x-www-form-urlencoded" };
        let mut headers = vec![("content-type".to_owned(), content_type.to_owned())];
        let body = match (&self.subject.signature, secret) {
            (Some(signature), Some(secret)) => {
                let signed = (signature.sign)(secret, body, at)
                    .map_err(|error| format!("`{}` cannot sign: {error}", signature.variable))?;
                headers.extend(signed.headers);
                signed.body
            }
            _ => body,
        };
        let id = self.about.clone().unwrap_or(id);
        Ok(Delivery { headers, body: body.as_bytes().to_vec(), id })
    }

    /// An identifier in the form of a UUID, because handlers may parse it as one.
    fn next(&mut self) -> String {
        self.made += 1;
        let (run, made) = (self.run & 0xffff_ffff_ffff, self.made & 0xffff);
        let hex = format!("{run:012x}{made:04x}");
        // The last group tells the events about one object apart.
        format!("{}-{}-4{}-8000-000000000000", &hex[..8], &hex[8..12], &hex[13..])
    }
}

#[cfg(test)]
mod tests {
    use super::SUBJECTS;

    /// A probe that changes nothing would pass.
    #[test]
    fn what_probes_change_is_in_the_delivery() {
        for subject in &SUBJECTS {
            let fixture = subject.fixtures.of(subject.event).expect(subject.event);
            let body = fixture.body();
            let places = [Some(subject.id), subject.event_type, subject.word, subject.optional];
            for place in places.into_iter().flatten() {
                let without = fixture.clone().without(place).body();
                assert!(without.as_bytes().len() < body.as_bytes().len(), "{} {place}", subject.api);
            }
            assert!(subject.older.is_none_or(|older| subject.fixtures.of(older).is_some()), "{}", subject.api);
        }
    }
}
