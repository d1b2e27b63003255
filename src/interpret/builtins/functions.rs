//! Functions of the module `builtins`.

use super::{Call, Native};
use crate::heap::{Class, ObjectData, Type, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("print", print),
    ("len", len),
    ("id", id),
    ("repr", repr),
    ("str", str_),
    ("bool", bool_),
    ("isinstance", isinstance),
    ("type", type_),
    ("callable", callable),
    ("chr", chr),
    ("ord", ord),
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
    m.burn(line.as_ref().map_or(0, |l| l.len() as u64 / 4))?;
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

fn bool_(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [v] = c.exactly()?;
    m.truth(v)?.map(Value::bool).ok_or_else(|| stop("the truth of an unknown value"))
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
