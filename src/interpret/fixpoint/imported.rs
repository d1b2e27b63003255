//! Names of other files of the project. Of what they are only summaries are known.

use super::beside::Given;
use super::publish::Publisher;
use crate::bytecode::{Compiler, Name};
use crate::config::Settings;
use crate::heap::{Class, FunctionData, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::call::Arguments;
use crate::interpret::imported::{ArgumentType, FunctionSummary, ImportedCall};
use crate::interpret::machine::Policy;
use crate::interpret::story::{EventOf, Origin, StoryEvent};
use crate::semantic::{Bindings, Comprehensions};
use crate::syntax::ast;
use crate::text::LineIndex;

/// What functions of a module, each by its name, do to their arguments in certain calls. What is no function, or cannot
/// be followed on every path, has no summary.
#[must_use]
pub fn summarize(
    module: &ast::ModModule,
    text: &str,
    bindings: &Bindings<'_>,
    settings: &Settings,
    calls: &[(&str, &ImportedCall)],
) -> Vec<Option<FunctionSummary>> {
    let lines = LineIndex::new(text);
    let compiler = Compiler::new(module, text, &lines, bindings, settings.target_version, Comprehensions::Inlined);
    let mut machine = Machine::new(compiler, settings.target_version, Policy::Abstract, super::driver::FILE_FUEL);
    machine.abs = Some(Box::default());
    machine.analyze_module(bindings);
    calls.iter().map(|(name, call)| machine.function_summary(name, call)).collect()
}

impl Machine<'_> {
    fn function_summary(&mut self, name: &str, call: &ImportedCall) -> Option<FunctionSummary> {
        let name = self.intern(name);
        let v = self.globals.iter().find(|(n, _)| *n == name)?.1;
        let (data, bound) = self.called_by_name(v)?;
        let made = self.abs().functions.iter().find(|f| f.data.code == data.code)?.clone();
        let slots = self.slots_of_arguments(&data, bound, call)?;
        self.abs().publisher = Some(Box::<Publisher>::default());
        let first = self.abs().finished.len();
        self.run_function(&made, &Given::Types(&slots));
        let stories = self.abs().finished.split_off(first);
        let complete = self.abs().publisher.take().is_some_and(|p| p.finish().functions.iter().all(|f| f.complete));
        if !complete {
            return None;
        }
        let code = self.code(data.code);
        let arguments = slots.iter().map(|&(slot, _)| {
            let name = self.text(code.slots[slot].0);
            let told = stories.iter().find(
                |s| matches!(&s.origin, Origin::Parameter { parameter, .. } if parameter == name && s.of == data.code),
            );
            // An argument that a closure captures has no story.
            told.map_or_else(|| vec![EventOf::PassedOn], |s| deeds(&s.events))
        });
        Some(FunctionSummary { arguments: arguments.collect() })
    }

    /// The function that a call of the object runs, and how many of its parameters are bound already: `self`.
    fn called_by_name(&mut self, v: Value) -> Option<(Box<FunctionData>, usize)> {
        let (id, object) = self.known(v)?;
        match &object.data {
            ObjectData::Function(data) => Some((data.clone(), 0)),
            ObjectData::Class(data) if !data.opaque => {
                let init = self.intern("__init__");
                let (_, object) = self.known(self.class_attribute(id, init)?)?;
                let ObjectData::Function(data) = &object.data else { return None };
                Some((data.clone(), 1))
            }
            _ => None,
        }
    }

    /// The parameter that each argument is bound to; none where the call does not fit, or where `*args` takes one.
    fn slots_of_arguments(&self, data: &FunctionData, bound: usize, call: &ImportedCall) -> Option<Vec<(usize, Type)>> {
        let code = self.code(data.code);
        let positional = code.positional as usize;
        let named = positional + code.keyword_only as usize;
        let mut out = Vec::new();
        for (i, ty) in call.positional.iter().enumerate() {
            out.push((Some(bound + i).filter(|&slot| slot < positional)?, ty.0));
        }
        for (name, ty) in &call.keywords {
            out.push(((0..named).find(|&slot| self.text(code.slots[slot].0) == name)?, ty.0));
        }
        Some(out)
    }

    // -- names of other files

    /// `from .. import x`: the module around this one, as the dots say.
    pub(super) fn relative_module(&mut self, module: Name, level: u32) -> Value {
        let path = ".".repeat(level as usize) + self.text(module);
        let name = self.intern(&path);
        self.module_value(name)
    }

    /// `from package.helpers import add`, `helpers.add`: an object of another file, by its dotted path.
    pub(super) fn imported(&mut self, path: &str) -> Option<Value> {
        if !self.abs().imports.may_have(path) {
            return None;
        }
        let name = self.intern(path);
        if let Some(&v) = self.abs().imported.get(&name) {
            return Some(v);
        }
        let data = ObjectData::Imported(name);
        let object = Object { immortal: true, escaped: true, ..Object::builtin(Type::Opaque, data) };
        let v = Value::from(self.heap.alloc(object));
        self.abs().imported.insert(name, v);
        Some(v)
    }

    /// `from . import helpers`, then `helpers.add`
    pub(super) fn imported_attribute(&mut self, o: Value, name: Name) -> Option<Value> {
        let (_, object) = self.known(o)?;
        let (ObjectData::Imported(of) | ObjectData::Module(of)) = object.data else { return None };
        let of = self.text(of);
        let dot = if of.ends_with('.') { "" } else { "." };
        let path = format!("{of}{dot}{}", self.text(name));
        self.imported(&path)
    }

    /// Calls a function of another file: what its summary says happens to the arguments. Without a summary it may do
    /// anything, and is asked for if that matters.
    pub(super) fn call_imported(&mut self, callable: Value, path: Name, arguments: &Arguments) -> Value {
        let values: Vec<Value> = arguments.values().collect();
        let call = self.imported_call(path, arguments);
        let Some(summary) = self.abs().imports.functions.get(&call).cloned() else {
            if values.iter().any(|&v| self.is_shared_between_calls(v)) {
                self.abs().asked.insert(call);
            }
            return self.unknown_call(callable, Value::UNBOUND, arguments);
        };
        self.note_impure();
        let how = format!("`{}()`", call.path.rsplit('.').next().unwrap_or_default());
        let mut result = Value::OPAQUE;
        for (deeds, &v) in summary.arguments.iter().zip(&values) {
            for deed in deeds {
                let told = match deed {
                    EventOf::Mutated { .. } => EventOf::Mutated { how: how.clone() },
                    deed => deed.clone(),
                };
                self.happens(v, told);
            }
            if deeds.contains(&EventOf::Returned) {
                result = self.join_or(result, v);
            }
            // A summary is told of the argument itself: what is inside of it may change in any case.
            let mut reached = Vec::new();
            for id in self.members(v) {
                self.each_child(id, |c| reached.push(c));
            }
            if deeds.iter().any(|deed| !matches!(deed, EventOf::Read | EventOf::Iterated | EventOf::Consumed { .. })) {
                reached.push(v);
            }
            self.havoc(&reached);
        }
        result
    }

    /// A default or an attribute of a class: what somebody else does to it decides.
    fn is_shared_between_calls(&self, v: Value) -> bool {
        let Some(abs) = self.abs.as_ref().filter(|_| self.is_told(v)) else { return false };
        self.members(v).iter().any(|id| {
            let origin = abs.stories.get(id).map(|s| &s.origin);
            matches!(origin, Some(Origin::Default { .. } | Origin::ClassAttribute(_)))
        })
    }

    fn imported_call(&self, path: Name, arguments: &Arguments) -> ImportedCall {
        let of = |v: Value| {
            ArgumentType(self.known(v).map_or(Type::Opaque, |(_, o)| match o.class {
                Class::Builtin(ty) => ty,
                Class::User(_) => Type::Opaque,
            }))
        };
        ImportedCall {
            path: self.text(path).to_owned(),
            positional: arguments.positional.iter().map(|&v| of(v)).collect(),
            keywords: arguments.keywords.iter().map(|&(n, v)| (self.text(n).to_owned(), of(v))).collect(),
        }
    }
}

/// What matters to a caller, each once.
fn deeds(events: &[StoryEvent]) -> Vec<EventOf> {
    let mut out: Vec<EventOf> = Vec::new();
    for e in events {
        let deed = match &e.kind {
            EventOf::Mutated { .. }
            | EventOf::Stored
            | EventOf::Yielded
            | EventOf::Returned
            | EventOf::PassedOn
            | EventOf::Iterated
            | EventOf::Consumed { .. } => e.kind.clone(),
            _ => EventOf::Read,
        };
        if !out.contains(&deed) {
            out.push(deed);
        }
    }
    out
}
