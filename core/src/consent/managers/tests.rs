use super::*;

#[track_caller]
fn check(record: Option<Record>, by: Manager, says: Says, chosen: bool, said: &str) {
    let record = record.expect("a record");
    assert_eq!((record.by, record.says, record.chosen, record.said.as_str()), (by, says, chosen, said));
}

#[test]
fn onetrust() {
    let of = |value: &str| stored("OptanonConsent", value, true);
    let by = Manager::OneTrust;
    let groups = "isGpcEnabled=0&datestamp=Wed&version=202405.2.0&groups=C0001%3A1%2CC0002%3A1%2CC0003%3A1%2CC0004%3A1";
    check(
        of(&format!("{groups}&interactionCount=1&AwaitingReconsent=false")),
        by,
        Says::Granted,
        true,
        "analytics, advertising and preferences allowed",
    );
    check(
        of("interactionCount=2&groups=C0001%3A1%2CC0002%3A1%2CC0003%3A0%2CC0004%3A0"),
        by,
        Says::Mixed,
        true,
        "analytics allowed; advertising and preferences refused",
    );
    check(
        of("interactionCount=0&groups=C0001%3A1%2CC0002%3A0%2CC0004%3A0"),
        by,
        Says::Waiting,
        false,
        "nobody has chosen yet; until then analytics and advertising refused",
    );
    check(
        of(&format!("{groups}&interactionCount=1&AwaitingReconsent=true")),
        by,
        Says::Waiting,
        false,
        "it asks anew; until then analytics, advertising and preferences allowed",
    );
    // Where nothing need be asked, everything is on from the start.
    check(
        of(&format!("{groups}&interactionCount=0")),
        by,
        Says::Waiting,
        false,
        "nobody has chosen yet; until then analytics, advertising and preferences allowed",
    );
    check(of("hello"), by, Says::Unclear, false, "its record names no groups");
    check(
        stored("OptanonAlertBoxClosed", "2025-01-28T04:58:00.035Z", true),
        by,
        Says::Unclear,
        true,
        "its banner was closed on 2025-01-28",
    );
    check(said("onetrust", "", "\",C0001,C0003,\""), by, Says::Mixed, false, "preferences allowed; analytics and advertising refused");
}

#[test]
fn cookiebot() {
    let of = |value: &str| stored("CookieConsent", value, true);
    let by = Manager::Cookiebot;
    check(of("-1"), by, Says::Unclear, false, "it says no consent is needed where the visitor is");
    check(of("0"), by, Says::Denied, true, "analytics, advertising and preferences refused");
    check(
        of(
            "{stamp:%27abc==%27%2Cnecessary:true%2Cpreferences:false%2Cstatistics:true%2Cmarketing:false%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1739800000000}",
        ),
        by,
        Says::Mixed,
        true,
        "analytics allowed; advertising and preferences refused",
    );
    check(
        of(
            "{stamp:'-1',necessary:true,preferences:true,statistics:true,marketing:true,method:'implied',ver:1,utc:1739800000000,region:'us'}",
        ),
        by,
        Says::Granted,
        false,
        "analytics, advertising and preferences allowed; taken for granted, nobody was asked",
    );
    // For other regions: the stamp tells, whatever the method says.
    check(
        of("{stamp:'-1',necessary:true,preferences:true,statistics:true,marketing:true,method:'explicit',ver:1,region:'us'}"),
        by,
        Says::Granted,
        false,
        "analytics, advertising and preferences allowed; taken for granted, nobody was asked",
    );
    check(
        said(
            "cookiebot",
            "",
            r#"{"consent":{"preferences":true,"statistics":true,"marketing":true,"method":"implied"},"hasResponse":true}"#,
        ),
        by,
        Says::Granted,
        false,
        "analytics, advertising and preferences allowed; taken for granted, nobody was asked",
    );
    check(of("{broken"), by, Says::Unclear, false, "its record names no categories");
    let api = |what: &str, value: &str| said("cookiebot", what, value);
    check(
        api("", r#"{"consent":{"necessary":true,"preferences":false,"statistics":false,"marketing":false},"hasResponse":false}"#),
        by,
        Says::Waiting,
        false,
        "nobody has chosen yet; until then analytics, advertising and preferences refused",
    );
    check(
        api("CookiebotOnDecline", r#"{"necessary":true,"preferences":false,"statistics":false,"marketing":false}"#),
        by,
        Says::Denied,
        true,
        "analytics, advertising and preferences refused",
    );
}

#[test]
fn trustarc() {
    let by = Manager::TrustArc;
    check(stored("notice_preferences", "2:", true), by, Says::Granted, true, "analytics, advertising and preferences allowed");
    check(
        stored("notice_gdpr_prefs", "0%2C1%2C2:1a8b5228", true),
        by,
        Says::Granted,
        true,
        "analytics, advertising and preferences allowed",
    );
    check(stored("notice_preferences", "0:", true), by, Says::Denied, true, "analytics, advertising and preferences refused");
    check(stored("notice_gdpr_prefs", "0,1:", true), by, Says::Mixed, true, "preferences allowed; advertising refused");
    check(stored("notice_gdpr_prefs", "0::implied,eu", true), by, Says::Denied, true, "analytics, advertising and preferences refused");
    check(
        stored("notice_gdpr_prefs", "0,1,2::implied,us", true),
        by,
        Says::Granted,
        false,
        "analytics, advertising and preferences allowed; taken for granted, nobody was asked",
    );
    check(
        stored("cmapi_cookie_privacy", "permit 1 required", true),
        by,
        Says::Denied,
        false,
        "analytics, advertising and preferences refused",
    );
    check(stored("cmapi_cookie_privacy", "permit_1|2|3", true), by, Says::Granted, false, "analytics, advertising and preferences allowed");
    check(stored("notice_preferences", "yes", true), by, Says::Unclear, false, "it is not of the known form");
}

#[test]
fn cookieyes() {
    let by = Manager::CookieYes;
    let of = |value: &str| stored("cookieyes-consent", value, true);
    check(
        of("consentid:abc,consent:yes,action:yes,necessary:yes,functional:yes,analytics:yes,performance:yes,advertisement:yes,other:yes"),
        by,
        Says::Granted,
        true,
        "analytics, advertising, preferences and other services allowed",
    );
    check(
        of("consentid:abc,consent:no,action:,necessary:yes,functional:no,analytics:no,performance:no,advertisement:no"),
        by,
        Says::Waiting,
        false,
        "nobody has chosen yet; until then analytics, advertising and preferences refused",
    );
    check(
        of("consentid:abc,consent:yes,action:,necessary:yes,functional:yes,analytics:yes,performance:yes,advertisement:yes"),
        by,
        Says::Waiting,
        false,
        "nobody has chosen yet; until then analytics, advertising and preferences allowed",
    );
    check(of("consentid:abc"), by, Says::Unclear, false, "its record names no categories");
}

#[test]
fn klaro_and_cookieconsent() {
    let by = Manager::Klaro;
    check(
        stored("klaro", "%7B%22matomo%22%3Atrue%2C%22facebook-pixel%22%3Afalse%7D", true),
        by,
        Says::Mixed,
        true,
        "analytics allowed; advertising refused",
    );
    check(stored("klaro", r#"{"youtube":false,"matomo":false}"#, false), by, Says::Denied, true, "analytics and other services refused");
    check(stored("klaro", "{}", true), by, Says::Unclear, false, "its record names no services");
    let by = Manager::CookieConsent;
    let of = |value: &str| stored("cc_cookie", value, true);
    check(
        of("%7B%22categories%22%3A%5B%22necessary%22%2C%22analytics%22%5D%2C%22revision%22%3A0%2C%22services%22%3A%7B%7D%7D"),
        by,
        Says::Granted,
        true,
        "analytics allowed",
    );
    check(of(r#"{"categories":["necessary"],"revision":0}"#), by, Says::Denied, true, "analytics, advertising and preferences refused");
    check(of(r#"{"categories":[],"revision":0}"#), by, Says::Denied, true, "analytics, advertising and preferences refused");
    check(of("[]"), by, Says::Unclear, false, "its record names no categories");
    check(
        stored("cookieconsent_status", "deny", true),
        Manager::Site,
        Says::Denied,
        true,
        "analytics, advertising and preferences refused",
    );
    check(stored("cookie_consent", "accepted", true), Manager::Site, Says::Granted, true, "analytics, advertising and preferences allowed");
    check(
        stored("gdpr_consent", "denied", true),
        Manager::Site,
        Says::Denied,
        false,
        "analytics, advertising and preferences refused; whether somebody chose that is not told",
    );
    for (name, value) in [("theme", "accept"), ("consent_id", "all"), ("cookie_consent", "jordan@example.org"), ("_ga", "GA1.1.1.1")] {
        assert_eq!(stored(name, value, true), None, "{name}");
    }
}

#[test]
fn platforms() {
    let by = Manager::Usercentrics;
    check(
        stored(
            "ucData",
            r#"{"action":"onDenyAllServices","type":"EXPLICIT","ucCategory":{"essential":true,"functional":false,"marketing":false}}"#,
            false,
        ),
        by,
        Says::Denied,
        true,
        "advertising and preferences refused",
    );
    check(
        stored("ucData", r#"{"action":"onInitialPageLoad","type":"IMPLICIT","ucCategory":{"essential":true,"marketing":false}}"#, false),
        by,
        Says::Waiting,
        false,
        "nobody has chosen yet; until then advertising refused",
    );
    let service = |action: &str, how: &str| {
        let value = format!(r#"{{"services":[{{"id":"a","status":true,"history":[{{"action":"{action}"{how}}}]}}]}}"#);
        stored("uc_settings", &value, false).map(|r| (r.says, r.chosen))
    };
    assert_eq!(service("onInitialPageLoad", r#","type":"implicit""#), Some((Says::Granted, false)));
    assert_eq!(service("onInitialPageLoad", ""), Some((Says::Granted, false)));
    assert_eq!(service("onNonEURegion", r#","type":"implicit""#), Some((Says::Granted, false)));
    assert_eq!(service("onInitialPageLoad", r#","type":"explicit""#), Some((Says::Granted, true)));
    check(
        stored(
            "uc_settings",
            r#"{"controllerId":"x","services":[{"id":"a","status":true,"history":[{"action":"onInitialPageLoad","type":"implicit"},{"action":"onAcceptAllServices","type":"explicit"}]}]}"#,
            false,
        ),
        by,
        Says::Granted,
        true,
        "analytics, advertising and preferences allowed",
    );
    check(
        stored("ucData", r#"{"gcm":{"adStorage":"denied","analyticsStorage":"granted"}}"#, false),
        by,
        Says::Mixed,
        false,
        "analytics allowed; advertising refused",
    );
    check(stored("uc_settings", "{", false), by, Says::Unclear, false, "its record does not tell which services are necessary");
    check(stored("uc_user_interaction", "true", false), by, Says::Unclear, true, "somebody chose");
    check(
        stored("osano_consentmanager", "aYnRItFYW85ts3NL4TJ5W3hdu2kG5wPLS", true),
        Manager::Osano,
        Says::Unclear,
        false,
        "its record is there and encrypted; what it holds is not readable here",
    );
    check(
        said("osano", "", r#"{"ESSENTIAL":"ACCEPT","ANALYTICS":"DENY","MARKETING":"DENY"}"#),
        Manager::Osano,
        Says::Denied,
        false,
        "analytics and advertising refused",
    );
    // The example of Didomi's own help page: purposes without names of the field.
    let token = "eyJ1c2VyX2lkIjoiMTc4NDExNGMtZjhiMy02NTkwLWE2ZGYtYjlmYjI0MGJkZWE1IiwiY3JlYXRlZCI6IjIwMjEtMDMtMTdUMTY6NDY6MzIuMzQ0WiIsInVwZGF0ZWQiOiIyMDIxLTAzLTE3VDE2OjQ2OjMyLjM0NFoiLCJ2ZW5kb3JzIjp7ImVuYWJsZWQiOlsiYW1hem9uIiwiZ29vZ2xlIiwiYzpyZXNlYXV4c28tVkZlcEtyTFIiLCJjOnBhcnRlbmFpcmUtWDlTRFdrZzIiLCJjOnBlcnNvbm5hbGktWDNWY3h6UkQiLCJjOmdvb2dsZWFuYS1oN0tjM2U3WSIsImM6cHVibGljaXRlLXRGUkY0ZDM5Il19LCJwdXJwb3NlcyI6eyJlbmFibGVkIjpbInA0ZW05YThtIiwicGFydGVuYWlyZS1jQXNEZThqQyIsIkNMLVQxUmdtNyIsIk05TlJISmUzRyIsInE0emxKcWRjRCJdfSwidmVuZG9yc19saSI6eyJlbmFibGVkIjpbImdvb2dsZSJdfSwidmVyc2lvbiI6Mn0=";
    check(stored("didomi_token", token, true), Manager::Didomi, Says::Granted, true, "other services allowed");
    check(
        stored("didomi_token", r#"{"user_id":"1","created":"2021","purposes":{"enabled":[],"disabled":[]}}"#, true),
        Manager::Didomi,
        Says::Waiting,
        false,
        "nobody has chosen yet",
    );
    check(stored("didomi_token", "%%%", true), Manager::Didomi, Says::Unclear, false, "its record cannot be read");
}

/// All purposes and none, as made by the framework's own library for the tests of strings.
const NONE: &str = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA";

#[test]
fn frameworks() {
    let by = Manager::Tcf;
    let none = stored("euconsent-v2", NONE, true).expect("a record");
    assert_eq!((none.says, none.chosen), (Says::Denied, true), "{}", none.said);
    check(
        said("tcf", "cmpuishown", r#"{"eventStatus":"cmpuishown","gdprApplies":true,"tcString":""}"#),
        by,
        Says::Waiting,
        false,
        "nobody has chosen yet",
    );
    check(said("tcf", "tcloaded", r#"{"gdprApplies":false}"#), by, Says::Unclear, false, "the GDPR does not apply, by its word");
    let lies = format!(
        r#"{{"eventStatus":"useractioncomplete","tcString":"{NONE}","purpose":{{"consents":{{"1":true,"2":true,"3":true,"4":true,"7":true,"8":true,"9":true}}}}}}"#
    );
    check(
        said("tcf", "", &lies),
        by,
        Says::Unclear,
        false,
        "its interface contradicts itself: its list of purposes is not what its string says",
    );
    for odd in ["", "{", "null", "[[[[", "\u{0}", "{\"tcString\":5}"] {
        assert_eq!(said("tcf", "x", odd).map(|r| r.says), Some(Says::Unclear), "{odd}");
    }
    check(
        said("usp", "", r#"{"version":1,"uspString":"1YYN"}"#),
        Manager::UsPrivacy,
        Says::Denied,
        false,
        "opted out of sale; notice given; not under the limited service provider agreement",
    );
    assert_eq!(said("gpp", "", r#"{"signalStatus":"not ready","gppString":""}"#).map(|r| r.says), Some(Says::Waiting));
    let by = Manager::Google;
    check(
        said(
            "google",
            "default",
            r#"{"ad_storage":"denied","ad_user_data":"denied","ad_personalization":"denied","analytics_storage":"denied","wait_for_update":500}"#,
        ),
        by,
        Says::Denied,
        false,
        "analytics and advertising refused; the default, until something else is said",
    );
    check(
        said("google", "update", r#"{"analytics_storage":"granted"}"#),
        by,
        Says::Granted,
        false,
        "analytics allowed; set after the page began",
    );
    check(
        said("google", "default", r#"{"analytics_storage":"denied","region":["ES","US-AK"]}"#),
        by,
        Says::Unclear,
        false,
        "analytics refused; the default, until something else is said; for visitors in ES, US-AK alone, and whether that is here is not visible",
    );
    assert_eq!(said("gpc", "", "true").map(|r| r.says), Some(Says::Denied));
    assert_eq!(said("gpc", "", "false"), None);
    assert_eq!(said("dnt", "", "\"1\"").map(|r| r.says), Some(Says::Unclear));
    assert_eq!(said("unknown", "", "1"), None);
}

#[test]
fn matomo_waits_with_all_or_with_cookies_alone() {
    let by = Manager::Matomo;
    let of = |what: &str| said("matomo", what, "");
    check(of("requireConsent"), by, Says::Waiting, false, "told to wait: it sends nothing and keeps no cookies until consent is given");
    check(
        of("requireCookieConsent"),
        by,
        Says::Waiting,
        false,
        "told to wait with its cookies alone: it sends at once, whatever the visitor chooses",
    );
    check(of("setConsentGiven"), by, Says::Granted, true, "analytics allowed");
    check(stored("mtm_consent_removed", "1", true), by, Says::Denied, true, "analytics refused; consent was taken back, or refused");
    assert_eq!(of("trackPageView"), None);
}
