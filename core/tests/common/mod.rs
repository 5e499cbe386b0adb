//! What a browser says of one tab, as tests write it.
#![allow(dead_code, reason = "each test uses a part")]

use leaklight_core::observation::*;

/// Seen in the tab all tests watch.
pub fn seen(at: u64, event: Event) -> Observation {
    Observation { at, tab: 7, event }
}

/// Watching begins and the page is loaded again.
pub fn watch(url: &str) -> Event {
    Event::Watch(Watch { url: url.into(), reload: true })
}

/// The main frame goes to another document.
pub fn go(url: &str) -> Event {
    Event::Navigation(Navigation { frame: 0, url: url.into(), how: How::Committed })
}

/// The page's title.
pub fn title(text: &str) -> Event {
    Event::Title(Title { text: text.into() })
}

/// A picture is asked for, as pixels are.
pub fn request(id: &str, url: &str) -> Event {
    Event::Request(Request { id: id.into(), url: url.into(), method: "GET".into(), kind: ResourceType::Image, ..Request::default() })
}
