//! What a subscriber of the process is told by this thread: as lines, and as spans and events with their fields.
//!
//! What is logged where is cached for the whole process, so a subscriber that only one thread has would miss what another
//! test met first.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::OnceLock;

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

thread_local! {
    static LOG: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static TOLD: RefCell<Vec<Told>> = const { RefCell::new(Vec::new()) };
}

/// The fields of a span or of an event, by name.
pub(crate) type Fields = BTreeMap<String, String>;

/// A span or an event.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    /// That of a span; `None` for an event.
    span: Option<u64>,
    pub(crate) name: String,
    pub(crate) fields: Fields,
}

impl Told {
    pub(crate) fn is_span(&self) -> bool {
        self.span.is_some()
    }
}

/// Starts to listen, once for the process.
pub(crate) fn listen() {
    static LISTENING: OnceLock<()> = OnceLock::new();
    LISTENING.get_or_init(|| {
        let lines = tracing_subscriber::fmt::layer()
            .with_writer(|| Log)
            .with_span_events(FmtSpan::CLOSE)
            .with_ansi(false)
            .without_time();
        tracing_subscriber::registry().with(lines).with(Collect).init();
    });
}

/// The lines of this thread so far; they start anew.
pub(crate) fn lines() -> String {
    String::from_utf8(LOG.take()).expect("a text")
}

/// What this thread was told so far by payspec; it starts anew.
pub(crate) fn told() -> Vec<Told> {
    TOLD.take()
}

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.extend_from_slice(bytes));
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Collect;

const TARGET: &str = "payspec_http";

impl<S: Subscriber> Layer<S> for Collect {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, _: Context<'_, S>) {
        if attributes.metadata().target() != TARGET {
            return;
        }
        let mut fields = Read(Fields::new());
        attributes.record(&mut fields);
        let name = attributes.metadata().name().to_owned();
        TOLD.with_borrow_mut(|told| told.push(Told { span: Some(id.into_u64()), name, fields: fields.0 }));
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, _: Context<'_, S>) {
        let mut fields = Read(Fields::new());
        values.record(&mut fields);
        TOLD.with_borrow_mut(|told| {
            // Ids are given again when a span has ended: the last one of this id is meant.
            let span = told.iter_mut().rev().find(|told| told.span == Some(id.into_u64()));
            if let Some(span) = span {
                span.fields.extend(fields.0);
            }
        });
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() != TARGET {
            return;
        }
        let mut fields = Read(Fields::new());
        event.record(&mut fields);
        let name = fields.0.remove("message").unwrap_or_default();
        TOLD.with_borrow_mut(|told| told.push(Told { span: None, name, fields: fields.0 }));
    }
}

struct Read(Fields);

impl Visit for Read {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}
