//! Rules about how events are delivered and signed.

use crate::diff::rule::rules;

rules! {
    WEBHOOKS_ADDED "webhooks-added" [] Added
        "The API delivers events.";
    WEBHOOKS_REMOVED "webhooks-removed" [rust]
        "The crate for deliveries is gone.";
    BODY_ADDED "delivery-format-added" [decode]
        "A delivery may have another format, which older programs cannot read.";
    BODY_REMOVED "delivery-format-removed" []
        "Deliveries no longer have one of their formats.";
    ENVELOPE_CHANGED "delivery-envelope-changed" [decode rust]
        "Events are delivered with an envelope, or no longer are.";
    EVENTS_PATH_CHANGED "delivery-events-path-changed" [decode rust]
        "A delivery contains several events, or one, or the list of events is elsewhere.";
    TYPE_PATH_CHANGED "delivery-type-path-changed" [decode]
        "The type of the event is at another path, where older programs do not look.";
    PAYLOAD_PATH_CHANGED "delivery-payload-path-changed" [decode]
        "The object of the event is at another path, where older programs do not look.";
    PREVIOUS_PATH_CHANGED "delivery-previous-path-changed" [decode]
        "The previous state of the object is at another path.";
    EVENT_ID_PATH_CHANGED "delivery-id-path-changed" [decode]
        "The id of the event is at another path. Older programs may handle a delivery twice.";
    CREATED_PATH_CHANGED "delivery-created-path-changed" [decode]
        "The time of the event is at another path.";
    CREATED_FORM_CHANGED "delivery-created-form-changed" []
        "The time of the event is written differently. All forms are read.";
    REQUEST_ID_PATH_CHANGED "delivery-request-id-path-changed" [decode]
        "The id of the request behind the event is at another path.";
    RETRY_DECLARED "delivery-retry-declared" [] Added
        "It is known how long deliveries are retried.";
    RETRY_REMOVED "delivery-retry-removed" [rust]
        "The constant `RETRY` is gone.";
    RETRY_LENGTHENED "delivery-retry-lengthened" [decode]
        "Deliveries are retried for longer than older programs keep the ids of events, so they may handle one twice.";
    RETRY_CHANGED "delivery-retry-changed" []
        "Deliveries are retried at other intervals, or not for as long.";
    SIGNATURE_ADDED "delivery-signature-added" [] Added
        "Deliveries are signed, and there is a verifier. Older programs read them without verifying.";
    SIGNATURE_REMOVED "delivery-signature-removed" [decode rust]
        "Deliveries are no longer signed. Older programs reject them, and the verifier is gone.";
    SIGNATURE_HEADER_ADDED "signature-header-added" []
        "A signature may be in another header too. One valid signature is sufficient.";
    SIGNATURE_HEADER_REMOVED "signature-header-removed" [decode]
        "Signatures are no longer in one of the headers. Older programs that rely on it reject deliveries.";
    SIGNATURE_MEMBER_CHANGED "signature-member-changed" [decode rust]
        "The signature is in a member of the event, at another path, or in headers.";
    SIGNATURE_SEPARATOR_CHANGED "signature-separator-changed" [decode]
        "Several values of a header are separated differently, so older programs do not find the signature.";
    SIGNATURE_PREFIX_CHANGED "signature-prefix-changed" [decode]
        "Signatures have another prefix, so older programs do not find them.";
    SIGNATURE_SCHEME_CHANGED "signature-scheme-changed" [decode rust]
        "Deliveries are verified in another way, with another kind of key.";
    SIGNATURE_HASH_CHANGED "signature-hash-changed" [decode]
        "Signatures are made with another hash function or padding. Older programs reject them.";
    SIGNATURE_ENCODING_CHANGED "signature-encoding-changed" [decode]
        "Signatures are encoded differently. Older programs reject them.";
    SIGNATURE_KEY_ENCODING_CHANGED "signature-key-encoding-changed" [decode]
        "The secret is encoded differently, so older programs compute other signatures.";
    SIGNATURE_KEY_PREFIX_CHANGED "signature-key-prefix-changed" [decode]
        "Another prefix of the secret is not part of the key.";
    SIGNATURE_KEY_ID_CHANGED "signature-key-id-changed" [decode rust]
        "The id of the public key is in another header, or the API names no key.";
    SIGNED_PARTS_CHANGED "signed-parts-changed" [decode]
        "Other parts of a delivery are signed. Older programs compute another signature and reject it.";
    TIMESTAMP_ADDED "signature-timestamp-added" [decode]
        "Deliveries that are too old are rejected.";
    TIMESTAMP_REMOVED "signature-timestamp-removed" [decode]
        "The time of signing is gone. Older programs reject deliveries without it.";
    TIMESTAMP_PLACE_CHANGED "signature-timestamp-place-changed" [decode]
        "The time of signing is elsewhere. Older programs reject deliveries without it.";
    TIMESTAMP_FORMAT_CHANGED "signature-timestamp-format-changed" [decode]
        "The time of signing is written differently.";
    TOLERANCE_SHORTENED "signature-tolerance-shortened" [decode]
        "Deliveries are accepted for a shorter time, so a slow one is rejected.";
    TOLERANCE_LENGTHENED "signature-tolerance-lengthened" []
        "Deliveries are accepted for a longer time.";
    TIMESTAMP_OPTIONAL "signature-timestamp-optional" [decode]
        "Deliveries may lack the time of signing. Older programs reject those.";
    TIMESTAMP_CERTAIN "signature-timestamp-required" []
        "Each delivery contains the time of signing.";
}
