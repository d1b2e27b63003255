//! Line events and deaths, as CPython's tracing sees them.

use super::labels::Tracked;
use super::reach::Walk;
use super::result::{Event, EventKind, Step};
use crate::bytecode::CodeKind;
use crate::config::PythonVersion;
use crate::heap::{ObjId, Type, Value};
use crate::interpret::Machine;
use crate::interpret::frame::Frame;
use crate::interpret::machine::Run;
use rustc_hash::{FxHashMap, FxHashSet};

/// Steps kept of one line in one frame: the first ones and the last.
const FIRST_VISITS: u32 = 3;
/// From this visit on only every power of two may be the last one kept.
const DENSE_VISITS: u32 = 400;
/// Steps looked at in one trace.
const MAX_SNAPSHOTS: usize = 3_000;
/// Objects that all steps of a trace look at together.
const MAX_VISITED: usize = 20_000_000;
/// Names looked at in all of them: a module of thousands of names has fewer steps.
const MAX_FACTS: usize = 300_000;

#[derive(Debug, Default)]
pub(in crate::interpret) struct Recorder {
    pub(super) steps: Vec<Step>,
    /// The latest visit of a line beyond the first ones, to be kept if it stays the last.
    last: FxHashMap<(u32, u32), (usize, Step)>,
    order: Vec<usize>,
    pub(super) events: Vec<Event>,
    pub(super) labels: FxHashMap<ObjId, String>,
    pub(super) counters: FxHashMap<String, u32>,
    pub(super) frame_labels: Vec<String>,
    frame_counters: FxHashMap<String, u32>,
    pub(super) tracked: Tracked,
    /// The walk from all names and frames, and those into single objects.
    pub(super) reached: Walk,
    pub(super) inside: Walk,
    /// Objects of which it is not certain which one they are.
    pub(super) unlabelled: FxHashSet<ObjId>,
    /// Objects that the library may hold for a while: how many references there are is not told.
    pub(super) uncounted: FxHashSet<ObjId>,
    pub(super) orphaned: FxHashSet<ObjId>,
    pub(super) checked: Vec<ObjId>,
    pub(super) collecting: bool,
    snapshots: usize,
    pub(super) visited: std::cell::Cell<usize>,
    facts: usize,
    pub(super) cut: bool,
    time: usize,
}

impl Recorder {
    /// Steps in the order in which they ran, and events.
    pub(super) fn finish(mut self) -> (Vec<Step>, Vec<Event>) {
        let mut all: Vec<(usize, Step)> = self.order.into_iter().zip(self.steps).collect();
        all.extend(self.last.drain().map(|(_, step)| step));
        all.sort_by_key(|(at, _)| *at);
        (all.into_iter().map(|(_, step)| step).collect(), self.events)
    }

    pub(super) fn keep(&mut self, frame: u32, line: u32, step: Step) {
        self.time += 1;
        if step.n <= FIRST_VISITS {
            self.order.push(self.time);
            self.steps.push(step);
        } else {
            self.last.insert((frame, line), (self.time, step));
        }
    }

    fn frame_label(&mut self, name: &str, kind: CodeKind) -> u32 {
        let label = if kind == CodeKind::Module {
            name.to_owned()
        } else {
            let n = self.frame_counters.entry(name.to_owned()).or_default();
            *n += 1;
            format!("frame {name}#{n}")
        };
        self.frame_labels.push(label);
        self.frame_labels.len() as u32 - 1
    }
}

impl Machine<'_> {
    /// An instruction of this line is about to run.
    pub(in crate::interpret) fn line_event(&mut self, frame: usize, line: u32) -> Run<()> {
        let Frame { line: last, jumped, left, unreported, .. } = self.frames[frame];
        if line == 0 || (last == line && !jumped && !left) {
            return Ok(());
        }
        if unreported == line && !jumped {
            // In `f([x\n for x in xs], 1)` the second argument is a step on the line of the loop that ended.
            self.frames[frame].left = self.version >= PythonVersion::PY314;
            return Ok(());
        }
        (self.frames[frame].unreported, self.frames[frame].left) = (0, false);
        if self.recorder.is_some() {
            self.count_call(frame);
            self.finish_line(frame, None);
        }
        let frame = &mut self.frames[frame];
        frame.line = line;
        frame.open = true;
        frame.interrupted = false;
        frame.jumped = false;
        Ok(())
    }

    /// The frame is seen to run for the first time: `frame NAME#k`.
    pub(in crate::interpret) fn count_call(&mut self, frame: usize) {
        if self.frames[frame].label.is_some() || self.recorder.is_none() {
            return;
        }
        let code = self.code(self.frames[frame].code);
        let (name, kind) = (code.name.to_string(), code.kind);
        self.frames[frame].label = self.recorder.as_mut().map(|r| r.frame_label(&name, kind));
    }

    /// Up to 3.10 a frame suspended in `yield from` looks to a tracer as one that ended: it counts as another call
    /// when it goes on.
    pub(in crate::interpret) fn forget_call(&mut self, frame: usize) {
        let frame = &mut self.frames[frame];
        frame.label = None;
        frame.visits.clear();
    }

    pub(in crate::interpret) fn jumped_back(&mut self, frame: usize) {
        self.frames[frame].jumped = true;
    }

    /// The frame is about to end.
    pub(in crate::interpret) fn returning(&mut self, frame: usize, value: Value) {
        self.finish_line(frame, Some(value));
        self.interrupt_caller();
    }

    /// As `returning`; who owns the value at that moment is not told.
    pub(in crate::interpret) fn returning_uncounted(&mut self, frame: usize, value: Value) {
        let id = value.single();
        let new = id.filter(|&id| self.recorder.as_mut().is_some_and(|r| r.uncounted.insert(id)));
        self.returning(frame, value);
        if let (Some(recorder), Some(id)) = (&mut self.recorder, new) {
            recorder.uncounted.remove(&id);
        }
    }

    pub(in crate::interpret) fn interrupt_caller(&mut self) {
        let caller = self.active.len().checked_sub(2).map(|at| self.active[at]);
        if let Some(frame) = caller.map(|f| &mut self.frames[f]).filter(|f| !f.open) {
            frame.interrupted = true;
        }
    }

    /// The frame is about to end by an exception.
    pub(in crate::interpret) fn raising(&mut self, frame: usize) {
        self.finish_line(frame, None);
        self.interrupt_caller();
    }

    /// The frame has yielded and is put aside.
    pub(in crate::interpret) fn suspended(&mut self, frame: usize, value: Value) {
        self.finish_line(frame, Some(value));
        self.frames[frame].open = false;
        self.frames[frame].interrupted = false;
        self.interrupt_caller();
    }

    /// The line that ran last in this frame is over.
    fn finish_line(&mut self, frame: usize, value: Option<Value>) {
        let line = self.frames[frame].line;
        let Some(label) = self.frames[frame].label.filter(|_| self.frames[frame].open) else { return };
        let visits = &mut self.frames[frame].visits;
        let n = match visits.iter_mut().find(|(l, _)| *l == line) {
            Some((_, n)) => {
                *n += 1;
                *n
            }
            None => {
                visits.push((line, 1));
                1
            }
        };
        let Some(recorder) = &mut self.recorder else { return };
        if n > DENSE_VISITS && !n.is_power_of_two() {
            return;
        }
        let spent = recorder.facts >= MAX_FACTS || recorder.visited.get() >= MAX_VISITED;
        if recorder.snapshots >= MAX_SNAPSHOTS || spent {
            recorder.cut = true;
            return;
        }
        recorder.snapshots += 1;
        recorder.facts += self.globals.len();
        let step = self.snapshot(frame, line, n, value);
        if let Some(recorder) = &mut self.recorder {
            recorder.keep(label, line, step);
        }
    }

    /// Where something happens in a frame; just after a yield the frame has no line yet.
    fn event_line(&self, frame: usize) -> u32 {
        let frame = &self.frames[frame];
        if frame.open { frame.line } else { self.code(frame.code).first_line }
    }

    /// Line of the innermost frame that has one.
    pub(super) fn current_line(&self) -> u32 {
        self.active.iter().rev().map(|&f| self.frames[f].line).find(|&l| l > 0).unwrap_or(1)
    }

    /// The new object may be the old one, changed in place: neither the label of the new nor the end of the old is told.
    pub(in crate::interpret) fn maybe_one_object(&mut self, old: Value, new: Value) {
        let Some(recorder) = &mut self.recorder else { return };
        recorder.unlabelled.extend(new.single());
        if let Some(old) = old.single() {
            recorder.tracked.remove(old);
            recorder.unlabelled.insert(old);
        }
    }

    /// An object of the simulation alone.
    pub(in crate::interpret) fn leave_untold(&mut self, v: Value) {
        if let Some(recorder) = &mut self.recorder {
            recorder.unlabelled.extend(v.single());
        }
    }

    /// Where the object ends is not told, unless it is seen again before.
    pub(in crate::interpret) fn forget_end(&mut self, v: Value) {
        if let (Some(recorder), Some(id)) = (&mut self.recorder, v.single()) {
            recorder.tracked.remove(id);
        }
    }

    /// A function of this name runs, and is not followed.
    pub(in crate::interpret) fn call_unfollowed(&mut self, name: &str) {
        if let Some(recorder) = &mut self.recorder {
            recorder.frame_label(name, CodeKind::Function);
        }
        self.cut_short();
    }

    /// Some lines run that are not followed.
    pub(in crate::interpret) fn cut_short(&mut self) {
        if let Some(recorder) = &mut self.recorder {
            recorder.cut = true;
        }
    }

    /// Part of the library holds the object for a time that is not told.
    pub(in crate::interpret) fn leave_uncounted(&mut self, v: Value) {
        if let Some(recorder) = &mut self.recorder {
            recorder.uncounted.extend(v.single());
        }
    }

    /// How many references there are to it is not told, or it may be another object.
    pub(in crate::interpret) fn is_uncounted(&self, id: ObjId) -> bool {
        self.recorder.as_ref().is_none_or(|r| r.uncounted.contains(&id) || r.unlabelled.contains(&id))
    }

    pub(in crate::interpret) fn set_collecting(&mut self, collecting: bool) {
        if let Some(recorder) = &mut self.recorder {
            recorder.collecting = collecting;
        }
    }

    pub(in crate::interpret) fn reclaimed(&mut self, id: ObjId) {
        self.event(EventKind::Reclaimed, id);
    }

    pub(in crate::interpret) fn del_called(&mut self, id: ObjId) {
        self.event(EventKind::DelCalled, id);
    }

    pub(super) fn event(&mut self, kind: EventKind, id: ObjId) {
        let frame = self.frame();
        let open = self.frames[frame].open;
        if !open && (self.frames[frame].interrupted || kind == EventKind::DelCalled) {
            return;
        }
        let (line, label) = (self.event_line(frame), self.frames[frame].label);
        // They come and go in C code, too.
        if self.heap.get(id).is(Type::MethodWrapper) {
            return;
        }
        let told = |r: &Recorder| r.tracked.contains(id) && !r.unlabelled.contains(&id);
        if !self.recorder.as_deref().is_some_and(told) {
            return;
        }
        let object = self.label(id);
        let Some(recorder) = &mut self.recorder else { return };
        let frame = label.and_then(|l| recorder.frame_labels.get(l as usize)).cloned().unwrap_or_default();
        let by_gc = recorder.collecting && kind != EventKind::Orphaned;
        recorder.events.push(Event { kind, object, by_gc, frame, line, step: recorder.time });
    }
}
