use payspec::centralpay::schedule::{Interval, IntervalUnit, ScheduleError};
use payspec::centralpay::{CalendarDate, model};
use proptest::prelude::*;

pub(crate) fn day(text: &str) -> CalendarDate {
    let mut numbers = text.split('-').map(|part| part.parse::<i16>().expect("a number"));
    let mut next = || numbers.next().expect("year, month and day");
    let (year, month, day) = (next(), next(), next());
    CalendarDate { year, month: month.try_into().expect("a month"), day: day.try_into().expect("a day") }
}

fn every(count: u32, unit: IntervalUnit) -> Interval {
    Interval::new(count, unit).expect("more than none")
}

#[test]
fn a_day_that_a_month_does_not_have_becomes_its_last_and_comes_back() {
    let days = |start: &str, interval: Interval| -> Vec<CalendarDate> {
        (0..4).map(|n| interval.nth(day(start), n).expect("near")).collect()
    };
    let expected = |texts: [&str; 4]| texts.map(day).to_vec();
    assert_eq!(
        days("2024-01-31", Interval::MONTHLY),
        expected(["2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"])
    );
    assert_eq!(
        days("2023-11-30", every(3, IntervalUnit::Month)),
        expected(["2023-11-30", "2024-02-29", "2024-05-30", "2024-08-30"])
    );
    assert_eq!(
        days("2024-02-29", Interval::YEARLY),
        expected(["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28"])
    );
    assert_eq!(
        days("2023-12-25", Interval::WEEKLY),
        expected(["2023-12-25", "2024-01-01", "2024-01-08", "2024-01-15"])
    );
    assert_eq!(days("2024-02-27", Interval::DAILY), expected(["2024-02-27", "2024-02-28", "2024-02-29", "2024-03-01"]));
}

#[test]
fn what_cannot_be_counted_says_why() {
    assert_eq!(Interval::new(0, IntervalUnit::Day), Err(ScheduleError::ZeroInterval));
    assert_eq!("DAYS".parse::<IntervalUnit>(), Err(ScheduleError::UnknownUnit));
    for unit in ["DAY", "WEEK", "MONTH", "YEAR"] {
        assert_eq!(unit.parse::<IntervalUnit>().map(IntervalUnit::as_str), Ok(unit));
    }
    for wrong in ["2023-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-00"] {
        assert_eq!(Interval::DAILY.nth(day(wrong), 0), Err(ScheduleError::NoSuchDay), "{wrong}");
    }
    assert_eq!(Interval::YEARLY.nth(day("9999-01-01"), 1), Err(ScheduleError::TooFar));
}

#[test]
fn every_unit_of_the_model_is_one_here_and_back() {
    assert_eq!(model::IntervalUnit::KNOWN.len(), 4);
    for unit in model::IntervalUnit::KNOWN {
        let here = IntervalUnit::try_from(unit).expect("a unit that days can be counted in");
        assert_eq!(model::IntervalUnit::from(here), *unit);
        assert_eq!(here.as_str(), unit.as_str());
    }
}

proptest! {
    #[test]
    fn no_interval_panics(year: i16, month: u8, day: u8, count in 1_u32.., n: u32, unit in 0_usize..4) {
        let unit = [IntervalUnit::Day, IntervalUnit::Week, IntervalUnit::Month, IntervalUnit::Year][unit];
        let start = CalendarDate { year, month, day };
        if let Ok(later) = every(count, unit).nth(start, n) {
            prop_assert!(later >= start);
            prop_assert_eq!(later == start, n == 0);
        }
    }
}
