//! The samples of an API say what its envelope is.

use std::fs;

use payspec_codegen::diag::Sink;
use payspec_codegen::source::Sources;
use payspec_codegen::{load, run};

const ORDER: &str = "resource: { name: order, plural: orders, docs: An order., object: Order, id: id }
ids: { OrderId: { docs: Identifies an order. } }
objects: { Order: { docs: An order., fields: { id: { type: OrderId, docs: Its id. } } } }
events:
  ORDER_PAID: { docs: It was paid., payload: Order, evidence: { level: documented, source: manual, at: page 1 } }
";

/// What is found in an API whose envelope is this, next to a sample of its event.
fn found(envelope: &str, sample: &str) -> Vec<String> {
    let root = tempfile::tempdir().expect("a temporary folder");
    let folder = root.path().join("spec/shop");
    fs::create_dir_all(folder.join("samples/webhooks")).expect("a writable folder");
    let webhooks =
        format!("  webhooks:\n    docs: Sent once.\n    envelope: {envelope}\n    security: {{ scheme: unsigned }}\n");
    fs::write(folder.join("api.yaml"), format!("{}{webhooks}", crate::support::API)).expect("a writable folder");
    fs::write(folder.join("order.yaml"), ORDER).expect("a writable folder");
    fs::write(folder.join("samples/webhooks/ORDER_PAID.json"), sample).expect("a writable folder");
    let (mut sources, sink) = (Sources::new(), Sink::new());
    let folders = load::folders(root.path(), "spec", &mut sources).expect("the folder can be read");
    run::checked(&folders, &sources, &sink);
    sink.into_sorted().into_iter().map(|found| found.message).collect()
}

#[test]
fn an_envelope_is_that_of_the_samples() {
    const SAMPLE: &str = r#"{"type": "ORDER_PAID", "data": {"id": "o-1"}, "eventId": "e-1"}"#;
    assert_eq!(found("{ type: type, payload: data, id: eventId }", SAMPLE), [] as [&str; 0]);
    let of_sample = |member: &str| format!("samples/webhooks/ORDER_PAID.json has no member `{member}`");
    assert_eq!(found("{ type: type, payload: object }", SAMPLE), [of_sample("object")]);
    assert_eq!(found("{ type: eventType, payload: data }", SAMPLE), [of_sample("eventType")]);
    assert_eq!(found("{ type: type, payload: data, created: date }", SAMPLE), [of_sample("date")]);
}

#[test]
fn a_sample_is_called_after_its_event() {
    let sample = r#"{"type": "ORDER_MADE", "data": {"id": "o-1"}}"#;
    let expected = "samples/webhooks/ORDER_PAID.json has the event type \"ORDER_MADE\"";
    assert_eq!(found("{ type: type, payload: data }", sample), [expected]);
}

#[test]
fn a_sample_that_is_no_object_says_nothing() {
    for sample in ["", "[]", "{", "\"text\""] {
        assert_eq!(found("{ type: type, payload: data }", sample), [] as [&str; 0], "{sample}");
    }
}
