//! What a tab remembers: pages, recipients, requests, stored entries.

use super::carried::Sent;
use super::learnt::Learnt;
use crate::address::Address;
use crate::beat::Beat;
use crate::consent::{self, timeline::Counted};
use crate::finding::Recipient;
use crate::lineage::{Hint, Spot};
use crate::observation::{Millis, Request, ResourceType};
use crate::payload::Body;
use crate::reveal::Reveal;
use crate::sensitive::forms::Seen;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The page shown in the main frame.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page {
    pub address: String,
    pub title: String,
    /// What the address alone reveals: what anybody is told who is told the address.
    pub reveal: Reveal,
    /// What its forms and links tell.
    pub seen: Seen,
    /// The context class, 0 to 3.
    pub context: u8,
    /// Shown since.
    pub since: Millis,
    /// Host and path with numbers made alike: findings on `/p/1042` and `/p/1043` are one.
    pub template: String,
}

/// What is known of a recipient.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Told {
    pub recipient: Recipient,
    pub hosts: BTreeSet<String>,
    pub told: BTreeSet<String>,
    pub requests: u32,
    pub failed: u32,
    pub first: Millis,
    pub last: Millis,
    /// Why it is listed, in plain words.
    #[serde(default)]
    pub because: String,
    /// True where `because` says what was seen it do, and not only whose it is.
    #[serde(default)]
    pub tracks: bool,
    /// A vendor's language on the site's own host, as last recognised.
    #[serde(default)]
    pub relay: Option<Relay>,
    /// How regularly it is called, where nobody knows whose it is.
    #[serde(default)]
    pub beat: Beat,
    /// What its requests said of the visitor's consent, as sent.
    #[serde(default)]
    pub consent: consent::Seen,
    /// What it could now know of the visitor.
    #[serde(default)]
    pub learnt: Learnt,
}

/// A vendor's language on the site's own host.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Relay {
    pub host: String,
    pub vendor: String,
    /// Marks found; the request with the most is kept.
    pub strength: u8,
}

/// A request remembered until its end is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recent {
    pub id: String,
    /// When it left.
    #[serde(default)]
    pub at: Millis,
    pub url: String,
    pub kind: ResourceType,
    pub frame: i64,
    /// The frame around it, where the browser said.
    #[serde(default)]
    pub parent: Option<i64>,
    pub page: String,
    /// True where the body, or that there was none, was seen.
    pub body_seen: bool,
    /// True where a part of it could not be read.
    #[serde(default)]
    pub unread: bool,
    pub recipient: String,
    /// Findings this request gave reason for.
    pub findings: Vec<String>,
    /// True where it failed, was blocked, or was answered without leaving the machine.
    #[serde(default)]
    pub unreceived: bool,
    /// Where it stands in the tree of what brought what.
    #[serde(default)]
    pub spot: Option<Spot>,
    /// Its number in the tab.
    #[serde(default)]
    pub number: u32,
    /// Known values it took along.
    #[serde(default)]
    pub told: Vec<Sent>,
    /// How it was counted among what stands to the visitor's choice; none where it was not.
    #[serde(default)]
    pub counted: Option<Counted>,
}

impl Recent {
    /// What came of reading it so far.
    pub fn before(&self) -> Before {
        Before { findings: self.findings.clone(), told: self.told.clone(), unreceived: self.unreceived }
    }

    /// Takes in what one more reading gave, each once: a socket may be heard thousands of times.
    pub fn took(&mut self, findings: Vec<String>, told: Vec<Sent>) {
        for key in findings {
            if !self.findings.contains(&key) {
                self.findings.push(key);
            }
        }
        self.told.extend(told);
    }
}

/// What came of reading a request before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Before {
    pub findings: Vec<String>,
    pub told: Vec<Sent>,
    pub unreceived: bool,
}

/// A request, or a part of it, to be read.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub address: &'a Address<'a>,
    pub request: &'a Request,
    pub body: Body<'a>,
    pub referer: Option<&'a str>,
    /// Headers and cookies, the latter as `cookie:NAME`.
    pub more: &'a [(String, String)],
    /// Who sent the browser on to it; empty for nobody.
    pub via: &'a str,
    /// A message handed to a frame, and no request.
    pub message: bool,
    /// Its number in the tab; 0 for none.
    pub number: u32,
    /// None where it is read for the first time.
    pub before: Option<&'a Before>,
}

impl<'a> Reading<'a> {
    /// A request read for the first time.
    pub fn of(address: &'a Address<'a>, request: &'a Request, body: Body<'a>) -> Reading<'a> {
        Reading { address, request, body, referer: None, more: &[], via: "", message: false, number: 0, before: None }
    }

    /// True where a request is read for the first time.
    pub fn is_first(&self) -> bool {
        self.before.is_none() && !self.message
    }
}

/// What reading a request gave.
#[derive(Default)]
pub(crate) struct Judged {
    /// Whom it went to.
    pub recipient: String,
    /// The findings it gave reason for.
    pub findings: Vec<String>,
    /// True where a part of it could not be read.
    pub unread: bool,
    /// What it says of the tag that sent it.
    pub hint: Hint,
    /// True where known values are looked for in it.
    pub searched: bool,
    /// Known values it took along, those noted of it before apart.
    pub told: Vec<Sent>,
    /// As in [`Recent`].
    pub counted: Option<Counted>,
    /// True where a password or a card number is among all it carries: of what carried it nothing is kept.
    pub secret: bool,
    /// True where its address holds one.
    pub secret_address: bool,
}
