use payspec::centralpay::fraud::RiskBand;
use payspec::centralpay::model::limits;
use serde_json::{Value, json};

#[test]
fn every_score_up_to_100_has_the_band_of_the_document() {
    for percent in 0..=u8::MAX {
        let band = RiskBand::from_percent(percent);
        let documented = match percent {
            0..=19 => Some((RiskBand::Low, true, false)),
            20..=59 => Some((RiskBand::Medium, true, true)),
            60..=100 => Some((RiskBand::High, false, true)),
            _ => None,
        };
        assert_eq!(band.map(|band| (band, band.accepted(), band.needs_review())), documented, "{percent}");
        assert!(band.is_none_or(|band| band.percent().contains(&percent)), "{percent}");
    }
}

/// The spec has the same figures as limits.
#[test]
fn the_bands_begin_where_the_limits_say() {
    let from = |band: RiskBand| i64::from(*band.percent().start());
    assert_eq!(from(RiskBand::Medium), limits::FRAUD_SCORE_MEDIUM);
    assert_eq!(from(RiskBand::High), limits::FRAUD_SCORE_HIGH);
}

#[test]
fn a_score_of_unknown_form_is_read_as_far_as_it_goes() {
    assert_eq!(RiskBand::from_score(&json!(42)), Some(RiskBand::Medium));
    assert_eq!(RiskBand::from_score(&json!("60")), Some(RiskBand::High));
    for none in [Value::Null, json!(19.5), json!(-1), json!(101), json!(300), json!("high"), json!({ "score": 3 })] {
        assert_eq!(RiskBand::from_score(&none), None, "{none}");
    }
}
