//! The totals of the monthly report against figures that were added up by hand from the document's definitions.

use std::fs::File;

use payspec::centralpay::files::{AmountUnit, CsvReader, ExportedOperation, ReadOptions};
use payspec::centralpay::model::{Currency, MovementStatus, OperationType};
use payspec::centralpay::report::{ClosingRequired, LeftOut, MonthlyReport, Reason, Role, Totals};
use payspec::centralpay::{Amount, DateTime};
use proptest::prelude::*;

use payspec_test_support::files::root;

fn minor(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

fn export() -> Vec<ExportedOperation> {
    let file = File::open(root().join("spec/centralpay/samples/files/operations.csv")).expect("a readable file");
    let rows = CsvReader::with(ReadOptions::new().amounts(AmountUnit::Minor), file).expect("a header");
    rows.map(|row| row.unwrap_or_else(|error| panic!("{error}"))).collect()
}

/// Gives each row an id of its own: a movement counts once.
fn numbered(rows: &[ExportedOperation]) -> Vec<ExportedOperation> {
    let number = |(number, row): (usize, &ExportedOperation)| {
        let mut row = row.clone();
        row.movement_id = format!("m-{number}").into();
        row
    };
    rows.iter().enumerate().map(number).collect()
}

fn report(mut report: MonthlyReport, rows: &[ExportedOperation]) -> MonthlyReport {
    for row in rows {
        report.add(row);
    }
    report
}

fn euros(report: &MonthlyReport) -> Totals {
    report.totals(&Currency::EUR).expect("rows in euros")
}

/// A successful movement in euros.
fn row(kind: OperationType, gross: i64, fee: i64) -> ExportedOperation {
    let mut row = ExportedOperation::new("m-1");
    row.movement_creation_date = Some(DateTime::from("2024-01-05T12:44:06+01:00"));
    row.movement_status = Some(MovementStatus::Success);
    row.movement_source_type = Some(kind);
    row.movement_gross_amount = Some(minor(gross));
    row.movement_fee_amount = Some(minor(fee));
    row.movement_net_amount = Some(minor(gross - fee));
    row.movement_gross_currency = Some(Currency::EUR);
    row
}

#[test]
fn the_letters_are_those_of_the_document() {
    let report = report(MonthlyReport::of(2024, 1), &export());
    assert!(report.left_out().is_empty());
    assert_eq!(report.rows(), 19);
    let totals = euros(&report);
    // Cards 12000 + 2990 + 7000, a transfer 50000, a direct debit 8000, a deposit 1000. The payment of December, that of
    // February and the one that failed do not count.
    assert_eq!(totals.a_received, minor(80_990));
    // Fees of these: 150 + 45 + 99, 35, 30.
    assert_eq!(totals.g_service_fees, minor(359));
    // An authorisation 5, a direct debit come back 250, a dispute 1500, two payouts 20 each.
    assert_eq!(totals.h_technical_fees, minor(1_795));
    assert_eq!(totals.i_fees, minor(2_154));
    assert_eq!(totals.b_net, minor(78_836));
    // 40000 and 500, of which the latter was cancelled.
    assert_eq!(totals.f_withdrawn, minor(40_000));
    // What E changed by: the December payment came, the last January payment did not.
    assert_eq!(totals.became_available, Some(minor(24_375)));
    let closing =
        totals.closing(ClosingRequired { e_before: minor(100_000), c_reserve: minor(5_000) }).expect("small figures");
    assert_eq!(
        (closing.c_reserve, closing.d_available, closing.e_total),
        (minor(5_000), minor(119_375), minor(124_375))
    );
    let payouts = totals.by_type["PAYOUT"];
    assert_eq!(
        (payouts.movements, payouts.moved, payouts.fees, payouts.effect),
        (2, minor(40_500), minor(40), minor(-40_540))
    );
}

#[test]
fn each_currency_has_its_totals() {
    let report = report(MonthlyReport::of(2024, 1), &export());
    assert_eq!(report.currencies().collect::<Vec<_>>(), [Currency::EUR, Currency::JPY]);
    let yen = report.totals(&Currency::JPY).expect("a row in yen");
    assert_eq!(
        (yen.a_received, yen.g_service_fees, yen.became_available),
        (minor(9_900), minor(140), Some(Amount::ZERO))
    );
    assert_eq!(report.totals(&Currency::USD), None);
}

#[test]
fn a_report_of_all_rows_knows_no_dates() {
    let mut rows = export();
    for row in &mut rows {
        row.movement_creation_date = Some(DateTime::from("05/01/2024 12:44"));
    }
    let by_month = report(MonthlyReport::of(2024, 1), &rows);
    assert!(by_month.left_out().iter().all(|(_, _, reason)| reason == Reason::UnreadableDate));
    assert_eq!(by_month.left_out().len(), 18, "all but the one that failed");
    assert_eq!(by_month.currencies().count(), 0);
    let all = report(MonthlyReport::of_all_rows(), &rows);
    assert!(all.left_out().is_empty());
    let totals = euros(&all);
    assert_eq!(totals.a_received, minor(80_990 + 4_500 + 100));
    assert_eq!(
        (totals.became_available, totals.closing(ClosingRequired { e_before: Amount::ZERO, c_reserve: Amount::ZERO })),
        (None, None)
    );
}

#[test]
fn debits_are_read_below_zero_and_above() {
    // 400.00 leave the account in both: 399.80 for the bank, 0.20 for CentralPay.
    let below = report(MonthlyReport::of_all_rows(), &[row(OperationType::PAYOUT, -39_980, 20)]);
    let above = report(MonthlyReport::of_all_rows(), &[row(OperationType::PAYOUT, 40_000, 20)]);
    assert_eq!(euros(&below), euros(&above));
    assert_eq!(euros(&above).f_withdrawn, minor(39_980));
    assert_eq!(euros(&above).by_type["PAYOUT"].effect, minor(-40_000));
    assert!(!below.signs_are_mixed() && !above.signs_are_mixed());
    let rows = [row(OperationType::PAYOUT, -39_980, 20), row(OperationType::TRANSFER, 1_000, 0)];
    assert!(
        report(MonthlyReport::of_all_rows(), &numbered(&rows)).signs_are_mixed(),
        "a transfer that came in, most likely"
    );
}

#[test]
fn what_is_cancelled_is_taken_off() {
    use OperationType as Kind;
    let rows = [
        row(Kind::TRANSACTION, 1_000, 10),
        row(Kind::TRANSACTION_CANCEL, -1_000, -10),
        row(Kind::SCT_TRANSACTION, 500, 5),
        row(Kind::SCT_TRANSACTION_CANCEL, -500, 0),
        row(Kind::PAYOUT, -300, 2),
        row(Kind::PAYOUT_REVERSAL, 300, 0),
    ];
    let report = report(MonthlyReport::of_all_rows(), &numbered(&rows));
    let totals = euros(&report);
    assert_eq!((totals.a_received, totals.f_withdrawn), (Amount::ZERO, Amount::ZERO));
    assert_eq!((totals.g_service_fees, totals.h_technical_fees), (minor(5), minor(2)), "one fee was given back");
    assert_eq!(totals.b_net, minor(-7));
}

#[test]
fn an_authorisation_moves_nothing_but_its_fee() {
    for gross in [0, 12_000, -12_000] {
        let totals = euros(&report(MonthlyReport::of_all_rows(), &[row(OperationType::AUTHORIZATION, gross, 5)]));
        assert_eq!((totals.a_received, totals.h_technical_fees, totals.b_net), (Amount::ZERO, minor(5), minor(-5)));
        assert_eq!(totals.by_type["AUTHORIZATION"].effect, minor(-5));
    }
}

#[test]
fn rows_that_make_no_sense_are_left_out_with_their_reason() {
    let change = |change: fn(&mut ExportedOperation)| {
        let mut row = row(OperationType::TRANSACTION, 1_000, 10);
        change(&mut row);
        row
    };
    let cases = [
        (Reason::NoStatus, change(|row| row.movement_status = None)),
        (Reason::UnknownStatus, change(|row| row.movement_status = Some("PENDING".into()))),
        (Reason::NoType, change(|row| row.movement_source_type = None)),
        (Reason::UnknownType, change(|row| row.movement_source_type = Some("GIFT".into()))),
        (Reason::NoAmount, change(|row| row.movement_gross_amount = None)),
        (Reason::NoCurrency, change(|row| row.movement_gross_currency = None)),
        (Reason::SeveralCurrencies, change(|row| row.movement_fee_currency = Some(Currency::JPY))),
        (Reason::NetIsNotGrossLessFee, change(|row| row.movement_net_amount = Some(minor(1_010)))),
        (Reason::FeeAboveDebit, row(OperationType::DISPUTE, 100, 1_500)),
        (Reason::CreditBelowZero, row(OperationType::DEPOSIT, -1_000, 0)),
        (Reason::NoDate, change(|row| row.movement_creation_date = None)),
        (Reason::UnreadableDate, change(|row| row.movement_creation_date = Some(DateTime::from("soon")))),
        (Reason::TooLarge, row(OperationType::TRANSACTION, i64::MAX, 0)),
        (Reason::TooLarge, row(OperationType::PAYOUT, i64::MIN, 0)),
    ];
    for (reason, mut wrong) in cases {
        wrong.movement_id = "m-2".into();
        let mut report = report(MonthlyReport::of(2024, 1), &[row(OperationType::TRANSACTION, 100, 1)]);
        let before = report.totals(&Currency::EUR);
        report.add(&wrong);
        let found: Vec<_> =
            report.left_out().iter().map(|(row, id, reason)| (row, id.as_str().to_owned(), reason)).collect();
        assert_eq!(found, [(2, "m-2".to_owned(), reason)]);
        assert_eq!(report.totals(&Currency::EUR), before, "{reason}");
        assert!(!reason.to_string().is_empty());
    }
}

#[test]
fn no_total_is_ever_wrong_by_an_overflow() {
    let mut fee = row(OperationType::AUTHORIZATION, 0, 10);
    fee.movement_available_date = Some(DateTime::from("2024-02-01"));
    let rows = [row(OperationType::TRANSACTION_CANCEL, -i64::MAX, 0), fee];
    let report = report(MonthlyReport::of_all_rows(), &numbered(&rows));
    assert_eq!(
        report.left_out().iter().map(|(row, _, reason)| (row, reason)).collect::<Vec<_>>(),
        [(2, Reason::TooLarge)]
    );
    assert_eq!((euros(&report).b_net, euros(&report).i_fees), (minor(-i64::MAX), Amount::ZERO));
}

/// Exports that overlap, or a file that was put together twice.
#[test]
fn a_movement_that_is_given_twice_counts_once() {
    let rows = export();
    let once = report(MonthlyReport::of(2024, 1), &rows);
    let twice = report(MonthlyReport::of(2024, 1), &[&rows[..], &rows[..]].concat());
    assert_eq!(euros(&twice), euros(&once));
    assert!(twice.left_out().is_empty());
    assert_eq!(
        (once.skipped().repeated, twice.skipped().repeated),
        (0, 17),
        "of 19, one of February and one that failed"
    );
    // With other figures it is told: one of them is wrong.
    let first = row(OperationType::TRANSACTION, 1_000, 10);
    let report =
        report(MonthlyReport::of(2024, 1), &[first.clone(), row(OperationType::TRANSACTION, 2_000, 10), first]);
    assert_eq!(euros(&report).a_received, minor(1_000));
    let told: Vec<_> = report.left_out().iter().map(|(row, _, reason)| (row, reason)).collect();
    assert_eq!((told, report.skipped().repeated), (vec![(2, Reason::GivenBeforeOtherwise)], 1));
}

#[test]
fn a_movement_that_is_first_wrong_and_then_right_counts() {
    let right = row(OperationType::TRANSACTION, 1_000, 10);
    let mut wrong = right.clone();
    wrong.movement_net_amount = Some(minor(1));
    let report = report(MonthlyReport::of(2024, 1), &[wrong, right]);
    assert_eq!((euros(&report).a_received, report.left_out().len()), (minor(1_000), 1));
}

#[test]
fn a_row_that_is_a_total_is_not_counted() {
    let movement = row(OperationType::TRANSACTION, 1_000, 10);
    let change = |change: fn(&mut ExportedOperation)| {
        let mut total = movement.clone();
        total.movement_id = "m-total".into();
        change(&mut total);
        total
    };
    let totals = [
        change(|row| row.movement_id = "TOTAL".into()),
        change(|row| row.movement_id = " Total EUR:".into()),
        change(|row| row.movement_creation_date = Some(DateTime::from("Totaux"))),
        change(|row| row.movement_source_type = Some("Sous-total".into())),
        change(|row| row.movement_status = Some("total".into())),
        change(|row| row.movement_id = "**Total**".into()),
        change(|row| row.movement_source_type = Some("Somme".into())),
    ];
    for month in [MonthlyReport::of(2024, 1), MonthlyReport::of_all_rows()] {
        let mut report = report(month, std::slice::from_ref(&movement));
        let before = euros(&report);
        for total in &totals {
            report.add(total);
        }
        assert_eq!(euros(&report), before);
        assert_eq!((report.skipped().summaries, report.left_out().len()), (7, 0));
    }
    // A merchant may be called so.
    let mut other = movement;
    other.merchant_description = Some("Total".to_owned());
    for id in ["totally-another", "TOTAL-2024-001", "Total2"] {
        other.movement_id = id.into();
        assert_eq!(euros(&report(MonthlyReport::of(2024, 1), &[other.clone()])).a_received, minor(1_000), "{id}");
    }
}

#[test]
fn money_waits_for_its_date_and_is_gone_without() {
    let mut waiting = row(OperationType::TRANSACTION, 1_000, 10);
    let spent = row(OperationType::REFUND, -300, 0);
    let available =
        |rows: &[ExportedOperation]| euros(&report(MonthlyReport::of(2024, 1), &numbered(rows))).became_available;
    assert_eq!(available(&[waiting.clone(), spent.clone()]), Some(minor(-300)));
    waiting.movement_available_date = Some(DateTime::from("2024-01-31"));
    assert_eq!(available(&[waiting.clone(), spent.clone()]), Some(minor(690)));
    waiting.movement_creation_date = Some(DateTime::from("2023-12-31T23:59:59+01:00"));
    assert_eq!(available(&[waiting, spent]), Some(minor(690)), "it was made before the month");
}

#[test]
fn fees_on_transactions_are_distinguished_from_technical_ones() {
    for known in OperationType::rows() {
        let kind = OperationType::from(known.code);
        let is_incoming = Role::of(&kind).is_some_and(Role::is_incoming);
        let totals =
            euros(&report(MonthlyReport::of_all_rows(), &[row(kind, if is_incoming { 100 } else { -100 }, 7)]));
        let base = known.code.trim_end_matches("_CANCEL");
        let on_transaction = ["TRANSACTION", "SCT_TRANSACTION", "SDD_TRANSACTION"].contains(&base);
        let expected = if on_transaction { (minor(7), Amount::ZERO) } else { (Amount::ZERO, minor(7)) };
        assert_eq!((totals.g_service_fees, totals.h_technical_fees), expected, "{}", known.code);
    }
}

#[test]
fn rows_left_out_are_all_counted_but_not_all_kept() {
    let mut report = MonthlyReport::of_all_rows();
    let wrong = ExportedOperation::new("m-1");
    (0..5_000).for_each(|_| report.add(&wrong));
    let left_out: &LeftOut = report.left_out();
    assert_eq!((left_out.len(), left_out.iter().count()), (5_000, 1_000));
}

#[test]
fn every_documented_type_has_a_role() {
    assert_eq!(OperationType::rows().len(), 23);
    for known in OperationType::rows() {
        assert!(Role::of(&known.code.into()).is_some(), "{}", known.code);
    }
    assert_eq!(Role::of(&"GIFT".into()), None);
}

fn movements() -> impl Strategy<Value = Vec<ExportedOperation>> {
    let codes: Vec<&'static str> = OperationType::rows().iter().map(|row| row.code).collect();
    let movement = (proptest::sample::select(codes), 0..1_000_000_i64, 0..1_000_i64, any::<bool>());
    let movement = movement.prop_map(|(code, gross, fee, below_zero)| {
        let kind = OperationType::from(code);
        let is_incoming = Role::of(&kind).is_some_and(Role::is_incoming);
        // Above zero, the fee of a debit is a part of it.
        let (gross, fee) = if is_incoming || below_zero { (gross, fee) } else { (gross.max(fee), fee) };
        row(kind, if below_zero && !is_incoming { -gross } else { gross }, fee)
    });
    proptest::collection::vec(movement, 1..40).prop_map(|rows| numbered(&rows))
}

proptest! {
    /// Nothing is counted twice and nothing is lost: what the account changed by is what came in, less what went out and
    /// less all fees.
    #[test]
    fn the_letters_add_up(rows in movements()) {
        let report = report(MonthlyReport::of_all_rows(), &rows);
        prop_assert!(report.left_out().is_empty());
        let totals = euros(&report);
        let role = |code: &str| Role::of(&OperationType::from(code)).expect("a known type");
        let sum = |wanted: Role| -> i64 {
            totals.by_type.iter().filter(|(code, _)| role(code) == wanted).map(|(_, of_type)| of_type.moved.minor()).sum()
        };
        prop_assert_eq!(totals.a_received.minor(), sum(Role::Received) - sum(Role::ReceivedUndone));
        prop_assert_eq!(totals.f_withdrawn.minor(), sum(Role::Withdrawn) - sum(Role::WithdrawnUndone));
        prop_assert_eq!(totals.i_fees.minor(), totals.g_service_fees.minor() + totals.h_technical_fees.minor());
        prop_assert_eq!(totals.b_net.minor(), totals.a_received.minor() - totals.i_fees.minor());
        let effect: i64 = totals.by_type.values().map(|of_type| of_type.effect.minor()).sum();
        let spent = sum(Role::Spent) - sum(Role::SpentUndone);
        prop_assert_eq!(effect, totals.b_net.minor() - totals.f_withdrawn.minor() - spent);
        prop_assert_eq!(totals.by_type.values().map(|of_type| of_type.movements).sum::<u64>(), rows.len() as u64);
    }

    /// The order of rows changes nothing.
    #[test]
    fn rows_may_come_in_any_order(rows in movements()) {
        let backwards: Vec<_> = rows.iter().rev().cloned().collect();
        let (one, other) = (report(MonthlyReport::of_all_rows(), &rows), report(MonthlyReport::of_all_rows(), &backwards));
        prop_assert_eq!(euros(&one), euros(&other));
    }
}
