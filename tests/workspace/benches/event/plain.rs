//! The objects of the event as plain structs written by hand: all the fields that the generated objects have, with no money,
//! no dates and no codes. It is the least that serde can do. Objects that the sample does not have are any JSON.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    pub event_id: String,
    pub r#type: String,
    pub creation_date: String,
    pub object: Transaction,
    pub request_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transaction {
    pub transaction_id: String,
    pub creation_date: Option<String>,
    pub point_of_sale_id: Option<String>,
    pub contract_id: Option<String>,
    pub merchant_transaction_id: Option<String>,
    pub archiving_reference: Option<String>,
    pub transaction_status: Option<String>,
    pub authorization_status: Option<String>,
    pub bank_code: Option<String>,
    pub bank_message: Option<String>,
    pub authorization_code: Option<String>,
    pub risk_score: Option<Value>,
    pub source: Option<String>,
    pub description: Option<String>,
    pub currency: Option<String>,
    pub amount: Option<i64>,
    pub total_amount: Option<i64>,
    pub partial_authorization: Option<bool>,
    pub partial_authorized: Option<bool>,
    pub partial_authorized_amount: Option<i64>,
    pub payout_currency: Option<String>,
    pub payout_amount: Option<i64>,
    pub commission: Option<i64>,
    pub fee: Option<i64>,
    pub residual_amount: Option<i64>,
    pub card: Option<Box<Card>>,
    pub card_merchant_token: Option<Value>,
    pub capture_status: Option<String>,
    pub amount_captured: Option<i64>,
    pub capture_date: Option<String>,
    pub capture_cancellation_date: Option<String>,
    pub authorization_cancellation_date: Option<String>,
    pub clearing_date: Option<String>,
    pub clearing_number: Option<String>,
    pub refunded: Option<bool>,
    pub amount_refunded: Option<i64>,
    pub refunds: Option<Vec<Refund>>,
    pub dispute: Option<Value>,
    pub end_user_ip: Option<String>,
    pub end_user_language: Option<String>,
    pub browser_user_agent: Option<String>,
    pub browser_accept_language: Option<String>,
    pub country: Option<String>,
    pub receipt_email: Option<String>,
    #[serde(rename = "transactiontransfers")]
    pub transaction_transfers: Option<Vec<Value>>,
    pub transfer_group: Option<String>,
    pub order: Option<Box<Order>>,
    pub card_present: Option<Box<CardPresent>>,
    pub merchant_category_code: Option<String>,
    pub with_cvv: Option<bool>,
    pub arn: Option<String>,
    pub customer_id: Option<String>,
    pub enrollment_id: Option<String>,
    pub movement_id: Option<String>,
    pub authorization_movement_id: Option<String>,
    pub cancel_movement_id: Option<String>,
    pub payment_request_id: Option<String>,
    pub payment_request_breakdown_id: Option<String>,
    pub invoice_id: Option<String>,
    pub installment_id: Option<String>,
    pub custom_acceptance_data: Option<BTreeMap<String, String>>,
    pub additional_data: Option<BTreeMap<String, String>>,
    pub three_d_secure: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    pub card_id: Option<String>,
    pub creation_date: Option<String>,
    pub customer_id: Option<String>,
    pub card_token_id: Option<String>,
    pub info_id: Option<String>,
    pub merchant_card_id: Option<String>,
    pub commercial_brand: Option<String>,
    pub first6: Option<String>,
    pub last4: Option<String>,
    pub expiration_month: Option<i64>,
    pub expiration_year: Option<i64>,
    pub country: Option<String>,
    pub cardholder_name: Option<String>,
    pub cardholder_email: Option<String>,
    pub description: Option<String>,
    pub fingerprint: Option<String>,
    pub card_type: Option<String>,
    pub region: Option<String>,
    pub product_type: Option<String>,
    pub european_economic_area: Option<bool>,
    pub check: Option<bool>,
    pub additional_data: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refund {
    pub refund_id: String,
    pub creation_date: Option<String>,
    pub transaction_id: Option<String>,
    pub sct_transaction_id: Option<String>,
    pub merchant_refund_id: Option<String>,
    pub currency: Option<String>,
    pub amount: Option<i64>,
    pub payout_currency: Option<String>,
    pub payout_amount: Option<i64>,
    pub commission: Option<i64>,
    pub fee: Option<i64>,
    pub description: Option<String>,
    pub status: Option<String>,
    pub clearing_date: Option<String>,
    pub cancellation_date: Option<String>,
    pub movement_id: Option<String>,
    pub cancel_movement_id: Option<String>,
    pub additional_data: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub address_line1: Option<String>,
    pub address_line2: Option<String>,
    pub address_line3: Option<String>,
    pub address_line4: Option<String>,
    pub postal_code: Option<String>,
    pub city: Option<String>,
    pub country: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub card_country: Option<String>,
    pub cardholder_name: Option<String>,
    pub cardholder_email: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CardPresent {
    pub card_sequence_number: Option<String>,
    pub card_entry_mode: Option<String>,
    pub pin_entry_capability: Option<String>,
    pub transaction_sequence_counter: Option<String>,
    pub unique_terminal_id: Option<String>,
    pub cardholder_signature_image: Option<String>,
    pub gps_latitude: Option<String>,
    pub gps_longitude: Option<String>,
    pub cardholder_photo: Option<String>,
    pub card_acceptor_terminal_id: Option<String>,
    pub offline_pin_indicator: Option<String>,
    pub ucat_terminal_indicator: Option<String>,
    pub icc_data: Option<String>,
    pub icc_data_response: Option<String>,
}
