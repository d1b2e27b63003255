//! What one statement of a module adds to the bindings and marks of the whole file. Two versions of it that add the same
//! leave all other code as it was: no other scope is marked, or means something else, because of the difference.
//!
//! Every mark that needs more than one scope joins what was noted by names. So a name that stands nowhere else in the
//! file can be left out of the comparison.

use super::bind::{finish, walk};
use super::{Bindings, NameId, ScopeId, ScopeKind, Symbol};
use crate::syntax::{Word, ast, word};
use crate::text::Span;
use rustc_hash::{FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};

/// What a statement adds, without order.
#[derive(Debug, Default)]
pub struct Contribution(FxHashSet<Entry>);

/// One fact of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Entry {
    about: About,
    /// Of the function in question all scopes are one; others are counted.
    scope: u32,
    detail: u64,
    /// The names without which it says nothing.
    pub names: [Option<Word>; 2],
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum About {
    Scope,
    Bound,
    Free,
    Global,
    TimesRead,
    ClassRead,
    OfOneClass,
    Instance,
    Cleared,
    Function,
    CacheClear,
    Maker,
    Keyed,
    NamedDefault,
    KeptResult,
    Generator,
    Handed,
    Imported,
    Builder,
    Fed,
    LeadsBack,
    LeadingClass,
    Refers,
    Finalizers,
    CalledForTwice,
    ChangedAttribute,
    BoundAttribute,
    HandedOut,
    Result,
    Getter,
    KeptCall,
}

impl Entry {
    /// It matters only if the module binds its name.
    #[must_use]
    pub fn is_free_name(&self) -> bool {
        self.about == About::Free
    }

    /// It matters only if a function of the file has its name.
    #[must_use]
    pub fn is_about_function(&self) -> bool {
        use About::{CalledForTwice, Fed, KeptResult, Result, TimesRead};
        matches!(self.about, TimesRead | Result | Fed | CalledForTwice | KeptResult)
    }
}

impl Contribution {
    pub fn differences<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Entry> {
        self.0.symmetric_difference(&other.0)
    }
}

/// `own` is a function in it whose own code nobody has looked at. Nothing where that has a class in it.
#[must_use]
pub fn contribution(module: &ast::ModModule, own: Span) -> Option<Contribution> {
    let mut out = Collector { own, entries: FxHashSet::default() };
    let binder = walk(module);
    let (b, noted, attributes) = (&binder.out, &binder.noted, &binder.attributes);
    let scoped = |list: &[(ScopeId, NameId)], about, out: &mut Collector| {
        list.iter().for_each(|&(scope, name)| out.add(b, about, Some(scope), 0, [Some(name), None]));
    };
    scoped(&noted.keyed, About::Keyed, &mut out);
    scoped(&noted.named_defaults, About::NamedDefault, &mut out);
    scoped(&noted.kept_results, About::KeptResult, &mut out);
    scoped(&noted.fed, About::Fed, &mut out);
    scoped(&noted.kept_calls, About::KeptCall, &mut out);
    scoped(&noted.calls_for_twice, About::CalledForTwice, &mut out);
    scoped(&attributes.changed, About::ChangedAttribute, &mut out);
    scoped(&attributes.bound, About::BoundAttribute, &mut out);
    scoped(&attributes.results, About::Result, &mut out);
    for &(scope, (base, name)) in &noted.handed {
        // A private base still leaves a method that may be in view.
        let base = base.map_or(0, |base| hash_of(b.name(base)));
        out.add(b, About::Handed, Some(scope), base, [Some(name), None]);
    }
    attributes
        .handed_out
        .iter()
        .for_each(|&(name, scope)| out.add(b, About::HandedOut, Some(scope), 0, [Some(name), None]));
    for &(getter, attribute) in &attributes.getters {
        out.add(b, About::Getter, None, 0, [Some(getter), Some(attribute)]);
    }
    for (list, about) in [
        (&noted.builders, About::Builder),
        (&noted.leads_back, About::LeadsBack),
        (&noted.leading_classes, About::LeadingClass),
        (&noted.refers, About::Refers),
    ] {
        list.iter().for_each(|&scope| out.add(b, about, Some(scope), 0, [None, None]));
    }
    for (list, about) in [(&noted.generators, About::Generator), (&noted.imported, About::Imported)] {
        list.iter().for_each(|&name| out.add(b, about, None, 0, [Some(name), None]));
    }
    for &(_, name) in &noted.makers {
        out.insert(About::Maker, 0, 0, [Some(word(name)), None]);
    }
    if noted.finalizers {
        out.insert(About::Finalizers, 0, 0, [None, None]);
    }
    out.bindings(&finish(binder))?;
    Some(Contribution(out.entries))
}

struct Collector {
    own: Span,
    entries: FxHashSet<Entry>,
}

const OWN: u32 = u32::MAX;

impl Collector {
    fn insert(&mut self, about: About, scope: u32, detail: u64, names: [Option<Word>; 2]) {
        self.entries.insert(Entry { about, scope, detail, names });
    }

    fn add(&mut self, b: &Bindings<'_>, about: About, scope: Option<ScopeId>, detail: u64, names: [Option<NameId>; 2]) {
        let scope = scope.map_or(0, |scope| self.number(b, scope));
        self.insert(about, scope, detail, names.map(|name| name.map(|name| word(b.name(name)))));
    }

    fn is_own(&self, b: &Bindings<'_>, scope: ScopeId) -> bool {
        let start = b.scope(scope).span.start;
        scope != ScopeId::MODULE && self.own.start <= start && start < self.own.end
    }

    /// Scopes behind the function count from the end.
    fn number(&self, b: &Bindings<'_>, scope: ScopeId) -> u32 {
        match () {
            () if self.is_own(b, scope) => OWN,
            () if b.scope(scope).span.start < self.own.end => scope.0,
            () => OWN / 2 + (b.scopes.len() as u32 - scope.0),
        }
    }

    fn bindings(&mut self, b: &Bindings<'_>) -> Option<()> {
        let mut marked = 0;
        for (id, scope) in b.scopes() {
            let own = self.is_own(b, id);
            if own && scope.kind == ScopeKind::Class {
                return None;
            }
            let is_outermost = own && !self.is_own(b, scope.parent);
            let says = (scope.kind, b.scope(scope.parent).kind, scope.interest, scope.has_yield, scope.has_class_cell);
            if !own || is_outermost {
                self.insert(About::Scope, self.number(b, id), hash_of(says), [None, None]);
            } else if scope.interest != super::Interest::NONE {
                marked += 1;
                self.insert(About::Scope, OWN, hash_of((marked, says)), [None, None]);
            }
            self.symbols(b, id, own);
        }
        for (name, times) in b.names.iter().zip(&b.times_read) {
            self.insert(About::TimesRead, 0, u64::from(*times), [Some(word(name)), None]);
        }
        for &(class, attribute) in &b.class_reads {
            self.add(b, About::ClassRead, None, 0, [Some(class), Some(attribute)]);
        }
        let sets =
            [(&b.of_one_class, About::OfOneClass), (&b.instances, About::Instance), (&b.cleared, About::Cleared)];
        for (names, about) in sets {
            names.iter().for_each(|&name| self.add(b, about, None, 0, [Some(name), None]));
        }
        for name in &b.functions {
            self.insert(About::Function, 0, 0, [Some(word(name)), None]);
        }
        if b.mentions("cache_clear") {
            self.insert(About::CacheClear, 0, 0, [None, None]);
        }
        Some(())
    }

    fn symbols(&mut self, b: &Bindings<'_>, scope: ScopeId, own: bool) {
        for symbol in b.symbols_of(scope) {
            let class_cell = b.name(symbol.name) == "__class__";
            let (about, flags) = match () {
                () if own && symbol.has(Symbol::GLOBAL) => (About::Global, 0),
                () if own => continue,
                () if symbol.has(Symbol::BOUND) || class_cell => (About::Bound, symbol.flags),
                () if scope == ScopeId::MODULE => (About::Free, symbol.flags),
                () => continue,
            };
            self.add(b, about, Some(scope), u64::from(flags), [Some(symbol.name), None]);
        }
    }
}

fn hash_of(what: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    what.hash(&mut hasher);
    hasher.finish()
}
