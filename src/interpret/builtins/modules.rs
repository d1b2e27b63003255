//! Functions of modules of the standard library.

use super::{Call, Native};
use crate::heap::{Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("gc.collect", collect),
    ("gc.disable", nothing),
    ("gc.enable", nothing),
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

/// Its number differs by version and by how the call is compiled: never told.
fn getrefcount(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.object(v).map_err(|_| stop("an unknown value"))?;
    Ok(m.unknown(Type::Int))
}
