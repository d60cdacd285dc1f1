//! What a delivery gives to be verified by: signatures, in its headers or in an event itself, and what is signed beside the
//! body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payspec_core::hex;

use super::VerifyError;
use super::fields::Fields;
use super::spec::{BodyForm, Proof, SignatureEncoding, SignatureSpec, SignedPart, TimePlace};

/// Signatures beyond these are not looked at: no API sends so many, and each costs as much as the body is long.
pub(super) const MOST_SIGNATURES: usize = 8;

/// The headers of a delivery that its verification needs.
pub(super) struct Given {
    /// One for each header with signatures, as several may stand in one and share a time.
    pub(super) signatures: Vec<Signatures>,
    /// There are more of them than are looked at.
    pub(super) has_more: bool,
    /// The headers that are signed, and the one with the time.
    named: Vec<(&'static str, Vec<u8>)>,
}

/// The signatures of one header.
pub(super) struct Signatures {
    pub(super) values: Vec<Vec<u8>>,
    /// The time that stands beside them.
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

    /// The signature that an event has in itself.
    pub(super) fn in_event(spec: &SignatureSpec, member: &'static str, event: &[u8]) -> Result<Self, VerifyError> {
        let form = match spec.proof {
            Proof::Hmac(hmac) => hmac.body,
            Proof::Secret => BodyForm::Json,
        };
        let value = Fields::read(form, event)?.only(member)?.filter(|value| !value.is_empty());
        let value = value.ok_or(VerifyError::NoSignatureMember { member })?;
        let found = signatures(spec, &value, &mut Some(1), &mut false);
        if found.values.is_empty() {
            return Err(VerifyError::Malformed);
        }
        Ok(Self { signatures: vec![found], has_more: false, named: Vec::new() })
    }

    /// What a delivery gives that is about to be signed.
    #[cfg(feature = "testing")]
    pub(super) fn unsigned(time: Option<&str>, named: Vec<(&'static str, Vec<u8>)>) -> Self {
        let time = time.map(|time| time.as_bytes().to_owned());
        Self { signatures: vec![Signatures { values: Vec::new(), time }], has_more: false, named }
    }

    /// Returns which of two values counts, nobody knows.
    fn add(&mut self, header: &'static str, value: &[u8]) -> Result<(), VerifyError> {
        if self.header(header).is_ok() {
            return Err(VerifyError::RepeatedHeader { header });
        }
        self.named.push((header, value.trim_ascii().to_owned()));
        Ok(())
    }

    /// Returns the value of a header that is signed.
    pub(super) fn header(&self, header: &'static str) -> Result<&[u8], VerifyError> {
        let found = self.named.iter().find(|(known, _)| *known == header);
        found.map(|(_, value)| value.as_slice()).ok_or(VerifyError::NoHeader { header })
    }
}

/// Returns the headers that are read besides those with signatures, each once.
pub(super) fn named(spec: &SignatureSpec) -> impl Iterator<Item = &'static str> {
    let signed = match spec.proof {
        Proof::Hmac(hmac) => hmac.signed,
        Proof::Secret => &[],
    };
    let signed = signed.iter().filter_map(|part| match part {
        SignedPart::Header(header) => Some(*header),
        _ => None,
    });
    let time = spec.timestamp.and_then(|timestamp| match timestamp.at {
        TimePlace::Header(header) => Some(header),
        TimePlace::Member(_) | TimePlace::Value(_) => None,
    });
    let mut seen: Vec<&'static str> = Vec::new();
    signed.chain(time).filter(move |header| {
        let is_new = !seen.contains(header);
        seen.push(header);
        is_new
    })
}

/// Returns the signatures of one header. `is_marked` becomes true where a value begins with what signatures begin with,
/// and `left`, how many more are looked at, `None` where there are others.
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

/// Returns a value without the quotation marks around it: `signature="ab=="`.
fn unquoted(value: &[u8]) -> &[u8] {
    let value = value.trim_ascii();
    value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value)
}

fn read(proof: Proof, value: &[u8]) -> Option<Vec<u8>> {
    match proof {
        Proof::Secret => Some(value.to_owned()).filter(|value| !value.is_empty()),
        Proof::Hmac(hmac) => match hmac.encoding {
            SignatureEncoding::Hex => digits(unquoted(value)),
            SignatureEncoding::Base64 => STANDARD.decode(unquoted(value)).ok(),
            SignatureEncoding::Base64OfHex => digits(&STANDARD.decode(unquoted(value)).ok()?),
        },
    }
}

fn digits(text: &[u8]) -> Option<Vec<u8>> {
    hex::decode(text).filter(|bytes| !bytes.is_empty())
}
