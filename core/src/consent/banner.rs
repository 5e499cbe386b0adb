//! What the buttons of consent banners mean, by their words.
//!
//! The words are those of the managers' own templates and of banners at large, in ten languages; generally known; no source read.
//! A button whose words are not known means nothing: then the manager's record tells what was chosen, or nothing does.

use super::Choice;

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    /// Allows everything asked for.
    Accept,
    /// Refuses everything but what is necessary.
    Refuse,
    /// Opens what can be chosen: nothing is chosen yet.
    Settings,
    /// Saves what was ticked: what that is, the record alone tells.
    Save,
    /// Puts the banner away and says neither yes nor no.
    Close,
    /// "Got it": the notice was read. It counts as acceptance only where no manager says otherwise, and is said to.
    Acknowledge,
}

impl Button {
    /// What is chosen by pressing it, as long as no record tells.
    pub(crate) const fn choice(self) -> Option<Choice> {
        match self {
            Button::Accept | Button::Acknowledge => Some(Choice::Accepted),
            Button::Refuse => Some(Choice::Rejected),
            Button::Save => Some(Choice::Partial),
            Button::Settings | Button::Close => None,
        }
    }
}

use Button::{Accept, Acknowledge, Close, Refuse, Save, Settings};

/// Whole words that turn what is accepted after them round: "do not consent", "continue without accepting".
const NOT: &[&str] = &[
    "not", "don't", "without", "no", "never", "n'", "nicht", "ohne", "kein", "keine", "pas", "sans", "sin", "non", "senza", "niet", "geen",
    "zonder", "não", "sem", "nie", "bez", "inte", "ikke", "utan", "uden", "uten",
];

/// Beginnings of words and phrases, in lower case; the first that is in a button's words tells. What refuses stands before what
/// accepts: "accept only essential cookies" holds both.
pub const WORDS: &[(&str, Button)] = &[
    // What opens a form about selling stands before what says "not".
    ("do not sell", Settings),
    ("don't sell", Settings),
    ("privacy choices", Settings),
    ("reject", Refuse),
    ("withdraw", Refuse),
    ("revoke", Refuse),
    ("widerruf", Refuse),
    ("refuse", Refuse),
    ("decline", Refuse),
    ("deny", Refuse),
    ("disagree", Refuse),
    ("disallow", Refuse),
    ("opt out", Refuse),
    ("opt-out", Refuse),
    ("necessary", Refuse),
    ("essential", Refuse),
    ("required only", Refuse),
    ("only required", Refuse),
    ("no, thank", Refuse),
    ("no thank", Refuse),
    ("rechaz", Refuse),
    ("necesari", Refuse),
    ("ablehn", Refuse),
    ("lehne ab", Refuse),
    ("notwendig", Refuse),
    ("erforderlich", Refuse),
    ("essenziell", Refuse),
    ("verweiger", Refuse),
    ("nécessaires", Refuse),
    ("essentiels", Refuse),
    ("rifiut", Refuse),
    ("weiger", Refuse),
    ("noodzakelijk", Refuse),
    ("afwijz", Refuse),
    ("rejeit", Refuse),
    ("recus", Refuse),
    ("necessári", Refuse),
    ("odrzu", Refuse),
    ("niezbędn", Refuse),
    ("avvisa", Refuse),
    ("neka", Refuse),
    ("nödvändig", Refuse),
    ("avvis", Refuse),
    ("afvis", Refuse),
    ("nødvendig", Refuse),
    ("hylkää", Refuse),
    ("välttämät", Refuse),
    // What allows everything stands before what saves: "save and accept all".
    ("accept all", Accept),
    ("allow all", Accept),
    ("agree to all", Accept),
    ("alle akzeptieren", Accept),
    ("allen zustimmen", Accept),
    ("tout accepter", Accept),
    ("save", Save),
    ("confirm", Save),
    ("selection", Save),
    ("selected", Save),
    ("submit", Save),
    ("guardar", Save),
    ("selección", Save),
    ("speicher", Save),
    ("auswahl", Save),
    ("enregistr", Save),
    ("sélection", Save),
    ("salva", Save),
    ("selezion", Save),
    ("opslaan", Save),
    ("selectie", Save),
    ("bewaar", Save),
    ("seleção", Save),
    ("zapisz", Save),
    ("wybran", Save),
    ("spara", Save),
    ("lagre", Save),
    ("gem valg", Save),
    ("tallenna", Save),
    // Words that hold one of acceptance, and mean none.
    ("agreement", Settings),
    ("verwalten", Settings),
    ("accept", Accept),
    ("agree", Accept),
    ("allow", Accept),
    ("enable all", Accept),
    ("opt in", Accept),
    ("acept", Accept),
    ("permitir", Accept),
    ("de acuerdo", Accept),
    ("akzeptier", Accept),
    ("zustimm", Accept),
    ("stimme zu", Accept),
    ("einverstanden", Accept),
    ("erlaub", Accept),
    ("zulassen", Accept),
    ("annehmen", Accept),
    ("autoris", Accept),
    ("j'accepte", Accept),
    ("d'accord", Accept),
    ("accett", Accept),
    ("accepte", Accept),
    ("toestaan", Accept),
    ("akkoord", Accept),
    ("aceit", Accept),
    ("concord", Accept),
    ("akceptuj", Accept),
    ("zaakcept", Accept),
    ("zgadzam", Accept),
    ("zezw", Accept),
    ("godkänn", Accept),
    ("acceptera", Accept),
    ("tillåt", Accept),
    ("godta", Accept),
    ("tillad", Accept),
    ("accepter", Accept),
    ("hyväksy", Accept),
    ("settings", Settings),
    ("preference", Settings),
    ("options", Settings),
    ("manage", Settings),
    ("customi", Settings),
    ("configure", Settings),
    ("choose", Settings),
    ("details", Settings),
    ("more info", Settings),
    ("learn more", Settings),
    ("cookie polic", Settings),
    ("configura", Settings),
    ("preferencias", Settings),
    ("gestionar", Settings),
    ("personaliz", Settings),
    ("einstellung", Settings),
    ("anpassen", Settings),
    ("optionen", Settings),
    ("paramét", Settings),
    ("personnaliser", Settings),
    ("préférences", Settings),
    ("gérer", Settings),
    ("impostazion", Settings),
    ("preferenze", Settings),
    ("gestisc", Settings),
    ("instelling", Settings),
    ("voorkeur", Settings),
    ("aanpassen", Settings),
    ("beheer", Settings),
    ("definições", Settings),
    ("configurações", Settings),
    ("gerir", Settings),
    ("preferências", Settings),
    ("ustawieni", Settings),
    ("dostosuj", Settings),
    ("zarządzaj", Settings),
    ("inställningar", Settings),
    ("anpassa", Settings),
    ("hantera", Settings),
    ("innstillinger", Settings),
    ("indstillinger", Settings),
    ("asetukset", Settings),
    // After what opens the settings: "Manage consent", "Gérer le consentement".
    ("consent", Accept),
    ("acconsent", Accept),
    ("einwillig", Accept),
    ("toestemming", Accept),
    ("samtyck", Accept),
    ("samtykk", Accept),
    ("got it", Acknowledge),
    ("understood", Acknowledge),
    ("i understand", Acknowledge),
    ("ok", Acknowledge),
    ("entendido", Acknowledge),
    ("verstanden", Acknowledge),
    ("compris", Acknowledge),
    ("ho capito", Acknowledge),
    ("begrepen", Acknowledge),
    ("entendi", Acknowledge),
    ("rozumiem", Acknowledge),
    ("jag förstår", Acknowledge),
    ("close", Close),
    ("dismiss", Close),
    ("cerrar", Close),
    ("schließ", Close),
    ("fermer", Close),
    ("chiudi", Close),
    ("sluit", Close),
    ("fechar", Close),
    ("zamknij", Close),
    ("stäng", Close),
];

/// What a button of those words does; none where they are not known.
pub fn button(words: &str) -> Option<Button> {
    let mut text = crate::address::cut(words, 120).to_lowercase().replace('’', "'");
    text = text.trim().to_owned();
    if matches!(text.as_str(), "x" | "×" | "✕" | "✖") {
        return Some(Close);
    }
    if matches!(text.as_str(), "yes" | "ja" | "sí" | "si" | "oui" | "sim" | "tak") {
        return Some(Accept);
    }
    if matches!(text.as_str(), "no" | "nein" | "non" | "nee" | "não" | "nie" | "nej") {
        return Some(Refuse);
    }
    // Whole words begin where they are looked for; "ok" is none of "okular", and of "book".
    let begins = |at: usize, part: &str| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + part.len()..).and_then(|t| t.chars().next());
        before.is_none_or(|c| !c.is_alphanumeric()) && (part.len() > 2 || after.is_none_or(|c| !c.is_alphanumeric() || text == "okay"))
    };
    // "Non-essential" is what is not.
    let other = |at: usize| text.get(..at).is_some_and(|t| t.ends_with("non-") || t.ends_with("non ") || t.ends_with("not "));
    let place = |part: &str, does: Button| {
        text.match_indices(part)
            .map(|(at, _)| at)
            .find(|at| begins(*at, part) && !(does == Refuse && part.starts_with(['n', 'e']) && other(*at)))
    };
    let (at, does) = WORDS.iter().find_map(|(part, does)| Some((place(part, *does)?, *does)))?;
    let before = text.get(..at).unwrap_or_default();
    let turned = does == Accept && before.split(|c: char| !c.is_alphabetic() && c != '\'').any(|word| NOT.contains(&word));
    Some(if turned { Refuse } else { does })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_both_ways() {
        for (words, want) in [
            ("Accept all", Some(Accept)),
            ("Accept All Cookies", Some(Accept)),
            ("Save and accept all", Some(Accept)),
            ("I agree", Some(Accept)),
            ("Allow all cookies", Some(Accept)),
            ("Aceptar todas", Some(Accept)),
            ("Alle akzeptieren", Some(Accept)),
            ("Ich stimme zu", Some(Accept)),
            ("Tout accepter", Some(Accept)),
            ("J’accepte", Some(Accept)),
            ("Accetta tutti", Some(Accept)),
            ("Alles accepteren", Some(Accept)),
            ("Aceitar todos", Some(Accept)),
            ("Akceptuję wszystkie", Some(Accept)),
            ("Zgadzam się", Some(Accept)),
            ("Godkänn alla", Some(Accept)),
            ("Reject all", Some(Refuse)),
            ("Continue without accepting", Some(Refuse)),
            ("I do not accept", Some(Refuse)),
            ("Only necessary", Some(Refuse)),
            ("Accept only essential cookies", Some(Refuse)),
            ("Rechazar todas", Some(Refuse)),
            ("Continuar sin aceptar", Some(Refuse)),
            ("Nur notwendige", Some(Refuse)),
            ("Alle ablehnen", Some(Refuse)),
            ("Continuer sans accepter", Some(Refuse)),
            ("Tout refuser", Some(Refuse)),
            ("Rifiuta tutto", Some(Refuse)),
            ("Alles weigeren", Some(Refuse)),
            ("Rejeitar todos", Some(Refuse)),
            ("Odrzuć wszystkie", Some(Refuse)),
            ("Nie zgadzam się", Some(Refuse)),
            ("Avvisa alla", Some(Refuse)),
            ("Manage options", Some(Settings)),
            ("Cookie settings", Some(Settings)),
            ("Do Not Sell or Share My Personal Information", Some(Settings)),
            ("Configurar", Some(Settings)),
            ("Einstellungen", Some(Settings)),
            ("Paramétrer", Some(Settings)),
            ("Save my choices", Some(Save)),
            ("Confirm My Choices", Some(Save)),
            ("Allow selection", Some(Save)),
            ("Auswahl speichern", Some(Save)),
            ("Guardar preferencias", Some(Save)),
            ("Got it", Some(Acknowledge)),
            ("OK", Some(Acknowledge)),
            ("Verstanden", Some(Acknowledge)),
            ("×", Some(Close)),
            ("Close", Some(Close)),
            ("Schließen", Some(Close)),
            ("No", Some(Refuse)),
            // The buttons of Google's own banner, and others that hold a word of acceptance.
            ("Consent", Some(Accept)),
            ("Do not consent", Some(Refuse)),
            ("I don’t agree", Some(Refuse)),
            ("Do not allow", Some(Refuse)),
            ("Einwilligen", Some(Accept)),
            ("Nicht einwilligen", Some(Refuse)),
            ("Ohne Einwilligung fortfahren", Some(Refuse)),
            ("Ne pas autoriser", Some(Refuse)),
            ("Je n’accepte pas", Some(Refuse)),
            ("No consentir", Some(Refuse)),
            ("Non acconsento", Some(Refuse)),
            ("Acconsento", Some(Accept)),
            ("Niet toestaan", Some(Refuse)),
            ("Não consentir", Some(Refuse)),
            ("Não aceito", Some(Refuse)),
            ("Manage consent", Some(Settings)),
            ("Consent preferences", Some(Settings)),
            ("Gérer le consentement", Some(Settings)),
            ("Zustimmung verwalten", Some(Settings)),
            ("Read our user agreement", Some(Settings)),
            ("Withdraw consent", Some(Refuse)),
            ("Accept non-essential cookies", Some(Accept)),
            ("Reject non-essential cookies", Some(Refuse)),
            ("Manage non-essential cookies", Some(Settings)),
            ("Zaakceptuj wszystkie", Some(Accept)),
            ("Book an appointment", None),
            ("Facebook", None),
            ("Send", None),
            ("", None),
            ("🍪", None),
        ] {
            assert_eq!(button(words), want, "{words}");
        }
    }
}
