//! Customers, as far as card payments need them.

use centralpay_model::{CreateCustomer, Customer, EventType, GetCustomer, SearchCustomer, UpdateCustomer};
use payspec_core::{Amount, Operation};

use super::card_tokens::spend;
use super::cards::{find_customer, store};
use super::dates::date_time;
use super::events::tell;
use super::handlers::Done;
use super::life::replace;
use super::refusal::Refusal;
use crate::engine::objects::Object;
use crate::engine::step::Step;

impl Object for Customer {
    const KIND: &'static str = "centralpay.customer";

    fn id(&self) -> &str {
        self.customer_id.as_str()
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateCustomer) -> Result<Done<Customer>, Refusal> {
    if params.wallet_id_for_iban.is_some() {
        return Err(Refusal::parameter(CreateCustomer::SPEC.id, "walletIdForIban"));
    }
    let mut customer = Customer::new(step.random().uuid());
    customer.creation_date = Some(date_time(step.now()));
    customer.merchant_customer_id = params.merchant_customer_id;
    customer.email = params.email;
    customer.phone = params.phone;
    customer.first_name = params.first_name.map(upper);
    customer.last_name = params.last_name.map(upper);
    customer.language = params.language;
    customer.description = params.description;
    customer.address_line1 = params.address_line1;
    customer.address_line2 = params.address_line2;
    customer.address_line3 = params.address_line3;
    customer.address_line4 = params.address_line4;
    customer.postal_code = params.postal_code;
    customer.city = params.city;
    customer.country = params.country;
    customer.cards = Some(Vec::new());
    customer.card_merchants = Some(Vec::new());
    customer.bank_accounts = Some(Vec::new());
    customer.wallets = Some(Vec::new());
    customer.subscriptions = Some(Vec::new());
    customer.installment_payments = Some(Vec::new());
    customer.total_charge = Some(Amount::from_minor(0));
    customer.fee = Some(Amount::from_minor(0));
    customer.additional_data = Some(params.additional_data.unwrap_or_default());
    if let Some(token) = params.card_token_id.filter(|token| !token.as_str().is_empty()) {
        let face = spend(step, token.as_str())?;
        (_, customer) = store(step, face, customer)?;
    }
    tell(step, &EventType::CustomerCreated, customer.customer_id.as_str(), &customer, None)?;
    step.put(customer.clone());
    Ok(customer.into())
}

/// The samples have the names of customers in capital letters.
fn upper(name: String) -> String {
    name.to_uppercase()
}

pub(super) fn get(step: &mut Step<'_>, params: GetCustomer) -> Result<Done<Customer>, Refusal> {
    Ok(find_customer(step, params.customer_id.as_str())?.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchCustomer) -> Vec<Customer> {
    let is_found = |customer: &Customer| {
        (params.email.is_none() || customer.email == params.email)
            && (params.phone.is_none() || customer.phone == params.phone)
            && (params.merchant_customer_id.is_none() || customer.merchant_customer_id == params.merchant_customer_id)
    };
    step.all::<Customer>().filter(|customer| is_found(customer)).map(|customer| Customer::clone(&customer)).collect()
}

pub(super) fn update(step: &mut Step<'_>, params: UpdateCustomer) -> Result<Done<Customer>, Refusal> {
    if params.wallet_id_for_iban.is_some() {
        return Err(Refusal::parameter(UpdateCustomer::SPEC.id, "walletIdForIban"));
    }
    let before = find_customer(step, params.customer_id.as_str())?;
    let mut customer = before.clone();
    replace(&mut customer.merchant_customer_id, params.merchant_customer_id);
    replace(&mut customer.email, params.email);
    replace(&mut customer.phone, params.phone);
    replace(&mut customer.first_name, params.first_name.map(upper));
    replace(&mut customer.last_name, params.last_name.map(upper));
    replace(&mut customer.language, params.language);
    replace(&mut customer.description, params.description);
    replace(&mut customer.address_line1, params.address_line1);
    replace(&mut customer.address_line2, params.address_line2);
    replace(&mut customer.address_line3, params.address_line3);
    replace(&mut customer.address_line4, params.address_line4);
    replace(&mut customer.postal_code, params.postal_code);
    replace(&mut customer.city, params.city);
    replace(&mut customer.country, params.country);
    replace(&mut customer.additional_data, params.additional_data);
    tell(step, &EventType::CustomerUpdated, customer.customer_id.as_str(), &customer, Some(&before))?;
    step.put(customer.clone());
    Ok(customer.into())
}
