use std::ops::{BitOr, BitOrAssign};

/// Why a function is worth simulating. The bits over-approximate: no bit means that no rule can have anything to say.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Hash)]
pub struct Interest(u64);

impl Interest {
    pub const NONE: Self = Self(0);
    /// `def f(x=[])`, `lambda x={}: ...`, `def f(x=DEF)` where a module binds `DEF = []`.
    pub const MUTABLE_DEFAULT: Self = Self(1);
    /// `[[]] * n`
    pub const REPEAT: Self = Self(1 << 1);
    /// `del name`
    pub const DELETE: Self = Self(1 << 2);
    /// `b = a`
    pub const ALIAS: Self = Self(1 << 3);
    /// `[x for ...]`, `list(...)`, `f.read()`: an object whose size depends on input or on a large number.
    pub const LARGE: Self = Self(1 << 4);
    /// A list that is made only to be read once: `sum([...])`, or bound to a name that is loaded once.
    pub const CONSUMED_LIST: Self = Self(1 << 5);
    /// A class with an object for all instances that somebody may change: `rows = []`, or `self.rows = rows` where
    /// `rows` has a mutable default.
    pub const SHARED_FIELD: Self = Self(1 << 6);
    /// `def f(rows=[]): return rows`
    pub const HANDS_OUT_DEFAULT: Self = Self(1 << 7);
    /// `dict.fromkeys(keys, [])`
    pub const FROM_KEYS: Self = Self(1 << 8);
    /// Changes what such an attribute holds: `x.rows.append(y)`.
    pub const CHANGES_FIELD: Self = Self(1 << 9);

    /// A function made in a loop reads a variable that the loop binds.
    pub const LATE_BINDING: Self = Self(1 << 10);
    /// A generator with a name: it can be read once.
    pub const ONCE: Self = Self(1 << 11);
    /// A loop that may change what it runs over.
    pub const LOOP_CHANGE: Self = Self(1 << 12);
    /// `except E as e: self.error = e`: an exception may live longer than its handler.
    pub const KEEPS_EXCEPTION: Self = Self(1 << 13);
    /// `raise self.error`: matters where an exception is kept.
    pub const RAISES: Self = Self(1 << 14);
    /// A class with a method that `functools.lru_cache` wraps.
    pub const CACHED_METHOD: Self = Self(1 << 15);
    /// `weakref.finalize(..)`, `atexit.register(..)`
    pub const REGISTERS: Self = Self(1 << 16);
    /// `atexit.unregister(..)`: matters where something is registered.
    pub const UNREGISTERS: Self = Self(1 << 17);
    /// `asyncio.create_task(..)`
    pub const TASK: Self = Self(1 << 18);

    /// `def f(at=time.time())`
    pub const VARYING_DEFAULT: Self = Self(1 << 19);
    /// `ContextVar("name", default=[])`
    pub const CONTEXT_VARIABLE: Self = Self(1 << 20);

    /// `item = queue.get()` in a loop
    pub const WORKER_LOOP: Self = Self(1 << 21);
    /// `memoryview(data)`
    pub const VIEW: Self = Self(1 << 22);
    /// `weakref.ref(x)`, `weakref.WeakValueDictionary()`
    pub const WEAK_REFERENCE: Self = Self(1 << 23);
    /// `self.rows = read(path)` where `read` is a generator of the file.
    pub const KEEPS_GENERATOR: Self = Self(1 << 24);

    /// `weakref.WeakKeyDictionary()`
    pub const WEAK_KEYS: Self = Self(1 << 25);
    /// `d[key] = value`: matters where there are weak keys.
    pub const STORES_ITEM: Self = Self(1 << 26);
    /// `queue.get()`, `server.serve_forever()`: matters where something is large, or a context variable.
    pub const WAITS: Self = Self(1 << 27);
    /// `yield`, `await`: matters where something is certainly large.
    pub const SUSPENDS: Self = Self(1 << 28);
    /// A large number: `range(10**6)`.
    pub const LARGE_NUMBER: Self = Self(1 << 29);

    /// What makes it worthwhile to follow places out of view.
    pub const LIFETIMES: Self = Self(
        Self::KEEPS_EXCEPTION.0
            | Self::CACHED_METHOD.0
            | Self::REGISTERS.0
            | Self::TASK.0
            | Self::WEAK_KEYS.0
            | Self::CONTEXT_VARIABLE.0
            | Self::WORKER_LOOP.0
            | Self::VIEW.0
            | Self::WEAK_REFERENCE.0
            | Self::KEEPS_GENERATOR.0
            | Self::MEMO.0,
    );

    /// Places out of view, exceptions and objects of the library are to be followed.
    #[must_use]
    pub fn asks_for_lifetimes(self) -> bool {
        self.intersects(Self::LIFETIMES) || self.may_wait_with_large()
    }

    fn may_wait_with_large(self) -> bool {
        let suspended = self.intersects(Self::SUSPENDS) && self.intersects(Self::LARGE_NUMBER);
        self.intersects(Self::LARGE) && (self.intersects(Self::WAITS) || suspended)
    }

    /// A function stores into a dict of the module. Of the module's scope only.
    pub const GROWTH: Self = Self(1 << 30);

    /// `",".join(f(x) for x in xs)`
    pub const JOINS_GENERATOR: Self = Self(1 << 31);

    /// A loop copies what it adds to: `data = b""` ... `data += chunk`.
    pub const CONCAT: Self = Self(1 << 32);

    /// An object may hold itself, and is large or has a `__del__`. Of a class: its instances.
    pub const CYCLE: Self = Self(1 << 33);

    /// `@cache` on a function that is no method.
    pub const MEMO: Self = Self(1 << 34);

    /// A program has few values for each argument of the function: `def f(flag: bool)`.
    pub const FEW_ARGUMENTS: Self = Self(1 << 35);

    /// Builds a list for others to loop over, or loops over one.
    pub const FEEDS: Self = Self(1 << 36);

    /// `[x * 0.5 for x in range(10**6)]`
    pub const MANY_OBJECTS: Self = Self(1 << 37);

    /// Of a class: a method keeps something that can be read once in an attribute that is read more than once.
    pub const KEEPS_ITERATOR: Self = Self(1 << 38);

    /// What a function may make that its callers have a story of.
    pub const MADE_FOR_OTHERS: Self = Self(
        Self::LARGE.0
            | Self::LARGE_NUMBER.0
            | Self::FEEDS.0
            | Self::ONCE.0
            | Self::CONSUMED_LIST.0
            | Self::HANDS_OUT_DEFAULT.0,
    );
    /// What depends on whether the functions that are called do anything besides giving a result.
    pub const ASKS_FOR_DEEDS: Self = Self(Self::CONSUMED_LIST.0 | Self::LOOP_CHANGE.0);

    /// What only rules ask for that are off by default.
    pub const ON_REQUEST: Self = Self(Self::JOINS_GENERATOR.0 | Self::MANY_OBJECTS.0);

    /// What of one function may matter to all others.
    #[must_use]
    pub fn of_file(self) -> Self {
        let bits = Self::LIFETIMES | Self::RAISES | Self::UNREGISTERS | Self::CYCLE | Self::SHARED_FIELD;
        Self(self.0 & bits.0)
    }

    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    #[must_use]
    pub fn intersects(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Something besides mutable defaults is of interest.
    #[must_use]
    pub fn is_beyond_defaults(self) -> bool {
        Self(self.0 & !Self::MUTABLE_DEFAULT.0).is_any()
    }

    /// The body of a module or class makes objects of which a rule could have something to say.
    #[must_use]
    pub fn asks_for_objects_of_body(self) -> bool {
        Self(self.0 & !Self::LIFETIMES.0).is_any()
    }

    /// Whether a rule could have something to say: `del` and aliases matter for large objects only.
    #[must_use]
    pub fn is_any(self) -> bool {
        let retained = Self::DELETE | Self::ALIAS;
        let alone = Self::MUTABLE_DEFAULT
            | Self::VARYING_DEFAULT
            | Self::FROM_KEYS
            | Self::REPEAT
            | Self::LATE_BINDING
            | Self::ON_REQUEST
            | Self::CONCAT
            | Self::CYCLE
            | Self::FEEDS;
        self.intersects(alone | Self::CONSUMED_LIST | Self::ONCE | Self::LOOP_CHANGE | Self::LIFETIMES)
            || (self.intersects(retained) && self.intersects(Self::LARGE))
            || self.may_wait_with_large()
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
