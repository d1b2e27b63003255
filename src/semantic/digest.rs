//! Whether marks are as they were before an edit.

use super::{Bindings, Interest, ScopeId, ScopeKind, Symbol};
use crate::text::Span;
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

impl Bindings<'_> {
    /// What the file as a whole says about each of its functions: the same for two texts only if no function is
    /// marked, or means something else, because of another one.
    #[must_use]
    pub fn climate(&self) -> u64 {
        let mut hasher = FxHasher::default();
        let any = |body: fn(ScopeKind) -> bool| {
            let scopes = self.scopes.iter().filter(|s| body(s.kind));
            scopes.fold(Interest::NONE, |all, s| all | s.interest)
        };
        self.scope(ScopeId::MODULE).interest.hash(&mut hasher);
        any(|kind| kind == ScopeKind::Class).hash(&mut hasher);
        let all = any(|_| true);
        all.of_file().hash(&mut hasher);
        let waits = self.scopes.iter().any(|scope| scope.interest.asks_for_lifetimes());
        let any_at_all = self.scopes.iter().any(|scope| scope.interest.is_any());
        (waits, any_at_all).hash(&mut hasher);
        if self.scope(ScopeId::MODULE).interest.intersects(Interest::LARGE) {
            all.intersects(Interest::DELETE | Interest::ALIAS).hash(&mut hasher);
        }
        let mut globals: Vec<&str> = self.declared_globals().collect();
        globals.sort_unstable();
        globals.dedup();
        globals.hash(&mut hasher);
        let mut reads: Vec<(&str, &str)> =
            self.class_reads.iter().map(|&(a, b)| (self.name(a), self.name(b))).collect();
        reads.sort_unstable();
        reads.hash(&mut hasher);
        // `__lt__` of some class: what `<` does anywhere.
        let special = |name: &&str| name.starts_with("__") && name.ends_with("__");
        let mut overloads: Vec<&str> = self.functions.iter().copied().filter(special).collect();
        overloads.sort_unstable();
        overloads.dedup();
        overloads.hash(&mut hasher);
        hasher.finish()
    }

    /// For each of these places, which are in order, what is marked in it, and whether anything is.
    #[must_use]
    pub fn marks_in(&self, places: &[Span]) -> Vec<(u64, bool)> {
        let mut found = vec![(FxHasher::default(), false); places.len()];
        for scope in &self.scopes[1.min(self.scopes.len())..] {
            let next = places.partition_point(|place| place.start <= scope.span.start);
            if let Some(at) = next.checked_sub(1)
                && let Some((hasher, marked)) = found.get_mut(at)
            {
                let by = places[at].start;
                (scope.kind, scope.span.start - by, scope.span.end.wrapping_sub(by)).hash(hasher);
                (scope.interest, scope.has_yield, scope.has_class_cell).hash(hasher);
                *marked |= scope.interest != Interest::NONE;
            }
        }
        found.iter().map(|(hasher, marked)| (hasher.finish(), *marked)).collect()
    }

    /// Functions go on with objects that the module leaves.
    #[must_use]
    pub fn is_module_followed(&self) -> bool {
        self.scope(ScopeId::MODULE).interest.intersects(Interest::REPEAT | Interest::GROWTH)
    }

    /// Names that the module itself binds.
    pub fn module_names(&self) -> impl Iterator<Item = &str> {
        let bound = self.symbols_of(ScopeId::MODULE).iter().filter(|s| s.has(Symbol::BOUND));
        bound.map(|s| self.names[s.name.0 as usize])
    }
}
