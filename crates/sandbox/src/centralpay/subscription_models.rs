//! Subscription models: the amount and the interval of charges.

use centralpay_model::{
    CreateSubscriptionModel, Currency, EventType, GetSubscriptionModel, IntervalUnit, PointOfSaleId,
    SearchSubscriptionModel, SubscriptionModel, UpdateSubscriptionModel,
};
use payspec_core::{Amount, Iterations};

use super::dates::date_time;
use super::events::tell;
use super::handlers::Done;
use super::life::replace;
use super::merchant::Merchant;
use super::refusal::Refusal;
use super::transactions::{check_money, check_point_of_sale};
use crate::engine::objects::Object;
use crate::engine::step::Step;

impl Object for SubscriptionModel {
    const KIND: &'static str = "centralpay.subscription-model";

    fn id(&self) -> &str {
        self.subscription_model_id.as_str()
    }
}

pub(super) fn create(step: &mut Step<'_>, params: CreateSubscriptionModel) -> Result<Done<SubscriptionModel>, Refusal> {
    check_money(step, params.amount, &params.currency)?;
    let given = params.point_of_sale_id.filter(|id| !id.as_str().is_empty());
    check_point_of_sale(step, given.as_ref().map(PointOfSaleId::as_str))?;
    let mut model = SubscriptionModel::new(step.random().uuid());
    model.creation_date = Some(date_time(step.now()));
    model.point_of_sale_id = Some(Merchant::of(step.world()).point_of_sale_id.into());
    model.merchant_subscription_model_id = params.merchant_subscription_model_id;
    model.amount = Some(params.amount);
    model.currency = Some(params.currency);
    model.name = Some(params.name);
    model.description = params.description;
    model.interval_unit = Some(params.interval_unit);
    model.interval_count = Some(params.interval_count);
    model.iteration_count = params.iteration_count.map(count);
    model.additional_data = Some(params.additional_data.unwrap_or_default());
    tell(step, &EventType::SubscriptionModelCreated, model.id(), &model, None)?;
    step.put(model.clone());
    Ok(model.into())
}

fn count(iterations: Iterations) -> i64 {
    i64::from(iterations.count())
}

pub(super) fn get(step: &mut Step<'_>, params: GetSubscriptionModel) -> Result<Done<SubscriptionModel>, Refusal> {
    Ok(find(step, params.subscription_model_id.as_str())?.into())
}

pub(super) fn search(step: &Step<'_>, params: SearchSubscriptionModel) -> Vec<SubscriptionModel> {
    let is_found = |model: &SubscriptionModel| {
        let reference = &params.merchant_subscription_model_id;
        (reference.is_none() || model.merchant_subscription_model_id == *reference)
            && (params.point_of_sale_id.is_none() || model.point_of_sale_id == params.point_of_sale_id)
    };
    let all = step.all::<SubscriptionModel>().filter(|model| is_found(model));
    all.map(|model| SubscriptionModel::clone(&model)).collect()
}

/// Updates a model. Subscriptions have a copy, so a new price is only that of new ones.
pub(super) fn update(step: &mut Step<'_>, params: UpdateSubscriptionModel) -> Result<Done<SubscriptionModel>, Refusal> {
    let before = find(step, params.subscription_model_id.as_str())?;
    let given = params.point_of_sale_id.filter(|id| !id.as_str().is_empty());
    check_point_of_sale(step, given.as_ref().map(PointOfSaleId::as_str))?;
    let mut model = before.clone();
    replace(&mut model.merchant_subscription_model_id, params.merchant_subscription_model_id);
    replace(&mut model.amount, params.amount);
    replace(&mut model.currency, params.currency);
    replace(&mut model.name, params.name);
    replace(&mut model.description, params.description);
    replace(&mut model.interval_unit, params.interval_unit);
    replace(&mut model.interval_count, params.interval_count);
    replace(&mut model.iteration_count, params.iteration_count.map(count));
    replace(&mut model.additional_data, params.additional_data);
    if let Some((amount, currency)) = model.amount.zip(model.currency.clone()) {
        check_money(step, amount, &currency)?;
    }
    step.chose(super::chosen::CHANGED_MODELS);
    tell(step, &EventType::SubscriptionModelUpdated, before.id(), &model, Some(&before))?;
    step.put(model.clone());
    Ok(model.into())
}

/// A model.
pub(super) fn find(step: &Step<'_>, id: &str) -> Result<SubscriptionModel, Refusal> {
    let model = step.get::<SubscriptionModel>(id).ok_or_else(|| Refusal::no("subscription model", id))?;
    Ok(SubscriptionModel::clone(&model))
}

/// Checks that a request is in the currency of its model, whose price is charged.
pub(super) fn check_currency(model: &SubscriptionModel, currency: &Currency) -> Result<(), Refusal> {
    match &model.currency {
        Some(other) if other != currency => {
            Err(Refusal::of("currency", format!("expected that of the subscription model, {}", other.as_str())))
        }
        _ => Ok(()),
    }
}

/// The unit and number of an interval; a year's if the model lacks one, which none does.
pub(super) fn interval(model: &SubscriptionModel) -> (IntervalUnit, i64) {
    (model.interval_unit.clone().unwrap_or(IntervalUnit::Year), model.interval_count.unwrap_or(1))
}

/// The price for a quantity of 1.
pub(super) fn price(model: &SubscriptionModel) -> i64 {
    model.amount.map_or(0, Amount::minor)
}
