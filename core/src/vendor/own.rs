//! Vendors behind the site's own hosts, where the payload alone does not tell: by what a person declared, and by the
//! names their customers give such hosts.

use super::compiled::{cnames, vendors};
use super::{How, Recognised, Role, Vendor, by_id, pattern};
use crate::observation::ResourceType;
use crate::payload::{Fields, Part};
use crate::site::{Declared, NO_RELAY};

/// What a request to one of the site's own hosts is, by what a person declared of the host: `None` where nothing is
/// declared, `Some(None)` where it is no vendor's.
pub fn declared(host: &str, path: &str, fields: &Fields<'_>, kind: ResourceType, own: &Declared) -> Option<Option<Recognised>> {
    let said = own.relays.get(host)?;
    if said == NO_RELAY {
        return Some(None);
    }
    let vendor = by_id(said)?;
    Some(Some(as_its(vendor, path, fields, kind, How::Declared)))
}

/// The vendor whose customers give a host of theirs such a name: `smetrics.clinic.example`. It says nothing of what is
/// sent, and a site may call its hosts as it likes.
pub fn named(host: &str, path: &str, fields: &Fields<'_>, kind: ResourceType) -> Option<Recognised> {
    let (label, rest) = host.split_once('.')?;
    let row = cnames().iter().find(|row| pattern::matches(row.label.get(), label)).filter(|_| rest.contains('.'))?;
    let vendor = vendors().get(usize::from(row.vendor))?;
    Some(as_its(vendor, path, fields, kind, How::Name))
}

fn as_its(vendor: &'static Vendor, path: &str, fields: &Fields<'_>, kind: ResourceType, how: How) -> Recognised {
    let sends = fields.items.iter().any(|f| matches!(f.part, Part::Query | Part::Body | Part::Matrix) && !f.value.is_empty());
    let role = match super::recognise::likely(kind, path) {
        ResourceType::Script => Role::Script,
        ResourceType::MainFrame | ResourceType::Stylesheet | ResourceType::Font | ResourceType::Media => Role::Other,
        ResourceType::Ping | ResourceType::Websocket => Role::Collect,
        _ if sends => Role::Collect,
        _ => Role::Other,
    };
    let tracking = matches!(role, Role::Collect | Role::Script) && vendor.category.tracks();
    Recognised { vendor, role, tracking, how }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::Address;
    use crate::payload::{Body, read};

    #[track_caller]
    fn check(url: &str, relays: &[(&str, &str)], want: Option<Option<(&str, Role)>>) {
        let address = Address::parse(url);
        let fields = read(&address, Body::Empty, None);
        let own = Declared { relays: relays.iter().map(|(h, v)| ((*h).to_owned(), (*v).to_owned())).collect(), ..Declared::default() };
        let got = declared(address.host(), address.path(), &fields, ResourceType::Image, &own);
        assert_eq!(got.map(|r| r.map(|r| (r.vendor.id, r.role))), want, "{url} {relays:?}");
    }

    #[test]
    fn what_a_person_declared_holds() {
        let url = "https://data.clinic.example/in?x=1";
        check(url, &[], None);
        check(url, &[("other.clinic.example", "matomo")], None);
        check(url, &[("data.clinic.example", "no-such-vendor")], None);
        check(url, &[("data.clinic.example", "none")], Some(None));
        check(url, &[("data.clinic.example", "matomo")], Some(Some(("matomo", Role::Collect))));
        check("https://data.clinic.example/", &[("data.clinic.example", "matomo")], Some(Some(("matomo", Role::Other))));
    }

    #[test]
    fn names_are_hints_on_a_hosts_first_label() {
        let at = |host: &str, path: &str| named(host, path, &Fields::default(), ResourceType::Other).map(|r| (r.vendor.id, r.role));
        for host in
            ["www.clinic.example", "smetrics", "smetrics.example", "my-smetrics.clinic.example", "a.smetrics.clinic.example", "", "."]
        {
            assert_eq!(at(host, "/"), None, "{host}");
        }
        assert_eq!(at("smetrics.clinic.example", "/a.js"), Some(("adobe-analytics", Role::Script)));
        assert_eq!(at("sgtm.clinic.example", "/"), Some(("google-tag-manager", Role::Other)));
    }
}
