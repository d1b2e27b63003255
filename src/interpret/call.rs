//! Calls: who owns the arguments, which parameter gets which.

use super::Machine;
use super::exec::Flow;
use super::machine::{Run, stop, untold};
use crate::bytecode::{CodeId, Const, ConstId, FunctionParts, Name, Op};
use crate::config::PythonVersion;
use crate::cpython::exceptions::ExceptionClass;
use crate::cpython::teardown;
use crate::heap::{FunctionData, GeneratorState, Handled, ObjectData, Type, Value};
use crate::planted::{Bug, is_planted};

/// The arguments of one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Arguments {
    pub positional: Vec<Value>,
    pub keywords: Vec<(Name, Value)>,
}

impl Arguments {
    pub(super) fn is_empty(&self) -> bool {
        self.positional.is_empty() && self.keywords.is_empty()
    }

    pub(super) fn values(&self) -> impl DoubleEndedIterator<Item = Value> + '_ {
        self.positional.iter().copied().chain(self.keywords.iter().map(|&(_, v)| v))
    }
}

impl Machine<'_> {
    /// The parts of a function, off the operand stack.
    pub(super) fn pop_function_data(&mut self, f: usize, code: CodeId, parts: FunctionParts) -> Run<FunctionData> {
        let mut part = |has: bool| if has { self.pop(f) } else { Ok(Value::UNBOUND) };
        let closure = part(parts.closure)?;
        let annotations = part(parts.annotations)?;
        let keyword_defaults = part(parts.keyword_defaults)?;
        let defaults = part(parts.defaults)?;
        let doc = self.docstring_of(code);
        Ok(FunctionData { code, defaults, keyword_defaults, doc, annotations, closure, assigned: Vec::new() })
    }

    /// A function owns its docstring (`PyFunction_New`).
    fn docstring_of(&mut self, code: CodeId) -> Value {
        let doc = self.code(code).doc.filter(|_| self.abs.is_none());
        let Some(doc) = doc else { return Value::UNBOUND };
        let v = self.constant(doc);
        self.incref(v);
        v
    }

    pub(super) fn make_function(&mut self, f: usize, code: CodeId, parts: FunctionParts) -> Run<()> {
        let data = self.pop_function_data(f, code, parts)?;
        let v = self.make_builtin(Type::Function, ObjectData::Function(Box::new(data)));
        self.push(f, v);
        Ok(())
    }

    pub(super) fn call_op(&mut self, f: usize, args: u32, keywords: Option<ConstId>) -> Run<()> {
        let callable = self.peek(f, args + 1)?;
        self.call_on_stack(f, callable, Value::UNBOUND, args, 1, keywords)
    }

    /// The compiler puts the function where a method's receiver stands, so a bound method is called from C.
    pub(super) fn call_decorator(&mut self, f: usize) -> Run<()> {
        let callable = self.peek(f, 2)?;
        let bound = matches!(self.object(callable)?.1.data, ObjectData::Method { .. });
        if !bound || self.version <= PythonVersion::PY310 {
            return self.call_op(f, 1, None);
        }
        let (argument, callable) = (self.pop(f)?, self.pop(f)?);
        self.incref(argument);
        let result = self.call_function(callable, vec![argument])?;
        self.finish(f, result, &[argument, callable])
    }

    pub(super) fn call_method_op(&mut self, f: usize, args: u32, keywords: Option<ConstId>) -> Run<()> {
        let callable = self.peek(f, args + 2)?;
        let receiver = self.peek(f, args + 1)?;
        self.call_on_stack(f, callable, receiver, args, 2, keywords)
    }

    /// The arguments are on the stack above `below` operands (the callable, the receiver).
    fn call_on_stack(
        &mut self,
        f: usize,
        callable: Value,
        receiver: Value,
        args: u32,
        below: u32,
        keywords: Option<ConstId>,
    ) -> Run<()> {
        let names = self.keyword_names(keywords);
        let top = self.frames[f].stack.len();
        let at = top.checked_sub(args as usize).ok_or_else(|| stop("operand stack is empty"))?;
        let all = self.frames[f].stack[at..].to_vec();
        let positional = all.len() - names.len();
        let mut arguments = Arguments {
            positional: all[..positional].to_vec(),
            keywords: names.into_iter().zip(all[positional..].iter().copied()).collect(),
        };
        let function = self.python_function(callable, receiver);
        let base = at - below as usize;
        let Some((function, self_)) = function else {
            let result = self.call_native(callable, receiver, &arguments);
            if matches!(&result, Err(e) if !e.is_exception()) {
                return result.map(|_| ());
            }
            let held = self.frames[f].stack.split_off(base);
            if let Ok(v) = result {
                self.push(f, v);
            }
            self.drop_operands(held, below as usize)?;
            return result.map(|_| ());
        };
        if let Some(self_) = self_ {
            arguments.positional.insert(0, self_);
        }
        if self.version >= PythonVersion::PY311 {
            // The references move into the callee's frame.
            let held = self.frames[f].stack.split_off(base);
            let moved = self_.is_some_and(|s| s == receiver);
            if !moved {
                if let Some(s) = self_ {
                    self.incref(s);
                }
                if function != callable {
                    self.incref(function);
                }
            }
            // A bound method gives its parts away before the call.
            if function != callable {
                self.decref(held[0])?;
            }
            let result = self.call_python(function, arguments)?;
            self.push(f, result);
            return Ok(());
        }
        for v in arguments.values().collect::<Vec<_>>() {
            self.incref(v);
        }
        let result = self.call_python(function, arguments)?;
        let held = self.frames[f].stack.split_off(base);
        self.push(f, result);
        self.drop_operands(held, below as usize)
    }

    /// Temporaries passed to a call die after it: the second first up to 3.10 and from 3.14 (`ceval.c`).
    fn drop_operands(&mut self, held: Vec<Value>, below: usize) -> Run<()> {
        let (callee, args) = held.split_at(below);
        let early = self.version <= PythonVersion::PY310 && !is_planted(Bug::LaterRule);
        if early || self.version >= PythonVersion::PY314 {
            self.decref_all(args.iter().rev().copied())?;
        } else {
            // The receiver is the first of the arguments.
            let receiver = callee.get(1).copied().unwrap_or(Value::UNBOUND);
            let instance = |o: &ObjectData| matches!(o, ObjectData::Instance(_) | ObjectData::Native(_));
            if self.known(callee[0]).is_some_and(|(_, o)| instance(&o.data)) {
                // What is called is let go before the arguments where the call is none of a function.
                self.decref_all([callee[0], receiver])?;
                return self.decref_all(args.iter().copied());
            }
            self.decref(receiver)?;
            self.decref_all(args.iter().copied())?;
            return self.decref(callee[0]);
        }
        self.decref_all(callee.iter().rev().copied().filter(|v| v.is_bound()))
    }

    pub(super) fn keyword_names(&mut self, keywords: Option<ConstId>) -> Vec<Name> {
        let Some(id) = keywords else { return Vec::new() };
        let Const::Tuple(ids) = self.program().constant(id).clone() else { return Vec::new() };
        ids.iter()
            .map(|&id| match self.program().constant(id).clone() {
                Const::Str(s) => self.intern(&s),
                _ => self.intern(""),
            })
            .collect()
    }

    /// The Python function behind a callable, with what it is bound to.
    fn python_function(&self, callable: Value, receiver: Value) -> Option<(Value, Option<Value>)> {
        match self.known(callable)?.1.data {
            ObjectData::Function(_) => Some((callable, receiver.is_bound().then_some(receiver))),
            ObjectData::Method { function, receiver } => {
                matches!(self.known(function)?.1.data, ObjectData::Function(_)).then_some((function, Some(receiver)))
            }
            _ => None,
        }
    }

    /// `f(*args, **kwargs)`: from 3.12 the tuple and dict are gone before a Python function runs.
    pub(super) fn call_ex_op(&mut self, f: usize, keywords: bool) -> Run<()> {
        let named = if keywords { self.pop(f)? } else { Value::UNBOUND };
        let mut args = self.pop(f)?;
        let callable = self.pop(f)?;
        if !self.object(args)?.1.is(Type::Tuple) {
            let items = self.collect_items(args)?;
            let tuple = self.tuple(items);
            self.decref(args)?;
            args = tuple;
        }
        let mut arguments =
            Arguments { positional: self.sequence_items(args).unwrap_or_default(), ..Arguments::default() };
        if keywords {
            let ObjectData::Dict(d) = self.object(named)?.1.data.clone() else { return Err(stop("** of no dict")) };
            for (key, v) in d.iter() {
                let Some(text) = self.as_str(key).map(str::to_owned) else {
                    return Err(stop("** with an unknown key"));
                };
                // The callee's dict has this very key.
                self.leave_key(key);
                arguments.keywords.push((self.intern(&text), v));
            }
        }
        let packed: Vec<Value> = [args, named].into_iter().filter(|v| v.is_bound()).collect();
        let Some((function, receiver)) = self.python_function(callable, Value::UNBOUND) else {
            let depth = self.in_c.len();
            if self.version >= PythonVersion::PY314 {
                // Perhaps borrowed from a local.
                self.in_c.extend(&packed);
            }
            let result = self.call_native(callable, Value::UNBOUND, &arguments);
            self.in_c.truncate(depth);
            if let Ok(v) = result {
                self.push(f, v);
            }
            self.drop_packed(callable, packed)?;
            return result.map(|_| ());
        };
        if let Some(r) = receiver {
            arguments.positional.insert(0, r);
        }
        arguments.values().collect::<Vec<_>>().into_iter().for_each(|v| self.incref(v));
        let star = teardown::StarArguments::Yes;
        // A bound method is called from C, which holds them.
        let early = receiver.is_none() && !teardown::caller_owns_arguments(self.version, star);
        if self.version >= PythonVersion::PY311 {
            self.incref(function);
        }
        if early {
            self.decref_all(packed.iter().copied())?;
        }
        // The rest is held by the caller, where the run sees it.
        let depth = self.in_c.len();
        self.in_c.extend(arguments.values().chain([function, callable]));
        if self.version >= PythonVersion::PY314 {
            self.in_c.extend(&packed);
        }
        let result = self.call_python(function, arguments);
        self.in_c.truncate(depth);
        if let Ok(v) = result {
            self.push(f, v);
        }
        self.drop_packed(callable, if early { Vec::new() } else { packed })?;
        result.map(|_| ())
    }

    /// What `f(*args, **named)` held: in this order up to 3.13, from the top of the stack from 3.14.
    fn drop_packed(&mut self, callable: Value, mut packed: Vec<Value>) -> Run<()> {
        packed.insert(0, callable);
        if self.version >= PythonVersion::PY314 {
            packed.reverse();
        }
        self.decref_all(packed)
    }

    /// Calls back from C code. The argument references move into the call; the callable is borrowed.
    pub(super) fn call_function(&mut self, callable: Value, positional: Vec<Value>) -> Run<Value> {
        self.call_with(callable, Arguments { positional, keywords: Vec::new() })
    }

    /// As `call_function`, by code that does not own the function meanwhile: a property's getter, `map`.
    pub(super) fn call_lent(&mut self, function: Value, positional: Vec<Value>) -> Run<Value> {
        if self.version >= PythonVersion::PY311 || !self.known(function).is_some_and(|(_, o)| o.is(Type::Function)) {
            return self.call_function(function, positional);
        }
        self.call_python(function, Arguments { positional, keywords: Vec::new() })
    }

    pub(super) fn call_with(&mut self, callable: Value, mut arguments: Arguments) -> Run<Value> {
        match self.python_function(callable, Value::UNBOUND) {
            Some((function, receiver)) => {
                if let Some(r) = receiver {
                    self.incref(r);
                    arguments.positional.insert(0, r);
                }
                self.incref(function);
                let result = self.call_python(function, arguments);
                if self.version <= PythonVersion::PY310 {
                    self.decref(function)?;
                }
                result
            }
            None => {
                let result = self.call_native(callable, Value::UNBOUND, &arguments);
                self.decref_all(arguments.values().collect::<Vec<_>>())?;
                result
            }
        }
    }

    /// Runs a function whose arguments are owned by the call; from 3.11 the reference to the function, too.
    fn call_python(&mut self, function: Value, arguments: Arguments) -> Run<Value> {
        let ObjectData::Function(data) = &self.object(function)?.1.data else { return Err(stop("not a function")) };
        let data = data.clone();
        // A frame is never given back.
        self.burn(16)?;
        let frame = self.new_frame(data.code);
        if self.version >= PythonVersion::PY311 {
            self.frames[frame].function = function;
        }
        let given: Vec<Value> = arguments.values().collect();
        if let Err(e) = self.bind(frame, &data, arguments) {
            self.decref_all(given)?;
            self.drop_function(frame)?;
            return Err(e);
        }
        self.frames[frame].borrowed = self.active.len() > 1 && self.version >= PythonVersion::PY314;
        self.make_cells(frame);
        self.bind_closure(frame, &data)?;
        let code = self.code(data.code);
        if code.is_generator || code.is_coroutine {
            let name = code.name.to_string();
            let ty = match (code.is_coroutine, code.is_generator) {
                (true, true) => Type::AsyncGenerator,
                (true, false) => Type::Coroutine,
                (false, _) => Type::Generator,
            };
            return Ok(self.make_generator(frame, data.code, ty, &name));
        }
        self.run_to_return(frame)
    }

    fn make_generator(&mut self, frame: usize, code: CodeId, ty: Type, name: &str) -> Value {
        let name = self.intern(name);
        let state = GeneratorState {
            code,
            frame: Some(frame as u32),
            running: false,
            closed: false,
            handled: Handled::NOTHING,
            function: Value::UNBOUND,
            name,
        };
        let v = self.make_builtin(ty, ObjectData::Generator(Box::new(state)));
        self.frames[frame].generator = v.single();
        v
    }

    /// Runs a frame to its end and drops it.
    pub(super) fn run_to_return(&mut self, frame: usize) -> Run<Value> {
        self.enter(frame)?;
        match self.run_frame(frame) {
            Ok(Flow::Return(v)) => {
                self.leave_frame(frame, v)?;
                Ok(v)
            }
            Ok(_) => Err(stop("a function that does not return")),
            Err(e) if e.is_exception() => {
                self.leave_by_exception(frame)?;
                Err(e)
            }
            Err(e) => Err(e),
        }
    }

    /// An exception leaves the frame; its traceback owns it from now on.
    pub(super) fn leave_by_exception(&mut self, frame: usize) -> Run<()> {
        if self.policy == super::Policy::Abstract {
            return Ok(());
        }
        self.raising(frame);
        if frame > 0 {
            self.drop_frame(frame)?;
        }
        self.active.pop();
        self.drop_function(frame)
    }

    pub(super) fn leave_frame(&mut self, frame: usize, returned: Value) -> Run<()> {
        if self.may_return_unowned(frame) {
            self.returning_uncounted(frame, returned);
        } else {
            self.returning(frame, returned);
        }
        self.drop_frame(frame)?;
        self.active.pop();
        self.drop_function(frame)
    }

    /// `return "text"` on 3.12 and 3.13 may be one instruction, which owns the constant later (`RETURN_CONST`).
    fn may_return_unowned(&self, frame: usize) -> bool {
        let f = &self.frames[frame];
        let before = (f.pc as usize).checked_sub(2).and_then(|at| self.code(f.code).instrs.get(at));
        (PythonVersion::PY312..=PythonVersion::PY313).contains(&self.version)
            && before.is_some_and(|i| matches!(i.op, Op::LoadConst(_)))
    }

    pub(super) fn bind_closure(&mut self, frame: usize, data: &FunctionData) -> Run<()> {
        let Some((_, closure)) = self.known(data.closure) else { return Ok(()) };
        let ObjectData::Tuple(cells) = closure.data.clone() else { return Ok(()) };
        let slots = self.frames[frame].slots.len();
        let first = slots.checked_sub(cells.len()).ok_or_else(|| stop("closure without slots"))?;
        for (i, &cell) in cells.iter().enumerate() {
            self.incref(cell);
            self.frames[frame].slots[first + i] = cell;
        }
        Ok(())
    }

    /// Fills parameters from arguments, then defaults (`ceval.c`, `initialize_locals`).
    pub(super) fn bind(&mut self, frame: usize, data: &FunctionData, arguments: Arguments) -> Run<()> {
        let code = self.code(data.code);
        let (positional, keyword_only) = (code.positional as usize, code.keyword_only as usize);
        let (varargs, varkeywords) = (code.has_varargs, code.has_varkeywords);
        let named = positional + keyword_only;
        let names: Vec<Name> = code.slots.iter().take(named).map(|s| s.0).collect();
        let given = arguments.positional.len();
        let mut slots = vec![Value::UNBOUND; named];
        let mut extra = Vec::new();
        for (i, v) in arguments.positional.into_iter().enumerate() {
            if i < positional { slots[i] = v } else { extra.push(v) }
        }
        if !extra.is_empty() && !varargs {
            return Err(self.too_many_arguments(data, given, arguments.keywords.len()));
        }
        let mut extra_keywords = Vec::new();
        for (name, v) in arguments.keywords {
            match names.iter().position(|&n| n == name) {
                Some(i) if !slots[i].is_bound() => slots[i] = v,
                Some(_) => return Err(self.argument_twice(data, name)),
                None if varkeywords => extra_keywords.push((name, v)),
                None => return Err(self.unexpected_keyword(data, name)),
            }
        }
        let before = slots.clone();
        self.fill_defaults(data, &names, positional, &mut slots)?;
        let missing: Vec<usize> = (0..named).filter(|&i| !slots[i].is_bound()).collect();
        if !missing.is_empty() {
            let filled = slots.iter().zip(&before).filter(|(s, b)| s.is_bound() && !b.is_bound());
            self.decref_all(filled.map(|(&s, _)| s).collect::<Vec<_>>())?;
            return Err(self.missing_arguments(data, &missing));
        }
        if varargs {
            let v = self.tuple(extra);
            slots.push(v);
        }
        if varkeywords {
            let v = self.keyword_dict(extra_keywords)?;
            slots.push(v);
        }
        self.frames[frame].slots[..slots.len()].copy_from_slice(&slots);
        Ok(())
    }

    pub(super) fn keyword_dict(&mut self, keywords: Vec<(Name, Value)>) -> Run<Value> {
        let dict = self.new_dict();
        for (name, v) in keywords {
            let text = self.text(name).to_owned();
            let key = self.string(&text);
            if let Some((id, _)) = self.known(key) {
                self.heap.get_mut(id).shared = true;
            }
            self.dict_store(dict, key, v)?;
        }
        Ok(dict)
    }

    fn fill_defaults(&mut self, d: &FunctionData, names: &[Name], positional: usize, slots: &mut [Value]) -> Run<()> {
        if let Some((_, o)) = self.known(d.defaults) {
            let ObjectData::Tuple(items) = o.data.clone() else { return Err(stop("defaults are not a tuple")) };
            // More than there are parameters where `__defaults__` was assigned: the last ones count.
            let items = &items[items.len().saturating_sub(positional)..];
            let first = positional - items.len();
            for (i, &v) in items.iter().enumerate() {
                if let Some(slot) = slots.get_mut(first + i).filter(|s| !s.is_bound()) {
                    *slot = v;
                    self.incref(v);
                    if is_planted(Bug::DefaultPerCall) && self.known(v).is_some_and(|(_, o)| o.is(Type::List)) {
                        *slot = self.list(Vec::new());
                    }
                }
            }
        }
        if let Some((_, o)) = self.known(d.keyword_defaults) {
            let ObjectData::Dict(dict) = o.data.clone() else { return Err(stop("keyword defaults are not a dict")) };
            for (key, v) in dict.iter() {
                let name = self.as_str(key).map(str::to_owned).map(|s| self.intern(&s));
                let at = names.iter().position(|&n| Some(n) == name);
                if let Some(slot) = at.and_then(|i| slots.get_mut(i)).filter(|s| !s.is_bound()) {
                    *slot = v;
                    self.incref(v);
                }
            }
        }
        Ok(())
    }

    /// Calls what is not a Python function; the argument references stay with the caller.
    pub(super) fn call_native(&mut self, callable: Value, receiver: Value, arguments: &Arguments) -> Run<Value> {
        let depth = self.in_c.len();
        self.in_c.extend(arguments.values().chain([receiver]));
        let result = self.native(callable, receiver, arguments);
        self.in_c.truncate(depth);
        result
    }

    fn native(&mut self, callable: Value, receiver: Value, arguments: &Arguments) -> Run<Value> {
        let (id, object) = self.object(callable)?;
        match object.data.clone() {
            ObjectData::Builtin(name) if ExceptionClass::named(name).is_some() => match ExceptionClass::named(name) {
                Some(class) => self.call_exception(class, arguments),
                None => Err(stop("an unknown exception")),
            },
            ObjectData::Builtin(name) if !receiver.is_bound() && super::builtins::takes_receiver(name) => {
                // `list.append(xs, 1)`: an unbound method takes its receiver from the arguments.
                let Some((&receiver, rest)) = arguments.positional.split_first() else {
                    return Err(untold("TypeError"));
                };
                let arguments = Arguments { positional: rest.to_vec(), keywords: arguments.keywords.clone() };
                super::builtins::call(self, name, receiver, &arguments)
            }
            ObjectData::Builtin(name) => super::builtins::call(self, name, receiver, arguments),
            ObjectData::BuiltinMethod { name, receiver } => {
                let full = self.known(receiver).and_then(|(_, o)| match o.class {
                    _ if matches!(o.data, ObjectData::Exception(_)) => {
                        super::builtins::method(Type::Exception, self.text(name))
                    }
                    crate::heap::Class::Builtin(ty) => super::builtins::method(ty, self.text(name)),
                    crate::heap::Class::User(_) => None,
                });
                match full {
                    Some(full) => super::builtins::call(self, full, receiver, arguments),
                    None => Err(stop(format!("unknown call: {}", self.text(name)))),
                }
            }
            ObjectData::Generated { class, what } => {
                let mut arguments = arguments.clone();
                if receiver.is_bound() {
                    arguments.positional.insert(0, receiver);
                }
                self.call_generated(class, what, &arguments)
            }
            ObjectData::Class(_) => self.call_class(id, arguments),
            ObjectData::Method { function, receiver } => self.native(function, receiver, arguments),
            ObjectData::Instance(_) => self.call_instance(callable, arguments),
            ObjectData::Native(_) if receiver.is_bound() => {
                let mut all = arguments.clone();
                all.positional.insert(0, receiver);
                self.native(callable, Value::UNBOUND, &all)
            }
            ObjectData::Native(_) => {
                self.call_native_object(callable, arguments)?.ok_or_else(|| self.no_such_call(callable))
            }
            _ => Err(self.not_callable(callable)),
        }
    }
}
