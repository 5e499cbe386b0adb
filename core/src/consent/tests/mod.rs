//! Signals of requests, strings bit by bit, and what no value may do.

use super::*;
use proptest::prelude::*;

mod requests;
mod strings;

/// An example of the GPP specification: no consent, made on 2022-04-20.
const NOTHING: &str = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA";

/// Every kind, to be handed any value.
const KINDS: [Kind; 21] = [
    Kind::Gcs,
    Kind::GcsMissing,
    Kind::Gcd,
    Kind::Gcu,
    Kind::Npa,
    Kind::Dma,
    Kind::DmaCps,
    Kind::Gdpr,
    Kind::Tcf,
    Kind::Additional,
    Kind::Gpp,
    Kind::GppSid,
    Kind::UsPrivacy,
    Kind::MetaOptions,
    Kind::MetaCountry,
    Kind::MetaState,
    Kind::Limited,
    Kind::OptOut,
    Kind::Uet,
    Kind::Matomo,
    Kind::Given,
];

fn any_value() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,200}",
        "[BCD][A-Za-z0-9_-]{0,700}(\\.[A-Za-z0-9_-]{0,60}){0,3}",
        "DB[A-Za-z0-9_-]{1,12}(~[A-Za-z0-9_.-]{0,90}){0,6}"
    ]
}

proptest! {
    #[test]
    fn no_value_stops_a_decoder_and_what_is_said_stays_short(value in any_value()) {
        for kind in KINDS {
            let sent = Sent { at: "query:x".to_owned(), value: value.clone(), cut: false };
            let seen = Seen(vec![(kind, sent)]);
            for signal in seen.signals(None) {
                prop_assert!(signal.said.len() <= SAID + 3, "{}", signal.said.len());
                prop_assert!(signal.said.chars().all(|c| c.is_alphanumeric() || " ,;:.()–-’…".contains(c)), "{}", signal.said);
            }
        }
    }
}
