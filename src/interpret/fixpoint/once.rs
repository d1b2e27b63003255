//! Values that are made once though one a call is wanted: defaults that ask for the time, and those of a `ContextVar`.

use crate::bytecode::{CodeId, CodeKind};
use crate::cpython::effects::Effect;
use crate::heap::{ObjId, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::story::{ObjectStory, Origin};

/// Where the functions are whose results vary with each call because of a clock or of chance.
const CLOCKS: &[&str] = &["time", "random", "secrets", "uuid", "datetime.datetime", "datetime.date"];

/// A parameter of such a name is meant to have the time of the start.
const OF_THE_START: &[&str] = &["start", "begin", "boot", "launch", "born", "epoch", "import", "load"];

impl Machine<'_> {
    /// The call that runs now gives something else each time.
    pub(super) fn note_varying(&mut self, e: &'static Effect) {
        let class = e.name.starts_with(char::is_uppercase);
        if e.varies && e.mutates.is_empty() && !class && CLOCKS.contains(&e.owner) && self.is_recording() {
            let (_, code, pc) = self.abs().at;
            self.abs().varying.push((code, pc, e));
        }
    }

    /// `def log(text, at=time.time())` of a module or class: a function that is made anew gets a new time, too.
    pub(super) fn tell_varying_defaults(&mut self, f: usize, function: CodeId) {
        let here = self.frames[f].code;
        if self.abs().varying.is_empty() || !matches!(self.code(here).kind, CodeKind::Module | CodeKind::Class) {
            return;
        }
        self.compiler.ensure(function);
        let varying = self.abs().varying.clone();
        let code = self.code(function);
        let mut told = Vec::new();
        for &(slot, default_span) in &code.default_spans {
            let Some(&(name, _)) = code.slots.get(slot as usize) else { continue };
            let parameter = self.text(name).to_owned();
            let call = varying.iter().filter(|(code, ..)| *code == here).find_map(|&(_, pc, e)| {
                let at = self.code(here).instrs.get(pc as usize)?.span;
                (default_span.start <= at.start && at.end <= default_span.end).then_some((at, pc, e))
            });
            let Some((made, pc, e)) = call else { continue };
            if OF_THE_START.iter().any(|word| parameter.contains(word)) {
                continue;
            }
            let module = e.owner.rsplit('.').next().unwrap_or(e.owner);
            let origin = Origin::VaryingDefault { parameter, call: format!("{module}.{}", e.name), default_span };
            told.push(ObjectStory {
                id: ObjId::OPAQUE,
                of: function,
                type_name: String::new(),
                made,
                made_at: Some((here, pc)),
                origin,
                assumes_default: true,
                events: Vec::new(),
                elements: Vec::new(),
            });
        }
        self.abs().finished.extend(told);
    }

    /// `ContextVar("name", default=[])`: whoever gets it before it is set gets this.
    pub(super) fn context_variable(&mut self, arguments: &Arguments) -> Option<Value> {
        let (_, default) = arguments.keywords.iter().find(|(n, _)| self.text(*n) == "default").copied()?;
        let v = self.library_object("_contextvars.ContextVar", default)?;
        let (_, code, pc) = self.abs().at;
        let call = self.code(code).instrs.get(pc as usize)?.span;
        for id in self.reachable_from(&[default]) {
            if super::driver::is_mutable(self.heap.get(id)) {
                let origin = Origin::ContextDefault { call };
                if let Some(story) = self.abs().stories.get_mut(&id) {
                    story.origin.clone_from(&origin);
                }
                self.abs().handed_out.insert(id, origin);
            }
        }
        self.abs().context_defaults.insert(v.single()?, default);
        Some(v)
    }

    /// `VARIABLE.get()`
    pub(super) fn value_of_context(&mut self, variable: Value, arguments: &Arguments) -> Option<Value> {
        let default = *self.abs().context_defaults.get(&variable.single()?)?;
        if !arguments.positional.is_empty() {
            return None;
        }
        Some(self.heap.sets.join(default, Value::OPAQUE).unwrap_or(Value::OPAQUE))
    }
}
