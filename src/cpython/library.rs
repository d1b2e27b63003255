//! What kind of thing a name of the standard library stands for, where it is no function written in C.

use crate::config::PythonVersion;

/// The class of a function, class or constant of the library.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `heapq.heappush`
    BuiltinFunction,
    /// Written in Python: `copy.deepcopy`.
    Function,
    /// Of an object that the module keeps: `random.random`.
    Method,
    /// Written in C: `collections.deque`.
    Class,
    /// Written in Python: `weakref.WeakSet`.
    PythonClass,
    /// `weakref.WeakValueDictionary`
    AbstractClass,
    EnumClass,
    /// `threading.Lock`: a function up to 3.12, a class from then on.
    LockMaker,
}

const FUNCTIONS: &[&str] = &[
    "abc.abstractmethod",
    "asyncio.run",
    "collections.namedtuple",
    "contextlib.asynccontextmanager",
    "contextlib.contextmanager",
    "copy.copy",
    "copy.deepcopy",
    "dataclasses.asdict",
    "dataclasses.astuple",
    "dataclasses.dataclass",
    "dataclasses.field",
    "dataclasses.fields",
    "dataclasses.is_dataclass",
    "dataclasses.make_dataclass",
    "dataclasses.replace",
    "enum.unique",
    "functools.cache",
    "functools.lru_cache",
    "functools.singledispatch",
    "functools.total_ordering",
    "functools.update_wrapper",
    "functools.wraps",
    "heapq.merge",
    "heapq.nlargest",
    "heapq.nsmallest",
    "json.dump",
    "json.dumps",
    "json.load",
    "json.loads",
    "threading.RLock",
    "typing.NamedTuple",
    "typing.cast",
    "typing.overload",
    "warnings.filterwarnings",
    "warnings.simplefilter",
];

const METHODS: &[&str] = &["random.randint", "random.randrange", "random.seed"];

const CLASSES: &[&str] = &[
    "array.array",
    "collections.OrderedDict",
    "collections.defaultdict",
    "collections.deque",
    "functools.partial",
    "io.BytesIO",
    "io.StringIO",
    "itertools.accumulate",
    "itertools.batched",
    "itertools.chain",
    "itertools.combinations",
    "itertools.combinations_with_replacement",
    "itertools.compress",
    "itertools.count",
    "itertools.cycle",
    "itertools.dropwhile",
    "itertools.filterfalse",
    "itertools.groupby",
    "itertools.islice",
    "itertools.pairwise",
    "itertools.permutations",
    "itertools.product",
    "itertools.repeat",
    "itertools.starmap",
    "itertools.takewhile",
    "itertools.zip_longest",
    "operator.attrgetter",
    "operator.itemgetter",
    "operator.methodcaller",
    "types.SimpleNamespace",
    "weakref.ref",
];

const PYTHON_CLASSES: &[&str] = &[
    "collections.Counter",
    "dataclasses.InitVar",
    "enum.auto",
    "functools.cached_property",
    "functools.partialmethod",
    "weakref.WeakMethod",
    "weakref.WeakSet",
    "weakref.finalize",
];

const ABSTRACT_CLASSES: &[&str] = &[
    "abc.ABC",
    "collections.ChainMap",
    "contextlib.ExitStack",
    "contextlib.closing",
    "contextlib.nullcontext",
    "contextlib.redirect_stdout",
    "contextlib.suppress",
    "weakref.WeakKeyDictionary",
    "weakref.WeakValueDictionary",
];

const ENUM_CLASSES: &[&str] = &["enum.Enum", "enum.Flag", "enum.IntEnum", "enum.IntFlag", "enum.StrEnum"];

/// The kind of a name in full, as `collections.deque`.
#[must_use]
pub fn kind(name: &str) -> Kind {
    if name == "threading.Lock" {
        return Kind::LockMaker;
    }
    const TABLES: [(&[&str], Kind); 6] = [
        (FUNCTIONS, Kind::Function),
        (METHODS, Kind::Method),
        (CLASSES, Kind::Class),
        (PYTHON_CLASSES, Kind::PythonClass),
        (ABSTRACT_CLASSES, Kind::AbstractClass),
        (ENUM_CLASSES, Kind::EnumClass),
    ];
    TABLES.iter().find(|(names, _)| names.contains(&name)).map_or(Kind::BuiltinFunction, |&(_, kind)| kind)
}

/// The first version that has the name, where that is not 3.9.
#[must_use]
pub fn since(name: &str) -> Option<PythonVersion> {
    match name {
        "enum.StrEnum" => Some(PythonVersion::PY311),
        "itertools.pairwise" | "types.NoneType" => Some(PythonVersion::PY310),
        "itertools.batched" => Some(PythonVersion::PY312),
        _ => None,
    }
}

impl Kind {
    #[must_use]
    pub fn is_class(self) -> bool {
        matches!(self, Self::Class | Self::PythonClass | Self::AbstractClass)
    }

    /// Written in Python: the collector follows what it holds.
    #[must_use]
    pub fn is_python(self) -> bool {
        matches!(self, Self::Function | Self::Method | Self::PythonClass | Self::AbstractClass | Self::EnumClass)
    }
}
