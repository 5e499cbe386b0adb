//! Whether a request no row names serves tracking, by what it does.

use super::{Category, Meaning, Owner, meaning};
use crate::observation::ResourceType;
use crate::payload::{Fields, Part};

/// Why a third party's request looks like tracking, in plain words; `None` where nothing speaks for it. For requests no
/// vendor row names: a guess from behaviour, to be worded as one.
pub fn tracks(host: &str, path: &str, fields: &Fields<'_>, kind: ResourceType, owner: Option<Owner>) -> Option<&'static str> {
    let _ = (host, path);
    let (mut page, mut visitor) = (false, false);
    for field in &fields.items {
        match meaning(None, field) {
            Meaning::PageAddress | Meaning::Referrer => page = true,
            Meaning::VisitorId | Meaning::UserId | Meaning::HashedIdentity => visitor = true,
            _ => {}
        }
    }
    if page && visitor {
        return Some("sends the page's address with an id");
    }
    let collecting = matches!(kind, ResourceType::Ping | ResourceType::Image | ResourceType::Xmlhttprequest);
    let said = fields.items.iter().any(|f| matches!(f.part, Part::Query | Part::Body | Part::Matrix));
    match owner.map(|o| o.category) {
        Some(Category::Advertising | Category::Analytics | Category::Social) if collecting && said => {
            Some("sends data to a measuring or advertising company")
        }
        _ => None,
    }
}
