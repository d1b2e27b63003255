use super::{Bindings, Interest, NameId, ScopeId, ScopeKind, Symbol};
use rustc_hash::{FxHashMap, FxHashSet};

/// What a file does to attributes, whoever they belong to.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// Functions with the names of attributes whose objects they may change in place.
    pub changed: Vec<(ScopeId, NameId)>,
    /// Functions with the names of attributes that they bind.
    pub bound: Vec<(ScopeId, NameId)>,
    /// Functions that return a parameter with a mutable default, by their names.
    pub handed_out: Vec<(NameId, ScopeId)>,
    /// Functions that bind what they get from a function of that name.
    pub results: Vec<(ScopeId, NameId)>,
    /// Methods that give an attribute and do nothing else, by their names, with the attribute.
    pub getters: Vec<(NameId, NameId)>,
}

impl Bindings<'_> {
    /// Some code reads `Class.attribute` or `cls.attribute`.
    #[must_use]
    pub fn is_read_through_class(&self, class: &str, attribute: &str) -> bool {
        let Some(&attribute) = self.ids.get(attribute) else { return false };
        let holders = [class, "cls"].map(|name| self.ids.get(name).copied());
        holders.into_iter().flatten().any(|holder| self.class_reads.contains(&(holder, attribute)))
    }
}

impl Bindings<'_> {
    /// What a method binds is each instance's own.
    pub(super) fn forget_own_attributes(&mut self, attributes: &Attributes) {
        let mut shares = std::mem::take(&mut self.shares);
        if !shares.is_empty() {
            let own: FxHashSet<(ScopeId, NameId)> =
                attributes.bound.iter().map(|&(function, name)| (self.around(function), name)).collect();
            shares.retain(|&(class, name, _)| !own.contains(&(class, name)));
        }
        self.shares = shares;
    }

    /// No other class of the file has an attribute of this name.
    #[must_use]
    pub fn is_bound_by_one_class(&self, attribute: &str) -> bool {
        self.ids.get(attribute).is_some_and(|id| self.of_one_class.contains(id))
    }

    fn note_attributes_of_one_class(&mut self, attributes: &Attributes) {
        let mut classes: FxHashMap<NameId, Option<ScopeId>> = FxHashMap::default();
        for &(function, name) in &attributes.bound {
            let class = self.around(function);
            let known = classes.entry(name).or_insert(Some(class));
            *known = known.filter(|&one| one == class);
        }
        self.of_one_class = classes.into_iter().filter(|(_, class)| class.is_some()).map(|(name, _)| name).collect();
    }
}

impl Bindings<'_> {
    /// Marks functions that return a default, and those that call them.
    pub(super) fn mark_handed_out(&mut self, attributes: &Attributes) {
        let results: FxHashSet<NameId> = attributes.results.iter().map(|&(_, name)| name).collect();
        let handed_out: FxHashSet<NameId> = attributes.handed_out.iter().map(|&(name, _)| name).collect();
        for &(_, function) in attributes.handed_out.iter().filter(|(name, _)| results.contains(name)) {
            self.scopes[function.0 as usize].interest |= Interest::HANDS_OUT_DEFAULT;
        }
        for &(caller, _) in attributes.results.iter().filter(|(_, name)| handed_out.contains(name)) {
            self.scopes[caller.0 as usize].interest |= Interest::MUTABLE_DEFAULT;
        }
    }

    /// Marks the classes whose methods may share an object that somebody changes: one that the class body makes, or
    /// the default of a parameter that `__init__` keeps.
    pub(super) fn mark_shared_fields(&mut self, attributes: &Attributes) {
        let mut changed: FxHashSet<NameId> = attributes.changed.iter().map(|&(_, name)| name).collect();
        // `self.items.append(x)`, `items = self.get_items()`: what the getter gives is changed.
        let got: FxHashSet<NameId> = attributes.results.iter().map(|&(_, name)| name).collect();
        let used = |getter: &NameId| changed.contains(getter) || got.contains(getter);
        let through: Vec<(NameId, NameId)> = attributes.getters.iter().copied().filter(|(g, _)| used(g)).collect();
        changed.extend(through.iter().map(|&(_, attribute)| attribute));
        let mut shared: FxHashSet<NameId> = FxHashSet::default();
        let mut classes: Vec<ScopeId> = Vec::new();
        for (id, _) in self.scopes().filter(|(_, s)| s.kind == ScopeKind::Class) {
            for symbol in self.symbols_of(id).iter().filter(|s| s.has(Symbol::MUTABLE) && changed.contains(&s.name)) {
                shared.insert(symbol.name);
                classes.push(id);
            }
        }
        let given: FxHashSet<ScopeId> = self
            .scopes()
            .filter(|(_, s)| s.interest.intersects(Interest::MUTABLE_DEFAULT | Interest::FROM_KEYS))
            .map(|(id, _)| self.around(id))
            .collect();
        // `__init__` may leave it to another method to keep what it got.
        for &(function, name) in attributes.bound.iter().filter(|(_, name)| changed.contains(name)) {
            let class = self.around(function);
            if given.contains(&class) && self.scope(class).kind == ScopeKind::Class {
                shared.insert(name);
                classes.push(class);
            }
        }
        if !classes.is_empty() {
            self.note_attributes_of_one_class(attributes);
        }
        for class in classes {
            self.scopes[class.0 as usize].interest |= Interest::SHARED_FIELD;
        }
        let whole = self.ids.get("self").copied();
        let getters: FxHashSet<NameId> =
            through.into_iter().filter(|(_, attribute)| shared.contains(attribute)).map(|(getter, _)| getter).collect();
        for &(function, name) in &attributes.changed {
            if !shared.is_empty() && (shared.contains(&name) || getters.contains(&name) || Some(name) == whole) {
                self.mark_around(function);
            }
        }
        for &(function, _) in attributes.results.iter().filter(|(_, name)| getters.contains(name)) {
            self.mark_around(function);
        }
    }

    /// A nested function changes it for the function around it.
    fn mark_around(&mut self, function: ScopeId) {
        let mut at = function;
        loop {
            let parent = self.around(at);
            let scope = &mut self.scopes[at.0 as usize];
            scope.interest |= Interest::CHANGES_FIELD;
            if at == ScopeId::MODULE || scope.kind == ScopeKind::Class {
                break;
            }
            if matches!(self.scope(parent).kind, ScopeKind::Module | ScopeKind::Class) {
                break;
            }
            at = parent;
        }
    }
}
