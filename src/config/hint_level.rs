use std::str::FromStr;

/// How much is shown at the ends of the lines. Each level shows what those before it show, and more.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub enum HintLevel {
    /// Nothing; hover and diagnostics still work.
    Off,
    /// What contradicts the naive reading and has a consequence in reach.
    #[default]
    Surprises,
    /// Every alias, what keeps an object, where large ones are made and where they go.
    References,
    /// Every binding: for learning.
    All,
}

impl HintLevel {
    pub const ALL: [Self; 4] = [Self::Off, Self::Surprises, Self::References, Self::All];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Surprises => "surprises",
            Self::References => "references",
            Self::All => "all",
        }
    }

    /// The level that comes after this one; after the last the first.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Off => Self::Surprises,
            Self::Surprises => Self::References,
            Self::References => Self::All,
            Self::All => Self::Off,
        }
    }
}

impl FromStr for HintLevel {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|level| level.name() == s).ok_or_else(|| {
            format!("unknown hints level `{s}`: heaplight knows `off`, `surprises`, `references` and `all`")
        })
    }
}
