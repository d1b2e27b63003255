//! Methods of `str`.

use super::{Call, Native};
use crate::cpython::sizes;
use crate::heap::Value;
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("str.upper", upper),
    ("str.lower", lower),
    ("str.strip", strip),
    ("str.split", split),
    ("str.join", join),
    ("str.replace", replace),
    ("str.startswith", startswith),
    ("str.endswith", endswith),
    ("str.format", format),
    ("str.find", find),
    ("str.isdigit", isdigit),
];

fn text(m: &Machine<'_>, v: Value) -> Run<String> {
    m.as_str(v).map(str::to_owned).ok_or_else(|| stop("a str that is not known"))
}

fn ascii(m: &Machine<'_>, v: Value) -> Run<String> {
    text(m, v).and_then(|s| if s.is_ascii() { Ok(s) } else { Err(stop("text outside ASCII")) })
}

/// The result of a method that returns its receiver when nothing changes.
fn changed(m: &mut Machine<'_>, receiver: Value, old: &str, new: &str) -> Value {
    if old == new {
        m.incref(receiver);
        receiver
    } else {
        m.string(new)
    }
}

fn upper(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?.to_ascii_uppercase();
    Ok(m.fresh_string(&s))
}

fn lower(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?.to_ascii_lowercase();
    Ok(m.fresh_string(&s))
}

fn strip(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    let new = s.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']).to_owned();
    Ok(changed(m, c.receiver, &s, &new))
}

fn split(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let s = ascii(m, c.receiver)?;
    let parts: Vec<String> = match c.positional()? {
        [] => s.split_ascii_whitespace().map(str::to_owned).collect(),
        &[sep] => {
            let sep = text(m, sep)?;
            if sep.is_empty() {
                return Err(raise("ValueError", "empty separator"));
            }
            s.split(&sep).map(str::to_owned).collect()
        }
        _ => return Err(stop("split with a limit is not modelled")),
    };
    let items: Vec<Value> = parts.iter().map(|p| m.string(p)).collect();
    // `split` preallocates a list whose slots are not told by its length.
    Ok(m.list_with(items, u64::MAX))
}

fn join(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [items] = c.exactly()?;
    let separator = text(m, c.receiver)?;
    let values = m.collect_items(items)?;
    if let [one] = values[..]
        && m.as_str(one).is_some()
    {
        return Ok(one);
    }
    let parts = values.iter().map(|&v| text(m, v)).collect::<Run<Vec<_>>>()?;
    m.decref_all(values)?;
    Ok(m.string(&parts.join(&separator)))
}

fn replace(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [from, to] = c.exactly()?;
    let (s, from, to) = (text(m, c.receiver)?, text(m, from)?, text(m, to)?);
    let new = s.replace(&from, &to);
    Ok(changed(m, c.receiver, &s, &new))
}

fn startswith(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [part] = c.exactly()?;
    Ok(Value::bool(text(m, c.receiver)?.starts_with(&text(m, part)?)))
}

fn endswith(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [part] = c.exactly()?;
    Ok(Value::bool(text(m, c.receiver)?.ends_with(&text(m, part)?)))
}

fn find(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [part] = c.exactly()?;
    let (s, part) = (ascii(m, c.receiver)?, text(m, part)?);
    let at = s.find(&part).map_or(-1, |i| i as i64);
    Ok(m.int(at))
}

fn isdigit(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    Ok(Value::bool(!s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())))
}

/// `{}` in turn, `{0}`, and formats; everything else stops the run.
fn format(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let arguments = c.positional()?.to_vec();
    let pattern = text(m, c.receiver)?;
    let mut out = String::new();
    let mut rest = pattern.as_str();
    let mut next = 0;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let doubled = rest[at..].starts_with("{{") || rest[at..].starts_with("}}");
        if doubled {
            out.push_str(&rest[at..=at]);
            rest = &rest[at + 2..];
            continue;
        }
        let Some(end) = rest[at..].find('}') else { return Err(stop("this format is not modelled")) };
        let field = &rest[at + 1..at + end];
        let (name, spec) = field.split_once(':').unwrap_or((field, ""));
        let index = if name.is_empty() {
            next += 1;
            next - 1
        } else {
            name.parse().map_err(|_| stop("this format is not modelled"))?
        };
        let Some(&v) = arguments.get(index) else { return Err(stop("this format is not modelled")) };
        let piece = if spec.is_empty() { m.text_of(v, ["__str__", "__repr__"])? } else { m.format(v, spec) };
        out.push_str(&piece.ok_or_else(|| stop("a formatted value that is not known"))?);
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    let _ = sizes::list_size;
    Ok(m.string(&out))
}
