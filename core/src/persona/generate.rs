//! Made-up patients out of a number.

use super::{Detail, Persona};
use crate::known::What;

/// First names: rare, so that finding one inside longer text says something; of six letters or more, so that it is looked for there.
static FIRST: &[&str] = &[
    "Tamsin",
    "Ellery",
    "Corwin",
    "Isolde",
    "Ottoline",
    "Evander",
    "Cressida",
    "Benedikt",
    "Thaddea",
    "Sunniva",
    "Leocadia",
    "Evaristo",
    "Rosaura",
    "Eulalia",
    "Theodric",
    "Gwendal",
    "Ambrosine",
    "Perpetua",
    "Casimira",
    "Lisandro",
    "Melisande",
    "Florestan",
    "Odalys",
    "Zephyrine",
];
/// Two of these are a surname, or a street, that hardly anybody has.
static FRONT: &[&str] = &[
    "Quill", "Bramble", "Thistle", "Marrow", "Larken", "Pebble", "Wicker", "Tansy", "Copper", "Fennel", "Sorrel", "Juniper", "Umber",
    "Velvet", "Saffron", "Cinder",
];
static BACK: &[&str] = &[
    "moor", "wick", "thorpe", "combe", "garth", "mere", "holt", "stead", "hurst", "dene", "croft", "beck", "shaw", "lowe", "fold", "nell",
];
static WAYS: &[&str] = &["Lane", "Court", "Avenue", "Street", "Terrace", "Road"];
/// Places with a postal code and an area code of theirs (generally known; no source read). Small ones: a visitor's real place, as
/// vendors guess it from the network address, is seldom one of them.
static PLACES: &[(&str, &str, &str)] = &[
    ("Kalispell", "59901", "406"),
    ("Oneonta", "13820", "607"),
    ("Walla Walla", "99362", "509"),
    ("Chillicothe", "45601", "740"),
    ("Ottumwa", "52501", "641"),
    ("Natchitoches", "71457", "318"),
    ("Sheboygan", "53081", "920"),
    ("Punxsutawney", "15767", "814"),
    ("Tehachapi", "93561", "661"),
    ("Brattleboro", "05301", "802"),
    ("Okeechobee", "34972", "863"),
    ("Waxahachie", "75165", "972"),
    ("Hattiesburg", "39401", "601"),
    ("Skowhegan", "04976", "207"),
    ("Pocatello", "83201", "208"),
    ("Keokuk", "52632", "319"),
];
/// Two of these together are search words no page has of itself.
static COMPLAINTS: &[&str] = &[
    "night sweats",
    "sore knees",
    "dry cough",
    "stiff neck",
    "itchy elbows",
    "ringing ears",
    "back pain",
    "heartburn",
    "dizzy spells",
    "tired eyes",
    "leg cramps",
    "hay fever",
];

/// Numbers out of a seed: SplitMix64 (Steele, Lea and Flood, 2014; generally known, no source read). Not for secrets.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % most.max(1)
    }

    fn one<T: Copy + Default>(&mut self, of: &[T]) -> T {
        of.get(self.below(of.len() as u64) as usize).copied().unwrap_or_default()
    }

    /// So many digits, the first of them 1 to 9.
    fn digits(&mut self, many: u32) -> String {
        let least = 10u64.pow(many - 1);
        (least + self.below(9 * least)).to_string()
    }
}

/// A made-up patient: the same for the same seed, of real form, and nobody's.
///
/// - E-mail under `example.org` or `example.com`, which are kept for examples ([RFC 2606, section 3](https://www.ietf.org/rfc/rfc2606),
///   1999; read 2026-11-26), with a number in it that makes it a canary.
/// - Telephone between 555-0100 and 555-0199 behind a real area code: the numbers kept for fiction
///   ([Fictional telephone numbers](http://www.liquisearch.com/area_codes_in_the_united_states/fictional_telephone_numbers), read
///   2026-11-26).
/// - An adult, born 1940 to 1999. Record and member numbers have a usual form and belong to no plan.
///
/// Details stand in a fixed order. All but the postal code have six characters or more, so that they are found inside longer text.
pub fn generate(seed: u64) -> Persona {
    let mut dice = Dice(seed);
    let first = dice.one(FIRST);
    let last = [dice.one(FRONT), dice.one(BACK)].concat();
    let tag = dice.digits(5);
    let at = dice.one(&["example.org", "example.com"]);
    let (city, zip, area) = dice.one(PLACES);
    let line = dice.below(100).to_string();
    let (year, month, day) = (1940 + dice.below(60), 101 + dice.below(12), 101 + dice.below(28));
    let part = |n: u64| n.to_string().split_off(1);
    let street = [dice.digits(4).as_str(), " ", dice.one(FRONT), dice.one(BACK), " ", dice.one(WAYS)].concat();
    let record = dice.digits(9);
    let member = [dice.one(&["QHB", "WXM", "ZKV", "YJT"]), &dice.digits(9)].concat();
    let ache = dice.one(COMPLAINTS);
    let other = COMPLAINTS.iter().position(|c| *c == ache).map_or(0, |i| i + 1 + dice.below(COMPLAINTS.len() as u64 - 1) as usize);
    let other = COMPLAINTS.get(other % COMPLAINTS.len()).copied().unwrap_or_default();
    let email = [&first.to_lowercase(), ".", &last.to_lowercase(), ".", &tag, "@", at].concat();
    let details = [
        (What::FirstName, first.to_owned()),
        (What::LastName, last.clone()),
        (What::Email, email),
        (What::Phone, ["(", area, ") 555-01", if line.len() < 2 { "0" } else { "" }, &line].concat()),
        (What::BirthDate, [&year.to_string(), "-", &part(month), "-", &part(day)].concat()),
        (What::Street, street),
        (What::City, city.to_owned()),
        (What::Zip, zip.to_owned()),
        (What::RecordNumber, record),
        (What::MemberId, member),
        (What::SearchWords, [ache, " and ", other].concat()),
    ];
    Persona {
        name: [first, " ", &last].concat(),
        details: details.into_iter().map(|(what, value)| Detail { what, value }).collect(),
        ..Persona::default()
    }
}
