//! Methods of `str`.

use super::{Call, Native};
use crate::heap::{ObjectData, Value};
use crate::interpret::Machine;
use crate::interpret::machine::{Run, raise, stop};

pub(super) const NAMES: &[(&str, Native)] = &[
    ("str.upper", upper),
    ("str.lower", lower),
    ("str.join", join),
    ("str.format", format),
    ("str.casefold", lower),
    ("str.ljust", ljust),
    ("str.rjust", rjust),
    ("str.center", center),
    ("str.zfill", zfill),
    ("str.encode", encode),
    ("str.expandtabs", expandtabs),
    ("str.maketrans", maketrans),
    ("str.translate", translate),
    ("str.format_map", format_map),
    ("str.title", title),
    ("str.capitalize", capitalize),
    ("str.swapcase", swapcase),
];

pub(super) fn text(m: &Machine<'_>, v: Value) -> Run<String> {
    m.as_str(v).map(str::to_owned).ok_or_else(|| stop("a str that is not known"))
}

pub(super) fn ascii(m: &Machine<'_>, v: Value) -> Run<String> {
    text(m, v).and_then(|s| if s.is_ascii() { Ok(s) } else { Err(stop("text outside ASCII")) })
}

/// The result of a method that returns its receiver when nothing changes.
pub(super) fn changed(m: &mut Machine<'_>, receiver: Value, old: &str, new: &str) -> Value {
    if old == new {
        m.incref(receiver);
        receiver
    } else {
        m.string(new)
    }
}

/// As `changed`, of methods that do not look for single characters.
pub(super) fn made_anew(m: &mut Machine<'_>, receiver: Value, old: &str, new: &str) -> Value {
    if old == new { changed(m, receiver, old, new) } else { m.fresh_string(new) }
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

/// A method that maps each character, knowing whether a letter stands before it.
fn mapped(m: &mut Machine<'_>, c: &Call<'_>, f: impl Fn(char, usize, bool) -> char) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    let mut after_letter = false;
    let mut out = String::with_capacity(s.len());
    for (i, ch) in s.chars().enumerate() {
        out.push(f(ch, i, after_letter));
        after_letter = ch.is_ascii_alphabetic();
    }
    Ok(m.fresh_string(&out))
}

fn title(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    mapped(m, c, |ch, _, after| if after { ch.to_ascii_lowercase() } else { ch.to_ascii_uppercase() })
}

fn capitalize(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    mapped(m, c, |ch, i, _| if i > 0 { ch.to_ascii_lowercase() } else { ch.to_ascii_uppercase() })
}

fn swapcase(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    mapped(m, c, |ch, _, _| if ch.is_ascii_uppercase() { ch.to_ascii_lowercase() } else { ch.to_ascii_uppercase() })
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
    let total = values.iter().map(|&v| m.as_str(v).map_or(0, str::len) + separator.len());
    m.burn_result(total.fold(0, usize::saturating_add))?;
    let parts = values.iter().map(|&v| text(m, v)).collect::<Run<Vec<_>>>()?;
    m.decref_all(values)?;
    Ok(m.fresh_string(&parts.join(&separator)))
}

fn format(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.str_format(c.receiver, c.arguments)
}

/// Padding to a width with a fill character: the receiver itself where it is long enough.
fn padded(m: &mut Machine<'_>, c: &Call<'_>, pad: impl Fn(&str, usize, &str) -> String) -> Run<Value> {
    const MAX_WIDTH: i64 = 100_000;
    let (width, fill) = match *c.positional()? {
        [width] => (width, " ".to_owned()),
        [width, fill] => (width, text(m, fill)?),
        _ => return Err(stop("this form of padding is not modelled")),
    };
    if fill.chars().count() != 1 {
        return Err(raise("TypeError", "The fill character must be exactly one character long"));
    }
    let s = text(m, c.receiver)?;
    let Some(width) = m.as_int(width).filter(|&w| w <= MAX_WIDTH) else { return Err(stop("an unknown width")) };
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(s.chars().count());
    if missing == 0 {
        return Ok(changed(m, c.receiver, &s, &s));
    }
    let new = pad(&s, missing, &fill);
    Ok(made_anew(m, c.receiver, &s, &new))
}

fn ljust(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    padded(m, c, |s, n, fill| format!("{s}{}", fill.repeat(n)))
}

fn rjust(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    padded(m, c, |s, n, fill| format!("{}{s}", fill.repeat(n)))
}

/// Where the padding is odd, the left side gets more if the width is odd, too.
fn center(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    padded(m, c, |s, n, fill| {
        let width = s.chars().count() + n;
        let left = n / 2 + (n & width & 1);
        format!("{}{s}{}", fill.repeat(left), fill.repeat(n - left))
    })
}

fn zfill(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [_] = c.exactly()?;
    padded(m, c, |s, n, _| {
        let digits = s.strip_prefix(['-', '+']).unwrap_or(s);
        format!("{}{}{digits}", &s[..s.len() - digits.len()], "0".repeat(n))
    })
}

fn encode(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let encoding = c.keyword(m, "encoding").or_else(|| c.arguments.positional.first().copied());
    let bytes = super::buffers::encoded(m, c.receiver, encoding)?;
    m.concretely()?;
    Ok(m.make_bytes(bytes))
}

fn expandtabs(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let size = match c.keyword(m, "tabsize").or_else(|| c.arguments.positional.first().copied()) {
        Some(v) => m.as_int(v).filter(|&n| (0..1000).contains(&n)).ok_or_else(|| stop("an unknown tab size"))?,
        None => 8,
    } as usize;
    let s = text(m, c.receiver)?;
    let (mut out, mut column) = (String::new(), 0);
    for ch in s.chars() {
        match ch {
            '\t' if size > 0 => {
                let n = size - column % size;
                out.push_str(&" ".repeat(n));
                column += n;
            }
            '\t' => {}
            '\n' | '\r' => {
                out.push(ch);
                column = 0;
            }
            ch => {
                out.push(ch);
                column += 1;
            }
        }
    }
    m.burn_result(out.len())?;
    Ok(made_anew(m, c.receiver, &s, &out))
}

/// `str.maketrans("ab", "xy")`: a dict from code points.
fn maketrans(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    m.concretely()?;
    let (from, to, removed) = match *c.positional()? {
        [from, to] => (text(m, from)?, text(m, to)?, String::new()),
        [from, to, removed] => (text(m, from)?, text(m, to)?, text(m, removed)?),
        _ => return Err(stop("this form of maketrans is not modelled")),
    };
    if from.chars().count() != to.chars().count() {
        return Err(raise("ValueError", "the first two maketrans arguments must have equal length"));
    }
    let d = m.new_dict();
    for (a, b) in from.chars().zip(to.chars()) {
        let (key, v) = (m.int(i64::from(u32::from(a))), m.int(i64::from(u32::from(b))));
        m.dict_store(d, key, v)?;
    }
    for ch in removed.chars() {
        let key = m.int(i64::from(u32::from(ch)));
        m.dict_store(d, key, Value::NONE)?;
    }
    Ok(d)
}

fn translate(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [table] = c.exactly()?;
    m.concretely()?;
    let s = text(m, c.receiver)?;
    let mut out = String::new();
    for ch in s.chars() {
        let key = crate::heap::Key::Int(i64::from(u32::from(ch)));
        match m.dict_mut(table)?.get(&key) {
            None => out.push(ch),
            Some(Value::NONE) => {}
            Some(v) => match (m.as_int(v).and_then(|n| u32::try_from(n).ok()).and_then(char::from_u32), m.as_str(v)) {
                (Some(ch), _) => out.push(ch),
                (None, Some(text)) => out.push_str(text),
                _ => return Err(stop("a translation that is not known")),
            },
        }
    }
    Ok(m.string(&out))
}

fn format_map(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [mapping] = c.exactly()?;
    let ObjectData::Dict(d) = m.object(mapping)?.1.data.clone() else { return Err(stop("format_map of this object")) };
    let mut arguments = crate::interpret::call::Arguments::default();
    for (key, v) in d.iter() {
        let Some(name) = m.as_str(key).map(str::to_owned) else { return Err(stop("an unknown key")) };
        arguments.keywords.push((m.intern(&name), v));
    }
    m.str_format(c.receiver, &arguments)
}
