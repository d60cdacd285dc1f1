use payspec::centralpay::Amount;
use payspec::centralpay::portal_rules::{
    ATTRIBUTES, AcceptanceRule, Action, Attribute, Comparison, Condition, Facts, InvalidPart, List, NotificationRule,
    Number, Operator, RuleKind, Test, Text, Value,
};
use proptest::prelude::*;

fn acceptance(text: &str) -> AcceptanceRule {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn notification(text: &str) -> NotificationRule {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// All rules that the document shows, but the one that lacks its `#`, with their canonical form.
#[test]
fn every_rule_of_the_document_is_read_and_printed() {
    let rules = [
        // L2069, L2092
        (
            "REFUSE if #currency NOT IN ('EUR', 'USD', 'GBP', 'CHF')",
            "REFUSE if #currency not in ('EUR', 'USD', 'GBP', 'CHF')",
        ),
        ("REFUSE if #amount < 1000 and #card_country != 'FRA'", "REFUSE if #amount < 1000 and #card_country != 'FRA'"),
    ];
    for (text, canonical) in rules {
        assert_eq!(acceptance(text).to_string(), canonical);
        assert_eq!(acceptance(canonical), acceptance(text));
        assert_eq!(AcceptanceRule::review(text).expect("a rule").findings, []);
    }
    let rules = [
        // L1896-1902
        ("#end_user_country in ('FRA', 'BE')", "#end_user_country in ('FRA', 'BE')"),
        (
            "#authorisation_status = 'FAILURE' or (#transaction_amount > 100000 and #context = 'TRANSACTION_RISKY' )",
            "#authorisation_status = 'FAILURE' or (#transaction_amount > 100000 and #context = 'TRANSACTION_RISKY')",
        ),
        (
            "#transaction_amount > 100000 and ( #authorisation_status = 'FAILURE' or #context = 'TRANSACTION_RISKY' )",
            "#transaction_amount > 100000 and (#authorisation_status = 'FAILURE' or #context = 'TRANSACTION_RISKY')",
        ),
        (
            "((#transaction_amount > 100000 and #context = 'TRANSACTION_RISKY') or ( #authorisation_status = 'FAILURE' \
             and #transaction_amount < 100000 )) and (#card_product_type = 'Consumer')",
            "((#transaction_amount > 100000 and #context = 'TRANSACTION_RISKY') or (#authorisation_status = 'FAILURE' \
             and #transaction_amount < 100000)) and #card_product_type = 'Consumer'",
        ),
    ];
    for (text, canonical) in rules {
        assert_eq!(notification(text).to_string(), canonical);
        assert_eq!(notification(canonical), notification(text));
        let findings = NotificationRule::review(text).expect("a rule").findings;
        // The page's own 'BE' is no country as the API writes them.
        assert_eq!(findings.len(), usize::from(text.contains("'BE'")), "{findings:?}");
    }
}

#[test]
fn the_tree_is_the_one_that_was_written() {
    let rule = acceptance("Alert IF (#a = 1.50 OR #b != TRUE) and #c >= 0");
    let comparison = |name: &str, operator, value: Value| {
        let attribute = Attribute::new(name).expect("a name");
        Condition::Comparison(Comparison { attribute, test: Test::Is(operator, value) })
    };
    let number = |text: &str| Value::Number(text.parse::<Number>().expect("a number"));
    let expected = comparison("a", Operator::Equal, number("1.50"))
        .or(comparison("b", Operator::NotEqual, Value::Boolean(true)))
        .and(comparison("c", Operator::GreaterOrEqual, number("0")));
    assert_eq!(rule, AcceptanceRule { action: Action::Alert, condition: expected });
}

#[test]
fn a_hostile_text_is_refused_and_does_not_exhaust_the_stack() {
    let deep = format!("REFUSE if {}#a = 1{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(
        deep.parse::<AcceptanceRule>().expect_err("too deep").to_string().contains("at most 200 nested parentheses")
    );
    let long = format!("REFUSE if #a = 1{}", " and #a = 1".repeat(100_000));
    assert!(long.parse::<AcceptanceRule>().expect_err("too long").to_string().contains("at most 200 comparisons"));
    let allowed = format!("REFUSE if {}#a = 1{}", "(".repeat(200), ")".repeat(200));
    assert_eq!(acceptance(&allowed).to_string(), "REFUSE if #a = 1");
    let nested = format!("REFUSE if {}#a = 1{}", "(#a = 1 or ".repeat(199), ")".repeat(199));
    let small_stack = std::thread::Builder::new().stack_size(512 * 1024);
    let read = small_stack.spawn(move || acceptance(&acceptance(&nested).to_string()) == acceptance(&nested));
    assert!(read.expect("a thread").join().expect("no overflow"));
    let wide = format!("REFUSE if (#a = 1){}", " and (#a = 1)".repeat(199));
    assert_eq!(acceptance(&wide), acceptance(&wide.replace(['(', ')'], "")), "side by side there may be many");
    let long = format!("REFUSE if #a = 1{}", " and #a = 1".repeat(199));
    assert_eq!(acceptance(&acceptance(&long).to_string()), acceptance(&long), "the longest chain, in parentheses");
}

/// A megabyte of each, in a time that is no attack. What is quadratic takes minutes here.
#[test]
fn a_megabyte_is_read_or_refused_at_once() {
    let megabyte = |part: &str| part.repeat(1_000_000 / part.len());
    let texts = [
        megabyte("a"),
        megabyte("#"),
        megabyte("é"),
        megabyte("\n"),
        megabyte("("),
        megabyte("'a'"),
        megabyte("1"),
        megabyte("REFUSE if "),
        format!("REFUSE if #{} = 1", megabyte("a")),
        format!("REFUSE if {} = 1", megabyte("a")),
        format!("REFUSE if #a = {}", megabyte("a")),
        format!("REFUSE if #a = '{}", megabyte("é")),
        format!("REFUSE if #context = '{}'", megabyte("é")),
        format!("REFUSE if #card_country = '{}'", megabyte("é")),
        format!("REFUSE if #context in ('a'{})", megabyte(", 'TRANSACTION_RISKI'")),
        format!("REFUSE if #amount in (1{})", megabyte(",\n-1.5")),
        format!("REFUSE if #currency in (1{})", megabyte(",\n1")),
    ];
    let start = std::time::Instant::now();
    for text in &texts {
        match AcceptanceRule::review(text) {
            Ok(review) => {
                assert!((1..=40).contains(&review.findings.len()), "{}", review.findings.len());
                assert!(review.findings.iter().all(|finding| finding.to_string().len() < 500));
                assert_eq!(review.rule.to_string().parse(), Ok(review.rule));
            }
            Err(error) => assert!(error.to_string().len() < 500, "{} bytes", error.to_string().len()),
        }
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn many_warnings_do_not_hide_an_error() {
    let text = format!("REFUSE if #amount in ({}1.5)", "-1, ".repeat(100));
    let review = AcceptanceRule::review(&text).expect("a rule");
    assert!(review.has_errors());
    assert_eq!(review.findings.len(), 21);
}

#[test]
fn every_attribute_is_shown_by_the_document_where_it_says() {
    let shown = |kind| ATTRIBUTES.iter().filter(move |known| known.rules == kind).map(|known| known.name);
    assert_eq!(shown(RuleKind::Acceptance).collect::<Vec<_>>(), ["amount", "currency", "card_country"]);
    assert_eq!(shown(RuleKind::Notification).count(), 5);
    assert!(ATTRIBUTES.iter().all(|known| known.at.starts_with('L') && known.docs.ends_with('.')));
}

#[test]
fn rules_are_tried_on_payments() {
    let rule = acceptance("REFUSE if #amount < 1000 and #card_country != 'FRA'");
    let payment = |amount: i64, country: &str| {
        Facts::new().with("amount", Amount::from_minor(amount)).with("card_country", country)
    };
    // L2094: both have to hold.
    assert_eq!(rule.decide(&payment(999, "BEL")), Ok(Some(Action::Refuse)));
    assert_eq!(rule.decide(&payment(1000, "BEL")), Ok(None));
    assert_eq!(rule.decide(&payment(999, "FRA")), Ok(None));

    let list = acceptance("ALLOW if #currency NOT IN ('EUR', 'USD', 'GBP', 'CHF')");
    assert_eq!(list.decide(&Facts::new().with("currency", "EUR")), Ok(None));
    assert_eq!(list.decide(&Facts::new().with("currency", "JPY")), Ok(Some(Action::Allow)));

    let holds = |text: &str, facts: &Facts| notification(text).applies(facts);
    let facts = Facts::new().with("n", "12.5".parse::<Number>().expect("a number")).with("b", true).with("i", i64::MAX);
    for (text, expected) in [
        ("#n = 12.50", true),
        ("#n < 12.51", true),
        ("#n > 12", true),
        ("#n <= 12.5", true),
        ("#n >= 12.51", false),
        ("#n != 12.5", false),
        ("#n in (1, 12.500)", true),
        ("#b = true", true),
        ("#b != true", false),
        ("#i > 999999999999999999", true),
        ("#i < 0.5", false),
        ("(#b = false or #n = 12.5) and #i > 1", true),
        ("(#b = false and #n = 12.5) or #i < 1", false),
    ] {
        assert_eq!(holds(text, &facts), Ok(expected), "{text}");
    }
}

#[test]
fn what_is_not_known_is_only_asked_for_when_it_matters() {
    let facts = Facts::new().with("a", 1).with("t", "x");
    let holds = |text: &str| notification(text).applies(&facts);
    assert_eq!(holds("#a = 2 and #missing = 1"), Ok(false));
    assert_eq!(holds("#missing = 1 and #a = 2"), Ok(false));
    assert_eq!(holds("#missing = 1 or #a = 1"), Ok(true));
    let undecided = holds("(#a = 1 and #missing = 1) or #t = 5").expect_err("it depends");
    assert_eq!(
        (undecided.missing.clone(), undecided.of_another_kind.clone()),
        (vec!["missing".into()], vec!["t".into()])
    );
    assert_eq!(
        undecided.to_string(),
        "the rule cannot be decided: `#missing` is not known, `#t` is not comparable with its value"
    );
    assert!(holds("#t < 'y'").is_err(), "texts have no order");
}

#[test]
fn parts_that_cannot_be_written_cannot_be_made() {
    for name in ["", "1a", "a-b", "#a", "é", "a b", ".a"] {
        assert_eq!(Attribute::new(name), Err(InvalidPart::Attribute), "{name}");
    }
    for text in ["O'Brien", "a\nb", "\0"] {
        assert_eq!(Text::new(text), Err(InvalidPart::Text), "{text:?}");
    }
    assert_eq!(List::new([]), Err(InvalidPart::List));
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        (-999_999_999_999_999_999_i64..1_000_000_000_000_000_000)
            .prop_map(|number| Value::Number(Number::from_integer(number).expect("18 digits"))),
        "-?[0-9]{1,9}\\.[0-9]{1,9}".prop_map(|text| Value::Number(text.parse().expect("18 digits"))),
        "[^'\\p{Cc}]{0,12}".prop_map(|text| Value::text(&text).expect("no quote")),
        any::<bool>().prop_map(Value::Boolean),
    ]
}

fn conditions() -> impl Strategy<Value = Condition> {
    let operators = prop::sample::select(vec![
        Operator::Equal,
        Operator::NotEqual,
        Operator::Less,
        Operator::LessOrEqual,
        Operator::Greater,
        Operator::GreaterOrEqual,
    ]);
    let lists = || prop::collection::vec(values(), 1..4).prop_map(|values| List::new(values).expect("not empty"));
    let tests = prop_oneof![
        (operators, values()).prop_map(|(operator, value)| Test::Is(operator, value)),
        lists().prop_map(Test::In),
        lists().prop_map(Test::NotIn),
    ];
    let comparisons = ("[a-zA-Z_][a-zA-Z0-9_.]{0,12}", tests).prop_map(|(name, test)| {
        Condition::from(Comparison { attribute: Attribute::new(&name).expect("a name"), test })
    });
    comparisons.prop_recursive(6, 40, 2, |inner| {
        (inner.clone(), inner, any::<bool>()).prop_map(|(a, b, and)| if and { a.and(b) } else { a.or(b) })
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same_rule(condition in conditions(), action in 0_usize..3) {
        let action = [Action::Allow, Action::Refuse, Action::Alert][action];
        let rule = AcceptanceRule { action, condition: condition.clone() };
        prop_assert_eq!(rule.to_string().parse::<AcceptanceRule>(), Ok(rule));
        let rule = NotificationRule { condition };
        let review = NotificationRule::review(&rule.to_string());
        prop_assert!(review.is_ok_and(|review| review.findings.iter().all(|finding| !finding.message.contains("parentheses"))));
        prop_assert_eq!(rule.to_string().parse::<NotificationRule>(), Ok(rule));
    }

    #[test]
    fn no_text_panics(text in "(REFUSE if )?([#a-z_]{0,6}|[(),=<>!' .0-9é‘-]|and|or|in|not|true){0,16}|.{0,40}") {
        let _ = AcceptanceRule::review(&text);
        let _ = NotificationRule::review(&text);
    }
}
