//! What people look at in a world: kinds of objects, and the statuses that they go through.

use centralpay_model::{
    AuthorizationStatus, CaptureStatus, CardTokenStatus, CreditStatus, DisputeStatus, InstallmentPaymentStatus,
    PaymentRequestStatus, PaymentStatus, RefundStatus, SubscriptionStatus, TransactionStatus,
};
use serde_json::Value;

use crate::engine::status::{Machine, machine};

/// A kind of objects that people look at.
pub(crate) struct Inspected {
    /// Its name among the kinds of the engine.
    pub(crate) kind: &'static str,
    /// Its name in addresses, which is that of the resource.
    pub(crate) name: &'static str,
    /// The member of what is kept that has the object as responses show it; empty if it is kept as it is.
    pub(crate) member: &'static str,
    /// Members that tell one object from another.
    pub(crate) facts: &'static [&'static str],
    pub(crate) statuses: &'static [Statuses],
}

/// A member with a status.
pub(crate) struct Statuses {
    pub(crate) member: &'static str,
    pub(crate) machine: fn() -> Machine,
}

macro_rules! statuses {
    ($($member:literal: $status:ty),*) => { &[$(Statuses { member: $member, machine: machine!($status) }),*] };
}

/// All kinds, in the order in which people meet them.
pub(crate) static INSPECTED: &[Inspected] = &[
    Inspected {
        kind: "centralpay.transaction",
        name: "transaction",
        member: "",
        facts: &["amount", "currency", "merchantTransactionId"],
        statuses: statuses!["transactionStatus": TransactionStatus, "captureStatus": CaptureStatus,
            "authorizationStatus": AuthorizationStatus],
    },
    Inspected {
        kind: "centralpay.refund",
        name: "refund",
        member: "",
        facts: &["amount", "currency"],
        statuses: statuses!["status": RefundStatus],
    },
    Inspected {
        kind: "centralpay.credit",
        name: "credit",
        member: "credit",
        facts: &["amount", "currency"],
        statuses: statuses!["status": CreditStatus],
    },
    Inspected {
        kind: "centralpay.dispute",
        name: "dispute",
        member: "dispute",
        facts: &["amount", "currency"],
        statuses: statuses!["disputeStatus": DisputeStatus],
    },
    Inspected {
        kind: "centralpay.card-token",
        name: "card-token",
        member: "token",
        facts: &["creationDate"],
        statuses: statuses!["status": CardTokenStatus],
    },
    Inspected {
        kind: "centralpay.customer",
        name: "customer",
        member: "",
        facts: &["email", "lastName"],
        statuses: &[],
    },
    Inspected {
        kind: "centralpay.payment-request",
        name: "payment-request",
        member: "shown",
        facts: &["totalAmount", "currency", "merchantPaymentRequestId"],
        statuses: statuses!["paymentRequestStatus": PaymentRequestStatus, "paymentStatus": PaymentStatus],
    },
    Inspected {
        kind: "centralpay.subscription-model",
        name: "subscription-model",
        member: "",
        facts: &["name", "amount", "currency"],
        statuses: &[],
    },
    Inspected {
        kind: "centralpay.subscription",
        name: "subscription",
        member: "shown",
        facts: &["customerId"],
        statuses: statuses!["status": SubscriptionStatus],
    },
    Inspected {
        kind: "centralpay.invoice",
        name: "invoice",
        member: "shown",
        facts: &["totalAmount", "currency", "paid"],
        statuses: &[],
    },
    Inspected {
        kind: "centralpay.invoice-item",
        name: "invoice-item",
        member: "shown",
        facts: &["amount", "currency"],
        statuses: &[],
    },
    Inspected {
        kind: "centralpay.installment-payment",
        name: "installment-payment",
        member: "shown",
        facts: &["amount", "currency"],
        statuses: statuses!["status": InstallmentPaymentStatus],
    },
    Inspected {
        kind: "centralpay.three-ds",
        name: "three-ds",
        member: "result",
        facts: &["transStatus"],
        statuses: &[],
    },
];

/// What an event says of its object.
pub(crate) fn told(body: &[u8]) -> Value {
    let mut event: Value = serde_json::from_slice(body).unwrap_or_default();
    event.get_mut("object").map(Value::take).unwrap_or_default()
}
