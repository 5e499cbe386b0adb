//! A key that opens something, inside a tracking request.

use super::{Doc, Draft, Scene, draft, words};
use crate::excerpt::Excerpt;
use crate::facts::Facts;
use crate::finding::{Kind, Severity};
use crate::identify::IdKind;
use crate::payload::Field;
use crate::vendor::{Meaning, Role};
use leaklight_text::{message, t};

pub(super) const DOC: Doc = Doc {
    kind: Kind::SecretInTracking,
    sees: message!(
        "Session, reset and sign-in tokens, signed links and private API keys in hits to analytics and advertising. Keys that vendors mean to be public are known and left out."
    ),
    why: message!(
        "A link with a key is a password: whoever reads it can use it, and a key in a page is there for everybody who opens the page."
    ),
    cannot_tell: message!("Whether the key still works, and what it opens."),
    fix: message!(
        "Revoke it first. Then keep keys out of addresses (POST, a cookie, `history.replaceState` before any tag loads), and strip them before tags read the address. Matomo's `token_auth` belongs on a server, never in a page."
    ),
};

pub(super) fn detect(facts: &Facts<'_>, scene: &Scene<'_>, out: &mut Vec<Draft>) {
    let collects = facts.role() == Role::Collect && (draft::to_others(facts) || facts.recognised.is_some());
    if !collects {
        return;
    }
    for id in facts.identifiers.iter().filter(|id| words::opens(id)) {
        let Some(field) = facts.fields.items.get(id.field) else { continue };
        // A vendor's own request may carry the vendor's own token; the page's lie in what the page says.
        let of_page = [Meaning::PageAddress, Meaning::Referrer].iter().any(|&m| facts.is_inside(id.field, m));
        let own = facts.meanings.get(id.field).is_none_or(|m| matches!(m, Meaning::Other | Meaning::Account | Meaning::VisitorId));
        if id.kind == IdKind::Jwt && own && !of_page || out.iter().any(|d| d.kind == DOC.kind && d.subject == field.key()) {
            continue;
        }
        let excerpt = match id.range {
            Some((a, b)) if (b - a) as usize != field.value.len() => words::excerpt_identifier(&field.value, id.range),
            _ => Excerpt::digest(&field.value),
        };
        let (what, severity) = opens(id.kind, field);
        let said = t!("{what} was sent to {}.", words::to_whom(facts));
        out.push(Draft::of(&DOC, facts, scene, 4, said).at(severity).about(field.key()).proof(facts, id.field, excerpt));
    }
}

/// What a key opens, as far as its name and its form tell, and how grave that is: a whole account or interface, or one visit or file.
fn opens(kind: IdKind, field: &Field<'_>) -> (&'static str, Severity) {
    const PRIVATE: &[&str] = &["sk_", "rk_", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "shpat_", "phx_", "-----BEGIN"];
    const ACCOUNT: &[&str] = &["reset", "magic", "invit", "activat", "verif", "confirm", "passw", "otp", "login", "signin", "onetime"];
    const SIGNED: &[&str] = &["signature", "x-amz-", "x-goog-", "sig", "hmac"];
    let name = field.key().to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if name.contains("token_auth") {
        return (t!("Matomo’s own key (token_auth), which opens its reports and settings,"), Severity::Critical);
    }
    if PRIVATE.iter().any(|start| field.value.starts_with(start)) {
        return (t!("A private key of another service"), Severity::Critical);
    }
    if has(ACCOUNT) {
        return (t!("A key that signs somebody in or sets a new password"), Severity::Critical);
    }
    if kind == IdKind::Jwt {
        return (t!("A sign-in token (JWT)"), Severity::High);
    }
    if has(&["sess", "sid"]) {
        return (t!("A session key"), Severity::High);
    }
    if has(SIGNED) {
        return (t!("The signature of a link that opens a file"), Severity::High);
    }
    (t!("A key that could open an account or data"), Severity::High)
}

#[cfg(test)]
mod tests {
    use crate::detect::testing::{Row, check};
    use crate::finding::Kind;

    const PAGE: &str = "https://portal.clinic.example/reset";

    #[test]
    fn words_and_examples() {
        check(
            Kind::SecretInTracking,
            &[
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dl=https%3A%2F%2Fportal.clinic.example%2Freset%3Freset_token%3D8f14e45fceea167a5a36dedd4bea2543c9f0f895",
                ),
                Row::sent(
                    PAGE,
                    "https://stats.clinic.example/matomo.php?idsite=1&rec=1&token_auth=8f14e45fceea167a5a36dedd4bea2543&url=https%3A%2F%2Fportal.clinic.example%2F",
                ),
                Row::sent(
                    PAGE,
                    "https://www.facebook.com/tr/?id=1&ev=PageView&dl=https%3A%2F%2Fportal.clinic.example%2Fhome%3FJSESSIONID%3D8F14E45FCEEA167A5A36DEDD4BEA2543",
                ),
                Row::sent(
                    PAGE,
                    "https://bat.bing.com/action/0?ti=1&evt=pageLoad&p=https%3A%2F%2Fportal.clinic.example%2Ffile%3FX-Amz-Signature%3D98f14e45fceea167a5a36dedd4bea2543c9f0f895a1b2c3d4e5f60718293a4b5c",
                ),
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/e/",
                    r#"{"event":"$pageview","properties":{"token":"phc_x","$current_url":"https://portal.clinic.example/in?t=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"}}"#,
                ),
                Row::posted(
                    PAGE,
                    "https://api.segment.io/v1/t",
                    r#"{"writeKey":"w","type":"track","event":"Checkout","properties":{"stripe":"sk_live_0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R"}}"#,
                ),
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dl=https%3A%2F%2Fportal.clinic.example%2Freset-password%2F8f14e45fceea167a5a36dedd",
                ),
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&ep.link_url=https%3A%2F%2Fd1.cloudfront.net%2Fmri.pdf%3FExpires%3D1754305915%26Signature%3DaB3dE5gH7jK9-mN1pQ3sT5vW7yZ9bC1dF3gH~5jK7mN9o%26Key-Pair-Id%3DK2JCJMDEHXQW5F",
                ),
            ],
            &[
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&dl=https%3A%2F%2Fportal.clinic.example%2Freset",
                ),
                // Keys that are meant to stand in pages.
                Row::posted(
                    PAGE,
                    "https://us.i.posthog.com/e/",
                    r#"{"event":"$pageview","properties":{"token":"phc_Abc123Def456Ghi789Jkl012Mno345Pqr678"}}"#,
                ),
                Row::posted(PAGE, "https://api.segment.io/v1/p", r#"{"writeKey":"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6","type":"page"}"#),
                Row::sent(
                    PAGE,
                    "https://browser-intake-datadoghq.com/api/v2/rum?ddsource=browser&dd-api-key=pub0123456789abcdef0123456789abcdef",
                ),
                Row::sent(PAGE, "https://o1.ingest.sentry.io/api/4/envelope/?sentry_key=0123456789abcdef0123456789abcdef&sentry_version=7"),
                Row::posted(
                    PAGE,
                    "https://api-js.mixpanel.com/track/",
                    r#"[{"event":"view","properties":{"token":"0123456789abcdef0123456789abcdef"}}]"#,
                ),
                // A vendor's own sign-in with the vendor.
                Row::posted(
                    PAGE,
                    "https://api-iam.intercom.io/messenger/web/ping",
                    r#"{"app_id":"a","intercom_user_jwt":"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"}"#,
                ),
                // The site's own server gets its own key.
                Row::sent(PAGE, "https://portal.clinic.example/api?reset_token=8f14e45fceea167a5a36dedd4bea2543c9f0f895"),
                // What opens the recipient's own interface stands in every visitor's page.
                Row::sent(
                    PAGE,
                    "https://www.google-analytics.com/g/collect?v=2&tid=G-ABC1234567&cid=1.2&access_token=2d22516cf9152c9ad17492a5ae88102c",
                ),
            ],
        );
    }
}
