//! The tables as Rust source, for core to compile.

use super::compiled::Tables;
use super::table::{Cname, Condition, Endpoint, Host, Kept, Link, Owned, Rule, Signature, Span, T, Trigger};
use super::{Baa, Vendor};

impl Tables {
    /// Statics by the names `core/src/vendor/compiled.rs` reads.
    pub fn source(&self) -> String {
        [
            list("VENDORS", "Vendor", &self.vendors, vendor),
            list("ENDPOINTS", "Endpoint", &self.endpoints, endpoint),
            list("SIGNATURES", "Signature", &self.signatures, signature),
            list("PATHS", "T", &self.paths, |t| text(*t)),
            list("CONDITIONS", "Condition", &self.conditions, condition),
            list("RULES", "Rule", &self.rules, rule),
            list("LINKS", "Link", &self.links, link),
            list("HOSTS", "Host", &self.hosts, host),
            list("TRIGGERS", "Trigger", &self.triggers, trigger),
            list("CNAMES", "Cname", &self.cnames, cname),
            list("COOKIES", "Kept", &self.cookies, kept),
            list("STORAGE", "Kept", &self.storage, kept),
            list("HOST_SLOTS", "u16", &self.host_slots, u16::to_string),
            list("TRIGGER_SLOTS", "u16", &self.trigger_slots, u16::to_string),
            list("OWNERS", "Owned", &self.owners, owned),
            format!("pub(super) static TEXT: &str = {:?};\n", self.text),
        ]
        .concat()
    }
}

fn list<X>(name: &str, of: &str, rows: &[X], row: impl Fn(&X) -> String) -> String {
    let rows: Vec<String> = rows.iter().map(row).collect();
    format!("pub(super) static {name}: &[{of}] = &[{}];\n", rows.join(","))
}

fn text(t: T) -> String {
    format!("T({})", t.0)
}

fn span(s: Span) -> String {
    format!("Span({},{})", s.0, s.1)
}

fn vendor(v: &Vendor) -> String {
    let Vendor { id, name, owner, category, checked, fix, baa: Baa { status, words, source, as_of }, rules, batch } = v;
    format!(
        "Vendor{{id:{id:?},name:{name:?},owner:{owner:?},category:Category::{category:?},checked:{checked:?},fix:{fix:?},baa:Baa{{status:BaaStatus::{status:?},words:{words:?},source:{source:?},as_of:{as_of:?}}},rules:{},batch:{}}}",
        span(*rules),
        text(*batch)
    )
}

fn endpoint(e: &Endpoint) -> String {
    let Endpoint { vendor, role, tracking, rank, kinds, paths, need } = e;
    format!(
        "Endpoint{{vendor:{vendor},role:Role::{role:?},tracking:{tracking},rank:{rank},kinds:{kinds},paths:{},need:{}}}",
        span(*paths),
        span(*need)
    )
}

fn signature(s: &Signature) -> String {
    let Signature { vendor, role, tracking, min, paths, need, some } = s;
    format!(
        "Signature{{vendor:{vendor},role:Role::{role:?},tracking:{tracking},min:{min},paths:{},need:{},some:{}}}",
        span(*paths),
        span(*need),
        span(*some)
    )
}

fn condition(c: &Condition) -> String {
    format!("Condition{{key:{},value:{},parts:{}}}", text(c.key), text(c.value), c.parts)
}

fn rule(r: &Rule) -> String {
    let Rule { pattern, label, parts, glob, meaning, shape } = r;
    format!(
        "Rule{{pattern:{},label:{},parts:{parts},glob:{glob},meaning:Meaning::{meaning:?},shape:Shape::{shape:?}}}",
        text(*pattern),
        text(*label)
    )
}

fn link(l: &Link) -> String {
    format!("Link{{endpoint:{},only:{}}}", l.endpoint, text(l.only))
}

fn host(h: &Host) -> String {
    format!("Host{{name:{},links:{}}}", text(h.name), span(h.links))
}

fn trigger(t: &Trigger) -> String {
    format!("Trigger{{word:{},signature:{}}}", text(t.word), t.signature)
}

fn cname(c: &Cname) -> String {
    format!("Cname{{label:{},vendor:{}}}", text(c.label), c.vendor)
}

fn owned(o: &Owned) -> String {
    format!("Owned{{name:{},category:Category::{:?}}}", text(o.name), o.category)
}

fn kept(k: &Kept) -> String {
    let Kept { vendor, name, domain, what, keeps, meaning, cross_site } = k;
    format!(
        "Kept{{vendor:{vendor},name:{},domain:{},what:{},keeps:{},meaning:Meaning::{meaning:?},cross_site:{cross_site}}}",
        text(*name),
        text(*domain),
        text(*what),
        text(*keeps)
    )
}
