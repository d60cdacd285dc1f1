//! Cases of the monthly report beside those in the workspace's `tests`.

use centralpay::files::ExportedOperation;
use centralpay::model::{Currency, MovementStatus, OperationType};
use centralpay::report::{MonthlyReport, Reason, Totals};
use centralpay::{Amount, DateTime};

fn minor(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

fn row(kind: OperationType, gross: i64, fee: i64) -> ExportedOperation {
    let mut row = ExportedOperation::new("m-1");
    row.movement_creation_date = Some(DateTime::from("2024-01-05T12:44:06+01:00"));
    row.movement_status = Some(MovementStatus::Success);
    row.movement_source_type = Some(kind);
    row.movement_gross_amount = Some(minor(gross));
    row.movement_fee_amount = Some(minor(fee));
    row.movement_gross_currency = Some(Currency::EUR);
    row
}

fn totals(rows: &[ExportedOperation]) -> Totals {
    let mut report = MonthlyReport::of(2024, 1);
    for (number, row) in rows.iter().enumerate() {
        let mut row = row.clone();
        row.movement_id = format!("m-{number}").into();
        report.add(&row);
    }
    assert!(report.left_out().is_empty());
    report.totals(&Currency::EUR).expect("rows in euros")
}

/// A payment of 100.00 is undone and its fee of 1.50 given back: as if it had never been, however the signs are written.
#[test]
fn a_payment_that_is_undone_leaves_nothing_in_a() {
    for gross in [-10_000, 10_000] {
        let rows = [row(OperationType::TRANSACTION, 10_000, 150), row(OperationType::TRANSACTION_CANCEL, gross, -150)];
        let totals = totals(&rows);
        let letters = [totals.a_received, totals.b_net, totals.g_service_fees, totals.i_fees];
        assert_eq!(letters, [Amount::ZERO; 4], "{gross}");
        let effect = totals.by_type["TRANSACTION"].effect.checked_add(totals.by_type["TRANSACTION_CANCEL"].effect);
        assert_eq!(effect, Some(Amount::ZERO), "{gross}");
    }
}

#[test]
fn what_is_wrong_with_rows_of_other_months_is_not_told() {
    let mut wrong = row(OperationType::TRANSACTION, 10_000, 150);
    wrong.movement_net_amount = Some(minor(1));
    let mut without_status = row(OperationType::TRANSACTION, 10_000, 150);
    without_status.movement_status = None;
    for (row, reason) in [(wrong, Reason::NetIsNotGrossLessFee), (without_status, Reason::NoStatus)] {
        let told = |month| {
            let mut report = MonthlyReport::of(2024, month);
            report.add(&row);
            report.left_out().iter().map(|(_, _, reason)| reason).collect::<Vec<_>>()
        };
        assert_eq!(told(1), [reason]);
        assert_eq!(told(2), []);
        // It may have become available in the month.
        let mut row = row.clone();
        row.movement_available_date = Some(DateTime::from("2024-02-01"));
        let mut report = MonthlyReport::of(2024, 2);
        report.add(&row);
        assert_eq!(report.left_out().len(), 1);
    }
}
