//! Names, postal addresses, postcodes and dates of birth.

use super::class::{Class, Hold};
use super::{key, text};
use crate::payload::Field;

/// Words of pages, shops and software, none of them a person's name. A value with one of these is not taken for a name
/// where its key does not firmly say so.
const NOT_NAMES: &str = "\
    about access account action ad add admin ads after alert all and android app apple appointment apps archive area \
    article audio auto background banner bar basic before best beta big bing black blog blue body book booking \
    bottom box brand bronze browser button buy by call campaign cancel card care cart category center centre change \
    channel chat check checkout chrome city class clear click client clinic close cloud code collection color \
    comment comments community company component condition conditions confirm consent contact content continue \
    conversion cookie cookies copy count country cover create custom customer daily dark dashboard data date day \
    deal deals default delete delivery demo department desktop detail details dev device dialog direct directory \
    disable display doctor document donate double down download drug edit education email embed emergency empty \
    enable end english enter error event events exit explore export external facebook false family faq featured feed \
    field file filter final find firefox first flash font footer for form free french from full gallery game games \
    general get gift global go gold google great green grid group guest guide header health hello help hero high \
    history home homepage hospital hot hotel house how html icon id image images in index info information insurance \
    internal international internet invalid is item items jobs join key keyword label landing language large last \
    latest lead learn left legal level library light like link list listing live load loading local location login \
    logo logout low mac mail main manager map market marketing media medical medium member members men menu message \
    meta microsoft mobile modal mode more movie movies music my name nav navigation network new news newsletter next \
    no none not now null of off offer offers office ok old on one online open option options or order organic other \
    our out over overview page pages paid panel parent passive password patient patients pay payment people phone \
    photo photos plan platinum play player plus policy popular popup post premium press preview previous price \
    pricing primary print privacy pro product products profile program project promo promotion provider public \
    purchase quick radio read recent recommended red referral refresh register registration related remote remove \
    report request research reserved reset resource resources result results resume return review reviews right room \
    safari sale sales save schedule school science screen script search section security see select selected send \
    server service services session set settings setup shadow share ship shipping shop shopping show sidebar sign \
    signup silver simple single site size skip slide small social software source special specialist sports standard \
    start state static stats status step stop store story stream street style submit subscribe subscription success \
    summary support survey symptoms system tab tag tags team tech technology template terms test testing text thank \
    thanks the theme this tier time title to today tool toolbar tools top topic total track tracking training travel \
    treatment trial true tv twitter type undefined under unit united unknown up update upload url use user users \
    value version video videos view views visit visitor warning watch web website week welcome white widget window \
    windows with women work world yes you your zone";

/// Small words inside names: `van der`, `de la`.
const PARTICLES: &str = "af al av ben bin da dal das de del della den der des di do dos du e el ibn la las le los op ten ter van von y zu";

/// What forms and scripts put where no name is: `Valued Customer`, `undefined`.
const NOBODY: &str =
    "anonymous customer false first guest last name nan none null redacted string text true undefined unknown user valued visitor";

/// A value a firm key (`first_name`) may hold: letters, spaces and the marks names carry.
pub(super) fn is_any_name(value: &str) -> bool {
    let v = value.trim();
    let chars = v.chars().count();
    (2..=60).contains(&chars)
        && v.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.' | ','))
        && v.chars().any(char::is_alphabetic)
        && !v.split(' ').all(|w| text::is_listed(NOBODY, w))
}

/// A full name by its look: two to four words in capitals as names are written, none of them a word of pages and shops.
pub(super) fn is_full_name(value: &str) -> bool {
    let v = value.trim();
    if !(5..=50).contains(&v.len()) {
        return false;
    }
    let (mut names, mut words, mut shouted) = (0, 0, 0);
    for word in v.split([' ', '\u{a0}']) {
        words += 1;
        let core = word.trim_end_matches(['.', ',']);
        if words > 1 && text::is_listed(PARTICLES, core) {
            continue;
        }
        let mut chars = core.chars();
        let Some(first) = chars.next() else { return false };
        if !first.is_uppercase() || !core.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’')) {
            return false;
        }
        // `iPhone`, `McCune` and `O'Neil` have capitals inside; a word of one letter is an initial.
        if core.chars().count() > 1 {
            names += 1;
        }
        shouted += usize::from(core.len() > 3 || core.len() == 3 && core != "III") * usize::from(!core.chars().any(char::is_lowercase));
        if text::is_listed(NOT_NAMES, core) {
            return false;
        }
    }
    // `JANE DOE` or `Jane Doe`, but `Comments OFF` is a switch.
    names >= 2 && words <= 5 && (shouted == 0 || !v.chars().any(char::is_lowercase))
}

/// Fields looked at before and after one called `name`.
const NEAR: usize = 16;

/// True where other details of a person stand beside the field at `index`: in the same list of parameters, the same object.
pub(super) fn is_beside(items: &[Field<'_>], index: usize) -> bool {
    let Some(field) = items.get(index) else { return false };
    let object = |f: &Field<'_>| f.path.rsplit_once('.').map_or(0, |(object, _)| object.len());
    let len = object(field);
    items.iter().take(index + NEAR).skip(index.saturating_sub(NEAR)).any(|f| {
        let same = f.part == field.part && f.inside == field.inside && object(f) == len && f.path.get(..len) == field.path.get(..len);
        same && f.value.len() > 4 && !std::ptr::eq(f, field) && is_detail(f)
    })
}

fn is_detail(field: &Field<'_>) -> bool {
    let key = key::read(field.key());
    key.hold == Hold::Firm && matches!(key.class, Class::Email | Class::Phone | Class::Street | Class::Dob | Class::Ssn | Class::Mrn)
}

/// Words that end a street's name in English addresses (USPS Publication 28, appendix C1, the common ones).
const STREET_ENDS: &str = "\
    alley ave avenue blvd boulevard cir circle close court crescent ct dr drive highway hwy lane ln parkway pike \
    pkwy pl place rd road sq square st str street ter terrace trail turnpike way";

/// A street and number by its English look: `70 Cedar Street`, `1619 Langley St, Apt 4`.
pub(super) fn is_street(value: &str) -> bool {
    let line = value.split([',', '\n']).next().unwrap_or("").trim();
    let mut words = line.split_ascii_whitespace();
    let number = words.next().unwrap_or("");
    let digits = number.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if digits.is_empty() || digits.len() > 5 || number.len() > digits.len() + 1 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let (mut n, mut end, mut capital) = (0, false, false);
    for word in words {
        n += 1;
        let bare = word.trim_end_matches('.');
        end = text::is_listed(STREET_ENDS, bare);
        capital |= word.chars().next().is_some_and(char::is_uppercase);
        if n >= 2 && end {
            break;
        }
    }
    end && capital && (2..=5).contains(&n)
}

/// What is counted before words that also end a street's name: `5 Minute Drive`, `100 Mile Trail`.
const COUNTED: &str = "acre bedroom car degree easy hour km mile minute night point stop";

/// [`is_street`] where no name says that it is one: titles count things, and speak of pages and shops.
pub(super) fn is_street_by_look(value: &str) -> bool {
    let plain = |word: &str| text::is_listed(NOT_NAMES, word) || text::is_listed(COUNTED, word);
    let line = value.split([',', '\n']).next().unwrap_or("");
    is_street(value) && !line.split_ascii_whitespace().any(|w| !text::is_listed(STREET_ENDS, w) && plain(w))
}

/// What a firm key (`address`) may hold: words and a number, and no address of another kind.
pub(super) fn is_any_street(value: &str) -> bool {
    let v = value.trim();
    let words = v.split_ascii_whitespace().count();
    (5..=200).contains(&v.len())
        && (2..=20).contains(&words)
        && v.bytes().any(|b| b.is_ascii_digit())
        && v.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !v.contains("://")
        && !v.contains(['@', '=', '{', '<'])
}

/// A postcode: US five or nine digits, Canadian, British, or four to six digits elsewhere.
pub(super) fn is_zip(value: &str) -> bool {
    const SHAPES: &str = "99999 99999-9999 999999999 9999 999999 A9A_9A9 A9A9A9 A9_9AA A99_9AA AA9_9AA AA99_9AA A9A_9AA AA9A_9AA \
        AA99AA AA999AA 99-999 999_99 9999_AA 9999AA 999-9999 99999-999";
    let v = value.trim();
    text::has_shape(SHAPES, v) && !text::all_same(v.as_bytes())
}

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A date on which a living person may be born, in any common spelling. `year_alone`: the key names a year.
pub(super) fn is_birth_date(value: &str) -> bool {
    let v = value.trim();
    let v = v.split(['T']).next().filter(|d| d.len() >= 8 && v.len() > d.len() && d.contains('-')).unwrap_or(v);
    if v.len() > 24 {
        return false;
    }
    let mut parts: [&str; 3] = [""; 3];
    let mut n = 0;
    for part in v.split(['-', '/', '.', ' ', ',']).filter(|p| !p.is_empty()) {
        let Some(slot) = parts.get_mut(n) else { return false };
        *slot = part;
        n += 1;
    }
    let [a, b, c] = parts;
    match n {
        3 => {
            let month_name = |s: &str| s.get(..3).is_some_and(|m| MONTHS.iter().any(|x| x.eq_ignore_ascii_case(m)));
            if month_name(a) {
                return day(b) && year(c);
            }
            if month_name(b) {
                return (day(a) && year(c)) || (year(a) && day(c));
            }
            (year(a) && month_day(b, c))
                || (year(c) && (month_day(a, b) || month_day(b, a)))
                || (c.len() == 2 && number_in(c, 0, 99) && a.len() <= 2 && (month_day(a, b) || month_day(b, a)))
        }
        1 => match a.len() {
            8 => {
                let (Some(y), Some(m), Some(d)) = (a.get(..4), a.get(4..6), a.get(6..8)) else { return false };
                let (Some(m2), Some(d2), Some(y2)) = (a.get(..2), a.get(2..4), a.get(4..8)) else { return false };
                (year(y) && month_day(m, d)) || (year(y2) && (month_day(m2, d2) || month_day(d2, m2)))
            }
            4 => year(a),
            _ => false,
        },
        _ => false,
    }
}

fn number_in(s: &str, from: u32, to: u32) -> bool {
    text::number(s).is_some_and(|n| (from..=to).contains(&n))
}

fn year(s: &str) -> bool {
    s.len() == 4 && number_in(s, 1900, 2035)
}

fn day(s: &str) -> bool {
    s.len() <= 2 && number_in(s, 1, 31)
}

fn month_day(m: &str, d: &str) -> bool {
    m.len() <= 2 && number_in(m, 1, 12) && day(d)
}
