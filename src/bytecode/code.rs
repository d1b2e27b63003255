use super::{Const, ConstId, Instr};
use crate::config::PythonVersion;
use crate::text::Span;
use compact_str::CompactString;
use rustc_hash::{FxHashMap, FxHashSet};

/// An identifier of a program: a global, an attribute, a keyword.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Name(u32);

/// Identifiers, each once.
#[derive(Default, Debug)]
pub struct Names {
    texts: Vec<CompactString>,
    ids: FxHashMap<CompactString, Name>,
}

impl Names {
    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(&name) = self.ids.get(text) {
            return name;
        }
        let name = Name(self.texts.len() as u32);
        self.texts.push(text.into());
        self.ids.insert(text.into(), name);
        name
    }

    #[must_use]
    pub fn get(&self, text: &str) -> Option<Name> {
        self.ids.get(text).copied()
    }

    #[must_use]
    pub fn text(&self, name: Name) -> &str {
        &self.texts[name.0 as usize]
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct CodeId(pub(crate) u32);

impl CodeId {
    pub const MODULE: Self = Self(0);

    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CodeKind {
    Module,
    Class,
    Function,
    Lambda,
    ListComprehension,
    SetComprehension,
    DictComprehension,
    GeneratorExpression,
}

/// What a slot of the frame holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SlotKind {
    Local,
    /// A cell that this function makes; for a captured parameter the argument moves into it.
    Cell,
    /// A cell from the closure.
    Free,
    /// The variable of an inlined comprehension in a function (PEP 709): a local that only the comprehension uses.
    Iteration,
    /// The variable of an inlined comprehension outside a function (PEP 709): a slot that is no name of the scope.
    Hidden,
}

/// A name that a class body annotates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Annotated {
    pub name: Name,
    pub kind: AnnotationKind,
}

/// What an annotation says about a name of a data class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnnotationKind {
    Field,
    /// `ClassVar[int]`
    ClassVariable,
    /// `KW_ONLY`
    KeywordsFollow,
    /// `InitVar[int]`
    InitVariable,
    /// A text that may mean anything.
    Special,
}

/// An exception handler: the instructions it covers, the operands that are kept, what is pushed on them.
#[derive(Clone, Copy, Debug)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub depth: u32,
    pub kind: HandlerKind,
}

/// An inlined comprehension: an exception that leaves it lets its container and its variables go, on its line.
#[derive(Clone, Debug)]
pub struct Inlined {
    pub start: u32,
    pub end: u32,
    /// Operands that are kept, the container not among them.
    pub depth: u32,
    pub line: u32,
    pub slots: Vec<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HandlerKind {
    /// `except`, `finally`, `with`: the exception becomes the handled one.
    Except,
    /// Unbinds `e` of `except E as e`.
    Cleanup,
    /// The end of a handler by an exception: what was handled before is restored.
    Restore,
}

impl HandlerKind {
    /// Operands that the handler finds on its stack: `[saved exception]`. Up to 3.10 each comes with its traceback.
    #[must_use]
    pub fn operands(self, version: PythonVersion) -> u32 {
        let each = if version <= PythonVersion::PY310 { 2 } else { 1 };
        match self {
            Self::Except => 2 * each,
            Self::Cleanup | Self::Restore => each,
        }
    }
}

/// One function body, class body, comprehension or module.
#[derive(Debug)]
pub struct Code {
    pub name: CompactString,
    pub qualname: CompactString,
    pub kind: CodeKind,
    pub span: Span,
    /// Where the name stands in a `def` or `class` statement.
    pub name_span: Span,
    /// `co_firstlineno`
    pub first_line: u32,
    pub is_generator: bool,
    pub is_coroutine: bool,
    pub positional_only: u32,
    /// Positional parameters, those that are positional-only included.
    pub positional: u32,
    pub keyword_only: u32,
    pub has_varargs: bool,
    pub has_varkeywords: bool,
    pub slots: Vec<(Name, SlotKind)>,
    pub instrs: Vec<Instr>,
    /// The `ForIter` instructions of each comprehension.
    pub comprehensions: Vec<Vec<u32>>,
    /// Innermost first.
    pub handlers: Vec<Handler>,
    /// Comprehensions that are part of this code (PEP 709), innermost first.
    pub inlined: Vec<Inlined>,
    pub stack_size: u32,
    pub doc: Option<ConstId>,
    /// `co_consts`, each once: every code object is an owner of its constants.
    pub consts: Vec<ConstId>,
    /// Where the parameters stand, in slot order.
    pub parameter_spans: Vec<Span>,
    /// `name: type` in a class body, in order.
    pub annotated: Vec<Annotated>,
    /// `__static_attributes__` of a class (3.14), sorted; known once everything is compiled.
    pub static_attributes: Vec<Name>,
    /// The function that makes the annotations of a class when somebody asks for them (3.14).
    pub annotate: Option<CodeId>,
    /// Parameters with a default, by slot, and where the default expressions stand.
    pub default_spans: Vec<(u32, Span)>,
}

impl Code {
    /// Code of the functions and classes that it makes.
    pub(super) fn made(&self) -> impl Iterator<Item = CodeId> {
        self.instrs.iter().filter_map(|i| match i.op {
            super::Op::MakeFunction { code, .. } => Some(code),
            _ => None,
        })
    }

    #[must_use]
    pub fn parameters(&self) -> u32 {
        self.positional + self.keyword_only + u32::from(self.has_varargs) + u32::from(self.has_varkeywords)
    }

    /// Places of its frame for variables: an inlined comprehension shares those of equal names (PEP 709).
    #[must_use]
    pub fn variables(&self) -> u64 {
        self.slots.iter().map(|&(name, _)| name).collect::<FxHashSet<_>>().len() as u64
    }

    /// Names live in slots, not in a dict (`CO_OPTIMIZED`).
    #[must_use]
    pub fn is_optimized(&self) -> bool {
        !matches!(self.kind, CodeKind::Module | CodeKind::Class)
    }

    #[must_use]
    pub fn is_comprehension(&self) -> bool {
        matches!(self.kind, CodeKind::ListComprehension | CodeKind::SetComprehension | CodeKind::DictComprehension)
    }
}

/// All code of one file.
#[derive(Default, Debug)]
pub struct Program {
    pub names: Names,
    pub consts: Vec<Const>,
    pub codes: Vec<Code>,
    pub(super) const_ids: FxHashMap<Const, ConstId>,
    /// Constants that are returned out of blocks.
    pub(super) returned_late: FxHashSet<ConstId>,
}

impl Program {
    /// The constant is loaded only when the blocks around its `return` have been left, which is not modelled.
    #[must_use]
    pub fn is_returned_late(&self, id: ConstId) -> bool {
        self.returned_late.contains(&id)
    }

    #[must_use]
    pub fn code(&self, id: CodeId) -> &Code {
        &self.codes[id.index()]
    }

    #[must_use]
    pub fn code_id(&self, index: usize) -> CodeId {
        CodeId(index as u32)
    }

    #[must_use]
    pub fn constant(&self, id: ConstId) -> &Const {
        &self.consts[id.index()]
    }

    /// The constant with this text, if the program has one.
    #[must_use]
    pub fn find_string(&self, text: &str) -> Option<ConstId> {
        self.const_ids.get(&Const::Str(text.into())).copied()
    }

    pub(super) fn constant_id(&mut self, constant: Const) -> ConstId {
        if let Some(&id) = self.const_ids.get(&constant) {
            return id;
        }
        let id = self.new_constant(constant.clone());
        self.const_ids.insert(constant, id);
        id
    }

    /// A constant that is not merged with an equal one.
    pub(super) fn new_constant(&mut self, constant: Const) -> ConstId {
        let id = ConstId(self.consts.len() as u32);
        self.consts.push(constant);
        id
    }
}
