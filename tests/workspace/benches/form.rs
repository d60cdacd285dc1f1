//! Writing a form: the parameters of a payment through the generated encoder, by hand, and with serde_qs.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use payspec::centralpay::model::{CreateTransaction, CreateTransactionRequired, Currency, Order};
use payspec::centralpay::{Amount, Operation as _};
use payspec_core::Form;
use serde::Serialize;

fn params() -> CreateTransaction {
    CreateTransaction::new(CreateTransactionRequired {
        amount: Amount::from_minor(1500),
        currency: Currency::EUR,
        point_of_sale_id: "5b6c4e2a-point-of-sale".into(),
        end_user_ip: "245.100.1.15".into(),
    })
    .card_token_id("a3d37fd6-2ad7-4e9d-a4a0-b0b1aff44b50")
    .merchant_transaction_id("order-4711")
    .order(Order::new().first_name("Jane").last_name("O'Hara").city("Tours"))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payment<'a> {
    amount: i64,
    currency: &'a str,
    point_of_sale_id: &'a str,
    end_user_ip: &'a str,
    card_token_id: &'a str,
    merchant_transaction_id: &'a str,
    order: Buyer<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Buyer<'a> {
    first_name: &'a str,
    last_name: &'a str,
    city: &'a str,
}

fn payment() -> Payment<'static> {
    Payment {
        amount: 1500,
        currency: "EUR",
        point_of_sale_id: "5b6c4e2a-point-of-sale",
        end_user_ip: "245.100.1.15",
        card_token_id: "a3d37fd6-2ad7-4e9d-a4a0-b0b1aff44b50",
        merchant_transaction_id: "order-4711",
        order: Buyer { first_name: "Jane", last_name: "O'Hara", city: "Tours" },
    }
}

fn by_hand(payment: &Payment<'_>) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("amount", &payment.amount.to_string())
        .append_pair("currency", payment.currency)
        .append_pair("pointOfSaleId", payment.point_of_sale_id)
        .append_pair("endUserIp", payment.end_user_ip)
        .append_pair("cardTokenId", payment.card_token_id)
        .append_pair("merchantTransactionId", payment.merchant_transaction_id)
        .append_pair("order[firstName]", payment.order.first_name)
        .append_pair("order[lastName]", payment.order.last_name)
        .append_pair("order[city]", payment.order.city);
    form.finish()
}

fn ours(params: &CreateTransaction) -> String {
    let mut form = Form::new();
    params.encode(&mut form);
    form.encode()
}

fn sorted(text: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = text.split('&').collect();
    pairs.sort_unstable();
    pairs
}

fn forms(criterion: &mut Criterion) {
    let (params, payment) = (params(), payment());
    let config = serde_qs::Config::new().use_form_encoding(true);
    let with_serde_qs = || config.serialize_string(&payment).expect("it has a form");
    assert_eq!(sorted(&ours(&params)), sorted(&by_hand(&payment)));
    assert_eq!(sorted(&with_serde_qs()), sorted(&by_hand(&payment)));

    let mut group = criterion.benchmark_group("form");
    group.bench_function("form_urlencoded by hand", |bencher| bencher.iter(|| by_hand(black_box(&payment))));
    group.bench_function("generated encoder", |bencher| bencher.iter(|| ours(black_box(&params))));
    group.bench_function("serde_qs", |bencher| bencher.iter(|| black_box(with_serde_qs())));
    group.bench_function("rules of the operation", |bencher| {
        bencher.iter(|| black_box(&params).validate().expect("it keeps them"));
    });
    group.finish();
}

criterion_group!(benches, forms);
criterion_main!(benches);
