use super::{DictData, Key, ObjId, Value};
use std::collections::VecDeque;

/// An object of a library class whose state is known exactly: `deque([1])`, `weakref.ref(x)`, `partial(f, 1)`.
///
/// Only the concrete policy makes these; to the analysis such an object is what the tables of effects say of it.
#[derive(Clone, Debug)]
pub enum Native {
    Deque(Deque),
    Array(Array),
    ByteArray(ByteArray),
    /// A view of some bytes of a buffer; unbound once it is released.
    MemoryView {
        exporter: Value,
        start: usize,
        len: usize,
    },
    WeakReference(WeakReference),
    Finalizer(Finalizer),
    WeakContainer(WeakContainer),
    Partial {
        function: Value,
        arguments: Value,
        keywords: Value,
    },
    /// `partialmethod(f, 1)` in a class.
    PartialMethod {
        function: Value,
        arguments: Value,
        keywords: Value,
    },
    /// `cmp_to_key(f)`, and with an object what it makes of that.
    KeyWrapper {
        function: Value,
        object: Value,
    },
    /// The list of dicts.
    ChainMap {
        maps: Value,
    },
    /// `SimpleNamespace(a=1)`
    Namespace {
        dict: Value,
    },
    LruCache(LruCache),
    /// `lru_cache(maxsize=32)`, to be called with the function.
    CacheDecorator {
        maxsize: Option<usize>,
    },
    /// A named tuple of the library: `cache_info()`.
    Record {
        fields: &'static [&'static str],
        values: Vec<Value>,
    },
    /// `itemgetter("a", 1)`, `attrgetter("x")`: the keys, or the names as strings.
    Getter {
        keys: Vec<Value>,
        held: Value,
    },
    /// `StringIO()`, `BytesIO()`: all that was written, and where the next read begins.
    TextBuffer {
        text: String,
        position: usize,
    },
    Manager(Manager),
    /// What `@contextmanager` makes of a generator function.
    ManagerMaker {
        function: Value,
    },
    /// `types.MappingProxyType(d)`
    MappingProxy {
        mapping: Value,
    },
}

/// A context manager of `contextlib`.
#[derive(Clone, Debug)]
pub enum Manager {
    /// Until it is entered it holds the function and its arguments as well.
    Generator {
        generator: Value,
        held: Vec<Value>,
    },
    /// The tuple of exception classes.
    Suppress {
        classes: Value,
    },
    Closing {
        thing: Value,
    },
    Null {
        result: Value,
    },
    Redirect {
        target: Value,
    },
    Stack {
        exits: Vec<Exit>,
    },
    /// `threading.Lock()`: how often it is held, by the one thread there is.
    Lock {
        held: u32,
    },
}

/// What an `ExitStack` calls when it is left.
#[derive(Clone, Debug)]
pub enum Exit {
    Manager { manager: Value, function: Value },
    Callback { function: Value, positional: Vec<Value>, keywords: Vec<(crate::bytecode::Name, Value)> },
}

impl Manager {
    fn each_reference(&self, mut f: impl FnMut(Value)) {
        match self {
            Self::Generator { generator, held } => held.iter().chain([generator]).for_each(|&v| f(v)),
            Self::Suppress { classes: v }
            | Self::Closing { thing: v }
            | Self::Null { result: v }
            | Self::Redirect { target: v } => f(*v),
            Self::Lock { .. } => {}
            Self::Stack { exits } => exits.iter().for_each(|exit| match exit {
                Exit::Manager { manager, function } => [*manager, *function].into_iter().for_each(&mut f),
                Exit::Callback { function, positional, keywords } => {
                    let all = positional.iter().chain(keywords.iter().map(|(_, v)| v)).chain([function]);
                    all.for_each(|&v| f(v));
                }
            }),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Deque {
    pub items: VecDeque<Value>,
    pub maxlen: Option<usize>,
    /// Items that fit to the left of the first one in the first block (`_collectionsmodule.c`).
    pub left: usize,
}

/// An item of an `array.array`: made into an object each time it is read.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum ArrayItem {
    Int(i64),
    Float(f64),
}

#[derive(Clone, Debug)]
pub struct Array {
    pub typecode: char,
    pub items: Vec<ArrayItem>,
    /// Room for so many items; `None`: not known.
    pub allocated: Option<u64>,
}

#[derive(Clone, Debug)]
pub struct ByteArray {
    pub bytes: Vec<u8>,
    pub allocated: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WeakKind {
    Reference,
    Proxy,
    /// `WeakMethod(o.m)`: it refers to the function just as weakly.
    Method {
        function: ObjId,
    },
}

#[derive(Clone, Debug)]
pub struct WeakReference {
    pub kind: WeakKind,
    /// `None` once the object is gone.
    pub target: Option<ObjId>,
    pub callback: Value,
}

impl WeakReference {
    /// It waits for nothing. (A `WeakMethod` always waits, if only to know that it is dead.)
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.callback.is_bound() && !matches!(self.kind, WeakKind::Method { .. })
    }
}

/// `weakref.finalize(x, f, ...)`: the module's registry keeps it, and what it will call, until then.
#[derive(Clone, Debug)]
pub struct Finalizer {
    pub target: Option<ObjId>,
    pub function: Value,
    pub arguments: Vec<Value>,
    pub keywords: Vec<(crate::bytecode::Name, Value)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WeakContainerKind {
    /// `WeakValueDictionary`
    Values,
    /// `WeakKeyDictionary`
    Keys,
    /// `WeakSet`
    Set,
}

#[derive(Clone, Debug)]
pub struct WeakContainer {
    pub kind: WeakContainerKind,
    /// In order of insertion.
    pub entries: Vec<WeakEntry>,
}

#[derive(Clone, Debug)]
pub struct WeakEntry {
    pub target: ObjId,
    /// The key of a `WeakValueDictionary`, the value of a `WeakKeyDictionary`; unbound in a set.
    pub other: Value,
    /// The key of a `WeakValueDictionary` once more: the weak reference has it, too (`KeyedRef.key`).
    pub keyed: Value,
    /// What the key of a `WeakValueDictionary` compares as.
    pub key: Option<Key>,
}

/// `functools.lru_cache`: owns the function, the arguments of every call and its result.
#[derive(Clone, Debug)]
pub struct LruCache {
    pub function: Value,
    pub maxsize: Option<usize>,
    pub hits: i64,
    pub misses: i64,
    /// From the key of a call to its result; the key object is a tuple of the arguments, or the argument alone.
    pub results: DictData,
    /// The keys, least recently used first.
    pub order: VecDeque<Key>,
}

impl Native {
    /// Whether what it holds, as the collector sees it, is just what `each_reference` gives.
    #[must_use]
    pub fn is_told(&self) -> bool {
        match self {
            Self::MemoryView { .. }
            | Self::WeakContainer(_)
            | Self::LruCache(_)
            | Self::CacheDecorator { .. }
            | Self::Manager(_)
            | Self::ManagerMaker { .. }
            | Self::TextBuffer { .. }
            | Self::PartialMethod { .. }
            | Self::KeyWrapper { .. }
            | Self::ChainMap { .. } => false,
            Self::Deque(_)
            | Self::Array(_)
            | Self::ByteArray(_)
            | Self::WeakReference(_)
            | Self::Finalizer(_)
            | Self::Partial { .. }
            | Self::Namespace { .. }
            | Self::Record { .. }
            | Self::MappingProxy { .. }
            | Self::Getter { .. } => true,
        }
    }

    /// Every counted reference that it holds, in the order in which CPython lets go of them.
    pub fn each_reference(&self, mut f: impl FnMut(Value)) {
        match self {
            Self::Deque(d) => d.items.iter().copied().for_each(f),
            Self::MemoryView { exporter, .. } => f(*exporter),
            Self::WeakReference(w) if w.callback.is_bound() => f(w.callback),
            Self::WeakContainer(c) => {
                c.entries.iter().flat_map(|e| [e.other, e.keyed]).filter(|v| v.is_bound()).for_each(f);
            }
            Self::KeyWrapper { function, object } => {
                f(*function);
                if object.is_bound() {
                    f(*object);
                }
            }
            Self::Partial { function, arguments, keywords } | Self::PartialMethod { function, arguments, keywords } => {
                [*function, *arguments, *keywords].into_iter().for_each(f)
            }
            Self::LruCache(c) => {
                for (key, result) in c.results.iter() {
                    f(key);
                    if c.maxsize.is_some() {
                        f(key);
                    }
                    f(result);
                }
                f(c.function);
                f(c.function);
            }
            Self::Getter { held: v, .. } | Self::Namespace { dict: v } | Self::ChainMap { maps: v } => f(*v),
            Self::Manager(manager) => manager.each_reference(f),
            Self::ManagerMaker { function } => f(*function),
            Self::MappingProxy { mapping } => f(*mapping),
            Self::Record { values, .. } => values.iter().copied().for_each(f),
            // The registry of finalizers holds what they call; it is released when they are called.
            Self::CacheDecorator { .. }
            | Self::Finalizer(_)
            | Self::Array(_)
            | Self::ByteArray(_)
            | Self::WeakReference(_)
            | Self::TextBuffer { .. } => {}
        }
    }
}
