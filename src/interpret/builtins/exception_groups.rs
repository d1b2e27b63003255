//! Methods of groups of exceptions.

use super::{Call, Native};
use crate::heap::{ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::exception_group::{Parts, Rest, Wanted};
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Native)] =
    &[("exception_group.split", split), ("exception_group.subgroup", subgroup), ("exception_group.derive", derive)];

fn parts(m: &mut Machine<'_>, c: &Call<'_>, rest: Rest) -> Run<Parts> {
    let [class] = c.exactly()?;
    let classes = m.classes_to_catch(class)?;
    for &class in &classes {
        let known = matches!(m.object(class)?.1.data, ObjectData::Builtin(_) | ObjectData::Class(_));
        if !known || !m.is_exception_class(class)? {
            return Err(stop("splitting a group by this is not modelled"));
        }
    }
    m.split_exception(c.receiver, &Wanted::Classes(&classes), rest)
}

fn or_none(v: Value) -> Value {
    if v.is_bound() { v } else { Value::NONE }
}

/// `(matched, rest)`
fn split(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let parts = parts(m, c, Rest::Kept)?;
    Ok(m.tuple(vec![or_none(parts.matched), or_none(parts.rest)]))
}

fn subgroup(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    Ok(or_none(parts(m, c, Rest::Dropped)?.matched))
}

fn derive(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [members] = c.exactly()?;
    m.derive_group(c.receiver, members)
}
