//! The table of codes: open, and what each means for money.

use std::collections::BTreeMap;

use payspec::cinetpay::model::{CheckPayment, CodeKnowledge, ResultClass, ResultCode, TransferCode};
use payspec::cinetpay::testing::{responding, response};

use payspec_test_support::files;

/// The names of codes, as a page prints them.
fn printed(table: &str) -> BTreeMap<String, String> {
    files::table_of("cinetpay", table).into_iter().map(|row| (row[0].clone(), row[1].clone())).collect()
}

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
    for code in ["600", "604", "606", "627", "641", "804", "812"] {
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

#[test]
fn the_tables_are_those_of_the_pages() {
    let owned = |rows: Vec<(&str, &str)>| -> BTreeMap<String, String> {
        rows.into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect()
    };
    let documented =
        ResultCode::rows().iter().filter(|row| row.known == CodeKnowledge::Documented && row.code != "429");
    assert_eq!(owned(documented.map(|row| (row.code, row.name)).collect()), printed("result-codes"));
    let transfers = TransferCode::rows().iter().filter(|row| row.known == CodeKnowledge::Documented);
    assert_eq!(owned(transfers.map(|row| (row.code, row.name)).collect()), printed("transfer-codes"));
}

/// A check of a payment that failed has worked; one that was asked for wrongly has not.
#[tokio::test]
async fn a_check_is_an_error_only_where_the_code_speaks_of_the_request() {
    for row in ResultCode::rows() {
        let body = format!(r#"{{"code": "{}", "message": "{}"}}"#, row.code, row.name);
        let transport = responding(move |_| response(200, body.clone()));
        let builder = payspec::cinetpay::ClientBuilder::at("http://127.0.0.1:1").merchant("an-apikey", "445160");
        let client = builder.configure(|http| http.transport(transport)).build().expect("the settings are right");
        // What is rate limited would be asked again.
        let call = client.payments().check(CheckPayment::new().transaction_id("REFID12354"));
        let result = call.retry(payspec::cinetpay::RetryPolicy::never()).await;
        // 620 speaks of a payment that was made, so it is not certain that the request is wrong. It is not paid either.
        let is_error = row.class == ResultClass::Error && row.code != "620";
        assert_eq!(result.is_err(), is_error, "{} {}: {result:?}", row.code, row.name);
    }
}
