//! Events.

use super::super::event;
use super::super::node::{Members, Node, texts};
use super::super::schema::field::typed;
use super::super::text;
use super::Document;
use crate::ir::{Event, Webhooks};

impl Document<'_> {
    pub(super) fn webhooks(&self) -> Members {
        let Some(webhooks) = &self.api.webhooks else { return Members::new() };
        let mut found = Members::new();
        for event in self.api.events() {
            found.put(&event.wire, Members::new().with("post", self.webhook(webhooks, event)));
        }
        found
    }

    fn webhook(&self, webhooks: &Webhooks, event: &Event) -> Members {
        let mut description = text::description(&event.docs);
        text::paragraph(
            &mut description,
            &event.deprecated.as_ref().map(|why| format!("Deprecated: {why}")).unwrap_or_default(),
        );
        let schema = event::schema(&self.schemas, webhooks, event);
        let media = Members::new().with("schema", schema);
        let mut content = Members::new();
        if webhooks.is_json {
            content.put("application/json", media.clone().with_some("example", self.sample(&event.wire)));
        }
        if webhooks.is_form {
            content.put("application/x-www-form-urlencoded", media);
        }
        let signature = webhooks.signature.as_ref().filter(|_| !event.unsigned);
        let headers = signature.map(|signature| signature.headers.as_slice()).unwrap_or_default();
        let header = |name: &String| {
            let schema = typed("string");
            Node::from(
                Members::new()
                    .with("name", name)
                    .with("in", "header")
                    .with("schema", schema)
                    .with("description", "A signature of the delivery."),
            )
        };
        let summary = text::summary(&event.docs);
        let received = Members::new().with("2XX", Members::new().with("description", "The delivery was received."));
        Members::new()
            .with("operationId", format!("event.{}", event.wire))
            .with("tags", texts(["events"]))
            .with("summary", if summary.is_empty() { event.wire.clone() } else { summary })
            .with_text("description", &description)
            .with_some("deprecated", event.deprecated.as_ref().map(|_| true))
            .with("security", Vec::new())
            .with_list("parameters", headers.iter().map(header).collect())
            .with("requestBody", Members::new().with("required", true).with("content", content))
            .with("responses", received)
            .with_some("x-evidence", event.docs.evidence.as_ref().map(text::evidence))
    }
}
