//! A file's members, each checked where it stands.

use super::tree::Tree;
use super::{Everything, FromFile, MAX_HOSTS_SET, MAX_MUTED_NAME, MAX_NOTE, MAX_RECIPIENT, Refused, SECTIONS, VERSION};
use crate::finding::Severity;
use crate::known::What;
use crate::own::{Group, MAX_HOSTS, MAX_TEXT, OwnVendor, PageKind, Rule, Says};
use crate::persona::{Detail, Persona};
use crate::vendor::Category;
use leaklight_text::{Message, message, t};

/// As many places of unknown members are named.
const MOST_NAMED: usize = 5;
/// A persona holds each kind of value once; hosts keep no more.
const MAX_DETAILS: usize = 20;

/// What a persona in a file may hold: nothing a page holds by itself, and no secrets.
pub(super) const WHATS: [What; 16] = [
    What::Email,
    What::Phone,
    What::FirstName,
    What::LastName,
    What::Name,
    What::BirthDate,
    What::Street,
    What::City,
    What::Zip,
    What::Address,
    What::RecordNumber,
    What::MemberId,
    What::Ssn,
    What::SearchWords,
    What::UserName,
    What::Text,
];

type Checked<T> = Result<T, Refused>;

/// What was seen on the way that is no mistake.
#[derive(Default)]
struct Aside {
    unknown: usize,
    at: Vec<String>,
}

/// The whole file.
pub(super) fn everything(root: &Tree) -> Checked<FromFile> {
    let Tree::Members(members) = root else { return Err(Refused::new("", super::no_settings())) };
    match members.iter().find(|(name, _)| name == "leaklight-settings").map(|(_, value)| value) {
        Some(Tree::Whole(VERSION)) => {}
        Some(Tree::Whole(newer)) if *newer > VERSION => {
            let why = t!("A newer Leaklight wrote this file in a format this one does not know. Update Leaklight, then read it again.");
            return Err(Refused::new("leaklight-settings", why));
        }
        Some(_) => return Err(Refused::new("leaklight-settings", t!("This is no format of Leaklight's settings: 1 is the only one."))),
        None => return Err(Refused::new("", t!("This is no file of Leaklight's settings: “leaklight-settings” is missing in it."))),
    }
    let mut aside = Aside::default();
    let mut set = Everything::default();
    for (at, (name, value)) in members.iter().enumerate() {
        // Of two members of one name programs take the one or the other: neither may be what was meant.
        if members.iter().take(at).any(|(before, _)| before == name) {
            return Err(Refused::new(named(name), t!("This stands in the file twice.")));
        }
        let place = name.as_str();
        match place {
            "leaklight-settings" => {}
            "always_watch" => set.always_watch = Some(list(place, value, &mut aside, |at, v, _| origin(at, v))?),
            "record" => set.record = Some(truth(place, value)?),
            "uncover" => set.uncover = Some(truth(place, value)?),
            "cards_from" => set.cards_from = Some(severity(place, value)?),
            "own_domains" => set.own_domains = Some(list(place, value, &mut aside, |at, v, _| host(at, v))?),
            "groups" => set.groups = Some(list(place, value, &mut aside, group)?),
            "relays" => set.relays = Some(relays(place, value)?.into_iter().collect()),
            "rules" => set.rules = Some(list(place, value, &mut aside, rule)?),
            "pages" => set.pages = Some(list(place, value, &mut aside, page)?),
            "own_vendors" => set.own_vendors = Some(list(place, value, &mut aside, own_vendor)?),
            "muted" => set.muted = Some(list(place, value, &mut aside, |at, v, _| muted(at, v))?),
            "notes" => set.notes = Some(notes(place, value)?.into_iter().collect()),
            "personas" => set.personas = Some(list(place, value, &mut aside, persona)?),
            other => aside.saw("", other),
        }
    }
    Ok(FromFile { set, unknown: aside.unknown, unknown_at: aside.at })
}

impl Aside {
    fn saw(&mut self, place: &str, name: &str) {
        self.unknown += 1;
        if self.at.len() < MOST_NAMED {
            let dot = if place.is_empty() { "" } else { "." };
            self.at.push(format!("{place}{dot}{}", named(name)));
        }
    }
}

/// A member's name as it may be shown.
fn named(name: &str) -> &str {
    let plain = name.len() <= 40 && !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if plain { name } else { "…" }
}

fn wanted(place: &str, what: &str, is: &Tree) -> Refused {
    Refused::new(place, t!("Here should stand {what}; here stands {found}.", found = is.kind()))
}

fn list<T>(place: &str, value: &Tree, aside: &mut Aside, each: impl Fn(&str, &Tree, &mut Aside) -> Checked<T>) -> Checked<Vec<T>> {
    let Tree::List(all) = value else { return Err(wanted(place, t!("a list"), value)) };
    let most = SECTIONS.iter().find(|(name, ..)| *name == place).map_or(MAX_HOSTS, |(.., most)| *most);
    if all.len() > most {
        return Err(Refused::new(place, t!("These are {count}; {most} are the most.", count = all.len())));
    }
    all.iter().enumerate().map(|(n, one)| each(&format!("{place}[{n}]"), one, aside)).collect()
}

/// An object's members of those names; others are counted. Missing ones are `Null`.
fn members<'t, const N: usize>(place: &str, value: &'t Tree, names: [&str; N], aside: &mut Aside) -> Checked<[&'t Tree; N]> {
    let Tree::Members(all) = value else { return Err(wanted(place, t!("an object"), value)) };
    for (name, _) in all.iter().filter(|(name, _)| !names.contains(&name.as_str())) {
        aside.saw(place, name);
    }
    Ok(names.map(|wanted| all.iter().rev().find(|(name, _)| name == wanted).map_or(&Tree::Null, |(_, value)| value)))
}

fn truth(place: &str, value: &Tree) -> Checked<bool> {
    if let Tree::Truth(truth) = value { Ok(*truth) } else { Err(wanted(place, t!("true or false"), value)) }
}

/// A text of at most so many bytes.
fn text<'t>(place: &str, value: &'t Tree, most: usize) -> Checked<&'t str> {
    let Tree::Text(text) = value else { return Err(wanted(place, t!("a text"), value)) };
    if text.len() > most { Err(Refused::new(place, t!("This is too long: {most} bytes are the most."))) } else { Ok(text) }
}

/// The same, where there may be none.
fn text_or_none<'t>(place: &str, value: &'t Tree, most: usize) -> Checked<&'t str> {
    if *value == Tree::Null { Ok("") } else { text(place, value, most) }
}

/// One of some words.
fn word<T: Copy>(place: &str, value: &Tree, all: &[T], word: impl Fn(T) -> &'static str) -> Checked<T> {
    let text = text(place, value, MAX_TEXT)?;
    all.iter().copied().find(|one| word(*one) == text).ok_or_else(|| {
        let all: Vec<&str> = all.iter().copied().map(&word).collect();
        Refused::new(place, t!("This is none of: {words}.", words = all.join(", ")))
    })
}

/// A name people read: what could make it look like another is refused.
fn name(place: &str, value: &Tree) -> Checked<String> {
    let name = text_or_none(place, value, MAX_TEXT)?;
    if name.chars().any(is_unseen) {
        return Err(Refused::new(place, t!("This name holds signs that cannot be seen.")));
    }
    Ok(name.trim().to_owned())
}

/// Control signs, and those that turn a text's direction or show nothing at all.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// True for a host as browsers write it.
pub(super) fn is_host(host: &str) -> bool {
    let sign = |b: u8| b.is_ascii_graphic() && !b.is_ascii_uppercase() && !b"#/:<>?@[\\]^|%".contains(&b);
    !host.is_empty() && host.len() <= 253 && (host.contains('.') || host == "localhost") && host.bytes().all(sign)
}

const NO_HOST: Message = message!("This is no host as browsers write it: lower case, without https:// and path, like www.clinic.example.");

fn host(place: &str, value: &Tree) -> Checked<String> {
    let host = text(place, value, 253)?;
    if is_host(host) { Ok(host.to_owned()) } else { Err(Refused::new(place, NO_HOST.say())) }
}

fn origin(place: &str, value: &Tree) -> Checked<String> {
    let origin = text(place, value, 270)?;
    if is_origin(origin) {
        Ok(origin.to_owned())
    } else {
        Err(Refused::new(place, t!("This is no site, like https://www.clinic.example.")))
    }
}

/// True for a site as it is watched: scheme, host, a port where there is one.
pub(super) fn is_origin(origin: &str) -> bool {
    let Some(rest) = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://")) else { return false };
    let (name, port) = rest.split_once(':').unwrap_or((rest, "443"));
    (1..=5).contains(&port.len())
        && port.bytes().all(|b| b.is_ascii_digit())
        && (is_host(name) || name.bytes().all(|b| b.is_ascii_alphanumeric()) && !name.is_empty())
}

fn severity(place: &str, value: &Tree) -> Checked<Severity> {
    let all = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];
    word(place, value, &all, Severity::word)
}

fn hosts(place: &str, value: &Tree, aside: &mut Aside) -> Checked<Vec<String>> {
    let hosts = list(place, value, aside, |at, v, _| host(at, v))?;
    if hosts.is_empty() { Err(Refused::new(place, t!("At least one host is needed."))) } else { Ok(hosts) }
}

fn group(place: &str, value: &Tree, aside: &mut Aside) -> Checked<Group> {
    let [called, domains] = members(place, value, ["name", "domains"], aside)?;
    Ok(Group { name: name(&format!("{place}.name"), called)?, domains: hosts(&format!("{place}.domains"), domains, aside)? })
}

fn own_vendor(place: &str, value: &Tree, aside: &mut Aside) -> Checked<OwnVendor> {
    let [called, at, category] = members(place, value, ["name", "hosts", "category"], aside)?;
    let called = name(&format!("{place}.name"), called)?;
    if called.is_empty() {
        return Err(Refused::new(format!("{place}.name"), t!("A name is needed.")));
    }
    let category = word(&format!("{place}.category"), category, Category::ALL, Category::word)?;
    Ok(OwnVendor { name: called, hosts: hosts(&format!("{place}.hosts"), at, aside)?, category: category.word().to_owned() })
}

fn relays(place: &str, value: &Tree) -> Checked<Vec<(String, String)>> {
    let Tree::Members(all) = value else { return Err(wanted(place, t!("an object"), value)) };
    if all.len() > MAX_HOSTS_SET {
        return Err(Refused::new(place, t!("These are {count}; {most} are the most.", count = all.len(), most = MAX_HOSTS_SET)));
    }
    let each = all.iter().enumerate().map(|(n, (host, vendor))| {
        // By its number where its name could be anything.
        let place = if is_host(host) { format!("{place}.{host}") } else { t!("{place}, entry {number}", number = n + 1) };
        if !is_host(host) {
            return Err(Refused::new(place, NO_HOST.say()));
        }
        let id = text(&place, vendor, 60)?;
        let sound = !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if sound { Ok((host.clone(), id.to_owned())) } else { Err(Refused::new(place, t!("This is no vendor's id."))) }
    });
    each.collect()
}

fn notes(place: &str, value: &Tree) -> Checked<Vec<(String, String)>> {
    let Tree::Members(all) = value else { return Err(wanted(place, t!("an object"), value)) };
    if all.len() > MAX_HOSTS_SET {
        return Err(Refused::new(place, t!("These are {count}; {most} are the most.", count = all.len(), most = MAX_HOSTS_SET)));
    }
    let each = all.iter().enumerate().map(|(n, (id, note))| {
        let place = t!("{place}, entry {number}", number = n + 1);
        // A name JavaScript's objects give another meaning.
        if id.is_empty() || id.len() > MAX_RECIPIENT || id == "__proto__" {
            return Err(Refused::new(place, t!("This is no recipient’s id.")));
        }
        let note = text(&place, note, 4 * MAX_NOTE)?.trim();
        match note.chars().count() {
            0 => Err(Refused::new(place, t!("A note is needed."))),
            1..=MAX_NOTE => Ok((id.clone(), note.to_owned())),
            _ => Err(Refused::new(place, t!("This is too long: {most} letters are the most.", most = MAX_NOTE))),
        }
    });
    each.collect()
}

fn rule(place: &str, value: &Tree, aside: &mut Aside) -> Checked<Rule> {
    let [what, on, says, topic] = members(place, value, ["what", "site", "says", "topic"], aside)?;
    let what = text_or_none(&format!("{place}.what"), what, MAX_TEXT)?.trim().to_owned();
    let site = site(&format!("{place}.site"), on)?;
    let says = word(&format!("{place}.says"), says, &[Says::Sensitive, Says::Innocent], |says| match says {
        Says::Sensitive => "sensitive",
        Says::Innocent => "innocent",
    })?;
    if what.is_empty() && site.is_empty() {
        return Err(Refused::new(place, t!("A rule needs words, a path or a site.")));
    }
    let words = !what.is_empty() && !what.starts_with(['/', '*']);
    if words && what.chars().filter(|c| c.is_alphanumeric()).count() < 2 {
        return Err(Refused::new(format!("{place}.what"), t!("Words need two letters or digits.")));
    }
    let at = format!("{place}.topic");
    let topic = text_or_none(&at, topic, 40)?;
    if !topic.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
        return Err(Refused::new(at, t!("This is no topic’s id.")));
    }
    Ok(Rule { what, site, says, topic: topic.to_owned() })
}

/// A host, or none for everywhere.
fn site(place: &str, value: &Tree) -> Checked<String> {
    if text_or_none(place, value, 253)?.is_empty() { Ok(String::new()) } else { host(place, value) }
}

fn page(place: &str, value: &Tree, aside: &mut Aside) -> Checked<PageKind> {
    let [on, path, class] = members(place, value, ["site", "path", "class"], aside)?;
    let site = host(&format!("{place}.site"), on)?;
    let at = format!("{place}.path");
    let path = text_or_none(&at, path, MAX_TEXT)?.trim().to_owned();
    if !path.is_empty() && !path.starts_with(['/', '*']) {
        return Err(Refused::new(at, t!("A page’s path begins with /.")));
    }
    match class {
        Tree::Whole(class @ 0..=3) => Ok(PageKind { site, path, class: *class as u8 }),
        _ => Err(Refused::new(format!("{place}.class"), t!("Here should stand 0, 1, 2 or 3."))),
    }
}

/// True for what is muted beyond one finding.
pub(super) fn is_muted(name: &str) -> bool {
    let known = ["kind:", "recipient:", "site:"].iter().any(|head| name.len() > head.len() && name.starts_with(head));
    known && name.len() <= MAX_MUTED_NAME && !name.chars().any(is_unseen)
}

fn muted(place: &str, value: &Tree) -> Checked<String> {
    let name = text(place, value, MAX_MUTED_NAME)?;
    if is_muted(name) { Ok(name.to_owned()) } else { Err(Refused::new(place, t!("This is no kind:…, recipient:… or site:…."))) }
}

fn persona(place: &str, value: &Tree, aside: &mut Aside) -> Checked<Persona> {
    let [id, called, details, on, saved] = members(place, value, ["id", "name", "details", "on", "saved"], aside)?;
    let at = format!("{place}.id");
    let id = text(&at, id, 40)?;
    if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
        return Err(Refused::new(at, t!("An id is made of small letters, digits and -.")));
    }
    let held = list(&format!("{place}.details"), details, aside, |at, one, aside| {
        let [what, value] = members(at, one, ["what", "value"], aside)?;
        let what = word(&format!("{at}.what"), what, &WHATS, What::word)?;
        let value = text(&format!("{at}.value"), value, MAX_TEXT)?.trim().to_owned();
        if value.is_empty() { Err(Refused::new(format!("{at}.value"), t!("A value is needed."))) } else { Ok(Detail { what, value }) }
    })?;
    let at = format!("{place}.details");
    let twice = held.iter().enumerate().any(|(n, one)| held.iter().take(n).any(|before| before.what == one.what));
    if held.is_empty() || held.len() > MAX_DETAILS || twice {
        return Err(Refused::new(at, t!("A test patient holds at least one value, and each kind once.")));
    }
    let flag =
        |name: &str, value: &Tree, default| if *value == Tree::Null { Ok(default) } else { truth(&format!("{place}.{name}"), value) };
    Ok(Persona {
        id: id.to_owned(),
        name: name(&format!("{place}.name"), called)?,
        details: held,
        on: flag("on", on, true)?,
        saved: flag("saved", saved, false)?,
    })
}
