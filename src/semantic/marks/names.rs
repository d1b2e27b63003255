//! Marks that depend on how often and where a name is read: decided when its scope ends, or when the whole file has been
//! bound. One pass over what was noted each time: a file may have 100,000 functions.

use super::concat::{Base, Growth, copies};
use super::iteration::is_lazy_of_library;
use crate::semantic::handed::Method;
use crate::semantic::{Bindings, Interest, NameId, ScopeId, ScopeKind, Symbol};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// What was noted while the names were bound.
#[derive(Debug, Default)]
pub(in crate::semantic) struct NamesOfInterest<'a> {
    /// Functions by name.
    pub makers: Vec<(Span, &'a str)>,
    /// `CACHE[key] = value`, `CACHE.setdefault(key, value)`
    pub keyed: Vec<(ScopeId, NameId)>,
    /// `def f(x=DEF)`: decided when the module's bindings are known.
    pub named_defaults: Vec<(ScopeId, NameId)>,
    /// `[...]` bound to a name; it matters when the name is loaded once.
    pub lists: Vec<(ScopeId, NameId)>,
    /// Names bound to something lazy, or to what a function of the file gives, if that is a generator.
    pub lazy: Vec<(ScopeId, (NameId, Option<NameId>))>,
    /// `self.rows = read(path)`: functions with what they call.
    pub kept_results: Vec<(ScopeId, NameId)>,
    /// Functions that yield.
    pub generators: Vec<NameId>,
    /// `out = []`; it matters when the name is then reduced or looped over.
    pub empty: Vec<(ScopeId, NameId)>,
    /// Names that a loop runs over, or that are handed to what reduces them.
    pub read: Vec<(ScopeId, NameId)>,
    /// Names that are put away, or handed to a method that may be in view.
    pub away: Vec<(ScopeId, (NameId, Option<Method>))>,
    /// Methods that get a list, and who calls them.
    pub handed: Vec<(ScopeId, Method)>,
    /// Names that are imported.
    pub imported: Vec<NameId>,
    /// `return out`
    pub returned: Vec<(ScopeId, NameId)>,
    /// Functions that return a list which was empty once.
    pub builders: Vec<ScopeId>,
    /// Functions of which a loop, or what reduces it, gets the result.
    pub fed: Vec<(ScopeId, NameId)>,
    /// `text = ""`
    pub bases: Vec<(ScopeId, (NameId, Base))>,
    /// What a loop puts something to.
    pub grown: Vec<(ScopeId, (NameId, Growth))>,
    /// Scopes with `self.callback = self.on_event`.
    pub leads_back: Vec<ScopeId>,
    /// Classes with such a method.
    pub leading_classes: Vec<ScopeId>,
    /// Scopes with `child.parent = parent`; they matter where a class has a `__del__`.
    pub refers: Vec<ScopeId>,
    /// A class has a `__del__`.
    pub finalizers: bool,
    /// Attributes of the class around that hold something lazy, and how often they have been read since.
    pub kept_lazy: FxHashMap<&'a str, KeptLazy>,
    /// Classes that keep what a function gives, and read it twice.
    pub kept_calls: Vec<(ScopeId, NameId)>,
    /// Who calls which function for a name that is loaded twice.
    pub calls_for_twice: Vec<(ScopeId, NameId)>,
}

/// `self.rows = (f(x) for x in xs)`; `self.rows = read(xs)`, if `read` is a generator.
#[derive(Debug)]
pub(in crate::semantic) struct KeptLazy {
    pub callee: Option<NameId>,
    pub reads: u32,
}

impl NamesOfInterest<'_> {
    /// A scope has ended, and its symbols are known.
    pub(in crate::semantic) fn end_scope(&mut self, id: ScopeId, out: &mut Bindings<'_>) {
        let (lists, lazy) = (ended(&mut self.lists, id), ended(&mut self.lazy, id));
        let (empty, read) = (ended(&mut self.empty, id), ended(&mut self.read, id));
        let away = ended(&mut self.away, id);
        let (bases, grown) = (ended(&mut self.bases, id), ended(&mut self.grown, id));
        let mut found = Interest::NONE;
        if !bases.is_empty() && !grown.is_empty() {
            let function = out.scope(id).kind.is_function_like();
            let shared: FxHashSet<NameId> = out.symbols_of(id).iter().filter(|s| !is_own(s)).map(|s| s.name).collect();
            let bases: FxHashMap<NameId, Base> = bases.into_iter().collect();
            let copied = |&(name, growth): &(NameId, Growth)| {
                bases.get(&name).is_some_and(|&base| copies(base, growth, function && !shared.contains(&name)))
            };
            if grown.iter().any(copied) {
                found |= Interest::CONCAT;
            }
        }
        if !lists.is_empty() || !lazy.is_empty() {
            let flags: FxHashMap<NameId, Symbol> = out.symbols_of(id).iter().map(|&s| (s.name, s)).collect();
            let has = |name: &NameId, flag: u16| flags.get(name).is_some_and(|s| s.has(flag));
            let away: FxHashMap<NameId, Option<Method>> = away.into_iter().collect();
            // `rows = [...]` more than once: each of the lists may be read once.
            let mut seen = FxHashSet::default();
            let again: FxHashSet<NameId> = lists.iter().copied().filter(|&name| !seen.insert(name)).collect();
            let once = |n: &NameId| !has(n, Symbol::LOADED_TWICE) || again.contains(n);
            for name in lists.iter().filter(|n| has(n, Symbol::LOADED) && once(n)) {
                match away.get(name).filter(|_| !again.contains(name)) {
                    None => found |= Interest::CONSUMED_LIST,
                    Some(Some(method)) => self.handed.push((id, *method)),
                    Some(None) => {}
                }
            }
            for (name, callee) in &lazy {
                match *callee {
                    None if has(name, Symbol::LOADED) => found |= Interest::ONCE,
                    Some(callee) if has(name, Symbol::LOADED_TWICE) => self.calls_for_twice.push((id, callee)),
                    _ => {}
                }
            }
        }
        let returned = ended(&mut self.returned, id);
        let own = out.scope(id).interest;
        if own.intersects(Interest::LARGE_NUMBER) && (own.intersects(Interest::LARGE) || !empty.is_empty()) {
            found |= Interest::MANY_OBJECTS;
        }
        if out.scope(id).kind == ScopeKind::Function && empty.iter().any(|name| returned.contains(name)) {
            self.builders.push(id);
        }
        let read: FxHashSet<NameId> = read.into_iter().collect();
        if empty.iter().any(|name| read.contains(name)) {
            found |= Interest::CONSUMED_LIST;
        }
        out.scopes[id.0 as usize].interest |= found;
    }

    /// All scopes are bound.
    pub(in crate::semantic) fn end_file(self, results: &[(ScopeId, NameId)], out: &mut Bindings<'_>) {
        mark_named_defaults(&self.named_defaults, out);
        let generators: FxHashSet<NameId> = self.generators.into_iter().collect();
        let lazy: Vec<ScopeId> = self
            .calls_for_twice
            .iter()
            .filter(|(_, callee)| generators.contains(callee) || is_lazy_of_library(out.name(*callee)))
            .map(|&(scope, _)| scope)
            .collect();
        for scope in lazy {
            out.scopes[scope.0 as usize].interest |= Interest::ONCE;
        }
        for (scope, _) in self.kept_results.iter().filter(|(_, callee)| generators.contains(callee)) {
            out.scopes[scope.0 as usize].interest |= Interest::KEEPS_GENERATOR;
        }
        for (class, _) in self.kept_calls.iter().filter(|(_, callee)| generators.contains(callee)) {
            out.scopes[class.0 as usize].interest |= Interest::KEEPS_ITERATOR;
        }
        mark_handed(&self.handed, &self.makers, &self.imported, out);
        for scope in self.refers.iter().chain(&self.leads_back).chain(&self.leading_classes).filter(|_| self.finalizers)
        {
            out.scopes[scope.0 as usize].interest |= Interest::CYCLE;
        }
        mark_feeders(&self.makers, &self.builders, &self.fed, out);
        mark_callers(&self.makers, results, out);
        mark_module_dicts(&self.keyed, out);
    }
}

/// A local variable that no nested function reads.
fn is_own(s: &Symbol) -> bool {
    s.is_local() && !s.has(Symbol::CAPTURED)
}

/// Scopes end from the inside out, so what was noted in one stands at the end.
fn ended<T>(noted: &mut Vec<(ScopeId, T)>, id: ScopeId) -> Vec<T> {
    let first = noted.iter().rposition(|(scope, _)| *scope != id).map_or(0, |last| last + 1);
    noted.split_off(first).into_iter().map(|(_, what)| what).collect()
}

fn mark_named_defaults(defaults: &[(ScopeId, NameId)], out: &mut Bindings<'_>) {
    if defaults.is_empty() {
        return;
    }
    let mutable = out.scopes().flat_map(|(id, _)| out.symbols_of(id).iter().map(move |s| (id, s)));
    let mutable: FxHashSet<(ScopeId, NameId)> =
        mutable.filter(|(_, s)| s.has(Symbol::MUTABLE)).map(|(id, s)| (id, s.name)).collect();
    for &(scope, name) in defaults {
        let mut at = scope;
        while at != ScopeId::MODULE {
            at = out.scope(at).parent;
            if mutable.contains(&(at, name)) {
                out.scopes[scope.0 as usize].interest |= Interest::MUTABLE_DEFAULT;
                break;
            }
        }
    }
}

/// `worker.total(rows)` is in view if the file has a `total`, or if `worker` is imported.
fn mark_handed(handed: &[(ScopeId, Method)], functions: &[(Span, &str)], imported: &[NameId], out: &mut Bindings<'_>) {
    if handed.is_empty() {
        return;
    }
    let functions: FxHashSet<NameId> = functions.iter().filter_map(|(_, name)| out.ids.get(*name).copied()).collect();
    let imported: FxHashSet<NameId> = imported.iter().copied().collect();
    for (scope, (base, name)) in handed {
        if functions.contains(name) || base.is_some_and(|base| imported.contains(&base)) {
            out.scopes[scope.0 as usize].interest |= Interest::CONSUMED_LIST;
        }
    }
}

/// What a function makes comes back to those that call it: `[[0] * 3] * 3`, `[f(i) for i in range(10**6)]`. A large
/// object matters to those that let it go or give it a second name.
fn mark_callers(makers: &[(Span, &str)], results: &[(ScopeId, NameId)], out: &mut Bindings<'_>) {
    let makers_of = |bit: Interest| -> FxHashSet<NameId> {
        let made = |(at, name): &(Span, &str)| {
            let scope = out.by_span.get(&(*at, false))?;
            out.ids.get(*name).copied().filter(|_| out.scope(*scope).interest.intersects(bit))
        };
        makers.iter().filter_map(made).collect()
    };
    let (repeated, large) = (makers_of(Interest::REPEAT), makers_of(Interest::LARGE));
    let retains = Interest::DELETE | Interest::ALIAS;
    let bound =
        results.iter().filter(|(scope, name)| large.contains(name) && out.scope(*scope).interest.intersects(retains));
    let mut found: Vec<(ScopeId, Interest)> = bound.map(|&(scope, _)| (scope, Interest::LARGE)).collect();
    if !repeated.is_empty() {
        let calls = |s: &Symbol| s.has(Symbol::LOADED) && repeated.contains(&s.name);
        let callers = out.scopes().map(|(id, _)| id).filter(|&id| out.symbols_of(id).iter().any(calls));
        found.extend(callers.map(|id| (id, Interest::REPEAT)));
    }
    for (id, bit) in found {
        out.scopes[id.0 as usize].interest |= bit;
    }
}

/// A private function that builds a list, and those that loop over it.
fn mark_feeders(makers: &[(Span, &str)], builders: &[ScopeId], fed: &[(ScopeId, NameId)], out: &mut Bindings<'_>) {
    if builders.is_empty() || fed.is_empty() {
        return;
    }
    let builders: FxHashSet<ScopeId> = builders.iter().copied().collect();
    let private = |(at, name): &(Span, &str)| {
        let &scope = out.by_span.get(&(*at, false)).filter(|scope| builders.contains(scope))?;
        let nested = out.scope(out.around(scope)).kind == ScopeKind::Function;
        let id = *out.ids.get(*name)?;
        (nested || name.starts_with('_')).then_some((id, scope))
    };
    let private: FxHashMap<NameId, ScopeId> = makers.iter().filter_map(private).collect();
    let pairs: Vec<(ScopeId, ScopeId)> =
        fed.iter().filter_map(|(caller, name)| Some((*caller, *private.get(name)?))).collect();
    for (caller, builder) in pairs {
        out.scopes[caller.0 as usize].interest |= Interest::FEEDS;
        out.scopes[builder.0 as usize].interest |= Interest::FEEDS;
    }
}

fn mark_module_dicts(keyed: &[(ScopeId, NameId)], out: &mut Bindings<'_>) {
    let module = ScopeId::MODULE;
    let dicts = out.symbols_of(module).iter().filter(|s| s.has(Symbol::MUTABLE)).map(|s| s.name);
    let rebound: FxHashSet<NameId> = out.symbols.iter().filter(|s| s.has(Symbol::GLOBAL)).map(|s| s.name).collect();
    let dicts: FxHashSet<NameId> = dicts.filter(|name| !rebound.contains(name)).collect();
    let of_module = |&(scope, name): &(ScopeId, NameId)| {
        let mut at = scope;
        let local = |id| out.symbols_of(id).iter().any(|s| s.name == name && s.is_local());
        while at != module && !local(at) {
            at = out.scope(at).parent;
        }
        at == module
    };
    if keyed.iter().any(|at| dicts.contains(&at.1) && of_module(at)) {
        out.scopes[module.0 as usize].interest |= Interest::GROWTH;
    }
}
