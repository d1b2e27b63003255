//! The scopes that are open while a module is bound, and the symbols of each.

use super::fields::Attributes;
use super::marks::NamesOfInterest;
use super::scope::MANY;
use super::{Bindings, Interest, NameId, Scope, ScopeId, ScopeKind, Symbol};
use crate::text::Span;

const NO_SYMBOL: u32 = u32::MAX;

/// A symbol of a scope that is still open; `shadowed` is the symbol of the same name further out.
pub(super) struct Live {
    pub(super) symbol: Symbol,
    pub(super) shadowed: u32,
    pub(super) scope: ScopeId,
}

#[derive(Default)]
pub(super) struct Binder<'a> {
    pub(super) out: Bindings<'a>,
    pub(super) live: Vec<Live>,
    /// Name -> index of its innermost symbol in `live`.
    pub(super) current: Vec<u32>,
    pub(super) scope: ScopeId,
    /// Where the symbols of the open scopes start in `live`.
    pub(super) starts: Vec<u32>,
    /// Around what is walked now: loops, for each open scope.
    pub(super) loops: Vec<u32>,
    /// In the value of `key=`.
    pub(super) in_key: bool,
    /// Functions with a `return` of something lazy.
    pub(super) returns_lazy: Vec<ScopeId>,
    /// What the open loops run over: the last part of `self.items`.
    pub(super) looped: Vec<(ScopeId, NameId)>,
    pub(super) noted: NamesOfInterest<'a>,
    pub(super) attributes: Attributes,
}

impl Default for ScopeId {
    fn default() -> Self {
        Self::MODULE
    }
}

impl<'a> Binder<'a> {
    pub(super) fn open(&mut self, kind: ScopeKind, span: Span, parent: ScopeId) -> ScopeId {
        let id = ScopeId(u32::try_from(self.out.scopes.len()).unwrap_or(u32::MAX));
        self.out.scopes.push(Scope {
            parent,
            kind,
            span,
            interest: Interest::NONE,
            has_yield: false,
            has_class_cell: false,
            symbols: 0..0,
        });
        self.out.by_span.insert((span, kind == ScopeKind::Lambda), id);
        self.starts.push(self.live.len() as u32);
        let around = self.loops.last().copied().unwrap_or(0);
        self.loops.push(match kind {
            ScopeKind::Comprehension | ScopeKind::Generator => 1,
            // Methods of a class that a loop makes are made in the loop.
            ScopeKind::Class | ScopeKind::TypeParameters | ScopeKind::Annotations => around,
            ScopeKind::Module | ScopeKind::Function | ScopeKind::Lambda => 0,
        });
        self.scope = id;
        id
    }

    pub(super) fn close(&mut self, id: ScopeId) {
        let start = self.starts.pop().unwrap_or(0) as usize;
        self.loops.pop();
        let in_loop = self.loops.last().is_some_and(|&n| n > 0);
        let kind = self.out.scope(id).kind;
        let parent = self.out.scope(id).parent;
        let first = self.out.symbols.len() as u32;
        let ended: Vec<Live> = self.live.drain(start..).collect();
        for live in ended.iter().rev() {
            self.current[live.symbol.name.0 as usize] = live.shadowed;
        }
        self.out.symbols.extend(ended.iter().map(|l| l.symbol));
        self.out.scopes[id.0 as usize].symbols = first..self.out.symbols.len() as u32;
        if ended.len() > MANY {
            self.out.in_large.extend((first..).zip(&ended).map(|(at, live)| ((id, live.symbol.name), at)));
        }
        let late = Symbol::IN_LOOP | Symbol::READ_LATE;
        if ended.iter().any(|l| l.symbol.flags & late == late && !l.symbol.has(Symbol::NONLOCAL)) {
            self.interest(Interest::LATE_BINDING);
        }
        self.noted.end_scope(id, &mut self.out);
        self.scope = parent;
        if id == ScopeId::MODULE {
            return;
        }
        for live in &ended {
            let s = live.symbol;
            if kind == ScopeKind::Class && self.out.names[s.name.0 as usize] == "__class__" && !s.is_local() {
                self.out.scopes[id.0 as usize].has_class_cell = true;
                continue;
            }
            // A class passes through what functions inside it need: methods do not see its names.
            let unresolved = s.has(Symbol::NONLOCAL) || (!s.is_local() && !s.has(Symbol::GLOBAL));
            let captured = s.flags & (Symbol::CAPTURED | Symbol::IN_COMPREHENSION | Symbol::READ_LATE);
            if unresolved || (kind == ScopeKind::Class && captured != 0) {
                let loaded = s.flags & (Symbol::LOADED | Symbol::LOADED_TWICE);
                let annotating = s.flags & Symbol::IN_ANNOTATION;
                let through = match kind {
                    ScopeKind::Module | ScopeKind::Class => 0,
                    ScopeKind::Comprehension => Symbol::IN_COMPREHENSION,
                    ScopeKind::Annotations => Symbol::IN_ANNOTATION,
                    ScopeKind::Function | ScopeKind::Lambda if in_loop && !self.in_key => {
                        Symbol::CAPTURED | Symbol::READ_LATE
                    }
                    ScopeKind::Function | ScopeKind::Lambda | ScopeKind::Generator | ScopeKind::TypeParameters => {
                        Symbol::CAPTURED
                    }
                };
                let bound = if s.has(Symbol::WALRUS) { self.walrus_target() } else { 0 };
                self.touch(s.name, loaded | captured | annotating | through | bound);
            }
        }
    }

    /// What `:=` in a comprehension just closed means for the scope around it.
    pub(super) fn walrus_target(&self) -> u16 {
        match self.out.scope(self.scope).kind {
            ScopeKind::Comprehension | ScopeKind::Generator => Symbol::NONLOCAL | Symbol::WALRUS,
            _ => Symbol::BOUND,
        }
    }

    pub(super) fn intern(&mut self, name: &'a str) -> NameId {
        if let Some(&id) = self.out.ids.get(name) {
            return id;
        }
        let id = NameId(self.out.names.len() as u32);
        self.out.names.push(name);
        self.out.ids.insert(name, id);
        self.out.times_read.push(0);
        self.current.push(NO_SYMBOL);
        id
    }

    pub(super) fn touch(&mut self, name: NameId, flags: u16) {
        let at = self.current[name.0 as usize];
        if at != NO_SYMBOL && self.live[at as usize].scope == self.scope {
            let s = &mut self.live[at as usize].symbol;
            if s.has(Symbol::LOADED) && flags & Symbol::LOADED != 0 {
                s.flags |= Symbol::LOADED_TWICE;
            }
            s.flags |= flags;
        } else {
            self.current[name.0 as usize] = self.live.len() as u32;
            self.live.push(Live { symbol: Symbol { name, flags }, shadowed: at, scope: self.scope });
        }
    }

    pub(super) fn name(&mut self, name: &'a str, flags: u16) -> NameId {
        // `super()` reads the cell `__class__` of the class around the function (symtable.c).
        if name == "super" && self.out.scope(self.scope).kind.is_function_like() {
            self.name("__class__", Symbol::LOADED);
        }
        let id = self.intern(name);
        let looped = flags & Symbol::BOUND != 0 && self.loops.last().is_some_and(|&n| n > 0);
        self.touch(id, if looped { flags | Symbol::IN_LOOP } else { flags });
        id
    }

    pub(super) fn in_loop(&mut self, walk: impl FnOnce(&mut Self)) {
        let depth = |b: &mut Self, by: i32| {
            if let Some(n) = b.loops.last_mut() {
                *n = n.saturating_add_signed(by);
            }
        };
        depth(self, 1);
        walk(self);
        depth(self, -1);
    }

    pub(super) fn interest(&mut self, bit: Interest) {
        if bit == Interest::NONE {
            return;
        }
        let at = self.function_here();
        self.out.scopes[at.0 as usize].interest |= bit;
    }

    /// What a comprehension does is done by the function around it.
    pub(super) fn function_here(&self) -> ScopeId {
        let mut at = self.scope;
        let inside =
            |kind: ScopeKind| matches!(kind, ScopeKind::Comprehension | ScopeKind::Generator) || kind.is_hidden();
        while inside(self.out.scope(at).kind) {
            at = self.out.scope(at).parent;
        }
        at
    }

    pub(super) fn is_parameter(&self, name: &str) -> bool {
        let live = self.out.ids.get(name).and_then(|id| self.live.get(*self.current.get(id.0 as usize)? as usize));
        live.is_some_and(|live| live.scope == self.scope && live.symbol.has(Symbol::PARAMETER))
    }
}
