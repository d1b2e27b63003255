//! Calls: of functions in view by running them, of everything else by the tables of effects.

use super::effect::{find_function, find_method, type_name};
use super::touch::{Deeds, is_text_method};
use crate::bytecode::{CodeId, ConstId, Name};
use crate::cpython::effects::{Effect, Returns};
use crate::heap::{Class, FunctionData, IteratorKind, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::machine::{Interrupt, Run};
use crate::interpret::story::EventOf;
use crate::semantic::Interest;
use rustc_hash::FxHashSet;

/// How deep calls are followed (a helper, and its helper), and how long a function may be to be followed.
const MAX_DEPTH: usize = 2;
const MAX_INSTRUCTIONS: usize = 400;

/// How long a function may be that is followed for its result alone: `DEFAULT = make_default()`.
const MAX_FACTORY: usize = 60;

/// How long a function may be that is run though it is handed nothing that is followed: `row = make_row()`.
const MAX_TOLD: usize = 24;

impl Machine<'_> {
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
        if self.abs().builtins_may_be_shadowed {
            return Value::OPAQUE;
        }
        if let Some(&v) = self.abs().library_globals.get(&n) {
            return v;
        }
        let v = self.find_library_global(n);
        self.abs().library_globals.insert(n, v);
        v
    }

    fn find_library_global(&mut self, n: Name) -> Value {
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
        let key = (*m, name);
        if let Some(&v) = self.abs().library_attributes.get(&key) {
            return v;
        }
        let v = match (self.text(key.0), self.text(name)) {
            ("dataclasses", "field") => Some(self.builtin("dataclasses.field")),
            ("dataclasses", "dataclass") => Some(self.builtin(super::data_class::DECORATOR)),
            ("sys", "stdin") => Some(self.unknown(Type::File)),
            (module, name) => find_function(module, name, 1).map(|e| self.library(e)),
        };
        self.abs().library_attributes.insert(key, v);
        v
    }

    pub(super) fn library(&mut self, e: &'static Effect) -> Value {
        let data = ObjectData::Library { module: e.owner, name: e.name };
        let object = Object { immortal: true, ..Object::builtin(Type::BuiltinFunction, data) };
        Value::from(self.heap.alloc(object))
    }

    /// `[object] -> [callable receiver]`: a method by its name if the object's class is not in view.
    pub(super) fn abstract_method(&mut self, f: usize, name: Name) -> Run<()> {
        let o = self.pop(f)?;
        if let Some(v) = self.library_attribute(o, name).or_else(|| self.imported_attribute(o, name)) {
            self.push(f, v);
            self.push(f, Value::UNBOUND);
            return Ok(());
        }
        if let Some((function, receiver)) = self.method_in_view(o, name).or_else(|| self.method_of_self(o, name)) {
            self.push(f, function);
            self.push(f, receiver);
            return Ok(());
        }
        let data = ObjectData::BuiltinMethod { name, receiver: Value::UNBOUND };
        let callable = self.make_builtin(Type::BuiltinFunction, data);
        self.push(f, callable);
        // A base that is not in view is taken to leave the attributes of its subclasses alone.
        let above = self.known(o).is_some_and(|(_, o)| matches!(o.data, ObjectData::Super { .. }));
        self.push(f, if above { Value::OPAQUE } else { o });
        Ok(())
    }

    /// A function found through an instance or class of the program.
    pub(super) fn method_in_view(&self, o: Value, name: Name) -> Option<(Value, Value)> {
        let (id, object) = self.known(o)?;
        let function = |v: Value| matches!(self.known(v)?.1.data, ObjectData::Function(_)).then_some(v);
        match (&object.data, object.class) {
            (&ObjectData::Super { class, receiver }, _) => {
                Some((function(self.method_above(class, receiver, name)?)?, receiver))
            }
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

    /// `basket.items` where the class of the basket has a property `items`: the function that is called then.
    pub(super) fn getter(&self, o: Value, name: Name) -> Option<(Value, FunctionData)> {
        let (_, Object { data: ObjectData::Instance(_), class: Class::User(class), .. }) = self.known(o)? else {
            return None;
        };
        let ObjectData::Property(parts) = self.known(self.class_attribute(*class, name)?)?.1.data else { return None };
        let function = parts[0];
        match &self.known(function)?.1.data {
            ObjectData::Function(data) => Some((function, (**data).clone())),
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
        self.note_result(v);
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
        self.note_result(v);
        self.push(f, v);
        Ok(())
    }

    pub(super) fn abstract_call_ex(&mut self, f: usize, keywords: bool) -> Run<()> {
        let mut values = self.pop_n(f, 2 + u32::from(keywords))?;
        let called = values[0];
        // The elements are passed on, and what is called may be anything.
        let extra: Vec<Value> = values.iter().skip(1).map(|&v| self.element_of(v)).collect();
        self.note_raised_elsewhere(&extra);
        values.extend(extra);
        self.pass_on(&values);
        let v = if self.makes_iterator(called) {
            let v = self.iterator(IteratorKind::Unknown, Vec::new());
            self.made_once(v);
            v
        } else {
            Value::OPAQUE
        };
        self.push(f, v);
        Ok(())
    }

    /// `reraise(*sys.exc_info())`: who gets the parts of an exception may raise it again.
    fn note_raised_elsewhere(&mut self, parts: &[Value]) {
        let mut caught: Vec<ObjId> = parts.iter().flat_map(|&v| self.members(v)).collect();
        caught.retain(|&id| self.is_caught(id));
        caught.into_iter().for_each(|id| self.happens(id.into(), EventOf::Raised));
    }

    /// `zip(*rows)`: what it gives can be read once, whatever it is handed.
    fn makes_iterator(&self, called: Value) -> bool {
        let effect = match self.known(called).map(|(_, o)| &o.data) {
            Some(ObjectData::Builtin(name)) => {
                let (module, name) = name.rsplit_once('.').unwrap_or(("builtins", name));
                find_function(module, name, 1)
            }
            Some(&ObjectData::Library { module, name }) => find_function(module, name, 1),
            _ => None,
        };
        effect.is_some_and(|e| matches!(e.returns[..], [Returns::Lazy(_)]))
    }

    pub(super) fn split(&mut self, mut values: Vec<Value>, keywords: Option<ConstId>) -> Arguments {
        let names = self.keyword_names(keywords);
        let tail = values.split_off(values.len().saturating_sub(names.len()));
        Arguments { positional: values, keywords: names.into_iter().zip(tail).collect() }
    }

    pub(super) fn abstract_call(&mut self, callable: Value, receiver: Value, arguments: Arguments) -> Run<Value> {
        let Some((id, object)) = self.known(callable) else {
            return Ok(self.unknown_call(callable, receiver, &arguments));
        };
        let data = object.data.clone();
        if let Some(v) = self.decorated(id, &arguments) {
            return Ok(v);
        }
        match data {
            ObjectData::Function(data) => self.call_in_view(callable, &data, receiver, arguments),
            ObjectData::Method { function, receiver } => self.abstract_call(function, receiver, arguments),
            ObjectData::Class(_) => self.abstract_instance(id, arguments),
            ObjectData::Builtin(name) => self.call_builtin(name, receiver, &arguments),
            ObjectData::Imported(path) => Ok(self.call_imported(callable, path, &arguments)),
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
    pub(super) fn copied(&mut self, v: Value, how: &str) -> Value {
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
    pub(super) fn note_impure(&mut self) {
        let (_, code, pc) = self.abs().at;
        self.abs().impure.insert((code, pc));
    }

    pub(super) fn unknown_call(&mut self, callable: Value, receiver: Value, arguments: &Arguments) -> Value {
        self.note_deeds(Deeds::UNKNOWN);
        self.untold_call(callable, receiver, arguments)
    }

    /// As an unknown call for all that is followed.
    fn untold_call(&mut self, callable: Value, receiver: Value, arguments: &Arguments) -> Value {
        self.note_impure();
        let mut values: Vec<Value> = arguments.values().collect();
        values.extend([callable, receiver].into_iter().filter(|v| v.is_bound()));
        let result = self.call_keeps(callable, receiver, arguments);
        self.pass_on(&values);
        result
    }

    /// Runs a function of the file if it can touch anything that is followed.
    pub(super) fn call_in_view(
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
            self.note_deeds(Deeds::UNKNOWN);
            return Ok(self.suspended_generator(data, &arguments));
        }
        let longest = if self.asks_for_results_only() { MAX_FACTORY } else { MAX_INSTRUCTIONS };
        let long = code.instrs.len() > longest || code.is_coroutine;
        let recursive = self.abs().calls.contains(&data.code);
        if long || recursive || self.abs().calls.len() > MAX_DEPTH {
            return Ok(self.unknown_call(function, Value::UNBOUND, &arguments));
        }
        let values: Vec<Value> = arguments.values().collect();
        let result = match self.is_detached(&values, data.closure) {
            true => self.call_detached(data, arguments, &values),
            false => self.run_in_view(data, arguments, &values),
        };
        self.note_call_of(data.code);
        let (_, code, pc) = self.abs().at;
        if self.abs().nexts.iter().any(|&(c, _)| c == data.code) {
            self.abs().nexts.insert((code, pc));
        }
        match result {
            Err(Interrupt::Stop(_)) => {
                self.note_deeds(Deeds::UNKNOWN);
                self.pass_on(&values);
                Ok(Value::OPAQUE)
            }
            result => result,
        }
    }

    /// The module runs, and nobody asks what happens to its objects: `if __name__ == "__main__": main()`.
    fn asks_for_results_only(&self) -> bool {
        self.abs.as_ref().is_some_and(|a| a.module_is_plain && a.calls.first() == Some(&CodeId::MODULE))
    }

    /// A call that is handed nothing with a story.
    fn call_detached(&mut self, data: &FunctionData, arguments: Arguments, values: &[Value]) -> Run<Value> {
        let result = match self.abs().detached.get(&data.code).copied() {
            Some(v) => v,
            None if self.may_tell(data.code) => return self.run_detached(data, arguments, values),
            None => {
                self.note_deeds(Deeds::UNKNOWN);
                Value::OPAQUE
            }
        };
        self.note_entered(data.code);
        self.forget_escaped();
        Ok(result)
    }

    /// A function that is handed nothing with a story is recorded only if it returns something that may get one.
    fn run_detached(&mut self, data: &FunctionData, arguments: Arguments, values: &[Value]) -> Run<Value> {
        let recording = std::mem::replace(&mut self.abs().recording, false);
        self.heap.mark();
        let result = self.run_in_view(data, arguments.clone(), values);
        self.abs().recording = recording;
        match result {
            Ok(v) if self.members(v).iter().all(|&id| self.heap.get(id).immortal) => {
                self.abs().detached.insert(data.code, v);
            }
            Ok(_) if recording => {
                self.heap.rollback();
                self.heap.commit();
                return self.run_in_view(data, arguments, values);
            }
            _ => {}
        }
        self.heap.commit();
        result
    }

    /// What a detached call does or gives may matter to the caller: it makes something that will have a story, or the
    /// caller asks what is done besides. Short functions, factories most of them, are always run.
    fn may_tell(&self, code: CodeId) -> bool {
        let bindings = self.compiler.bindings();
        let interest = |c| bindings.scope(self.compiler.scope_of(c)).interest;
        let asks = self.abs.as_ref().and_then(|a| a.calls.first().copied()).map(interest);
        self.code(code).instrs.len() <= MAX_TOLD
            || interest(code).intersects(Interest::MADE_FOR_OTHERS)
            || asks.is_some_and(|i| i.intersects(Interest::ASKS_FOR_DEEDS))
    }

    fn run_in_view(&mut self, data: &FunctionData, arguments: Arguments, values: &[Value]) -> Run<Value> {
        let frame = self.new_frame(data.code);
        if self.bind(frame, data, arguments).is_err() {
            self.note_deeds(Deeds::UNKNOWN);
            self.pass_on(values);
            return Ok(Value::OPAQUE);
        }
        self.make_cells(frame);
        self.bind_cells(frame, data);
        self.run_inside(frame)
    }

    /// A function that gets nothing with a story can tell nothing either: what it makes itself is told when it is
    /// analysed on its own. The module's objects have stories while the module runs.
    fn is_detached(&self, values: &[Value], closure: Value) -> bool {
        let in_module = self.abs.as_ref().is_none_or(|a| a.calls.first() == Some(&CodeId::MODULE));
        let mut seen = FxHashSet::default();
        let mut todo: Vec<ObjId> = values.iter().chain([&closure]).flat_map(|&v| self.members(v)).collect();
        while let Some(id) = todo.pop() {
            let object = self.heap.get(id);
            // What holds nothing that changes, and is known to the letter, is nothing to ask about.
            let constant = matches!(object.data, ObjectData::Tuple(_) | ObjectData::Str(_) | ObjectData::Bytes(_));
            if in_module || !constant && self.has_story(id) {
                return false;
            }
            let code = matches!(object.data, ObjectData::Class(_) | ObjectData::Module(_));
            if !object.immortal && !code && seen.insert(id) {
                self.each_child(id, |c| todo.extend(self.members(c)));
            }
        }
        true
    }

    /// A generator owns its arguments and cells until it ends; what its body does to them happens later, if at all.
    pub(super) fn suspended_generator(&mut self, data: &FunctionData, arguments: &Arguments) -> Value {
        let mut held: Vec<Value> = arguments.values().collect();
        held.push(data.closure);
        held.retain(|v| v.is_bound());
        let measured = self.measured_within(&held);
        for &v in &held {
            self.happens(v, EventOf::Stored);
            self.escape(v);
        }
        let v = self.iterator(IteratorKind::Maker, held);
        self.made_once(v);
        self.note_frame(v, &measured);
        self.note_generator(v, data.code);
        v
    }

    pub(super) fn abstract_instance(&mut self, class: ObjId, arguments: Arguments) -> Run<Value> {
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
            None => self.generated_init(class, v, &arguments)?,
        }
        Ok(v)
    }

    /// A builtin on followed arguments is computed; else its table entry is applied.
    pub(super) fn call_builtin(&mut self, name: &'static str, receiver: Value, arguments: &Arguments) -> Run<Value> {
        if name == "super"
            && arguments.positional.is_empty()
            && let Some(v) = self.abstract_super()
        {
            return Ok(v);
        }
        if let Some(v) = self.data_class_call(name, arguments) {
            return Ok(v);
        }
        if let ("iter", &[v]) = (name, &arguments.positional[..]) {
            let container = self
                .known(v)
                .is_some_and(|(_, o)| !o.escaped && matches!(o.class, Class::Builtin(t) if t != Type::Opaque));
            // Of an argument, too, it is an iterator.
            if container || v.single().is_some_and(|id| self.is_tracked(id)) {
                let it = self.abstract_iter(v);
                self.made_once(it);
                return Ok(it);
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
                Err(Interrupt::Raise { .. } | Interrupt::Unwind(_) | Interrupt::Reraise(_)) => {
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
    pub(super) fn tell_native(&mut self, table: Option<&'static Effect>, receiver: Value, arguments: &Arguments) {
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
            let looks_up = v == receiver && (!e.is_pure() || e.name == "get");
            self.happens(v, if looks_up { EventOf::LookedUp } else { EventOf::Read });
            if e.name == "len" {
                self.happens(v, EventOf::Counted);
            }
        }
        if !e.mutates.is_empty() {
            self.note_impure();
        }
        let changed: Vec<Value> =
            e.mutates.iter().flat_map(|m| self.argument(e, receiver, arguments, m.target)).collect();
        self.note_effect(e, &changed);
    }

    pub(super) fn call_method(&mut self, name: Name, receiver: Value, arguments: &Arguments) -> Run<Value> {
        let text = self.text(name).to_owned();
        if let Some(v) = self.exception_method(receiver, &text, arguments) {
            return Ok(v);
        }
        if text == "fromkeys"
            && let Some(v) = self.dict_from_keys(receiver, arguments)
        {
            return Ok(v);
        }
        // `list.append(xs, x)`
        let class =
            self.known(receiver).is_some_and(|(_, o)| matches!(o.data, ObjectData::Builtin(_)) && o.is(Type::Type));
        if class && text == "__new__" {
            // `object.__new__(Decimal)`: the class is no receiver.
            return Ok(self.unknown_call(Value::UNBOUND, receiver, arguments));
        }
        // `datetime.now()`, where `datetime` is the class.
        if let Some(&ObjectData::Library { module, name: class }) = self.known(receiver).map(|(_, o)| &o.data)
            && let Some(e) = find_method(&format!("{module}.{class}"), &text, arguments.positional.len())
            && e.varies
            && e.mutates.is_empty()
        {
            return Ok(self.apply(e, receiver, arguments));
        }
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
        // `groups.get(key).append(x)`: None has no such method.
        let possible = members.iter().filter(|&&id| id != ObjId::NONE).count();
        self.abs().one_of_several = outer || possible > 1;
        for id in members {
            let v = match self.heap.get(id).class {
                Class::Builtin(ty) if ty != Type::Opaque => {
                    find_method(type_name(ty), &text, arguments.positional.len())
                        .map(|e| self.apply(e, id.into(), arguments))
                }
                _ => {
                    let known =
                        self.class_in_tables(id).and_then(|c| find_method(c, &text, arguments.positional.len()));
                    known.map(|e| self.apply(e, id.into(), arguments))
                }
            };
            match v {
                Some(v) => all = self.join_or(all, v),
                None => unknown = true,
            }
        }
        self.abs().one_of_several = outer;
        if let (true, Some((function, data))) = (unknown, self.own_method(receiver, name, arguments)) {
            return self.call_in_view(function, &data, receiver, arguments.clone());
        }
        if unknown {
            self.kept_by_method(&text, receiver, arguments);
            self.note_unknown_wait(&text, arguments);
            let method = text.clone();
            self.happens(receiver, EventOf::Called { method });
            let v = if is_text_method(&text, arguments.positional.len()) {
                self.untold_call(Value::UNBOUND, receiver, arguments)
            } else {
                self.unknown_call(Value::UNBOUND, receiver, arguments)
            };
            let v = self.read_from_unknown(&text, receiver, arguments).unwrap_or(v);
            let v = self.view_of_unknown(&text, receiver, arguments).unwrap_or(v);
            let v = if v == Value::OPAQUE { self.given_by_method(&text, receiver).unwrap_or(v) } else { v };
            all = self.join_or(all, v);
        }
        Ok(if all.is_bound() { all } else { Value::OPAQUE })
    }

    pub(super) fn mark_input(&mut self, v: Value) {
        if let Some(id) = v.single() {
            self.abs().input_sized.insert(id);
        }
    }
}
