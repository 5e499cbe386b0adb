//! The catalogue's closed lists. Shared with the build script, which refuses any other word; so nothing of the crate
//! is named here.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl Default for $name {
            fn default() -> Self {
                $name::ALL[0]
            }
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// By its place in the list; the first where there is none.
            pub(super) fn numbered(place: u16) -> Self {
                $name::ALL.get(usize::from(place)).copied().unwrap_or_default()
            }

            /// The word in data files, reports and the command line.
            pub const fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }
    };
}

words! {
    /// What a vendor's product is for.
    Category {
        /// Ad serving, buying, measuring and matching.
        Advertising = "advertising",
        /// Social networks and their buttons.
        Social = "social",
        /// Audience measurement.
        Analytics = "analytics",
        /// Recording what visitors do on the page.
        SessionReplay = "session-replay",
        /// Loads other tags.
        TagManager = "tag-manager",
        /// Customer data platform: collects once, forwards to many.
        Cdp = "cdp",
        /// A/B tests, personalisation, feature flags.
        Experimentation = "experimentation",
        /// Chat with staff or a bot.
        Chat = "chat",
        /// Swaps phone numbers to tell which visit led to a call.
        CallTracking = "call-tracking",
        /// Booking of appointments.
        Scheduling = "scheduling",
        /// Consent banners.
        Consent = "consent",
        /// E-mail and message marketing.
        EmailMarketing = "email-marketing",
        /// Customer relations and lead management.
        Crm = "crm",
        /// Reports of program errors.
        ErrorMonitoring = "error-monitoring",
        /// Measures how fast pages load for visitors.
        Performance = "performance",
        /// Other embedded content.
        Embed = "embed",
        /// Maps.
        Maps = "maps",
        /// Video players.
        Video = "video",
        /// Web fonts.
        Fonts = "fonts",
        /// Tells people from bots.
        Captcha = "captcha",
        /// Serves files.
        Cdn = "cdn",
        /// Stands between a site and other vendors, passing data on from its own servers.
        Relay = "relay",
        /// None of these.
        Other = "other",
    }
}

impl Category {
    /// Advertising, social networks and data brokers: the recipients that weigh most (axis R4).
    pub const fn is_advertising(self) -> bool {
        matches!(self, Category::Advertising | Category::Social)
    }

    /// Whether a collecting request or a script of this category serves measuring, advertising, profiling or replay,
    /// unless the vendor's row says otherwise.
    pub const fn tracks(self) -> bool {
        !matches!(
            self,
            Category::Chat
                | Category::Scheduling
                | Category::Consent
                | Category::Embed
                | Category::Maps
                | Category::Video
                | Category::Fonts
                | Category::Captcha
                | Category::Cdn
                | Category::Other
        )
    }
}

words! {
    /// What a request is to the vendor.
    Role {
        /// Data is sent.
        Collect = "collect",
        /// Program or configuration is fetched.
        Script = "script",
        /// Content shown in the page.
        Embed = "embed",
        /// A consent banner's own traffic.
        Consent = "consent",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// What a sent value is.
    Meaning {
        /// The address of the page the visitor is on.
        PageAddress = "page-address",
        /// The page's title.
        PageTitle = "page-title",
        /// The address of the page before.
        Referrer = "referrer",
        /// What the visitor searched for.
        SearchTerm = "search-term",
        /// What happened: an event's name, category, action or one of its free parameters.
        Event = "event",
        /// The site's own number or name for a known user.
        UserId = "user-id",
        /// A number for this browser or visit.
        VisitorId = "visitor-id",
        /// The vendor's customer: account, pixel, container, site.
        Account = "account",
        /// A contact detail, hashed for matching.
        HashedIdentity = "hashed-identity",
        /// The words or the markup of something clicked or shown.
        ElementText = "element-text",
        /// A form's field: its name or what was typed into it.
        FormField = "form-field",
        /// A consent choice or signal.
        Consent = "consent",
        /// Anything else.
        Other = "other",
    }
}

words! {
    /// In what shape a vendor's field holds an identity.
    Shape {
        /// Not said.
        Unsaid = "unsaid",
        /// Hashed in the browser before sending.
        Hashed = "hashed",
        /// As it was typed.
        Plain = "plain",
    }
}

words! {
    /// A vendor's public position on signing a business associate agreement. Dated public statements, never proof for
    /// a given site.
    BaaStatus {
        /// The vendor says, or is reported to say, that it signs none.
        No = "no",
        /// Signed on a named plan.
        YesPlan = "yes-plan",
        /// Depends on the product or plan.
        PlanDependent = "plan-dependent",
        /// Reported by others; no page of the vendor read.
        Reported = "reported",
        /// Public statements disagree.
        Conflict = "conflict",
        /// No public statement found.
        NotFound = "not-found",
    }
}
