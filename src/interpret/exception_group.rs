//! Groups of exceptions: how they are made and split, and what `except*` does with them (`exceptions.c`, `ceval.c`).

use super::Machine;
use super::machine::{Policy, Run, stop};
use crate::config::PythonVersion;
use crate::cpython::exceptions::ExceptionClass;
use crate::heap::{Class, ExceptionData, Handled, Object, ObjectData, Type, Value};

/// Deepest nesting of groups that is followed.
const MAX_NESTING: u32 = 50;

/// What is taken out of a group.
pub(super) enum Wanted<'w> {
    /// Instances of these classes, groups as well as single exceptions.
    Classes(&'w [Value]),
    /// Just these single exceptions.
    Leaves(&'w [Value]),
}

/// The two parts of an exception, owned; unbound where there is nothing.
pub(super) struct Parts {
    pub(super) matched: Value,
    pub(super) rest: Value,
}

/// Whether anybody asks for the rest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    Kept,
    Dropped,
}

impl Machine<'_> {
    pub(super) fn is_group(&self, v: Value) -> bool {
        self.exception(v).is_some_and(|e| e.builtin.is_group())
    }

    /// What `except*` has put around an exception that is no group: its argument is the very tuple that it holds.
    pub(super) fn is_wrapped(&self, v: Value) -> bool {
        let Some(e) = self.exception(v).filter(|e| e.builtin.is_group()) else { return false };
        let args = self.sequence_items(e.args).unwrap_or_default();
        let held = e.fields.last().map(|&(_, v)| v);
        args.last().copied() == held
    }

    /// The frame that catches is in the traceback of what is put around. Before 3.14 that depends on the release.
    pub(super) fn wraps_with_traceback(&self) -> bool {
        !(PythonVersion::PY312..PythonVersion::PY314).contains(&self.version)
    }

    // -- making

    /// `ExceptionGroup("text", [..])`; the arguments are owned.
    pub(super) fn new_group(&mut self, class: Class, builtin: ExceptionClass, args: Vec<Value>) -> Run<Value> {
        if self.policy == Policy::Abstract {
            return Err(stop("a group of exceptions is not followed"));
        }
        let [message, sequence] = args[..] else { return Err(stop("the arguments of a group are not modelled")) };
        let members = self.sequence_items(sequence).unwrap_or_default();
        let all = members.iter().all(|&v| self.exception(v).is_some());
        if self.as_str(message).is_none() || members.is_empty() || !all {
            return Err(stop("the arguments of a group are not modelled"));
        }
        let plain = ExceptionClass::named("Exception");
        let single = |v: &Value| plain.zip(self.exception(*v)).is_some_and(|(class, e)| !e.builtin.derives_from(class));
        let builtin = match (members.iter().any(single), builtin.name(), class) {
            (true, "ExceptionGroup", _) => return Err(stop("a group that may not hold this exception")),
            (false, _, Class::Builtin(_)) => ExceptionClass::named("ExceptionGroup").unwrap_or(builtin),
            _ => builtin,
        };
        let held = if self.object(sequence)?.1.is(Type::Tuple) {
            self.incref(sequence);
            sequence
        } else {
            members.iter().for_each(|&v| self.incref(v));
            self.tuple(members)
        };
        self.incref(message);
        let fields = vec![(self.intern("message"), message), (self.intern("exceptions"), held)];
        let args = self.tuple(args);
        let data = ExceptionData { fields, ..ExceptionData::new(builtin, args) };
        Ok(self.make(Object::new(class, ObjectData::Exception(Box::new(data)))))
    }

    /// A group without a text, which C code makes; the sequence is owned.
    fn group_of(&mut self, sequence: Value) -> Run<Value> {
        let Some(base) = ExceptionClass::named("BaseExceptionGroup") else { return Err(stop("no groups")) };
        let text = self.string("");
        self.new_group(Class::Builtin(Type::Exception), base, vec![text, sequence])
    }

    fn members_of_group(&mut self, group: Value) -> Run<Vec<Value>> {
        let name = self.intern("exceptions");
        let held = self.exception(group).and_then(|e| super::attribute::find(&e.fields, name));
        held.and_then(|v| self.sequence_items(v)).ok_or_else(|| stop("an unknown group"))
    }

    /// `text (2 sub-exceptions)`
    pub(super) fn group_str(&mut self, group: Value) -> Option<String> {
        let n = self.members_of_group(group).ok()?.len();
        let (_, message) = *self.exception(group)?.fields.first()?;
        let message = self.as_str(message)?;
        Some(format!("{message} ({n} sub-exception{})", if n > 1 { "s" } else { "" }))
    }

    /// `group.derive(members)`, which a class of the program may define; the list is borrowed.
    pub(super) fn derive_group(&mut self, group: Value, members: Value) -> Run<Value> {
        // A bound method owns the group meanwhile.
        self.incref(group);
        let derived = self.call_special(group, "derive", &[members])?;
        self.decref(group)?;
        if let Some(v) = derived {
            return if self.is_group(v) { Ok(v) } else { Err(stop("a derive that makes no group")) };
        }
        let Some(base) = ExceptionClass::named("BaseExceptionGroup") else { return Err(stop("no groups")) };
        let message = self.exception(group).and_then(|e| e.fields.first().copied());
        let Some((_, message)) = message else { return Err(stop("an unknown group")) };
        self.incref(message);
        self.incref(members);
        self.new_group(Class::Builtin(Type::Exception), base, vec![message, members])
    }

    // -- splitting

    pub(super) fn split_exception(&mut self, v: Value, wanted: &Wanted<'_>, rest: Rest) -> Run<Parts> {
        self.split_nested(v, wanted, rest, 0)
    }

    fn split_nested(&mut self, v: Value, wanted: &Wanted<'_>, keep: Rest, depth: u32) -> Run<Parts> {
        self.burn(1)?;
        if depth > MAX_NESTING {
            return Err(stop("groups nest too deep"));
        }
        let mut parts = Parts { matched: Value::UNBOUND, rest: Value::UNBOUND };
        if self.is_wanted(v, wanted)? {
            self.incref(v);
            parts.matched = v;
            return Ok(parts);
        }
        if !self.is_group(v) {
            if keep == Rest::Kept {
                self.incref(v);
                parts.rest = v;
            }
            return Ok(parts);
        }
        let (mut matched, mut rest) = (Vec::new(), Vec::new());
        for member in self.members_of_group(v)? {
            let inner = self.split_nested(member, wanted, keep, depth + 1)?;
            matched.extend(inner.matched.is_bound().then_some(inner.matched));
            rest.extend(inner.rest.is_bound().then_some(inner.rest));
        }
        parts.matched = self.part_of_group(v, matched)?;
        parts.rest = self.part_of_group(v, rest)?;
        Ok(parts)
    }

    fn is_wanted(&mut self, v: Value, wanted: &Wanted<'_>) -> Run<bool> {
        match wanted {
            Wanted::Leaves(leaves) => Ok(leaves.contains(&v) && !self.is_group(v)),
            Wanted::Classes(classes) => {
                for &class in *classes {
                    if self.is_exception_of(v, class)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
        }
    }

    /// A group of some of the members, with what else the whole one has; the members are owned.
    fn part_of_group(&mut self, whole: Value, members: Vec<Value>) -> Run<Value> {
        if members.is_empty() {
            return Ok(Value::UNBOUND);
        }
        let notes = self.intern("__notes__");
        let Some(e) = self.exception(whole) else { return Err(stop("an unknown group")) };
        if super::attribute::find(&e.attributes.values, notes).is_some() {
            return Err(stop("notes of a group that is split are not modelled"));
        }
        let list = self.list_of_appended(members)?;
        let part = self.derive_group(whole, list)?;
        self.decref(list)?;
        let Some(e) = self.exception(whole) else { return Err(stop("an unknown group")) };
        let (traceback, context, cause) = (e.traceback, e.context, e.cause);
        [traceback, context, cause].into_iter().for_each(|v| self.incref(v));
        let data = self.exception_mut(part)?;
        // `PyException_SetCause` suppresses the context, even where there is no cause.
        data.suppress_context = true;
        let old = [
            std::mem::replace(&mut data.traceback, traceback),
            std::mem::replace(&mut data.context, context),
            std::mem::replace(&mut data.cause, cause),
        ];
        self.decref_all(old)?;
        Ok(part)
    }

    fn list_of_appended(&mut self, items: Vec<Value>) -> Run<Value> {
        let list = self.list(Vec::new());
        for v in items {
            self.list_append(list, v)?;
        }
        Ok(list)
    }

    // -- except*

    /// `[exception type] -> [rest matched]`
    pub(super) fn match_group(&mut self, f: usize) -> Run<()> {
        let class = self.pop(f)?;
        let exception = self.peek(f, 1)?;
        let classes = self.classes_to_catch(class)?;
        for &c in &classes {
            match self.exception_base(c)? {
                Some(base) if !base.is_group() => {}
                _ => return Err(stop("except* with this class is not modelled")),
            }
        }
        let parts = match exception {
            Value::NONE => Parts { matched: Value::UNBOUND, rest: Value::UNBOUND },
            _ => self.parts_to_catch(f, exception, &classes)?,
        };
        self.decref(class)?;
        if self.version == PythonVersion::PY311 && !parts.matched.is_bound() {
            // It goes on as it is.
            self.decref(parts.rest)?;
            self.push(f, Value::NONE);
            return Ok(());
        }
        let exception = self.pop(f)?;
        let or_none = |v: Value| if v.is_bound() { v } else { Value::NONE };
        self.push(f, or_none(parts.rest));
        self.push(f, or_none(parts.matched));
        if !parts.matched.is_bound() {
            return self.decref(exception);
        }
        self.incref(parts.matched);
        // On 3.11 what was handled goes first.
        if self.version >= PythonVersion::PY312 {
            self.decref(exception)?;
        }
        let old = self.set_handled(Handled { exception: parts.matched, traceback: Value::UNBOUND });
        self.decref(old.exception)?;
        if self.version < PythonVersion::PY312 {
            self.decref(exception)?;
        }
        Ok(())
    }

    fn parts_to_catch(&mut self, f: usize, exception: Value, classes: &[Value]) -> Run<Parts> {
        let wanted = Wanted::Classes(classes);
        let whole = self.is_wanted(exception, &wanted)?;
        if !whole || self.is_group(exception) {
            // Groups are asked by their method `split`, whose bound method is an owner.
            self.incref(exception);
            let parts = self.split_exception(exception, &wanted, Rest::Kept)?;
            self.decref(exception)?;
            return Ok(parts);
        }
        self.incref(exception);
        let one = self.tuple(vec![exception]);
        let group = self.group_of(one)?;
        if self.version >= PythonVersion::PY314 {
            let frame = self.frame_object(f);
            self.incref(frame);
            let entry = ObjectData::Traceback { frame, next: Value::UNBOUND, line: Some(self.frames[f].line) };
            let traceback = self.make_builtin(Type::Traceback, entry);
            self.exception_mut(group)?.traceback = traceback;
        }
        Ok(Parts { matched: group, rest: Value::UNBOUND })
    }

    /// `[caught list] -> [exception]`, or `None`: what goes on when all clauses are over.
    pub(super) fn prepare_reraise(&mut self, f: usize) -> Run<()> {
        let list = self.pop(f)?;
        let caught = self.pop(f)?;
        let raised = self.sequence_items(list).ok_or_else(|| stop("an unknown list of exceptions"))?;
        let result = self.group_to_reraise(caught, &raised)?;
        self.push(f, result);
        if self.version == PythonVersion::PY311 {
            // What comes has no line up to there: the next one is a step even if it is the last one told.
            self.jumped_back(f);
        }
        match self.version {
            PythonVersion::PY312 | PythonVersion::PY313 => self.decref_all([caught, list]),
            _ => self.decref_all([list, caught]),
        }
    }

    /// `_PyExc_PrepReraiseStar`; owned.
    fn group_to_reraise(&mut self, caught: Value, raised: &[Value]) -> Run<Value> {
        if !self.is_group(caught) {
            let first = raised.first().copied().unwrap_or(Value::NONE);
            self.incref(first);
            return Ok(first);
        }
        let all = raised.iter().copied().filter(|&v| v != Value::NONE);
        let (unchanged, mut new): (Vec<Value>, Vec<Value>) = all.partition(|&v| self.goes_on_as(v, caught));
        let mut leaves = Vec::new();
        for &v in &unchanged {
            self.leaves_of(v, &mut leaves, 0)?;
        }
        let left = self.split_exception(caught, &Wanted::Leaves(&leaves), Rest::Dropped)?.matched;
        new.iter().for_each(|&v| self.incref(v));
        new.extend(left.is_bound().then_some(left));
        match new[..] {
            [] => Ok(Value::NONE),
            [one] => Ok(one),
            _ => {
                let list = self.list_of_appended(new)?;
                self.group_of(list)
            }
        }
    }

    /// A part that nobody has raised anew: it has all of the whole one's.
    fn goes_on_as(&self, part: Value, whole: Value) -> bool {
        let (Some(a), Some(b)) = (self.exception(part), self.exception(whole)) else { return false };
        (a.traceback, a.context, a.cause) == (b.traceback, b.context, b.cause)
    }

    fn leaves_of(&mut self, v: Value, leaves: &mut Vec<Value>, depth: u32) -> Run<()> {
        self.burn(1)?;
        if depth > MAX_NESTING {
            return Err(stop("groups nest too deep"));
        }
        if !self.is_group(v) {
            leaves.push(v);
            return Ok(());
        }
        for member in self.members_of_group(v)? {
            self.leaves_of(member, leaves, depth + 1)?;
        }
        Ok(())
    }

    /// The classes that a clause names (borrowed).
    pub(super) fn classes_to_catch(&self, class: Value) -> Run<Vec<Value>> {
        Ok(match &self.object(class)?.1.data {
            ObjectData::Tuple(items) => items.to_vec(),
            _ => vec![class],
        })
    }
}
