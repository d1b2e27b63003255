//! `bytes`, `bytearray`, `memoryview`.

use super::{Call, Native as Function};
use crate::config::PythonVersion;
use crate::cpython::{identity, sizes};
use crate::heap::{ByteArray, Native, ObjId, Object, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Function)] = &[
    ("bytes", bytes),
    ("bytearray", bytearray),
    ("memoryview", memoryview),
    ("bytes.decode", decode),
    ("bytearray.decode", decode),
    ("bytes.hex", hex),
    ("bytearray.hex", hex),
    ("bytes.split", split),
    ("bytes.upper", upper),
    ("bytes.lower", lower),
    ("bytes.startswith", startswith),
    ("bytes.endswith", endswith),
    ("bytes.find", find),
    ("bytearray.find", find),
    ("bytes.count", count),
    ("bytes.replace", replace),
    ("bytes.join", join),
    ("bytearray.append", append),
    ("bytearray.extend", extend),
    ("bytearray.pop", pop),
    ("bytearray.insert", insert),
    ("bytearray.remove", remove),
    ("bytearray.reverse", reverse),
    ("bytearray.clear", clear),
    ("bytearray.copy", copy),
    ("memoryview.tobytes", tobytes),
    ("memoryview.tolist", tolist),
    ("memoryview.release", release),
    ("memoryview.__enter__", |m, c| {
        m.incref(c.receiver);
        Ok(c.receiver)
    }),
    ("memoryview.__exit__", release),
];

impl Machine<'_> {
    /// `b''` and single bytes exist once each.
    pub(in crate::interpret) fn make_bytes(&mut self, bytes: Vec<u8>) -> Value {
        if identity::bytes_singleton(&bytes).is_none() || self.abs.is_some() {
            return self.make_builtin(Type::Bytes, ObjectData::Bytes(bytes.into()));
        }
        let key = bytes.first().copied();
        if let Some(&v) = self.single_bytes.get(&key) {
            return v;
        }
        let data = ObjectData::Bytes(bytes.into());
        let object = Object { shared: true, immortal: true, ..Object::builtin(Type::Bytes, data) };
        let v = Value::from(self.heap.alloc(object));
        self.single_bytes.insert(key, v);
        v
    }

    pub(in crate::interpret) fn byte_array(&mut self, bytes: Vec<u8>) -> Run<Value> {
        let allocated = Some(if bytes.is_empty() { 0 } else { bytes.len() as u64 + 1 });
        self.make_native(Type::ByteArray, Native::ByteArray(ByteArray { bytes, allocated }))
    }

    pub(in crate::interpret) fn byte_array_mut(&mut self, v: Value) -> Run<&mut ByteArray> {
        match self.native_data_mut(v)? {
            Native::ByteArray(b) => Ok(b),
            _ => Err(stop("not a bytearray")),
        }
    }

    /// A view of some bytes; what its slices share with it holds the exporter once.
    pub(in crate::interpret) fn view_of(&mut self, exporter: Value, start: usize, len: usize) -> Run<Value> {
        self.incref(exporter);
        let v = self.make_native(Type::MemoryView, Native::MemoryView { exporter, start, len })?;
        self.views.extend(v.single());
        Ok(v)
    }

    /// What a view shows cannot change its size.
    pub(in crate::interpret) fn not_exported(&self, v: Value) -> Run<()> {
        let shows = |id: &ObjId| {
            let object = self.heap.get(*id);
            let of = matches!(&object.data, ObjectData::Native(n)
                if matches!(**n, Native::MemoryView { exporter, .. } if exporter == v));
            object.alive && of
        };
        match self.views.iter().any(shows) {
            true => Err(raise("BufferError", "Existing exports of data: object cannot be re-sized")),
            false => Ok(()),
        }
    }

    pub(in crate::interpret) fn byte_array_extend(&mut self, v: Value, more: &[u8]) -> Run<()> {
        self.burn_result(more.len())?;
        if !more.is_empty() {
            self.not_exported(v)?;
        }
        let b = self.byte_array_mut(v)?;
        b.bytes.extend(more);
        let len = b.bytes.len() as u64;
        b.allocated = b.allocated.map(|n| sizes::bytearray_resize(n, len));
        Ok(())
    }

    /// Bytes of a buffer, or the numbers of an iterable.
    fn bytes_from(&mut self, v: Value) -> Run<Vec<u8>> {
        if let Some(bytes) = self.bytes_of(v) {
            return Ok(bytes);
        }
        let items = self.collect_items(v)?;
        let bytes = items.iter().map(|&i| self.to_byte(i)).collect::<Run<Vec<u8>>>()?;
        self.decref_all(items)?;
        Ok(bytes)
    }

    fn receiver_bytes(&self, c: &Call<'_>) -> Run<Vec<u8>> {
        self.bytes_of(c.receiver).ok_or_else(|| stop("bytes that are not known"))
    }
}

/// The content that `bytes(..)` and `bytearray(..)` are made of.
fn content(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Vec<u8>> {
    const MAX_ZEROS: i64 = 4_000_000;
    match *c.positional()? {
        [] => Ok(Vec::new()),
        [v] => match m.as_int(v) {
            Some(n) if (0..=MAX_ZEROS).contains(&n) => Ok(vec![0; n as usize]),
            Some(n) if n < 0 => Err(raise("ValueError", "negative count")),
            Some(_) => Err(stop("bytes too long to follow")),
            None if m.as_str(v).is_some() => Err(raise("TypeError", "string argument without an encoding")),
            None => m.bytes_from(v),
        },
        [text, encoding] => encoded(m, text, Some(encoding)),
        _ => Err(stop("this form of bytes is not modelled")),
    }
}

pub(super) fn encoded(m: &Machine<'_>, text: Value, encoding: Option<Value>) -> Run<Vec<u8>> {
    let Some(text) = m.as_str(text) else { return Err(stop("a str that is not known")) };
    match encoding.map(|e| m.as_str(e)) {
        None | Some(Some("utf-8" | "utf8" | "UTF-8")) => Ok(text.as_bytes().to_vec()),
        Some(Some("ascii" | "latin-1")) if text.is_ascii() => Ok(text.as_bytes().to_vec()),
        _ => Err(stop("this encoding is not modelled")),
    }
}

fn bytes(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    if let [v] = *c.positional()?
        && m.object(v)?.1.is(Type::Bytes)
    {
        m.incref(v);
        return Ok(v);
    }
    let bytes = content(m, c)?;
    Ok(m.make_bytes(bytes))
}

fn bytearray(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let source = c.arguments.positional.first().copied();
    let bytes = content(m, c)?;
    // Lists and tuples fill it in one step from 3.11 on, other iterables byte by byte.
    let whole = match source {
        Some(v) if m.as_int(v).is_none() && m.as_str(v).is_none() && m.bytes_of(v).is_none() => {
            m.sequence_items(v).is_some() && m.version >= PythonVersion::PY311
        }
        _ => true,
    };
    let n = bytes.len() as u64;
    let v = m.byte_array(bytes)?;
    if !whole {
        let grown = (1..=n).fold(0, sizes::bytearray_resize);
        m.byte_array_mut(v)?.allocated = Some(grown);
    }
    Ok(v)
}

fn memoryview(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [exporter] = c.exactly()?;
    let len = m.bytes_of(exporter).ok_or_else(|| stop("a memoryview of this object is not modelled"))?.len();
    if m.native_of(exporter).is_some_and(|n| matches!(n, Native::MemoryView { .. })) {
        return Err(stop("a memoryview of a memoryview is not modelled"));
    }
    m.view_of(exporter, 0, len)
}

fn release(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let view = match (c.receiver.is_bound(), c.arguments.positional.first()) {
        (false, Some(&view)) => view,
        _ => c.receiver,
    };
    let Native::MemoryView { exporter, len, .. } = m.native_data_mut(view)? else { return Err(stop("not a view")) };
    *len = 0;
    let old = std::mem::replace(exporter, Value::UNBOUND);
    m.decref(old)?;
    Ok(Value::NONE)
}

fn decode(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let plain = match *c.positional()? {
        [] => true,
        [encoding] => matches!(m.as_str(encoding), Some("utf-8" | "utf8" | "ascii" | "latin-1")),
        _ => false,
    };
    let bytes = m.receiver_bytes(c)?;
    match String::from_utf8(bytes) {
        Ok(text) if plain && text.is_ascii() => Ok(m.string(&text)),
        Ok(text) if plain && c.arguments.positional.is_empty() => Ok(m.string(&text)),
        _ => Err(stop("this decoding is not modelled")),
    }
}

fn hex(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let text: String = m.receiver_bytes(c)?.iter().map(|b| format!("{b:02x}")).collect();
    Ok(m.string(&text))
}

fn split(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [separator] = c.exactly()?;
    let separator = m.bytes_of(separator).filter(|s| !s.is_empty()).ok_or_else(|| stop("an unknown separator"))?;
    let bytes = m.receiver_bytes(c)?;
    let mut rest = &bytes[..];
    let mut parts = Vec::new();
    while let Some(at) = find_bytes(rest, &separator) {
        parts.push(m.make_bytes(rest[..at].to_vec()));
        rest = &rest[at + separator.len()..];
    }
    if parts.is_empty() {
        m.incref(c.receiver);
        return Ok(m.list_with(vec![c.receiver], u64::MAX));
    }
    parts.push(m.make_bytes(rest.to_vec()));
    Ok(m.list_with(parts, u64::MAX))
}

fn upper(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let bytes = m.receiver_bytes(c)?.to_ascii_uppercase();
    Ok(m.make_builtin(Type::Bytes, ObjectData::Bytes(bytes.into())))
}

fn lower(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let bytes = m.receiver_bytes(c)?.to_ascii_lowercase();
    Ok(m.make_builtin(Type::Bytes, ObjectData::Bytes(bytes.into())))
}

fn both(m: &mut Machine<'_>, c: &Call<'_>) -> Run<(Vec<u8>, Vec<u8>)> {
    let [part] = c.exactly()?;
    let part = m.bytes_of(part).ok_or_else(|| stop("bytes that are not known"))?;
    Ok((m.receiver_bytes(c)?, part))
}

fn startswith(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (bytes, part) = both(m, c)?;
    Ok(Value::bool(bytes.starts_with(&part)))
}

fn endswith(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (bytes, part) = both(m, c)?;
    Ok(Value::bool(bytes.ends_with(&part)))
}

pub(in crate::interpret) fn find_bytes(bytes: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() { Some(0) } else { bytes.windows(part.len()).position(|w| w == part) }
}

fn find(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (bytes, part) = both(m, c)?;
    Ok(m.int(find_bytes(&bytes, &part).map_or(-1, |at| at as i64)))
}

fn count(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (bytes, part) = both(m, c)?;
    let (mut rest, mut n) = (&bytes[..], 0);
    if part.is_empty() {
        return Ok(m.int(bytes.len() as i64 + 1));
    }
    while let Some(at) = find_bytes(rest, &part) {
        rest = &rest[at + part.len()..];
        n += 1;
    }
    Ok(m.int(n))
}

fn replace(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [from, to] = c.exactly()?;
    let (Some(from), Some(to)) = (m.bytes_of(from), m.bytes_of(to)) else { return Err(stop("unknown bytes")) };
    let bytes = m.receiver_bytes(c)?;
    if from.is_empty() {
        return Err(stop("an empty pattern is not modelled"));
    }
    if find_bytes(&bytes, &from).is_none() {
        m.incref(c.receiver);
        return Ok(c.receiver);
    }
    let (mut rest, mut out) = (&bytes[..], Vec::new());
    while let Some(at) = find_bytes(rest, &from) {
        out.extend(&rest[..at]);
        out.extend(&to);
        rest = &rest[at + from.len()..];
    }
    out.extend(rest);
    m.burn_result(out.len())?;
    Ok(m.make_bytes(out))
}

fn join(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [items] = c.exactly()?;
    let separator = m.receiver_bytes(c)?;
    let items = m.collect_items(items)?;
    if let [one] = items[..]
        && m.object(one)?.1.is(Type::Bytes)
    {
        return Ok(one);
    }
    let parts: Option<Vec<Vec<u8>>> = items.iter().map(|&v| m.bytes_of(v)).collect();
    let Some(parts) = parts else { return Err(stop("a join of unknown bytes")) };
    m.decref_all(items)?;
    let joined = parts.join(&separator[..]);
    m.burn_result(joined.len())?;
    Ok(m.make_bytes(joined))
}

fn append(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let byte = m.to_byte(v)?;
    m.byte_array_extend(c.receiver, &[byte])?;
    Ok(Value::NONE)
}

fn extend(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let buffer = m.bytes_of(v).is_some();
    let bytes = m.bytes_from(v)?;
    m.byte_array_extend(c.receiver, &bytes)?;
    if !buffer {
        // Collected in a growing buffer first: how much room is left over is not told.
        m.byte_array_mut(c.receiver)?.allocated = None;
    }
    Ok(Value::NONE)
}

/// After bytes went, how much room is left is told only where the rule of `PyByteArray_Resize` says so.
fn take(m: &mut Machine<'_>, v: Value, at: i64) -> Run<u8> {
    let b = m.byte_array_mut(v)?;
    let len = b.bytes.len() as i64;
    let at = if at < 0 { at + len } else { at };
    if !(0..len).contains(&at) {
        return Err(raise("IndexError", "pop index out of range"));
    }
    let byte = b.bytes.remove(at as usize);
    b.allocated = b.allocated.filter(|_| at > 0).map(|n| sizes::bytearray_resize(n, len as u64 - 1));
    Ok(byte)
}

fn pop(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.not_exported(c.receiver)?;
    let at = match *c.positional()? {
        [] => -1,
        [at] => m.as_int(at).ok_or_else(|| stop("pop at an unknown index"))?,
        _ => return Err(untold("TypeError")),
    };
    let byte = take(m, c.receiver, at)?;
    Ok(m.int(i64::from(byte)))
}

fn insert(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [at, v] = c.exactly()?;
    let (Some(at), byte) = (m.as_int(at), m.to_byte(v)?) else { return Err(stop("insert at an unknown index")) };
    m.byte_array_extend(c.receiver, &[byte])?;
    let b = m.byte_array_mut(c.receiver)?;
    b.bytes.pop();
    let len = b.bytes.len() as i64;
    let at = if at < 0 { (at + len).max(0) } else { at.min(len) };
    b.bytes.insert(at as usize, byte);
    Ok(Value::NONE)
}

fn remove(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.not_exported(c.receiver)?;
    let [v] = c.exactly()?;
    let byte = m.to_byte(v)?;
    let at = m.byte_array_mut(c.receiver)?.bytes.iter().position(|&b| b == byte);
    take(m, c.receiver, at.ok_or_else(|| untold("ValueError"))? as i64)?;
    Ok(Value::NONE)
}

fn reverse(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    m.byte_array_mut(c.receiver)?.bytes.reverse();
    Ok(Value::NONE)
}

fn clear(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.not_exported(c.receiver)?;
    c.exactly::<0>()?;
    let b = m.byte_array_mut(c.receiver)?;
    b.bytes.clear();
    b.allocated = None;
    Ok(Value::NONE)
}

fn copy(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let bytes = m.receiver_bytes(c)?;
    m.byte_array(bytes)
}

fn tobytes(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let bytes = m.receiver_bytes(c)?;
    Ok(m.make_bytes(bytes))
}

fn tolist(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let items: Vec<Value> = m.receiver_bytes(c)?.into_iter().map(|b| m.int(i64::from(b))).collect();
    Ok(m.list(items))
}
