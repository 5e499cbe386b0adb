//! Signals of single vendors: limited data use, Microsoft's `asc`, Matomo's, Xandr's and comScore's consent flags,
//! Google's list of partners outside the TCF.

use super::{Decoded, Standing, list, unread};
use leaklight_text::t;

/// Meta's `dpo` with `dpoco` and `dpost`, the country and state it is asked for: developers.facebook.com, "Data Processing
/// Options for US Users" (1 is the US, 1000 California, 0 for both lets Meta find out; updated 2023-05-01, read 2026-11-26).
pub(super) fn meta(options: &str, country: Option<&str>, state: Option<&str>) -> Decoded {
    if options.is_empty() {
        return (t!("limited data use not asked for").to_owned(), Standing::Unclear);
    }
    if !asks(options) {
        return unread(t!("it is no option known here"));
    }
    let said = match (country, state) {
        (Some("1"), Some("1000")) => t!("limited data use asked for, for California"),
        (Some("1"), _) => t!("limited data use asked for, for the US"),
        (Some("0"), _) => t!("limited data use asked for, Meta is left to find out whether it applies"),
        _ => t!("limited data use asked for"),
    };
    (said.to_owned(), Standing::Denied)
}

/// A limited-use flag of another company: Reddit's `dpm` (MisterPhilip/omnibug, RedditPixel.js, MIT), TikTok's
/// `limited_data_use` (TikTok Events API), Pinterest's `opt_out_type` (developers.pinterest.com, "Use Limited Data
/// Processing flag"), `data_processing_options` of the server interfaces that Snap and Meta share a name for; read
/// 2026-11-26.
pub(super) fn limited(value: &str) -> Decoded {
    match value {
        "1" | "true" => (t!("limited data use asked for").to_owned(), Standing::Denied),
        "0" | "false" | "" | "[]" => (t!("limited data use not asked for").to_owned(), Standing::Unclear),
        _ if asks(value) => (t!("limited data use asked for").to_owned(), Standing::Denied),
        _ => unread(t!("it is no option known here")),
    }
}

/// True where options name limited data use, limited measurement use or limited data processing.
pub(super) fn asks(options: &str) -> bool {
    options
        .split(|c: char| !c.is_ascii_alphabetic() && c != '_')
        .any(|word| ["LDU", "LMU", "LDP", "LIMITED_DATA_USE"].iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// Reddit's `opt_out` (omnibug, as above).
pub(super) fn opt_out(value: &str) -> Decoded {
    match value {
        "1" | "true" => (t!("opted out").to_owned(), Standing::Denied),
        "0" | "false" => (t!("not opted out").to_owned(), Standing::Granted),
        _ => unread(t!("it is neither 0 nor 1")),
    }
}

/// Microsoft's `asc` (consentguard.io and support.termly.io, read 2026-11-26; what consent mode is: learn.microsoft.com,
/// "UET consent mode"). Granted is also what the tag assumes where the site says nothing.
pub(super) fn uet(value: &str) -> Decoded {
    match value {
        "G" => {
            (t!("advertising storage granted, which is also what the tag sends where the site set nothing").to_owned(), Standing::Granted)
        }
        "D" => (t!("advertising storage denied; the hit itself is sent all the same").to_owned(), Standing::Denied),
        _ => unread(t!("it is neither G nor D")),
    }
}

/// Matomo's `consent`: the tracker adds it only where the site told it to wait for consent (`requireConsent`) and consent was
/// then given (matomo-org/matomo, `js/piwik.js`).
pub(super) fn matomo(value: &str) -> Decoded {
    match value {
        "1" => (t!("the tracker was told to wait for consent, and consent was given").to_owned(), Standing::Granted),
        "0" => (t!("consent said not to be given").to_owned(), Standing::Denied),
        _ => unread(t!("it is neither 0 nor 1")),
    }
}

/// Xandr's `consent` on its universal pixel (learn.microsoft.com, "Set up consent mode in Universal Pixel") and comScore's
/// `cs_ucfr` (docs.sourcepoint.com, "Comscore"); read 2026-11-26.
pub(super) fn given(value: &str) -> Decoded {
    match value {
        "1" => (t!("consent said to be given").to_owned(), Standing::Granted),
        "0" => (t!("consent said to be denied").to_owned(), Standing::Denied),
        _ => unread(t!("it is neither 0 nor 1")),
    }
}

/// Google's `addtl_consent`: advertising partners outside the Global Vendor List, by number (support.google.com/admanager,
/// answer 9681920, "Additional Consent technical specification", read 2026-11-26).
pub(super) fn additional(value: &str, cut: bool) -> Decoded {
    let (version, rest) = value.split_once('~').unwrap_or((value, ""));
    if !matches!(version, "1" | "2") {
        return unread(t!("its version is not known here"));
    }
    let (consented, shown) = rest.split_once('~').unwrap_or((rest, ""));
    let count = |ids: &str| ids.split('.').filter(|id| !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit())).count();
    let (consented, shown) = (count(consented), count(shown.strip_prefix("dv.").unwrap_or("")));
    let mut said = vec![match cut {
        true => t!("consent for at least {consented} of Google’s advertising partners outside the TCF"),
        false => t!("consent for {consented} of Google’s advertising partners outside the TCF"),
    }];
    match cut {
        _ if shown == 0 => {}
        true => said.push(t!("at least {shown} more shown to the visitor")),
        false => said.push(t!("{shown} more shown to the visitor")),
    }
    let said: Vec<&str> = said.iter().map(String::as_str).collect();
    (list(&said), if consented > 0 { Standing::Granted } else { Standing::Denied })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Standing::{Denied, Granted, Unclear};

    #[test]
    fn metas_options_say_what_and_where() {
        for (options, country, state, said, standing) in [
            ("LDU", Some("1"), Some("1000"), "limited data use asked for, for California", Denied),
            ("LDU", Some("0"), Some("0"), "limited data use asked for, Meta is left to find out whether it applies", Denied),
            ("LDU", None, None, "limited data use asked for", Denied),
            ("[\"LDU\"]", Some("1"), Some("1002"), "limited data use asked for, for the US", Denied),
            ("", Some("0"), Some("0"), "limited data use not asked for", Unclear),
            ("SHOULDUSE", None, None, "cannot be read: it is no option known here", Unclear),
        ] {
            assert_eq!(meta(options, country, state), (said.to_owned(), standing), "{options}");
        }
    }

    #[test]
    fn flags() {
        for (decode, value, standing) in [
            (limited as fn(&str) -> Decoded, "LDU", Denied),
            (limited, "LDP", Denied),
            (limited, "[\"LMU\"]", Denied),
            (limited, "true", Denied),
            (limited, "[]", Unclear),
            (opt_out, "1", Denied),
            (opt_out, "0", Granted),
            (uet, "G", Granted),
            (uet, "D", Denied),
            (matomo, "1", Granted),
            (matomo, "0", Denied),
            (given, "1", Granted),
            (given, "0", Denied),
        ] {
            let (said, got) = decode(value);
            assert_eq!(got, standing, "{value}: {said}");
            assert!(!said.starts_with("cannot"), "{value}: {said}");
        }
        for decode in [limited as fn(&str) -> Decoded, opt_out, uet, matomo, given] {
            assert!(decode("jordan@example.org").0.starts_with("cannot be read: it is n"));
        }
    }

    /// The specification's own example is the second.
    #[test]
    fn additional_consent_is_counted() {
        for (value, cut, said, standing) in [
            ("1~", false, "consent for 0 of Google’s advertising partners outside the TCF", Denied),
            (
                "2~1.35.41.101~dv.9.21.81",
                false,
                "consent for 4 of Google’s advertising partners outside the TCF and 3 more shown to the visitor",
                Granted,
            ),
            ("1~1.2.3", true, "consent for at least 3 of Google’s advertising partners outside the TCF", Granted),
            ("3~1", false, "cannot be read: its version is not known here", Unclear),
            ("", false, "cannot be read: its version is not known here", Unclear),
        ] {
            assert_eq!(additional(value, cut), (said.to_owned(), standing), "{value}");
        }
    }
}
