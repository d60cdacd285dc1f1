//! The operations that are modelled, and how each is decoded, checked and encoded.

use std::collections::BTreeMap;

use payspec_core::server::{DecodeOperation, Decoded, ReceivedRequest, UnknownParameter, response_body};
use payspec_core::{Page, UNKNOWN_VALUE, Violation, Violations};
use serde::Serialize;

use super::refusal::Refusal;
use super::{
    card_tokens, cards, chosen, credits, customers, disputes, instalments, invoice_items, invoices, lists,
    payment_requests, refunds, subscription_models, subscriptions, three_ds, transactions,
};
use crate::engine::failure::Failure;
use crate::engine::step::Step;

/// What was done: a status and an object.
#[derive(Debug)]
pub(super) struct Done<T> {
    pub(super) status: u16,
    pub(super) object: T,
}

impl<T> From<T> for Done<T> {
    fn from(object: T) -> Self {
        Self { status: 200, object }
    }
}

/// Decodes a request, checks it against the spec's rules and does it.
pub(super) type Handler =
    Box<dyn Fn(&mut Step<'_>, &ReceivedRequest<'_>) -> Result<(u16, Vec<u8>), Refusal> + Send + Sync>;

type Handled<T> = Result<Done<T>, Refusal>;

type All = BTreeMap<&'static str, Handler>;

/// The handlers by the operation's name.
pub(super) fn all() -> All {
    let mut all = All::new();
    one(&mut all, card_tokens::create);
    one(&mut all, card_tokens::get);
    one(&mut all, cards::create);
    one(&mut all, cards::get);
    one(&mut all, cards::update);
    search(&mut all, cards::search);
    one(&mut all, customers::create);
    one(&mut all, customers::get);
    one(&mut all, customers::update);
    search(&mut all, customers::search);
    one(&mut all, transactions::create);
    one(&mut all, transactions::get);
    one(&mut all, transactions::update);
    one(&mut all, transactions::capture);
    one(&mut all, transactions::cancel);
    search(&mut all, transactions::search);
    one(&mut all, refunds::create);
    one(&mut all, refunds::get);
    one(&mut all, refunds::update);
    one(&mut all, refunds::cancel);
    search(&mut all, refunds::search);
    one(&mut all, credits::create);
    one(&mut all, credits::get);
    one(&mut all, credits::update);
    one(&mut all, credits::cancel);
    search(&mut all, credits::search);
    one(&mut all, disputes::get);
    one(&mut all, disputes::update);
    search(&mut all, disputes::search);
    one(&mut all, lists::create_black);
    one(&mut all, lists::create_white);
    one(&mut all, lists::get_black);
    one(&mut all, lists::get_white);
    one(&mut all, lists::search_black);
    one(&mut all, lists::search_white);
    one(&mut all, lists::delete_black);
    one(&mut all, lists::delete_white);
    one(&mut all, subscription_models::create);
    one(&mut all, subscription_models::get);
    one(&mut all, subscription_models::update);
    search(&mut all, subscription_models::search);
    one(&mut all, subscriptions::create);
    one(&mut all, subscriptions::get);
    one(&mut all, subscriptions::update);
    one(&mut all, subscriptions::cancel);
    one(&mut all, subscriptions::reactivate);
    search(&mut all, subscriptions::search);
    one(&mut all, invoices::create);
    one(&mut all, invoices::get);
    one(&mut all, invoices::update);
    one(&mut all, invoices::close);
    one(&mut all, invoices::reopen);
    one(&mut all, invoices::pay);
    search(&mut all, invoices::search);
    one(&mut all, invoice_items::create);
    one(&mut all, invoice_items::get);
    one(&mut all, invoice_items::update);
    one(&mut all, invoice_items::delete);
    search(&mut all, invoice_items::search);
    one(&mut all, instalments::create);
    one(&mut all, instalments::get);
    one(&mut all, instalments::update);
    one(&mut all, instalments::cancel);
    search(&mut all, instalments::search);
    one(&mut all, payment_requests::create);
    one(&mut all, payment_requests::get);
    one(&mut all, payment_requests::update);
    one(&mut all, payment_requests::cancel);
    one(&mut all, payment_requests::close);
    search(&mut all, payment_requests::search);
    one(&mut all, three_ds::version);
    one(&mut all, three_ds::authenticate);
    one(&mut all, three_ds::result);
    all
}

fn decode<O: DecodeOperation>(request: &ReceivedRequest<'_>) -> Result<Decoded<O>, Refusal> {
    let decoded = O::decode(request)?;
    decoded.params.validate()?;
    // Advisory rules are about what the API may accept. It has no use for values that it does not know. Languages come in any
    // spelling: clients have sent `FRA` and `fr`, and responses have `fre`.
    let is_language = |warning: &Violation| {
        let mut languages = O::SPEC.known_values.iter().filter(|known| known.of == "Language");
        languages.any(|known| warning.fields().iter().any(|field| field == known.field))
    };
    let warnings = decoded.params.warnings().into_iter().flatten();
    let unknown = warnings.filter(|warning| warning.rule() == UNKNOWN_VALUE && !is_language(warning)).collect();
    if let Some(unknown) = Violations::from_vec(unknown) {
        return Err(unknown.into());
    }
    Ok(decoded)
}

fn encode<O: DecodeOperation>(output: &O::Output) -> Result<Vec<u8>, Refusal>
where
    O::Output: Serialize,
{
    let written = response_body(O::SPEC, output);
    written.map_err(|error| Failure::new(format!("the answer cannot be written: {error}")).into())
}

fn one<O>(all: &mut All, handle: fn(&mut Step<'_>, O) -> Handled<O::Output>)
where
    O: DecodeOperation + 'static,
    O::Output: Serialize,
{
    let handler: Handler = Box::new(move |step, request| {
        let done = handle(step, decode::<O>(request)?.params)?;
        Ok((done.status, encode::<O>(&done.object)?))
    });
    all.insert(O::SPEC.id, handler);
}

fn search<O, T>(all: &mut All, handle: fn(&Step<'_>, O) -> Vec<T>)
where
    O: DecodeOperation<Output = Page<T>> + 'static,
    T: Serialize + 'static,
{
    let handler: Handler = Box::new(move |step, request| {
        let decoded = decode::<O>(request)?;
        step.chose(chosen::SEARCH);
        let (page, limit) = (number::<O>(&decoded.unknown, true)?, number::<O>(&decoded.unknown, false)?);
        let (page, limit) = (page.unwrap_or(1), limit.unwrap_or(50).min(100));
        let found = handle(step, decoded.params);
        let skipped = usize::try_from((page - 1).saturating_mul(limit)).unwrap_or(usize::MAX);
        let shown = usize::try_from(limit).unwrap_or(usize::MAX);
        let found: Vec<T> = found.into_iter().skip(skipped).take(shown).collect();
        Ok((200, encode::<O>(&Page::from(found))?))
    });
    all.insert(O::SPEC.id, handler);
}

/// The number of the page, or the size of one: parameters that the spec describes once for all searches.
fn number<O: DecodeOperation>(unknown: &[UnknownParameter], is_page: bool) -> Result<Option<u64>, Refusal> {
    let Some(paging) = O::SPEC.paging else { return Ok(None) };
    let Some(name) = (if is_page { paging.parameter } else { paging.size_parameter }) else { return Ok(None) };
    let Some(given) = unknown.iter().find(|parameter| parameter.name == name) else { return Ok(None) };
    let number = given.value.as_u64().or_else(|| given.value.as_str().and_then(|text| text.parse().ok()));
    match number {
        Some(number) if number > 0 => Ok(Some(number)),
        _ => Err(Refusal::of(name, "expected a whole number from 1")),
    }
}
