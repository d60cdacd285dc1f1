//! Reading forms: strict about encoding and shape, silent about values.

use payspec_core::{Form, FormErrorKind, FormNode, FormTree, parse_pairs};
use proptest::prelude::*;
use serde_json::json;

fn fail(body: impl AsRef<[u8]>) -> (FormErrorKind, String) {
    let error = FormTree::parse(body.as_ref()).unwrap_err();
    (error.kind(), error.place().to_owned())
}

#[test]
fn brackets_and_blanks_in_either_spelling() {
    let expected = json!({"card": {"holder": "Jane D"}, "paymentMethod": ["A", "B"], "3ds": {"cavv": "="}});
    for body in [
        "card[holder]=Jane+D&paymentMethod[]=A&paymentMethod[]=B&3ds[cavv]==",
        "card%5Bholder%5D=Jane%20D&paymentMethod%5B%5D=A&paymentMethod%5b%5d=B&3ds[cavv]=%3D",
        "&card[holder%5D=Jane%20D&&paymentMethod[]=A&paymentMethod[%5D=B&3ds%5Bcavv]=%3d&",
    ] {
        assert_eq!(FormTree::parse(body.as_bytes()).unwrap().to_json(), expected, "{body}");
    }
}

#[test]
fn nodes_keep_their_order_and_shape() {
    let tree = FormTree::parse(b"z=1&a[y]=2&a[x][]=3&a[x][]=4&b&a[0]=5").unwrap();
    let names: Vec<&str> = tree.members().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["z", "a", "b"]);
    let inner = tree.get(&["a"]).unwrap().as_map().unwrap();
    let names: Vec<&str> = inner.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["y", "x", "0"]);
    assert_eq!(tree.get(&["a", "x"]).unwrap().as_list().unwrap().len(), 2);
    assert_eq!((tree.text(&["b"]), tree.text(&["a"]), tree.text(&["a", "0"])), (Some(""), None, Some("5")));
    assert_eq!(tree.get(&[]), None);
    assert_eq!(tree.get(&["a", "none"]), None);
    assert_eq!(tree.get(&["z", "none"]), None);
    assert_eq!(tree.get(&["z"]), Some(&FormNode::Value("1".to_owned())));
    assert!(tree.get(&["a"]).unwrap().as_list().is_none() && tree.get(&["z"]).unwrap().as_map().is_none());
    assert_eq!(FormTree::parse(b"").unwrap(), FormTree::default());
}

#[test]
fn json_in_a_value_stays_text() {
    let tree = FormTree::parse(b"transfer[]=%7B%22fee%22%3A5%7D&transfer[]={}").unwrap();
    assert_eq!(tree.to_json(), json!({"transfer": ["{\"fee\":5}", "{}"]}));
}

#[test]
fn a_value_given_twice_is_refused_by_name() {
    for (body, place) in [
        ("amount=1&amount=1", "`amount`"),
        ("a=1&amount=s3cret&amount=s3cret", "`amount`"),
        ("card[number]=1&x=2&card[number]=2", "`card[number]`"),
        ("a[b][c]=1&a[b][c]=2", "`a[b][c]`"),
    ] {
        assert_eq!(fail(body), (FormErrorKind::Repeated, place.to_owned()), "{body}");
    }
    let message = FormTree::parse(b"amount=s3cret&amount=s3cret").unwrap_err().to_string();
    assert_eq!(message, "`amount`: given more than once, but it takes one value");
}

#[test]
fn one_name_in_two_shapes_is_refused() {
    for (body, place) in [
        ("a=1&a[b]=2", "`a[b]`"),
        ("a[b]=1&a=2", "`a`"),
        ("a=1&a[]=2", "`a[]`"),
        ("a[]=1&a=2", "`a`"),
        ("a[]=1&a[b]=2", "`a[b]`"),
        ("a[b]=1&a[]=2", "`a[]`"),
        ("a[b]=1&a[b][c]=2", "`a[b][c]`"),
        ("a[b][]=1&a[b][c]=2", "`a[b][c]`"),
    ] {
        assert_eq!(fail(body), (FormErrorKind::ConflictingShapes, place.to_owned()), "{body}");
    }
}

#[test]
fn names_with_wrong_brackets_are_refused() {
    for body in [
        "a[=1",
        "a[b=1",
        "a]=1",
        "a[b]c=1",
        "a[b]c[d]=1",
        "[a]=1",
        "[]=1",
        "=1",
        "a[][b]=1",
        "a[[b]]=1",
        "a[]]=1",
        "a[][]=1",
    ] {
        assert_eq!(fail(body).0, FormErrorKind::MalformedName, "{body}");
    }
    assert_eq!(fail("ok=1&a[b=1").1, "`a[b`");
    assert_eq!(fail("ok=1&=1").1, "pair 2");
}

#[test]
fn wrong_encoding_is_refused() {
    for (body, kind, place) in [
        (&b"a=%zz"[..], FormErrorKind::InvalidPercent, "`a`"),
        (b"a=%", FormErrorKind::InvalidPercent, "`a`"),
        (b"a=%4", FormErrorKind::InvalidPercent, "`a`"),
        (b"a=%+1", FormErrorKind::InvalidPercent, "`a`"),
        (b"ok=1&%zz=1", FormErrorKind::InvalidPercent, "pair 2"),
        (b"a=%FF", FormErrorKind::InvalidUtf8, "`a`"),
        (b"a=\xff", FormErrorKind::InvalidUtf8, "`a`"),
        (b"a=%C3", FormErrorKind::InvalidUtf8, "`a`"),
        (b"%C3=1", FormErrorKind::InvalidUtf8, "pair 1"),
    ] {
        assert_eq!(fail(body), (kind, place.to_owned()), "{body:?}");
        let error = parse_pairs(body).unwrap_err();
        assert_eq!(error.kind(), kind);
        assert!(error.to_string().starts_with(place), "{error}");
    }
    assert_eq!(parse_pairs("é=%C3%A9".as_bytes()).unwrap(), [("é".to_owned(), "é".to_owned())]);
}

#[test]
fn names_that_look_like_data_are_not_shown() {
    let long = "n".repeat(65);
    for name in ["4000000000000002", "a%0Ab", "{\"a\":1}", "a b", long.as_str(), "\u{1b}[31m"] {
        let (kind, place) = fail(format!("x=1&{name}=%zz"));
        assert_eq!((kind, place.as_str()), (FormErrorKind::InvalidPercent, "pair 2"), "{name}");
    }
}

#[test]
fn limits_hold() {
    let pairs = |count: usize| (0..count).map(|n| format!("a{n}=1")).collect::<Vec<_>>().join("&");
    assert_eq!(FormTree::parse(pairs(FormTree::MAX_PAIRS).as_bytes()).unwrap().members().len(), FormTree::MAX_PAIRS);
    assert_eq!(fail(pairs(FormTree::MAX_PAIRS + 1)), (FormErrorKind::TooManyPairs, "`a1000`".to_owned()));
    let nested = |levels: usize| format!("a{}=1", "[b]".repeat(levels - 1));
    assert!(FormTree::parse(nested(FormTree::MAX_DEPTH).as_bytes()).is_ok());
    assert_eq!(fail(nested(FormTree::MAX_DEPTH + 1)).0, FormErrorKind::TooDeep);
    assert_eq!(fail(nested(100_000)).0, FormErrorKind::TooDeep);
    let decoded: Vec<(String, String)> = (0..2000).map(|n| (format!("a{n}"), String::new())).collect();
    assert_eq!(FormTree::from_pairs(&decoded).unwrap_err().kind(), FormErrorKind::TooManyPairs);
}

/// The values of a tree with their names as on the wire, in the order of the tree.
fn leaves(members: &[(String, FormNode)]) -> Vec<(String, String)> {
    fn below(name: &str, node: &FormNode, leaves: &mut Vec<(String, String)>) {
        match node {
            FormNode::Value(text) => leaves.push((name.to_owned(), text.clone())),
            FormNode::List(items) => items.iter().for_each(|item| below(&format!("{name}[]"), item, leaves)),
            FormNode::Map(members) => {
                for (key, node) in members {
                    below(&format!("{name}[{key}]"), node, leaves);
                }
            }
        }
    }
    let mut all = Vec::new();
    for (name, node) in members {
        below(name, node, &mut all);
    }
    all
}

/// What must hold of any body: it is a tree that says what its pairs say, or an error.
fn check(body: &[u8]) -> Result<(), TestCaseError> {
    let pairs = parse_pairs(body);
    match FormTree::parse(body) {
        Ok(tree) => {
            let mut said = pairs.expect("a tree has pairs");
            let mut leaves = leaves(tree.members());
            let again = FormTree::parse(Form::from_pairs(leaves.clone()).encode().as_bytes());
            prop_assert_eq!(again.as_ref(), Ok(&tree), "the same when written again");
            said.sort();
            leaves.sort();
            prop_assert_eq!(leaves, said, "nothing is lost, nothing invented");
        }
        Err(error) => {
            if let Err(undecoded) = pairs {
                prop_assert_eq!(error.clone(), undecoded, "the first mistake is the one that is told");
            }
            prop_assert!(error.to_string().starts_with(error.place()));
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_are_a_tree_of_what_they_say_or_an_error(body: Vec<u8>) {
        check(&body)?;
    }

    #[test]
    fn any_body_that_is_nearly_a_form_is_one_or_an_error(
        body in "(&?(a|b|c[dé]|%5B|x)(\\[(a|b|c|%C3%A9|)\\]|%5Ba%5D){0,3}(=([a-z+]|%[0-9A-F]{2}){0,3})?){0,6}",
    ) {
        check(body.as_bytes())?;
    }

    #[test]
    fn whatever_stands_around_a_value_it_is_not_in_an_error(
        pairs in proptest::collection::vec((".{0,12}", "S3CRET", any::<Vec<u8>>()), 1..6),
    ) {
        let mut body = Vec::new();
        for (name, value, tail) in &pairs {
            // As a name it would be one, and may be shown.
            let tail = tail.iter().copied().filter(|byte| *byte != b'&');
            let name = name.bytes().filter(|byte| *byte != b'=');
            body.extend(name.chain(*b"=").chain(value.bytes()).chain(tail).chain(*b"&"));
        }
        for error in [FormTree::parse(&body).err(), parse_pairs(&body).err()].into_iter().flatten() {
            let shown = format!("{error} {error:?}");
            prop_assert!(!shown.contains("S3CRET"), "{}", shown);
        }
    }

    #[test]
    fn any_bracketed_text_is_read_without_panic(body in "([a-c\\[\\]=&%]|%5[bBdD]|%[0-9a-fA-F]{2}){0,40}") {
        match FormTree::parse(body.as_bytes()) {
            Ok(tree) => { let _ = tree.to_json(); }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn no_value_is_in_an_error(name in "[a-c]([\\[\\]a-c]{0,4})", tail in "(%zz|%FF|&a=1|&b\\[\\]=1|&c\\[x\\]=1){0,3}") {
        let body = format!("{name}=S3CRET{tail}&{name}=S3CRET{tail}");
        if let Err(error) = FormTree::parse(body.as_bytes()) {
            let shown = format!("{error} {error:?}");
            prop_assert!(!shown.contains("S3CRET"), "{}", shown);
        }
    }
}
