//! Rules about events.

use crate::diff::rule::rules;

rules! {
    EVENT_ADDED "event-added" [] Added
        "A new event. Older programs read it as an unknown one.";
    EVENT_REMOVED "event-removed" [rust]
        "The variant is gone, and programs that wait for the event wait in vain.";
    EVENT_RUST_RENAMED "event-rust-name-changed" [rust]
        "The variant has another name in Rust, and the type is the same on the wire.";
    EVENT_PAYLOAD_CHANGED "event-payload-changed" [decode rust]
        "The event is about another object.";
    ALTERNATIVE_ADDED "event-alternative-added" [decode]
        "The event may be about another object, which older programs cannot read.";
    ALTERNATIVE_REMOVED "event-alternative-removed" [rust]
        "The event is no longer about another object, so that variant is gone.";
    ALTERNATIVE_CHANGED "event-alternative-changed" [decode rust]
        "The event may be about another alternative object, or the two are distinguished by another member.";
    PREVIOUS_ADDED "event-previous-added" [rust]
        "The event contains the previous state of its object, so its variant has another form.";
    PREVIOUS_REMOVED "event-previous-removed" [rust]
        "The event no longer contains the previous state of its object.";
    FORM_ADDED "event-form-added" [decode]
        "The event is also delivered with an envelope, or without one, which older programs do not expect.";
    FORM_REMOVED "event-form-removed" []
        "The event is no longer delivered in one of its two forms.";
    NOW_UNSIGNED "event-now-unsigned" [decode]
        "The event is not signed although others are. Older programs reject it.";
    NOW_SIGNED "event-now-signed" []
        "The event is signed like others.";
    EVENT_DEPRECATED "event-deprecated" []
        "Code that matches the event compiles with a warning.";
    EVENT_UNDEPRECATED "event-undeprecated" []
        "Code that matches the event no longer causes a warning.";
}
