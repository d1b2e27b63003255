//! What an instruction does to memory, for people who look at its line: stories tell of objects, notes of lines.

use super::story::Measure;
use crate::bytecode::CodeId;
use crate::heap::ObjId;
use crate::text::Span;

/// One remark on an instruction of the analysed function itself, true whenever it runs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    pub code: CodeId,
    pub pc: u32,
    pub span: Span,
    pub kind: NoteOf,
}

#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(clippy::large_enum_variant, reason = "comparisons by `is` are few")]
pub enum NoteOf {
    /// `name = value`
    Bound(Box<Binding>),
    /// Contents change through `through` while other names hold the object.
    Changed { object: ObjId, type_name: String, how: String, through: Option<String>, also: Vec<String> },
    /// `x += [..]` where `x` is an argument: a list of the caller's changes.
    ParameterExtended { parameter: String },
    /// `a is b`, or `a is not b`, of two values that are known.
    Compared { same: bool, equal: bool, negated: bool, left: Seen, right: Seen },
    /// An object of the code is put where it outlives the function's names: `self.items`, `global x`.
    Kept { object: ObjId, type_name: String, by: String },
    /// A function that reads variables of its surroundings when it is called, not when it is made.
    Captures { names: Vec<String>, survives: bool },
    /// A call gives the default of `function` that all its calls share.
    GivesDefault { function: String, type_name: String, made: Span },
    /// What goes when the function returns: names that alone hold an object.
    Ends { dying: Vec<(Vec<String>, Seen)> },
    /// A call made instances and let go of them: their `__del__` has run when it returns.
    FinalizedInside { classes: Vec<String> },
    /// `next(gen)`; the variables of the body, whose values the frame keeps while it waits.
    Resumed { name: Option<String>, variables: Vec<String> },
}

/// What a name is bound to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    pub name: String,
    pub value: Option<Seen>,
    /// A name that is certainly the same object.
    pub from: Option<String>,
    /// Names that may be the same object.
    pub maybe: Vec<String>,
    /// A container of the same type that holds the same mutable items: `b = a.copy()`.
    pub copy_of: Option<Copied>,
    pub replaced: Option<Replaced>,
}

/// A shallow copy: the containers are two, an item is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copied {
    pub name: String,
    pub inner: ObjId,
    pub inner_type: String,
}

/// What a name held before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Replaced {
    pub old: Seen,
    pub fate: Fate,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fate {
    /// These names go on holding it.
    Held(Vec<String>),
    /// It was the last reference.
    Freed,
    Unknown,
}

/// An object as a line sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    pub object: ObjId,
    pub type_name: String,
    /// The value of a number or a short text, as written: `10`, `"hello"`.
    pub text: Option<String>,
    pub sharing: Sharing,
    pub measure: Measure,
    pub made: Option<Span>,
    /// It is one object, not one that stands for many.
    pub single: bool,
    /// The types of the mutable objects that a tuple certainly holds.
    pub holds_mutable: Vec<String>,
}

/// Why a value is one object wherever it comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sharing {
    /// An object of its own.
    Own,
    /// `-5` to `256`
    CachedInt,
    /// One in the whole process: a constant that looks like an identifier, or a str of one character.
    Interned,
    /// One for its module's code.
    Constant,
    /// `None`, `True`, functions and classes of the library.
    Singleton,
}
