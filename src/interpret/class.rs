//! The `class` statement, and what `type.__new__` does with the names of a class body.

use super::Machine;
use super::attribute::{find, remove};
use super::call::Arguments;
use super::machine::{Run, raise, stop, untold};
use crate::bytecode::{CodeId, Const, ConstId, Name, Op, SlotKind};
use crate::config::PythonVersion;
use crate::cpython::sizes::InstanceLayout;
use crate::heap::{Class, ClassData, EnumBody, FunctionData, ObjId, Object, ObjectData, Type, Value};

/// Names and values, each owned.
type Names = Vec<(Name, Value)>;

impl Machine<'_> {
    /// `[body base ..] -> [class]`: runs the body in a frame of its own; its names become the class dict.
    pub(super) fn build_class(&mut self, f: usize, name: ConstId, bases: u32, keywords: Option<ConstId>) -> Run<()> {
        let keyword_names = self.keyword_names(keywords);
        let operands = self.pop_n(f, bases)?;
        let body = self.pop(f)?;
        let (bases, values) = operands.split_at(operands.len() - keyword_names.len());
        let mut keywords: Names = keyword_names.into_iter().zip(values.iter().copied()).collect();
        let ObjectData::Function(data) = self.object(body)?.1.data.clone() else { return Err(stop("no class body")) };
        let Const::Str(name) = self.program().constant(name).clone() else {
            return Err(stop("a class without a name"));
        };
        let metaclass = self.intern("metaclass");
        let metaclass = remove(&mut keywords, metaclass);
        let meta = self.metaclass(metaclass, bases)?;
        let prepare = self.intern("__prepare__");
        if let Class::User(meta) = meta
            && self.class_attribute(meta, prepare).is_some()
        {
            return Err(stop("__prepare__ is not modelled"));
        }
        let library = super::builtins::library_base(self, bases);
        if library.is_none() {
            self.linearise(bases)?;
        }
        let frame = self.new_frame(data.code);
        self.make_cells(frame);
        self.bind_closure(frame, &data)?;
        if let Some(super::builtins::LibraryBase::Enum(base)) = library {
            if !keywords.is_empty() || metaclass.is_some() {
                return Err(stop("an Enum with keywords is not modelled"));
            }
            self.frames[frame].members = Some(EnumBody { base, values: Vec::new() });
        }
        self.enter(frame)?;
        if let Err(e) = self.run_frame(frame) {
            if e.is_exception() {
                let members = self.frames[frame].members.take();
                self.decref_all(members.map(|m| m.values).unwrap_or_default())?;
                self.leave_by_exception(frame)?;
                self.decref(body)?;
                self.decref_all(operands)?;
            }
            return Err(e);
        }
        self.returning(frame, Value::NONE);
        let annotated = self.code(data.code).annotated.clone();
        let annotate = self.code(data.code).annotate;
        let static_attributes = self.code(data.code).static_attributes.clone();
        if self.version >= PythonVersion::PY314 && !annotated.is_empty() && annotate.is_none() {
            self.cut_short();
        }
        let mut names = std::mem::take(&mut self.frames[frame].names);
        let members = self.frames[frame].members.take();
        if let Some(cell) = self.class_cell(frame) {
            names.push((self.intern("__classcell__"), cell.into()));
        }
        self.drop_frame(frame)?;
        self.active.pop();
        bases.iter().for_each(|&b| self.incref(b));
        let given = bases.to_vec();
        let bases = self.tuple(given.clone());
        let v = match meta {
            _ if library.is_some() => {
                let fields = annotated.iter().map(|a| a.name).collect();
                if matches!(library, Some(super::builtins::LibraryBase::NamedTuple)) {
                    self.annotations_of_named_tuple(annotate)?;
                }
                self.library_class(library.unwrap_or_default(), &given, &name, names, fields)?
            }
            Class::User(meta) => {
                let methods = self.code(data.code).instrs.iter().any(|i| matches!(i.op, Op::MakeFunction { .. }));
                self.call_metaclass(meta, &name, bases, names, keywords, methods)?
            }
            Class::Builtin(_) => self.new_class(meta, &name, bases, names, keywords)?,
        };
        self.decref(bases)?;
        self.decref_all(members.map(|m| m.values).unwrap_or_default())?;
        if let Some((id, _)) = self.known(v)
            && let ObjectData::Class(d) = &mut self.heap.get_mut(id).data
        {
            d.annotated = annotated;
            d.annotate = annotate;
            d.key_order = static_attributes;
        }
        self.push(f, v);
        self.decref(body)?;
        self.decref_all(operands)
    }

    /// `typing.NamedTuple` asks for references to names that may not be bound yet, which the function cannot give; then for
    /// values, among copies of all globals.
    fn annotations_of_named_tuple(&mut self, annotate: Option<CodeId>) -> Run<()> {
        const VALUES_OF_ANY_NAMES: i64 = 2;
        if annotate.is_none() {
            return Ok(());
        }
        self.call_unfollowed("__annotate__");
        let before = std::mem::replace(&mut self.counts_untold, true);
        let result = self.ask_for_annotations(annotate, VALUES_OF_ANY_NAMES);
        self.counts_untold = before;
        result
    }

    /// Runs `__annotate__(format)`, if the class has it (3.14).
    pub(super) fn ask_for_annotations(&mut self, annotate: Option<CodeId>, asked: i64) -> Run<()> {
        let Some(code) = annotate.filter(|_| self.abs.is_none()) else { return Ok(()) };
        let none = Value::UNBOUND;
        let parts = FunctionData {
            code,
            defaults: none,
            keyword_defaults: none,
            doc: none,
            annotations: none,
            closure: none,
            assigned: Vec::new(),
        };
        let function = self.make_builtin(Type::Function, ObjectData::Function(Box::new(parts)));
        self.leave_untold(function);
        let format = self.int(asked);
        let result = self.call_function(function, vec![format]);
        match result {
            Ok(annotations) => {
                // The class keeps them.
                self.leave_untold(annotations);
                self.decref(function)
            }
            Err(_) => Err(stop("annotations that cannot be evaluated yet")),
        }
    }

    /// The most derived metaclass: the keyword's, or those of the bases.
    fn metaclass(&self, keyword: Option<Value>, bases: &[Value]) -> Run<Class> {
        let mut best = match keyword {
            None => Class::Builtin(Type::Type),
            Some(v) => match self.object(v)? {
                (id, Object { data: ObjectData::Class(d), .. }) if d.base == Type::Type => Class::User(id),
                (_, Object { data: ObjectData::Builtin("type"), .. }) => Class::Builtin(Type::Type),
                _ => return Err(stop("a metaclass that is no class is not modelled")),
            },
        };
        for &base in bases {
            let (_, object) = self.object(base)?;
            match (object.class, best) {
                (Class::User(other), Class::Builtin(_)) => best = Class::User(other),
                (Class::User(other), Class::User(current)) if !self.inherits(current, other) => {
                    best = Class::User(other);
                }
                _ => {}
            }
        }
        Ok(best)
    }

    fn inherits(&self, class: ObjId, from: ObjId) -> bool {
        matches!(&self.heap.get(class).data, ObjectData::Class(d) if d.mro.contains(&from))
    }

    /// `M(name, bases, namespace, **keywords)`
    fn call_metaclass(
        &mut self,
        meta: ObjId,
        name: &str,
        bases: Value,
        mut names: Names,
        keywords: Names,
        methods: bool,
    ) -> Run<Value> {
        if self.version >= PythonVersion::PY313 {
            // What CPython puts in besides is not told: it shows when somebody goes through the namespace.
            let at = names.len().min(2);
            names.insert(at, (self.intern("__firstlineno__"), Value::OPAQUE));
            names.push((self.intern("__static_attributes__"), Value::OPAQUE));
            if self.version >= PythonVersion::PY314 && methods {
                names.push((self.intern("__classdictcell__"), Value::OPAQUE));
            }
        }
        let namespace = self.new_instance_dict();
        for (name, v) in names {
            let key = self.name_string(name);
            self.dict_store(namespace, key, v)?;
        }
        if self.version >= PythonVersion::PY314 && methods {
            // `__classdictcell__` refers to the namespace, until the class is made.
            self.leave_shared(namespace);
        }
        let name = self.intern(name);
        let name = self.name_string(name);
        let arguments = Arguments { positional: vec![name, bases, namespace], keywords };
        let v = self.instantiate(meta, &arguments)?;
        self.decref_all([name, namespace])?;
        Ok(v)
    }

    /// `type.__new__`: takes the names over; keywords go to `__init_subclass__`.
    pub(super) fn new_class(
        &mut self,
        meta: Class,
        name: &str,
        base_tuple: Value,
        mut names: Names,
        keywords: Names,
    ) -> Run<Value> {
        let bases = &self.sequence_items(base_tuple).unwrap_or_default()[..];
        self.incref(base_tuple);
        let mut mro = self.linearise(bases)?;
        let cell = self.intern("__classcell__");
        let cell = remove(&mut names, cell);
        for untold in ["__firstlineno__", "__static_attributes__", "__classdictcell__"] {
            let untold = self.intern(untold);
            remove(&mut names, untold);
        }
        self.wrap_implicitly(&mut names);
        let base = self.native_base(&mro);
        let slots = self.slots_of(&mut names)?;
        let layout = self.layout_over(bases, base, &slots);
        // The namespace that the body filled owns its values until the statement is over.
        let in_namespace: Vec<Value> = names.iter().map(|&(_, v)| v).collect();
        in_namespace.iter().for_each(|&v| self.incref(v));
        let mut class = ClassData::new(name.to_owned(), names);
        (class.base, class.layout) = (base, layout);
        for &b in bases {
            class.exception = class.exception.or(self.exception_base(b)?);
        }
        if class.exception.is_some() {
            class.base = Type::Exception;
        }
        class.bases = base_tuple;
        class.opaque = bases
            .iter()
            .any(|&b| self.known(b).is_some_and(|(_, o)| matches!(&o.data, ObjectData::Class(d) if d.opaque)));
        class.is_abstract = mro.iter().any(|&c| matches!(self.heap.get(c).data, ObjectData::Builtin("abc.ABC")));
        class.slots = slots.unwrap_or_default();
        class.slots.retain(|&s| !matches!(self.text(s), "__dict__" | "__weakref__"));
        let v = self.make(Object::new(meta, ObjectData::Class(Box::new(class))));
        let (id, _) = self.object(v)?;
        mro.insert(0, id);
        if let ObjectData::Class(d) = &mut self.heap.get_mut(id).data {
            d.mro = mro;
        }
        if let Class::User(meta) = meta {
            self.incref(meta.into());
        }
        // A class is in cycles with its own mro and dict: never freed by reference counts.
        self.heap.get_mut(id).count += 1;
        for &b in bases {
            if let Some((base, _)) = self.known(b)
                && let ObjectData::Class(d) = &mut self.heap.get_mut(base).data
            {
                d.subclasses.push(id);
            }
        }
        if let Some(cell) = cell.and_then(Value::single) {
            self.incref(v);
            self.heap.get_mut(cell).data = ObjectData::Cell(v);
            self.decref(cell.into())?;
        }
        self.name_attributes(id)?;
        self.init_subclass(id, keywords)?;
        self.decref_all(in_namespace)?;
        Ok(v)
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
    fn wrap_implicitly(&mut self, names: &mut Names) {
        for (name, v) in names {
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

    // -- slots

    /// The names in `__slots__`, sorted; each gets a member in the class.
    fn slots_of(&mut self, names: &mut Names) -> Run<Option<Vec<Name>>> {
        let slots = self.intern("__slots__");
        let Some(given) = find(names, slots) else { return Ok(None) };
        let given = match self.as_str(given) {
            Some(_) => vec![given],
            None => self.sequence_items(given).ok_or_else(|| stop("these __slots__ are not modelled"))?,
        };
        let mut texts = Vec::new();
        for v in given {
            let Some(text) = self.as_str(v) else { return Err(stop("an unknown slot")) };
            if text.starts_with("__") && !matches!(text, "__dict__" | "__weakref__") && !text.ends_with("__") {
                return Err(stop("a private slot is not modelled"));
            }
            texts.push(text.to_owned());
        }
        texts.sort();
        let slots: Vec<Name> = texts.iter().map(|t| self.intern(t)).collect();
        for &slot in &slots {
            if matches!(self.text(slot), "__dict__" | "__weakref__") {
                continue;
            }
            if find(names, slot).is_some() {
                return Err(untold("ValueError"));
            }
            let member = self.make_builtin(Type::Member, ObjectData::Member(slot));
            names.push((slot, member));
        }
        Ok(Some(slots))
    }

    fn layout_over(&self, bases: &[Value], base: Type, slots: &Option<Vec<Name>>) -> InstanceLayout {
        let mut layout = InstanceLayout::slots(0);
        for &b in bases {
            if let Some((_, Object { data: ObjectData::Class(d), .. })) = self.known(b) {
                layout.slots = layout.slots.max(d.layout.slots);
                layout.has_dict |= d.layout.has_dict;
                layout.has_weakref |= d.layout.has_weakref;
            }
        }
        match slots {
            // Sets have a list of weak references themselves; objects of varying size have no room for one.
            None => {
                layout.has_dict = true;
                layout.has_weakref |= !matches!(base, Type::Int | Type::Tuple | Type::Bytes);
            }
            Some(slots) => {
                for &s in slots {
                    match self.text(s) {
                        "__dict__" => layout.has_dict = true,
                        "__weakref__" => layout.has_weakref = true,
                        _ => layout.slots += 1,
                    }
                }
            }
        }
        layout
    }

    // -- hooks

    /// Calls `__set_name__` of what stands in the class, in order.
    fn name_attributes(&mut self, id: ObjId) -> Run<()> {
        let ObjectData::Class(d) = &self.heap.get(id).data else { return Ok(()) };
        let attributes = d.attributes.clone();
        let hook = self.program().names.get("__set_name__");
        for (name, v) in attributes {
            self.name_property(name, v);
            let Some(hook) = hook else { continue };
            let Some((_, Object { class: Class::User(class), .. })) = self.known(v) else { continue };
            if let Some(hook) = self.class_attribute(*class, hook) {
                let name = self.name_string(name);
                let result = self.call_hook(hook, &[v, id.into(), name])?;
                self.decref(result)?;
            }
        }
        Ok(())
    }

    /// From 3.10 a property owns its name.
    fn name_property(&mut self, name: Name, property: Value) {
        let Some((id, Object { data: ObjectData::Property(parts), .. })) = self.known(property) else { return };
        if parts[4].is_bound() || self.version < PythonVersion::PY310 {
            return;
        }
        let text = self.name_string(name);
        if let ObjectData::Property(parts) = &mut self.heap.get_mut(id).data {
            parts[4] = text;
        }
    }

    /// `super(cls, cls).__init_subclass__(**keywords)`
    fn init_subclass(&mut self, id: ObjId, keywords: Names) -> Run<()> {
        let name = self.intern("__init_subclass__");
        let super::mro::Found::Value(hook) = self.look_up_after(id, id, name) else {
            return if keywords.is_empty() {
                Ok(())
            } else {
                Err(raise("TypeError", "__init_subclass__() takes no keyword arguments"))
            };
        };
        let hook = self.get_descriptor(hook, Value::NONE, id.into())?;
        keywords.iter().for_each(|&(_, v)| self.incref(v));
        let depth = self.in_c.len();
        self.in_c.extend(keywords.iter().map(|&(_, v)| v).chain([id.into(), hook]));
        let result = self.call_with(hook, Arguments { positional: Vec::new(), keywords });
        self.in_c.truncate(depth);
        let result = result?;
        self.decref_all([result, hook])
    }
}
