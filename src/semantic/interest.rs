use std::ops::{BitOr, BitOrAssign};

/// Why a function is worth simulating. The bits over-approximate: no bit means that no rule can have anything to say.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Interest(u32);

impl Interest {
    pub const NONE: Self = Self(0);
    /// `def f(x=[])`, `lambda x={}: ...`, `def f(x=DEF)` where a module binds `DEF = []`.
    pub const MUTABLE_DEFAULT: Self = Self(1);
    /// `[[]] * n`
    pub const REPEAT: Self = Self(2);
    /// `del name`
    pub const DELETE: Self = Self(4);
    /// `b = a`
    pub const ALIAS: Self = Self(8);
    /// `[x for ...]`, `list(...)`, `f.read()`: an object whose size depends on input or on a large number.
    pub const LARGE: Self = Self(16);
    /// A list that is made only to be read once: `sum([...])`, or bound to a name that is loaded once.
    pub const CONSUMED_LIST: Self = Self(32);
    /// A class with an object for all instances that somebody may change: `rows = []`, or `self.rows = rows` where
    /// `rows` has a mutable default.
    pub const SHARED_FIELD: Self = Self(1 << 20);
    /// `def f(rows=[]): return rows`
    pub const HANDS_OUT_DEFAULT: Self = Self(1 << 22);
    /// `dict.fromkeys(keys, [])`
    pub const FROM_KEYS: Self = Self(1 << 23);
    /// Changes what such an attribute holds: `x.rows.append(y)`.
    pub const CHANGES_FIELD: Self = Self(1 << 21);

    /// A function made in a loop reads a variable that the loop binds.
    pub const LATE_BINDING: Self = Self(1 << 16);
    /// A generator with a name: it can be read once.
    pub const ONCE: Self = Self(1 << 12);
    /// A loop that may change what it runs over.
    pub const LOOP_CHANGE: Self = Self(1 << 13);

    /// A function stores into a dict of the module. Of the module's scope only.
    pub const GROWTH: Self = Self(1 << 17);

    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Something besides mutable defaults is of interest.
    #[must_use]
    pub fn is_beyond_defaults(self) -> bool {
        Self(self.0 & !Self::MUTABLE_DEFAULT.0).is_any()
    }

    /// Whether a rule could have something to say: `del` and aliases matter for large objects only.
    #[must_use]
    pub fn is_any(self) -> bool {
        let retained = Self::DELETE | Self::ALIAS;
        let alone = Self::MUTABLE_DEFAULT | Self::FROM_KEYS | Self::REPEAT | Self::LATE_BINDING;
        self.intersects(alone | Self::CONSUMED_LIST | Self::ONCE | Self::LOOP_CHANGE)
            || (self.intersects(retained) && self.intersects(Self::LARGE))
    }
}

impl BitOr for Interest {
    type Output = Self;
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOrAssign for Interest {
    fn bitor_assign(&mut self, other: Self) {
        self.0 |= other.0;
    }
}
