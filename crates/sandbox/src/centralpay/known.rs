//! What worlds keep of CentralPay, to make them again from a file.

use centralpay_model::{Customer, Refund, SubscriptionModel, Transaction};

use super::{
    billing, card_tokens, cards, collections, credits, disputes, instalment_collection, instalments, invoice_items,
    invoices, life, lists, payment_pages, payment_requests, request_shares, subscriptions, three_ds,
};
use crate::engine::objects::Kind;
use crate::engine::record::Known;
use crate::engine::world::Task;

/// The kinds of objects and tasks of CentralPay.
pub const KNOWN: Known = Known { kinds: KINDS, tasks: TASKS };

const KINDS: &[Kind] = &[
    Kind::of::<card_tokens::KeptToken>(),
    Kind::of::<cards::KeptCard>(),
    Kind::of::<collections::Collections>(),
    Kind::of::<credits::KeptCredit>(),
    Kind::of::<Customer>(),
    Kind::of::<disputes::KeptDispute>(),
    Kind::of::<instalments::Kept>(),
    Kind::of::<invoice_items::KeptItem>(),
    Kind::of::<invoices::KeptInvoice>(),
    Kind::of::<lists::Entry>(),
    Kind::of::<payment_pages::Pending>(),
    Kind::of::<payment_requests::Kept>(),
    Kind::of::<Refund>(),
    Kind::of::<request_shares::LinkOf>(),
    Kind::of::<request_shares::ShareOf>(),
    Kind::of::<SubscriptionModel>(),
    Kind::of::<subscriptions::Kept>(),
    Kind::of::<three_ds::Authentication>(),
    Kind::of::<Transaction>(),
];

const TASKS: &[&Task] = &[
    &billing::BILL,
    &billing::COLLECT,
    &billing::END_PERIOD,
    &credits::CLEAR,
    &disputes::LOSE,
    &instalment_collection::COLLECT,
    &life::CLEAR,
    &life::CLEAR_REFUND,
    &life::EXPIRE,
    &life::EXPIRE_TOKEN,
    &payment_requests::EXPIRE,
    &three_ds::END_CHALLENGE,
    &three_ds::PASS_DECOUPLED,
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{KINDS, TASKS};

    /// A kind or task that is missing here could be written, and not read again.
    #[test]
    fn all_kinds_and_tasks_are_known() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/centralpay");
        let (mut kinds, mut tasks) = (0, 0);
        for entry in std::fs::read_dir(folder).expect("the sources are there") {
            let text = std::fs::read_to_string(entry.expect("a readable entry").path()).expect("a readable file");
            let begins = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
            kinds += begins("impl Object for ");
            tasks += text.lines().filter(|line| line.contains(": Task = Task {") && !line.contains("contains")).count();
        }
        assert_eq!((kinds, tasks), (KINDS.len(), TASKS.len()));
    }
}
