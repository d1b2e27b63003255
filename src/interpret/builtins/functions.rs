//! Functions of the module `builtins`.

use super::{Call, Native};
use crate::cpython::sizes;
use crate::heap::{Class, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop};
use std::cmp::Ordering;

pub(super) const NAMES: &[(&str, Native)] = &[
    ("print", print),
    ("len", len),
    ("id", id),
    ("repr", repr),
    ("str", str_),
    ("int", int),
    ("float", float),
    ("bool", bool_),
    ("abs", abs),
    ("sum", sum),
    ("min", min),
    ("max", max),
    ("any", any),
    ("all", all),
    ("sorted", sorted),
    ("list", list),
    ("tuple", tuple),
    ("dict", dict),
    ("set", set),
    ("frozenset", frozenset),
    ("object", object),
    ("isinstance", isinstance),
    ("type", type_),
    ("callable", callable),
    ("chr", chr),
    ("ord", ord),
    ("divmod", divmod),
    ("pow", pow),
    ("round", round),
    ("property", property),
    ("staticmethod", staticmethod),
    ("classmethod", classmethod),
    ("hasattr", hasattr),
];

fn print(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let mut ends = [" ".to_owned(), "\n".to_owned()];
    for &(name, v) in &c.arguments.keywords {
        let at = match m.text(name) {
            "sep" => 0,
            "end" => 1,
            _ => return Err(stop("print to something else than standard output is not modelled")),
        };
        match m.as_str(v) {
            Some(text) => ends[at] = text.to_owned(),
            None => return Err(stop("print with an unknown separator")),
        }
    }
    let mut line = Some(String::new());
    for (i, &v) in c.arguments.positional.iter().enumerate() {
        let text = m.text_of(v, ["__str__", "__repr__"])?;
        line = line.zip(text).map(|(line, text)| if i > 0 { line + &ends[0] + &text } else { line + &text });
    }
    match (&mut m.stdout, line) {
        (Some(out), Some(line)) => {
            out.push_str(&line);
            out.push_str(&ends[1]);
        }
        _ => m.stdout = None,
    }
    Ok(Value::NONE)
}

fn len(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let n = match &m.object(v)?.1.data {
        ObjectData::List(l) => l.items.len(),
        ObjectData::Tuple(t) => t.len(),
        ObjectData::Dict(d) => d.len(),
        ObjectData::Set(s) => s.dict.len(),
        ObjectData::Str(s) => s.chars().count(),
        ObjectData::Bytes(b) => b.len(),
        ObjectData::Range(r) => crate::interpret::container::range_len(r.1[0], r.1[1], r.1[2]),
        ObjectData::View { dict, .. } => match &m.object(*dict)?.1.data {
            ObjectData::Dict(d) => d.len(),
            _ => return Err(stop("the length of an unknown view")),
        },
        ObjectData::Int(_) | ObjectData::Generator(_) => return Err(raise("TypeError", "object has no len()")),
        _ => return Err(stop("len of this object is not modelled")),
    };
    Ok(m.int(n as i64))
}

fn id(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let object = m.known_id(v)?;
    Ok(m.make_builtin(Type::Int, ObjectData::Address(object)))
}

fn repr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match m.text_of(v, ["__repr__", "__repr__"])? {
        Some(text) => Ok(m.fresh_string(&text)),
        None => Ok(m.unknown(Type::Str)),
    }
}

fn str_(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&v) = c.positional()?.first() else { return Ok(m.string("")) };
    if m.as_str(v).is_some() {
        m.incref(v);
        return Ok(v);
    }
    match m.text_of(v, ["__str__", "__repr__"])? {
        Some(text) => Ok(m.fresh_string(&text)),
        None => Ok(m.unknown(Type::Str)),
    }
}

fn int(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&v) = c.positional()?.first() else { return Ok(m.int(0)) };
    if c.arguments.positional.len() > 1 {
        return Err(stop("int with a base is not modelled"));
    }
    match &m.object(v)?.1.data {
        ObjectData::Bool(b) => {
            let b = *b;
            Ok(m.int(i64::from(b)))
        }
        ObjectData::Int(_) | ObjectData::BigInt(_) => {
            m.incref(v);
            Ok(v)
        }
        ObjectData::Float(f) if f.abs() < 9e15 => {
            let n = f.trunc() as i64;
            Ok(m.int(n))
        }
        ObjectData::Str(s) => match s.trim().parse::<i64>() {
            Ok(n) => Ok(m.int(n)),
            Err(_) => Err(stop("int of this text is not modelled")),
        },
        _ => Err(stop("int of this object is not modelled")),
    }
}

fn float(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match &m.object(v)?.1.data {
        ObjectData::Float(_) => {
            m.incref(v);
            Ok(v)
        }
        ObjectData::Int(n) if n.abs() < 9_000_000_000_000_000 => {
            let f = *n as f64;
            Ok(m.float(f))
        }
        _ => Err(stop("float of this object is not modelled")),
    }
}

fn bool_(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.truth(v)?.map(Value::bool).ok_or_else(|| stop("the truth of an unknown value"))
}

fn abs(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match m.object(v)?.1.data {
        ObjectData::Int(n) => Ok(m.int(n.checked_abs().ok_or_else(|| stop("abs"))?)),
        ObjectData::Float(f) => Ok(m.float(f.abs())),
        _ => Err(stop("abs of this object is not modelled")),
    }
}

/// Every item of an iterable in turn; the item is let go after `f`.
fn each(m: &mut Machine<'_>, v: Value, mut f: impl FnMut(&mut Machine<'_>, Value) -> Run<bool>) -> Run<()> {
    let it = m.get_iter(v)?;
    while let Some(item) = m.next(it)? {
        m.burn(1)?;
        let go_on = f(m, item)?;
        m.decref(item)?;
        if !go_on {
            break;
        }
    }
    m.decref(it)
}

fn sum(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let arguments = c.positional()?;
    let Some(&items) = arguments.first() else { return Err(raise("TypeError", "sum expected an argument")) };
    let mut total = match arguments.get(1) {
        Some(&start) => {
            m.incref(start);
            start
        }
        None => m.int(0),
    };
    each(m, items, |m, item| {
        if matches!(m.object(item)?.1.data, ObjectData::Float(_)) {
            // Compensated summation from 3.12: the digits differ by version.
            return Err(stop("sum of floats is not modelled"));
        }
        let next = m.binary(crate::bytecode::BinaryOp::Add, total, item)?;
        m.decref(total)?;
        total = next;
        Ok(true)
    })?;
    Ok(total)
}

fn extreme(m: &mut Machine<'_>, c: &Call<'_>, better: Ordering) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    let mut best: Option<Value> = None;
    let mut consider = |m: &mut Machine<'_>, item: Value| {
        let wins = match best {
            None => true,
            Some(b) => m.order(item, b)? == Some(better),
        };
        if wins {
            m.incref(item);
            if let Some(old) = best.replace(item) {
                m.decref(old)?;
            }
        }
        Ok(true)
    };
    match arguments[..] {
        [items] => each(m, items, consider)?,
        _ => {
            for &v in &arguments {
                consider(m, v)?;
            }
        }
    }
    best.ok_or_else(|| raise("ValueError", "iterable argument is empty"))
}

fn min(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    extreme(m, c, Ordering::Less)
}

fn max(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    extreme(m, c, Ordering::Greater)
}

fn any_all(m: &mut Machine<'_>, c: &Call<'_>, stops_at: bool) -> Run<Value> {
    let [items] = c.exactly()?;
    let mut result = !stops_at;
    each(m, items, |m, item| match m.truth(item)? {
        Some(t) if t == stops_at => {
            result = stops_at;
            Ok(false)
        }
        Some(_) => Ok(true),
        None => Err(stop("the truth of an unknown value")),
    })?;
    Ok(Value::bool(result))
}

fn any(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    any_all(m, c, true)
}

fn all(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    any_all(m, c, false)
}

fn sorted(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [items] = c.arguments.positional[..] else { return Err(raise("TypeError", "sorted expected 1 argument")) };
    let items = m.collect_items(items)?;
    let items = m.sort(items, c)?;
    let allocated = sizes::list_extend_empty(m.version, items.len() as u64);
    Ok(m.list_with(items, allocated))
}

impl Machine<'_> {
    /// Sorts as `list.sort(key=, reverse=)` does.
    pub(in crate::interpret) fn sort(&mut self, items: Vec<Value>, c: &Call<'_>) -> Run<Vec<Value>> {
        let reverse = match c.keyword(self, "reverse") {
            Some(v) => self.truth(v)?.ok_or_else(|| stop("an unknown reverse"))?,
            None => false,
        };
        let mut keyed = Vec::with_capacity(items.len());
        for v in items {
            let key = match c.keyword(self, "key") {
                Some(function) if function != Value::NONE => {
                    self.incref(v);
                    self.call_function(function, vec![v])?
                }
                _ => v,
            };
            keyed.push((key, v));
        }
        // Insertion by binary search keeps equal items in order, as timsort does.
        let mut out: Vec<(Value, Value)> = Vec::with_capacity(keyed.len());
        if reverse {
            keyed.reverse();
        }
        for (key, v) in keyed {
            let (mut lo, mut hi) = (0, out.len());
            while lo < hi {
                let mid = (lo + hi) / 2;
                if self.order(key, out[mid].0)? == Some(Ordering::Less) { hi = mid } else { lo = mid + 1 }
            }
            out.insert(lo, (key, v));
        }
        if reverse {
            out.reverse();
        }
        for &(key, v) in &out {
            if key != v {
                self.decref(key)?;
            }
        }
        Ok(out.into_iter().map(|(_, v)| v).collect())
    }
}

fn list(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&source) = c.positional()?.first() else { return Ok(m.list(Vec::new())) };
    let kind = match &m.object(source)?.1.data {
        ObjectData::List(_) | ObjectData::Tuple(_) | ObjectData::Range(_) | ObjectData::Str(_) => 0,
        ObjectData::Dict(_) | ObjectData::Set(_) => 1,
        ObjectData::Generator(_) => 2,
        ObjectData::Iterator(i)
            if matches!(i.kind, crate::heap::IteratorKind::Map | crate::heap::IteratorKind::Zip) =>
        {
            2
        }
        _ => 3,
    };
    let items = m.collect_items(source)?;
    let n = items.len() as u64;
    let allocated = match kind {
        0 => sizes::list_presized(m.version, n),
        1 => sizes::list_from_hashed(m.version, n),
        2 => sizes::list_from_iterator(m.version, n).unwrap_or(u64::MAX),
        _ => u64::MAX,
    };
    Ok(m.list_with(items, allocated))
}

fn tuple(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&source) = c.positional()?.first() else { return Ok(m.tuple(Vec::new())) };
    if m.object(source)?.1.is(Type::Tuple) {
        m.incref(source);
        return Ok(source);
    }
    let items = m.collect_items(source)?;
    Ok(m.tuple(items))
}

fn dict(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let d = m.new_dict();
    if c.arguments.positional.is_empty() && c.arguments.keywords.is_empty() {
        let table = sizes::dict_call_empty(m.version);
        m.dict_mut(d)?.table = table;
        return Ok(d);
    }
    if let Some(&source) = c.arguments.positional.first() {
        if !matches!(m.object(source)?.1.data, ObjectData::Dict(_)) {
            return Err(stop("dict of something that is no dict"));
        }
        m.dict_update(d, source)?;
    }
    for &(name, v) in &c.arguments.keywords {
        let text = m.text(name).to_owned();
        let key = m.string(&text);
        m.incref(v);
        m.dict_store(d, key, v)?;
    }
    Ok(d)
}

fn set(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let s = m.make_builtin(Type::Set, ObjectData::Set(Box::default()));
    if let Some(&source) = c.positional()?.first() {
        for v in m.collect_items(source)? {
            m.set_add(s, v)?;
        }
    }
    Ok(s)
}

fn frozenset(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [source] = c.exactly()?;
    let items = m.collect_items(source)?;
    for &v in &items {
        m.key(v)?;
    }
    Ok(m.frozenset_of(items))
}

fn object(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    Ok(m.make_builtin(Type::Object, ObjectData::Plain))
}

fn isinstance(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v, class] = c.exactly()?;
    let own = m.object(v)?.1.class;
    let classes = match &m.object(class)?.1.data {
        ObjectData::Tuple(classes) => classes.to_vec(),
        _ => vec![class],
    };
    for class in classes {
        if is_instance_of(m, own, class)? {
            return Ok(Value::TRUE);
        }
    }
    Ok(Value::FALSE)
}

fn is_instance_of(m: &Machine<'_>, own: Class, class: Value) -> Run<bool> {
    Ok(match (&m.object(class)?.1.data, own) {
        (ObjectData::Builtin(name), Class::Builtin(t)) => {
            t.name() == *name || *name == "object" || (t == Type::Bool && *name == "int")
        }
        (ObjectData::Class(_), Class::Builtin(_)) => false,
        (ObjectData::Class(_), Class::User(own)) => {
            let id = m.known_id(class)?;
            matches!(&m.heap.get(own).data, ObjectData::Class(d) if d.mro.contains(&id))
        }
        (ObjectData::Builtin("object"), _) => true,
        (ObjectData::Builtin(_), Class::User(_)) => false,
        _ => return Err(stop("isinstance with this class is not modelled")),
    })
}

fn type_(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match m.object(v)?.1.class {
        Class::User(class) => {
            m.incref(class.into());
            Ok(class.into())
        }
        Class::Builtin(t) => match super::global(t.name()) {
            Some(name) => Ok(m.builtin(name)),
            None => Err(stop("type of this object is not modelled")),
        },
    }
}

fn callable(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match m.object(v)?.1.data {
        ObjectData::Function(_) | ObjectData::Builtin(_) | ObjectData::Class(_) | ObjectData::Method { .. } => {
            Ok(Value::TRUE)
        }
        ObjectData::Int(_) | ObjectData::Str(_) | ObjectData::List(_) => Ok(Value::FALSE),
        _ => Err(stop("callable of this object is not modelled")),
    }
}

fn chr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let ch = m.as_int(v).and_then(|n| u32::try_from(n).ok()).and_then(char::from_u32);
    match ch {
        Some(ch) => Ok(m.string(&ch.to_string())),
        None => Err(stop("chr of an unknown value")),
    }
}

fn ord(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match m.as_str(v).map(|s| s.chars().collect::<Vec<_>>()).as_deref() {
        Some([ch]) => {
            let n = i64::from(u32::from(*ch));
            Ok(m.int(n))
        }
        _ => Err(stop("ord of an unknown value")),
    }
}

fn divmod(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [a, b] = c.exactly()?;
    let q = m.binary(crate::bytecode::BinaryOp::FloorDiv, a, b)?;
    let r = m.binary(crate::bytecode::BinaryOp::Mod, a, b)?;
    Ok(m.tuple(vec![q, r]))
}

fn pow(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [a, b] = c.exactly()?;
    m.binary(crate::bytecode::BinaryOp::Pow, a, b)
}

fn round(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match m.object(v)?.1.data {
        ObjectData::Int(_) => {
            m.incref(v);
            Ok(v)
        }
        ObjectData::Float(f) if f.abs() < 9e15 => Ok(m.int(f.round_ties_even() as i64)),
        _ => Err(stop("round of this object is not modelled")),
    }
}

fn wrap(m: &mut Machine<'_>, c: &Call<'_>, ty: Type) -> Run<Value> {
    let [function] = c.exactly()?;
    m.incref(function);
    Ok(m.make_builtin(ty, ObjectData::Wrapper(function)))
}

fn property(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    wrap(m, c, Type::Property)
}

fn staticmethod(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    wrap(m, c, Type::StaticMethod)
}

fn classmethod(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    wrap(m, c, Type::ClassMethod)
}

fn hasattr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [o, name] = c.exactly()?;
    let Some(name) = m.as_str(name).map(str::to_owned) else { return Err(stop("hasattr with an unknown name")) };
    let name = m.intern(&name);
    match m.load_attr(o, name) {
        Ok(v) => {
            m.decref(v)?;
            Ok(Value::TRUE)
        }
        Err(crate::interpret::Interrupt::Raise { class: "AttributeError", .. }) => Ok(Value::FALSE),
        Err(other) => Err(other),
    }
}
