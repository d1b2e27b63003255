//! Methods of `str`.

use super::{Call, Native};
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
    ("str.title", title),
    ("str.capitalize", capitalize),
    ("str.swapcase", swapcase),
    ("str.lstrip", lstrip),
    ("str.rstrip", rstrip),
    ("str.count", count),
    ("str.index", index),
    ("str.isalpha", isalpha),
    ("str.isupper", isupper),
    ("str.islower", islower),
    ("str.isspace", isspace),
    ("str.zfill", zfill),
    ("str.ljust", ljust),
    ("str.rjust", rjust),
    ("str.splitlines", splitlines),
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

/// As `changed`, of methods that do not look for single characters.
fn made_anew(m: &mut Machine<'_>, receiver: Value, old: &str, new: &str) -> Value {
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

/// The characters that the argument names, else white space.
fn stripped(m: &Machine<'_>, c: &Call<'_>) -> Run<(String, Vec<char>)> {
    let s = ascii(m, c.receiver)?;
    match *c.positional()? {
        [] | [Value::NONE] => Ok((s, vec![' ', '\t', '\n', '\r', '\x0b', '\x0c'])),
        [set] => Ok((s, text(m, set)?.chars().collect())),
        _ => Err(raise("TypeError", "strip expected at most 1 argument")),
    }
}

fn strip(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (s, set) = stripped(m, c)?;
    Ok(changed(m, c.receiver, &s, s.trim_matches(&set[..])))
}

fn lstrip(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (s, set) = stripped(m, c)?;
    Ok(changed(m, c.receiver, &s, s.trim_start_matches(&set[..])))
}

fn rstrip(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let (s, set) = stripped(m, c)?;
    Ok(changed(m, c.receiver, &s, s.trim_end_matches(&set[..])))
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

fn count(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [part] = c.exactly()?;
    let (s, part) = (ascii(m, c.receiver)?, text(m, part)?);
    let n = if part.is_empty() { s.len() + 1 } else { s.matches(&part).count() };
    Ok(m.int(n as i64))
}

fn index(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [part] = c.exactly()?;
    let (s, part) = (ascii(m, c.receiver)?, text(m, part)?);
    match s.find(&part) {
        Some(at) => Ok(m.int(at as i64)),
        None => Err(raise("ValueError", "substring not found")),
    }
}

/// A test of all characters; false for the empty string.
fn all_are(m: &mut Machine<'_>, c: &Call<'_>, f: impl Fn(u8) -> bool) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    Ok(Value::bool(!s.is_empty() && s.bytes().all(f)))
}

fn isalpha(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    all_are(m, c, |b| b.is_ascii_alphabetic())
}

fn isspace(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    all_are(m, c, |b| b" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f".contains(&b))
}

/// Letters must be there, and all in one case.
fn in_case(m: &mut Machine<'_>, c: &Call<'_>, other: impl Fn(&u8) -> bool) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    let letters = s.bytes().any(|b| b.is_ascii_alphabetic());
    Ok(Value::bool(letters && !s.bytes().any(|b| other(&b))))
}

fn isupper(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    in_case(m, c, u8::is_ascii_lowercase)
}

fn islower(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    in_case(m, c, u8::is_ascii_uppercase)
}

/// The receiver itself where it is long enough.
fn padded(m: &mut Machine<'_>, c: &Call<'_>, pad: impl Fn(&str, String) -> String) -> Run<Value> {
    const MAX_WIDTH: i64 = 100_000;
    let (width, fill) = match *c.positional()? {
        [width] => (width, None),
        [width, fill] => (width, Some(text(m, fill)?)),
        _ => return Err(stop("this form of padding is not modelled")),
    };
    let s = ascii(m, c.receiver)?;
    let Some(width) = m.as_int(width).filter(|&w| w <= MAX_WIDTH) else { return Err(stop("an unknown width")) };
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(s.len());
    let new = pad(&s, fill.unwrap_or_else(|| " ".to_owned()).repeat(missing));
    Ok(made_anew(m, c.receiver, &s, &new))
}

fn ljust(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    padded(m, c, |s, pad| format!("{s}{pad}"))
}

fn rjust(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    padded(m, c, |s, pad| format!("{pad}{s}"))
}

fn zfill(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    padded(m, c, |s, pad| {
        let digits = s.trim_start_matches(['-', '+']);
        let sign = &s[..s.len() - digits.len()];
        format!("{}{}{digits}", sign, "0".repeat(pad.len()))
    })
}

fn splitlines(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    c.exactly::<0>()?;
    let s = ascii(m, c.receiver)?;
    if s.contains(['\r', '\x0b', '\x0c', '\x1c', '\x1d', '\x1e']) {
        return Err(stop("these line ends are not modelled"));
    }
    let items: Vec<Value> = s.lines().map(|p| m.string(p)).collect();
    Ok(m.list_with(items, u64::MAX))
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
    let total = values.iter().map(|&v| m.as_str(v).map_or(0, str::len) + separator.len());
    m.burn_result(total.fold(0, usize::saturating_add))?;
    let parts = values.iter().map(|&v| text(m, v)).collect::<Run<Vec<_>>>()?;
    m.decref_all(values)?;
    Ok(m.fresh_string(&parts.join(&separator)))
}

fn replace(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let [from, to] = c.exactly()?;
    let (s, from, to) = (text(m, c.receiver)?, text(m, from)?, text(m, to)?);
    let found = if from.is_empty() { s.len() + 1 } else { s.matches(&from).count() };
    m.burn_result(found.saturating_mul(to.len()).saturating_add(s.len()))?;
    let new = s.replace(&from, &to);
    Ok(made_anew(m, c.receiver, &s, &new))
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

fn format(m: &mut Machine<'_>, c: &Call<'_>) -> Run<Value> {
    let pattern = text(m, c.receiver)?;
    let out = m.str_format(&pattern, c.arguments)?;
    Ok(m.string(&out))
}
