//! The demo runs to its end, and shows what it promises.

use std::process::Command;

#[test]
fn shows_a_payment_from_its_authentication_to_its_refund_and_a_year_of_a_subscription() {
    let output = Command::new(env!("CARGO_BIN_EXE_payspec-demo")).output().expect("it starts");
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("text"));
    assert!(output.status.success(), "{out}{err}");
    let month = "9.90 EUR paid <- INVOICEITEM_CREATED, INVOICE_CREATED, TRANSACTION_SUCCEEDED, TRANSACTION_CAPTURED, \
                 INVOICE_TRANSACTION_SUCCEEDED";
    let before = [
        "the bank asks for a code",
        "is authenticated",
        "49.90 EUR authorised",
        "<- TRANSACTION_SUCCEEDED",
        "49.90 EUR: CAPTURED",
        "<- TRANSACTION_CAPTURED",
        "CLEARED",
        "10.00 EUR of 49.90 EUR: UNCLEARED",
        "<- REFUND_CREATED",
        "9.90 EUR a month from card **** 1111: ACTIVE",
        "<- INVOICE_TRANSACTION_SUCCEEDED",
        "<- SUBSCRIPTION_CREATED",
    ];
    let refused = [
        "changes to card **** 0077 <- SUBSCRIPTION_UPDATED",
        "9.90 EUR refused: FAILURE <- INVOICEITEM_CREATED, INVOICE_CREATED, TRANSACTION_FAILED, \
         INVOICE_TRANSACTION_FAILED, SUBSCRIPTION_FAILURE",
        "back to card **** 1111 <- SUBSCRIPTION_UPDATED",
        "9.90 EUR paid: ACTIVE <- TRANSACTION_SUCCEEDED, TRANSACTION_CAPTURED, INVOICE_TRANSACTION_SUCCEEDED, \
         SUBSCRIPTION_ACTIVE",
    ];
    let after = ["12 months paid, 118.80 EUR", ": FAILURE, bank code 51", ": SUCCESS, bank code 0", "Next:"];
    let shown: Vec<&str> = [&before[..], &[month; 4], &refused, &[month; 6], &after].concat();
    let mut rest = out.as_str();
    for shown in shown {
        let (_, after) = rest.split_once(shown).unwrap_or_else(|| panic!("`{shown}` is missing or too late:\n{out}"));
        rest = after;
    }
    assert!(!out.contains('\u{1b}'), "there are no colours where there is no terminal");
}
