//! What can be revealed.

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
    pub const fn plain(self) -> &'static str {
        self.row().1
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

    const fn row(self) -> (&'static str, &'static str) {
        match self {
            Topic::Condition => ("condition", "a health condition"),
            Topic::Symptom => ("symptom", "a symptom"),
            Topic::Medication => ("medication", "a medicine"),
            Topic::Test => ("test", "a medical test"),
            Topic::Procedure => ("procedure", "a treatment"),
            Topic::Specialty => ("specialty", "a medical specialty"),
            Topic::Provider => ("provider", "seeing a doctor"),
            Topic::Appointment => ("appointment", "a medical appointment"),
            Topic::Portal => ("portal", "a patient portal"),
            Topic::Billing => ("billing", "insurance or bills of care"),
            Topic::MentalHealth => ("mental-health", "mental health"),
            Topic::Reproductive => ("reproductive", "pregnancy and reproductive health"),
            Topic::SexualHealth => ("sexual-health", "sexual health"),
            Topic::Hiv => ("hiv", "HIV"),
            Topic::SubstanceUse => ("substance-use", "alcohol or drug use"),
            Topic::Minors => ("minors", "a child's care"),
            Topic::Disability => ("disability", "a disability"),
            Topic::Genetic => ("genetic", "genetic risk"),
            Topic::Sexuality => ("sexuality", "sexuality or gender identity"),
            Topic::Religion => ("religion", "religion or belief"),
            Topic::Politics => ("politics", "political opinion"),
            Topic::Ethnicity => ("ethnicity", "ethnic origin"),
            Topic::Union => ("union", "trade-union membership"),
            Topic::Finance => ("finance", "money trouble"),
            Topic::Legal => ("legal", "legal trouble"),
            Topic::Gambling => ("gambling", "gambling"),
            Topic::Immigration => ("immigration", "immigration status"),
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
