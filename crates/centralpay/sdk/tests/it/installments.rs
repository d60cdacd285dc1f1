use payspec::centralpay::installments::{
    FeeOn, InstallmentPlan, InstallmentTerms, InstallmentTermsRequired, PlanError, PlannedKind,
};
use payspec::centralpay::model::{Currency, Installment, InstallmentPayment};
use payspec::centralpay::schedule::{Interval, IntervalUnit, ScheduleError};
use payspec::centralpay::{Amount, CalendarDate};
use proptest::prelude::*;

use crate::schedule::day;

fn terms_of(amount: Amount, count: u32, interval: Interval, starting: CalendarDate) -> InstallmentTerms {
    InstallmentTerms::new(InstallmentTermsRequired { amount, count, interval, starting })
}

fn cents(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

/// The document's example, L7666-7675.
fn example() -> InstallmentTerms {
    terms_of(cents(100_000), 3, Interval::MONTHLY, day("2024-07-05"))
        .deposit(cents(20_000), day("2024-06-28"))
        .fee(cents(1_000))
}

fn rows(plan: &InstallmentPlan) -> Vec<(CalendarDate, i64)> {
    plan.iter().map(|row| (row.date, row.amount.minor())).collect()
}

#[test]
fn the_words_of_the_document_come_out_by_default() {
    let plan = example().plan().expect("a plan");
    // L7664, L7679; 266.66 for the later ones is what the older page prints.
    let told = [("2024-06-28", 20_000), ("2024-07-05", 27_668), ("2024-08-05", 26_666), ("2024-09-05", 26_666)];
    assert_eq!(rows(&plan), told.map(|(date, amount)| (day(date), amount)));
    assert_eq!(plan.total(), cents(101_000), "the amount and the fee");
    assert_eq!(plan.iter().map(|row| row.fee.minor()).collect::<Vec<_>>(), [0, 1_000, 0, 0]);
    assert_eq!(example().fee_on(FeeOn::default()).plan(), Ok(plan));
}

#[test]
fn the_printed_figures_can_be_chosen_instead() {
    let plan = example().fee_on(FeeOn::EachInstallment).plan().expect("a plan");
    // L7678-7681.
    let printed = [("2024-06-28", 20_000), ("2024-07-05", 27_668), ("2024-08-05", 27_666), ("2024-09-05", 27_666)];
    assert_eq!(rows(&plan), printed.map(|(date, amount)| (day(date), amount)));
    assert_eq!(plan.total(), cents(103_000));
    assert_eq!(plan.iter().map(|row| row.fee.minor()).collect::<Vec<_>>(), [0, 1_000, 1_000, 1_000]);
}

/// A sample: amount, deposit and its day, count, interval, first day; the amounts, and the days that it tells.
struct Sample {
    name: &'static str,
    amount: i64,
    deposit: Option<(i64, &'static str)>,
    interval: (u32, IntervalUnit),
    starting: &'static str,
    amounts: &'static [i64],
    /// By row; from `nextTransactionAttempt` of rows that were not attempted yet.
    days: &'static [(usize, &'static str)],
}

/// The plans of the webhook samples; the fee is 0 in all of them.
const SAMPLES: &[Sample] = &[
    Sample {
        name: "INSTALLMENTPAYMENT_CREATED",
        amount: 1_000,
        deposit: None,
        interval: (1, IntervalUnit::Month),
        starting: "2024-01-05",
        amounts: &[500, 500],
        days: &[(1, "2024-02-05")],
    },
    Sample {
        name: "PAYMENTREQUEST_INSTALLMENT_SUCCEEDED",
        amount: 100_000,
        deposit: None,
        interval: (1, IntervalUnit::Month),
        starting: "2024-01-15",
        amounts: &[50_000, 50_000],
        days: &[(1, "2024-02-15")],
    },
    Sample {
        name: "INSTALLMENTPAYMENT_UPDATED",
        amount: 300,
        deposit: None,
        interval: (1, IntervalUnit::Week),
        starting: "2021-09-09",
        amounts: &[100, 100, 100],
        days: &[(1, "2021-09-16"), (2, "2021-09-23")],
    },
    Sample {
        name: "INSTALLMENTPAYMENT_UNPAID",
        amount: 550_000,
        deposit: Some((50_000, "2021-09-03")),
        interval: (2, IntervalUnit::Week),
        starting: "2021-09-17",
        amounts: &[50_000; 11],
        days: &[
            (0, "2021-09-03"),
            (1, "2021-09-17"),
            (2, "2021-10-01"),
            (3, "2021-10-15"),
            (4, "2021-10-29"),
            (5, "2021-11-12"),
            (6, "2021-11-26"),
            (7, "2021-12-10"),
            (8, "2021-12-24"),
            (9, "2022-01-07"),
            (10, "2022-01-21"),
        ],
    },
];

#[test]
fn the_plans_of_the_samples_come_out() {
    for sample in SAMPLES {
        let count = sample.amounts.len() - usize::from(sample.deposit.is_some());
        let interval = Interval::new(sample.interval.0, sample.interval.1).expect("more than none");
        let count = u32::try_from(count).expect("few");
        let mut terms = terms_of(cents(sample.amount), count, interval, day(sample.starting));
        if let Some((amount, date)) = sample.deposit {
            terms = terms.deposit(cents(amount), day(date));
        }
        let plan = terms.plan().expect(sample.name);
        assert!(plan.has_amounts(sample.amounts.iter().copied().map(cents)), "{}: {plan:?}", sample.name);
        assert!(!plan.has_amounts(sample.amounts[1..].iter().copied().map(cents)), "{}", sample.name);
        assert_eq!(plan.total(), cents(sample.amount), "{}", sample.name);
        let rows = rows(&plan);
        for (index, date) in sample.days {
            assert_eq!(rows[*index].0, day(date), "{}: row {index}", sample.name);
        }
        let deposits = plan.iter().filter(|row| row.kind == PlannedKind::Deposit).count();
        assert_eq!(deposits, usize::from(sample.deposit.is_some()), "{}", sample.name);
    }
}

#[test]
fn terms_that_cannot_be_kept_say_why() {
    let terms = |amount, count| terms_of(cents(amount), count, Interval::MONTHLY, day("2024-07-05"));
    let deposit = |amount| terms(100, 2).deposit(cents(amount), day("2024-07-01")).plan();
    assert_eq!(terms(100, 0).plan(), Err(PlanError::NoInstallment));
    assert_eq!(terms(100_000, 1_201).plan(), Err(PlanError::TooMany));
    assert_eq!(terms(2, 3).plan(), Err(PlanError::NothingToShare));
    assert_eq!(terms(-300, 3).plan(), Err(PlanError::NothingToShare));
    assert_eq!(terms(300, 3).fee(cents(-1)).plan(), Err(PlanError::Negative("fee")));
    assert_eq!(deposit(0), Err(PlanError::Negative("deposit")));
    assert_eq!(deposit(100), Err(PlanError::NothingToShare));
    assert_eq!(terms(i64::MAX, 2).fee(cents(i64::MAX)).plan(), Err(PlanError::TooLarge));
    assert_eq!(terms(i64::MAX, 2).fee(cents(1)).plan(), Err(PlanError::TooLarge), "only the total does not fit");
    let nowhere = terms(100, 2).deposit(cents(1), day("2024-02-30")).plan();
    assert_eq!(nowhere, Err(PlanError::Schedule(ScheduleError::NoSuchDay)));
}

proptest! {
    #[test]
    fn no_cent_is_lost(
        amount in 1_i64..1_000_000_000,
        count in 1_u32..60,
        deposit in prop::option::of(1_i64..1_000_000),
        fee in 0_i64..10_000,
        each: bool,
    ) {
        let mut terms = terms_of(cents(amount), count, Interval::MONTHLY, day("2024-01-31")).fee(cents(fee));
        if each {
            terms = terms.fee_on(FeeOn::EachInstallment);
        }
        if let Some(deposit) = deposit {
            terms = terms.deposit(cents(deposit), day("2024-01-01"));
        }
        let Ok(plan) = terms.plan() else {
            prop_assert!(amount - deposit.unwrap_or(0) < i64::from(count), "only too small a rest has no plan");
            return Ok(());
        };
        let fees = fee * if each { i64::from(count) } else { 1 };
        prop_assert_eq!(plan.total(), cents(amount + fees));
        let shares: Vec<i64> = plan
            .iter()
            .filter(|row| row.kind == PlannedKind::Installment)
            .map(|row| row.amount.minor() - row.fee.minor())
            .collect();
        prop_assert_eq!(shares.len(), count as usize);
        prop_assert!(shares[0] - shares[shares.len() - 1] < i64::from(count), "less than a unit an instalment is left over");
        prop_assert!(shares[1..].iter().all(|share| *share == shares[shares.len() - 1]));
    }
}

#[test]
fn what_is_asked_for_is_what_was_shown() {
    let params = example().request(Currency::EUR, "203.0.113.7");
    assert_eq!((params.amount, params.iteration_count), (cents(100_000), 3));
    assert_eq!((params.interval_count, params.interval_unit.as_str()), (1, "MONTH"));
    let date = |text: &str| Some(text.into());
    assert_eq!((params.starting_date, params.deposit_starting_date), (date("2024-07-05"), date("2024-06-28")));
    assert_eq!((params.deposit_amount, params.fee_amount), (Some(cents(20_000)), Some(cents(1_000))));

    let plain = terms_of(cents(300), 3, Interval::WEEKLY, day("2024-07-05")).request(Currency::EUR, "203.0.113.7");
    assert_eq!((plain.deposit_amount, &plain.deposit_starting_date, plain.fee_amount), (None, &None, None));
    assert_eq!(plain.clone().mandate_id("m").requested_collection_date("2024-07-05").validate(), Ok(()));
    assert!(plain.validate().is_err(), "nobody pays");
}

#[test]
fn an_answer_is_compared_with_the_plan() {
    let plan = example().plan().expect("a plan");
    let payment = |amounts: &[Option<i64>]| {
        let mut payment = InstallmentPayment::new("payment");
        let row = |amount: &Option<i64>| {
            let mut row = Installment::new("row");
            row.amount = amount.map(cents);
            row
        };
        payment.installments = Some(amounts.iter().map(row).collect());
        payment
    };
    let told = [Some(20_000), Some(27_668), Some(26_666), Some(26_666)];
    assert!(plan.is_plan_of(&payment(&told)));
    assert!(!plan.is_plan_of(&payment(&told[..3])));
    assert!(
        !plan.is_plan_of(&payment(&[told.as_slice(), &[None]].concat())),
        "one more, of an amount that is not told"
    );
    assert!(!plan.is_plan_of(&InstallmentPayment::new("payment")));
}
