//! Of a name that is used several times in one spelling and declared in another one, the declaration is corrected, whatever the
//! name is of.

use crate::consequences::changed;
use crate::shop::{ORDER, messages, shop, with};
use crate::support::{API, Run};

/// Asserts that a run gives one message, at a declaration, whose patch gives it the name that is used.
#[track_caller]
fn assert_renamed(run: &Run, declared: &str, used: &str) {
    let found = messages(run);
    assert_eq!(found.len(), 1, "{}", run.rendered());
    assert!(found[0].starts_with(&format!("`{declared}` is declared but ")), "{}", run.rendered());
    let patch = run.diagnostics[0].patch.as_ref().expect("it is renamed");
    assert_eq!(run.sources.text(patch.span).trim_matches('"'), declared);
    assert_eq!(patch.text, used);
    assert!(run.diagnostics[0].also.len() > 1, "the uses are shown\n{}", run.rendered());
}

const STATUSES: &str = "initial: true, to: [PAID, LOST] }\n      - { code: SENT, docs: It is sent., to: [PAID] }\n      - { code: LOST, docs: It is lost., to: [SENT] }";

#[test]
fn a_status() {
    for declared in ["PIAD", "PAYD"] {
        let statuses = format!("{STATUSES}\n      - {{ code: {declared}, docs: It is paid., final: true }}");
        let run = changed(
            "status",
            "initial: true, to: [PAID] }\n      - { code: PAID, docs: It is paid., final: true }",
            &statuses,
        );
        assert_renamed(&run, declared, "PAID");
    }
    // Of one that some moves name rightly the moves are corrected.
    let both = format!(
        "{}\n      - {{ code: PIAD, docs: It is paid., final: true }}",
        STATUSES.replace("to: [SENT]", "to: [PIAD]")
    );
    let run =
        changed("status", "initial: true, to: [PAID] }\n      - { code: PAID, docs: It is paid., final: true }", &both);
    assert!(run.diagnostics[0].patch.as_ref().is_some_and(|patch| patch.text == "PIAD"), "{}", run.rendered());
}

const RULES: &str = "\n    rules: [{ name: a, because: So., when: { field: size, is: [small] }, requires: [note] }, { name: b, because: So., when: { field: size, is: [small] }, forbids: [mark] }]\n";

/// The shop with rules about a parameter and its words.
fn ruled() -> String {
    let from = "    method: PUT\n    path: /orders\n    evidence: { level: documented, source: manual, at: page 1 }\n    params: { size: { type: Size, docs: How large., required: true } }\n";
    let to = from.replace("required: true } }\n", &format!("required: true }}, note: {{ type: string, docs: A note. }}, mark: {{ type: string, docs: A mark. }} }}{RULES}"));
    with(ORDER, from, &to)
}

#[test]
fn a_parameter_and_a_word_that_rules_name() {
    assert_eq!(messages(&shop(&ruled(), "")), [] as [&str; 0]);
    let param = ruled().replace(
        "params: { size: { type: Size, docs: How large., required: true }, note",
        "params: { sizze: { type: Size, docs: How large., required: true }, note",
    );
    assert_renamed(&shop(&param, ""), "sizze", "size");
    assert_renamed(&shop(&with(&ruled(), "code: small,", "code: smal,"), ""), "smal", "small");
    // Used once, it is the use that is corrected.
    let once = with(&ruled(), "forbids: [mark]", "forbids: [makr]");
    assert!(shop(&once, "").diagnostics[0].patch.as_ref().is_some_and(|patch| patch.text == "mark"));
}

#[test]
fn an_operation_and_a_resource_that_events_name() {
    let event = |name: &str| {
        format!(
            "  {name}:\n    docs: It is so.\n    payload: Order\n    refetch: {{ operation: order.get, with: {{ id: id }} }}\n    evidence: {{ level: documented, source: manual, at: page 9 }}\n"
        )
    };
    let events = format!("events:\n{}{}", event("ORDER_MADE"), event("ORDER_LOST"));
    let all = |from: &str, to: &str| {
        let mut run = crate::consequences::files("events");
        for (_, text) in &mut run {
            *text = text.replace("events:\n", &events);
            if text.contains(from) && text.contains("operations:") {
                *text = with(text, from, to);
            }
        }
        Run::over(run)
    };
    assert_eq!(messages(&all("  get:\n", "  get:\n")), [] as [&str; 0]);
    assert_renamed(&all("  get:\n", "  gett:\n"), "gett", "get");
    assert_renamed(&all("resource: { name: order,", "resource: { name: ordr,"), "ordr", "order");
}

#[test]
fn a_column_that_rows_give() {
    let run = changed("table-extends", "columns: { name: {", "columns: { nmae: {");
    assert_renamed(&run, "nmae", "name");
}

#[test]
fn a_host_variable_that_addresses_name() {
    assert_renamed(&changed("host-variables", "    account: { docs:", "    acount: { docs:"), "acount", "account");
}

/// A library that there is not: what extends its tables is no mistake of its own.
#[test]
fn a_library_is_reported_where_it_is_taken_into_use() {
    let run = changed("table-extends", "uses: [units]", "uses: [unitz]");
    assert_eq!(messages(&run), ["unknown library `unitz`"]);
    let api = with(API, "  encoding: form\n", "  uses: [units]\n  encoding: form\n");
    assert_eq!(messages(&Run::over([("spec/shop/api.yaml", api.as_str()), ("spec/shop/order.yaml", ORDER)])).len(), 1);
}
