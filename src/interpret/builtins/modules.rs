//! Functions of modules of the standard library.

use super::{Call, Native};
use crate::config::PythonVersion;
use crate::cpython::identity::{self, Candidate};
use crate::heap::{Class, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("gc.collect", collect),
    ("gc.disable", |m, c| switch(m, c, false)),
    ("gc.enable", |m, c| switch(m, c, true)),
    ("gc.freeze", nothing),
    ("gc.unfreeze", nothing),
    ("gc.isenabled", |m, c| {
        c.exactly::<0>()?;
        if m.abs.is_some() {
            return Ok(m.unknown(Type::Bool));
        }
        Ok(Value::bool(m.collects))
    }),
    ("gc.get_referents", referents),
    ("gc.is_tracked", |m, c| {
        let [v] = c.exactly()?;
        m.concretely()?;
        match m.object(v)?.1.data {
            ObjectData::Instance(_) | ObjectData::List(_) | ObjectData::Set(_) | ObjectData::Function(_) => {
                Ok(Value::TRUE)
            }
            ObjectData::Int(_) | ObjectData::Str(_) | ObjectData::Float(_) | ObjectData::Bool(_) => Ok(Value::FALSE),
            _ => Ok(m.unknown(Type::Bool)),
        }
    }),
    ("gc.set_threshold", |m, _| {
        m.concretely()?;
        Ok(Value::NONE)
    }),
    ("gc.get_count", three_numbers),
    ("gc.get_threshold", three_numbers),
    // What is warned of goes to stderr, and the filters are the module's own.
    ("warnings.simplefilter", |_, _| Ok(Value::NONE)),
    ("warnings.filterwarnings", |_, _| Ok(Value::NONE)),
    ("sys.getrecursionlimit", |m, c| {
        c.exactly::<0>()?;
        Ok(m.int(1000))
    }),
    ("sys.intern", intern),
    ("random.random", |m, _| unknown(m, Type::Float)),
    ("random.randint", |m, _| unknown(m, Type::Int)),
    ("random.randrange", |m, _| unknown(m, Type::Int)),
    ("random.seed", quiet),
    ("time.time", |m, _| unknown(m, Type::Float)),
    ("time.perf_counter", |m, _| unknown(m, Type::Float)),
    ("time.monotonic", |m, _| unknown(m, Type::Float)),
    ("time.sleep", quiet),
    ("tracemalloc.start", quiet),
    ("tracemalloc.stop", quiet),
    ("sys.getsizeof", getsizeof),
    ("sys.getrefcount", getrefcount),
];

fn collect(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let _ = c.positional()?;
    let found = m.collect()?;
    // How many objects were found depends on internals (instance dicts, cells) that are not told.
    match found {
        Some(0) | None => Ok(m.unknown(Type::Int)),
        Some(n) => Ok(m.int(n)),
    }
}

/// `gc.enable()`, `gc.disable()`
fn switch(m: &mut Machine<'_>, c: &Call<'_>, on: bool) -> Run<Value> {
    c.exactly::<0>()?;
    m.collects = on;
    Ok(Value::NONE)
}

/// One for each generation: they differ from version to version, and from run to run.
fn three_numbers(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    if m.abs.is_some() {
        return Ok(m.unknown(Type::Tuple));
    }
    let numbers = (0..3).map(|_| m.unknown(Type::Int)).collect();
    Ok(m.tuple(numbers))
}

/// `gc.get_referents(x)` of lists, tuples and dicts: the last item of a list comes first.
fn referents(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    let mut found = Vec::new();
    for &v in c.positional()? {
        let object = m.object(v)?.1;
        match (&object.data, object.class) {
            (ObjectData::List(l), Class::Builtin(_)) => found.extend(l.items.iter().rev()),
            (ObjectData::Tuple(t), Class::Builtin(_)) => found.extend(t.iter().rev()),
            // Keys that are all texts are not visited.
            (ObjectData::Dict(d), Class::Builtin(Type::Dict)) if d.str_keys => {
                found.extend(d.iter().map(|(_, v)| v));
            }
            (ObjectData::Dict(d), Class::Builtin(Type::Dict)) => found.extend(d.iter().flat_map(|(k, v)| [k, v])),
            (ObjectData::Int(_) | ObjectData::Str(_) | ObjectData::Float(_) | ObjectData::Bool(_), _) => {}
            _ => return Err(stop("the referents of this object are not modelled")),
        }
    }
    found.iter().for_each(|&v| m.incref(v));
    let allocated = (0..found.len() as u64).fold(0, crate::cpython::sizes::list_append);
    Ok(m.list_with(found, allocated))
}

/// A value that differs from run to run.
fn unknown(m: &mut Machine<'_>, ty: Type) -> Run<Value> {
    m.concretely()?;
    Ok(m.unknown(ty))
}

fn quiet(m: &mut Machine<'_>, _: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    Ok(Value::NONE)
}

/// The object that stands for this text everywhere: a constant of the same text may be another one.
fn intern(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.concretely()?;
    let Some(text) = m.as_str(v).map(str::to_owned) else { return Err(stop("a str that is not known")) };
    let owned = m.interned_texts.get(text.as_str()).copied();
    let v = match owned {
        Some(known) => known,
        None => {
            let v = match identity::is_interned_constant(&text) {
                true => m.constant_of_text(&text).ok_or_else(|| stop("which string is interned already"))?,
                false => v,
            };
            m.interned_texts.insert(text, v);
            v
        }
    };
    m.incref(v);
    let id = m.known_id(v)?;
    let immortal = identity::is_immortal(m.version, Candidate::InternedConstant);
    let object = m.heap.get_mut(id);
    object.shared = true;
    object.immortal |= immortal;
    Ok(v)
}

fn nothing(_: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    Ok(Value::NONE)
}

fn getsizeof(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let id = m.known_id(v)?;
    match m.size_of(id) {
        Some(n) => Ok(m.int(n as i64)),
        None => Ok(m.unknown(Type::Int)),
    }
}

/// The argument is an owner, but on 3.14 a local variable may lend it: then it is not told.
fn getrefcount(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.object(v).map_err(|_| stop("an unknown value"))?;
    match m.told_count(v) {
        Some(n) => Ok(m.int(i64::from(n))),
        None => Ok(m.unknown(Type::Int)),
    }
}

pub(super) fn float(m: &mut Machine<'_>, f: f64) -> Run<Value> {
    m.concretely()?;
    let v = m.float(f);
    if let Some((id, _)) = m.known(v) {
        m.heap.get_mut(id).shared = true;
    }
    Ok(v)
}

/// Empty: what can be written in Python is always collected (PEP 442). The collector holds it, too.
pub(super) fn garbage(m: &mut Machine<'_>) -> Run<Value> {
    m.concretely()?;
    let v = m.list(Vec::new());
    m.leave_uncounted(v);
    Ok(v)
}

pub(super) fn max_size(m: &mut Machine<'_>) -> Run<Value> {
    m.concretely()?;
    let v = m.int(i64::MAX);
    m.disguised.extend(v.single());
    Ok(v)
}

/// `sys.version_info`: the release within its line is not known.
pub(super) fn version_info(m: &mut Machine<'_>) -> Run<Value> {
    m.concretely()?;
    let minor = PythonVersion::ALL.iter().position(|&v| v == m.version).map_or(0, |at| at as i64 + 9);
    let micro = m.unknown(Type::Int);
    let parts = vec![m.int(3), m.int(minor), micro];
    let v = m.tuple(parts);
    m.disguised.extend(v.single());
    Ok(v)
}
