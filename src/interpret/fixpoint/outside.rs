//! Objects out of view that the code names: `self.errors`, `REGISTRY["a"]`. Nothing is known of them but the way to
//! them, and with it how long they live at least.

use super::driver::unknown_contents;
use crate::bytecode::{Name, SlotKind};
use crate::heap::{ClassData, FunctionData, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::Lifetime;

/// How long a way may be.
const MAX_STEPS: u32 = 4;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Outside {
    pub path: String,
    pub lifetime: Lifetime,
    steps: u32,
    /// The object that has it as an attribute, and the attribute's name.
    pub attribute: Option<(ObjId, Name)>,
    /// The class, for the instance that a method gets.
    pub class: Option<ObjId>,
}

impl Machine<'_> {
    pub(super) fn outside(&self, v: Value) -> Option<(ObjId, &Outside)> {
        let id = v.single()?;
        Some((id, self.retention()?.outside.get(&id)?))
    }

    /// An unknown object with a way to it.
    fn make_outside(&mut self, outside: Outside) -> Value {
        let data = ObjectData::Summary(Box::new(unknown_contents()));
        let v = self.make(Object { escaped: true, ..Object::builtin(Type::Opaque, data) });
        self.name_outside(v, outside);
        v
    }

    fn name_outside(&mut self, v: Value, outside: Outside) {
        if let Some(id) = v.single() {
            self.abs().retention.outside.insert(id, outside);
        }
    }

    /// Parameters, and variables of functions around, of the function that is about to be analysed.
    pub(super) fn name_parameters(&mut self, frame: usize) {
        if !self.follows_retention() {
            return;
        }
        let id = self.frames[frame].code;
        let code = self.code(id);
        let parameters = code.parameters() as usize;
        let positional = code.positional;
        let slots: Vec<(usize, String)> =
            code.slots.iter().enumerate().map(|(i, (name, _))| (i, self.text(*name).to_owned())).collect();
        let class = self.retention().and_then(|r| r.classes.get(&id)).copied();
        let is_method = class.is_some() || slots.first().is_some_and(|(_, n)| matches!(n.as_str(), "self" | "cls"));
        for (slot, path) in slots {
            let v = self.frames[frame].slots[slot];
            let first = is_method && slot == 0 && positional > 0;
            let lifetime = match path.as_str() {
                "cls" | "mcs" if first => Lifetime::Class,
                _ if first => Lifetime::Instance,
                // A nested function reads the instance of the method around it.
                "self" => Lifetime::Instance,
                _ if slot < parameters => Lifetime::Argument,
                _ => Lifetime::Frame,
            };
            let class = class.filter(|_| first);
            let outside = Outside { path, lifetime, steps: 0, attribute: None, class };
            match self.known(v).map(|(_, o)| (o.is(Type::Opaque), &o.data)) {
                Some((true, _)) => self.name_outside(v, outside),
                Some((_, &ObjectData::Cell(Value::OPAQUE))) => {
                    let held = self.make_outside(outside);
                    let cell = v.single().unwrap_or(ObjId::OPAQUE);
                    self.heap.get_mut(cell).data = ObjectData::Cell(held);
                }
                Some((_, &ObjectData::Cell(held))) if self.known(held).is_some_and(|(_, o)| o.is(Type::Opaque)) => {
                    self.name_outside(held, outside);
                }
                _ => {}
            }
        }
    }

    /// `self.errors`, where what it is is not known.
    pub(super) fn outside_attribute(&mut self, o: Value, name: Name) -> Option<Value> {
        // `Registry.errors`, of a class of the file.
        if let Some((_, Object { data: ObjectData::Class(class), .. })) =
            self.known(o).filter(|_| self.follows_retention())
        {
            let path = format!("{}.{}", class.name, self.text(name));
            let outside = Outside { path, lifetime: Lifetime::Class, steps: 1, attribute: None, class: None };
            return Some(self.make_outside(outside));
        }
        let (class, outside) = self.way_to_attribute(o, name)?;
        let v = self.make_outside(outside);
        let library = class.and_then(|c| self.retention()?.attributes.get(&(c, name)).copied());
        if let (Some(id), Some(library)) = (v.single(), library) {
            self.abs().retention.library.insert(id, library);
        }
        Some(v)
    }

    /// An attribute that is followed as one object for all its loads has a way, too.
    pub(super) fn name_attribute(&mut self, o: Value, name: Name, v: Value) {
        let unnamed = self.known(v).is_some_and(|(_, held)| held.immortal && held.is(Type::Opaque));
        if unnamed
            && self.outside(v).is_none()
            && let Some((_, outside)) = self.way_to_attribute(o, name)
        {
            self.name_outside(v, outside);
        }
    }

    /// The class of the object that has the attribute, where it is known, and the way to the attribute.
    fn way_to_attribute(&self, o: Value, name: Name) -> Option<(Option<ObjId>, Outside)> {
        let (id, at) = self.outside(o).filter(|(_, at)| at.steps < MAX_STEPS)?;
        let text = self.text(name);
        let lifetime = if text == "__class__" { Lifetime::Class } else { at.lifetime };
        let path = format!("{}.{text}", at.path);
        let class = at.class;
        let outside = Outside { path, lifetime, steps: at.steps + 1, attribute: Some((id, name)), class: None };
        Some((class, outside))
    }

    /// `self.queue = Queue()`: what other methods find there.
    pub(super) fn note_library_attribute(&mut self, o: Value, name: Name, v: Value) {
        let class = self.outside(o).and_then(|(_, at)| at.class);
        let library = v.single().and_then(|id| self.class_in_tables(id));
        if let (Some(class), Some(library)) = (class, library) {
            self.abs().retention.attributes.insert((class, name), library);
        }
    }

    /// `type(self)`
    pub(super) fn class_of_outside(&mut self, v: Value) -> Option<Value> {
        let (_, at) = self.outside(v)?;
        let path = format!("type({})", at.path);
        let (steps, lifetime) = (at.steps + 1, Lifetime::Class);
        Some(self.make_outside(Outside { path, lifetime, steps, attribute: None, class: None }))
    }

    /// `self.errors[key]`, `ERRORS[key]`
    pub(super) fn outside_item(&mut self, container: Value) -> Option<Value> {
        let (path, lifetime, steps) = match self.outside(container) {
            Some((_, at)) => (format!("{}[...]", at.path), at.lifetime, at.steps + 1),
            None => (format!("{}[...]", self.global_of(container)?), Lifetime::Module, 1),
        };
        let outside = Outside { path, lifetime, steps, attribute: None, class: None };
        (steps <= MAX_STEPS).then(|| self.make_outside(outside))
    }

    /// An item of what an iterator runs over: `for error in self.errors`.
    pub(super) fn outside_element(&mut self, iterator: Value) -> Option<Value> {
        self.retention()?;
        let (_, Object { data: ObjectData::Iterator(i), .. }) = self.known(iterator)? else { return None };
        let source = i.sources.first().copied()?;
        self.outside_item(source)
    }

    /// A global that functions bind, and what is imported from a module that is not in view.
    pub(super) fn outside_global(&mut self, path: &str) -> Option<Value> {
        self.follows_retention().then(|| {
            let outside =
                Outside { path: path.to_owned(), lifetime: Lifetime::Module, steps: 0, attribute: None, class: None };
            self.make_outside(outside)
        })
    }

    /// `from enum import Enum`, `enum.Enum`
    pub(super) fn outside_import(&mut self, module: Value, name: Name) -> Option<Value> {
        let (_, Object { data: ObjectData::Module(module), .. }) = self.known(module)? else { return None };
        let path = format!("{}.{}", self.text(*module), self.text(name));
        self.outside_global(&path)
    }

    /// The name of the module's variable that holds this very object, while a function runs.
    pub(super) fn global_of(&self, v: Value) -> Option<&str> {
        let (id, object) = self.known(v).filter(|_| self.follows_retention())?;
        let in_module = self.abs.as_ref().is_none_or(|a| a.calls.first() == Some(&crate::bytecode::CodeId::MODULE));
        if in_module || object.immortal && !object.escaped {
            return None;
        }
        self.name_of_global(id)
    }

    /// As `global_of`, while the module runs, too.
    pub(super) fn name_of_global(&self, id: ObjId) -> Option<&str> {
        let found = self.globals.iter().find(|(_, g)| *g == Value::from(id))?;
        Some(self.text(found.0))
    }

    /// `self.push(tokens, part)` in a method of which the instance is not known: the function that its class has, where
    /// an argument has a story. A subclass of the file that has its own is another answer, so there is none; for what
    /// is published any subclass is.
    pub(super) fn own_method(&self, o: Value, name: Name, given: &Arguments) -> Option<(Value, FunctionData)> {
        let abs = self.abs.as_ref().filter(|a| !a.class_of.is_empty() && a.publisher.is_none())?;
        if !given.values().any(|v| self.members(v).iter().any(|&id| self.has_story(id))) {
            return None;
        }
        let &frame = self.active.last()?;
        let code = self.frames[frame].code;
        let class = *abs.class_of.get(&code).filter(|_| !abs.unbound_methods.contains(&code))?;
        let &slot = self.frames[frame].slots.first()?;
        let captured = self.code(code).slots.first().is_some_and(|s| s.1 == SlotKind::Cell);
        let instance = if captured { self.cell_value(slot) } else { slot };
        if o.single().is_none() || instance != o || self.is_overridden(class, name) {
            return None;
        }
        let function = self.class_attribute(class, name)?;
        match &self.known(function)?.1.data {
            ObjectData::Function(data) if !abs.unbound_methods.contains(&data.code) => {
                Some((function, (**data).clone()))
            }
            _ => None,
        }
    }

    fn is_overridden(&self, class: ObjId, name: Name) -> bool {
        let definers = self.abs.as_ref().and_then(|a| a.definers.get(&name));
        definers.into_iter().flatten().any(|&other| {
            let below = |d: &ClassData| d.mro.contains(&class);
            other != class && matches!(&self.heap.get(other).data, ObjectData::Class(d) if below(d))
        })
    }

    /// `self.fail` of the class whose method runs.
    pub(super) fn method_of_self(&self, o: Value, name: Name) -> Option<(Value, Value)> {
        let (_, at) = self.outside(o)?;
        let function = self.class_attribute(at.class?, name)?;
        matches!(self.known(function)?.1.data, ObjectData::Function(_)).then_some((function, o))
    }
}
