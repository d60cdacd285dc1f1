//! Items of invoices: what is charged in addition, or less.

use centralpay_model::{
    CreateInvoiceItem, DeleteInvoiceItem, EventType, GetInvoiceItem, InvoiceItem, InvoiceItemType, SearchInvoiceItem,
    UpdateInvoiceItem,
};
use payspec_core::{Amount, Empty};
use serde::{Deserialize, Serialize};

use super::dates::date_time;
use super::events::tell;
use super::handlers::Done;
use super::invoices::{self, KeptInvoice};
use super::life::replace;
use super::refusal::Refusal;
use super::transactions::LARGEST_AMOUNT;
use super::{chosen, subscriptions};
use crate::engine::objects::Object;
use crate::engine::step::Step;

/// An item, which stays known when it is deleted.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct KeptItem {
    pub(super) shown: InvoiceItem,
    is_deleted: bool,
}

impl KeptItem {
    pub(super) fn new(shown: InvoiceItem) -> Self {
        Self { shown, is_deleted: false }
    }
}

impl Object for KeptItem {
    const KIND: &'static str = "centralpay.invoice-item";

    fn id(&self) -> &str {
        self.shown.invoice_item_id.as_str()
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateInvoiceItem) -> Result<Done<InvoiceItem>, Refusal> {
    let invoice = params.invoice_id.as_ref().filter(|id| !id.as_str().is_empty());
    let invoice = invoice.map(|id| invoices::find(step, id.as_str())).transpose()?;
    let given = params.subscription_id.filter(|id| !id.as_str().is_empty());
    let subscription = match &invoice {
        Some(invoice) => invoice.shown.subscription_id.clone(),
        None => given.clone(),
    };
    if given.is_some() && given != subscription {
        return Err(Refusal::of("invoiceId", "the invoice is of another subscription"));
    }
    let Some(subscription) = subscription else {
        return Err(Refusal::of("subscriptionId", "a subscription or an invoice is required"));
    };
    let mut kept = subscriptions::find(step, subscription.as_str())?;
    if invoice.is_none() && kept.is_ended() {
        return Err(Refusal::of("subscriptionId", "the subscription has ended"));
    }
    if let Some(invoice) = &invoice {
        check_unpaid(step, invoice)?;
    }
    let currency = kept.shown.subscription_model.as_ref().and_then(|model| model.currency.clone());
    if params.currency.is_some() && params.currency != currency {
        return Err(Refusal::of("currency", "expected that of the subscription"));
    }
    let mut item = InvoiceItem::new(step.random().uuid());
    item.creation_date = Some(date_time(step.now()));
    item.subscription_id = Some(subscription);
    item.customer_id.clone_from(&kept.shown.customer_id);
    item.merchant_invoice_item_id = params.merchant_invoice_item_id;
    item.kind = Some(InvoiceItemType::Manual);
    price(step, &mut item, params.amount, params.quantity.unwrap_or(1))?;
    item.currency = currency;
    item.description = params.description;
    item.additional_data = Some(params.additional_data.unwrap_or_default());
    item.invoice_id = invoice.as_ref().map(|invoice| invoice.shown.invoice_id.clone());
    tell(step, &EventType::InvoiceItemCreated, item.invoice_item_id.as_str(), &item, None)?;
    if let Some(invoice) = invoice {
        put_on(step, invoice, &item)?;
    } else {
        kept.waiting.push(item.invoice_item_id.as_str().to_owned());
        step.put(kept);
    }
    step.put(KeptItem::new(item.clone()));
    Ok(item.into())
}

/// Sets what an item adds to an invoice.
fn price(step: &mut Step<'_>, item: &mut InvoiceItem, amount: Amount, quantity: i64) -> Result<(), Refusal> {
    if quantity < 0 {
        return Err(Refusal::of("quantity", "a quantity cannot be negative; an amount can"));
    }
    let total = amount.minor().checked_mul(quantity).filter(|total| (-LARGEST_AMOUNT..=LARGEST_AMOUNT).contains(total));
    let Some(total) = total.filter(|_| amount.minor().checked_abs().is_some_and(|size| size <= LARGEST_AMOUNT)) else {
        step.chose(chosen::LARGEST_AMOUNT);
        return Err(Refusal::of("amount", format!("expected a total of at most {LARGEST_AMOUNT}")));
    };
    item.quantity = Some(quantity);
    item.amount = Some(amount);
    item.total_amount = Some(Amount::from_minor(total));
    Ok(())
}

fn check_unpaid(step: &mut Step<'_>, invoice: &KeptInvoice) -> Result<(), Refusal> {
    step.chose(chosen::ITEMS_OF_SETTLED_INVOICES);
    if invoice.is_paid() { Err(Refusal::of("invoiceId", "the invoice is paid")) } else { Ok(()) }
}

/// Puts an item on an invoice, or changes it there.
fn put_on(step: &mut Step<'_>, mut invoice: KeptInvoice, item: &InvoiceItem) -> Result<(), Refusal> {
    let before = invoice.shown.clone();
    invoice.show_item(item);
    tell(step, &EventType::InvoiceUpdated, invoice.id(), &invoice.shown, Some(&before))?;
    step.put(invoice);
    Ok(())
}

pub(super) fn get(step: &mut Step<'_>, params: GetInvoiceItem) -> Result<Done<InvoiceItem>, Refusal> {
    Ok(find(step, params.invoice_item_id.as_str())?.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchInvoiceItem) -> Vec<InvoiceItem> {
    let is_found = |item: &InvoiceItem| {
        let reference = &params.merchant_invoice_item_id;
        (params.subscription_id.is_none() || item.subscription_id == params.subscription_id)
            && (params.invoice_id.is_none() || item.invoice_id == params.invoice_id)
            && (params.customer_id.is_none() || item.customer_id == params.customer_id)
            && (reference.is_none() || item.merchant_invoice_item_id == *reference)
    };
    let all = step.all::<KeptItem>().filter(|kept| !kept.is_deleted && is_found(&kept.shown));
    all.map(|kept| kept.shown.clone()).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdateInvoiceItem) -> Result<Done<InvoiceItem>, Refusal> {
    let before = find(step, params.invoice_item_id.as_str())?;
    let invoice = before.invoice_id.as_ref().map(|id| invoices::find(step, id.as_str())).transpose()?;
    if let Some(invoice) = &invoice {
        check_unpaid(step, invoice)?;
    }
    let mut item = before.clone();
    let amount = params.amount.or(item.amount).unwrap_or(Amount::ZERO);
    let quantity = params.quantity.or(item.quantity).unwrap_or(1);
    price(step, &mut item, amount, quantity)?;
    replace(&mut item.description, params.description);
    replace(&mut item.merchant_invoice_item_id, params.merchant_invoice_item_id);
    replace(&mut item.additional_data, params.additional_data);
    tell(step, &EventType::InvoiceItemUpdated, item.invoice_item_id.as_str(), &item, Some(&before))?;
    if let Some(invoice) = invoice {
        put_on(step, invoice, &item)?;
    }
    step.put(KeptItem::new(item.clone()));
    Ok(item.into())
}

pub(super) fn delete(step: &mut Step<'_>, params: DeleteInvoiceItem) -> Result<Done<Empty>, Refusal> {
    let item = find(step, params.invoice_item_id.as_str())?;
    params.validate_against_invoice_item(&item)?;
    if let Some(subscription) = &item.subscription_id {
        let mut kept = subscriptions::find(step, subscription.as_str())?;
        kept.waiting.retain(|waiting| waiting != item.invoice_item_id.as_str());
        step.put(kept);
    }
    tell(step, &EventType::InvoiceItemDeleted, item.invoice_item_id.as_str(), &item, None)?;
    step.put(KeptItem { shown: item, is_deleted: true });
    Ok(Empty.into())
}

fn find(step: &Step<'_>, id: &str) -> Result<InvoiceItem, Refusal> {
    let kept = step.get::<KeptItem>(id).filter(|kept| !kept.is_deleted);
    Ok(kept.ok_or_else(|| Refusal::no("invoice item", id))?.shown.clone())
}
