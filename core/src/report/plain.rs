//! Words of the field as a person would say them.

use crate::site::Party;

/// Whose a recipient or a stored entry is, seen from the page.
pub const fn whose(party: Party, relay: bool) -> &'static str {
    match (party, relay) {
        (_, true) => "your own host, a vendor's language",
        (Party::First, _) => "this site",
        (Party::SameOwner, _) => "your own domain",
        (Party::Third, _) => "another company",
        (Party::Unknown, _) => "not known whose",
    }
}

/// A vendor category's word without the trade's abbreviations; a word that is not known is given back without hyphens.
pub fn category(word: &str) -> String {
    match word {
        "cdp" => "customer data platform".to_owned(),
        "crm" => "customer relations".to_owned(),
        "cdn" => "content delivery".to_owned(),
        "captcha" => "robot check".to_owned(),
        "embed" => "embedded content".to_owned(),
        other => other.replace('-', " "),
    }
}

/// How a consent signal (`granted`, `denied`, `mixed`, `unclear`) or a setting (`on`, `off`, `not-visible`) stands.
pub fn standing(word: &str) -> &'static str {
    match word {
        "granted" => "Granted",
        "denied" => "Denied",
        "mixed" => "Mixed",
        "on" => "On",
        "off" => "Off",
        "not-visible" => "Not visible",
        _ => "Unclear",
    }
}

/// What a node of the tree of tags is.
pub fn node(kind: &str) -> &'static str {
    match kind {
        "page" => "The page",
        "container" => "Tag container",
        "script" => "Script",
        "frame" => "Frame",
        "stylesheet" => "Style sheet",
        "recipient" => "Recipient",
        _ => "Not known",
    }
}

#[cfg(test)]
mod tests {
    use super::category;

    #[test]
    fn categories_are_words() {
        for (word, said) in [("cdp", "customer data platform"), ("session-replay", "session replay"), ("maps", "maps"), ("", "")] {
            assert_eq!(category(word), said);
        }
    }
}
