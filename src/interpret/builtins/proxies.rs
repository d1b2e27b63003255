//! `types.MappingProxyType` and its methods.

use super::classes::class_dict_get;
use super::{Call, Native};
use crate::heap::{ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("types.mappingproxy", proxy),
    ("mappingproxy.get", |m, c| match m.mapping_behind(c.receiver) {
        Some(_) => ask(m, c, "get"),
        None => class_dict_get(m, c),
    }),
    ("mappingproxy.keys", |m, c| ask(m, c, "keys")),
    ("mappingproxy.values", |m, c| ask(m, c, "values")),
    ("mappingproxy.items", |m, c| ask(m, c, "items")),
    ("mappingproxy.copy", |m, c| ask(m, c, "copy")),
];

fn proxy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [mapping] = c.exactly()?;
    m.concretely()?;
    let (_, object) = m.object(mapping)?;
    if !matches!(object.data, ObjectData::Dict(_)) || !object.is(Type::Dict) {
        return Err(stop("a proxy of this object is not modelled"));
    }
    m.incref(mapping);
    m.mapping_proxy(mapping)
}

fn ask(m: &mut Machine<'_>, c: &Call<'_>, method: &str) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    m.ask_mapping(c.receiver, method, arguments)
}
