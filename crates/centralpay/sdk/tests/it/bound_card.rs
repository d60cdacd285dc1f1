//! A proof belongs to the card that was authenticated, also after its state was stored and read.

use payspec::centralpay::CardSource;
use payspec::centralpay::Operation as _;
use payspec::centralpay::model::payspec_core::Form;
use payspec::centralpay::model::{CardTokenId, ThreeDsAuthentication, ThreeDsPriorAuthMethod, ThreeRiInd};
use payspec::centralpay::one_click::KeptCard;
use payspec::centralpay::three_ds::{
    Authenticated, Challenge, Enrolled, Pending, PriorAuthentication, PriorAuthenticationRequired, Returned, Series,
    Step, StepWithoutCardholder, ThreeDsError, Waiting,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::three_ds::{ACS_ID, ID, TOKEN, browser, cres, enrolled, place, purchase, read, site, wants_challenge};

fn token(id: &str) -> CardSource {
    CardSource::from(CardTokenId::from(id))
}

fn kept_card(customer: &str, card: &str) -> KeptCard {
    KeptCard { customer_id: customer.into(), card_id: card.into() }
}

fn kept(customer: &str, card: &str) -> CardSource {
    CardSource::from(kept_card(customer, card))
}

/// The card of the first is authenticated; none of the others may pay.
fn cards() -> Vec<(CardSource, Vec<CardSource>)> {
    let upper = TOKEN.to_ascii_uppercase();
    vec![
        (
            token(TOKEN),
            vec![
                token("another"),
                token(""),
                token(&upper),
                token(&format!("{TOKEN} ")),
                kept(TOKEN, ""),
                kept("", TOKEN),
            ],
        ),
        (
            kept("c-1", "k-1"),
            vec![
                kept("c-1", "k-2"),
                kept("c-2", "k-1"),
                kept("k-1", "c-1"),
                kept("c-1k", "-1"),
                kept("c-", "1k-1"),
                token("k-1"),
                token("c-1"),
                token("c-1k-1"),
            ],
        ),
    ]
}

fn stored(state: impl Into<Pending>) -> Pending {
    serde_json::from_str(&serde_json::to_string(&state.into()).expect("JSON")).expect("what was written")
}

fn asked(card: &CardSource, answer: Value) -> Step {
    let Pending::Enrolled(enrolled) = stored(enrolled()) else { panic!("another state") };
    let (_, asked) = enrolled.authenticate(card, &browser(), &site());
    asked.answered(read::<ThreeDsAuthentication>(answer)).expect("it fits")
}

fn agreed() -> Value {
    json!({ "threeDSServerTransID": ID, "transStatus": "Y", "authenticationValue": "proof", "eci": "02" })
}

fn challenge(card: &CardSource) -> Challenge {
    match asked(card, wants_challenge()) {
        Step::Challenge(challenge) => challenge,
        other => panic!("not a challenge: {other:?}"),
    }
}

fn result(waiting: Waiting) -> Authenticated {
    match waiting.result(read(agreed())) {
        Ok(Step::Authenticated(authenticated)) => authenticated,
        other => panic!("not authenticated: {other:?}"),
    }
}

/// Each way from a question to a proof, with and without a store on the way.
fn ways(card: &CardSource) -> Vec<(&'static str, Authenticated)> {
    let returned = |challenge: Challenge| match challenge
        .returned([("cres", cres(&json!({ "threeDSServerTransID": ID, "transStatus": "Y" })))])
    {
        Ok(Returned::ReadResult(waiting)) => waiting,
        other => panic!("not passed: {other:?}"),
    };
    let read_challenge = |challenge: Challenge| match stored(challenge) {
        Pending::Challenge(challenge) => challenge,
        other => panic!("another state: {other:?}"),
    };
    let read_waiting = |waiting: Waiting| match stored(waiting) {
        Pending::Waiting(waiting) => waiting,
        other => panic!("another state: {other:?}"),
    };
    let decoupled = |card| match asked(card, json!({ "threeDSServerTransID": ID, "transStatus": "D" })) {
        Step::Waiting(waiting) => waiting,
        other => panic!("not waiting: {other:?}"),
    };
    let Step::Authenticated(at_once) = asked(card, agreed()) else { panic!("it agreed") };
    vec![
        ("at once", at_once),
        ("challenge", result(returned(challenge(card)))),
        ("challenge, stored", result(read_waiting(returned(read_challenge(challenge(card)))))),
        ("abandoned", result(challenge(card).abandoned())),
        ("abandoned, stored", result(read_waiting(read_challenge(challenge(card)).abandoned()))),
        ("elsewhere", result(decoupled(card))),
        ("elsewhere, stored", result(read_waiting(decoupled(card)))),
    ]
}

fn known() -> PriorAuthenticationRequired {
    PriorAuthenticationRequired {
        acs_trans_id: ACS_ID.into(),
        at: "2024-01-05T12:00:00Z".into(),
        method: ThreeDsPriorAuthMethod::Challenge,
    }
}

#[test]
fn the_proof_of_one_card_pays_with_no_other() {
    for (card, others) in cards() {
        for (way, authenticated) in ways(&card) {
            for other in &others {
                let paid = authenticated.clone().payment(other, place());
                assert_eq!(paid.map(|_| ()), Err(ThreeDsError::OtherCard), "{way}: {other:?} for {card:?}");
                assert_eq!(authenticated.proof(other), Err(ThreeDsError::OtherCard), "{way}: {other:?} for {card:?}");
            }
            assert!(authenticated.proof(&card).is_ok(), "{way}");
            let payment = authenticated.payment(&card, place()).expect(way);
            let mut form = Form::new();
            payment.encode(&mut form);
            assert_eq!(form.get("3ds[cavv]"), Some("proof"), "{way}");
        }
    }
}

#[test]
fn a_refusal_shows_no_card_and_says_what_to_do() {
    let (_, authenticated) = ways(&token(TOKEN)).swap_remove(0);
    let error = authenticated.payment(&token("another"), place()).expect_err("another card");
    let text = format!("{error} {error:?}");
    assert!(!text.contains(TOKEN) && !text.contains("another\""), "{text}");
    assert!(text.contains("authenticate"), "{text}");
}

#[test]
fn no_state_shows_or_stores_an_id_of_its_card() {
    for (card, ids) in [(token(TOKEN), vec![TOKEN]), (kept("customer-17", "card-18"), vec!["customer-17", "card-18"])] {
        let (question, asked) = enrolled().authenticate(&card, &browser(), &site());
        drop(question);
        let mut texts = vec![format!("{asked:?}")];
        let waiting = challenge(&card).abandoned();
        for state in [Pending::from(challenge(&card)), waiting.into()] {
            texts.extend([format!("{state:?}"), serde_json::to_string(&state).expect("JSON")]);
        }
        texts.extend(ways(&card).into_iter().map(|(_, authenticated)| format!("{authenticated:?}")));
        for text in texts {
            assert!(ids.iter().all(|id| !text.contains(id)), "{text}");
        }
    }
}

#[test]
fn what_is_stored_does_not_tell_that_two_authentications_were_of_one_card() {
    let digest = |state: &Pending| serde_json::to_value(state).expect("JSON")["card"].clone();
    let first = digest(&challenge(&token(TOKEN)).into());
    assert_eq!(first, digest(&challenge(&token(TOKEN)).into()));
    let moved = |text: String| text.replace(ID, "11111111-2222-3333-4444-555555555555");
    let version: Enrolled =
        serde_json::from_str(&moved(serde_json::to_string(&enrolled()).expect("JSON"))).expect("a state");
    let answer = read(serde_json::from_str(&moved(wants_challenge().to_string())).expect("JSON"));
    let Ok(Step::Challenge(second)) = version.authenticate(&token(TOKEN), &browser(), &site()).1.answered(answer)
    else {
        panic!("a challenge")
    };
    assert_ne!(first, digest(&second.into()));
}

/// A state of one authentication with the card of another is no state of either.
#[test]
fn a_stored_card_belongs_to_its_authentication() {
    let stored = serde_json::to_string(&Pending::from(challenge(&token(TOKEN)).abandoned())).expect("JSON");
    let Pending::Waiting(moved) = serde_json::from_str(&stored.replace(ID, ACS_ID)).expect("a state") else {
        panic!("another state")
    };
    let mut answer = agreed();
    answer["threeDSServerTransID"] = json!(ACS_ID);
    let Ok(Step::Authenticated(authenticated)) = moved.result(read(answer)) else { panic!("it agreed") };
    let paid = authenticated.payment(&token(TOKEN), place());
    assert_eq!(paid.map(|_| ()), Err(ThreeDsError::OtherCard));
}

#[test]
fn a_state_without_its_card_is_refused_and_says_why() {
    let states = [Pending::from(challenge(&token(TOKEN))), challenge(&token(TOKEN)).abandoned().into()];
    for state in states {
        let whole = serde_json::to_value(&state).expect("JSON");
        for card in [None, Some(Value::Null)] {
            let mut stored = whole.clone();
            match card {
                None => drop(stored.as_object_mut().expect("an object").remove("card")),
                Some(null) => stored["card"] = null,
            }
            let error = serde_json::from_value::<Pending>(stored).expect_err("of an earlier version");
            assert!(error.to_string().contains("Authenticate the cardholder again"), "{error}");
        }
        for odd in ["", "token", "token:", "token:AAAA", "pan:q1Lp1cTQPzzDAhnTyRnMmbFG1cmJP2DBkxJ7Ep0gRxw", "token:!"] {
            let mut stored = whole.clone();
            stored["card"] = json!(odd);
            let error = serde_json::from_value::<Pending>(stored).expect_err(odd).to_string();
            assert!(odd.is_empty() || !error.contains(odd), "{error}");
        }
        for odd in [json!(1), json!([]), json!({})] {
            let mut stored = whole.clone();
            stored["card"] = odd.clone();
            assert!(serde_json::from_value::<Pending>(stored).is_err(), "{odd}");
        }
    }
    // Nothing was authenticated yet, so nothing is missing.
    let earlier = format!(r#"{{"step":"enrolled","transId":"{ID}","purchase":{{"amount":1000,"currency":"EUR"}}}}"#);
    assert!(serde_json::from_str::<Pending>(&earlier).is_ok());
    let earlier = format!(r#"{{"acsTransId":"{ACS_ID}","at":"2022-09-01T03:23:00+02:00","method":"02"}}"#);
    let error = serde_json::from_str::<PriorAuthentication>(&earlier).expect_err("of an earlier version");
    assert!(error.to_string().contains("Authenticate the cardholder again"), "{error}");
}

fn series() -> Series {
    Series { kind: ThreeRiInd::Recurring, until: "2033-01-01".into(), every_days: 28 }
}

fn authenticates(prior: &PriorAuthentication, card: &KeptCard) -> bool {
    match prior.authenticate(card.clone(), purchase(), &series(), "2023-01-01T12:23:45Z") {
        Ok(_) => true,
        Err(error) => {
            assert_eq!(error, ThreeDsError::OtherCard);
            false
        }
    }
}

#[test]
fn later_payments_are_of_the_card_of_the_first() {
    let card = kept_card("c-1", "k-1");
    let authenticated = result(challenge(&card.clone().into()).abandoned());
    let prior = authenticated.prior(&card, "2024-01-05T12:00:00Z").expect("the challenge told the bank's id");
    assert_eq!((prior.acs_trans_id.as_str(), &prior.method), (ACS_ID, &ThreeDsPriorAuthMethod::Challenge));
    let text = serde_json::to_string(&prior).expect("JSON");
    assert!(!text.contains("c-1") && !text.contains("k-1"), "{text}");
    let read: PriorAuthentication = serde_json::from_str(&text).expect("what was written");
    assert_eq!(read, prior);
    for prior in [prior, read] {
        assert!(authenticates(&prior, &card));
        for (customer, id) in [("c-1", "k-2"), ("c-2", "k-1"), ("k-1", "c-1"), ("c-1k", "-1")] {
            assert!(!authenticates(&prior, &kept_card(customer, id)), "{customer} {id}");
            assert_eq!(
                authenticated.prior(&kept_card(customer, id), "2024-01-05T12:00:00Z"),
                Err(ThreeDsError::OtherCard)
            );
        }
        let mut changed = prior;
        changed.acs_trans_id = "another".into();
        assert!(!authenticates(&changed, &card), "the card of another authentication");
    }
    // Whoever knows better says so.
    let word = PriorAuthentication::new(&card, known());
    assert!(authenticates(&word, &card) && !authenticates(&word, &kept_card("c-1", "k-2")));
}

#[test]
fn a_series_needs_the_kept_card_and_the_banks_id() {
    let of_a_token = result(challenge(&token("k-1")).abandoned());
    assert_eq!(of_a_token.prior(&kept_card("c-1", "k-1"), "2024-01-05T12:00:00Z"), Err(ThreeDsError::OtherCard));
    let Step::Authenticated(at_once) = asked(&kept("c-1", "k-1"), agreed()) else { panic!("it agreed") };
    let prior = at_once.prior(&kept_card("c-1", "k-1"), "2024-01-05T12:00:00Z");
    assert_eq!(prior, Err(ThreeDsError::NoBankId), "no answer tells it");
}

#[test]
fn the_proof_of_a_series_is_of_its_card() {
    let card = kept_card("c-1", "k-1");
    let prior = PriorAuthentication::new(&card, known());
    let asked = prior.authenticate(card.clone(), purchase(), &series(), "2023-01-01T12:23:45Z").expect("its card").1;
    let Ok(StepWithoutCardholder::Authenticated(authenticated)) = asked.answered(read(agreed())) else {
        panic!("it agreed")
    };
    assert!(authenticated.proof(&card).is_ok());
    assert_eq!(authenticated.proof(&kept_card("c-1", "k-2")), Err(ThreeDsError::OtherCard));
    let mut form = Form::new();
    authenticated.payment(place()).encode(&mut form);
    assert_eq!((form.get("customerId"), form.get("cardId")), (Some("c-1"), Some("k-1")));
}

fn any_card() -> impl Strategy<Value = CardSource> {
    let id = || "[ab:]{0,3}";
    prop_oneof![id().prop_map(|id| token(&id)), (id(), id()).prop_map(|(customer, card)| kept(&customer, &card))]
}

proptest! {
    #[test]
    fn a_card_pays_if_and_only_if_it_is_the_one(authenticated in any_card(), paying in any_card()) {
        let proof = result(challenge(&authenticated).abandoned());
        let paid = proof.payment(&paying, place());
        prop_assert_eq!(paid.is_ok(), authenticated == paying);
    }
}
