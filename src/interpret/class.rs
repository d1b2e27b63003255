//! Classes and their instances.

use super::Machine;
use super::call::Arguments;
use super::machine::{Run, raise, stop};
use crate::bytecode::{Const, ConstId, Name, SlotKind};
use crate::heap::{Class, ClassData, ObjId, Object, ObjectData, Type, Value};

impl Machine<'_> {
    /// `[body base ..] -> [class]`: runs the body in a frame of its own; its names become the class dict.
    pub(super) fn build_class(&mut self, f: usize, name: ConstId, bases: u32, keywords: Option<ConstId>) -> Run<()> {
        if keywords.is_some() {
            return Err(stop("a metaclass or class keyword is not modelled"));
        }
        let bases = self.pop_n(f, bases)?;
        let body = self.pop(f)?;
        let ObjectData::Function(data) = self.object(body)?.1.data.clone() else { return Err(stop("no class body")) };
        let mut mro = Vec::new();
        for &base in &bases {
            let (id, object) = self.object(base)?;
            match &object.data {
                ObjectData::Class(d) if bases.len() == 1 => mro.extend(d.mro.iter().copied()),
                ObjectData::Builtin("object") => {}
                _ => return Err(stop(format!("this base class is not modelled ({})", id.index()))),
            }
        }
        let frame = self.new_frame(data.code);
        self.make_cells(frame);
        self.enter(frame)?;
        self.run_frame(frame)?;
        self.returning(frame, Value::NONE);
        let mut attributes = std::mem::take(&mut self.frames[frame].names);
        let cell = self.class_cell(frame);
        self.drop_frame(frame)?;
        self.active.pop();
        self.wrap_implicitly(&mut attributes);
        let Const::Str(name) = self.program().constant(name).clone() else {
            return Err(stop("a class without a name"));
        };
        let slots = self.intern("__slots__");
        if super::attribute::find(&attributes, slots).is_some() {
            return Err(stop("__slots__ is not modelled"));
        }
        let class = ClassData {
            name: name.to_string(),
            mro: Vec::new(),
            base: Type::Object,
            opaque: false,
            attributes,
            slots: None,
            shared_keys: Some(Vec::new()),
        };
        let v = self.make_builtin(Type::Type, ObjectData::Class(Box::new(class)));
        let (id, _) = self.object(v)?;
        mro.insert(0, id);
        if let ObjectData::Class(d) = &mut self.heap.get_mut(id).data {
            d.mro = mro;
        }
        // A class is in cycles with its own mro and dict: never freed by reference counts.
        self.heap.get_mut(id).count += 1;
        if let Some(cell) = cell {
            self.incref(v);
            self.heap.get_mut(cell).data = ObjectData::Cell(v);
            self.decref(cell.into())?;
        }
        self.push(f, v);
        self.decref(body)?;
        self.decref_all(bases)
    }

    /// The cell of `__class__`, which methods that use `super` share; owned.
    fn class_cell(&mut self, frame: usize) -> Option<ObjId> {
        let name = self.program().names.get("__class__")?;
        let code = self.code(self.frames[frame].code);
        let slot = code.slots.iter().position(|s| *s == (name, SlotKind::Cell))?;
        let cell = self.frames[frame].slots[slot];
        self.incref(cell);
        cell.single()
    }

    /// `type.__new__` makes `__new__` a static method, `__init_subclass__` and `__class_getitem__` class methods.
    fn wrap_implicitly(&mut self, attributes: &mut [(Name, Value)]) {
        for (name, v) in attributes {
            let ty = match self.text(*name) {
                "__new__" => Type::StaticMethod,
                "__init_subclass__" | "__class_getitem__" => Type::ClassMethod,
                _ => continue,
            };
            if self.known(*v).is_some_and(|(_, o)| o.is(Type::Function)) {
                *v = self.make_builtin(ty, ObjectData::Wrapper(*v));
            }
        }
    }

    /// `C(args)`: a new instance, then `__init__`. The call's argument tuple owns the arguments once more.
    pub(super) fn instantiate(&mut self, class: ObjId, arguments: &Arguments) -> Run<Value> {
        for hook in ["__new__", "__getattribute__"] {
            let hook = self.intern(hook);
            if self.class_attribute(class, hook).is_some() {
                return Err(stop(format!("{} is not modelled", self.text(hook))));
            }
        }
        let attributes = ObjectData::Instance(Box::default());
        let v = self.make(Object::new(Class::User(class), attributes));
        self.incref(class.into());
        let init = self.intern("__init__");
        let Some(init) = self.class_attribute(class, init) else {
            return if arguments.positional.is_empty() && arguments.keywords.is_empty() {
                Ok(v)
            } else {
                Err(raise("TypeError", format!("{}() takes no arguments", self.class_name(class))))
            };
        };
        let result = self.call_prepended(init, v, arguments)?;
        self.decref(result)?;
        Ok(v)
    }

    /// Calls a method from C with its receiver in front of the arguments (`_PyObject_Call_Prepend`).
    pub(super) fn call_prepended(&mut self, function: Value, receiver: Value, arguments: &Arguments) -> Run<Value> {
        let mut passed = arguments.clone();
        passed.positional.insert(0, receiver);
        // Owners: the tuple and dict of arguments, the callee's frame, and the array that keywords are unpacked to.
        let mut held: Vec<Value> = arguments.values().collect();
        passed.values().for_each(|a| self.incref(a));
        if !arguments.keywords.is_empty() {
            held.extend(passed.values());
        }
        held.iter().for_each(|&a| self.incref(a));
        let result = self.call_with(function, passed)?;
        self.decref_all(held.into_iter().rev())?;
        Ok(result)
    }
}
