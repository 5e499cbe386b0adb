//! The page hook as second witness: bodies the browser did not show.
//!
//! The browser's DevTools are a third one, where they are open: they tell of bodies of any frame once they have left.
//!
//! The page can forge what the hook says. It counts only for a request the browser itself reported, and only as what that
//! request carried. The hook's word and the browser's come by different ways and in either order.

use crate::address::Address;
use crate::observation::{Millis, PageSend, Request, SeenBody};
use crate::payload::Body;
use crate::site::Declared;
use crate::tab::{Late, Reading, Recent, Tab};

/// Messages that wait for their request; the oldest goes first, and is counted.
const MAX_WAITING: usize = 16;
/// The browser's DevTools as witness ([`PageSend::how`]): the browser's word, and of no frame.
const DEVTOOLS: &str = "devtools";
/// The longest body that waits, in bytes. Waiting messages are part of the snapshot, and a page can send any number.
const MAX_WAITING_BODY: usize = 64 * 1024;

/// The hook saw a body leave.
pub(crate) fn page_send(tab: &mut Tab, send: &PageSend, own: &Declared, at: Millis) {
    // What DevTools tell comes after the request was answered: what it is not needed for, it never is.
    if heard(tab, send, own, at) || send.how == DEVTOOLS {
        return;
    }
    tab.dirty = true;
    if size(&send.body) > MAX_WAITING_BODY {
        tab.lose("unmatched-page-message", 1);
        return;
    }
    if tab.waiting.len() >= MAX_WAITING {
        tab.waiting.pop_front();
        tab.lose("unmatched-page-message", 1);
    }
    tab.waiting.push_back(send.clone());
}

/// The browser reported a request; the hook may have spoken of it before.
pub(crate) fn requested(tab: &mut Tab, request: &Request, own: &Declared, at: Millis) {
    if tab.waiting.is_empty() {
        return;
    }
    let address = Address::parse(&request.url);
    let first = tab
        .waiting
        .iter()
        .position(|w| w.frame == request.frame && (w.url == request.url || Address::parse(&w.url).as_str() == address.as_str()));
    if let Some(send) = first.and_then(|i| tab.waiting.remove(i))
        && !heard(tab, &send, own, at)
    {
        // The browser showed this request's body itself: the hook has nothing to add.
        tab.dirty = true;
    }
}

/// Reads what the hook said as the body of the request it belongs to. False where there is none.
fn heard(tab: &mut Tab, send: &PageSend, own: &Declared, at: Millis) -> bool {
    let wanted = Address::parse(&send.url);
    let socket = send.how == "websocket";
    let is_it = |r: &Recent| {
        (r.frame == send.frame || send.how == DEVTOOLS) && (socket || !r.body_seen) && (r.url == send.url || r.url == wanted.as_str())
    };
    let Some(recent) = tab.recent.iter_mut().rev().find(|r| is_it(r)) else { return false };
    // A body the hook could not read either is still to be told of.
    recent.body_seen = !socket && !matches!(send.body, SeenBody::Unseen(_));
    let before = recent.clone();
    if send.body == SeenBody::None {
        return true;
    }
    let request = Request {
        id: before.id.clone(),
        url: send.url.clone(),
        kind: before.kind,
        frame: before.frame,
        document: Some(before.page.clone()),
        body: send.body.clone(),
        ..Request::default()
    };
    let mut bytes = Vec::new();
    let body = body(&request.body, &mut bytes);
    let earlier = before.before();
    let judged = tab.judge(&Reading { before: Some(&earlier), number: before.number, ..Reading::of(&wanted, &request, body) }, own, at);
    if judged.searched {
        if !socket {
            // It has been told what was not shown.
            tab.known.late.iter_mut().filter(|l| l.number == before.number).for_each(|l| l.body = SeenBody::None);
        }
        let (number, frame, document) = (before.number, before.frame, request.document.clone());
        let (url, body, findings) = (send.url.clone(), request.body.clone(), judged.findings.clone());
        let late = Late { number, at, url, frame, document, body, findings, ..Late::default() };
        tab.keep_late(late, judged.secret);
    }
    if before.unread && !judged.unread && !send.cut {
        tab.mend(&before.findings);
    } else if judged.unread && !before.unread {
        tab.unread = tab.unread.saturating_add(1);
        tab.loud = true;
    }
    if let Some(recent) = tab.recent(&before.id) {
        recent.unread = judged.unread;
        recent.took(judged.findings, judged.told);
    }
    true
}

pub(crate) fn size(body: &SeenBody) -> usize {
    match body {
        SeenBody::None | SeenBody::Unseen(_) => 0,
        SeenBody::Text(text) | SeenBody::Base64(text) => text.len(),
        SeenBody::Form(pairs) => pairs.iter().map(|(k, v)| k.len() + v.len()).sum(),
    }
}

/// A body as the payload reader takes it; `bytes` holds what had to be decoded.
pub(crate) fn body<'a>(seen: &'a SeenBody, bytes: &'a mut Vec<u8>) -> Body<'a> {
    match seen {
        SeenBody::None => Body::Empty,
        SeenBody::Text(text) => Body::Bytes(text.as_bytes()),
        SeenBody::Base64(text) => match crate::payload::base64_bytes(text) {
            Some(decoded) => {
                *bytes = decoded;
                Body::Bytes(bytes)
            }
            None => Body::Unseen(text.len()),
        },
        SeenBody::Form(pairs) => Body::Form(pairs),
        SeenBody::Unseen(size) => Body::Unseen(usize::try_from(*size).unwrap_or(usize::MAX)),
    }
}
