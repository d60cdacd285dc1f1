use payspec::centralpay::model::{self, Currency, SubscriptionModel};
use payspec::centralpay::schedule::{Interval, IntervalUnit, ScheduleError};
use payspec::centralpay::subscriptions::{
    IterationError, IterationReading, Iterations, ModelRequired, SubscriptionTerms,
};
use payspec::centralpay::{Amount, CalendarDate};

use crate::schedule::day;

/// All samples that tell an expected end: `startingDate`, `iterationCount`, `expectedEndingDate`. All bill monthly.
const ENDS: [(&str, &str, u32, &str); 7] = [
    ("PAYMENTREQUEST_SUBSCRIPTION_FAILED", "2021-09-08", 12, "2022-09-07"),
    ("SUBSCRIPTION_CREATED", "2024-01-10", 12, "2025-01-09"),
    ("SUBSCRIPTION_UPDATED", "2024-01-10", 12, "2025-01-09"),
    ("SUBSCRIPTION_UPDATED, before", "2024-01-10", 12, "2025-01-09"),
    ("SUBSCRIPTION_CANCELED", "2024-01-10", 12, "2025-01-09"),
    ("SUBSCRIPTION_FAILED", "2024-01-15", 12, "2025-01-14"),
    ("SUBSCRIPTION_FAILURE", "2024-01-15", 12, "2025-01-14"),
];

/// All samples that tell a whole first period: `currentPeriodStart`, `currentPeriodEnd`.
const PERIODS: [(&str, &str, &str); 4] = [
    ("PAYMENTREQUEST_SUBSCRIPTION_FAILED", "2021-09-08", "2021-10-07"),
    ("PAYMENTREQUEST_SUBSCRIPTION_SUCCEEDED", "2021-09-09", "2021-10-08"),
    ("SUBSCRIPTION_FAILURE", "2024-01-15", "2024-02-14"),
    ("SUBSCRIPTION_REACTIVATED", "2024-01-11", "2024-02-10"),
];

#[test]
fn the_ends_of_the_samples_come_out() {
    for (name, start, iterations, end) in ENDS {
        let terms = SubscriptionTerms::new(day(start), Interval::MONTHLY)
            .iterations(iterations, IterationReading::FirstIncluded);
        assert_eq!(terms.expected_end(), Ok(Some(day(end))), "{name}");
        let last = terms.period(iterations - 1).expect("near");
        assert_eq!(last.end, day(end), "{name}: the last period ends with the subscription");
    }
}

#[test]
fn the_periods_of_the_samples_come_out() {
    for (name, start, end) in PERIODS {
        let period = SubscriptionTerms::new(day(start), Interval::MONTHLY).period(0).expect("near");
        assert_eq!((period.start, period.end), (day(start), day(end)), "{name}");
    }
}

#[test]
fn a_subscription_without_iterations_has_no_end() {
    let terms = SubscriptionTerms::new(day("2021-09-09"), Interval::MONTHLY);
    assert_eq!(terms.expected_end(), Ok(None));
}

/// The page's example (L7546-7551): every 3 days, 3 times. It calls that 4 payments and 12 days; read as the samples are,
/// it is 3 payments and 9 days. Nobody but the caller decides.
#[test]
fn the_example_of_the_page_comes_out_in_both_readings() {
    let interval = Interval::new(3, IntervalUnit::Day).expect("more than none");
    let read = |reading| {
        let terms = SubscriptionTerms::new(day("2024-01-01"), interval).iterations(3, reading);
        (terms.payments(), terms.expected_end())
    };
    assert_eq!(read(IterationReading::FirstExcluded), (Some(4), Ok(Some(day("2024-01-12")))));
    assert_eq!(read(IterationReading::FirstIncluded), (Some(3), Ok(Some(day("2024-01-09")))));
}

/// What is sent makes as many payments as were asked for, in the reading that it was sent in.
#[test]
fn a_count_that_is_sent_makes_the_payments_that_were_asked_for() {
    for reading in [IterationReading::FirstExcluded, IterationReading::FirstIncluded] {
        for payments in [1, 2, 12, u32::MAX] {
            let sent = Iterations::of_payments(payments, reading).expect("a payment");
            assert_eq!(reading.payments(sent.count()), Ok(payments));
        }
        assert_eq!(Iterations::of_payments(0, reading), Err(IterationError::NoPayment));
    }
    assert_eq!(IterationReading::FirstExcluded.payments(0), Ok(1), "the first payment alone");
    assert_eq!(IterationReading::FirstIncluded.payments(0), Err(IterationError::NoPayment));
    assert_eq!(IterationReading::FirstExcluded.payments(u32::MAX), Err(IterationError::TooMany));

    let terms = SubscriptionTerms::new(day("2024-01-10"), Interval::MONTHLY);
    let sent = |terms: SubscriptionTerms, reading| {
        let (amount, currency, name) = (Amount::from_minor(2_990), Currency::EUR, "Monthly".into());
        let params = terms.model_request(ModelRequired { amount, currency, name }, reading)?;
        params.validate().expect("it may be sent");
        assert_eq!((params.interval_unit.clone(), params.interval_count), (model::IntervalUnit::Month, 1));
        Ok(params.iteration_count.map(Iterations::count))
    };
    assert_eq!(sent(terms.of_payments(12), IterationReading::FirstExcluded), Ok(Some(11)));
    assert_eq!(sent(terms.of_payments(12), IterationReading::FirstIncluded), Ok(Some(12)));
    assert_eq!(sent(terms, IterationReading::FirstIncluded), Ok(None), "without an end");
    let none = terms.iterations(0, IterationReading::FirstIncluded);
    assert_eq!(sent(none, IterationReading::FirstIncluded), Err(ScheduleError::NoIteration));
    assert_eq!((none.payments(), none.expected_end()), (None, Err(ScheduleError::NoIteration)));
}

#[test]
fn periods_follow_each_other_without_a_gap() {
    let terms = SubscriptionTerms::new(day("2023-12-31"), Interval::MONTHLY);
    for index in 0..40 {
        let (this, next) = (terms.period(index).expect("near"), terms.period(index + 1).expect("near"));
        assert_eq!(Interval::DAILY.nth(this.end, 1), Ok(next.start), "after period {index}");
    }
    let nowhere = CalendarDate { year: 2023, month: 2, day: 29 };
    assert_eq!(SubscriptionTerms::new(nowhere, Interval::MONTHLY).period(0), Err(ScheduleError::NoSuchDay));
    assert_eq!(terms.period(u32::MAX), Err(ScheduleError::TooFar));
}

#[test]
fn a_model_says_how_it_bills() {
    let start = day("2024-01-10");
    let of = |unit: Option<&str>, count, iterations| {
        let mut model = SubscriptionModel::new("model");
        model.interval_unit = unit.map(Into::into);
        (model.interval_count, model.iteration_count) = (count, iterations);
        SubscriptionTerms::of_model(&model, start, IterationReading::FirstIncluded)
    };
    let quarterly = Interval::new(3, IntervalUnit::Month).expect("an interval");
    assert_eq!(of(Some("MONTH"), Some(3), Some(4)), Ok(SubscriptionTerms::new(start, quarterly).of_payments(4)));
    assert_eq!(of(Some("YEAR"), Some(1), None), Ok(SubscriptionTerms::new(start, Interval::YEARLY)));
    assert_eq!(of(None, Some(1), None), Err(ScheduleError::UnknownUnit));
    assert_eq!(of(Some("QUARTER"), Some(1), None), Err(ScheduleError::UnknownUnit));
    for count in [None, Some(0), Some(-1), Some(i64::MIN)] {
        assert_eq!(of(Some("MONTH"), count, None), Err(ScheduleError::ZeroInterval));
    }
    assert_eq!(of(Some("MONTH"), Some(i64::MAX), None), Err(ScheduleError::TooFar));
    assert_eq!(of(Some("MONTH"), Some(1), Some(0)), Err(ScheduleError::NoIteration));
    assert_eq!(of(Some("MONTH"), Some(1), Some(i64::MAX)), Err(ScheduleError::TooFar));
}
