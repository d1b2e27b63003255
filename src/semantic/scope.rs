use super::Interest;
use super::outline::Imported;
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A name of one file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NameId(pub(super) u32);

/// A scope of one file, in order of appearance; the module is the first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ScopeId(pub(super) u32);

impl ScopeId {
    pub const MODULE: Self = Self(0);
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum ScopeKind {
    Module,
    Class,
    Function,
    Lambda,
    /// List, set and dict comprehensions: a frame of their own up to 3.11, inlined from 3.12 (PEP 709).
    Comprehension,
    Generator,
    /// Type parameters of a `def` from 3.12 on, and the value of a `type` statement: functions of their own (PEP 695).
    TypeParameters,
    /// Annotations of a function: a function of their own from 3.14 on (PEP 649), the code around it before.
    Annotations,
}

impl ScopeKind {
    /// Names of such a scope live in slots and can be captured by nested functions; those of a class cannot.
    #[must_use]
    pub fn is_function_like(self) -> bool {
        !matches!(self, Self::Module | Self::Class)
    }

    /// What is in such a scope is told of the scope around it.
    #[must_use]
    pub fn is_hidden(self) -> bool {
        matches!(self, Self::TypeParameters | Self::Annotations)
    }
}

#[derive(Clone, Debug)]
pub struct Scope {
    pub parent: ScopeId,
    pub kind: ScopeKind,
    pub span: Span,
    pub interest: Interest,
    /// Contains `yield` (so a call makes a generator).
    pub has_yield: bool,
    /// A class of which a method uses `super` or `__class__`.
    pub has_class_cell: bool,
    pub(super) symbols: Range<u32>,
}

/// One name in one scope.
#[derive(Clone, Copy, Debug)]
pub struct Symbol {
    pub name: NameId,
    pub(super) flags: u16,
}

impl Symbol {
    pub(super) const BOUND: u16 = 1;
    pub(super) const PARAMETER: u16 = 2;
    pub(super) const GLOBAL: u16 = 4;
    pub(super) const NONLOCAL: u16 = 8;
    pub(super) const CAPTURED: u16 = 16;
    pub(super) const LOADED_TWICE: u16 = 32;
    pub(super) const LOADED: u16 = 64;
    /// Bound to an expression that may make a mutable object: `DEF = []`.
    pub(super) const MUTABLE: u16 = 128;
    /// Bound by `:=` inside a comprehension.
    pub(super) const WALRUS: u16 = 256;
    /// Used by a comprehension: a capture up to 3.11, the function's own access from 3.12 (PEP 709).
    pub(super) const IN_COMPREHENSION: u16 = 512;

    /// Used by an annotation of a function: a capture from 3.14 on, an access of the scope itself before (PEP 649).
    pub(super) const IN_ANNOTATION: u16 = 4096;
    /// Bound in a loop of its scope.
    pub(super) const IN_LOOP: u16 = 1024;
    /// Read by a function that a loop of its scope makes.
    pub(super) const READ_LATE: u16 = 2048;

    pub(super) fn has(self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// Bound in this scope itself, whatever nested functions do with it.
    #[must_use]
    pub fn is_local(self) -> bool {
        self.has(Self::BOUND) && !self.has(Self::GLOBAL | Self::NONLOCAL)
    }
}

/// Whether comprehensions have frames of their own (up to 3.11) or run in the frame around them (PEP 709).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comprehensions {
    Framed,
    Inlined,
}

/// Whether annotations of functions run in the code around the function (up to 3.13) or are a function (PEP 649).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Annotations {
    Evaluated,
    Deferred,
}

/// How CPython's compiler would access a name (symtable.c, `analyze_name`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolution {
    /// A slot of the frame; for a module or class its namespace.
    Local,
    /// A local that a nested function captures.
    Cell,
    /// A cell of an enclosing function.
    Free,
    Global,
}

/// From so many names on a scope's are looked up in a table.
pub(super) const MANY: usize = 64;

/// Scopes and symbols of one file.
#[derive(Debug, Default)]
pub struct Bindings<'a> {
    pub(super) names: Vec<&'a str>,
    pub(super) ids: FxHashMap<&'a str, NameId>,
    pub(super) scopes: Vec<Scope>,
    pub(super) symbols: Vec<Symbol>,
    /// Where the symbols of scopes with many names stand.
    pub(super) in_large: FxHashMap<(ScopeId, NameId), u32>,
    /// `Name.attribute` where the name may be that of a class.
    pub(super) class_reads: FxHashSet<(NameId, NameId)>,
    /// Attributes that functions of one class alone bind, where a class may keep a default in one.
    pub(super) of_one_class: FxHashSet<NameId>,
    /// Attributes that some code binds to an instance of a class that is no dict by its name.
    pub(super) instances: FxHashSet<NameId>,
    /// Attributes that some code sets to `None`, or deletes.
    pub(super) cleared: FxHashSet<NameId>,
    /// How often each name is read, as that of an attribute only if it starts with an underscore.
    pub(super) times_read: Vec<u32>,
    pub(super) by_span: FxHashMap<(Span, bool), ScopeId>,
    pub(super) imports: Vec<Imported<'a>>,
    /// Of those that bind a name to a container.
    pub(super) class_names: FxHashMap<ScopeId, &'a str>,
    /// Classes with the names that their bodies bind to a container, and its type.
    pub(super) shares: Vec<(ScopeId, NameId, &'a str)>,
    /// Functions with the names of attributes whose objects they may change in place.
    pub(super) changed: Vec<(ScopeId, NameId)>,
    /// Names of all functions and methods.
    pub(super) functions: Vec<&'a str>,
}

impl Bindings<'_> {
    #[must_use]
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// The scope in which the statement stands that opens this one: type parameters are no such scope.
    #[must_use]
    pub fn around(&self, id: ScopeId) -> ScopeId {
        let mut at = self.scope(id).parent;
        while self.scope(at).kind.is_hidden() {
            at = self.scope(at).parent;
        }
        at
    }

    /// Some code of the file sets an attribute of this name to `None`, or deletes it.
    #[must_use]
    pub fn is_attribute_cleared(&self, name: &str) -> bool {
        self.ids.get(name).is_some_and(|id| self.cleared.contains(id))
    }

    /// The file has this name somewhere.
    #[must_use]
    pub fn mentions(&self, name: &str) -> bool {
        self.ids.contains_key(name)
    }

    /// How often the file reads a name; that of an attribute only if it starts with an underscore.
    #[must_use]
    pub fn times_read(&self, name: &str) -> u32 {
        self.ids.get(name).and_then(|id| self.times_read.get(id.0 as usize)).copied().unwrap_or(0)
    }

    /// Some code of the file binds an attribute of this name to `Message()`, not to `OrderedDict()`.
    #[must_use]
    pub fn holds_instance(&self, attribute: &str) -> bool {
        self.ids.get(attribute).is_some_and(|id| self.instances.contains(id))
    }

    /// Nobody asks for these.
    pub fn forget(&mut self, interest: Interest) {
        self.scopes.iter_mut().for_each(|scope| scope.interest = scope.interest.without(interest));
    }

    pub fn scopes(&self) -> impl Iterator<Item = (ScopeId, &Scope)> {
        (0..).map(ScopeId).zip(&self.scopes)
    }

    /// The scope that the statement or expression at `span` opens. A generator expression may start and end where
    /// its element does not, but a lambda can span a whole generator: `f(lambda: 0 for x in y)`; so the kind counts.
    #[must_use]
    pub fn scope_at(&self, span: Span, kind: ScopeKind) -> Option<ScopeId> {
        self.by_span.get(&(span, kind == ScopeKind::Lambda)).copied()
    }

    #[must_use]
    pub fn symbols_of(&self, id: ScopeId) -> &[Symbol] {
        let range = &self.scope(id).symbols;
        &self.symbols[range.start as usize..range.end as usize]
    }

    #[must_use]
    pub fn name(&self, id: NameId) -> &str {
        self.names[id.0 as usize]
    }

    fn symbol(&self, scope: ScopeId, name: NameId) -> Option<Symbol> {
        let symbols = self.symbols_of(scope);
        if symbols.len() > MANY {
            return self.in_large.get(&(scope, name)).map(|&at| self.symbols[at as usize]);
        }
        symbols.iter().find(|s| s.name == name).copied()
    }

    /// Names of a scope that functions inside it use.
    pub fn captured_names(&self, scope: ScopeId) -> impl Iterator<Item = &str> {
        let used = self.symbols_of(scope).iter().filter(|s| s.has(Symbol::CAPTURED));
        used.map(|s| self.names[s.name.0 as usize])
    }

    /// Names of all functions and methods of the file.
    #[must_use]
    pub fn functions(&self) -> &[&str] {
        &self.functions
    }

    /// Names that some function declares `global`.
    pub fn declared_globals(&self) -> impl Iterator<Item = &str> {
        self.symbols.iter().filter(|s| s.has(Symbol::GLOBAL)).map(|s| self.names[s.name.0 as usize])
    }

    /// `global name` stands in this very scope.
    #[must_use]
    pub fn is_declared_global(&self, scope: ScopeId, name: &str) -> bool {
        let id = self.ids.get(name);
        id.and_then(|&id| self.symbol(scope, id)).is_some_and(|s| s.has(Symbol::GLOBAL))
    }

    /// What `name` means in `scope`.
    #[must_use]
    pub fn resolve(
        &self,
        scope: ScopeId,
        name: &str,
        comprehensions: Comprehensions,
        annotations: Annotations,
    ) -> Resolution {
        let mut captures = Symbol::CAPTURED;
        if comprehensions == Comprehensions::Framed {
            captures |= Symbol::IN_COMPREHENSION;
        }
        if annotations == Annotations::Deferred {
            captures |= Symbol::IN_ANNOTATION;
        }
        let Some(&id) = self.ids.get(name) else { return Resolution::Global };
        if name == "__class__" && self.scope(scope).has_class_cell {
            return Resolution::Cell;
        }
        let own = self.symbol(scope, id);
        match own {
            Some(s) if s.has(Symbol::GLOBAL) => return Resolution::Global,
            Some(s) if s.is_local() => {
                let cell = s.has(captures) && self.scope(scope).kind.is_function_like();
                return if cell { Resolution::Cell } else { Resolution::Local };
            }
            _ => {}
        }
        let mut at = scope;
        while at != ScopeId::MODULE {
            at = self.scope(at).parent;
            if self.scope(at).has_class_cell && name == "__class__" {
                return Resolution::Free;
            }
            if !self.scope(at).kind.is_function_like() {
                continue;
            }
            match self.symbol(at, id) {
                Some(s) if s.has(Symbol::GLOBAL) => return Resolution::Global,
                Some(s) if s.is_local() => return Resolution::Free,
                _ => {}
            }
        }
        Resolution::Global
    }
}
