//! Objects of library classes of which the tables of effects know the methods: tasks, event loops, queues.

use super::driver::unknown_contents;
use crate::bytecode::Op;
use crate::cpython::effects::{Effect, Place};
use crate::heap::{ObjId, ObjectData, Summary, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::{EventOf, Keeper, Lifetime, Origin};

/// Classes whose objects are followed; those marked have a story of their own.
const FOLLOWED: &[(&str, Told)] = &[
    ("_asyncio.Task", Told::Yes),
    ("_contextvars.ContextVar", Told::No),
    ("asyncio.AbstractEventLoop", Told::No),
    ("functools.partial", Told::No),
    ("functools._lru_cache_wrapper", Told::Yes),
    ("functools.lru_cache", Told::No),
    ("property", Told::No),
    ("queue.Queue", Told::No),
    ("_queue.SimpleQueue", Told::No),
    ("weakref.WeakKeyDictionary", Told::No),
    ("weakref.WeakValueDictionary", Told::No),
    ("_weakrefset.WeakSet", Told::No),
    ("method", Told::No),
];

/// What stands for a call of which only the name says that it may take long.
const UNSURE: &str = "run";

/// Library functions and methods that may take as long as they like.
const WAITS: &[(&str, &str)] = &[
    ("time", "sleep"),
    ("queue.Queue", "get"),
    ("queue.Queue", "join"),
    ("_queue.SimpleQueue", "get"),
    ("threading.Event", "wait"),
    ("threading.Thread", "join"),
    ("builtins", "input"),
    ("concurrent.futures", "wait"),
    ("select", "select"),
    ("signal", "pause"),
];

/// A sleep of a second or more, by its argument.
const LONG_SLEEP: &str = "time.sleep";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Yes,
    No,
}

impl Machine<'_> {
    pub(super) fn class_in_tables(&self, id: ObjId) -> Option<&'static str> {
        self.retention()?.library.get(&id).copied()
    }

    /// A new object of a library class, which holds `items`.
    pub(super) fn library_object(&mut self, class: &str, items: Value) -> Option<Value> {
        let &(class, told) = FOLLOWED.iter().find(|(name, _)| *name == class).filter(|_| self.follows_retention())?;
        let contents = Summary { items, ..unknown_contents() };
        let v = self.make_builtin(Type::Opaque, ObjectData::Summary(Box::new(contents)));
        let id = v.single()?;
        self.abs().retention.library.insert(id, class);
        if told == Told::Yes {
            self.watch_for(id, Origin::Library { class });
            self.happens(v, EventOf::Made);
        }
        Some(v)
    }

    /// What a table entry makes of a class that is no builtin one.
    pub(super) fn fresh_of_library(
        &mut self,
        e: &'static Effect,
        class: &str,
        receiver: Value,
        arguments: &Arguments,
    ) -> Value {
        if !self.follows_retention() {
            return Value::OPAQUE;
        }
        let mut items = Value::UNBOUND;
        for k in e.keeps.iter().filter(|k| k.place == Place::Result) {
            for v in self.argument(e, receiver, arguments, k.of) {
                items = self.join_or(items, v);
            }
        }
        self.library_object(class, items).unwrap_or(Value::OPAQUE)
    }

    /// What an entry does to lifetimes besides; a value, if that is all there is to say.
    pub(super) fn apply_to_lifetimes(
        &mut self,
        e: &'static Effect,
        receiver: Value,
        arguments: &Arguments,
    ) -> Option<Value> {
        if !self.follows_retention() {
            return None;
        }
        self.registered(e, arguments);
        if let (&[key, value, ..], "setdefault") = (&arguments.positional[..], e.name) {
            self.weak_entry(receiver, key, value);
        }
        if WAITS.contains(&(e.owner, e.name)) {
            self.note_wait(if e.name == "sleep" && self.sleeps_long(arguments) { LONG_SLEEP } else { e.name });
        }
        let first = arguments.positional.first().copied();
        match (e.owner, e.name) {
            ("contextvars", "ContextVar") => self.context_variable(arguments),
            ("_contextvars.ContextVar", "get") => self.value_of_context(receiver, arguments),
            ("weakref", "ref" | "proxy") => {
                self.held_weakly(first?, &format!("weakref.{}", e.name));
                None
            }
            ("sys", name) => self.exception_info(name),
            ("builtins", "type") if arguments.positional.len() == 1 => self.class_of_outside(first?),
            // Who already has a task or future would not have to make sure.
            ("asyncio", "ensure_future") => {
                let coroutine = first.filter(|&v| v == Value::OPAQUE)?;
                if !self.is_handed_a_coroutine(e.name) {
                    return Some(Value::OPAQUE);
                }
                self.library_object("_asyncio.Task", coroutine)
            }
            ("builtins", "setattr") => {
                let &[object, name, value] = &arguments.positional[..] else { return None };
                let text = self.as_str(name).unwrap_or("...").to_owned();
                let attribute = self.intern(&text);
                self.kept_by_attribute(object, attribute, value);
                None
            }
            ("atexit", "unregister") => {
                let code = self.abs().calls.first().copied()?;
                self.abs().retention.undoes.insert(code);
                None
            }
            _ => None,
        }
    }

    /// `ensure_future(self.beat())` where the file has an `async def beat`: of a future, which `condition.wait()` may give,
    /// it makes no task.
    fn is_handed_a_coroutine(&mut self, function: &str) -> bool {
        let (_, code, pc) = self.abs().at;
        let named = |m: &Self, op: Op| match op {
            Op::LoadMethod(n) | Op::LoadAttr(n) | Op::LoadGlobal(n) | Op::LoadName(n) => m.text(n).to_owned(),
            _ => String::new(),
        };
        let before = self.code(code).instrs.get(..pc as usize).unwrap_or_default();
        let names = before.iter().rev().map(|i| named(self, i.op)).take_while(|n| n != function);
        let names: Vec<String> = names.filter(|n| !n.is_empty()).collect();
        self.program().codes.iter().any(|c| c.is_coroutine && names.iter().any(|n| **n == *c.name))
    }

    /// `time.sleep(60)`
    fn sleeps_long(&self, arguments: &Arguments) -> bool {
        let Some((_, object)) = arguments.positional.first().and_then(|&v| self.known(v)) else { return false };
        match object.data {
            ObjectData::Int(n) => n >= 1,
            ObjectData::Float(f) => f >= 1.0,
            _ => false,
        }
    }

    /// The call that runs now may take long.
    pub(super) fn note_wait(&mut self, function: &str) {
        if self.is_recording() && self.follows_retention() {
            let (_, code, pc) = self.abs().at;
            self.abs().retention.waits.push((code, pc, function.to_owned()));
        }
    }

    /// `server.serve_forever()`, where the class of `server` is not known.
    pub(super) fn note_unknown_wait(&mut self, method: &str, arguments: &Arguments) {
        let nothing = arguments.positional.is_empty() && arguments.keywords.iter().all(|k| self.text(k.0) == "timeout");
        let waits = match method {
            "serve_forever" | "run_forever" | "mainloop" => true,
            "get" | "wait" | "join" | "accept" | "wait_for_termination" => nothing,
            // How long these take is for their class to say.
            "run" | "run_until_complete" => return self.note_wait(UNSURE),
            _ => false,
        };
        if waits {
            self.note_wait(method);
        }
    }

    /// `D[key] = value`, `D.setdefault(key, value)` with weak keys: does the value hold its key?
    pub(super) fn weak_entry(&mut self, container: Value, key: Value, value: Value) {
        if container.single().and_then(|id| self.class_in_tables(id)) == Some("weakref.WeakValueDictionary") {
            self.held_weakly(value, "WeakValueDictionary");
        }
        let weak = |m: &Self, id: ObjId| m.class_in_tables(id) == Some("weakref.WeakKeyDictionary");
        if !self.is_recording() || !self.members(container).into_iter().any(|id| weak(self, id)) {
            return;
        }
        let Some((id, _)) = self.known(key) else { return };
        if self.heap.get(id).immortal || !self.held_by(value).contains(&id) {
            return;
        }
        let place = container.single().and_then(|id| self.name_of_global(id)).map(str::to_owned);
        let place = place.or_else(|| Some(self.retention()?.outside.get(&container.single()?)?.path.clone()));
        let name = self.outside(key).map(|(_, at)| at.path.clone());
        let function = self.analysed_function();
        let origin = name.map(|parameter| Origin::Parameter { function, parameter });
        self.watch_for(id, origin.unwrap_or(Origin::Local));
        let place = place.unwrap_or_else(|| "the dictionary".to_owned());
        self.happens(key, EventOf::HeldByItsValue { place });
    }

    /// The value of an expression statement.
    pub(super) fn dropped(&mut self, v: Value) {
        if !self.is_recording() || !self.follows_retention() {
            return;
        }
        if self.members(v).into_iter().any(|id| self.is_watched(id)) {
            return self.happens(v, EventOf::Dropped);
        }
        // `[create_task(work(x)) for x in xs]`: what the list held goes with it.
        let held: Vec<ObjId> = self.held_in_data(v).into_iter().filter(|&id| self.is_watched(id)).collect();
        if held.is_empty() {
            return;
        }
        let frames = self.active.iter().copied();
        let mut others: Vec<Value> = frames.clone().flat_map(|f| self.names_in_sight(f)).map(|(_, v)| v).collect();
        others.extend(frames.flat_map(|f| self.frames[f].stack.iter().copied()));
        for id in held {
            if !self.heap.get(id).escaped && !others.iter().any(|&other| self.held_by(other).contains(&id)) {
                self.happens(id.into(), EventOf::Dropped);
            }
        }
    }

    /// A registry of the library gets an object: `atexit.register(self.close)`.
    pub(super) fn registered(&mut self, e: &'static Effect, arguments: &Arguments) {
        if !self.is_recording() || !self.follows_retention() {
            return;
        }
        let kept: Vec<Value> = e
            .keeps
            .iter()
            .filter(|k| k.place == Place::Registry)
            .flat_map(|k| self.argument(e, Value::UNBOUND, arguments, k.of))
            .collect();
        let keeper = Keeper { lifetime: Lifetime::Registry, place: format!("{}.{}", e.owner, e.name) };
        // `weakref.finalize(obj, ..)` runs when `obj` dies, and holds all else until then.
        let own = if e.name == "finalize" { arguments.positional.first().copied() } else { None };
        for v in kept {
            for id in self.held_by(v) {
                let asked = match own {
                    Some(own) => self.members(own).contains(&id) && !self.heap.get(id).immortal,
                    None => self.is_instance_of_method(id),
                };
                if asked {
                    let parameter = self.outside(id.into()).map(|(_, at)| at.path.clone());
                    let function = self.analysed_function();
                    let origin = parameter.map(|parameter| Origin::Parameter { function, parameter });
                    self.watch_for(id, origin.unwrap_or(Origin::Local));
                    self.happens(id.into(), EventOf::Kept(keeper.clone()));
                }
            }
        }
    }

    fn analysed_function(&self) -> String {
        let first = self.abs.as_ref().and_then(|a| a.calls.first().copied());
        first.map(|c| self.code(c).name.to_string()).unwrap_or_default()
    }

    /// `self`
    fn is_instance_of_method(&self, id: ObjId) -> bool {
        self.outside(id.into()).is_some_and(|(_, at)| at.attribute.is_none() && at.lifetime == Lifetime::Instance)
    }
}
