//! The concrete run, written down: what every name holds after every line, and who dies where.

mod labels;
mod orphans;
mod reach;
mod record;
mod result;
#[cfg(test)]
mod seeded;
mod snapshot;

pub(super) use record::Recorder;
pub use result::{Event, EventKind, NameFact, Number, Raised, Step, Stopped, Trace};

use super::Interrupt;
use super::machine::{Machine, Policy};
use crate::bytecode::{CodeId, Compiler};
use crate::config::PythonVersion;
use crate::semantic::bind;
use crate::syntax::ast;
use crate::text::LineIndex;

/// Operations that one trace may run: about a second.
const FUEL: u64 = 30_000_000;

/// Runs a module from its top as CPython would.
#[must_use]
pub fn trace(module: &ast::ModModule, text: &str, version: PythonVersion) -> Trace {
    let lines = LineIndex::new(text);
    let bindings = bind(module);
    let comprehensions = Compiler::comprehensions_of(version);
    let compiler = Compiler::new(module, text, &lines, &bindings, version, comprehensions);
    let mut compiler = compiler.with_hidden_functions();
    compiler.ensure_all();
    let mut machine = Machine::new(compiler, version, Policy::Concrete, FUEL);
    machine.recorder = Some(Box::default());
    let frame = machine.new_frame(CodeId::MODULE);
    let mut result = Trace::default();
    let ended = machine.run_to_return(frame);
    let line = machine.current_line();
    let raised = match &ended {
        Err(Interrupt::Unwind(flight)) => machine.raised(*flight),
        _ => None,
    };
    let recorder = machine.recorder.take().unwrap_or_default();
    result.cut = recorder.cut;
    (result.steps, result.events) = recorder.finish();
    result.stdout = machine.stdout.take();
    match ended {
        Ok(_) => {}
        Err(uncaught @ (Interrupt::Raise { .. } | Interrupt::Unwind(_) | Interrupt::Reraise(_))) => {
            result.exception = raised;
            // What dies with the exception may print: when that happens depends on who runs the module.
            machine.stdout = result.stdout.clone();
            if machine.discard(uncaught).is_err() || machine.stdout != result.stdout {
                result.stdout = None;
            }
        }
        Err(Interrupt::Stop(why)) => {
            result.stopped = Some(Stopped { line, why });
            result.stdout = None;
        }
    }
    result
}
