//! Cases of the monthly report next to those in `monthly_report`.

use payspec::centralpay::files::ExportedOperation;
use payspec::centralpay::model::{Currency, MovementStatus, OperationType};
use payspec::centralpay::report::{MonthlyReport, Reason, RollingReserve, Totals};
use payspec::centralpay::schedule::ScheduleError;
use payspec::centralpay::{Amount, CalendarDate, DateTime};

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

/// Changes something of a row.
type Change = fn(&mut ExportedOperation);

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

/// A payment of 100.00 is undone and its fee of 1.50 given back: as if it had never been, however the signs are
/// written.
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
fn what_is_wrong_with_rows_of_other_months_is_not_reported() {
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

#[test]
fn a_report_of_days_counts_the_first_and_the_last() {
    let on = |date: &str, number: u32| {
        let mut row = row(OperationType::TRANSACTION, 1_000, 10);
        row.movement_id = format!("m-{number}").into();
        row.movement_creation_date = Some(DateTime::from(date));
        row
    };
    let rows = ["2024-01-01", "2024-01-02T00:00:00+01:00", "2024-02-15", "2024-03-31T23:59:59+02:00", "2024-04-01"];
    let (first, last) = ("2024-01-02".parse().expect("a day"), "2024-03-31".parse().expect("a day"));
    let mut report = MonthlyReport::of_days(first, last);
    rows.iter().zip(0..).for_each(|(date, number)| report.add(&on(date, number)));
    let totals = report.totals(&Currency::EUR).expect("rows in euros");
    assert_eq!((totals.a_received, report.left_out().len()), (minor(3_000), 0));
    assert_eq!(RollingReserve { basis_points: 500, days: 90 }.amount(totals.a_received), Some(minor(150)));
}

/// The example of the documentation (L669-670): 5 % of the money received during the last 90 days.
#[test]
fn a_rolling_reserve_is_a_share_of_what_came_in() {
    let reserve = RollingReserve { basis_points: 500, days: 90 };
    let amounts = [(0, 0), (1, 1), (19, 1), (20, 1), (21, 2), (1_000_000, 50_000), (-5, 0)];
    for (received, held) in amounts {
        assert_eq!(reserve.amount(minor(received)), Some(minor(held)), "{received}");
    }
    assert_eq!(reserve.amount(minor(i64::MAX)), Some(minor(i64::MAX / 20 + 1)));
    assert_eq!(RollingReserve { basis_points: u32::MAX, days: 90 }.amount(minor(i64::MAX)), None);
    let day = |text: &str| text.parse::<CalendarDate>().expect("a day");
    assert_eq!(reserve.days_until(day("2024-03-31")), Ok((day("2024-01-02"), day("2024-03-31"))));
    assert_eq!(
        RollingReserve { basis_points: 500, days: 1 }.days_until(day("2024-03-01")),
        Ok((day("2024-03-01"), day("2024-03-01")))
    );
    assert_eq!(
        RollingReserve { basis_points: 500, days: 0 }.days_until(day("2024-03-01")),
        Err(ScheduleError::ZeroInterval)
    );
    assert_eq!(
        RollingReserve { basis_points: 500, days: u32::MAX }.days_until(day("2024-03-01")),
        Err(ScheduleError::TooFar)
    );
}

/// Exports that overlap: one row of a movement has a member that the other lacks, because it was filled in meanwhile.
/// Whichever comes first, the movement counts once, with all that is known of it.
#[test]
fn a_movement_that_is_filled_in_between_two_exports_counts_once() {
    let mut whole = row(OperationType::TRANSACTION, 1_000, 10);
    whole.movement_net_amount = Some(minor(990));
    whole.movement_available_date = Some(DateTime::from("2024-01-31"));
    whole.movement_fee_currency = Some(Currency::EUR);
    let lacks: [(&str, Change); 10] = [
        ("available date", |row| row.movement_available_date = None),
        ("fee", |row| row.movement_fee_amount = None),
        ("fee and net amount", |row| (row.movement_fee_amount, row.movement_net_amount) = (None, None)),
        ("net amount", |row| row.movement_net_amount = None),
        ("gross amount", |row| row.movement_gross_amount = None),
        ("currency", |row| row.movement_gross_currency = None),
        ("fee currency", |row| row.movement_fee_currency = None),
        ("type", |row| row.movement_source_type = None),
        ("status", |row| row.movement_status = None),
        ("creation date", |row| row.movement_creation_date = None),
    ];
    let sum = |rows: &[&ExportedOperation], mut report: MonthlyReport| {
        for row in rows {
            report.add(row);
        }
        assert!(report.left_out().is_empty(), "{:?}", report.left_out().iter().collect::<Vec<_>>());
        (report.totals(&Currency::EUR).expect("rows in euros"), report.skipped().repeated)
    };
    for of in [|| MonthlyReport::of(2024, 1), MonthlyReport::of_all_rows] {
        let once = sum(&[&whole], of()).0;
        for (name, lack) in lacks {
            let mut partial = whole.clone();
            lack(&mut partial);
            for rows in [[&whole, &partial, &whole], [&partial, &whole, &whole], [&partial, &partial, &whole]] {
                assert_eq!(sum(&rows, of()), (once.clone(), 2), "{name}");
            }
        }
        // Each has what the other lacks.
        let (mut undated, mut other) = (whole.clone(), whole.clone());
        (undated.movement_available_date, other.movement_fee_amount) = (None, None);
        assert_eq!(sum(&[&undated, &other], of()), (once.clone(), 1));
        assert_eq!(sum(&[&other, &undated], of()), (once, 1));
    }
}

/// Money that was spent is gone at once, unless a date says otherwise.
#[test]
fn a_date_that_is_filled_in_moves_what_was_spent() {
    let early = row(OperationType::REFUND, -300, 0);
    let mut late = early.clone();
    late.movement_available_date = Some(DateTime::from("2024-02-01"));
    for rows in [[&early, &late], [&late, &early]] {
        let mut report = MonthlyReport::of(2024, 1);
        for row in rows {
            report.add(row);
        }
        let totals = report.totals(&Currency::EUR).expect("rows in euros");
        assert_eq!((totals.became_available, totals.by_type["REFUND"].movements), (Some(Amount::ZERO), 1));
        assert_eq!((report.left_out().len(), report.skipped().repeated), (0, 1));
    }
}

#[test]
fn two_different_values_of_one_movement_are_reported_and_counted_once() {
    let mut first = row(OperationType::TRANSACTION, 1_000, 10);
    first.movement_available_date = Some(DateTime::from("2024-01-30"));
    let changes: [Change; 6] = [
        |row| row.movement_available_date = Some(DateTime::from("2024-01-31")),
        |row| row.movement_creation_date = Some(DateTime::from("2024-01-06")),
        |row| row.movement_gross_amount = Some(minor(2_000)),
        |row| row.movement_fee_amount = Some(minor(20)),
        |row| row.movement_gross_currency = Some(Currency::USD),
        |row| row.movement_source_type = Some(OperationType::DEPOSIT),
    ];
    let told = |rows: &[&ExportedOperation]| {
        let mut report = MonthlyReport::of(2024, 1);
        for row in rows {
            report.add(row);
        }
        assert_eq!(report.currencies().count(), 1);
        let totals = report.totals(&Currency::EUR).expect("rows in euros");
        let told: Vec<_> = report.left_out().iter().map(|(row, _, reason)| (row, reason)).collect();
        (totals.by_type.values().map(|of_type| of_type.movements).sum::<u64>(), totals.a_received, told)
    };
    for change in changes {
        let mut other = first.clone();
        change(&mut other);
        assert_eq!(told(&[&first, &other]), (1, minor(1_000), vec![(2, Reason::GivenBeforeOtherwise)]));
        // What was filled in counts for those after it, too.
        let mut partial = first.clone();
        partial.movement_available_date = None;
        partial.movement_fee_amount = None;
        assert_eq!(told(&[&partial, &first, &other]), (1, minor(1_000), vec![(3, Reason::GivenBeforeOtherwise)]));
    }
    // A net amount that fits no fee but the one that was not there.
    let mut net = first.clone();
    net.movement_fee_amount = None;
    net.movement_net_amount = Some(minor(980));
    assert_eq!(told(&[&first, &net]), (1, minor(1_000), vec![(2, Reason::GivenBeforeOtherwise)]));
    assert_eq!(told(&[&net, &first]), (1, minor(1_000), vec![(1, Reason::NetIsNotGrossLessFee)]));
    // One that cannot count contradicts nothing.
    let mut without_currency = first.clone();
    without_currency.movement_gross_currency = None;
    without_currency.movement_gross_amount = Some(minor(2_000));
    assert_eq!(told(&[&without_currency, &first]), (1, minor(1_000), vec![(1, Reason::NoCurrency)]));
}
