//! The pages a visit opened, for a report to say what it covers.

use super::Tab;
use crate::address::Address;
use crate::detect::words;
use crate::excerpt::Excerpt;
use crate::observation::Millis;
use serde::{Deserialize, Serialize};

/// Pages kept; the first are, since a report is read from its beginning. Those beyond are counted.
const MAX_OPENED: usize = 100;

/// A page that was opened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Opened {
    /// Its address, masked; what the mask hides is not kept.
    pub address: Excerpt,
    /// When.
    pub at: Millis,
    /// Requests read before it was.
    pub requests: u32,
    /// Those of them that could not be read whole.
    pub unread: u32,
}

/// All of a visit, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pages {
    pub list: Vec<Opened>,
    /// Pages beyond those kept.
    pub more: u32,
}

impl Tab {
    /// The page shown is another.
    pub(super) fn opened(&mut self, at: Millis) {
        if !Address::parse(&self.page.address).is_network() {
            return;
        }
        if self.pages.list.len() >= MAX_OPENED {
            self.pages.more = self.pages.more.saturating_add(1);
            return;
        }
        let address = words::excerpt_address(&self.page.address, &self.page.reveal).sealed();
        self.pages.list.push(Opened { address, at, requests: self.requests, unread: self.unread });
    }
}
