//! The inputs of a verification: signatures in the headers or in an event, and the signed parts outside the body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::hex;

use super::VerifyError;
use super::fields::Fields;
use super::spec::{Proof, SignatureEncoding, SignatureSpec, SignedPart, TimePlace};

/// The maximum number of signatures checked: no API sends as many, and each costs time in proportion to the body.
pub(super) const MOST_SIGNATURES: usize = 8;

/// The headers of a delivery that verification needs.
pub(super) struct Given {
    /// One entry per signature header, since a header may contain several signatures that share a time.
    pub(super) signatures: Vec<Signatures>,
    /// There are more signatures than are checked.
    pub(super) has_more: bool,
    /// The signed headers, and the one with the time.
    named: Vec<(&'static str, Vec<u8>)>,
}

/// The signatures of one header.
pub(super) struct Signatures {
    pub(super) values: Vec<Vec<u8>>,
    /// The time in the same header.
    pub(super) time: Option<Vec<u8>>,
}

impl Given {
    pub(super) fn read<N, V>(
        spec: &SignatureSpec,
        headers: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, VerifyError>
    where
        N: AsRef<str>,
        V: AsRef<[u8]>,
    {
        let wanted: Vec<&'static str> = named(spec).collect();
        let mut given = Self { signatures: Vec::new(), has_more: false, named: Vec::new() };
        let (mut is_there, mut is_marked, mut left) = (false, false, Some(MOST_SIGNATURES));
        for (name, value) in headers {
            let (name, value) = (name.as_ref(), value.as_ref());
            for wanted in wanted.iter().filter(|wanted| wanted.eq_ignore_ascii_case(name)) {
                given.add(wanted, value)?;
            }
            if spec.headers.iter().any(|header| header.eq_ignore_ascii_case(name)) {
                is_there = true;
                let found = signatures(spec, value, &mut left, &mut is_marked);
                given.signatures.extend(Some(found).filter(|found| !found.values.is_empty()));
            }
        }
        match () {
            () if !is_there => Err(VerifyError::NoSignature { headers: spec.headers }),
            () if !is_marked => Err(VerifyError::NoPrefix { prefix: spec.prefix }),
            () if given.signatures.is_empty() => Err(VerifyError::Malformed),
            () => Ok(Self { has_more: left.is_none(), ..given }),
        }
    }

    /// Returns the signature inside an event.
    pub(super) fn in_event(spec: &SignatureSpec, member: &'static str, event: &[u8]) -> Result<Self, VerifyError> {
        if event.is_empty() {
            return Err(VerifyError::NoSignatureMember { member });
        }
        let value = Fields::read(spec.proof.body(), event)?.only(member)?.filter(|value| !value.is_empty());
        let value = value.ok_or(VerifyError::NoSignatureMember { member })?;
        let found = signatures(spec, &value, &mut Some(1), &mut false);
        if found.values.is_empty() {
            return Err(VerifyError::Malformed);
        }
        Ok(Self { signatures: vec![found], has_more: false, named: Vec::new() })
    }

    /// Creates the inputs of a delivery to be signed.
    #[cfg(feature = "testing")]
    pub(super) fn unsigned(time: Option<&str>, named: Vec<(&'static str, Vec<u8>)>) -> Self {
        let time = time.map(|time| time.as_bytes().to_owned());
        Self { signatures: vec![Signatures { values: Vec::new(), time }], has_more: false, named }
    }

    /// Adds a header. Two values are an error, because choosing one would be a guess.
    fn add(&mut self, header: &'static str, value: &[u8]) -> Result<(), VerifyError> {
        if self.header(header).is_ok() {
            return Err(VerifyError::RepeatedHeader { header });
        }
        self.named.push((header, value.trim_ascii().to_owned()));
        Ok(())
    }

    /// Returns the value of a signed header.
    pub(super) fn header(&self, header: &'static str) -> Result<&[u8], VerifyError> {
        let found = self.named.iter().find(|(known, _)| *known == header);
        found.map(|(_, value)| value.as_slice()).ok_or(VerifyError::NoHeader { header })
    }
}

/// Returns the headers needed in addition to those with signatures, each once.
pub(super) fn named(spec: &SignatureSpec) -> impl Iterator<Item = &'static str> {
    let signed = spec.proof.signed().iter().filter_map(|part| match part {
        SignedPart::Header(header) => Some(*header),
        _ => None,
    });
    let time = spec.timestamp.and_then(|timestamp| match timestamp.at {
        TimePlace::Header(header) => Some(header),
        TimePlace::Member(_) | TimePlace::Value(_) => None,
    });
    let mut seen: Vec<&'static str> = Vec::new();
    signed.chain(time).chain(spec.proof.key_id()).filter(move |header| {
        let is_new = !seen.contains(header);
        seen.push(header);
        is_new
    })
}

/// Returns the signatures of one header. Sets `is_marked` if a value starts with the signature prefix. `left` is the
/// number of signatures that may still be checked; it becomes `None` if there are more.
fn signatures(spec: &SignatureSpec, header: &[u8], left: &mut Option<usize>, is_marked: &mut bool) -> Signatures {
    let separator = spec.separator.and_then(|separator| u8::try_from(separator).ok());
    let values = || header.split(|byte| Some(*byte) == separator).map(<[u8]>::trim_ascii);
    let of_prefix = |prefix: &'static str| values().filter_map(move |value| value.strip_prefix(prefix.as_bytes()));
    let mut found = Signatures { values: Vec::new(), time: None };
    for value in of_prefix(spec.prefix) {
        *is_marked = true;
        *left = left.and_then(|left| left.checked_sub(1));
        if left.is_none() {
            break;
        }
        found.values.extend(read(spec.proof, value));
    }
    if let Some(TimePlace::Value(prefix)) = spec.timestamp.map(|timestamp| timestamp.at) {
        found.time = of_prefix(prefix).next().map(|value| unquoted(value).to_owned());
    }
    found
}

/// Returns a value without enclosing quotation marks: `signature="ab=="`.
fn unquoted(value: &[u8]) -> &[u8] {
    let value = value.trim_ascii();
    value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value)
}

fn read(proof: Proof, value: &[u8]) -> Option<Vec<u8>> {
    match proof.encoding() {
        None => Some(value.to_owned()).filter(|value| !value.is_empty()),
        Some(SignatureEncoding::Hex) => digits(unquoted(value)),
        Some(SignatureEncoding::Base64) => STANDARD.decode(unquoted(value)).ok(),
        Some(SignatureEncoding::Base64OfHex) => digits(&STANDARD.decode(unquoted(value)).ok()?),
    }
}

fn digits(text: &[u8]) -> Option<Vec<u8>> {
    hex::decode(text).filter(|bytes| !bytes.is_empty())
}
