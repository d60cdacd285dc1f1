//! The blacklist and the whitelist, and what they say about a payment.

use std::borrow::Cow;

use centralpay_model::{
    CardRegion, Country, CreateBlacklist, CreateTransaction, CreateWhitelist, Customer, CustomerId, DeleteBlacklist,
    DeleteWhitelist, GetBlacklist, GetWhitelist, SearchBlacklist, SearchWhitelist,
};
use payspec_core::Empty;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::chosen;
use super::dates::date_time;
use super::face::Face;
use super::handlers::Done;
use super::refusal::Refusal;
use crate::engine::objects::Object;
use crate::engine::step::Step;

/// An entry of one of the lists.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    id: String,
    list: List,
    /// Names of parameters, and what they list.
    values: Vec<(Cow<'static, str>, String)>,
    shown: Value,
    is_deleted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum List {
    Black,
    White,
}

impl Object for Entry {
    const KIND: &'static str = "centralpay.list-entry";

    fn id(&self) -> &str {
        &self.id
    }
}

/// The parameters of both services have the same names.
macro_rules! values {
    ($params:ident) => {
        [
            ("country", $params.country.as_ref().map(Country::as_str).map(str::to_owned)),
            ("region", $params.region.as_ref().map(CardRegion::as_str).map(str::to_owned)),
            ("phone", $params.phone),
            ("email", $params.email),
            ("endUserIp", $params.end_user_ip),
            ("iban", $params.iban),
        ]
    };
}

pub(super) fn create_black(step: &mut Step<'_>, params: CreateBlacklist) -> Result<Done<Value>, Refusal> {
    let description = params.description;
    create(step, List::Black, values!(params), description)
}

pub(super) fn create_white(step: &mut Step<'_>, params: CreateWhitelist) -> Result<Done<Value>, Refusal> {
    let description = params.description;
    create(step, List::White, values!(params), description)
}

fn create(
    step: &mut Step<'_>,
    list: List,
    values: [(&'static str, Option<String>); 6],
    description: Option<String>,
) -> Result<Done<Value>, Refusal> {
    let given =
        values.into_iter().filter_map(|(name, value)| Some((name, value?))).filter(|(_, value)| !value.is_empty());
    let values: Vec<(Cow<'static, str>, String)> = given.map(|(name, value)| (Cow::Borrowed(name), value)).collect();
    if values.is_empty() {
        return Err(Refusal::of(
            "country",
            "an entry lists at least one value: a country, region, phone, email, endUserIp or iban",
        ));
    }
    step.chose(chosen::ENTRIES_OF_LISTS);
    let id = step.random().uuid();
    let mut shown = Map::new();
    let name = if list == List::Black { "blacklistId" } else { "whitelistId" };
    shown.insert(name.to_owned(), json!(id));
    shown.insert("creationDate".to_owned(), json!(date_time(step.now()).as_str()));
    shown.extend(values.iter().map(|(name, value)| (name.clone().into_owned(), json!(value))));
    shown.extend(description.map(|text| ("description".to_owned(), json!(text))));
    let entry = Entry { id, list, values, shown: Value::Object(shown), is_deleted: false };
    step.put(entry.clone());
    Ok(entry.shown.into())
}

pub(super) fn get_black(step: &mut Step<'_>, params: GetBlacklist) -> Result<Done<Value>, Refusal> {
    Ok(find(step, List::Black, params.blacklist_id.as_str())?.shown.into())
}

pub(super) fn get_white(step: &mut Step<'_>, params: GetWhitelist) -> Result<Done<Value>, Refusal> {
    Ok(find(step, List::White, params.whitelist_id.as_str())?.shown.into())
}

#[expect(clippy::unnecessary_wraps, reason = "handlers can refuse")]
pub(super) fn search_black(step: &mut Step<'_>, _: SearchBlacklist) -> Result<Done<Value>, Refusal> {
    Ok(all(step, List::Black).into())
}

#[expect(clippy::unnecessary_wraps, reason = "handlers can refuse")]
pub(super) fn search_white(step: &mut Step<'_>, _: SearchWhitelist) -> Result<Done<Value>, Refusal> {
    Ok(all(step, List::White).into())
}

pub(super) fn delete_black(step: &mut Step<'_>, params: DeleteBlacklist) -> Result<Done<Empty>, Refusal> {
    delete(step, List::Black, params.blacklist_id.as_str())
}

pub(super) fn delete_white(step: &mut Step<'_>, params: DeleteWhitelist) -> Result<Done<Empty>, Refusal> {
    delete(step, List::White, params.whitelist_id.as_str())
}

fn delete(step: &mut Step<'_>, list: List, id: &str) -> Result<Done<Empty>, Refusal> {
    let entry = find(step, list, id)?;
    step.put(Entry { is_deleted: true, ..entry });
    Ok(Empty.into())
}

fn find(step: &Step<'_>, list: List, id: &str) -> Result<Entry, Refusal> {
    let found = step.get::<Entry>(id).filter(|entry| entry.list == list && !entry.is_deleted);
    let found = found.ok_or_else(|| Refusal::no("entry", id))?;
    Ok(Entry::clone(&found))
}

fn all(step: &mut Step<'_>, list: List) -> Value {
    step.chose(chosen::SEARCH);
    step.all::<Entry>()
        .filter(|entry| entry.list == list && !entry.is_deleted)
        .map(|entry| entry.shown.clone())
        .collect()
}

/// What the blacklist has against a payment, in the words of the samples. A payment that the whitelist has is not compared
/// with the blacklist.
pub(super) fn objection(step: &mut Step<'_>, params: &CreateTransaction, face: &Face) -> Option<String> {
    let data = Data::of(step, params, face);
    let entries: Vec<_> = step.all::<Entry>().filter(|entry| !entry.is_deleted).collect();
    let has = |(name, value): &(Cow<'static, str>, String)| data.has(name, value);
    let is_white = entries.iter().any(|entry| entry.list == List::White && entry.values.iter().all(has));
    if is_white {
        step.chose(chosen::WHEN_A_WHITELIST_MATCHES);
        return None;
    }
    let black = entries.iter().filter(|entry| entry.list == List::Black);
    let (name, value) = black.flat_map(|entry| &entry.values).find(|value| has(value))?.clone();
    step.chose(chosen::WHEN_A_WHITELIST_MATCHES);
    step.chose(chosen::MESSAGE_OF_A_BLACKLIST);
    Some(format!("{} in BLACKLIST [{value}]", kind(&name)))
}

/// The kind of a value. The samples have `PAN` only; the others follow its form.
fn kind(name: &str) -> &'static str {
    match name {
        "country" => "COUNTRY",
        "region" => "REGION",
        "phone" => "PHONE",
        "email" => "EMAIL",
        "endUserIp" => "IP",
        _ => "IBAN",
    }
}

/// What lists can know of a payment.
struct Data {
    values: Vec<(&'static str, String)>,
}

impl Data {
    fn of(step: &Step<'_>, params: &CreateTransaction, face: &Face) -> Self {
        let customer = params.customer_id.as_ref().map_or("", CustomerId::as_str);
        let customer = step.get::<Customer>(customer);
        let emails = [&params.email, &params.receipt_email, &face.card.cardholder_email];
        let emails = emails.into_iter().chain(customer.iter().map(|customer| &customer.email)).flatten();
        let phones = customer.iter().filter_map(|customer| customer.phone.as_ref());
        let country = face.card.country.iter().map(|country| country.as_str().to_owned());
        let region = face.card.region.iter().map(|region| region.as_str().to_owned());
        let mut values = vec![("endUserIp", params.end_user_ip.clone())];
        values.extend(emails.map(|email| ("email", email.clone())));
        values.extend(phones.map(|phone| ("phone", phone.clone())));
        values.extend(country.map(|country| ("country", country)));
        values.extend(region.map(|region| ("region", region)));
        Self { values }
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(known, data)| *known == name && data.eq_ignore_ascii_case(value))
    }
}
