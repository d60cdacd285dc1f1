//! The objects of the event as plain structs written by hand: all the fields that the generated objects have, with no money,
//! no dates and no codes. It is the least that serde can do. Objects that the sample does not have are any JSON.
#![expect(dead_code, clippy::struct_field_names, reason = "they are read from JSON, by the names on the wire")]

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    pub(crate) event_id: String,
    pub(crate) r#type: String,
    pub(crate) creation_date: String,
    pub(crate) object: Transaction,
    pub(crate) request_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Transaction {
    pub(crate) transaction_id: String,
    pub(crate) creation_date: Option<String>,
    pub(crate) point_of_sale_id: Option<String>,
    pub(crate) contract_id: Option<String>,
    pub(crate) merchant_transaction_id: Option<String>,
    pub(crate) archiving_reference: Option<String>,
    pub(crate) transaction_status: Option<String>,
    pub(crate) authorization_status: Option<String>,
    pub(crate) bank_code: Option<String>,
    pub(crate) bank_message: Option<String>,
    pub(crate) authorization_code: Option<String>,
    pub(crate) risk_score: Option<Value>,
    pub(crate) source: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) currency: Option<String>,
    pub(crate) amount: Option<i64>,
    pub(crate) total_amount: Option<i64>,
    pub(crate) partial_authorization: Option<bool>,
    pub(crate) partial_authorized: Option<bool>,
    pub(crate) partial_authorized_amount: Option<i64>,
    pub(crate) payout_currency: Option<String>,
    pub(crate) payout_amount: Option<i64>,
    pub(crate) commission: Option<i64>,
    pub(crate) fee: Option<i64>,
    pub(crate) residual_amount: Option<i64>,
    pub(crate) card: Option<Box<Card>>,
    pub(crate) card_merchant_token: Option<Value>,
    pub(crate) capture_status: Option<String>,
    pub(crate) amount_captured: Option<i64>,
    pub(crate) capture_date: Option<String>,
    pub(crate) capture_cancellation_date: Option<String>,
    pub(crate) authorization_cancellation_date: Option<String>,
    pub(crate) clearing_date: Option<String>,
    pub(crate) clearing_number: Option<String>,
    pub(crate) refunded: Option<bool>,
    pub(crate) amount_refunded: Option<i64>,
    pub(crate) refunds: Option<Vec<Refund>>,
    pub(crate) dispute: Option<Value>,
    pub(crate) end_user_ip: Option<String>,
    pub(crate) end_user_language: Option<String>,
    pub(crate) browser_user_agent: Option<String>,
    pub(crate) browser_accept_language: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) receipt_email: Option<String>,
    #[serde(rename = "transactiontransfers")]
    pub(crate) transaction_transfers: Option<Vec<Value>>,
    pub(crate) transfer_group: Option<String>,
    pub(crate) order: Option<Box<Order>>,
    pub(crate) card_present: Option<Box<CardPresent>>,
    pub(crate) merchant_category_code: Option<String>,
    pub(crate) with_cvv: Option<bool>,
    pub(crate) arn: Option<String>,
    pub(crate) customer_id: Option<String>,
    pub(crate) enrollment_id: Option<String>,
    pub(crate) movement_id: Option<String>,
    pub(crate) authorization_movement_id: Option<String>,
    pub(crate) cancel_movement_id: Option<String>,
    pub(crate) payment_request_id: Option<String>,
    pub(crate) payment_request_breakdown_id: Option<String>,
    pub(crate) invoice_id: Option<String>,
    pub(crate) installment_id: Option<String>,
    pub(crate) custom_acceptance_data: Option<BTreeMap<String, String>>,
    pub(crate) additional_data: Option<BTreeMap<String, String>>,
    pub(crate) three_d_secure: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Card {
    pub(crate) card_id: Option<String>,
    pub(crate) creation_date: Option<String>,
    pub(crate) customer_id: Option<String>,
    pub(crate) card_token_id: Option<String>,
    pub(crate) info_id: Option<String>,
    pub(crate) merchant_card_id: Option<String>,
    pub(crate) commercial_brand: Option<String>,
    pub first6: Option<String>,
    pub last4: Option<String>,
    pub(crate) expiration_month: Option<i64>,
    pub(crate) expiration_year: Option<i64>,
    pub(crate) country: Option<String>,
    pub(crate) cardholder_name: Option<String>,
    pub(crate) cardholder_email: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) fingerprint: Option<String>,
    pub(crate) card_type: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) product_type: Option<String>,
    pub(crate) european_economic_area: Option<bool>,
    pub(crate) check: Option<bool>,
    pub(crate) additional_data: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Refund {
    pub(crate) refund_id: String,
    pub(crate) creation_date: Option<String>,
    pub(crate) transaction_id: Option<String>,
    pub(crate) sct_transaction_id: Option<String>,
    pub(crate) merchant_refund_id: Option<String>,
    pub(crate) currency: Option<String>,
    pub(crate) amount: Option<i64>,
    pub(crate) payout_currency: Option<String>,
    pub(crate) payout_amount: Option<i64>,
    pub(crate) commission: Option<i64>,
    pub(crate) fee: Option<i64>,
    pub(crate) description: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) clearing_date: Option<String>,
    pub(crate) cancellation_date: Option<String>,
    pub(crate) movement_id: Option<String>,
    pub(crate) cancel_movement_id: Option<String>,
    pub(crate) additional_data: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Order {
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub address_line1: Option<String>,
    pub address_line2: Option<String>,
    pub address_line3: Option<String>,
    pub address_line4: Option<String>,
    pub(crate) postal_code: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) card_country: Option<String>,
    pub(crate) cardholder_name: Option<String>,
    pub(crate) cardholder_email: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CardPresent {
    pub(crate) card_sequence_number: Option<String>,
    pub(crate) card_entry_mode: Option<String>,
    pub(crate) pin_entry_capability: Option<String>,
    pub(crate) transaction_sequence_counter: Option<String>,
    pub(crate) unique_terminal_id: Option<String>,
    pub(crate) cardholder_signature_image: Option<String>,
    pub(crate) gps_latitude: Option<String>,
    pub(crate) gps_longitude: Option<String>,
    pub(crate) cardholder_photo: Option<String>,
    pub(crate) card_acceptor_terminal_id: Option<String>,
    pub(crate) offline_pin_indicator: Option<String>,
    pub(crate) ucat_terminal_indicator: Option<String>,
    pub(crate) icc_data: Option<String>,
    pub(crate) icc_data_response: Option<String>,
}
