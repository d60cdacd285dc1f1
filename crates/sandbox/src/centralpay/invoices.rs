//! Invoices of subscriptions.

use centralpay_model::{
    CloseInvoice, CreateInvoice, EventType, GetInvoice, Invoice, InvoiceItem, InvoiceType, PayInvoice, ReopenInvoice,
    SearchInvoice, UpdateInvoice,
};
use payspec_core::Amount;
use serde::{Deserialize, Serialize};

use super::handlers::Done;
use super::life::replace;
use super::refusal::Refusal;
use super::{billing, chosen, events::tell, paris, subscriptions};
use crate::engine::objects::Object;
use crate::engine::step::Step;
use crate::engine::time::Instant;

/// An invoice, and when it is collected.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptInvoice {
    pub(super) shown: Invoice,
    /// The planned attempt; absent if there is none.
    pub(super) due: Option<Instant>,
}

impl Object for KeptInvoice {
    const KIND: &'static str = "centralpay.invoice";

    fn id(&self) -> &str {
        self.shown.invoice_id.as_str()
    }
}

impl KeptInvoice {
    /// Plans the next attempt, or none.
    pub(super) fn plan(&mut self, due: Option<Instant>) {
        self.due = due;
        self.shown.next_transaction_attempt = due.map(paris::to_the_second);
    }

    /// Whether an attempt is to be made now. An invoice that was closed and reopened has more than one task.
    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.shown.closed == Some(false) && self.due.is_some_and(|due| due <= now)
    }

    pub(super) fn is_paid(&self) -> bool {
        self.shown.paid == Some(true)
    }

    /// Puts an item on the invoice, in place of what has the same identifier.
    pub(super) fn show_item(&mut self, item: &InvoiceItem) {
        let items = self.shown.invoice_items.get_or_insert_default();
        match items.iter_mut().find(|known| known.invoice_item_id == item.invoice_item_id) {
            Some(known) => known.clone_from(item),
            None => items.push(item.clone()),
        }
        self.shown.amount = Some(total(items));
    }
}

/// What some items add up to, at least 0: money is returned by refunds only.
pub(super) fn total(items: &[InvoiceItem]) -> Amount {
    let totals = items.iter().map(|item| item.total_amount.map_or(0, Amount::minor));
    Amount::from_minor(totals.fold(0_i64, i64::saturating_add).max(0))
}

pub(super) fn create(step: &mut Step<'_>, params: CreateInvoice) -> Result<Done<Invoice>, Refusal> {
    let mut kept = subscriptions::find(step, params.subscription_id.as_str())?;
    if kept.is_ended() {
        return Err(Refusal::of("subscriptionId", "the subscription has ended"));
    }
    if kept.waiting.is_empty() {
        step.chose(chosen::EMPTY_INVOICES);
    }
    let id = step.random().uuid();
    let currency = kept.shown.subscription_model.as_ref().and_then(|model| model.currency.clone());
    let mut invoice = billing::invoice(step, &mut kept, &id, InvoiceType::Manual, Vec::new(), currency);
    invoice.shown.description = params.description;
    invoice.shown.merchant_invoice_id = params.merchant_invoice_id;
    replace(&mut invoice.shown.additional_data, params.additional_data);
    let due = tomorrow(step, kept.utc_hour);
    invoice.plan(due);
    if let Some(due) = due {
        step.later(due, &billing::COLLECT, &id);
    }
    tell(step, &EventType::InvoiceCreated, &id, &invoice.shown, None)?;
    let shown = invoice.shown.clone();
    step.put(invoice);
    step.put(kept);
    Ok(shown.into())
}

/// The hour of collection of the next day.
fn tomorrow(step: &Step<'_>, utc_hour: i64) -> Option<Instant> {
    paris::at(paris::day(step.now()).checked_add_days(1)?, utc_hour)
}

pub(super) fn get(step: &mut Step<'_>, params: GetInvoice) -> Result<Done<Invoice>, Refusal> {
    Ok(find(step, params.invoice_id.as_str())?.shown.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchInvoice) -> Vec<Invoice> {
    let is_found = |invoice: &Invoice| {
        (params.subscription_id.is_none() || invoice.subscription_id == params.subscription_id)
            && (params.customer_id.is_none() || invoice.customer_id == params.customer_id)
            && (params.merchant_invoice_id.is_none() || invoice.merchant_invoice_id == params.merchant_invoice_id)
    };
    step.all::<KeptInvoice>().filter(|kept| is_found(&kept.shown)).map(|kept| kept.shown.clone()).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdateInvoice) -> Result<Done<Invoice>, Refusal> {
    let mut invoice = find(step, params.invoice_id.as_str())?;
    let before = invoice.shown.clone();
    replace(&mut invoice.shown.description, params.description);
    replace(&mut invoice.shown.merchant_invoice_id, params.merchant_invoice_id);
    replace(&mut invoice.shown.additional_data, params.additional_data);
    let shown = invoice.shown.clone();
    tell(step, &EventType::InvoiceUpdated, invoice.id(), &shown, Some(&before))?;
    step.put(invoice);
    Ok(shown.into())
}

pub(super) fn close(step: &mut Step<'_>, params: CloseInvoice) -> Result<Done<Invoice>, Refusal> {
    let mut invoice = find(step, params.invoice_id.as_str())?;
    if invoice.shown.closed == Some(true) {
        return Err(Refusal::of("closed", "the invoice is closed"));
    }
    let mut kept = subscription_of(step, &invoice)?;
    invoice.shown.closed = Some(true);
    kept.open.retain(|open| open != invoice.id());
    kept.failed.retain(|failed| failed != invoice.id());
    let shown = invoice.shown.clone();
    tell(step, &EventType::InvoiceClosed, invoice.id(), &shown, None)?;
    step.put(invoice);
    if billing::is_over(step, &kept) && !kept.is_ended() {
        let last_day = kept.shown.current_period_end.clone().unwrap_or_else(|| paris::date(paris::day(step.now())));
        billing::end(step, &mut kept, last_day)?;
    }
    step.put(kept);
    Ok(shown.into())
}

pub(super) fn reopen(step: &mut Step<'_>, params: ReopenInvoice) -> Result<Done<Invoice>, Refusal> {
    let mut invoice = find(step, params.invoice_id.as_str())?;
    step.chose(chosen::REOPENING_A_PAID_INVOICE);
    params.validate_against_invoice(&invoice.shown)?;
    if invoice.shown.closed != Some(true) {
        return Err(Refusal::of("closed", "the invoice is open"));
    }
    let mut kept = subscription_of(step, &invoice)?;
    if kept.is_ended() {
        return Err(Refusal::of("subscriptionId", "the subscription has ended"));
    }
    invoice.shown.closed = Some(false);
    kept.open.push(invoice.id().to_owned());
    if invoice.shown.transactions.as_ref().is_some_and(|payments| !payments.is_empty()) {
        kept.failed.push(invoice.id().to_owned());
    }
    // An attempt that was missed is made on the next day.
    if invoice.due.is_some_and(|due| due <= step.now()) {
        let due = tomorrow(step, kept.utc_hour);
        invoice.plan(due);
    }
    if let Some(due) = invoice.due {
        step.later(due, &billing::COLLECT, invoice.id());
    }
    let shown = invoice.shown.clone();
    tell(step, &EventType::InvoiceReopened, invoice.id(), &shown, None)?;
    step.put(invoice);
    step.put(kept);
    Ok(shown.into())
}

pub(super) fn pay(step: &mut Step<'_>, params: PayInvoice) -> Result<Done<Invoice>, Refusal> {
    let mut invoice = find(step, params.invoice_id.as_str())?;
    params.validate_against_invoice(&invoice.shown)?;
    step.chose(chosen::ANSWER_TO_A_REFUSED_SERIES);
    let mut kept = subscription_of(step, &invoice)?;
    subscriptions::pay(step, &mut kept, &mut invoice)?;
    step.put(kept);
    Ok(invoice.shown.into())
}

fn subscription_of(step: &Step<'_>, invoice: &KeptInvoice) -> Result<subscriptions::Kept, Refusal> {
    let id = invoice.shown.subscription_id.as_ref().map_or("", |id| id.as_str());
    subscriptions::find(step, id)
}

/// An invoice.
pub(super) fn find(step: &Step<'_>, id: &str) -> Result<KeptInvoice, Refusal> {
    let kept = step.get::<KeptInvoice>(id).ok_or_else(|| Refusal::no("invoice", id))?;
    Ok(KeptInvoice::clone(&kept))
}
