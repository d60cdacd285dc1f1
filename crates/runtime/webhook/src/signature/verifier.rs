//! Verification of deliveries.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use payspec_core::Secret;

#[cfg(doc)]
use super::VerifiedEvents;
use super::content::Parts;
use super::given::{Given, MOST_SIGNATURES, Signatures};
#[cfg(feature = "rsa")]
use super::rsa::PublicKey;
use super::spec::{KeyEncoding, Proof};
use super::target::DeliveryTarget;
use super::{DeliveryVerifier, SignatureSpec, UnverifiedDelivery, VerifyError, key, time};
use crate::delivery::{TakenApart, take_apart};
use crate::{Delivery, RawBody};

/// Verifies deliveries of one API with the secrets of one account, or with the API's public keys. Cloning is cheap.
///
/// `Debug` shows only the number of secrets and keys.
#[derive(Clone)]
#[must_use]
pub struct Verifier {
    spec: &'static SignatureSpec,
    secrets: Vec<Secret>,
    #[cfg(feature = "rsa")]
    public_keys: Vec<PublicKey>,
    custom: Option<Arc<dyn DeliveryVerifier>>,
    tolerance: Option<Duration>,
    origin: Option<Arc<str>>,
    now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Verifier {
    /// Creates a verifier with a secret in the API's encoding. [`check`](Self::check) validates it.
    pub fn new(spec: &'static SignatureSpec, secret: impl Into<Secret>) -> Self {
        Self::without_keys(spec).or_secret(secret)
    }

    /// Creates a verifier with the API's public key: the text of a PEM file, or the Base64 inside of it.
    /// [`check`](Self::check) validates it.
    #[cfg(feature = "rsa")]
    pub fn with_public_key(spec: &'static SignatureSpec, key: impl AsRef<str>) -> Self {
        Self::without_keys(spec).or_public_key(key)
    }

    /// Creates a verifier with a public key of the API and the ID by which deliveries name it, for an API that
    /// [names its keys](super::RsaSpec::key_id).
    #[cfg(feature = "rsa")]
    pub fn with_named_key(spec: &'static SignatureSpec, id: impl Into<Arc<str>>, key: impl AsRef<str>) -> Self {
        Self::without_keys(spec).or_named_key(id, key)
    }

    /// Creates a verifier that calls an implementation of the user, for an API with a [custom](Proof::Custom)
    /// signature.
    pub fn with_custom(spec: &'static SignatureSpec, verifier: impl DeliveryVerifier + 'static) -> Self {
        Self { custom: Some(Arc::new(verifier)), ..Self::without_keys(spec) }
    }

    fn without_keys(spec: &'static SignatureSpec) -> Self {
        Self {
            spec,
            secrets: Vec::new(),
            #[cfg(feature = "rsa")]
            public_keys: Vec::new(),
            custom: None,
            tolerance: None,
            origin: None,
            now: Arc::new(SystemTime::now),
        }
    }

    /// Accepts an additional public key (for rotation).
    #[cfg(feature = "rsa")]
    pub fn or_public_key(mut self, key: impl AsRef<str>) -> Self {
        self.public_keys.push(PublicKey::new(None, key.as_ref()));
        self
    }

    /// Accepts an additional public key, with the ID by which deliveries name it.
    #[cfg(feature = "rsa")]
    pub fn or_named_key(mut self, id: impl Into<Arc<str>>, key: impl AsRef<str>) -> Self {
        self.public_keys.push(PublicKey::new(Some(id.into()), key.as_ref()));
        self
    }

    /// Accepts an additional secret (for rotation): while secrets are being changed, deliveries may be signed with the
    /// new one, the old one, or both.
    pub fn or_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.secrets.push(secret.into());
        self
    }

    /// Sets the maximum age of a delivery, overriding the description. Retried deliveries are old, but none is signed
    /// in the future, so times ahead of the clock are accepted up to at most 300 seconds, for clock differences.
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = Some(tolerance);
        self
    }

    /// Sets the scheme and host under which the API knows the receiver, such as `https://shop.example`, including a
    /// path prefix that a proxy strips. It completes targets without a host, as servers see them, for APIs that sign
    /// the whole address of their requests.
    pub fn origin(mut self, origin: impl Into<Arc<str>>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// Overrides the clock (for tests).
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.now = Arc::new(now);
        self
    }

    /// Checks the secrets or keys without a delivery. Call it when the receiver starts.
    ///
    /// # Errors
    ///
    /// Returns [`VerifyError::NoSecret`] if all secrets are blank, [`VerifyError::MalformedSecret`] if one does not
    /// have the API's encoding (Base64, for example), and [`VerifyError::UntrimmedSecret`] if one starts or ends with a
    /// character that is probably not part of it, such as the line break of the file it was read from. An untrimmed
    /// secret is still used as is. For public keys, returns [`VerifyError::NoPublicKey`] or
    /// [`VerifyError::MalformedKey`] and, if deliveries name their key, [`VerifyError::NoKeyId`] or
    /// [`VerifyError::UntrimmedKeyId`]. A verifier of the user is not checked.
    pub fn check(&self) -> Result<(), VerifyError> {
        self.has_key()?;
        match self.spec.proof {
            Proof::Hmac(hmac) if hmac.key_encoding != KeyEncoding::Text => {
                let is_malformed = self.usable().any(|secret| key::key(&hmac, secret).is_none());
                if is_malformed { Err(VerifyError::MalformedSecret { encoding: hmac.key_encoding }) } else { Ok(()) }
            }
            Proof::Hmac(_) | Proof::Secret => {
                let is_untrimmed = self.usable().any(|secret| secret.stray_end().is_some());
                if is_untrimmed { Err(VerifyError::UntrimmedSecret) } else { Ok(()) }
            }
            #[cfg(feature = "rsa")]
            Proof::Rsa(rsa) => self.public_keys.iter().find_map(|key| key.problem(rsa.key_id)).map_or(Ok(()), Err),
            Proof::Custom => Ok(()),
        }
    }

    /// Returns the secrets that are not blank.
    fn usable(&self) -> impl Iterator<Item = &Secret> {
        self.secrets.iter().filter(|secret| !secret.expose().trim().is_empty())
    }

    /// Checks that there is anything to verify with.
    pub(super) fn has_key(&self) -> Result<(), VerifyError> {
        match self.spec.proof {
            Proof::Secret | Proof::Hmac(_) => self.usable().next().map(drop).ok_or(VerifyError::NoSecret),
            #[cfg(feature = "rsa")]
            Proof::Rsa(_) => self.public_keys.first().map(drop).ok_or(VerifyError::NoPublicKey),
            Proof::Custom => self.custom.as_ref().map(drop).ok_or(VerifyError::NoVerifier),
        }
    }

    /// Returns `true` if the API signs the target of its requests, so that verification needs a [`DeliveryTarget`]. A
    /// custom signature may include it.
    pub fn needs_target(&self) -> bool {
        self.spec.proof == Proof::Custom || self.spec.proof.signed().iter().any(|part| part.is_of_target())
    }

    /// Verifies a delivery: its headers, and its body exactly as received.
    ///
    /// Headers are names and values, as iterated by a borrowed `http::HeaderMap`. One valid signature under any of the
    /// secrets is enough, among the first eight of a delivery: later ones are not checked
    /// ([`VerifyError::TooManySignatures`]). Signatures are compared in constant time. If each event has its own
    /// signature, the body is one event, and the headers are ignored.
    ///
    /// # Errors
    ///
    /// Returns a [`VerifyError`] with the reason why verification failed.
    pub fn verify<N, V>(&self, headers: impl IntoIterator<Item = (N, V)>, body: &[u8]) -> Result<(), VerifyError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        self.verified(None, headers, body).map(drop)
    }

    /// Verifies a delivery like [`verify`](Self::verify), and returns it with what was parsed, so that decoding can
    /// continue from there.
    ///
    /// # Errors
    ///
    /// Returns a [`VerifyError`] with the reason why verification failed.
    pub fn verify_delivery<'a, N, V>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &'a RawBody,
    ) -> Result<Delivery<'a>, VerifyError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        let taken_apart = self.verified(None, headers, body.as_bytes())?;
        Ok(Delivery::new(body, taken_apart))
    }

    /// Verifies a delivery like [`verify_delivery`](Self::verify_delivery), for an API that also signs the target.
    ///
    /// # Errors
    ///
    /// Returns a [`VerifyError`] with the reason why verification failed.
    pub fn verify_delivery_to<'a, N, V>(
        &self,
        target: DeliveryTarget<'_>,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &'a RawBody,
    ) -> Result<Delivery<'a>, VerifyError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        let taken_apart = self.verified(Some(target), headers, body.as_bytes())?;
        Ok(Delivery::new(body, taken_apart))
    }

    /// Verifies an event that contains its [own signature](SignatureSpec::member): the body of a delivery, or an item
    /// of its list. [`VerifiedEvents`] calls it for each item.
    ///
    /// # Errors
    ///
    /// Returns a [`VerifyError`] with the reason why verification failed.
    pub fn verify_event(&self, event: &[u8]) -> Result<(), VerifyError> {
        self.verify(std::iter::empty::<(&str, &[u8])>(), event)
    }

    /// Returns the body split into members, if its time was needed. Before the signature is verified, only the signed
    /// parts are read.
    fn verified<'a, N, V>(
        &self,
        target: Option<DeliveryTarget<'_>>,
        headers: impl IntoIterator<Item = (N, V)>,
        body: &'a [u8],
    ) -> Result<Option<TakenApart<'a>>, VerifyError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        if self.spec.proof == Proof::Custom {
            let custom = self.custom.as_ref().ok_or(VerifyError::NoVerifier)?;
            let of = |(name, value): (N, V)| (name.as_ref().to_owned(), value.as_ref().to_owned());
            let headers: Vec<_> = headers.into_iter().map(of).collect();
            let origin = self.origin.as_deref();
            let delivery = UnverifiedDelivery { target, origin, headers: &headers, body, now: (self.now)() };
            return custom.verify(&delivery).map(|()| None).map_err(VerifyError::Custom);
        }
        let given = match self.spec.member {
            None => Given::read(self.spec, headers),
            Some(member) => Given::in_event(self.spec, member, body),
        };
        // Without a key the reason is the missing key, whatever was delivered. An empty body without a signature is not
        // a delivery: some APIs test an address before they tell the secret.
        let is_test = body.is_empty()
            && matches!(given, Err(VerifyError::NoSignature { .. } | VerifyError::NoSignatureMember { .. }));
        if !is_test {
            self.has_key()?;
        }
        let given = given?;
        let parts = Parts { spec: self.spec, given: &given, target, origin: self.origin.as_deref(), body };
        let Some(right) = self.right(parts)? else {
            let more = VerifyError::TooManySignatures { looked_at: MOST_SIGNATURES };
            return self.check().and(Err(if given.has_more { more } else { VerifyError::Wrong }));
        };
        let Some(timestamp) = self.spec.timestamp else { return Ok(None) };
        let taken_apart = take_apart(body);
        time::check(timestamp, parts, right, &taken_apart, self.tolerance, (self.now)())?;
        Ok(Some(taken_apart))
    }

    /// Returns the header with a valid signature.
    fn right<'g>(&self, parts: Parts<'g>) -> Result<Option<&'g Signatures>, VerifyError> {
        for signatures in &parts.given.signatures {
            let is_right = match self.spec.proof {
                Proof::Secret => self.usable().any(|secret| key::is_secret(secret, &signatures.values)),
                Proof::Hmac(hmac) => {
                    let content = parts.content(signatures)?;
                    self.usable()
                        .filter_map(|secret| key::key(&hmac, secret))
                        .any(|key| key::is_signed(hmac.hash, &key, &content, &signatures.values))
                }
                #[cfg(feature = "rsa")]
                Proof::Rsa(rsa) => {
                    let content = parts.content(signatures)?;
                    let id = rsa.key_id.map(|header| parts.given.header(header)).transpose()?;
                    let mut named = self.public_keys.iter().filter(|key| key.is_named(id)).peekable();
                    if let (None, Some(header)) = (named.peek(), rsa.key_id) {
                        return self.check().and(Err(VerifyError::UnknownKey { header }));
                    }
                    named.any(|key| key.is_signed(rsa.padding, &content, &signatures.values))
                }
                Proof::Custom => false,
            };
            if is_right {
                return Ok(Some(signatures));
            }
        }
        Ok(None)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Verifier");
        shown
            .field("headers", &self.spec.headers)
            .field("member", &self.spec.member)
            .field("secrets", &self.secrets.len());
        #[cfg(feature = "rsa")]
        shown.field("public_keys", &self.public_keys.len());
        shown.field("tolerance", &self.tolerance).field("origin", &self.origin).finish_non_exhaustive()
    }
}
