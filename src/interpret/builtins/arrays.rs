//! `array.array`: packed numbers; each is made into an object when it is read.

use super::{Call, Native as Function};
use crate::cpython::sizes;
use crate::heap::{Array, ArrayItem, Native, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Function)] = &[
    ("array.array", array),
    ("array.array.append", append),
    ("array.array.extend", extend),
    ("array.array.fromlist", extend),
    ("array.array.insert", insert),
    ("array.array.pop", pop),
    ("array.array.remove", remove),
    ("array.array.index", index),
    ("array.array.count", count),
    ("array.array.tolist", tolist),
    ("array.array.reverse", reverse),
    ("array.array.tobytes", tobytes),
];

impl Machine<'_> {
    fn array_mut(&mut self, v: Value) -> Run<&mut Array> {
        match self.native_data_mut(v)? {
            Native::Array(a) => Ok(a),
            _ => Err(stop("not an array")),
        }
    }

    /// The number that an array of this type stores for an object.
    pub(in crate::interpret) fn to_array_item(&self, typecode: char, v: Value) -> Run<ArrayItem> {
        let range = match typecode {
            'b' => -128..=127,
            'B' => 0..=255,
            'h' => -32_768..=32_767,
            'H' => 0..=65_535,
            'i' => i64::from(i32::MIN)..=i64::from(i32::MAX),
            'I' => 0..=i64::from(u32::MAX),
            'l' | 'q' => i64::MIN..=i64::MAX,
            'd' => {
                let f = match self.object(v)?.1.data {
                    ObjectData::Float(f) => f,
                    ObjectData::Int(n) if n.abs() < 1 << 53 => n as f64,
                    _ => return Err(stop("this item of an array is not modelled")),
                };
                return Ok(ArrayItem::Float(f));
            }
            _ => return Err(stop("arrays of this type are not modelled")),
        };
        let Some(n) = self.as_int(v) else { return Err(untold("TypeError")) };
        if range.contains(&n) { Ok(ArrayItem::Int(n)) } else { Err(untold("OverflowError")) }
    }

    fn array_push(&mut self, array: Value, v: Value) -> Run<()> {
        let typecode = self.array_mut(array)?.typecode;
        let item = self.to_array_item(typecode, v)?;
        let a = self.array_mut(array)?;
        a.allocated = a.allocated.map(|n| sizes::array_append(n, a.items.len() as u64));
        a.items.push(item);
        Ok(())
    }
}

fn array(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (typecode, source) = match *c.positional()? {
        [typecode] => (typecode, None),
        [typecode, source] => (typecode, Some(source)),
        _ => return Err(untold("TypeError")),
    };
    let typecode = m.as_str(typecode).and_then(|s| s.chars().next()).ok_or_else(|| stop("an unknown typecode"))?;
    if sizes::array_item(typecode).is_none() || typecode == 'f' {
        return Err(stop("arrays of this type are not modelled"));
    }
    let mut a = Array { typecode, items: Vec::new(), allocated: Some(0) };
    let Some(source) = source else { return m.make_native(Type::Array, Native::Array(a)) };
    if let Some(items) = m.sequence_items(source) {
        a.items = items.into_iter().map(|v| m.to_array_item(typecode, v)).collect::<Run<_>>()?;
        a.allocated = Some(a.items.len() as u64);
        return m.make_native(Type::Array, Native::Array(a));
    }
    if let Some(Native::Array(other)) = m.native_of(source) {
        if other.typecode != typecode {
            return Err(stop("an array of another type"));
        }
        a.items.clone_from(&other.items);
        a.allocated = Some(a.items.len() as u64);
        return m.make_native(Type::Array, Native::Array(a));
    }
    if m.bytes_of(source).is_some() {
        return Err(stop("an array of bytes is not modelled"));
    }
    let array = m.make_native(Type::Array, Native::Array(a))?;
    let it = m.get_iter(source)?;
    while let Some(v) = m.next(it)? {
        m.burn(1)?;
        m.array_push(array, v)?;
        m.decref(v)?;
    }
    m.decref(it)?;
    Ok(array)
}

fn append(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.array_push(c.receiver, v)?;
    Ok(Value::NONE)
}

fn extend(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    m.array_extend(c.receiver, source)?;
    Ok(Value::NONE)
}

impl Machine<'_> {
    /// From another array in one step, from anything else item by item.
    pub(in crate::interpret) fn array_extend(&mut self, array: Value, source: Value) -> Run<()> {
        if let Some(Native::Array(other)) = self.native_of(source) {
            let items = other.items.clone();
            let a = self.array_mut(array)?;
            a.allocated = a.allocated.filter(|_| items.is_empty());
            a.items.extend(items);
            return Ok(());
        }
        for v in self.collect_items(source)? {
            self.array_push(array, v)?;
            self.decref(v)?;
        }
        Ok(())
    }

    pub(in crate::interpret) fn array_concatenate(&mut self, left: &Array, right: &Array) -> Run<Value> {
        if left.typecode != right.typecode {
            return Err(raise("TypeError", "bad argument type for built-in operation"));
        }
        let items: Vec<ArrayItem> = left.items.iter().chain(&right.items).copied().collect();
        self.burn_result(items.len())?;
        let allocated = Some(items.len() as u64);
        self.make_native(Type::Array, Native::Array(Array { typecode: left.typecode, items, allocated }))
    }
}

fn insert(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [at, v] = c.exactly()?;
    let at = m.as_int(at).ok_or_else(|| stop("insert at an unknown index"))?;
    m.array_push(c.receiver, v)?;
    let a = m.array_mut(c.receiver)?;
    let len = a.items.len() as i64 - 1;
    let at = if at < 0 { (at + len).max(0) } else { at.min(len) };
    if let Some(item) = a.items.pop() {
        a.items.insert(at as usize, item);
    }
    Ok(Value::NONE)
}

/// Room is given back only where much is left over (`array_resize`).
fn take(m: &mut Machine<'_>, array: Value, at: usize) -> Run<ArrayItem> {
    let a = m.array_mut(array)?;
    let item = a.items.remove(at);
    a.allocated = a.allocated.filter(|_| !a.items.is_empty());
    Ok(item)
}

fn pop(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let len = m.array_mut(c.receiver)?.items.len() as i64;
    let at = match *c.positional()? {
        [] => -1,
        [at] => m.as_int(at).ok_or_else(|| stop("pop at an unknown index"))?,
        _ => return Err(untold("TypeError")),
    };
    let at = if at < 0 { at + len } else { at };
    if !(0..len).contains(&at) {
        return Err(raise("IndexError", "pop index out of range"));
    }
    let item = take(m, c.receiver, at as usize)?;
    Ok(m.array_item(item))
}

fn position(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Option<usize>> {
    let [wanted] = c.exactly()?;
    let typecode = m.array_mut(c.receiver)?.typecode;
    let wanted = m.to_array_item(typecode, wanted)?;
    Ok(m.array_mut(c.receiver)?.items.iter().position(|&i| i == wanted))
}

fn index(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    match position(m, c)? {
        Some(at) => Ok(m.int(at as i64)),
        None => Err(raise("ValueError", "array.index(x): x not in array")),
    }
}

fn remove(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let at = position(m, c)?.ok_or_else(|| raise("ValueError", "array.remove(x): x not in array"))?;
    take(m, c.receiver, at)?;
    m.array_mut(c.receiver)?.allocated = None;
    Ok(Value::NONE)
}

fn count(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [wanted] = c.exactly()?;
    let typecode = m.array_mut(c.receiver)?.typecode;
    let wanted = m.to_array_item(typecode, wanted)?;
    let n = m.array_mut(c.receiver)?.items.iter().filter(|&&i| i == wanted).count();
    Ok(m.int(n as i64))
}

fn tolist(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let items = m.array_mut(c.receiver)?.items.clone();
    let items: Vec<Value> = items.into_iter().map(|i| m.array_item(i)).collect();
    Ok(m.list(items))
}

fn reverse(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.array_mut(c.receiver)?.items.reverse();
    Ok(Value::NONE)
}

fn tobytes(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let a = m.array_mut(c.receiver)?;
    let width = sizes::array_item(a.typecode).unwrap_or(1) as usize;
    let bytes: Vec<u8> = a
        .items
        .iter()
        .flat_map(|item| match *item {
            ArrayItem::Int(n) => n.to_le_bytes()[..width].to_vec(),
            ArrayItem::Float(f) => f.to_le_bytes().to_vec(),
        })
        .collect();
    Ok(m.make_bytes(bytes))
}
