//! Any signature over any body is refused by every API unless it is the right one; then the delivery comes through, unless its
//! time cannot be read or lies ahead. What comes through is the event that decoding the body gives.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payspec_conformance::{APIS, SECRET};
use payspec_test_support::signing;
use payspec_webhook::VerifyError::{NoTimestamp, TooNew};
use payspec_webhook::{HashAlgorithm, HmacSpec, KeyEncoding, Proof, SignatureEncoding, SignedPart};

fuzz_target!(|bytes: &[u8]| {
    // The first line is a signature as it might come, the rest a body.
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (signature, body) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());

    for (api, webhook) in APIS.iter().filter_map(|api| Some((api.spec.name, api.webhook.as_ref()?))) {
        let Some(signed) = &webhook.signed else { continue };
        for header in signed.spec.headers {
            assert!((signed.verify)(&[(header, signature)], body).is_err(), "{api}: nobody guesses 256 bits");
        }
        let right = match signed.spec.proof {
            Proof::Hmac(HmacSpec {
                hash: HashAlgorithm::Sha256,
                encoding,
                key_encoding: KeyEncoding::Text,
                signed: [SignedPart::Body],
                ..
            }) => match encoding {
                SignatureEncoding::Hex => signing::hex_of(SECRET, body),
                SignatureEncoding::Base64 => signing::base64_of(SECRET, body),
                SignatureEncoding::Base64OfHex => signing::base64_of_hex(SECRET, body),
            },
            _ => continue,
        };
        let right = format!("{}{right}", signed.spec.prefix);
        for header in signed.spec.headers {
            // A body may say any time of the past; one of the future is refused whatever the tolerance.
            match (signed.verify)(&[(header, right.as_bytes())], body) {
                Ok(received) => assert_eq!(received.event, (webhook.receive)(body).event, "{api}"),
                Err(other) => assert!(matches!(other, NoTimestamp { .. } | TooNew { .. }), "{api}: it is signed"),
            }
        }
    }
});
