//! Methods of exceptions, and `sys.exc_info`.

use super::{Call, Native};
use crate::heap::{Class, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::attribute::find;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("exception.__init__", init),
    ("exception.with_traceback", with_traceback),
    ("exception.add_note", add_note),
    ("sys.exc_info", exc_info),
];

/// `super().__init__(...)`: the arguments become `args`.
fn init(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let items = c.positional()?.to_vec();
    items.iter().for_each(|&v| m.incref(v));
    let args = m.tuple(items);
    let old = std::mem::replace(&mut m.exception_mut(c.receiver)?.args, args);
    m.decref(old)?;
    Ok(Value::NONE)
}

fn with_traceback(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let plain = v == Value::NONE || matches!(m.object(v)?.1.data, ObjectData::Traceback { .. });
    if !plain {
        return Err(stop("with_traceback of something else"));
    }
    m.incref(v);
    let new = if v == Value::NONE { Value::UNBOUND } else { v };
    let old = std::mem::replace(&mut m.exception_mut(c.receiver)?.traceback, new);
    m.decref(old)?;
    m.incref(c.receiver);
    Ok(c.receiver)
}

/// A list of the notes is the attribute `__notes__`.
fn add_note(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [note] = c.exactly()?;
    if m.as_str(note).is_none() {
        return Err(stop("a note that is no str"));
    }
    let name = m.intern("__notes__");
    let attributes = &mut m.exception_mut(c.receiver)?.attributes.values;
    match find(attributes, name) {
        Some(notes) => {
            if m.object(notes)?.1.class != Class::Builtin(Type::List) {
                return Err(stop("__notes__ that is no list"));
            }
            m.incref(note);
            m.list_append(notes, note)?;
        }
        None => {
            m.incref(note);
            let notes = m.list(Vec::new());
            m.list_append(notes, note)?;
            m.exception_mut(c.receiver)?.attributes.values.push((name, notes));
        }
    }
    Ok(Value::NONE)
}

/// `(type, value, traceback)` of what is being handled.
fn exc_info(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let Some(handled) = m.topmost_handled() else { return Ok(m.tuple(vec![Value::NONE; 3])) };
    let exception = handled.exception;
    let separate = handled.traceback;
    let own = m.exception_mut(exception)?.traceback;
    let traceback = if m.has_separate_traceback() { separate } else { own };
    let items =
        vec![m.class_of_exception(exception)?, exception, if traceback.is_bound() { traceback } else { Value::NONE }];
    items.iter().for_each(|&v| m.incref(v));
    Ok(m.tuple(items))
}
