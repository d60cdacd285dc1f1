//! The texts of the payment page and of the bank's pages, in English and French.

use centralpay_model::{IntervalUnit, PaymentMethod};

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
}

impl Language {
    /// The language that a page was asked for (`?lang=fr`), else that of the payment, else that of the browser.
    pub(crate) fn choose(asked: &str, of_payment: Option<&str>, of_browser: Option<&str>) -> Self {
        let asked = Some(asked).filter(|code| !code.is_empty());
        let code = asked.or(of_payment).or(of_browser).unwrap_or_default();
        // `fr`, `fr-FR`, `FRE` and `FRA`.
        let is_french = code.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("fr"));
        if is_french { Self::French } else { Self::English }
    }

    /// The code in HTML and in `?lang=`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// The other one, to switch to.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::English => Self::French,
            Self::French => Self::English,
        }
    }

    /// Its name, in the language itself.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
        }
    }

    /// The texts.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::English => &ENGLISH,
            Self::French => &FRENCH,
        }
    }

    /// The name of a way to pay.
    pub(crate) fn method(self, method: &PaymentMethod) -> &'static str {
        let words = self.words();
        match method {
            PaymentMethod::Subscription => words.by_subscription,
            PaymentMethod::Installment => words.by_instalments,
            _ => words.by_card,
        }
    }

    /// An interval: `every month`, `every 2 months`; `tous les 2 mois`, `par an`.
    pub(crate) fn every(self, unit: &IntervalUnit, count: i64) -> String {
        let (english, french, french_plural) = match unit {
            IntervalUnit::Day => ("day", "jour", "jours"),
            IntervalUnit::Week => ("week", "semaine", "semaines"),
            IntervalUnit::Month => ("month", "mois", "mois"),
            IntervalUnit::Year => ("year", "an", "ans"),
            other => (other.as_str(), other.as_str(), other.as_str()),
        };
        match (self, count) {
            (Self::English, 1) => format!("every {english}"),
            (Self::English, _) => format!("every {count} {english}s"),
            (Self::French, 1) => format!("par {french}"),
            (Self::French, _) if matches!(unit, IntervalUnit::Week) => format!("toutes les {count} {french_plural}"),
            (Self::French, _) => format!("tous les {count} {french_plural}"),
        }
    }

    /// An amount with its currency. The decimals are those of the currency: `1,290.00 EUR`, `1 290,00 EUR`, `1,500 JPY`.
    pub(crate) fn money(self, minor: i64, currency: &str) -> String {
        let places = decimals_of(currency);
        let plain = payspec_core::Amount::from_minor(minor).to_decimal(places);
        let (whole, decimals) =
            plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
        let (thousands, point) = match self {
            Self::English => (',', '.'),
            Self::French => ('\u{202f}', ','),
        };
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
        let mut text = sign.to_owned();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(thousands);
            }
            text.push(digit);
        }
        if let Some(decimals) = decimals {
            text.push(point);
            text.push_str(decimals);
        }
        format!("{text} {currency}")
    }
}

/// The number of decimals of a currency; two if it is unknown.
fn decimals_of(code: &str) -> u8 {
    let units = centralpay_model::Currency::from(code).row().and_then(|row| row.minor_units);
    units.and_then(|units| u8::try_from(units).ok()).unwrap_or(2)
}

macro_rules! words {
    ($($name:ident: $english:literal, $french:literal;)+) => {
        /// All texts. Each field is named after its English text.
        #[derive(Debug)]
        pub(crate) struct Words {
            $(pub(crate) $name: &'static str,)+
        }

        static ENGLISH: Words = Words { $($name: $english,)+ };
        static FRENCH: Words = Words { $($name: $french,)+ };
    };
}

words! {
    // The payment page.
    payment: "Payment", "Paiement";
    sandbox_note: "Test payment. No money moves.", "Paiement de test. Aucun débit réel.";
    inspect: "Inspect", "Inspecter";
    pay_to: "Payment to", "Paiement à";
    reference: "Reference", "Référence";
    total: "Total", "Total";
    your_share: "Your share", "Votre part";
    paid: "Paid", "Payé";
    pay_by_card: "Pay by card", "Payer par carte";
    method: "How would you like to pay?", "Comment souhaitez-vous payer ?";
    by_card: "Card", "Carte";
    by_subscription: "Subscription", "Abonnement";
    by_instalments: "In instalments", "En plusieurs fois";
    card_number: "Card number", "Numéro de carte";
    expiry_and_code: "Expiry date and security code", "Date d’expiration et cryptogramme";
    month: "Month", "Mois";
    year: "Year", "Année";
    cvc: "Security code", "Cryptogramme";
    cvc_hint: "3 digits on the back, or 4 on the front of American Express", "3 chiffres au dos, ou 4 au recto d’American Express";
    holder: "Name on the card", "Nom sur la carte";
    email: "E-mail", "E-mail";
    optional: "optional", "facultatif";
    pay: "Pay", "Payer";
    paying: "Processing…", "Traitement en cours…";
    subscribe: "Subscribe", "S’abonner";
    cancel: "Cancel and return to the shop", "Annuler et revenir à la boutique";
    check_fields: "Please check the following:", "Veuillez vérifier :";
    wrong_number: "This card number is not valid.", "Ce numéro de carte n’est pas valide.";
    wrong_expiry: "This expiry date is not valid, or has passed.", "Cette date d’expiration n’est pas valide ou est dépassée.";
    wrong_cvc: "This security code is not valid.", "Ce cryptogramme n’est pas valide.";
    wrong_email: "A valid e-mail address is required.", "Une adresse e-mail valide est requise.";
    refused: "Your bank refused the payment.", "Votre banque a refusé le paiement.";
    refused_hint: "You can try again, or use another card.", "Vous pouvez réessayer ou utiliser une autre carte.";
    not_authenticated: "Your bank could not verify your identity.", "Votre banque n’a pas pu vérifier votre identité.";
    collected: "This payment is being collected.", "Ce paiement est en cours de prélèvement.";
    paid_before: "This payment has already been made.", "Ce paiement a déjà été effectué.";
    link_canceled: "This link was canceled by the merchant.", "Ce lien a été annulé par le marchand.";
    link_expired: "This link has expired.", "Ce lien a expiré.";
    link_ended: "This link is no longer valid.", "Ce lien n’est plus valable.";
    no_page: "There is no such page.", "Cette page n’existe pas.";
    nothing_paid: "Nothing was paid.", "Aucun paiement n’a été effectué.";
    back_to_page: "Back to the payment", "Revenir au paiement";
    thanks: "Thank you for your payment.", "Merci pour votre paiement.";
    return_soon: "You will return to the shop in a moment.", "Vous allez être redirigé vers la boutique.";
    return_now: "Return to the shop", "Revenir à la boutique";
    confirm_with_bank: "Confirm with your bank", "Confirmez auprès de votre banque";
    to_bank: "Continue to your bank", "Continuer vers votre banque";
    frame_of_bank: "The page of your bank", "La page de votre banque";
    in_app: "Confirm the payment in the app of your bank.", "Confirmez le paiement dans l’application de votre banque.";
    go_on: "Continue", "Continuer";
    // Test cards.
    test_cards: "Test cards", "Cartes de test";
    test_cards_hint: "Choose one to fill in the form.", "Choisissez-en une pour remplir le formulaire.";
    pays: "Payments that succeed", "Paiements acceptés";
    refuses: "Refused payments", "Paiements refusés";
    authenticates: "3-D Secure", "3-D Secure";
    shows_data: "Cards by region and type", "Cartes par région et type";
    // The bank.
    bank: "Test bank", "Banque de test";
    verify: "Verify your payment", "Vérifiez votre paiement";
    merchant: "Merchant", "Marchand";
    amount: "Amount", "Montant";
    card: "Card", "Carte";
    code: "Code", "Code";
    code_hint: "We sent a code to your phone.", "Nous avons envoyé un code sur votre téléphone.";
    confirm: "Confirm", "Valider";
    abort: "Cancel", "Annuler";
    unknown_code: "Unknown code. Use one of the test codes.", "Code inconnu. Utilisez un des codes de test.";
    test_codes: "Test codes", "Codes de test";
    not_pending: "No pending authentication matches this challenge.", "Aucune authentification en attente ne correspond.";
    code_authenticated: "authenticated", "authentifié";
    code_attempted: "attempted, counts as authenticated", "tentative, vaut authentification";
    code_not_authenticated: "wrong: not authenticated", "erroné : non authentifié";
    code_rejected: "rejected by the bank", "rejeté par la banque";
    code_unavailable: "could not be verified", "vérification impossible";
    no_method: "The data is not that of an authentication.", "Les données ne sont pas celles d'une authentification.";
    recognised: "The bank has recognised the browser.", "La banque a reconnu le navigateur.";
}

#[cfg(test)]
mod tests {
    use super::Language;
    use super::Language::{English, French};

    #[test]
    fn the_switch_comes_before_the_payment_and_the_browser() {
        assert_eq!(Language::choose("en", Some("FRE"), Some("fr")), English);
        assert_eq!(Language::choose("", Some("FRE"), Some("en-GB")), French);
        assert_eq!(Language::choose("", None, Some("fr-FR,fr;q=0.9,en;q=0.8")), French);
        assert_eq!(Language::choose("", Some("ENG"), Some("fr")), English);
        assert_eq!(Language::choose("", None, None), English);
        assert_eq!(Language::choose("é", None, Some("fr")), English, "half a letter is not cut");
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        let shown = |language: Language, minor, currency| language.money(minor, currency).replace('\u{202f}', " ");
        assert_eq!(shown(English, 129_000, "EUR"), "1,290.00 EUR");
        assert_eq!(shown(French, 129_000, "EUR"), "1 290,00 EUR");
        assert_eq!(shown(English, 1_500, "JPY"), "1,500 JPY");
        assert_eq!(shown(French, 5, "TND"), "0,005 TND");
        assert_eq!(shown(English, -123_456_789, "EUR"), "-1,234,567.89 EUR");
        assert_eq!(shown(English, 100, "???"), "1.00 ???");
    }
}
