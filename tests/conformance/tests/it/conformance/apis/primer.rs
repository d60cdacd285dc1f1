//! Primer, with its payments.

use payspec::primer::model::{
    CapturePayment, GetPayment, ListPayments, Payment, PaymentSummary, ResumePayment, ResumePaymentRequired,
};
use payspec_http::{Blocking, Client, ClientBuilder};
use serde_json::{Value, json};

use super::{ApiUnderTest, InPath, Keyed, Searches};

pub(in super::super) struct Primer;

fn builder(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> payspec::primer::ClientBuilder {
    payspec::primer::ClientBuilder::at(url).x_api_key("key").configure(change)
}

impl ApiUnderTest for Primer {
    type Object = Payment;
    type Read = GetPayment;
    type Change = CapturePayment;
    type Unkeyed = ResumePayment;

    fn in_async(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        builder(url, change).build().expect("complete settings").http().clone()
    }

    fn blocking(url: &str, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client<Blocking> {
        builder(url, change).build_blocking().expect("complete settings").http().clone()
    }

    fn read() -> GetPayment {
        GetPayment::new("one")
    }

    fn change() -> CapturePayment {
        CapturePayment::new("one")
    }

    fn unkeyed() -> ResumePayment {
        ResumePayment::new(ResumePaymentRequired { id: "p-1".into(), resume_token: "resume-token".into() })
    }

    fn object(id: &str) -> Value {
        json!({"id": id})
    }

    fn id(object: &Payment) -> String {
        object.id.to_string()
    }

    fn changed() -> Value {
        Self::object("one")
    }

    fn complaint() -> Value {
        let complaint = |path: &str, text: &str| json!({"path": path, "description": text});
        let errors = [complaint("amount", "too low"), complaint("amount", "odd"), complaint("x", "")];
        let groups = json!([{"model": "PaymentCaptureRequest", "errors": errors}]);
        json!({"error": {"errorId": "RequestValidationError", "description": "no", "validationErrors": groups}})
    }
}

impl Keyed for Primer {
    const KEY_HEADER: &'static str = "X-Idempotency-Key";
}

impl InPath for Primer {}

impl Searches for Primer {
    type Item = PaymentSummary;
    type Search = ListPayments;

    fn search() -> ListPayments {
        ListPayments::new().status(["SETTLED", "FAILED"])
    }

    fn item(id: &str) -> Value {
        json!({"id": id})
    }

    fn item_id(item: &PaymentSummary) -> String {
        item.id.to_string()
    }

    fn page(items: Vec<Value>, next: Option<&str>) -> Value {
        json!({"data": items, "nextCursor": next})
    }
}
