//! What a browser says of one tab, as tests write it.
#![allow(dead_code, reason = "each test uses a part")]

use leaklight_core::known::What;
use leaklight_core::observation::*;
use leaklight_core::persona::{Detail, Persona};
use leaklight_core::report::view::Effect;
use leaklight_core::session::{Session, Settings};

pub const PAGE: &str = "https://www.clinic.example/book";
pub const SINK: &str = "https://collector.example/in";
pub const MAIL: &str = "tamsin.quillmoor@mail.example";
pub const ABOUT: &str = "email\temail\tE-mail\temail";
pub const REASON: &str = "text\treason\tReason for visit\t";

/// Hosts make values ready at once.
pub fn answer(session: &mut Session, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Prepare { tab, value, text, salt, secret } = effect {
            let more = session.learn(tab, value, &leaklight_codecs::prepare(&text, &salt, secret));
            answer(session, more);
        }
    }
}

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

/// Text stands in a field of the main frame's document.
pub fn typed(field: u32, about: &str, value: &str) -> Event {
    Event::Typed(Typed { frame: 0, field, about: about.into(), value: value.into(), secret: about.starts_with("password\t") })
}

/// A cookie that ends with the browser.
pub fn stored(name: &str, value: &str, domain: &str) -> Cookie {
    Cookie { secure: true, expires: None, ..cookie(domain, name, value) }
}

/// A cookie that lasts.
pub fn cookie(domain: &str, name: &str, value: &str) -> Cookie {
    Cookie {
        name: name.into(),
        value: value.into(),
        domain: domain.into(),
        path: "/".into(),
        expires: Some(40_000_000_000),
        ..Cookie::default()
    }
}

/// A body is posted.
pub fn post(id: &str, url: &str, body: &str) -> Event {
    Event::Request(Request {
        id: id.into(),
        url: url.into(),
        method: "POST".into(),
        kind: ResourceType::Xmlhttprequest,
        body: SeenBody::Text(body.into()),
        ..Request::default()
    })
}

/// These events, a second apart.
pub fn timed(events: &[Event]) -> Vec<Observation> {
    events.iter().cloned().zip(1..).map(|(event, n)| seen(n * 1000, event)).collect()
}

/// SHA-256, in hexadecimal digits.
pub fn sha256(text: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect()
}

/// Settings with one made-up patient.
pub fn persona(on: bool) -> Settings {
    let detail = |what, value: &str| Detail { what, value: value.into() };
    let details = vec![detail(What::Email, MAIL), detail(What::FirstName, "Tamsin"), detail(What::LastName, "Quillmoor")];
    Settings {
        personas: vec![Persona { id: "p1".into(), name: "Tamsin Quillmoor".into(), details, on, saved: false }],
        ..Settings::default()
    }
}

/// A host: it carries out what core asks of the codecs, at once or when told to.
#[derive(Clone, Default)]
pub struct Host {
    pub session: Session,
    /// What core asked and nobody answered yet.
    pub asked: Vec<Effect>,
    /// Everything core ever asked to be prepared: value, text, salt, and whether it is secret.
    pub prepared: Vec<(u32, String, String, bool)>,
}

impl Host {
    pub fn new(settings: Settings) -> Host {
        Host { session: Session::new(settings), ..Host::default() }
    }

    /// These events, an event a step, everything answered at once.
    pub fn after(events: &[Observation]) -> Host {
        let mut host = Host::default();
        for event in events {
            host.step(std::slice::from_ref(event));
            host.answer();
        }
        host
    }

    /// One step; what core asks is kept.
    pub fn step(&mut self, events: &[Observation]) {
        let effects = self.session.step(events, 0);
        self.take(effects);
    }

    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Prepare { value, text, salt, secret, .. } = &effect {
                self.prepared.push((*value, text.clone(), salt.clone(), *secret));
            }
            if matches!(effect, Effect::Prepare { .. } | Effect::Unpack { .. }) {
                self.asked.push(effect);
            }
        }
    }

    /// Answers everything core asked, and what it asks because of that.
    pub fn answer(&mut self) {
        while !self.asked.is_empty() {
            for effect in std::mem::take(&mut self.asked) {
                let more = match effect {
                    Effect::Prepare { tab, value, text, salt, secret } => {
                        self.session.learn(tab, value, &leaklight_codecs::prepare(&text, &salt, secret))
                    }
                    Effect::Unpack { tab, packed, how, bytes } => {
                        let bytes = leaklight_core::payload::base64_bytes(&bytes).unwrap();
                        self.session.unpacked(tab, packed, leaklight_codecs::unpack(&how, &bytes, 1 << 20).as_deref())
                    }
                    _ => Vec::new(),
                };
                self.take(more);
            }
        }
    }

    /// The worker is killed and starts anew: what was asked and not answered is lost.
    pub fn restart(&mut self, settings: Settings) {
        let mut session = Session::restore(&self.session.snapshot()).unwrap().choosing(settings.clone());
        session.configure(settings);
        (self.session, self.asked) = (session, Vec::new());
    }

    /// Whom a value left for: recipient, how, in how many requests.
    pub fn left(&self, text: &str) -> Vec<(String, String, u32)> {
        let view = self.session.view(7);
        let value = view.known.iter().find(|v| v.value.uncovered() == text);
        value.iter().flat_map(|v| &v.left).map(|l| (l.recipient.clone(), l.how.clone(), l.count)).collect()
    }

    /// The kinds of findings about others, each with its count.
    pub fn found(&self) -> Vec<(&'static str, u32)> {
        let view = self.session.view(7);
        let mut all: Vec<_> = view.findings.iter().map(|f| &f.finding).map(|f| (f.kind.word(), f.count)).collect();
        all.sort_unstable();
        all
    }
}
