//! `functools.lru_cache` on functions that become methods: the cache is the class's, its keys are the instances.

use crate::bytecode::Name;
use crate::heap::{ObjId, ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::{Equality, EventOf};
use crate::semantic::Interest;

/// Functions of a class that get no instance, without a decorator.
const IMPLICIT: &[&str] = &["__new__", "__init_subclass__", "__class_getitem__"];

impl Machine<'_> {
    /// `@lru_cache`, `@lru_cache(maxsize=None)`, `lru_cache(None)(f)`: the decorator, or what it makes.
    pub(super) fn cache_call(&mut self, function: &str, argument: Option<Value>) -> Option<Value> {
        let callable =
            argument.filter(|&v| self.known(v).is_some_and(|(_, o)| matches!(o.data, ObjectData::Function(_))));
        match (function, callable) {
            ("lru_cache" | "cache", Some(f)) => {
                let cache = self.library_object("functools._lru_cache_wrapper", f)?;
                if function == "cache" {
                    self.tell_unbounded(cache, f);
                }
                Some(cache)
            }
            ("lru_cache", None) => self.library_object("functools.lru_cache", argument.unwrap_or(Value::UNBOUND)),
            _ => None,
        }
    }

    /// The cache has no `maxsize`, and keeps what `f` gave for each of its arguments.
    fn tell_unbounded(&mut self, cache: Value, f: Value) {
        let code = match self.known(f).map(|(_, o)| &o.data) {
            Some(ObjectData::Function(data)) => data.code,
            _ => return,
        };
        let scope = self.compiler.scope_of(code);
        if self.compiler.bindings().scope(scope).interest.intersects(Interest::FEW_ARGUMENTS) {
            return;
        }
        self.compiler.ensure(code);
        let code = self.code(code);
        let parameters = code.parameters() as usize;
        let parameters = code.slots.iter().take(parameters).map(|s| self.text(s.0).to_owned()).collect();
        let function = code.name.to_string();
        let cleared = self.compiler.bindings().mentions("cache_clear");
        self.happens(cache, EventOf::Unbounded { function, parameters, cleared });
    }

    /// `lru_cache(maxsize=None)` and `property` are called with what they wrap.
    pub(super) fn decorated(&mut self, callable: ObjId, arguments: &Arguments) -> Option<Value> {
        if !self.follows_retention() {
            return None;
        }
        let maxsize = arguments.keywords.iter().find(|(n, _)| self.text(*n) == "maxsize").map(|k| k.1);
        let argument = arguments.positional.first().copied().or(maxsize);
        match self.heap.get(callable).data {
            ObjectData::Summary(ref s) if self.class_in_tables(callable) == Some("functools.lru_cache") => {
                // `lru_cache(None)` and `lru_cache(maxsize=None)` are `cache`.
                let decorator = if s.items == Value::NONE { "cache" } else { "lru_cache" };
                self.cache_call(decorator, argument)
            }
            ObjectData::Library { module: "functools", name } => self.cache_call(name, argument),
            // Any other property is one: it calls its getter and setter.
            ObjectData::Builtin("property") => {
                argument?.single().and_then(|id| self.class_in_tables(id))?;
                self.library_object("property", argument?)
            }
            ObjectData::Builtin(name) => {
                let name = name.strip_prefix("functools.")?;
                self.cache_call(name, argument)
            }
            _ => None,
        }
    }

    /// A class is made with these attributes: caches among them, or in a property.
    pub(super) fn tell_caches(&mut self, class: &str, bases: &[Value], attributes: &[(Name, Value)]) {
        if !self.is_recording() || !self.follows_retention() {
            return;
        }
        let equality = self.equality(bases, attributes);
        for &(name, v) in attributes.iter().filter(|a| !IMPLICIT.contains(&self.text(a.0))).collect::<Vec<_>>() {
            let Some((cache, instance)) = v.single().and_then(|id| self.cache_of_instances(id)) else { continue };
            let event =
                EventOf::InClass { class: class.to_owned(), attribute: self.text(name).to_owned(), instance, equality };
            self.happens(cache.into(), event);
        }
    }

    fn equality(&mut self, bases: &[Value], attributes: &[(Name, Value)]) -> Equality {
        let hash = self.intern("__hash__");
        let own = attributes.iter().any(|a| a.0 == hash && a.1 != Value::NONE);
        let inherited = bases.iter().filter_map(|b| b.single()).any(|b| self.class_attribute(b, hash).is_some());
        let tuple = bases.iter().any(|&b| self.path_of_base(b).is_some_and(|path| path.ends_with("NamedTuple")));
        if own || inherited || tuple { Equality::Value } else { Equality::Identity }
    }

    /// How the code names a base that is not in view, whether or not another file of the run has it.
    fn path_of_base(&self, base: Value) -> Option<&str> {
        match self.known(base).map(|(_, o)| &o.data) {
            Some(&ObjectData::Imported(path)) => Some(self.text(path)),
            _ => self.outside(base).map(|(_, at)| at.path.as_str()),
        }
    }

    /// The cache, and the parameter of its function that an instance becomes.
    fn cache_of_instances(&self, id: ObjId) -> Option<(ObjId, String)> {
        let ObjectData::Summary(contents) = &self.heap.get(id).data else { return None };
        match self.class_in_tables(id)? {
            "property" => self.members(contents.items).into_iter().find_map(|inner| self.cache_of_instances(inner)),
            "functools._lru_cache_wrapper" => {
                let (_, function) = self.known(contents.items)?;
                let ObjectData::Function(data) = &function.data else { return None };
                let code = self.code(data.code);
                let takes_instance = code.positional > 0;
                takes_instance.then(|| (id, self.text(code.slots[0].0).to_owned()))
            }
            _ => None,
        }
    }

    /// A base that makes members of what the body binds.
    pub(super) fn is_enumeration(&self, bases: &[Value]) -> bool {
        bases.iter().any(|&b| {
            let of_view = b.single().is_some_and(|id| self.retention().is_some_and(|r| r.enumerations.contains(&id)));
            let imported = self.path_of_base(b).is_some_and(|path| path.ends_with("Enum") || path.ends_with("Flag"));
            of_view || imported
        })
    }
}
