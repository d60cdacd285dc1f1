//! What generated Rust looks like: prettyplease's lines, joined where 120 columns are enough.

use std::collections::BTreeSet;
use std::path::Path;

use payspec_codegen::print::{self, Owner};
use payspec_codegen::run;
use payspec_codegen::target::{Content, Output};
use proc_macro2::TokenStream;
use quote::quote;

fn printed(items: TokenStream) -> String {
    let output = Output { path: "a.rs".into(), source: "a.yaml".into(), content: Content::Rust(vec![items]) };
    let text = print::file(&output).expect("it is Rust").text;
    text.split_once("\n\n").expect("a header comes first").1.to_owned()
}

#[test]
fn what_fits_stands_on_one_line() {
    let text = printed(quote! {
        static RESPONSES: &[ResponseSpec] = &[
            ResponseSpec { status: 200, error: None, meaning: "The refund, as it is at the moment of the answer." },
            ResponseSpec { status: 404, error: Some(ErrorKind::NotFound), meaning: "There is no refund with this id." },
        ];
        impl Refund {
            pub fn sct_transaction_id(mut self, sct_transaction_id: impl Into<SctTransactionId>) -> Self {
                form.filter("transactionId", self.transaction_id.as_ref().is_some_and(|text| text.is_empty()));
                self.transaction_id.as_ref().map(FormValue::form_value).unwrap_or_else(|| self.other_identifier())
            }
        }
    });
    let expected = "\
static RESPONSES: &[ResponseSpec] = &[
    ResponseSpec { status: 200, error: None, meaning: \"The refund, as it is at the moment of the answer.\" },
    ResponseSpec { status: 404, error: Some(ErrorKind::NotFound), meaning: \"There is no refund with this id.\" },
];

impl Refund {
    pub fn sct_transaction_id(mut self, sct_transaction_id: impl Into<SctTransactionId>) -> Self {
        form.filter(\"transactionId\", self.transaction_id.as_ref().is_some_and(|text| text.is_empty()));
        self.transaction_id.as_ref().map(FormValue::form_value).unwrap_or_else(|| self.other_identifier())
    }
}
";
    assert_eq!(text, expected);
}

#[test]
fn arms_and_alternatives_stand_on_one_line_if_they_fit() {
    let text = printed(quote! {
        fn event_id(&self) -> Option<&str> {
            match self {
                Self::TransferSucceeded(event) | Self::TransferUpdated(event) => event.event_id.as_deref(),
                Self::OnboardingPaymentAccountCreated(event) => event.event_id_of_the_account.as_deref(),
                Self::SctTransactionReversalReceived(event) => {
                    event.read();
                }
            }
        }
    });
    let expected = "\
fn event_id(&self) -> Option<&str> {
    match self {
        Self::TransferSucceeded(event) | Self::TransferUpdated(event) => event.event_id.as_deref(),
        Self::OnboardingPaymentAccountCreated(event) => event.event_id_of_the_account.as_deref(),
        Self::SctTransactionReversalReceived(event) => {
            event.read();
        }
    }
}
";
    assert_eq!(text, expected);
}

#[test]
fn definitions_keep_a_line_for_each_field() {
    let text = printed(quote! {
        pub struct Refund { pub id: RefundId, pub amount: Amount }
        pub enum Status { Open, Done }
    });
    assert_eq!(
        text,
        "pub struct Refund {\n    pub id: RefundId,\n    pub amount: Amount,\n}\n\npub enum Status {\n    Open,\n    Done,\n}\n"
    );
}

#[test]
fn short_values_share_lines_and_keep_their_commas() {
    let codes = (10..50).map(|code| format!("{code}"));
    let texts = ["a,b"].map(String::from).into_iter().chain((10..50).map(|code| format!("C{code}")));
    let (codes, texts) = (codes.collect::<Vec<_>>(), texts.collect::<Vec<_>>());
    let text = printed(quote! {
        static CODES: &[&str] = &[#(#codes),*];
        static TEXTS: &[&str] = &[#(#texts),*];
    });
    let (codes, texts) = text.split_once("static TEXTS").expect("two statics");
    assert_eq!(codes.lines().filter(|line| line.len() > 100).count(), 2, "{codes}");
    assert!(texts.contains("\n    \"a,b\",\n    \"C10\",\n"), "{texts}");
}

/// The printer joins lines of text, so it must not touch what is in them.
#[test]
fn joining_lines_changes_no_token() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let generated = run::generate(root, run::PROJECTS).expect("the specs are clean");
    let rust = generated.files.iter().filter(|file| is_rust(&file.path) && file.owner == Owner::Generator);
    let mut odd = BTreeSet::new();
    for file in rust {
        // What prettyplease makes of the text again has the same tokens, whatever lines they are on.
        let parsed = syn::parse_file(&file.text).expect("it is Rust");
        let again = prettyplease::unparse(&parsed);
        if words(&file.text) != words(&again) {
            odd.insert(&file.path);
        }
    }
    assert!(odd.is_empty(), "{odd:?}");
}

/// The text without what may differ: space, and commas at the end of a list.
fn words(code: &str) -> String {
    let code = code.lines().filter(|line| !line.starts_with("//")).collect::<String>();
    code.chars().filter(|sign| !sign.is_whitespace() && !",{}".contains(*sign)).collect()
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}
