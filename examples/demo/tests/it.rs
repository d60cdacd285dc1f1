//! The demo runs to its end, and shows what it promises.

use std::process::Command;

#[test]
fn shows_a_payment_from_its_authentication_to_its_refund() {
    let output = Command::new(env!("CARGO_BIN_EXE_payspec-demo")).output().expect("it starts");
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).expect("text"));
    assert!(output.status.success(), "{out}{err}");
    let mut rest = out.as_str();
    for shown in [
        "the bank asks for a code",
        "is authenticated",
        "49.90 EUR authorised",
        "<- TRANSACTION_SUCCEEDED",
        "49.90 EUR: CAPTURED",
        "<- TRANSACTION_CAPTURED",
        "CLEARED",
        "10.00 EUR of 49.90 EUR: UNCLEARED",
        "<- REFUND_CREATED",
    ] {
        let (_, after) = rest.split_once(shown).unwrap_or_else(|| panic!("`{shown}` is missing or too late:\n{out}"));
        rest = after;
    }
    assert!(!out.contains('\u{1b}'), "there are no colours where there is no terminal");
}
