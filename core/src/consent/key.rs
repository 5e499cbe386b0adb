//! Which signal a field is, by its name, its recipient and, where the name alone says little, the form of its value.

use super::{Kind, google, tcf, us_privacy, vendors};
use crate::payload::Field;
use crate::vendor::{LONGEST, plain_name};

/// Forms of values by which a field is taken for a consent signal whoever gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// `G111`.
    Gcs,
    /// `13l3l3l3l1l1`.
    Gcd,
    /// 0, 1, true or false.
    Flag,
    /// `1YNN`.
    UsPrivacy,
    /// A TC string.
    TcString,
    /// Options that name limited data use.
    LimitedUse,
}

/// Whether a value has the form.
pub(crate) fn has_form(form: Form, value: &str) -> bool {
    match form {
        Form::Gcs => google::is_gcs(value),
        Form::Gcd => google::is_gcd(value),
        Form::Flag => matches!(value, "0" | "1" | "true" | "false"),
        Form::UsPrivacy => us_privacy::is_string(value),
        Form::TcString => tcf::is_string(value),
        Form::LimitedUse => value.len() <= 64 && vendors::asks(value),
    }
}

/// The signal a field is; none for a field that is none or is not known.
pub(super) fn kind(field: &Field<'_>, vendor: Option<&str>) -> Option<Kind> {
    let mut buffer = [0; LONGEST];
    let name = plain_name(field.key(), &mut buffer)?;
    let of = |ids: &[&str]| vendor.is_some_and(|v| ids.contains(&v));
    Some(match name {
        "gcs" => Kind::Gcs,
        "gcd" => Kind::Gcd,
        "gcu" => Kind::Gcu,
        "npa" => Kind::Npa,
        "dma" => Kind::Dma,
        "dmacps" => Kind::DmaCps,
        "gdpr" | "gdprapplies" => Kind::Gdpr,
        "gdprconsent" | "gdprconsentstring" | "gdprstring" | "euconsent" | "euconsentv2" | "tcstring" | "tcfstring" | "cmpcs" => Kind::Tcf,
        "addtlconsent" => Kind::Additional,
        "gpp" | "gppstring" | "gppconsent" => Kind::Gpp,
        "gppsid" => Kind::GppSid,
        "usprivacy" | "usprivacystring" | "uspstring" | "uspconsent" | "ccpa" | "usp" => Kind::UsPrivacy,
        "dpo" if of(&["meta-pixel"]) => Kind::MetaOptions,
        "dpoco" if of(&["meta-pixel"]) => Kind::MetaCountry,
        "dpost" if of(&["meta-pixel"]) => Kind::MetaState,
        "dpm" if of(&["reddit-pixel"]) => Kind::Limited,
        "limiteddatause" | "optouttype" | "dataprocessingoptions" => Kind::Limited,
        "optout" if of(&["reddit-pixel"]) => Kind::OptOut,
        "asc" if of(&["microsoft-uet"]) => Kind::Uet,
        "consent" if of(&["matomo", "matomo-cloud"]) => Kind::Matomo,
        "consent" if of(&["xandr"]) && !tcf::is_string(&field.value) => Kind::Given,
        "csucfr" if of(&["comscore"]) => Kind::Given,
        // Names that others use for other things too.
        "consent" | "consentstring" | "consentdata" | "tcf" | "cv" if tcf::is_string(&field.value) => Kind::Tcf,
        _ if is_for_one_vendor(name) => Kind::Tcf,
        _ => return None,
    })
}

/// `gdpr_consent_755`: a TC string named for the vendor it is meant for, as the macro `${GDPR_CONSENT_755}` is.
fn is_for_one_vendor(name: &str) -> bool {
    name.strip_prefix("gdprconsent").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// The vendor a place is named for: 755 of `query:gdpr_consent_755`.
pub(super) fn vendor_number(at: &str) -> Option<u16> {
    let (_, number) = at.rsplit_once("gdpr_consent_")?;
    number.parse().ok()
}
