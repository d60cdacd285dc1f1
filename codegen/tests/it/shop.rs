//! A small shop that is right, to make mistakes in.

use crate::support::{API, Run};

/// A resource with an object, an enum and three operations.
pub(crate) const ORDER: &str = "resource: { name: order, plural: orders, docs: An order., object: Order, id: id }
ids: { OrderId: { docs: Identifies an order. } }
enums: { Size: { docs: A size., values: [{ code: small, docs: Small. }, { code: large, docs: Large. }] } }
objects:
  Order:
    docs: An order.
    fields:
      id: { type: OrderId, docs: Its id. }
      size: { type: Size, docs: Its size. }
  Refused: { docs: An error., fields: { text: { type: string, docs: In words. } } }
operations:
  read:
    docs: Reads it.
    method: GET
    path: /orders/{id}
    evidence: { level: documented, source: manual, at: page 1 }
    params: { id: { type: OrderId, docs: Which one., in: path, required: true } }
    responses:
      \"200\": { outcome: success, body: Order, docs: Found. }
      \"400\": { outcome: invalid, body: Refused, docs: Not found. }
  create:
    docs: Makes one.
    method: POST
    path: /orders
    evidence: { level: documented, source: manual, at: page 1 }
    params: { size: { type: Size, docs: How large., required: true } }
    responses:
      \"200\": { outcome: success, body: Order, docs: Made. }
      \"400\": { outcome: invalid, body: Refused, docs: Not made. }
  replace:
    docs: Replaces all.
    method: PUT
    path: /orders
    evidence: { level: documented, source: manual, at: page 1 }
    params: { size: { type: Size, docs: How large., required: true } }
    responses: { \"200\": { outcome: success, body: Order, docs: Made. } }
";

/// Another file of the API, which names a type that nobody declares.
pub(crate) const BILL: &str = "resource: { name: bill, plural: bills, docs: A bill. }
operations:
  list:
    docs: Lists them.
    method: GET
    path: /bills
    evidence: { level: documented, source: manual, at: page 1 }
    responses: { \"200\": { outcome: success, body: list<Bil>, docs: All. } }
";

pub(crate) fn shop(order: &str, bill: &str) -> Run {
    let files = [("spec/shop/api.yaml", API), ("spec/shop/order.yaml", order), ("spec/shop/zbill.yaml", bill)];
    Run::over(files.into_iter().filter(|(_, text)| !text.is_empty()))
}

pub(crate) fn messages(run: &Run) -> Vec<String> {
    run.diagnostics.iter().map(|found| found.message.clone()).collect()
}

/// The one place of a text.
pub(crate) fn with(text: &str, from: &str, to: &str) -> String {
    assert_eq!(text.matches(from).count(), 1, "{from}");
    text.replace(from, to)
}
