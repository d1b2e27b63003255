//! What a `defaultdict` makes for a key that is missing: `rows_by_user[user].append(row)`.

use crate::heap::{ObjectData, Summary, Type, Value};
use crate::interpret::Machine;
use crate::interpret::attribute::find;
use crate::interpret::call::Arguments;
use crate::interpret::story::EventOf;

/// Factories whose results are followed: empty containers of these types.
const CONTAINERS: &[(&str, Type)] = &[("list", Type::List), ("set", Type::Set), ("dict", Type::Dict)];

impl Machine<'_> {
    /// A dict that was made with its factory, and holds nothing yet.
    pub(super) fn empty_defaultdict(&mut self, arguments: &Arguments) -> Option<Value> {
        let &[factory] = &arguments.positional[..] else { return None };
        if !arguments.keywords.is_empty() || self.container_of_factory(factory).is_none() {
            return None;
        }
        let attributes = vec![(self.intern("default_factory"), factory)];
        let summary = Summary { items: Value::UNBOUND, keys: Value::UNBOUND, len: (0, 0), attributes };
        Some(self.make_builtin(Type::DefaultDict, ObjectData::Summary(Box::new(summary))))
    }

    /// `d[key]`: what is missing is put there.
    pub(super) fn make_what_is_missing(&mut self, container: Value, key: Value) {
        let Some((id, object)) = self.known(container).filter(|(_, o)| o.is(Type::DefaultDict)) else { return };
        let escaped = object.escaped;
        self.happens(container, EventOf::Mutated { how: "[...]".to_owned() });
        self.forget_len(container);
        let name = self.intern("default_factory");
        let ObjectData::Summary(summary) = &self.heap.get(id).data else { return };
        let Some(factory) = find(&summary.attributes, name).filter(|_| !escaped) else { return };
        let Some(ty) = self.container_of_factory(factory) else { return };
        let empty = Summary { items: Value::UNBOUND, keys: Value::UNBOUND, len: (0, u64::MAX), attributes: Vec::new() };
        let made = self.make_builtin(ty, ObjectData::Summary(Box::new(empty)));
        // One for each key.
        if let Some(made) = made.single() {
            self.heap.get_mut(made).summary = true;
        }
        self.put_into(container, made, Some(key));
    }

    fn container_of_factory(&self, factory: Value) -> Option<Type> {
        let (_, object) = self.known(factory)?;
        let ObjectData::Builtin(name) = object.data else { return None };
        CONTAINERS.iter().find(|(n, _)| *n == name).map(|&(_, ty)| ty)
    }
}
