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
    let text = print::file(output).expect("it is Rust").text;
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

/// Code in an attribute becomes lines of documentation, which are no longer than other lines.
#[test]
fn an_example_is_laid_out_as_documentation() {
    let text = printed(quote! {
        impl Refunds {
            #[doc = " Refunds."]
            #[example {
                use payspec::shop::{Amount, model::{CreateRefund, CreateRefundRequired, Currency}};
                let params = CreateRefund::new(CreateRefundRequired { transaction_id: "aa42bd28-5a34-47e4-87b0".into(), amount: 5 }).twice();
                client.refunds().create(params).await?;
            }]
            pub fn create(&self) {}
        }
    });
    let expected = "\
impl Refunds {
    /// Refunds.
    /// use payspec::shop::{Amount, model::{CreateRefund, CreateRefundRequired, Currency}};
    ///
    /// let params = CreateRefund::new(CreateRefundRequired {
    ///     transaction_id: \"aa42bd28-5a34-47e4-87b0\".into(),
    ///     amount: 5,
    /// }).twice();
    /// client.refunds().create(params).await?;
    pub fn create(&self) {}
}
";
    assert_eq!(text, expected);
}

#[test]
fn a_text_that_is_too_long_goes_on_below() {
    let long =
        "It says \"this\" and  that, at length and in so many words that no line of the repository can hold it all.";
    let row = "The cell of a table, which has a line for each row however long it is";
    let text = printed(quote! {
        static WHY: Reason = Reason::new("short", Check::Luhn { field: "card.number" }).because(#long).against("Card", None);
        static SPEC: Spec = Spec { meaning: #long, rest: &[row("a", #row, #row, "b")] };
        static WORD: &str = "https://example.org/a/very/long/address/that/cannot/be/broken/anywhere/because/it/has/not/one/blank/in/it";
    });
    let expected = "\
static WHY: Reason = Reason::new(\"short\", Check::Luhn { field: \"card.number\" })
    .because(\"It says \\\"this\\\" and  that, at length and in so many words that no line of the repository can hold it \\
              all.\")
    .against(\"Card\", None);
";
    assert!(text.starts_with(expected), "{text}");
    let file = syn::parse_file(&text).expect("it is Rust");
    let syn::Item::Static(spec) = &file.items[1] else { panic!("{text}") };
    let syn::Expr::Struct(spec) = &*spec.expr else { panic!("{text}") };
    let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(meaning), .. }) = &spec.fields[0].expr else {
        panic!("{text}")
    };
    assert_eq!(meaning.value(), long);
    let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 120).collect();
    assert!(wide.iter().all(|line| line.contains("row(") || line.contains("https://")), "{wide:#?}");
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
        let mut parsed = syn::parse_file(&file.text).expect("it is Rust");
        parsed.items.retain(|item| !matches!(item, syn::Item::Macro(item) if is_setters(item)));
        let again = prettyplease::unparse(&parsed);
        if words(&without_setters(&file.text)) != words(&again) {
            odd.insert(&file.path);
        }
    }
    assert!(odd.is_empty(), "{odd:?}");
}

fn is_setters(item: &syn::ItemMacro) -> bool {
    item.mac.path.segments.last().is_some_and(|last| last.ident == "setters")
}

/// The code without its setters: prettyplease does not lay out what a macro takes.
fn without_setters(code: &str) -> String {
    let mut is_within = false;
    let lines = code.lines().filter(|line| {
        is_within = is_within && *line != "} }" || line.starts_with("payspec_core::setters! {");
        !is_within && *line != "} }"
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The text without what may differ: space, and commas at the end of a list.
fn words(code: &str) -> String {
    let code = code.lines().filter(|line| !line.starts_with("//")).collect::<String>();
    code.chars().filter(|sign| !sign.is_whitespace() && !",{}".contains(*sign)).collect()
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}
