//! Any signature over any body is refused unless it is the right one; then the delivery comes through, unless its time cannot
//! be read or lies ahead. What comes through is the event that decoding the body gives.
#![no_main]

use hmac::{Hmac, KeyInit as _, Mac as _};
use libfuzzer_sys::fuzz_target;
use primer_webhook::VerifyError::{NoTimestamp, TooNew};
use sha2::Sha256;

const SECRET: &str = "secret";

fn right(body: &[u8]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("keys have any length");
    mac.update(body);
    mac.finalize().into_bytes().to_vec()
}

fuzz_target!(|bytes: &[u8]| {
    // The first line is a signature as it might come, the rest a body.
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (signature, body) = (&bytes[..end], bytes.get(end + 1..).unwrap_or_default());

    let cinetpay = cinetpay_webhook::Verifier::new(SECRET);
    let found = cinetpay.verify([("x-token", signature)], body);
    assert!(found.is_err(), "nobody guesses 256 bits");
    let _ = format!("{found:?} {:?}", cinetpay_webhook::decode(body));

    // A body may say any time of the past; one of the future is refused whatever the tolerance.
    let ages = std::time::Duration::MAX;
    let primer = primer_webhook::Verifier::new(SECRET).configure(|http| http.tolerance(ages));
    assert!(primer.verify([("X-Signature-Primary", signature)], body).is_err());
    let signed = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, right(body));
    match primer.verify([("X-Signature-Secondary", signed)], body) {
        Ok(event) => assert_eq!(event.event_type(), primer_webhook::decode(body).event_type()),
        Err(other) => assert!(matches!(other, NoTimestamp { .. } | TooNew { .. }), "it is signed"),
    }

    let _ = format!("{:?}", lyra_marketplace_webhook::decode(body));
});
