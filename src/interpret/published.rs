//! Facts of one file that hold whatever its functions are called with.

use crate::bytecode::CodeId;
use crate::heap::ObjId;

/// All that is published of one file.
#[derive(Debug, Default)]
pub struct Published {
    pub functions: Vec<AnalysedFunction>,
    pub points: Vec<Point>,
    pub releases: Vec<Release>,
    pub exits: Vec<Exit>,
    /// Objects that somebody else may hold when a function returns.
    pub escaped: Vec<ObjId>,
}

/// A function that was run with unknown arguments.
#[derive(Clone, Debug)]
pub struct AnalysedFunction {
    pub code: CodeId,
    pub qualname: String,
    /// `co_firstlineno`
    pub first_line: u32,
    pub kind: FunctionKind,
    /// It was followed to its end on every path.
    pub complete: bool,
    /// Some call in it is of code out of view.
    pub calls_unknown: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FunctionKind {
    Function,
    Generator,
    Coroutine,
}

/// What holds whenever a line of a function is about to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Point {
    pub code: CodeId,
    pub line: u32,
    pub names: Vec<(String, NameAt)>,
    /// Pairs of names that are one object.
    pub same: Vec<(String, String)>,
    /// The first holds the second in one of its slots.
    pub owns: Vec<(String, String)>,
}

impl Point {
    /// What holds here and there, too.
    pub fn meet(&mut self, other: &Self) {
        self.names.retain_mut(|(name, at)| match other.names.iter().find(|(n, _)| n == name) {
            Some((_, there)) if there.type_name == at.type_name => {
                at.meet(there);
                true
            }
            _ => false,
        });
        self.same.retain(|pair| other.same.contains(pair));
        self.owns.retain(|pair| other.owns.contains(pair));
    }
}

/// What a name holds at a point.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NameAt {
    /// The object, where it is one and the same.
    pub object: Option<ObjId>,
    pub type_name: String,
    /// `len()`, at least and at most.
    pub len: Option<(u64, u64)>,
    /// Bytes by `sys.getsizeof`, at least and at most.
    pub size: Option<(u64, u64)>,
}

impl NameAt {
    pub fn meet(&mut self, other: &Self) {
        let span = |a: Option<(u64, u64)>, b: Option<(u64, u64)>| a.zip(b).map(|(a, b)| (a.0.min(b.0), a.1.max(b.1)));
        self.object = self.object.filter(|&o| Some(o) == other.object);
        self.len = span(self.len, other.len);
        self.size = span(self.size, other.size);
    }
}

/// A name lets go of an object.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    pub code: CodeId,
    pub line: u32,
    pub name: String,
    pub object: ObjId,
    /// Names that go on holding it; none: it goes at once.
    pub owners: Vec<String>,
}

/// What goes at a `return`.
#[derive(Clone, Debug)]
pub struct Exit {
    pub code: CodeId,
    pub line: u32,
    pub dying: Vec<Dying>,
}

/// An object that only these names hold when its function returns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dying {
    pub object: ObjId,
    pub names: Vec<String>,
}
