use std::{fmt, str::FromStr};

/// A CPython release line that the tables cover: 3.9 to 3.14.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PythonVersion {
    minor: u8,
}

impl PythonVersion {
    pub const PY39: Self = Self { minor: 9 };
    pub const PY310: Self = Self { minor: 10 };
    pub const PY311: Self = Self { minor: 11 };
    pub const PY312: Self = Self { minor: 12 };
    pub const PY313: Self = Self { minor: 13 };
    pub const PY314: Self = Self { minor: 14 };
    pub const ALL: [Self; 6] = [Self::PY39, Self::PY310, Self::PY311, Self::PY312, Self::PY313, Self::PY314];
    pub const DEFAULT: Self = Self::PY313;

    /// The `y` of `3.y`.
    #[must_use]
    pub fn minor(self) -> u8 {
        self.minor
    }
}

impl Default for PythonVersion {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl fmt::Display for PythonVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "3.{}", self.minor)
    }
}

impl FromStr for PythonVersion {
    type Err = String;

    fn from_str(s: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|v| v.to_string() == s)
            .ok_or_else(|| format!("unknown Python version `{s}`: heaplight knows 3.9 to 3.14"))
    }
}
