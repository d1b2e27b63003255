//! Builtin classes called: `list(xs)`, `dict(a=1)`.

use super::{Call, Native as Function};
use crate::config::PythonVersion;
use crate::cpython::{identity, sizes};
use crate::heap::{IteratorKind, Native, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, stop};

pub(super) const NAMES: &[(&str, Function)] =
    &[("list", list), ("tuple", tuple), ("dict", dict), ("set", set), ("frozenset", frozenset), ("object", object)];

fn list(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&source) = c.positional()?.first() else { return Ok(m.list(Vec::new())) };
    if m.version == PythonVersion::PY39
        && m.is_plain_instance(source)
        && let Some(n) = m.call_special(source, "__len__", &[])?
    {
        // 3.9 makes room before it asks for an iterator.
        m.decref(n)?;
    }
    let items = m.collect_hinted(source)?;
    let allocated = m.slots_from(source, items.len() as u64, sizes::list_presized)?;
    Ok(m.list_with(items, allocated))
}

impl Machine<'_> {
    /// There is only one on 3.9.
    fn empty_frozenset(&mut self) -> Run<Value> {
        if identity::frozenset_singleton(self.version, 0).is_none() {
            return Ok(self.frozenset_of(Vec::new()));
        }
        let v = match self.builtins.get("frozenset()") {
            Some(&v) => v,
            None => {
                let v = self.frozenset_of(Vec::new());
                let id = self.known_id(v)?;
                self.heap.get_mut(id).shared = true;
                self.builtins.insert("frozenset()", v);
                v
            }
        };
        self.incref(v);
        Ok(v)
    }

    /// It cannot be asked how many items it has.
    fn is_unsized(&mut self, source: Value) -> Run<bool> {
        Ok(match &self.object(source)?.1.data {
            ObjectData::Generator(_) => true,
            ObjectData::Iterator(i) => has_no_hint(i.kind),
            ObjectData::Instance(_) => self.special(source, "__len__").is_none(),
            _ => false,
        })
    }

    /// Slots of a new list of `n` items from this source: `of_sized` is the rule where the source is a sequence.
    pub(super) fn slots_from(&self, source: Value, n: u64, of_sized: fn(PythonVersion, u64) -> u64) -> Run<u64> {
        let version = self.version;
        Ok(match &self.object(source)?.1.data {
            ObjectData::List(_) | ObjectData::Tuple(_) | ObjectData::Range(_) | ObjectData::Str(_) => {
                of_sized(version, n)
            }
            ObjectData::Dict(_) | ObjectData::Set(_) | ObjectData::View { .. } if version == PythonVersion::PY39 => {
                of_sized(version, n)
            }
            ObjectData::Dict(_) | ObjectData::Set(_) | ObjectData::View { .. } => sizes::list_from_hashed(version, n),
            ObjectData::Generator(_) => sizes::list_from_iterator(version, n).unwrap_or(u64::MAX),
            ObjectData::Iterator(i) if has_no_hint(i.kind) => sizes::list_from_iterator(version, n).unwrap_or(u64::MAX),
            ObjectData::Iterator(i)
                if matches!(i.kind, IteratorKind::List | IteratorKind::Tuple | IteratorKind::Range) =>
            {
                u64::MAX
            }
            ObjectData::Native(native)
                if matches!(**native, Native::Deque(_) | Native::Array(_) | Native::ByteArray(_)) =>
            {
                of_sized(version, n)
            }
            ObjectData::Bytes(_) => of_sized(version, n),
            _ => u64::MAX,
        })
    }
}

/// Iterators that do not say how many items are left.
fn has_no_hint(kind: IteratorKind) -> bool {
    matches!(
        kind,
        IteratorKind::Map
            | IteratorKind::Zip
            | IteratorKind::Filter
            | IteratorKind::Enumerate
            | IteratorKind::Chain
            | IteratorKind::Islice
            | IteratorKind::TakeWhile
            | IteratorKind::DropWhile
            | IteratorKind::FilterFalse
            | IteratorKind::Starmap
            | IteratorKind::Accumulate
            | IteratorKind::Compress
            | IteratorKind::Product
            | IteratorKind::Permutations
            | IteratorKind::Combinations
            | IteratorKind::CombinationsWithReplacement
            | IteratorKind::GroupBy
            | IteratorKind::Grouper
            | IteratorKind::ZipLongest
            | IteratorKind::Pairwise
            | IteratorKind::Batched
            | IteratorKind::Tee
            | IteratorKind::Callable
    )
}

fn tuple(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&source) = c.positional()?.first() else { return Ok(m.tuple(Vec::new())) };
    if m.object(source)?.1.is(Type::Tuple) {
        m.incref(source);
        return Ok(source);
    }
    // From 3.14 it is not asked for its length.
    let asks = m.version < PythonVersion::PY314;
    let is_unsized = m.is_unsized(source)?;
    let items = if asks { m.collect_hinted(source)? } else { m.collect_items(source)? };
    if items.is_empty() && is_unsized && identity::empty_tuple_of_unsized(m.version).is_none() {
        return Ok(m.make_builtin(Type::Tuple, ObjectData::Tuple([].into())));
    }
    Ok(m.tuple(items))
}

fn dict(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let d = m.new_dict();
    if c.arguments.positional.is_empty() && c.arguments.keywords.is_empty() {
        let table = sizes::dict_call_empty(m.version);
        m.dict_mut(d)?.table = table;
        return Ok(d);
    }
    fill_dict(m, d, c.arguments.positional.first().copied(), &c.arguments.keywords)?;
    let table = sizes::dict_call_empty(m.version);
    let made = m.dict_mut(d)?;
    if made.is_empty() {
        made.table = table;
    }
    Ok(d)
}

/// Fills a dict from a dict or pairs, then from keywords.
pub(in crate::interpret) fn fill_dict(
    m: &mut Machine<'_>,
    d: Value,
    source: Option<Value>,
    keywords: &[(crate::bytecode::Name, Value)],
) -> Run<()> {
    if let Some(source) = source {
        let own = ["keys", "__iter__"].iter().any(|n| m.special(source, n).is_some());
        if own && (m.special(source, "keys").is_some() || !m.is_plain_instance(source)) {
            return Err(stop("dict of a mapping of the program is not modelled"));
        }
        if matches!(m.object(source)?.1.data, ObjectData::Dict(_)) {
            m.dict_update(d, source)?;
        } else {
            update_from_pairs(m, d, source)?;
        }
    }
    for &(name, v) in keywords {
        let text = m.text(name).to_owned();
        let key = m.string(&text);
        m.incref(v);
        m.dict_store(d, key, v)?;
    }
    Ok(())
}

fn set(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let s = m.make_builtin(Type::Set, ObjectData::Set(Box::default()));
    if let Some(&source) = c.positional()?.first() {
        m.set_fill(s, source)?;
    }
    Ok(s)
}

fn frozenset(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&source) = c.positional()?.first() else {
        m.concretely()?;
        return m.empty_frozenset();
    };
    if m.object(source)?.1.is(Type::FrozenSet) {
        m.incref(source);
        return Ok(source);
    }
    let s = m.make_builtin(Type::FrozenSet, ObjectData::Set(Box::default()));
    m.set_fill(s, source)?;
    if m.set_mut(s)?.dict.is_empty() && m.concretely().is_ok() {
        m.decref(s)?;
        return m.empty_frozenset();
    }
    Ok(s)
}

fn object(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    Ok(m.make_builtin(Type::Object, ObjectData::Plain))
}

/// `dict([("a", 1), ("b", 2)])`, `dict(zip(ks, vs))`
fn update_from_pairs(m: &mut Machine<'_>, d: Value, source: Value) -> Run<()> {
    let it = m.get_iter(source)?;
    while let Some(pair) = m.next(it)? {
        m.burn(1)?;
        let items = m.sequence_items(pair).ok_or_else(|| stop("dict of something that is no pair"))?;
        let [key, v] = items[..] else { return Err(stop("dict of something that is no pair")) };
        m.incref(key);
        m.incref(v);
        m.dict_store(d, key, v)?;
        m.decref(pair)?;
    }
    m.decref(it)
}
