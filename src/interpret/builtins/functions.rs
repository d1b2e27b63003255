//! Functions of the module `builtins`.

use super::{Call, Native};
use crate::heap::{Native as Library, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop, untold};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("print", print),
    ("len", len),
    ("id", id),
    ("repr", repr),
    ("str", str_),
    ("bool", bool_),
    ("callable", callable),
    ("chr", chr),
    ("ord", ord),
    ("hash", hash),
    ("format", format),
    ("staticmethod", staticmethod),
    ("classmethod", classmethod),
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
    m.burn(line.as_ref().map_or(0, |l| l.len() as u64 / 4))?;
    if let Some(&buffer) = m.redirected.last() {
        let line = line.ok_or_else(|| stop("an unknown text in a buffer"))?;
        m.buffer_write(buffer, &(line + &ends[1]))?;
        return Ok(Value::NONE);
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
    if let Some(n) = m.call_special(v, "__len__", &[])? {
        return Ok(n);
    }
    if let Some(members) = m.known(v).and_then(|(id, _)| m.listed_members(id)) {
        let n = members.len() as i64;
        return Ok(m.int(n));
    }
    m.len_plain(v)
}

impl Machine<'_> {
    /// `len` as the builtin class itself answers it.
    pub(in crate::interpret) fn len_plain(&mut self, v: Value) -> Run<Value> {
        let m = self;
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
            ObjectData::Native(_) => {
                let id = m.known_id(v)?;
                m.native_len(id).ok_or_else(|| stop("len of this object is not modelled"))?
            }
            ObjectData::Int(_) | ObjectData::Float(_) | ObjectData::Generator(_) | ObjectData::Function(_) => {
                let class = m.type_name(m.known_id(v)?).unwrap_or_default();
                return Err(raise("TypeError", format!("object of type '{class}' has no len()")));
            }
            _ => {
                return Err(match m.type_without_answer(v) {
                    Some(class) => raise("TypeError", format!("object of type '{class}' has no len()")),
                    None => stop("len of this object is not modelled"),
                });
            }
        };
        Ok(m.int(n as i64))
    }

    /// `str(v)`: an owned reference.
    pub(in crate::interpret) fn str_of(&mut self, v: Value) -> Run<Value> {
        if self.as_str(v).is_some() && self.user_class(v).is_none() {
            self.incref(v);
            return Ok(v);
        }
        if let Some(text) = self.text_of_exception(v) {
            self.incref(text);
            return Ok(text);
        }
        if self.policy == crate::interpret::Policy::Concrete
            && let Some(own) = self.hook_text(v, ["__str__", "__repr__"])?
        {
            return self.checked_text(own, "__str__");
        }
        match self.text_of(v, ["__str__", "__repr__"])? {
            Some(text) => Ok(self.fresh_string(&text)),
            None => Ok(self.unknown(Type::Str)),
        }
    }

    /// What `__str__` or `__repr__` returned has to be a str.
    fn checked_text(&mut self, text: Value, hook: &str) -> Run<Value> {
        let class = self.known(text).and_then(|(id, o)| if o.is(Type::Str) { None } else { self.type_name(id) });
        match class {
            Some(class) => {
                self.decref(text)?;
                Err(raise("TypeError", format!("{hook} returned non-string (type {class})")))
            }
            None => Ok(text),
        }
    }
}

fn id(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    let object = m.known_id(v)?;
    if m.abs.is_none() {
        m.addressed.entry(object).or_default();
    }
    Ok(m.make_builtin(Type::Int, ObjectData::Address(object)))
}

fn repr(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    if m.policy == crate::interpret::Policy::Concrete
        && let Some(own) = m.hook_text(v, ["__repr__", "__repr__"])?
    {
        return m.checked_text(own, "__repr__");
    }
    match m.text_of(v, ["__repr__", "__repr__"])? {
        Some(text) => Ok(m.fresh_string(&text)),
        None => Ok(m.unknown(Type::Str)),
    }
}

fn str_(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let Some(&v) = c.positional()?.first() else { return Ok(m.string("")) };
    m.str_of(v)
}

fn bool_(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.truth(v)?.map(Value::bool).ok_or_else(|| stop("the truth of an unknown value"))
}

fn callable(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    match m.object(v)?.1.data {
        ObjectData::Function(_) | ObjectData::Builtin(_) | ObjectData::Class(_) | ObjectData::Method { .. } => {
            Ok(Value::TRUE)
        }
        ObjectData::Instance(_) | ObjectData::Exception(_) => Ok(Value::bool(m.special(v, "__call__").is_some())),
        ObjectData::Int(_)
        | ObjectData::Bool(_)
        | ObjectData::Float(_)
        | ObjectData::Str(_)
        | ObjectData::List(_)
        | ObjectData::Tuple(_)
        | ObjectData::Dict(_)
        | ObjectData::Set(_)
        | ObjectData::Range(_)
        | ObjectData::Generator(_) => Ok(Value::bool(m.special(v, "__call__").is_some())),
        ObjectData::Plain if v == Value::NONE => Ok(Value::FALSE),
        ObjectData::Native(_) if matches!(m.native_of(v), Some(Library::Partial { .. } | Library::LruCache(_))) => {
            Ok(Value::TRUE)
        }
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

fn wrap(m: &mut Machine<'_>, c: &Call<'_>, ty: Type) -> Run<Value> {
    let [function] = c.exactly()?;
    m.incref(function);
    let v = m.make_builtin(ty, ObjectData::Wrapper(function));
    m.copy_annotations(function, v)?;
    Ok(v)
}

fn staticmethod(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    wrap(m, c, Type::StaticMethod)
}

fn classmethod(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    wrap(m, c, Type::ClassMethod)
}

fn hash(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.hash(v)
}

/// `format(v, spec)`: `__format__` where the class has one.
fn format(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (v, spec) = match *c.positional()? {
        [v] => (v, m.string("")),
        [v, spec] => (v, spec),
        _ => return Err(untold("TypeError")),
    };
    m.formatted(v, spec)
}
