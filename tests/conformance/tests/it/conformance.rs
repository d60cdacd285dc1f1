//! What every client promises, whatever the API and in both worlds: one suite, run over each of them against a plain local
//! server.
//!
//! A new API is a new [`Subject`]. The promises are about the runtime that all clients share and about what the generator
//! gives it of each API; what an API has of its own is tested elsewhere.

mod promises;
mod subject;
mod world;

use self::subject::{CentralPay, CinetPay, LyraMarketplace, Primer, Showcase};

/// Runs every promise over an API in both worlds, as a test each. What not every API has stands in groups.
macro_rules! conforms {
    ($($module:ident: $subject:ty, $($group:ident)*;)*) => {
        $(
            mod $module {
                mod in_async {
                    use super::super::*;
                    conforms!(@all $subject, payspec_http::Async);
                    $(conforms!(@$group $subject, payspec_http::Async);)*
                }
                mod blocking {
                    use super::super::*;
                    conforms!(@all $subject, payspec_http::Blocking);
                    $(conforms!(@$group $subject, payspec_http::Blocking);)*
                }
            }
        )*
    };
    (@all $subject:ty, $world:ty) => {
        conforms!(@tests $subject, $world:
            a_success_has_a_value_and_its_envelope
            a_call_without_a_key_is_sent_once
            a_read_is_repeated
            what_the_api_asks_for_is_waited_for
            a_failure_for_good_tells_whether_it_happened
            every_kind_of_answer_is_told_apart
            what_the_api_complains_about_is_read
            anything_else_an_error_says_is_kept
            a_redirect_is_not_followed
            an_answer_that_is_too_long_is_cut
        );
    };
    (@keys $subject:ty, $world:ty) => {
        conforms!(@tests $subject, $world:
            a_call_with_a_key_is_repeated_under_it
            a_key_can_be_given_derived_and_read_back
        );
    };
    (@paths $subject:ty, $world:ty) => {
        conforms!(@tests $subject, $world:
            a_call_has_options_of_its_own
            an_answer_about_another_object_is_refused
        );
    };
    (@pages $subject:ty, $world:ty) => {
        conforms!(@tests $subject, $world:
            a_search_is_followed_page_by_page
            a_search_gives_all_items_or_an_error
            a_search_of_any_form_is_read
        );
    };
    (@tests $subject:ty, $world:ty: $($promise:ident)*) => {
        $(
            #[test]
            fn $promise() {
                promises::$promise::<$subject, $world>();
            }
        )*
    };
}

conforms! {
    centralpay: CentralPay, keys paths pages;
    cinetpay: CinetPay,;
    lyra_marketplace: LyraMarketplace, paths pages;
    primer: Primer, keys paths pages;
    showcase: Showcase, keys paths pages;
}
