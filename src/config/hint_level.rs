use std::str::FromStr;

/// How much is shown at the ends of the lines.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum HintLevel {
    /// Nothing; hover and diagnostics still work.
    Off,
    /// What contradicts the naive reading and has a consequence in reach.
    #[default]
    Surprises,
}

impl HintLevel {
    pub const ALL: [Self; 2] = [Self::Off, Self::Surprises];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Surprises => "surprises",
        }
    }
}

impl FromStr for HintLevel {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|level| level.name() == s)
            .ok_or_else(|| format!("unknown hints level `{s}`: heaplight knows `off` and `surprises`"))
    }
}
