//! Known values: what each is, whence it is known, and whom it was seen to leave for.

use crate::identify::{self, IdKind};
use crate::observation::Millis;
use leaklight_text::t;
use serde::{Deserialize, Serialize};

/// What a known value is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum What {
    Email,
    Phone,
    FirstName,
    LastName,
    /// First and last name.
    Name,
    BirthDate,
    Street,
    City,
    Zip,
    /// A postal address in one piece.
    Address,
    /// A patient's record number (MRN).
    RecordNumber,
    /// A health plan's member number.
    MemberId,
    Ssn,
    /// Words for a search box.
    SearchWords,
    UserName,
    Password,
    /// A payment card's number or its security code.
    Card,
    /// The page's own address.
    PageAddress,
    /// The page's own title.
    PageTitle,
    /// Text a visitor selected on the page.
    Selection,
    /// A number a browser can be recognised by, out of a cookie or storage: never a person's own words.
    StoredId,
    /// Words written into a form, and everything without a kind of its own.
    #[default]
    Text,
}

impl What {
    /// The word in messages and files: `first-name`.
    pub const fn word(self) -> &'static str {
        match self {
            What::Email => "email",
            What::Phone => "phone",
            What::FirstName => "first-name",
            What::LastName => "last-name",
            What::Name => "name",
            What::BirthDate => "birth-date",
            What::Street => "street",
            What::City => "city",
            What::Zip => "zip",
            What::Address => "address",
            What::RecordNumber => "record-number",
            What::MemberId => "member-id",
            What::Ssn => "ssn",
            What::SearchWords => "search-words",
            What::UserName => "user-name",
            What::Password => "password",
            What::Card => "card",
            What::PageAddress => "page-address",
            What::PageTitle => "page-title",
            What::Selection => "selection",
            What::StoredId => "stored-id",
            What::Text => "text",
        }
    }

    /// In plain words, without an article: "e-mail address".
    pub fn said(self) -> &'static str {
        match self {
            What::Email => t!("e-mail address"),
            What::Phone => t!("phone number"),
            What::FirstName => t!("first name"),
            What::LastName => t!("last name"),
            What::Name => t!("name"),
            What::BirthDate => t!("date of birth"),
            What::Street => t!("street"),
            What::City => t!("city"),
            What::Zip => t!("postal code"),
            What::Address => t!("postal address"),
            What::RecordNumber => t!("patient record number"),
            What::MemberId => t!("member number"),
            What::Ssn => t!("Social Security number"),
            What::SearchWords => t!("search words"),
            What::UserName => t!("user name"),
            What::Password => t!("password"),
            What::Card => t!("card number"),
            What::PageAddress => t!("page address"),
            What::PageTitle => t!("page title"),
            What::Selection => t!("selected text"),
            What::StoredId => t!("browser id"),
            What::Text => t!("text"),
        }
    }

    /// The same as English has it after "the"; other languages give it its article.
    pub fn the(self) -> &'static str {
        match self {
            What::Email => t!(the: "e-mail address"),
            What::Phone => t!(the: "phone number"),
            What::FirstName => t!(the: "first name"),
            What::LastName => t!(the: "last name"),
            What::Name => t!(the: "name"),
            What::BirthDate => t!(the: "date of birth"),
            What::Street => t!(the: "street"),
            What::City => t!(the: "city"),
            What::Zip => t!(the: "postal code"),
            What::Address => t!(the: "postal address"),
            What::RecordNumber => t!(the: "patient record number"),
            What::MemberId => t!(the: "member number"),
            What::Ssn => t!(the: "Social Security number"),
            What::SearchWords => t!(the: "search words"),
            What::UserName => t!(the: "user name"),
            What::Password => t!(the: "password"),
            What::Card => t!(the: "card number"),
            What::PageAddress => t!(the: "page address"),
            What::PageTitle => t!(the: "page title"),
            What::Selection => t!(the: "selected text"),
            What::StoredId => t!(the: "browser id"),
            What::Text => t!(the: "text"),
        }
    }

    /// The identifier it is; none for what says nothing of who somebody is.
    pub const fn identifier(self) -> Option<IdKind> {
        Some(match self {
            What::Email => IdKind::Email,
            What::Phone => IdKind::Phone,
            What::FirstName | What::LastName | What::Name => IdKind::Name,
            What::BirthDate => IdKind::Dob,
            What::Street | What::Address => IdKind::PostalAddress,
            What::Zip => IdKind::Zip,
            What::RecordNumber => IdKind::Mrn,
            What::MemberId => IdKind::MemberId,
            What::Ssn => IdKind::Ssn,
            What::Card => IdKind::Card,
            _ => return None,
        })
    }

    /// What a field asks for, by what its page says of it ([`crate::observation::Typed::about`]).
    pub fn of_field(about: &str) -> What {
        crate::persona::of_field(about)
    }

    /// What stands in a field: what it asks for, or a card's number wherever it was typed.
    pub fn of_typed(about: &str, value: &str) -> What {
        let card = |text: &str| identify::scan_text(text).iter().any(|(kind, _)| *kind == IdKind::Card);
        match What::of_field(about) {
            what if what.is_secret() || !card(value) => what,
            _ => What::Card,
        }
    }

    /// True for what only digests may be kept of, in memory alone.
    pub const fn is_secret(self) -> bool {
        matches!(self, What::Password | What::Card)
    }
}

/// A field of a document, as its content script numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldAt {
    /// The frame; 0 is the main frame.
    pub frame: i64,
    /// The field's number in the frame's document; another document numbers afresh.
    pub field: u32,
}

/// Whence a value is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A made-up patient holds it; the persona's name.
    Persona(String),
    /// It stands in a field of the page.
    Typed {
        /// Which.
        at: FieldAt,
        /// The field's label, or its name where it has none.
        label: String,
        /// When it was last changed.
        when: Millis,
    },
    /// The page's own address, title, or text selected on it.
    Page,
    /// It lies in a cookie or in storage: "cookie user_email", "local storage profile".
    Stored(String),
    /// It was read before: "the page address".
    Seen(String),
    /// It was read in a request: "a request to Meta Pixel".
    Sent(String),
}

/// To whom a value was seen to leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The recipient's id.
    pub recipient: String,
    /// The recipient's name.
    pub name: String,
    /// How it was dressed, innermost first, in plain words; empty where it left as it was.
    pub steps: Vec<String>,
    /// True where it cannot be read back: a digest.
    pub one_way: bool,
    /// In how many requests.
    pub count: u32,
    /// First and last seen.
    pub first: Millis,
    /// See `first`.
    pub last: Millis,
}

/// One known value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// Its number in the tab; a match names it by this.
    pub id: u32,
    /// What it is.
    pub what: What,
    /// The value; empty for a password or a card number, of which digests alone are kept.
    pub text: String,
    /// Whence it is known, each once.
    pub sources: Vec<Source>,
    /// To whom it left.
    pub left: Vec<Left>,
}

/// A form that was sent, or whose button was pressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The frame it stands in.
    pub frame: i64,
    /// Its fields, by their numbers in the frame's document.
    pub fields: Vec<u32>,
    /// The button's words.
    pub button: String,
    /// When.
    pub when: Millis,
}

impl Sent {
    /// How much later than the form was sent a field's last change may be told, in milliseconds: pages tell of it when the field is left.
    const LATE: Millis = 500;

    /// True where the field stands in the form.
    pub fn holds(&self, at: FieldAt) -> bool {
        self.frame == at.frame && self.fields.contains(&at.field)
    }

    /// True where the form was sent after the field was changed at that time.
    pub(crate) fn holds_since(&self, changed: Millis) -> bool {
        changed <= self.when.saturating_add(Self::LATE)
    }
}

/// The most forms sent that are remembered for a page ([`Values::sent`]).
pub const MAX_SENT: usize = 16;

/// The known values of one tab.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// In the order they became known.
    pub list: Vec<Value>,
    /// Forms of the documents shown that were sent, the oldest first; at most [`MAX_SENT`], the newest kept.
    #[serde(default)]
    pub sent: Vec<Sent>,
}

impl Values {
    /// The value of that number.
    pub fn get(&self, id: u32) -> Option<&Value> {
        self.list.iter().find(|value| value.id == id)
    }

    /// The sending of the form a field stands in, after it was changed at that time, that something which left then goes with:
    /// the last before it left, or else the first after. A page may have several buttons, and each counts as one.
    pub fn sent(&self, at: FieldAt, changed: Millis, left: Millis) -> Option<&Sent> {
        let mut forms = self.sent.iter().filter(|form| form.holds(at) && form.holds_since(changed));
        forms.clone().rfind(|form| form.when <= left).or_else(|| forms.next())
    }
}
