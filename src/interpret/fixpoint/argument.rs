//! Attributes of arguments as objects, where a loop may change what it runs over: `for x in self.items: self.items.remove(x)`.

use crate::bytecode::Name;
use crate::heap::{ObjId, Object, ObjectData, Type, Value, ViewKind};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::{ObjectStory, Origin};

impl Machine<'_> {
    /// What `argument.name` is, whatever it is: one object for all loads, which may be different ones in the run.
    pub(super) fn attribute_of_argument(&mut self, id: ObjId, name: Name) -> Option<Value> {
        let abs = self.abs();
        let known = abs.attribute_objects.get(&(id, name)).copied();
        let followed = abs.tracked_attributes.contains(&id) || abs.attribute_objects.values().any(|&o| o == id);
        if !abs.tells_arguments || abs.publisher.is_some() || !followed {
            return None;
        }
        if let Some(known) = known {
            return Some(known.into());
        }
        let data = ObjectData::Summary(Box::new(super::driver::unknown_contents()));
        let object = Object { escaped: true, summary: true, immortal: true, ..Object::builtin(Type::Opaque, data) };
        let new = self.heap.alloc(object);
        let (_, of, _) = self.abs().at;
        let parameter = self.text(name).to_owned();
        let made = self.code(of).span;
        let origin = Origin::Parameter { function: self.code(of).name.to_string(), parameter };
        let of = self.abs().calls.first().copied().unwrap_or(of);
        let story = ObjectStory {
            id: new,
            of,
            type_name: "object".to_owned(),
            made,
            made_at: None,
            origin,
            assumes_default: false,
            events: Vec::new(),
            elements: Vec::new(),
        };
        let abs = self.abs();
        abs.attribute_objects.insert((id, name), new);
        abs.stories.insert(new, story);
        abs.order.push(new);
        Some(new.into())
    }

    /// `table.items()` of a table of unknown class: most likely a view of a dict.
    pub(super) fn view_of_unknown(&mut self, method: &str, receiver: Value, arguments: &Arguments) -> Option<Value> {
        let kind = match method {
            "keys" => ViewKind::Keys,
            "values" => ViewKind::Values,
            "items" => ViewKind::Items,
            _ => return None,
        };
        let told = self.abs().tells_arguments && self.abs().publisher.is_none() && receiver.single().is_some();
        let plain = arguments.positional.is_empty() && arguments.keywords.is_empty() && receiver != Value::OPAQUE;
        (told && plain && !self.is_instance_attribute(receiver))
            .then(|| self.make_builtin(Type::Iterator, ObjectData::View { dict: receiver, kind }))
    }

    /// `self.headers = Message()` somewhere in the file: its `keys()` may be a list.
    fn is_instance_attribute(&self, v: Value) -> bool {
        let attributes = self.abs.iter().flat_map(|a| &a.attribute_objects);
        let mut names = attributes.filter(|(_, id)| v == Value::from(**id)).map(|((_, name), _)| self.text(*name));
        names.any(|name| self.compiler.bindings().holds_instance(name))
    }
}
