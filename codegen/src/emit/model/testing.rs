//! What tests of a program need of an API's operations: a response to each.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::cargo::TESTING;
use crate::emit::{Content, Output, path};
use crate::ir::Api;
use crate::{print, samples};

/// The name of the file with the responses.
const RESPONSES: &str = "responses.txt";

/// The declaration of the module; `None` where there are no operations.
pub(super) fn declaration(api: &Api) -> Option<TokenStream> {
    api.modules.iter().any(|module| !module.operations.is_empty()).then(|| {
        quote! {
            /// Test helpers: responses as the API sends them.
            #[cfg(feature = #TESTING)]
            pub mod testing;
        }
    })
}

pub(super) fn emit(api: &Api, crates_dir: &str, outputs: &mut Vec<Output>) {
    if declaration(api).is_none() {
        return;
    }
    let items = vec![
        quote!(
            use payspec_core::testing::Messages;
        ),
        quote!(
            pub use payspec_core::testing::ResponseFixture;
        ),
        quote! {
            /// The responses to all operations.
            #[doc(hidden)]
            pub static MESSAGES: Messages = Messages(include_str!(#RESPONSES));
        },
        quote! {
            /// Returns a successful response to an operation of this API, with every field of the spec, made up from its
            /// examples. `None` for operations of other APIs.
            pub fn response<O: payspec_core::Operation>() -> Option<ResponseFixture> {
                responses::<O>().next()
            }
        },
        quote! {
            /// Returns the successful responses to an operation: one, unless the body depends on the status.
            pub fn responses<O: payspec_core::Operation>() -> impl Iterator<Item = ResponseFixture> {
                ResponseFixture::of(MESSAGES, O::SPEC.id)
            }
        },
    ];
    outputs.push(Output {
        path: path(api, crates_dir, "model", TESTING),
        source: api.source.clone(),
        content: Content::Rust(items),
    });
    let lines: String = samples::response_lines(api).into_iter().map(|line| line + "\n").collect();
    outputs.push(Output {
        path: format!("{crates_dir}/{}/model/src/generated/{RESPONSES}", api.name),
        source: api.source.clone(),
        content: Content::Text(format!("{}{lines}", print::header("#", &api.source))),
    });
}
