//! Exceptions in handlers. What a handler gets is one object per handler, which holds its traceback, which holds the
//! frames it came through with all their variables.

use super::driver::unknown_contents;
use crate::bytecode::{HandlerKind, Name};
use crate::heap::{ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::{EventOf, Origin};

/// How many variables of a frame a message may name.
const MAX_LOCALS: usize = 4;

impl Machine<'_> {
    /// Control enters a handler: the exception on its stack is an object that is followed.
    pub(super) fn enter_handler(&mut self, frame: usize, pc: u32) {
        if !self.follows_retention() {
            return;
        }
        let code = self.frames[frame].code;
        let handler =
            self.code(code).handlers.iter().find(|h| h.target == pc && h.kind == HandlerKind::Except).copied();
        let Some(handler) = handler else { return };
        let operands = handler.kind.operands(self.version) as usize;
        let Some(first) = self.frames[frame].stack.len().checked_sub(operands) else { return };
        let context = self.abs().at.0;
        self.abs().at = (context, code, pc);
        self.abs().made_here = 0;
        let data = ObjectData::Summary(Box::new(unknown_contents()));
        let v = self.make(Object { escaped: true, ..Object::builtin(Type::Opaque, data) });
        if let Some(id) = v.single() {
            let function = self.code(code).name.to_string();
            self.watch_for(id, Origin::Caught { function, locals: Vec::new() });
        }
        self.frames[frame].stack[first..].fill(v);
    }

    /// `__exit__` gets the exception that leaves the block of a `with`, and its traceback, which holds the same frames.
    pub(super) fn enter_exit(&mut self, frame: usize) {
        let code = self.code(self.frames[frame].code);
        let (named, varargs) = (code.positional as usize, code.has_varargs);
        if !self.follows_retention() || !is_exit(&code.name) {
            return;
        }
        let function = code.name.to_string();
        let data = ObjectData::Summary(Box::new(unknown_contents()));
        let caught = self.make(Object { escaped: true, ..Object::builtin(Type::Opaque, data) });
        if let Some(id) = caught.single() {
            self.watch_for(id, Origin::Caught { function, locals: Vec::new() });
        }
        match (named, varargs) {
            (4, _) => self.frames[frame].slots[2..4].fill(caught),
            (1, true) => {
                let parts = [Value::OPAQUE, caught, caught];
                self.frames[frame].slots[1] = self.make_builtin(Type::Tuple, ObjectData::Tuple(parts.into()));
            }
            _ => {}
        }
    }

    /// The exception that the innermost handler of the frame has: `sys.exc_info()`.
    pub(super) fn handled_in(&self, f: usize) -> Option<Value> {
        let caught = |v: &&Value| v.single().is_some_and(|id| self.is_caught(id));
        self.frames[f].stack.iter().rev().find(caught).copied()
    }

    pub(super) fn is_caught(&self, id: ObjId) -> bool {
        matches!(self.retention().and_then(|r| r.watched.get(&id)), Some(Origin::Caught { .. }))
    }

    /// `sys.exc_info()` and `sys.exception()` in a handler.
    pub(super) fn exception_info(&mut self, function: &str) -> Option<Value> {
        let caught = self.handled_in(self.active.last().copied()?)?;
        match function {
            "exc_info" => {
                let parts = [Value::OPAQUE, caught, caught];
                self.happens(caught, EventOf::Stored);
                Some(self.make_builtin(Type::Tuple, ObjectData::Tuple(parts.into())))
            }
            "exception" => Some(caught),
            _ => None,
        }
    }

    /// `e.with_traceback(None)` is `e` itself, and holds no frames any more.
    pub(super) fn exception_method(&mut self, receiver: Value, method: &str, arguments: &Arguments) -> Option<Value> {
        if method != "with_traceback" || !receiver.single().is_some_and(|id| self.is_caught(id)) {
            return None;
        }
        if arguments.positional.first() == Some(&Value::NONE) {
            self.happens(receiver, EventOf::Stripped);
        }
        Some(receiver)
    }

    /// `e.__traceback__` holds the frames as the exception does.
    pub(super) fn caught_attribute(&self, o: Value, name: Name) -> Option<Value> {
        let caught = o.single().is_some_and(|id| self.is_caught(id));
        (caught && self.text(name) == "__traceback__").then_some(o)
    }

    /// Which variables of the frame go on living with the exception that it caught.
    pub(super) fn note_locals(&mut self, id: ObjId) {
        let Some(Origin::Caught { locals, .. }) = self.retention().and_then(|r| r.watched.get(&id)) else { return };
        let made_in = self.site(id).map(|site| site.1);
        let frame = self.active.iter().copied().find(|&f| Some(self.frames[f].code) == made_in);
        let Some(frame) = frame.filter(|_| locals.is_empty()) else { return };
        let holds = |v: Value| self.members(v).contains(&id);
        let named: Vec<String> = self
            .names_in_sight(frame)
            .into_iter()
            .filter(|&(name, v)| self.text(name) != "self" && !holds(v) && v != Value::NONE)
            .map(|(name, _)| self.text(name).to_owned())
            .take(MAX_LOCALS)
            .collect();
        if let Some(Origin::Caught { locals, .. }) = self.abs().retention.watched.get_mut(&id) {
            *locals = named;
        }
    }
}

pub(super) fn is_exit(function: &str) -> bool {
    matches!(function, "__exit__" | "__aexit__")
}
