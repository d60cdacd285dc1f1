//! Signs deliveries as an API does, so that a verifier accepts them: for tests of receivers.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use payspec_core::{DateTime, Path, Secret};
use serde_json::Value;

use super::content::{Parts, encoded};
use super::given::{Given, named};
use super::spec::{BodyForm, Proof, SignatureEncoding, SignatureSpec, TimeFormat, TimePlace};
use super::target::DeliveryTarget;
use super::{VerifyError, key};
use crate::members::{all_in, is_string};
use crate::testing::{put_into_form, put_into_json};
use crate::{EventList, RawBody, body};

/// Signs deliveries as an API does, for tests of a receiver. The inverse of [`Verifier`](crate::Verifier).
///
/// `Debug` does not show the secret.
#[derive(Clone)]
#[must_use]
pub struct Signer<'a> {
    spec: &'static SignatureSpec,
    secret: Secret,
    list: Option<&'static EventList>,
    target: Option<DeliveryTarget<'a>>,
    headers: Vec<(String, String)>,
}

/// A signed delivery. `Debug` shows the names of headers and the size of the body.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedDelivery {
    /// The headers of the signature.
    pub headers: Vec<(String, String)>,
    /// The body, including what signing adds: the time, or the signature of each event.
    pub body: RawBody,
}

impl SignedDelivery {
    /// Returns the headers in the form that verifiers accept.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl fmt::Debug for SignedDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers().map(|(name, _)| name).collect();
        f.debug_struct("SignedDelivery").field("headers", &names).field("body", &self.body).finish()
    }
}

/// The default value of a signed header.
const ANY_VALUE: &str = "payspec-test";

impl<'a> Signer<'a> {
    /// Creates a signer with a secret in the API's encoding or, for RSA, with a private key in PEM.
    pub fn new(spec: &'static SignatureSpec, secret: impl Into<Secret>) -> Self {
        Self { spec, secret: secret.into(), list: None, target: None, headers: Vec::new() }
    }

    /// Sets the location of the events in a delivery, for APIs that send several with a signature each.
    pub fn events(mut self, list: &'static EventList) -> Self {
        self.list = Some(list);
        self
    }

    /// Sets the target of the delivery, for APIs that sign it.
    pub fn target(mut self, target: DeliveryTarget<'a>) -> Self {
        self.target = Some(target);
        self
    }

    /// Sets a header that verification needs, such as the ID of the delivery or of the key; the default value is
    /// `payspec-test`.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Signs a body at a time. If the API writes the time or the signature of each event into the body, they are
    /// inserted; every other byte is unchanged. An optional time is set only if the body already has one.
    ///
    /// # Errors
    ///
    /// Returns the error that a verifier would return: the secret or key is empty or malformed, a signed target is
    /// missing, or the body is not the JSON, form or list of events that is needed.
    pub fn sign(&self, body: impl Into<RawBody>, at: SystemTime) -> Result<SignedDelivery, VerifyError> {
        if self.secret.expose().trim().is_empty() {
            return Err(VerifyError::NoSecret);
        }
        let body = body.into();
        let (Some(list), true) = (self.list, self.spec.member.is_some()) else { return self.sign_one(&body, at) };
        let items = list.items((&body).into()).map_err(|error| VerifyError::NoEvents(error.reason().clone()))?;
        let mut signed = body.as_bytes().to_vec();
        for place in items.places().iter().rev() {
            let item = RawBody::from(body.as_bytes().get(place.clone()).unwrap_or_default());
            signed.splice(place.clone(), self.sign_one(&item, at)?.body.as_bytes().iter().copied());
        }
        Ok(SignedDelivery { headers: Vec::new(), body: RawBody::from(signed) })
    }

    /// Signs a delivery, or an event that has its own signature.
    fn sign_one(&self, body: &RawBody, at: SystemTime) -> Result<SignedDelivery, VerifyError> {
        let (body, time) = self.timed(body, at)?;
        let mut headers = self.headers.clone();
        for name in named(self.spec) {
            if !headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                let is_time = self.spec.timestamp.is_some_and(|timestamp| timestamp.at == TimePlace::Header(name));
                let value = time.as_deref().filter(|_| is_time).unwrap_or(ANY_VALUE);
                headers.push((name.to_owned(), value.to_owned()));
            }
        }
        let signature = match self.spec.proof {
            // HTTP trims header values.
            Proof::Secret if self.secret.stray_end().is_some() => return Err(VerifyError::UntrimmedSecret),
            Proof::Secret => self.secret.expose().to_owned(),
            // A program with a signature of its own signs its own deliveries.
            Proof::Custom => return Err(VerifyError::NoVerifier),
            _ => self.signature(&headers, time.as_deref(), &body)?,
        };
        let value = format!("{}{signature}", self.spec.prefix);
        if let Some(member) = self.spec.member {
            let body = self.put(&body, member, &value, true)?;
            return Ok(SignedDelivery { headers, body });
        }
        let value = match (self.spec.timestamp.map(|timestamp| timestamp.at), &time) {
            (Some(TimePlace::Value(prefix)), Some(time)) => {
                format!("{prefix}{time}{}{value}", self.spec.separator.unwrap_or(','))
            }
            _ => value,
        };
        headers.extend(self.spec.headers.first().map(|name| ((*name).to_owned(), value)));
        Ok(SignedDelivery { headers, body })
    }

    fn signature(
        &self,
        headers: &[(String, String)],
        time: Option<&str>,
        body: &RawBody,
    ) -> Result<String, VerifyError> {
        let value_of = |name: &'static str| {
            let (_, value) = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
            Some((name, value.trim().as_bytes().to_owned()))
        };
        let given = Given::unsigned(time, named(self.spec).filter_map(value_of).collect());
        let Some(signatures) = given.signatures.first() else { return Err(VerifyError::Malformed) };
        let parts = Parts { spec: self.spec, given: &given, target: self.target, origin: None, body: body.as_bytes() };
        let content = parts.content(signatures)?;
        let signature = match self.spec.proof {
            Proof::Hmac(hmac) => {
                let key = key::key(&hmac, &self.secret);
                let key = key.ok_or(VerifyError::MalformedSecret { encoding: hmac.key_encoding })?;
                key::signature(hmac.hash, &key, &content)
            }
            #[cfg(feature = "rsa")]
            Proof::Rsa(rsa) => super::rsa::signature(rsa.padding, &self.secret, &content)?,
            Proof::Secret | Proof::Custom => Vec::new(),
        };
        Ok(encoded(self.spec.proof.encoding().unwrap_or(SignatureEncoding::Hex), &signature))
    }

    /// Returns the body, with the time inserted if it belongs there, and the time as written.
    fn timed(&self, body: &RawBody, at: SystemTime) -> Result<(RawBody, Option<String>), VerifyError> {
        let Some(timestamp) = self.spec.timestamp else { return Ok((body.clone(), None)) };
        let time = written(timestamp.format, at);
        let TimePlace::Member(member) = timestamp.at else { return Ok((body.clone(), Some(time))) };
        let text = body::text(body.as_bytes()).map_err(|_| VerifyError::NotJson)?;
        let there = all_in(text, Path::new(member));
        if there.is_empty() && timestamp.optional {
            return Ok((body.clone(), None));
        }
        let is_text = timestamp.format == TimeFormat::Rfc3339 || there.first().is_none_or(|value| is_string(value));
        Ok((self.put(body, member, &time, is_text)?, Some(time)))
    }

    /// Inserts a text into a member of the body.
    fn put(&self, body: &RawBody, member: &str, text: &str, is_text: bool) -> Result<RawBody, VerifyError> {
        let form = self.spec.proof.body();
        if form == BodyForm::Form || form == BodyForm::FormOrJson && !body::is_object(body.as_bytes()) {
            return Ok(put_into_form(body.as_bytes(), member, text).into());
        }
        let json = body::text(body.as_bytes()).map_err(|_| VerifyError::NotJson)?;
        let value = if is_text { Value::from(text).to_string() } else { text.to_owned() };
        put_into_json(json, Path::new(member), &value).map(RawBody::from).ok_or(VerifyError::NotJson)
    }
}

impl fmt::Debug for Signer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Signer").field("spec", self.spec).field("headers", &names).finish_non_exhaustive()
    }
}

/// Formats a time as the API does. A time before 1970 becomes the start of 1970.
fn written(format: TimeFormat, at: SystemTime) -> String {
    let since = at.duration_since(UNIX_EPOCH).unwrap_or_default();
    match format {
        TimeFormat::Seconds => since.as_secs().to_string(),
        TimeFormat::Milliseconds => since.as_millis().to_string(),
        // No description of deliveries uses an HTTP date.
        TimeFormat::Rfc3339 | TimeFormat::HttpDate => {
            DateTime::from_system_time(at).map(|time| time.as_str().to_owned()).unwrap_or_default()
        }
    }
}
