//! Keeps the panel up to date: asks for the view when the worker says it changed, one question at a time.

use crate::bridge;
use crate::state::{Panel, Phase};
use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen_futures::spawn_local;

/// The least time between two questions: a loading page changes its view a hundred times a second.
const PAUSE: i32 = 150;
/// How often the times are said anew.
const TICK: i32 = 2_000;
/// How long to wait before asking a worker again that gave no answer.
const AGAIN: i32 = 1_500;

thread_local! {
    static BUSY: Cell<bool> = const { Cell::new(false) };
    static STALE: Cell<bool> = const { Cell::new(false) };
}

/// Follows the worker and the clock from now on.
pub fn follow(panel: Panel) {
    bridge::listen(
        move |tab| {
            if panel.tab() == Some(tab) {
                refresh(panel);
            }
        },
        move |tab| {
            panel.turn_to(tab);
            refresh(panel);
        },
    );
    spawn_local(async move {
        loop {
            bridge::sleep(TICK).await;
            if !bridge::hidden() {
                panel.clock.set(bridge::clock());
            }
        }
    });
}

/// Asks for the view; where a question is under way, once more after it.
pub fn refresh(panel: Panel) {
    STALE.set(true);
    if BUSY.replace(true) {
        return;
    }
    spawn_local(async move {
        while STALE.replace(false) {
            let Some(tab) = panel.tab() else { break };
            let reply = bridge::ask("view", &[("tab", tab.into())]).await;
            panel.take(tab, reply);
            let silent = matches!(panel.phase.get_untracked(), Phase::Silent(_));
            bridge::sleep(if silent { AGAIN } else { PAUSE }).await;
            if silent {
                STALE.set(true);
            }
        }
        BUSY.set(false);
    });
}
