//! A hit's parameters: plain words beside the raw name, the value masked or, once asked for, as sent.

use leaklight_core::excerpt::Excerpt;
use leaklight_core::report::plain::stood;
use leaklight_core::report::view::{HitField, HitView, SentView};
use leaklight_draw::draw::{own, row, tag, text};
use leaklight_draw::parts::excerpt;
use leaklight_draw::words::thousands;
use leaklight_text::t;
use leptos::prelude::*;

/// The table.
pub fn table(hit: &HitView, sent: Option<&SentView>) -> AnyView {
    if hit.fields.is_empty() {
        return tag("p", "small muted", text(t!("It carries no parameter that could be read.")));
    }
    let head = tag("tr", "", row([t!("Means"), t!("Sent as"), t!("Value"), t!("Noted")].map(head)));
    let rows = row(hit.fields.iter().map(|field| line(field, sent)));
    let more = match hit.more {
        0 => text(""),
        n => tag("p", "small muted", text(t!("{} more parameters are not listed.", thousands(n)))),
    };
    let table = leaklight_draw::draw::table("hit-params", head, rows);
    row([tag("div", "hit-scroll", table), more])
}

/// A column's head.
pub fn head(name: &'static str) -> AnyView {
    view! { <th scope="col">{name}</th> }.into_any()
}

fn line(field: &HitField, sent: Option<&SentView>) -> AnyView {
    let whole = sent.and_then(|s| s.values.iter().find(|(at, _)| *at == field.at)).map(|(_, value)| Excerpt::plain(value, &[]));
    let class = if whole.is_some() { "hit-value bare" } else { "hit-value" };
    let place = field.at.split_once(':').map_or("", |(part, _)| stood(part));
    let cells = [
        tag(
            "td",
            "hit-means",
            if field.label.is_empty() { tag("span", "muted", text(t!("not known"))) } else { text(field.label.clone()) },
        ),
        tag("td", "hit-name", row([own("code", "", name(&field.name)), tag("span", "small muted", text([" ", place].concat()))])),
        tag("td", class, excerpt(whole.as_ref().unwrap_or(&field.value))),
        own("td", "small", text(field.note.clone())),
    ];
    tag("tr", "", row(cells))
}

/// A name as sent: page text as well, capped and with nothing in it that turns text around.
pub fn name(name: &str) -> AnyView {
    excerpt(&Excerpt::plain(name, &[]))
}
