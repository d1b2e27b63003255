use super::{Class, ClassData, DictData, ExceptionData, Native, ObjId, SetData, Type, Value};
use crate::bytecode::{CodeId, Name};
use crate::config::PythonVersion;
use crate::cpython::sizes::{self, Removal};
use compact_str::CompactString;
use num_bigint::BigInt;

/// One object of the heap.
#[derive(Clone, Debug)]
pub struct Object {
    pub class: Class,
    /// Strong references, exactly, while all of them are known (concrete policy only).
    pub count: u32,
    pub alive: bool,
    /// References are not counted: PEP 683, or an object that outlives every run.
    pub immortal: bool,
    /// Stands for more than one object: what a loop makes.
    pub summary: bool,
    /// Known to code that is not in view: its contents may be anything by now.
    pub escaped: bool,
    /// Held by somebody who is not in view: registered, stored out of sight. Told of closures that loops make.
    pub kept: bool,
    /// A constant, or a name's string: who else owns it depends on the process.
    pub shared: bool,
    /// `__del__` has been called: never again (PEP 442).
    pub finalized: bool,
    pub data: ObjectData,
    /// Attributes of what is no plain instance: a function, or an object of a class over `list`.
    pub attributes: Option<Box<Attributes>>,
}

/// What an object consists of. The unknown is a value like any other here: an `int` without a number.
#[derive(Clone, Debug)]
pub enum ObjectData {
    /// Nothing beyond its class and identity, or nothing known beyond it.
    Plain,
    Bool(bool),
    Int(i64),
    BigInt(Box<BigInt>),
    /// `id(x)`: equal to another one if and only if the objects are the same (while both live).
    Address(ObjId),
    Float(f64),
    Complex(Box<(f64, f64)>),
    Str(CompactString),
    Bytes(Box<[u8]>),
    List(Box<ListData>),
    Tuple(Box<[Value]>),
    Dict(Box<DictData>),
    Set(Box<SetData>),
    /// start, stop, step as objects, and as numbers
    Range(Box<([Value; 3], [i64; 3])>),
    Slice([Value; 3]),
    Function(Box<FunctionData>),
    Method {
        function: Value,
        receiver: Value,
    },
    /// What `with` keeps on 3.14: the function of `__exit__` and the manager, two operands and no object.
    WithExit {
        function: Value,
        receiver: Value,
    },
    /// `xs.append`: the receiver is unbound for `len` and other plain functions.
    BuiltinMethod {
        name: Name,
        receiver: Value,
    },
    /// A builtin function or class, by its full name.
    Builtin(&'static str),
    /// A function or class of the library that only the tables of effects know.
    Library {
        module: &'static str,
        name: &'static str,
    },
    Class(Box<ClassData>),
    Instance(Box<Attributes>),
    Cell(Value),
    Generator(Box<GeneratorState>),
    Iterator(Box<IteratorData>),
    View {
        dict: Value,
        kind: ViewKind,
    },
    Module(Name),
    /// What another file of the project has under this dotted path.
    Imported(Name),
    Exception(Box<ExceptionData>),
    Traceback {
        frame: Value,
        /// The frame that it called, towards where the exception was raised.
        next: Value,
        /// `tb_lineno`, in the program.
        line: Option<u32>,
    },
    /// A frame of the machine, as an object.
    Frame(u32),
    /// The frame of a function of the library that an exception left: what it owns, in the order in which it goes.
    LibraryFrame(Box<[Value]>),
    /// A wrapped function: staticmethod, classmethod.
    Wrapper(Value),
    /// An object of a library class.
    Native(Box<Native>),
    /// The functions to get, set and delete, the docstring and the name; unbound where missing.
    Property([Value; 5]),
    /// A method that the library made for a class.
    Generated {
        class: ObjId,
        what: super::Generated,
    },
    /// `field(..)` of a data class, before the class is made.
    Field(Box<super::Field>),
    /// What stands in a named tuple for one of its fields.
    TupleGetter(u32),
    /// What stands in a class for one of its `__slots__`.
    Member(Name),
    /// `super(class, receiver)`; the receiver is a class in a class method.
    Super {
        class: ObjId,
        receiver: Value,
    },
    /// `C.__dict__`: a view of the class's attributes.
    ClassDict(Value),
    /// `hash(x)` of something whose hash differs from run to run: equal for equal keys.
    Hash(Box<super::Key>),
    /// Contents are known as a whole only.
    Summary(Box<Summary>),
}

impl ObjectData {
    /// Every counted reference that the object's data holds.
    pub fn each_reference(&self, mut f: impl FnMut(Value)) {
        match self {
            Self::List(l) => l.items.iter().copied().for_each(f),
            Self::Tuple(items) | Self::LibraryFrame(items) => items.iter().copied().for_each(f),
            Self::Dict(d) => {
                d.iter().for_each(|(k, v)| {
                    f(k);
                    f(v);
                });
                d.factory.into_iter().for_each(f);
            }
            Self::Set(s) => s.items().into_iter().for_each(f),
            Self::Range(r) => r.0.iter().copied().for_each(f),
            // `slice_dealloc`: the step goes first.
            Self::Slice([start, end, step]) => [*step, *start, *end].into_iter().for_each(f),
            Self::Function(d) => {
                let parts = [d.defaults, d.keyword_defaults, d.doc, d.annotations, d.closure];
                parts.into_iter().filter(|v| v.is_bound()).chain(d.assigned.iter().map(|&(_, v)| v)).for_each(f);
            }
            Self::Method { function, receiver } => {
                f(*function);
                f(*receiver);
            }
            Self::BuiltinMethod { receiver, .. } if receiver.is_bound() => f(*receiver),
            Self::Class(c) => {
                c.attributes.iter().for_each(|&(_, v)| f(v));
                if c.bases.is_bound() {
                    f(c.bases);
                }
            }
            Self::Instance(a) => a.references().for_each(f),
            Self::Cell(v) if v.is_bound() => f(*v),
            Self::Generator(g) => {
                let parts = [g.function, g.handled.exception, g.handled.traceback];
                parts.into_iter().filter(|v| v.is_bound()).for_each(f);
            }
            Self::WithExit { function, receiver } => {
                f(*receiver);
                f(*function);
            }
            Self::Exception(e) => e.references().for_each(f),
            Self::Traceback { frame, next, .. } => {
                f(*frame);
                f(*next);
            }
            Self::Iterator(i) => i.sources.iter().copied().for_each(f),
            Self::View { dict, .. } => f(*dict),
            Self::Wrapper(v) | Self::ClassDict(v) => f(*v),
            Self::Native(n) => n.each_reference(f),
            Self::Property(parts) => parts.iter().copied().filter(|v| v.is_bound()).for_each(f),
            Self::Field(field) => [field.default, field.factory].into_iter().filter(|v| v.is_bound()).for_each(f),
            Self::Super { class, receiver } => {
                f((*class).into());
                f(*receiver);
            }
            Self::Summary(s) => {
                f(s.items);
                f(s.keys);
                s.attributes.iter().for_each(|&(_, v)| f(v));
            }
            _ => {}
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct ListData {
    pub items: Vec<Value>,
    /// Slots of the item array; `u64::MAX`: not known.
    pub allocated: u64,
    /// Without slots it has an array nevertheless.
    pub keeps_array: bool,
}

impl ListData {
    #[must_use]
    pub fn new(items: Vec<Value>, allocated: u64) -> Self {
        Self { items, allocated, keeps_array: false }
    }

    /// Items go by this way, to so many.
    pub fn shrink(&mut self, version: PythonVersion, way: Removal, new_len: u64) {
        let len = self.items.len() as u64;
        self.resize(|slots| sizes::list_remove(version, way, slots, len, new_len));
        self.keeps_array = new_len == 0 && sizes::keeps_array(version, way);
    }

    /// Room for the items of a source that knows its length.
    pub fn grow(&mut self, version: PythonVersion, more: u64) {
        let (len, fresh) = (self.items.len() as u64, !self.keeps_array);
        self.resize(|slots| {
            Some(match slots {
                0 if fresh => sizes::list_extend_empty(version, more),
                slots => sizes::list_resize(slots, len, len + more),
            })
        });
    }

    /// All items go (`list_clear`).
    pub fn clear(&mut self) -> Vec<Value> {
        (self.allocated, self.keeps_array) = (0, false);
        std::mem::take(&mut self.items)
    }

    /// The array is resized; what is not known stays so.
    pub fn resize(&mut self, slots: impl FnOnce(u64) -> Option<u64>) {
        if self.allocated != u64::MAX {
            self.allocated = slots(self.allocated).unwrap_or(u64::MAX);
        }
    }
}

/// Attributes of an instance in the order they were first set.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    pub values: Vec<(Name, Value)>,
    /// An attribute was deleted or `__dict__` asked for: the layout is no longer the plain one.
    pub unusual: bool,
    /// The dict that holds the attributes once `__dict__` was asked for; `values` has the slots only from then on.
    pub dict: Value,
}

impl Attributes {
    /// Every counted reference, in the order of `subtype_dealloc`.
    pub fn references(&self) -> impl Iterator<Item = Value> + '_ {
        let dict = self.dict.is_bound().then_some(self.dict);
        self.values.iter().map(|&(_, v)| v).chain(dict)
    }
}

#[derive(Clone, Debug)]
pub struct FunctionData {
    pub code: CodeId,
    /// The tuple `__defaults__`.
    pub defaults: Value,
    /// The dict `__kwdefaults__`.
    pub keyword_defaults: Value,
    /// `__doc__`; counted in a concrete run only.
    pub doc: Value,
    pub annotations: Value,
    /// The tuple of cells `__closure__`.
    pub closure: Value,
    /// `__name__`, `__module__` and the like where they were assigned: `functools.wraps` does.
    pub assigned: Vec<(Name, Value)>,
}

/// The exception being handled, as `sys.exc_info()` tells it; owned. Unbound: none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handled {
    pub exception: Value,
    /// Up to 3.10 an owner of its own.
    pub traceback: Value,
}

impl Handled {
    pub const NOTHING: Self = Self { exception: Value::UNBOUND, traceback: Value::UNBOUND };
}

#[derive(Clone, Debug)]
pub struct GeneratorState {
    pub code: CodeId,
    /// The suspended frame, in the machine's table; `None` while it runs and after it ended.
    pub frame: Option<u32>,
    pub running: bool,
    /// It was closed, and its frame keeps its contents all the same (3.12, 3.13).
    pub closed: bool,
    /// The exception that its frame handles while it is suspended.
    pub handled: Handled,
    pub function: Value,
    pub name: Name,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ViewKind {
    Keys,
    Values,
    Items,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IteratorKind {
    List,
    ReversedList,
    Tuple,
    Str,
    Bytes,
    Range,
    DictKeys,
    DictValues,
    DictItems,
    Set,
    Enumerate,
    Zip,
    Map,
    Filter,
    Chain,
    Count,
    Islice,
    Callable,
    Cycle,
    Repeat,
    TakeWhile,
    DropWhile,
    FilterFalse,
    Starmap,
    Accumulate,
    Compress,
    Product,
    Permutations,
    Combinations,
    CombinationsWithReplacement,
    GroupBy,
    Grouper,
    ZipLongest,
    Tee,
    Pairwise,
    Batched,
    Deque,
    ReversedDeque,
    Array,
    ByteArray,
    ReversedSequence,
    /// Over an object that has `__getitem__` alone.
    Indexed,
    ReversedIndexed,
    ReversedDictKeys,
    ReversedDictValues,
    ReversedDictItems,
    WeakKeys,
    WeakValues,
    WeakItems,
    /// An iterator over its source, of which no more is known.
    Unknown,
    /// What makes its items from what it holds: a generator, `itertools.product`.
    Maker,
}

#[derive(Clone, Debug)]
pub struct IteratorData {
    pub kind: IteratorKind,
    /// What it runs over: let go when it is exhausted.
    pub sources: Vec<Value>,
    /// It has let its source go.
    pub exhausted: bool,
    /// Position in the source; for `range` the next number, for `enumerate` the next index.
    pub position: i64,
    /// For `range`: stop and step; for dicts the length at the start.
    pub limits: [i64; 2],
}

/// Contents of a container or instance of which the single items are not known.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What any item may be; unbound if it is certainly empty.
    pub items: Value,
    /// What any key may be.
    pub keys: Value,
    /// How many items: at least, at most.
    pub len: (u64, u64),
    /// Attributes; a value may include UNBOUND.
    pub attributes: Vec<(Name, Value)>,
}

impl Object {
    #[must_use]
    pub fn new(class: Class, data: ObjectData) -> Self {
        Self {
            class,
            count: 0,
            alive: true,
            immortal: false,
            summary: false,
            escaped: false,
            kept: false,
            shared: false,
            finalized: false,
            data,
            attributes: None,
        }
    }

    #[must_use]
    pub fn builtin(ty: Type, data: ObjectData) -> Self {
        Self::new(Class::Builtin(ty), data)
    }

    /// Every counted reference that it holds; a suspended frame's are not among them.
    pub fn each_reference(&self, mut f: impl FnMut(Value)) {
        self.data.each_reference(&mut f);
        if let Some(a) = &self.attributes {
            a.references().for_each(f);
        }
    }

    /// The name of its class, if it is one of CPython's.
    #[must_use]
    pub fn class_name(&self) -> Option<&'static str> {
        match self.class {
            Class::Builtin(t) => Some(t.name()),
            Class::User(_) => None,
        }
    }

    #[must_use]
    pub fn is(&self, ty: Type) -> bool {
        self.class == Class::Builtin(ty)
    }
}
