//! CinetPay, with its payments. It knows no keys and no pages, and reads with a POST.

use payspec::cinetpay::model::{CheckPayment, CreatePayment, CreatePaymentRequired, PaymentCheck};
use payspec_http::{Blocking, Client, ClientBuilder};
use serde_json::{Value, json};

use super::ApiUnderTest;

pub(in super::super) struct CinetPay;

fn builder(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> payspec::cinetpay::ClientBuilder {
    payspec::cinetpay::ClientBuilder::at(url).merchant("apikey", "site").configure(change)
}

impl ApiUnderTest for CinetPay {
    type Object = PaymentCheck;
    type Read = CheckPayment;
    type Change = CreatePayment;
    type Unkeyed = CreatePayment;

    fn in_async(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        builder(url, change).build().expect("complete settings").http().clone()
    }

    fn blocking(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Blocking> {
        builder(url, change).build_blocking().expect("complete settings").http().clone()
    }

    fn read() -> CheckPayment {
        CheckPayment::new().transaction_id("t-1")
    }

    fn change() -> CreatePayment {
        let (notify, back) = ("https://shop.example/notify", "https://shop.example/back");
        CreatePayment::new(CreatePaymentRequired {
            transaction_id: "t-1".into(),
            amount: 2500,
            currency: "XOF".into(),
            description: "Shoes".into(),
            notify_url: notify.into(),
            return_url: back.into(),
            channels: "ALL".into(),
        })
    }

    fn unkeyed() -> CreatePayment {
        Self::change()
    }

    fn object(id: &str) -> Value {
        json!({"code": "00", "message": "SUCCES", "data": {"metadata": id}})
    }

    fn id(object: &PaymentCheck) -> String {
        object.data.as_ref().and_then(|payment| payment.metadata.clone()).unwrap_or_default()
    }

    fn changed() -> Value {
        json!({"code": "201", "message": "CREATED", "data": {"payment_token": "t", "payment_url": "u"}})
    }

    fn complaint() -> Value {
        json!({"code": "608", "message": "MINIMUM_REQUIRED_FIELDS", "description": "no"})
    }

    const COMPLAINS_OF_FIELDS: bool = false;
}
