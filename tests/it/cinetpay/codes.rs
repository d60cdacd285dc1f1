//! The table of codes: open, and what each means for money.

use cinetpay_client::model::{ResultClass, ResultCode};

fn class(code: &str) -> Option<ResultClass> {
    ResultCode::from(code).row().map(|row| row.class.clone())
}

#[test]
fn only_one_code_is_money() {
    let paid: Vec<_> = ResultCode::rows().iter().filter(|row| row.class == ResultClass::Paid).collect();
    assert_eq!(paid.iter().map(|row| row.code).collect::<Vec<_>>(), ["00"]);
}

#[test]
fn what_waits_is_no_failure() {
    for code in ["607", "623", "662", "663", "664"] {
        assert_eq!(class(code), Some(ResultClass::Waiting), "{code}");
    }
    for code in ["600", "604", "627", "641", "804", "812"] {
        assert_eq!(class(code), Some(ResultClass::Failed), "{code}");
    }
    for code in ["608", "609", "613", "429"] {
        assert_eq!(class(code), Some(ResultClass::Error), "{code}");
    }
}

#[test]
fn a_new_code_is_kept() {
    let code = ResultCode::from("699");
    assert_eq!((code.as_str(), code.row().is_none()), ("699", true));
}
