//! Whatever is posted to a receiver: there is an event, nothing is lost, nothing is printed but names, and no signature is
//! right by chance.

use payspec::centralpay::webhook as centralpay_webhook;
use payspec::cinetpay::webhook as cinetpay_webhook;
use payspec::lyra_marketplace::webhook as lyra_marketplace_webhook;
use payspec::primer::webhook as primer_webhook;
use payspec_webhook::RawBody;
use proptest::prelude::*;
use proptest::sample::Index;

use payspec_test_support::files;

/// The webhook crates by name, each as what it makes of a body: its print, the bytes it keeps, and whether it verifies
/// with this signature.
type Receive = fn(&[u8], &str) -> (String, RawBody, Option<bool>);

macro_rules! receivers {
    ($($name:ident: $folder:literal $(, signed in $header:literal)?;)*) => {
        [$((stringify!($name), $folder, {
            fn receive(body: &[u8], _signature: &str) -> (String, RawBody, Option<bool>) {
                let event = $name::decode(body);
                #[allow(unused_assignments, unused_mut)]
                let mut verified = None;
                $(
                    let verifier = $name::Verifier::new("a secret nobody knows");
                    verified = Some(verifier.verify([($header, _signature)], body).is_ok());
                )?
                (format!("{event:?}"), event.raw().clone(), verified)
            }
            receive as Receive
        })),*]
    };
}

const RECEIVERS: [(&str, &str, Receive); 6] = receivers! {
    showcase_json_webhook: "cinetpay", signed in "x-seal";
    centralpay_webhook: "centralpay";
    cinetpay_webhook: "cinetpay", signed in "x-token";
    showcase_signed_webhook: "primer", signed in "x-seal-primary";
    lyra_marketplace_webhook: "lyra-marketplace";
    primer_webhook: "primer", signed in "x-signature-primary";
};

fn take(body: &[u8], signature: &str) -> Result<(), TestCaseError> {
    for (name, _, receive) in RECEIVERS {
        let (shown, raw, verified) = receive(body, signature);
        prop_assert_eq!(raw.as_bytes(), body, "{}", name);
        prop_assert!(verified != Some(true), "{}: {}", name, shown);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_are_an_event(body in any::<Vec<u8>>(), signature in ".{0,90}") {
        take(&body, &signature)?;
    }

    #[test]
    fn a_damaged_sample_is_an_event(which in any::<Index>(), at in any::<Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let (_, folder, _) = which.get(&RECEIVERS);
        let samples = match *folder {
            "cinetpay" => vec![files::text_of("cinetpay", "webhooks", "payment.form")],
            folder => files::all_of(folder, "webhooks").into_iter().map(|(_, sample)| sample.to_string()).collect(),
        };
        let mut body = which.get(&samples).clone().into_bytes();
        let at = at.index(body.len());
        if cut { body.truncate(at) } else { body[at] = byte }
        take(&body, &"0".repeat(64))?;
    }
}
