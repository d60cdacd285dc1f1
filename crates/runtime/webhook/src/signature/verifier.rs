//! Verifying a delivery.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use payspec_core::{Path, Secret};
use sha2::Sha256;

use super::{SignatureEncoding, SignatureSpec, TimestampSpec, VerifyError, content};
use crate::delivery::{TakenApart, take_apart};
use crate::members::text_of;
use crate::{Delivery, RawBody};

/// Signatures beyond these are not looked at: no API sends so many, and each costs as much as the body is long.
const MOST_SIGNATURES: usize = 8;

/// How far ahead of the receiver's clock a delivery may be signed at most: what clocks differ by. Repeated attempts explain
/// an old delivery, and none of the future.
const MOST_AHEAD: Duration = Duration::from_secs(300);

/// Verifies deliveries of one API with the secrets of one account. Cloning is cheap.
///
/// `Debug` shows how many secrets there are.
#[derive(Clone)]
#[must_use]
pub struct Verifier {
    spec: &'static SignatureSpec,
    secrets: Vec<Secret>,
    tolerance: Option<Duration>,
    now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Verifier {
    /// A verifier with a secret, which is used as the bytes of its text. [`check`](Self::check) tells whether it can be right.
    pub fn new(spec: &'static SignatureSpec, secret: impl Into<Secret>) -> Self {
        Self { spec, secrets: vec![secret.into()], tolerance: None, now: Arc::new(SystemTime::now) }
    }

    /// A further secret that will do as well: while secrets are being changed, deliveries may be signed with the new one,
    /// the old one, or both.
    pub fn or_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Sets how long ago a delivery may have been signed, instead of what the description says. Deliveries that are repeated
    /// get old; none is signed in the future, so of that no more than 300 seconds are allowed, for clocks that differ.
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Tells the time instead of the system: for tests.
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    /// Checks the secrets without a delivery: call it when the receiver starts.
    ///
    /// # Errors
    ///
    /// [`VerifyError::NoSecret`] where there is none that is more than blanks, and [`VerifyError::UntrimmedSecret`] where one
    /// begins or ends with something that hardly belongs to it, such as the line break of the file that it was read from.
    /// Such a secret is used as it is all the same.
    pub fn check(&self) -> Result<(), VerifyError> {
        let mut secrets = self.usable().peekable();
        if secrets.peek().is_none() {
            return Err(VerifyError::NoSecret);
        }
        if secrets.any(|secret| secret.stray_end().is_some()) { Err(VerifyError::UntrimmedSecret) } else { Ok(()) }
    }

    /// The secrets that are more than blanks.
    fn usable(&self) -> impl Iterator<Item = &Secret> {
        self.secrets.iter().filter(|secret| !secret.expose().trim().is_empty())
    }

    /// Verifies a delivery: its headers, and its body exactly as it arrived.
    ///
    /// Headers are names and values, as an `http::HeaderMap` gives them when it is borrowed. One right signature is
    /// enough, under any of the secrets. Signatures are compared in constant time.
    ///
    /// # Errors
    ///
    /// Why the delivery cannot be taken for the API's.
    pub fn verify<N, V>(&self, headers: impl IntoIterator<Item = (N, V)>, body: &[u8]) -> Result<(), VerifyError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        self.verified(headers, body).map(drop)
    }

    /// Verifies a delivery like [`verify`](Self::verify), and gives it with what was found in it, so that reading it goes on
    /// from there.
    ///
    /// # Errors
    ///
    /// Why the delivery cannot be taken for the API's.
    pub fn verify_delivery<'a, N, V>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &'a RawBody,
    ) -> Result<Delivery<'a>, VerifyError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        let taken_apart = self.verified(headers, body.as_bytes())?;
        Ok(Delivery::new(body, taken_apart))
    }

    /// Gives the body taken apart, where its time was looked for. Nothing is read of it before its signature is right.
    fn verified<'a, N, V>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &'a [u8],
    ) -> Result<Option<TakenApart<'a>>, VerifyError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        if self.usable().next().is_none() {
            return Err(VerifyError::NoSecret);
        }
        let is_signature = |name: &str| self.spec.headers.iter().any(|header| header.eq_ignore_ascii_case(name));
        let mut given = headers.into_iter().filter(|(name, _)| is_signature(name.as_ref())).peekable();
        if given.peek().is_none() {
            return Err(VerifyError::NoSignature { headers: self.spec.headers });
        }
        let signatures = given.take(MOST_SIGNATURES).filter_map(|(_, value)| self.read(value.as_ref()));
        let signatures: Vec<Vec<u8>> = signatures.collect();
        if signatures.is_empty() {
            return Err(VerifyError::Malformed);
        }
        let content = content::of(self.spec.signed, body)?;
        if !self.usable().any(|secret| is_signed(secret, &content, &signatures)) {
            return self.check().and(Err(VerifyError::Wrong));
        }
        let Some(timestamp) = self.spec.timestamp else { return Ok(None) };
        let taken_apart = take_apart(body);
        self.verify_time(timestamp, &taken_apart)?;
        Ok(Some(taken_apart))
    }

    fn read(&self, value: &[u8]) -> Option<Vec<u8>> {
        let value = value.trim_ascii();
        match self.spec.encoding {
            SignatureEncoding::Hex => from_hex(value),
            SignatureEncoding::Base64 => STANDARD.decode(value).ok(),
        }
    }

    fn verify_time(&self, timestamp: TimestampSpec, body: &TakenApart<'_>) -> Result<(), VerifyError> {
        let member = timestamp.member;
        let signed = match signed_at(member, body) {
            SignedAt::Time(signed) => signed,
            SignedAt::Missing if timestamp.optional => return Ok(()),
            SignedAt::Missing | SignedAt::Unreadable => return Err(VerifyError::NoTimestamp { member }),
        };
        let tolerance = self.tolerance.unwrap_or(Duration::from_secs(timestamp.tolerance_seconds.into()));
        match (self.now)().duration_since(signed) {
            Ok(by) if by > tolerance => Err(VerifyError::TooOld { by, tolerance }),
            Ok(_) => Ok(()),
            Err(ahead) => {
                let (by, tolerance) = (ahead.duration(), tolerance.min(MOST_AHEAD));
                if by > tolerance { Err(VerifyError::TooNew { by, tolerance }) } else { Ok(()) }
            }
        }
    }
}

/// Whether one of the signatures is that of the content. `verify_slice` compares in constant time.
fn is_signed(secret: &Secret, content: &[u8], signatures: &[Vec<u8>]) -> bool {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else { return false };
    mac.update(content);
    signatures.iter().any(|signature| mac.clone().verify_slice(signature).is_ok())
}

/// What a body says of when it was signed.
enum SignedAt {
    Time(SystemTime),
    /// It says nothing.
    Missing,
    /// It says something that is no time.
    Unreadable,
}

/// The time in a member, as a number of seconds or a text of one. The body is read as events are read, so that one that is
/// an event cannot hide its time.
fn signed_at(member: &str, body: &TakenApart<'_>) -> SignedAt {
    // What stands before a mistake counts.
    let Ok(object) = body else { return SignedAt::Missing };
    let mut said = object.members.all_at(Path::new(member)).filter(|value| value.get() != "null");
    let Some(value) = said.next() else { return SignedAt::Missing };
    let seconds = text_of(value).and_then(|text| text.trim().parse().ok());
    let time = seconds.and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
    match time {
        Some(time) if said.next().is_none() => SignedAt::Time(time),
        _ => SignedAt::Unreadable,
    }
}

fn from_hex(text: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pairs = text.chunks_exact(2);
    if !pairs.remainder().is_empty() || text.is_empty() {
        return None;
    }
    pairs.map(|pair| Some(digit(pair[0])? * 16 + digit(pair[1])?)).collect()
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("headers", &self.spec.headers)
            .field("secrets", &self.secrets.len())
            .field("tolerance", &self.tolerance)
            .finish_non_exhaustive()
    }
}
