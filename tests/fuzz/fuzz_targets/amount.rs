//! Any text is an amount or an error that does not repeat it, and an amount survives every form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payspec_core::Amount;

fuzz_target!(|input: (u8, &str)| {
    let (units, text) = input;
    if let Ok(amount) = Amount::from_decimal(text, units) {
        assert_eq!(Amount::from_decimal(&amount.to_decimal(units), units), Ok(amount));
    }
    match serde_json::from_str::<Amount>(text) {
        Ok(amount) => {
            let json = serde_json::to_string(&amount).expect("an amount is JSON");
            assert_eq!(serde_json::from_str::<Amount>(&json).expect("our own JSON"), amount);
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
