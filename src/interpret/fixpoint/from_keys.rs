//! `dict.fromkeys`: one value under many keys.

use crate::cpython::effects::Drain;
use crate::heap::{ObjectData, Summary, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::{Alone, Elements, EventOf, ObjectStory, Origin};

impl Machine<'_> {
    /// `dict.fromkeys(keys, value)`, if the receiver is such a class.
    pub(super) fn dict_from_keys(&mut self, class: Value, arguments: &Arguments) -> Option<Value> {
        let is_dict = self.known(class).is_some_and(|(_, o)| match o.data {
            ObjectData::Builtin(name) => name == "dict",
            ObjectData::Library { module, name } => {
                module == "collections" && matches!(name, "OrderedDict" | "defaultdict")
            }
            _ => false,
        });
        let (&keys, value) = match &arguments.positional[..] {
            [keys] => (keys, Value::NONE),
            [keys, value] => (keys, *value),
            _ => return None,
        };
        if !is_dict || !arguments.keywords.is_empty() {
            return None;
        }
        let by = "fromkeys".to_owned();
        self.happens(keys, EventOf::Consumed { by, drain: Drain::Total, alone: Alone::Yes, elements: Elements::Kept });
        self.happens(value, EventOf::Stored);
        let n = keys.single().filter(|&id| !self.heap.get(id).escaped).and_then(|id| self.measure_len(id));
        if n.is_none_or(|n| n > 1) {
            self.share_among_keys(value, n);
        }
        let key = self.element_of(keys);
        let len = n.map_or((0, u64::MAX), |n| (n.min(1), n));
        let s = Summary { items: value, keys: key, len, attributes: Vec::new() };
        Some(self.make_builtin(Type::Dict, ObjectData::Summary(Box::new(s))))
    }

    fn share_among_keys(&mut self, value: Value, keys: Option<u64>) {
        let (_, code, pc) = self.abs().at;
        let Some(at) = self.code(code).instrs.get(pc as usize).map(|i| i.span) else { return };
        let origin = Origin::ValueOfKeys { at, keys };
        for id in self.members(value) {
            if self.heap.get(id).immortal || !self.has_story(id) {
                continue;
            }
            if let Some(ObjectStory { origin: there @ Origin::Local, .. }) = self.abs().stories.get_mut(&id) {
                *there = origin.clone();
            }
            self.abs().by_keys.insert(id, origin.clone());
        }
    }
}
