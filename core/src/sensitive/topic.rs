//! What can be revealed.

use leaklight_text::{Message, message};

/// A sensitive topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// A disease, disorder or injury with no topic of its own.
    Condition,
    /// Complaints and signs.
    Symptom,
    /// Drugs and prescriptions.
    Medication,
    /// Tests, scans, screenings.
    Test,
    /// Operations and treatments.
    Procedure,
    /// A field of medicine.
    Specialty,
    /// A doctor, clinic or finding one.
    Provider,
    /// Appointments, referrals, intake.
    Appointment,
    /// A patient portal.
    Portal,
    /// Insurance and bills of care.
    Billing,
    /// Mental health.
    MentalHealth,
    /// Pregnancy, fertility, contraception, abortion, periods.
    Reproductive,
    /// Sexually transmitted infections, sexual function.
    SexualHealth,
    /// HIV and its treatment and prevention.
    Hiv,
    /// Alcohol, drugs, smoking; recovery.
    SubstanceUse,
    /// Children's care.
    Minors,
    /// Disability.
    Disability,
    /// Genetic tests and inherited risk.
    Genetic,
    /// Sexual orientation, gender identity, sex life.
    Sexuality,
    /// Religion or belief.
    Religion,
    /// Political opinion.
    Politics,
    /// Ethnic origin.
    Ethnicity,
    /// Trade-union membership.
    Union,
    /// Debt, bankruptcy, need.
    Finance,
    /// Crime, violence, divorce, custody.
    Legal,
    /// Gambling.
    Gambling,
    /// Immigration status.
    Immigration,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Topic; 27] = [
        Topic::Condition,
        Topic::Symptom,
        Topic::Medication,
        Topic::Test,
        Topic::Procedure,
        Topic::Specialty,
        Topic::Provider,
        Topic::Appointment,
        Topic::Portal,
        Topic::Billing,
        Topic::MentalHealth,
        Topic::Reproductive,
        Topic::SexualHealth,
        Topic::Hiv,
        Topic::SubstanceUse,
        Topic::Minors,
        Topic::Disability,
        Topic::Genetic,
        Topic::Sexuality,
        Topic::Religion,
        Topic::Politics,
        Topic::Ethnicity,
        Topic::Union,
        Topic::Finance,
        Topic::Legal,
        Topic::Gambling,
        Topic::Immigration,
    ];

    /// The topic's id, in kebab-case.
    pub const fn word(self) -> &'static str {
        self.row().0
    }

    /// The topic in the words of a sentence: "about *a health condition*".
    pub fn plain(self) -> &'static str {
        self.row().1.say()
    }

    /// True for the topics that raise a finding by one step (DOMAIN: minors, behavioural, reproductive, substance use,
    /// HIV; sexual health and what stands beside them in GDPR Article 9 likewise).
    pub const fn raises(self) -> bool {
        matches!(
            self,
            Topic::MentalHealth
                | Topic::Reproductive
                | Topic::SexualHealth
                | Topic::Hiv
                | Topic::SubstanceUse
                | Topic::Minors
                | Topic::Sexuality
        )
    }

    /// True where the topic is health or care.
    pub const fn is_health(self) -> bool {
        !matches!(
            self,
            Topic::Sexuality
                | Topic::Religion
                | Topic::Politics
                | Topic::Ethnicity
                | Topic::Union
                | Topic::Finance
                | Topic::Legal
                | Topic::Gambling
                | Topic::Immigration
        )
    }

    const fn row(self) -> (&'static str, Message) {
        match self {
            Topic::Condition => ("condition", message!("a health condition")),
            Topic::Symptom => ("symptom", message!("a symptom")),
            Topic::Medication => ("medication", message!("a medicine")),
            Topic::Test => ("test", message!("a medical test")),
            Topic::Procedure => ("procedure", message!("a treatment")),
            Topic::Specialty => ("specialty", message!("a medical specialty")),
            Topic::Provider => ("provider", message!("seeing a doctor")),
            Topic::Appointment => ("appointment", message!("a medical appointment")),
            Topic::Portal => ("portal", message!("a patient portal")),
            Topic::Billing => ("billing", message!("insurance or bills of care")),
            Topic::MentalHealth => ("mental-health", message!("mental health")),
            Topic::Reproductive => ("reproductive", message!("pregnancy and reproductive health")),
            Topic::SexualHealth => ("sexual-health", message!("sexual health")),
            Topic::Hiv => ("hiv", message!("HIV")),
            Topic::SubstanceUse => ("substance-use", message!("alcohol or drug use")),
            Topic::Minors => ("minors", message!("a child's care")),
            Topic::Disability => ("disability", message!("a disability")),
            Topic::Genetic => ("genetic", message!("genetic risk")),
            Topic::Sexuality => ("sexuality", message!("sexuality or gender identity")),
            Topic::Religion => ("religion", message!("religion or belief")),
            Topic::Politics => ("politics", message!("political opinion")),
            Topic::Ethnicity => ("ethnicity", message!("ethnic origin")),
            Topic::Union => ("union", message!("trade-union membership")),
            Topic::Finance => ("finance", message!("money trouble")),
            Topic::Legal => ("legal", message!("legal trouble")),
            Topic::Gambling => ("gambling", message!("gambling")),
            Topic::Immigration => ("immigration", message!("immigration status")),
        }
    }
}

/// Short forms people write in capitals, sorted.
static ACRONYMS: &[&[u8]] = &[
    b"adhd", b"afib", b"aids", b"als", b"bmi", b"brca", b"cbt", b"copd", b"cpap", b"ct", b"ecg", b"ed", b"eeg", b"ekg", b"ent", b"er",
    b"gerd", b"gp", b"hcv", b"hiv", b"hpv", b"hrt", b"hsv", b"ibd", b"ibs", b"icu", b"iud", b"ivf", b"lgbt", b"lgbtq", b"md", b"mrn",
    b"mri", b"ms", b"ocd", b"pcos", b"pet", b"pms", b"prep", b"ptsd", b"rsv", b"sti", b"std", b"tb", b"tmj", b"uti",
];

/// True for a folded word people write in capitals.
pub(super) fn is_acronym(word: &[u8]) -> bool {
    ACRONYMS.contains(&word)
}
