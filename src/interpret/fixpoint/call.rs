//! Calls: of functions in view by running them, of everything else by the tables of effects.

use super::driver::{MadeFunction, Rounds};
use crate::bytecode::{CodeId, CodeKind, Const, ConstId, FunctionParts, Name};
use crate::cpython::effects::{self, Arg, Drain, Effect, Place, Returns, What, When};
use crate::heap::{Class, ClassData, FunctionData, IteratorKind, ObjId, Object, ObjectData, Summary, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::machine::{Interrupt, Run};
use crate::interpret::story::{Alone, Elements, EventOf};

/// How deep calls are followed, and how long a function may be to be followed.
const MAX_DEPTH: usize = 4;
const MAX_INSTRUCTIONS: usize = 400;

impl Machine<'_> {
    // -- making functions and classes

    pub(super) fn abstract_function(&mut self, f: usize, code: CodeId, parts: FunctionParts) -> Run<()> {
        let mut part = |has: bool| if has { self.pop(f) } else { Ok(Value::UNBOUND) };
        let closure = part(parts.closure)?;
        let annotations = part(parts.annotations)?;
        let keyword_defaults = part(parts.keyword_defaults)?;
        let defaults = part(parts.defaults)?;
        let data = FunctionData { code, defaults, keyword_defaults, annotations, closure };
        if self.is_recording() {
            let cells = match self.known(closure).map(|(_, o)| &o.data) {
                Some(ObjectData::Tuple(cells)) => cells.to_vec(),
                _ => Vec::new(),
            };
            let held = self.reachable_from(&[defaults, keyword_defaults]);
            let mut outer = self.names_in_sight(f);
            outer.retain(|(_, v)| v.single().is_some_and(|id| held.contains(&id)));
            let nested = matches!(self.code(self.frames[f].code).kind, CodeKind::Function | CodeKind::Lambda);
            let around = self.names_in_sight(f).into_iter().filter(|_| nested).map(|(n, _)| n).collect();
            let defaults = held.into_iter().map(|id| (id, self.heap.get(id).clone())).collect();
            self.abs().functions.push(MadeFunction { data: data.clone(), defaults, cells, outer, around });
        }
        let v = self.make_builtin(Type::Function, ObjectData::Function(Box::new(data)));
        self.push(f, v);
        Ok(())
    }

    pub(super) fn reachable_from(&self, values: &[Value]) -> Vec<ObjId> {
        let mut out: Vec<ObjId> = Vec::new();
        let mut todo: Vec<ObjId> = values.iter().flat_map(|&v| self.members(v)).collect();
        while let Some(id) = todo.pop() {
            let object = self.heap.get(id);
            let stop = matches!(object.data, ObjectData::Class(_) | ObjectData::Function(_) | ObjectData::Module(_));
            if object.immortal || !object.alive || stop || out.contains(&id) || out.len() > 100 {
                continue;
            }
            out.push(id);
            self.each_child(id, |c| todo.extend(self.members(c)));
        }
        out
    }

    pub(super) fn abstract_class(&mut self, f: usize, name: ConstId, bases: u32, keywords: bool) -> Run<()> {
        let bases = self.pop_n(f, bases)?;
        let body = self.pop(f)?;
        let mut opaque = keywords;
        let mut mro = Vec::new();
        for &base in &bases {
            match self.known(base).map(|(_, o)| &o.data) {
                Some(ObjectData::Class(d)) if bases.len() == 1 => {
                    opaque |= d.opaque;
                    mro.extend(d.mro.iter().copied());
                }
                Some(ObjectData::Builtin("object")) => {}
                _ => opaque = true,
            }
        }
        let attributes = self.class_body(body);
        let name = match self.program().constant(name) {
            Const::Str(s) => s.to_string(),
            _ => String::new(),
        };
        let data =
            ClassData { name, mro: Vec::new(), base: Type::Object, opaque, attributes, slots: None, shared_keys: None };
        let v = self.make_builtin(Type::Type, ObjectData::Class(Box::new(data)));
        if let Some(id) = v.single() {
            mro.insert(0, id);
            if let ObjectData::Class(d) = &mut self.heap.get_mut(id).data {
                d.mro = mro;
            }
        }
        self.push(f, v);
        Ok(())
    }

    fn class_body(&mut self, body: Value) -> Vec<(Name, Value)> {
        let Some((_, Object { data: ObjectData::Function(data), .. })) = self.known(body) else { return Vec::new() };
        let data = data.clone();
        let frame = self.new_frame(data.code);
        self.make_cells(frame);
        self.bind_cells(frame, &data);
        match self.run_inside(frame) {
            Ok(_) => std::mem::take(&mut self.frames[frame].names),
            Err(_) => Vec::new(),
        }
    }

    fn bind_cells(&mut self, frame: usize, data: &FunctionData) {
        let Some((_, Object { data: ObjectData::Tuple(cells), .. })) = self.known(data.closure) else { return };
        let cells = cells.clone();
        let slots = self.frames[frame].slots.len();
        for (i, &cell) in cells.iter().enumerate() {
            if let Some(slot) = (slots + i).checked_sub(cells.len()) {
                self.frames[frame].slots[slot] = cell;
            }
        }
    }

    /// Runs a frame within the current analysis, as part of the instruction that runs now.
    fn run_inside(&mut self, frame: usize) -> Run<Value> {
        let at = self.abs().at;
        let made = self.abs().made_here;
        let context = at.0.wrapping_mul(31).wrapping_add(u64::from(at.2) + 1 + ((at.1.index() as u64) << 20));
        self.abs().at.0 = context;
        self.active.push(frame);
        let result = self.fixpoint(frame);
        self.active.pop();
        self.abs().at = at;
        self.abs().made_here = made + 1000;
        result
    }

    // -- looking up what is called

    pub(super) fn module_value(&mut self, module: Name) -> Value {
        if let Some(&v) = self.modules.get(&module) {
            return v;
        }
        let object = Object { immortal: true, ..Object::builtin(Type::Module, ObjectData::Module(module)) };
        let v = Value::from(self.heap.alloc(object));
        self.modules.insert(module, v);
        v
    }

    /// A builtin by its name, if the tables know it.
    pub(super) fn library_global(&mut self, n: Name) -> Value {
        let text = self.text(n).to_owned();
        if let Some(name) = crate::interpret::builtins::global(&text) {
            return self.builtin(name);
        }
        match find_function("builtins", &text, 1) {
            Some(e) => self.library(e),
            None => Value::OPAQUE,
        }
    }

    /// `math.fsum` and the like; submodules are modules, too.
    pub(super) fn library_attribute(&mut self, module: Value, name: Name) -> Option<Value> {
        let (_, Object { data: ObjectData::Module(m), .. }) = self.known(module)? else { return None };
        let module = self.text(*m).to_owned();
        let e = find_function(&module, self.text(name), 1)?;
        Some(self.library(e))
    }

    fn library(&mut self, e: &'static Effect) -> Value {
        let data = ObjectData::Library { module: e.owner, name: e.name };
        let object = Object { immortal: true, ..Object::builtin(Type::BuiltinFunction, data) };
        Value::from(self.heap.alloc(object))
    }

    /// `[object] -> [callable receiver]`: a method by its name if the object's class is not in view.
    pub(super) fn abstract_method(&mut self, f: usize, name: Name) -> Run<()> {
        let o = self.pop(f)?;
        if let Some(v) = self.library_attribute(o, name) {
            self.push(f, v);
            self.push(f, Value::UNBOUND);
            return Ok(());
        }
        if let Some((function, receiver)) = self.method_in_view(o, name) {
            self.push(f, function);
            self.push(f, receiver);
            return Ok(());
        }
        let data = ObjectData::BuiltinMethod { name, receiver: Value::UNBOUND };
        let callable = self.make_builtin(Type::BuiltinFunction, data);
        self.push(f, callable);
        self.push(f, o);
        Ok(())
    }

    /// A function found through an instance or class of the program.
    fn method_in_view(&self, o: Value, name: Name) -> Option<(Value, Value)> {
        let (id, object) = self.known(o)?;
        let function = |v: Value| matches!(self.known(v)?.1.data, ObjectData::Function(_)).then_some(v);
        match (&object.data, object.class) {
            (ObjectData::Instance(a), Class::User(c)) => {
                if crate::interpret::attribute::find(&a.values, name).is_some() {
                    return None;
                }
                Some((function(self.class_attribute(c, name)?)?, o))
            }
            (ObjectData::Class(_), _) => Some((function(self.class_attribute(id, name)?)?, Value::UNBOUND)),
            _ => None,
        }
    }

    // -- calls

    pub(super) fn abstract_method_op(&mut self, f: usize, args: u32, keywords: Option<ConstId>) -> Run<()> {
        let arguments = self.pop_n(f, args)?;
        let receiver = self.pop(f)?;
        let callable = self.pop(f)?;
        let arguments = self.split(arguments, keywords);
        let v = self.abstract_call(callable, receiver, arguments)?;
        self.push(f, v);
        Ok(())
    }

    pub(super) fn abstract_call_op(
        &mut self,
        f: usize,
        args: u32,
        keywords: Option<ConstId>,
        receiver: Option<Value>,
    ) -> Run<()> {
        let arguments = self.pop_n(f, args)?;
        let callable = self.pop(f)?;
        let arguments = self.split(arguments, keywords);
        let v = self.abstract_call(callable, receiver.unwrap_or(Value::UNBOUND), arguments)?;
        self.push(f, v);
        Ok(())
    }

    pub(super) fn abstract_call_ex(&mut self, f: usize, keywords: bool) -> Run<()> {
        let mut values = self.pop_n(f, 2 + u32::from(keywords))?;
        // The elements are passed on, and what is called may be anything.
        let extra: Vec<Value> = values.iter().skip(1).map(|&v| self.element_of(v)).collect();
        values.extend(extra);
        self.pass_on(&values);
        self.push(f, Value::OPAQUE);
        Ok(())
    }

    fn split(&mut self, mut values: Vec<Value>, keywords: Option<ConstId>) -> Arguments {
        let names = self.keyword_names(keywords);
        let tail = values.split_off(values.len().saturating_sub(names.len()));
        Arguments { positional: values, keywords: names.into_iter().zip(tail).collect() }
    }

    fn abstract_call(&mut self, callable: Value, receiver: Value, arguments: Arguments) -> Run<Value> {
        let Some((id, object)) = self.known(callable) else {
            return Ok(self.unknown_call(callable, receiver, &arguments));
        };
        match object.data.clone() {
            ObjectData::Function(data) => self.call_in_view(callable, &data, receiver, arguments),
            ObjectData::Method { function, receiver } => self.abstract_call(function, receiver, arguments),
            ObjectData::Class(_) => self.abstract_instance(id, arguments),
            ObjectData::Builtin(name) => self.call_builtin(name, receiver, &arguments),
            ObjectData::Library { module, name } => {
                let n = arguments.positional.len();
                match find_function(module, name, n) {
                    Some(e) if module == "copy" && n == 1 && arguments.keywords.is_empty() => {
                        Ok(self.copied(arguments.positional[0], e.name))
                    }
                    Some(e) => Ok(self.apply(e, Value::UNBOUND, &arguments)),
                    None => Ok(self.unknown_call(callable, receiver, &arguments)),
                }
            }
            ObjectData::BuiltinMethod { name, receiver: bound } => {
                let receiver = if bound.is_bound() { bound } else { receiver };
                self.call_method(name, receiver, &arguments)
            }
            _ => Ok(self.unknown_call(callable, receiver, &arguments)),
        }
    }

    /// `copy.copy` and `copy.deepcopy` make containers anew; the shallow copy shares what is inside.
    fn copied(&mut self, v: Value, how: &str) -> Value {
        self.happens(v, EventOf::Read);
        let mut all = Value::UNBOUND;
        for id in self.members(v) {
            let object = self.heap.get(id);
            let one = match object.class {
                Class::Builtin(ty @ (Type::List | Type::Dict | Type::Set | Type::ByteArray | Type::Deque)) => {
                    let data = object.data.clone();
                    let unknown = super::driver::unknown_contents();
                    let shared = if how == "copy" { self.summarise(&data) } else { None };
                    let s = shared.unwrap_or(unknown);
                    self.happens(s.items, EventOf::Stored);
                    self.make_builtin(ty, ObjectData::Summary(Box::new(s)))
                }
                Class::Builtin(ty) if ty != Type::Opaque && !object.is(Type::Tuple) => id.into(),
                _ => {
                    self.escape(id.into());
                    Value::OPAQUE
                }
            };
            all = self.join_or(all, one);
        }
        if all.is_bound() { all } else { Value::OPAQUE }
    }

    /// The call that runs now may change something.
    fn note_impure(&mut self) {
        let (_, code, pc) = self.abs().at;
        self.abs().impure.insert((code, pc));
    }

    fn unknown_call(&mut self, callable: Value, receiver: Value, arguments: &Arguments) -> Value {
        self.note_impure();
        let mut values: Vec<Value> = arguments.values().collect();
        values.extend([callable, receiver].into_iter().filter(|v| v.is_bound()));
        self.pass_on(&values);
        Value::OPAQUE
    }

    /// Runs a function of the file if it can touch anything that is followed.
    fn call_in_view(
        &mut self,
        function: Value,
        data: &FunctionData,
        receiver: Value,
        mut arguments: Arguments,
    ) -> Run<Value> {
        if receiver.is_bound() {
            arguments.positional.insert(0, receiver);
        }
        self.note_impure();
        self.compiler.ensure(data.code);
        let code = self.code(data.code);
        if code.is_generator && !code.is_coroutine {
            return Ok(self.suspended_generator(data, &arguments));
        }
        let long = code.instrs.len() > MAX_INSTRUCTIONS || code.is_coroutine;
        let recursive = self.abs().calls.contains(&data.code);
        if long || recursive || self.abs().calls.len() > MAX_DEPTH {
            return Ok(self.unknown_call(function, Value::UNBOUND, &arguments));
        }
        let frame = self.new_frame(data.code);
        let values: Vec<Value> = arguments.values().collect();
        if self.bind(frame, data, arguments).is_err() {
            self.pass_on(&values);
            return Ok(Value::OPAQUE);
        }
        self.make_cells(frame);
        self.bind_cells(frame, data);
        let result = self.run_inside(frame);
        let (_, code, pc) = self.abs().at;
        if self.abs().nexts.iter().any(|&(c, _)| c == data.code) {
            self.abs().nexts.insert((code, pc));
        }
        match result {
            Err(Interrupt::Stop(_)) => {
                self.pass_on(&values);
                Ok(Value::OPAQUE)
            }
            result => result,
        }
    }

    /// A generator owns its arguments and cells until it ends; what its body does to them happens later, if at all.
    fn suspended_generator(&mut self, data: &FunctionData, arguments: &Arguments) -> Value {
        let mut held: Vec<Value> = arguments.values().collect();
        held.push(data.closure);
        held.retain(|v| v.is_bound());
        for &v in &held {
            self.happens(v, EventOf::Stored);
            self.escape(v);
        }
        self.iterator(IteratorKind::Unknown, held)
    }

    fn abstract_instance(&mut self, class: ObjId, arguments: Arguments) -> Run<Value> {
        let ObjectData::Class(data) = &self.heap.get(class).data else { return Ok(Value::OPAQUE) };
        let opaque = data.opaque;
        let hooks = ["__new__", "__getattr__", "__getattribute__", "__setattr__"].map(|n| self.intern(n));
        let hooked = hooks.iter().any(|&h| self.class_attribute(class, h).is_some());
        if opaque || hooked {
            return Ok(self.unknown_call(class.into(), Value::UNBOUND, &arguments));
        }
        let instance = ObjectData::Instance(Box::default());
        let v = self.make(Object::new(Class::User(class), instance));
        let init = self.intern("__init__");
        let function = self.class_attribute(class, init).and_then(|i| {
            let ObjectData::Function(data) = &self.known(i)?.1.data else { return None };
            Some((i, data.clone()))
        });
        match function {
            Some((i, data)) => {
                self.call_in_view(i, &data, v, arguments)?;
            }
            None => {
                let values: Vec<Value> = arguments.values().collect();
                self.pass_on(&values);
            }
        }
        Ok(v)
    }

    /// A builtin on followed arguments is computed; else its table entry is applied.
    fn call_builtin(&mut self, name: &'static str, receiver: Value, arguments: &Arguments) -> Run<Value> {
        if let ("iter", &[v]) = (name, &arguments.positional[..]) {
            let container = self
                .known(v)
                .is_some_and(|(_, o)| !o.escaped && matches!(o.class, Class::Builtin(t) if t != Type::Opaque));
            if container {
                return Ok(self.abstract_iter(v));
            }
        }
        let (owner, method) = name.rsplit_once('.').unwrap_or(("builtins", name));
        let n = arguments.positional.len();
        let table = if receiver.is_bound() { find_method(owner, method, n) } else { find_function(owner, method, n) };
        let consumes = table.is_some_and(|e| !e.iterates.is_empty());
        // `xs.append(x)` looks at xs only.
        let looks_at_receiver_only =
            receiver.is_bound() && table.is_some_and(|e| e.asks.is_empty() && e.calls.is_empty());
        let receiver_followed = !receiver.is_bound() || self.is_followed(receiver);
        let arguments_followed =
            arguments.values().all(|v| self.is_followed(v) || (looks_at_receiver_only && self.known(v).is_some()));
        let followed = receiver_followed && arguments_followed;
        if followed && !consumes && name != "print" {
            self.heap.mark();
            match crate::interpret::builtins::call(self, name, receiver, arguments) {
                Ok(v) => {
                    self.heap.commit();
                    self.tell_native(table, receiver, arguments);
                    return Ok(v);
                }
                Err(Interrupt::Raise { .. }) => {
                    self.heap.commit();
                    return Err(super::transfer::ended());
                }
                Err(Interrupt::Stop(_)) => {
                    self.heap.rollback();
                    self.heap.commit();
                    self.abs().made_here = 0;
                }
            }
        }
        match table {
            Some(e) => Ok(self.apply(e, receiver, arguments)),
            None => Ok(self.unknown_call(Value::UNBOUND, receiver, arguments)),
        }
    }

    /// What a native that ran concretely did, by its table entry.
    fn tell_native(&mut self, table: Option<&'static Effect>, receiver: Value, arguments: &Arguments) {
        let Some(e) = table else { return };
        let mut told = Vec::new();
        for m in &e.mutates {
            for v in self.argument(e, receiver, arguments, m.target) {
                self.happens(v, EventOf::Mutated { how: format!(".{}()", e.name) });
                told.push(v);
            }
        }
        for k in &e.keeps {
            for v in self.argument(e, receiver, arguments, k.of) {
                self.happens(v, EventOf::Stored);
                told.push(v);
            }
        }
        let rest: Vec<Value> =
            arguments.values().chain([receiver]).filter(|v| v.is_bound() && !told.contains(v)).collect();
        for v in rest {
            let looks_up = v == receiver && !e.is_pure();
            self.happens(v, if looks_up { EventOf::LookedUp } else { EventOf::Read });
        }
        if !e.mutates.is_empty() {
            self.note_impure();
        }
    }

    fn call_method(&mut self, name: Name, receiver: Value, arguments: &Arguments) -> Run<Value> {
        let text = self.text(name).to_owned();
        // `list.append(xs, x)`
        let class =
            self.known(receiver).is_some_and(|(_, o)| matches!(o.data, ObjectData::Builtin(_)) && o.is(Type::Type));
        if let (true, Some((&first, rest))) = (class, arguments.positional.split_first()) {
            let arguments = Arguments { positional: rest.to_vec(), keywords: arguments.keywords.clone() };
            return self.call_method(name, first, &arguments);
        }
        if let Some((_, o)) = self.known(receiver) {
            let full = match o.class {
                Class::Builtin(ty) => crate::interpret::builtins::method(ty, &text),
                Class::User(_) => None,
            };
            if let Some(full) = full.filter(|_| self.is_followed(receiver)) {
                return self.call_builtin(full, receiver, arguments);
            }
        }
        let mut all = Value::UNBOUND;
        let mut unknown = false;
        let members = self.members(receiver);
        let outer = self.abs().one_of_several;
        self.abs().one_of_several = outer || members.len() > 1;
        for id in members {
            let v = match self.heap.get(id).class {
                Class::Builtin(ty) if ty != Type::Opaque => {
                    find_method(type_name(ty), &text, arguments.positional.len())
                        .map(|e| self.apply(e, id.into(), arguments))
                }
                _ => None,
            };
            match v {
                Some(v) => all = self.join_or(all, v),
                None => unknown = true,
            }
        }
        self.abs().one_of_several = outer;
        if unknown {
            let v = self.unknown_call(Value::UNBOUND, receiver, arguments);
            let large = matches!(text.as_str(), "read" | "readlines" | "fetchall");
            let v = if large { self.input_object(&text) } else { v };
            all = self.join_or(all, v);
        }
        Ok(if all.is_bound() { all } else { Value::OPAQUE })
    }

    /// What a reader of unknown class gives: as large as the input, its contents anything.
    fn input_object(&mut self, method: &str) -> Value {
        if method == "read" {
            return Value::OPAQUE;
        }
        let v = self.fresh_list(Value::OPAQUE, (0, u64::MAX));
        self.mark_input(v);
        v
    }

    fn mark_input(&mut self, v: Value) {
        if let Some(id) = v.single() {
            self.abs().input_sized.insert(id);
        }
    }

    // -- tables

    /// Applies a table entry: what it changes, keeps, iterates, calls and returns.
    fn apply(&mut self, e: &'static Effect, receiver: Value, arguments: &Arguments) -> Value {
        if !e.mutates.is_empty() || !e.calls.is_empty() || e.io || e.blocks || e.varies {
            self.note_impure();
        }
        if e.name == "next" {
            let (_, code, pc) = self.abs().at;
            self.abs().nexts.insert((code, pc));
        }
        let values = |m: &Self, arg: Arg| m.argument(e, receiver, arguments, arg);
        let called = e.calls.iter().any(|c| {
            let v = values(self, c.what);
            v.iter().any(|&v| v != Value::NONE && !self.is_quiet(v))
        });
        for i in &e.iterates {
            let alone = if called || !e.mutates.is_empty() { Alone::No } else { Alone::Yes };
            for v in values(self, i.over) {
                let kept = e
                    .keeps
                    .iter()
                    .any(|k| k.of == i.over && k.what == What::Elements && k.certainty == effects::Certainty::Always);
                // A bytes object is made of the numbers themselves.
                let packed =
                    e.returns.iter().any(|r| matches!(r, Returns::Atom("bytes") | Returns::Fresh("bytearray")));
                let elements = if kept || packed { Elements::Kept } else { Elements::Dropped };
                let kind = match i.when {
                    When::Now => EventOf::Consumed { by: e.name.to_owned(), drain: i.how, alone, elements },
                    When::Later => EventOf::Stored,
                };
                self.happens(v, kind);
                if i.when == When::Now && matches!(i.how, Drain::Total | Drain::Materialise) {
                    self.exhaust(v);
                }
            }
        }
        for m in &e.mutates {
            for v in values(self, m.target) {
                self.happens(v, EventOf::Mutated { how: format!(".{}()", e.name) });
                self.forget_len(v);
                // `setattr(box, name, v)`
                if self.is_instance(v) {
                    self.havoc(&[v]);
                }
            }
        }
        self.apply_keeps(e, receiver, arguments);
        for c in &e.calls {
            let callbacks = values(self, c.what);
            self.havoc(&callbacks.into_iter().filter(|&v| !self.is_quiet(v)).collect::<Vec<_>>());
        }
        let silent = |v: &Value| v.is_bound();
        let touched: Vec<Arg> = e.iterates.iter().map(|i| i.over).chain(e.mutates.iter().map(|m| m.target)).collect();
        let rest: Vec<Value> = arguments.values().chain([receiver].into_iter().filter(silent)).collect();
        let told: Vec<Value> = touched.iter().flat_map(|&a| values(self, a)).collect();
        for v in rest.into_iter().filter(|v| !told.contains(v)) {
            let looks_up = v == receiver && !e.is_pure();
            self.happens(v, if looks_up { EventOf::LookedUp } else { EventOf::Read });
        }
        self.result(e, receiver, arguments)
    }

    fn apply_keeps(&mut self, e: &'static Effect, receiver: Value, arguments: &Arguments) {
        for k in &e.keeps {
            for v in self.argument(e, receiver, arguments, k.of) {
                let kept = match k.what {
                    What::Itself => v,
                    What::Elements => self.element_of(v),
                };
                match k.place {
                    Place::Inside(target) => {
                        for t in self.argument(e, receiver, arguments, target) {
                            self.put_into(t, kept, None);
                            self.forget_len(t);
                        }
                    }
                    Place::Registry => {
                        self.happens(kept, EventOf::Stored);
                        self.escape(kept);
                    }
                    Place::Result => self.happens(kept, EventOf::Stored),
                }
            }
        }
    }

    /// `list(map(f, xs))`: the list holds what f makes.
    fn note_lazy_maker(&mut self, source: Value) {
        let (_, code, pc) = self.abs().at;
        let makes = |i: &crate::heap::IteratorData| {
            matches!(i.kind, IteratorKind::Map | IteratorKind::Zip | IteratorKind::Enumerate)
        };
        if self.known(source).is_some_and(|(_, o)| matches!(&o.data, ObjectData::Iterator(i) if makes(i))) {
            self.abs().makers.insert((code, pc));
        }
    }

    fn is_instance(&self, v: Value) -> bool {
        self.members(v).iter().any(|&id| matches!(self.heap.get(id).data, ObjectData::Instance(_)))
    }

    /// The values that a table entry's argument stands for.
    fn argument(&self, e: &Effect, receiver: Value, arguments: &Arguments, arg: Arg) -> Vec<Value> {
        let Arg::Param(index) = arg else { return if receiver.is_bound() { vec![receiver] } else { Vec::new() } };
        let positional = arguments.positional.iter().enumerate();
        let mut out: Vec<Value> =
            positional.filter(|&(i, _)| e.positional(i) == Some(index)).map(|(_, &v)| v).collect();
        let named = arguments.keywords.iter().filter(|(n, _)| e.keyword(self.text(*n)) == Some(index));
        out.extend(named.map(|&(_, v)| v));
        out
    }

    /// Calling it changes and keeps nothing: a builtin class or function.
    fn is_quiet(&self, v: Value) -> bool {
        match self.known(v).map(|(_, o)| &o.data) {
            Some(ObjectData::Builtin(_) | ObjectData::Library { .. }) => true,
            Some(ObjectData::Plain) => v == Value::NONE,
            _ => false,
        }
    }

    /// An iterator that was run to its end owns nothing any more.
    pub(super) fn exhaust(&mut self, v: Value) {
        for id in self.members(v) {
            if let ObjectData::Iterator(_) = self.heap.get(id).data
                && let ObjectData::Iterator(i) = &mut self.heap.get_mut(id).data
            {
                i.exhausted = true;
                i.sources.clear();
            }
        }
    }

    fn result(&mut self, e: &'static Effect, receiver: Value, arguments: &Arguments) -> Value {
        let mut all = Value::UNBOUND;
        let text_file = e.name == "open" && self.opens_text(e, receiver, arguments);
        for r in &e.returns {
            let v = match *r {
                Returns::Unknown if text_file => continue,
                Returns::Fresh(_) if e.name == "open" && !text_file => Value::OPAQUE,
                Returns::None => Value::NONE,
                Returns::Same(arg) => {
                    let mut values = self.argument(e, receiver, arguments, arg);
                    // `frozenset(x)` is x itself for a frozenset, a new one for anything else.
                    let fresh = e.returns.iter().find_map(|r| if let Returns::Fresh(t) = r { Some(*t) } else { None });
                    if let Some(name) = fresh {
                        values.retain(|&v| self.known(v).is_none_or(|(_, o)| o.class_name() == Some(name)));
                    }
                    self.join_all(&values)
                }
                Returns::Element(arg) => {
                    let values = self.argument(e, receiver, arguments, arg);
                    let items: Vec<Value> = values.into_iter().map(|v| self.element_value(v)).collect();
                    self.join_all(&items)
                }
                Returns::Atom(name) => {
                    let v = self.atom(name);
                    let number = arguments.positional.first().and_then(|&v| self.as_int(v));
                    if let ("bytes", Some(n)) = (e.name, number) {
                        self.set_len(v, u64::try_from(n).ok());
                    }
                    if matches!(e.name, "read" | "readall" | "getvalue") {
                        self.mark_input(v);
                    }
                    v
                }
                Returns::Fresh(name) => self.fresh(e, name, receiver, arguments),
                Returns::View(_, arg) => {
                    let sources = self.argument(e, receiver, arguments, arg);
                    self.iterator(IteratorKind::Unknown, sources)
                }
                Returns::Lazy(_) => {
                    let held: Vec<Value> =
                        e.keeps.iter().flat_map(|k| self.argument(e, receiver, arguments, k.of)).collect();
                    let kind = match e.name {
                        "enumerate" => IteratorKind::Enumerate,
                        "zip" => IteratorKind::Zip,
                        "map" => IteratorKind::Map,
                        "reversed" => IteratorKind::ReversedList,
                        _ => IteratorKind::Unknown,
                    };
                    self.iterator(kind, held)
                }
                Returns::ResultOf(_) | Returns::Unknown => {
                    // `vars(box)` leads back to the box.
                    let asked: Vec<Value> = arguments.values().filter(|&v| self.is_instance(v)).collect();
                    self.havoc(&asked);
                    Value::OPAQUE
                }
            };
            all = self.join_or(all, v);
        }
        if all.is_bound() { all } else { Value::OPAQUE }
    }

    /// `open(path)`, `open(path, "r")`: a text file; with a `b` or an unknown mode it may be another class.
    fn opens_text(&self, e: &Effect, receiver: Value, arguments: &Arguments) -> bool {
        let mode = e.keyword("mode").map(|i| self.argument(e, receiver, arguments, Arg::Param(i)));
        mode.is_some_and(|m| m.iter().all(|&v| self.as_str(v).is_some_and(|mode| !mode.contains('b'))))
    }

    /// A value of a dict, an item of anything else: `d.get(k)`, `xs.pop()`.
    fn element_value(&mut self, v: Value) -> Value {
        let dict = self.known(v).filter(|(_, o)| o.is(Type::Dict) && !o.escaped).map(|(_, o)| o.data.clone());
        match dict.and_then(|data| self.summarise(&data)) {
            Some(s) => {
                if s.items.is_bound() {
                    s.items
                } else {
                    Value::OPAQUE
                }
            }
            None => self.element_of(v),
        }
    }

    /// Items that a builtin makes on the way: one object in the state, many in the run.
    fn stands_for_many(&mut self, items: Value) {
        let (ctx, code, pc) = self.abs().at;
        for id in self.members(items) {
            let here = self.abs().sites.iter().any(|(s, &o)| o == id && (s.0, s.1, s.2) == (ctx, code, pc));
            if here && matches!(self.heap.get(id).data, ObjectData::Plain) {
                self.heap.get_mut(id).summary = true;
            }
        }
    }

    fn atom(&mut self, name: &str) -> Value {
        match name {
            "bool" => self.unknown_bool(),
            "None" | "none" => Value::NONE,
            name => Type::ALL.iter().copied().find(|t| t.name() == name).map_or(Value::OPAQUE, |t| self.unknown(t)),
        }
    }

    /// A new object of a builtin type; its items are what the entry keeps in its result.
    fn fresh(&mut self, e: &'static Effect, name: &str, receiver: Value, arguments: &Arguments) -> Value {
        let ty = match name {
            "collections.deque" => Some(Type::Deque),
            "io.TextIOWrapper" | "_io.TextIOWrapper" | "TextIOWrapper" => Some(Type::File),
            name => Type::ALL.iter().copied().find(|t| t.name() == name),
        };
        let Some(ty) = ty else { return Value::OPAQUE };
        if matches!(ty, Type::Str | Type::Bytes) {
            let v = self.unknown(ty);
            if matches!(e.name, "read" | "decode" | "encode") {
                self.mark_input(v);
            } else if let ("bytes", Some(n)) = (e.name, arguments.positional.first().and_then(|&v| self.as_int(v))) {
                self.set_len(v, u64::try_from(n).ok());
            }
            return v;
        }
        let mut items = Value::UNBOUND;
        let (mut len, mut rounds) = (None, Rounds::Few);
        for k in e.keeps.iter().filter(|k| k.place == Place::Result) {
            for v in self.argument(e, receiver, arguments, k.of) {
                let kept = if k.what == What::Elements { self.element_of(v) } else { v };
                items = self.join_or(items, kept);
                len = v.single().and_then(|id| self.measure_len(id).filter(|_| !self.heap.get(id).escaped));
                self.note_lazy_maker(v);
                rounds = rounds.max(v.single().map_or(Rounds::Given, |id| self.rounds_of(id)));
            }
        }
        let empty = arguments.positional.is_empty() && arguments.keywords.is_empty() && !receiver.is_bound();
        let range = match len {
            _ if empty => (0, 0),
            Some(n) if matches!(ty, Type::List | Type::Tuple) => (n, n),
            Some(n) => (n.min(1), n),
            None => (0, u64::MAX),
        };
        if let ("bytearray", Some(n)) = (name, arguments.positional.first().and_then(|&v| self.as_int(v))) {
            let v = self.unknown(ty);
            self.set_len(v, u64::try_from(n).ok());
            return v;
        }
        self.stands_for_many(items);
        let summary = Summary { items, keys: items, len: range, attributes: Vec::new() };
        let v = self.make_builtin(ty, ObjectData::Summary(Box::new(summary)));
        if let Some(id) = v.single() {
            if ty == Type::List && !e.iterates.is_empty() && matches!(e.name, "list") {
                self.materialised(id, rounds);
            } else if rounds == Rounds::Input || matches!(e.name, "readlines" | "fetchall" | "splitlines") {
                self.mark_input(v);
            }
        }
        v
    }
}

/// Table entries have overloads by the number of positional arguments; an odd number takes the nearest.
fn find_function(module: &str, name: &str, positional: usize) -> Option<&'static Effect> {
    let find = |n| {
        if module == "builtins" { effects::function(name, n) } else { effects::module_function(module, name, n) }
    };
    [positional, 1, 0, 2].into_iter().find_map(find)
}

fn find_method(ty: &str, name: &str, positional: usize) -> Option<&'static Effect> {
    [positional, 1, 0, 2].into_iter().find_map(|n| effects::method(ty, name, n))
}

fn type_name(ty: Type) -> &'static str {
    match ty {
        Type::Deque => "collections.deque",
        Type::File => "_io.TextIOWrapper",
        ty => ty.name(),
    }
}
