//! What every client promises, whatever the API and in both modes: one suite, run over each of them against a plain
//! local server.
//!
//! Each API has an operation of each kind here, chosen by hand, and bodies as it writes them. A new one needs none:
//! what the spec says of an API is tested over all of its operations in the modules next to this one. What an API has
//! of its own is tested elsewhere.

mod apis;
mod mode;
mod suite;

use self::apis::{CentralPay, CinetPay, LyraMarketplace, Primer, Showcase};

/// Runs every test over an API in both modes, as a test each. What not every API has stands in groups.
macro_rules! conforms {
    ($($module:ident: $apis:ty, $($group:ident)*;)*) => {
        $(
            mod $module {
                mod in_async {
                    use super::super::*;
                    conforms!(@all $apis, payspec_http::Async);
                    $(conforms!(@$group $apis, payspec_http::Async);)*
                }
                mod blocking {
                    use super::super::*;
                    conforms!(@all $apis, payspec_http::Blocking);
                    $(conforms!(@$group $apis, payspec_http::Blocking);)*
                }
            }
        )*
    };
    (@all $apis:ty, $mode:ty) => {
        conforms!(@tests $apis, $mode:
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
    (@keys $apis:ty, $mode:ty) => {
        conforms!(@tests $apis, $mode:
            a_call_with_a_key_is_repeated_under_it
            a_key_can_be_given_derived_and_read_back
        );
    };
    (@paths $apis:ty, $mode:ty) => {
        conforms!(@tests $apis, $mode:
            a_call_has_options_of_its_own
            an_answer_about_another_object_is_refused
        );
    };
    (@pages $apis:ty, $mode:ty) => {
        conforms!(@tests $apis, $mode:
            a_search_is_followed_page_by_page
            a_search_gives_all_items_or_an_error
            a_search_of_any_form_is_read
        );
    };
    (@tests $apis:ty, $mode:ty: $($test:ident)*) => {
        $(
            #[test]
            fn $test() {
                suite::$test::<$apis, $mode>();
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
