//! Keeps the list up to date: asks the worker for what is new, one question at a time, and never so often that it does nothing else.

use super::state::{Desk, Phase};
use leaklight_draw::bridge;
use leaklight_draw::draw::begin;
use leaklight_text::t;
use leptos::prelude::*;
use serde::Deserialize;
use std::cell::Cell;

/// The least time between two questions, in milliseconds.
const PAUSE: i32 = 400;
/// The most.
const MOST: i32 = 5_000;
/// The worker reads what came since: it is left alone for so many times as long as that took.
const REST: i32 = 4;

thread_local! {
    static BUSY: Cell<bool> = const { Cell::new(false) };
    static STALE: Cell<bool> = const { Cell::new(false) };
}

/// Follows the worker from now on.
pub fn follow(desk: Desk) {
    bridge::listen(
        move |tab| {
            if desk.tab.get_untracked() == Some(tab) {
                refresh(desk);
            }
        },
        move |tab| {
            desk.tab.set(tab);
            if tab.is_none() {
                desk.phase.set(Phase::NoTab);
            }
            begin(async move {
                let kept = bridge::ask("cleared", &[]).await;
                desk.since.set(kept.text.parse().unwrap_or(0));
                refresh(desk);
            });
        },
    );
}

#[derive(Deserialize)]
struct State {
    watching: bool,
}

/// Asks for what is new; where a question is under way, once more after it.
pub fn refresh(desk: Desk) {
    STALE.set(true);
    if desk.paused.get_untracked() || BUSY.replace(true) {
        return;
    }
    begin(async move {
        while !desk.paused.get_untracked() && STALE.replace(false) {
            let Some(tab) = desk.tab.get_untracked() else { break };
            let (from, since) = (desk.from(), desk.since.get_untracked());
            let begun = bridge::clock().now;
            let reply = bridge::ask("hits", &[("tab", tab.into()), ("from", from.into()), ("since", (since as f64).into())]).await;
            let took = i32::try_from(bridge::clock().now.saturating_sub(begun)).unwrap_or(MOST);
            if desk.since.get_untracked() != since {
                // Cleared meanwhile: what was asked for is no longer wanted.
                STALE.set(true);
                continue;
            }
            if desk.paused.get_untracked() {
                STALE.set(true);
                break;
            }
            if reply.ok {
                desk.clock.set(bridge::clock());
                if !desk.take(from, &reply) {
                    STALE.set(true);
                }
            } else {
                missed(desk, tab, &reply).await;
            }
            bridge::sleep((took * REST).clamp(PAUSE, MOST)).await;
        }
        BUSY.set(false);
    });
}

/// No hits came: nothing is watched, or the worker is at fault.
async fn missed(desk: Desk, tab: i32, reply: &bridge::Reply) {
    let state = bridge::ask("state", &[("tab", tab.into())]).await;
    let read: Option<State> = leaklight_json::read(state.text.as_bytes());
    let phase = match read {
        Some(State { watching: false }) => Phase::Unwatched,
        _ => Phase::Silent(if reply.error.is_empty() { t!("no answer").into() } else { reply.error.clone() }),
    };
    if desk.phase.get_untracked() != phase {
        desk.phase.set(phase);
    }
}
