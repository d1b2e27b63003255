//! What happens to objects, in the order of the code: the raw material of facts.

use crate::bytecode::CodeId;
use crate::cpython::effects::Drain;
use crate::heap::ObjId;
use crate::text::Span;

/// One object that the analysed code makes, with what the code does to it.
#[derive(Clone, Debug)]
pub struct ObjectStory {
    pub id: ObjId,
    /// The function that was analysed when this was told.
    pub of: CodeId,
    pub type_name: String,
    /// The expression that makes it.
    pub made: Span,
    /// The instruction that makes it.
    pub made_at: Option<(CodeId, u32)>,
    pub origin: Origin,
    /// Told of calls that leave a mutable default in place; other calls may do otherwise.
    pub assumes_default: bool,
    pub events: Vec<StoryEvent>,
    /// What is put into a list, where it is a new object each time.
    pub elements: Vec<Holding>,
}

/// An instruction puts something into a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holding {
    pub code: CodeId,
    pub pc: u32,
    /// None: it is something else.
    pub element: Option<Element>,
}

/// Where an object comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Made by the code itself.
    Local,
    /// Made by a list, set or dict comprehension, or by `list(...)` of something lazy.
    Materialised,
    /// A generator, or a lazy iterator of a builtin: it can be read once.
    Once,
    /// All lines of a file: `f.readlines()`, `f.read().splitlines()`.
    Lines { how: String },
    /// An exception that a handler got, with the names that its frame held when it was kept.
    Caught { function: String, locals: Vec<String> },
    /// Of a class of the library: `asyncio.create_task(..)`.
    Library { class: &'static str },
    /// An argument.
    Parameter { function: String, parameter: String },
    /// A parameter's default value, made once when the function is defined.
    Default {
        function: String,
        /// Its code: a story of other code tells what becomes of the default there.
        owner: CodeId,
        parameter: String,
        parameter_span: Span,
        default_span: Span,
        /// How many items it has when the function is defined.
        len: Option<u64>,
        /// A name around the function holds it, too: `def f(xs=xs)` hands a variable in.
        outer_name: Option<String>,
        /// When the function ends it is as it was when it began.
        restored: bool,
        /// It can be run over once.
        iterator: bool,
    },
    /// Not an object of the code: a default that asks a clock, or chance, when the function is made.
    VaryingDefault { parameter: String, call: String, default_span: Span },
    /// `ContextVar("name", default=[])`, made by this call.
    ContextDefault { call: Span },
    /// `dict.fromkeys(keys, value)`: the value under each key.
    ValueOfKeys { at: Span, keys: Option<u64> },
    /// Made in the body of a class: every instance without an attribute of its own sees this one.
    ClassAttribute(ClassAttribute),
}

/// An object that belongs to a class.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClassAttribute {
    pub class: String,
    pub attribute: String,
    /// Where the object is made; for what is inside of it, too.
    pub made: Span,
    pub declared: Declared,
    /// Some code of the file names it as what it is, the class's: `Cart.items`, `cls.items`.
    pub named: bool,
    /// A base, metaclass or decorator of the class is not in view: it may treat its attributes in its own way.
    pub bases_out_of_view: bool,
    /// The class is decorated as a data class.
    pub data_class: bool,
    /// The object is of a class in view that has methods which bind attributes of it.
    pub changes_itself: bool,
}

/// What the annotation of a class attribute says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Declared {
    Nothing,
    /// `items: list`: a field, for the libraries that look at annotations.
    Field,
    /// `items: ClassVar[list]`: shared on purpose.
    ClassVariable,
}

/// By which way an object of a class is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Through {
    Instance,
    /// `cls.items`, `Config.items`: whoever writes this knows that it is shared.
    Class,
}

#[derive(Clone, PartialEq, Debug)]
pub struct StoryEvent {
    pub kind: EventOf,
    pub span: Span,
    /// The code in which it happens: the analysed function or one that it calls.
    pub code: CodeId,
    /// Instruction in that code.
    pub pc: u32,
    /// The object for certain, not one of several that it may be.
    pub certain: bool,
    /// Seen in a call that was followed from elsewhere: true of that call, perhaps not of others.
    pub in_call: bool,
    /// Instruction of the analysed function during which it happens.
    pub outer: u32,
    /// Where that stands.
    pub outer_span: Span,
    pub measure: Measure,
}

/// What happens to an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EventOf {
    /// It has been built.
    Made,
    /// A name is bound to it; `from` is the name it was read from: `b = a`.
    Bound {
        name: String,
        from: Option<String>,
    },
    Loaded {
        name: String,
    },
    /// An attribute that belongs to a class is read.
    Fetched {
        through: Through,
    },
    /// Its contents change; the operation, for people: `.append`, `+=`, `[...] =`.
    Mutated {
        how: String,
    },
    /// A key is looked up before the contents change: `if n in memo`.
    LookedUp,
    /// Iterated to the end, or partly, by a builtin.
    Consumed {
        by: String,
        drain: Drain,
        alone: Alone,
        elements: Elements,
    },
    /// A lazy iterator of a builtin draws from it: `enumerate(xs)`. It is stored there, too.
    Drawn {
        by: String,
    },
    /// A method of an object of unknown class is called. It is passed on, too.
    Called {
        method: String,
    },
    /// A `for` loop or a comprehension runs over it.
    Iterated,
    /// Read in some other way: its length, an element, a comparison.
    Read,
    Returned,
    Yielded,
    /// Put into another object, or captured by a function.
    Stored,
    /// A default becomes this attribute of some object. It is stored, too.
    KeptAs {
        attribute: String,
    },
    /// Code of the file may change it through an instance that keeps it: `basket.items.append(x)`.
    ChangedElsewhere {
        how: String,
    },
    /// Code of another file does something to it.
    Abroad(Abroad),
    /// Handed to code that is not in view.
    PassedOn,
    /// `del name`, or `name = None`.
    Released {
        name: String,
        owners: Vec<Owner>,
        deleted: bool,
    },
    /// The name is bound to something else.
    Rebound {
        name: String,
    },
    /// The last reference goes here, and with it the object; `finalizer` is the class whose `__del__` runs then.
    /// At the end of a function told of instances with a `__del__` alone.
    Reclaimed {
        finalizer: Option<String>,
    },
    /// A new key may come in: the dict of a module, in a function that is run on what the module left.
    Keyed {
        by: KeyedBy,
    },
    /// A variable that it captures is bound anew in the next round of the loop that made it, and it is still held.
    Overtaken {
        name: String,
    },
    /// `len` asks for its length. It is read, too.
    Counted,
    /// `[0]` takes the first item. It is looked up, too.
    First,
    /// A condition asks for its truth. It is read, too.
    Tested,
    /// It takes the place of what it is made of, in each round anew: `data = data + chunk`.
    Rebuilt {
        place: String,
    },
    /// An attribute is bound to what leads back to its object. Measured when the function ends.
    Cycle {
        place: String,
        /// The class of the cycle that has a `__del__`.
        finalizer: Option<String>,
    },
    /// It is a cache of a function's results that has no bound.
    Unbounded {
        function: String,
        parameters: Vec<String>,
        /// Some code of the file empties caches: `f.cache_clear()`.
        cleared: bool,
    },
    /// `sum(lists, [])` starts with it, and makes a new one for each list.
    SumStart,
    /// `* n` repeats it as an element: one object in several places.
    Repeated {
        times: Option<u64>,
    },
    /// From here on something that outlives the call holds it.
    Kept(Keeper),
    /// `raise` sends it on its way.
    Raised,
    /// An exception lets go of its traceback: `e.with_traceback(None)`.
    Stripped,
    /// The function ends while a name, or what a name holds, has it.
    HeldAtExit {
        name: String,
    },
    /// Nobody takes it: an expression statement.
    Dropped,
    /// A dictionary with weak keys gets it as a key of a value that holds it.
    HeldByItsValue {
        place: String,
    },
    /// Something smaller, which was made there, holds it, and is kept in a place.
    Pinned {
        by: Pin,
        place: String,
        code: CodeId,
        pc: u32,
    },
    /// A weak reference is all that refers to it; `method`: it is a bound method.
    HeldWeakly {
        by: String,
        method: bool,
    },
    /// A class gets it as an attribute; `instance` is the parameter that an instance becomes in a call.
    InClass {
        class: String,
        attribute: String,
        instance: String,
        equality: Equality,
    },
}

/// What another file does to an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Abroad {
    pub event: Box<EventOf>,
    /// By which way it reached an attribute of a class.
    pub through: Option<Through>,
    /// The other file's dotted name.
    pub module: String,
    pub line: u32,
}

/// What holds something larger than itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pin {
    /// A suspended generator, by its frame.
    Frame,
    /// A `memoryview`.
    View,
}

/// A kind of object of which a list may hold very many.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Element {
    /// Bytes of each.
    Float { each: u64 },
    /// The numbers of a range.
    Int { each: u64 },
    /// Of a class of the file without `__slots__`: bytes of each with its attributes, and as they would be with slots.
    Instance { class: String, each: u64, slotted: u64 },
}

/// What makes two instances of a class the same key of a cache.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Equality {
    Identity,
    /// The class has a `__hash__` of its own, or is a tuple.
    Value,
}

/// What holds an object beyond the call that got it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Keeper {
    pub lifetime: Lifetime,
    /// How the code calls the place: `self.error`, `ERRORS`, `atexit.register`.
    pub place: String,
}

/// How long a place lives, from the shortest on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Lifetime {
    /// The variable of a function around.
    Frame,
    /// An object that a caller hands in.
    Argument,
    /// `self`
    Instance,
    Class,
    Module,
    /// A structure of the interpreter or the library: until it is taken out, or the process ends.
    Registry,
}

/// What decides how many keys a dict can get.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyedBy {
    /// A constant, or something of which a program has few: a class, a name of one.
    Few,
    /// Whatever the function gets, for a value that it also gets: a registration.
    Caller,
    /// Whatever the function gets, for a value that it computes.
    Computed,
}

/// Whether a builtin call does nothing but consume: further arguments may be called or kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Alone {
    Yes,
    /// It calls something with the elements: `max(rows, key=cost)`.
    Calls,
    No,
}

/// Whether the consumer's result keeps the elements: a set does, a sum does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Elements {
    Kept,
    Dropped,
}

/// Who holds an object: the name from which it is reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Owner {
    pub name: String,
    /// The name itself, not something inside of what it names.
    pub direct: bool,
}

/// For whom a source is analysed: rules need a part of it only, which makes linting cheap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Demand {
    Rules,
    /// As `Rules`, for those that are off by default, too.
    EveryRule,
    /// Every function, those first that rules need: what rules see is the same.
    Annotations,
    /// Every function as it is when nothing is known of its arguments, line by line.
    Facts,
}

impl Demand {
    pub(super) fn is_for_rules_alone(self) -> bool {
        matches!(self, Self::Rules | Self::EveryRule)
    }
}

/// How large an object is, with what only it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Measure {
    pub bytes: Option<u64>,
    /// Bytes of the object alone, at least.
    pub own: Option<u64>,
    /// What `sys.getsizeof` tells of it; for a list or dict only where it has just been made.
    pub shallow: Option<u64>,
    /// `bytes` as the allocator gives them: each small object rounded up.
    pub blocks: Option<u64>,
    /// The bytes are exact, not an estimate.
    pub exact: bool,
    /// As large as the input: a file's text, a list of its lines.
    pub input: bool,
    /// As large as what a caller hands in: a list over a parameter.
    pub given: bool,
    pub len: Option<u64>,
    /// At most so many elements, where the length is not known.
    pub most: Option<u64>,
}
