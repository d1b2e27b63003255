use crate::config::PythonVersion;

/// What one builtin function, method or class does to the memory of its caller.
///
/// Self is always read by a method. A parameter that no field names is used for its own value alone, and nothing
/// of it is left behind.
#[derive(Clone, PartialEq, Debug)]
pub struct Effect {
    /// The module or type that has it: `builtins`, `itertools`, `list`, `collections.deque`.
    pub owner: &'static str,
    pub name: &'static str,
    pub params: Box<[Param]>,
    /// The first version that has it.
    pub since: PythonVersion,
    pub mutates: Box<[Mutation]>,
    pub keeps: Box<[Keep]>,
    pub iterates: Box<[Iteration]>,
    pub calls: Box<[Callback]>,
    /// Special methods that it calls on an argument: `__len__`, `__hash__`.
    pub asks: Box<[Ask]>,
    /// The possible results; more than one where it depends.
    pub returns: Box<[Returns]>,
    /// What a returned lazy iterator gives, one by one.
    pub yields: Box<[Returns]>,
    pub size: Option<SizeRule>,
    pub raises: Raises,
    /// May wait: for a file, a lock, time, another thread.
    pub blocks: bool,
    /// Reads or changes the world outside of the objects: files, the terminal, the environment.
    pub io: bool,
    /// The same arguments may give another result: random numbers, clocks, ids.
    pub varies: bool,
    /// Arguments for a call that tests execute, as Python keyword arguments. `None`: documented, not executed.
    pub sample: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Param {
    pub name: &'static str,
    pub kind: ParamKind,
    pub optional: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamKind {
    Positional,
    KeywordOnly,
    /// `*args`
    Star,
    /// `**kwargs`
    DoubleStar,
}

/// An object that a call is given.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Arg {
    Receiver,
    /// Index into `Effect::params`; a star parameter stands for each of its arguments.
    Param(u8),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certainty {
    Always,
    Maybe,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mutation {
    pub target: Arg,
    pub change: Change,
    pub certainty: Certainty,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// More elements.
    Grow,
    /// Fewer elements.
    Shrink,
    /// As many elements, others; or another state (a file position, a random generator).
    Replace,
    /// The same elements in another order.
    Reorder,
}

/// A reference that is left behind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Keep {
    pub what: What,
    pub of: Arg,
    pub place: Place,
    pub certainty: Certainty,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Itself,
    Elements,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Among the elements or attributes of it.
    Inside(Arg),
    Result,
    /// A structure of the interpreter or a module that outlives the call: logging's manager, atexit, a cache.
    Registry,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Iteration {
    pub over: Arg,
    pub how: Drain,
    pub when: When,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Drain {
    /// Once, to the end, one element at a time: a generator serves as well as a list.
    Total,
    /// Once, and may stop early.
    Partial,
    /// To the end, and all elements are held at once.
    Materialise,
    /// More than once.
    Repeatedly,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    Now,
    /// When the result is used.
    Later,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Callback {
    pub what: Arg,
    pub when: When,
    /// `key=None`, an empty iterable: perhaps never.
    pub certainty: Certainty,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ask {
    pub what: What,
    pub of: Arg,
    pub method: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Returns {
    None,
    /// The very object that was given.
    Same(Arg),
    /// An object that was an element (a value, for a dict) of it.
    Element(Arg),
    /// A new object of this type, which nobody else refers to.
    Fresh(&'static str),
    /// An immutable value of this type; whether it is a new object nobody should ask.
    Atom(&'static str),
    /// An object of this type that reads through to the argument.
    View(&'static str, Arg),
    /// A new iterator of this type that works when it is used.
    Lazy(&'static str),
    /// What calling the argument returns.
    ResultOf(Arg),
    Unknown,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Raises {
    Never,
    Maybe,
}

/// How the allocation of self, or of a fresh result, follows: the functions of `cpython::sizes`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SizeRule {
    /// No spare room: a list copy or slice.
    Exact,
    /// `list_append`, `bytearray_resize`, `array_append`, `set_add`, `dict_insert`: one more.
    AddOne,
    /// `list_resize`, `set_update`, `dict_update`: several more.
    AddMany,
    /// `list_remove`: fewer. Dicts and sets never shrink here.
    Remove,
    /// Nothing left.
    Clear,
    /// `list_presized`, `list_from_hashed`, `list_from_iterator`, by what is iterated.
    FromIterable,
    /// `list_extend_empty` for what knows its length.
    Extended,
    /// The table of a copy: `set_of_copy`, `dict_table_of`.
    TableCopy,
    /// The table of as many single insertions: `set_of_adds`, `dict_table_of`.
    TableByAdds,
}

impl Effect {
    /// Whether a call leaves no trace: it could be dropped or done twice if its result is not used.
    ///
    /// Iterating is a trace: it exhausts an iterator. So are special methods of the project's own classes.
    #[must_use]
    pub fn is_pure(&self) -> bool {
        let leaves_alone = self.mutates.is_empty() && self.iterates.is_empty() && self.calls.is_empty();
        let remembers = self.keeps.iter().any(|keep| keep.place != Place::Result);
        leaves_alone && !remembers && self.asks.is_empty() && !self.io && !self.blocks && !self.varies
    }

    /// The index of the parameter that a keyword argument binds to.
    #[must_use]
    pub fn keyword(&self, name: &str) -> Option<u8> {
        let takes = |param: &Param| matches!(param.kind, ParamKind::Positional | ParamKind::KeywordOnly);
        let index = self.params.iter().position(|param| takes(param) && param.name == name)?;
        u8::try_from(index).ok()
    }

    /// The parameter that takes keywords without a parameter of their own: `**kwargs`.
    #[must_use]
    pub fn rest_of_keywords(&self) -> Option<u8> {
        let index = self.params.iter().position(|param| param.kind == ParamKind::DoubleStar)?;
        u8::try_from(index).ok()
    }

    /// The parameter that positional argument `index` binds to.
    #[must_use]
    pub fn positional(&self, index: usize) -> Option<u8> {
        let star = self.params.iter().position(|param| param.kind == ParamKind::Star);
        let plain = self.params.iter().take_while(|param| param.kind == ParamKind::Positional).count();
        u8::try_from(if index < plain { index } else { star? }).ok()
    }

    /// Whether a call with so many positional arguments may mean this entry.
    fn accepts(&self, positional: usize) -> bool {
        let required = |param: &&Param| param.kind == ParamKind::Positional && !param.optional;
        // A required parameter may also come as a keyword: too few is no reason to refuse the last overload.
        let fewest = self.params.iter().filter(required).count();
        fewest <= positional && (positional == 0 || self.positional(positional - 1).is_some())
    }

    /// The overload for a call, out of the entries of one name; the first if none fits.
    pub(super) fn choose(entries: &'static [Self], positional: usize) -> Option<&'static Self> {
        entries.iter().find(|entry| entry.accepts(positional)).or(entries.first())
    }
}
