use payspec::centralpay::Amount;
use payspec::centralpay::transfers::{Outgoing, TransferError, exchanged};
use proptest::prelude::*;

fn cents(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

fn net(amount: i64, fee: i64) -> Result<Amount, TransferError> {
    Outgoing { amount: cents(amount), fee: cents(fee) }.net()
}

#[test]
fn the_fee_comes_off_the_amount() {
    // The document's examples, L17520-17532 and L17557.
    for (amount, fee, arrives) in [(100, 30, 70), (70, 0, 70), (40, 5, 35)] {
        assert_eq!(net(amount, fee), Ok(cents(arrives)));
    }
    // The samples: TRANSFER_*, TRANSFERREVERSAL_*, PAYOUT_*.
    for (amount, fee, arrives) in [(140, 0, 140), (1, 0, 1), (100, 0, 100)] {
        assert_eq!(net(amount, fee), Ok(cents(arrives)));
    }
    assert_eq!(net(5, 5), Ok(Amount::ZERO));
    for (amount, fee) in [(5, 6), (5, -1), (-5, 0), (i64::MIN, i64::MAX)] {
        assert_eq!(net(amount, fee), Err(TransferError::Fee), "{amount} {fee}");
    }
}

fn exchange(amount: i64, rate: &str) -> Result<Amount, TransferError> {
    exchanged(cents(amount), &rate.parse().expect("a decimal"))
}

#[test]
fn a_rate_is_applied_where_the_product_is_whole() {
    // TRANSFER_SUCCEEDED, _UPDATED (to GTH) and _CANCELED (to EUR): 140 at a rate of 1.
    assert_eq!(exchange(140, "1"), Ok(cents(140)));
    assert_eq!(exchange(140, "1.00"), Ok(cents(140)));
    assert_eq!(exchange(200, "1.085"), Ok(cents(217)));
    assert_eq!(exchange(100, "655.957"), Err(TransferError::NotWhole { below: cents(65_595), above: cents(65_596) }));
    assert_eq!(exchange(-100, "0.125"), Err(TransferError::NotWhole { below: cents(-13), above: cents(-12) }));
    for rate in ["0", "0.00", "-1"] {
        assert_eq!(exchange(140, rate), Err(TransferError::Rate), "{rate}");
    }
    assert_eq!(exchange(i64::MAX, "2"), Err(TransferError::TooLarge));
    assert_eq!(exchange(i64::MAX, "1.5"), Err(TransferError::TooLarge));
}

proptest! {
    #[test]
    fn no_amount_panics(amount: i64, fee: i64, unscaled in 0_u64..1_000_000_000_000_000_000, scale in 0_usize..18) {
        let _ = net(amount, fee);
        let digits = format!("{unscaled:0>19}");
        let (whole, fraction) = digits.split_at(19 - scale);
        let rate = if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") };
        let _ = exchange(amount, &rate);
    }
}
