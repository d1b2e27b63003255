use super::{ObjId, Value};
use crate::bytecode::{Annotated, CodeId, CompareOp, Name};
use crate::cpython::exceptions::ExceptionClass;
use crate::cpython::sizes::InstanceLayout;

/// The class of an object: one of CPython's own, or one that the program makes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Class {
    Builtin(Type),
    User(ObjId),
}

/// A class made by a `class` statement, or by a call of `type`, `namedtuple` and the like.
#[derive(Clone, Debug)]
pub struct ClassData {
    pub name: String,
    /// Method resolution order without `object`: the class itself first (C3, `typeobject.c`). CPython's own classes
    /// stand in it, too: `class B(A, dict)`.
    pub mro: Vec<ObjId>,
    /// The tuple `__bases__`; unbound where it is not told.
    pub bases: Value,
    /// What it derives from among CPython's own classes; `object` if nothing else.
    pub base: Type,
    /// A base, metaclass or decorator is not in view: lookups may find anything.
    pub opaque: bool,
    /// The class body's names in order of their first binding.
    pub attributes: Vec<(Name, Value)>,
    /// The `__slots__` of this class alone, sorted as in the object.
    pub slots: Vec<Name>,
    /// What an instance has room for, inherited slots included.
    pub layout: InstanceLayout,
    /// The builtin exception that it derives from.
    pub exception: Option<ExceptionClass>,
    /// The keys that instances share, in order; `None` when they no longer do (PEP 412).
    pub shared_keys: Option<Vec<Name>>,
    /// The keys in the order of their values in an instance, which go in this order (from 3.11).
    pub key_order: Vec<Name>,
    /// How many instances have got attributes so far.
    pub sharers: u32,
    /// What the body annotates, in order.
    pub annotated: Vec<Annotated>,
    /// Makes the annotations (3.14).
    pub annotate: Option<CodeId>,
    /// A base is `abc.ABC`: its metaclass is `ABCMeta`.
    pub is_abstract: bool,
    /// The library made it, or changed it: it has functions that no code of the file describes.
    pub made_by: Maker,
    /// Classes made of it by a `class` statement, in order.
    pub subclasses: Vec<ObjId>,
}

/// Which part of the library has put methods into a class.
#[derive(Clone, PartialEq, Debug)]
pub enum Maker {
    /// A plain `class` statement.
    Statement,
    /// The fields in order; the last of them have these defaults.
    NamedTuple {
        fields: Vec<Name>,
        defaults: Vec<Value>,
    },
    DataClass(Vec<Field>),
    /// A base is `Enum`.
    Enum(Box<EnumData>),
    /// Methods were added: `functools.total_ordering`.
    Library,
}

/// What `EnumType` keeps of a class.
#[derive(Clone, PartialEq, Debug)]
pub struct EnumData {
    pub base: EnumBase,
    /// In order; names of a value that another one has are not among them.
    pub members: Vec<(Name, Value)>,
    /// Made when they were first asked for, and kept: `Access.READ | Access.WRITE`.
    pub combined: Vec<Value>,
}

/// The class of `enum` that a class is built on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EnumBase {
    Enum,
    IntEnum,
    /// From 3.11 on.
    StrEnum,
    Flag,
    IntFlag,
}

impl EnumBase {
    #[must_use]
    pub fn is_flag(self) -> bool {
        matches!(self, Self::Flag | Self::IntFlag)
    }

    /// `str(member)` is that of the value, from 3.11 on (`ReprEnum`).
    #[must_use]
    pub fn shows_value(self) -> bool {
        matches!(self, Self::IntEnum | Self::StrEnum | Self::IntFlag)
    }
}

/// The values of members that the body of an Enum has made so far.
#[derive(Clone, Debug)]
pub struct EnumBody {
    pub base: EnumBase,
    pub values: Vec<Value>,
}

/// One field of a data class.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Field {
    pub name: Name,
    /// Unbound where there is none.
    pub default: Value,
    pub factory: Value,
    pub init: bool,
    pub repr: bool,
    pub compare: bool,
    pub keyword_only: bool,
    /// An argument for `__post_init__`, and no attribute: `InitVar`.
    pub passed_on: bool,
}

impl Field {
    /// As an annotation alone makes it.
    #[must_use]
    pub fn new(name: Name) -> Self {
        let missing = Value::UNBOUND;
        Self {
            name,
            default: missing,
            factory: missing,
            init: true,
            repr: true,
            compare: true,
            keyword_only: false,
            passed_on: false,
        }
    }
}

/// A method that the library made for a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Generated {
    Init,
    Repr,
    Hash,
    Compare(CompareOp),
    New,
    Replace,
    AsDict,
    Make,
    /// `__setattr__` and `__delattr__` of a frozen data class.
    SetAttribute,
    DeleteAttribute,
}

impl ClassData {
    /// A class whose bases are still to be looked at.
    #[must_use]
    pub fn new(name: String, attributes: Vec<(Name, Value)>) -> Self {
        Self {
            name,
            mro: Vec::new(),
            bases: Value::UNBOUND,
            base: Type::Object,
            opaque: false,
            attributes,
            slots: Vec::new(),
            layout: InstanceLayout::PLAIN,
            exception: None,
            shared_keys: Some(Vec::new()),
            key_order: Vec::new(),
            sharers: 0,
            annotated: Vec::new(),
            annotate: None,
            is_abstract: false,
            made_by: Maker::Statement,
            subclasses: Vec::new(),
        }
    }
}

macro_rules! types {
    ($($variant:ident = $name:literal,)*) => {
        /// CPython's own types, as far as the simulation tells them apart.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
        pub enum Type { $($variant,)* }

        impl Type {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// `type(x).__name__`
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

types! {
    Object = "object",
    NoneType = "NoneType",
    Ellipsis = "ellipsis",
    NotImplemented = "NotImplementedType",
    Bool = "bool",
    Int = "int",
    Float = "float",
    Complex = "complex",
    Str = "str",
    Bytes = "bytes",
    ByteArray = "bytearray",
    List = "list",
    Tuple = "tuple",
    Dict = "dict",
    Set = "set",
    FrozenSet = "frozenset",
    Range = "range",
    Slice = "slice",
    Function = "function",
    Method = "method",
    BuiltinFunction = "builtin_function_or_method",
    MethodWrapper = "method-wrapper",
    Type = "type",
    Module = "module",
    Cell = "cell",
    Generator = "generator",
    Coroutine = "coroutine",
    AsyncGenerator = "async_generator",
    AsyncSend = "async_generator_asend",
    Iterator = "iterator",
    DictView = "dict view",
    Property = "property",
    Member = "member_descriptor",
    TupleGetter = "_tuplegetter",
    CachedProperty = "cached_property",
    Field = "Field",
    GenericAlias = "GenericAlias",
    TypeVar = "TypeVar",
    TypeVarTuple = "TypeVarTuple",
    ParamSpec = "ParamSpec",
    TypeAlias = "TypeAliasType",
    MappingProxy = "mappingproxy",
    StaticMethod = "staticmethod",
    ClassMethod = "classmethod",
    Super = "super",
    Exception = "exception",
    Traceback = "traceback",
    Frame = "frame",
    File = "TextIOWrapper",
    Deque = "deque",
    Array = "array",
    MemoryView = "memoryview",
    WeakReference = "ReferenceType",
    WeakProxy = "ProxyType",
    WeakMethod = "WeakMethod",
    Finalizer = "finalize",
    WeakValueDictionary = "WeakValueDictionary",
    WeakKeyDictionary = "WeakKeyDictionary",
    WeakSet = "WeakSet",
    SimpleNamespace = "SimpleNamespace",
    Partial = "partial",
    PartialMethod = "partialmethod",
    KeyWrapper = "KeyWrapper",
    ChainMap = "ChainMap",
    LruCache = "_lru_cache_wrapper",
    CacheInfo = "CacheInfo",
    ItemGetter = "itemgetter",
    AttrGetter = "attrgetter",
    MethodCaller = "methodcaller",
    Counter = "Counter",
    DefaultDict = "defaultdict",
    OrderedDict = "OrderedDict",
    StringIO = "StringIO",
    BytesIO = "BytesIO",
    GeneratorManager = "_GeneratorContextManager",
    Suppress = "suppress",
    Closing = "closing",
    NullContext = "nullcontext",
    RedirectStdout = "redirect_stdout",
    ExitStack = "ExitStack",
    Lock = "lock",
    RLock = "RLock",
    Opaque = "object of unknown type",
}
