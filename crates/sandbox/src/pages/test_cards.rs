//! The vendor's test cards, as the payment page offers them: grouped by what they do.

use centralpay_model::test_values::{TestCard, TestCardNetwork, TestCardOutcome, TestCardRow};
use centralpay_model::{CardProductType, CardRegion, CardType, ThreeDsTransStatus};

use super::words::Language;

/// Cards that do the same kind of thing.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) is_open: bool,
    pub(crate) cards: Vec<Card>,
}

/// A test card.
#[derive(Debug)]
pub(crate) struct Card {
    pub(crate) number: &'static str,
    /// In blocks, as it is printed on cards.
    pub(crate) printed: String,
    pub(crate) network: &'static str,
    /// What it does.
    pub(crate) does: String,
}

/// All test cards with a behaviour that the list states.
pub(crate) fn groups(language: Language) -> Vec<Group> {
    let words = language.words();
    let mut rows: Vec<&'static TestCardRow> = TestCard::rows().iter().collect();
    rows.sort_by_key(|row| match row.network {
        TestCardNetwork::Visa => 0,
        TestCardNetwork::Mastercard => 1,
        TestCardNetwork::CarteBancaire => 2,
        _ => 3,
    });
    let group = |title, is_open, of: fn(&TestCardRow) -> bool| Group {
        title,
        is_open,
        cards: rows.iter().filter(|row| of(row)).map(|row| card(row, language)).collect(),
    };
    vec![
        group(words.pays, true, |row| kind(row) == Kind::Pays),
        group(words.authenticates, true, |row| kind(row) == Kind::Authenticates),
        group(words.refuses, true, |row| kind(row) == Kind::Refuses),
        group(words.shows_data, false, |row| kind(row) == Kind::ShowsData),
    ]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pays,
    Authenticates,
    Refuses,
    ShowsData,
}

fn kind(row: &TestCardRow) -> Kind {
    match (&row.authentication, &row.outcome) {
        (Some(ThreeDsTransStatus::Authenticated), _) => Kind::Pays,
        (Some(_), _) => Kind::Authenticates,
        (None, Some(TestCardOutcome::Refused)) => Kind::Refuses,
        (None, Some(_)) => Kind::Pays,
        (None, None) => Kind::ShowsData,
    }
}

fn card(row: &'static TestCardRow, language: Language) -> Card {
    let network = match row.network {
        TestCardNetwork::Visa => "Visa",
        TestCardNetwork::Mastercard => "Mastercard",
        TestCardNetwork::AmericanExpress => "American Express",
        _ => "CB",
    };
    Card { number: row.code, printed: printed(row.code), network, does: does(row, language) }
}

/// Blocks of four digits; American Express has 4, 6 and 5.
fn printed(number: &str) -> String {
    let ends: &[usize] = if number.len() == 15 { &[4, 10, 15] } else { &[4, 8, 12, 16] };
    let mut start = 0;
    let blocks = ends.iter().filter_map(|end| {
        let block = number.get(start..*end);
        start = *end;
        block
    });
    blocks.collect::<Vec<_>>().join(" ")
}

fn does(row: &TestCardRow, language: Language) -> String {
    let of = |english, french| match language {
        Language::English => english,
        Language::French => french,
    };
    let mut parts = Vec::new();
    parts.extend(row.authentication.as_ref().map(|status| match status {
        ThreeDsTransStatus::Authenticated => of("3-D Secure without a challenge", "3-D Secure sans challenge"),
        ThreeDsTransStatus::ChallengeRequired => of("asks for a code", "demande un code"),
        ThreeDsTransStatus::DecoupledChallengeRequired => {
            of("confirmed in the bank’s app", "confirmé dans l’application de la banque")
        }
        ThreeDsTransStatus::NotAuthenticated => of("not authenticated", "non authentifié"),
        _ => of("authentication for information only", "authentification informative"),
    }));
    if let Some(code) = &row.bank_code {
        let label = code.row().map_or("", |row| row.label);
        return format!("{} {}: {label}", of("code", "code"), code.as_str());
    }
    if row.authentication.is_none() && row.outcome.is_some() {
        parts.push(of("without 3-D Secure", "sans 3-D Secure"));
    }
    parts.extend(row.region.as_ref().map(|region| match region {
        CardRegion::Europe if row.eea == Some(true) => of("EEA", "EEE"),
        CardRegion::Europe => of("Europe outside the EEA", "Europe hors EEE"),
        CardRegion::Us => of("United States", "États-Unis"),
        CardRegion::UsaCanada => of("United States and Canada", "États-Unis et Canada"),
        CardRegion::AsiaPacific => of("Asia and Pacific", "Asie et Pacifique"),
        CardRegion::LatinAmerica => of("Latin America", "Amérique latine"),
        CardRegion::Cemea => of("Central Europe, Middle East, Africa", "Europe centrale, Moyen-Orient, Afrique"),
        _ => of("other region", "autre région"),
    }));
    parts.extend(row.product_type.as_ref().map(|product| match product {
        CardProductType::Consumer => of("consumer", "particulier"),
        CardProductType::Corporate => of("corporate", "entreprise"),
        _ => of("holder unknown", "titulaire inconnu"),
    }));
    parts.extend(row.card_type.as_ref().map(|kind| match kind {
        CardType::Debit => of("debit", "débit"),
        CardType::Credit => of("credit", "crédit"),
        _ => of("type unknown", "type inconnu"),
    }));
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{Language, TestCard, groups, printed};

    #[test]
    fn every_test_card_is_offered_once_with_what_it_does() {
        for language in [Language::English, Language::French] {
            let groups = groups(language);
            let mut numbers: Vec<&str> = groups.iter().flat_map(|group| &group.cards).map(|card| card.number).collect();
            numbers.sort_unstable();
            let mut listed: Vec<&str> = TestCard::rows().iter().map(|row| row.code).collect();
            listed.sort_unstable();
            assert_eq!(numbers, listed);
            assert!(groups.iter().flat_map(|group| &group.cards).all(|card| !card.does.is_empty()), "{groups:?}");
        }
    }

    #[test]
    fn numbers_are_printed_in_blocks() {
        assert_eq!(printed("4000000000000051"), "4000 0000 0000 0051");
        assert_eq!(printed("341502098634895"), "3415 020986 34895");
    }
}
