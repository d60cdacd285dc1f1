//! Whatever is posted to a receiver: there is an event, nothing is lost, nothing is printed but names, and no signature is
//! right by chance.

use payspec_conformance::{APIS, Webhook};
use payspec_webhook::DeliveryTarget;
use proptest::prelude::*;
use proptest::sample::Index;

use payspec_test_support::files;

use crate::made_up::deliveries;

/// The webhooks of all APIs, by name.
fn webhooks() -> Vec<(&'static str, &'static Webhook)> {
    APIS.iter().filter_map(|api| Some((api.spec.name, api.webhook.as_ref()?))).collect()
}

fn take(body: &[u8], signature: &str) -> Result<(), TestCaseError> {
    for (name, webhook) in webhooks() {
        let received = (webhook.receive)(body);
        prop_assert_eq!(&received.raw, body, "{}", name);
        let is_verified = webhook.signed.as_ref().is_some_and(|signed| {
            let mut places = signed.spec.headers.iter().chain(signed.spec.member.iter());
            places.any(|place| (signed.verify)(&[(place, signature.as_bytes())], body).is_ok())
        });
        prop_assert!(!is_verified, "{}: {}", name, received.shown);
    }
    macro_rules! showcases {
        ($($name:ident, signed in $header:literal $(at $target:expr)?;)*) => {
            $({
                let event = $name::decode(body);
                prop_assert_eq!(event.raw().as_bytes(), body, "{}", stringify!($name));
                let verifier = $name::Verifier::new("a secret nobody knows");
                let is_verified = verifier.verify($($target,)? [($header, signature)], body).is_ok();
                prop_assert!(!is_verified, "{}: {:?}", stringify!($name), event);
            })*
        };
    }
    showcases! {
        showcase_bell_webhook, signed in "x-clapper";
        showcase_json_webhook, signed in "x-seal";
        showcase_nested_webhook, signed in "x-knot";
        showcase_sealed_webhook, signed in "x-wax" at DeliveryTarget::new("POST", "https://receiver.example/");
        showcase_signed_webhook, signed in "x-seal-primary";
    }
    Ok(())
}

/// What APIs send: as their vendors show it, and as the spec describes it.
fn samples() -> Vec<Vec<u8>> {
    let shown = webhooks().into_iter().flat_map(|(api, _)| files::bytes_of(api, "webhooks"));
    let made_up = webhooks().into_iter().flat_map(|(api, _)| deliveries(api));
    shown.chain(made_up.map(|sample| sample.message.all.as_bytes().to_vec())).collect()
}

proptest! {
    #[test]
    fn any_bytes_are_an_event(body in any::<Vec<u8>>(), signature in ".{0,90}") {
        take(&body, &signature)?;
    }

    #[test]
    fn a_damaged_sample_is_an_event(which in any::<Index>(), at in any::<Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut body = which.get(&samples()).clone();
        let at = at.index(body.len());
        if cut { body.truncate(at) } else { body[at] = byte }
        take(&body, &"0".repeat(64))?;
    }
}
